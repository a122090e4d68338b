"""Get-Unique: of equal neighbours, the first."""

from __future__ import annotations

from typing import Any

from relayshell.cmdlets.ordering import equal
from relayshell.commands import Cmdlet, param
from relayshell.objects.text import to_text


class GetUnique(Cmdlet, name="Get-Unique", alias="gu", default_set="AsString", module="Microsoft.PowerShell.Utility"):
    """Gives the first of objects that follow one another and are equal; a sorted list so becomes one without doubles.

    Example: numbers in order

        PS> 1, 1, 2, 1 | Get-Unique
        1
        2
        1

    Example: one of each type

        PS> 1, 2, 'a' | Get-Unique -OnType
        1
        a
    """

    input_object: Any = param("What to look through.", "psobject", pipeline=True)
    as_string: bool = param("Compares the objects as texts.", "switch", sets=("AsString",))
    on_type: bool = param("Compares the types of the objects alone.", "switch", sets=("UniqueByType",))
    case_insensitive: bool = param("Takes texts that differ by case alone as equal.", "switch")

    def begin(self) -> None:
        self._last: Any = None
        self._any = False

    def process(self) -> None:
        value = self.input_object
        if not self._any or not self._equal(value):
            self._any = True
            self._last = value
            self.write(value)

    def _equal(self, value: Any) -> bool:
        if value is None or self._last is None:
            return value is None and self._last is None
        if self.on_type:
            from relayshell.objects.typedata import type_names_of

            return type_names_of(value)[0] == type_names_of(self._last)[0]
        if self.as_string:
            one, other = to_text(value), to_text(self._last)
            return one.casefold() == other.casefold() if self.case_insensitive else one == other
        return equal(value, self._last, self.case_insensitive)
