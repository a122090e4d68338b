"""Objects of one shape to lines of fields: a writer is made once for the columns and asked for each object.

Knows the shapes that most objects have (a plain custom object whose properties are the columns, in order); it says so of
an object that is none of these, and its caller then goes the long way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.cmdlets import csv_text
from relayshell.objects.psobject import Member, PSCustomObject


class _Cells(dict[type, Callable[[Any], str]]):
    """How a value of each class is written in a cell, found out when the first such value comes."""

    def __init__(self, text: Callable[[Any], str], finish: Callable[[str], str]) -> None:
        super().__init__()
        self.text = text
        self.finish = finish

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        text, finish = self.text, self.finish
        made: Callable[[Any], str]
        if issubclass(kind, Member):
            made = _refuse
        elif kind is type(None):
            made = _nothing
        elif kind is str:
            made = finish
        elif finish is always and kind in (int, bool):
            made = '"{}"'.format
        else:

            def made(value: Any) -> str:
                return finish(text(value))

        self[kind] = made
        return made


class NotPlain(Exception):
    """An object that has more than values: a property that is computed or added as a member."""


def _refuse(value: Any) -> str:
    raise NotPlain


def _nothing(value: Any) -> str:
    return ""


def always(text: str) -> str:
    """A cell in quotes."""
    return '"' + text.replace('"', '""') + '"' if '"' in text else '"' + text + '"'


def as_it_is(text: str) -> str:
    """A cell without quotes."""
    return text


class Records:
    """Lines of fields for the objects of one call.

    columns    the names of the fields
    separator  what stands between them
    text       the text of a value that is neither null nor a text
    quoting    Always, AsNeeded or Never
    fields     the folded names of the columns to be put in quotes, which then count alone
    """

    def __init__(self, columns: list[str], separator: str, text: Callable[[Any], str], quoting: str, fields: set[str]) -> None:
        self.columns = columns
        self.separator = separator

        def as_needed(cell: str) -> str:
            return csv_text.quoted(cell) if csv_text.needs_quotes(cell, separator) else cell

        finish = {"Always": always, "AsNeeded": as_needed}.get(quoting, as_it_is)
        self.cells = _Cells(text, finish)
        self.by_column: list[_Cells] | None = None
        if fields:
            both = _Cells(text, as_it_is), _Cells(text, always)
            self.by_column = [both[name.lower() in fields] for name in columns]

    def line(self, values: Any) -> str:
        """The line of the values of the columns. Raises NotPlain when one is no value."""
        if self.by_column is None:
            cells = self.cells
            return self.separator.join([cells[value.__class__](value) for value in values])
        return self.separator.join([cells[value.__class__](value) for cells, value in zip(self.by_column, values)])

    def line_of(self, value: Any) -> str | None:
        """The line of an object, or None where it is not of the plain shape."""
        if value.__class__ is not PSCustomObject or value.type_names is not None and not _only_named(value.type_names):
            return None
        props = value.props
        if list(props) != self.columns:
            return None
        try:
            if self.by_column is None:
                cells = self.cells
                return self.separator.join([cells[each.__class__](each) for each in props.values()])
            return self.line(props.values())
        except NotPlain:
            return None


def _only_named(names: list[str]) -> bool:
    """Whether type names bring no properties of their own."""
    from relayshell.objects import typedata

    return typedata.table().members(tuple(names)) is None
