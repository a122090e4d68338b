"""Putting out values, gathering what was put out, and what a loop goes through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from relayshell.objects.collections import enumerate_value
from relayshell.objects.hashtable import Hashtable, OrderedDictionary
from relayshell.objects.nothing import AUTOMATION_NULL
from relayshell.objects.numbers import INTEGER_CLASSES, BigInteger, Char, Single
from relayshell.objects.psobject import PSCustomObject, ScriptInstance

Write = Callable[[Any], Any]

SCALARS = frozenset(
    (int, str, float, bool, type(None), PSCustomObject, Decimal, Char, Single, BigInteger, Hashtable, OrderedDictionary, *INTEGER_CLASSES)
)
"""Classes whose values are never taken apart on their way down a pipeline."""
TEXTUAL = frozenset((str, int))
NO_INPUT = object()
"""What stands for the input of a pipeline that begins with a command."""


def drop(value: Any) -> None:
    """Take output and forget it."""


def spread(value: Any, write: Write) -> None:
    """Put out a value, one level unrolled."""
    kind = value.__class__
    if kind is list:
        for item in value:
            write(item)
        return
    if value is AUTOMATION_NULL:
        return
    if kind in SCALARS:
        write(value)
        return
    items = enumerate_value(value)
    if items is None:
        write(value)
    else:
        for item in guarded_items(items):
            write(item)


def guarded_items(items: Iterator[Any]) -> Iterator[Any]:
    """Goes through an enumerator; what goes wrong in it is an error of the enumeration."""
    from relayshell.errors import ShellError
    from relayshell.objects.exceptions import NetException

    while True:
        try:
            item = next(items)
        except StopIteration:
            return
        except NetException as error:
            message = f"An error occurred while enumerating through a collection: {error.message}."
            raise ShellError(message, "BadEnumeration", "NotSpecified", inner=error) from error
        yield item


def plain(value: Any) -> Any:
    """The value, null for the value that stands for no output."""
    return None if value is AUTOMATION_NULL else value


def is_null(value: Any) -> bool:
    """Whether a value is null."""
    return value is None or value is AUTOMATION_NULL


def collapse(items: list[Any]) -> Any:
    """What a list of output is as a value: nothing, the one object, or an array."""
    count = len(items)
    if count == 1:
        return items[0]
    return items if count else AUTOMATION_NULL


def captured(run: Callable[[Write], Any]) -> Any:
    """The value of what a piece of code puts out."""
    items: list[Any] = []
    run(items.append)
    count = len(items)
    if count == 1:
        return items[0]
    return items if count else AUTOMATION_NULL


def captured_array(run: Callable[[Write], Any]) -> list[Any]:
    """An array of what a piece of code puts out."""
    items: list[Any] = []
    run(items.append)
    return items


def sub_value(value: Any) -> Any:
    """`$(value)`: as put out and gathered again."""
    kind = value.__class__
    if kind in SCALARS:
        return value
    if kind is list:
        return collapse(value.copy())
    items: list[Any] = []
    spread(value, items.append)
    return collapse(items)


def array_of(value: Any) -> list[Any]:
    """`@(value)`."""
    if value.__class__ is list:
        return value.copy()
    items: list[Any] = []
    spread(value, items.append)
    return items


def items_of(value: Any) -> Iterable[Any]:
    """What foreach goes through: nothing for null, the value itself where it is one."""
    kind = value.__class__
    if kind is list:
        return value
    if value is None or value is AUTOMATION_NULL:
        return ()
    if kind in SCALARS:
        return (value,)
    items = enumerate_value(value)
    return (value,) if items is None else items


def lazy_range(first: Any, last: Any) -> Any:
    """`first..last` to be gone through once, without an array where both are whole numbers."""
    if first.__class__ is int and last.__class__ is int:
        return NumberRange(range(first, last + 1) if first <= last else range(first, last - 1, -1))
    from relayshell.runtime.support.operators import range_of

    return range_of(first, last)


class NumberRange:
    """Whole numbers one after the other, in place of the array of them."""

    __slots__ = ("numbers",)

    def __init__(self, numbers: range) -> None:
        self.numbers = numbers

    def __iter__(self) -> Iterator[int]:
        return iter(self.numbers)


def pipeline_items(value: Any) -> Iterable[Any]:
    """What goes down a pipeline that begins with a value."""
    kind = value.__class__
    if kind is list or kind is NumberRange:
        return value  # type: ignore[no-any-return]
    if kind in SCALARS:
        return (value,)
    if value is AUTOMATION_NULL:
        return ()
    items = enumerate_value(value)
    return (value,) if items is None else guarded_items(items)


def spread_over(value: Any, count: int) -> list[Any]:
    """The parts of a value for `count` targets: the last takes all that is left."""
    kind = value.__class__
    items = value if kind is list else None
    if items is None:
        found = None if kind in SCALARS or value is AUTOMATION_NULL else enumerate_value(value)
        items = [plain(value)] if found is None else list(found)
    if len(items) <= count:
        return [*items, *([None] * (count - len(items)))]
    return [*items[: count - 1], list(items[count - 1 :])]
