"""Composite format strings, {index,width:format}, for -f, String.Format, AppendFormat and Write.

The rules and messages are those of .NET 10's CompositeFormat. How one value becomes text is `valueformat.py`'s affair.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Callable, Sequence

from relayshell.objects.dotnet.faults import format_fault
from relayshell.objects.dotnet.valueformat import format_value
from relayshell.objects.exceptions import NetException

_LIMIT = 1_000_000
_ENDS = "Format item ends prematurely."
_DIGIT = "Expected an ASCII digit."
_CLOSING = "Unexpected closing brace without a corresponding opening brace."
_INDEX = "Index (zero based) must be greater than or equal to zero and less than the size of the argument list."


def composite(spec: str, args: Sequence[Any], culture: Any = None, to_text: Callable[[Any], str] | None = None) -> str:
    """The format with its items filled in from args.

    `to_text` gives the text of values without formats of their own. Raises FormatException with .NET's words.
    """
    parts = _read(spec)
    if parts is None:
        # What stands before the fault is filled in first, since that may have one of its own.
        return _filled(spec, args, culture, to_text)
    out: list[str] = []
    for part in parts:
        if part.__class__ is str:
            out.append(part)
            continue
        index, width, item = part
        if index >= len(args):
            raise format_fault(_INDEX)
        value = args[index]
        text = value if value.__class__ is str else str(value) if value.__class__ is int and not item else format_value(value, item, culture, to_text)
        out.append(text if not width else text.ljust(-width) if width < 0 else text.rjust(width))
    return "".join(out)


@lru_cache(maxsize=512)
def _read(spec: str) -> tuple[Any, ...] | None:
    """The texts of a format and its items (index, width, format), in order; None where it cannot be read to its end."""
    parts: list[Any] = []
    try:
        at = 0
        while at < len(spec):
            brace = _next_brace(spec, at)
            if brace < 0:
                parts.append(spec[at:])
                break
            if brace > at:
                parts.append(spec[at:brace])
            at = brace + 1
            if _char(spec, at) == spec[brace]:
                parts.append(spec[brace])
                at += 1
                continue
            if spec[brace] == "}":
                return None
            at, index, width, item = _read_item(spec, at)
            parts.append((index, width, item))
    except NetException:
        return None
    return tuple(parts)


def _filled(spec: str, args: Sequence[Any], culture: Any, to_text: Callable[[Any], str] | None) -> str:
    """The same for a format with a fault, step by step up to it."""
    out: list[str] = []
    at, size = 0, len(spec)
    while at < size:
        brace = _next_brace(spec, at)
        if brace < 0:
            out.append(spec[at:])
            break
        out.append(spec[at:brace])
        char = spec[brace]
        at = brace + 1
        following = _char(spec, at)
        if following == char:
            out.append(char)
            at += 1
            continue
        if char == "}":
            raise _invalid(at, _CLOSING)
        at, index, width, item = _read_item(spec, at)
        if index >= len(args):
            raise format_fault(_INDEX)
        text = format_value(args[index], item, culture, to_text)
        out.append(text.ljust(-width) if width < 0 else text.rjust(width))
    return "".join(out)


def _next_brace(spec: str, at: int) -> int:
    opening, closing = spec.find("{", at), spec.find("}", at)
    if opening < 0 or closing < 0:
        return max(opening, closing)
    return min(opening, closing)


def _char(spec: str, at: int) -> str:
    if at >= len(spec):
        raise _invalid(at, _ENDS)
    return spec[at]


def _invalid(at: int, reason: str) -> Exception:
    return format_fault(f"Input string was not in a correct format. Failure to parse near offset {at}. {reason}")


def _read_number(spec: str, at: int) -> tuple[int, int]:
    char = _char(spec, at)
    if not "0" <= char <= "9":
        raise _invalid(at, _DIGIT)
    number = 0
    while "0" <= char <= "9" and number < _LIMIT:
        number = number * 10 + ord(char) - 48
        at += 1
        char = _char(spec, at)
    return at, number


def _skip_spaces(spec: str, at: int) -> int:
    while _char(spec, at) == " ":
        at += 1
    return at


def _read_item(spec: str, at: int) -> tuple[int, int, int, str]:
    """From behind an opening brace: the place behind the item, its index, width (negative: left) and format."""
    at, index = _read_number(spec, at)
    at = _skip_spaces(spec, at)
    width, item = 0, ""
    if spec[at] == ",":
        at = _skip_spaces(spec, at + 1)
        left = spec[at] == "-"
        at, width = _read_number(spec, at + left)
        at = _skip_spaces(spec, at)
        if left:
            width = -width
    if spec[at] != "}":
        if spec[at] != ":":
            raise _invalid(at, _ENDS)
        start = at + 1
        at = start
        while (char := _char(spec, at)) != "}":
            if char == "{":
                raise _invalid(at, _ENDS)
            at += 1
        item = spec[start:at]
    return at + 1, index, width, item
