"""What is known of a value that is not there yet: its type, what hangs on it, and the members that follow from that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from relayshell.objects import facts, typedata
from relayshell.objects.definitions import (
    interface_texts,
    overload_texts,
    short_name,
    substitute,
)
from relayshell.objects.nettype import NetType, find_type
from relayshell.objects.psobject import (
    AliasProperty,
    CodeProperty,
    Member,
    ScriptMethod,
)
from relayshell.objects.typemembers import MethodGroup, Property, members_table
from relayshell.syntax import ast as tree

_PSOBJECT = "System.Management.Automation.PSObject"
_CONVERSIONS = {
    "ToBoolean": "bool", "ToByte": "byte", "ToChar": "char", "ToDateTime": "datetime", "ToDecimal": "decimal", "ToDouble": "double", "ToInt16": "short",
    "ToInt32": "int", "ToInt64": "long", "ToSByte": "sbyte", "ToSingle": "float", "ToUInt16": "ushort", "ToUInt32": "uint", "ToUInt64": "ulong",
}
_EXPLICIT = {
    "System.IConvertible": (
        *(f"{returned} {name}(System.IFormatProvider provider)" for name, returned in _CONVERSIONS.items()),
        "System.Object ToType(type conversionType, System.IFormatProvider provider)",
    ),
    "System.Dynamic.IDynamicMetaObjectProvider": (
        "System.Dynamic.DynamicMetaObject GetMetaObject(System.Linq.Expressions.Expression parameter)",
    ),
}
"""Methods of interfaces that the facts lack."""


@dataclass(frozen=True)
class Kind:
    """A kind of value.

    net       its type, or None where only a class in the text tells
    notes     properties that the text shows it to have: name, and kind or None
    node      the class or enum of the text that it is an instance of
    elements  what is in it, where it is an array whose elements are known
    named     the type name that a custom object is given by PSTypeName
    """

    net: NetType | None = None
    notes: tuple[tuple[str, Any], ...] = ()
    node: tree.TypeDefinitionAst | None = None
    elements: tuple[Any, ...] | None = None
    named: str = ""

    @property
    def shown(self) -> str:
        """The type's name in explanations."""
        if self.node is not None:
            return self.node.name
        return self.net.shown if self.net is not None else ""


    @property
    def full_name(self) -> str:
        """The type's full name; with the names of its properties where the text shows those."""
        if self.node is not None:
            return self.node.name
        if self.net is None:
            return ""
        if not self.notes:
            return "System.Type" if self.net.text == "System.RuntimeType" else self.net.full_name
        return (self.named or self.net.full_name) + "#" + ":".join(sorted((name for name, _ in self.notes), key=str.lower))


@dataclass(frozen=True)
class Entry:
    """A member: `tip` explains it, `kind` is what it gives, where that is known."""

    name: str
    method: bool
    tip: str
    kind: Kind | None = None
    set_by_name: bool = True


def kind_of(full_name: str) -> Kind:
    """The kind of a .NET type."""
    return Kind(find_type(full_name))


def psobject(notes: Any, named: str = "") -> Kind:
    """The kind of a custom object with these properties."""
    return Kind(find_type(_PSOBJECT), tuple(notes), named=named)


def spaced(text: str) -> str:
    """A property's definition as inferred types show it: `int Length { get; }`."""
    head, brace, access = text.partition("{")
    if not brace:
        return text
    words = " ".join(word + ";" for word in access.rstrip("}").replace(" ", "").split(";") if word)
    return f"{head}{{ {words} }}"


def entries(kind: Kind, hidden: bool = False) -> list[Entry]:
    """The members of a kind, properties before methods, each group by name; `hidden` ones of classes only where it is asked for."""
    found: dict[str, Entry] = {}

    def add(entry: Entry) -> None:
        found.setdefault(entry.name.lower(), entry)

    for name, inner in kind.notes:
        add(Entry(name, False, f"{inner.shown} {name}".strip() if isinstance(inner, Kind) else name, inner))
    if kind.node is not None:
        for entry in _class_entries(kind.node, hidden):
            add(entry)
    if kind.net is not None:
        for entry in type_entries(kind.net):
            add(entry)
    return in_order(found.values())


def in_order(found: Any) -> list[Entry]:
    """Properties before methods, each by name."""
    from relayshell.completion.words import sort_key

    return sorted(found, key=lambda entry: (entry.method, sort_key(entry.name)))


def _class_entries(node: tree.TypeDefinitionAst, hidden: bool) -> list[Entry]:
    from relayshell.completion.texttypes import named_kind

    made: list[Entry] = []
    for member in node.members:
        if member.is_hidden and not hidden:
            continue
        if isinstance(member, tree.PropertyMemberAst):
            if member.is_static:
                continue
            inner = named_kind(member.property_type.type_name, member) if member.property_type is not None else kind_of("System.Object")
            made.append(Entry(member.name, False, f"{_shown(inner)} {member.name}", inner))
        elif isinstance(member, tree.FunctionMemberAst) and not member.is_static and not member.is_constructor:
            made.append(Entry(member.name, True, method_text(member), named_kind(member.return_type.type_name, member) if member.return_type else None))
    made = _joined(made)
    for base in node.base_types:
        above = named_kind(base.type_name, node)
        if above is not None:
            made.extend(entries(above, hidden))
    made.extend(type_entries(find_type("System.Object")))
    return made


def _shown(kind: Kind | None) -> str:
    return kind.shown if kind is not None else "object"


def method_text(member: tree.FunctionMemberAst) -> str:
    """A method of a class in the text, as its definition is shown."""
    from relayshell.completion.texttypes import named_kind

    def type_text(constraint: Any) -> str:
        if constraint is None:
            return "System.Object"
        return _shown(named_kind(constraint.type_name, member))

    inside = []
    for parameter in member.parameters:
        constraint = next((each for each in parameter.attributes if isinstance(each, tree.TypeConstraintAst)), None)
        inside.append(f"{type_text(constraint)} {parameter.name.variable_path.user_path}")
    returns = type_text(member.return_type) if member.return_type is not None else "void"
    return f"{'static ' if member.is_static else ''}{returns} {member.name}({', '.join(inside)})"


def type_entries(net_type: NetType | None) -> list[Entry]:
    """The members of a .NET type, those of type data among them."""
    if net_type is None:
        return []
    made = []
    for member in (typedata.table().members(typedata.names_of_type(net_type)) or {}).values():
        made.append(_added(member, net_type))
    table = members_table(net_type)
    for entry in table.properties.values():
        if not entry.hidden and entry.index:
            made.append(Entry(entry.name, True, property_tip(entry, net_type), _of(entry.net_type)))
        elif not entry.hidden:
            made.append(Entry(entry.name, False, property_tip(entry, net_type, spaces=True), _of(entry.net_type)))
    made.extend(method_entries(net_type, table))
    return made


def property_tip(entry: Property, net_type: NetType, spaces: bool = False) -> str:
    """A property's definition."""
    text = substitute(entry.text, net_type) if entry.text else ""
    if not text:
        access = "get;set;" if entry.writable else "get;"
        text = f"{entry.type_text} {entry.name} {{{access}}}"
    return spaced(text) if spaces else text


def method_entries(net_type: NetType, table: Any) -> list[Entry]:
    """The methods of a type, those that only its interfaces show among them."""
    made = []
    for key, group in table.methods.items():
        if key.startswith(("get_", "set_", "add_", "remove_", "op_")) or all(each.hidden for each in group.overloads):
            continue
        made.append(Entry(group.name, True, _overloads(group, net_type), _returned(group)))
    known = {entry.name.lower() for entry in made}
    for interface in net_type.interfaces if net_type.kind != "interface" else ():
        definition = (interface.generic_definition or interface).text
        more = _EXPLICIT.get(definition, ())
        for text in (*facts.members(definition).methods, *more):
            head, _, inside = text.partition("(")
            returned, _, name = head.rpartition(" ")
            if text.startswith("static") or name.lower() in known or name.startswith(("get_", "set_", "add_", "remove_")):
                continue
            texts = interface_texts(net_type, name) or [f"{returned} {short_name(interface)}.{name}({inside}"] if more else interface_texts(net_type, name)
            if texts:
                known.add(name.lower())
                made.append(Entry(name, True, "\n".join(texts)))
    return made


def _overloads(group: MethodGroup, net_type: NetType) -> str:
    """The overloads that explain a method, a line each: the shortest first, one with any number of arguments last."""
    shown = [overload for overload in group.overloads if not overload.hidden]
    if not shown:
        return group.name
    known = net_type.script_class is None  # then they are in order already
    shown.sort(key=lambda overload: (overload.has_params, 0 if known else len(overload.parameters)))
    return "\n".join(overload_texts(shown, net_type))


def _returned(group: MethodGroup) -> Kind | None:
    from relayshell.objects.nettype import resolve_text

    text = group.overloads[0].returns if group.overloads else ""
    if group.overloads and group.overloads[0].text:
        head = group.overloads[0].text.partition("(")[0].removeprefix("static ")
        text = head.rpartition(" ")[0]
    found = resolve_text(text) if text else None
    return _of(found)


def _of(net_type: NetType | None) -> Kind | None:
    return Kind(net_type) if net_type is not None else None


def _added(member: Member, net_type: NetType) -> Entry:
    method = isinstance(member, ScriptMethod) or "Method" in member.member_type
    if isinstance(member, AliasProperty):
        return Entry(member.name, method, f"{member.name} = {member.referenced}")
    if isinstance(member, CodeProperty) and member.definition:
        return Entry(member.name, method, f"{member.value_type} {member.definition}")
    from relayshell.objects.definitions import definition_of
    from relayshell.objects.memberinfo import BoundMember

    try:
        return Entry(member.name, method, definition_of(BoundMember(None, member, member.name, member.member_type)))
    except Exception:  # noqa: BLE001 - a definition that needs the object is not there without one
        return Entry(member.name, method, member.name)


def static_entries(net_type: NetType) -> list[Entry]:
    """The static members of a type, its constructors as `new`."""
    table = members_table(net_type)
    made = [
        Entry(entry.name, False, _static_text(entry, net_type), _of(entry.net_type)) for entry in table.static_properties.values() if not entry.hidden
    ]
    for key, group in table.static_methods.items():
        if not key.startswith(("get_", "set_", "op_")) and any(not each.hidden for each in group.overloads):
            made.append(Entry(group.name, True, _overloads(group, net_type), _returned(group)))
    if table.constructors.overloads and net_type.kind != "enum":
        made.append(Entry("new", True, _overloads(table.constructors, net_type), Kind(net_type)))
    return in_order(made)


def _static_text(entry: Property, net_type: NetType) -> str:
    text = property_tip(entry, net_type)
    return text if text.startswith("static ") else f"static {text}"


def class_statics(node: tree.TypeDefinitionAst) -> list[Entry]:
    """The static members of a class or enum of the text."""
    from relayshell.completion.texttypes import named_kind

    made = []
    for member in node.members:
        if isinstance(member, tree.PropertyMemberAst):
            if node.type_attributes == "Enum":
                made.append(Entry(member.name, False, f"static object {member.name}", Kind(node=node)))
            elif member.is_static:
                inner = named_kind(member.property_type.type_name, member) if member.property_type is not None else kind_of("System.Object")
                made.append(Entry(member.name, False, f"static {_shown(inner)} {member.name}", inner))
        elif isinstance(member, tree.FunctionMemberAst):
            if member.is_constructor:
                made.append(Entry("new", True, f"{node.name}({method_text(member).partition('(')[2]}", Kind(node=node)))
            elif member.is_static:
                made.append(Entry(member.name, True, method_text(member), named_kind(member.return_type.type_name, member) if member.return_type else None))
    if node.type_attributes == "Class" and not any(entry.name == "new" for entry in made):
        made.append(Entry("new", True, f"{node.name}()", Kind(node=node)))
    return in_order(_joined(made))


def _joined(entries: list[Entry]) -> list[Entry]:
    """Overloads of a method as one entry, which is explained by all of them, a line each."""
    found: dict[str, Entry] = {}
    for entry in entries:
        key = entry.name.lower()
        found[key] = replace(found[key], tip=f"{found[key].tip}\n{entry.tip}") if key in found and entry.method else entry
    return list(found.values())
