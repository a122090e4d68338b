"""JSON text to objects, with the liberties and the words of the reader PowerShell uses.

Strict text goes through Python's own reader. What that refuses is read here: comments, single quotes,
bare names, commas before a closing bracket, NaN. What neither takes raises JsonError with what is wrong and where.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import accumulate
from typing import Any

from relayshell.objects.numbers import BigInteger, Int64

LARGEST = 2**63 - 1
SMALLEST = -(2**63)
BLANK = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.S)
NUMBER = re.compile(r"[-+]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
BARE_NAME = re.compile(r"[A-Za-z_$][\w$]*")
PLAIN = {'"': re.compile(r'[^"\\]*'), "'": re.compile(r"[^'\\]*")}
ESCAPES = {'"': '"', "'": "'", "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
WORDS = {"true": True, "false": False, "null": None, "undefined": None, "NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}
ISO_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?$")
TICKED_TIME = re.compile(r"^/Date\(-?\d{1,14}(?:[+-]\d{2,4})?\)/$")
STRINGS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.S)
NO_BRACKETS = re.compile(r"[^\[\]{}]+")
STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}
Pairs = list[tuple[str, Any]]
Make = Callable[[Pairs], Any]


class JsonError(Exception):
    """What is wrong with the text, in the reader's words."""


def read(text: str, make: Make, dates: Callable[[str], Any] | None, depth: int) -> Any:
    """The value that a text holds.

    make   makes an object of its pairs, in their order
    dates  makes a value of a text that reads like a time, or None to leave texts alone
    depth  how deep arrays and objects may nest
    """
    if dates is not None:
        inner = make

        def make(pairs: Pairs) -> Any:  # noqa: F811 - the same maker, dates seen to first
            return inner([(name, dated(value, dates)) for name, value in pairs])

    try:
        if _deep(text, depth):
            raise ValueError
        value = json.loads(text, object_pairs_hook=make, parse_int=integer, parse_constant=WORDS.__getitem__)
        return dated(value, dates) if dates is not None else value
    except (ValueError, RecursionError):
        return Reader(text, make, dates, depth).document()


def _deep(text: str, depth: int) -> bool:
    """Whether the text may nest deeper than allowed, and than Python's own reader should."""
    most = min(depth, 900)
    if text.count("{") + text.count("[") <= most:
        return False
    brackets = NO_BRACKETS.sub("", STRINGS.sub("", text))
    return max(accumulate(map(STEPS.__getitem__, brackets)), default=0) > most


def dated(value: Any, dates: Callable[[str], Any]) -> Any:
    """The value, a time where it is a text that reads like one; also within a list."""
    kind = value.__class__
    if kind is str:
        if 19 <= len(value) <= 35 and value[10] == "T" and ISO_TIME.match(value) or value[:6] == "/Date(" and TICKED_TIME.match(value):
            return dates(value)
    elif kind is list:
        for position, each in enumerate(value):
            if each.__class__ is str or each.__class__ is list:
                value[position] = dated(each, dates)
    return value


def integer(text: str) -> Any:
    """A whole number: Int64 where it fits, else BigInteger."""
    value = int(text, 16) if text[:2].lower() == "0x" else int(text)
    return Int64(value) if SMALLEST <= value <= LARGEST else BigInteger(value)


class Reader:
    """Reads one text from its beginning."""

    def __init__(self, text: str, make: Make, dates: Callable[[str], Any] | None, depth: int) -> None:
        self.text = text
        self.make = make
        self.dates = dates
        self.depth = depth
        self.at = 0
        self.path: list[str | int] = []

    def document(self) -> Any:
        self.skip()
        if self.at >= len(self.text):
            return None
        value = self.value()
        self.skip()
        if self.at < len(self.text):
            raise self.wrong(f"Additional text encountered after finished reading JSON content: {self.text[self.at]}.")
        return value

    def skip(self) -> None:
        self.at = BLANK.match(self.text, self.at).end()  # type: ignore[union-attr]

    def wrong(self, message: str) -> JsonError:
        """The error, with the path and the place where reading stopped."""
        line = self.text.count("\n", 0, self.at)
        column = self.at - (self.text.rfind("\n", 0, self.at) + 1)
        shown = ""
        for step in self.path:
            shown += f"[{step}]" if isinstance(step, int) else (f".{step}" if shown else step)
        # The reader counts lines from 1 once it has taken something.
        return JsonError(f"{message} Path '{shown}', line {line + 1 if self.at else 0}, position {column}.")

    def value(self) -> Any:
        if self.at >= len(self.text):
            raise self.wrong("Unexpected end when reading JSON.")
        first = self.text[self.at]
        if first == "{":
            return self.object()
        if first == "[":
            return self.array()
        if first in "\"'":
            text = self.string(first)
            return dated(text, self.dates) if self.dates is not None else text
        for word, value in WORDS.items():
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        found = NUMBER.match(self.text, self.at)
        if found:
            self.at = found.end()
            text = found.group()
            return float(text) if re.search(r"[.eE]", text) and text[:2].lower() != "0x" else integer(text)
        raise self.wrong(f"Unexpected character encountered while parsing value: {first}.")

    def object(self) -> Any:
        self.enter()
        self.at += 1
        pairs: Pairs = []
        while True:
            self.skip()
            if self.at >= len(self.text):
                raise self.wrong("Unexpected end when deserializing object.")
            if self.text[self.at] == "}":
                break
            name = self.name()
            self.path.append(name)
            self.skip()
            if self.text[self.at : self.at + 1] != ":":
                found = self.text[self.at : self.at + 1]
                raise self.wrong(f"Invalid character after parsing property name. Expected ':' but got: {found}." if found else "Unexpected end when reading JSON.")
            self.at += 1
            self.skip()
            pairs.append((name, self.value()))
            self.skip()
            if self.at >= len(self.text):
                raise self.wrong("Unexpected end when deserializing object.")
            if self.text[self.at] == ",":
                self.at += 1
            elif self.text[self.at] != "}":
                raise self.wrong(f"After parsing a value an unexpected character was encountered: {self.text[self.at]}.")
            self.path.pop()
        self.at += 1
        self.depth += 1
        return self.make(pairs)

    def enter(self) -> None:
        self.depth -= 1
        if self.depth < 0:
            raise self.wrong("The reader's MaxDepth has been exceeded.")

    def name(self) -> str:
        first = self.text[self.at]
        if first in "\"'":
            return self.string(first)
        found = BARE_NAME.match(self.text, self.at)
        if not found:
            raise self.wrong(f"Invalid property identifier character: {first}.")
        self.at = found.end()
        return found.group()

    def array(self) -> list[Any]:
        self.enter()
        self.at += 1
        values: list[Any] = []
        while True:
            self.skip()
            if self.at >= len(self.text):
                raise self.wrong("Unexpected end when deserializing array.")
            if self.text[self.at] == "]":
                break
            if self.text[self.at] == ",":
                values.append(None)
                self.at += 1
                continue
            self.path.append(len(values))
            values.append(self.value())
            self.skip()
            if self.at >= len(self.text):
                raise self.wrong("Unexpected end when deserializing array.")
            if self.text[self.at] == ",":
                self.at += 1
            elif self.text[self.at] != "]":
                raise self.wrong(f"After parsing a value an unexpected character was encountered: {self.text[self.at]}.")
            self.path.pop()
        self.at += 1
        self.depth += 1
        return values

    def string(self, quote: str) -> str:
        self.at += 1
        parts = []
        while True:
            found = PLAIN[quote].match(self.text, self.at)
            parts.append(found.group())  # type: ignore[union-attr]
            self.at = found.end()  # type: ignore[union-attr]
            if self.at >= len(self.text):
                raise self.wrong(f"Unterminated string. Expected delimiter: {quote}.")
            if self.text[self.at] == quote:
                self.at += 1
                return "".join(parts)
            parts.append(self.escape())

    def escape(self) -> str:
        letter = self.text[self.at + 1 : self.at + 2]
        if letter == "u":
            digits = self.text[self.at + 2 : self.at + 6]
            if not re.fullmatch("[0-9a-fA-F]{4}", digits):
                raise self.wrong(f"Could not parse Unicode escape sequence \\u{digits}.")
            self.at += 6
            unit = int(digits, 16)
            following = re.match(r"\\u([dD][c-fC-F][0-9a-fA-F]{2})", self.text[self.at : self.at + 6])
            if 0xD800 <= unit < 0xDC00 and following:
                self.at += 6
                return chr(0x10000 + ((unit - 0xD800) << 10) + int(following[1], 16) - 0xDC00)
            return chr(unit)
        if letter not in ESCAPES:
            raise self.wrong(f"Bad JSON escape sequence: \\{letter}.")
        self.at += 2
        return ESCAPES[letter]
