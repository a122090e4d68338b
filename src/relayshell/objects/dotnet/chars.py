"""System.Char and System.Boolean."""

from __future__ import annotations

import unicodedata
from typing import Any, Callable

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, format_fault, null_fault, range_fault
from relayshell.objects.dotnet.results import enum_of, joined, units
from relayshell.objects.numbers import Char

_CATEGORIES = ("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
               "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn")


def _at(value: str, index: int | None) -> str:
    return value if index is None else units(value)[index]


def _category(*groups: str) -> Callable[..., bool]:
    def test(value: str, index: int | None = None) -> bool:
        return unicodedata.category(_at(value, index)).startswith(groups)
    return test


def _ascii(low: str, *more: str) -> Callable[[str], bool]:
    spans = (low, *more)
    return lambda c: any(span[0] <= c <= span[1] for span in spans)


def _white(value: str, index: int | None = None) -> bool:
    from relayshell.objects.dotnet.strings import WHITE
    return _at(value, index) in WHITE


def _case(up: bool) -> Callable[..., Char]:
    def change(value: str, culture: Any = None) -> Char:
        other = value.upper() if up else value.lower()
        return Char(other if len(other) == 1 else value)
    return change


def _parse(text: str | None) -> Char:
    if text is None:
        raise null_fault("s")
    if len(units(text)) != 1:
        raise format_fault("String must be exactly one character long.")
    return Char(text)


def _try_parse(text: str | None, result: Any) -> bool:
    good = text is not None and len(units(text)) == 1
    result.value = Char(text) if good else Char("\0")
    return good


def _from_utf32(code: int) -> str:
    if not 0 <= code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise range_fault("A valid UTF32 value is between 0x000000 and 0x10ffff, inclusive, and should not include surrogate codepoint values (0x00d800 ~ 0x00dfff).", "utf32")
    return chr(code)


def _to_utf32(value: str, second: Any) -> int:
    if type(second) is int:
        text = units(value)
        return ord(joined(text[second:second + 2])[0])
    return ord(joined(str.__str__(value) + str.__str__(second)))


def _between(low: int, high: int) -> Callable[..., bool]:
    return lambda value, index=None: low <= ord(_at(value, index)) <= high


def _numeric(value: str, index: int | None = None) -> float:
    return float(unicodedata.numeric(_at(value, index), -1.0))


def _pair(first: str, second: Any) -> bool:
    if type(second) is int:
        text = units(first)
        first, second = text[second], text[second + 1:second + 2] or " "
    return 0xD800 <= ord(first) <= 0xDBFF and 0xDC00 <= ord(second) <= 0xDFFF


def _compare(self: str, other: Any) -> int:
    if other is None:
        return 1
    if not isinstance(other, Char):
        raise argument_fault("Object must be of type Char.")
    return ord(self) - ord(other)


declare(
    "System.Char", Char,
    methods={
        "CompareTo": _compare, "Equals": lambda self, other: isinstance(other, Char) and str.__eq__(self, other),
        "GetHashCode": lambda self: ord(self) | ord(self) << 16, "ToString": lambda self, provider=None: str.__str__(self),
        "GetTypeCode": lambda self: enum_of("System.TypeCode", 4),
    },
    statics={
        "Parse": _parse, "TryParse": _try_parse, "ToString": lambda value: str.__str__(value),
        "IsAscii": lambda c: ord(c) < 128, "IsAsciiDigit": _ascii("09"), "IsAsciiHexDigit": _ascii("09", "af", "AF"),
        "IsAsciiHexDigitLower": _ascii("09", "af"), "IsAsciiHexDigitUpper": _ascii("09", "AF"), "IsAsciiLetter": _ascii("az", "AZ"),
        "IsAsciiLetterLower": _ascii("az"), "IsAsciiLetterUpper": _ascii("AZ"), "IsAsciiLetterOrDigit": _ascii("az", "AZ", "09"),
        "IsBetween": lambda c, low, high: ord(low) <= ord(c) <= ord(high),
        "IsControl": _category("Cc"), "IsDigit": _category("Nd"), "IsLetter": _category("L"), "IsLetterOrDigit": _category("L", "Nd"),
        "IsLower": _category("Ll"), "IsUpper": _category("Lu"), "IsNumber": _category("N"), "IsPunctuation": _category("P"),
        "IsSeparator": _category("Z"), "IsSymbol": _category("S"), "IsWhiteSpace": _white, "IsSurrogate": _between(0xD800, 0xDFFF),
        "IsHighSurrogate": _between(0xD800, 0xDBFF), "IsLowSurrogate": _between(0xDC00, 0xDFFF), "IsSurrogatePair": _pair,
        "ToUpper": _case(True), "ToLower": _case(False), "ToUpperInvariant": _case(True), "ToLowerInvariant": _case(False),
        "GetNumericValue": _numeric, "ConvertFromUtf32": _from_utf32, "ConvertToUtf32": _to_utf32,
        "GetUnicodeCategory": lambda value, index=None: enum_of("System.Globalization.UnicodeCategory",
                                                                _CATEGORIES.index(unicodedata.category(_at(value, index)))),
    },
    static_get={"MaxValue": lambda: Char("\uffff"), "MinValue": lambda: Char("\0")},
    signatures=("static bool TryParse(string s, ref char result)",),
    parse=_parse,
)


def _parse_bool(text: str | None) -> bool:
    if text is None:
        raise null_fault("value")
    folded = text.strip(" \t\n\r\v\f\0").lower()
    if folded not in ("true", "false"):
        raise format_fault(f"String '{text}' was not recognized as a valid Boolean.")
    return folded == "true"


def _try_bool(text: str | None, result: Any) -> bool:
    folded = (text or "").strip(" \t\n\r\v\f\0").lower()
    result.value = folded == "true"
    return folded in ("true", "false")


def _compare_bool(self: bool, other: Any) -> int:
    if other is None:
        return 1
    if type(other) is not bool:
        raise argument_fault("Object must be of type Boolean.")
    return int(self) - int(other) if self != other else 0


declare(
    "System.Boolean", bool,
    methods={"CompareTo": _compare_bool, "Equals": lambda self, other: self is other, "GetHashCode": lambda self: int(self),
             "ToString": lambda self, provider=None: "True" if self else "False", "GetTypeCode": lambda self: enum_of("System.TypeCode", 3)},
    statics={"Parse": _parse_bool, "TryParse": _try_bool},
    static_get={"TrueString": lambda: "True", "FalseString": lambda: "False"},
    signatures=("static bool TryParse(string value, ref bool result)",),
    parse=_parse_bool,
)
