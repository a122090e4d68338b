"""The header firewall on the way out: fields of the organisation stay inside (X-MS-Exchange-Organization-*, -Forest-*)."""

from collections.abc import AsyncIterator

from relayengine.mail.headers import organisational, without

_MARK = b"\nx-ms-exchange-"
_LONGEST = 1 << 20


def sifted(content: bytes) -> bytes:
    """The content without the organisation's fields. Most messages have none, and come back as they are."""
    end = content.find(b"\r\n\r\n")
    head = content if end < 0 else content[:end + 2]
    if _MARK not in b"\n" + head.lower():
        return content
    return without(head, organisational) + content[len(head):]


async def sifted_pieces(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same for content in pieces: the header is gathered before it is judged."""
    start: bytes | None = b""
    async for piece in pieces:
        if start is None:
            yield piece
            continue
        start += piece
        if b"\r\n\r\n" in start or len(start) > _LONGEST:
            yield sifted(start)
            start = None
    if start:
        yield sifted(start)
