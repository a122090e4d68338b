"""Rows of a table as lines: padding, cutting, wrapping, the header and its dashes."""

from __future__ import annotations

from .cells import ELLIPSIS, cells, first_line, head, tail
from .columns import MINIMUM, fit
from .packets import CENTER, RIGHT
from .screen import Screen
from .style import RESET
from .wrapping import wrap

SMALLEST_SCREEN = 5


def _ended(cell: str) -> str:
    """A cell after which no colour of its own goes on."""
    return cell + RESET if "\x1b" in cell and not cell.rstrip().endswith(RESET) else cell


class TableWriter:
    """Writes the rows of one table. Columns whose width is -1 are hidden."""

    def __init__(self, widths: list[int], alignments: list[int], screen: Screen, hide_header: bool = False) -> None:
        self.screen = screen
        self.hide_header = hide_header
        self.disabled = screen.width < SMALLEST_SCREEN
        self.widths = fit(widths, screen.width)
        self.alignments = alignments
        self.shown = [index for index, width in enumerate(self.widths) if width >= MINIMUM]
        if not self.shown:
            self.disabled = True
        self.header_lines: list[str] = []
        self._plan = [(i, self.widths[i], alignments[i], i != len(widths) - 1) for i in self.shown]

    def write_header(self, labels: list[str], colours: list[str] | None = None) -> None:
        """Writes labels and dashes; colours are what goes before each column when the screen has colours."""
        if self.disabled:
            return
        dashes = [
            "-" * min(cells(label), width) if width > 0 else "" for label, width in zip(labels, self.widths)
        ]
        lines = self._many_lines(labels, self.alignments, colours)
        lines.append(self._one_line(dashes, self.alignments, colours))
        self.header_lines = lines
        if self.hide_header:
            return
        for line in lines:
            self.screen.write(line)

    def repeat_header(self) -> None:
        """Writes the header once more."""
        if not self.hide_header:
            for line in self.header_lines:
                self.screen.write(line)

    def write_row(self, values: list[str], wrapping: bool, alignments: list[int] | None = None) -> int:
        """Writes one row; how many lines it took."""
        if self.disabled:
            return 0
        if wrapping:
            lines = self._many_lines(values, alignments or self.alignments)
            for line in lines:
                self.screen.write(line)
            return len(lines)
        if alignments is None:
            self.screen.write(self._fast_line(values))
        else:
            self.screen.write(self._one_line(values, alignments))
        return 1

    def _fast_line(self, values: list[str]) -> str:
        """A row in the columns' own alignments; plain ASCII that fits takes the short way."""
        parts: list[str] = []
        count = len(values)
        for index, width, alignment, padded in self._plan:
            text = values[index] if index < count else ""
            if text.isascii() and len(text) <= width and text.isprintable():
                if alignment == RIGHT:
                    text = text.rjust(width)
                elif alignment == CENTER:
                    text = self._field(text, width, alignment, padded)
                elif padded:
                    text = text.ljust(width)
            else:
                text = _ended(self._field(text, width, alignment, padded))
            parts.append(text)
        return " ".join(parts)

    def _one_line(self, values: list[str], alignments: list[int], colours: list[str] | None = None) -> str:
        parts: list[str] = []
        for position, (index, width, _, padded) in enumerate(self._plan):
            text = self._field(values[index] if index < len(values) else "", width, alignments[index], padded)
            if position:
                text = " " + text
            parts.append(colours[index] + text + RESET if colours else _ended(text))
        return "".join(parts)

    def _many_lines(self, values: list[str], alignments: list[int], colours: list[str] | None = None) -> list[str]:
        columns: list[list[str]] = []
        last = len(self.shown) - 1
        for position, (index, width, _, _) in enumerate(self._plan):
            padded = position != last
            alignment = alignments[index]
            pieces = wrap(values[index] if index < len(values) else "", width, width)
            if padded or alignment in (RIGHT, CENTER):
                pieces = [self._field(piece, width, alignment, padded) if cells(piece) < width else piece for piece in pieces]
            if position:
                pieces = [" " + piece for piece in pieces]
            columns.append(pieces)
        height = max(len(pieces) for pieces in columns)
        lines = []
        for row in range(height):
            parts = []
            for position, pieces in enumerate(columns):
                if row < len(pieces):
                    piece = pieces[row]
                elif position == last:
                    piece = ""
                else:
                    piece = " " * (self.widths[self.shown[position]] + (1 if position else 0))
                parts.append(colours[self.shown[position]] + piece + RESET if colours and piece else _ended(piece))
            lines.append("".join(parts))
        return lines

    @staticmethod
    def _field(text: str, width: int, alignment: int, padded: bool) -> str:
        """One text as one cell: cut with an ellipsis, or padded."""
        text = first_line(text)
        size = cells(text)
        if size > width:
            room = width - 1
            if alignment == RIGHT:
                text = ELLIPSIS + tail(text, room)
            else:
                text = head(text, room) + ELLIPSIS
                if "\x1b" in text:
                    text += RESET
            size = cells(text)
        missing = width - size
        if missing > 0:
            if alignment == RIGHT:
                text = " " * missing + text
            elif alignment == CENTER:
                left = missing // 2
                text = " " * left + text
                if padded:
                    text += " " * (missing - left)
            elif padded:
                text += " " * missing
        return text
