"""Number literals: from the text to the value and the .NET type it has."""

from __future__ import annotations

import re

from relayshell.syntax.chars import DASH

match_number = re.compile(
    rf"(?P<sign>[{DASH}+])?"
    r"(?:0[xX](?P<hex>[0-9a-fA-F]*)"
    r"|0[bB](?P<binary>[01]*)"
    r"|(?P<digits>(?:[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]*))"
    rf"(?P<exponent>[eE][{DASH}+]?[0-9]*)?)"
    r"(?P<suffix>[dlnsuyDLNSUY]{0,2})"
    r"(?P<multiplier>[kmgtpKMGTP][bB]?)?"
).match
"""What may be a number; `number_value` tells whether it is."""

_RANGES = {
    "y": ("SByte", -0x80, 0x7F),
    "uy": ("Byte", 0, 0xFF),
    "s": ("Int16", -0x8000, 0x7FFF),
    "us": ("UInt16", 0, 0xFFFF),
    "l": ("Int64", -(2**63), 2**63 - 1),
    "ul": ("UInt64", 0, 2**64 - 1),
}
_SUFFIXES = frozenset(("", "u", "s", "l", "d", "y", "n", "ul", "us", "uy"))
_MULTIPLIERS = {"k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40, "p": 2**50}
_DECIMAL_MOST = 79228162514264337593543950335
_HEX_DIGITS = {"y": 2, "s": 4, "l": 16}
_SIGNED_BITS = frozenset((8, 16, 32, 64, 96))

Number = tuple[object, str]


class NotANumber(Exception):
    """The text only looks like a number at first, such as 7z."""


def number_value(found: re.Match[str]) -> Number | None:
    """The value and type of a number that `match_number` found; None where it does not fit its type.

    NotANumber is raised where the suffix, the multiplier or the exponent is no such thing.
    """
    suffix = found["suffix"].lower()
    multiplier_text = found["multiplier"]
    exponent = found["exponent"]
    if suffix not in _SUFFIXES or (multiplier_text is not None and len(multiplier_text) != 2) or found["binary"] == "":
        raise NotANumber
    if exponent is not None and not exponent[-1].isdigit():
        raise NotANumber
    multiplier = _MULTIPLIERS[multiplier_text[0].lower()] if multiplier_text else 1
    negative = found["sign"] is not None and found["sign"] != "+"
    digits = found["digits"]
    if digits is not None:
        if exponent is not None or "." in digits:
            if exponent is not None:
                digits += exponent if exponent[1] not in DASH else exponent[0] + "-" + exponent[2:]
            return _real("-" + digits if negative else digits, suffix, multiplier)
        whole = int(digits)
        return _whole(-whole * multiplier if negative else whole * multiplier, suffix, True)
    if found["hex"] is not None:
        whole, suffix = _hex(found["hex"], suffix)
    else:
        whole, suffix = _binary(found["binary"], suffix)
    return _whole(-whole * multiplier if negative else whole * multiplier, suffix, False)


def _hex(digits: str, suffix: str) -> tuple[int, str]:
    """A hexadecimal number: as many digits as its type has make the first bit the sign."""
    length = len(digits)
    signed = False
    if "u" not in suffix:
        signed = length == _HEX_DIGITS.get(suffix, 8 if length < 15 else 16)
    value = int(digits, 16) if digits else 0
    if signed and value >> (4 * length - 1):
        value -= 1 << (4 * length)
    seen = length if signed else length + 1
    return value, suffix + "l" if seen == 16 and suffix in ("", "u") else suffix


def _binary(digits: str, suffix: str) -> tuple[int, str]:
    """A binary number: as many digits as some type has make the first bit the sign."""
    length = len(digits)
    value = int(digits, 2)
    if "u" not in suffix and digits[0] == "1" and (length in _SIGNED_BITS or (length >= 128 and length % 8 == 0)):
        value -= 1 << length
    return value, suffix + "l" if length == 64 and suffix in ("", "u") else suffix


def _whole(value: int, suffix: str, decimal_digits: bool) -> Number | None:
    if suffix == "":
        if -0x80000000 <= value <= 0x7FFFFFFF:
            return value, "Int32"
        if -(2**63) <= value < 2**63:
            return value, "Int64"
        if not decimal_digits:
            return None
        if abs(value) <= _DECIMAL_MOST:
            return _decimal(value)
        try:
            return float(value), "Double"
        except OverflowError:
            return None
    if suffix == "n":
        return value, "BigInteger"
    if suffix == "d":
        return _decimal(value) if abs(value) <= _DECIMAL_MOST else None
    if suffix == "u":
        if 0 <= value < 2**32:
            return value, "UInt32"
        return (value, "UInt64") if 0 <= value < 2**64 else None
    name, least, most = _RANGES[suffix]
    return (value, name) if least <= value <= most else None


def _decimal(value: int) -> Number:
    from decimal import Decimal  # seldom needed, and not free to import

    return Decimal(value), "Decimal"


def _real(text: str, suffix: str, multiplier: int) -> Number | None:
    if suffix == "d":
        from decimal import Context, Decimal, DecimalException

        context = Context(prec=29)
        try:
            exact = context.create_decimal(text) * multiplier
            if exact.as_tuple().exponent > 0:  # type: ignore[operator]
                exact = exact.quantize(Decimal(1), context=context)
            if -28 > exact.as_tuple().exponent:  # type: ignore[operator]
                exact = exact.quantize(Decimal(1).scaleb(-28), context=context)
        except DecimalException:
            return None
        return (exact, "Decimal") if abs(exact) <= _DECIMAL_MOST else None
    if not any(map(str.isdigit, text)):
        return None
    value = float(text) * multiplier
    if suffix == "":
        return value, "Double"
    try:
        whole = round(value)
    except (OverflowError, ValueError):
        return None
    return _whole(whole, suffix, True)
