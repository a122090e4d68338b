"""System.Numerics.BigInteger."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import overflow_fault, range_fault
from relayshell.objects.dotnet.integertypes import number_text, parse_arguments, trier
from relayshell.objects.dotnet.numberparse import INTEGER_STYLE, parse_big
from relayshell.objects.dotnet.results import byte_array, operators, to_bytes
from relayshell.objects.exceptions import NetException
from relayshell.objects.numbers import BigInteger, Int64


def _new(value: Any) -> BigInteger:
    if isinstance(value, list):
        return BigInteger(int.from_bytes(to_bytes(value), "little", signed=True))
    if isinstance(value, float) and not math.isfinite(value):
        raise overflow_fault("BigInteger cannot represent infinity." if math.isinf(value) else "The value is not a number.")
    return BigInteger(int(value))


def _parse(text: str | None, *args: Any) -> BigInteger:
    style, provider = parse_arguments(args, INTEGER_STYLE)
    return parse_big(text, style, provider)


def _quotient(a: int, b: int) -> int:
    if b == 0:
        raise NetException("System.DivideByZeroException", "Attempted to divide by zero.")
    return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


def _remainder(a: int, b: int) -> BigInteger:
    return BigInteger(a - _quotient(a, b) * b)


def _div_rem(a: int, b: int, result: Any = None) -> Any:
    quotient, rest = BigInteger(_quotient(a, b)), _remainder(a, b)
    if result is not None:
        result.value = rest
        return quotient
    from relayshell.objects.dotnet.tuples import value_tuple
    return value_tuple(quotient, rest)


def _pow(value: int, exponent: int) -> BigInteger:
    if exponent < 0:
        raise range_fault("The number must be greater than or equal to zero.", "exponent")
    if value.bit_length() * exponent > 64_000_000:
        raise NetException("System.OutOfMemoryException", "Insufficient memory to continue the execution of the program.")
    return BigInteger(int(value)**exponent)


def _bytes(self: int, unsigned: bool = False, big: bool = False) -> Any:
    if unsigned and self < 0:
        raise overflow_fault("Negative values do not have an unsigned representation.")
    bits = self.bit_length() if self >= 0 else (~self).bit_length()
    size = max(1, (bits + (0 if unsigned else 1) + 7) // 8)
    return byte_array(self.to_bytes(size, "big" if big else "little", signed=not unsigned))


def _log(value: int, base: float | None = None) -> float:
    if value < 0:
        return math.nan
    if value == 0:
        return -math.inf
    return math.log(value) if base is None else math.log(value) / math.log(base)


def _compare(a: int, b: Any) -> int:
    return 1 if b is None else (a > b) - (a < b)


def _explicit(value: Any) -> Any:
    return _new(value)


def _both(function: Any) -> Any:
    return lambda a, b: BigInteger(function(int(a), int(b)))


declare(
    "System.Numerics.BigInteger", BigInteger, new={"*": _new},
    get={"IsEven": lambda v: v % 2 == 0, "IsOne": lambda v: v == 1, "IsZero": lambda v: v == 0, "IsPowerOfTwo": lambda v: v > 0 and v & (v - 1) == 0,
         "Sign": lambda v: (v > 0) - (v < 0)},
    methods={"ToString": number_text, "CompareTo": _compare, "Equals": lambda self, other: isinstance(other, int) and int(self) == int(other),
             "GetHashCode": lambda self: hash(int(self)) & 0x7FFFFFFF, "ToByteArray": _bytes, "GetByteCount": lambda self, unsigned=False: len(_bytes(self, unsigned)),
             "GetBitLength": lambda self: Int64(self.bit_length() if self >= 0 else (~self).bit_length())},
    statics={
        **operators(_compare), "Parse": _parse, "TryParse": trier(_parse, BigInteger(0)), "Compare": _compare, "Pow": _pow,
        "Add": _both(lambda a, b: a + b), "Subtract": _both(lambda a, b: a - b), "Multiply": _both(lambda a, b: a * b), "Divide": _both(_quotient),
        "Remainder": _remainder, "DivRem": _div_rem, "Negate": lambda v: BigInteger(-v), "Abs": lambda v: BigInteger(abs(v)), "Max": _both(max), "Min": _both(min),
        "Clamp": lambda v, low, high: BigInteger(min(max(v, low), high)), "CopySign": lambda v, s: BigInteger(abs(v) if s >= 0 else -abs(v)),
        "GreatestCommonDivisor": _both(math.gcd), "ModPow": lambda v, e, m: BigInteger(math.copysign(1, v) ** (e % 2) * pow(abs(int(v)), int(e), abs(int(m)))),
        "Log": _log, "Log10": lambda v: _log(v, 10) if v <= 0 else math.log10(v), "Log2": lambda v: BigInteger(max(v.bit_length() - 1, 0)),
        "IsEvenInteger": lambda v: v % 2 == 0, "IsOddInteger": lambda v: v % 2 == 1, "IsNegative": lambda v: v < 0, "IsPositive": lambda v: v >= 0,
        "IsPow2": lambda v: v > 0 and v & (v - 1) == 0, "MaxMagnitude": _both(lambda a, b: max(a, b, key=abs)), "MinMagnitude": _both(lambda a, b: min(a, b, key=abs)),
        "PopCount": lambda v: BigInteger(int(v).bit_count()), "LeadingZeroCount": lambda v: BigInteger(-v.bit_length() % 32 if v >= 0 else 0),
        "TrailingZeroCount": lambda v: BigInteger(32 if v == 0 else (v & -v).bit_length() - 1),
        "CreateChecked": _new, "CreateSaturating": _new, "CreateTruncating": _new, "op_Explicit": _explicit, "op_Implicit": _new,
        "op_Addition": _both(lambda a, b: a + b), "op_Subtraction": _both(lambda a, b: a - b), "op_Multiply": _both(lambda a, b: a * b),
        "op_Division": _both(_quotient), "op_Modulus": _remainder, "op_BitwiseAnd": _both(lambda a, b: a & b), "op_BitwiseOr": _both(lambda a, b: a | b),
        "op_ExclusiveOr": _both(lambda a, b: a ^ b), "op_LeftShift": _both(lambda a, b: a << b), "op_RightShift": _both(lambda a, b: a >> b),
        "op_UnsignedRightShift": _both(lambda a, b: a >> b), "op_OnesComplement": lambda v: BigInteger(~int(v)), "op_UnaryNegation": lambda v: BigInteger(-v),
        "op_UnaryPlus": lambda v: v, "op_Increment": lambda v: BigInteger(v + 1), "op_Decrement": lambda v: BigInteger(v - 1),
    },
    static_get={"Zero": lambda: BigInteger(0), "One": lambda: BigInteger(1), "MinusOne": lambda: BigInteger(-1)},
    signatures=("static bool TryParse(string value, ref bigint result)", "static bigint DivRem(bigint dividend, bigint divisor, ref bigint remainder)"),
    parse=_parse,
)
