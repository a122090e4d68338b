"""Equality and order as .NET itself has them: Equals() and CompareTo(), without PowerShell's coercions."""

from __future__ import annotations

from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from .enums import EnumValue
from .exceptions import NetException, argument_exception, invalid_operation
from .numbers import Char
from .psobject import PSObject, ScriptInstance
from .typeof import type_of

_PLAIN = (int, float, Decimal, str)


def net_equals(one: Any, two: Any) -> bool:
    """object.Equals(): the same type and the same value; reference types by identity unless they know better."""
    if one.__class__ is PSObject:
        one = one.base
    if two.__class__ is PSObject:
        two = two.base
    if one is two:
        return True
    if one is None or two is None:
        return False
    if isinstance(one, _PLAIN) or isinstance(two, _PLAIN):
        if one.__class__ is float and two.__class__ is float and one != one and two != two:
            return True
        return one.__class__ is two.__class__ and one == two
    if isinstance(one, list):
        return False
    if one.__class__ is ScriptInstance:
        from .dotnet.comparing import has_own_equality

        if has_own_equality(one):
            from .calls import call_method

            return bool(call_method(one, "Equals", [two]))
    return bool(one == two)


def net_compare(one: Any, two: Any) -> int:
    """Comparer.Default: raises NetException where a type has no order or the types differ."""
    if one is None or two is None:
        return (one is not None) - (two is not None)
    if one.__class__ is PSObject:
        one = one.base
    if two.__class__ is PSObject:
        two = two.base
    if isinstance(one, str) and one.__class__ is not Char and isinstance(two, str):
        from .collation import compare_text

        return compare_text(one, two, False)
    if one.__class__ is EnumValue and two.__class__ is EnumValue and one.type is two.type:
        return (one.value > two.value) - (one.value < two.value)
    if one.__class__ is not two.__class__:
        if isinstance(one, _PLAIN) and not isinstance(one, str):
            raise argument_exception(f"Object must be of type {type_of(one).name}.")
        raise argument_exception("Object is not the same type as this instance.")
    try:
        if one < two:
            return -1
        return 1 if one > two else 0
    except TypeError:
        pass
    from .calls import call_method
    from .typemembers import members_table

    if "compareto" in members_table(type_of(one)).methods:
        return int(call_method(one, "CompareTo", [two]))
    raise argument_exception("At least one object must implement IComparable.")


def sort_list(items: list[Any], comparer: Any = None, positions: bool = False) -> list[Any]:
    """Sorted as Array.Sort does, by a comparer, a comparison, or the types' own order."""
    if comparer is None:
        order = net_compare
    elif callable(comparer):
        def order(a: Any, b: Any) -> int:
            return int(comparer(a, b))
    elif hasattr(comparer, "compare"):
        order = comparer.compare
    else:
        from .calls import call_method

        def order(a: Any, b: Any) -> int:
            return int(call_method(comparer, "Compare", [a, b]))
    try:
        if positions:
            return sorted(range(len(items)), key=cmp_to_key(lambda a, b: order(items[a], items[b])))
        return sorted(items, key=cmp_to_key(order))
    except NetException as error:
        if error.type_name == "System.ArgumentException":
            raise _failed(error) from None
        raise


def _failed(error: NetException) -> NetException:
    made = invalid_operation("Failed to compare two elements in the array.")
    made.inner = error
    return made
