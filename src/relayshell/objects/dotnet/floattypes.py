"""System.Double, System.Single and System.Half: parsing, testing and the mathematics of floating numbers."""

from __future__ import annotations

import math
import struct
from typing import Any, Callable

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.floatmath import FUNCTIONS, sign_of
from relayshell.objects.dotnet.integertypes import comparer, number_text, parse_arguments, trier, try_signatures
from relayshell.objects.dotnet.numberparse import DOUBLE_STYLE, parse_double
from relayshell.objects.dotnet.results import enum_of
from relayshell.objects.numbers import Int64, Single


class Half(float):
    """System.Half: rounded to 16 bits when made."""

    __slots__ = ()
    net_name = "System.Half"

    def __new__(cls, value: float = 0.0) -> Half:
        """The nearest 16-bit value."""
        try:
            return float.__new__(cls, struct.unpack("<e", struct.pack("<e", value))[0])
        except OverflowError:
            return float.__new__(cls, math.copysign(math.inf, value))


_BITS = {"System.Double": ("<d", "<q", 1075), "System.Single": ("<f", "<i", 149), "System.Half": ("<e", "<h", 24)}


def _step(full_name: str, value: float, up: bool) -> float:
    """The next number up or down."""
    kind, whole, _ = _BITS[full_name]
    if value != value or value == (math.inf if up else -math.inf):
        return value
    if value == 0:
        smallest = struct.unpack(kind, struct.pack(whole, 1))[0]
        return smallest if up else -smallest
    bits = struct.unpack(whole, struct.pack(kind, value))[0]
    return struct.unpack(kind, struct.pack(whole, bits + (1 if (value > 0) == up else -1)))[0]


def _declare(full_name: str, own: type, shown: str, facts: dict[str, float], smallest_normal: float, code: int) -> None:
    def parse(text: str | None, *args: Any) -> Any:
        style, provider = parse_arguments(args, DOUBLE_STYLE)
        return own(parse_double(text, style, provider))

    def back(function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any) -> Any:
            result = function(*args)
            return own(result) if isinstance(result, float) and type(result) is not own else result
        return wrapped

    compare_plain = comparer(full_name.rpartition(".")[2], own)

    def compare(self: float, other: Any) -> int:
        if isinstance(other, float) and (self != self or other != other):
            return (self == self) - (other == other)
        return compare_plain(self, other)

    functions = {name: back(function) for name, function in FUNCTIONS.items()}
    declare(
        full_name, own, kind="struct", to_text=number_text,
        methods={"CompareTo": compare, "Equals": lambda self, other: type(other) is own and (self == other or (self != self and other != other)),
                 "GetHashCode": lambda self: hash(float(self)) & 0x7FFFFFFF, "ToString": number_text,
                 "GetTypeCode": lambda self: enum_of("System.TypeCode", code)},
        statics={
            **functions, "Parse": parse, "TryParse": trier(parse, own(0.0)),
            "IsNaN": math.isnan, "IsInfinity": math.isinf, "IsFinite": math.isfinite, "IsPositiveInfinity": lambda v: v == math.inf,
            "IsNegativeInfinity": lambda v: v == -math.inf, "IsNegative": lambda v: math.copysign(1, v) < 0, "IsPositive": lambda v: math.copysign(1, v) > 0,
            "IsInteger": lambda v: math.isfinite(v) and v == int(v), "IsEvenInteger": lambda v: math.isfinite(v) and v % 2 == 0,
            "IsOddInteger": lambda v: math.isfinite(v) and v % 2 == 1, "IsNormal": lambda v: math.isfinite(v) and abs(v) >= smallest_normal,
            "IsSubnormal": lambda v: v != 0 and abs(v) < smallest_normal, "IsRealNumber": lambda v: not math.isnan(v),
            "IsPow2": lambda v: math.isfinite(v) and v > 0 and math.frexp(v)[0] == 0.5, "Sign": sign_of,
            "BitIncrement": lambda v: own(_step(full_name, v, True)), "BitDecrement": lambda v: own(_step(full_name, v, False)),
            "CreateChecked": lambda v: own(v), "CreateSaturating": lambda v: own(v), "CreateTruncating": lambda v: own(v),
            "op_Equality": lambda a, b: a == b, "op_Inequality": lambda a, b: a != b, "op_LessThan": lambda a, b: a < b,
            "op_LessThanOrEqual": lambda a, b: a <= b, "op_GreaterThan": lambda a, b: a > b, "op_GreaterThanOrEqual": lambda a, b: a >= b,
            "op_Addition": lambda a, b: own(a + b), "op_Subtraction": lambda a, b: own(a - b), "op_Multiply": lambda a, b: own(a * b),
            "op_Division": lambda a, b: own(FUNCTIONS["Divide"](a, b)), "op_Modulus": lambda a, b: own(math.fmod(a, b)),
            "op_UnaryNegation": lambda a: own(-a), "op_UnaryPlus": lambda a: a, "op_Increment": lambda a: own(a + 1), "op_Decrement": lambda a: own(a - 1),
        },
        static_get={name: (lambda value=value: own(value)) for name, value in facts.items()},
        signatures=try_signatures(shown), parse=parse,
    )


def _constants(largest: float, smallest: float) -> dict[str, float]:
    return {"MaxValue": largest, "MinValue": -largest, "Epsilon": smallest, "NaN": math.nan, "PositiveInfinity": math.inf, "NegativeInfinity": -math.inf,
            "NegativeZero": -0.0, "E": math.e, "Pi": math.pi, "Tau": math.tau, "Zero": 0.0, "One": 1.0, "NegativeOne": -1.0, "MultiplicativeIdentity": 1.0}


_declare("System.Double", float, "double", _constants(1.7976931348623157e308, 5e-324), 2.2250738585072014e-308, 14)
_declare("System.Single", Single, "float", _constants(3.4028234663852886e38, 1.401298464324817e-45), 1.1754943508222875e-38, 13)
_declare("System.Half", Half, "System.Half", _constants(65504.0, 5.960464477539063e-08), 6.103515625e-05, 1)

__all__ = ["Half", "Int64", "Single"]
