"""Group-Object: objects that share a value, together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.cmdlets.alphabets import check_culture, in_alphabet
from relayshell.cmdlets.calculated import MISSING, default_keys, read_all
from relayshell.cmdlets.object_results import GroupInfo, GroupInfoNoElement, group_collection
from relayshell.cmdlets.sort_object import Sorter, SortKey, keeper, plain_keys
from relayshell.commands import Cmdlet, param
from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.objects.psobject import unwrap
from relayshell.objects.typeof import type_of


class GroupObject(
    Cmdlet,
    name="Group-Object",
    alias="group",
    output=("System.Collections.Hashtable", "Microsoft.PowerShell.Commands.GroupInfo"),
    module="Microsoft.PowerShell.Utility",
):
    """Puts objects that share a value together and counts them.

    When all values are of one type the groups come in the order of the values, else in the order met first.

    Example: how often each letter comes

        PS> 'b', 'a', 'b' | Group-Object -NoElement | ForEach-Object { "$($_.Name) $($_.Count)" }
        a 1
        b 2

    Example: a table of groups

        PS> $h = 1..4 | Group-Object { $_ % 2 } -AsHashTable -AsString
        PS> $h['0']
        2
        4
    """

    no_element: bool = param("Counts only and keeps no objects.", "switch")
    as_hash_table: bool = param("Gives one hashtable of the groups by value.", "switch", sets=("HashTable",), alias="AHT")
    as_string: bool = param("Makes the keys of the hashtable texts.", "switch", sets=("HashTable",))
    input_object: Any = param("What to group.", "psobject", pipeline=True)
    property: Any = param("What to group by: names, script blocks or hashtables.", "System.Object[]", position=0)
    culture: str = param("The culture whose alphabet is meant.", "string")
    case_sensitive: bool = param("Takes capital and small letters as different.", "switch")

    def begin(self) -> None:
        check_culture(self.culture)
        if self.as_string and not self.as_hash_table:
            message = "The command cannot be run because the AsString parameter requires that you specify the AsHashtable parameter."
            exception = NetException("System.ArgumentException", message)
            raise ShellError(message, "ArgumentException", "InvalidArgument", True, exception=exception)
        self._values: list[Any] = []
        wanted = read_all(self.property, ("expression",))
        self._sorter = Sorter([SortKey(self.session, each, False) for each in wanted], not self.case_sensitive, False)

    def process(self) -> None:
        if self.input_object is not None:
            self._values.append(self.input_object)

    def taker(self) -> Callable[[Any], None]:
        """Keeps the object."""
        return keeper(self._values)

    def end(self) -> None:
        if not self._values:
            return
        if not self._sorter.keys:
            self._sorter.keys = [SortKey(self.session, each, False) for each in default_keys(self._values)]
        with in_alphabet(self.culture):
            groups = self._groups()
        if not self.as_hash_table:
            for group in groups:
                self.write(group)
            return
        self._write_table(groups)

    def _groups(self) -> list[GroupInfo]:
        sorter = self._sorter
        columns = sorter.columns_of(self._values)
        made = GroupInfoNoElement if self.no_element else GroupInfo
        keys = [plain_keys(column, sorter.ignore_case) for column in columns]
        if None not in keys and not any(key != key for column in keys for key in column):  # NaN is not the same as itself
            return self._by_keys(columns, keys[0] if len(keys) == 1 else list(zip(*keys, strict=True)), made)
        pairs = [(value, list(values)) for value, *values in zip(self._values, *columns, strict=True)]
        alike = all(len({_type(held) for held in column if held is not None and held is not MISSING}) <= 1 for column in columns)
        groups: list[GroupInfo] = []
        if alike:
            for value, values in sorter.arranged(pairs):
                if not groups or not sorter.same(groups[-1].keys, values):
                    groups.append(_new(made, values))
                groups[-1].add(value, not self.no_element)
            return groups
        for value, values in pairs:
            group = next((each for each in groups if sorter.same(each.keys, values)), None)
            if group is None:
                group = _new(made, values)
                groups.append(group)
            group.add(value, not self.no_element)
        return groups

    def _by_keys(self, columns: list[list[Any]], keys: list[Any], made: type[GroupInfo]) -> list[GroupInfo]:
        """Groups of objects with the same key, in the order of the values."""
        found: dict[Any, list[int]] = {}
        get = found.get
        for place, key in enumerate(keys):
            group = get(key)
            if group is None:
                found[key] = [place]
            else:
                group.append(place)
        all_values = self._values
        groups: list[GroupInfo] = []
        for places, values in self._sorter.arranged([(places, [column[places[0]] for column in columns]) for places in found.values()]):
            group_made = _new(made, values)
            group_made.fill([all_values[place] for place in places], not self.no_element)
            groups.append(group_made)
        return groups

    def _write_table(self, groups: list[GroupInfo]) -> None:
        from relayshell.objects.hashtable import Hashtable

        table = Hashtable(case_sensitive=True) if self.case_sensitive else Hashtable()
        for group in groups:
            if not self.as_string and len(group.values) != 1:
                message = "Only one property can be the key of a hashtable: give one, or -AsString."
                exception = NetException("System.ArgumentException", message)
                raise ShellError(message, "ArgumentException", "InvalidArgument", self.property, exception=exception)
            key = group.name if self.as_string else group.values[0]
            if key is None or key in table:
                message = (
                    "The objects grouped by this property cannot be expanded because there is a key duplication. "
                    "Provide a valid value for the property, and then try again."
                )
                self.write_error(ShellError(message, message, "InvalidArgument", exception=NetException("System.Exception", message)))
                return
            table[key] = group_collection(group.group)
        self.write(table)


def _type(value: Any) -> Any:
    kind = value.__class__
    return kind if kind in (int, str) else type_of(unwrap(value))


def _new(made: type[GroupInfo], values: list[Any]) -> GroupInfo:
    group = made([None if value is MISSING else value for value in values])
    group.keys = values
    return group
