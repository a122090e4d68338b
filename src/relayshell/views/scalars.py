"""Which types print as one text wherever they stand, and how a type's names are found."""

from __future__ import annotations

from typing import Any

from relayshell.objects.psobject import CUSTOM_TYPE_NAMES, PSCustomObject, PSObject
from relayshell.objects.typeof import type_of

SCALAR_TYPES = frozenset(
    "System." + name
    for name in (
        "String", "SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Char", "Single", "Double",
        "Boolean", "Decimal", "IntPtr", "Security.SecureString", "Numerics.BigInteger",
    )
)
_DESERIALIZED = "Deserialized."


def type_names(value: Any) -> tuple[str, ...]:
    """The names of a value's types, nearest first, as $value.PSObject.TypeNames has them."""
    if value.__class__ is PSCustomObject and value.type_names is None:
        return CUSTOM_TYPE_NAMES
    from relayshell.objects.typedata import type_names_tuple

    return type_names_tuple(value)


def without_prefix(names: Any) -> list[str]:
    """The names of deserialized types without the prefix; empty when none has it."""
    if not any(name.startswith(_DESERIALIZED) for name in names):
        return []
    return [name.removeprefix(_DESERIALIZED) for name in names]


def are_scalar(names: Any) -> bool:
    """Whether the types are among those that print as their text: the simple ones and every enum."""
    if "System.Enum" in names or "Deserialized.System.Enum" in names:
        return True
    return bool(names) and names[0].removeprefix(_DESERIALIZED) in SCALAR_TYPES


_SCALAR_CLASSES: dict[type, bool] = {str: True, int: True, float: True, bool: True, PSCustomObject: False}


def is_scalar(value: Any) -> bool:
    """The same of a value, fast for the classes met before."""
    kind = value.__class__
    if kind is PSCustomObject:
        return value.type_names is not None and are_scalar(value.type_names)
    known = _SCALAR_CLASSES.get(kind)
    if known is None:
        answer = are_scalar(type_names(value))
        if kind is not PSObject and type_of(value).cache.get("one class") is None:
            from relayshell.objects.declare import CLASS_TYPES

            if not callable(CLASS_TYPES.get(kind)):
                _SCALAR_CLASSES[kind] = answer
        return answer
    return known
