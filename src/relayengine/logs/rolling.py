"""A log in a directory: a new file each hour and when one is full; old files go by age and by what all take together.

Entries gather in memory as they are; a thread of its own makes lines of them and writes them about once a second, so that
whoever has something to say waits neither for a disk nor for a text.
"""

import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

INTERVAL = 0.25
"""Seconds between two writes."""
_AT_ONCE = 2000
MOST_WAITING = 100_000
"""Lines that may wait; beyond it they are dropped and counted, rather than the relay stopped."""


class RollingLog:
    """One kind of log. `header` is written at the start of each file."""

    def __init__(self, directory: str | Path, prefix: str, log_type: str, fields: str,
                 form: Callable[[float, tuple[Any, ...]], str], *, version: str = "15.02.0986.005",
                 max_age: float = 0, max_directory: float = float("inf"), max_file: float = float("inf"),
                 clock: Callable[[], float] = time.time) -> None:
        """`form` makes a line of an entry and its time. Ages in seconds (0: for ever), sizes in octets."""
        self.directory = Path(directory)
        self._prefix = prefix
        self._head = (log_type, fields, version)
        self.max_age = max_age
        self.max_directory = max_directory
        self.max_file = max_file
        self._clock = clock
        self._form = form
        self._waiting: list[tuple[float, tuple[Any, ...]]] = []
        self.dropped = 0
        """Lines that were dropped because the disk could not keep up."""
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._stamp = ""
        self._fd = -1
        self._size = 0

    def write(self, entry: tuple[Any, ...]) -> None:
        """Adds an entry."""
        if len(self._waiting) >= MOST_WAITING:
            self.dropped += 1
            return
        now = self._clock()  # before the list is looked up: the thread may exchange it while a function is called
        self._waiting.append((now, entry))
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=f"log-{self._prefix}", daemon=True)
            self._thread.start()

    def flush(self) -> None:
        """Writes what waits now."""
        with self._lock:
            entries, self._waiting = self._waiting, []
            try:
                form = self._form
                self._put([(at, form(at, entry) + "\r\n") for at, entry in entries])
            except OSError:
                self.dropped += len(entries)
                self._close()

    def close(self) -> None:
        """Writes what waits, and ends."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        self.flush()
        with self._lock:
            self._close()

    def _run(self) -> None:
        while not self._stop.wait(INTERVAL):
            if self._waiting:
                self.flush()

    def _put(self, lines: list[tuple[float, str]]) -> None:
        at = 0
        while at < len(lines):
            hour = datetime.fromtimestamp(lines[at][0], UTC).strftime("%Y%m%d%H")
            if hour != self._stamp or self._fd < 0 or self._size >= self.max_file:
                self._next(hour, lines[at][0])
            end = min(at + _AT_ONCE, len(lines))
            if datetime.fromtimestamp(lines[end - 1][0], UTC).strftime("%Y%m%d%H") == hour:
                data = "".join([line for _, line in lines[at:end]]).encode("utf-8", "replace")
                if self._size + len(data) < self.max_file:
                    os.write(self._fd, data)
                    self._size += len(data)
                    at = end
                    continue
            end = at
            size = 0
            while end < len(lines) and size < 1 << 20 and self._size + size < self.max_file:
                if lines[end][0] - lines[at][0] > 1 and datetime.fromtimestamp(lines[end][0], UTC).strftime("%Y%m%d%H") != hour:
                    break
                size += len(lines[end][1])
                end += 1
            end = max(end, at + 1)
            data = "".join([line for _, line in lines[at:end]]).encode("utf-8", "replace")
            os.write(self._fd, data)
            self._size += len(data)
            at = end

    def _next(self, hour: str, now: float) -> None:
        """Begins a file: the next number of this hour that is free or has room."""
        self._close()
        self.directory.mkdir(parents=True, exist_ok=True)
        number = 1
        while True:
            path = self.directory / f"{self._prefix}{hour}-{number}.LOG"
            if not path.exists() or path.stat().st_size < self.max_file and number >= self._last(hour):
                break
            number += 1
        self._fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o640)
        self._size = os.fstat(self._fd).st_size
        self._stamp = hour
        if self._size == 0:
            log_type, fields, version = self._head
            date = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
            head = (f"#Software: Microsoft Exchange Server\r\n#Version: {version}\r\n#Log-type: {log_type}\r\n"
                    f"#Date: {date}\r\n#Fields: {fields}\r\n").encode()
            os.write(self._fd, head)
            self._size = len(head)
        self._clear(now, path)

    def _last(self, hour: str) -> int:
        numbers = [int(p.stem.rpartition("-")[2]) for p in self.directory.glob(f"{self._prefix}{hour}-*.LOG")
                   if p.stem.rpartition("-")[2].isdigit()]
        return max(numbers, default=1)

    def _clear(self, now: float, current: Path) -> None:
        """Removes files that are too old, then the oldest while all take too much."""
        files = sorted((p.stat().st_mtime, p.stat().st_size, p) for p in self.directory.glob(f"{self._prefix}[0-9]*.LOG")
                       if p != current)
        total = sum(size for _, size, _ in files) + self._size
        for changed, size, path in files:
            if self.max_age and now - changed > self.max_age or total > self.max_directory:
                path.unlink(missing_ok=True)
                total -= size

    def _close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
