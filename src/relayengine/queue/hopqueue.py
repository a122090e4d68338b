"""One next hop's messages, and its state. Gives its lane one batch after another, and hears what became of them.

Messages wait in one of four ways: in memory and ready; as a bare number to be read from the spool when their turn comes; until
a time; or held by an administrator. A million waiting messages are a million numbers.
"""

import heapq
from array import array
from collections import deque
from collections.abc import Set
from typing import TYPE_CHECKING

from relayengine.deliver import Batch, HopDown, Outcome
from relayengine.deliver.courier import AnyLane
from relayengine.queue.numbers import Numbers
from relayengine.queue.retry import Ladder
from relayengine.queue.waiting import Holder, Mark
from relayengine.route import NextHop

if TYPE_CHECKING:
    from relayengine.queue.queues import Queues

LOAD_AT_ONCE = 200
_LOW = 50


class HopQueue:
    """A queue. Its methods named in deliver's `Orders` are for its lane, the rest for Queues."""

    def __init__(self, owner: "Queues", number: int, hop: NextHop, ladder: Ladder) -> None:
        self.number = number
        self.hop = hop
        self.ladder = ladder
        self.lane: AnyLane | None = None
        self.ready: deque[Batch] = deque()
        self.unloaded = Numbers()
        self.delayed: list[tuple[float, int]] = []
        self.held: set[int] = set()
        """Messages that an administrator suspended."""
        self.flying: dict[int, Batch] = {}
        self.suspended = False
        self.retry_at = 0.0
        """When a hop that is down is tried again; 0 while it is not down."""
        self.failures = 0
        self.first_failure = 0.0
        self.last_failure = 0.0
        self.last_error = ""
        self.idle_since = owner.now()
        self.entered = 0
        self.left = 0
        self.rates = (0.0, 0.0)
        """Messages a second in and out, over the last minute."""
        self._samples: deque[tuple[float, int, int]] = deque(maxlen=13)
        self._owner = owner
        self._loading: set[int] = set()
        self.refusing = False
        """Whether all it has is being failed."""

    # ---- for the lane (Orders)

    def take(self) -> Batch | None:
        """See Orders."""
        if self.suspended or self.retry_at or self.refusing:
            return None
        ready = self.ready
        if len(ready) < _LOW and len(self.unloaded):
            self._load()
        if not ready:
            return None
        batch = ready.popleft()
        self.flying[batch.number] = batch
        return batch

    def backlog(self) -> int:
        """See Orders."""
        if self.suspended or self.retry_at or self.refusing:
            return 0
        if not self.ready and len(self.unloaded):
            self._load()
            return 0
        return len(self.ready)

    def done(self, batch: Batch, outcomes: list[Outcome]) -> None:
        """See Orders."""
        self.flying.pop(batch.number, None)
        self._owner.finished(self, batch, outcomes)

    def give_back(self, batch: Batch) -> None:
        """See Orders."""
        self.flying.pop(batch.number, None)
        self.ready.appendleft(batch)

    def up(self) -> None:
        """See Orders."""
        self.failures = 0
        self.last_error = ""

    def down(self, why: HopDown) -> None:
        """See Orders."""
        if why.permanent:
            self._owner.refuse_all(self, why)
            return
        now = self._owner.now()
        self.failures += 1
        if self.failures == 1:
            self.first_failure = now
        self.last_failure = now
        self.retry_at = now + self.ladder.after(self.failures)
        self.last_error = self._owner.error_text(why, now)
        if self.failures == 1:
            self._owner.note_deferrals(self, tuple(self.ready), why.reply)
        self.unload()

    # ---- for Queues

    def __len__(self) -> int:
        """How many messages it has, whatever state they are in."""
        return len(self.ready) + len(self.unloaded) + len(self.delayed) + len(self.held) + len(self.flying) + len(self._loading)

    def add(self, batch: Batch) -> None:
        """A message that is ready to go."""
        self.entered += 1
        if self.retry_at:
            self._owner.note_deferral(self, batch, self.last_error)
            self.unloaded.add(batch.number)
            self._owner.release(batch)
        elif len(self.unloaded) or self._owner.memory_is_full():
            self.unloaded.add(batch.number)
            self._owner.release(batch)
            if len(self.ready) < _LOW and not self.suspended:
                self._load()
        else:
            if batch.envelope.priority > 0:
                self.ready.appendleft(batch)
            else:
                self.ready.append(batch)
            if not self.suspended and self.lane is not None:
                self.lane.wake()

    def add_again(self, batch: Batch) -> None:
        """A batch that is to be sent at once, before all others."""
        self._owner.hold(batch)
        self.ready.appendleft(batch)
        if self.lane is not None:
            self.lane.wake()

    def add_unloaded(self, number: int, due: float = 0.0) -> None:
        """A message that is in the spool only."""
        if due:
            heapq.heappush(self.delayed, (due, number))
        else:
            self.unloaded.add(number)

    def wake(self) -> None:
        """There may be something to do."""
        if self.suspended or self.retry_at or self.lane is None:
            return
        if not self.ready and len(self.unloaded):
            self._load()
        elif self.ready:
            self.lane.wake()

    def unload(self) -> None:
        """Keeps only the numbers of what is ready; the spool has the rest."""
        if self.ready:
            self.unloaded.add_all(batch.number for batch in self.ready)
            for batch in self.ready:
                self._owner.release(batch)
            self.ready.clear()

    def check(self, now: float, monotonic: float) -> None:
        """Called about once a second."""
        due = []
        while self.delayed and self.delayed[0][0] <= now:
            due.append(heapq.heappop(self.delayed)[1])
        self.unloaded.add_all(due)
        if self.retry_at and now >= self.retry_at and not self.suspended:
            self.retry_at = 0.0
            self._owner.renew(self)
        if self.lane is not None:
            self.lane.check(monotonic)
        self.wake()
        if len(self):
            self.idle_since = now
        last = self._samples[-1] if self._samples else None
        if last is None or now - last[0] >= 5:
            self._samples.append((now, self.entered, self.left))
            since, entered, left = self._samples[0]
            passed = now - since
            if passed > 0:
                self.rates = ((self.entered - entered) / passed, (self.left - left) / passed)

    def remove(self, number: int) -> bool:
        """Takes a message out that is not on the wire."""
        for group in (self.held, self._loading):
            if number in group:
                group.discard(number)
                return True
        for batch in self.ready:
            if batch.number == number:
                self.ready.remove(batch)
                self._owner.release(batch)
                return True
        for entry in self.delayed:
            if entry[1] == number:
                self.delayed.remove(entry)
                heapq.heapify(self.delayed)
                return True
        return self.unloaded.remove(number)

    def remove_all(self, numbers: Set[int]) -> None:
        """Takes these messages out wherever they wait; what is on the wire or held stays."""
        self._loading -= numbers
        if any(batch.number in numbers for batch in self.ready):
            ready = tuple(self.ready)
            self.ready.clear()
            for batch in ready:
                if batch.number in numbers:
                    self._owner.release(batch)
                else:
                    self.ready.append(batch)
        if any(entry[1] in numbers for entry in self.delayed):
            self.delayed = [entry for entry in self.delayed if entry[1] not in numbers]
            heapq.heapify(self.delayed)
        self.unloaded.remove_all(numbers)

    def has(self, number: int) -> bool:
        """Whether a message is in it, in whatever state."""
        return (number in self.flying or number in self.held or number in self._loading or number in self.unloaded
                or any(batch.number == number for batch in self.ready) or any(entry[1] == number for entry in self.delayed))

    def last(self) -> int:
        """The highest message number it has, 0 for none."""
        others = (*self.flying, *(batch.number for batch in self.ready), *(entry[1] for entry in self.delayed), *self.held, *self._loading)
        return max((*others, self.unloaded.last()), default=0)

    def beyond(self, number: int, many: int) -> list[int]:
        """The lowest message numbers it has that are higher than a number, so many at most, in order."""
        others = (*self.flying, *(batch.number for batch in self.ready), *(entry[1] for entry in self.delayed), *self.held, *self._loading)
        return heapq.nsmallest(many, {*self.unloaded.beyond(number, many), *(each for each in others if each > number)})

    def noted(self, number: int, places: list[int]) -> None:
        """The delay of some recipients was reported, which raised their versions in the spool."""
        batches = [batch for batch in self.ready if batch.number == number]
        for batch in (*batches, *(b for b in (self.flying.get(number),) if b)):
            holder = batch.holder
            assert isinstance(holder, Holder)
            marks = holder.marks = dict(holder.marks or {})
            for place in places:
                mark = holder.mark(place)
                marks[place] = Mark(mark.version + 1, mark.attempts, mark.notified | 1)

    def waiting(self) -> "array[int]":
        """Empties it of all that is not on the wire or held, and returns their numbers."""
        self.unload()
        found = self.unloaded.all() + array("q", [number for _, number in self.delayed]) + array("q", self._loading)
        self._loading.clear()
        self.unloaded = Numbers()
        self.delayed = []
        return found

    @property
    def status(self) -> str:
        """Active, Connecting, Ready, Retry or Suspended, as Get-Queue prints it."""
        if self.suspended:
            return "Suspended"
        if self.retry_at:
            return "Retry"
        if self.lane is not None:
            if self.lane.busy:
                return "Active"
            if self.lane.connecting:
                return "Connecting"
        return "Ready"

    def _load(self) -> None:
        if self._loading:
            return
        numbers = self.unloaded.take(LOAD_AT_ONCE)
        self._loading.update(numbers)
        self._owner.load(self, numbers)

    def not_loaded(self, numbers: list[int]) -> None:
        """The spool could not be read; they wait as before."""
        self.unloaded.add_all(number for number in numbers if number in self._loading)
        self._loading.difference_update(numbers)

    def loaded(self, numbers: list[int], batches: list[Batch]) -> None:
        """What Queues has read from the spool for it, of the numbers it asked for."""
        wanted = self._loading.intersection(numbers)
        self._loading.difference_update(numbers)
        for batch in batches:
            if batch.number in self.flying:
                heapq.heappush(self.delayed, (self._owner.now() + 5, batch.number))
            elif batch.number in wanted:
                self._owner.hold(batch)
                self.ready.append(batch)
        if self.retry_at or self.suspended:
            self.unload()
        elif not self.refusing:
            self.wake()
