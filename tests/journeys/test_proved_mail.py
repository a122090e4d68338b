"""An administrator and DANE: the far server's certificate is right, then it is another's, then nobody asks for it any more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from engine.authorities import made, serving
from engine.host import Host
from world.farhost import FarHost
from world.names import DNSMASQ
from world.relay import Relay
from world.zone import SignedZone, Validating

pytestmark = [pytest.mark.skipif(os.geteuid() != 0, reason="the real port 25 takes an administrator"),
              pytest.mark.skipif(DNSMASQ is None, reason="dnsmasq is not installed")]

HOME = "127.0.25.41"
RIGHT = made("mx.d.test")
OTHER = made("mx.d.test")


class FarServer:
    """A host with TLS and two certificates to show."""

    def __init__(self, folder: Path) -> None:
        self.right, self.other = (serving(self._folder(folder / name), each) for name, each in (("right", RIGHT), ("other", OTHER)))
        self._far = FarHost(Host(extensions="PIPELINING STARTTLS", context=self.right))
        self.host = self._far.host

    @staticmethod
    def _folder(path: Path) -> Path:
        path.mkdir()
        return path

    def close(self) -> None:
        self._far.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[tuple[Relay, FarServer]]:
    far = FarServer(tmp_path)
    record = bytes(RIGHT.tlsa(3, 1, 1)[:3]) + RIGHT.tlsa(3, 1, 1).data
    zone = SignedZone(f"""$ORIGIN d.test.
$TTL 300
@ SOA ns hostmaster 1 3600 600 86400 300
@ NS ns
@ MX 10 mx
ns A 127.0.0.1
mx A 127.0.0.1
_{far.host.port}._tcp.mx TYPE52 \\# {len(record)} {record.hex()}
""", {}, {})
    names = Validating(zone, tmp_path / "names")
    relay = Relay(tmp_path / "relay", HOME, DNSServers=f'["127.0.0.1:{names.port}"]', AllowedDestinations='["127.0.0.0/8"]')
    try:
        relay.start()
        relay.shell("Get-ReceiveConnector '*Default Frontend*' | Add-ADPermission -User 'NT AUTHORITY\\ANONYMOUS LOGON' "
                    "-ExtendedRights ms-Exch-SMTP-Accept-Any-Recipient | Out-Null")
        relay.shell(f"New-SendConnector Internet -AddressSpaces '*' -Port {far.host.port} | Out-Null")
        yield relay, far
    finally:
        relay.stop()
        names.close()
        far.close()


def send(relay: Relay) -> None:
    assert relay.talk("EHLO x", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.test>", "data", "Subject: x", "", "x", ".")[-1].startswith("250")


def test_the_certificate_that_dns_names_is_asked_for(world: tuple[Relay, FarServer]) -> None:
    relay, far = world
    send(relay)
    relay.wait_for(lambda: len(far.host.messages) == 1)
    said = relay.wait_for(lambda: relay.shell("(Get-MessageTrackingLog -EventId SEND).EventData"))
    assert "DANE: proved by TLSA 3 1 1 of mx.d.test" in said

    far.host.context = far.other
    relay.shell("Set-SendConnector Internet -SmtpDaneMode Mandatory")
    send(relay)
    queue = relay.wait_for(lambda: "Retry" in (text := relay.shell("Get-Queue | Format-List NextHopDomain,Status,LastError")) and text)
    assert "d.test" in queue and "4.7.323 tlsa-invalid" in queue.replace("\n", "").replace("  ", "")
    assert len(far.host.messages) == 1 and "MAIL FROM" not in "".join(far.host.lines[far.host.lines.index("QUIT") + 1:])

    relay.shell("Set-SendConnector Internet -SmtpDaneMode None")
    relay.shell("Get-Queue | Where-Object NextHopDomain -eq d.test | Retry-Queue")
    relay.wait_for(lambda: len(far.host.messages) == 2)
