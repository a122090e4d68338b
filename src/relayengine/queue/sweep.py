"""Giving up on messages that are too old, telling senders of delays, and clearing what Safety Net need not keep.

Looks about once a minute, from the oldest message on, and stops at the first that is young enough.
"""

from typing import TYPE_CHECKING

from relayengine.deliver import Failed
from relayengine.events import PoisonMessage
from relayengine.mail.bounce import Reported
from relayengine.queue import finishing, reports
from relayengine.spool import Change, Spool, State, Stored

if TYPE_CHECKING:
    from relayengine.queue.queues import Queues

INTERVAL = 60.0
"""Seconds between two looks, at most; a short expiry time is looked after more often."""
EXPIRED = "550 4.4.7 QUEUE.Expired; message expired"
DELAYED = "400 4.4.7 Message delayed"
_PAGE = 500


class Sweeper:
    """Looks after old messages for Queues."""

    def __init__(self, owner: "Queues") -> None:
        self._owner = owner
        self._next = 0.0
        self._delays_up_to = 0

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
        """Looks, if it is time to."""
        owner = self._owner
        now = owner.monotonic()
        if now < self._next:
            return
        service = owner.settings.transport_service
        expiry = service.message_expiration_timeout.total_seconds()
        delay = service.delay_notification_timeout.total_seconds()
        self._next = now + min(INTERVAL, expiry / 2, delay / 2)
        spool: Spool = owner.spool
        await self._expire(spool, owner.now() - expiry)
        await self._tell_delays(spool, owner.now() - delay, expiry)
        while await spool.forget_kept() == 500:
            pass

    async def _expire(self, spool: Spool, before: float) -> None:
        after = 0
        while True:
            page = await spool.oldest(after, _PAGE)
            old = [number for number, received in page if received < before]
            for number in old:
                await self._give_up(number)
            if len(page) < _PAGE or len(old) < len(page):
                return
            after = page[-1][0]

    async def _give_up(self, number: int) -> None:
        """Ends a message that waits; one that is on the wire, suspended or poison is left alone."""
        owner = self._owner
        queues = [*owner.queues.values(), owner.unreachable]
        if number in owner.poison.held or any(number in q.flying or number in q.held for q in queues):
            return
        for queue in queues:
            queue.remove(number)
        for stored in await owner.spool.load_many((number,)):
            places = [r.number for r in stored.recipients if r.state == State.READY]
            if places:
                batch = owner.batch(stored, places)
                finishing.settle(owner, None, batch, [Failed(EXPIRED, "", "", "QUEUE")] * len(places))

    async def _tell_delays(self, spool: Spool, before: float, expiry: float) -> None:
        while True:
            page = await spool.oldest(self._delays_up_to, _PAGE)
            old = [number for number, received in page if received < before]
            for at in range(0, len(old), 50):
                for stored in await spool.load_many(old[at:at + 50]):
                    self._tell_delay(stored, expiry)
            if old:
                self._delays_up_to = old[-1]
            if len(page) < _PAGE or len(old) < len(page):
                return

    def _tell_delay(self, stored: Stored, expiry: float) -> None:
        owner = self._owner
        envelope = stored.envelope
        if not reports.wanted(envelope.sender, "delayed", owner.settings):
            return
        some = [r for r in stored.recipients if r.state == State.READY and not r.notified & 1
                and envelope.recipients[r.number].wants("DELAY")]
        if not some:
            return
        batch = owner.batch(stored, [r.number for r in some])
        reported = [Reported(envelope.recipients[r.number], "delayed", r.reply or DELAYED) for r in some]
        changes = [Change(stored.number, r.number, r.version, r.state, r.due, r.attempts, r.reply, r.notified | 1) for r in some]
        for queue in owner.queues.values():
            queue.noted(stored.number, [r.number for r in some])

        owner.report(batch, [reported], lambda: owner.spool.change(changes), lambda: None, envelope.received_at + expiry)
