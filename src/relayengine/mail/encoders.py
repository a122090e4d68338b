"""Quoted-printable and base64 (RFC 2045 §6.7, §6.8) of content that comes in pieces. Lines of what is made have at most 76 octets."""

import binascii
from collections.abc import Collection
from typing import Protocol

_MOST_HELD = 1 << 16
_LONGEST = 76
_LINE = 57
"""Octets that make a line of base64."""


class Encoder(Protocol):
    """Takes content and gives what stands for it, no dot doubled."""

    def data(self, data: bytes) -> bytes:
        """Octets of a line."""

    def line_end(self) -> bytes:
        """The end of a line."""

    def end(self) -> bytes:
        """There is no more. What is left is given without a line end of its own."""


class QuotedPrintable:
    """Lines stay lines."""

    def __init__(self, boundaries: Collection[bytes] = ()) -> None:
        """`boundaries`: lines that must not come about where a long one is broken."""
        self._held = b""
        self._boundaries = tuple(b"--" + each for each in boundaries)

    def data(self, data: bytes) -> bytes:
        """See Encoder."""
        self._held += data
        if len(self._held) <= _MOST_HELD:
            return b""
        made, self._held = self._made(self._held), b""
        last = made[made.rfind(b"\n") + 1:]
        if len(last) >= _LONGEST:  # no room for one more "=": its last octets get a line of their own
            cut = len(made) - next(n for n in (3, 4, 5) if b"=" not in last[-n - 2:-n])
            made = made[:cut] + b"=\r\n" + made[cut:]
        return made + b"=\r\n"

    def line_end(self) -> bytes:
        """See Encoder."""
        made, self._held = self._made(self._held), b""
        return made + b"\r\n"

    def end(self) -> bytes:
        """See Encoder."""
        made, self._held = self._made(self._held), b""
        return made

    def _made(self, line: bytes) -> bytes:
        made = binascii.b2a_qp(line, istext=False).replace(b"=\n", b"=\r\n")
        if self._boundaries and b"--" in made:
            made = b"\r\n".join(map(self._unlike_boundaries, made.split(b"\r\n"))) if b"\r\n" in made else self._unlike_boundaries(made)
        return made

    def _unlike_boundaries(self, line: bytes) -> bytes:
        """A line that a reader could take for a boundary, broken once more after its first octet."""
        if line.startswith(self._boundaries):
            return b"=2D=\r\n" + line[1:]
        return line


class Base64:
    """Lines are octets like others."""

    def __init__(self) -> None:
        self._held = b""
        self._any = False

    def data(self, data: bytes) -> bytes:
        """See Encoder."""
        held = self._held + data
        cut = len(held) - len(held) % _LINE
        self._held = held[cut:]
        return self._lines(held[:cut])

    def line_end(self) -> bytes:
        """See Encoder."""
        return self.data(b"\r\n")

    def end(self) -> bytes:
        """See Encoder."""
        made, self._held = self._lines(self._held), b""
        return made

    def _lines(self, octets: bytes) -> bytes:
        """Whole lines, each with the line end before it that the one before it still lacks."""
        lines = [binascii.b2a_base64(octets[at:at + _LINE], newline=False) for at in range(0, len(octets), _LINE)]
        if not lines:
            return b""
        made = (b"\r\n" if self._any else b"") + b"\r\n".join(lines)
        self._any = True
        return made
