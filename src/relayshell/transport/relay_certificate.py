"""Test-RelayCertificate: whether the names of the relay, of its certificates and in DNS are one."""

from __future__ import annotations

from typing import Any

from relayshell.commands import param
from relayshell.transport.managed import MODULE, TransportCmdlet
from relayshell.transport.relay_access import receive_connectors
from relayshell.transport.reported import report_type
from relayshell.transport.values import Many, date_time

CHECK_TYPE = "Relay.CertificateCheck"
CheckReport = report_type(CHECK_TYPE, "Connector Fqdn Good Problems Thumbprint Subject ChosenBecause NotAfter DnsAddresses")
_SOON_DAYS = 30


def _addresses(name: str) -> list[str]:
    """The addresses a name leads to."""
    import socket

    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return sorted({str(row[4][0]) for row in found})


def _is_here(address: str) -> bool:
    """Whether an address is one of this machine's."""
    import socket

    try:
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((address, 0))
    except OSError:
        return False
    return True


class TestRelayCertificate(TransportCmdlet, name="Test-RelayCertificate", module=MODULE, output=CHECK_TYPE):
    """Checks, for each receive connector that offers TLS, the certificate it shows against the connector's name and DNS.

    Clients should reach the relay by a name: the one in the connector's Fqdn, which its certificate must carry, and which must lead to this
    machine. A certificate that is not trusted, has run out or soon will is told too.
    """

    identity: Any = param("Only this connector.", "System.Object", position=0, pipeline=True, by_name=True)

    def process(self) -> None:
        from datetime import datetime, timezone

        from relayengine.tls.choose import choose
        from relayengine.values.options import AuthMechanisms, CertificateServices

        settings = self.settings
        store = self.relay.certificates
        now = datetime.now(timezone.utc)
        there = [(each, CertificateServices.SMTP in store.services(each, settings)) for each in store.list()]
        for connector in receive_connectors(self, self.identity):
            if not connector.enabled or AuthMechanisms.Tls not in connector.auth_mechanism:
                continue
            chosen, why = choose(there, tls_certificate_name=connector.tls_certificate_name, fqdn=connector.fqdn, asked=None, now=now)
            addresses = _addresses(connector.fqdn)
            problems = _problems(connector, chosen, why, addresses, now)
            self.write(CheckReport({
                "Connector": settings.identity(connector), "Fqdn": connector.fqdn, "Good": not problems, "Problems": Many(problems),
                "Thumbprint": chosen.thumbprint if chosen else None, "Subject": chosen.subject if chosen else None, "ChosenBecause": why,
                "NotAfter": date_time(chosen.not_after.astimezone()) if chosen else None, "DnsAddresses": Many(addresses)}))


def _problems(connector: Any, chosen: Any, why: str, addresses: list[str], now: Any) -> list[str]:
    found = []
    if chosen is None:
        found.append(f"{why}; New-ExchangeCertificate makes one")
    else:
        if connector.tls_certificate_name and "names it" not in why:
            found.append(f"TlsCertificateName \"{connector.tls_certificate_name}\" names no certificate that is here")
        if not chosen.covers(connector.fqdn):
            found.append(f"the certificate is for {', '.join(chosen.domains) or chosen.subject}, not for {connector.fqdn}: clients that check names refuse it")
        if chosen.self_signed:
            found.append("the certificate is self-signed: clients that check it trust it only where it was installed")
        days = (chosen.not_after - now).days
        if days < 0:
            found.append(f"the certificate ran out {-days} days ago")
        elif days < _SOON_DAYS:
            found.append(f"the certificate runs out in {days} days")
    if not addresses:
        found.append(f"{connector.fqdn} leads nowhere in DNS: clients cannot reach the relay by that name")
    elif not any(_is_here(each) for each in addresses):
        found.append(f"{connector.fqdn} leads to {', '.join(addresses)}, and none of them is this machine's")
    return found
