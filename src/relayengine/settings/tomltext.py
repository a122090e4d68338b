"""Settings as TOML text: where each key stands, and how a value is written so that it reads back.

tomllib tells no positions, and reports must name a line; so a small scanner finds the lines of tables and keys. It follows
strings and brackets over lines and understands nothing else.
"""

import re
from typing import Any

from relayengine.schema import Setting, fold
from relayengine.values.size import ByteSize

_TABLE = re.compile(r"^\s*(\[\[?)\s*\"?([A-Za-z0-9_-]+)\"?\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*=\s*(.*)$")
_PIECES = re.compile(r"\"\"\"|'''|\"(?:[^\"\\]|\\.)*\"|'[^']*'|#.*|[\[\]{}]")


def line_numbers(text: str) -> dict[tuple[str, int, str], int]:
    """The line of each table ((kind, index, "")) and of each key ((kind, index, key)), names folded."""
    lines: dict[tuple[str, int, str], int] = {}
    counts: dict[str, int] = {}
    table, index, depth, inside = "", 0, 0, ""
    for number, line in enumerate(text.split("\n"), 1):
        rest = line
        if not depth and not inside:
            if match := _TABLE.match(line):
                table = fold(match[2])
                index = counts.get(table, 0)
                counts[table] = index + 1
                lines.setdefault((table, index, ""), number)
                continue
            if match := _KEY.match(line):
                lines.setdefault((table, index, fold(match[1])), number)
                rest = match[2]
        if inside:
            before, closing, rest = rest.partition(inside)
            if not closing:
                continue
            inside = ""
        position = 0
        while match := _PIECES.search(rest, position):
            piece, position = match[0], match.end()
            if piece in ('"""', "'''"):
                end = rest.find(piece, position)
                if end < 0:
                    inside = piece
                    break
                position = end + 3
            elif piece in "[{":
                depth += 1
            elif piece in "]}":
                depth = max(0, depth - 1)
    return lines


def plain(setting: Setting, value: Any) -> Any:
    """A setting's value as TOML holds it: what is no text, number or truth is the text that reads back."""
    if value is None:
        return "$null"
    if setting.many:
        return [_scalar(v) for v in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, ByteSize):
        return value.short
    if isinstance(value, (bool, int)) and not isinstance(value, ByteSize):
        return value
    return str(value)
