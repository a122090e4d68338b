"""Rows of text with delimiters and quotes: reading them, and writing one. Knows no objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def rows(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """The fields of each row. A quoted field may hold delimiters and line ends; lines come without their LF, and a CR at the end is of the line end.

    Blanks before an unquoted field are dropped and those behind it kept, and an empty line is no row, as PowerShell has it.
    """
    source = _Lines(lines)
    for line in source.rest:
        if not line.strip():
            continue
        yield _row(source.bare(line), source, delimiter)


class _Lines:
    """Lines, and how the last one ended."""

    __slots__ = ("rest", "end")

    def __init__(self, lines: Iterable[str]) -> None:
        self.rest, self.end = iter(lines), "\n"

    def bare(self, line: str) -> str:
        """A line without its CR."""
        if line[-1:] == "\r":
            self.end = "\r\n"
            return line[:-1]
        self.end = "\n"
        return line


def _row(line: str, source: _Lines, delimiter: str) -> list[str]:
    if line[0] == '"' and line[-1] == '"' and len(line) > 1:
        # Every field in quotes and none within: the quotes are just those that stand around the fields.
        fields = line[1:-1].split('"' + delimiter + '"')
        if line.count('"') == 2 * len(fields):
            return fields
    if '"' not in line and not line.startswith((" ", "\t")) and (delimiter + " ") not in line:
        return line.split(delimiter)
    fields: list[str] = []
    at = 0
    while True:
        while at < len(line) and line[at] in " \t" and line[at] != delimiter:
            at += 1
        if at < len(line) and line[at] == '"':
            value, line, at = _quoted(line, at + 1, source, delimiter)
            fields.append(value)
        else:
            end = line.find(delimiter, at)
            fields.append(line[at:] if end < 0 else line[at:end])
            at = len(line) if end < 0 else end
        if at >= len(line):
            return fields
        at += 1
        if at >= len(line):
            fields.append("")
            return fields


def _quoted(line: str, at: int, source: _Lines, delimiter: str) -> tuple[str, str, int]:
    """A quoted field: its text, the line it ends in, and the place behind it."""
    parts: list[str] = []
    while True:
        end = line.find('"', at)
        if end < 0:
            parts.append(line[at:])
            following = next(source.rest, None)
            if following is None:
                return "".join(parts), line, len(line)
            parts.append(source.end)
            line, at = source.bare(following), 0
            continue
        parts.append(line[at:end])
        if line[end + 1 : end + 2] == '"':
            parts.append('"')
            at = end + 2
            continue
        # What stands between the closing quote and the delimiter belongs to the field too.
        stop = line.find(delimiter, end + 1)
        stop = len(line) if stop < 0 else stop
        parts.append(line[end + 1 : stop].rstrip() if line[end + 1 : stop].strip() else "")
        return "".join(parts), line, stop


def quoted(text: str) -> str:
    """A field within quotes."""
    return '"' + text.replace('"', '""') + '"'


def needs_quotes(text: str, delimiter: str) -> bool:
    """Whether a field would be misread without quotes."""
    return delimiter in text or '"' in text or "\n" in text or "\r" in text
