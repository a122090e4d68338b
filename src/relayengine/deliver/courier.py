"""What all lanes share: the settings, the resolver, secrets, the count of connections, and the logs of conversations."""

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from relayengine.deliver.connection import Connection, Log
from relayengine.deliver.hosts import Target
from relayengine.deliver.lane import Lane, Orders
from relayengine.deliver.mailboxes import MailboxLane
from relayengine.deliver.mtasts import Policies
from relayengine.deliver.opening import Means
from relayengine.deliver.plan import Plan
from relayengine.deliver.secure import Contexts
from relayengine.deliver.signing import Signer
from relayengine.deliver.tokens import Tokens
from relayengine.deliver.way import ByConnector, ByLmtp
from relayengine.dns import Resolver
from relayengine.logs.connectivity import ConnectivityLog
from relayengine.logs.protocol import ProtocolLog, session_ids
from relayengine.settings.send_connector import SendConnector
from relayengine.settings.snapshot import Settings


class AnyLane(Protocol):
    """What a queue knows of a lane, wherever it leads."""

    @property
    def connections(self) -> int:
        """Conversations, or deliveries, that are going on."""

    @property
    def connecting(self) -> bool:
        """Whether one is being opened."""

    @property
    def busy(self) -> int:
        """How many have a message in hand."""

    def wake(self) -> None:
        """There is at least one batch to take."""

    def check(self, now: float) -> None:
        """Called about once a second."""

    def close(self) -> None:
        """Takes no more batches."""

    def cut(self) -> None:
        """Ends everything now."""


class Courier:
    """Makes lanes, and is what they share. Times are monotonic seconds from `now`."""

    def __init__(self, settings: Settings, resolver: Resolver, *,
                 passwords: Callable[[str], tuple[str, str] | None] = lambda connector: None,
                 tokens: Tokens | None = None, certificate: Callable[[str], tuple[str, str] | None] | None = None,
                 sent: ProtocolLog | None = None, connectivity: ConnectivityLog | None = None,
                 report: Callable[[str], None] = lambda text: None, now: Callable[[], float] = time.monotonic,
                 shuffle: Callable[[list[str]], None] = random.shuffle) -> None:
        """`passwords` finds the account and password of a send connector, `tokens` its access tokens; `certificate` the files of a named certificate.
        `report` takes what the service log should hold."""
        self.resolver = resolver
        self.now = now
        self.shuffle = shuffle
        self._passwords = passwords
        self._tokens = tokens
        self._report = report
        self._certificate = certificate
        self._sent = sent
        self._connectivity = connectivity
        self._connections = 0
        self._names = session_ids()
        self.policies = Policies(lambda: self.resolver, now)
        self.take_settings(settings)

    def take_settings(self, settings: Settings) -> None:
        """From here on conversations are opened as these settings say; those that are open go on as they are."""
        self.settings = settings
        self.means = Means(Contexts(settings, self._certificate), self._passwords, self.now, Signer(settings, time.time, self._report),
                           settings.rewriter, self._tokens)
        service = settings.transport_service
        self.most_per_domain = _whole(service.max_per_domain_outbound_connections)
        self._most = _whole(service.max_outbound_connections)

    def lane(self, domain: str, connector: str, orders: Orders) -> AnyLane | None:
        """The lane to a next hop by a send connector, or into mailboxes ("" for the connector); None: no such connector."""
        if not connector and self.settings.server.mailbox_lmtp:
            return Lane(self, domain, ByLmtp(self, self.settings.server.mailbox_lmtp), orders)
        if not connector:
            root = self.settings.server.mailbox_directory or str(Path(self.settings.data_directory) / "mailboxes")
            return MailboxLane(Path(root), lambda: self.settings, orders)
        for each in self.settings.send_connectors:
            if each.name == connector and each.enabled:
                return self.lane_by(domain, each, orders)
        return None

    def lane_by(self, domain: str, connector: SendConnector, orders: Orders) -> AnyLane:
        """The lane to a next hop by a send connector that need not stand in the settings."""
        return Lane(self, domain, ByConnector(self, domain, connector), orders)

    def may_connect(self, opening: int = 0) -> bool:
        """Whether one more connection may go out, beside so many that are being opened."""
        return self._connections + opening < self._most

    def opened_one(self) -> None:
        """One more is open."""
        self._connections += 1

    def closed(self, domain: str, connection: Connection, reason: str) -> None:
        """One is gone."""
        self._connections -= 1
        if self._connectivity is not None:
            said = f"; {reason}" if reason else ""
            self._connectivity.line(connection.session, "SMTP", domain, "-",
                                    f"Messages: {connection.messages} Bytes: {connection.octets}{said}")

    def failed(self, domain: str, target: Target, reply: str) -> None:
        """A host could not be spoken to."""
        if self._connectivity is not None:
            self._connectivity.line(next(self._names), "SMTP", domain, "-",
                                    f"Failed connection to {target.address}:{target.port} ({target.host}): {reply}")

    def tell(self, session: str, target: Target, what: str) -> None:
        """Something about a conversation that is worth a line of the connectivity log."""
        if self._connectivity is not None:
            self._connectivity.line(session, "SMTP", target.host, ">", what)

    def conversation(self, plan: Plan, target: Target) -> tuple[str, Log | None]:
        """A session's id, and where its lines go if its connector's conversations are logged."""
        session = next(self._names)
        if self._connectivity is not None:
            self._connectivity.line(session, "SMTP", target.host, "+", f"{target.address}:{target.port}")
        if not plan.verbose or self._sent is None:
            return session, None
        return session, self._sent.session(plan.connector, session, "", f"{target.address}:{target.port}")


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 1 << 30
