"""Type data: members, display sets and serialization rules that hang on type names.

A TypeTable belongs to a session; the one in use is set with use(). What every session has from the start
is built in; Update-TypeData and Remove-TypeData change a session's own.
"""

from __future__ import annotations

from typing import Any, Callable, Iterable

from .declare import CLASS_TYPES
from .nettype import NetType
from .psobject import (
    CUSTOM_TYPE_NAMES, AliasProperty, ComputedProperty, Member, PSCustomObject, PSObject,
)
from .typeof import type_of


class TypeData:
    """What is added to one type name."""

    __slots__ = ("name", "members", "standard", "built_in", "shown")

    def __init__(self, name: str, built_in: bool = False) -> None:
        self.name = name
        self.members: dict[str, Member] = {}
        self.standard: dict[str, Any] = {}
        """DefaultDisplayPropertySet, DefaultDisplayProperty, SerializationDepth, TargetTypeForDeserialization ..."""
        self.built_in = built_in
        self.shown: Any = None
        """The dictionary that scripts see, once one asked for it."""

    def members_now(self) -> dict[str, Member]:
        """The members, by folded name, as a script left them that changed their dictionary."""
        return dict(self.members) if self.shown is None else {str(name).lower(): each.member for name, each in self.shown.rows()}

    def copy(self) -> "TypeData":
        """One of the same members, to be changed."""
        made = TypeData(self.name, self.built_in)
        made.members = dict(self.members)
        made.standard = dict(self.standard)
        return made


_BUILT_IN: dict[str, TypeData] = {}


def add_built_in(type_name: str, members: Iterable[Member] = (), **standard: Any) -> None:
    """Adds members to a type for every session; called by the module that declares the type."""
    data = _BUILT_IN.setdefault(type_name.lower(), TypeData(type_name, True))
    for member in members:
        data.members[member.name.lower()] = member
    data.standard.update(standard)
    _forget()


class TypeTable:
    """The type data of a session."""

    def __init__(self) -> None:
        self.own: dict[str, TypeData] = {}
        self.removed: set[str] = set()
        self.cache: dict[tuple[str, ...], dict[str, Member] | None] = {}
        self.has_converters = False
        """Whether any type ever got a converter here: most sessions need not look for one."""

    def find(self, type_name: str) -> TypeData | None:
        """The data of one type name, or None."""
        folded = type_name.lower()
        found = self.own.get(folded)
        if found is None and folded not in self.removed:
            found = _BUILT_IN.get(folded)
        return found

    def change(self, type_name: str) -> TypeData:
        """The data of one type name, made if it is not there, to be changed by the caller; drops what is remembered."""
        folded = type_name.lower()
        found = self.own.get(folded)
        if found is None:
            built_in = None if folded in self.removed else _BUILT_IN.get(folded)
            found = self.own[folded] = built_in.copy() if built_in is not None else TypeData(type_name)
        self.changed()
        return found

    def remove(self, type_name: str) -> bool:
        """Takes all data of a type name away; False when there was none."""
        folded = type_name.lower()
        there = self.find(type_name) is not None
        self.own.pop(folded, None)
        self.removed.add(folded)
        self.changed()
        return there

    def changed(self) -> None:
        """Drops what was worked out from the data."""
        self.has_converters = self.has_converters or any("TypeConverter" in data.standard for data in self.own.values())
        self.cache.clear()
        _forget()

    def all(self) -> list[TypeData]:
        """The data of every type name, built in or own."""
        merged = {key: data for key, data in _BUILT_IN.items() if key not in self.removed}
        merged.update(self.own)
        return [merged[key] for key in sorted(merged)]

    def members(self, names: tuple[str, ...]) -> dict[str, Member] | None:
        """The members that a list of type names brings, the first name winning; None when there are none."""
        try:
            return self.cache[names]
        except KeyError:
            pass
        found: dict[str, Member] = {}
        for name in reversed(names):
            data = self.find(name)
            if data is not None:
                found.update(data.members)
        result = self.cache[names] = found or None
        return result

    def standard(self, names: Iterable[str], what: str) -> Any:
        """A standard member (DefaultDisplayPropertySet ...) of the first type name that has it, or None."""
        for name in names:
            data = self.find(name)
            if data is not None and what in data.standard:
                return data.standard[what]
        return None


_table = TypeTable()
_listeners: list[Callable[[], None]] = []


def table() -> TypeTable:
    """The type data in use."""
    return _table


def has_converters() -> bool:
    """Whether any type of the session in use has a converter of its own."""
    return _table.has_converters


def use(new: TypeTable) -> TypeTable:
    """Puts another session's type data in use; gives the one before."""
    global _table
    old, _table = _table, new
    _forget()
    return old


def on_change(listener: Callable[[], None]) -> None:
    """Calls the listener whenever members of types may have changed."""
    _listeners.append(listener)


def _forget() -> None:
    for listener in _listeners:
        listener()


def names_of_type(net_type: NetType) -> tuple[str, ...]:
    """The full names of a type and its bases."""
    found = net_type.cache.get("names")
    if found is None:
        names = []
        step: NetType | None = net_type
        while step is not None:
            names.append(step.full_name)
            step = step.base
        if net_type.kind == "interface":
            names.append("System.Object")
        found = net_type.cache["names"] = tuple(names)
    return found  # type: ignore[no-any-return]


def type_names_of(value: Any) -> list[str]:
    """PSObject.TypeNames: the names added to the object or those of its type."""
    names = type_names_tuple(value)
    return list(names)


def type_names_tuple(value: Any) -> tuple[str, ...]:
    """As type_names_of, not to be changed."""
    kind = value.__class__
    if kind is PSCustomObject:
        return CUSTOM_TYPE_NAMES if value.type_names is None else tuple(value.type_names)
    if kind is PSObject:
        if value.type_names is not None:
            return tuple(value.type_names)
        return type_names_tuple(value.base)
    extra = getattr(value, "extra_type_names", None)
    own = names_of_type(type_of(value))
    return (*extra, *own) if extra else own


def type_members(value: Any) -> dict[str, Member] | None:
    """The members that type data adds to a value, by folded name; None when there are none."""
    kind = value.__class__
    if kind is PSObject and value.type_names is None:
        value = value.base
        kind = value.__class__
    names = _names_by_class.get(kind)
    if names is None or getattr(value, "extra_type_names", None):
        names = type_names_tuple(value)
        if kind not in _MANY_NAMED and CLASS_TYPES.get(kind).__class__ is NetType and not getattr(value, "extra_type_names", None):
            _names_by_class[kind] = names
    return _table.members(names)


_names_by_class: dict[type, tuple[str, ...]] = {}
"""The type names of values whose class tells them all."""
_MANY_NAMED = frozenset((PSObject, PSCustomObject))


def _date_text(value: Any) -> str:
    from .dotnet.valueformat import format_value

    hint = None
    props = getattr(value, "props", None)
    if props:
        hint = str(props.get("DisplayHint") or "")
    base = value.base if value.__class__ is PSObject else value
    if hint == "Date":
        return format_value(base, "D")
    if hint == "Time":
        return format_value(base, "T")
    return f"{format_value(base, 'D')} {format_value(base, 'T')}"


def _text_of(value: Any) -> str:
    from .text import object_text

    return object_text(value.base if value.__class__ is PSObject else value)


def _shown_text(value: Any) -> str:
    """ToString(), as the value itself has it."""
    from .text import to_text

    return to_text(value)


add_built_in("System.Collections.DictionaryEntry", [AliasProperty("Name", "Key")])
add_built_in("System.DateTime", [ComputedProperty("DateTime", _date_text)])
add_built_in("Deserialized.System.Enum", [ComputedProperty("Value", _shown_text)])
add_built_in("System.Guid", [ComputedProperty("Guid", _text_of)])
add_built_in("System.Net.IPAddress", [ComputedProperty("IPAddressToString", _text_of)], DefaultDisplayProperty="IPAddressToString")
add_built_in("System.Management.Automation.ErrorRecord", [ComputedProperty("PSMessageDetails", lambda record: None)])
