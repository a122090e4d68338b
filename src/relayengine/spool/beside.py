"""Large content beside the database: files that are written at their end and never changed, and removed whole.

SQLite writes what it is given twice, once to its log and once to its own file, page by page; for a message of 100 KiB that was half of
all the relay did. Here it is written once. The row of the message keeps the place. What is not on disk has no row: contents are synced
before the transaction that names them begins; octets that no row names do no harm and go with their file.
"""

import errno
import os
import stat
from collections.abc import Sequence
from pathlib import Path

LARGE = 32 * 1024
"""Octets from which on content stands beside the database. A sync of its own costs as much as SQLite's second writing of that many."""
FILE_MOST = 64 * 1024 * 1024
"""Octets of a file, about. A file stays as long as one message in it does."""
AHEAD = 8 * 1024 * 1024
"""Octets that a file is made longer by before they are written: a sync then need not bring its length to the disk as well."""
_BUFFERS_MOST = 512
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Beside:
    """The files of one spool, in a folder. `write` belongs to whoever writes the spool; `read` may be called from any thread."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.number = 1
        """The file that is being written, or will be next. Those before it get nothing more."""
        self._fd = -1
        self._end = 0
        self._foreseen = 0

    def open(self) -> None:
        """Finds out where to go on. What an earlier run left unfinished is not written to. Raises OSError."""
        try:
            found = os.lstat(self.directory)
        except FileNotFoundError:
            return
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise PermissionError(errno.EPERM, "it must be a folder of the user who runs the relay", str(self.directory))
        self.number = max(self.numbers(), default=0) + 1

    def write(self, contents: Sequence[bytes]) -> list[str]:
        """Puts contents on the disk and returns their places once they are safe there. Raises OSError: then none of them counts."""
        if self._end >= FILE_MOST:
            self.close()
        if self._fd < 0:
            self._begin()
        places = []
        end = self._end
        for content in contents:
            places.append(f"{self.number}:{end}:{len(content)}")
            end += len(content)
        if end > self._foreseen:
            self._foresee(end)
        try:
            for at in range(0, len(contents), _BUFFERS_MOST):
                self._put(contents[at:at + _BUFFERS_MOST])
            os.fdatasync(self._fd)
        except OSError:
            # What the kernel still holds of this file it may have given up: nothing is ever written behind it.
            self.close()
            raise
        return places

    def _foresee(self, end: int) -> None:
        """Makes the file longer than what is to be written. Where there is no room for that there may be room for the content itself."""
        size = end - self._foreseen + AHEAD
        try:
            os.posix_fallocate(self._fd, self._foreseen, size)
        except OSError:
            size = 0
        self._foreseen = max(end, self._foreseen + size)

    def _put(self, contents: Sequence[bytes]) -> None:
        left: list[bytes | memoryview] = list(contents)
        while left:
            done = os.pwritev(self._fd, left, self._end)
            self._end += done
            while left and done >= len(left[0]):
                done -= len(left.pop(0))
            if left and done:
                left[0] = memoryview(left[0])[done:]

    def _begin(self) -> None:
        """Begins a file. Its name is on the disk before anything in it is."""
        if not self.directory.exists():
            self.directory.mkdir(mode=0o700)
            _sync(self.directory.parent)
        try:
            self._fd = os.open(self._path(self.number), _NEW, 0o600)
        except FileExistsError:
            self.number = max(self.numbers(), default=0) + 1
            self._fd = os.open(self._path(self.number), _NEW, 0o600)
        self._end = 0
        try:
            _sync(self.directory)
        except OSError:
            self.close()
            raise

    def read(self, place: str) -> bytes:
        """The octets at a place, as far as they are there: the message's checksum tells whether they are whole."""
        try:
            number, at, size = (int(word) for word in place.split(":"))
            fd = os.open(self._path(number), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except (ValueError, OSError):
            return b""
        try:
            return os.pread(fd, size, at)
        except OSError:
            return b""
        finally:
            os.close(fd)

    def numbers(self) -> list[int]:
        """The files there are."""
        try:
            return [int(entry.name) for entry in os.scandir(self.directory) if entry.name.isascii() and entry.name.isdigit()]
        except FileNotFoundError:
            return []

    def remove(self, number: int) -> None:
        """Takes a file away that no row names any more."""
        self._path(number).unlink(missing_ok=True)

    def close(self) -> None:
        """Writes no more to the file at hand."""
        if self._fd >= 0:
            self.number += 1
            try:
                os.ftruncate(self._fd, self._end)
            except OSError:
                pass  # what was foreseen and not needed goes with the file
            os.close(self._fd)
            self._fd = -1
            self._end = self._foreseen = 0

    def _path(self, number: int) -> Path:
        return self.directory / f"{number:08}"


def _sync(directory: Path) -> None:
    """Brings the names in a folder to the disk."""
    fd = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
