"""The views that come with the shell: facts, read when a type is first met that has some.

A `(computed)` value is a function of ours, found by the view's name and the column's label.
"""

from __future__ import annotations

import os
from functools import lru_cache
from importlib import import_module
from typing import Any

from .definitions import (
    Column, GroupBy, ListBody, ListEntry, ListItem, RowEntry, Selector, Show, TableBody, View, WideBody, WideEntry,
)
from .expressions import Expression
from .kinds import CUSTOM, LIST, TABLE, WIDE
from .packets import CENTER, LEFT, RIGHT, UNDEFINED

COMPUTED = "(computed)"
_ALIGNMENTS = {"Left": LEFT, "Right": RIGHT, "Center": CENTER}


MORE: list[str] = []
"""Modules of the floors above whose `rows()` are more views, read with the others."""


@lru_cache(maxsize=1)
def _rows() -> dict[str, list[Any]]:
    """The facts by folded type name: each a list of [order, row]."""
    import json

    by_type: dict[str, list[Any]] = {}
    with open(os.path.join(os.path.dirname(__file__), "builtin.json"), encoding="utf-8") as file:
        text = file.read()
    rows = json.loads(text)
    for module in MORE:
        rows += import_module(module).rows()
    for order, row in enumerate(rows):
        for name in row["types"]:
            by_type.setdefault(name.lower(), []).append((order, row))
    return by_type


_made: dict[int, View] = {}


def builtin_views(names: Any) -> list[View]:
    """The views for types of these names, in the order of the facts."""
    rows = _rows()
    found: dict[int, Any] = {}
    for name in names:
        for order, row in rows.get(name.lower(), ()):
            found[order] = row
    return [_view(order, found[order]) for order in sorted(found)]


def all_builtin_views() -> list[View]:
    """Every view, in order."""
    found = {order: row for rows in _rows().values() for order, row in rows}
    return [_view(order, found[order]) for order in sorted(found)]


def _view(order: int, row: dict[str, Any]) -> View:
    view = _made.get(order)
    if view is None:
        view = _made[order] = _make(row)
    return view


def _make(row: dict[str, Any]) -> View:
    name, kind = row["view"], row["kind"]
    selectors = [Selector(each) for each in row["types"]]
    if kind == TABLE:
        columns = row["columns"]
        body: Any = TableBody(
            [Column(c.get("label"), c.get("width", 0), _ALIGNMENTS.get(c.get("align", ""), UNDEFINED)) for c in columns],
            [RowEntry([_show(name, c) for c in columns], [UNDEFINED] * len(columns), wrap=row.get("wrap", False))],
            row.get("autoSize", False),
        )
    elif kind == LIST:
        body = ListBody([ListEntry([ListItem(_show(name, item), item.get("label")) for item in row["items"]])])
    elif kind == WIDE:
        body = WideBody([WideEntry(_show(name, {"value": row["value"], "label": "wide"}))])
    else:
        from .computed import tree

        body = tree(name)
    group = None
    if "groupBy" in row:
        facts = row["groupBy"]
        from .computed import group_header

        group = GroupBy(_expression(name, "group", facts["value"]), facts.get("label"), group_header(name, facts["value"]))
    return View(name, kind, selectors, body, group, out_of_band=row.get("outOfBand", False))


def _show(view: str, item: dict[str, Any]) -> Show:
    return Show(_expression(view, item.get("label") or "", item["value"]), format=item.get("format"))


def _expression(view: str, label: str, value: str) -> Expression:
    if value != COMPUTED:
        return Expression(value)
    from .computed import function

    found = function(view, label)
    return Expression(function=found, text=label) if found is not None else Expression(label)


__all__ = ["CUSTOM", "all_builtin_views", "builtin_views"]
