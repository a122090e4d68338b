"""Members, elements, literals and conversions as generated code calls them."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects import members as objects
from relayshell.objects.calls import call_method, call_static, new_object
from relayshell.objects.convert import convert as to_type, to_custom_object
from relayshell.objects.hashtable import Hashtable, OrderedDictionary
from relayshell.objects.indexing import get_index, set_index as put_index
from relayshell.objects.nettype import NetType
from relayshell.objects.nothing import AUTOMATION_NULL
from relayshell.objects.psobject import Member, PSCustomObject, unwrap
from relayshell.runtime.languagemodes import Limits, check_call, check_conversion, check_set
from relayshell.runtime.scope import Scope
from relayshell.runtime.support.output import SCALARS

_MISSING = object()
_get = objects.get_member


def strict_level(frame: Any) -> float:
    """What Set-StrictMode gave for here; 0 for none."""
    return frame.scope.strictness() if Scope.strict_used else 0  # type: ignore[no-any-return]


def prop(frame: Any, obj: Any, name: Any) -> Any:
    """`obj.name`."""
    if obj.__class__ is PSCustomObject:
        value = obj.props.get(name, _MISSING) if name.__class__ is str else _MISSING
        if value is not _MISSING and not isinstance(value, Member):
            return value
    if name.__class__ is not str:
        name = member_text(name)
    return _get(obj, name, Scope.strict_used and frame.scope.strictness() >= 2)


def member_text(name: Any) -> str:
    """The name of a member where an expression gives it."""
    from relayshell.objects.text import to_text

    if name is None:
        return ""
    return to_text(name)


def set_prop(frame: Any, obj: Any, name: Any, value: Any) -> Any:
    """`obj.name = value`."""
    if name.__class__ is not str:
        name = member_text(name)
    if obj is None or obj is AUTOMATION_NULL:
        raise ShellError(
            f"The property '{name}' cannot be found on this object. Verify that the property exists and can be set.",
            "PropertyNotFound", "InvalidOperation",
        )
    if Limits.used:
        check_set(frame.session, obj)
    objects.set_member(obj, name, value)
    return value


def type_behind(frame: Any, value: Any) -> NetType:
    """The type before `::`: a type, or the name of one."""
    found = unwrap(value)
    if isinstance(found, NetType):
        return found
    if isinstance(found, str):
        from relayshell.runtime.support.typenames import find_type_name, unknown_type

        net_type = find_type_name(frame, found)
        if net_type is None:
            raise unknown_type(found)
        return net_type  # type: ignore[no-any-return]
    from relayshell.objects.typeof import type_of

    if found is None or found is AUTOMATION_NULL:
        raise ShellError("You cannot call a method on a null-valued expression.", "InvokeMethodOnNull", "InvalidOperation")
    return type_of(found)


def static_value(frame: Any, owner: Any, name: Any) -> Any:
    """`[type]::name`."""
    if name.__class__ is not str:
        name = member_text(name)
    return objects.get_static(type_behind(frame, owner), name, Scope.strict_used and frame.scope.strictness() >= 2)


def set_static_value(frame: Any, owner: Any, name: Any, value: Any) -> Any:
    """`[type]::name = value`."""
    if Limits.used:
        check_set(frame.session, type_behind(frame, owner))
    objects.set_static(type_behind(frame, owner), member_text(name), value)
    return value


def call(frame: Any, obj: Any, name: Any, arguments: list[Any], casts: Any = None) -> Any:
    """`obj.name(arguments)`."""
    if name.__class__ is not str:
        method = unwrap(name)
        if getattr(method, "is_script_block", False):
            found = method.invoke(arguments, this=obj)
            return found[0] if len(found) == 1 else found
        name = member_text(name)
    if Limits.used and obj is not None:
        check_call(frame.session, obj)
    return call_method(obj, name, arguments, casts)


def set_indexed(frame: Any, obj: Any, name: Any, arguments: list[Any], value: Any) -> Any:
    """`obj.name(arguments) = value`, for a property with parameters."""
    from relayshell.objects.indexedproperties import write_indexed

    write_indexed(obj, member_text(name), arguments, value)
    return value


def call_as(frame: Any, obj: Any, kind: NetType, name: Any, arguments: list[Any]) -> Any:
    """`([kind]$this).name(arguments)`: the method as that class has it."""
    from relayshell.objects.calls import invoke
    from relayshell.objects.typemembers import members_table

    group = members_table(kind).methods.get(member_text(name).lower())
    if group is None:
        return call_method(obj, member_text(name), arguments)
    return invoke(group, obj, arguments)


def call_generic(frame: Any, obj: Any, name: Any, arguments: list[Any], types: list[NetType]) -> Any:
    """`obj.name[types](arguments)`."""
    return call_method(obj, member_text(name), arguments, None, type_arguments=tuple(types))


def call_static_method(frame: Any, owner: Any, name: Any, arguments: list[Any], casts: Any = None) -> Any:
    """`[type]::name(arguments)`."""
    kind = type_behind(frame, owner)
    if Limits.used:
        check_call(frame.session, kind)
    if name.__class__ is not str:
        name = member_text(name)
    if name.lower() == "new":
        return new_object(kind, arguments)
    return call_static(kind, name, arguments, casts)


def call_static_method_generic(frame: Any, owner: Any, name: Any, arguments: list[Any], types: list[NetType]) -> Any:
    """`[type]::name[types](arguments)`."""
    return call_static(type_behind(frame, owner), member_text(name), arguments, None, type_arguments=tuple(types))


def boxed(value: Any) -> Any:
    """A value in a wrapper of its own, which is not taken for a position."""
    from relayshell.objects.psobject import PSObject

    return value if value is None or value.__class__ is PSObject else PSObject(value)


def index(frame: Any, obj: Any, at: Any) -> Any:
    """`obj[at]`."""
    if at.__class__ is int:
        if obj.__class__ is list and -len(obj) <= at < len(obj):
            return obj[at]
    elif at.__class__ is list and len(at) != 1:
        return get_index(obj, at, Scope.strict_used and frame.scope.strictness() >= 3)
    if obj.__class__ is Hashtable:
        return obj[at] if at is not None else get_index(obj, [at])
    return get_index(obj, [at], Scope.strict_used and frame.scope.strictness() >= 3)


def set_index(frame: Any, obj: Any, at: Any, value: Any) -> Any:
    """`obj[at] = value`."""
    if at.__class__ is int and obj.__class__ is list and -len(obj) <= at < len(obj):
        obj[at] = value
        return value
    if obj.__class__ is Hashtable and not obj.read_only and (at.__class__ is str or at.__class__ is int):
        obj[at] = value
        return value
    put_index(obj, at if at.__class__ is list and len(at) > 1 else [at], value)
    return value


def convert(value: Any, target: NetType, frame: Any) -> Any:
    """`[type]value`."""
    if Limits.used:
        check_conversion(frame.session, target)
    if target.text == "System.Void":
        return AUTOMATION_NULL
    if target.text == "System.String" and value.__class__ not in SCALARS:
        from relayshell.objects.text import to_text
        from relayshell.runtime.support.operators import separator

        return "" if value is AUTOMATION_NULL else to_text(value, separator(frame))
    return to_type(value, target)


def new_hashtable(items: list[Any], node: Any = None) -> Hashtable:
    """`@{ key = value }` from keys and values one after the other."""
    return _filled(Hashtable(capacity=len(items) // 2), items, node)


def new_ordered(items: list[Any], node: Any = None) -> OrderedDictionary:
    """`[ordered]@{ }`."""
    return _filled(OrderedDictionary(), items, node)  # type: ignore[return-value]


def _filled(table: Hashtable, items: list[Any], node: Any) -> Hashtable:
    given = iter(items)
    for key in given:
        value = next(given)
        if key is None or key is AUTOMATION_NULL:
            raise ShellError("A null key is not allowed in a hash literal.", "InvalidNullKey", "InvalidOperation")
        key = unwrap(key)
        if key in table:
            raise _duplicate(table, key, node)
        table[key] = value
    return table


def _duplicate(table: Hashtable, key: Any, node: Any) -> ShellError:
    """The error for a key that a literal has twice, at the second."""
    from relayshell.objects.text import to_text

    span = node.key_value_pairs[len(table)][0].extent if node is not None else None
    message = f"Duplicate keys '{to_text(key)}' are not allowed in hash literals."
    return ShellError(message, "DuplicateKeyInHashLiteral", "InvalidOperation", table, span=span)


_known_shapes: dict[tuple[Any, ...], tuple[str, ...]] = {}
"""Names that made an object before: they differ, and none stands for more than a property."""


def new_custom_object(items: list[Any], node: Any = None) -> PSCustomObject:
    """`[pscustomobject]@{ }`."""
    keys = tuple(items[::2])
    try:
        known = _known_shapes.get(keys)
    except TypeError:
        known = None
    if known is not None:
        return PSCustomObject(dict(zip(known, items[1::2])))
    from relayshell.objects.text import to_text

    props: dict[str, Any] = {}
    given = iter(items)
    for key in given:
        props[key if key.__class__ is str else to_text(key)] = next(given)
    folded = {key.lower() for key in props}
    if len(folded) * 2 != len(items) or "pstypename" in folded:
        return to_custom_object(new_ordered(items, node))  # type: ignore[no-any-return]
    if all(key.__class__ is str for key in keys) and len(_known_shapes) < 1000:
        _known_shapes[keys] = keys
    return PSCustomObject(props)


def to_ordered(value: Any) -> Any:
    """`[ordered]` before what is no hashtable literal."""
    inside = unwrap(value)
    if isinstance(inside, OrderedDictionary):
        return inside
    raise ShellError(
        "The ordered attribute can be specified only on a hash literal node.", "OrderedAttributeOnlyOnHashLiteralNode", "ParserError"
    )


def foreach_enumerator(items: Any) -> Any:
    """What `$foreach` and `$switch` hold: an enumerator that the body may move on itself."""
    from relayshell.runtime.inputs import InputEnumerator

    return InputEnumerator(list(items))


def switch_items(frame: Any, value: Any, from_file: bool) -> Any:
    """What a switch goes through: one null for null."""
    from relayshell.runtime.support.output import items_of, pipeline_items

    if from_file:
        from relayshell.objects.text import to_text

        path = frame.session.file_path(to_text(value))
        return lines_of(path)
    if value is None:
        return (None,)
    if value is AUTOMATION_NULL:
        return ()
    return pipeline_items(value) if value.__class__ is not list else items_of(value)


def lines_of(path: str) -> list[str]:
    """The lines of a file."""
    from relayshell.objects.exceptions import NetException

    try:
        with open(path, encoding="utf-8-sig", errors="replace", newline=None) as file:
            return file.read().splitlines()
    except OSError as error:
        message = f"Could not find file '{path}'." if isinstance(error, FileNotFoundError) else str(error)
        inner = NetException("System.IO.FileNotFoundException", message)
        raise ShellError(message, "FileReadError", "InvalidOperation", path, inner=inner) from error
