"""System.DateTimeOffset: a clock's time and its distance from universal time."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet import ticks as calendar
from relayshell.objects.dotnet.culture import INVARIANT, date_format
from relayshell.objects.dotnet.dateexact import exact_reading
from relayshell.objects.dotnet.dateformat import format_date
from relayshell.objects.dotnet.dateparse import ADJUST, ASSUME_UNIVERSAL, read_date
from relayshell.objects.dotnet.datetimes import LOCAL, UTC, DateTime, date_ticks, time_ticks
from relayshell.objects.dotnet.faults import argument_fault, null_fault, range_fault
from relayshell.objects.dotnet.results import enum_of, operators
from relayshell.objects.dotnet.ticks import DAY, HOUR, MAX_TICKS, MICROSECOND, MILLISECOND, MINUTE, SECOND, UNIX_EPOCH
from relayshell.objects.dotnet.timespans import TimeSpan
from relayshell.objects.exceptions import NetException
from relayshell.objects.numbers import Int64


class DateTimeOffset:
    """`ticks` are what the clock shows, `offset` its distance from universal time in ticks."""

    __slots__ = ("ticks", "offset")

    def __init__(self, ticks: int = 0, offset: int = 0) -> None:
        self.ticks, self.offset = ticks, offset

    @property
    def utc_ticks(self) -> int:
        """Ticks in universal time."""
        return self.ticks - self.offset

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DateTimeOffset) and other.utc_ticks == self.utc_ticks

    def __hash__(self) -> int:
        return hash((DateTimeOffset, self.utc_ticks))

    def __lt__(self, other: DateTimeOffset) -> bool:
        return self.utc_ticks < other.utc_ticks

    def __str__(self) -> str:
        return self.net_format("", None)

    def net_format(self, spec: str, culture: Any) -> str:
        """IFormattable.ToString."""
        return format_date(self.ticks, spec, culture, 0, self.offset)

    def compare(self, other: DateTimeOffset) -> int:
        """-1, 0 or 1."""
        return (self.utc_ticks > other.utc_ticks) - (self.utc_ticks < other.utc_ticks)

    def clock(self) -> DateTime:
        """What the clock shows."""
        return DateTime(self.ticks)

    def moved(self, clock: DateTime) -> DateTimeOffset:
        """The same offset with another clock time."""
        return checked(clock.ticks, self.offset)


def checked(ticks: int, offset: int) -> DateTimeOffset:
    """Raises for offsets beyond 14 hours, of broken minutes, or times out of range."""
    if offset % MINUTE:
        raise argument_fault("Offset must be specified in whole minutes.", "offset")
    if abs(offset) > 14 * HOUR:
        raise range_fault("Offset must be within plus or minus 14 hours.", "offset")
    if not 0 <= ticks - offset <= MAX_TICKS:
        raise range_fault("The UTC time represented when the offset is applied must be between year 0 and 10,000.", "offset")
    return DateTimeOffset(ticks, offset)


def of_date(value: DateTime) -> DateTimeOffset:
    """The DateTimeOffset of a DateTime by its kind."""
    return DateTimeOffset(value.ticks, 0 if value.kind == UTC else calendar.offset_at_local(value.ticks))


def _new(*args: Any) -> DateTimeOffset:
    if not args:
        return DateTimeOffset()
    first = args[0]
    if isinstance(first, DateTime):
        if len(args) == 1:
            return of_date(first)
        offset = args[1].ticks
        if first.kind == UTC and offset:
            raise argument_fault("The UTC Offset for Utc DateTime instances must be 0.", "offset")
        if first.kind == LOCAL and offset != calendar.offset_at_local(first.ticks):
            raise argument_fault("The UTC Offset of the local dateTime parameter does not match the offset argument.", "offset")
        return checked(first.ticks, offset)
    offset = args[-1].ticks
    numbers = [int(a) for a in args[:-1] if isinstance(a, int)]
    if not numbers:
        return checked(args[0].day_number * DAY + args[1].ticks, offset)
    if len(numbers) == 1:
        return checked(numbers[0], offset)
    return checked(date_ticks(*numbers[:3]) + time_ticks(*numbers[3:]), offset)


def _of_reading(reading: Any, text: str, styles: int) -> DateTimeOffset:
    ticks = reading.ticks(text, styles & 8)
    if reading.offset is None:
        reading.offset = 0 if styles & ASSUME_UNIVERSAL else calendar.offset_at_local(ticks)
    made = checked(ticks, reading.offset)
    return DateTimeOffset(made.utc_ticks, 0) if styles & ADJUST else made


def parse_offset(text: str | None, provider: Any = None, styles: Any = None) -> DateTimeOffset:
    """DateTimeOffset.Parse."""
    if text is None:
        raise null_fault("input")
    return _of_reading(read_date(text, date_format(provider)), text, 0 if styles is None else int(styles))


def _exact(text: str | None, spec: Any, provider: Any = None, styles: Any = None) -> DateTimeOffset:
    if text is None:
        raise null_fault("input")
    flags = 0 if styles is None else int(styles)
    reading, more = exact_reading(text, list(spec) if isinstance(spec, list) else [spec], provider, flags)
    return _of_reading(reading, text, flags | more & ASSUME_UNIVERSAL)


def _try(parse: Any) -> Any:
    def attempt(text: Any, *args: Any) -> bool:
        *rest, result = args
        try:
            result.value = parse(text, *rest)
            return True
        except NetException:
            result.value = DateTimeOffset()
            return False
    return attempt


def _text(self: DateTimeOffset, *args: Any) -> str:
    spec = next((a for a in args if isinstance(a, str)), None)
    provider = next((a for a in args if a is not None and not isinstance(a, str)), None)
    return format_date(self.ticks, spec, provider, 0, self.offset)


def _to_offset(self: DateTimeOffset, offset: int) -> DateTimeOffset:
    return checked(calendar.clamp(self.utc_ticks + offset), offset)


def _local(self: DateTimeOffset) -> DateTimeOffset:
    return _to_offset(self, calendar.offset_at_utc(self.utc_ticks))


def _compare(self: DateTimeOffset, other: Any) -> int:
    if other is None:
        return 1
    if not isinstance(other, DateTimeOffset):
        raise argument_fault("Object must be of type DateTimeOffset.")
    return self.compare(other)


def _subtract(self: DateTimeOffset, other: Any) -> Any:
    return TimeSpan(self.utc_ticks - other.utc_ticks) if isinstance(other, DateTimeOffset) else self.moved(self.clock().shifted(-other.ticks))


def from_unix(value: int, unit: int) -> DateTimeOffset:
    """Seconds or milliseconds since 1970. Raises ArgumentOutOfRangeException."""
    ticks = UNIX_EPOCH + int(value) * unit
    if not 0 <= ticks <= MAX_TICKS:
        least, most = -UNIX_EPOCH // unit, (MAX_TICKS - UNIX_EPOCH) // unit
        raise range_fault(f"Valid values are between {least} and {most}, inclusive.", "seconds" if unit == SECOND else "milliseconds")
    return DateTimeOffset(ticks, 0)


def _adder(unit: int) -> Any:
    return lambda self, value: self.moved(self.clock().add_units(value, unit))


def _from_file(value: int) -> DateTimeOffset:
    ticks = calendar.FILE_EPOCH + value
    return _to_offset(DateTimeOffset(ticks, 0), calendar.offset_at_utc(ticks))


def _now() -> DateTimeOffset:
    ticks = calendar.utc_now()
    return _to_offset(DateTimeOffset(ticks, 0), calendar.offset_at_utc(ticks))


_T = "System.DateTimeOffset"
declare(
    _T, DateTimeOffset, new={"*": _new, "()": DateTimeOffset},
    get={"DateTime": DateTimeOffset.clock, "UtcDateTime": lambda self: DateTime(self.utc_ticks, UTC), "LocalDateTime": lambda self: DateTime(_local(self).ticks, LOCAL),
         "Date": lambda self: DateTime(self.ticks - self.ticks % DAY), "Day": lambda self: calendar.parts(self.ticks)[2],
         "DayOfWeek": lambda self: enum_of("System.DayOfWeek", calendar.day_of_week(self.ticks)), "DayOfYear": lambda self: calendar.day_of_year(self.ticks),
         "Hour": lambda self: self.ticks // HOUR % 24, "Millisecond": lambda self: self.ticks // MILLISECOND % 1000, "Microsecond": lambda self: self.ticks // MICROSECOND % 1000,
         "Nanosecond": lambda self: self.ticks % 10 * 100, "Minute": lambda self: self.ticks // MINUTE % 60, "Month": lambda self: calendar.parts(self.ticks)[1],
         "Offset": lambda self: TimeSpan(self.offset), "TotalOffsetMinutes": lambda self: self.offset // MINUTE, "Second": lambda self: self.ticks // SECOND % 60,
         "Ticks": lambda self: Int64(self.ticks), "UtcTicks": lambda self: Int64(self.utc_ticks), "TimeOfDay": lambda self: TimeSpan(self.ticks % DAY),
         "Year": lambda self: calendar.parts(self.ticks)[0]},
    methods={
        "ToString": _text, "CompareTo": _compare, "Equals": lambda self, other: self == other, "EqualsExact": lambda self, other: self == other and self.offset == other.offset,
        "GetHashCode": lambda self: hash(self.utc_ticks) & 0x7FFFFFFF, "Add": lambda self, span: self.moved(self.clock().shifted(span.ticks)), "Subtract": _subtract,
        "AddDays": _adder(DAY), "AddHours": _adder(HOUR), "AddMinutes": _adder(MINUTE), "AddSeconds": _adder(SECOND), "AddMilliseconds": _adder(MILLISECOND),
        "AddMicroseconds": _adder(MICROSECOND), "AddTicks": lambda self, value: self.moved(self.clock().shifted(int(value))),
        "AddMonths": lambda self, value: self.moved(self.clock().add_months(value)), "AddYears": lambda self, value: self.moved(self.clock().add_years(value)),
        "ToOffset": lambda self, span: _to_offset(self, span.ticks), "ToUniversalTime": lambda self: DateTimeOffset(self.utc_ticks, 0), "ToLocalTime": _local,
        "ToUnixTimeSeconds": lambda self: Int64(self.utc_ticks // SECOND - UNIX_EPOCH // SECOND),
        "ToUnixTimeMilliseconds": lambda self: Int64(self.utc_ticks // MILLISECOND - UNIX_EPOCH // MILLISECOND), "ToFileTime": lambda self: Int64(self.utc_ticks - calendar.FILE_EPOCH),
    },
    statics={
        **operators(_compare), "Parse": parse_offset, "ParseExact": _exact, "TryParse": _try(parse_offset), "TryParseExact": _try(_exact), "Compare": lambda a, b: a.compare(b),
        "Equals": lambda a, b: a == b, "FromUnixTimeSeconds": lambda value: from_unix(value, SECOND), "FromUnixTimeMilliseconds": lambda value: from_unix(value, MILLISECOND),
        "FromFileTime": _from_file, "op_Implicit": of_date, "op_Addition": lambda a, span: a.moved(a.clock().shifted(span.ticks)), "op_Subtraction": _subtract,
    },
    static_get={"Now": _now, "UtcNow": lambda: DateTimeOffset(calendar.utc_now(), 0), "MinValue": DateTimeOffset, "MaxValue": lambda: DateTimeOffset(MAX_TICKS, 0),
                "UnixEpoch": lambda: DateTimeOffset(UNIX_EPOCH, 0)},
    convert_from={"System.DateTime": of_date}, parse=lambda text: parse_offset(text, INVARIANT),
    to_text=lambda self: format_date(self.ticks, "", INVARIANT, 0, self.offset),
    signatures=(f"static bool TryParse(string input, ref {_T} result)", f"static bool TryParse(string input, System.IFormatProvider formatProvider, System.Globalization.DateTimeStyles styles, ref {_T} result)",
                f"static bool TryParseExact(string input, string format, System.IFormatProvider formatProvider, System.Globalization.DateTimeStyles styles, ref {_T} result)"),
)
