"""The integer types by name: bits, bounds and how to make a value of each.

Int32 is Python's own int; the others are the classes of `objects.numbers`. It knows nothing of conversion from other types.
"""

from __future__ import annotations

from typing import Any, Callable

from relayshell.objects.numbers import BigInteger, Byte, Int16, Int64, SByte, SizedInteger, UInt16, UInt32, UInt64


class Int128(SizedInteger):
    """System.Int128."""

    __slots__ = ()
    net_home = ".dotnet.integertypes"
    net_name = "System.Int128"
    minimum = -(2**127)
    maximum = 2**127 - 1


INTEGERS: dict[str, tuple[type, int, bool]] = {
    "System.Int32": (int, 32, True), "System.Int64": (Int64, 64, True), "System.Int16": (Int16, 16, True), "System.SByte": (SByte, 8, True),
    "System.Byte": (Byte, 8, False), "System.UInt16": (UInt16, 16, False), "System.UInt32": (UInt32, 32, False), "System.UInt64": (UInt64, 64, False),
    "System.Int128": (Int128, 128, True),
}
_KIND = {made: f"int{bits}" for made, bits, _ in INTEGERS.values()}
_KIND[BigInteger] = "big"

OVERFLOW = {
    "System.Int32": "Value was either too large or too small for an Int32.",
    "System.Int64": "Value was either too large or too small for an Int64.",
    "System.Int16": "Value was either too large or too small for an Int16.",
    "System.SByte": "Value was either too large or too small for a signed byte.",
    "System.Byte": "Value was either too large or too small for an unsigned byte.",
    "System.UInt16": "Value was either too large or too small for a UInt16.",
    "System.UInt32": "Value was either too large or too small for a UInt32.",
    "System.UInt64": "Value was either too large or too small for a UInt64.",
    "System.Int128": "Value was either too large or too small for an Int128.",
    "System.Char": "Value was either too large or too small for a character.",
    "System.Decimal": "Value was either too large or too small for a Decimal.",
}


def bounds(type_name: str) -> tuple[int, int]:
    """The least and greatest value of an integer type."""
    _, bits, signed = INTEGERS[type_name]
    return (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)


def maker(type_name: str) -> Callable[[int], Any]:
    """Makes a value of an integer type from a Python int known to fit."""
    return INTEGERS[type_name][0]


def kind_of_integer(value: object) -> str:
    """int8 ... int128 or big, as `numberformat` names them; an enum's number or bool counts as int32."""
    return _KIND.get(type(value), "int32")


def wrap(type_name: str, value: int) -> Any:
    """A value cut to the type's bits, as unchecked arithmetic does."""
    made, bits, signed = INTEGERS[type_name]
    value &= (1 << bits) - 1
    if signed and value >> (bits - 1):
        value -= 1 << bits
    return made(value)
