"""Where things stand in a script, and the names of types in it, as scripts see and make them; and what is known of each kind of token."""

from __future__ import annotations

from typing import Any

from relayshell.objects.collections import enumerate_value
from relayshell.objects.declare import declare
from relayshell.objects.enums import EnumValue
from relayshell.objects.nettype import find_type, get_type
from relayshell.objects.psobject import unwrap
from relayshell.source import Extent, Source
from relayshell.syntax import ast as tree

L = "System.Management.Automation.Language."


class Position:
    """IScriptPosition: one end of an extent."""

    def __init__(self, extent: Extent, at_end: bool) -> None:
        self.extent = extent
        self.at_end = at_end

    @property
    def offset(self) -> int:
        """The offset in the text."""
        return self.extent.end if self.at_end else self.extent.start


def _line_at(position: Position) -> int:
    return position.extent.end_line_number if position.at_end else position.extent.start_line_number


def _column_at(position: Position) -> int:
    return position.extent.end_column_number if position.at_end else position.extent.start_column_number


class MadePosition:
    """ScriptPosition: a place that a script tells, in a line it gives; `offset` is the column."""

    net_name = L + "ScriptPosition"

    def __init__(self, file: str | None, number: int, column: int, line: str | None, script: str | None = None) -> None:
        self.file = file or None
        self.number = number
        self.column = column
        self.line = line or ""
        self.script = script


class _OneLine(Source):
    """A line of a script with the number it has there."""

    __slots__ = ("number",)

    def line_of(self, offset: int) -> int:
        """See Source."""
        return self.number

    def column_of(self, offset: int) -> int:
        """See Source."""
        return offset + 1

    def line_text(self, number: int) -> str:
        """See Source."""
        return self.text


class MadeExtent(Extent):
    """ScriptExtent: a stretch between two positions that a script told."""

    __slots__ = ("first", "last")
    net_name = L + "ScriptExtent"

    def __init__(self, first: MadePosition, last: MadePosition) -> None:
        source = _OneLine(first.line, first.file)
        source.number = first.number
        super().__init__(source, max(first.column - 1, 0), max(last.column - 1, 0))
        self.first = first
        self.last = last

    @property
    def text(self) -> str:
        """The text between; of several lines, the parts of the first and the last."""
        first, last = self.first, self.last
        if last.column <= 0:
            return ""
        if first.number == last.number:
            return first.line[first.column - 1 : last.column - 1]
        return f"{first.line[first.column - 1 :]}...{last.line[: last.column - 1]}"


declare(L + "IScriptPosition", kind="interface")
_POSITION = (
    "string File {get;}", "int LineNumber {get;}", "int ColumnNumber {get;}", "int Offset {get;}", "string Line {get;}", "string GetFullScript()",
)
declare(
    L + "InternalScriptPosition", Position, interfaces=(L + "IScriptPosition",),
    get={
        "File": lambda p: p.extent.file, "LineNumber": _line_at, "ColumnNumber": _column_at, "Offset": lambda p: p.offset,
        "Line": lambda p: p.extent.source.line_text(_line_at(p)),
    },
    methods={"GetFullScript": lambda p: p.extent.source.text}, signatures=_POSITION,
)
declare(
    MadePosition.net_name, MadePosition, new=MadePosition, interfaces=(L + "IScriptPosition",),
    get={
        "File": lambda p: p.file, "LineNumber": lambda p: p.number, "ColumnNumber": lambda p: p.column, "Offset": lambda p: p.column,
        "Line": lambda p: p.line,
    },
    methods={"GetFullScript": lambda p: p.script},
    signatures=(
        "(string scriptName, int scriptLineNumber, int offsetInLine, string line)",
        "(string scriptName, int scriptLineNumber, int offsetInLine, string line, string fullScript)", *_POSITION,
    ),
)
declare(
    MadeExtent.net_name, MadeExtent, new=MadeExtent, interfaces=(L + "IScriptExtent",),
    get={
        "File": lambda e: e.first.file, "StartScriptPosition": lambda e: e.first, "EndScriptPosition": lambda e: e.last,
        "StartLineNumber": lambda e: e.first.number, "StartColumnNumber": lambda e: e.first.column, "EndLineNumber": lambda e: e.last.number,
        "EndColumnNumber": lambda e: e.last.column, "Text": lambda e: e.text, "StartOffset": lambda e: e.first.column,
        "EndOffset": lambda e: e.last.column,
    },
    signatures=(
        f"({L}ScriptPosition startPosition, {L}ScriptPosition endPosition)", "string File {get;}", "int StartLineNumber {get;}",
        "int StartColumnNumber {get;}", "int EndLineNumber {get;}", "int EndColumnNumber {get;}", "string Text {get;}", "int StartOffset {get;}",
        "int EndOffset {get;}", f"{L}IScriptPosition StartScriptPosition {{get;}}", f"{L}IScriptPosition EndScriptPosition {{get;}}",
    ),
)


# Names of types


def reflected(name: tree.TypeName) -> Any:
    """GetReflectionType: the type of that name; null where there is none."""
    from relayshell.objects.typenames import resolve_type

    return getattr(name, "known", None) or resolve_type(name.full_name)


def _attribute_type(name: tree.TypeName) -> Any:
    """GetReflectionAttributeType: the attribute of that name, whether its last word was written or not."""
    from relayshell.objects.typenames import resolve_type

    return resolve_type(name.full_name + "Attribute") or reflected(name)


class KnownTypeName(tree.TypeName):
    """ReflectionTypeName: the name of a type that was given itself."""

    __slots__ = ("known",)

    def __init__(self, known: Any) -> None:
        super().__init__(Source(""), 0, 0, known.text)
        self.known = known


def _named(extent: Any, name: str, assembly: str | None = None) -> tree.TypeName:
    return tree.TypeName(extent.source, extent.start, extent.end, name, assembly)


def _generic(extent: Any, name: Any, arguments: Any) -> tree.GenericTypeName:
    inside = [unwrap(each) for each in enumerate_value(arguments) or ()]
    return tree.GenericTypeName(extent.source, extent.start, extent.end, unwrap(name), inside)


def _array(extent: Any, element: Any, rank: int) -> tree.ArrayTypeName:
    return tree.ArrayTypeName(extent.source, extent.start, extent.end, unwrap(element), rank)


def _arguments(name: Any) -> list[Any]:
    return list(getattr(name, "generic_arguments", ()))


_NAMES: tuple[tuple[str, type, Any, tuple[str, ...]], ...] = (
    ("TypeName", tree.TypeName, _named, (f"({L}IScriptExtent extent, string name)", f"({L}IScriptExtent extent, string name, string assembly)")),
    ("GenericTypeName", tree.GenericTypeName, _generic, (
        f"({L}IScriptExtent extent, {L}ITypeName genericTypeName, System.Collections.Generic.IEnumerable[{L}ITypeName] genericArguments)",
    )),
    ("ArrayTypeName", tree.ArrayTypeName, _array, (f"({L}IScriptExtent extent, {L}ITypeName elementType, int rank)",)),
    ("ReflectionTypeName", KnownTypeName, KnownTypeName, ("(type type)",)),
)
declare(L + "ITypeName", kind="interface")
for _name, _class, _new, _signatures in _NAMES:
    declare(
        L + _name, _class, new=_new, interfaces=(L + "ITypeName",),
        get={
            "FullName": lambda n: n.full_name, "Name": lambda n: n.name, "AssemblyName": lambda n: n.assembly_name, "IsArray": lambda n: n.is_array,
            "IsGeneric": lambda n: n.is_generic, "Extent": lambda n: n.extent, "GenericArguments": _arguments,
            "ElementType": lambda n: getattr(n, "element_type", None), "TypeName": lambda n: getattr(n, "type_name", None),
            "Rank": lambda n: getattr(n, "rank", None),
        },
        methods={"GetReflectionType": reflected, "ToString": lambda n: n.full_name, "GetReflectionAttributeType": _attribute_type},
        to_text=lambda n: n.full_name,
        signatures=(
            *_signatures, "string FullName {get;}", "string Name {get;}", "string AssemblyName {get;}", "bool IsArray {get;}", "bool IsGeneric {get;}",
            f"{L}IScriptExtent Extent {{get;}}", "type GetReflectionType()", "type GetReflectionAttributeType()", "string ToString()",
            *((f"{L}ITypeName TypeName {{get;}}", f"System.Collections.ObjectModel.ReadOnlyCollection[{L}ITypeName] GenericArguments {{get;}}") if _name == "GenericTypeName" else ()),
            *((f"{L}ITypeName ElementType {{get;}}", "int Rank {get;}") if _name == "ArrayTypeName" else ()),
        ),
    )
declare(L + "IAstPostVisitHandler", kind="interface")


# Kinds of tokens


def _traits(kind: Any) -> EnumValue:
    from relayshell.runtime.declared.tokens import flags_of_kind

    flags = get_type(L + "TokenFlags")
    number = 0
    for name in flags_of_kind(_kind_name(kind)):
        number |= flags.enum_values.get(name, 0)
    return EnumValue(flags, number)


def _kind_name(kind: Any) -> str:
    from relayshell.objects.text import to_text

    return to_text(kind)


def _has_trait(kind: Any, flag: Any) -> bool:
    return (_traits(kind).value & unwrap(flag).value) != 0


def _kind_text(kind: Any) -> str:
    from relayshell.syntax.tokens import KEYWORDS, kind_text

    name = _kind_name(kind)
    return name.lower() if name in KEYWORDS.values() else kind_text(name)


assert find_type(L + "TokenKind") is not None
declare(
    L + "TokenTraits", None, statics={"GetTraits": _traits, "HasTrait": _has_trait, "Text": _kind_text},
    signatures=(
        f"static {L}TokenFlags GetTraits({L}TokenKind kind)", f"static bool HasTrait({L}TokenKind kind, {L}TokenFlags flag)",
        f"static string Text({L}TokenKind kind)",
    ),
)
