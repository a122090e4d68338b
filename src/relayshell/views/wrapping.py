"""Breaking a text into lines of a width: at spaces where that serves, within words where it must."""

from __future__ import annotations

from collections.abc import Iterator

from .cells import ESCAPES, cells, char_cells
from .style import RESET

SOFT_HYPHEN = "\u00ad"
HARD_HYPHEN = "\u2011"
_RESETS = (RESET, "\x1b[m")
NO_BREAK_SPACE = "\u00a0"


def split_lines(text: str) -> list[str]:
    """The lines of a text, whichever line ends it has."""
    if "\n" not in text and "\r" not in text:
        return [text]
    lines = text.replace("\r", "").split("\n")
    return carried(lines) if "\x1b" in text else lines


def carried(lines: list[str]) -> list[str]:
    """Lines of one text, of which each ends the colours that are on at its end, and the next begins with them."""
    if len(lines) < 2:
        return lines
    found = []
    active = ""
    for line in lines:
        text = active + line
        for match in ESCAPES.finditer(line):
            sequence = match.group()
            if sequence in _RESETS:
                active = ""
            elif sequence.endswith("m"):
                active += sequence
        found.append(text + RESET if active else text)
    return found


def wrap(text: str, first_width: int, following_width: int) -> list[str]:
    """The text in lines: the first at most first_width cells wide, the others following_width.

    Spaces stay at the ends of lines, as in PowerShell. A text's own line breaks hold; each of its lines
    begins with first_width anew.
    """
    if not text:
        return [text]
    lines: list[str] = []
    for line in split_lines(text):
        if cells(line) <= first_width:
            lines.append(line)
        else:
            pieces: list[str] = []
            _wrap_line(line, first_width, following_width, pieces)
            lines += carried(pieces) if "\x1b" in line else pieces
    return lines


def _wrap_line(line: str, first_width: int, following_width: int, lines: list[str]) -> None:
    width = left = first_width
    first = True
    current: list[str] = []
    for word, delimiter in words(line):
        if delimiter == SOFT_HYPHEN:
            if cells(word) + 1 == left:
                word += "-"
        else:
            word += delimiter
        size = cells(word)
        if width <= 0:
            if first:
                first = False
                width = following_width
            if width <= 0:
                break
            left = width
        if size > width:
            for piece in _pieces(word):
                size = 0 if len(piece) > 1 else char_cells(piece)
                if size > width:
                    piece, size = "?", 1
                if size > left:
                    lines.append("".join(current))
                    current = [piece]
                    if first:
                        first = False
                        width = following_width
                    left = width - size
                else:
                    current.append(piece)
                    left -= size
        elif size > left:
            lines.append("".join(current))
            current = [word]
            if first:
                first = False
                width = following_width
            left = width - size
        else:
            current.append(word)
            left -= size
    lines.append("".join(current))


def _pieces(word: str) -> Iterator[str]:
    """Characters, and whole escape sequences."""
    if "\x1b" not in word:
        yield from word
        return
    at = 0
    for match in ESCAPES.finditer(word):
        yield from word[at : match.start()]
        yield match.group()
        at = match.end()
    yield from word[at:]


def words(line: str) -> Iterator[tuple[str, str]]:
    """Words, each with the character that ended it: a space, a tab, a soft hyphen or nothing."""
    current: list[str] = []
    for char in line:
        if char == " " or char == "\t" or char == SOFT_HYPHEN:
            yield "".join(current), char
            current = []
        elif char == NO_BREAK_SPACE:
            current.append(" ")
        elif char == HARD_HYPHEN:
            current.append("-")
        else:
            current.append(char)
    yield "".join(current), ""
