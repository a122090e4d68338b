"""Back pressure: how full the disk, the memory and the line before the spool are, with a memory of which way it went.

A level is entered at its mark and left at a lower one, so that it does not flap (section "Back pressure thresholds").
"""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from relayengine.queue.queues import Queues

INTERVAL = 2.0
"""Seconds between two looks."""
NORMAL, MEDIUM, HIGH = 0, 1, 2


class Marks(NamedTuple):
    """Where a resource's levels begin on the way up and end on the way down."""

    to_medium: float
    to_high: float
    from_high: float
    from_medium: float

    def level(self, value: float, before: int) -> int:
        """The level at a value, when it was `before`."""
        if value >= self.to_high or before == HIGH and value > self.from_high:
            return HIGH
        if value >= self.to_medium or before >= MEDIUM and value > self.from_medium:
            return MEDIUM
        return NORMAL


MARKS = {
    "UsedDiskSpace": Marks(96, 99, 97, 94),
    "SystemMemory": Marks(88, 94, 89, 84),
    "PrivateBytes": Marks(72, 75, 73, 71),
    "QueueLength[SubmissionQueue]": Marks(9999, 15000, 10000, 2000),
}


class Pressure:
    """Looks at the resources every two seconds and says which level that is."""

    def __init__(self, owner: "Queues", measures: dict[str, Callable[[], float]] | None = None) -> None:
        self._owner = owner
        self._measures = measures or {
            "UsedDiskSpace": lambda: used_disk(owner.spool.directory),
            "SystemMemory": used_memory,
            "PrivateBytes": own_memory,
            "QueueLength[SubmissionQueue]": lambda: float(owner.spool.waiting),
        }
        self._next = 0.0
        self.levels: dict[str, int] = {}
        """The level of each resource."""
        self.level = NORMAL
        """The highest of them."""

    def check(self) -> None:
        """Looks, if it is time to."""
        now = self._owner.monotonic()
        if now < self._next:
            return
        self._next = now + INTERVAL
        for name, measure in self._measures.items():
            self.levels[name] = MARKS[name].level(measure(), self.levels.get(name, NORMAL))
        self.level = max(self.levels.values())

    @property
    def worst(self) -> str:
        """The resource that is under the most pressure, "" when none is."""
        return max(self.levels, key=lambda name: self.levels[name]) if self.level else ""


def used_disk(path: str | os.PathLike[str]) -> float:
    """Percent of the file system that are used, for whoever is not root."""
    try:
        found = os.statvfs(path)
    except OSError:
        return 0.0
    usable = found.f_blocks - found.f_bfree + found.f_bavail
    blocks = 100.0 * (usable - found.f_bavail) / usable if usable else 0.0
    inodes = 100.0 * (found.f_files - found.f_favail) / found.f_files if found.f_files else 0.0
    return max(blocks, inodes)


def _memory_total() -> tuple[int, int]:
    """Octets of memory there are, and that are free for programs; of the control group where it sets a limit."""
    total = free = 0
    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            for line in file:
                if line.startswith("MemTotal:"):
                    total = int(line.split()[1]) * 1024
                elif line.startswith("MemAvailable:"):
                    free = int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        return 0, 0
    return total, free


def used_memory() -> float:
    """Percent of the machine's memory in use."""
    total, free = _memory_total()
    return 100.0 * (total - free) / total if total else 0.0


def own_memory() -> float:
    """Percent of the machine's memory that this process holds."""
    total, _ = _memory_total()
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            resident = int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0.0
    return 100.0 * resident / total if total else 0.0
