"""Reading and setting the members of any object, instance and static, and listing them.

The order is PowerShell's: what was added to the object, what type data adds to its type names, what the
type itself has, then what every object has (PSObject, PSTypeNames ...), Count and Length of one thing,
and for a collection the members of its elements. Members of .NET types come from declarations alone.
"""

from __future__ import annotations

from typing import Any, Callable, Iterator

from ..errors import ShellError
from . import typedata
from .arrayprops import props_of
from .arrays import MultiArray, TypedArray
from .calls import call_method, call_static, invoke, new_object
from .collections import enumerate_value
from .exceptions import NetException
from .hashtable import Hashtable, OrderedDictionary
from .indexing import dictionary_items, get_index, set_index
from .membererrors import (
    cannot_set, getting_failed, net_error, no_setter, property_not_found_strict, read_only, set_not_found, setting_failed,
)
from .nettype import NetType, get_type
from .nothing import AUTOMATION_NULL, AutomationNull
from .psobject import (
    AliasProperty, CodeProperty, Member, MemberSet, NoteProperty, PropertySet, PSCustomObject, PSObject, ScriptInstance, ScriptProperty,
)
from .statics import get_static, set_static, write_property
from .typedata import type_members, type_names_of
from .typemembers import Property, members_table
from .typeof import type_of

_MISSING = object()


def get_member(obj: Any, name: str, strict: bool = False) -> Any:
    """The value of a property; None when it is not there, or an error in strict mode."""
    kind = obj.__class__
    if kind is PSCustomObject:
        value = obj.props.get(name, _MISSING)
        if value is not _MISSING and not isinstance(value, Member):
            return value
    value = find_value(obj, name)
    if value is not _MISSING:
        return value
    if obj is None or kind is AutomationNull:
        if strict:
            raise property_not_found_strict(name)
        return 0 if name.lower() in ("count", "length") else None
    return _missing(obj, name, strict)


def property_value(obj: Any, name: str) -> tuple[Any] | None:
    """A property of the object itself as a tuple of its value; None when there is no such property."""
    value = find_value(obj, name, own_only=True)
    return None if value is _MISSING or value.__class__.__name__ == "MethodReference" else (value,)


def has_property(obj: Any, name: str) -> bool:
    """Whether the object itself has such a property."""
    return property_value(obj, name) is not None


def find_value(obj: Any, name: str, own_only: bool = False) -> Any:
    """The value of a property of the object itself, or the mark for none."""
    finder = _FINDERS.get(obj.__class__)
    if finder is not None:
        value = finder(obj, name)
        if value is not _MISSING or own_only:
            return value
    else:
        value = _find_net(obj, name)
        if value is not _MISSING or own_only:
            return value
    return _intrinsic(obj, name)


def _find_null(obj: Any, name: str) -> Any:
    return _MISSING


def _find_custom(obj: PSCustomObject, name: str) -> Any:
    props = obj.props
    value = props.get(name, _MISSING)
    if value is _MISSING:
        key = obj.find(name)
        if key is not None:
            value = props[key]
    if value is not _MISSING:
        return read_added(value, obj) if isinstance(value, Member) else value
    if obj.type_names is not None:
        extra = typedata._table.members(tuple(obj.type_names))
        if extra is not None:
            member = extra.get(name.lower())
            if member is not None:
                return read_added(member, obj)
    return _find_net(obj, name)


def _find_wrapped(obj: PSObject, name: str) -> Any:
    if obj.props:
        key = obj.find(name)
        if key is not None:
            value = obj.props[key]
            return read_added(value, obj) if isinstance(value, Member) else value
    extra = type_members(obj)
    if extra is not None:
        member = extra.get(name.lower())
        if member is not None:
            return read_added(member, obj)
    base = obj.base
    return find_value(base, name, own_only=True)


def _find_hashtable(obj: Hashtable, name: str) -> Any:
    key = name.lower() if not obj.case_sensitive else name
    value = obj.values_by.get(key, _MISSING)
    if value is not _MISSING:
        return value
    return _find_net(obj, name)


def _find_list(obj: list[Any], name: str) -> Any:
    if name in ("Count", "Length", "count", "length"):
        return len(obj)
    return _find_net(obj, name)


_cache: dict[tuple[NetType, str], Callable[[Any], Any] | None] = {}
typedata.on_change(_cache.clear)


def _find_net(obj: Any, name: str) -> Any:
    """A property by type data or the type's own declaration."""
    props = props_of(obj)
    if props:
        for key, value in props.items():
            if key.lower() == name.lower():
                return read_added(value, obj) if isinstance(value, Member) else value
    names = getattr(obj, "extra_type_names", None)
    if names:
        added = (typedata.table().members(tuple(names)) or {}).get(name.lower())
        if added is not None:
            return read_added(added, obj)
    adapted = getattr(obj.__class__, "adapted_find", None)
    if adapted is not None and (found := adapted(obj, name)) is not None:
        return found[0]
    net_type = type_of(obj)
    try:
        reader = _cache[net_type, name]
    except KeyError:
        reader = _cache[net_type, name] = _reader(net_type, name)
    if reader is None:
        if net_type.text not in _DICTIONARIES and _is_dictionary(net_type):
            return _dictionary_value(obj, name)
        return _MISSING
    return reader(obj)


_DICTIONARIES = {"System.Collections.Hashtable", "System.Collections.Specialized.OrderedDictionary"}


def _is_dictionary(net_type: NetType) -> bool:
    found = net_type.cache.get("dictionary")
    if found is None:
        found = net_type.cache["dictionary"] = get_type("System.Collections.IDictionary") in net_type.ancestors
    return found  # type: ignore[no-any-return]


def _dictionary_value(obj: Any, name: str) -> Any:
    """A key of a dictionary read as a property."""
    if name.lower() in _INTRINSIC:
        return _MISSING
    try:
        return get_index(obj, [name])
    except ShellError:
        return None


def _reader(net_type: NetType, name: str) -> Callable[[Any], Any] | None:
    folded = name.lower()
    extra = typedata.table().members(typedata.names_of_type(net_type))
    if extra is not None and folded in extra:
        member = extra[folded]
        return lambda value: read_added(member, value)
    table = members_table(net_type)
    entry = table.properties.get(folded)
    if entry is not None and entry.index:
        from .memberinfo import BoundMember

        return lambda value: BoundMember(value, entry, entry.name, "ParameterizedProperty")
    if entry is not None:
        if entry.getter is None:
            return None
        if _is_dictionary(net_type):
            getter = entry.getter

            def through_keys(value: Any) -> Any:
                found = _key_value(value, name)
                return getter(value) if found is _MISSING else found

            return through_keys
        return _guarded(entry)
    if folded in table.methods:
        group = table.methods[folded]
        from .memberinfo import MethodReference

        return lambda value: MethodReference(value, group)
    return None


def _key_value(obj: Any, name: str) -> Any:
    """The value of a key of a generic dictionary that hides a property of the same name."""
    obj = getattr(obj, "native", None) or obj
    if isinstance(obj, Hashtable):
        return obj.values_by.get(obj.normal(name), _MISSING)
    for key, value in dictionary_items(obj):
        if key.__class__ is str and key == name:
            return value
    return _MISSING


def _guarded(entry: Property) -> Callable[[Any], Any]:
    getter = entry.getter

    def read(value: Any) -> Any:
        try:
            return getter(value)
        except NetException as error:
            raise getting_failed(entry.name, error) from None

    return read


def read_added(member: Any, obj: Any) -> Any:
    """The value of a member that was added to an object or its type."""
    if not isinstance(member, Member):
        return member
    if isinstance(member, NoteProperty):
        return member.value
    if isinstance(member, AliasProperty):
        value = get_member(obj, member.referenced)
        if member.conversion is not None:
            from .convert import convert

            value = convert(value, member.conversion)
        return value
    if isinstance(member, ScriptProperty):
        from .invoke import call_for_value

        if member.getter is None:
            raise getting_failed(member.name, NetException("System.Management.Automation.GetValueException", f'Get accessor for property "{member.name}" is unavailable.'))
        try:
            return call_for_value(member.getter, (), this=obj)
        except (ShellError, NetException):
            # A property that throws reads as null; the error is in $Error already, put there where it arose.
            return None
    if isinstance(member, CodeProperty):
        return member.getter(obj)
    if isinstance(member, MemberSet):
        # The members of a set are read of the set itself, as if it were an object of its own.
        return PSCustomObject({each.name: each for each in member.members}, [MemberSet.type_name, "System.Object"])
    from .memberinfo import BoundMember, MethodReference, member_value

    if isinstance(member, PropertySet):
        return BoundMember(obj, member, member.name, member.member_type)
    return MethodReference(obj, member) if not member.is_property else member_value(member, obj)


_INTRINSIC = {"psobject", "psbase", "psadapted", "psextended", "pstypenames", "psstandardmembers"}


def _intrinsic(obj: Any, name: str) -> Any:
    folded = name.lower()
    if folded in _INTRINSIC and obj is not None and obj.__class__ is not AutomationNull:
        from .memberinfo import intrinsic_value

        value = intrinsic_value(obj, folded)
        return _MISSING if value is None else value
    return _MISSING


def _missing(obj: Any, name: str, strict: bool) -> Any:
    """The members of a collection's elements; Count and Length of one thing; nothing."""
    base = obj.base if obj.__class__ is PSObject else obj
    items = enumerate_value(base)
    if items is not None:
        out: list[Any] = []
        for item in items:
            value = find_value(item, name)
            if value is _MISSING:
                inner = item.base if item.__class__ is PSObject else item
                if item is not None and enumerate_value(inner) is not None:
                    value = _missing(item, name, False)
                    if value is None:
                        continue
                elif isinstance(inner, (PSCustomObject, Hashtable)) or item.__class__ is PSObject:
                    if strict:
                        continue
                    value = None
                else:
                    continue
            many = enumerate_value(value)
            if many is None:
                out.append(value)
            else:
                out.extend(many)
        if out:
            return out[0] if len(out) == 1 else out
        if strict:
            raise property_not_found_strict(name)
        return None
    if strict:
        raise property_not_found_strict(name)
    if name.lower() in ("count", "length"):
        return 1
    return None


_FINDERS: dict[type, Callable[[Any, str], Any]] = {
    PSCustomObject: _find_custom, PSObject: _find_wrapped, Hashtable: _find_hashtable, OrderedDictionary: _find_hashtable,
    list: _find_list, TypedArray: _find_list, type(None): _find_null, AutomationNull: _find_null,
}


def set_member(obj: Any, name: str, value: Any) -> None:
    """Sets a property; raises ShellError when it is not there or refuses."""
    kind = obj.__class__
    if kind is PSCustomObject:
        props = obj.props
        old = props.get(name, _MISSING)
        if old is not _MISSING and not isinstance(old, Member):
            props[name] = value
            return
        _set_custom(obj, name, value)
        return
    if obj is None or kind is AutomationNull:
        raise set_not_found(name, "PropertyNotFound")
    if isinstance(obj, Hashtable):
        set_index(obj, [name], value)
        return
    if kind is PSObject:
        key = obj.find(name) if obj.props else None
        if key is not None:
            write_added(obj.props, key, obj, value)
            return
        obj_base = obj.base
        extra = type_members(obj)
        if extra is not None and name.lower() in extra:
            write_member(extra[name.lower()], obj, value)
            return
        set_member(obj_base, name, value)
        return
    _set_net(obj, name, value)


def write_added(props: dict[str, Any], key: str, obj: Any, value: Any) -> None:
    """Sets a property kept with the object."""
    member = props[key]
    if isinstance(member, Member):
        write_member(member, obj, value)
    else:
        props[key] = value


def write_member(member: Member, obj: Any, value: Any) -> None:
    """Sets a property that was added."""
    if isinstance(member, NoteProperty):
        if member.read_only:
            raise setting_failed(member.name, f'Cannot change the value of the read-only property "{member.name}".')
        member.value = value
    elif isinstance(member, AliasProperty):
        set_member(obj, member.referenced, value)
    elif isinstance(member, ScriptProperty):
        if member.setter is None:
            raise no_setter(member.name)
        from .invoke import call_block

        try:
            call_block(member.setter, [value], this=obj)
        except ShellError as error:
            raise setting_failed(member.name, error.message, error.exception) from None
        except NetException as error:
            raise setting_failed(member.name, error.message, error) from None
    elif isinstance(member, CodeProperty):
        if member.setter is None:
            raise no_setter(member.name)
        member.setter(obj, value)
    else:
        raise read_only(member.name)


def _set_custom(obj: PSCustomObject, name: str, value: Any) -> None:
    key = obj.find(name)
    if key is not None:
        write_added(obj.props, key, obj, value)
        return
    extra = type_members(obj)
    if extra is not None and name.lower() in extra:
        write_member(extra[name.lower()], obj, value)
        return
    from .exceptions import RUNTIME_EXCEPTION

    raise setting_failed(name, cannot_set(name), NetException(RUNTIME_EXCEPTION, cannot_set(name)))


def _set_net(obj: Any, name: str, value: Any) -> None:
    props = props_of(obj)
    if props:
        for key in props:
            if key.lower() == name.lower():
                write_added(props, key, obj, value)
                return
    adapted = getattr(obj.__class__, "adapted_set", None)
    if adapted is not None and adapted(obj, name, value):
        return
    extra = type_members(obj)
    folded = name.lower()
    if extra is not None and folded in extra:
        write_member(extra[folded], obj, value)
        return
    net_type = type_of(obj)
    entry = members_table(net_type).properties.get(folded)
    if entry is None or entry.index:
        if _is_dictionary(net_type):
            set_index(obj, [name], value)
            return
        raise set_not_found(name)
    if not entry.writable or entry.setter is None:
        raise read_only(entry.name)
    write_property(entry, value, lambda converted: entry.setter(obj, converted))


def ps_properties(obj: Any) -> Iterator[tuple[str, Any]]:
    """Name and value of each property, in the order PSObject.Properties has: the cheap way."""
    if obj.__class__ is PSCustomObject and obj.type_names is None:
        for name, value in obj.props.items():
            if not isinstance(value, Member):
                yield name, value
            elif value.is_property:
                yield name, read_added(value, obj)
        return
    for info in properties_of(obj):
        yield info.name, info.value


def readable_properties(obj: Any, absent: Any = None, skip: bool = False) -> Iterator[tuple[str, Any]]:
    """The same, where a property that raises when it is read has the value `absent`, or is left out with skip."""
    if obj.__class__ is PSCustomObject and obj.type_names is None and not any(isinstance(each, Member) for each in obj.props.values()):
        yield from obj.props.items()
        return
    for info in properties_of(obj):
        try:
            value = info.value
        except (ShellError, NetException):
            if skip:
                continue
            value = absent
        yield info.name, value


def properties_of(obj: Any) -> list[Any]:
    """The properties as objects: name, value, member_type, definition, settable."""
    from .memberinfo import list_properties

    return list_properties(obj)


def members_of(obj: Any) -> list[Any]:
    """All members as objects, in PowerShell's order."""
    from .memberinfo import list_members

    return list_members(obj)


__all__ = [
    "AUTOMATION_NULL", "MultiArray", "ScriptInstance", "call_method", "call_static", "dictionary_items", "get_index", "get_member", "get_static",
    "has_property", "invoke", "members_of", "net_error", "new_object", "properties_of", "property_value", "ps_properties", "readable_properties", "set_index",
    "set_member", "set_static", "type_names_of",
]
