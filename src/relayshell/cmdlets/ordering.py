"""The order in which Sort-Object and its kin put any two objects, and when they are the same.

Numbers by value, texts by the culture's alphabet, others by their own comparison; what cannot be compared is taken as text.
Null comes first; a property that is not there comes last. Two custom objects without properties to compare are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from relayshell.objects.collation import compare_text, sort_key
from relayshell.objects.psobject import PSCustomObject, unwrap

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


def fingerprint(values: Iterable[Any], ignore_case: bool = True) -> tuple[Any, Any] | None:
    """(kinds, keys) of values: two with the same kinds are equal just when their keys are. None where no key can be told."""
    kinds: list[str] = []
    keys: list[Any] = []
    for value in values:
        value = unwrap(value)
        kind = value.__class__
        if kind is int or kind is float:
            if value != value:
                return None
            kinds.append("number")
            keys.append(value)
        elif kind is str:
            kinds.append("text")
            keys.append(sort_key(value, ignore_case))
        elif value is None or kind is PSCustomObject or kind is object:
            kinds.append("null" if value is None else "object" if kind is PSCustomObject else "missing")
            keys.append(None)
        else:
            return None
    return tuple(kinds), tuple(keys)


class Seen:
    """Rows of values that were met, found again by key where their kinds allow it and by comparing each else.

    `rows` has them in order, each with what belongs to it.
    """

    def __init__(self, ignore_case: bool, same: Callable[[Any, Any], bool]) -> None:
        self.ignore_case = ignore_case
        self.same = same
        self.rows: dict[int, tuple[Any, Any]] = {}
        self._next = 0
        self._kinds: dict[Any, int] = {}
        self._by_key: dict[Any, list[int]] = {}
        self._keys: dict[int, Any] = {}

    def add(self, values: Any, owner: Any) -> None:
        """Keep a row."""
        number = self._next
        self._next += 1
        self.rows[number] = (values, owner)
        key = self._keys[number] = fingerprint(values, self.ignore_case)
        kinds = None if key is None else key[0]
        self._kinds[kinds] = self._kinds.get(kinds, 0) + 1
        if key is not None:
            self._by_key.setdefault(key, []).append(number)

    def find(self, values: Any) -> int | None:
        """The number of the first row with the same values, or None."""
        key = fingerprint(values, self.ignore_case)
        if key is not None and (not self._kinds or (len(self._kinds) == 1 and key[0] in self._kinds)):
            numbers = self._by_key.get(key)
            return numbers[0] if numbers else None
        for number, row in self.rows.items():
            if self.same(values, row[0]):
                return number
        return None

    def remove(self, number: int) -> Any:
        """Take a row away; what belongs to it."""
        _, owner = self.rows.pop(number)
        key = self._keys.pop(number)
        kinds = None if key is None else key[0]
        self._kinds[kinds] -= 1
        if not self._kinds[kinds]:
            del self._kinds[kinds]
        if key is not None:
            self._by_key[key].remove(number)
            if not self._by_key[key]:
                del self._by_key[key]
        return owner
