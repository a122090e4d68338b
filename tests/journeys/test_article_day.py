"""The article's day: from the first look at five connectors to a relay for one address, over real sockets.

The outside world is a mail server on another loopback address, found through a real name server.
"""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from world.names import NameServer
from world.relay import Relay
from world.sink import Sink

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="the real ports 25 and 587 take an administrator")

HOME = "127.0.25.1"       # where the relay listens
OUTSIDE = "127.0.25.2"    # the mail server of example.com
SCANNER = "127.0.25.30"   # the address that may relay in the end
OTHER = "127.0.25.31"     # an address that may not


@pytest.fixture
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Relay, Sink]]:
    names = NameServer({"example.com": [(10, "mx.example.com")]}, {"mx.example.com": OUTSIDE})
    sink = Sink(OUTSIDE, 25)
    relay = Relay(tmp_path_factory.mktemp("day"), HOME, DNSServers=f'["{names.address}"]', AllowedDestinations='["127.0.0.0/8"]')
    try:
        relay.start()
        relay.shell("Set-Mailbox Administrator -Password (ConvertTo-SecureString 'Pa55-word' -AsPlainText -Force)")
        relay.shell("New-SendConnector Internet -AddressSpaces '*' | Out-Null")
        yield relay, sink
    finally:
        relay.stop()
        sink.close()
        names.close()


def test_the_day(day: tuple[Relay, Sink], tmp_path: Path) -> None:
    # One day, in the article's order: each part begins where the one before it ended.
    five_connectors_exist(day)
    internal_relay_by_telnet(day)
    external_relay_is_refused(day)
    first_cure_authentication_with_the_certificate_by_name(day, tmp_path)
    a_wrong_password(day)
    second_cure_an_anonymous_connector_for_one_address(day)
    what_the_reader_does_next(day)
    accounts_that_devices_use_are_looked_at(day)


def five_connectors_exist(day: tuple[Relay, Sink]) -> None:
    relay, _ = day
    assert relay.shell("Get-ReceiveConnector | Format-Table -AutoSize | Out-String -Width 120") == """
Identity                                    Bindings                  Enabled
--------                                    --------                  -------
EXCSERVER\\Default EXCSERVER                 {0.0.0.0:2525, [::]:2525} True
EXCSERVER\\Client Proxy EXCSERVER            {[::]:465, 0.0.0.0:465}   True
EXCSERVER\\Default Frontend EXCSERVER        {[::]:25, 0.0.0.0:25}     True
EXCSERVER\\Outbound Proxy Frontend EXCSERVER {[::]:717, 0.0.0.0:717}   True
EXCSERVER\\Client Frontend EXCSERVER         {[::]:587, 0.0.0.0:587}   True


"""


def internal_relay_by_telnet(day: tuple[Relay, Sink]) -> None:
    relay, _ = day
    banner, helo, sender, recipient, data, done = relay.talk(
        "helo", "mail from: administrator@akkaya.local", "rcpt to: administrator@akkaya.local", "Data",
        "Subject: Test email", "", "Testing", ".", source=SCANNER)
    assert re.fullmatch(r"220 EXCSERVER\.akkaya\.local Microsoft ESMTP MAIL Service ready at \w{3}, \d+ \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}", banner)
    assert helo == f"250 EXCSERVER.akkaya.local Hello [{SCANNER}]"
    assert sender == "250 2.1.0 Sender OK"
    assert recipient == "250 2.1.5 Recipient OK"
    assert data == "354 Start mail input; end with <CRLF>.<CRLF>"
    assert re.fullmatch(r"250 2\.6\.0 <[^>]+@EXCSERVER\.akkaya\.local> \[InternalId=\d+, Hostname=EXCSERVER\.akkaya\.local\] Queued mail for delivery", done)
    (message,) = relay.wait_for(lambda: relay.inbox("administrator"))
    assert b"Subject: Test email" in message and message.endswith(b"Testing\n") or message.endswith(b"Testing\r\n")


def external_relay_is_refused(day: tuple[Relay, Sink]) -> None:
    relay, sink = day
    *_, sender, refusal = relay.talk("helo", "mail from: administrator@akkaya.local", "rcpt to: someone@example.com.", source=SCANNER)
    assert sender == "250 2.1.0 Sender OK"
    assert refusal == "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain"
    assert not sink.messages


def first_cure_authentication_with_the_certificate_by_name(day: tuple[Relay, Sink], tmp_path: Path) -> None:
    relay, sink = day
    made = relay.shell("New-ExchangeCertificate -SubjectName 'CN=mail.cozumpark.com, OU=IT, O=cozumpark Portal' -DomainName mail.cozumpark.com "
                       "-Services SMTP -Force | ForEach-Object Thumbprint").strip()
    listed = relay.shell("Get-ExchangeCertificate | Out-String -Width 120")
    assert re.search(rf"{made} +\.\.\.\.S\.\. +CN=mail\.cozumpark\.com, OU=IT, O=cozumpark Portal", listed), listed
    script = tmp_path / "cure.ps1"
    script.write_text(rf"""$cert = Get-ExchangeCertificate -Thumbprint {made}
$tlscertificatename = "<i>$($cert.Issuer)<s>$($cert.Subject)"
Set-ReceiveConnector "EXCSERVER\Client Frontend EXCSERVER" -Fqdn mail.cozumpark.com -TlsCertificateName $tlscertificatename
$credential = Get-Credential
Send-MailMessage -SmtpServer mail.cozumpark.com -Credential $credential -From 'administrator@akkaya.local' -To 'someone@example.com' -Subject 'Test email' -Port 587 -UseSsl
""")
    shown = relay.script(script, input="administrator\nPa55-word\n")
    assert "Error" not in shown and "Exception" not in shown, shown
    (message,) = sink.wait_for(1)
    assert (message.sender, message.recipients) == ("administrator@akkaya.local", ["someone@example.com"])
    assert certificate_name(relay) == "mail.cozumpark.com"


def certificate_name(relay: Relay) -> str:
    """Whom the certificate on 587 is for, as a TLS client that asks for mail.cozumpark.com sees it."""
    import socket

    from cryptography import x509

    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection((relay.address, 587), 10) as wire:
        stream = wire.makefile("rb")
        stream.readline()
        wire.sendall(b"EHLO client\r\n")
        while stream.readline()[3:4] == b"-":
            pass
        wire.sendall(b"STARTTLS\r\n")
        assert stream.readline() == b"220 2.0.0 SMTP server ready\r\n"
        with context.wrap_socket(wire, server_hostname="mail.cozumpark.com") as secure:
            found = x509.load_der_x509_certificate(secure.getpeercert(True))
    return str(found.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value)


def a_wrong_password(day: tuple[Relay, Sink]) -> None:
    relay, _ = day
    shown = relay.shell(
        "$p = ConvertTo-SecureString wrong -AsPlainText -Force; $c = [pscredential]::new('administrator', $p); "
        "Send-MailMessage -SmtpServer mail.cozumpark.com -UseSsl -Port 587 -Credential $c -From administrator@akkaya.local -To someone@example.com -Subject x", fails=True)
    assert "535 5.7.3 Authentication unsuccessful" in shown


def second_cure_an_anonymous_connector_for_one_address(day: tuple[Relay, Sink]) -> None:
    relay, sink = day
    before = len(sink.messages)
    relay.shell(f"New-ReceiveConnector -Name IP_Relay -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIPRanges {SCANNER} 3>$null | Out-Null")
    relay.shell('Set-ReceiveConnector "EXCSERVER\\IP_Relay" -PermissionGroups AnonymousUsers')
    relay.shell("Get-ReceiveConnector “EXCSERVER\\IP_Relay” | Add-ADPermission -User ‘NT AUTHORITY\\Anonymous Logon’ "
                "-ExtendedRights MS-Exch-SMTP-Accept-Any-Recipient | Out-Null")
    *_, accepted, data, done = relay.talk("helo", "mail from: administrator@akkaya.local", "rcpt to: someone@example.com.", "data",
                                          "Subject: relayed", "", "x", ".", source=SCANNER)
    assert accepted == "250 2.1.5 Recipient OK"
    assert done.startswith("250 2.6.0 ")
    assert sink.wait_for(before + 1)[-1].recipients == ["someone@example.com"]
    *_, refused = relay.talk("helo", "mail from: administrator@akkaya.local", "rcpt to: someone@example.com.", source=OTHER)
    assert refused == "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain"
    assert sink.bare_line_ends() == 0


def what_the_reader_does_next(day: tuple[Relay, Sink]) -> None:
    relay, _ = day
    events = relay.shell("Get-MessageTrackingLog -Sender administrator@akkaya.local | ForEach-Object { \"$($_.EventId) $($_.Source) $($_.Recipients)\" }")
    for line in ("RECEIVE SMTP administrator@akkaya.local", "DELIVER STOREDRIVER administrator@akkaya.local", "RECEIVE SMTP someone@example.com",
                 "SEND SMTP someone@example.com"):
        assert line in events, events
    assert "EXCSERVER\\Submission" in relay.shell("Get-Queue | ForEach-Object Identity")
    assert f"RemoteIPRanges                            : {{{SCANNER}}}" in relay.shell('Get-ReceiveConnector "IP_Relay" | Format-List')
    rights = relay.shell("Get-ADPermission \"EXCSERVER\\IP_Relay\" | where {$_.ExtendedRights -like '*Any-Recipient*'} | ft User,ExtendedRights")
    assert re.search(r"NT AUTHORITY\\ANONYMOUS LOGON \{ms-Exch-SMTP-Accept-Any-Recipient\}", rights), rights
    log = "".join(path.read_text() for path in (relay.folder / "data").rglob("RECV*.LOG"))
    assert "rcpt to: someone@example.com." in log


def accounts_that_devices_use_are_looked_at(day: tuple[Relay, Sink]) -> None:
    relay, _ = day
    seen = 'Get-LogonStatistics Administrator | ForEach-Object { "$($_.ClientIPAddress) $($_.HasPassword) $($_.PasswordAgeDays) $([bool]$_.LogonTime)" }'
    assert relay.shell(seen).strip() == "127.0.0.1 True 0 True"
    relay.stop()
    assert relay.shell(seen).strip() == "127.0.0.1 True 0 True", "known without an engine, and after a restart"
    relay.start()
    assert relay.shell("Get-RelayUse | ForEach-Object { \"$($_.Connector) $($_.ClientIp) $($_.Domains)\" }").split("\n")[:2] == [
        "EXCSERVER\\Client Frontend EXCSERVER 127.0.0.1 example.com", f"EXCSERVER\\IP_Relay {SCANNER} example.com"]
