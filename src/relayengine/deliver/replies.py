"""Reading what the other side says: strictly, within limits, and with nothing in it that a log or a terminal would obey.

A line that is no reply line, a line without end, a reply without end: each is Garbled, and the conversation is over.
"""

import re
from functools import lru_cache

LONGEST_LINE = 2048
MOST_LINES = 1000

_LINE = re.compile(rb"([2-5][0-9][0-9])(?:([ -])(.*))?", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Garbled(Exception):
    """The other side does not speak SMTP."""


def readable(raw: bytes) -> str:
    """Text from outside made fit to be stored and shown: control characters become \\xNN."""
    text = raw.decode("utf-8", "backslashreplace")
    if text.isascii() and text.isprintable():
        return text
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)


@lru_cache(maxsize=256)
def _read(line: bytes) -> tuple[int, bool, str]:
    """A line's code, whether more lines follow, and its text. Raises Garbled. A host says much the same about each message."""
    match = _LINE.fullmatch(line)
    if match is None:
        raise Garbled(f'it answered "{readable(line[:100])}", which is no SMTP reply')
    return int(match[1]), match[2] == b"-", readable(match[3] or b"")


class ReplyReader:
    """Makes replies from octets: `feed` them, then take (code, lines) until there is none."""

    __slots__ = ("_rest", "_code", "_lines")

    def __init__(self) -> None:
        self._rest = b""
        self._code = 0
        self._lines: list[str] = []

    @property
    def pending(self) -> bool:
        """Whether octets are left that belong to no reply yet."""
        return bool(self._rest or self._lines)

    def feed(self, data: bytes) -> list[tuple[int, list[str]]]:
        """The replies that these octets complete. Raises Garbled."""
        if self._rest:
            data = self._rest + data
        replies: list[tuple[int, list[str]]] = []
        at = 0
        while True:
            end = data.find(b"\n", at)
            if end < 0:
                break
            line = data[at:end - 1] if end > at and data[end - 1] == 13 else data[at:end]
            at = end + 1
            if len(line) > LONGEST_LINE:
                raise Garbled("a line of its reply is too long")
            code, more, text = _read(line)
            if self._lines and code != self._code:
                raise Garbled(f"one reply has the codes {self._code} and {code}")
            self._lines.append(text)
            if more:
                self._code = code
                if len(self._lines) > MOST_LINES:
                    raise Garbled("its reply has no end")
                continue
            replies.append((code, self._lines))
            self._lines = []
        self._rest = data[at:]
        if len(self._rest) > LONGEST_LINE:
            raise Garbled("a line of its reply is too long")
        return replies


def one_line(code: int, lines: list[str]) -> str:
    """A reply as it is stored: the code, then all its lines joined by blanks."""
    return f"{code} {lines[0]}" if len(lines) == 1 else f"{code} {' '.join(lines)}"[:1000]
