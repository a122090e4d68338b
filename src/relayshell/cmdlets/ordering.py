"""The order in which Sort-Object and its kin put any two objects, and when they are the same.

Numbers by value, texts by the culture's alphabet, others by their own comparison; what cannot be compared is taken as text.
Null comes first; a property that is not there comes last. Two custom objects without properties to compare are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from relayshell.objects.collation import compare_text
from relayshell.objects.psobject import PSCustomObject, unwrap

_NUMBERS = (int, float, Decimal)


def compare(first: Any, second: Any, ignore_case: bool = True) -> int:
    """Below zero, zero or above zero, as first comes before, with or after second. Never raises."""
    first, second = unwrap(first), unwrap(second)
    kind = first.__class__
    if kind is second.__class__:
        if kind is int or kind is float:
            return (first > second) - (first < second)
        if kind is str:
            return compare_text(first, second, ignore_case)
        if kind is PSCustomObject:
            return 0
    from relayshell.errors import ShellError
    from relayshell.objects.compare import compare_values
    from relayshell.objects.exceptions import NetException
    from relayshell.objects.text import to_text

    try:
        return compare_values(first, second, ignore_case)
    except (ShellError, NetException):
        return compare_text(to_text(first), to_text(second), ignore_case)


def equal(first: Any, second: Any, ignore_case: bool = True) -> bool:
    """Whether two values are the same in this order."""
    return compare(first, second, ignore_case) == 0


def key_for(values: list[Any], ignore_case: bool = True) -> Callable[[Any], Any]:
    """A key for sorting values like these: their own where all are plain numbers, else one that compares."""
    kinds = {value.__class__ for value in values}
    if kinds <= {int} or kinds <= {float} or kinds <= {int, float}:
        return _same
    return cmp_to_key(lambda a, b: compare(a, b, ignore_case))


def _same(value: Any) -> Any:
    return value
