"""System.DateOnly and System.TimeOnly."""

from __future__ import annotations

from typing import Any, Callable

from relayshell.objects.declare import declare
from relayshell.objects.dotnet import ticks as calendar
from relayshell.objects.dotnet.culture import INVARIANT, date_format
from relayshell.objects.dotnet.dateexact import exact_reading
from relayshell.objects.dotnet.dateformat import write_pattern
from relayshell.objects.dotnet.dateparse import read_date
from relayshell.objects.dotnet.datetimes import DateTime, date_ticks, time_ticks
from relayshell.objects.dotnet.faults import argument_fault, format_fault, null_fault, range_fault
from relayshell.objects.dotnet.results import enum_of, operators
from relayshell.objects.dotnet.ticks import DAY, HOUR, MICROSECOND, MILLISECOND, MINUTE, SECOND
from relayshell.objects.dotnet.timespans import TimeSpan
from relayshell.objects.exceptions import NetException
from relayshell.objects.numbers import Int64


class DateOnly:
    """A day; `day_number` counts from 1 January of the year 1."""

    __slots__ = ("day_number",)

    def __init__(self, day_number: int = 0) -> None:
        self.day_number = day_number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DateOnly) and other.day_number == self.day_number

    def __hash__(self) -> int:
        return hash((DateOnly, self.day_number))

    def __str__(self) -> str:
        return self.net_format("", None)

    def net_format(self, spec: str, culture: Any) -> str:
        """IFormattable.ToString: d is the default. Raises FormatException for what shows a time."""
        letter = spec or "d"
        info = date_format(culture)
        patterns = {"d": info.short_date, "D": info.long_date, "m": info.month_day, "M": info.month_day, "y": info.year_month, "Y": info.year_month,
                    "o": "yyyy'-'MM'-'dd", "O": "yyyy'-'MM'-'dd", "r": "ddd, dd MMM yyyy", "R": "ddd, dd MMM yyyy"}
        if len(letter) == 1 and letter not in patterns:
            raise format_fault()
        return write_pattern(self.day_number * DAY, patterns.get(letter, letter), INVARIANT.date if letter in "oOrR" else info)

    def compare(self, other: DateOnly) -> int:
        """-1, 0 or 1."""
        return (self.day_number > other.day_number) - (self.day_number < other.day_number)


class TimeOnly:
    """A time of day in ticks."""

    __slots__ = ("ticks",)

    def __init__(self, ticks: int = 0) -> None:
        self.ticks = ticks

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TimeOnly) and other.ticks == self.ticks

    def __hash__(self) -> int:
        return hash((TimeOnly, self.ticks))

    def __str__(self) -> str:
        return self.net_format("", None)

    def net_format(self, spec: str, culture: Any) -> str:
        """IFormattable.ToString: t is the default."""
        letter = spec or "t"
        info = date_format(culture)
        patterns = {"t": info.short_time, "T": info.long_time, "o": "HH':'mm':'ss'.'fffffff", "O": "HH':'mm':'ss'.'fffffff", "r": "HH':'mm':'ss", "R": "HH':'mm':'ss"}
        if len(letter) == 1 and letter not in patterns:
            raise format_fault()
        return write_pattern(self.ticks, patterns.get(letter, letter), INVARIANT.date if letter in "oOrR" else info)

    def compare(self, other: TimeOnly) -> int:
        """-1, 0 or 1."""
        return (self.ticks > other.ticks) - (self.ticks < other.ticks)


def _text(self: Any, *args: Any) -> str:
    spec = next((a for a in args if isinstance(a, str)), "")
    return self.net_format(spec, next((a for a in args if a is not None and not isinstance(a, str)), None))


def _comparer(kind: type, name: str) -> Callable[[Any, Any], int]:
    def compare(self: Any, other: Any) -> int:
        if other is None:
            return 1
        if not isinstance(other, kind):
            raise argument_fault(f"Object must be of type {name}.")
        return self.compare(other)
    return compare


def _try(parse: Any, zero: Any) -> Any:
    def attempt(text: Any, *args: Any) -> bool:
        *rest, result = args
        try:
            result.value = parse(text, *rest)
            return True
        except NetException:
            result.value = zero()
            return False
    return attempt


def _parse_date(text: str | None, provider: Any = None, styles: Any = None) -> DateOnly:
    if text is None:
        raise null_fault("s")
    try:
        reading = read_date(text, date_format(provider))
        if reading.hour is None and (reading.month or reading.day):
            return DateOnly(reading.ticks(text) // DAY)
    except NetException:
        pass
    raise format_fault(f"String '{text}' was not recognized as a valid DateOnly.")


def _exact_date(text: str, spec: Any, provider: Any = None, styles: Any = None) -> DateOnly:
    try:
        formats = ["yyyy-MM-dd" if f in ("o", "O") else f for f in (spec if isinstance(spec, list) else [spec])]
        return DateOnly(exact_reading(text, formats, provider, 0)[0].ticks(text) // DAY)
    except NetException:
        raise format_fault(f"String '{text}' was not recognized as a valid DateOnly.") from None


def _parse_time(text: str | None, provider: Any = None, styles: Any = None) -> TimeOnly:
    if text is None:
        raise null_fault("s")
    try:
        reading = read_date(text, date_format(provider))
        if reading.hour is not None and not (reading.month or reading.day):
            return TimeOnly(reading.ticks(text, 8) % DAY)
    except NetException:
        pass
    raise format_fault(f"String '{text}' was not recognized as a valid TimeOnly.")


def _exact_time(text: str, spec: Any, provider: Any = None, styles: Any = None) -> TimeOnly:
    try:
        return TimeOnly(exact_reading(text, spec if isinstance(spec, list) else [spec], provider, 0)[0].ticks(text, 8) % DAY)
    except NetException:
        raise format_fault(f"String '{text}' was not recognized as a valid TimeOnly.") from None


def _new_date(*args: Any) -> DateOnly:
    return DateOnly(date_ticks(*args[:3]) // DAY) if args else DateOnly()


def _moved(self: DateOnly, change: Callable[[DateTime], DateTime]) -> DateOnly:
    return DateOnly(change(DateTime(self.day_number * DAY)).ticks // DAY)


def _add_days(self: DateOnly, days: int) -> DateOnly:
    if not 0 <= self.day_number + days <= 3652058:
        raise range_fault("Value to add was out of range.", "value")
    return DateOnly(self.day_number + days)


def _part(place: int) -> Callable[[DateOnly], int]:
    return lambda self: calendar.parts(self.day_number * DAY)[place]


_D, _T = "System.DateOnly", "System.TimeOnly"
_compare_dates, _compare_times = _comparer(DateOnly, "DateOnly"), _comparer(TimeOnly, "TimeOnly")
declare(
    _D, DateOnly, new={"*": _new_date, "()": DateOnly},
    get={"Year": _part(0), "Month": _part(1), "Day": _part(2), "DayOfWeek": lambda self: enum_of("System.DayOfWeek", calendar.day_of_week(self.day_number * DAY)),
         "DayOfYear": lambda self: calendar.day_of_year(self.day_number * DAY), "DayNumber": lambda self: self.day_number},
    methods={"ToString": _text, "CompareTo": _compare_dates, "Equals": lambda self, other: self == other, "GetHashCode": lambda self: self.day_number, "AddDays": _add_days,
             "AddMonths": lambda self, value: _moved(self, lambda d: d.add_months(value)), "AddYears": lambda self, value: _moved(self, lambda d: d.add_years(value)),
             "ToDateTime": lambda self, time, kind=None: DateTime(self.day_number * DAY + time.ticks, 0 if kind is None else int(kind)),
             "ToLongDateString": lambda self: _text(self, "D"), "ToShortDateString": lambda self: _text(self, "d")},
    statics={**operators(_compare_dates), "Parse": _parse_date, "ParseExact": _exact_date, "TryParse": _try(_parse_date, DateOnly), "TryParseExact": _try(_exact_date, DateOnly),
             "FromDateTime": lambda value: DateOnly(value.ticks // DAY), "FromDayNumber": DateOnly},
    static_get={"MinValue": DateOnly, "MaxValue": lambda: DateOnly(3652058)}, parse=lambda text: _parse_date(text, INVARIANT), to_text=lambda self: self.net_format("", INVARIANT),
    signatures=(f"static bool TryParse(string s, ref {_D} result)", f"static bool TryParseExact(string s, string format, ref {_D} result)"),
)


def _new_time(*args: Any) -> TimeOnly:
    if len(args) <= 1:
        ticks = int(args[0]) if args else 0
        if not 0 <= ticks < DAY:
            raise range_fault("Ticks must be between 0 and TimeOnly.MaxValue.Ticks.", "ticks")
        return TimeOnly(ticks)
    return TimeOnly(time_ticks(*args[:2], *(args[2:3] or (0,)), *args[3:]))


def _add(self: TimeOnly, ticks: int, wrapped: Any = None) -> TimeOnly:
    days, rest = divmod(self.ticks + ticks, DAY)
    if wrapped is not None:
        wrapped.value = days
    return TimeOnly(rest)


def _between(self: TimeOnly, start: TimeOnly, end: TimeOnly) -> bool:
    return start.ticks <= self.ticks < end.ticks if start.ticks <= end.ticks else self.ticks >= start.ticks or self.ticks < end.ticks


declare(
    _T, TimeOnly, new={"*": _new_time, "()": TimeOnly},
    get={"Hour": lambda self: self.ticks // HOUR, "Minute": lambda self: self.ticks // MINUTE % 60, "Second": lambda self: self.ticks // SECOND % 60,
         "Millisecond": lambda self: self.ticks // MILLISECOND % 1000, "Microsecond": lambda self: self.ticks // MICROSECOND % 1000, "Nanosecond": lambda self: self.ticks % 10 * 100,
         "Ticks": lambda self: Int64(self.ticks)},
    methods={"ToString": _text, "CompareTo": _compare_times, "Equals": lambda self, other: self == other, "GetHashCode": lambda self: hash(self.ticks) & 0x7FFFFFFF,
             "Add": lambda self, span, wrapped=None: _add(self, span.ticks, wrapped), "AddHours": lambda self, value, wrapped=None: _add(self, round(value * HOUR), wrapped),
             "AddMinutes": lambda self, value, wrapped=None: _add(self, round(value * MINUTE), wrapped), "ToTimeSpan": lambda self: TimeSpan(self.ticks), "IsBetween": _between,
             "ToLongTimeString": lambda self: _text(self, "T"), "ToShortTimeString": lambda self: _text(self, "t")},
    statics={**operators(_compare_times), "Parse": _parse_time, "ParseExact": _exact_time, "TryParse": _try(_parse_time, TimeOnly), "TryParseExact": _try(_exact_time, TimeOnly),
             "FromDateTime": lambda value: TimeOnly(value.ticks % DAY), "FromTimeSpan": lambda span: _new_time(span.ticks),
             "op_Subtraction": lambda a, b: TimeSpan((a.ticks - b.ticks) % DAY)},
    static_get={"MinValue": TimeOnly, "MaxValue": lambda: TimeOnly(DAY - 1)}, parse=lambda text: _parse_time(text, INVARIANT), to_text=lambda self: self.net_format("", INVARIANT),
    signatures=(f"static bool TryParse(string s, ref {_T} result)",),
)
