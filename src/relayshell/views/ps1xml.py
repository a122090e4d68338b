"""Reads views from .ps1xml files.

The file is XML: Configuration/ViewDefinitions/View and, beside them, SelectionSets, Controls and
DefaultSettings. What is wrong with it is told with the file's name and the element.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

from .definitions import (
    Binding, Column, CustomBody, CustomEntry, GroupBy, Indented, LineEnds, ListBody, ListEntry, ListItem, RowEntry, Selector, Show, TableBody, View, WideBody, WideEntry,
)
from .expressions import Expression
from .kinds import CUSTOM, LIST, TABLE, WIDE
from .packets import CENTER, LEFT, RIGHT, UNDEFINED

_PARTS = {
    "Configuration": "DefaultSettings SelectionSets Controls ViewDefinitions",
    "View": "Name ViewSelectedBy OutOfBand GroupBy Controls TableControl ListControl WideControl CustomControl",
    "TableControl": "AutoSize HideTableHeaders TableHeaders TableRowEntries",
    "TableColumnHeader": "Label Width Alignment",
    "TableRowEntry": "Wrap EntrySelectedBy TableColumnItems",
    "TableColumnItem": "PropertyName ScriptBlock FormatString Alignment",
    "ListControl": "ListEntries",
    "ListEntry": "EntrySelectedBy ListItems",
    "ListItem": "PropertyName ScriptBlock Label FormatString ItemSelectionCondition",
    "WideControl": "AutoSize ColumnNumber WideEntries",
    "WideEntry": "EntrySelectedBy WideItem",
    "WideItem": "PropertyName ScriptBlock FormatString",
}
"""What may stand in an element; an element that is not named here is not looked at."""

_ALIGNMENTS = {"left": LEFT, "center": CENTER, "right": RIGHT}


class BadFormatFile(Exception):
    """A file that cannot be used; the text says why."""


class FormatFile:
    """What one file gives."""

    def __init__(self) -> None:
        self.views: list[View] = []
        self.sets: dict[str, list[str]] = {}
        self.controls: dict[str, CustomBody] = {}
        self.expansions: list[tuple[list[Selector], str]] = []


def parse_file(text: str, name: str, script: Callable[[str], Any]) -> FormatFile:
    """The views of a file's text. script makes script blocks. Raises BadFormatFile."""
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise BadFormatFile(f"{name}: the file is not well-formed XML: {error}") from None
    if _tag(root) != "Configuration":
        raise BadFormatFile(f"{name}: the root element is {_tag(root)}; it must be Configuration.")
    return _Reader(name, script).read(root)


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _child(element: Any, name: str) -> Any:
    for each in element:
        if _tag(each) == name:
            return each
    return None


def _children(element: Any, name: str) -> list[Any]:
    return [each for each in element if _tag(each) == name] if element is not None else []


def _text(element: Any, name: str) -> str | None:
    found = _child(element, name) if element is not None else None
    return None if found is None else (found.text or "").strip()


def _whole_text(element: Any) -> str:
    return element.text or ""


class _Reader:
    def __init__(self, name: str, script: Callable[[str], Any]) -> None:
        self.name = name
        self.script = script

    def read(self, root: Any) -> FormatFile:
        self._check(root)
        made = FormatFile()
        for group in _children(_child(root, "SelectionSets"), "SelectionSet"):
            types = _child(group, "Types")
            made.sets[(_text(group, "Name") or "").lower()] = [(each.text or "").strip() for each in _children(types, "TypeName")]
        made.controls = self._controls(_child(root, "Controls"))
        settings = _child(root, "DefaultSettings")
        for each in _children(_child(settings, "EnumerableExpansions") if settings is not None else None, "EnumerableExpansion"):
            made.expansions.append((self._selectors(_child(each, "EntrySelectedBy")), _text(each, "Expand") or "EnumOnly"))
        for each in _children(_child(root, "ViewDefinitions"), "View"):
            made.views.append(self._view(each))
        return made

    def _check(self, root: Any) -> None:
        for element in root.iter():
            legal = _PARTS.get(_tag(element))
            for tag in () if legal is None else map(_tag, element):
                if tag and tag not in legal.split():
                    raise self._fail(f"{tag} is not known in {_tag(element)}; what may stand there: {legal.replace(' ', ', ')}.")

    def _fail(self, message: str) -> BadFormatFile:
        return BadFormatFile(f"{self.name}: {message}")

    def _controls(self, element: Any) -> dict[str, CustomBody]:
        controls = {}
        for each in _children(element, "Control"):
            body = _child(each, "CustomControl")
            if body is not None:
                controls[(_text(each, "Name") or "").lower()] = self._custom(body)
        return controls

    def _view(self, element: Any) -> View:
        name = _text(element, "Name")
        if not name:
            raise self._fail("a View has no Name.")
        selected = _child(element, "ViewSelectedBy")
        if selected is None or not len(selected):
            raise self._fail(f"the view {name} has no ViewSelectedBy: it must say for which types it is.")
        for tag, kind, read in (
            ("TableControl", TABLE, self._table), ("ListControl", LIST, self._list), ("WideControl", WIDE, self._wide),
            ("CustomControl", CUSTOM, self._custom),
        ):
            body = _child(element, tag)
            if body is not None:
                break
        else:
            raise self._fail(f"the view {name} has no TableControl, ListControl, WideControl or CustomControl.")
        return View(
            name, kind, self._selectors(selected), read(body), self._group_by(_child(element, "GroupBy")),
            _child(element, "OutOfBand") is not None, self._controls(_child(element, "Controls")), self.name,
        )

    def _selectors(self, element: Any) -> list[Selector]:
        selectors: list[Selector] = []
        for each in element if element is not None else ():
            tag = _tag(each)
            if tag == "TypeName":
                selectors.append(Selector((each.text or "").strip()))
            elif tag == "SelectionSetName":
                selectors.append(Selector((each.text or "").strip(), is_set=True))
            elif tag == "SelectionCondition":
                condition = self._expression(each)
                name = _text(each, "TypeName")
                selectors.append(Selector(name or _text(each, "SelectionSetName") or "", name is None, condition))
        return selectors

    def _expression(self, element: Any) -> Expression | None:
        name = _text(element, "PropertyName")
        if name:
            return Expression(name)
        block = _child(element, "ScriptBlock")
        if block is None:
            return None
        text = _whole_text(block)
        return Expression(block=self.script(text), text=text)

    def _show(self, element: Any) -> Show:
        expression = self._expression(element)
        if expression is None:
            return Show(text=_text(element, "Text") or "")
        return Show(expression, format=_text(element, "FormatString") or None)

    def _group_by(self, element: Any) -> GroupBy | None:
        if element is None:
            return None
        expression = self._expression(element)
        if expression is None:
            raise self._fail("a GroupBy has neither PropertyName nor ScriptBlock.")
        control: Any = _text(element, "CustomControlName")
        own = _child(element, "CustomControl")
        if own is not None:
            control = self._custom(own)
        return GroupBy(expression, _text(element, "Label") or None, control)

    def _entries(self, element: Any, many: str, one: str) -> list[tuple[Any, list[Selector]]]:
        found = _children(_child(element, many), one)
        if not found:
            raise self._fail(f"{_tag(element)} has no {one}.")
        return [(each, self._selectors(_child(each, "EntrySelectedBy"))) for each in found]

    def _table(self, element: Any) -> TableBody:
        columns = [
            Column(_text(each, "Label") or None, self._number(each, "Width"), self._alignment(each))
            for each in _children(_child(element, "TableHeaders"), "TableColumnHeader")
        ]
        rows = []
        for each, selectors in self._entries(element, "TableRowEntries", "TableRowEntry"):
            items = _children(_child(each, "TableColumnItems"), "TableColumnItem")
            if columns and len(items) != len(columns):
                raise self._fail(f"a TableRowEntry has {len(items)} TableColumnItems, but there are {len(columns)} TableColumnHeaders.")
            rows.append(RowEntry(
                [self._show(item) for item in items], [self._alignment(item) for item in items], selectors, _child(each, "Wrap") is not None,
            ))
        return TableBody(columns, rows, _child(element, "AutoSize") is not None, _child(element, "HideTableHeaders") is not None)

    def _number(self, element: Any, name: str) -> int:
        text = _text(element, name)
        if not text:
            return 0
        if not text.lstrip("-").isdigit():
            raise self._fail(f"the {name} \"{text}\" is not a number.")
        return int(text)

    def _alignment(self, element: Any) -> int:
        text = _text(element, "Alignment")
        if not text:
            return UNDEFINED
        if text.lower() not in _ALIGNMENTS:
            raise self._fail(f"the Alignment \"{text}\" is not Left, Center or Right.")
        return _ALIGNMENTS[text.lower()]

    def _list(self, element: Any) -> ListBody:
        entries = []
        for each, selectors in self._entries(element, "ListEntries", "ListEntry"):
            items = []
            for item in _children(_child(each, "ListItems"), "ListItem"):
                condition = _child(item, "ItemSelectionCondition")
                items.append(ListItem(self._show(item), _text(item, "Label") or None, self._expression(condition) if condition is not None else None))
            entries.append(ListEntry(items, selectors))
        return ListBody(entries)

    def _wide(self, element: Any) -> WideBody:
        entries = [
            WideEntry(self._show(_child(each, "WideItem")), selectors)
            for each, selectors in self._entries(element, "WideEntries", "WideEntry")
        ]
        return WideBody(entries, self._number(element, "ColumnNumber"), _child(element, "AutoSize") is not None)

    def _custom(self, element: Any) -> CustomBody:
        return CustomBody([
            CustomEntry(self._items(_child(each, "CustomItem")), selectors)
            for each, selectors in self._entries(element, "CustomEntries", "CustomEntry")
        ])

    def _items(self, element: Any) -> list[Any]:
        items: list[Any] = []
        for each in element if element is not None else ():
            tag = _tag(each)
            if tag == "Text":
                items.append(_whole_text(each))
            elif tag == "NewLine":
                items.append(LineEnds(self._number(each, "Count") or 1))
            elif tag == "Frame":
                first = self._number(each, "FirstLineIndent") - self._number(each, "FirstLineHanging")
                items.append(Indented(
                    self._items(_child(each, "CustomItem")), self._number(each, "LeftIndent"), self._number(each, "RightIndent"), first,
                ))
            elif tag == "ExpressionBinding":
                items.append(self._binding(each))
        return items

    def _binding(self, element: Any) -> Binding:
        condition = _child(element, "ItemSelectionCondition")
        control: Any = _text(element, "CustomControlName") or None
        own = _child(element, "CustomControl")
        if own is not None:
            control = self._custom(own)
        return Binding(
            self._show(element), self._expression(condition) if condition is not None else None,
            _child(element, "EnumerateCollection") is not None, control,
        )
