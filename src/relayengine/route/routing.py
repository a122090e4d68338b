"""From an address to a next hop, and a router that remembers its answers while the settings stay the same. Pure."""

from relayengine.route.forwarding import onward
from relayengine.route.hop import DeliveryType, NextHop, Refused, Unreachable
from relayengine.route.match import choose
from relayengine.route.recipients import NOT_FOUND, accepted
from relayengine.settings.send_connector import SendConnector
from relayengine.settings.snapshot import Settings
from relayengine.values.address import split_address
from relayengine.values.domain import canonical
from relayengine.values.options import AcceptedDomainType
from relayengine.values.problem import BadValue
from relayengine.values.reply import Reply
from relayengine.values.unlimited import UNLIMITED

MAILBOXES = "Mailbox Database"
"""The next hop domain of mail that goes into mailboxes here."""
NO_CONNECTOR = "A matching connector cannot be found to route the external recipient"

_TOO_LARGE = Refused(Reply(552, "5.3.4", "Message size exceeds fixed maximum message size"))
_BAD_ADDRESS = Refused(Reply(550, "5.1.3", "STOREDRV.Submit; invalid recipient address"))
_NOT_FOUND = Refused(NOT_FOUND)
_UNREACHABLE = Unreachable(NO_CONNECTOR)

Route = NextHop | Refused | Unreachable


def route(address: str, size: int, settings: Settings) -> Route:
    """Where a recipient of a message of `size` octets goes.

    An authoritative domain's recipients live here or nowhere; a relay domain's may live here and else go on by a send
    connector; everybody else goes by a send connector or waits in Unreachable. Mail of a mailbox that only forwards goes where its address does. An address that the outside uses for one inside
    goes where that one goes.
    """
    if settings.rewriter.inwards:
        address = settings.rewriter.inward(address)
    local, domain = split_address(address)
    if not domain:
        if local.lower() != "postmaster":
            return _BAD_ADDRESS
        return _mailbox(settings)
    home = None
    if domain.startswith("["):
        name = domain.lower()
    else:
        try:
            name = canonical(domain)
        except BadValue:
            return _BAD_ADDRESS
        home = accepted(name, settings)
    if home is not None:
        own = f"{local}@{name}"
        if settings.mailbox(own) is not None:
            to = onward(own, settings)
            return _mailbox(settings) if to == own else route(to, size, settings)
        if home.domain_type is AcceptedDomainType.Authoritative:
            return _mailbox(settings) if local.lower() == "postmaster" else _NOT_FOUND
    match = choose(name, size, settings)
    if match.connector is None:
        return _TOO_LARGE if match.too_large else _UNREACHABLE
    return _by_connector(name, match.connector)


def _mailbox(settings: Settings) -> NextHop:
    return NextHop(DeliveryType.SmtpDeliveryToMailbox, f"{MAILBOXES} {settings.server.name}", "")


def _by_connector(domain: str, connector: SendConnector) -> NextHop:
    if connector.smart_hosts:
        hosts = ",".join(str(host) for host in connector.smart_hosts)
        return NextHop(DeliveryType.SmartHostConnectorDelivery, hosts, connector.name, connector.guid)
    return NextHop(DeliveryType.DnsConnectorDelivery, domain, connector.name, connector.guid)


class Router:
    """Answers as `route` does for one snapshot, and remembers the answers that do not depend on the mailbox."""

    _MOST = 20_000

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._remembered: dict[str, Route] = {}
        limits = [c.max_message_size for c in settings.send_connectors if c.max_message_size is not UNLIMITED]
        self._any_size = min(limits, default=1 << 62)

    def route(self, address: str, size: int) -> Route:
        """Where a recipient goes; see `route`."""
        domain = address[address.rfind("@") + 1:]
        found = self._remembered.get(domain)
        if found is not None and size <= self._any_size:
            return found
        answer = route(address, size, self.settings)
        if size <= self._any_size and self._depends_on_domain_alone(domain):
            if len(self._remembered) >= self._MOST:
                self._remembered.clear()
            self._remembered[domain] = answer
        return answer

    def _depends_on_domain_alone(self, domain: str) -> bool:
        """Not so for a domain that is ours: there each recipient has an answer of its own."""
        if not domain or domain.startswith("[") or self.settings.rewriter.inwards:
            return False
        try:
            return accepted(canonical(domain), self.settings) is None
        except BadValue:
            return False
