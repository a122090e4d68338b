"""An administrator and a smart host that takes access tokens alone: the client's secret has expired, then there is a new one."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from engine.authorities import made, serving
from engine.host import Host
from world.farhost import FarHost
from world.relay import Relay
from world.tokenendpoint import TokenEndpoint

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="the real port 25 takes an administrator")
EXPIRED = (401, '{"error": "invalid_client", "error_description": "AADSTS7000222: The provided client secret keys are expired."}')


@pytest.fixture
def world(tmp_path: Path) -> Iterator[tuple[Relay, Host, TokenEndpoint]]:
    far = FarHost(Host(extensions="PIPELINING STARTTLS AUTH_LOGIN_XOAUTH2", context=serving(tmp_path, made("smtp.test"))))
    endpoint = TokenEndpoint()
    relay = Relay(tmp_path / "relay", "127.0.25.43")
    try:
        relay.start()
        yield relay, far.host, endpoint
    finally:
        relay.stop()
        endpoint.close()
        far.close()


def credential(secret: str) -> str:
    return f"([pscredential]::new('alarms@contoso.com', (ConvertTo-SecureString '{secret}' -AsPlainText -Force)))"


def test_an_expired_secret_is_told_of_and_a_new_one_sends_what_waits(world: tuple[Relay, Host, TokenEndpoint]) -> None:
    relay, host, endpoint = world
    relay.shell("Get-ReceiveConnector '*Default Frontend*' | Add-ADPermission -User 'NT AUTHORITY\\ANONYMOUS LOGON' "
                "-ExtendedRights ms-Exch-SMTP-Accept-Any-Recipient | Out-Null")
    relay.shell(f"New-SendConnector M365 -AddressSpaces '*' -SmartHosts 127.0.0.1 -DNSRoutingEnabled $false -Port {host.port} -RequireTLS $true "
                f"-SmartHostAuthMechanism OAuth2 -AuthenticationCredential {credential('old')} -OAuthTokenEndpoint {endpoint.address} "
                "-OAuthClientId relay -OAuthScope https://outlook.office365.com/.default | Out-Null")
    endpoint.answer = EXPIRED
    assert relay.talk("EHLO x", "MAIL FROM:<alarms@contoso.com>", "RCPT TO:<c@d.test>", "data", "Subject: x", "", "x", ".")[-1].startswith("250")
    told = relay.wait_for(lambda: "Retry" in (text := relay.shell("(Get-Queue | Where-Object Status -eq Retry | ForEach-Object { \"$($_.Status) $($_.LastError)\" })")) and text)
    assert "AADSTS7000222: The provided client secret keys are expired." in told and not host.said("MAIL")

    endpoint.answer = None
    relay.shell(f"Set-SendConnector M365 -AuthenticationCredential {credential('new')}; Get-Queue | Where-Object Status -eq Retry | Retry-Queue")
    relay.wait_for(lambda: len(host.messages) == 1)
    assert endpoint.asked[-1] == {"grant_type": "client_credentials", "client_id": "relay", "client_secret": "new",
                                  "scope": "https://outlook.office365.com/.default"}
    shown = base64.b64decode(host.said("AUTH XOAUTH2")[-1].split()[2]).decode()
    assert shown.startswith("user=alarms@contoso.com\x01auth=Bearer token-")
    kept = [path for path in relay.folder.rglob("*") if path.is_file() and "relay.secrets" not in str(path)]
    assert not [path for path in kept if b"Bearer token-" in path.read_bytes() or shown.encode() in path.read_bytes()], "a token is written down nowhere"
