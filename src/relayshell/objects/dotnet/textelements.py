"""StringInfo and Rune: text by what a reader calls a character, and by Unicode's scalar values."""

from __future__ import annotations

import unicodedata
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import null_fault, range_fault
from relayshell.objects.dotnet.results import enum_of, int_array, joined, length_of, units

_JOINER = "\u200d"
_CATEGORIES = ("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn")


def elements(text: str) -> list[str]:
    """The text elements: a character with all that joins it. Signs of flags stand in pairs; CR LF is one."""
    found: list[str] = []
    for char in joined(text):
        last = found[-1] if found else ""
        flag = "\U0001f1e6" <= char <= "\U0001f1ff"
        joins = unicodedata.category(char) in ("Mn", "Mc", "Me") or char in (_JOINER, "\ufe0f") or "\U0001f3fb" <= char <= "\U0001f3ff" or last.endswith(_JOINER)
        if last and (joins or flag and len(last) == 1 and "\U0001f1e6" <= last <= "\U0001f1ff" or char == "\n" and last == "\r"):
            found[-1] += char
        else:
            found.append(char)
    return found


class StringInfo:
    """A text that counts in text elements."""

    __slots__ = ("text",)

    def __init__(self, text: str = "") -> None:
        if text is None:
            raise null_fault("value")
        self.text = text

    def part(self, start: int, count: int | None = None) -> str:
        """Elements from a place on. Raises ArgumentOutOfRangeException."""
        whole = elements(self.text)
        if not 0 <= start < len(whole) + (not whole):
            raise range_fault("Specified argument was out of the range of valid values.", "startingTextElement")
        if count is not None and not 0 <= count <= len(whole) - start:
            raise range_fault("Specified argument was out of the range of valid values.", "lengthInTextElements")
        return "".join(whole[start:None if count is None else start + count])


def _next(text: str, start: int = 0) -> str:
    found = elements(joined(units(text)[start:]))
    return found[0] if found else ""


def _places(text: str) -> Any:
    found, at = [], 0
    for element in elements(text):
        found.append(at)
        at += length_of(element)
    return int_array(found)


def _walk(text: str, start: int = 0) -> Any:
    from relayshell.objects.dotnet.enumerators import Enumerator
    return Enumerator(elements(joined(units(text)[start:])))


def _set_text(self: StringInfo, value: str) -> None:
    self.text = value


_G = "System.Globalization."
declare(_G + "StringInfo", StringInfo, new=StringInfo, get={"LengthInTextElements": lambda self: len(elements(self.text)), "String": lambda self: self.text}, set={"String": _set_text},
        methods={"SubstringByTextElements": StringInfo.part},
        statics={"GetNextTextElement": _next, "GetNextTextElementLength": lambda text, start=0: length_of(_next(text, start)), "ParseCombiningCharacters": _places, "GetTextElementEnumerator": _walk},
        signatures=("()", "(string value)", "int LengthInTextElements {get;}", "string String {get;set;}", "string SubstringByTextElements(int startingTextElement)",
                    "string SubstringByTextElements(int startingTextElement, int lengthInTextElements)", *(f"static {kind} {name}(string str{more})" for kind, name in (
                        ("string", "GetNextTextElement"), ("int", "GetNextTextElementLength"), ("System.Collections.IEnumerator", "GetTextElementEnumerator")) for more in ("", ", int index")),
                    "static int[] ParseCombiningCharacters(string str)"))


class Rune:
    """A scalar value of Unicode."""

    __slots__ = ("number",)

    def __init__(self, first: Any, second: Any = None) -> None:
        if second is not None:
            first = ord(joined(str.__str__(first) + str.__str__(second)))
        self.number = ord(str.__str__(first)) if isinstance(first, str) else int(first)
        if not 0 <= self.number <= 0x10FFFF or 0xD800 <= self.number <= 0xDFFF:
            raise range_fault("Specified argument was out of the range of valid values.", "ch" if isinstance(first, str) else "value")

    def __str__(self) -> str:
        return chr(self.number)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rune) and other.number == self.number

    def __hash__(self) -> int:
        return hash(self.number)

    def __lt__(self, other: Rune) -> bool:
        return self.number < other.number


def runes(text: str) -> list[Rune]:
    """The runes of a text; half a pair alone is U+FFFD."""
    return [Rune(0xFFFD if "\ud800" <= char <= "\udfff" else ord(char)) for char in joined(text)]


def _category(self: Rune) -> Any:
    return enum_of(_G + "UnicodeCategory", _CATEGORIES.index(unicodedata.category(chr(self.number))))


def _try_create(value: Any, out: Any) -> bool:
    number = ord(str.__str__(value)) if isinstance(value, str) else int(value)
    good = 0 <= number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF
    out.value = Rune(number if good else 0)
    return good


_R = "System.Text.Rune"
_TESTS = {"IsLetter": str.isalpha, "IsDigit": lambda char: unicodedata.category(char) == "Nd", "IsLetterOrDigit": lambda char: char.isalpha() or unicodedata.category(char) == "Nd",
          "IsWhiteSpace": str.isspace, "IsUpper": lambda char: unicodedata.category(char) == "Lu", "IsLower": lambda char: unicodedata.category(char) == "Ll",
          "IsControl": lambda char: unicodedata.category(char) == "Cc", "IsPunctuation": lambda char: unicodedata.category(char)[0] == "P", "IsSymbol": lambda char: unicodedata.category(char)[0] == "S",
          "IsNumber": lambda char: unicodedata.category(char)[0] == "N", "IsSeparator": lambda char: unicodedata.category(char)[0] == "Z"}


def _test(name: str) -> Any:
    return lambda rune: bool(_TESTS[name](chr(rune.number)))


def _cased(change: Any) -> Any:
    def make(rune: Rune, *culture: Any) -> Rune:
        made = change(chr(rune.number))
        return Rune(ord(made)) if len(made) == 1 else rune
    return make


declare(_R, Rune, kind="struct", base="System.ValueType", new=Rune, to_text=str, interfaces=("System.IComparable", "System.IFormattable"),
        get={"Value": lambda self: self.number, "IsAscii": lambda self: self.number < 128, "IsBmp": lambda self: self.number < 0x10000, "Plane": lambda self: self.number >> 16,
             "Utf16SequenceLength": lambda self: 1 if self.number < 0x10000 else 2, "Utf8SequenceLength": lambda self: len(chr(self.number).encode())},
        methods={"ToString": str, "Equals": lambda self, other: self == other, "GetHashCode": lambda self: self.number, "CompareTo": lambda self, other: (self.number > other.number) - (self.number < other.number)},
        statics={**{name: _test(name) for name in _TESTS}, "GetUnicodeCategory": _category, "IsValid": lambda value: 0 <= value <= 0x10FFFF and not 0xD800 <= value <= 0xDFFF, "TryCreate": _try_create,
                 "GetRuneAt": lambda text, at: runes(joined(units(text)[at:]))[0], "ToUpperInvariant": _cased(str.upper), "ToLowerInvariant": _cased(str.lower), "ToUpper": _cased(str.upper),
                 "ToLower": _cased(str.lower), "GetNumericValue": lambda rune: float(unicodedata.numeric(chr(rune.number), -1))},
        static_get={"ReplacementChar": lambda: Rune(0xFFFD)},
        signatures=("(int value)", "(char ch)", "(char highSurrogate, char lowSurrogate)", *(f"int {name} {{get;}}" for name in ("Value", "Plane", "Utf16SequenceLength", "Utf8SequenceLength")),
                    *(f"bool {name} {{get;}}" for name in ("IsAscii", "IsBmp")), *(f"static bool {name}({_R} value)" for name in _TESTS), "static bool IsValid(int value)",
                    f"static bool TryCreate(int value, ref {_R} result)", f"static {_R} GetRuneAt(string input, int index)", f"static {_R} ReplacementChar {{get;}}", f"int CompareTo({_R} other)"))

__all__ = ["Rune", "elements", "runes"]
