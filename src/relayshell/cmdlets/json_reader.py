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
NUMBER = re.compile(r"[-+0-9a-fA-FxX.]*")
"""What may stand in a number; whether it is one is seen when all of it is read."""
WHOLE = re.compile(r"-?[0-9]+")
BARE_NAME = re.compile(r"[\w$]+")
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
    """Reads one text from its beginning, as a JsonTextReader of Newtonsoft.Json does, and stops where that stops."""

    def __init__(self, text: str, make: Make, dates: Callable[[str], Any] | None, depth: int) -> None:
        self.text = text
        self.make = make
        self.dates = dates
        self.depth = depth
        self.at = 0
        self.kinds: list[str] = []
        """The containers that are open: Object or Array."""
        self.steps: list[str | int | None] = []
        """In each of them the last name whose colon was read, or the last item that was begun; None before the first."""

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
        if self.text[self.at : self.at + 1] == "/":
            following = self.text[self.at + 1 : self.at + 2]
            if following == "*":
                self.at = len(self.text)
                raise self.wrong("Unexpected end while parsing comment.")
            self.at += 1
            raise self.wrong(f"Error parsing comment. Expected: *, got {following}.")

    def wrong(self, message: str) -> JsonError:
        """The error, with the path and the place where reading stopped."""
        line = self.text.count("\n", 0, self.at)
        column = self.at - (self.text.rfind("\n", 0, self.at) + 1)
        # The reader counts lines from 1 once it has taken something.
        return JsonError(f"{message} Path '{self.path(self.steps)}', line {line + 1 if self.at else 0}, position {column}.")

    @staticmethod
    def path(steps: list[str | int | None]) -> str:
        """Where in the document a place is, as the reader writes it."""
        shown = ""
        for step in steps:
            if step is not None:
                shown += f"[{step}]" if isinstance(step, int) else (f".{step}" if shown else step)
        return shown

    def ended(self) -> JsonError:
        """The error of a text that ends within a container: whoever asked for the next token says it."""
        if self.text.lstrip().startswith("["):
            return self.wrong("Unexpected end of content while loading JArray.")
        if len(self.kinds) > 1:
            return JsonError(f"Unexpected end when reading token. Path '{self.path(self.steps[:-1])}'.")
        return self.wrong("Unexpected end when reading JSON." if self.steps[-1] is None else "Unexpected end when deserializing object.")

    def value(self) -> Any:
        if self.at >= len(self.text):
            raise self.ended()
        first = self.text[self.at]
        if first == "{":
            return self.object()
        if first == "[":
            return self.array()
        if first in "\"'":
            text = self.string(first)
            return dated(text, self.dates) if self.dates is not None else text
        for word, value in WORDS.items():
            if first == word[0] and (first != "-" or self.text[self.at + 1 : self.at + 2] == "I") and (first != "n" or self.text[self.at + 1 : self.at + 2] == "u"):
                return self.word(word, value)
        if first.isdigit() or first in "-.":
            return self.number()
        if first == "]":
            self.at += 1
            raise self.mismatched("Array")
        raise self.wrong(f"Unexpected character encountered while parsing value: {first}.")

    def word(self, word: str, value: Any) -> Any:
        """true, false, null and their like: all of the word, and a separator behind it."""
        for place, letter in enumerate(word):
            found = self.text[self.at + place : self.at + place + 1]
            if not found and len(self.text) - self.at < len(word):
                self.at = len(self.text)
                raise self.wrong("Unexpected end when reading JSON.")
            if found != letter:
                self.at += place
                break
        else:
            self.at += len(word)
            following = self.text[self.at : self.at + 1]
            if not following or following in "}],/" or following.isspace():
                return value
        raise self.wrong(f"Error parsing {'boolean' if isinstance(value, bool) else word} value.")

    def number(self) -> Any:
        found = NUMBER.match(self.text, self.at)
        text = found.group()  # type: ignore[union-attr]
        self.at = found.end()  # type: ignore[union-attr]
        following = self.text[self.at : self.at + 1]
        if following and following not in ",}])/" and not following.isspace():
            raise self.wrong(f"Unexpected character encountered while parsing number: {following}.")
        try:
            if text[0] == "0" and len(text) > 1 and text[1] not in ".eE":
                return integer(text) if text[1] in "xX" else Int64(int(text, 8))
            if WHOLE.fullmatch(text):
                return integer(text)
            return float(text)
        except ValueError:
            raise self.wrong(f"Input string '{text}' is not a valid number.") from None

    def enter(self, kind: str) -> None:
        """Goes into a container, its bracket read."""
        self.at += 1
        if len(self.kinds) >= self.depth:
            raise self.wrong(f"The reader's MaxDepth of {self.depth} has been exceeded.")
        self.kinds.append(kind)
        self.steps.append(None)

    def leave(self) -> None:
        """Goes out of a container."""
        self.at += 1
        self.kinds.pop()
        self.steps.pop()

    def mismatched(self, closing: str) -> JsonError:
        """The error of a bracket that closes something else than what is open."""
        kind = self.kinds.pop() if self.kinds else "None"
        if self.steps:
            self.steps.pop()
        return self.wrong(f"JsonToken End{closing} is not valid for closing JsonType {kind}.")

    def object(self) -> Any:
        self.enter("Object")
        pairs: Pairs = []
        while True:
            self.skip()
            if self.at >= len(self.text):
                raise self.ended()
            if self.text[self.at] == "}":
                break
            name = self.name()
            self.skip()
            if self.text[self.at : self.at + 1] != ":":
                found = self.text[self.at : self.at + 1] or "\0"
                raise self.wrong(f"Invalid character after parsing property name. Expected ':' but got: {found}.")
            self.at += 1
            self.steps[-1] = name
            self.skip()
            pairs.append((name, self.value()))
            if not self.more("}"):
                break
        self.leave()
        return self.make(pairs)

    def more(self, closing: str) -> bool:
        """Whether a comma follows a value: the comma is read, the bracket that closes is not."""
        self.skip()
        if self.at >= len(self.text):
            raise self.ended()
        found = self.text[self.at]
        if found == ",":
            self.at += 1
            return True
        if found != closing:
            if found in "}]":
                self.at += 1
                raise self.mismatched("Object" if found == "}" else "Array")
            raise self.wrong(f"After parsing a value an unexpected character was encountered: {found}.")
        return False

    def name(self) -> str:
        first = self.text[self.at]
        if first in "\"'":
            return self.string(first)
        found = BARE_NAME.match(self.text, self.at)
        if not found:
            raise self.wrong(f"Invalid property identifier character: {first}.")
        self.at = found.end()
        following = self.text[self.at : self.at + 1]
        if following and following != ":" and not following.isspace():
            raise self.wrong(f"Invalid JavaScript property identifier character: {following}.")
        return found.group()

    def array(self) -> list[Any]:
        self.enter("Array")
        values: list[Any] = []
        while True:
            self.skip()
            if self.at >= len(self.text):
                raise self.ended()
            if self.text[self.at] == "]":
                break
            if self.text[self.at] == ",":
                self.steps[-1] = len(values)
                values.append(None)
                self.at += 1
                continue
            nested = self.text[self.at] in "[{"
            if nested:
                self.steps[-1] = len(values)
            values.append(self.value())
            self.steps[-1] = len(values) - 1
            if not self.more("]"):
                break
        self.leave()
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
            parts.append(self.escape(quote))

    def escape(self, quote: str) -> str:
        letter = self.text[self.at + 1 : self.at + 2]
        self.at = min(self.at + 2, len(self.text))
        if letter == "u":
            digits = self.text[self.at : self.at + 4]
            if len(digits) < 4:
                self.at = len(self.text)
                raise self.wrong("Unexpected end while parsing Unicode escape sequence.")
            if not re.fullmatch("[0-9a-fA-F]{4}", digits):
                raise self.wrong(f"Invalid Unicode escape sequence: \\u{digits}.")
            self.at += 4
            unit = int(digits, 16)
            following = re.match(r"\\u([dD][c-fC-F][0-9a-fA-F]{2})", self.text[self.at : self.at + 6])
            if 0xD800 <= unit < 0xDC00 and following:
                self.at += 6
                return chr(0x10000 + ((unit - 0xD800) << 10) + int(following[1], 16) - 0xDC00)
            return chr(unit)
        if not letter:
            raise self.wrong(f"Unterminated string. Expected delimiter: {quote}.")
        if letter not in ESCAPES:
            raise self.wrong(f"Bad JSON escape sequence: \\{letter}.")
        return ESCAPES[letter]
