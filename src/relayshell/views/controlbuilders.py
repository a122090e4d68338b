"""The objects by which scripts build views step by step: [TableControl]::Create().AddHeader()... and their kin.

What they build are the Parts of typedefinitions.py, as Get-FormatData gives them; ps1xml_text.py writes such parts as XML.
"""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.enums import EnumValue, enum_member

_P = "System.Management.Automation."
_C = _P + "CustomControl"
_TYPES = "System.Collections.Generic.IEnumerable[string] entrySelectedByType = null"
_CONDITIONS = f"System.Collections.Generic.IEnumerable[{_P}DisplayEntry] entrySelectedByCondition = null"
_GROUPS = (
    "{0} GroupByProperty(string property, " + _C + " customControl = null, string label = null)",
    "{0} GroupByScriptBlock(string scriptBlock, " + _C + " customControl = null, string label = null)",
)


def _part(kind: str, **fields: Any) -> Any:
    from .typedefinitions import Part

    return Part(kind, **fields)


def display(kind: str, text: str) -> Any:
    """A DisplayEntry: the name of a property or the text of a script."""
    return _part("DisplayEntry", ValueType=enum_member(_P + "DisplayEntryValueType", kind), Value=text)


def alignment(value: Any = None) -> EnumValue:
    """An Alignment; Undefined where none is given."""
    return value if isinstance(value, EnumValue) else enum_member(_P + "Alignment", "Undefined")


def selected(types: Any, conditions: Any) -> Any:
    """An EntrySelectedBy; None where nothing selects."""
    if not types and not conditions:
        return None
    return _part("EntrySelectedBy", TypeNames=list(types or ()), SelectionCondition=list(conditions or ()))


class Builder:
    """A control that is being built; each step gives the builder back, EndTable and its kin the control."""

    kind = ""

    def __init__(self, control: Any) -> None:
        self.control = control

    def group(self, kind: str, text: str, control: Any = None, label: str | None = None) -> Builder:
        """Say by what objects are grouped."""
        self.control.fields["GroupBy"] = _part("PSControlGroupBy", Expression=display(kind, text), Label=label or None, CustomControl=control)
        return self


class EntryBuilder:
    """A row or an entry that is being built; its end gives the builder of the control back."""

    def __init__(self, builder: Builder, entry: Any, items: list[Any]) -> None:
        self.builder = builder
        self.items = [items]
        self.entry = entry

    def add(self, item: Any) -> EntryBuilder:
        """Add a column or an item."""
        self.items[-1].append(item)
        return self


class TableBuilder(Builder):
    """TableControlBuilder."""


class ListBuilder(Builder):
    """ListControlBuilder."""


class WideBuilder(Builder):
    """WideControlBuilder."""


class CustomBuilder(Builder):
    """CustomControlBuilder."""


class RowBuilder(EntryBuilder):
    """TableRowDefinitionBuilder."""


class ListEntryBuilder(EntryBuilder):
    """ListEntryBuilder."""


class CustomEntryBuilder(EntryBuilder):
    """CustomEntryBuilder."""


def _header(builder: TableBuilder, align: Any = None, width: int = 0, label: str | None = None) -> TableBuilder:
    builder.control.fields["Headers"].append(_part("TableControlColumnHeader", Label=label or None, Alignment=alignment(align), Width=width))
    return builder


def _row(builder: TableBuilder, wrap: bool = False, types: Any = None, conditions: Any = None) -> RowBuilder:
    columns: list[Any] = []
    row = _part("TableControlRow", Columns=columns, Wrap=bool(wrap), SelectedBy=selected(types, conditions))
    builder.control.fields["Rows"].append(row)
    return RowBuilder(builder, row, columns)


def _column(kind: str) -> Any:
    return lambda row, text, align=None, shape=None: row.add(
        _part("TableControlColumn", Alignment=alignment(align), DisplayEntry=display(kind, text), FormatString=shape or None))


def _entry(builder: ListBuilder, types: Any = None, conditions: Any = None) -> ListEntryBuilder:
    items: list[Any] = []
    entry = _part("ListControlEntry", Items=items, EntrySelectedBy=selected(types, conditions), SelectedBy=list(types or ()))
    builder.control.fields["Entries"].append(entry)
    return ListEntryBuilder(builder, entry, items)


def _item(kind: str) -> Any:
    return lambda entry, text, label=None, shape=None: entry.add(
        _part("ListControlEntryItem", Label=label or None, DisplayEntry=display(kind, text), ItemSelectionCondition=None, FormatString=shape or None))


def _wide(kind: str) -> Any:
    def add(builder: WideBuilder, text: str, shape: Any = None, types: Any = None, conditions: Any = None) -> WideBuilder:
        builder.control.fields["Entries"].append(_part(
            "WideControlEntryItem", DisplayEntry=display(kind, text), EntrySelectedBy=selected(types, conditions), SelectedBy=list(types or ()),
            FormatString=shape or None))
        return builder

    return add


def _custom_entry(builder: CustomBuilder, types: Any = None, conditions: Any = None) -> CustomEntryBuilder:
    items: list[Any] = []
    entry = _part("CustomControlEntry", CustomItems=items, SelectedBy=selected(types, conditions))
    builder.control.fields["Entries"].append(entry)
    return CustomEntryBuilder(builder, entry, items)


def _binding(kind: str) -> Any:
    def add(entry: CustomEntryBuilder, text: str, each: bool = False, type_name: Any = None, script: Any = None, control: Any = None) -> CustomEntryBuilder:
        return entry.add(_expression(display(kind, text), each, type_name, script, control))

    return add


def _expression(expression: Any, each: bool, type_name: Any, script: Any, control: Any) -> Any:
    condition = display("ScriptBlock", script) if script else None
    return _part("CustomItemExpression", Expression=expression, EnumerateCollection=bool(each), ItemSelectionCondition=condition, CustomControl=control)


def _control_binding(entry: CustomEntryBuilder, control: Any, each: bool = False, type_name: Any = None, script: Any = None) -> CustomEntryBuilder:
    return entry.add(_expression(None, each, type_name, script, control))


def _frame(entry: CustomEntryBuilder, left: int = 0, right: int = 0, hanging: int = 0, indent: int = 0) -> CustomEntryBuilder:
    inside: list[Any] = []
    entry.add(_part("CustomItemFrame", LeftIndent=left, RightIndent=right, FirstLineHanging=hanging, FirstLineIndent=indent, CustomItems=inside))
    entry.items.append(inside)
    return entry


def _end_frame(entry: CustomEntryBuilder) -> CustomEntryBuilder:
    if len(entry.items) > 1:
        entry.items.pop()
    return entry


def _groups(builder: str) -> tuple[str, ...]:
    return tuple(text.format(_P + builder) for text in _GROUPS)


_GROUPING = {
    "GroupByProperty": lambda builder, text, control=None, label=None: builder.group("Property", text, control, label),
    "GroupByScriptBlock": lambda builder, text, control=None, label=None: builder.group("ScriptBlock", text, control, label),
}
declare(
    _P + "TableControlBuilder", TableBuilder, methods={**_GROUPING, "AddHeader": _header, "StartRowDefinition": _row, "EndTable": lambda b: b.control},
    signatures=(
        *_groups("TableControlBuilder"), f"{_P}TableControlBuilder AddHeader({_P}Alignment alignment = Undefined, int width = 0, string label = null)",
        f"{_P}TableRowDefinitionBuilder StartRowDefinition(bool wrap = false, {_TYPES}, {_CONDITIONS})", f"{_P}TableControl EndTable()",
    ),
)
declare(
    _P + "TableRowDefinitionBuilder", RowBuilder,
    methods={"AddPropertyColumn": _column("Property"), "AddScriptBlockColumn": _column("ScriptBlock"), "EndRowDefinition": lambda row: row.builder},
    signatures=(
        f"{_P}TableRowDefinitionBuilder AddPropertyColumn(string propertyName, {_P}Alignment alignment = Undefined, string format = null)",
        f"{_P}TableRowDefinitionBuilder AddScriptBlockColumn(string scriptBlock, {_P}Alignment alignment = Undefined, string format = null)",
        f"{_P}TableControlBuilder EndRowDefinition()",
    ),
)
declare(
    _P + "ListControlBuilder", ListBuilder, methods={**_GROUPING, "StartEntry": _entry, "EndList": lambda b: b.control},
    signatures=(*_groups("ListControlBuilder"), f"{_P}ListEntryBuilder StartEntry({_TYPES}, {_CONDITIONS})", f"{_P}ListControl EndList()"),
)
declare(
    _P + "ListEntryBuilder", ListEntryBuilder,
    methods={"AddItemProperty": _item("Property"), "AddItemScriptBlock": _item("ScriptBlock"), "EndEntry": lambda entry: entry.builder},
    signatures=(
        f"{_P}ListEntryBuilder AddItemProperty(string property, string label = null, string format = null)",
        f"{_P}ListEntryBuilder AddItemScriptBlock(string scriptBlock, string label = null, string format = null)", f"{_P}ListControlBuilder EndEntry()",
    ),
)
declare(
    _P + "WideControlBuilder", WideBuilder,
    methods={**_GROUPING, "AddPropertyEntry": _wide("Property"), "AddScriptBlockEntry": _wide("ScriptBlock"), "EndWideControl": lambda b: b.control},
    signatures=(
        *_groups("WideControlBuilder"), f"{_P}WideControlBuilder AddPropertyEntry(string propertyName, string format = null, {_TYPES}, {_CONDITIONS})",
        f"{_P}WideControlBuilder AddScriptBlockEntry(string scriptBlock, string format = null, {_TYPES}, {_CONDITIONS})", f"{_P}WideControl EndWideControl()",
    ),
)
declare(
    _P + "CustomControlBuilder", CustomBuilder, methods={**_GROUPING, "StartEntry": _custom_entry, "EndControl": lambda b: b.control},
    signatures=(*_groups("CustomControlBuilder"), f"{_P}CustomEntryBuilder StartEntry({_TYPES}, {_CONDITIONS})", f"{_C} EndControl()"),
)
_BOUND = f"bool enumerateCollection = false, string selectedByType = null, string selectedByScript = null, {_C} customControl = null"
declare(
    _P + "CustomEntryBuilder", CustomEntryBuilder,
    methods={
        "AddText": lambda entry, text: entry.add(_part("CustomItemText", Text=text)),
        "AddNewline": lambda entry, count=1: entry.add(_part("CustomItemNewline", Count=count)),
        "AddPropertyExpressionBinding": _binding("Property"), "AddScriptBlockExpressionBinding": _binding("ScriptBlock"),
        "AddCustomControlExpressionBinding": _control_binding, "StartFrame": _frame, "EndFrame": _end_frame, "EndEntry": lambda entry: entry.builder,
    },
    signatures=(
        f"{_P}CustomEntryBuilder AddText(string text)", f"{_P}CustomEntryBuilder AddNewline(int count = 1)",
        f"{_P}CustomEntryBuilder AddPropertyExpressionBinding(string property, {_BOUND})",
        f"{_P}CustomEntryBuilder AddScriptBlockExpressionBinding(string scriptBlock, {_BOUND})",
        f"{_P}CustomEntryBuilder AddCustomControlExpressionBinding({_C} customControl, bool enumerateCollection = false, string selectedByType = null, string selectedByScript = null)",
        f"{_P}CustomEntryBuilder StartFrame(uint leftIndent = 0, uint rightIndent = 0, uint firstLineHanging = 0, uint firstLineIndent = 0)",
        f"{_P}CustomEntryBuilder EndFrame()", f"{_P}CustomControlBuilder EndEntry()",
    ),
)


def _table(out_of_band: bool = False, auto_size: bool = False, hide: bool = False) -> TableBuilder:
    return TableBuilder(_part("TableControl", Headers=[], Rows=[], AutoSize=bool(auto_size), HideTableHeaders=bool(hide), GroupBy=None, OutOfBand=bool(out_of_band)))


def _list(out_of_band: bool = False) -> ListBuilder:
    return ListBuilder(_part("ListControl", Entries=[], GroupBy=None, OutOfBand=bool(out_of_band)))


def _wide_control(out_of_band: bool = False, auto_size: bool = False, columns: int = 0) -> WideBuilder:
    return WideBuilder(_part("WideControl", Entries=[], Alignment=alignment(), Columns=columns, AutoSize=bool(auto_size), GroupBy=None, OutOfBand=bool(out_of_band)))


def _custom(out_of_band: bool = False) -> CustomBuilder:
    return CustomBuilder(_part("CustomControl", Entries=[], GroupBy=None, OutOfBand=bool(out_of_band)))


CREATE: dict[str, tuple[Any, str]] = {
    "TableControl": (_table, f"static {_P}TableControlBuilder Create(bool outOfBand = false, bool autoSize = false, bool hideTableHeaders = false)"),
    "ListControl": (_list, f"static {_P}ListControlBuilder Create(bool outOfBand = false)"),
    "WideControl": (_wide_control, f"static {_P}WideControlBuilder Create(bool outOfBand = false, bool autoSize = false, uint columns = 0)"),
    "CustomControl": (_custom, f"static {_P}CustomControlBuilder Create(bool outOfBand = false)"),
}
"""How each kind of control is begun, and the signature of Create."""
NEW: dict[str, tuple[Any, tuple[str, ...]]] = {
    "DisplayEntry": (
        lambda text, kind: display(kind.name, text), (f"(string value, {_P}DisplayEntryValueType type)",)),
    "TableControlColumnHeader": (
        lambda label, width, align: _part("TableControlColumnHeader", Label=label or None, Width=width, Alignment=align),
        (f"(string label, int width, {_P}Alignment alignment)",)),
    "TableControlColumn": (
        lambda align, entry: _part("TableControlColumn", Alignment=align, DisplayEntry=entry, FormatString=None), (f"({_P}Alignment alignment, {_P}DisplayEntry entry)",)),
    "TableControlRow": (
        lambda columns=(): _part("TableControlRow", Columns=list(columns), Wrap=False, SelectedBy=None),
        ("()", f"(System.Collections.Generic.IEnumerable[{_P}TableControlColumn] columns)")),
    "ListControlEntryItem": (
        lambda label, entry: _part("ListControlEntryItem", Label=label, DisplayEntry=entry, ItemSelectionCondition=None, FormatString=None),
        (f"(string label, {_P}DisplayEntry entry)",)),
    "ListControlEntry": (
        lambda items=(), types=(): _part("ListControlEntry", Items=list(items), EntrySelectedBy=selected(types, ()), SelectedBy=list(types)),
        ("()", f"(System.Collections.Generic.IEnumerable[{_P}ListControlEntryItem] listItems)",
         f"(System.Collections.Generic.IEnumerable[{_P}ListControlEntryItem] listItems, System.Collections.Generic.IEnumerable[string] selectedBy)")),
    "WideControlEntryItem": (
        lambda entry, types=(): _part("WideControlEntryItem", DisplayEntry=entry, EntrySelectedBy=selected(types, ()), SelectedBy=list(types), FormatString=None),
        (f"({_P}DisplayEntry entry)", f"({_P}DisplayEntry entry, System.Collections.Generic.IEnumerable[string] selectedBy)")),
    "TableControl": (
        lambda row=None, headers=(): _with(_table().control, "Rows", [row] if row is not None else [], Headers=list(headers)),
        ("()", f"({_P}TableControlRow tableControlRow)", f"({_P}TableControlRow tableControlRow, System.Collections.Generic.IEnumerable[{_P}TableControlColumnHeader] tableControlColumnHeaders)")),
    "ListControl": (
        lambda entries=(): _with(_list().control, "Entries", list(entries)), ("()", f"(System.Collections.Generic.IEnumerable[{_P}ListControlEntry] entries)")),
    "WideControl": (
        lambda entries=(): _with(_wide_control().control, "Entries", list(entries)), ("()", f"(System.Collections.Generic.IEnumerable[{_P}WideControlEntryItem] wideEntries)")),
    "FormatViewDefinition": (
        lambda name, control: _part("FormatViewDefinition", Name=name, Control=control), (f"(string name, {_P}PSControl control)",)),
    "ExtendedTypeDefinition": (
        lambda name, views=(): _part("ExtendedTypeDefinition", TypeNames=[name], TypeName=name, FormatViewDefinition=list(views)),
        ("(string typeName)", f"(string typeName, System.Collections.Generic.IEnumerable[{_P}FormatViewDefinition] viewDefinitions)")),
}
"""How each kind of part is made by `new`, and the signatures of its constructors."""


def _with(control: Any, key: str, value: Any, **more: Any) -> Any:
    control.fields.update({key: value, **more})
    return control
