"""Hashtable, OrderedDictionary and DictionaryEntry.

Keys keep the case they were given; strings are found in any case unless the table is case-sensitive.
1, 1L, 1.0, 'a' and [char]'a' are five different keys, as in .NET, though Python finds some of them equal.
"""

from __future__ import annotations

from typing import Any, Iterator

from .numbers import Char
from .psobject import PSObject

_MISSING = object()


def _fold_text(key: str) -> Any:
    return key.lower()


def _itself(key: Any) -> Any:
    return key


def _identity(key: Any) -> Any:
    return ("id", id(key))


def _tagged(key: Any) -> Any:
    return (key.__class__, key)


def _tagged_char(key: Any) -> Any:
    return (Char, str(key))


_FOLD: dict[type, Any] = {str: _fold_text, int: _itself, Char: _tagged_char, list: _identity}
_EXACT: dict[type, Any] = {str: _itself, int: _itself, Char: _tagged_char, list: _identity}


def _other(key: Any, rules: dict[type, Any]) -> Any:
    """The rule for a class that is met for the first time."""
    kind = key.__class__
    if kind is PSObject:
        return rules.get(key.base.__class__, None)(key.base) if key.base.__class__ in rules else _other(key.base, rules)
    if isinstance(key, (int, float)) or kind.__name__ == "Decimal":
        rule = _tagged
    elif kind.__hash__ is None or isinstance(key, (list, dict)):
        rule = _identity
    else:
        rule = _itself
    rules[kind] = rule
    return rule(key)


class Hashtable:
    """System.Collections.Hashtable. `values_by` and `keys_by` are by normal key; use the methods."""

    __slots__ = ("values_by", "keys_by", "rules", "read_only", "capacity", "replaced", "props", "__weakref__")

    def __init__(self, items: Any = (), *, case_sensitive: bool = False, capacity: int = 0) -> None:
        self.values_by: dict[Any, Any] = {}
        self.keys_by: dict[Any, Any] = {}
        self.rules = _EXACT if case_sensitive else _FOLD
        self.read_only = False
        self.capacity = capacity
        """How many entries it was made for: it matters to the order of whole numbers."""
        self.replaced = 0
        """How often a value took another's place, which an enumeration that is under way does not bear."""
        self.props: dict[str, Any] | None = None
        if items:
            for key, value in items:
                self[key] = value

    def normal(self, key: Any) -> Any:
        """The form under which a key is kept."""
        rule = self.rules.get(key.__class__)
        return rule(key) if rule is not None else _other(key, self.rules)

    def __setitem__(self, key: Any, value: Any) -> None:
        rule = self.rules.get(key.__class__)
        normal = rule(key) if rule is not None else _other(key, self.rules)
        if normal not in self.values_by:
            self.keys_by[normal] = key
        else:
            self.replaced += 1
        self.values_by[normal] = value

    def __getitem__(self, key: Any) -> Any:
        """The value, None when the key is not there."""
        rule = self.rules.get(key.__class__)
        return self.values_by.get(rule(key) if rule is not None else _other(key, self.rules))

    def get(self, key: Any, default: Any = None) -> Any:
        """The value, or default when the key is not there."""
        return self.values_by.get(self.normal(key), default)

    def __contains__(self, key: Any) -> bool:
        return key is not None and self.normal(key) in self.values_by

    def __len__(self) -> int:
        return len(self.values_by)

    def __bool__(self) -> bool:
        return True

    def remove(self, key: Any) -> bool:
        """Takes a key out; False when it was not there."""
        normal = self.normal(key)
        if self.values_by.pop(normal, _MISSING) is _MISSING:
            return False
        del self.keys_by[normal]
        return True

    def clear(self) -> None:
        """Takes all out."""
        self.values_by.clear()
        self.keys_by.clear()

    def order(self) -> list[Any]:
        """The normal keys in the order of enumeration."""
        keys = list(self.values_by)
        if keys and all(key.__class__ is int for key in keys):
            return _bucket_order(keys, self.capacity)
        return keys

    def keys(self) -> list[Any]:
        """The keys as given."""
        return [self.keys_by[normal] for normal in self.order()]

    def values(self) -> list[Any]:
        """The values in the order of keys."""
        return [self.values_by[normal] for normal in self.order()]

    def items(self) -> list[tuple[Any, Any]]:
        """Pairs of key as given and value."""
        return [(self.keys_by[normal], self.values_by[normal]) for normal in self.order()]

    def entries(self) -> Iterator["DictionaryEntry"]:
        """What GetEnumerator goes through."""
        for key, value in self.items():
            yield DictionaryEntry(key, value)

    def copy(self) -> "Hashtable":
        """A shallow copy."""
        made = self.__class__()
        made.values_by = dict(self.values_by)
        made.keys_by = dict(self.keys_by)
        made.rules = self.rules
        made.capacity = self.capacity
        return made

    @property
    def case_sensitive(self) -> bool:
        """Whether keys that differ in case alone differ."""
        return self.rules is _EXACT


_PRIMES = (
    3, 7, 11, 17, 23, 29, 37, 47, 59, 71, 89, 107, 131, 163, 197, 239, 293, 353, 431, 521, 631, 761, 919, 1103, 1327,
    1597, 1931, 2333, 2801, 3371, 4049, 4861, 5839, 7013, 8419, 10103, 12143, 14591, 17519, 21023, 25229, 30293, 36353,
    43627, 52361, 62851, 75431, 90523, 108631, 130363, 156437, 187751, 225307, 270371, 324449, 389357, 467237, 560689,
    672827, 807403, 968897, 1162687, 1395263, 1674319, 2009191, 2411033, 2893249, 3471899, 4166287, 4999559, 5999471,
    7199369,
)


class DefaultParameterDictionary(Hashtable):
    """The table that $PSDefaultParameterValues is at the start."""

    __slots__ = ()
    net_name = "System.Management.Automation.DefaultParameterDictionary"


def _prime(minimum: int) -> int:
    for prime in _PRIMES:
        if prime >= minimum:
            return prime
    return minimum | 1


def _bucket_order(keys: list[int], capacity: int) -> list[int]:
    """The order in which .NET's Hashtable goes through int keys: by bucket, the last first.

    Whole numbers hash to themselves there, so their order is a promise that scripts see
    (string hashes are random in each process, so for those any order will do). Double hashing
    and growth follow the public description of the class: load factor 0.72, doubling to a prime.
    """
    size = _prime(int(capacity / 0.72)) if capacity / 0.72 > 3 else 3
    limit = min(int(0.72 * size), size - 1)
    buckets: list[int | None] = [None] * size
    count = 0
    for key in keys:
        if count >= limit:
            size = _prime(size * 2)
            limit = min(int(0.72 * size), size - 1)
            grown: list[int | None] = [None] * size
            for old in buckets:
                if old is not None:
                    _place(grown, old, size)
            buckets = grown
        _place(buckets, key, size)
        count += 1
    return [key for key in reversed(buckets) if key is not None]


def _place(buckets: list[int | None], key: int, size: int) -> None:
    seed = key & 0x7FFFFFFF
    step = 1 + (seed * 101) % (size - 1)
    at = seed % size
    while buckets[at] is not None:
        at = (at + step) % size
    buckets[at] = key


class OrderedDictionary(Hashtable):
    """System.Collections.Specialized.OrderedDictionary, as [ordered] makes it: any case, in order."""

    __slots__ = ()

    def order(self) -> list[Any]:
        """The normal keys as they came."""
        return list(self.values_by)

    def key_at(self, index: int) -> Any:
        """The normal key at a position; IndexError outside."""
        if index < 0 or index >= len(self.values_by):
            raise IndexError(index)
        for position, key in enumerate(self.values_by):
            if position == index:
                return key
        raise IndexError(index)

    def replace_at(self, index: int, value: Any) -> None:
        """Gives the key at a position another value; IndexError outside."""
        self.values_by[self.key_at(index)] = value
        self.replaced += 1

    def insert(self, index: int, key: Any, value: Any) -> None:
        """Puts a new key at a position."""
        normal = self.normal(key)
        pairs = list(self.values_by.items())
        pairs.insert(index, (normal, value))
        self.keys_by[normal] = key
        self.values_by = dict(pairs)


class DictionaryEntry:
    """System.Collections.DictionaryEntry: a key and a value."""

    __slots__ = ("key", "value")

    def __init__(self, key: Any = None, value: Any = None) -> None:
        self.key = key
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DictionaryEntry) and other.key == self.key and other.value == self.value

    def __hash__(self) -> int:
        return hash((str(self.key), id(self.value)))
