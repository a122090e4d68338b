"""Incoming: a message on its way in, from the first octet of DATA or BDAT to the spool.

Small ones are held in memory and handed in whole; beyond a threshold the header is judged as soon as it is complete and the rest
goes to the spool as it arrives, so that no message is ever whole in memory. Knows the limits of its connector and the spool's
promise; knows no socket.
"""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from relayengine.receive import permissions, replies
from relayengine.receive.dotstream import ChunkStream, DotStream
from relayengine.receive.header import Sifted
from relayengine.spool.content import Budget
from relayengine.values.reply import Reply

if TYPE_CHECKING:
    from relayengine.receive.view import View

STREAM_ABOVE = 64 * 1024
"""Octets of a message above which it goes to the spool as it arrives ..."""
HELD_MOST = 256 * 1024
"""... or that it may have and still be held whole, while the spool's budget of memory has room: one transaction, not three."""
_BINARY = Budget(128 * 1024 * 1024)
"""What BINARYMIME messages may take of memory, all together: each is whole in it until it has been made lines."""
_WAITING_MOST = 512 * 1024
_DRAIN_MOST = 64 * 1024 * 1024
_CHUNKS_MOST = 10_000


class Incoming:
    """A message being read. `feed_*` take octets; when the end was there, `finish` gives it to the spool."""

    __slots__ = ("view", "rights", "sift", "spool", "dots", "chunks", "binary", "failure", "fatal", "size", "writer", "head", "_parts",
                 "_held", "_held_most", "_charged", "_binary_charged", "_sifted", "_pump", "_queue", "_queued", "_room", "message_id", "subject", "chunk_count", "pressed", "began", "most")

    def __init__(self, view: "View", rights: frozenset[str], sift: Callable[[bytes], Sifted | Reply], spool: Any, *, chunked: bool,
                 binary: bool, room: Callable[[bool], None], began: float, most: int) -> None:
        """`sift` judges a header block; `room(False)` asks the socket to wait, `room(True)` to go on."""
        self.view = view
        self.rights = rights
        self.most = most
        """Octets a message may have, unless a right lets it have more."""
        self.sift = sift
        self.spool = spool
        self.dots = None if chunked else DotStream()
        self.chunks = ChunkStream() if chunked else None
        self.binary: list[bytes] | None = [] if binary else None
        self.failure: Reply | None = None
        """Why the message is refused; the rest is read and forgotten."""
        self.fatal = False
        """Whether the connection ends with it."""
        self.size = 0
        self.writer: Any = None
        self.head = b""
        self.message_id = self.subject = ""
        self._parts: list[bytes] = []
        self._held = 0
        self._held_most = STREAM_ABOVE
        self._charged = self._binary_charged = 0
        self._sifted = False
        self._pump: asyncio.Task[None] | None = None
        self._queue: list[bytes] = []
        self._queued = 0
        self._room = room
        self.pressed = False
        self.chunk_count = 0
        self.began = began

    def feed_data(self, data: bytes) -> bytes | None:
        """Octets of DATA; what came after the end, or None while there was none."""
        dots = self.dots
        assert dots is not None
        wire, over = dots.feed(data)
        self._take(wire, dots.size)
        return dots.rest if over else None

    def feed_chunk(self, data: bytes) -> None:
        """Octets of a BDAT chunk."""
        assert self.chunks is not None
        if self.binary is not None:
            self.size += len(data)
            if not self._too_big(self.size):
                if _BINARY.take(len(data)):
                    self._binary_charged += len(data)
                    self.binary.append(data)
                else:
                    self.refuse(replies.NO_RESOURCES)
            return
        self._take(self.chunks.feed(data), self.chunks.size)

    def _take(self, wire: bytes, size: int) -> None:
        self.size = size
        if self.failure is None and not self._too_big(size):
            self._held += len(wire)
            if self.writer is not None:
                self._push(wire)
            else:
                self._parts.append(wire)
                if self._held > self._held_most:
                    self._grown()
        elif size > self.most + _DRAIN_MOST:
            self.fatal = True

    def _too_big(self, size: int) -> bool:
        if size <= self.most or permissions.BYPASS_SIZE in self.rights:
            return self.failure is not None
        self.refuse(replies.TOO_BIG)
        return True

    def refuse(self, reply: Reply) -> None:
        """Gives up on the message."""
        if self.failure is None:
            self.failure = reply
        self._parts, self._queue, self.binary = [], [], None if self.binary is None else []
        self.give_up()

    def _header(self, wire: bytes, all_there: bool) -> int | None:
        """Where the content goes on after `head`, which is set, if its header block is complete and good; None if it is not."""
        end = wire.find(b"\r\n\r\n", 0, self.view.max_header + 4)
        if end < 0:
            if len(wire) - 2 > self.view.max_header:
                self.refuse(replies.HEADER_TOO_BIG)
                return None
            if not all_there:
                return None
            end = len(wire) - 2
        sifted = self.sift(wire[2:end + 2])
        if isinstance(sifted, Reply):
            self.refuse(sifted)
            return None
        self._sifted = True
        self.head, skip, self.message_id, self.subject = sifted
        return 2 + skip

    def _grown(self) -> None:
        """More is held than was foreseen: a larger share of memory, if it is to be had, or the spool from here on."""
        if not self._charged and self._held <= HELD_MOST and self.spool.budget.take(HELD_MOST):
            self._charged = self._held_most = HELD_MOST
            return
        wire = b"".join(self._parts)
        skip = self._header(wire, False)
        if skip is not None:
            self._parts = []
            self.release()
            self.writer = self.spool.writer()
            self._push(wire[skip:])
        elif self.failure is None:
            self._parts = [wire]

    def _push(self, wire: bytes) -> None:
        self._queue.append(wire)
        self._queued += len(wire)
        if self._pump is None or self._pump.done():
            self._pump = asyncio.get_running_loop().create_task(self._pumped())
        if self._queued > _WAITING_MOST and not self.pressed:
            self.pressed = True
            self._room(False)

    async def _pumped(self) -> None:
        while self._queue:
            piece = self._queue.pop(0)
            try:
                await self.writer.write(piece)
            except Exception as error:  # noqa: BLE001 - whatever the spool says, the client hears a temporary failure
                self._queued = 0
                self.refuse(spool_reply(error))
            else:
                self._queued = max(0, self._queued - len(piece))
            if self.pressed and self._queued < _WAITING_MOST // 2:
                self.pressed = False
                self._room(True)

    def complete(self) -> bytes | None:
        """When the end was there: the whole content, its new header with it, if it is in memory; None if in the spool or refused."""
        if self.chunks is not None and self.binary is None and self.failure is None:
            self._take(self.chunks.end(), self.chunks.size)
        bare = self.dots.bare if self.dots else self.chunks.bare if self.chunks and self.binary is None else False
        if bare and self.view.connector.bare_linefeed_rejection_enabled and self.failure is None:
            self.refuse(replies.BARE_LF_IN_MESSAGE)
            self.fatal = True
        if self.failure is not None or self.writer is not None:
            return None
        parts = self._parts
        if len(parts) > 1 and b"\r\n\r\n" not in parts[0]:
            parts = [b"".join(parts)]
        skip = self._header(parts[0], len(parts) == 1)
        if skip is None:
            return None
        parts[0] = memoryview(parts[0])[skip:]  # type: ignore[call-overload]
        return b"".join((self.head, *parts))

    async def written(self) -> None:
        """Waits until all that arrived was handed to the spool."""
        if self._pump is not None:
            await self._pump

    def release(self) -> None:
        """Gives its share of memory back: the message is with the spool, or gone."""
        if self._charged:
            self.spool.budget.left += self._charged
            self._charged = 0
        if self._binary_charged:
            _BINARY.left += self._binary_charged
            self._binary_charged = 0

    def give_up(self) -> None:
        """Lets the spool forget what it has of the message."""
        self.release()
        if self.writer is not None:
            writer, self.writer = self.writer, None
            asyncio.get_running_loop().create_task(writer.abort())

    def count_chunk(self) -> bool:
        """Counts a BDAT command; whether there may be more of them."""
        self.chunk_count += 1
        return self.chunk_count <= _CHUNKS_MOST

    def convert(self) -> bool:
        """Makes lines of what came as BINARYMIME; whether it could. The content then is as if it had come line by line."""
        if self.binary is None or self.failure is not None:
            return True
        from relayengine.receive.binarymime import to_lines

        raw, self.binary = b"".join(self.binary), None
        lines = to_lines(raw)
        if lines is None:
            self.refuse(replies.BINARY_IMPOSSIBLE)
            return False
        assert self.chunks is not None
        self._parts.append(self.chunks.feed(lines))
        return True


def spool_reply(error: BaseException) -> Reply:
    """What a client hears when the spool did not take its message."""
    return replies.NO_RESOURCES if type(error).__name__ == "SpoolFull" else replies.LOCAL_ERROR
