"""Counts that the workers of one server share: how many connections each source has, in a mapped file.

Each worker writes its own column alone and reads all of them, so there is no lock; two connections that arrive at the same instant at
two workers may both be let in. Sources are kept by a keyed hash: two that meet in one row count together, and nobody can choose to.
"""

import hashlib
import mmap
import os
from functools import lru_cache
from pathlib import Path

_ROWS = 1 << 16
_KEY = 16


class SharedCounts:
    """Connections by source, over all workers. What a worker that died had counted is cleared when it starts again."""

    def __init__(self, path: Path, worker: int, workers: int) -> None:
        """OSError if the file cannot be had."""
        self._worker = worker
        self._workers = workers
        size = _KEY + 2 * _ROWS * workers
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            if os.fstat(fd).st_size < size:
                os.ftruncate(fd, size)
            self._map = mmap.mmap(fd, size)
        finally:
            os.close(fd)
        if self._map[:_KEY] == bytes(_KEY):
            self._map[:_KEY] = os.urandom(_KEY)  # a worker that starts at the same moment may win: then both read its key
        self._counts = memoryview(self._map)[_KEY:].cast("H")
        self._counts[worker * _ROWS:(worker + 1) * _ROWS] = memoryview(bytes(2 * _ROWS)).cast("H")
        self._row = lru_cache(maxsize=4096)(self._row_of)  # most connections come from few sources

    def _row_of(self, connector: str, source: str) -> int:
        digest = hashlib.blake2b(f"{connector}\0{source}".encode("utf-8", "replace"), digest_size=4, key=self._map[:_KEY]).digest()
        return int.from_bytes(digest, "little") % _ROWS

    def others(self, connector: str, source: str) -> int:
        """How many connections a source has at the other workers."""
        row = self._row(connector, source)
        return sum(self._counts[w * _ROWS + row] for w in range(self._workers) if w != self._worker)

    def add(self, connector: str, source: str, change: int) -> None:
        """Counts a connection of this worker in (1) or out (-1)."""
        place = self._worker * _ROWS + self._row(connector, source)
        self._counts[place] = min(65535, max(0, self._counts[place] + change))

    def close(self) -> None:
        """Counts all of this worker's out and lets go of the file."""
        self._counts[self._worker * _ROWS:(self._worker + 1) * _ROWS] = memoryview(bytes(2 * _ROWS)).cast("H")
        self._counts.release()
        self._map.close()
