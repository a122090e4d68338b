"""System.Decimal: 96 bits and up to 28 places, its arithmetic as members, and rounding."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, overflow_fault, range_fault
from relayshell.objects.dotnet.integers import INTEGERS, OVERFLOW, bounds
from relayshell.objects.dotnet.integertypes import comparer, number_text, parse_arguments, trier, try_signatures
from relayshell.objects.dotnet.numberparse import NUMBER_STYLE, fit_decimal, parse_decimal
from relayshell.objects.dotnet.results import enum_of, int_array, operators
from relayshell.objects.exceptions import NetException
from relayshell.objects.numbers import Int64, Single

_WIDE = Context(prec=60, Emax=99999, Emin=-99999)
_MODES = {0: "ROUND_HALF_EVEN", 1: "ROUND_HALF_UP", 2: "ROUND_DOWN", 3: "ROUND_FLOOR", 4: "ROUND_CEILING"}
MAX = Decimal(2**96 - 1)


def round_decimal(value: Decimal, digits: int = 0, mode: int = 0) -> Decimal:
    """Decimal.Round; it never adds places."""
    if not 0 <= digits <= 28:
        raise range_fault("Decimal can only round to between 0 and 28 digits of precision.", "decimals")
    if mode not in _MODES:
        raise argument_fault(f"The value '{mode}' is not valid for this usage of the type MidpointRounding.", "mode")
    if -value.as_tuple().exponent <= digits:
        return value
    return value.quantize(Decimal((0, (1,), -digits)), _MODES[mode], context=_WIDE)


def _round(value: Decimal, *args: Any) -> Decimal:
    from relayshell.objects.dotnet.floatmath import round_args
    return round_decimal(value, *round_args(args))


def divide(a: Decimal, b: Decimal) -> Decimal:
    """Decimal division: 28 significant places, trailing zeros beyond what is needed dropped."""
    if b == 0:
        raise NetException("System.DivideByZeroException", "Attempted to divide by zero.")
    quotient = fit_decimal(_WIDE.divide(a, b))
    least = max(0, -a.as_tuple().exponent + b.as_tuple().exponent)
    while -quotient.as_tuple().exponent > least and quotient.as_tuple().digits[-1] == 0:
        quotient = quotient.quantize(Decimal((0, (1,), quotient.as_tuple().exponent + 1)), context=_WIDE)
    return quotient


def remainder(a: Decimal, b: Decimal) -> Decimal:
    """The remainder with the dividend's sign."""
    if b == 0:
        raise NetException("System.DivideByZeroException", "Attempted to divide by zero.")
    return _WIDE.remainder(a, b)


def from_double(value: float, digits: int = 15) -> Decimal:
    """A double as a decimal of 15 digits (7 of a single). Raises OverflowException."""
    if value != value or abs(value) >= 7.922816251426434e28:
        raise overflow_fault(OVERFLOW["System.Decimal"])
    text = format(Decimal(f"{float(value):.{digits - 1}e}"), "f")
    return fit_decimal(Decimal(text.rstrip("0").rstrip(".") if "." in text else text))


def _to(name: str) -> Any:
    made = INTEGERS[name][0]
    low, high = bounds(name)

    def convert(value: Decimal) -> Any:
        whole = int(value)
        if not low <= whole <= high:
            raise overflow_fault(OVERFLOW[name])
        return made(whole)
    return convert


def _bits(value: Decimal) -> Any:
    sign, digits, exponent = value.as_tuple()
    number = int("".join(map(str, digits)))
    flags = -exponent << 16 | sign << 31
    return int_array([(part & 0xFFFFFFFF) - (1 << 32 if part & 0x80000000 else 0) for part in (number, number >> 32, number >> 64, flags)])


def _new(*args: Any) -> Decimal:
    if len(args) == 5:
        low, middle, high, negative, scale = args
        number = (low & 0xFFFFFFFF) | (middle & 0xFFFFFFFF) << 32 | (high & 0xFFFFFFFF) << 64
        return Decimal(-number if negative else number).scaleb(-int(scale))
    value = args[0]
    if isinstance(value, list):
        low, middle, high, flags = (int(part) for part in value)
        return _new(low, middle, high, flags < 0, flags >> 16 & 0xFF)
    if isinstance(value, float):
        return from_double(value, 7 if isinstance(value, Single) else 15)
    return Decimal(int(value))


def _parse(text: str | None, *args: Any) -> Decimal:
    style, provider = parse_arguments(args, NUMBER_STYLE)
    return parse_decimal(text, style, provider)


def _explicit(value: Any) -> Any:
    return _new(value) if not isinstance(value, Decimal) else float(value)


def _compare(a: Decimal, b: Decimal) -> int:
    return (a > b) - (a < b)


declare(
    "System.Decimal", Decimal, new={"*": _new},
    get={"Scale": lambda self: -self.as_tuple().exponent},
    methods={"CompareTo": comparer("Decimal", Decimal), "Equals": lambda self, other: isinstance(other, Decimal) and self == other,
             "GetHashCode": lambda self: hash(self) & 0x7FFFFFFF, "ToString": number_text, "GetTypeCode": lambda self: enum_of("System.TypeCode", 15)},
    statics={
        **operators(_compare), "Parse": _parse, "TryParse": trier(_parse, Decimal(0)), "Round": _round, "Equals": lambda a, b: a == b, "Compare": _compare,
        "Add": lambda a, b: fit_decimal(_WIDE.add(a, b)), "Subtract": lambda a, b: fit_decimal(_WIDE.subtract(a, b)),
        "Multiply": lambda a, b: fit_decimal(_WIDE.multiply(a, b)), "Divide": divide, "Remainder": remainder, "Negate": lambda a: -a, "Abs": abs,
        "Floor": lambda v: v.to_integral_value("ROUND_FLOOR"), "Ceiling": lambda v: v.to_integral_value("ROUND_CEILING"),
        "Truncate": lambda v: v.to_integral_value("ROUND_DOWN"), "Sign": lambda v: (v > 0) - (v < 0), "Max": max, "Min": min,
        "Clamp": lambda v, low, high: min(max(v, low), high), "CopySign": lambda v, sign: v.copy_sign(sign), "GetBits": _bits,
        "IsCanonical": lambda v: True, "IsInteger": lambda v: v == v.to_integral_value(), "IsEvenInteger": lambda v: v % 2 == 0,
        "IsOddInteger": lambda v: abs(v) % 2 == 1, "IsNegative": lambda v: v.is_signed(), "IsPositive": lambda v: not v.is_signed(),
        "MaxMagnitude": lambda a, b: max(a, b, key=abs), "MinMagnitude": lambda a, b: min(a, b, key=abs),
        "CreateChecked": _new, "CreateSaturating": _new, "CreateTruncating": _new, "op_Explicit": _explicit, "op_Implicit": _new,
        "op_Addition": lambda a, b: fit_decimal(_WIDE.add(a, b)), "op_Subtraction": lambda a, b: fit_decimal(_WIDE.subtract(a, b)),
        "op_Multiply": lambda a, b: fit_decimal(_WIDE.multiply(a, b)), "op_Division": divide, "op_Modulus": remainder, "op_UnaryNegation": lambda a: -a,
        "op_UnaryPlus": lambda a: a, "op_Increment": lambda a: a + 1, "op_Decrement": lambda a: a - 1,
        "ToByte": _to("System.Byte"), "ToSByte": _to("System.SByte"), "ToInt16": _to("System.Int16"), "ToUInt16": _to("System.UInt16"),
        "ToInt32": _to("System.Int32"), "ToUInt32": _to("System.UInt32"), "ToInt64": _to("System.Int64"), "ToUInt64": _to("System.UInt64"),
        "ToDouble": float, "ToSingle": lambda v: Single(float(v)), "ToOACurrency": lambda v: Int64(int(round_decimal(v * 10000))),
        "FromOACurrency": lambda v: fit_decimal(Decimal(int(v)) / 10000),
    },
    static_get={"MaxValue": lambda: MAX, "MinValue": lambda: -MAX, "Zero": lambda: Decimal(0), "One": lambda: Decimal(1), "MinusOne": lambda: Decimal(-1)},
    signatures=try_signatures("decimal"), parse=_parse,
)
