"""Views as the text of a .ps1xml file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

from .definitions import Binding, CustomBody, Indented, LineEnds, Selector, Show, View
from .expressions import Expression
from .kinds import CUSTOM, LIST, TABLE

_ALIGNMENTS = ("", "Left", "Center", "Right")


def file_text(definitions: Iterable[Any], with_scripts: bool) -> str:
    """The file for what Get-FormatData gave; without scripts, views that have any stay out."""
    root = ElementTree.Element("Configuration")
    views = ElementTree.SubElement(root, "ViewDefinitions")
    written: set[int] = set()
    for definition in definitions:
        for each in definition.fields["FormatViewDefinition"]:
            view = each.view
            if id(view) in written:
                continue
            written.add(id(view))
            made = _view(view)
            if with_scripts or made.find(".//ScriptBlock") is None:
                views.append(made)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _add(parent: Any, tag: str, text: Any = None) -> Any:
    made = ElementTree.SubElement(parent, tag)
    if text is not None:
        made.text = str(text)
    return made


def _view(view: View) -> Any:
    if view.source is not None:
        return view.source
    made = ElementTree.Element("View")
    _add(made, "Name", view.name)
    _selected(_add(made, "ViewSelectedBy"), view.selectors)
    if view.group_by is not None:
        group = _add(made, "GroupBy")
        _expression(group, view.group_by.expression)
        if view.group_by.label:
            _add(group, "Label", view.group_by.label)
    if view.out_of_band:
        _add(made, "OutOfBand")
    {TABLE: _table, LIST: _list, CUSTOM: _custom}.get(view.kind, _wide)(made, view.body)
    return made


def _selected(element: Any, selectors: list[Selector]) -> None:
    for selector in selectors:
        tag = "SelectionSetName" if selector.is_set else "TypeName"
        if selector.condition is not None:
            element_of = _add(element, "SelectionCondition")
            _add(element_of, tag, selector.name)
            _expression(element_of, selector.condition)
        else:
            _add(element, tag, selector.name)


def _entry_selected(element: Any, selectors: list[Selector]) -> None:
    if selectors:
        _selected(_add(element, "EntrySelectedBy"), selectors)


def _expression(element: Any, expression: Expression) -> None:
    if expression.block is not None:
        _add(element, "ScriptBlock", expression.text)
    else:
        _add(element, "PropertyName", expression.text)


def _show(element: Any, show: Show) -> None:
    if show.expression is not None:
        _expression(element, show.expression)
    elif show.text:
        _add(element, "Text", show.text)
    if show.format:
        _add(element, "FormatString", show.format)


def _table(view: Any, body: Any) -> None:
    table = _add(view, "TableControl")
    if body.auto_size:
        _add(table, "AutoSize")
    if body.hide_headers:
        _add(table, "HideTableHeaders")
    headers = _add(table, "TableHeaders")
    for column in body.columns:
        header = _add(headers, "TableColumnHeader")
        if column.label:
            _add(header, "Label", column.label)
        if column.width:
            _add(header, "Width", column.width)
        if column.alignment:
            _add(header, "Alignment", _ALIGNMENTS[column.alignment])
    rows = _add(table, "TableRowEntries")
    for row in body.rows:
        entry = _add(rows, "TableRowEntry")
        _entry_selected(entry, row.selectors)
        if row.wrap:
            _add(entry, "Wrap")
        items = _add(entry, "TableColumnItems")
        for show, alignment in zip(row.cells, row.alignments):
            item = _add(items, "TableColumnItem")
            if alignment:
                _add(item, "Alignment", _ALIGNMENTS[alignment])
            _show(item, show)


def _list(view: Any, body: Any) -> None:
    entries = _add(_add(view, "ListControl"), "ListEntries")
    for each in body.entries:
        entry = _add(entries, "ListEntry")
        _entry_selected(entry, each.selectors)
        items = _add(entry, "ListItems")
        for one in each.items:
            item = _add(items, "ListItem")
            if one.label:
                _add(item, "Label", one.label)
            if one.condition is not None:
                _expression(_add(item, "ItemSelectionCondition"), one.condition)
            _show(item, one.show)


def _wide(view: Any, body: Any) -> None:
    wide = _add(view, "WideControl")
    if body.auto_size:
        _add(wide, "AutoSize")
    if body.columns:
        _add(wide, "ColumnNumber", body.columns)
    entries = _add(wide, "WideEntries")
    for each in body.entries:
        entry = _add(entries, "WideEntry")
        _entry_selected(entry, each.selectors)
        _show(_add(entry, "WideItem"), each.show)


def _custom(view: Any, body: Any) -> None:
    entries = _add(_add(view, "CustomControl"), "CustomEntries")
    if not isinstance(body, CustomBody):
        _add(entries, "CustomEntry")
        return
    for each in body.entries:
        entry = _add(entries, "CustomEntry")
        _entry_selected(entry, each.selectors)
        _items(_add(entry, "CustomItem"), each.items)


def _items(element: Any, items: list[Any]) -> None:
    for item in items:
        if isinstance(item, str):
            _add(element, "Text", item)
        elif isinstance(item, LineEnds):
            made = _add(element, "NewLine")
            if item.count > 1:
                _add(made, "Count", item.count)
        elif isinstance(item, Indented):
            frame = _add(element, "Frame")
            for tag, number in (("LeftIndent", item.left), ("RightIndent", item.right), ("FirstLineIndent", item.first_line)):
                if number > 0:
                    _add(frame, tag, number)
            if item.first_line < 0:
                _add(frame, "FirstLineHanging", -item.first_line)
            _items(_add(frame, "CustomItem"), item.items)
        elif isinstance(item, Binding):
            _binding(element, item)


def _binding(element: Any, item: Binding) -> None:
    made = _add(element, "ExpressionBinding")
    _show(made, item.show)
    if item.condition is not None:
        _expression(_add(made, "ItemSelectionCondition"), item.condition)
    if item.enumerate:
        _add(made, "EnumerateCollection")
    if isinstance(item.control, str):
        _add(made, "CustomControlName", item.control)
    elif isinstance(item.control, CustomBody):
        _custom(made, item.control)
