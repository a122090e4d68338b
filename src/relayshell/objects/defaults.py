"""The zero of each value type: what a fresh array element or an unassigned field holds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from . import numbers
from .declare import declaration_of
from .enums import EnumValue
from .nettype import NetType
from .psobject import SwitchParameter

_ZEROS: dict[str, Any] = {
    "System.Int32": 0,
    "System.Double": 0.0,
    "System.Boolean": False,
    "System.Decimal": Decimal(0),
    "System.Char": numbers.Char("\0"),
    "System.Single": numbers.Single(0.0),
    "System.Numerics.BigInteger": numbers.BigInteger(0),
    **{c.net_name: c(0) for c in numbers.INTEGER_CLASSES},
}


def zero_of(net_type: NetType) -> Any:
    """default(T): zero for value types, None for the rest."""
    if not net_type.is_value_type or net_type.is_nullable:
        return None
    zero = _ZEROS.get(net_type.text)
    if zero is not None:
        return zero
    if net_type.kind == "enum":
        return EnumValue(net_type, 0)
    if net_type.text == "System.Management.Automation.SwitchParameter":
        return SwitchParameter(False)
    declaration = declaration_of(net_type)
    new = declaration.new if declaration is not None else None
    if isinstance(new, dict):
        new = new.get("()")
    if new is None:
        return None
    return new(net_type) if declaration is not None and declaration.generic else new()
