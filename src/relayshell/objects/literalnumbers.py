"""Numbers in texts that take part in arithmetic: read as a literal is, suffixes and multipliers too ("1kb", "0x10", "5L")."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from .decimals import fit_decimal
from .exceptions import NetException
from .numbers import INT32_MAX, INT32_MIN, BigInteger, Byte, Int16, Int64, SByte, UInt16, UInt32, UInt64

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?:0[xX](?P<hex>[0-9a-fA-F]+)|0[bB](?P<bits>[01]+)|(?P<real>[0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?))"
    r"(?P<suffix>u[ylsYLS]?|U[ylsYLS]?|[ylsdnYLSDN])?(?P<unit>[kKmMgGtTpP][bB])?\Z"
)
_UNITS = {"k": 1024, "m": 1024**2, "g": 1024**3, "t": 1024**4, "p": 1024**5}
_SUFFIXES = {"u": UInt32, "ul": UInt64, "us": UInt16, "uy": Byte, "y": SByte, "l": Int64, "s": Int16, "n": BigInteger}


def scan_literal(text: str) -> Any:
    """The number, in the type its form asks for; None where the text is not one."""
    found = _NUMBER.match(text)
    if found is None:
        return None
    sign = -1 if found["sign"] == "-" else 1
    unit = _UNITS[found["unit"][0].lower()] if found["unit"] else 1
    suffix = (found["suffix"] or "").lower()
    if found["hex"] is not None:
        value = int(found["hex"], 16)
        size = len(found["hex"])
        if not suffix and size == 8 and value > INT32_MAX:
            value -= 2**32
        elif not suffix and size == 16 and value > Int64.maximum:
            value -= 2**64
        return _sized(sign * value * unit, suffix)
    if found["bits"] is not None:
        return _sized(sign * int(found["bits"], 2) * unit, suffix)
    real = found["real"]
    if suffix == "d":
        try:
            return fit_decimal(Decimal(real) * sign * unit)
        except NetException:
            return None
    if any(c in real for c in ".eE"):
        return float(real) * sign * unit if not suffix else _sized(round(float(real) * sign * unit), suffix)
    return _sized(int(real) * sign * unit, suffix)


def _sized(value: int, suffix: str) -> Any:
    if suffix:
        kind = _SUFFIXES.get(suffix)
        if kind is None:
            return None
        if kind is UInt32 and value > UInt32.maximum:
            kind = UInt64
        if kind is not BigInteger and not kind.minimum <= value <= kind.maximum:
            return None
        return kind(value)
    if INT32_MIN <= value <= INT32_MAX:
        return value
    if Int64.minimum <= value <= Int64.maximum:
        return Int64(value)
    try:
        return fit_decimal(Decimal(value))
    except NetException:
        return float(value)
