"""Compare-Object: what two lists have in common and what only one of them has."""

from __future__ import annotations

from typing import Any

from relayshell.cmdlets.alphabets import check_culture, in_alphabet
from relayshell.cmdlets.calculated import MISSING, default_keys, read_all
from relayshell.cmdlets.ordering import Seen
from relayshell.cmdlets.sort_object import Sorter, SortKey
from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import at_least
from relayshell.objects.psobject import PSCustomObject, PSObject

_INDICATOR = "SideIndicator"


class Entry:
    """An object and the values it is compared by."""

    __slots__ = ("value", "keys")

    def __init__(self, value: Any, keys: list[Any]) -> None:
        self.value = value
        self.keys = keys


class CompareObject(Cmdlet, name="Compare-Object", module="Microsoft.PowerShell.Utility"):
    """Tells what two lists have in common and what only one of them has.

    The side indicator is => for what only the difference list has, <= for what only the reference list has, and == for both.

    Example: what changed

        PS> Compare-Object 'a', 'b' 'b', 'c' | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" }
        => c
        <= a
    """

    reference_object: Any = param(
        "The list to compare with.", "psobject[]", mandatory=True, position=0, allow_empty_collection=True
    )
    difference_object: Any = param(
        "The list to compare.", "psobject[]", mandatory=True, position=1, pipeline=True, allow_empty_collection=True
    )
    sync_window: int = param(
        "How many objects around the same place to search for a match.", "int", 2147483647, check=at_least(0)
    )
    property: Any = param("The properties to compare by.", "System.Object[]")
    exclude_different: bool = param("Leaves out what only one list has.", "switch")
    include_equal: bool = param("Tells what both have, too.", "switch")
    pass_thru: bool = param("Gives the objects themselves, the side added to them.", "switch")
    culture: str = param("The culture whose alphabet is meant.", "string")
    case_sensitive: bool = param("Takes capital and small letters as different.", "switch")

    def begin(self) -> None:
        check_culture(self.culture)
        if self.exclude_different and not self.is_given("IncludeEqual"):
            self.include_equal = True
        wanted = read_all(self.property, ("expression", "ascending", "descending"))
        keys = wanted or default_keys(list(self.reference_object))
        self._sorter = Sorter([SortKey(self.session, each, False) for each in keys], not self.case_sensitive, False)
        self._names = [each.text for each in wanted]
        self._references = [Entry(value, self._sorter.values_of(value)) for value in self.reference_object]
        self._at = 0
        self._reference_backlog = Seen(not self.case_sensitive, self._sorter.same)
        self._difference_backlog = Seen(not self.case_sensitive, self._sorter.same)

    def process(self) -> None:
        for value in self.difference_object or ():
            with in_alphabet(self.culture):
                self._take(Entry(value, self._sorter.values_of(value)))

    def end(self) -> None:
        with in_alphabet(self.culture):
            while self._at < len(self._references):
                self._take(None)
        for _, entry in self._difference_backlog.rows.values():
            self._tell_one(entry, "=>")
        for _, entry in self._reference_backlog.rows.values():
            self._tell_one(entry, "<=")

    def _take(self, difference: Entry | None) -> None:
        reference: Entry | None = None
        if self._at < len(self._references):
            reference = self._references[self._at]
            self._at += 1
        if reference is not None and difference is not None and self._same(reference, difference):
            self._tell_both(reference)
            return
        if difference is not None:
            match = self._matched(difference, self._reference_backlog)
            if match is not None:
                self._tell_both(match)
                difference = None
        if reference is not None and self._matched(reference, self._difference_backlog) is not None:
            self._tell_both(reference)
            reference = None
        if difference is not None:
            self._keep(difference, self._difference_backlog, "=>")
        if reference is not None:
            self._keep(reference, self._reference_backlog, "<=")

    def _keep(self, entry: Entry, backlog: Seen, side: str) -> None:
        if self.sync_window == 0:
            self._tell_one(entry, side)
            return
        while len(backlog.rows) >= self.sync_window:
            self._tell_one(backlog.remove(next(iter(backlog.rows))), side)
        backlog.add(entry.keys, entry)

    def _same(self, reference: Entry, difference: Entry) -> bool:
        return self._sorter.same(reference.keys, difference.keys)

    def _matched(self, entry: Entry, backlog: Seen) -> Entry | None:
        number = backlog.find(entry.keys)
        return None if number is None else backlog.remove(number)

    def _tell_both(self, entry: Entry) -> None:
        if self.include_equal:
            self._tell(entry, "==")

    def _tell_one(self, entry: Entry, side: str) -> None:
        if not self.exclude_different:
            self._tell(entry, side)

    def _tell(self, entry: Entry, side: str) -> None:
        made: Any
        if self.pass_thru:
            made = entry.value
            if not isinstance(made, (PSCustomObject, PSObject)):
                made = PSObject(made)
            made.props.pop(made.find(_INDICATOR) or _INDICATOR, None)
        elif self._names:
            held = zip(self._names, entry.keys, strict=True)
            made = PSCustomObject({name: None if value is MISSING else value for name, value in held})
        else:
            made = PSCustomObject({"InputObject": entry.value})
        made.props[_INDICATOR] = side
        self.write(made)
