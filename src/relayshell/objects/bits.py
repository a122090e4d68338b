"""The bit operators and shifts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .arithmetic import integer_type, negate, positive, scan_number
from .casterror import CastError
from .convert import convert
from .enums import EnumValue
from .membererrors import method_not_found
from .nettype import get_type
from .numbers import BigInteger, Byte, Char, Int16, Int64, SByte, Single, UInt16, UInt32, UInt64
from .operands import plain
from .typeof import type_of

_INTEGERS = frozenset((int, Byte, SByte, Int16, UInt16, UInt32, Int64, UInt64))


def _operand(value: Any) -> Any:
    """An operand of a bit operation as an integer; reals are rounded to Int32, Int64 or UInt64 as they fit."""
    value = plain(value)
    kind = value.__class__
    if kind in _INTEGERS or kind is BigInteger:
        return value
    if value is None:
        return 0
    if kind is bool:
        return int(value)
    if kind is EnumValue:
        return value
    if kind is str:
        value = scan_number(value)
        if value.__class__ in _INTEGERS or value.__class__ is BigInteger:
            return value
        kind = value.__class__
    if kind is Char:
        return ord(value)
    if kind in (float, Single, Decimal):
        for name in ("System.Int32", "System.Int64", "System.UInt64"):
            try:
                return convert(value, get_type(name))
            except CastError:
                continue
        return convert(value, get_type("System.Int32"))
    return None


def _named(value: Any, other: Any) -> Any:
    """A text beside a value of an enum names values of that enum."""
    other = plain(other)
    value = plain(value)
    return convert(value, other.type) if other.__class__ is EnumValue and isinstance(value, str) else value


def _bits(left: Any, right: Any, action: Any, name: str) -> Any:
    a = left.__class__
    if a is int and right.__class__ is int:
        return action(left, right)
    left, right = _named(left, right), _named(right, left)
    one, two = _operand(left), _operand(right)
    if one is None or two is None:
        raise method_not_found(type_of(plain(left) if one is None else plain(right)), name, name)
    if one.__class__ is EnumValue:
        other = convert(right, one.type) if two.__class__ is not EnumValue else two
        return EnumValue(one.type, action(one.value, int(other)))
    if two.__class__ is EnumValue:
        two = two.value
    if BigInteger in (one.__class__, two.__class__):
        return BigInteger(action(int(one), int(two)))
    kind = integer_type(one.__class__, two.__class__)
    if kind is Decimal:
        kind = UInt64
    result = action(int(one), int(two))
    if kind is int:
        return result
    low, high = kind.minimum, kind.maximum
    if not low <= result <= high:
        result &= 2 * high + 1 if low < 0 else high
        if low < 0 and result > high:
            result -= 2 * (high + 1)
    return kind(result)


def bit_and(left: Any, right: Any) -> Any:
    """-band"""
    return _bits(left, right, lambda x, y: x & y, "op_BitwiseAnd")


def bit_or(left: Any, right: Any) -> Any:
    """-bor"""
    return _bits(left, right, lambda x, y: x | y, "op_BitwiseOr")


def bit_xor(left: Any, right: Any) -> Any:
    """-bxor"""
    return _bits(left, right, lambda x, y: x ^ y, "op_ExclusiveOr")


def bit_not(value: Any) -> Any:
    """-bnot"""
    operand = _operand(value)
    if operand is None:
        raise method_not_found(type_of(plain(value)), "op_OnesComplement", "op_OnesComplement")
    if operand.__class__ is EnumValue:
        return EnumValue(operand.type, ~operand.value)
    kind = operand.__class__
    if kind in (UInt32, UInt64):
        return kind(operand ^ kind.maximum)
    if kind is Int64 or kind is BigInteger:
        return kind(~int(operand))
    return ~int(operand)


def _shift(left: Any, right: Any, name: str) -> tuple[Any, int, int]:
    operand = _operand(left)
    if operand is None:
        raise method_not_found(type_of(plain(left)), name, name)
    count = convert(right, get_type("System.Int32"))
    if operand.__class__ is EnumValue:
        operand = operand.value
    kind = operand.__class__
    if kind in (Byte, SByte, Int16, UInt16):
        operand, kind = int(operand), int
    width = 64 if kind in (Int64, UInt64) else 32
    return operand, count & (width - 1), width


def _wrapped(value: int, kind: type, width: int) -> Any:
    value &= (1 << width) - 1
    if kind in (UInt32, UInt64):
        return kind(value)
    if value >> (width - 1):
        value -= 1 << width
    return value if kind is int else kind(value)


def _shifted(value: Any, count: int) -> BigInteger:
    """A BigInteger shifted to the left, or to the right where the count is negative."""
    return BigInteger(int(value) << count if count >= 0 else int(value) >> -count)


def shift_left(left: Any, right: Any) -> Any:
    """-shl"""
    operand, count, width = _shift(left, right, "op_LeftShift")
    if operand.__class__ is BigInteger:
        return _shifted(operand, convert(right, get_type("System.Int32")))
    return _wrapped(int(operand) << count, operand.__class__, width)


def shift_right(left: Any, right: Any) -> Any:
    """-shr"""
    operand, count, width = _shift(left, right, "op_RightShift")
    if operand.__class__ is BigInteger:
        return _shifted(operand, -convert(right, get_type("System.Int32")))
    return _wrapped(int(operand) >> count, operand.__class__, width)


__all__ = ["bit_and", "bit_not", "bit_or", "bit_xor", "negate", "positive", "shift_left", "shift_right"]
