"""Supervisor: one process a worker, all listening on the same ports; starts them, restarts what dies, adds up what they report.

Workers share nothing but a table of how many connections each source has: each has its own loop, spool and couriers. Rates (messages
and connections a minute, failed logons) and MaxInboundConnection are each worker's own: of N workers all of them may take N times that.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from relayengine.control import messages
from relayengine.control.client import Control, NotRunning, Refused
from relayengine.queue.people import message_place
from relayengine.settings.places import control_socket
from relayengine.settings.store import Store

_TOO_SOON = 5.0
_TIMES = 3
_PATIENCE = 25.0
_SHARED_QUEUES = ("Submission", "Unreachable", "Poison")


def spools(data: Path) -> int:
    """How many workers' spools there are: a worker is started for each, so that none is forgotten when there should be fewer."""
    try:
        return 1 + max((int(p.name) for p in (data / "spool").iterdir() if p.name.isdigit()), default=0)
    except OSError:
        return 1


class Supervisor:
    """The workers of one node."""

    def __init__(self, store: Store, count: int, report: Callable[[str], None], log: str = "text") -> None:
        self.store = store
        self.count = count
        self.report = report
        self._log = log
        self.started = time.time()
        self.failed = False
        self.ended = asyncio.Event()
        self.answering = asyncio.Event()
        """Set when every worker answers, or none is waited for any more: questions wait for it."""
        self._processes: list[asyncio.subprocess.Process | None] = [None] * count
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Starts every worker and watches over it."""
        self._tasks = [asyncio.get_running_loop().create_task(self._watch(n)) for n in range(self.count)]

    async def _watch(self, number: int) -> None:
        deaths: list[float] = []
        while not self.ended.is_set():
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "relayengine", "run", "--config", os.fspath(self.store.path), "--worker", str(number), "--workers", str(self.count),
                "--log", self._log)
            self._processes[number] = process
            if self.ended.is_set():
                process.send_signal(signal.SIGTERM)
            status = await process.wait()
            self._processes[number] = None
            if self.ended.is_set():
                return
            now = time.monotonic()
            deaths = [t for t in deaths if now - t < _TOO_SOON * _TIMES] + [now]
            self.report(f"worker {number} ended with status {status}; it is started again")
            if len(deaths) >= _TIMES:
                self.report(f"worker {number} ended {_TIMES} times within {_TOO_SOON * _TIMES:.0f} seconds; the relay ends")
                self.failed = True
                self.ended.set()
                return
            await asyncio.sleep(min(1.0, 0.1 * 4 ** (len(deaths) - 1)))

    async def ready(self, patience: float = 60.0) -> None:
        """Returns when every worker answers, or the relay is to end, or patience is over; then `answering` is set."""
        until = time.monotonic() + patience
        for number in range(self.count):
            while not self.ended.is_set() and time.monotonic() < until:
                try:
                    await asyncio.to_thread(self._ask_one, number, messages.Status())
                    break
                except (NotRunning, Refused, OSError):
                    await asyncio.sleep(0.05)
        self.answering.set()

    async def stop(self) -> None:
        """Ends every worker, with time to finish what is under way."""
        self.ended.set()
        for process in self._processes:
            if process is not None and process.returncode is None:
                process.send_signal(signal.SIGTERM)
        _, late = await asyncio.wait(self._tasks, timeout=_PATIENCE)
        for process in self._processes:
            if process is not None and late and process.returncode is None:
                self.report(f"worker {process.pid} did not end within {_PATIENCE:.0f} seconds and is killed; its spool is safe")
                process.kill()

    # ---- questions

    def socket(self, number: int) -> Path:
        """Where a worker answers."""
        path = control_socket(self.store.path)
        return path.with_name(f"{path.name}.{number}")

    def _ask_one(self, number: int, request: Any) -> Any:
        with Control(self.socket(number), 60) as control:
            return control.ask(request)

    def ask(self, request: Any) -> Any:
        """The answer of all workers together; in a thread. Refused if none could do it, NotRunning if none answers."""
        if isinstance(request, messages.AddResubmit) and not request.number:
            request = request._replace(number=self._next_resubmit())
        answers: list[Any] = []
        refusals: list[Refused] = []
        for number in range(self.count):
            try:
                answers.append(self._ask_one(number, request))
            except Refused as refused:
                refusals.append(refused)
            except NotRunning as gone:
                self.report(str(gone))
        if not answers and refusals:
            raise next((r for r in refusals if r.kind != "NotFound"), refusals[0])
        if not answers:
            raise NotRunning("no worker of the relay answers yet")
        return self._together(request, answers)

    def _next_resubmit(self) -> int:
        """A number for a request that no worker has used. Every worker must answer, or its messages would be left out."""
        highest = 0
        for number in range(self.count):
            try:
                highest = max([highest, *(each["number"] for each in self._ask_one(number, messages.ListResubmits()))])
            except NotRunning as gone:
                raise Refused(f"Worker {number} does not answer at this moment, and its messages would be left out: {gone}. Try again.", "Failed") from None
        return highest + 1

    def _together(self, request: Any, answers: list[Any]) -> Any:
        match request:
            case messages.Status():
                first = dict(answers[0]) | {"pid": os.getpid(), "workers": self.count, "started": self.started}
                for name in ("sessions", "sessions_accepted", "messages_received", "recipients_delivered", "recipients_deferred",
                             "recipients_failed", "transactions"):
                    first[name] = sum(a[name] for a in answers)
                first["pressure"] = max(a["pressure"] for a in answers)
                first["connections"] = {c: sum(a["connections"].get(c, 0) for a in answers) for c in first["connections"]}
                for name in ("problems", "settings_problems", "listening"):
                    first[name] = list(dict.fromkeys(p for a in answers for p in a[name]))
                return first
            case messages.Look():
                return {"taken": all(a["taken"] for a in answers), "changes": answers[0]["changes"],
                        "problems": list(dict.fromkeys(p for a in answers for p in a["problems"]))}
            case messages.ListQueues():
                return _joined(answers)
            case messages.ListResubmits():
                return _resubmits([entry for a in answers for entry in a])
            case messages.AddResubmit():
                return _resubmits(answers)[0]
            case messages.SearchTracking():
                return answers[-1]
            case messages.ListLogons():
                latest: dict[str, Any] = {}
                for entry in (e for a in answers for e in a):
                    if entry["mailbox"] not in latest or entry["at"] > latest[entry["mailbox"]]["at"]:
                        latest[entry["mailbox"]] = entry
                return [latest[name] for name in sorted(latest)]
            case messages.ListMessages():
                found = sorted((entry for a in answers for entry in a), key=lambda entry: message_place(entry["Identity"]))
                # Where one worker stopped looking, nothing after that is known of all.
                stop = next((at + 1 for at, entry in enumerate(found) if len(entry) == 1), None)
                return found[:stop][:request.limit or None]
            case messages.RedirectMessages():
                return sum(answers)
            case messages.ListSessions():
                return [entry for a in answers for entry in a]
        return answers[0]


def _joined(answers: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The queues of all workers; those every server has one of are added up."""
    found: dict[str, dict[str, Any]] = {}
    for queue in (q for a in answers for q in a):
        name = queue["Identity"]
        if name in found and name.rpartition("\\")[2] in _SHARED_QUEUES:
            for key, value in queue.items():
                mine = found[name][key]
                if isinstance(value, list) and all(isinstance(v, int) for v in value):
                    found[name][key] = [a + b for a, b in zip(mine, value, strict=True)]
                elif key.endswith("Count") and isinstance(value, int) or key in ("IncomingRate", "OutgoingRate", "Velocity"):
                    found[name][key] = mine + value
        else:
            found[name] = dict(queue)
    return list(found.values())


def _resubmits(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The requests of all workers: each is over when every worker is through with it."""
    found: dict[int, dict[str, Any]] = {}
    for part in parts:
        whole = found.get(part["number"])
        if whole is None:
            found[part["number"]] = dict(part)
            continue
        for name in ("found", "done"):
            whole[name] += part[name]
        whole["problem"] = whole["problem"] or part["problem"]
        whole["state"] = next(s for s in ("Running", "Paused", "Completed") if s in (whole["state"], part["state"]))
    return [found[number] for number in sorted(found)]
