"""Standard numeric formats (C D E F G N P R X B) of .NET, for every number type.

A number is first reduced to a sign, a string of significant digits and the place of the decimal point; each format
rounds and lays those out. Doubles round half to even on their exact binary value, decimals and integers half away from
zero, as .NET does. Custom formats are in `numbercustom.py`.
"""

from __future__ import annotations

import math
import struct
from decimal import Decimal

from relayshell.objects.dotnet.culture import NumberFormat, number_format
from relayshell.objects.dotnet.faults import format_fault

_INVALID = "Format specifier was invalid."


class Digits:
    """A number taken apart: value = ±0.d1d2d3... × 10**scale. `floating` marks double and single."""

    __slots__ = ("negative", "digits", "scale", "floating")

    def __init__(self, negative: bool, digits: str, scale: int, floating: bool) -> None:
        self.negative, self.digits, self.scale, self.floating = negative, digits, scale, floating

    def round_to(self, count: int, half_up: bool = True) -> None:
        """Keeps the first `count` digits and drops trailing zeros; rounds half away from zero unless the digits are correctly rounded already."""
        digits = self.digits
        if count < 0:
            digits = ""
        elif count < len(digits):
            up = half_up and digits[count] >= "5"
            digits = digits[:count]
            if up:
                stripped = digits.rstrip("9")
                if stripped:
                    digits = stripped[:-1] + chr(ord(stripped[-1]) + 1)
                else:
                    self.scale += 1
                    digits = "1"
        digits = digits.rstrip("0")
        if not digits:
            self.scale = 0
            if not self.floating:
                self.negative = False
        self.digits = digits


def parse_specifier(spec: str) -> tuple[str, int]:
    """A standard format's letter and precision (-1 when absent); the letter is '' for a custom format."""
    letter = spec[0]
    if not ("A" <= letter <= "Z" or "a" <= letter <= "z"):
        return "", -1
    rest = spec[1:]
    if not rest:
        return letter, -1
    if rest.isascii() and rest.isdigit():
        precision = int(rest)
        if precision > 999_999_999:
            raise format_fault(_INVALID)
        return letter, precision
    return "", -1


def format_number(value: object, spec: str | None, provider: object = None, kind: str | None = None) -> str:
    """The text of a number in a standard or custom format.

    `kind` is 'double', 'single', 'decimal', 'big' or 'int<bits>'; found from the value when absent. Raises FormatException.
    """
    info = number_format(provider)
    kind = kind or kind_of(value)
    if kind in ("double", "single"):
        if value != value:
            return info.nan
        if value in (math.inf, -math.inf):
            return info.infinity if value > 0 else info.minus_infinity
    if not spec:
        return general(value, kind, info)
    letter, precision = parse_specifier(spec)
    if not letter:
        from relayshell.objects.dotnet.numbercustom import format_custom
        return format_custom(_custom_digits(value, kind), spec, info)
    upper = letter.upper()
    if type(value) is int and value >= 0 and (upper == "F" or upper == "N" and info.sizes == (3,)):
        places = info.digits if precision < 0 else precision
        whole = f"{value:,}".replace(",", info.group) if upper == "N" else str(value)
        return whole + info.decimal + "0" * places if places else whole
    if upper in ("G", "R") and precision <= 0 and not (upper == "R" and kind not in ("double", "single", "big")):
        text = general(value, kind, info)
        return text.replace("E", "e") if letter == "g" else text
    if upper in "DXB":
        return _integral(value, kind, letter, precision, info)
    if upper in "CEFGNP" and upper != "R":
        return _standard(_take_apart(value, kind, upper, precision, info), letter, precision, info, kind)
    raise format_fault(_INVALID)


def kind_of(value: object) -> str:
    """The kind of a number, for `format_number`."""
    if type(value) is float:
        return "double"
    if isinstance(value, float):
        return "single"
    if isinstance(value, Decimal):
        return "decimal"
    from relayshell.objects.dotnet.integers import kind_of_integer
    return kind_of_integer(value)


def general(value: object, kind: str, info: NumberFormat) -> str:
    """ToString() of a number: the shortest text that reads back."""
    if kind == "double":
        return _shortest(repr(float(value)), 15, info, value)
    if kind == "single":
        return _shortest(shortest_single(value), 7, info, value)
    if kind == "decimal":
        sign = value.is_signed() and value != 0
        text = format(abs(value), "f")
        if info.decimal != ".":
            text = text.replace(".", info.decimal)
        return info.negative + text if sign else text
    text = int.__repr__(value)
    if info.negative != "-" and text[0] == "-":
        return info.negative + text[1:]
    return text


def shortest_single(value: float) -> str:
    """The shortest decimal text that a 32-bit float reads back from."""
    packed = struct.pack("<f", value)
    for precision in range(1, 10):
        text = f"{float(value):.{precision}g}"
        if struct.pack("<f", float(text)) == packed:
            return text
    return repr(float(value))


def digits_of_text(text: str) -> tuple[bool, str, int]:
    """Sign, significant digits and scale of a plain decimal text such as -1.5e-07."""
    negative = text[0] == "-"
    mantissa, _, exponent = text.lstrip("+-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = whole + fraction
    scale = len(whole) + int(exponent or 0)
    stripped = digits.lstrip("0")
    scale -= len(digits) - len(stripped)
    stripped = stripped.rstrip("0")
    return negative, stripped, scale if stripped else 0


def _shortest(text: str, most: int, info: NumberFormat, value: object) -> str:
    negative, digits, scale = digits_of_text(text)
    if not digits:
        return info.negative + "0" if math.copysign(1, value) < 0 else "0"
    return (info.negative if negative else "") + _general_digits(digits, scale, most, "E", info)


def _general_digits(digits: str, scale: int, most: int, letter: str, info: NumberFormat) -> str:
    if scale > most or scale < -3:
        text = digits[0] + (info.decimal + digits[1:] if len(digits) > 1 else "")
        return text + exponent_text(letter, scale - 1, 2, info, True)
    if scale <= 0:
        return "0" + info.decimal + "0" * -scale + digits if digits else "0"
    if len(digits) <= scale:
        return digits + "0" * (scale - len(digits))
    return digits[:scale] + info.decimal + digits[scale:]


def exponent_text(letter: str, exponent: int, least: int, info: NumberFormat, plus: bool) -> str:
    """E+05: the letter, the sign and at least so many digits."""
    sign = info.negative if exponent < 0 else info.positive if plus else ""
    return f"{letter}{sign}{abs(exponent):0{least}d}"


def _take_apart(value: object, kind: str, upper: str, precision: int, info: NumberFormat) -> Digits:
    if kind in ("double", "single"):
        return _double_digits(float(value), kind, upper, precision, info)
    return exact_digits(value, kind)


def exact_digits(value: object, kind: str) -> Digits:
    """All digits of an integer or a decimal."""
    if kind == "decimal":
        sign, digits, exponent = value.as_tuple()
        text = "".join(map(str, digits)).lstrip("0")
        return Digits(bool(sign) and bool(text), text, len(text) + exponent if text else 0, False)
    text = int.__repr__(value)
    negative = text[0] == "-"
    digits = text.lstrip("-")
    return Digits(negative, "" if digits == "0" else digits, 0 if digits == "0" else len(digits), False)


def _double_digits(value: float, kind: str, upper: str, precision: int, info: NumberFormat) -> Digits:
    negative = math.copysign(1, value) < 0
    if value == 0:
        return Digits(negative, "", 0, True)
    if upper in "EG":
        count = (6 if precision < 0 else precision) + 1 if upper == "E" else precision
        count = min(count, 1100)
        text = f"{value:.{max(count - 1, 0)}e}"
    else:
        default = {"C": info.c_digits, "N": info.digits, "F": info.digits, "P": info.p_digits}[upper]
        places = (default if precision < 0 else precision) + (2 if upper == "P" else 0)
        text = f"{value:.{min(places, 1100)}f}"
    _, digits, scale = digits_of_text(text)
    return Digits(negative, digits, scale, True)


def _custom_digits(value: object, kind: str) -> Digits:
    if kind not in ("double", "single"):
        return exact_digits(value, kind)
    number = float(value)
    if number == 0:
        return Digits(math.copysign(1, number) < 0, "", 0, True)
    negative, digits, scale = digits_of_text(f"{number:.{14 if kind == 'double' else 6}e}")
    return Digits(negative, digits, scale, True)


def _integral(value: object, kind: str, letter: str, precision: int, info: NumberFormat) -> str:
    if kind in ("double", "single", "decimal"):
        raise format_fault(_INVALID)
    upper, number = letter.upper(), int(value)
    if upper == "D":
        text = str(abs(number)).rjust(precision, "0")
        return info.negative + text if number < 0 else text
    if kind == "big":
        return _big_digits(number, letter, precision)
    bits = int(kind[3:])
    number &= (1 << bits) - 1
    text = format(number, {"X": "X", "x": "x"}.get(letter, "b"))
    return text.rjust(precision, "0")


def _big_digits(number: int, letter: str, precision: int) -> str:
    """BigInteger in X or B: two's complement in as few digits as keep the sign."""
    base = 4 if letter in "Xx" else 1
    length = max(1, (number.bit_length() if number >= 0 else (~number).bit_length()) // base + 1)
    text = format(number & ((1 << (length * base)) - 1), {"X": "X", "x": "x"}.get(letter, "b")).rjust(length, "0")
    filler = ("0" if number >= 0 else "F" if letter == "X" else "f" if letter == "x" else "1")
    return text.rjust(precision, filler)


_CURRENCY_POSITIVE = ("$#", "#$", "$ #", "# $")
_CURRENCY_NEGATIVE = ("($#)", "-$#", "$-#", "$#-", "(#$)", "-#$", "#-$", "#$-", "-# $", "-$ #", "# $-", "$ #-", "$ -#", "#- $", "($ #)", "(# $)", "$- #")
_NUMBER_NEGATIVE = ("(#)", "-#", "- #", "#-", "# -")
_PERCENT_POSITIVE = ("# %", "#%", "%#", "% #")
_PERCENT_NEGATIVE = ("-# %", "-#%", "-%#", "%-#", "%#-", "#-%", "#%-", "-% #", "# %-", "% #-", "% -#", "#- %")


def _standard(number: Digits, letter: str, precision: int, info: NumberFormat, kind: str) -> str:
    upper = letter.upper()
    exact = number.floating
    if upper == "C":
        places = info.c_digits if precision < 0 else precision
        number.round_to(number.scale + places, not exact)
        body = fixed_digits(number, places, info.c_sizes, info.c_decimal, info.c_group)
        pattern = _CURRENCY_NEGATIVE[info.c_negative] if number.negative else _CURRENCY_POSITIVE[info.c_positive]
        return "".join({"#": body, "$": info.currency, "-": info.negative}.get(part, part) for part in pattern)
    if upper in "FN":
        places = info.digits if precision < 0 else precision
        number.round_to(number.scale + places, not exact)
        body = fixed_digits(number, places, info.sizes if upper == "N" else None, info.decimal, info.group)
        if not number.negative:
            return body
        if upper == "F":
            return info.negative + body
        return "".join({"#": body, "-": info.negative}.get(part, part) for part in _NUMBER_NEGATIVE[info.pattern])
    if upper == "P":
        places = info.p_digits if precision < 0 else precision
        if number.digits:
            number.scale += 2
        number.round_to(number.scale + places, not exact)
        body = fixed_digits(number, places, info.p_sizes, info.p_decimal, info.p_group)
        pattern = _PERCENT_NEGATIVE[info.p_negative] if number.negative else _PERCENT_POSITIVE[info.p_positive]
        return "".join({"#": body, "%": info.percent, "-": info.negative}.get(part, part) for part in pattern)
    if upper == "E":
        places = 6 if precision < 0 else precision
        number.round_to(places + 1, not exact)
        digits = number.digits.ljust(places + 1, "0")
        text = digits[0] + (info.decimal + digits[1:] if places else "")
        text += exponent_text(letter, number.scale - 1 if number.digits else 0, 3, info, True)
        return info.negative + text if number.negative else text
    most = precision
    if kind == "big" and most > 0 and number.scale <= most:
        most = number.scale
    number.round_to(most, not exact)
    if not number.digits:
        return info.negative + "0" if number.negative else "0"
    text = _general_digits(number.digits, number.scale, most, "E" if letter == "G" else "e", info)
    return info.negative + text if number.negative else text


def fixed_digits(number: Digits, places: int, sizes: tuple[int, ...] | None, decimal: str, group: str) -> str:
    """The absolute value with exactly so many decimal places, grouped when sizes are given."""
    scale, digits = number.scale, number.digits
    whole = digits[:scale].ljust(scale, "0") if scale > 0 else "0"
    if sizes and group:
        whole = group_digits(whole, sizes, group)
    if places <= 0:
        return whole
    fraction = digits[scale:] if scale > 0 else "0" * -scale + digits
    return whole + decimal + fraction[:places].ljust(places, "0")


def group_digits(whole: str, sizes: tuple[int, ...], separator: str) -> str:
    """Digits with separators; the last size repeats, a last size of 0 ends the grouping."""
    parts: list[str] = []
    index = 0
    while True:
        size = sizes[min(index, len(sizes) - 1)]
        if size == 0 or len(whole) <= size:
            break
        parts.append(whole[-size:])
        whole = whole[:-size]
        index += 1
    parts.append(whole)
    return separator.join(reversed(parts))
