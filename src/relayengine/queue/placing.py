"""From the spool into queues: at a start, when a queue's turn comes for messages it has only by number, and when routes change."""

import asyncio
import heapq
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING, Any

from relayengine.deliver import Batch
from relayengine.queue.hopqueue import HopQueue
from relayengine.queue.journaling import JOURNALED
from relayengine.queue.waiting import Holder, Mark
from relayengine.route import DeliveryType, NextHop
from relayengine.spool import Change, SpoolError, State, Stored
from relayengine.spool.reading import Scanned

if TYPE_CHECKING:
    from relayengine.queue.queues import Queues

UNREACHABLE = NextHop(DeliveryType.Unreachable, "Unreachable Domain", "")
AT_START = 20_000
"""Recipients that are placed before the relay opens its doors; with more, the rest follows while it receives."""
PAGE = 1000
AGAIN_AT_ONCE = 150
"""Messages that are routed again at a time; others have their turn in between."""
POISON = NextHop(DeliveryType.Undefined, "Poison Message", "")


class Placing:
    """The part of Queues that reads the spool."""

    def load(self: "Queues", queue: HopQueue, numbers: list[int]) -> None:
        """Reads messages for a queue; it gets them by `loaded`."""
        self.spawn(self._load(queue, numbers))

    async def _load(self: "Queues", queue: HopQueue, numbers: list[int]) -> None:
        try:
            batches = await self._batches(queue.hop, numbers)
        except SpoolError:
            await asyncio.sleep(1)
            queue.not_loaded(numbers)
            return
        queue.loaded(numbers, batches)

    async def _batches(self: "Queues", hop: NextHop, numbers: Sequence[int]) -> list[Batch]:
        """What of these messages goes to a next hop."""
        found: list[Batch] = []
        for stored in await self.spool.load_many(numbers):
            self.spool.in_hand.hold(stored.number)
            size = stored.envelope.size
            places = [r.number for r in stored.recipients
                      if r.state == State.READY and self.hop_of(stored.number, r.address, size) == hop]
            if places:
                found.append(self.batch(stored, places))
            self.spool.in_hand.hold(0)
        return found

    def batch(self: "Queues", stored: Stored, places: Sequence[int]) -> Batch:
        """Some recipients of a message that was read back."""
        content = stored.content.whole if stored.content.whole is not None else stored.content
        marks = {r.number: Mark.of(r) for r in stored.recipients}
        return Batch(stored.number, stored.envelope, content, self.recipients_of(stored.envelope, places),
                     Holder(tuple(places), marks))

    async def _recover(self: "Queues", after: tuple[int, int] = (0, -1), rest: Sequence[Scanned] = (), opening: bool = True) -> None:
        """Places what the spool holds: the oldest before the relay opens its doors, and if there is much, the rest beside receiving."""
        placed = 0
        while not self._stopping:
            try:
                rows = await self.spool.page(after, PAGE)
            except SpoolError:
                if opening:
                    raise
                await asyncio.sleep(1)
                continue
            if not rows:
                self._place(rest)
                return
            last = rows[-1][0]
            after = (last, rows[-1][4])
            rows = [*rest, *rows]
            rest = [row for row in rows if row[0] == last]
            self._place(rows[:len(rows) - len(rest)])
            placed += len(rows)
            if opening and placed >= AT_START:
                self.spawn(self._recover(after, rest, False))
                return

    def _place(self: "Queues", rows: Iterable[Scanned]) -> None:
        """Puts messages that are in the spool only into their queues, by number."""
        now = self.now()
        messages: dict[int, list[Scanned]] = {}
        for row in rows:
            if row[0] < self.spool.first_number:
                messages.setdefault(row[0], []).append(row)
        for number, recipients in messages.items():
            self._place_one(number, recipients, now)

    def _place_one(self: "Queues", number: int, recipients: list[Scanned], now: float) -> None:
        if self._journal_rules and not recipients[0][10] & JOURNALED and all(row[6] == State.READY and not row[7] for row in recipients):
            self.spawn(self._journal_first(number))
            return
        self.spool.in_hand.hold(number)
        groups: dict[Any, list[Scanned]] = {}
        for row in recipients:
            state = row[6]
            hop = POISON if state == State.POISON else self.hop_of(number, row[5], row[1])
            groups.setdefault((hop, state == State.SUSPENDED), []).append(row)
        if len(groups) > 1:
            self.shared.setdefault(number, len(recipients))
        for (hop, held), some in groups.items():
            if hop is POISON:
                self.poison.held.add(number)
            elif held:
                queue = self.queue_for(hop) if isinstance(hop, NextHop) else self.unreachable
                queue.held.add(number)
            else:
                due = min(row[8] for row in some)
                self._put(number, None, None, hop, tuple(row[4] for row in some), due if due > now else 0.0, None)
        self.spool.in_hand.hold(0)

    async def _journal_first(self: "Queues", number: int) -> None:
        """A message that a crash may have kept from being reported for the records: reported first, then placed."""
        stored = await self.spool.load(number)
        if stored is None:
            return
        if targets := self._journal_rules.targets(stored.envelope):
            await self._journal(number, stored.envelope, targets, stored.content.whole)
        else:
            self.spool.change([Change(number, r.number, r.version, r.state, r.due, r.attempts, r.reply, r.notified | JOURNALED)
                               for r in stored.recipients])
        rows = await self.spool.standing((number,))
        if rows:
            self._place_one(number, rows, self.now())

    def place_again(self: "Queues", number: int, places: list[int], after: float = 0.0) -> None:
        """Recipients that wait nowhere else are put where the settings now say."""
        self.spawn(self._place_again(number, places, after))

    async def _place_again(self: "Queues", number: int, places: list[int], after: float) -> None:
        if after:
            await asyncio.sleep(after)
        rows = [row for row in await self.spool.standing((number,)) if row[4] in places]
        if rows:
            self._place_one(number, rows, self.now())

    async def _route_again(self: "Queues", queues: Sequence[HopQueue]) -> None:
        """Takes all that waits out of some queues and puts it in again, some hundred messages at a time."""
        lines = []
        for queue in queues:
            lines.append(array("q", sorted(queue.waiting() + array("q", queue.held))))
            queue.held.clear()
        others = {queue.hop for queue in self.queues.values() if queue not in queues}
        numbers = (number for number, _ in groupby(heapq.merge(*lines)))
        while (some := list(islice(numbers, AGAIN_AT_ONCE))) and not self._stopping:
            try:
                rows = await self.spool.standing(some)
            except SpoolError:
                await asyncio.sleep(1)
                numbers = chain(some, numbers)
                continue
            flying = {(batch.number, place) for queue in self.queues.values() for batch in queue.flying.values()
                      for place in batch.holder.numbers}  # type: ignore[attr-defined]
            messages: dict[int, list[Scanned]] = {}
            for row in rows:
                elsewhere = others and row[0] in self.shared and self.hop_of(row[0], row[5], row[1]) in others
                if (row[0], row[4]) not in flying and not elsewhere:
                    messages.setdefault(row[0], []).append(row)
            now = self.now()
            for number, recipients in messages.items():
                self._place_one(number, recipients, now)

    def renew(self: "Queues", queue: HopQueue) -> None:
        """A hop is about to be tried again: by a lane that knows the settings of now."""
        if queue.lane is None:
            queue.lane = self.lane_of(queue)
