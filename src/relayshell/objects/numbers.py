"""Numbers and characters that Python has no type for: Int64, Byte, Single, Char and the rest.

Int32, Double, String and Boolean are Python's own int, float, str and bool, by exact type.
Decimal is decimal.Decimal. Arithmetic on these classes gives plain Python numbers; objects.arithmetic
puts the type back.
"""

from __future__ import annotations

import struct


class SizedInteger(int):
    """An integer of a .NET type that has bounds; making one does not check them."""

    __slots__ = ()
    net_name = "System.Int32"
    minimum = -(2**31)
    maximum = 2**31 - 1


class Int64(SizedInteger):
    """System.Int64."""

    __slots__ = ()
    net_name = "System.Int64"
    minimum = -(2**63)
    maximum = 2**63 - 1


class Int16(SizedInteger):
    """System.Int16."""

    __slots__ = ()
    net_name = "System.Int16"
    minimum = -(2**15)
    maximum = 2**15 - 1


class SByte(SizedInteger):
    """System.SByte."""

    __slots__ = ()
    net_name = "System.SByte"
    minimum = -128
    maximum = 127


class Byte(SizedInteger):
    """System.Byte."""

    __slots__ = ()
    net_name = "System.Byte"
    minimum = 0
    maximum = 255


class UInt16(SizedInteger):
    """System.UInt16."""

    __slots__ = ()
    net_name = "System.UInt16"
    minimum = 0
    maximum = 2**16 - 1


class UInt32(SizedInteger):
    """System.UInt32."""

    __slots__ = ()
    net_name = "System.UInt32"
    minimum = 0
    maximum = 2**32 - 1


class UInt64(SizedInteger):
    """System.UInt64."""

    __slots__ = ()
    net_name = "System.UInt64"
    minimum = 0
    maximum = 2**64 - 1


class BigInteger(int):
    """System.Numerics.BigInteger."""

    __slots__ = ()
    net_name = "System.Numerics.BigInteger"


class Single(float):
    """System.Single: the value is rounded to 32 bits when it is made."""

    __slots__ = ()
    net_name = "System.Single"

    def __new__(cls, value: float = 0.0) -> "Single":
        """Rounds to the nearest 32-bit value; out of range becomes infinity, as in .NET."""
        try:
            return float.__new__(cls, struct.unpack("f", struct.pack("f", value))[0])
        except OverflowError:
            return float.__new__(cls, float("inf") if value > 0 else float("-inf"))


class Char(str):
    """System.Char: one UTF-16 code unit. Not equal to the same text in a Hashtable's eyes."""

    __slots__ = ()
    net_name = "System.Char"


INT32_MIN = -(2**31)
INT32_MAX = 2**31 - 1

INTEGER_CLASSES = (Byte, SByte, Int16, UInt16, UInt32, Int64, UInt64)
