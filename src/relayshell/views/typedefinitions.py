"""Views as Get-FormatData gives them: ExtendedTypeDefinition and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.enums import EnumValue, enum_member
from relayshell.objects.nettype import define_type, find_type, get_type
from relayshell.objects.typedata import add_built_in

from .builtin import all_builtin_views
from .controlbuilders import CREATE, NEW
from .definitions import Selector, Show, View
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
    """One of these objects: its type and its properties, and the view it was made of."""

    __slots__ = ("net_type", "fields", "view")

    def __init__(self, kind: str, view: View | None = None, **fields: Any) -> None:
        self.net_type = get_type(_P + kind)
        self.fields = fields
        self.view = view


def _reader(name: str) -> Any:
    return lambda part: part.fields.get(name)


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
    for view in (*database.first, *all_builtin_views(), *database.last):
        names = tuple(name for each in view.selectors for name in _type_names(each, database))
        if any(matches(name) for matches in matchers for name in names):
            grouped.setdefault(names, []).append(view)
    if version is not None and _is_before_5_1(version):
        return [_definition((name,), views) for names, views in grouped.items() for name in names]
    return [_definition(names, views) for names, views in grouped.items()]


def _is_before_5_1(version: Any) -> bool:
    from relayshell.objects.members import get_member

    return (get_member(version, "Major"), get_member(version, "Minor")) < (5, 1)


def _definition(names: tuple[str, ...], views: list[View]) -> Part:
    return Part(
        "ExtendedTypeDefinition", TypeNames=list(names), TypeName=names[0],
        FormatViewDefinition=[Part("FormatViewDefinition", view, Name=view.name, Control=_control(view)) for view in views],
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
    return Part("EntrySelectedBy", TypeNames=[each.name for each in selectors], SelectionCondition=[])


def _format(show: Show) -> str | None:
    return show.format


def _control(view: View) -> Part:
    group = None
    if view.group_by is not None:
        group = Part("PSControlGroupBy", Expression=_entry(view.group_by.expression), Label=view.group_by.label, CustomControl=None)
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
    entries = [
        Part("CustomControlEntry", SelectedBy=_selected(entry.selectors), CustomItems=[]) for entry in getattr(body, "entries", ())
    ]
    return Part("CustomControl", view, Entries=entries, **rest)
