"""Sort-Object: objects in order."""

from __future__ import annotations

from collections.abc import Callable
from functools import cmp_to_key
from typing import Any

from relayshell.cmdlets.alphabets import check_culture, in_alphabet
from relayshell.cmdlets.calculated import MISSING, Calculated, Failed, default_keys, read_all, reader
from relayshell.cmdlets.ordering import compare
from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import at_least
from relayshell.objects.collation import sort_key
from relayshell.objects.psobject import PSObject, unwrap


class SortKey:
    """One property to sort by, and which way."""

    __slots__ = ("wanted", "read", "descending")

    def __init__(self, session: Any, wanted: Calculated, descending: bool) -> None:
        self.wanted = wanted
        self.read = reader(session, wanted)
        if "descending" in wanted.flags:
            descending = wanted.flags["descending"]
        elif "ascending" in wanted.flags:
            descending = not wanted.flags["ascending"]
        self.descending = descending


_RANKED = 20_000
"""How many objects are put where .NET's own sort puts equal ones; more stay in the order in which they came."""


class Sorter:
    """Puts objects in order by keys; without keys, by themselves."""

    def __init__(self, keys: list[SortKey], ignore_case: bool, descending: bool) -> None:
        self.keys = keys
        self.ignore_case = ignore_case
        self.descending = descending

    def sorted(self, values: list[Any], stable: bool = True) -> list[tuple[Any, list[Any]]]:
        """The objects in order, each with the values it was sorted by. Equal ones keep their order when `stable`."""
        return self.arranged(self.pairs_of(values), stable)

    def columns_of(self, values: list[Any]) -> list[list[Any]]:
        """What the objects are compared by: of each key all values, in the order of the objects."""
        if not self.keys:
            return [values]
        if len(self.keys) == 1:
            read = self.keys[0].read
            return [[None if held.__class__ is Failed else held for held in map(read, values)]]
        return [list(column) for column in zip(*map(self.values_of, values), strict=True)]

    def pairs_of(self, values: list[Any]) -> list[tuple[Any, list[Any]]]:
        """The objects, each with what it is compared by."""
        if not self.keys:
            return [(value, [value]) for value in values]
        values_of = self.values_of
        return [(value, values_of(value)) for value in values]

    def arranged(self, pairs: list[tuple[Any, list[Any]]], stable: bool = True) -> list[tuple[Any, list[Any]]]:
        """As `sorted`, of objects whose values were read already; the list itself is sorted."""
        columns: list[SortKey | None] = list(self.keys) or [None]
        if not all(self._is_orderly(pairs, index) for index in range(len(columns))):
            from relayshell.cmdlets.introsort import introsort

            introsort(pairs, self._compare)
            return pairs
        before = list(pairs) if not stable and 2 < len(pairs) <= _RANKED else None
        for index in range(len(columns) - 1, -1, -1):
            key = columns[index]
            self._by_column(pairs, index, self.descending if key is None else key.descending)
        if before is not None and (len(pairs) == 3 or len(pairs) > 16):
            self._as_net(pairs, before)
        return pairs

    def _as_net(self, pairs: list[tuple[Any, list[Any]]], before: list[tuple[Any, list[Any]]]) -> None:
        """Put equal objects where .NET's sort puts them, by the ranks that a stable sort found."""
        ranks: dict[int, int] = {id(pairs[0]): 0}
        rank = 0
        for earlier, pair in zip(pairs, pairs[1:], strict=False):
            rank += not self.same(earlier[1], pair[1])
            ranks[id(pair)] = rank
        if rank == len(pairs) - 1:
            return
        from relayshell.cmdlets.introsort import introsort

        ranked = [(ranks[id(pair)], pair) for pair in before]
        introsort(ranked, lambda one, other: one[0] - other[0])
        pairs[:] = [pair for _, pair in ranked]

    def values_of(self, value: Any) -> list[Any]:
        """What an object is compared by: the keys' values, or the object itself."""
        if not self.keys:
            return [value]
        found = []
        for key in self.keys:
            held = key.read(value)
            found.append(None if isinstance(held, Failed) else held)
        return found

    def _is_orderly(self, pairs: list[tuple[Any, list[Any]]], index: int) -> bool:
        """Whether the values of a column are of one kind, so that any two compare alike whichever comes first."""
        kinds = kinds_of([pair[1][index] for pair in pairs])
        kinds -= {type(None), type(MISSING)}
        return len(kinds) <= 1 or all(issubclass(kind, (int, float)) and kind is not bool for kind in kinds)

    def _compare(self, one: tuple[Any, list[Any]], other: tuple[Any, list[Any]]) -> int:
        columns: list[SortKey | None] = list(self.keys) or [None]
        for key, first, second in zip(columns, one[1], other[1], strict=True):
            if first is MISSING or second is MISSING:
                result = (first is MISSING) - (second is MISSING)
            else:
                result = compare(first, second, self.ignore_case)
                if self.descending if key is None else key.descending:
                    result = -result
            if result:
                return result
        return 0

    def _by_column(self, pairs: list[tuple[Any, list[Any]]], index: int, descending: bool) -> None:
        """A stable sort by one column; what has no such property stays last whichever way the rest goes."""
        keys = plain_keys([pair[1][index] for pair in pairs], self.ignore_case)
        if keys is not None:
            pairs[:] = [pairs[place] for place in sorted(range(len(keys)), key=keys.__getitem__, reverse=descending)]
            return
        present = [pair for pair in pairs if pair[1][index] is not MISSING]
        absent = [pair for pair in pairs if pair[1][index] is MISSING]
        keys = plain_keys([pair[1][index] for pair in present], self.ignore_case)
        if keys is None:
            order = cmp_to_key(lambda a, b: compare(a, b, self.ignore_case))
            keys = [order(pair[1][index]) for pair in present]
        pairs[:] = [present[place] for place in sorted(range(len(keys)), key=keys.__getitem__, reverse=descending)] + absent

    def same(self, first: list[Any], second: list[Any]) -> bool:
        """Whether two objects have the same values."""
        for one, other in zip(first, second, strict=True):
            if one is MISSING or other is MISSING:
                if one is not other:
                    return False
            elif compare(one, other, self.ignore_case):
                return False
        return True


def kinds_of(column: list[Any]) -> set[type]:
    """The classes of values, without what is attached to them."""
    kinds: set[type] = set(map(type, column))
    if PSObject in kinds:
        kinds = {(value.base if value.__class__ is PSObject else value).__class__ for value in column}
    return kinds


def plain_keys(column: list[Any], ignore_case: bool) -> list[Any] | None:
    """What Python itself puts in the order of the values: for numbers or texts alone, else None."""
    kinds = kinds_of(column)
    if len(kinds) > 1 or not kinds <= _PLAIN:
        return None
    if str in kinds:
        return [sort_key(unwrap(value), ignore_case) for value in column]
    return [unwrap(value) for value in column] if PSObject in set(map(type, column)) else column


def keeper(values: list[Any]) -> Callable[[Any], None]:
    """A function that keeps objects in a list, but no null."""
    keep = values.append

    def take(value: Any) -> None:
        if value is not None:
            keep(value)

    return take


_PLAIN = frozenset((int, float, str))


class SortObject(Cmdlet, name="Sort-Object", default_set="Default", module="Microsoft.PowerShell.Utility"):
    """Puts the objects it is given in order, by properties or by themselves.

    Objects without the property come last. With -Stable objects that are the same keep the order in which they came.

    Example: numbers, the largest first

        PS> 3, 10, 2 | Sort-Object -Descending
        10
        3
        2

    Example: by the length of the text

        PS> 'bbb', 'a', 'cc' | Sort-Object Length
        a
        cc
        bbb

    Example: the two smallest, and the largest

        PS> 3, 10, 2 | Sort-Object -Top 2
        2
        3
        PS> 3, 10, 2 | Sort-Object -Bottom 1
        10
    """

    stable: bool = param("Keeps the order of objects that are the same.", "switch", sets=("Default",))
    descending: bool = param("Puts the largest first.", "switch")
    unique: bool = param("Gives each of equal objects once.", "switch")
    top: int = param("How many to give from the start of the order.", "int", 0, mandatory=True, sets=("Top",), check=at_least(1))
    bottom: int = param("How many to give from the end of the order.", "int", 0, mandatory=True, sets=("Bottom",), check=at_least(1))
    input_object: Any = param("What to sort.", "psobject", pipeline=True)
    property: Any = param("What to sort by: names, script blocks or hashtables.", "System.Object[]", position=0)
    culture: str = param("The culture whose alphabet is meant.", "string")
    case_sensitive: bool = param("Takes capital and small letters as different.", "switch")

    def begin(self) -> None:
        check_culture(self.culture)
        self._values: list[Any] = []
        self._wanted = read_all(self.property, ("expression", "ascending", "descending"))

    def process(self) -> None:
        if self.input_object is not None:
            self._values.append(self.input_object)

    def taker(self) -> Callable[[Any], None]:
        """Keeps the object."""
        return keeper(self._values)

    def end(self) -> None:
        if self._values:
            with in_alphabet(self.culture):
                self._sort(self._values)

    def _sort(self, values: list[Any]) -> None:
        if not self._wanted and set(map(type, values)) == {int}:
            self._numbers(values)
            return
        sorter = Sorter(self._keys(values), not self.case_sensitive, self.descending)
        pairs = sorter.sorted(values, self.stable or bool(self.top or self.bottom))
        if self.unique:
            kept = pairs[:1]
            for pair in pairs[1:]:
                if not sorter.same(kept[-1][1], pair[1]):
                    kept.append(pair)
            pairs = kept
        if self.top:
            pairs = pairs[: self.top]
        elif self.bottom:
            pairs = pairs[-self.bottom :]
        for value, _ in pairs:
            self.write(value)

    def _numbers(self, values: list[int]) -> None:
        """Numbers by themselves, of which nobody can tell two equal ones apart."""
        if self.unique:
            values = list(dict.fromkeys(values))
        values.sort(reverse=bool(self.descending))
        if self.top:
            values = values[: self.top]
        elif self.bottom:
            values = values[-self.bottom :]
        self.write_many(values)

    def _keys(self, values: list[Any]) -> list[SortKey]:
        keys: list[SortKey] = []
        for wanted in self._wanted or default_keys(values):
            if not wanted.is_pattern:
                keys.append(SortKey(self.session, wanted, self.descending))
                continue
            names: dict[str, Calculated] = {}
            for value in values:
                for each in wanted.resolve(value):
                    names.setdefault(each.text.lower(), each)
            keys.extend(SortKey(self.session, each, self.descending) for each in names.values())
        return keys
