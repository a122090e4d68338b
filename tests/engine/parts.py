"""The half of the engine from the accepted message to its end, put together for a test: real spool, real sockets, no receiver."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from relayengine.dns import TableResolver
from relayengine.logs.tracking import Tracking
from relayengine.mail import Envelope, Recipient
from relayengine.queue import Queues
from relayengine.settings.testing import settings
from relayengine.spool import Spool

BODY = b"Subject: Test\r\n\r\n..a line that begins with a dot\r\nlast\r\n"


class Clock:
    """A clock that goes when it is told to. Both times, of day and monotonic, are its."""

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Part:
    """A spool with queues over it, and what came of it."""

    def __init__(self, folder: Path, spool: Spool, queues: Queues, tracking: Tracking, clock: Callable[[], float]) -> None:
        self.folder = folder
        self.spool = spool
        self.queues = queues
        self.tracking = tracking
        self.clock = clock

    async def send(self, sender: str, *to: str | Recipient, body: bytes = BODY, **fields: Any) -> int:
        envelope = Envelope(sender, tuple(r if isinstance(r, Recipient) else Recipient(r) for r in to), size=len(body),
                            message_id="<one@test>", subject="Test", received_at=self.clock(), **fields)
        number = await self.spool.commit(envelope, body)
        self.queues.accept(number, envelope, body)
        return number

    async def until(self, true: Callable[[], Any], seconds: float = 10.0, what: str = "it") -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, f"{what} did not happen in {seconds} s; queues: {self.queues.list_queues()}"
            await asyncio.sleep(0.01)

    def waiting(self) -> int:
        return sum(len(queue) for queue in self.queues.queues.values()) + len(self.queues.unreachable)

    async def quiet(self) -> None:
        """Nothing waits any more."""
        await self.until(lambda: not self.waiting() and not self.queues._tasks, what="the end of all deliveries")

    async def events(self) -> list[tuple[str, str, str]]:
        """Event, recipients and status so far."""
        await self.spool.flush()
        await self.tracking.move(self.spool)
        return [(e["EventId"], ";".join(e["Recipients"]), "".join(e["RecipientStatus"])) for e in self.tracking.search()]

    def mailbox(self, address: str) -> list[bytes]:
        return [p.read_bytes() for p in sorted((self.folder / "mailboxes" / address / "new").glob("*"))]


def smart_host(port: int, name: str = "out", **more: Any) -> dict[str, Any]:
    return {"Name": name, "AddressSpaces": ["*"], "SmartHosts": ["127.0.0.1"], "DNSRoutingEnabled": False, "Port": port, **more}


@asynccontextmanager
async def part(folder: Path, *connectors: dict[str, Any], resolver: Any = None, clock: Any = None, tick: bool = True,
               passwords: Callable[[str], tuple[str, str] | None] = lambda name: None, tokens: Any = None, **tables: Any):
    """The queues over a fresh spool (or the one that is there). `tick=False`: only the test moves time."""
    given = clock or time.time
    monotonic = clock or time.monotonic
    snapshot = settings(data=str(folder), SendConnector=list(connectors), **tables)
    spool = Spool(folder / "spool", server="EXCSERVER.akkaya.local", clock=given)
    spool.open(snapshot.transport_service.poison_threshold)
    tracking = Tracking(folder / "tracking", clock=given)
    queues = Queues(spool, snapshot, resolver=resolver or TableResolver(), tracking=tracking, clock=given, monotonic=monotonic,
                    passwords=passwords, tokens=tokens, shuffle=lambda hosts: None)
    await queues.start()
    if not tick and queues._ticker:
        queues._ticker.cancel()
    try:
        yield Part(folder, spool, queues, tracking, given)
    finally:
        await queues.stop(1.0 if clock is None else 0.0)
        await spool.close()
        tracking.close()
