"""Conversion to numbers, characters and booleans."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from math import isfinite
from typing import Any, Callable

from .casterror import CastError, caused_error, final_error
from .decimals import DECIMAL_MAX, decimal_of_double, fit_decimal
from .enums import EnumValue
from .exceptions import NetException, format_exception, overflow
from .literalnumbers import scan_literal
from .nettype import NetType, get_type
from .nothing import AutomationNull
from .numbers import (
    INT32_MAX, INT32_MIN, INTEGER_CLASSES, BigInteger, Byte, Char, Int16, Int64, SByte, Single, UInt16, UInt32, UInt64,
)
from .psobject import SwitchParameter

WORDS = {
    "System.Byte": "an unsigned byte", "System.SByte": "a signed byte", "System.Int16": "an Int16", "System.UInt16": "a UInt16",
    "System.Int32": "an Int32", "System.UInt32": "a UInt32", "System.Int64": "an Int64", "System.UInt64": "a UInt64",
    "System.Char": "a character", "System.Decimal": "a Decimal", "System.Single": "a Single", "System.Double": "a Double",
    "System.Numerics.BigInteger": "a BigInteger",
}

_INTEGER = re.compile(r"[+-]?[0-9]+\Z")
_NUMBER = re.compile(r"[+-]?(?:[0-9][0-9,]*)?(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?\Z")
_WORDS = {
    "infinity": float("inf"), "∞": float("inf"), "+infinity": float("inf"), "-infinity": float("-inf"), "-∞": float("-inf"),
    "nan": float("nan"), "-nan": float("nan"), "+nan": float("nan"), "+∞": float("inf"),
}


def too_large(target: NetType) -> NetException:
    """The overflow of a type."""
    return overflow(f"Value was either too large or too small for {WORDS[target.text]}.")


def bad_format(text: str) -> NetException:
    """A text that is not a number."""
    return format_exception(f"The input string '{text}' was not in a correct format.")


def parse_double(text: str) -> float:
    """A real number with thousands and exponent, or a word for infinity or NaN; raises NetException."""
    stripped = text.strip()
    if not stripped:
        raise bad_format(text)
    if _NUMBER.match(stripped) and any(c.isdigit() for c in stripped.partition("e")[0].partition("E")[0]):
        return float(stripped.replace(",", ""))
    word = _WORDS.get(stripped.lower())
    if word is None:
        raise bad_format(text)
    return word


def parse_decimal(text: str) -> Decimal:
    """A decimal with thousands and exponent; raises NetException."""
    stripped = text.strip()
    if not _NUMBER.match(stripped) or not any(c.isdigit() for c in stripped.partition("e")[0]):
        raise bad_format(text)
    value = Decimal(stripped.replace(",", ""))
    return fit_decimal(value)


def _limits(target: NetType) -> tuple[int, int]:
    kind = INTEGERS[target.text]
    if kind is int:
        return INT32_MIN, INT32_MAX
    return kind.minimum, kind.maximum  # type: ignore[attr-defined]


INTEGERS: dict[str, type] = {"System.Int32": int, **{k.net_name: k for k in INTEGER_CLASSES}}


def make_integer(value: int, target: NetType) -> Any:
    """An int as a value of an integer type; raises NetException when it does not fit."""
    low, high = _limits(target)
    if value < low or value > high:
        raise too_large(target)
    kind = INTEGERS[target.text]
    return int(value) if kind is int else kind(value)


def parse_integer(text: str, target: NetType) -> Any:
    """A whole number in decimal or hexadecimal (0x, &h, #); raises NetException."""
    stripped = text.strip()
    digits = None
    if stripped[:2].lower() in ("0x", "&h"):
        digits = stripped[2:]
    elif stripped[:1] == "#":
        digits = stripped[1:]
    if digits is not None:
        low, high = _limits(target)
        try:
            value = int(digits, 16)
        except ValueError:
            raise format_exception("Could not find any recognizable digits.") from None
        if low < 0 and high < value <= high * 2 + 1:
            value -= (high + 1) * 2
        return make_integer(value, target)
    if not _INTEGER.match(stripped):
        raise bad_format(stripped)
    return make_integer(int(stripped), target)


def string_to_integer(text: str, target: NetType) -> Any:
    """PowerShell's way: empty is zero, then what reads as a literal ("1kb", "5L"), a whole number, a real one rounded."""
    if text == "" or text.isspace():
        return make_integer(0, target)
    if text.isdigit() and text.isascii() and len(text) < 10 and target.text == "System.Int32":
        return int(text)
    scanned = scan_literal(text.strip())
    try:
        if scanned is not None:
            return to_integer(scanned, target) if not isinstance(scanned, int) else make_integer(int(scanned), target)
        return parse_integer(text, target)
    except NetException as error:
        if error.type_name == "System.FormatException":
            try:
                return make_integer(round(parse_double(text)), target)
            except (NetException, OverflowError, ValueError):
                pass
        raise caused_error(text, target, "InvalidCastFromStringToInteger", error) from None
    except CastError as error:
        raise caused_error(text, target, "InvalidCastFromStringToInteger", error.cause or error) from None


def to_integer(value: Any, target: NetType) -> Any:
    """Any value as an integer of the target type; raises CastError."""
    kind = value.__class__
    try:
        if kind is str:
            return string_to_integer(value, target)
        if isinstance(value, int):
            return make_integer(int(value), target)
        if isinstance(value, float):
            if not isfinite(value):
                raise too_large(target)
            return make_integer(round(value), target)
        if kind is Decimal:
            return make_integer(int(value.to_integral_value(ROUND_HALF_EVEN)), target)
        if kind is Char:
            return make_integer(ord(value), target)
        if kind is EnumValue:
            return make_integer(value.value, target)
        if value is None or kind is AutomationNull:
            return make_integer(0, target)
        if kind.__name__ == "DateTime":
            raise invalid_cast(value, target)
    except NetException as error:
        raise caused_error(value, target, "InvalidCastIConvertible", error) from None
    raise final_error(value, target)


def invalid_cast(value: Any, target: NetType) -> NetException:
    """IConvertible's refusal."""
    from .typeof import type_of

    return NetException("System.InvalidCastException", f"Invalid cast from '{type_of(value).name}' to '{target.name}'.")


def _real(value: Any, target: NetType) -> float:
    kind = value.__class__
    if kind is str:
        if value == "" or value.isspace():
            return 0.0
        scanned = scan_literal(value.strip())
        if scanned is not None:
            return float(scanned)
        try:
            return parse_double(value)
        except NetException as error:
            raise caused_error(value, target, "InvalidCastFromStringToDoubleOrSingle", error) from None
    if isinstance(value, (int, float, Decimal)):
        try:
            return float(value)
        except OverflowError:
            return float("inf") if value > 0 else float("-inf")
    if value is None or kind is AutomationNull:
        return 0.0
    if kind is EnumValue:
        return float(value.value)
    if kind is Char or kind.__name__ == "DateTime":
        raise caused_error(value, target, "InvalidCastIConvertible", invalid_cast(value, target))
    raise final_error(value, target)


def to_double(value: Any, target: NetType) -> float:
    """Any value as a Double; raises CastError."""
    return _real(value, target)


def to_single(value: Any, target: NetType) -> Single:
    """Any value as a Single; raises CastError."""
    return Single(_real(value, target))


def to_decimal(value: Any, target: NetType) -> Decimal:
    """Any value as a Decimal; raises CastError."""
    kind = value.__class__
    try:
        if kind is str:
            if value == "" or value.isspace():
                return Decimal(0)
            scanned = scan_literal(value.strip())
            try:
                if scanned is not None:
                    return to_decimal(scanned, target)
                return parse_decimal(value)
            except NetException as error:
                raise caused_error(value, target, "InvalidCastFromStringToDecimal", error) from None
        if isinstance(value, int):
            return fit_decimal(Decimal(int(value)))
        if isinstance(value, float):
            return decimal_of_double(float(value), 7 if kind is Single else 15)
        if value is None or kind is AutomationNull:
            return Decimal(0)
        if kind is EnumValue:
            return Decimal(value.value)
        if kind is Char or kind.__name__ == "DateTime":
            raise invalid_cast(value, target)
    except NetException as error:
        raise caused_error(value, target, "InvalidCastIConvertible", error) from None
    raise final_error(value, target)


def to_bigint(value: Any, target: NetType) -> BigInteger:
    """Any value as a BigInteger; raises CastError."""
    kind = value.__class__
    if kind is str:
        text = value.strip()
        if text == "":
            return BigInteger(0)
        try:
            if _INTEGER.match(text):
                return BigInteger(int(text))
            if text[:2].lower() == "0x":
                return BigInteger(int(text[2:], 16))
            raise format_exception("The value could not be parsed.")
        except NetException as error:
            raise caused_error(value, target, "InvalidCastParseTargetInvocationWithFormatProvider", error) from None
    if isinstance(value, (int, float, Decimal)):
        try:
            return BigInteger(int(value))
        except (OverflowError, ValueError):
            raise caused_error(
                value, target, "InvalidCastExplicitCast", overflow("BigInteger cannot represent infinity.")
            ) from None
    if value is None or kind is AutomationNull:
        return BigInteger(0)
    if kind is EnumValue:
        return BigInteger(value.value)
    raise final_error(value, target)


def to_char(value: Any, target: NetType) -> Char:
    """Any value as a Char; raises CastError."""
    kind = value.__class__
    if kind is str:
        if len(value) == 1:
            return Char(value)
        cause = format_exception("String must be exactly one character long.")
        raise caused_error(value, target, "InvalidCastParseTargetInvocation", cause)
    if kind is bool or isinstance(value, (float, Decimal)):
        raise caused_error(value, target, "InvalidCastIConvertible", invalid_cast(value, target))
    if isinstance(value, int):
        if 0 <= value <= 0xFFFF:
            return Char(chr(value))
        raise caused_error(value, target, "InvalidCastIConvertible", too_large(target))
    if value is None or kind is AutomationNull:
        return Char("\0")
    if kind is EnumValue:
        return to_char(value.value, target)
    raise final_error(value, target)


def _list_bool(value: Any) -> bool:
    if len(value) == 1:
        first = value[0]
        if isinstance(first, list):
            return len(first) > 0
        return to_bool(first)
    return len(value) > 1


_BOOLS: dict[type, Callable[[Any], bool]] = {
    bool: lambda v: v, int: bool, str: bool, float: bool, Decimal: bool, Single: bool, type(None): bool,
    AutomationNull: lambda v: False, Char: lambda v: v != "\0", BigInteger: bool, SwitchParameter: bool,
    list: _list_bool, EnumValue: lambda v: v.value != 0,
    **{k: bool for k in (Byte, SByte, Int16, UInt16, UInt32, Int64, UInt64)},
}


def to_bool(value: Any) -> bool:
    """Whether a value counts as true: if, while, -and, [bool]."""
    rule = _BOOLS.get(value.__class__)
    if rule is None:
        rule = _learn_bool(value)
    return rule(value)


def _learn_bool(value: Any) -> Callable[[Any], bool]:
    from .psobject import PSObject
    from .typeof import type_of

    kind = value.__class__
    if kind is PSObject:
        return lambda wrapped: to_bool(wrapped.base)
    rule: Callable[[Any], bool] = lambda v: True  # noqa: E731
    if isinstance(value, list):
        rule = _list_bool
    elif get_type("System.Collections.IList") in type_of(value).ancestors:
        def rule(many: Any) -> bool:
            from .collections import enumerator_of

            return _list_bool(list(enumerator_of(many) or ()))
    _BOOLS[kind] = rule
    return rule


__all__ = ["CastError", "DECIMAL_MAX", "decimal_of_double", "fit_decimal", "to_bool"]
