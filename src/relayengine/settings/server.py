"""Server: who this server is, and where on the machine it works; there is one."""

from collections.abc import Iterator

from relayengine.schema import Problem, SettingsObject, kind, setting
from relayengine.values.domain import canonical
from relayengine.values.network import IPRange, NameServer
from relayengine.values.options import TlsVersion
from relayengine.values.problem import BadValue

COMPONENTS = ("ServerWideOffline", "HubTransport", "FrontendTransport")


@kind("Server", columns=("Name", "Fqdn"), single=True, container="CN=Servers")
class Server(SettingsObject):
    """Who this server is, and where on the machine it works."""

    name: str = setting("The server's name, as connectors and queues begin with it.", longest=63)
    fqdn: str = setting("The server's full name in DNS.", longest=255, shown_type="Fqdn")
    port_offset: int = setting("Added to the port of every binding, for ordinary users: 10000 makes 25 into 10025.", 0, low=0, high=60000)
    listen_addresses: tuple[str, ...] = setting("Where given, wildcard bindings listen on these local addresses only.", ())
    data_directory: str = setting("Where queue, mailboxes and logs lie; empty for the usual place.", "", shown_type="LocalLongFullPath")
    mailbox_directory: str = setting("Where mailboxes lie; empty for `mailboxes` in the data directory.", "", shown_type="LocalLongFullPath")
    workers: int = setting("How many processes serve; 0 for one a processor.", 1, low=0, high=256)
    dns_servers: tuple[NameServer, ...] = setting("The DNS servers asked, such as 127.0.0.1:5353; none for the system's own.", (), name="DNSServers")
    trusted_dns_servers: tuple[IPRange, ...] = setting(
        "The DNS servers that are believed when they say that an answer is signed (DNSSEC), as DANE needs; none to believe nobody.",
        ("127.0.0.0/8", "::1"), name="TrustedDNSServers")
    allowed_destinations: tuple[IPRange, ...] = setting(
        "Private and loopback addresses that mail routed by DNS may go to all the same.", ())
    proxy_protocol_sources: tuple[IPRange, ...] = setting("Addresses whose connections begin with a PROXY header.", ())
    xclient_sources: tuple[IPRange, ...] = setting("Addresses that may use XCLIENT.", (), name="XClientSources")
    oauth_key_file: str = setting("A JSON web key set: with it, AUTH XOAUTH2 and OAUTHBEARER are offered over TLS.", "", name="OAuthKeyFile",
                                  shown_type="LocalLongFullPath")
    oauth_issuer: str = setting("The issuer bearer tokens must name; empty for any whose key is in the set.", "", name="OAuthIssuer", longest=512)
    oauth_audience: str = setting("The audience bearer tokens must be for; empty for any.", "", name="OAuthAudience", longest=512)
    cipher_list: str = setting("The OpenSSL cipher list for TLS 1.2; empty for a safe one.", "", longest=1024)
    metrics_address: str = setting("Where /health, /ready and /metrics (Prometheus) are answered over HTTP, such as 127.0.0.1:9725; empty for nowhere.", "")
    component_states: tuple[str, ...] = setting(
        "Components that take no new connections for now, such as FrontendTransport:Draining.", ())
    mailbox_lmtp: str = setting("The LMTP server that has the mailboxes, such as 127.0.0.1:24 or /run/lmtp; empty for Maildirs here.", "")
    mta_sts_enabled: bool = setting("Whether the MTA-STS policies of other domains are followed when sending to them.", True)
    minimum_send_tls_version: TlsVersion = setting("The lowest TLS version spoken when sending.", "Tls12")

    def takes_connections(self, role: str) -> bool:
        """Whether the service of a name (HubTransport, FrontendTransport) takes new connections."""
        return not any(each.startswith(("ServerWideOffline:", f"{role}:")) for each in self.component_states)

    def rules(self) -> Iterator[Problem]:
        """What must hold between its own fields."""
        if not self.name or any(c in '\\/@[]:; "' for c in self.name):
            yield Problem(f'Name "{self.name}" is not a server name such as EXCSERVER', "Name")
        try:
            canonical(self.fqdn)
        except BadValue as bad:
            yield Problem(f"Fqdn: {bad}", "Fqdn")
        if self.oauth_key_file and not self.oauth_key_file.startswith("/"):
            yield Problem(f'OAuthKeyFile "{self.oauth_key_file}" is no full path such as /etc/relayshell/keys.json', "OAuthKeyFile")
        if self.metrics_address:
            host, colon, port = self.metrics_address.rpartition(":")
            try:
                good = bool(colon) and bool(IPRange.parse(host.strip("[]"))) and 0 < int(port) < 65536
            except (BadValue, ValueError):
                good = False
            if not good:
                yield Problem(f'MetricsAddress "{self.metrics_address}" is not an address and port such as 127.0.0.1:9725', "MetricsAddress")
        for each in self.component_states:
            component, _, state = each.partition(":")
            if component not in COMPONENTS or state not in ("Inactive", "Draining"):
                yield Problem(f'ComponentStates "{each}" is not one of {", ".join(COMPONENTS)} with :Inactive or :Draining', "ComponentStates")
        if self.mailbox_lmtp and not self.mailbox_lmtp.startswith("/"):
            try:
                NameServer.parse(self.mailbox_lmtp)
            except BadValue:
                yield Problem(f'MailboxLmtp "{self.mailbox_lmtp}" is neither an address such as 127.0.0.1:24 nor the path of a socket', "MailboxLmtp")
        for address in self.listen_addresses:
            try:
                IPRange.parse(address)
            except BadValue as bad:
                yield Problem(f"ListenAddresses: {bad}", "ListenAddresses")
