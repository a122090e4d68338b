"""Bytes as they leave: commands that cannot carry a line end inside, and content that has only CRLF.

Whatever came in, no bare CR and no bare LF goes out (RFC 5321 §2.3.8): that is what message smuggling lives on.
"""

import re
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


def commands(batch: Batch, offered: Extensions) -> list[bytes]:
    """MAIL, one RCPT each, DATA: without their line ends."""
    envelope = batch.envelope
    mail = f"MAIL FROM:<{envelope.sender}>"
    if offered.size:
        mail += f" SIZE={envelope.size}"
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
    """Content fit to leave: as it is if every CR has its LF and every LF its CR, else with each stray one made a CRLF.

    Content in the spool is clean already; this is the last door, and it costs three counts.
    """
    pairs = content.count(b"\r\n")
    if content.count(b"\r") == pairs and content.count(b"\n") == pairs:
        return content
    return _BARE.sub(_mended, content)


def _mended(match: "re.Match[bytes]") -> bytes:
    """A stray line end and the dot after it: now that the dot begins a line it must be doubled."""
    if match[0] == b"\r\n":
        return b"\r\n"
    return b"\r\n.." if match[1] else b"\r\n"


class CleanPieces:
    """The same for content that comes in pieces, whose borders may fall inside a line end."""

    def __init__(self) -> None:
        self._held = b""
        self._last = b"\r\n"

    def next(self, piece: bytes) -> bytes:
        """The piece, clean; a CR at its end is held back until what follows is known."""
        data = self._held + piece
        self._held = b""
        if data.endswith(b"\r"):
            self._held = b"\r"
            data = data[:-1]
        stray = data.endswith(b"\n") and not data.endswith(b"\r\n")
        made = clean(data)
        if self._last == b"stray" and made.startswith(b"."):
            made = b"." + made
        if data:
            self._last = b"stray" if stray else made[-2:]
        return made

    def end(self) -> bytes:
        """What must still be written so that the final dot stands on a line of its own."""
        return b"" if self._last == b"\r\n" and not self._held else b"\r\n"


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
