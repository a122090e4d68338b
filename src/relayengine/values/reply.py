"""Reply: what an SMTP server answers: a code, an enhanced status code (RFC 3463) and a text, in one line or several.

A reply never carries control characters: whatever text it is made from, what goes to the wire is one clean line each.
"""

import re
from typing import Self

from relayengine.values.problem import BadValue, quoted

_LINE = re.compile(r"^([2-5]\d\d)(?:([ -])(?:([245]\.\d{1,3}\.\d{1,3})(?: |$))?(.*))?$", re.DOTALL | re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_LONGEST = 500


class Reply:
    """A reply, frozen. `status` is "" where the RFC gives none (220, 354, 250 to EHLO)."""

    __slots__ = ("code", "status", "lines", "wire")
    code: int
    status: str
    lines: tuple[str, ...]
    wire: bytes
    """The whole reply as it is sent, its enhanced status code with it."""

    def __init__(self, code: int, status: str, *texts: str) -> None:
        put = object.__setattr__
        if len(texts) == 1 and status and texts[0].isprintable() and 0 < len(texts[0]) < _LONGEST:
            put(self, "code", code)
            put(self, "status", status)
            put(self, "lines", texts)
            put(self, "wire", f"{code} {status} {texts[0].rstrip()}\r\n".encode("utf-8", "replace"))
            return
        lines = tuple(_CONTROL.sub(" ", text) for text in texts) or ("",)
        put(self, "code", code)
        put(self, "status", status)
        put(self, "lines", lines)
        put(self, "wire", self._encoded(status + " " if status else "", lines))

    @property
    def plain(self) -> bytes:
        """The whole reply without its enhanced status code."""
        return self._encoded("", self.lines)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Reply does not change")

    def _encoded(self, status: str, lines: tuple[str, ...]) -> bytes:
        last = len(lines) - 1
        return b"".join(
            f"{self.code}{' ' if i == last else '-'}{status}{line}".rstrip().encode("utf-8", "replace")[:2046] + b"\r\n"
            for i, line in enumerate(lines))

    @property
    def text(self) -> str:
        """The words after the codes, lines joined by blanks."""
        return " ".join(self.lines)

    @property
    def ok(self) -> bool:
        """Whether it says yes (2yz or 3yz)."""
        return self.code < 400

    @property
    def temporary(self) -> bool:
        """Whether trying again later may help (4yz)."""
        return 400 <= self.code < 500

    @property
    def permanent(self) -> bool:
        """Whether trying again will not help (5yz)."""
        return self.code >= 500

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads one reply, of one line or several, as it stands on the wire or as str writes it."""
        code = 0
        status = ""
        lines = []
        for line in text.replace("\r\n", "\n").rstrip("\n").split("\n"):
            match = _LINE.match(line)
            if not match or code and int(match[1]) != code:
                raise BadValue(f"{quoted(text)} is not an SMTP reply such as 250 2.1.0 Sender OK")
            code = int(match[1])
            status = status or match[3] or ""
            lines.append(match[4] or "")
        return cls(code, status, *lines)

    def __str__(self) -> str:
        return self.wire.decode("utf-8", "replace").removesuffix("\r\n").replace("\r\n", "\n")

    def __repr__(self) -> str:
        return f"Reply({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reply) and self.wire == other.wire

    def __hash__(self) -> int:
        return hash(self.wire)

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), (self.code, self.status, *self.lines)
