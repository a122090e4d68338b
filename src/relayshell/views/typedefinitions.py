"""Views as Get-FormatData gives them: ExtendedTypeDefinition and what hangs on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.enums import EnumValue, enum_member
from relayshell.objects.nettype import define_type, find_type, get_type
from relayshell.objects.typedata import add_built_in

from .builtin import all_builtin_views
from .controlbuilders import CREATE, NEW
from .definitions import Binding, Indented, LineEnds, Selector, Show, View
from .expressions import Expression
from .kinds import CUSTOM, LIST, TABLE, WIDE

_P = "System.Management.Automation."
_PARTS: dict[str, tuple[str, ...]] = {
    "ExtendedTypeDefinition": ("TypeNames", "FormatViewDefinition", "TypeName"),
    "FormatViewDefinition": ("Name", "Control"),
    "TableControl": ("Headers", "Rows", "AutoSize", "HideTableHeaders", "GroupBy", "OutOfBand"),
    "TableControlColumnHeader": ("Label", "Alignment", "Width"),
    "TableControlRow": ("Columns", "SelectedBy", "Wrap"),
    "TableControlColumn": ("Alignment", "DisplayEntry", "FormatString"),
    "ListControl": ("Entries", "GroupBy", "OutOfBand"),
    "ListControlEntry": ("Items", "EntrySelectedBy", "SelectedBy"),
    "ListControlEntryItem": ("Label", "DisplayEntry", "ItemSelectionCondition", "FormatString"),
    "WideControl": ("Entries", "Alignment", "Columns", "AutoSize", "GroupBy", "OutOfBand"),
    "WideControlEntryItem": ("DisplayEntry", "EntrySelectedBy", "SelectedBy", "FormatString"),
    "CustomControl": ("Entries", "GroupBy", "OutOfBand"),
    "CustomControlEntry": ("SelectedBy", "CustomItems"),
    "CustomItemText": ("Text",),
    "CustomItemNewline": ("Count",),
    "CustomItemFrame": ("LeftIndent", "RightIndent", "FirstLineHanging", "FirstLineIndent", "CustomItems"),
    "CustomItemExpression": ("Expression", "EnumerateCollection", "ItemSelectionCondition", "CustomControl"),
    "DisplayEntry": ("ValueType", "Value"),
    "EntrySelectedBy": ("TypeNames", "SelectionCondition"),
    "PSControlGroupBy": ("Expression", "Label", "CustomControl"),
}
_TYPES = {"AutoSize": "bool", "HideTableHeaders": "bool", "OutOfBand": "bool", "Wrap": "bool", "Width": "int", "Columns": "System.Object"}
_ALIGNMENTS = ("Undefined", "Left", "Center", "Right")


class Part:
    """One of these objects: its type and its properties, and the view or selector it was made of."""

    __slots__ = ("net_type", "fields", "view")

    def __init__(self, kind: str, view: View | Selector | None = None, **fields: Any) -> None:
        self.net_type = get_type(_P + kind)
        self.fields = fields
        self.view = view


_ELEMENTS = {
    "TypeNames": "System.String", "SelectedBy": "System.String", "FormatViewDefinition": _P + "FormatViewDefinition", "Headers": _P + "TableControlColumnHeader",
    "Rows": _P + "TableControlRow", "Columns": _P + "TableControlColumn", "Items": _P + "ListControlEntryItem", "SelectionCondition": _P + "DisplayEntry",
    "Entries": {"ListControl": _P + "ListControlEntry", "WideControl": _P + "WideControlEntryItem", "CustomControl": _P + "CustomControlEntry"},
}
"""What the lists of each property hold."""


def _reader(name: str) -> Any:
    element = _ELEMENTS.get(name, "System.Object")

    def read(part: Part) -> Any:
        value = part.fields.get(name)
        if value.__class__ is not list:
            return value
        from relayshell.objects.dotnet.lists import list_of

        shown = list_of(element if isinstance(element, str) else element[part.net_type.name], ())
        shown.items = value
        return shown

    return read


def _writer(name: str) -> Any:
    return lambda part, value: part.fields.__setitem__(name, value)


def _to_text(kind: str) -> Any:
    if kind == "ExtendedTypeDefinition":
        return lambda part: part.fields["TypeName"]
    if kind == "FormatViewDefinition":
        return lambda part: f"{part.fields['Name']} , {part.fields['Control'].net_type.name}"
    if kind == "DisplayEntry":
        return lambda part: f"{part.fields['ValueType'].name.lower()}: {part.fields['Value']}"
    return None


for _name, _values in (("Alignment", dict(zip(_ALIGNMENTS, range(4)))), ("DisplayEntryValueType", {"Property": 0, "ScriptBlock": 1})):
    if find_type(_P + _name) is None:
        define_type(_P + _name, "enum", "System.Enum", values=_values)
declare(_P + "PSControl")
for _kind, _names in _PARTS.items():
    declare(
        _P + _kind, Part, dynamic=True, base=_P + "PSControl" if _kind.endswith("Control") else "System.Object",
        get={name: _reader(name) for name in _names}, set={name: _writer(name) for name in _names}, to_text=_to_text(_kind),
        new={"*": NEW[_kind][0]} if _kind in NEW else None, statics={"Create": CREATE[_kind][0]} if _kind in CREATE else None,
        signatures=[
            *(f"{_TYPES.get(name, 'System.Object')} {name} {{get;set;}}" for name in _names), *(NEW[_kind][1] if _kind in NEW else ()),
            *((CREATE[_kind][1],) if _kind in CREATE else ()),
        ],
    )
add_built_in(_P + "ExtendedTypeDefinition", DefaultDisplayPropertySet=["TypeNames", "FormatViewDefinition"])
add_built_in(_P + "ListControlEntry", DefaultDisplayPropertySet=["Items", "EntrySelectedBy"])


def definitions(database: Any, patterns: Iterable[str], version: Any = None) -> list[Part]:
    """The definitions for types whose names match, views for the same types together.

    Before version 5.1 a definition could name one type alone: for such a version each type gets its own.
    """
    from relayshell.objects.wildcard import compile_wildcard

    matchers = [compile_wildcard(pattern, True) for pattern in patterns]
    grouped: dict[tuple[str, ...], list[View]] = {}
    for view in (*database.first, *(all_builtin_views() if database.built_in else ()), *database.last):
        names = tuple(name for each in view.selectors for name in _type_names(each, database))
        if any(matches(name) for matches in matchers for name in names):
            grouped.setdefault(names, []).append(view)
    if version is not None and _is_before_5_1(version):
        return [_definition((name,), views, database.controls) for names, views in grouped.items() for name in names]
    return [_definition(names, views, database.controls) for names, views in grouped.items()]


def _is_before_5_1(version: Any) -> bool:
    from relayshell.objects.members import get_member

    return (get_member(version, "Major"), get_member(version, "Minor")) < (5, 1)


def _definition(names: tuple[str, ...], views: list[View], controls: dict[str, Any]) -> Part:
    return Part(
        "ExtendedTypeDefinition", TypeNames=list(names), TypeName=names[0],
        FormatViewDefinition=[Part("FormatViewDefinition", view, Name=view.name, Control=_control(view, controls)) for view in views],
    )


def _type_names(selector: Selector, database: Any) -> list[str]:
    return list(database.sets.get(selector.name.lower(), ())) if selector.is_set else [selector.name]


def _entry(expression: Expression | None, text: str = "") -> Any:
    if expression is None:
        return Part("DisplayEntry", ValueType=enum_member(_P + "DisplayEntryValueType", "Property"), Value=text)
    kind = "Property" if expression.block is None else "ScriptBlock"
    return Part("DisplayEntry", ValueType=enum_member(_P + "DisplayEntryValueType", kind), Value=expression.text)


def _alignment(value: int) -> EnumValue:
    return enum_member(_P + "Alignment", _ALIGNMENTS[value])


def _selected(selectors: list[Selector]) -> Any:
    if not selectors:
        return None
    return Part(
        "EntrySelectedBy", TypeNames=[each.name for each in selectors if each.condition is None],
        SelectionCondition=[_condition_of(each) for each in selectors if each.condition is not None],
    )


def _condition_of(selector: Selector) -> Part:
    """A condition on objects; the file that is written of it names the type again."""
    made: Part = _entry(selector.condition)
    made.view = selector
    return made


def _format(show: Show) -> str | None:
    return show.format


def _control(view: View, controls: dict[str, Any]) -> Part:
    def look_up(name: str) -> Any:
        folded = name.lower()
        return view.controls.get(folded) or controls.get(folded)

    group = None
    if view.group_by is not None:
        group = Part(
            "PSControlGroupBy", Expression=_entry(view.group_by.expression), Label=view.group_by.label,
            CustomControl=_named_control(view.group_by.control, look_up),
        )
    rest = {"GroupBy": group, "OutOfBand": view.out_of_band}
    body = view.body
    if view.kind == TABLE:
        headers = [Part("TableControlColumnHeader", Label=c.label, Alignment=_alignment(c.alignment), Width=c.width) for c in body.columns]
        rows = [
            Part(
                "TableControlRow", SelectedBy=_selected(row.selectors), Wrap=row.wrap,
                Columns=[
                    Part("TableControlColumn", Alignment=_alignment(alignment), DisplayEntry=_entry(show.expression, show.text), FormatString=_format(show))
                    for show, alignment in zip(row.cells, row.alignments)
                ],
            )
            for row in body.rows
        ]
        return Part("TableControl", view, Headers=headers, Rows=rows, AutoSize=body.auto_size, HideTableHeaders=body.hide_headers, **rest)
    if view.kind == LIST:
        entries = [
            Part(
                "ListControlEntry", EntrySelectedBy=_selected(entry.selectors), SelectedBy=[each.name for each in entry.selectors],
                Items=[
                    Part(
                        "ListControlEntryItem", Label=item.label, DisplayEntry=_entry(item.show.expression, item.show.text),
                        ItemSelectionCondition=_entry(item.condition) if item.condition is not None else None, FormatString=_format(item.show),
                    )
                    for item in entry.items
                ],
            )
            for entry in body.entries
        ]
        return Part("ListControl", view, Entries=entries, **rest)
    if view.kind == WIDE:
        entries = [
            Part(
                "WideControlEntryItem", DisplayEntry=_entry(entry.show.expression, entry.show.text), EntrySelectedBy=_selected(entry.selectors),
                SelectedBy=[each.name for each in entry.selectors], FormatString=_format(entry.show),
            )
            for entry in body.entries
        ]
        return Part("WideControl", view, Entries=entries, Alignment=_alignment(0), Columns=body.columns, AutoSize=body.auto_size, **rest)
    assert view.kind == CUSTOM
    made = _custom_control(body, look_up)
    made.view = view
    made.fields.update(rest)
    return made


def _custom_control(body: Any, look_up: Callable[[str], Any]) -> Part:
    """A custom control; of one that a program makes the parts cannot be told."""
    entries = [
        Part("CustomControlEntry", SelectedBy=_selected(entry.selectors), CustomItems=_custom_items(entry.items, look_up))
        for entry in getattr(body, "entries", ())
    ]
    return Part("CustomControl", Entries=entries, GroupBy=None, OutOfBand=False)


def _custom_items(items: Iterable[Any], look_up: Callable[[str], Any]) -> list[Part]:
    made = []
    for item in items:
        if isinstance(item, str):
            made.append(Part("CustomItemText", Text=item))
        elif isinstance(item, LineEnds):
            made.append(Part("CustomItemNewline", Count=item.count))
        elif isinstance(item, Indented):
            made.append(Part(
                "CustomItemFrame", LeftIndent=item.left, RightIndent=item.right, FirstLineHanging=max(0, -item.first_line),
                FirstLineIndent=max(0, item.first_line), CustomItems=_custom_items(item.items, look_up),
            ))
        elif isinstance(item, Binding):
            made.append(Part(
                "CustomItemExpression", Expression=_entry(item.show.expression, item.show.text) if item.show.expression or item.show.text else None,
                EnumerateCollection=item.enumerate, CustomControl=_named_control(item.control, look_up),
                ItemSelectionCondition=_entry(item.condition) if item.condition is not None else None,
            ))
    return made


def _named_control(control: Any, look_up: Callable[[str], Any]) -> Part | None:
    """The control that part of a view is shown by, which may be known by its name."""
    if isinstance(control, str):
        # Controls may name one another in a circle; within itself one is not told again.
        found = look_up(control)
        return None if found is None else _custom_control(found, lambda name: None if name.lower() == control.lower() else look_up(name))
    return None if control is None else _custom_control(control, look_up)
