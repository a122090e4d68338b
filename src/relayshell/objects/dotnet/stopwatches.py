"""System.Diagnostics.Stopwatch: time measured in ticks of 100 nanoseconds on a clock of nanoseconds."""

from __future__ import annotations

import time

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.timespans import TimeSpan
from relayshell.objects.numbers import Int64


class Stopwatch:
    """Runs or stands; `spent` are the nanoseconds of former runs."""

    __slots__ = ("spent", "since", "props")

    def __init__(self) -> None:
        self.spent = 0
        self.since: int | None = None

    def elapsed(self) -> int:
        """Nanoseconds in all."""
        return self.spent + (0 if self.since is None else time.perf_counter_ns() - self.since)

    def start(self) -> None:
        """Begins or goes on."""
        if self.since is None:
            self.since = time.perf_counter_ns()

    def stop(self) -> None:
        """Stands still."""
        self.spent, self.since = self.elapsed(), None

    def reset(self) -> None:
        """Zero and standing."""
        self.spent, self.since = 0, None

    def restart(self) -> None:
        """Zero and running."""
        self.spent, self.since = 0, time.perf_counter_ns()

    def __str__(self) -> str:
        return str(TimeSpan(self.elapsed() // 100))


def _start_new() -> Stopwatch:
    made = Stopwatch()
    made.start()
    return made


def _elapsed(start: int, end: int | None = None) -> TimeSpan:
    return TimeSpan(((time.perf_counter_ns() if end is None else end) - start) // 100)


declare(
    "System.Diagnostics.Stopwatch", Stopwatch, new={"*": Stopwatch, "()": Stopwatch},
    get={"IsRunning": lambda self: self.since is not None, "Elapsed": lambda self: TimeSpan(self.elapsed() // 100), "ElapsedMilliseconds": lambda self: Int64(self.elapsed() // 1_000_000),
         "ElapsedTicks": lambda self: Int64(self.elapsed())},
    methods={"Start": Stopwatch.start, "Stop": Stopwatch.stop, "Reset": Stopwatch.reset, "Restart": Stopwatch.restart, "ToString": str},
    statics={"StartNew": _start_new, "GetTimestamp": lambda: Int64(time.perf_counter_ns()), "GetElapsedTime": _elapsed},
    static_get={"Frequency": lambda: Int64(1_000_000_000), "IsHighResolution": lambda: True}, to_text=str,
)

