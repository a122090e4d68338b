"""PowerShell's wildcards: * ? [a-z] and the backtick that takes their meaning away."""

from __future__ import annotations

import re
from functools import lru_cache

from ..errors import ShellError
from .exceptions import NetException

_SPECIAL = "*?[]"


class WildcardPattern:
    """A pattern; calling it, matches() and match() all say whether a text fits as a whole."""

    __slots__ = ("text", "ignore_case", "_full")
    net_home = ".builtin"

    def __init__(self, text: str, ignore_case: bool = True) -> None:
        self.text = text
        self.ignore_case = ignore_case
        flags = re.DOTALL | (re.IGNORECASE if ignore_case else 0)
        self._full = re.compile(_translate(text), flags).fullmatch

    def matches(self, text: str) -> bool:
        """Whether the whole text fits."""
        return self._full(text) is not None

    match = matches
    __call__ = matches


def _bad(text: str) -> ShellError:
    message = f"The specified wildcard character pattern is not valid: {text}"
    exception = NetException("System.Management.Automation.WildcardPatternException", message)
    return ShellError(message, "RuntimeException", "NotSpecified", exception=exception)


def _translate(text: str) -> str:
    """The pattern as a regular expression; raises ShellError for a bracket without an end.

    What stands between two stars is taken where it is found first and never looked for again (an atomic group): if the rest does not
    fit behind that place it fits behind no later one. So a pattern of many stars takes no longer than its length times the text's.
    """
    parts: list[list[str]] = [[]]
    out = parts[0]
    position, size = 0, len(text)
    while position < size:
        char = text[position]
        if char == "`" and position + 1 < size:
            position += 1
            out.append(re.escape(text[position]))
        elif char == "*":
            if out or len(parts) == 1:
                out = []
                parts.append(out)
        elif char == "?":
            out.append(".")
        elif char == "[":
            position, piece = _bracket(text, position)
            out.append(piece)
        else:
            out.append(re.escape(char))
        position += 1
    first, *others = ["".join(part) for part in parts]
    between = "".join(f"(?>.*?{piece})" for piece in others[:-1])
    return first + between + "".join(f".*{piece}" for piece in others[-1:])


def _bracket(text: str, start: int) -> tuple[int, str]:
    """The set that begins at a place; gives the place of its end and the expression."""
    items: list[tuple[str, bool]] = []
    position, size = start + 1, len(text)
    while position < size:
        char = text[position]
        if char == "`" and position + 1 < size:
            position += 1
            items.append((text[position], True))
        elif char == "]" and items:
            break
        else:
            items.append((char, False))
        position += 1
    else:
        raise _bad(text)
    out = []
    at = 0
    while at < len(items):
        char = items[at][0]
        if at + 2 < len(items) and items[at + 1] == ("-", False):
            high = items[at + 2][0]
            if char > high:
                raise _bad(text)
            out.append(f"{re.escape(char)}-{re.escape(high)}")
            at += 3
        else:
            out.append(re.escape(char) if char not in "^" else "\\^")
            at += 1
    return position, "[" + "".join(out) + "]"


@lru_cache(maxsize=512)
def compile_wildcard(pattern: str, ignore_case: bool = True) -> WildcardPattern:
    """A pattern, remembered; raises ShellError for a bad one."""
    return WildcardPattern(pattern, ignore_case)


def has_wildcards(text: str) -> bool:
    """Whether * ? or [ is there with its meaning."""
    escaped = False
    for char in text:
        if escaped:
            escaped = False
        elif char == "`":
            escaped = True
        elif char in "*?[":
            return True
    return False


def escape(text: str) -> str:
    """The text with a backtick before each special character."""
    return "".join("`" + char if char in _SPECIAL else char for char in text)


def unescape(text: str) -> str:
    """The text without the backticks before special characters."""
    out = []
    position = 0
    while position < len(text):
        if text[position] == "`" and position + 1 < len(text) and text[position + 1] in _SPECIAL + "`":
            position += 1
        out.append(text[position])
        position += 1
    return "".join(out)
