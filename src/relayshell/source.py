"""Source and Extent: where a piece of text came from, and how to point at it.

Knows lines and columns; does not know what the text means. Offsets count Python characters from 0; lines and columns
are counted from 1, columns in UTF-16 units as PowerShell counts them.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_LINE_END = re.compile(r"\r\n|\n|\r")
_LINE_SHOWN = 69  # the most of a line that a position message shows
_PREFIX_KEPT = 12
_SUFFIX_KEPT = 8


def _utf16_length(text: str) -> int:
    """How many UTF-16 units `text` takes."""
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)


class Source:
    """A text with its origin: `file` is a path, or None for text that was typed or handed over."""

    __slots__ = ("text", "file", "_line_starts", "_asks_status")

    def __init__(self, text: str, file: str | None = None) -> None:
        self.text = text
        self.file = file
        self._line_starts: list[int] | None = None
        self._asks_status: bool | None = None

    @property
    def asks_status(self) -> bool:
        """Whether `$?` stands anywhere in the text; looked for once, since each block of a long script asks."""
        found = self._asks_status
        if found is None:
            found = self._asks_status = "$?" in self.text
        return found

    @property
    def line_starts(self) -> list[int]:
        """The offset at which each line begins; found once, when first asked for."""
        starts = self._line_starts
        if starts is None:
            starts = [0]
            starts.extend(found.end() for found in _LINE_END.finditer(self.text))
            self._line_starts = starts
        return starts

    def line_of(self, offset: int) -> int:
        """The number, from 1, of the line that holds `offset`."""
        return bisect_right(self.line_starts, offset)

    def column_of(self, offset: int) -> int:
        """The column, from 1, of `offset` in its line; places past the end of the text count on."""
        start = self.line_starts[self.line_of(offset) - 1]
        return _utf16_length(self.text[start:offset]) + max(0, offset - len(self.text)) + 1

    def line_text(self, number: int) -> str:
        """The text of line `number` (from 1) without its line end."""
        starts = self.line_starts
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def __repr__(self) -> str:
        return f"Source({self.text[:40]!r}, {self.file!r})"


class Extent:
    """The stretch `start` up to `end` of a source; lines, columns and text are worked out when asked for."""

    __slots__ = ("source", "start", "end")

    def __init__(self, source: Source, start: int, end: int) -> None:
        self.source = source
        self.start = start
        self.end = end

    @property
    def text(self) -> str:
        """The text itself."""
        return self.source.text[self.start : self.end]

    @property
    def file(self) -> str | None:
        """The path of the file, or None."""
        return self.source.file

    @property
    def start_offset(self) -> int:
        """Same as `start`."""
        return self.start

    @property
    def end_offset(self) -> int:
        """Same as `end`."""
        return self.end

    @property
    def start_line_number(self) -> int:
        """The line of the first character, from 1."""
        return self.source.line_of(self.start)

    @property
    def start_column_number(self) -> int:
        """The column of the first character, from 1."""
        return self.source.column_of(self.start)

    @property
    def end_line_number(self) -> int:
        """The line of the place just after the last character."""
        return self.source.line_of(self.end)

    @property
    def end_column_number(self) -> int:
        """The column of the place just after the last character."""
        return self.source.column_of(self.end)

    @property
    def line(self) -> str:
        """The whole of the first line."""
        return self.source.line_text(self.start_line_number)

    def position_message(self) -> str:
        """`At FILE:LINE char:COLUMN`, the line, and a row of tildes under the extent."""
        where = f"At {self.file or 'line'}:{self.start_line_number} char:{self.start_column_number}"
        return f"{where}\n+ {self.underlined()}"

    def underlined(self) -> str:
        """The first line, shortened around the extent, and under it `+ ` and tildes; empty for an empty line."""
        line = self.line.rstrip()
        if not line:
            return ""
        before = self.start_column_number - 1
        end_column = self.end_column_number
        if self.start_line_number == self.end_line_number and end_column <= len(line) + 1:
            length = end_column - before - 1
        else:
            length = len(line) - before
        length = max(length, 0)
        if "\t" in line:
            head = line[:before].replace("\t", "    ")
            marked = line[before : before + length].replace("\t", "    ")
            line = head + marked + line[before + length :].replace("\t", "    ")
            before, length = len(head), len(marked)
        line, before, length, lead = _shortened(line, before, length)
        return f"{line}\n+ {' ' * (before + lead)}{'~' * max(length, 1)}"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Extent):
            return NotImplemented
        return self.source is other.source and self.start == other.start and self.end == other.end

    def __hash__(self) -> int:
        return hash((id(self.source), self.start, self.end))

    def __repr__(self) -> str:
        return f"Extent({self.start}, {self.end}, {self.text[:40]!r})"


def _shortened(line: str, before: int, length: int) -> tuple[str, int, int, int]:
    """`line` cut to what is shown, with dots where it was cut; then the spaces, the tildes and the width of the dots before."""
    if len(line) <= _LINE_SHOWN:
        return line, before, length, 0
    after = len(line) - length - before
    prefix, suffix = min(before, _PREFIX_KEPT), min(after, _SUFFIX_KEPT)
    if prefix + length + suffix >= _LINE_SHOWN:
        length = min(length, _LINE_SHOWN - prefix)
        cut_after = True
    else:
        prefix += min(before - prefix, _LINE_SHOWN - prefix - length - suffix)
        suffix += min(after, max(_LINE_SHOWN - prefix - length - suffix, 0))
        cut_after = suffix < after
    cut_before = prefix < before
    start = max(before - prefix, 0)
    shown = line[start : start + _LINE_SHOWN]
    before = min(before, prefix)
    length = min(length, _LINE_SHOWN - before)
    lead = 2 if cut_before else 0
    return ("\u2026 " if cut_before else "") + shown + (" \u2026" if cut_after else ""), before, length, lead
