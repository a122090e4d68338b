"""How a send connector wants a host to be spoken to, read off its settings once for each connection. Pure."""

from enum import Enum
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple

from relayengine.deliver.proof import Proof
from relayengine.settings.send_connector import SendConnector
from relayengine.settings.snapshot import Settings
from relayengine.values.options import ProtocolLoggingLevel, SmartHostAuth, TlsAuthLevel


class Tls(Enum):
    """How much of TLS a connection must have."""

    NEVER = 0
    OFFERED = 1
    """When the host offers it, with whatever certificate (RFC 7435)."""
    ENCRYPTED = 2
    CHAIN = 3
    """Encrypted, and the certificate leads to an authority we trust."""
    NAME = 4
    """The same, and it carries the expected name."""


class Plan(NamedTuple):
    """All that opening a conversation needs to know."""

    connector: str
    helo: str
    force_helo: bool = False
    tls: Tls = Tls.OFFERED
    tls_name: str = ""
    """The name asked of the certificate; "" for the host's own."""
    logon: SmartHostAuth = SmartHostAuth.NONE
    source: str = ""
    """The local address to speak from, or ""."""
    port: int = 25
    most_messages: int = 0
    lmtp: bool = False
    verbose: bool = False
    tls_certificate: str = ""
    keep_organisation: bool = False
    """Whether the organisation's own header fields go along (the header firewall takes them out otherwise)."""
    proof: Proof | None = None
    """What the host must prove by DANE, whatever `tls_name` says; with it TLS is at least ENCRYPTED."""
    assured: bool = False
    """Whether a conversation that opens by this plan is with a host that is known to take the domain's mail and has proved who it is
    (RFC 8689 §4.2.1)."""


def plan_for(connector: SendConnector, domain: str, settings: Settings) -> Plan:
    """The plan for one next hop domain of a connector."""
    return Plan(
        connector=connector.name,
        helo=connector.fqdn or settings.server.fqdn,
        force_helo=connector.force_helo,
        tls=_tls(connector, domain, settings),
        tls_name=connector.tls_domain or "",
        logon=connector.smart_host_auth_mechanism,
        source="" if str(connector.source_ip_address) in ("0.0.0.0", "::") else str(connector.source_ip_address),
        port=connector.port or 25,
        most_messages=connector.smtp_max_messages_per_connection,
        verbose=connector.protocol_logging_level is ProtocolLoggingLevel.Verbose,
        tls_certificate=connector.tls_certificate_name or "",
        keep_organisation=connector.cloud_services_mail_enabled,
    )


def _tls(connector: SendConnector, domain: str, settings: Settings) -> Tls:
    if connector.ignore_starttls:
        return Tls.NEVER
    if connector.domain_secure_enabled and any(d.matches(domain) for d in settings.transport_config.tls_send_domain_secure_list):
        return Tls.NAME
    match connector.tls_auth_level:
        case TlsAuthLevel.CertificateValidation:
            return Tls.CHAIN
        case TlsAuthLevel.DomainValidation:
            return Tls.NAME
        case TlsAuthLevel.EncryptionOnly:
            return Tls.ENCRYPTED
    return Tls.ENCRYPTED if connector.require_tls else Tls.OFFERED


def dialable(address: str, settings: Settings) -> bool:
    """Whether a connector that goes by DNS may dial an address that DNS gave it.

    Anybody may publish an exchanger that points into our own network; only public addresses are dialled, and those the
    settings allow (RFC 6890 lists the others).
    """
    ip = ip_address(address)
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if ip.is_global and not ip.is_multicast:
        return True
    if ip.is_multicast or ip.is_unspecified:
        return False
    return any(allowed.holds(ip) for allowed in settings.server.allowed_destinations)
