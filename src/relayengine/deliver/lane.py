"""The way to one next hop: its connections, how many there are, and what happens when none can be had."""

import asyncio
from typing import TYPE_CHECKING, Protocol

from relayengine.deliver.batch import Batch
from relayengine.deliver.connection import Connection
from relayengine.deliver.hosts import Target
from relayengine.deliver.opening import NotOpened, opened
from relayengine.deliver.outcome import HopDown, Outcome
from relayengine.deliver.way import Way

if TYPE_CHECKING:
    from relayengine.deliver.courier import Courier

KEEP_IDLE = 5.0
"""Seconds a connection with nothing to do is kept for the next message."""
KEEP_TARGETS = 60.0
"""Seconds that the hosts found for a hop are used again."""
_QUICK = 0.005
_PER_CONNECTION = 4
_EARLY_DROPS = 2
_OPENINGS = 4
"""Conversations that are opened at the same time, once a host has answered: each ends after some twenty messages, and to open one
takes three turns of the loop. Before that there is one, since nobody knows yet whether the host is there."""


class Orders(Protocol):
    """What a lane asks of, and tells to, whoever has the messages for its hop."""

    def take(self) -> Batch | None:
        """The next batch, or None."""

    def backlog(self) -> int:
        """How many batches wait."""

    def done(self, batch: Batch, outcomes: list[Outcome]) -> None:
        """What became of each recipient of a batch."""

    def give_back(self, batch: Batch) -> None:
        """A batch that was taken and of which nothing is known."""

    def up(self) -> None:
        """A host answers: the hop works."""

    def down(self, why: HopDown) -> None:
        """No host can be spoken to."""


class Lane:
    """Connections to the hosts of one next hop. Made by a Courier; wakes when there is work, shrinks when there is none."""

    def __init__(self, courier: "Courier", domain: str, way: Way, orders: Orders) -> None:
        self._courier = courier
        self._domain = domain
        self._way = way
        self._orders = orders
        self._connections: set[Connection] = set()
        self._idle: list[Connection] = []
        self._openings: set[asyncio.Task[None]] = set()
        self._targets: list[Target] = []
        self._targets_until = 0.0
        self._early_drops = 0
        self._closed = False
        self._last_host = ("", "")

    # ---- for the queue

    @property
    def connections(self) -> int:
        """Conversations that are ready for messages."""
        return len(self._connections)

    @property
    def connecting(self) -> bool:
        """Whether a conversation is being opened."""
        return bool(self._openings)

    @property
    def busy(self) -> int:
        """Conversations in the middle of a message."""
        return sum(connection.busy for connection in self._connections)

    def wake(self) -> None:
        """There is at least one batch to take.

        Where hosts answer quickly a batch rather travels behind another, in one write with its end, than on an idle connection.
        """
        if self._idle:
            if self._idle[-1].pace < _QUICK:
                takers = 0
                for connection in self._connections:
                    takers += connection.will_take
                if takers >= self._orders.backlog():
                    return
            self._idle.pop().wake()
        else:
            self._consider()

    def check(self, now: float) -> None:
        """Called about once a second."""
        for connection in tuple(self._connections):
            connection.check(now, KEEP_IDLE)
        if self._orders.backlog():
            if self._idle:
                self._idle.pop().wake()
            else:
                self._consider(patience=False)

    def close(self) -> None:
        """Takes no more batches; conversations end after the message they are in."""
        self._closed = True
        for opening in self._openings:
            opening.cancel()
        for connection in tuple(self._connections):
            if not connection.busy:
                connection.quit()

    def cut(self) -> None:
        """Ends everything now."""
        self._closed = True
        for connection in tuple(self._connections):
            connection.drop("421 4.3.2 Service not available, closing transmission channel")

    # ---- for connections (Hooks)

    def take(self) -> Batch | None:
        """See Hooks."""
        return None if self._closed else self._orders.take()

    def done(self, batch: Batch, outcomes: list[Outcome]) -> None:
        """See Hooks."""
        self._early_drops = 0
        self._orders.done(batch, outcomes)

    def give_back(self, batch: Batch) -> None:
        """See Hooks."""
        self._orders.give_back(batch)

    def idle(self, connection: Connection) -> None:
        """See Hooks."""
        if self._closed:
            connection.quit()
        else:
            self._idle.append(connection)

    def gone(self, connection: Connection, reason: str) -> None:
        """See Hooks. A conversation that ended before its first message was answered may be no accident."""
        self._connections.discard(connection)
        if connection in self._idle:
            self._idle.remove(connection)
        self._courier.closed(self._domain, connection, reason)
        if reason and not connection.messages:
            self._early_drops += 1
            if self._early_drops >= _EARLY_DROPS and not self._connections:
                self._early_drops = 0
                self._orders.down(HopDown(reason, connection.host, connection.address))
                return
        if not self._closed and self._orders.backlog():
            self._consider()

    # ---- opening

    def _consider(self, patience: bool = True) -> None:
        """Opens one more conversation if the work needs it and the settings allow it."""
        if self._closed:
            return
        have, opening = len(self._connections), len(self._openings)
        if opening >= (_OPENINGS if have else 1):
            return
        backlog = self._orders.backlog()
        if not backlog or have + opening >= self._courier.most_per_domain or (
                have and patience and backlog <= _PER_CONNECTION * (have + opening)):
            return
        if not self._courier.may_connect(opening):
            return
        self._openings.add(asyncio.get_running_loop().create_task(self._open()))

    async def _open(self) -> None:
        try:
            found = await self._found()
            made = found if isinstance(found, HopDown) else await self._first(found)
        except Exception as error:  # a bug or a full file table must not leave the hop without anybody at work
            made = HopDown(f"451 4.3.0 {type(error).__name__}: {error}", *self._last_host)
        finally:
            self._openings.discard(asyncio.current_task())  # type: ignore[arg-type]
        if isinstance(made, HopDown):
            if not self._connections and not self._openings and not self._closed:
                self._orders.down(made)
            return
        self._connections.add(made)
        self._courier.opened_one()
        self._orders.up()
        made.begin()
        self._consider()

    async def _found(self) -> "list[Target] | HopDown":
        now = self._courier.now()
        if self._targets and now < self._targets_until:
            return self._targets
        found = await self._way.found()
        if isinstance(found, list):
            self._targets = found
            self._targets_until = now + KEEP_TARGETS
        return found

    async def _first(self, found: list[Target]) -> "Connection | HopDown":
        """A conversation with the first host that answers."""
        planned = await self._way.planned(found)
        if isinstance(planned, HopDown):
            return planned
        reply = ""
        for target, plan, refused in planned:
            self._last_host = (target.host, target.address)
            if refused:
                reply = refused
                self._courier.failed(self._domain, target, reply)
                continue
            session, log = self._courier.conversation(plan, target)
            try:
                made = await opened(target, plan, self, self._courier.means, log)
                made.session = session
                if made.proved:
                    self._courier.tell(session, target, made.proved)
                return made
            except NotOpened as error:
                reply = error.reply
                self._courier.failed(self._domain, target, reply)
        self._targets = []
        text = reply if len(planned) == 1 else (
            f'451 4.4.0 Primary target IP address responded with: "{reply}" Attempted failover to alternate host, but that'
            f" did not succeed. Either there are no alternate hosts, or delivery failed to all alternate hosts. The last"
            f" endpoint attempted was {planned[-1].target.address}:{planned[-1].target.port}")
        return HopDown(text, *self._last_host)
