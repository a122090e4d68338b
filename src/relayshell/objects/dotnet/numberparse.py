"""Reading numbers as .NET's Parse methods do: NumberStyles, a culture's signs and separators, overflow and its messages.

Only text is read here; PowerShell's own looser rules of conversion (hex prefixes, suffixes) are in `objects.convert`.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

from relayshell.objects.dotnet.culture import NumberFormat, number_format
from relayshell.objects.dotnet.faults import argument_fault, format_fault, input_fault, null_fault, overflow_fault
from relayshell.objects.dotnet.integers import INTEGERS, OVERFLOW, bounds
from relayshell.objects.numbers import BigInteger, Single

LEADING_WHITE, TRAILING_WHITE, LEADING_SIGN, TRAILING_SIGN = 1, 2, 4, 8
PARENTHESES, DECIMAL_POINT, THOUSANDS, EXPONENT, CURRENCY, HEX, BINARY = 16, 32, 64, 128, 256, 512, 1024
INTEGER_STYLE, NUMBER_STYLE, FLOAT_STYLE, ANY_STYLE = 7, 111, 167, 511
DOUBLE_STYLE = FLOAT_STYLE | THOUSANDS

_WHITE = " \t\n\v\f\r"
_EXPONENT = re.compile(r"[eE]([+-]?)(\d+)")
DECIMAL_LIMIT = Decimal(2**96 - 1)
_WIDE = Context(prec=200, Emax=999999, Emin=-999999)


def _scan(text: str, style: int, info: NumberFormat) -> tuple[bool, str, str, int] | None:
    """Sign, digits before the point, digits after it and the exponent; None when the text is not a number of that style."""
    at, end = 0, len(text)
    while end and text[end - 1] == "\0":
        end -= 1
    text = text[:end]
    negative = signed = parenthesis = False
    currency = info.currency if style & CURRENCY else ""
    while at < end:
        char = text[at]
        if char in _WHITE and style & LEADING_WHITE:
            at += 1
        elif not signed and style & LEADING_SIGN and (step := _sign(text, at, info)):
            signed, negative = True, step[1]
            at += step[0]
        elif char == "(" and style & PARENTHESES and not signed:
            signed = negative = parenthesis = True
            at += 1
        elif currency and text.startswith(currency, at):
            at += len(currency)
            currency = ""
        else:
            break
    decimal, group = (info.c_decimal, info.c_group) if style & CURRENCY else (info.decimal, info.group)
    whole: list[str] = []
    fraction: list[str] = []
    pointed = False
    while at < end:
        char = text[at]
        if "0" <= char <= "9":
            (fraction if pointed else whole).append(char)
            at += 1
        elif not pointed and style & DECIMAL_POINT and (text.startswith(decimal, at) or (style & CURRENCY and text.startswith(info.decimal, at))):
            pointed = True
            at += len(decimal) if text.startswith(decimal, at) else len(info.decimal)
        elif not pointed and whole and style & THOUSANDS and (size := _group_at(text, at, group, info)):
            at += size
        else:
            break
    if not whole and not fraction:
        return None
    exponent = 0
    if at < end and text[at] in "eE" and style & EXPONENT:
        found = _EXPONENT.match(text, at, end)
        if found:
            exponent = min(int(found[2][:8]), 10_000_000) * (-1 if found[1] == "-" else 1)
            at = found.end()
    while at < end:
        char = text[at]
        if char in _WHITE and style & TRAILING_WHITE:
            at += 1
        elif not signed and style & TRAILING_SIGN and (step := _sign(text, at, info)):
            signed, negative = True, step[1]
            at += step[0]
        elif parenthesis and char == ")":
            parenthesis = False
            at += 1
        elif currency and text.startswith(currency, at):
            at += len(currency)
            currency = ""
        else:
            return None
    if parenthesis:
        return None
    return negative, "".join(whole), "".join(fraction), exponent


def _sign(text: str, at: int, info: NumberFormat) -> tuple[int, bool] | None:
    if text.startswith(info.positive, at):
        return len(info.positive), False
    if text.startswith(info.negative, at):
        return len(info.negative), True
    if text[at] in "-\u2012\u207b\u208b\u2212\u2796\ufe63\uff0d":
        return 1, True
    return None


def _group_at(text: str, at: int, group: str, info: NumberFormat) -> int:
    for candidate in (group, info.group):
        if candidate and text.startswith(candidate, at):
            return len(candidate)
        # ICU's no-break spaces are often typed as plain ones.
        if candidate in ("\u00a0", "\u202f") and text[at] in " \u00a0\u202f":
            return 1
    return 0


def check_style(style: int, integral: bool) -> None:
    """Raises ArgumentException for styles a parser does not take."""
    if style & ~0x7FF:
        raise argument_fault("An undefined NumberStyles value is being used.", "style")
    if style & HEX and style & ~(LEADING_WHITE | TRAILING_WHITE | HEX):
        raise argument_fault("With the AllowHexSpecifier bit set in the enum bit field, the only other valid bits that can be combined into "
                             "the enum value must be a subset of those in HexNumber.", "style")
    if not integral and style & (HEX | BINARY):
        raise argument_fault("The number styles AllowHexSpecifier and AllowBinarySpecifier are not supported on floating point data types.", "style")


def parse_integer(text: str | None, type_name: str, style: int = INTEGER_STYLE, provider: object = None) -> int:
    """The Python int that a text means for an integer type, in its bounds. Raises FormatException, OverflowException, ArgumentNullException."""
    if text is None:
        raise null_fault("s")
    check_style(style, True)
    if style & (HEX | BINARY):
        return _parse_based(text, type_name, style)
    found = _scan(text, style, number_format(provider))
    if found is None:
        raise input_fault(text)
    negative, whole, fraction, exponent = found
    value = _whole_number(whole, fraction, exponent)
    low, high = bounds(type_name)
    if value is None or not low <= (-value if negative else value) <= high:
        raise overflow_fault(OVERFLOW[type_name])
    return -value if negative else value


def _whole_number(whole: str, fraction: str, exponent: int) -> int | None:
    """The integer, or None when digits remain after the point or it is far too large."""
    digits = whole + fraction
    shift = exponent - len(fraction)
    if shift >= 0:
        if shift > 400 and digits.strip("0"):
            return None
        return int(digits or "0") * 10**shift if digits.strip("0") else 0
    kept, cut = digits[:shift], digits[shift:]
    if cut.strip("0"):
        return None
    return int(kept or "0")


def _parse_based(text: str, type_name: str, style: int) -> int:
    body = text
    if style & LEADING_WHITE:
        body = body.lstrip(_WHITE)
    if style & TRAILING_WHITE:
        body = body.rstrip(_WHITE + "\0")
    base = 16 if style & HEX else 2
    if not re.fullmatch("[0-9a-fA-F]+" if base == 16 else "[01]+", body):
        raise input_fault(text)
    value = int(body, base)
    _, bits, signed = INTEGERS[type_name]
    if value >> bits:
        raise overflow_fault(OVERFLOW[type_name])
    return value - (1 << bits) if signed and value >> bits - 1 else value


def parse_big(text: str | None, style: int = INTEGER_STYLE, provider: object = None) -> BigInteger:
    """A BigInteger. Raises FormatException."""
    if text is None:
        raise null_fault("value")
    check_style(style, True)
    if style & HEX:
        body = text.strip(_WHITE)
        if not re.fullmatch("[0-9a-fA-F]+", body):
            raise format_fault("The value could not be parsed.")
        value = int(body, 16)
        return BigInteger(value - (1 << 4 * len(body)) if body[0] in "89abcdefABCDEF" else value)
    found = _scan(text, style, number_format(provider))
    value = None if found is None else _whole_number(found[1], found[2], found[3])
    if found is None or value is None:
        raise format_fault("The value could not be parsed.")
    return BigInteger(-value if found[0] else value)


def parse_double(text: str | None, style: int = DOUBLE_STYLE, provider: object = None) -> float:
    """A double; out of range becomes infinity. Raises FormatException, ArgumentNullException."""
    if text is None:
        raise null_fault("s")
    check_style(style, False)
    info = number_format(provider)
    found = _scan(text, style, info)
    if found is None:
        special = _special(text.strip(), info)
        if special is None:
            raise input_fault(text)
        return special
    negative, whole, fraction, exponent = found
    value = float(f"{whole or '0'}.{fraction or '0'}e{exponent}")
    return -value if negative else value


def _special(text: str, info: NumberFormat) -> float | None:
    folded = text.casefold()
    for sign in (info.positive, info.negative, "-", "+", ""):
        if not folded.startswith(sign):
            continue
        rest = folded[len(sign):]
        if rest in (info.infinity.casefold(), "infinity") or rest == "∞":
            return float("-inf") if sign and sign != info.positive and sign != "+" else float("inf")
        if rest in (info.nan.casefold(), "nan"):
            return float("nan")
    return None


def parse_single(text: str | None, style: int = DOUBLE_STYLE, provider: object = None) -> Single:
    """A single."""
    return Single(parse_double(text, style, provider))


def parse_decimal(text: str | None, style: int = NUMBER_STYLE, provider: object = None) -> Decimal:
    """A decimal of at most 28 places. Raises FormatException, OverflowException, ArgumentNullException."""
    if text is None:
        raise null_fault("s")
    check_style(style, False)
    found = _scan(text, style, number_format(provider))
    if found is None:
        raise input_fault(text)
    negative, whole, fraction, exponent = found
    value = Decimal(f"{'-' if negative else ''}{whole or '0'}.{fraction}e{exponent}") if fraction else Decimal(f"{'-' if negative else ''}{whole}e{exponent}")
    return fit_decimal(value)


def fit_decimal(value: Decimal) -> Decimal:
    """A decimal made to fit .NET's 96 bits and 28 places, rounding half to even. Raises OverflowException."""
    if not value.is_finite():
        raise overflow_fault(OVERFLOW["System.Decimal"])
    exponent = value.as_tuple().exponent
    if exponent > 0:
        if value == 0:
            return Decimal(0)
        if value.adjusted() > 28:
            raise overflow_fault(OVERFLOW["System.Decimal"])
        value = value.quantize(Decimal(1), context=_WIDE)
    elif exponent < -28:
        value = value.quantize(Decimal((0, (1,), -28)), ROUND_HALF_EVEN, context=_WIDE)
    while abs(int(value.scaleb(-value.as_tuple().exponent, context=_WIDE))) > DECIMAL_LIMIT:
        places = -value.as_tuple().exponent
        if places <= 0:
            raise overflow_fault(OVERFLOW["System.Decimal"])
        over = max(1, value.adjusted() + 1 + places - 29)
        value = value.quantize(Decimal((0, (1,), -(places - over))), ROUND_HALF_EVEN, context=_WIDE)
    return value
