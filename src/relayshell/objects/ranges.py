"""The range operator: whole numbers or characters between two ends, both of them included."""

from __future__ import annotations

from typing import Any

from .casterror import CastError
from .convert import convert
from .exceptions import NetException, overflow
from .membererrors import net_error
from .nettype import get_type
from .numbers import Char
from .operands import plain


def _range_end(value: Any) -> Any:
    """An end of a range as an int; raises ShellError."""
    value = plain(value)
    if value.__class__ is int:
        return value
    if value is None:
        return 0
    if value.__class__ is str:
        try:
            return convert(value, get_type("System.Int32"))
        except CastError as error:
            cause = error.cause
            raise net_error(cause if isinstance(cause, NetException) else overflow(error.message)) from None
    return convert(value, get_type("System.Int32"))


def range_of(left: Any, right: Any) -> list[Any]:
    """left..right: whole numbers, or characters where both ends are single ones"""
    if left.__class__ is int and right.__class__ is int:
        return list(range(left, right + 1)) if left <= right else list(range(left, right - 1, -1))
    left, right = plain(left), plain(right)
    if isinstance(left, str) and isinstance(right, str) and len(left) == len(right) == 1 and not (left.isdigit() and right.isdigit()):
        first, last = ord(left), ord(right)
        step = 1 if first <= last else -1
        return [Char(chr(code)) for code in range(first, last + step, step)]
    first, last = _range_end(left), _range_end(right)
    return list(range(first, last + 1)) if first <= last else list(range(first, last - 1, -1))
