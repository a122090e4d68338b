"""Sort-Object: objects in order."""

from __future__ import annotations

from functools import cmp_to_key
from typing import Any

from relayshell.cmdlets.calculated import MISSING, Calculated, Failed, read_all, reader
from relayshell.cmdlets.ordering import compare
from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import at_least


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


class Sorter:
    """Puts objects in order by keys; without keys, by themselves."""

    def __init__(self, keys: list[SortKey], ignore_case: bool, descending: bool) -> None:
        self.keys = keys
        self.ignore_case = ignore_case
        self.descending = descending

    def sorted(self, values: list[Any]) -> list[tuple[Any, list[Any]]]:
        """The objects in order, each with the values it was sorted by."""
        pairs = [(value, self._values(value)) for value in values]
        columns = self.keys or [None]
        for index in range(len(columns) - 1, -1, -1):
            key = columns[index]
            descending = self.descending if key is None else key.descending
            self._by_column(pairs, index, descending)
        return pairs

    def _values(self, value: Any) -> list[Any]:
        if not self.keys:
            return [value]
        found = []
        for key in self.keys:
            held = key.read(value)
            found.append(None if isinstance(held, Failed) else held)
        return found

    def _by_column(self, pairs: list[tuple[Any, list[Any]]], index: int, descending: bool) -> None:
        """A stable sort by one column; what has no such property stays last whichever way the rest goes."""
        present = [pair for pair in pairs if pair[1][index] is not MISSING]
        absent = [pair for pair in pairs if pair[1][index] is MISSING]
        kinds = {pair[1][index].__class__ for pair in present}
        if kinds <= {int} or kinds == {float}:
            present.sort(key=lambda pair: pair[1][index], reverse=descending)
        elif kinds == {str}:
            from relayshell.objects.collation import sort_key

            present.sort(key=lambda pair: sort_key(pair[1][index], self.ignore_case), reverse=descending)
        else:
            order = cmp_to_key(lambda a, b: compare(a, b, self.ignore_case))
            present.sort(key=lambda pair: order(pair[1][index]), reverse=descending)
        pairs[:] = present + absent

    def same(self, first: list[Any], second: list[Any]) -> bool:
        """Whether two objects have the same values."""
        for one, other in zip(first, second, strict=True):
            if one is MISSING or other is MISSING:
                if one is not other:
                    return False
            elif compare(one, other, self.ignore_case):
                return False
        return True


class SortObject(Cmdlet, name="Sort-Object", default_set="Default", module="Microsoft.PowerShell.Utility"):
    """Puts the objects it is given in order, by properties or by themselves.

    Objects that are the same in that order keep the order in which they came. Objects without the property come last.

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

    stable: bool = param("Keeps the order of objects that are the same; that is always done.", "switch", sets=("Default",))
    descending: bool = param("Puts the largest first.", "switch")
    unique: bool = param("Gives each of equal objects once.", "switch")
    top: int = param("How many to give from the start of the order.", "int", 0, mandatory=True, sets=("Top",), check=at_least(1))
    bottom: int = param("How many to give from the end of the order.", "int", 0, mandatory=True, sets=("Bottom",), check=at_least(1))
    input_object: Any = param("What to sort.", "psobject", pipeline=True)
    property: Any = param("What to sort by: names, script blocks or hashtables.", "System.Object[]", position=0)
    culture: str = param("The culture whose alphabet is meant.", "string")
    case_sensitive: bool = param("Takes capital and small letters as different.", "switch")

    def begin(self) -> None:
        self._values: list[Any] = []
        self._wanted = read_all(self.property, ("expression", "ascending", "descending"))

    def process(self) -> None:
        if self.input_object is not None:
            self._values.append(self.input_object)

    def end(self) -> None:
        values = self._values
        if not values:
            return
        sorter = Sorter(self._keys(values), not self.case_sensitive, self.descending)
        pairs = sorter.sorted(values)
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

    def _keys(self, values: list[Any]) -> list[SortKey]:
        keys: list[SortKey] = []
        for wanted in self._wanted:
            if not wanted.is_pattern:
                keys.append(SortKey(self.session, wanted, self.descending))
                continue
            names: dict[str, Calculated] = {}
            for value in values:
                for each in wanted.resolve(value):
                    names.setdefault(each.text.lower(), each)
            keys.extend(SortKey(self.session, each, self.descending) for each in names.values())
        return keys
