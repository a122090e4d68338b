"""The objects that Get-FormatData gives, or that scripts build, as the text of a .ps1xml file.

Views of one name and control that several definitions share are written once, for all their types. A control that a view
names is written where it is used, as in what Get-FormatData shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from xml.etree import ElementTree

from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text


def file_text(definitions: Iterable[Any], with_scripts: bool) -> str:
    """The file for definitions; without scripts, each script is written as one that gives nothing."""
    root = ElementTree.Element("Configuration")
    views = _add(root, "ViewDefinitions")
    written: dict[int, Any] = {}
    for definition in map(unwrap, definitions):
        names = [to_text(each) for each in definition.fields["TypeNames"]]
        for each in map(unwrap, definition.fields["FormatViewDefinition"]):
            selected = written.get(id(each))
            if selected is None:
                selected = written[id(each)] = _view(views, each)
            for name in names:
                _add(selected, "TypeName", name)
    if not with_scripts:
        for script in root.iter("ScriptBlock"):
            script.text = ";"
    return '<?xml version="1.0" encoding="utf-8"?>' + ElementTree.tostring(root, encoding="unicode")


def _add(parent: Any, tag: str, text: Any = None) -> Any:
    made = ElementTree.SubElement(parent, tag)
    if text is not None:
        made.text = to_text(text)
    return made


def _part(value: Any, name: str) -> Any:
    return unwrap(value.fields.get(name))


def _parts(value: Any, name: str) -> list[Any]:
    return [unwrap(each) for each in _part(value, name) or ()]


def _texts(parent: Any, value: Any, *names: str) -> None:
    """An element for each property that says something."""
    for name in names:
        text = _part(value, name)
        if text:
            _add(parent, name, text)


def _flags(parent: Any, value: Any, *names: str) -> None:
    for name in names:
        if _part(value, name):
            _add(parent, name)


def _view(views: Any, definition: Any) -> Any:
    """Writes a view; gives the element that its types go into."""
    made = _add(views, "View")
    _texts(made, definition, "Name")
    selected = _add(made, "ViewSelectedBy")
    control = _part(definition, "Control")
    group = _part(control, "GroupBy")
    if group is not None:
        element = _add(made, "GroupBy")
        _display(element, _part(group, "Expression"))
        _texts(element, group, "Label")
        if _part(group, "CustomControl") is not None:
            _custom(element, _part(group, "CustomControl"))
    _flags(made, control, "OutOfBand")
    _CONTROLS[control.net_type.name](made, control)
    return selected


def _display(parent: Any, entry: Any) -> None:
    if entry is not None:
        _add(parent, "ScriptBlock" if to_text(_part(entry, "ValueType")) == "ScriptBlock" else "PropertyName", _part(entry, "Value"))


def _condition(parent: Any, value: Any) -> None:
    condition = _part(value, "ItemSelectionCondition")
    if condition is not None:
        _display(_add(parent, "ItemSelectionCondition"), condition)


def _entry_selected(parent: Any, selected: Any) -> None:
    if selected is None:
        return
    element = _add(parent, "EntrySelectedBy")
    for name in _parts(selected, "TypeNames"):
        _add(element, "TypeName", name)
    for condition in _parts(selected, "SelectionCondition"):
        made = _add(element, "SelectionCondition")
        if condition.view is not None:
            _add(made, "SelectionSetName" if condition.view.is_set else "TypeName", condition.view.name)
        _display(made, condition)


def _alignment(parent: Any, value: Any) -> None:
    alignment = to_text(_part(value, "Alignment"))
    if alignment not in ("", "Undefined"):
        _add(parent, "Alignment", alignment)


def _table(view: Any, control: Any) -> None:
    table = _add(view, "TableControl")
    _flags(table, control, "AutoSize", "HideTableHeaders")
    headers = _add(table, "TableHeaders")
    for each in _parts(control, "Headers"):
        header = _add(headers, "TableColumnHeader")
        _texts(header, each, "Label", "Width")
        _alignment(header, each)
    rows = _add(table, "TableRowEntries")
    for each in _parts(control, "Rows"):
        row = _add(rows, "TableRowEntry")
        _flags(row, each, "Wrap")
        _entry_selected(row, _part(each, "SelectedBy"))
        items = _add(row, "TableColumnItems")
        for column in _parts(each, "Columns"):
            item = _add(items, "TableColumnItem")
            _alignment(item, column)
            _texts(item, column, "FormatString")
            _display(item, _part(column, "DisplayEntry"))


def _list(view: Any, control: Any) -> None:
    entries = _add(_add(view, "ListControl"), "ListEntries")
    for each in _parts(control, "Entries"):
        entry = _add(entries, "ListEntry")
        _entry_selected(entry, _part(each, "EntrySelectedBy"))
        items = _add(entry, "ListItems")
        for one in _parts(each, "Items"):
            item = _add(items, "ListItem")
            _texts(item, one, "Label", "FormatString")
            _condition(item, one)
            _display(item, _part(one, "DisplayEntry"))


def _wide(view: Any, control: Any) -> None:
    wide = _add(view, "WideControl")
    if _part(control, "Columns"):
        _add(wide, "ColumnNumber", _part(control, "Columns"))
    _flags(wide, control, "AutoSize")
    entries = _add(wide, "WideEntries")
    for each in _parts(control, "Entries"):
        entry = _add(entries, "WideEntry")
        _entry_selected(entry, _part(each, "EntrySelectedBy"))
        item = _add(entry, "WideItem")
        _display(item, _part(each, "DisplayEntry"))
        _texts(item, each, "FormatString")


def _custom(parent: Any, control: Any) -> None:
    entries = _add(_add(parent, "CustomControl"), "CustomEntries")
    for each in _parts(control, "Entries"):
        entry = _add(entries, "CustomEntry")
        _entry_selected(entry, _part(each, "SelectedBy"))
        _items(_add(entry, "CustomItem"), each)


def _items(element: Any, holder: Any) -> None:
    for each in _parts(holder, "CustomItems"):
        kind = each.net_type.name
        if kind == "CustomItemText":
            _add(element, "Text", _part(each, "Text"))
        elif kind == "CustomItemNewline":
            for _ in range(int(_part(each, "Count") or 1)):
                _add(element, "NewLine")
        elif kind == "CustomItemFrame":
            frame = _add(element, "Frame")
            _texts(frame, each, "LeftIndent", "RightIndent", "FirstLineHanging", "FirstLineIndent")
            _items(_add(frame, "CustomItem"), each)
        else:
            _binding(_add(element, "ExpressionBinding"), each)


def _binding(made: Any, item: Any) -> None:
    _flags(made, item, "EnumerateCollection")
    _condition(made, item)
    _display(made, _part(item, "Expression"))
    if _part(item, "CustomControl") is not None:
        _custom(made, _part(item, "CustomControl"))


_CONTROLS: dict[str, Callable[[Any, Any], None]] = {"TableControl": _table, "ListControl": _list, "WideControl": _wide, "CustomControl": _custom}
