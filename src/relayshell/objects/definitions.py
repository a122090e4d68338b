"""The texts of members' definitions, as Get-Member and OverloadDefinitions show them."""

from __future__ import annotations

from typing import Any

from . import facts
from .eventmembers import EventMember
from .nettype import NetType, parameter_names
from .psobject import (
    AliasProperty, CodeMethod, CodeProperty, ComputedProperty, MemberSet, NoteProperty, PropertySet, ScriptMethod, ScriptProperty,
)
from .typemembers import MethodGroup, Overload, Property
from .typeof import type_of


def short_name(net_type: NetType) -> str:
    """A type without namespaces: int, Object[], List[string]."""
    if net_type.element_type is not None:
        return short_name(net_type.element_type) + net_type.text[len(net_type.element_type.text):]
    if net_type.generic_definition is not None:
        inside = ",".join(short_name(a) for a in net_type.generic_arguments)
        return f"{net_type.generic_definition.name.partition('`')[0]}[{inside}]"
    shown = net_type.shown
    return shown.rpartition(".")[2]


def substitute(text: str, owner: NetType) -> str:
    """A signature's text with the type parameters of its owner, or of the generic type that this extends, filled in."""
    generic: NetType | None = owner
    while generic is not None and generic.generic_definition is None:
        generic = generic.base
    if generic is None or generic.generic_definition is None:
        return text
    names = parameter_names(generic.generic_definition)
    out, word = [], ""
    for char in text + "\0":
        if char.isalnum() or char == "_" or char in ".`":
            word += char
            continue
        if word in names:
            word = generic.generic_arguments[names.index(word)].shown
        out.append(word)
        word = ""
        if char != "\0":
            out.append(char)
    return "".join(out)


def _referred(text: str) -> str:
    """A signature's text with parameters that are references as PowerShell shows them."""
    if "ref " in text:
        text = text.replace("(ref ", "([ref] ").replace(", ref ", ", [ref] ")
    if "&" not in text:
        return text
    head, paren, inside = text.partition("(")
    parts = inside.split(", ")
    return head + paren + ", ".join("[ref] " + part.replace("& ", " ") if "& " in part else part for part in parts)


def overload_texts(overloads: list[Overload], owner: NetType) -> list[str]:
    """Overloads as overload_text gives them, each once."""
    return list(dict.fromkeys(overload_text(each, owner) for each in overloads))


def overload_text(overload: Overload, owner: NetType) -> str:
    """One overload, as "int IndexOf(string value)"; a constructor begins with its type."""
    if overload.text:
        if overload.text.startswith("("):
            return f"{owner.shown} new{_referred(substitute(overload.text, owner))}".replace("params ", "Params ")
        return _referred(substitute(overload.text, owner)).replace("params ", "Params ")
    inside = ", ".join(f"{p.text} {p.name}".strip() for p in overload.parameters)
    prefix = "static " if overload.static and overload.name != "new" else ""
    returns = owner.shown if overload.name == "new" and overload.static else overload.returns
    return f"{prefix}{returns} {overload.name}({inside})"


_INTERFACES: dict[str, tuple[str, ...]] = {
    "System.IComparable": ("int CompareTo(System.Object obj)",),
    "System.IComparable`1": ("int CompareTo(T other)",),
    "System.IEquatable`1": ("bool Equals(T other)",),
    "System.ICloneable": ("System.Object Clone()",),
    "System.IDisposable": ("void Dispose()",),
    "System.IFormattable": ("string ToString(string format, System.IFormatProvider formatProvider)",),
    "System.IConvertible": ("string ToString(System.IFormatProvider provider)",),
    "System.Collections.IEnumerable": ("System.Collections.IEnumerator GetEnumerator()",),
    "System.Collections.Generic.IEnumerable`1": ("System.Collections.Generic.IEnumerator[T] GetEnumerator()",),
    "System.Collections.ICollection": ("void CopyTo(array array, int index)",),
    "System.Collections.Generic.ICollection`1": (
        "void Add(T item)", "void Clear()", "bool Contains(T item)", "void CopyTo(T[] array, int arrayIndex)", "bool Remove(T item)",
    ),
    "System.Collections.Generic.IList`1": ("int IndexOf(T item)", "void Insert(int index, T item)", "void RemoveAt(int index)"),
    "System.Collections.Generic.IDictionary`2": (
        "void Add(TKey key, TValue value)", "bool ContainsKey(TKey key)", "bool Remove(TKey key)",
    ),
    "System.Runtime.Serialization.ISerializable": (
        "void GetObjectData(System.Runtime.Serialization.SerializationInfo info, System.Runtime.Serialization.StreamingContext context)",
    ),
    "System.Runtime.Serialization.IDeserializationCallback": ("void OnDeserialization(System.Object sender)",),
}


def interface_texts(net_type: NetType, name: str) -> list[str]:
    """The methods of that name that the interfaces of a type ask for, as "int IComparable.CompareTo(System.Object obj)"."""
    if net_type.kind == "interface" or net_type.script_class is not None:
        return []
    found = []
    for interface in sorted(net_type.interfaces, key=lambda i: i.generic_definition is not None):
        definition = (interface.generic_definition or interface).text
        texts = _INTERFACES.get(definition)
        if texts is None:
            texts = tuple(m for m in facts.members(definition).methods if not m.startswith("static"))
        for text in texts:
            head, _, inside = text.partition("(")
            returns, _, own = head.rpartition(" ")
            if own == name:
                found.append(substitute(f"{returns} {short_name(interface)}.{own}({inside}", interface))
    return found


def note_text(name: str, value: Any) -> str:
    """A note property's: type, name and value."""
    from .text import flat_text

    if value is None:
        return f"object {name}=null"
    return f"{short_name(type_of(value))} {name}={flat_text(value, invariant=False, top=False)}"


def _block_text(block: Any) -> str:
    from .text import to_text

    return to_text(block)


def definition_of(member: Any) -> str:
    """The definition of a bound member."""
    source = member.source
    name = member.name
    owner = member.owner if isinstance(member.owner, NetType) else None
    if source is None or isinstance(source, NoteProperty):
        return note_text(name, member.value)
    if isinstance(source, Property):
        if source.index:
            inside = ", ".join(f"{p.text} {p.name}" for p in source.index)
            access = source.text.partition("{")[2]
            return substitute(f"{source.type_text} {name}({inside}) {{{access}", owner or type_of(member.owner))
        if source.text:
            return substitute(source.text, owner or type_of(member.owner))
        access = "get;set;" if source.writable else "get;"
        return f"{'static ' if source.static else ''}{source.type_text} {name} {{{access}}}"
    if isinstance(source, MethodGroup):
        whose = owner or type_of(member.owner)
        texts = overload_texts([o for o in source.overloads if not o.hidden], whose)
        return ", ".join(texts if source.static else texts + interface_texts(whose, source.name))
    if isinstance(source, AliasProperty):
        conversion = f"({source.conversion.text})" if source.conversion is not None else ""
        return f"{name} = {conversion}{source.referenced}"
    if isinstance(source, ComputedProperty):
        return source.definition or f"System.Object {name} {{get=;}}"
    if isinstance(source, ScriptProperty):
        text = f"System.Object {name} {{"
        if source.getter is not None:
            text += f"get={_block_text(source.getter)};"
        if source.setter is not None:
            text += f"set={_block_text(source.setter)};"
        return text + "}"
    if isinstance(source, CodeProperty):
        return source.definition or f"{source.value_type} {name}{{get=;}}"
    if isinstance(source, (ScriptMethod, CodeMethod)):
        return getattr(source, "definition", "") or f"System.Object {name}();"
    if isinstance(source, EventMember):
        return source.text
    if isinstance(source, PropertySet):
        return f"{name} {{{', '.join(source.names)}}}"
    if isinstance(source, MemberSet):
        return f"{name} {{{', '.join(m.name for m in source.members)}}}"
    return name
