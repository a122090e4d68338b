"""Facts: what is known of a session when something has to be decided. Whoever decides reads them and changes nothing."""

from typing import TYPE_CHECKING

from relayengine.receive.commands import Offered
from relayengine.receive.permissions import ANONYMOUS, NOBODY, Principal, rights, who_comes
from relayengine.settings.receive_connector import ReceiveConnector
from relayengine.settings.snapshot import Settings
from relayengine.values.options import SizeMode

if TYPE_CHECKING:
    from relayengine.receive.partners import Partner


class Facts:
    """A session as decisions see it."""

    __slots__ = ("connector", "client_ip", "tls", "principal", "rights", "helo", "extended", "sender", "recipients", "offered",
                 "pressure", "permissions", "anonymous", "bearer", "partner", "max_size", "max_recipients", "_organization")

    def __init__(self, settings: Settings, connector: ReceiveConnector, client_ip: str, *, principal: Principal | None = None,
                 tls: str = "", helo: str | None = None, held: frozenset[str] | None = None) -> None:
        """`held`: the principal's rights, where they are known already."""
        self.connector = connector
        self.client_ip = client_ip
        self.permissions = settings.permissions_of(connector) if settings.permissions else ()
        self.bearer = bool(settings.server.oauth_key_file)
        """Whether bearer tokens can be checked."""
        self.tls = tls
        """The TLS version, or ""."""
        self.helo = helo
        """The name the client gave; None before it said hello."""
        self.extended = True
        """Whether it said EHLO."""
        self.sender: str | None = None
        """The sender of the message under way; None when there is none."""
        self.recipients = 0
        self.pressure = 0
        """How short of resources the engine is: 0 not, 1 somewhat, 2 very."""
        self.offered = Offered()
        self.partner: Partner | None = None
        """Whom the client's certificate, which has been checked, belongs to."""
        self.max_size = self.max_recipients = 0
        """The largest message and the most recipients of one: the connector's limits, for anonymous clients the organization's too."""
        self._organization = settings.transport_config
        self.principal = NOBODY
        self.rights: frozenset[str] = frozenset()
        self.anonymous = True
        self.become(principal or who_comes(connector), held)

    def become(self, principal: Principal, held: frozenset[str] | None = None) -> None:
        """Takes note of who the client has proved to be."""
        self.principal = principal
        self.rights = rights(self.connector, self.permissions, principal) if held is None else held
        self.anonymous = ANONYMOUS in principal.identities
        connector, organization = self.connector, self._organization
        self.max_size, self.max_recipients = connector.max_message_size, connector.max_recipients_per_message
        if self.anonymous:
            if organization.max_receive_size < self.max_size:
                self.max_size = organization.max_receive_size
            if organization.max_recipient_envelope_limit < self.max_recipients:
                self.max_recipients = organization.max_recipient_envelope_limit

    def offer(self, extended: bool) -> None:
        """Takes note of what the answer to EHLO (or HELO: nothing) offers."""
        c = self.connector
        self.extended = extended
        self.offered = Offered(
            extended, c.size_enabled is not SizeMode.Disabled, c.delivery_status_notification_enabled, c.eight_bit_mime_enabled,
            c.binary_mime_enabled, c.smtp_utf8_enabled, True, c.long_addresses_enabled, bool(self.tls) and c.smtp_require_tls_enabled,
        ) if extended else Offered(False, False, False, False, False, False, False, c.long_addresses_enabled)
