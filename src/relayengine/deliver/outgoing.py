"""What is done to a header on the way out: fields of the organisation stay inside (X-MS-Exchange-Organization-*, -Forest-*), and
addresses inside are shown as the outside shall see them.
"""

from collections.abc import AsyncIterator

from relayengine.mail.headers import organisational, readdressed, without
from relayengine.settings.rewriting import Rewriter

_MARK = b"\nx-ms-exchange-"
_LONGEST = 1 << 20


SENDERS = frozenset((b"from", b"sender", b"reply-to", b"to", b"cc", b"return-receipt-to", b"disposition-notification-to", b"resent-from",
                     b"resent-sender", b"resent-reply-to", b"resent-to", b"resent-cc"))


class Outgoing:
    """The header of what leaves by one connection."""

    def __init__(self, firewall: bool, rewriter: Rewriter | None) -> None:
        self._firewall = firewall
        self.rewriter = rewriter if rewriter is not None and rewriter.outwards else None

    def changed(self, content: bytes) -> bytes:
        """The content with its header as it may leave. Most headers may, and come back as they are."""
        end = content.find(b"\r\n\r\n")
        head = content if end < 0 else content[:end + 2]
        made = head
        if self._firewall and _MARK in b"\n" + head.lower():
            made = without(head, organisational)
        if self.rewriter is not None:
            made = readdressed(made, SENDERS, self.rewriter.outward)
        return content if made is head else made + content[len(head):]

    async def changed_pieces(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The same for content in pieces: the header is gathered before it is judged."""
        start: bytes | None = b""
        async for piece in pieces:
            if start is None:
                yield piece
                continue
            start += piece
            if b"\r\n\r\n" in start or len(start) > _LONGEST:
                yield self.changed(start)
                start = None
        if start:
            yield self.changed(start)
