"""Get-Random and Get-SecureRandom: numbers and choices by chance."""

from __future__ import annotations

from typing import Any

from relayshell.cmdlets.chance import Chance, SeededChance
from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import at_least, not_null
from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.objects.numbers import Int64
from relayshell.objects.psobject import unwrap

_OUTPUT = ("System.Int32", "System.Int64", "System.Double")
_LISTS = ("RandomListItemParameterSet", "ShuffleParameterSet")
_COUNTED = ("RandomNumberParameterSet", "RandomListItemParameterSet")
_SYSTEM = Chance()


class _RandomCmdlet(Cmdlet):
    """What both share: everything but where the chance comes from."""

    input_object: Any = param(
        "What to choose from.", "System.Object[]", mandatory=True, position=0, pipeline=True, sets=_LISTS, allow_null=True
    )
    maximum: Any = param("The number that all numbers given lie below.", "System.Object", position=0, sets=("RandomNumberParameterSet",))
    minimum: Any = param("The smallest number given.", "System.Object", sets=("RandomNumberParameterSet",))
    count: int = param("How many to give.", "int", 1, sets=_COUNTED, check=at_least(1))
    shuffle: bool = param("Gives all, in an order of chance.", "switch", mandatory=True, sets=("ShuffleParameterSet",))

    def source(self) -> Chance:
        """Where the chance comes from."""
        return _SYSTEM

    def begin(self) -> None:
        self._items: list[Any] = []
        self._met = 0
        if self.parameter_set == "RandomNumberParameterSet":
            self._numbers()

    def process(self) -> None:
        if self.parameter_set == "RandomNumberParameterSet":
            return
        given = self.input_object
        chance = self.source()
        for value in given if isinstance(given, list) else [given]:
            if self.shuffle or self._met < self.count:
                self._items.append(value)
            elif chance.between(0, self._met + 1) < self.count:
                self._items[chance.between(0, len(self._items))] = value
            self._met += 1

    def end(self) -> None:
        items = self._items
        chance = self.source()
        for index in range(len(items)):
            other = chance.between(index, len(items))
            self.write(items[other])
            items[other] = items[index]

    def _numbers(self) -> None:
        low = self._limit(self.minimum)
        high = self._limit(self.maximum)
        chance = self.source()
        if isinstance(low, float) or isinstance(high, float):
            low = 0.0 if low is None else float(low)
            high = 1.7976931348623157e308 if high is None else float(high)
            self._check(low, high)
            for _ in range(self.count):
                self.write(chance.between_real(low, high))
            return
        wide = low.__class__ is Int64 or high.__class__ is Int64
        low = 0 if low is None else int(low)
        high = (2**63 - 1 if wide else 2**31 - 1) if high is None else int(high)
        self._check(low, high)
        for _ in range(self.count):
            self.write(Int64(chance.between_long(low, high)) if wide else chance.between(low, high))

    def _check(self, low: Any, high: Any) -> None:
        if low < high:
            return
        message = (
            f"The Minimum value ({low}) cannot be greater than or equal to the Maximum value ({high})."
        )
        exception = NetException("System.Management.Automation.PSArgumentException", message)
        raise ShellError(message, "MinGreaterThanOrEqualMax", "InvalidArgument", exception=exception)

    def _limit(self, value: Any) -> Any:
        """A limit as an Int32, an Int64 or a Double; texts by the rules of numbers."""
        value = unwrap(value)
        if value is None:
            return None
        if isinstance(value, str):
            from relayshell.objects.convert import convert
            from relayshell.objects.nettype import get_type

            for name in ("System.Int32", "System.Int64", "System.Double"):
                try:
                    return convert(value, get_type(name))
                except ShellError as error:
                    failure = error
            raise failure
        if value.__class__ is int or value.__class__ is float:
            return value
        if value.__class__ is Int64:
            return value
        from relayshell.objects.convert import convert
        from relayshell.objects.nettype import get_type

        return convert(value, get_type("System.Double"))


class GetRandom(
    _RandomCmdlet, name="Get-Random",
    order="SetSeed Maximum Minimum InputObject Count Shuffle",
    default_set="RandomNumberParameterSet", output=_OUTPUT, module="Microsoft.PowerShell.Utility"
):
    """Gives numbers, or some of the objects it is given, by chance.

    Example: a number from 1 to 6

        PS> $n = Get-Random -Minimum 1 -Maximum 7
        PS> $n -ge 1 -and $n -le 6
        True

    Example: the same objects in another order

        PS> (1..5 | Get-Random -Shuffle | Sort-Object) -join ' '
        1 2 3 4 5

    Example: two of three

        PS> ('a', 'b', 'c' | Get-Random -Count 2).Count
        2
    """

    set_seed: Any = param("A number that makes the chance the same each time.", "System.Nullable[int]", check=not_null())

    def source(self) -> Chance:
        return self.session.services.get("chance", _SYSTEM)  # type: ignore[no-any-return]

    def begin(self) -> None:
        if self.set_seed is not None:
            self.session.services["chance"] = SeededChance(self.set_seed)
        super().begin()


class GetSecureRandom(
    _RandomCmdlet, name="Get-SecureRandom", default_set="RandomNumberParameterSet", output=_OUTPUT, module="Microsoft.PowerShell.Utility"
):
    """Gives numbers, or some of the objects it is given, by chance that nobody can foretell.

    Example: a number below 10

        PS> (Get-SecureRandom -Maximum 10) -lt 10
        True

    Example: one of two, and all in another order

        PS> ('a', 'b' | Get-SecureRandom) -in 'a', 'b'
        True
        PS> ('a', 'b' | Get-SecureRandom -Shuffle).Count
        2
    """
