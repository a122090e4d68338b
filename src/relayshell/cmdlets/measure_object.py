"""Measure-Object: counts, sums, extremes; lines, words and characters."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from relayshell.cmdlets.calculated import MISSING, Calculated, Failed, read_all, reader
from relayshell.cmdlets.object_results import GenericMeasureInfo, GenericObjectMeasureInfo, MeasureInfo, TextMeasureInfo
from relayshell.cmdlets.ordering import compare
from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty
from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.objects.text import to_text


class Tally:
    """What is known so far of one property."""

    def __init__(self) -> None:
        self.count = 0
        self.sum = 0.0
        self.variance = 0.0
        self.minimum: Any = None
        self.maximum: Any = None
        self.characters = 0
        self.words = 0
        self.lines = 0

    def add_number(self, number: float, deviation: bool) -> None:
        """Take a number into the sum and, for the standard deviation, the variance."""
        before = self.sum
        self.sum += number
        if deviation and self.count > 1:
            average = before / (self.count - 1)
            self.variance *= (self.count - 2) / (self.count - 1)
            self.variance += (number - average) ** 2 / self.count


class MeasureObject(
    Cmdlet,
    name="Measure-Object",
    alias="measure",
    default_set="GenericMeasure",
    output=(
        "Microsoft.PowerShell.Commands.GenericMeasureInfo",
        "Microsoft.PowerShell.Commands.TextMeasureInfo",
        "Microsoft.PowerShell.Commands.GenericObjectMeasureInfo",
    ),
    module="Microsoft.PowerShell.Utility",
):
    """Counts the objects it is given, and adds up or compares them or one of their properties.

    Example: how many, and what they make together

        PS> $m = 1..4 | Measure-Object -Sum -Average
        PS> "$($m.Count) $($m.Sum) $($m.Average)"
        4 10 2.5

    Example: words in a text

        PS> 'one two', 'three' | Measure-Object -Word | ForEach-Object Words
        3
    """

    input_object: Any = param("What to measure.", "psobject", pipeline=True)
    property: Any = param(
        "The properties to measure: names, patterns or script blocks.", "pspropertyexpression[]", position=0, check=not_empty()
    )
    standard_deviation: bool = param("Tells how far the numbers lie apart.", "switch", sets=("GenericMeasure",))
    sum: bool = param("Adds the numbers up.", "switch", sets=("GenericMeasure",))
    all_stats: bool = param("Tells all of them.", "switch", sets=("GenericMeasure",))
    average: bool = param("Tells the mean of the numbers.", "switch", sets=("GenericMeasure",))
    maximum: bool = param("Tells the largest.", "switch", sets=("GenericMeasure",))
    minimum: bool = param("Tells the smallest.", "switch", sets=("GenericMeasure",))
    line: bool = param("Counts lines of text.", "switch", sets=("TextMeasure",))
    word: bool = param("Counts words.", "switch", sets=("TextMeasure",))
    character: bool = param("Counts characters.", "switch", sets=("TextMeasure",))
    ignore_white_space: bool = param("Leaves white space out of the characters.", "switch", sets=("TextMeasure",))

    def begin(self) -> None:
        if self.all_stats:
            for name in ("standard_deviation", "sum", "average", "maximum", "minimum"):
                if not self.is_given(name):
                    setattr(self, name, True)
        self._generic = not (self.line or self.word or self.character)
        self._numbers = self.sum or self.average or self.standard_deviation
        self._wanted = read_all(self.property, ("expression",)) if self.property is not None else None
        self._readers = {id(each): reader(self.session, each) for each in self._wanted or ()}
        self._tallies: dict[str, Tally] = {}
        self._total = 0
        self._not_numeric = False
        self._simple = self._wanted is None and not (self._numbers or self.minimum or self.maximum) and self._generic

    def process(self) -> None:
        value = self.input_object
        if value is None:
            return
        self._total += 1
        if self._wanted is None:
            if not self._simple:
                self._measure("", value)
            return
        seen: set[str] = set()
        for wanted in self._wanted:
            self._by_property(wanted, value, seen)

    def taker(self) -> Callable[[Any], None] | None:
        """Numbers to be added up, or objects to be counted."""
        if self._wanted is not None or not self._generic or self.minimum or self.maximum or self.standard_deviation or not self._numbers:
            return None
        process = self.process
        tally = self._tallies.setdefault("", Tally())

        def take(value: Any) -> None:
            kind = value.__class__
            if kind is int or kind is float:
                self._total += 1
                tally.count += 1
                tally.sum += value
            else:
                self.input_object = value
                process()

        return take

    def _by_property(self, wanted: Calculated, value: Any, seen: set[str]) -> None:
        for each in wanted.resolve(value):
            read = self._readers.get(id(each)) or each.read
            held = read(value)
            if held is MISSING:
                if not wanted.is_pattern:
                    self._tallies.setdefault(each.text, Tally())
                continue
            if each.text.lower() in seen:
                continue
            seen.add(each.text.lower())
            self._measure(each.text, None if isinstance(held, Failed) else held)

    def _measure(self, name: str, value: Any) -> None:
        tally = self._tallies.get(name)
        if tally is None:
            tally = self._tallies[name] = Tally()
        tally.count += 1
        if not self._generic:
            self._count_text(tally, "" if value is None else to_text(value))
        if self._numbers:
            number = as_number(value)
            if number is None:
                self._not_numeric = True
                message = f'Input object "{to_text(value)}" is not numeric.'
                exception = NetException("System.Management.Automation.PSInvalidOperationException", message)
                self.write_error(ShellError(message, "NonNumericInputObject", "InvalidType", value, exception=exception))
                return
            tally.add_number(number, self.standard_deviation)
        if self.minimum and (tally.minimum is None or _compared(tally.minimum, value) > 0):
            tally.minimum = value
        if self.maximum and (tally.maximum is None or _compared(tally.maximum, value) < 0):
            tally.maximum = value

    def _count_text(self, tally: Tally, text: str) -> None:
        if self.character:
            tally.characters += sum(1 for c in text if not c.isspace()) if self.ignore_white_space else len(text)
        if self.word:
            tally.words += len(text.split())
        if self.line and text:
            tally.lines += text.count("\n") + (text[-1] != "\n")

    def end(self) -> None:
        if self._simple:
            tally = self._tallies[""] = Tally()
            tally.count = self._total
        elif self._total == 0 and self._wanted is None:
            self._tallies[""] = Tally()
        for name, tally in self._tallies.items():
            if tally.count == 0 and self._wanted is not None:
                self._tell_missing(name)
                continue
            self.write(self._info(name, tally))

    def _tell_missing(self, name: str) -> None:
        if self.processor.frame.scope.strictness() < 2:
            return
        message = f'The property "{name}" cannot be found in the input for any objects.'
        exception = NetException("System.Management.Automation.PSArgumentException", message)
        id = "GenericMeasurePropertyNotFound" if self._generic else "TextMeasurePropertyNotFound"
        self.write_error(ShellError(message, id, "InvalidArgument", exception=exception))

    def _info(self, name: str, tally: Tally) -> MeasureInfo:
        property = name if self._wanted is not None else None
        if not self._generic:
            return TextMeasureInfo(
                property,
                Lines=tally.lines if self.line else None,
                Words=tally.words if self.word else None,
                Characters=tally.characters if self.character else None,
            )
        plain = all(each is None or as_number(each) is not None for each in (tally.minimum, tally.maximum))
        sound = not self._not_numeric
        return (GenericMeasureInfo if plain else GenericObjectMeasureInfo)(
            property,
            Count=tally.count,
            Average=tally.sum / tally.count if self.average and sound and tally.count else None,
            Sum=tally.sum if self.sum and sound else None,
            Maximum=_extreme(tally.maximum, plain) if self.maximum else None,
            Minimum=_extreme(tally.minimum, plain) if self.minimum else None,
            StandardDeviation=math.sqrt(tally.variance) if self.standard_deviation and sound else None,
        )


def _extreme(value: Any, plain: bool) -> Any:
    return as_number(value) if plain and value is not None else value


def _compared(first: Any, second: Any) -> int:
    """Two values by number where both are numbers, as texts where they are of different types."""
    if first.__class__ is int and second.__class__ is int:
        return (first > second) - (first < second)  # type: ignore[no-any-return]
    one, other = as_number(first), as_number(second)
    first = first if one is None else one
    second = second if other is None else other
    if first is not None and second is not None and first.__class__ is not second.__class__:
        first, second = to_text(first), to_text(second)
    return compare(first, second, False)


def as_number(value: Any) -> float | None:
    """A value as a Double by PowerShell's conversion, or None when it is no number."""
    if value.__class__ in (int, float):
        return float(value)
    from relayshell.objects.convert import convert
    from relayshell.objects.nettype import get_type

    try:
        return float(convert(value, get_type("System.Double")))
    except (ShellError, NetException):
        return None
