"""System.String: every member of it that scripts use. Places and lengths count UTF-16 units, as .NET does."""

from __future__ import annotations

import unicodedata
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, null_fault, range_fault
from relayshell.objects.dotnet.results import char_array, enum_of, joined, length_of, many, number_of, string_array, text_of, units
from relayshell.objects.enums import EnumValue
from relayshell.objects.numbers import Char

WHITE = " \t\n\v\f\r\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_INDEX = "Index was out of range. Must be non-negative and less than or equal to the size of the collection."
_COUNT = "Count must be positive and count must refer to a location within the string/array/collection."


def _ignores(comparison: Any) -> bool:
    """Whether a StringComparison, or the Boolean ignoreCase, ignores case."""
    if comparison is None:
        return False
    return comparison if type(comparison) is bool else int(comparison) % 2 == 1


def _fold(text: str) -> str:
    """Case folded without changing the length."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _plain(value: Any) -> str:
    return str.__str__(value) if value is not None else ""


def _split_args(args: tuple[Any, ...]) -> tuple[list[int], Any]:
    """The plain ints of an argument list and its StringComparison."""
    numbers = [a for a in args if type(a) is int]
    comparison = next((a for a in args if isinstance(a, (EnumValue, bool)) and type(a) is not int), None)
    return numbers, comparison


def index_of(self: str, value: Any, *args: Any) -> int:
    """IndexOf in all its forms."""
    text, wanted = units(self), units(_plain(value))
    numbers, comparison = _split_args(args)
    start = numbers[0] if numbers else 0
    if not 0 <= start <= len(text):
        raise range_fault(_INDEX, "startIndex")
    end = start + numbers[1] if len(numbers) > 1 else len(text)
    if len(numbers) > 1 and (numbers[1] < 0 or end > len(text)):
        raise range_fault(_COUNT, "count")
    if _ignores(comparison):
        text, wanted = _fold(text), _fold(wanted)
    return text.find(wanted, start, end)


def last_index_of(self: str, value: Any, *args: Any) -> int:
    """LastIndexOf in all its forms: the search goes back from startIndex."""
    text, wanted = units(self), units(_plain(value))
    numbers, comparison = _split_args(args)
    if _ignores(comparison):
        text, wanted = _fold(text), _fold(wanted)
    if not numbers:
        return text.rfind(wanted)
    start = numbers[0]
    if not text:
        return -1 if wanted else 0
    if start < -1 or start > len(text):
        raise range_fault(_INDEX, "startIndex")
    end = min(start + 1, len(text))
    begin = end - numbers[1] if len(numbers) > 1 else 0
    if begin < 0:
        raise range_fault(_COUNT, "count")
    return text.rfind(wanted, begin, end)


def _index_any(self: str, chars: Any, start: int = 0, count: int | None = None) -> int:
    text = units(self)
    end = len(text) if count is None else start + count
    wanted = {str(c) for c in chars}
    return next((i for i in range(start, min(end, len(text))) if text[i] in wanted), -1)


def _last_index_any(self: str, chars: Any, start: int | None = None, count: int | None = None) -> int:
    text = units(self)
    start = len(text) - 1 if start is None else start
    wanted = {str(c) for c in chars}
    stop = -1 if count is None else start - count
    return next((i for i in range(min(start, len(text) - 1), stop, -1) if text[i] in wanted), -1)


def _contains(self: str, value: Any, comparison: Any = None) -> bool:
    return _fold(_plain(value)) in _fold(self) if _ignores(comparison) else _plain(value) in self


def _starts(self: str, value: Any, comparison: Any = None, culture: Any = None) -> bool:
    return _fold(self).startswith(_fold(_plain(value))) if _ignores(comparison) else self.startswith(_plain(value))


def _ends(self: str, value: Any, comparison: Any = None, culture: Any = None) -> bool:
    return _fold(self).endswith(_fold(_plain(value))) if _ignores(comparison) else self.endswith(_plain(value))


def substring(self: str, start: int, length: int | None = None) -> str:
    """Substring. Raises ArgumentOutOfRangeException."""
    text = units(self)
    size = len(text)
    if start < 0:
        raise range_fault("startIndex cannot be less than zero." if length is not None else "StartIndex cannot be less than zero.", "startIndex")
    if start > size:
        raise range_fault("startIndex cannot be larger than length of string.", "startIndex")
    if length is None:
        return joined(text[start:])
    if length < 0:
        raise range_fault("Length cannot be less than zero.", "length")
    if start + length > size:
        raise range_fault("Index and length must refer to a location within the string.", "length")
    return joined(text[start:start + length])


def _remove(self: str, start: int, count: int | None = None) -> str:
    text = units(self)
    if start < 0:
        raise range_fault("StartIndex cannot be less than zero.", "startIndex")
    if count is None:
        if start > len(text):
            raise range_fault("startIndex must be less than length of string.", "startIndex")
        return joined(text[:start])
    if count < 0:
        raise range_fault("Count cannot be less than zero.", "count")
    if start + count > len(text):
        raise range_fault("Index and count must refer to a location within the string.", "count")
    return joined(text[:start] + text[start + count:])


def _insert(self: str, start: int, value: str) -> str:
    text = units(self)
    if value is None:
        raise null_fault("value")
    if not 0 <= start <= len(text):
        raise range_fault(_INDEX, "startIndex")
    return joined(text[:start] + value + text[start:])


def _replace(self: str, old: Any, new: Any, *args: Any) -> str:
    old = _plain(old)
    if not old:
        raise argument_fault("String cannot be of zero length.", "oldValue")
    comparison = args[0] if args else None
    if not _ignores(comparison):
        return self.replace(old, _plain(new))
    import re
    return re.sub(re.escape(old), lambda _: _plain(new), self, flags=re.I)


def split(self: str, separator: Any = None, *args: Any) -> Any:
    """Split in all its forms."""
    numbers = [a for a in args if type(a) is int]
    options = next((int(a) for a in args if isinstance(a, EnumValue)), 0)
    count = numbers[0] if numbers else None
    if count is not None and count < 0:
        raise range_fault("Count cannot be less than zero.", "count", count)
    empty_out, trim = options & 1, options & 2
    if count == 0 or (empty_out and not self):
        return string_array([])
    if separator is None or (isinstance(separator, list) and not any(_plain(s) for s in separator)):
        marks: list[str] = list(WHITE)
        if isinstance(separator, list) and separator and not isinstance(separator[0], Char):
            marks = list(WHITE)
    elif isinstance(separator, list):
        marks = [_plain(s) for s in separator if _plain(s)]
    else:
        marks = [_plain(separator)] if _plain(separator) else ([] if not isinstance(separator, Char) else list(WHITE))
    return string_array(_cut(self, marks, count, bool(empty_out), bool(trim)))


def _cut(text: str, marks: list[str], count: int | None, no_empty: bool, trim: bool) -> list[str]:
    if not marks or count == 1:
        pieces = [text]
    elif len(marks) == 1 and not no_empty and not trim:
        return text.split(marks[0]) if count is None else text.split(marks[0], count - 1)
    else:
        import re
        cutter = re.compile("|".join(re.escape(mark) for mark in marks))
        pieces, last = [], 0
        for found in cutter.finditer(text):
            if count is not None and len(pieces) == count - 1:
                break
            piece = text[last:found.start()]
            piece = piece.strip(WHITE) if trim else piece
            last = found.end()
            if piece or not no_empty:
                pieces.append(piece)
        rest = text[last:]
        if no_empty and count is not None and len(pieces) == count - 1:
            # Separators that lead the last piece are dropped with the empty entries they would make.
            while (found := cutter.match(rest)):
                rest = rest[found.end():]
        pieces.append(rest)
    if trim:
        pieces[-1] = pieces[-1].strip(WHITE)
    if no_empty and not pieces[-1]:
        pieces.pop()
    return pieces


def _trim(side: str) -> Any:
    def trim(self: str, *chars: Any) -> str:
        given = chars[0] if chars else None
        if isinstance(given, list):
            marks = "".join(_plain(c) for c in given) or WHITE
        else:
            marks = _plain(given) or WHITE
        return self.strip(marks) if side == "both" else self.lstrip(marks) if side == "start" else self.rstrip(marks)
    return trim


def _pad(self: str, width: int, char: Any, left: bool) -> str:
    if width < 0:
        raise range_fault("Non-negative number required.", "totalWidth")
    missing = width - length_of(self)
    if missing <= 0:
        return self
    from relayshell.objects.dotnet.sizes import check_text_size
    check_text_size(width)
    fill = _plain(char) * missing
    return fill + self if left else self + fill


def _turkish(culture: Any) -> bool:
    """Whether small i has a dotted capital in this culture."""
    return getattr(culture, "name", "").partition("-")[0].lower() in ("tr", "az")


def upper(self: str, culture: Any = None) -> str:
    """ToUpper: character by character, so that ß stays."""
    turkish = _turkish(culture)
    if self.isascii() and not turkish:
        return self.upper()
    if turkish:
        self = self.replace("i", "İ")
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in self)


def lower(self: str, culture: Any = None) -> str:
    """ToLower."""
    turkish = _turkish(culture)
    if self.isascii() and not turkish:
        return self.lower()
    if turkish:
        self = self.replace("I", "ı").replace("İ", "i")
    return "".join("i̇" if c == "İ" else c.lower() if len(c.lower()) == 1 else c for c in self)


def _in_current(change: Any) -> Any:
    """ToUpper() and ToLower() without a culture, which are the current culture's."""
    def run(self: str, culture: Any = None) -> str:
        if culture is None:
            from relayshell.objects.dotnet.culture import current
            culture = current()
        return change(self, culture)  # type: ignore[no-any-return]

    return run


def compare(a: Any, b: Any, ignore_case: bool = False, ordinal: bool = False, culture: str = "") -> int:
    """-1, 0 or 1 in the order of a culture, the invariant one if none is named; ordinally the difference of the first characters that differ."""
    if a is None or b is None:
        return (a is not None) - (b is not None)
    if not ordinal:
        from relayshell.objects.collation import alphabet_of, compare_text
        if not culture or culture == "en-US":
            return compare_text(_plain(a), _plain(b), ignore_case)
        with alphabet_of(culture):
            return compare_text(_plain(a), _plain(b), ignore_case)
    left, right = units(_plain(a)), units(_plain(b))
    if ignore_case:
        left, right = upper(left), upper(right)
    for one, other in zip(left, right):
        if one != other:
            return ord(one) - ord(other)
    return len(left) - len(right)


def _compare_to(text: str, other: Any) -> int:
    """CompareTo. Raises ArgumentException for what is no text."""
    if other is not None and not isinstance(other, str):
        raise argument_fault("Object must be of type String.")
    from relayshell.objects.dotnet.culture import current
    return compare(text, other, culture=current().name)


def _compare(*args: Any) -> int:
    """String.Compare in all its forms."""
    if len(args) >= 5 and type(args[1]) is int:
        a, at_a, b, at_b, length, *rest = args
        a = None if a is None else units(a)[at_a:at_a + length]
        b = None if b is None else units(b)[at_b:at_b + length]
    else:
        a, b, *rest = args
    from relayshell.objects.dotnet.culture import CultureInfo, current
    ignore, ordinal, culture = False, False, None
    for argument in rest:
        if type(argument) is bool:
            ignore = argument
        elif isinstance(argument, EnumValue):
            if argument.type.name == "CompareOptions":
                ignore, ordinal = bool(argument.value & 0x10000001), bool(argument.value & 0x50000000)
            else:
                ignore, ordinal = argument.value % 2 == 1, argument.value >= 4
                culture = "" if argument.value in (2, 3) else None
        elif isinstance(argument, CultureInfo):
            culture = argument.name
    return compare(a, b, ignore, ordinal, current().name if culture is None else culture)


def _compare_ordinal(*args: Any) -> int:
    if len(args) == 2:
        return compare(args[0], args[1], ordinal=True)
    a, at_a, b, at_b, length = args
    return compare(units(a)[at_a:at_a + length], units(b)[at_b:at_b + length], ordinal=True)


def _equals(self: str, other: Any, comparison: Any = None) -> bool:
    if not isinstance(other, str) or isinstance(other, Char):
        return False
    return upper(self) == upper(other) if _ignores(comparison) else self == other


def _static_equals(a: Any, b: Any, comparison: Any = None) -> bool:
    if a is None or b is None:
        return a is b
    return _equals(a, b, comparison)


def _join(separator: Any, *args: Any) -> str:
    if len(args) == 3 and type(args[1]) is int and isinstance(args[0], list):
        values, start, count = args
        if start < 0 or count < 0:
            name = "startIndex" if start < 0 else "count"
            raise range_fault(f"{name} ('{min(start, count)}') must be a non-negative value.", name, min(start, count))
        if start > len(values) - count:
            raise range_fault(f"startIndex ('{start}') must be less than or equal to '{len(values) - count}'.", "startIndex", start)
        items = values[start:start + count]
    else:
        items = many(args[0]) if len(args) == 1 else args
    return _plain(separator).join([text_of(item) for item in items])


def _concat(*args: Any) -> str:
    if len(args) == 1 and args[0] is not None and not isinstance(args[0], str):
        return "".join(text_of(item) for item in many(args[0]))
    return "".join(text_of(item) for item in args)


def _format(*args: Any) -> str:
    from relayshell.objects.dotnet.composite import composite
    provider = None
    if not isinstance(args[0], str) or (len(args) > 1 and args[0] is None):
        provider, *args = args  # type: ignore[assignment]
    spec, *rest = args
    if spec is None:
        raise null_fault("format")
    values = rest[0] if len(rest) == 1 and isinstance(rest[0], list) else rest
    return composite(spec, values, provider)


def _new(*args: Any) -> str:
    if len(args) == 2:
        if args[1] < 0:
            raise range_fault(f"'count' must be non-negative.", "count")
        from relayshell.objects.dotnet.sizes import check_text_size
        check_text_size(args[1])
        return _plain(args[0]) * args[1]
    chars, *window = args
    text = "".join(_plain(c) for c in chars or ())
    return joined(text[window[0]:window[0] + window[1]] if window else text)


def _chars(self: str, index: int) -> Char:
    text = units(self)
    if not 0 <= index < len(text):
        from relayshell.objects.dotnet.faults import index_fault
        raise index_fault()
    return Char(text[index])


def _normalize(self: str, form: Any = None) -> str:
    return unicodedata.normalize({1: "NFC", 2: "NFD", 5: "NFKC", 6: "NFKD"}[number_of(form, 1)], self)


def _to_chars(self: str, start: int = 0, length: int | None = None) -> Any:
    """ToCharArray, of the whole or of a part. Raises ArgumentOutOfRangeException for a part that is not there."""
    text = units(self)
    count = len(text) - start if length is None else length
    if not 0 <= start <= len(text) or length is not None and start + count > len(text):
        raise range_fault(_INDEX, "startIndex")
    if count < 0:
        raise range_fault("length must be a non-negative value.", "length", count)
    return char_array(text[start:start + count])


def _copy_to(self: str, start: int, target: list[Any], at: int, count: int) -> None:
    target[at:at + count] = [Char(c) for c in units(self)[start:start + count]]


def _runes(self: str) -> Any:
    from relayshell.objects.dotnet.results import array
    from relayshell.objects.dotnet.textelements import runes
    return array("System.Text.Rune", runes(self))


declare(
    "System.String", str, new=_new,
    get={"Length": length_of, "Chars": _chars},
    methods={
        "Contains": _contains, "StartsWith": _starts, "EndsWith": _ends, "IndexOf": index_of, "LastIndexOf": last_index_of,
        "IndexOfAny": _index_any, "LastIndexOfAny": _last_index_any, "Substring": substring, "Remove": _remove, "Insert": _insert,
        "Replace": _replace, "Split": split, "Trim": _trim("both"), "TrimStart": _trim("start"), "TrimEnd": _trim("end"),
        "PadLeft": lambda self, width, char=" ": _pad(self, width, char, True), "PadRight": lambda self, width, char=" ": _pad(self, width, char, False),
        "ToUpper": _in_current(upper), "ToLower": _in_current(lower), "ToUpperInvariant": upper, "ToLowerInvariant": lower,
        "ToString": lambda self, provider=None: self, "Clone": lambda self: self, "CompareTo": _compare_to,
        "Equals": _equals, "GetHashCode": lambda self, comparison=None: hash(self) & 0x7FFFFFFF,
        "ToCharArray": _to_chars,
        "Normalize": _normalize, "IsNormalized": lambda self, form=None: _normalize(self, form) == self,
        "ReplaceLineEndings": lambda self, by="\n": by.join(self.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
                                                            .replace("\x85", "\n").replace("\u2028", "\n").replace("\u2029", "\n").split("\n")),
        "CopyTo": _copy_to, "GetTypeCode": lambda self: enum_of("System.TypeCode", 18),
        "GetEnumerator": lambda self: _enumerator(self), "EnumerateRunes": lambda self: _runes(self),
    },
    statics={
        "IsNullOrEmpty": lambda value: not value, "IsNullOrWhiteSpace": lambda value: not value or not value.strip(WHITE),
        "Join": _join, "Concat": _concat, "Format": _format, "Compare": _compare, "CompareOrdinal": _compare_ordinal, "Equals": _static_equals,
        "Copy": lambda text: text, "Intern": lambda text: text, "IsInterned": lambda text: text,
        "op_Equality": lambda a, b: a == b, "op_Inequality": lambda a, b: a != b,
    },
    static_get={"Empty": lambda: ""},
    index=_chars,
)


def _enumerator(self: str) -> Any:
    from relayshell.objects.dotnet.enumerators import Enumerator
    return Enumerator(Char(c) for c in units(self))
