"""Views as data: which types they are for, and what they show of an object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .expressions import Expression
from .packets import UNDEFINED


@dataclass(slots=True)
class Selector:
    """A type (or the name of a set of types) that a view or an entry is for, perhaps only when a condition holds."""

    name: str
    is_set: bool = False
    condition: Expression | None = None


@dataclass(slots=True)
class Show:
    """A value to be shown: by property, script or function; a text when expression is None."""

    expression: Expression | None = None
    text: str = ""
    format: str | None = None


@dataclass(slots=True)
class Column:
    """The head of a table's column. width 0 is to be chosen."""

    label: str | None = None
    width: int = 0
    alignment: int = UNDEFINED


@dataclass(slots=True)
class RowEntry:
    """The cells of a row for some types; no selectors means for all."""

    cells: list[Show]
    alignments: list[int]
    selectors: list[Selector] = field(default_factory=list)
    wrap: bool = False


@dataclass(slots=True)
class TableBody:
    columns: list[Column]
    rows: list[RowEntry]
    auto_size: bool = False
    hide_headers: bool = False


@dataclass(slots=True)
class ListItem:
    show: Show
    label: str | None = None
    condition: Expression | None = None


@dataclass(slots=True)
class ListEntry:
    items: list[ListItem]
    selectors: list[Selector] = field(default_factory=list)


@dataclass(slots=True)
class ListBody:
    entries: list[ListEntry]


@dataclass(slots=True)
class WideEntry:
    show: Show
    selectors: list[Selector] = field(default_factory=list)


@dataclass(slots=True)
class WideBody:
    entries: list[WideEntry]
    columns: int = 0
    auto_size: bool = False


@dataclass(slots=True)
class Binding:
    """Part of a custom view: a value, perhaps gone through one by one, perhaps shown by a control of its own."""

    show: Show
    condition: Expression | None = None
    enumerate: bool = False
    control: "str | CustomBody | None" = None


@dataclass(slots=True)
class Indented:
    """Part of a custom view that is set off."""

    items: list[Any]
    left: int = 0
    right: int = 0
    first_line: int = 0


@dataclass(slots=True)
class LineEnds:
    """So many line ends in a custom view."""

    count: int = 1


@dataclass(slots=True)
class CustomEntry:
    """Texts, Bindings, Indented and LineEnds."""

    items: list[Any]
    selectors: list[Selector] = field(default_factory=list)


@dataclass(slots=True)
class CustomBody:
    entries: list[CustomEntry]


@dataclass(slots=True)
class GroupBy:
    """What groups are made by, and how a group's header reads: a label, or a control."""

    expression: Expression
    label: str | None = None
    control: "str | CustomBody | None" = None


@dataclass(slots=True)
class View:
    """One view. function makes the tree of a custom view by program, where its words depend on much."""

    name: str
    kind: str
    selectors: list[Selector]
    body: Any
    group_by: GroupBy | None = None
    out_of_band: bool = False
    controls: dict[str, CustomBody] = field(default_factory=dict)
    file: str = ""
