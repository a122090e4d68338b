"""The second half of formatting: packets to lines.

Takes packets and objects that are none in the order they come. Rows wait where widths depend on them: to
the end of their group with auto size, and otherwise (when no width is given for the first column) until
the group ends, the wait has lasted WAIT seconds, or rows are as many as LONGEST_WAIT.
"""

from __future__ import annotations

import time
from typing import Any

from relayshell.errors import ShellError

from .cells import cells
from .list_writer import write_list
from .packets import (
    CUSTOM, LEFT, LIST, TABLE, TEXT, WIDE, FormatEndData, FormatEntryData, FormatStartData, GroupEndData, GroupStartData, ListShape, Packet,
    TableShape, WideShape,
)
from .columns import items_per_row
from .screen import Screen
from .style import RESET, PSStyle
from .table_writer import TableWriter
from .tree_writer import NO_WRAP, TreeWriter

WAIT = 0.3
LONGEST_WAIT = 10_000


class Layout:
    """Lays packets out on a screen. patient: wait for whole groups, however long they take."""

    def __init__(self, screen: Screen, style: PSStyle | None = None, patient: bool = False) -> None:
        self.screen = screen
        self.style = style
        self.patient = patient
        self.start: FormatStartData | None = None
        self.group: GroupStartData | None = None
        self.groups_before = 0
        self.waiting: list[Packet] | None = None
        self.deadline = 0.0
        self.hint: Any = None
        self.table: TableWriter | None = None
        self.wide_row: list[str] = []
        self.wide_columns = 0
        self.lines_since_header = 0

    def add(self, packet: Packet) -> None:
        """Takes the next packet."""
        if self.waiting is not None:
            self._wait(packet)
        else:
            self._show(packet)

    def end(self) -> None:
        """Ends what was not ended."""
        if self.waiting is not None:
            self._stop_waiting()
        if self.group is not None:
            self._group_end()
        if self.start is not None:
            self._format_end()

    # Waiting

    def _wait(self, packet: Packet) -> None:
        if packet.__class__ is FormatEntryData:
            assert self.waiting is not None
            self.waiting.append(packet)
            assert self.start is not None
            if not self.start.auto_size and (
                len(self.waiting) >= LONGEST_WAIT
                or (not self.patient and len(self.waiting) & 15 == 0 and time.monotonic() > self.deadline)
            ):
                self._stop_waiting()
            return
        self._stop_waiting()
        self._show(packet)

    def _stop_waiting(self) -> None:
        """The widths of what waited become those of the group; then all of it is shown."""
        waiting, self.waiting = self.waiting, None
        assert waiting is not None and self.start is not None
        shape = self.start.shape
        if any(packet.__class__ is FormatEntryData and not packet.out_of_band for packet in waiting):  # type: ignore[attr-defined]
            if isinstance(shape, TableShape):
                self.hint = _longest_cells(shape, waiting)
            else:
                self.hint = max(
                    (cells(p.content) for p in waiting if p.__class__ is FormatEntryData and p.kind == WIDE), default=0,  # type: ignore[attr-defined]
                )
        self._group_begin()
        for packet in waiting:
            self._show(packet)

    # Showing

    def _show(self, packet: Packet) -> None:
        kind = packet.__class__
        if self.start is None and kind is not FormatStartData and not (kind is FormatEntryData and packet.out_of_band):  # type: ignore[attr-defined]
            raise _out_of_sequence(packet)
        if kind is FormatEntryData:
            if packet.out_of_band:  # type: ignore[attr-defined]
                self._out_of_band(packet)  # type: ignore[arg-type]
            else:
                self._entry(packet)  # type: ignore[arg-type]
        elif kind is FormatStartData:
            if self.start is not None:
                self.end()
            self.start = packet  # type: ignore[assignment]
            self.groups_before = 0
            self.screen.write("")
        elif kind is GroupStartData:
            self.group = packet  # type: ignore[assignment]
            self.hint = None
            if self.start is not None and self._must_wait(self.start):
                self.waiting = []
                self.deadline = time.monotonic() + WAIT
            else:
                self._group_begin()
        elif kind is GroupEndData:
            self._group_end()
        elif kind is FormatEndData:
            self._format_end()

    def _must_wait(self, start: FormatStartData) -> bool:
        shape = start.shape
        if isinstance(shape, TableShape):
            return start.auto_size or bool(shape.widths and shape.widths[0] == 0)
        return start.auto_size and isinstance(shape, WideShape)

    def _group_begin(self) -> None:
        assert self.start is not None and self.group is not None
        if self.group.header is not None:
            if self.groups_before:
                self.screen.write("")
            TreeWriter(self.screen, self.screen.width).write(self._accented(self.group.header))
        self.groups_before += 1
        shape = self.start.shape
        if isinstance(shape, TableShape):
            widths = self.hint if self.hint is not None else shape.widths
            self.table = TableWriter(widths, shape.alignments, self.screen, shape.hide_header)
            self.table.write_header(shape.labels, self._header_colours(shape))
            self.lines_since_header = 0
        elif isinstance(shape, WideShape):
            self.wide_columns = items_per_row(self.hint, self.screen.width) if self.hint else (shape.columns or 2)
            self.table = TableWriter([0] * self.wide_columns, [LEFT] * self.wide_columns, self.screen)
            self.wide_row = []

    def _group_end(self) -> None:
        if self.wide_row:
            self._wide_flush()
        self.table = None
        self.group = None

    def _format_end(self) -> None:
        start, self.start = self.start, None
        if start is not None and not isinstance(start.shape, ListShape):
            self.screen.write("")

    def _entry(self, entry: FormatEntryData) -> None:
        if entry.kind == TABLE:
            if self.table is not None:
                if self.screen.height:
                    self._new_page(self.table)
                self.lines_since_header += self.table.write_row(entry.content, entry.wrap, entry.aligns)
        elif entry.kind == LIST:
            write_list(entry.content, self.screen, self._accent())
            self.screen.write("")
        elif entry.kind == WIDE:
            self.wide_row.append(entry.content)
            if len(self.wide_row) == self.wide_columns:
                self._wide_flush()
        elif entry.kind == TEXT:
            self.screen.write_text(entry.content)
        else:
            TreeWriter(self.screen, self.screen.width).write(entry.content)

    def _new_page(self, table: TableWriter) -> None:
        """Shows the header again where a page is full, if it is to be repeated."""
        assert self.start is not None
        if self.start.shape.repeat_header and self.lines_since_header + len(table.header_lines) >= self.screen.height - 1:
            self.screen.write("")
            table.repeat_header()
            self.lines_since_header = 0

    def _wide_flush(self) -> None:
        row, self.wide_row = self.wide_row, []
        if self.table is not None:
            self.table.write_row(row + [""] * (self.wide_columns - len(row)), False)

    def _out_of_band(self, entry: FormatEntryData) -> None:
        if entry.stream == "Error" and entry.kind == CUSTOM and self.screen.write_error is not None:
            TreeWriter(Screen(NO_WRAP, self.screen.write_error), NO_WRAP).write(entry.content)
        elif entry.kind == TEXT:
            self.screen.write_text(entry.content)
        elif entry.kind == LIST:
            self.screen.write("")
            write_list(entry.content, self.screen, self._accent())
            self.screen.write("")
        else:
            TreeWriter(self.screen, NO_WRAP).write(entry.content)

    # Colour

    def _accent(self) -> str:
        return self.style.formatting["FormatAccent"] if self.style is not None and self.screen.colour else ""

    def _accented(self, header: list[Any]) -> list[Any]:
        accent = self._accent()
        if accent and header and header[0].__class__ is str:
            return [accent + header[0] + RESET, *header[1:]]
        return header

    def _header_colours(self, shape: TableShape) -> list[str] | None:
        if self.style is None or not self.screen.colour:
            return None
        usual = self.style.formatting["TableHeader"]
        custom = self.style.formatting["CustomTableHeaderLabel"]
        matches = shape.header_matches
        return [usual if matches is None or matches[i] else custom for i in range(len(shape.labels))]


def _longest_cells(shape: TableShape, waiting: list[Packet]) -> list[int]:
    longest = [cells(label) for label in shape.labels]
    count = len(longest)
    for packet in waiting:
        if packet.__class__ is FormatEntryData and packet.kind == TABLE:  # type: ignore[attr-defined]
            for index, text in enumerate(packet.content):  # type: ignore[attr-defined]
                size = len(text)
                if index < count and (size > longest[index] or not text.isascii()):
                    size = cells(text)
                    if size > longest[index]:
                        longest[index] = size
    return longest


def _out_of_sequence(packet: Packet) -> ShellError:
    """A packet before the one that begins a format: someone took it out of what a Format-* command made."""
    from relayshell.objects.errorrecord import ErrorDetails
    from relayshell.objects.exceptions import NetException
    from relayshell.objects.typeof import type_of

    kind = getattr(packet, "kind", None)
    command = {TABLE: "format-table", LIST: "format-list", WIDE: "format-wide", CUSTOM: "format-custom"}.get(kind, "format-*")  # type: ignore[arg-type]
    words = "Operation is not valid due to the current state of the object."
    return ShellError(
        words, "ConsoleLineOutputOutOfSequencePacket", "InvalidData", exception=NetException("System.InvalidOperationException", words),
        details=ErrorDetails(
            f'The object of type "{type_of(packet).full_name}" is not valid or not in the correct sequence. This is likely caused by a '
            f'user-specified "{command}" command which is conflicting with the default formatting.'
        ),
    )
