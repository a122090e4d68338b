"""Calling methods and constructors: instance, static, of many at once, and the two every object has (Where, ForEach)."""

from __future__ import annotations

from typing import Any

from ..errors import ShellError
from .arrayprops import props_of
from .collections import enumerate_value
from .exceptions import NetException, argument_null
from .membererrors import call_on_null, calling_failed, exception_of, method_not_found
from .nettype import NetType, get_type
from .nothing import AUTOMATION_NULL, AutomationNull
from .numbers import INTEGER_CLASSES, Char
from .overloads import Candidate, bind_arguments, choose
from .psobject import CodeMethod, Member, PSCustomObject, PSObject, ScriptInstance, ScriptMethod
from .typedata import on_change, type_members
from .typemembers import MethodGroup, Overload, Parameter, members_table
from .typeof import type_of


def call_method(obj: Any, name: str, args: list[Any] | tuple[Any, ...] = (), arg_types: Any = None, *, type_arguments: tuple[NetType, ...] = ()) -> Any:
    """Calls a method of an object; raises ShellError. arg_types are the casts a script wrote before arguments (unused)."""
    kind = obj.__class__
    group = _plain_groups.get((kind, name))
    if group is not None:
        return invoke(group, obj, args if args.__class__ is list else list(args), type_arguments)
    if obj is None or kind is AutomationNull:
        raise call_on_null()
    if kind is not PSCustomObject and kind is not PSObject:
        net_type = type_of(obj)
        group = _plain_groups.get((net_type, name))
        if group is not None and not props_of(obj) and not getattr(obj, "extra_type_names", None):
            return invoke(group, obj, args if args.__class__ is list else list(args), type_arguments)
        group = members_table(net_type).methods.get(name.lower())
        if group is not None and not _has_added(obj, name):
            if kind in _BARE:
                _plain_groups[kind, name] = group
            elif net_type.script_class is None and not getattr(obj, "extra_type_names", None):
                _plain_groups[net_type, name] = group
            return invoke(group, obj, list(args), type_arguments)
    added = find_added_method(obj, name)
    if added is not None:
        return call_added(added, obj, list(args))
    base = obj.base if kind is PSObject else obj
    group = members_table(type_of(base)).methods.get(name.lower())
    if group is not None:
        return invoke(group, base, list(args), type_arguments)
    folded = name.lower()
    if folded in ("where", "foreach"):
        from .intrinsics import for_each, where

        return (where if folded == "where" else for_each)(obj, list(args))
    if kind is PSCustomObject:
        key = obj.find(name)
        from .invoke import is_block

        if key is not None and not isinstance(obj.props[key], Member) and hasattr(obj.props[key].__class__, "invoke_as_method"):
            return obj.props[key].invoke_as_method(list(args))
        raise method_not_found(type_of(obj), name, name) if not is_block(obj) else call_on_null()
    if folded.startswith(("get_", "set_")):
        accessor = _accessor(type_of(base), folded)
        if accessor is not None:
            return invoke(accessor, base, list(args), ())
    if folded in _CONVERSIONS and len(args) == (2 if folded == "totype" else 1) and _is_convertible(base):
        # IConvertible's methods, which its types carry out without naming them; Convert does the same. The provider of a format comes last.
        if folded == "totype":
            return call_static(get_type("System.Convert"), "ChangeType", [base, *args][: 3 if args[-1] is not None else 2])
        return call_static(get_type("System.Convert"), name, [base, *args] if args[0] is not None else [base])
    if base.__class__ is ScriptInstance and folded == "memberwiseclone" and not args:
        return _memberwise_clone(base)
    indexed = members_table(type_of(base)).properties.get(folded)
    if indexed is not None and indexed.index:
        from .indexedproperties import read_indexed

        return read_indexed(base, indexed, list(args))
    items = enumerate_value(base)
    if items is not None:
        return _call_each(base, items, name, list(args), type_arguments)
    raise method_not_found(type_of(base), name)


_CONVERSIONS = frozenset(
    "toboolean tobyte tochar todatetime todecimal todouble toint16 toint32 toint64 tosbyte tosingle touint16 touint32 touint64 totype".split()
)


def _is_convertible(value: Any) -> bool:
    net_type = type_of(value)
    return get_type("System.IConvertible") in (net_type.base if net_type.kind == "enum" and net_type.base is not None else net_type).interfaces


_BARE = frozenset((str, int, float, bool))
"""Classes whose values have nothing of their own attached to them."""
_plain_groups: dict[tuple[type | NetType, str], MethodGroup] = {}
"""The methods of classes and types that nothing hides, by the name as it was written."""
on_change(_plain_groups.clear)


def _indexer(net_type: NetType, kind: str) -> Any:
    """What reads or writes an element of a type's objects, or None."""
    from .declare import declaration_of

    step: NetType | None = net_type
    while step is not None:
        found = declaration_of(step.generic_definition or step)
        if found is not None and getattr(found, kind) is not None:
            return getattr(found, kind)
        step = step.base
    return None


def _accessor(net_type: NetType, folded: str, static: bool = False) -> MethodGroup | None:
    """A property's get_Name() or set_Name() as a method."""
    table = members_table(net_type)
    entry = (table.static_properties if static else table.properties).get(folded[4:])
    if entry is None or entry.is_field:
        return None
    function = entry.getter if folded[0] == "g" else entry.setter
    index = tuple(entry.index)
    if function is None and index and not static:
        # One function serves all indexers of a type, as a key and a position of an ordered dictionary.
        function = _indexer(net_type, "index" if folded[0] == "g" else "set_index")
        index = tuple(Parameter(each.name, get_type("System.Object")) for each in index)
    if function is None:
        return None
    value = Parameter("value", entry.net_type or get_type("System.Object"))
    if folded[0] == "g":
        overload = Overload(f"get_{entry.name}", index, function, static=static)
    else:
        overload = Overload(f"set_{entry.name}", (*index, value), function, static=static, returns="void")
    return MethodGroup(overload.name, [overload])


def _memberwise_clone(instance: ScriptInstance) -> ScriptInstance:
    """Object.MemberwiseClone, which methods of a script's class may call on their own object."""
    made = ScriptInstance(instance.type, dict(instance.fields), instance.native)
    made.props = None if instance.props is None else dict(instance.props)
    return made


def _has_added(obj: Any, name: str) -> bool:
    """Whether a member was added to the object or its type under a method's own name."""
    props = props_of(obj)
    if props and any(key.lower() == name.lower() for key in props):
        return True
    extra = type_members(obj)
    return extra is not None and name.lower() in extra


def find_added_method(obj: Any, name: str) -> Member | None:
    """A script or code method added to an object or to its type."""
    folded = name.lower()
    props = props_of(obj)
    if props:
        for key, member in props.items():
            if isinstance(member, (ScriptMethod, CodeMethod)) and key.lower() == folded:
                return member
    extra = type_members(obj)
    if extra is not None:
        member = extra.get(folded)
        if isinstance(member, (ScriptMethod, CodeMethod)):
            return member
    if obj.__class__ is PSObject:
        return find_added_method(obj.base, name)
    return None


def call_added(member: Member, obj: Any, args: list[Any]) -> Any:
    """Calls a method that was added."""
    if isinstance(member, ScriptMethod):
        from .invoke import call_for_value

        try:
            return call_for_value(member.script, args, this=obj)
        except NetException as error:
            raise calling_failed(member.name, len(args), error) from None
        except ShellError as error:
            raise calling_failed(member.name, len(args), exception_of(error)) from None
    assert isinstance(member, CodeMethod)
    try:
        return member.function(obj, *args)
    except NetException as error:
        raise calling_failed(member.name, len(args), error) from None


def _call_each(base: Any, items: Any, name: str, args: list[Any], type_arguments: tuple[NetType, ...]) -> Any:
    """Calls a method of each element; the results in one list."""
    out: list[Any] = []
    called = False
    for item in items:
        if item is None:
            continue
        result = call_method(item, name, args, type_arguments=type_arguments)
        called = True
        if result is AUTOMATION_NULL:
            continue
        many = enumerate_value(result)
        if many is None:
            out.append(result)
        else:
            out.extend(many)
    if not called:
        raise method_not_found(type_of(base), name)
    if not out:
        return AUTOMATION_NULL
    return out[0] if len(out) == 1 else out


_BY_CLASS: set[type] = {int, float, str, bool, type(None), Char, *INTEGER_CLASSES}


def invoke(group: MethodGroup, obj: Any, args: list[Any], type_arguments: tuple[NetType, ...] = (), shown: str | None = None) -> Any:
    """Chooses the overload, converts the arguments, calls, and wraps what .NET code raises."""
    key = tuple([a.__class__ for a in args])
    candidate: Candidate | None = group.chosen.get(key)
    if candidate is None:
        candidate = choose(group, args, type_arguments)
        if all(k in _BY_CLASS for k in key):
            group.chosen[key] = candidate
            candidate.direct = not type_arguments and candidate.takes_as_they_are(key)
    overload = candidate.overload
    function: Any
    if candidate.direct and not type_arguments:
        function = overload.function
        try:
            result = function(*args) if overload.static else function(obj, *args)
        except (NetException, ShellError, TypeError, ValueError, AttributeError, LookupError) as error:
            made = _failed(error, overload, group, obj, args, shown)
            if made is error:
                raise
            raise made from made.__cause__
        return AUTOMATION_NULL if overload.returns == "void" else result
    values = bind_arguments(candidate, args, shown or group.name)
    function = overload.function
    if function is None:
        message = f'The method "{overload.text or group.name}" is not supported by this shell.'
        raise calling_failed(shown or group.name, len(args), NetException("System.PlatformNotSupportedException", message))
    if overload.pass_type is not None:
        values.insert(0, overload.pass_type)
    try:
        if type_arguments and getattr(function, "wants_types", False):
            result = function(*values, types=type_arguments)
        else:
            result = function(*values) if overload.static else function(obj, *values)
    except (NetException, ShellError, TypeError, ValueError, AttributeError, LookupError) as error:
        made = _failed(error, overload, group, obj, args, shown)
        if made is error:
            raise
        raise made from made.__cause__
    return AUTOMATION_NULL if overload.returns == "void" else result


def _failed(error: Any, overload: Overload, group: MethodGroup, obj: Any, args: Any, shown: str | None) -> Any:
    """What a method's error becomes for its caller."""
    name, function = shown or group.name, overload.function
    if isinstance(error, NetException):
        return error if getattr(function, "passes_errors", False) else calling_failed(name, len(args), error)
    if isinstance(error, ShellError):
        passes = getattr(function, "passes_errors", False) or obj.__class__ is ScriptInstance
        if passes or error.exception is not None and error.exception.type_name.endswith("MethodException"):
            return error
        return calling_failed(name, len(args), exception_of(error))
    # An argument of a kind that the implementation does not take, a null most often.
    missing = next((parameter.name for value, parameter in zip(args, overload.parameters) if value is None and not parameter.net_type.is_value_type), None)
    if missing is not None:
        failure = calling_failed(name, len(args), argument_null(missing))
        failure.__cause__ = error
        return failure
    failure = calling_failed(name, len(args), NetException("System.ArgumentException", "Value does not fall within the expected range."))
    failure.__cause__ = error
    return failure


def call_static(net_type: NetType, name: str, args: list[Any] | tuple[Any, ...] = (), arg_types: Any = None, *, type_arguments: tuple[NetType, ...] = ()) -> Any:
    """Calls a static method, or a constructor by the name new; raises ShellError."""
    folded = name.lower()
    if folded == "new":
        return new_object(net_type, args)
    step: NetType | None = net_type
    while step is not None:
        group = members_table(step).static_methods.get(folded)
        if group is not None:
            return invoke(group, None, list(args), type_arguments)
        step = step.base
    if folded.startswith(("get_", "set_")):
        accessor = _accessor(net_type, folded, static=True)
        if accessor is not None:
            return invoke(accessor, None, list(args))
    raise method_not_found(net_type, name)


def new_object(net_type: NetType, args: list[Any] | tuple[Any, ...] = ()) -> Any:
    """Calls a constructor; raises ShellError."""
    from .arrays import MultiArray, default_of, new_array
    from .convert import convert
    from .overloads import method_error

    if net_type.element_type is not None:
        lengths = [convert(a, get_type("System.Int32")) for a in args]
        if len(lengths) == net_type.rank == 1:
            if lengths[0] < 0:
                raise calling_failed(".ctor", 1, NetException("System.OverflowException", "Arithmetic operation resulted in an overflow."))
            return new_array(net_type.element_type, [default_of(net_type.element_type)] * lengths[0])
        if len(lengths) == net_type.rank:
            return MultiArray(net_type.element_type, tuple(lengths))
        raise method_error(f'Cannot find an overload for "new" and the argument count: "{len(args)}".', "MethodCountCouldNotFindBest")
    group = members_table(net_type).constructors
    if not args and net_type.is_value_type and not any(not o.parameters and not o.untyped for o in group.overloads):
        from .defaults import zero_of

        zero = zero_of(net_type)
        if zero is not None:
            return zero
    return invoke(group, None, list(args), (), ".ctor")


__all__ = ["call_added", "call_method", "call_static", "find_added_method", "invoke", "new_object"]
