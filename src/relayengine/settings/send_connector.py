"""SendConnector: a way out of this server for some addresses."""

import re
from collections.abc import Iterator

from relayengine.schema import Preset, Problem, SettingsObject, kind, setting
from relayengine.values.address import AddressSpace
from relayengine.values.duration import Duration
from relayengine.values.network import IPAddress, SmartHost
from relayengine.values.options import ErrorPolicies, ProtocolLoggingLevel, SmartHostAuth, SmtpDaneMode, TlsAuthLevel
from relayengine.values.size import ByteSize
from relayengine.values.unlimited import Unlimited

_ENDPOINT = re.compile(r"https://[!-~]+|http://(?:127\.[0-9.]+|localhost|\[::1\])(?::[0-9]+)?/[!-~]*")
_PRESETS = {
    "Custom": Preset("A way out with nothing assumed.", {}, must=("AddressSpaces",)),
    "Internet": Preset("A way out to the Internet by DNS.", {}, must=("AddressSpaces",)),
    "Internal": Preset("A way to other servers of the organisation.", {"MaxMessageSize": "Unlimited"}, must=("AddressSpaces",)),
    "Partner": Preset("A way to a partner's servers over TLS that both sides prove.", {"DomainSecureEnabled": True},
                      must=("AddressSpaces",)),
}


@kind("SendConnector", columns=("Identity", "AddressSpaces", "Enabled"), presets=_PRESETS,
      container="CN=Connections,CN=Exchange Routing Group (DWBGZMFD01QNBJR),CN=Routing Groups")
class SendConnector(SettingsObject):
    """A way out of this server for the addresses of some domains."""

    dns_routing_enabled: bool = setting("Whether MX records say where to go; no where there are smart hosts.", True)
    tls_domain: str | None = setting("The name the far certificate must carry for TlsAuthLevel DomainValidation.", None,
                                     shown_type="SmtpDomainWithSubdomains")
    tls_auth_level: TlsAuthLevel | None = setting("How much is asked of the far certificate.", None)
    smtp_dane_mode: SmtpDaneMode = setting("Whether the TLSA records of far servers decide which certificate is theirs: where there are signed ones, or "
                                           "no mail to a server without.", "Opportunistic")
    error_policies: ErrorPolicies = setting("How failures are read.", "Default")
    smart_hosts: tuple[SmartHost, ...] = setting("The hosts all mail of this connector is handed to.", ())
    port: int = setting("The port spoken to.", 25, low=0, high=65535)
    connection_inactivity_time_out: Duration = setting("How long an idle connection is kept.", "00:10:00",
                                                       low="00:00:01", high="1.00:00:00", name="ConnectionInactivityTimeOut")
    force_helo: bool = setting("Whether HELO is said instead of EHLO.", False, name="ForceHELO")
    frontend_proxy_enabled: bool = setting("Kept for scripts that set it; mail leaves by this server either way.", False)
    ignore_starttls: bool = setting("Whether an offer of STARTTLS is passed over.", False, name="IgnoreSTARTTLS")
    cloud_services_mail_enabled: bool = setting("Whether headers of the organisation go along.", False)
    fqdn: str | None = setting("The name said in EHLO; none for the server's own.", None, shown_type="Fqdn", longest=255)
    tls_certificate_name: str | None = setting("The certificate shown to far servers, as <I>issuer<S>subject.", None,
                                               shown_type="SmtpX509Identifier")
    require_tls: bool = setting("Whether mail goes over TLS or not at all.", False, name="RequireTLS")
    require_oorg: bool = setting("Kept for scripts that set it; without effect here.", False, on="Set")
    enabled: bool = setting("Whether it is used.", True)
    protocol_logging_level: ProtocolLoggingLevel = setting("Whether conversations are written to the protocol log.", "None")
    smart_host_auth_mechanism: SmartHostAuth = setting("How this server logs on at the smart hosts.", "None",
                                                       shown_type="SmtpSendConnectorConfig+AuthMechanisms")
    authentication_credential: str | None = setting("Name of the account at the smart hosts; its password is kept apart.", None,
                                                    shown_type="PSCredential")
    oauth_token_endpoint: str | None = setting("Where SmartHostAuthMechanism OAuth2 fetches its access tokens: an https address.", None,
                                               name="OAuthTokenEndpoint", longest=1024)
    oauth_client_id: str | None = setting("The client this server is to the token endpoint.", None, name="OAuthClientId", longest=512)
    oauth_scope: str = setting("What access is asked for, such as https://outlook.office365.com/.default.", "", name="OAuthScope", longest=1024)
    oauth_refresh: bool = setting("Whether the password of AuthenticationCredential is a refresh token; otherwise it is the secret of the client, "
                                  "which asks in its own name.", False, name="OAuthRefreshTokenEnabled")
    use_external_dns_servers_enabled: bool = setting("Whether the DNS servers of ExternalDNSServers are asked.", False)
    domain_secure_enabled: bool = setting("Whether mutual TLS is asked of the domains TransportConfig lists.", False)
    source_ip_address: IPAddress = setting("The local address mail leaves from; 0.0.0.0 for any.", "0.0.0.0")
    smtp_max_messages_per_connection: int = setting("How many messages one connection carries; 0 for any number.", 20,
                                                    low=0, high=2147483647)
    connector_type: str = setting("Where the far servers stand.", "Default", choices=("Default", "OnPremises", "XPremises"),
                                  shown_type="SendConnectorType", on="Set")
    address_spaces: tuple[AddressSpace, ...] = setting("The addresses it is for, with the cost of going this way.")
    is_scoped_connector: bool = setting("Whether only servers of its own site use it.", False)
    comment: str = setting("A note for administrators.", "", longest=1024)
    source_transport_servers: tuple[str, ...] = setting("The servers that use it; none for this one.", (),
                                                        shown_type="MultiValuedProperty`1[ADObjectId]")
    max_message_size: Unlimited[ByteSize] = setting("The largest message that goes this way.", "35MB", low="0B")
    admin_display_name: str = setting("Kept for scripts that read it.", "", on=())
    name: str = setting("The name administrators know it by.", longest=64)
    guid: str = setting("What tells it from all others, for good.", "", on=())
    when_created: str = setting("When it was made.", "", on=())
    when_changed: str = setting("When it was last changed.", "", on=())

    def rules(self) -> Iterator[Problem]:
        """What must hold between its own fields (Set-SendConnector's documentation page)."""
        if not self.address_spaces:
            yield Problem("AddressSpaces is empty; a connector is for some addresses, such as * for all", "AddressSpaces")
        if not self.name.strip() or "\\" in self.name:
            yield Problem(f'Name "{self.name}" is empty or holds a backslash', "Name")
        if self.smart_hosts and self.dns_routing_enabled:
            yield Problem(f"DNSRoutingEnabled must be false where SmartHosts are given ({', '.join(map(str, self.smart_hosts))})",
                          "DNSRoutingEnabled")
        if not self.smart_hosts and not self.dns_routing_enabled:
            yield Problem("SmartHosts is empty and DNSRoutingEnabled false: mail would have nowhere to go", "SmartHosts")
        if self.require_tls and self.ignore_starttls:
            yield Problem("RequireTLS and IgnoreSTARTTLS exclude each other", "IgnoreSTARTTLS")
        if self.tls_auth_level is not None and not self.require_tls:
            yield Problem(f'TlsAuthLevel "{self.tls_auth_level}" needs RequireTLS true', "TlsAuthLevel")
        if self.tls_auth_level is TlsAuthLevel.DomainValidation and self.smart_hosts and not self.tls_domain:
            yield Problem("TlsAuthLevel DomainValidation with smart hosts needs TlsDomain", "TlsDomain")
        if self.smtp_dane_mode is SmtpDaneMode.Mandatory:
            if self.ignore_starttls or self.force_helo:
                yield Problem(f"SmtpDaneMode Mandatory needs STARTTLS; {'IgnoreSTARTTLS' if self.ignore_starttls else 'ForceHELO'} excludes it",
                              "SmtpDaneMode")
            if self.tls_auth_level in (TlsAuthLevel.CertificateValidation, TlsAuthLevel.DomainValidation):
                yield Problem(f"SmtpDaneMode Mandatory and TlsAuthLevel {self.tls_auth_level} exclude each other: either TLSA records say which "
                              "certificate is right, or trusted authorities do", "SmtpDaneMode")
        if self.smart_host_auth_mechanism in (SmartHostAuth.BasicAuth, SmartHostAuth.BasicAuthRequireTLS):
            if not self.authentication_credential:
                yield Problem(f'SmartHostAuthMechanism "{self.smart_host_auth_mechanism}" needs AuthenticationCredential',
                              "AuthenticationCredential")
        yield from self._oauth_rules()
        if self.domain_secure_enabled and (not self.dns_routing_enabled or self.ignore_starttls):
            yield Problem("DomainSecureEnabled needs DNS routing and STARTTLS", "DomainSecureEnabled")
        if self.tls_certificate_name and not self.tls_certificate_name.lower().startswith("<i>"):
            yield Problem(f'TlsCertificateName "{self.tls_certificate_name}" is not of the form <I>issuer<S>subject', "TlsCertificateName")

    def _oauth_rules(self) -> Iterator[Problem]:
        if self.oauth_token_endpoint and not _ENDPOINT.fullmatch(self.oauth_token_endpoint):
            yield Problem(f'OAuthTokenEndpoint "{self.oauth_token_endpoint}" is no address such as https://login.example/oauth2/v2.0/token: a secret is '
                          "sent there, and only to this machine itself may it be http", "OAuthTokenEndpoint")
        if self.smart_host_auth_mechanism is not SmartHostAuth.OAuth2:
            return
        for name, value in (("AuthenticationCredential", self.authentication_credential), ("OAuthTokenEndpoint", self.oauth_token_endpoint),
                            ("OAuthClientId", self.oauth_client_id)):
            if not value:
                yield Problem(f'SmartHostAuthMechanism "OAuth2" needs {name}', name)
        if self.ignore_starttls:
            yield Problem('SmartHostAuthMechanism "OAuth2" needs TLS; IgnoreSTARTTLS excludes it', "IgnoreSTARTTLS")
