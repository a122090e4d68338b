"""Content in its wire form made fit for a host that takes seven bits only; the conversion itself is `relayengine.mail.sevenbit`."""

import asyncio
from collections.abc import AsyncIterator, Callable

from relayengine.deliver.wire import plain_pieces, stuff, unstuff
from relayengine.mail.sevenbit import Finding, Rewriter, Survey, seven_bit

_AT_ONCE = 64 * 1024
"""Octets that are read before others have their turn."""


def narrowed(content: bytes) -> bytes:
    """The content in seven bits; as it is if it is that already. Raises relayengine.mail.entities.Unreadable."""
    return content if content.isascii() else stuff(seven_bit(unstuff(content)))


async def surveyed(pieces: Callable[[], AsyncIterator[bytes]]) -> list[Finding]:
    """What content in pieces needs; [] if it may go as it is. `pieces` gives it from its start, as often as it is asked. Raises Unreadable."""
    async for piece in pieces():
        if not piece.isascii():
            break
    else:
        return []
    survey = Survey()
    async for piece in _plain(pieces()):
        survey.feed(piece)
    survey.end()
    return survey.findings


async def narrowed_pieces(pieces: AsyncIterator[bytes], findings: list[Finding]) -> AsyncIterator[bytes]:
    """The same content, read once more, in seven bits."""
    rewriter = Rewriter(findings)
    before = b"\r\n"
    async for piece in _plain(pieces):
        rewriter.feed(piece)
        data = before + rewriter.take()
        yield data.replace(b"\r\n.", b"\r\n..")[2:]
        before = data[-2:]
    rewriter.end()
    yield (before + rewriter.take()).replace(b"\r\n.", b"\r\n..")[2:]


async def _plain(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Content without doubled dots in pieces that take no long time."""
    async for piece in plain_pieces(pieces):
        for at in range(0, len(piece), _AT_ONCE):
            yield piece[at:at + _AT_ONCE]
            await asyncio.sleep(0)
