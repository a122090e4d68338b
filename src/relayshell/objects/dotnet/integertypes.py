"""System.Int32 and the other integer types, and System.Int128: the members scripts call on them."""

from __future__ import annotations

from typing import Any, Callable

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, overflow_fault
from relayshell.objects.dotnet.integers import INTEGERS, bounds, maker, wrap
from relayshell.objects.dotnet.numberformat import format_number
from relayshell.objects.dotnet.numberparse import INTEGER_STYLE, parse_integer
from relayshell.objects.dotnet.results import enum_of
from relayshell.objects.exceptions import NetException

_CODES = {"System.Char": 4, "System.SByte": 5, "System.Byte": 6, "System.Int16": 7, "System.UInt16": 8, "System.Int32": 9, "System.UInt32": 10,
          "System.Int64": 11, "System.UInt64": 12, "System.Int128": 1}


def number_text(self: Any, *args: Any) -> str:
    """ToString of any number: (), (format), (provider) or (format, provider)."""
    spec = next((a for a in args if isinstance(a, str)), None)
    provider = next((a for a in args if a is not None and not isinstance(a, str)), None)
    return format_number(self, spec, provider)


def parse_arguments(args: tuple[Any, ...], style: int) -> tuple[int, Any]:
    """NumberStyles and provider of Parse, wherever they stand."""
    provider = None
    for argument in args:
        if hasattr(argument, "type"):
            style = argument.value
        elif argument is not None:
            provider = argument
    return style, provider


def trier(parse: Callable[..., Any], zero: Any) -> Callable[..., bool]:
    """TryParse made of a Parse: the result goes into the last argument."""
    def attempt(text: Any, *args: Any) -> bool:
        *rest, result = args
        try:
            result.value = parse(text, *rest)
            return True
        except NetException:
            result.value = zero
            return False
    return attempt


def comparer(name: str, own: type) -> Callable[[Any, Any], int]:
    """CompareTo for a type of numbers."""
    def compare(self: Any, other: Any) -> int:
        if other is None:
            return 1
        if type(other) is not own:
            raise argument_fault(f"Object must be of type {name}.")
        return (self > other) - (self < other)
    return compare


def try_signatures(shown: str) -> tuple[str, ...]:
    """The TryParse overloads, which take their result by reference."""
    return (f"static bool TryParse(string s, ref {shown} result)",
            f"static bool TryParse(string s, System.IFormatProvider provider, ref {shown} result)",
            f"static bool TryParse(string s, System.Globalization.NumberStyles style, System.IFormatProvider provider, ref {shown} result)")


def declare_integer(full_name: str) -> None:
    """Declares one integer type."""
    own, bits, signed = INTEGERS[full_name]
    low, high = bounds(full_name)
    make = maker(full_name)
    name = full_name.rpartition(".")[2]
    shown = {"System.Int32": "int", "System.Int64": "long", "System.Int16": "short", "System.SByte": "sbyte", "System.Byte": "byte",
             "System.UInt16": "ushort", "System.UInt32": "uint", "System.UInt64": "ulong"}.get(full_name, full_name)

    def parse(text: str | None, *args: Any) -> Any:
        style, provider = parse_arguments(args, INTEGER_STYLE)
        return make(parse_integer(text, full_name, style, provider))

    def absolute(value: int) -> Any:
        if value == low and signed:
            raise overflow_fault("Negating the minimum value of a twos complement number is invalid.")
        return make(abs(value))

    def clamp(value: int, least: int, most: int) -> Any:
        if least > most:
            raise argument_fault(f"'{least}' cannot be greater than {most}.")
        return make(min(max(value, least), most))

    def create(mode: str) -> Callable[[Any], Any]:
        def made(value: Any) -> Any:
            if value != value:
                if mode == "checked":
                    raise overflow_fault("Arithmetic operation resulted in an overflow.")
                return make(0)
            if mode == "saturating":
                return make(low if value < low else high if value > high else int(value))
            number = int(value)
            if mode == "checked" and not low <= number <= high:
                raise overflow_fault("Arithmetic operation resulted in an overflow.")
            return wrap(full_name, number)
        return made

    def divide(left: int, right: int) -> Any:
        from relayshell.objects.dotnet.tuples import value_tuple
        if right == 0:
            raise NetException("System.DivideByZeroException", "Attempted to divide by zero.")
        quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
        return value_tuple(make(quotient), make(left - quotient * right))

    def leading(value: int) -> Any:
        return make(bits - (value & ((1 << bits) - 1)).bit_length())

    def trailing(value: int) -> Any:
        return make(bits if value == 0 else (value & -value).bit_length() - 1)

    def rotate(left: bool) -> Callable[[int, int], Any]:
        def turned(value: int, amount: int) -> Any:
            amount = (amount if left else -amount) % bits
            value &= (1 << bits) - 1
            return wrap(full_name, value << amount | value >> (bits - amount))
        return turned

    def magnitude(pick: Callable[..., Any]) -> Callable[[int, int], Any]:
        return lambda x, y: make(pick(x, y, key=lambda n: (abs(n), n)))

    def log2(value: int) -> Any:
        if value < 0:
            from relayshell.objects.dotnet.faults import range_fault
            raise range_fault("Non-negative number required.", "value")
        return make(max(value.bit_length() - 1, 0))

    def big_mul(left: int, right: int) -> Any:
        from relayshell.objects.numbers import BigInteger, Int64, UInt64
        product = int(left) * int(right)
        return Int64(product) if bits <= 32 and signed else UInt64(product) if bits <= 32 else BigInteger(product)

    declare(
        full_name, own, to_text=number_text,
        methods={"CompareTo": comparer(name, own), "Equals": lambda self, other: type(other) is own and int(other) == int(self),
                 "GetHashCode": lambda self: hash(int(self)) & 0x7FFFFFFF if bits > 32 else int(self), "ToString": number_text,
                 "GetTypeCode": lambda self: enum_of("System.TypeCode", _CODES[full_name])},
        statics={
            "Parse": parse, "TryParse": trier(parse, make(0)), "Abs": absolute, "Clamp": clamp, "Max": lambda x, y: make(max(x, y)),
            "Min": lambda x, y: make(min(x, y)), "Sign": lambda value: (value > 0) - (value < 0), "IsNegative": lambda v: v < 0, "IsPositive": lambda v: v >= 0,
            "IsEvenInteger": lambda v: v % 2 == 0, "IsOddInteger": lambda v: v % 2 == 1, "IsPow2": lambda v: v > 0 and v & (v - 1) == 0,
            "CopySign": lambda value, sign: make(abs(value) if sign >= 0 else -abs(value)), "CreateChecked": create("checked"),
            "CreateSaturating": create("saturating"), "CreateTruncating": create("truncating"), "DivRem": divide, "LeadingZeroCount": leading,
            "TrailingZeroCount": trailing, "PopCount": lambda v: make((int(v) & ((1 << bits) - 1)).bit_count()), "Log2": log2,
            "RotateLeft": rotate(True), "RotateRight": rotate(False), "MaxMagnitude": magnitude(max), "MinMagnitude": magnitude(min), "BigMul": big_mul,
        },
        static_get={"MaxValue": lambda: make(high), "MinValue": lambda: make(low), "Zero": lambda: make(0), "One": lambda: make(1),
                    "NegativeOne": lambda: make(-1)},
        signatures=try_signatures(shown), parse=parse,
    )


for _name in INTEGERS:
    declare_integer(_name)
