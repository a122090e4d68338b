"""Bytes as they leave: commands that cannot carry a line end inside, and content that has only CRLF.

Whatever came in, no bare CR and no bare LF goes out (RFC 5321 §2.3.8): that is what message smuggling lives on.
"""

import re
from collections.abc import AsyncIterator
from typing import NamedTuple

from relayengine.deliver.batch import Batch

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BARE = re.compile(rb"\r\n|[\r\n](\.?)")


class Unsendable(ValueError):
    """An address or parameter that must not go into a command."""


class Extensions(NamedTuple):
    """What a host offered in its answer to EHLO."""

    names: frozenset[str] = frozenset()
    size: int = 0
    """The largest message it takes; 0 when it does not say."""
    auth: frozenset[str] = frozenset()
    pipelining: bool = False
    dsn: bool = False
    eight_bit: bool = False
    utf8: bool = False
    requiretls: bool = False

    @classmethod
    def read(cls, lines: list[str]) -> "Extensions":
        """From the lines after the first of a reply to EHLO."""
        names: set[str] = set()
        size = 0
        auth: set[str] = set()
        for line in lines:
            word, _, rest = line.upper().partition(" ")
            if word.startswith("AUTH="):
                rest = f"{word[5:]} {rest}"
                word = "AUTH"
            names.add(word)
            if word == "SIZE" and rest.isascii() and rest.isdigit() and len(rest) < 16:
                size = int(rest)
            elif word == "AUTH":
                auth.update(rest.split())
        return cls(frozenset(names), size, frozenset(auth), "PIPELINING" in names, "DSN" in names, "8BITMIME" in names,
                   "SMTPUTF8" in names, "REQUIRETLS" in names)


def commands(batch: Batch, offered: Extensions, size: int, sender: str | None = None) -> list[bytes]:
    """MAIL, one RCPT each, DATA: without their line ends. `size`: octets of what leaves. `sender` stands in for the envelope's."""
    envelope = batch.envelope
    mail = f"MAIL FROM:<{envelope.sender if sender is None else sender}>"
    if offered.size:
        mail += f" SIZE={size}"
    if offered.eight_bit and envelope.body != "7BIT":
        mail += " BODY=8BITMIME"
    if envelope.smtputf8 and offered.utf8:
        mail += " SMTPUTF8"
    if envelope.requiretls and offered.requiretls:
        mail += " REQUIRETLS"
    found = [mail]
    if offered.dsn:
        if envelope.ret:
            found[0] += f" RET={envelope.ret}"
        if envelope.envid:
            found[0] += f" ENVID={envelope.envid}"
        for address, notify, orcpt in batch.recipients:
            line = f"RCPT TO:<{address}>"
            if notify:
                line += f" NOTIFY={notify}"
            if orcpt:
                line += f" ORCPT={orcpt}"
            found.append(line)
    else:
        found += [f"RCPT TO:<{recipient.address}>" for recipient in batch.recipients]
    text = "".join(found)
    if _CONTROL.search(text):
        raise Unsendable("an address holds a control character")
    if text.isascii():
        return [line.encode("ascii") for line in found] + [b"DATA"]
    if not (envelope.smtputf8 and offered.utf8):
        raise Unsendable("an address is not ASCII")
    return [line.encode("utf-8") for line in found] + [b"DATA"]


def clean(content: bytes) -> bytes:
    """Content fit to leave: it ends in CRLF, every CR has its LF and every LF its CR, and no line is a lone dot.

    Content in the spool is all this already and comes back as it is; this is the last door. One replacement of the same
    length and three searches find whatever is wrong in half the time that counting takes.
    """
    rest = content.replace(b"\r\n", b"  ")
    if (b"\r" not in rest and b"\n" not in rest and (content.endswith(b"\r\n") or not content)
            and b"\r\n.\r\n" not in content and not content.startswith(b".\r\n")):
        return content
    mended = CleanPieces()
    return mended.next(content) + mended.end()


def _mended(match: "re.Match[bytes]") -> bytes:
    """A stray line end and the dot after it: now that the dot begins a line it must be doubled."""
    if match[0] == b"\r\n":
        return b"\r\n"
    return b"\r\n.." if match[1] else b"\r\n"


class CleanPieces:
    """The same for content that comes in pieces, whose borders may fall anywhere. Holds back a line that is not complete."""

    _LONG = 1 << 16

    def __init__(self) -> None:
        self._held = b""
        self._line_begins = True
        self._stray = False

    def next(self, piece: bytes) -> bytes:
        """What may leave now that this piece has come."""
        data = self._held + piece
        cut = data.rfind(b"\n") + 1
        whole_lines = cut > 0
        if not whole_lines:
            if len(data) < self._LONG:
                self._held = data
                return b""
            cut = len(data) - data.endswith(b"\r")
        self._held = data[cut:]
        return self._fixed(data[:cut], whole_lines)

    def end(self) -> bytes:
        """What is left, with the line end that the final dot needs before it."""
        left, self._held = self._held, b""
        if left:
            return self._fixed(left if left.endswith(b"\r") else left + b"\r\n", True)
        return b"" if self._line_begins else b"\r\n"

    def _fixed(self, data: bytes, whole_lines: bool) -> bytes:
        made = _BARE.sub(_mended, data)
        if self._stray and made.startswith(b".") or self._line_begins and made.startswith(b".\r\n"):
            made = b"." + made
        while b"\r\n.\r\n" in made:
            made = made.replace(b"\r\n.\r\n", b"\r\n..\r\n")
        self._line_begins = whole_lines
        self._stray = data.endswith(b"\n") and not data.endswith(b"\r\n")
        return made


def stuff(content: bytes) -> bytes:
    """Doubles the dot at the start of each line (RFC 5321 §4.5.2); the content has CRLF line ends, and gets a last one."""
    if content.startswith(b"."):
        content = b"." + content
    content = content.replace(b"\r\n.", b"\r\n..")
    return content if content.endswith(b"\r\n") or not content else content + b"\r\n"


def unstuff(content: bytes) -> bytes:
    """Takes the doubled dots away again."""
    if content.startswith(b"."):
        content = content[1:]
    return content.replace(b"\r\n.", b"\r\n")


async def plain_pieces(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Content in pieces with the doubled dots taken away. Two octets before each piece tell whether a dot begins a line."""
    before = b"\r\n"
    async for piece in pieces:
        data = before + piece
        yield data.replace(b"\r\n.", b"\r\n")[2:]
        before = data[-2:]
