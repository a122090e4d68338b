"""ReceiveConnector: a place where this server listens for SMTP, who may come there, and what they may do."""

from collections.abc import Iterator

from relayengine.schema import Preset, Problem, SettingsObject, kind, setting
from relayengine.values.duration import Duration
from relayengine.values.network import Binding, IPRange
from relayengine.values.options import (
    AuthMechanisms,
    ExtendedProtection,
    MessageRateSource,
    PermissionGroups,
    ProtocolLoggingLevel,
    ServerRole,
    SizeMode,
    TlsVersion,
)
from relayengine.values.size import ByteSize
from relayengine.values.unlimited import Unlimited

_LONGEST_DAY = "1.00:00:00"
_PRESETS = {
    "Custom": Preset("Nothing but TLS: permissions are given afterwards.", {}, must=("Bindings", "RemoteIPRanges")),
    "Internet": Preset("Takes mail from anyone on the Internet.",
                       {"RemoteIPRanges": "0.0.0.0-255.255.255.255", "PermissionGroups": "AnonymousUsers"},
                       must=("Bindings",), must_not=("RemoteIPRanges",)),
    "Client": Preset("Takes mail from people and programs that log in.",
                     {"Bindings": "[::]:587,0.0.0.0:587", "PermissionGroups": "ExchangeUsers",
                      "AuthMechanism": "Tls, Integrated, BasicAuth, BasicAuthRequireTLS"},
                     must=("RemoteIPRanges",), must_not=("Bindings",)),
    "Internal": Preset("Takes mail from other servers of the organisation.",
                       {"Bindings": "[::]:25,0.0.0.0:25", "PermissionGroups": "ExchangeServers, ExchangeLegacyServers",
                        "AuthMechanism": "Tls, ExchangeServer"},
                       must=("RemoteIPRanges",), must_not=("Bindings",)),
    "Partner": Preset("Takes mail from a partner's servers over TLS that both sides prove.",
                      {"PermissionGroups": "Partners", "DomainSecureEnabled": True}, must=("Bindings", "RemoteIPRanges")),
}


@kind("ReceiveConnector", columns=("Identity", "Bindings", "Enabled"), presets=_PRESETS, per_server=True,
      container="CN=SMTP Receive Connectors,CN=Protocols")
class ReceiveConnector(SettingsObject):
    """A place where this server listens for SMTP, and what it allows there."""

    auth_mechanism: AuthMechanisms = setting("The ways a client may prove who it is, and whether TLS is offered.", "Tls")
    banner: str = setting("The greeting, beginning with 220; empty for the usual one.", "", longest=512)
    binary_mime_enabled: bool = setting("Whether BINARYMIME is offered (RFC 3030).", True)
    bindings: tuple[Binding, ...] = setting("The local addresses and ports it listens on.")
    chunking_enabled: bool = setting("Whether CHUNKING is offered (RFC 3030).", True)
    default_domain: str | None = setting("The domain added to a sender or recipient given without one.", None,
                                         shown_type="AcceptedDomainIdParameter")
    delivery_status_notification_enabled: bool = setting("Whether DSN is offered (RFC 3461).", True)
    eight_bit_mime_enabled: bool = setting("Whether 8BITMIME is offered (RFC 6152).", True)
    smtp_utf8_enabled: bool = setting("Whether SMTPUTF8 is offered (RFC 6531).", True, on="Set")
    smtp_require_tls_enabled: bool = setting("Whether REQUIRETLS is offered over TLS (RFC 8689): such mail goes on over checked TLS or not at all.", True, on="Set")
    bare_linefeed_rejection_enabled: bool = setting("Whether a message with a bare line feed is refused; else it is mended.", False)
    domain_secure_enabled: bool = setting("Whether mutual TLS is asked of the domains TransportConfig lists.", False)
    enhanced_status_codes_enabled: bool = setting("Whether replies carry enhanced status codes (RFC 2034).", True)
    long_addresses_enabled: bool = setting("Whether addresses up to 1,860 characters are taken.", False)
    orar_enabled: bool = setting("Whether XORAR is offered.", False)
    suppress_x_anonymous_tls: bool = setting("Whether X-ANONYMOUSTLS is left out.", False)
    proxy_enabled: bool = setting("Whether sessions may be handed on by a front end.", False, on=())
    advertise_client_settings: bool = setting("Whether clients are told this connector's name and port.", False)
    fqdn: str | None = setting("The name in the banner, in EHLO, in Received fields and in the search for a certificate.", None,
                               shown_type="Fqdn", longest=255)
    service_discovery_fqdn: str | None = setting("The name clients are told to look this service up by.", None, shown_type="Fqdn")
    tls_certificate_name: str | None = setting("The certificate shown to clients, as <I>issuer<S>subject.", None,
                                               shown_type="SmtpX509Identifier")
    comment: str = setting("A note for administrators.", "", longest=1024)
    enabled: bool = setting("Whether it takes connections.", True)
    connection_timeout: Duration = setting("How long a connection may last while no message is on its way.", "00:10:00",
                                           low="00:00:01", high=_LONGEST_DAY)
    connection_inactivity_timeout: Duration = setting("How long a client may be silent.", "00:05:00",
                                                      low="00:00:01", high=_LONGEST_DAY)
    message_rate_limit: Unlimited[int] = setting("How many messages a minute one source may send.", "Unlimited",
                                                 low=1, high=2147483647)
    message_rate_source: MessageRateSource = setting("What the message rate is counted by.", "IPAddress")
    max_inbound_connection: Unlimited[int] = setting("How many connections it holds at once.", 5000, low=1, high=2147483647)
    max_inbound_connection_per_source: Unlimited[int] = setting("How many connections one address may hold at once.", 20,
                                                                low=1, high=10000)
    max_inbound_connection_percentage_per_source: int = setting(
        "How many percent of the connections that are left one address may take.", 2, low=1, high=100)
    max_header_size: ByteSize = setting("The largest header it takes.", "256KB", low="1B", high="2147483647B")
    max_hop_count: int = setting("How many Received fields mean a loop.", 60, low=1, high=500)
    max_local_hop_count: int = setting("How many Received fields of this server mean a loop; 0 for never.", 5, low=0, high=50)
    max_logon_failures: int = setting("After how many failed logons the connection is closed; 0 for never.", 3, low=0, high=10)
    max_message_size: ByteSize = setting("The largest message it takes.", "36MB", low="65536B", high="2147483647B")
    max_protocol_errors: Unlimited[int] = setting("After how many errors the connection is closed.", 5, low=0, high=2147483647)
    max_recipients_per_message: int = setting("How many recipients one message may have.", 200, low=1, high=512000)
    permission_groups: PermissionGroups = setting("The groups that may use it, each with its rights.", "None")
    pipelining_enabled: bool = setting("Whether PIPELINING is offered (RFC 2920).", True)
    protocol_logging_level: ProtocolLoggingLevel = setting("Whether conversations are written to the protocol log.", "None")
    remote_ip_ranges: tuple[IPRange, ...] = setting("The addresses clients may come from.")
    require_ehlo_domain: bool = setting("Whether EHLO must give a name.", False, name="RequireEHLODomain")
    require_tls: bool = setting("Whether clients must use TLS before mail.", False, name="RequireTLS")
    enable_auth_gssapi: bool = setting("Whether AUTH GSSAPI is offered beside NTLM.", False)
    extended_protection_policy: ExtendedProtection = setting("Whether logons are bound to the TLS channel.", "None",
                                                             shown_type="ExtendedProtectionPolicySetting")
    live_credential_enabled: bool = setting("Kept for scripts that read it; without effect here.", False, on=())
    tls_domain_capabilities: tuple[str, ...] = setting("What the holders of named certificates may do: domain:capability.", (),
                                                       shown_type="MultiValuedProperty`1[SmtpReceiveDomainCapabilities]")
    server: str | None = setting("The server it belongs to.", None, on="New", shown_type="ADObjectId", stored=False)
    transport_role: ServerRole = setting("The service it belongs to. Two services cannot share a binding.", "HubTransport")
    reject_reserved_top_level_recipient_domains: bool = setting("Whether recipients in .test, .example, .invalid and .localhost are refused.", False)
    reject_reserved_second_level_recipient_domains: bool = setting("Whether recipients in example.com, .net and .org are refused.", False)
    reject_single_label_recipient_domains: bool = setting("Whether recipients in domains without a dot are refused.", False)
    accept_consumer_mail: bool = setting("Kept for scripts that read it; without effect here.", False, on=())
    size_enabled: SizeMode = setting("Whether SIZE is offered, and with its value (RFC 1870).", "Enabled")
    tarpit_interval: Duration = setting("How long an anonymous client waits for a refusal.", "00:00:05", low="00:00:00", high="00:10:00")
    auth_tarpit_interval: Duration = setting("How long a client waits for the answer to a failed logon.", "00:00:05",
                                             low="00:00:00", high="00:10:00")
    max_acknowledgement_delay: Duration = setting("Kept for scripts that set it; without effect since Exchange 2010.", "00:00:30",
                                                  low="00:00:00", high=_LONGEST_DAY)
    implicit_tls_enabled: bool = setting("Whether TLS begins with the first byte (RFC 8314 §3.3), as for submissions on 465.", False)
    minimum_tls_version: TlsVersion = setting("The lowest TLS version it speaks.", "Tls12")
    minimum_cipher_strength: int = setting("The least bits of the key of a cipher it speaks: 256 leaves the AES-128 ciphers out.", 128, low=128, high=256)
    admin_display_name: str = setting("Kept for scripts that read it.", "", on=())
    name: str = setting("The name administrators know it by.", longest=64)
    guid: str = setting("What tells it from all others, for good.", "", on=())
    when_created: str = setting("When it was made.", "", on=())
    when_changed: str = setting("When it was last changed.", "", on=())

    def rules(self) -> Iterator[Problem]:
        """What must hold between its own fields (transport-facts of the connector's documentation page)."""
        auth, groups = self.auth_mechanism, self.permission_groups
        mechanisms = AuthMechanisms
        if not self.bindings:
            yield Problem("Bindings is empty; a connector listens somewhere, such as 0.0.0.0:25", "Bindings")
        if not self.remote_ip_ranges:
            yield Problem("RemoteIPRanges is empty; someone must be able to come, such as 192.168.1.0/24", "RemoteIPRanges")
        if "\\" in self.name or not self.name.strip():
            yield Problem(f'Name "{self.name}" is empty or holds a backslash, which stands between server and name', "Name")
        if self.banner and not self.banner.startswith("220"):
            yield Problem(f'Banner "{self.banner}" must begin with 220 (RFC 5321 §4.2)', "Banner")
        if mechanisms.BasicAuthRequireTLS in auth and not (mechanisms.BasicAuth in auth and mechanisms.Tls in auth):
            yield Problem(f'AuthMechanism "{auth}": BasicAuthRequireTLS needs BasicAuth and Tls beside it', "AuthMechanism")
        if mechanisms.ExternalAuthoritative in auth:
            if auth & ~(mechanisms.ExternalAuthoritative | mechanisms.Tls):
                yield Problem(f'AuthMechanism "{auth}": ExternalAuthoritative may be joined by Tls alone', "AuthMechanism")
            if PermissionGroups.ExchangeServers not in groups:
                yield Problem(f'AuthMechanism "{auth}" needs PermissionGroups ExchangeServers, not "{groups}"', "PermissionGroups")
            if self.domain_secure_enabled:
                yield Problem("DomainSecureEnabled and AuthMechanism ExternalAuthoritative exclude each other", "DomainSecureEnabled")
        if mechanisms.Tls not in auth:
            for wanted, name in ((self.require_tls, "RequireTLS"), (self.domain_secure_enabled, "DomainSecureEnabled"),
                                 (self.implicit_tls_enabled, "ImplicitTlsEnabled")):
                if wanted:
                    yield Problem(f'{name} needs Tls in AuthMechanism, which is "{auth}"', name)
        if self.connection_inactivity_timeout >= self.connection_timeout:
            yield Problem(f"ConnectionInactivityTimeout {self.connection_inactivity_timeout} must be below ConnectionTimeout "
                          f"{self.connection_timeout}", "ConnectionInactivityTimeout")
        if self.binary_mime_enabled and not self.chunking_enabled:
            yield Problem("BinaryMimeEnabled needs ChunkingEnabled (RFC 3030 §3)", "BinaryMimeEnabled")
        if self.tls_certificate_name and not self.tls_certificate_name.lower().startswith("<i>"):
            yield Problem(f'TlsCertificateName "{self.tls_certificate_name}" is not of the form <I>issuer<S>subject', "TlsCertificateName")
        ranges = self.remote_ip_ranges
        for i, one in enumerate(ranges):
            for other in ranges[i + 1:]:
                if one.overlaps(other) and not (one.contains(other) or other.contains(one)):
                    yield Problem(f"RemoteIPRanges {one} and {other} overlap, and neither holds the other", "RemoteIPRanges")
