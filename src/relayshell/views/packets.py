"""Format packets: what Format-* cmdlets write and Out-* cmdlets read.

A script sees them as Microsoft.PowerShell.Commands.Internal.Format.FormatStartData and its kin. They
hold texts, never the objects the texts were made of.
"""

from __future__ import annotations

from typing import Any

LEFT, CENTER, RIGHT, UNDEFINED = 1, 2, 3, 0
"""Alignments, numbered as in .NET."""


class Packet:
    """Any format packet; class_id tells kinds apart across a deserialization."""

    __slots__ = ()


class TableShape:
    """A table's columns: labels, widths (0 is to be chosen), alignments."""

    __slots__ = ("labels", "widths", "alignments", "hide_header", "repeat_header", "header_matches")

    def __init__(
        self, labels: list[str], widths: list[int], alignments: list[int], hide_header: bool = False, repeat_header: bool = False,
        header_matches: list[bool] | None = None,
    ) -> None:
        self.labels = labels
        self.widths = widths
        self.alignments = alignments
        self.hide_header = hide_header
        self.repeat_header = repeat_header
        self.header_matches = header_matches
        """Whether each label is the name of the property itself: other labels have a colour of their own."""


class ListShape:
    """A list has no shape of its own."""

    __slots__ = ()


class WideShape:
    """How many columns the user asked for; 0 is to be chosen."""

    __slots__ = ("columns",)

    def __init__(self, columns: int = 0) -> None:
        self.columns = columns


class CustomShape:
    """A custom view has no shape of its own."""

    __slots__ = ()


class FormatStartData(Packet):
    """The beginning of a document: its shape and whether widths wait for all rows."""

    __slots__ = ("shape", "auto_size")

    def __init__(self, shape: Any, auto_size: bool = False) -> None:
        self.shape = shape
        self.auto_size = auto_size


class GroupStartData(Packet):
    """The beginning of a group; header is a tree (see FormatEntryData) or None."""

    __slots__ = ("header",)

    def __init__(self, header: list[Any] | None = None) -> None:
        self.header = header


class GroupEndData(Packet):
    """The end of a group."""

    __slots__ = ()


class FormatEndData(Packet):
    """The end of a document."""

    __slots__ = ()


TABLE, LIST, WIDE, CUSTOM, TEXT = "table", "list", "wide", "custom", "text"


class FormatEntryData(Packet):
    """One object. kind says what `content` is:

    table   cells, a list of texts; wrap says whether they break into lines; aligns overrides the columns' alignments
    list    pairs of label and text
    wide    one text
    custom  a tree: texts, NEW_LINE, and Frames that hold more
    text    lines as they are
    """

    __slots__ = ("kind", "content", "out_of_band", "wrap", "aligns", "stream")

    def __init__(self, kind: str, content: Any, out_of_band: bool = False) -> None:
        self.kind = kind
        self.content = content
        self.out_of_band = out_of_band
        self.wrap = False
        self.aligns: list[int] | None = None
        self.stream: str | None = None
        """Error, Warning, Verbose, Debug or Information for records that were merged into the output."""


class NewLine:
    """The end of a line in a tree."""

    __slots__ = ()


NEW_LINE = NewLine()


class Frame:
    """Part of a tree that is set off: cells at the left, at the right, and for the first line alone.

    A first line below zero hangs out to the left.
    """

    __slots__ = ("items", "left", "right", "first_line")

    def __init__(self, items: list[Any], left: int = 0, right: int = 0, first_line: int = 0) -> None:
        self.items = items
        self.left = left
        self.right = right
        self.first_line = first_line
