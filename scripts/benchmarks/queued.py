"""A relay with many messages queued for a host that does not answer, beside one with none: scripts/bench relay --queued N.

The spool is filled by the spool's own code, as receiving does it. Then both relays start, take mail and are asked, one after the other.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from relay import Relay, Sink, free_port, load, tree, used, waits

RATE = 400
CONTENT = b"Subject: queued\r\nMessage-ID: <queued@inside.example>\r\n\r\n" + (b"X" * 78 + b"\r\n") * 12


def fill(spool: Path, count: int) -> float:
    """Puts messages into a new spool; returns the seconds it took."""
    from relayengine.mail import Envelope, Recipient
    from relayengine.spool import Spool

    async def work() -> None:
        made = Spool(spool, server="RELAY")
        made.open()
        room = asyncio.Semaphore(2000)
        now = time.time()
        for number in range(count):
            await room.acquire()
            made.submit(Envelope("a@inside.example", (Recipient(f"b{number}@outside.example"),), len(CONTENT), message_id=f"<{number}@inside.example>",
                                 subject="queued", received_at=now, connector="RELAY\\Default Frontend RELAY", client_ip="127.0.0.1",
                                 directionality="Originating"), CONTENT, lambda number, error: room.release())
        await made.flush()
        await made.close()

    start = time.perf_counter()
    spool.parent.mkdir(parents=True)
    asyncio.run(work())
    return time.perf_counter() - start


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds, and what came of it."""
    start = time.perf_counter()
    found = work()
    return 1000 * (time.perf_counter() - start), found


class _Told(dict[str, float]):
    """Figures, each told on standard error as it is found: a run takes minutes."""

    def __setitem__(self, name: str, value: float) -> None:
        super().__setitem__(name, value)
        print(f"    {name}: {value:.1f}", file=sys.stderr, flush=True)


class Asked:
    """One relay, with or without a full queue, and what was measured, by name."""

    def __init__(self, folder: Path, sink: Sink, count: int) -> None:
        self.count = count
        self.figures = _Told()
        self._folder = folder
        self._sink = sink
        if count:
            self.figures["filled, s"] = fill(folder / "spool" / "0", count)
        else:
            folder.mkdir(parents=True)

    def run(self) -> None:
        from relayengine.control import messages as control
        from relayengine.control.client import connect
        from relayengine.settings.store import Store

        start = time.perf_counter()
        relay = Relay(self._folder, self._sink, 1, dead=free_port())
        try:
            found = self.figures
            found["greets after, s"] = time.perf_counter() - start
            engine = connect(self._folder / "relay.toml", 300)

            def queued() -> int:
                return sum(queue["MessageCount"] for queue in engine.ask(control.ListQueues()))

            while queued() < self.count:
                time.sleep(0.05)
            found["all placed after, s"] = time.perf_counter() - start
            time.sleep(2)
            found["memory, MB"] = used(tree(relay.pid))[1] / 1e6
            for name, domain in (("accepted/s, for the dead host", "outside.example"), ("accepted/s, for a live host", "live.example")):
                milliseconds, _ = timed(lambda domain=domain: load(relay.port, 50, 1024, True, 6000, domain))
                found[name] = 6000 / milliseconds * 1000
            time.sleep(3)
            _latency(found, "250", waits(relay.port, RATE))
            for name, request in (
                    ("Get-Queue, ms", control.ListQueues()), ("Get-Message, the first 1000, ms", control.ListMessages(limit=1000))):
                found[name], rows = timed(lambda request=request: engine.ask(request))
            middle = rows[len(rows) // 2]["Identity"]
            queue = middle.rpartition("\\")[0]
            for name, request in (
                    ("Get-Message, one, ms", control.ListMessages(identity=middle)), ("Export-Message, ms", control.ExportMessage(middle)),
                    ("Suspend-Message, ms", control.SuspendMessage(middle)), ("Resume-Message, ms", control.ResumeMessage(middle)),
                    ("Remove-Message, ms", control.RemoveMessage(middle, False)), ("Retry-Queue, ms", control.RetryQueue(queue))):
                found[name], _ = timed(lambda request=request: engine.ask(request))
            found["a walk through all, ms"], seen = timed(lambda: _walk(engine))
            found["of messages"] = seen
            found["memory after it, MB"] = used(tree(relay.pid))[1] / 1e6
            _latency(found, "250 while all are routed again", self._meanwhile(relay, lambda: engine.ask(control.RetryQueue(queue, True))))
            before = engine.ask(control.Status()).recipients_failed
            with Store(self._folder / "relay.toml").edit() as edit:
                edit.set(edit.settings.transport_service, message_expiration_timeout="00:00:05", delay_notification_timeout="00:00:04")
            start = time.perf_counter()
            _latency(found, "250 while they expire", self._meanwhile(relay, lambda: engine.ask(control.Look())))
            found["expired/s"] = (engine.ask(control.Status()).recipients_failed - before) / (time.perf_counter() - start)
            engine.close()
        finally:
            relay.close()

    @staticmethod
    def _meanwhile(relay: Relay, work: Callable[[], Any]) -> list[float]:
        """How long clients wait for their 250 while something else goes on."""
        import threading

        beside = threading.Timer(2, work)
        beside.start()
        found = waits(relay.port, RATE)
        beside.join()
        return found


def _latency(found: dict[str, float], name: str, times: list[float]) -> None:
    found[f"{name}: median, ms"] = times[len(times) // 2]
    found[f"{name}: p99, ms"] = times[len(times) * 99 // 100]
    found[f"{name}: most, ms"] = times[-1]


def _walk(engine: Any) -> int:
    from relayengine.control.messages import ListMessages

    after, seen = "", 0
    while rows := engine.ask(ListMessages(limit=1000, after=after)):
        seen += len(rows)
        after = rows[-1]["Identity"]
    return seen


def measure(count: int) -> None:
    """Prints the figures of both."""
    folder = Path(tempfile.mkdtemp(prefix="bench-queued-"))
    sink = Sink()
    try:
        both = [Asked(folder / "empty", sink, 0), Asked(folder / "full", sink, count)]
        for each in both:
            each.run()
        print(f"{'':44}{'none queued':>14}{count:>14,}")
        for name in both[1].figures:
            print(f"{name:44}" + "".join(f"{each.figures[name]:14.1f}" if name in each.figures else f"{'':14}" for each in both), flush=True)
    finally:
        sink.close()
        shutil.rmtree(folder, ignore_errors=True)
