"""Parameterized properties: `obj.Item(key)`, assigning to it, and such a property as an object.

An indexer is a property with parameters to PowerShell, `Item` for most types and `Chars` for a string. It is read and set through what the
type declares for `obj[key]`, but strictly: a position that is not there is an error here, as any .NET exception is.
"""

from __future__ import annotations

from typing import Any

from ..errors import ShellError
from .declare import declare
from .enums import enum_member
from .exceptions import NetException, out_of_range
from .hashtable import Hashtable
from .indexing import _indexers, get_index, indexer, key_type, set_index
from .memberinfo import BoundMember
from .membererrors import exception_of, getting_failed, setting_failed
from .nettype import get_type
from .overloads import convert_argument, method_error
from .psobject import PSObject
from .text import to_text
from .typemembers import Parameter, Property, members_table
from .typeof import type_of

_P = "System.Management.Automation."
_RANGE = "Index was out of range. Must be non-negative and less than the size of the collection."


def indexed_property(obj: Any, name: str) -> Property | None:
    """The property with parameters of this name that the object's type has."""
    entry = members_table(type_of(obj.base if obj.__class__ is PSObject else obj)).properties.get(name.lower())
    return entry if entry is not None and entry.index else None


def read_indexed(obj: Any, entry: Property, args: list[Any]) -> Any:
    """`obj.Item(args)`; raises ShellError: MethodCountCouldNotFindBest, a failed conversion, or ExceptionWhenGetting."""
    keys = _keys(obj, entry, args)
    try:
        if entry.getter is not None:
            return entry.getter(obj, *keys)
        if isinstance(obj, Hashtable):
            return get_index(obj, keys, True)
        pair = indexer(type_of(obj))
        if pair is None or pair[0] is None:
            return get_index(obj, keys, True)
        return pair[0](_target(obj), keys[0])
    except NetException as error:
        raise _failed("getting", entry.name, error) from None
    except ShellError as error:
        raise _failed("getting", entry.name, exception_of(error)) from None
    except IndexError:
        raise _failed("getting", entry.name, out_of_range("index", _RANGE)) from None
    except KeyError:
        message = f"The given key '{to_text(keys[0])}' was not present in the dictionary."
        raise _failed("getting", entry.name, NetException("System.Collections.Generic.KeyNotFoundException", message)) from None


def write_indexed(obj: Any, name: str, args: list[Any], value: Any) -> None:
    """`obj.Item(args) = value`; raises ShellError: PropertyNotFound for a type without such a property, a failed conversion, or ExceptionWhenSetting."""
    obj = obj.base if obj.__class__ is PSObject else obj
    entry = indexed_property(obj, name) if obj is not None else None
    if entry is None:
        message = f"The property '{name}' cannot be found on this object. Verify that the property exists and can be set."
        raise ShellError(message, "PropertyNotFound", "InvalidOperation")
    if not entry.writable:
        raise ShellError(f"'{entry.name}' is a ReadOnly property.", "PropertyAssignmentException", "InvalidOperation")
    keys = _keys(obj, entry, args)
    if entry.net_type is not None:
        value = convert_argument(value, Parameter("value", entry.net_type), entry.name)
    try:
        if entry.setter is not None:
            entry.setter(obj, *keys, value)
        else:
            set_index(obj, keys, value)
    except NetException as error:
        raise _failed("setting", entry.name, error) from None
    except ShellError as error:
        raise _failed("setting", entry.name, exception_of(error)) from None


def _failed(what: str, name: str, inner: NetException) -> ShellError:
    return getting_failed(name, inner) if what == "getting" else setting_failed(name, inner.message, inner)


def _target(obj: Any) -> Any:
    native = getattr(obj, "native", None)
    return obj if native is None else native


def _keys(obj: Any, entry: Property, args: list[Any]) -> list[Any]:
    """The arguments as the property's parameters want them; an ordered dictionary takes a position as well as a key."""
    by_key = len(args) == 1 and _indexers(type_of(obj)) > 1
    if len(args) != len(entry.index) and not by_key:
        raise method_error(f'Cannot find an overload for "{entry.name}" and the argument count: "{len(args)}".', "MethodCountCouldNotFindBest")
    if by_key:
        return list(args)
    if len(args) == 1 and entry.getter is None:
        wanted = key_type(type_of(obj))
        first = entry.index[0]
        return [convert_argument(args[0], Parameter(first.name, wanted or get_type("System.Object"), text=first.text), entry.name)]
    return [convert_argument(value, parameter, entry.name) for value, parameter in zip(args, entry.index)]


def _invoke(member: BoundMember, args: Any) -> Any:
    owner = member.owner.base if member.owner.__class__ is PSObject else member.owner
    return read_indexed(owner, member.source, list(args))


def _invoke_set(member: BoundMember, value: Any, args: Any) -> None:
    write_indexed(member.owner, member.name, list(args), value)


declare(
    _P + "PSParameterizedProperty", base=_P + "PSMethodInfo",
    get={
        "IsSettable": lambda m: m.source.writable, "IsGettable": lambda m: True, "OverloadDefinitions": lambda m: [m.definition],
        "TypeNameOfValue": lambda m: m.value_type, "MemberType": lambda m: enum_member(_P + "PSMemberTypes", "ParameterizedProperty"),
        "Value": lambda m: m, "Name": lambda m: m.name, "IsInstance": lambda m: True,
    },
    methods={"Invoke": _invoke, "InvokeSet": _invoke_set},
    signatures=(
        "bool IsSettable {get;}", "bool IsGettable {get;}", "System.Collections.ObjectModel.Collection[string] OverloadDefinitions {get;}",
        "string TypeNameOfValue {get;}", "System.Management.Automation.PSMemberTypes MemberType {get;}", "System.Object Value {get;set;}",
        "string Name {get;}", "bool IsInstance {get;}", "System.Object Invoke(params System.Object[] arguments)",
        "void InvokeSet(System.Object valueToSet, params System.Object[] arguments)",
    ),
    to_text=lambda m: m.definition,
)
