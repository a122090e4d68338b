"""`first..last` of what are not two Int32: characters, and whatever can be made into whole numbers."""

from __future__ import annotations

from typing import Any

from relayshell.objects.convert import convert
from relayshell.objects.nettype import get_type
from relayshell.objects.numbers import Char
from relayshell.objects.psobject import unwrap
from relayshell.runtime.support.output import plain


def general_range(first: Any, last: Any) -> list[Any]:
    """The array: characters where both ends are single characters and not both digits, else Int32s."""
    first, last = unwrap(plain(first)), unwrap(plain(last))
    if _is_character(first) and _is_character(last) and not (str(first).isdigit() and str(last).isdigit()):
        low, high = ord(first), ord(last)
        return [Char(chr(code)) for code in _span(low, high)]
    kind = get_type("System.Int32")
    return list(_span(int(convert(first, kind) or 0), int(convert(last, kind) or 0)))


def _is_character(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 1


def _span(first: int, last: int) -> range:
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)
