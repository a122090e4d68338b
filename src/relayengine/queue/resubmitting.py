"""Resubmit requests: orders to put messages of Safety Net in again, which go on after a restart where they were.

A request stands in the spool as a note. How far it is stands there too, changed in the transaction that keeps each message put in
again: whatever happens, no message is put in twice for one request, and none is left out.
"""

import asyncio
from typing import TYPE_CHECKING, Any, NamedTuple

from relayengine.queue.safetynet import Wish
from relayengine.spool import SpoolError

if TYPE_CHECKING:
    from relayengine.queue.queues import Queues

NAME = "resubmit:"
AGAIN = 30.0
"""Seconds until a request that the spool's disk stopped is taken up again."""
MOST = 1000
"""Requests that are remembered; of more, the oldest that are completed are forgotten."""
RUNNING, PAUSED, COMPLETED = "Running", "Paused", "Completed"


class Request(NamedTuple):
    """A request as it stands. Times are seconds since 1970."""

    number: int
    created: float
    wish: Wish
    destination: str = ""
    """The mailbox database it is for, as it was asked; only shown."""
    correlation: str = ""
    test_only: bool = False
    """Whether messages are only counted."""
    state: str = RUNNING
    at: int = 0
    """The last message that was looked at."""
    found: int = 0
    """Messages that were meant, when it was last looked."""
    done: int = 0
    """Messages put in again."""
    problem: str = ""

    def text(self) -> str:
        """As the spool remembers it."""
        import json

        return json.dumps(self._replace(wish=self.wish._asdict())._asdict())  # type: ignore[arg-type]

    @classmethod
    def read(cls, text: str) -> "Request":
        """From what the spool remembers."""
        import json

        fields = json.loads(text)
        return cls(**{**fields, "wish": Wish(**fields["wish"])})

    def shown(self) -> dict[str, Any]:
        """As plain data, for whoever asks."""
        return {**self._asdict(), "wish": self.wish._asdict()}


class Resubmitting:
    """The requests of one worker."""

    def __init__(self, owner: "Queues") -> None:
        self._owner = owner
        self._requests: dict[int, Request] = {}
        self._last = 0
        self._runs: dict[int, asyncio.Task[None]] = {}

    async def start(self) -> None:
        """Takes up the requests that the spool remembers."""
        for text in (await self._owner.spool.notes(NAME)).values():
            request = Request.read(text)
            self._requests[request.number] = request
            self._last = max(self._last, request.number)
            if request.state == RUNNING:
                self._run(request.number)

    async def stop(self) -> None:
        """Begins with no further message; what is running goes on at the next start."""
        for task in tuple(self._runs.values()):
            task.cancel()
        if self._runs:
            await asyncio.wait(tuple(self._runs.values()), timeout=5)

    def list(self) -> list[dict[str, Any]]:
        """All requests, the oldest first."""
        return [self._requests[number].shown() for number in sorted(self._requests)]

    async def add(self, wish: Wish, *, number: int = 0, destination: str = "", correlation: str = "", test_only: bool = False) -> dict[str, Any]:
        """Begins a request and returns it once it is durable. `number` 0 gives it the next one.

        ValueError for times that are no past span. SpoolError when it cannot be written.
        """
        now = self._owner.clock()
        if wish.end <= wish.start:
            raise ValueError("StartTime must be before EndTime.")
        if wish.end > now + 1:
            raise ValueError("StartTime and EndTime must be in the past: what has not been delivered yet cannot be resubmitted.")
        request = Request(number or 1 + self._last, now, wish, destination, correlation, test_only)
        if request.number in self._requests:
            raise ValueError(f"there is a resubmit request {request.number} already")
        self._last = request.number
        await self._write(request)
        self._run(request.number)
        for old in sorted(self._requests)[:-MOST]:
            if self._requests[old].state == COMPLETED:
                await self.remove(old)
        return request.shown()

    async def enable(self, number: int, enabled: bool) -> None:
        """Lets a request go on, or stops it where it is. LookupError for one that is not there, ValueError for one that is over."""
        request = self._known(number)
        if request.state == COMPLETED:
            raise ValueError(f"The resubmit request {number} is completed; there is nothing to enable or disable.")
        await self._write(request._replace(state=RUNNING if enabled else PAUSED))
        if enabled:
            self._run(number)

    async def remove(self, number: int) -> None:
        """Forgets a request, and stops it if it runs, after the message it is at. LookupError for one that is not there."""
        self._known(number)
        del self._requests[number]
        await self._owner.spool.note(f"{NAME}{number}", None)

    def _known(self, number: int) -> Request:
        if number not in self._requests:
            raise LookupError(f"There is no resubmit request {number}. Get-ResubmitRequest lists those there are.")
        return self._requests[number]

    async def _write(self, request: Request) -> None:
        self._requests[request.number] = request
        await self._owner.spool.note(f"{NAME}{request.number}", request.text())

    def _run(self, number: int) -> None:
        if number not in self._runs:
            task = self._runs[number] = asyncio.get_running_loop().create_task(self._running(number))
            task.add_done_callback(lambda task: self._ended(number, task))

    def _ended(self, number: int, task: "asyncio.Task[None]") -> None:
        self._runs.pop(number, None)
        request = self._requests.get(number)
        if request is not None and not task.cancelled() and request.state == RUNNING:
            self._run(number)  # it was enabled again while it ended

    async def _running(self, number: int) -> None:
        while self._going(number):
            try:
                await self._work(number)
                return
            except SpoolError as error:
                self._requests[number] = self._requests[number]._replace(problem=str(error))
            await asyncio.sleep(AGAIN)

    def _going(self, number: int) -> bool:
        request = self._requests.get(number)
        return request is not None and request.state == RUNNING

    async def _work(self, number: int) -> None:
        owner = self._owner
        request = self._requests[number]
        condition, values = request.wish.condition()
        await owner.spool.flush()
        wanted = await owner.spool.kept(f"{condition} and m.id > ?", [*values, request.at])
        self._requests[number] = request = request._replace(found=request.done + len(wanted), problem="")
        for each in () if request.test_only else wanted:
            if not self._going(number):
                return
            before = self._requests[number]
            after = before._replace(at=each, done=before.done + 1)
            if await owner.resubmit_one(each, before.wish, (f"{NAME}{number}", after.text())):
                await self._did(after)
        if self._going(number):
            await self._write(self._requests[number]._replace(state=COMPLETED))

    async def _did(self, after: Request) -> None:
        """A message was put in again. Who paused or removed the request meanwhile wrote a note that the message's own may have replaced."""
        now = self._requests.get(after.number)
        if now is None:
            await self._owner.spool.note(f"{NAME}{after.number}", None)
        elif now.state != RUNNING:
            await self._write(after._replace(state=now.state))
        else:
            self._requests[after.number] = after
