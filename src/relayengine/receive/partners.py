"""Partners: what a client's certificate, once TLS has checked it, proves and permits: domain security and TlsDomainCapabilities.

A certificate that leads to no trusted authority never gets here: the handshake fails. Connectors that expect no partner ask for none.
"""

import ssl
from typing import TYPE_CHECKING

from relayengine.receive import permissions
from relayengine.receive.permissions import NOBODY, PARTNER, Principal
from relayengine.settings.receive_connector import ReceiveConnector
from relayengine.settings.snapshot import Settings
from relayengine.tls.certificate import Certificate
from relayengine.tls.names import same_name

if TYPE_CHECKING:
    from relayengine.receive.facts import Facts

_TRUSTED = Principal(PARTNER.name, PARTNER.identities | NOBODY.identities)
_CAPABILITIES = {"acceptcloudservicesmail": permissions.ORGANIZATION_HEADERS, "acceptoorgheader": permissions.ORGANIZATION_HEADERS,
                 "acceptoorgprotocol": permissions.ORGANIZATION_HEADERS}


class Partner:
    """The holder of a certificate that has been checked."""

    def __init__(self, der: bytes) -> None:
        self._certificate = Certificate(ssl.DER_cert_to_PEM_cert(der).encode("ascii"), False)

    def covers(self, domain: str) -> bool:
        """Whether the certificate is for a domain."""
        return self._certificate.covers(domain)

    def is_named(self, name: str) -> bool:
        """Whether `<I>issuer<S>subject`, or a domain, is what the certificate says."""
        if name.lower().startswith("<i>"):
            return same_name(self._certificate.tls_name, name)
        return self.covers(name.lower())

    def __str__(self) -> str:
        return self._certificate.tls_name


def capabilities(connector: ReceiveConnector, partner: Partner) -> frozenset[str]:
    """What TlsDomainCapabilities lets a partner do: capabilities, in lower case."""
    found: set[str] = set()
    for entry in connector.tls_domain_capabilities:
        name, colon, listed = entry.rpartition(":")
        if colon and partner.is_named(name.strip()):
            found.update(each.strip().lower() for each in listed.split(","))
    return frozenset(found)


def welcome(settings: Settings, facts: "Facts", partner: Partner) -> None:
    """Notes in the facts of a session who its client has proved to be, and what follows."""
    facts.partner = partner
    connector = facts.connector
    domains = settings.transport_config.tls_receive_domain_secure_list
    if connector.domain_secure_enabled and any(partner.covers(str(d).removeprefix("*.")) for d in domains):
        facts.become(_TRUSTED)
    added = {_CAPABILITIES[each] for each in capabilities(connector, partner) if each in _CAPABILITIES}
    facts.rights |= added
