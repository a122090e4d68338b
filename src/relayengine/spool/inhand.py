"""The number of the message whose bytes are being worked on right now, where it outlives the process.

A message that kills the engine (a crash in a parser, no end of memory) would kill it again at every start. While code runs
on behalf of a message its number stands in a small mapped file: a plain store to memory, no call to the system. What
is found there at the next start was in hand when the engine died, and is counted against the message. A message that
merely waits for a slow host is not in hand, so a kill from outside condemns nothing.
"""

import mmap
import os


class InHand:
    """One number in a mapped file of eight octets."""

    def __init__(self, path: str) -> None:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            if os.fstat(fd).st_size < 8:
                os.ftruncate(fd, 8)
            self._map = mmap.mmap(fd, 8)
        finally:
            os.close(fd)
        self.found = int.from_bytes(self._map[:8], "little")
        """The message in hand when the last process died, or 0."""
        self._map[:8] = b"\0" * 8

    def hold(self, number: int) -> None:
        """From here on code works on this message; 0 when it no longer does."""
        self._map[:8] = number.to_bytes(8, "little")

    def close(self) -> None:
        """Lets go of the file."""
        self._map.close()
