"""System.TimeSpan: its members."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, overflow_fault
from relayshell.objects.dotnet.results import operators
from relayshell.objects.dotnet.ticks import DAY, HOUR, MICROSECOND, MILLISECOND, MINUTE, SECOND
from relayshell.objects.dotnet.timespans import (
    MAX_TICKS, MIN_TICKS, TOO_LONG, TimeSpan, checked, format_timespan, from_units, parse_timespan, parse_timespan_exact)
from relayshell.objects.exceptions import NetException
from relayshell.objects.numbers import Int64

_UNITS = {"Days": DAY, "Hours": HOUR, "Minutes": MINUTE, "Seconds": SECOND, "Milliseconds": MILLISECOND, "Microseconds": MICROSECOND}
_CYCLE = {"Days": 10**9, "Hours": 24, "Minutes": 60, "Seconds": 60, "Milliseconds": 1000, "Microseconds": 1000}


def _part(unit: int, cycle: int) -> Any:
    def get(self: TimeSpan) -> int:
        amount = abs(self.ticks) // unit % cycle
        return -amount if self.ticks < 0 else amount
    return get


def _total(unit: int) -> Any:
    return lambda self: self.ticks / unit


def _parts(prefix: str, names: tuple[str, ...]) -> dict[str, Any]:
    """Getters of parts or totals, in the order given."""
    return {prefix + name: _total(_UNITS[name]) if prefix else _part(_UNITS[name], _CYCLE[name]) for name in names}


def _new(*args: int) -> TimeSpan:
    if len(args) <= 1:
        return TimeSpan(int(args[0]) if args else 0)
    if len(args) == 3:
        args = (0, *args)
    units = (DAY, HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND)
    ticks = sum(amount * unit for amount, unit in zip(args, units))
    if not MIN_TICKS <= ticks <= MAX_TICKS:
        raise NetException("System.ArgumentOutOfRangeException", TOO_LONG)
    return TimeSpan(ticks)


def _from(unit: int) -> Any:
    """FromDays and its kin: one number, or whole numbers of this unit and the smaller ones."""
    smaller = [amount for amount in _UNITS.values() if amount <= unit]

    def make(value: Any, *rest: int) -> TimeSpan:
        if isinstance(value, float):
            return from_units(value, unit)
        return checked(sum(int(amount) * size for amount, size in zip((value, *rest), smaller)))
    return make


def _negate(self: TimeSpan) -> TimeSpan:
    if self.ticks == MIN_TICKS:
        raise overflow_fault("Negating the minimum value of a twos complement number is invalid.")
    return TimeSpan(-self.ticks)


def _duration(self: TimeSpan) -> TimeSpan:
    if self.ticks == MIN_TICKS:
        raise overflow_fault("The duration cannot be returned for TimeSpan.MinValue because the absolute value of TimeSpan.MinValue exceeds the value of TimeSpan.MaxValue.")
    return TimeSpan(abs(self.ticks))


def multiply(a: Any, b: Any) -> TimeSpan:
    """A TimeSpan times a number, in either order."""
    span, factor = (a, b) if isinstance(a, TimeSpan) else (b, a)
    if factor != factor:
        raise argument_fault("TimeSpan does not accept floating point Not-a-Number values.", "factor")
    ticks = float(span.ticks) * factor
    if not MIN_TICKS <= ticks <= MAX_TICKS:
        raise overflow_fault(TOO_LONG)
    return TimeSpan(round(ticks))


def divide(span: TimeSpan, by: Any) -> Any:
    """A TimeSpan by a number, or by another."""
    if isinstance(by, TimeSpan):
        from relayshell.objects.dotnet.floatmath import divide as quotient
        return quotient(float(span.ticks), float(by.ticks))
    if by != by:
        raise argument_fault("TimeSpan does not accept floating point Not-a-Number values.", "divisor")
    if by == 0:
        raise overflow_fault(TOO_LONG)
    return checked(round(span.ticks / by))


def _compare(self: TimeSpan, other: Any) -> int:
    if other is None:
        return 1
    if not isinstance(other, TimeSpan):
        raise argument_fault("Object must be of type TimeSpan.")
    return self.compare(other)


def _text(self: TimeSpan, spec: str | None = None, provider: Any = None) -> str:
    return format_timespan(self.ticks, spec, provider)


def _exact(text: str, spec: Any, provider: Any = None, styles: Any = None) -> TimeSpan:
    span = parse_timespan_exact(text, spec if isinstance(spec, list) else [spec], provider)
    return TimeSpan(-span.ticks) if styles is not None and int(styles) & 1 and span.ticks > 0 else span


def _try(parse: Any) -> Any:
    def attempt(text: Any, *args: Any) -> bool:
        *rest, result = args
        try:
            result.value = parse(text, *rest)
            return True
        except NetException:
            result.value = TimeSpan(0)
            return False
    return attempt


def _parse(text: str, provider: Any = None) -> TimeSpan:
    return parse_timespan(text)


declare(
    "System.TimeSpan", TimeSpan, new={"*": _new, "()": TimeSpan},
    get={"Ticks": lambda self: Int64(self.ticks), **_parts("", ("Days", "Hours", "Milliseconds", "Microseconds")),
         "Nanoseconds": lambda self: int(abs(self.ticks) % 10 * 100 * (-1 if self.ticks < 0 else 1)), **_parts("", ("Minutes", "Seconds")),
         **_parts("Total", ("Days", "Hours", "Milliseconds", "Microseconds")), "TotalNanoseconds": lambda self: self.ticks * 100.0,
         **_parts("Total", ("Minutes", "Seconds"))},
    methods={"ToString": _text, "CompareTo": _compare, "Equals": lambda self, other: self == other, "GetHashCode": lambda self: hash(self.ticks) & 0x7FFFFFFF,
             "Add": lambda self, other: checked(self.ticks + other.ticks), "Subtract": lambda self, other: checked(self.ticks - other.ticks),
             "Negate": _negate, "Duration": _duration, "Multiply": multiply, "Divide": divide},
    statics={
        **operators(_compare), **{f"From{name}": _from(unit) for name, unit in _UNITS.items()}, "FromTicks": lambda ticks: TimeSpan(int(ticks)),
        "Parse": _parse, "ParseExact": _exact, "TryParse": _try(_parse), "TryParseExact": _try(_exact), "Compare": lambda a, b: a.compare(b),
        "Equals": lambda a, b: a == b, "op_Addition": lambda a, b: checked(a.ticks + b.ticks), "op_Subtraction": lambda a, b: checked(a.ticks - b.ticks),
        "op_UnaryNegation": _negate, "op_UnaryPlus": lambda a: a, "op_Multiply": multiply, "op_Division": divide,
    },
    static_get={"Zero": lambda: TimeSpan(0), "MinValue": lambda: TimeSpan(MIN_TICKS), "MaxValue": lambda: TimeSpan(MAX_TICKS),
                **{f"TicksPer{name[:-1]}": (lambda unit=unit: Int64(unit)) for name, unit in _UNITS.items()}, "NanosecondsPerTick": lambda: Int64(100)},
    signatures=("static bool TryParse(string s, ref timespan result)", "static bool TryParse(string input, System.IFormatProvider formatProvider, ref timespan result)",
                "static bool TryParseExact(string input, string format, System.IFormatProvider formatProvider, ref timespan result)"),
    parse=parse_timespan, to_text=str,
)
