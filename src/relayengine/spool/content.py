"""The content of a message: small ones whole, large ones in parts that reach the disk as they arrive.

Content is kept in the form it has on the wire: CRLF line ends, a dot doubled at the start of a line, without the final
dot (RFC 5321 §4.5.2). So nothing is encoded twice.
"""

import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol

from relayengine.spool.errors import SpoolBroken

PART = 64 * 1024
"""Octets of a part, as near as the chunks that arrive allow."""
KEPT_IN_MEMORY = 64 * 1024 * 1024
"""How much large content may stay in memory, all messages together, so that it need not be read back."""


class Budget:
    """What large content may still take of memory."""

    def __init__(self, limit: int = KEPT_IN_MEMORY) -> None:
        self.left = limit

    def take(self, octets: int) -> bool:
        """Takes so much, unless less than that would be left for content that is on its way to the disk."""
        if self.left < 2 * octets:
            return False
        self.left -= octets
        return True


class Content:
    """Content to be read: in memory, or in the spool's parts. `whole` is the fast way; `pieces` always works."""

    __slots__ = ("whole", "size", "_head", "_count", "_read")

    def __init__(self, whole: bytes | None, size: int, head: bytes = b"", count: int = 0,
                 read: Callable[[int], Awaitable[bytes]] | None = None) -> None:
        self.whole = whole
        self.size = size
        self._head = head
        self._count = count
        self._read = read

    async def pieces(self) -> AsyncIterator[bytes]:
        """The content from start to end, a piece at a time. Raises SpoolBroken when a part does not check out."""
        if self.whole is not None:
            yield self.whole
            return
        if self._head:
            yield self._head
        for number in range(self._count):
            assert self._read
            yield await self._read(number)

    async def start(self, limit: int) -> bytes:
        """At least the first `limit` octets, or all there is."""
        found = b""
        async for piece in self.pieces():
            found += piece
            if len(found) >= limit:
                break
        return found


class PartSink(Protocol):
    """What a ContentWriter writes to: the spool."""

    budget: Budget

    async def put_part(self, message: int, number: int, data: bytes) -> None:
        """Takes one part; waits while the disk is behind."""

    def drop_parts(self, message: int) -> None:
        """Forgets what was written of a message."""


class ContentWriter:
    """Takes the content of a large message as it arrives. Ends in `Spool.commit(envelope, writer)` or in `abort`."""

    def __init__(self, sink: PartSink, number: int) -> None:
        self._sink = sink
        self.number = number
        self.size = 0
        self.parts = 0
        self._waiting: list[bytes] = []
        self._waiting_size = 0
        self._kept: list[bytes] | None = []
        self._charged = 0
        self._over = False

    async def write(self, chunk: bytes) -> None:
        """Takes the next octets. Raises SpoolFull or SpoolBroken; the message is then lost and must be refused."""
        self.size += len(chunk)
        self._waiting.append(chunk)
        self._waiting_size += len(chunk)
        if self._waiting_size >= PART:
            await self._flush()

    async def _flush(self) -> None:
        data = b"".join(self._waiting)
        self._waiting = []
        self._waiting_size = 0
        if self._kept is not None:
            if self._sink.budget.left >= len(data):
                self._sink.budget.left -= len(data)
                self._charged += len(data)
                self._kept.append(data)
            else:
                self.release()
        self.parts += 1
        await self._sink.put_part(self.number, self.parts - 1, data)

    async def end(self) -> None:
        """Hands over what is left; called by commit."""
        if self._waiting:
            await self._flush()
        self._over = True

    async def abort(self) -> None:
        """Forgets the message. Harmless after commit and when called twice."""
        if not self._over:
            self._over = True
            self.release()
            self._sink.drop_parts(self.number)

    def kept(self, head: bytes) -> bytes | None:
        """The whole content if it is still in memory."""
        return None if self._kept is None else b"".join((head, *self._kept))

    def release(self) -> None:
        """Gives the memory back; the parts on disk remain."""
        self._sink.budget.left += self._charged
        self._charged = 0
        self._kept = None


def checksum(data: bytes) -> int:
    """What is stored beside content to find a torn page or a flipped bit when it is read back."""
    return zlib.crc32(data)


def checked(data: bytes, expected: int, what: str) -> bytes:
    """The data, if it is what was written."""
    if zlib.crc32(data) != expected:
        raise SpoolBroken(f"{what} is damaged on disk: its checksum is not the one that was written")
    return data
