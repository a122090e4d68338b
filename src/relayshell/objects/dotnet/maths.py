"""System.Math."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import overflow_fault
from relayshell.objects.dotnet.floatmath import FUNCTIONS, clamp, round_args, round_double, sign_of
from relayshell.objects.dotnet.integers import INTEGERS, bounds
from relayshell.objects.exceptions import NetException
from relayshell.objects.numbers import Int64, SizedInteger, UInt64


def _same(value: Any, like: Any) -> Any:
    """A result in the type of an argument."""
    return type(like)(value) if type(value) is not type(like) else value


def _abs(value: Any) -> Any:
    if isinstance(value, int):
        name = getattr(value, "net_name", "System.Int32")
        if name in INTEGERS and value == bounds(name)[0] < 0:
            raise overflow_fault("Negating the minimum value of a twos complement number is invalid.")
    return _same(abs(value), value)


def _round(value: Any, *args: Any) -> Any:
    digits, mode = round_args(args)
    if isinstance(value, Decimal):
        from relayshell.objects.dotnet.decimals import round_decimal
        return round_decimal(value, digits, mode)
    return round_double(value, digits, mode)


def _whole(name: str) -> Any:
    rounding = {"Floor": "ROUND_FLOOR", "Ceiling": "ROUND_CEILING", "Truncate": "ROUND_DOWN"}[name]
    on_double = FUNCTIONS[name]

    def function(value: Any) -> Any:
        return value.to_integral_value(rounding) if isinstance(value, Decimal) else on_double(value)
    return function


def _pick(name: str) -> Any:
    on_double, plain = FUNCTIONS[name], max if name == "Max" else min

    def function(a: Any, b: Any) -> Any:
        return on_double(a, b) if isinstance(a, float) else plain(a, b)
    return function


def _div_rem(left: Any, right: Any, result: Any = None) -> Any:
    if right == 0:
        raise NetException("System.DivideByZeroException", "Attempted to divide by zero.")
    quotient = _same(abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1), left)
    remainder = _same(left - quotient * right, left)
    if result is not None:
        result.value = remainder
        return quotient
    from relayshell.objects.dotnet.tuples import value_tuple
    return value_tuple(quotient, remainder)


def _big_mul(left: Any, right: Any) -> Any:
    product = int(left) * int(right)
    if isinstance(left, SizedInteger) and left.maximum > 2**32:
        from relayshell.objects.dotnet.integers import Int128
        return Int128(product)
    return UInt64(product) if isinstance(left, SizedInteger) else Int64(product)


declare(
    "System.Math",
    statics={
        **{name: FUNCTIONS[name] for name in (
            "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atan2", "Atanh", "Cbrt", "CopySign", "Cos", "Cosh", "Exp", "FusedMultiplyAdd", "IEEERemainder", "Log",
            "Log10", "Log2", "MaxMagnitude", "MinMagnitude", "Pow", "ReciprocalEstimate", "ReciprocalSqrtEstimate", "ScaleB", "Sin", "Sinh", "Sqrt", "Tan",
            "Tanh", "ILogB", "SinCos")},
        "Abs": _abs, "Round": _round, "Floor": _whole("Floor"), "Ceiling": _whole("Ceiling"), "Truncate": _whole("Truncate"), "Max": _pick("Max"),
        "Min": _pick("Min"), "Clamp": clamp, "Sign": sign_of, "DivRem": _div_rem, "BigMul": _big_mul,
        "BitIncrement": lambda value: math.nextafter(value, math.inf), "BitDecrement": lambda value: math.nextafter(value, -math.inf),
    },
    static_get={"PI": lambda: math.pi, "E": lambda: math.e, "Tau": lambda: math.tau},
    signatures=("static int DivRem(int a, int b, ref int result)", "static long DivRem(long a, long b, ref long result)"),
)
