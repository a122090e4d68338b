"""View: a connector as sessions use it, made once for each snapshot: its EHLO replies, its greeting, the rights of who comes.

Sessions are many and settings change seldom, so what can be known beforehand is.
"""

from relayengine.receive.decide import mechanisms
from relayengine.receive.facts import Facts
from relayengine.receive.header import date_text
from relayengine.receive.permissions import Principal, log_name, rights, who_comes
from relayengine.settings.receive_connector import ReceiveConnector
from relayengine.settings.snapshot import Settings
from relayengine.values.options import AuthMechanisms, ProtocolLoggingLevel, SizeMode
from relayengine.values.reply import Reply

_REMEMBERED = 1000


def ehlo_keywords(facts: Facts) -> list[str]:
    """What EHLO offers a session, in Exchange's order. What this server does not speak (NTLM, GSSAPI, X-ANONYMOUSTLS) is not offered."""
    c = facts.connector
    lines = []
    if c.size_enabled is not SizeMode.Disabled:
        lines.append(f"SIZE {int(c.max_message_size)}" if c.size_enabled is SizeMode.Enabled else "SIZE")
    for offered, keyword in ((c.pipelining_enabled, "PIPELINING"), (c.delivery_status_notification_enabled, "DSN"),
                             (c.enhanced_status_codes_enabled, "ENHANCEDSTATUSCODES")):
        if offered:
            lines.append(keyword)
    if AuthMechanisms.Tls in c.auth_mechanism and not facts.tls:
        lines.append("STARTTLS")
    offered_mechanisms = mechanisms(facts)
    if offered_mechanisms:
        lines.append(" ".join(("AUTH", *offered_mechanisms)))
    for offered, keyword in ((c.eight_bit_mime_enabled, "8BITMIME"), (c.binary_mime_enabled, "BINARYMIME"), (c.chunking_enabled, "CHUNKING"),
                             (c.smtp_utf8_enabled, "SMTPUTF8"), (bool(facts.tls) and c.smtp_require_tls_enabled, "REQUIRETLS"),
                             (c.long_addresses_enabled, "XLONGADDR")):
        if offered:
            lines.append(keyword)
    return lines


class View:
    """One connector of one snapshot."""

    def __init__(self, settings: Settings, connector: ReceiveConnector, tls_usable: bool) -> None:
        self.settings = settings
        if not tls_usable:
            connector = connector.replace(auth_mechanism=connector.auth_mechanism & ~AuthMechanisms.Tls)
        self.connector = connector
        self.identity = settings.identity(connector)
        self.fqdn = connector.fqdn or settings.server.fqdn
        self.verbose = connector.protocol_logging_level is ProtocolLoggingLevel.Verbose
        self.tarpit = connector.tarpit_interval.total_seconds()
        self.idle = connector.connection_inactivity_timeout.total_seconds()
        self.longest = connector.connection_timeout.total_seconds()
        self.max_size = int(connector.max_message_size)
        self.max_header = int(connector.max_header_size)
        self.implicit_tls = connector.implicit_tls_enabled
        self.enhanced = connector.enhanced_status_codes_enabled
        self._greeted = (0, b"")
        self.visitor = who_comes(connector)
        self._ehlo: dict[tuple[bool, bool], list[str]] = {}
        self._said: dict[tuple[str, bool, bool], Reply] = {}
        self._greets: dict[str, Reply] = {}
        self._listed: dict[frozenset[str], str] = {}
        self._rights: dict[str, frozenset[str]] = {}

    def greeting(self, now: float) -> bytes:
        """The first line a client sees; made once a second."""
        second = int(now)
        if self._greeted[0] != second:
            banner = self.connector.banner
            text = banner[3:].strip() if banner else f"{self.fqdn} Microsoft ESMTP MAIL Service ready at {date_text(now)}"
            self._greeted = (second, Reply(220, "", text).wire)
        return self._greeted[1]

    def ehlo(self, facts: Facts) -> Reply:
        """The answer to EHLO."""
        tls, known = bool(facts.tls), facts.principal.mailbox is not None
        said = self._said.get((facts.client_ip, tls, known))
        if said is None:
            lines = self._ehlo.get((tls, known))
            if lines is None:
                lines = self._ehlo[tls, known] = ehlo_keywords(facts)
            said = Reply(250, "", f"{self.fqdn} Hello [{facts.client_ip}]", *lines)
            if len(self._said) > _REMEMBERED:
                self._said.clear()
            self._said[facts.client_ip, tls, known] = said
        return said

    def helo(self, client_ip: str) -> Reply:
        """The answer to HELO, which offers nothing."""
        said = self._greets.get(client_ip)
        if said is None:
            if len(self._greets) > _REMEMBERED:
                self._greets.clear()
            said = self._greets[client_ip] = Reply(250, "", f"{self.fqdn} Hello [{client_ip}]")
        return said

    def rights(self, principal: Principal) -> frozenset[str]:
        """The rights of whoever comes."""
        found = self._rights.get(principal.name)
        if found is None:
            if len(self._rights) > 1000:
                self._rights.clear()
            found = rights(self.connector, self.settings.permissions_of(self.connector), principal)
            self._rights[principal.name] = found
        return found

    def facts(self, client_ip: str) -> Facts:
        """What is known of a client that has just come."""
        return Facts(self.settings, self.connector, client_ip, principal=self.visitor, held=self.rights(self.visitor))

    def session_permissions(self, held: frozenset[str]) -> str:
        """Rights as the protocol log lists them."""
        found = self._listed.get(held)
        if found is None:
            found = self._listed[held] = " ".join(sorted(log_name(r) for r in held)) or "None"
        return found
