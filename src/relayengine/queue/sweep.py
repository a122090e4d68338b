"""Giving up on messages that are too old, telling senders of delays, and clearing what Safety Net need not keep.

Looks about once a minute, from the oldest message on, and stops at the first that is young enough.
"""

import re
from typing import TYPE_CHECKING

from relayengine.deliver import Failed
from relayengine.events import PoisonMessage
from relayengine.mail.bounce import Reported
from relayengine.queue import finishing, reports
from relayengine.spool import Change, Spool, State, Stored, StoredRecipient

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from relayengine.queue.hopqueue import HopQueue
    from relayengine.queue.queues import Queues

INTERVAL = 60.0
"""Seconds between two looks, at most; a short expiry time is looked after more often."""
EXPIRED = "550 4.4.7 QUEUE.Expired; message expired"
DELAYED = "400 4.4.7 Message delayed"
_PAGE = 500
_AT_ONCE = 50
"""Messages that are in memory, with their content, at a time."""
_EXPIRED_MOST = 2000
"""Messages, about, that are given up or told of in one look."""
_DELAY_PAGES = 20
"""Pages of messages of which it is looked, in one look, whether their delay was told."""
_FORGOTTEN_PAGES = 20
_UNPROVED = re.compile(r'4[0-9][0-9] 4\.(7\.32[1-4] [^"}]+)')
"""A reply that says that a host is not who it should be (RFC 7672); whoever sent a message that waited for it to the end is told that."""


class Sweeper:
    """Looks after old messages for Queues."""

    def __init__(self, owner: "Queues") -> None:
        self._owner = owner
        self._next = 0.0
        self._delays_up_to = 0
        self._standing_from = 0
        """No message with this number or a lower one is left to be delivered."""

    def soon(self) -> None:
        """Other times may hold from here on."""
        self._next = 0.0

    async def poisoned(self, numbers: list[int]) -> None:
        """Records that messages were set aside because they were in hand when the engine died."""
        owner = self._owner
        for stored in await owner.spool.load_many(numbers, content=False) if numbers else ():
            envelope = stored.envelope
            owner.spool.record(PoisonMessage(
                owner.clock(), stored.number, "POISONMESSAGE", server_hostname=owner.server, message_id=envelope.message_id,
                recipients=";".join(r.address for r in envelope.recipients), total_bytes=envelope.size,
                recipient_count=len(envelope.recipients), subject=envelope.subject, sender=envelope.sender,
                return_path=envelope.sender, directionality=envelope.directionality))

    async def check(self) -> None:
        """Looks, if it is time to. What is too much for one look is gone on with at the next call, so that nothing else waits for it."""
        owner = self._owner
        now = owner.monotonic()
        if now < self._next:
            return
        service = owner.settings.transport_service
        expiry = service.message_expiration_timeout.total_seconds()
        delay = service.delay_notification_timeout.total_seconds()
        spool: Spool = owner.spool
        through = await self._expire(spool, owner.now() - expiry)
        through &= await self._tell_delays(spool, owner.now() - delay, expiry)
        for _ in range(_FORGOTTEN_PAGES):
            if await spool.forget_kept() < _PAGE:
                break
        else:
            through = False
        if through:
            self._next = now + min(INTERVAL, expiry / 2, delay / 2)

    async def _expire(self, spool: Spool, before: float) -> bool:
        """Ends what is too old; whether that was all."""
        after, ended = self._standing_from, 0
        while True:
            page = await spool.oldest(after, _PAGE)
            if page and after == self._standing_from:
                self._standing_from = page[0][0] - 1
            old = [number for number, received in page if received < before]
            for at in range(0, len(old), _AT_ONCE):
                ended += await self._give_up(old[at:at + _AT_ONCE])
            if len(page) < _PAGE or len(old) < len(page):
                return True
            if ended >= _EXPIRED_MOST:
                return False
            after = page[-1][0]

    async def _give_up(self, old: list[int]) -> int:
        """Ends messages that wait; one that is on the wire, suspended or poison is left alone. Returns how many ended."""
        owner = self._owner
        queues = [*owner.queues.values(), owner.unreachable]
        going = {number for number in old if number not in owner.poison.held and not any(number in q.flying or number in q.held for q in queues)}
        if not going:
            return 0
        why = self._why(going, queues)
        for queue in queues:
            queue.remove_all(going)
        ended = 0
        for stored in await owner.spool.load_many(sorted(going)):
            places = [r.number for r in stored.recipients if r.state == State.READY]
            if places:
                ended += 1
                batch = owner.batch(stored, places)
                finishing.settle(owner, None, batch, [Failed(why.get(stored.number, EXPIRED), "", "", "QUEUE")] * len(places))
        await owner.spool.flush()
        return ended

    @staticmethod
    def _why(numbers: "Set[int]", queues: "Sequence[HopQueue]") -> dict[int, str]:
        """The reply for each message that is given up because its only next hop did not prove who it is."""
        found: dict[int, str] = {}
        for queue in queues:
            match = _UNPROVED.search(queue.last_error)
            if match:
                here = [number for number in numbers if queue.has(number)]
                found.update((number, f"550 5.{match[1]}") for number in here if sum(other.has(number) for other in queues) == 1)
        return found

    async def _tell_delays(self, spool: Spool, before: float, expiry: float) -> bool:
        """Tells senders of the messages that wait long; whether those were all."""
        told = 0
        for _ in range(_DELAY_PAGES):
            page = await spool.oldest(self._delays_up_to, _PAGE)
            old = [number for number, received in page if received < before]
            untold = [stored.number for stored in await spool.load_many(old, content=False) if self._untold(stored)] if old else []
            for at in range(0, len(untold), _AT_ONCE):
                for stored in await spool.load_many(untold[at:at + _AT_ONCE]):
                    self._tell_delay(stored, expiry)
                await spool.flush()
            told += len(untold)
            if old:
                self._delays_up_to = old[-1]
            if len(page) < _PAGE or len(old) < len(page):
                return True
            if told >= _EXPIRED_MOST:
                return False
        return False

    def _untold(self, stored: Stored) -> list[StoredRecipient]:
        """The recipients whose delay the sender wants to hear of and has not."""
        envelope = stored.envelope
        if not reports.wanted(envelope.sender, "delayed", self._owner.settings):
            return []
        return [r for r in stored.recipients if r.state == State.READY and not r.notified & 1 and envelope.recipients[r.number].wants("DELAY")]

    def _tell_delay(self, stored: Stored, expiry: float) -> None:
        owner = self._owner
        envelope = stored.envelope
        some = self._untold(stored)
        if not some:
            return
        batch = owner.batch(stored, [r.number for r in some])
        reported = [Reported(envelope.recipients[r.number], "delayed", r.reply or DELAYED) for r in some]
        changes = [Change(stored.number, r.number, r.version, r.state, r.due, r.attempts, r.reply, r.notified | 1) for r in some]
        for queue in owner.queues.values():
            queue.noted(stored.number, [r.number for r in some])

        owner.report(batch, [reported], lambda: owner.spool.change(changes), lambda: None, envelope.received_at + expiry)
