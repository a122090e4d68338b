"""What operators do with their operands before anything else: take off wrappers, see whether there are many."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .collections import enumerate_value
from .enums import EnumValue
from .nettype import NetType
from .nothing import AutomationNull
from .numbers import INTEGER_CLASSES, BigInteger, Char, Single
from .psobject import PSCustomObject, PSObject

NUMBERS: frozenset[type] = frozenset((int, float, Decimal, Single, BigInteger, *INTEGER_CLASSES))
SCALARS: frozenset[type] = NUMBERS | {str, bool, Char, type(None), AutomationNull, EnumValue, PSCustomObject, NetType}


def plain(value: Any) -> Any:
    """The value without its wrapper; null for nothing."""
    if value.__class__ is PSObject:
        value = value.base
    return None if value.__class__ is AutomationNull else value


def many(value: Any) -> Any:
    """An iterator where the operator works on elements, else None."""
    return None if value.__class__ in SCALARS else enumerate_value(value)
