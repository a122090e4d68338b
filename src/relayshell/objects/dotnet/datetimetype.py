"""System.DateTime: its members."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet import ticks as calendar
from relayshell.objects.dotnet.dateformat import format_date
from relayshell.objects.dotnet.dateexact import parse_exact
from relayshell.objects.dotnet.dateparse import parse_date
from relayshell.objects.dotnet.datetimes import LOCAL, UNSPECIFIED, UTC, DateTime, date_ticks, now, time_ticks, utc_now
from relayshell.objects.dotnet.faults import argument_fault, range_fault
from relayshell.objects.dotnet.results import enum_of, operators, string_array
from relayshell.objects.dotnet.ticks import DAY, HOUR, MAX_TICKS, MICROSECOND, MILLISECOND, MINUTE, SECOND
from relayshell.objects.dotnet.timespans import TimeSpan, checked
from relayshell.objects.exceptions import NetException
from relayshell.objects.numbers import Int64

_BAD_FILE_TIME = "Not a valid Win32 FileTime."


def _new(*args: Any) -> DateTime:
    kind = UNSPECIFIED
    values = []
    for argument in args:
        if hasattr(argument, "type"):
            kind = argument.value
        elif isinstance(argument, (int, float)):
            values.append(int(argument))
    if args and not isinstance(args[0], int):
        return DateTime(args[0].day_number * DAY + args[1].ticks, kind)
    if len(values) <= 1:
        ticks = values[0] if values else 0
        if not 0 <= ticks <= MAX_TICKS:
            raise range_fault("Ticks must be between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks.", "ticks")
        return DateTime(ticks, kind)
    if not 0 <= kind <= 2:
        raise argument_fault("Invalid DateTimeKind value.", "kind")
    return DateTime(date_ticks(*values[:3]) + (time_ticks(*values[3:]) if len(values) > 3 else 0), kind)


def _text(self: DateTime, *args: Any) -> str:
    spec = next((a for a in args if isinstance(a, str)), None)
    provider = next((a for a in args if a is not None and not isinstance(a, str)), None)
    return format_date(self.ticks, spec, provider, self.kind)


def _style(styles: Any) -> int:
    return 0 if styles is None else int(styles)


def _parse(text: str, provider: Any = None, styles: Any = None) -> DateTime:
    return parse_date(text, provider, _style(styles))


def _exact(text: str, spec: Any, provider: Any = None, styles: Any = None) -> DateTime:
    return parse_exact(text, list(spec) if isinstance(spec, list) else [spec], provider, _style(styles))


def _try(parse: Any) -> Any:
    def attempt(text: Any, *args: Any) -> bool:
        *rest, result = args
        try:
            result.value = parse(text, *rest)
            return True
        except NetException:
            result.value = DateTime(0)
            return False
    return attempt


def compare(self: DateTime, other: Any) -> int:
    """CompareTo. Raises ArgumentException for what is no DateTime."""
    if other is None:
        return 1
    if not isinstance(other, DateTime):
        raise argument_fault("Object must be of type DateTime.")
    return self.compare(other)


def _subtract(self: DateTime, other: Any) -> Any:
    return TimeSpan(self.ticks - other.ticks) if isinstance(other, DateTime) else self.shifted(-other.ticks)


def _to_oa(self: DateTime) -> float:
    if self.ticks == 0:
        return 0.0
    millis = (self.ticks - 599_264_352_000_000_000) // MILLISECOND
    if millis < 0 and millis % 86_400_000:
        # OLE dates before 1899-12-30 count days backwards and the time of day forwards.
        days, rest = divmod(millis, 86_400_000)
        return days - rest / 86_400_000
    return millis / 86_400_000


def _from_oa(value: float) -> DateTime:
    if not -657435.0 < value < 2958466.0:
        raise argument_fault("Not a legal OleAut date.")
    whole = int(value)
    millis = round(whole * 86_400_000 + abs(value - whole) * 86_400_000)
    return DateTime(599_264_352_000_000_000 + millis * MILLISECOND)


def _from_file(value: int, utc: bool) -> DateTime:
    if not 0 <= value <= MAX_TICKS - calendar.FILE_EPOCH:
        raise range_fault(_BAD_FILE_TIME, "fileTime")
    made = DateTime(value + calendar.FILE_EPOCH, UTC)
    return made if utc else made.local()


def _to_file(self: DateTime) -> Int64:
    ticks = self.universal().ticks - calendar.FILE_EPOCH
    if ticks < 0:
        raise range_fault(_BAD_FILE_TIME)
    return Int64(ticks)


def _to_binary(self: DateTime) -> Int64:
    if self.kind == LOCAL:
        ticks = self.universal().ticks
        return Int64((ticks | 2 << 62) - (1 << 64))
    return Int64(self.ticks | self.kind << 62)


def _from_binary(value: int) -> DateTime:
    bits = value & (1 << 64) - 1
    kind, ticks = bits >> 62, bits & (1 << 62) - 1
    if kind >= 2:
        return DateTime(ticks, UTC).local()
    if ticks > MAX_TICKS:
        raise argument_fault("The binary data must result in a DateTime with ticks between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks.", "dateData")
    return DateTime(ticks, kind)


def _days_in_month(year: int, month: int) -> int:
    if not 1 <= month <= 12:
        raise range_fault("Month must be between one and twelve.", "month")
    _check_year(year)
    return calendar.days_in_month(year, month)


def _check_year(year: int) -> None:
    if not 1 <= year <= 9999:
        raise range_fault("Year must be between 1 and 9999.", "year")


def _is_leap(year: int) -> bool:
    _check_year(year)
    return calendar.is_leap(year)


def _formats(self: DateTime, *args: Any) -> Any:
    return string_array([format_date(self.ticks, letter, None, self.kind) for letter in "dDfFgGmMoOrRstTuUyY"])


def _daylight(self: DateTime) -> bool:
    import time
    return self.kind != UTC and time.localtime((self.universal().ticks - calendar.UNIX_EPOCH) // SECOND).tm_isdst > 0


def _kind(value: Any) -> int:
    return int(value)


declare(
    "System.DateTime", DateTime, new={"*": _new, "()": DateTime},
    get={"Date": lambda self: DateTime(self.ticks - self.ticks % DAY, self.kind), "Day": lambda self: calendar.parts(self.ticks)[2],
         "DayOfWeek": lambda self: enum_of("System.DayOfWeek", calendar.day_of_week(self.ticks)), "DayOfYear": lambda self: calendar.day_of_year(self.ticks),
         "Hour": lambda self: self.ticks // HOUR % 24, "Kind": lambda self: enum_of("System.DateTimeKind", self.kind),
         "Millisecond": lambda self: self.ticks // MILLISECOND % 1000, "Microsecond": lambda self: self.ticks // MICROSECOND % 1000,
         "Nanosecond": lambda self: self.ticks % 10 * 100, "Minute": lambda self: self.ticks // MINUTE % 60, "Month": lambda self: calendar.parts(self.ticks)[1],
         "Second": lambda self: self.ticks // SECOND % 60, "Ticks": lambda self: Int64(self.ticks), "TimeOfDay": lambda self: TimeSpan(self.ticks % DAY),
         "Year": lambda self: calendar.parts(self.ticks)[0]},
    methods={
        "ToString": _text, "CompareTo": compare, "Equals": lambda self, other: self == other, "GetHashCode": lambda self: hash(self.ticks) & 0x7FFFFFFF,
        "Add": lambda self, span: self.shifted(span.ticks), "Subtract": _subtract, "AddTicks": lambda self, value: self.shifted(int(value)),
        "AddDays": lambda self, value: self.add_units(value, DAY), "AddHours": lambda self, value: self.add_units(value, HOUR),
        "AddMinutes": lambda self, value: self.add_units(value, MINUTE), "AddSeconds": lambda self, value: self.add_units(value, SECOND),
        "AddMilliseconds": lambda self, value: self.add_units(value, MILLISECOND), "AddMicroseconds": lambda self, value: self.add_units(value, MICROSECOND),
        "AddMonths": DateTime.add_months, "AddYears": DateTime.add_years, "ToLocalTime": DateTime.local, "ToUniversalTime": DateTime.universal,
        "ToShortDateString": lambda self: _text(self, "d"), "ToLongDateString": lambda self: _text(self, "D"), "ToShortTimeString": lambda self: _text(self, "t"),
        "ToLongTimeString": lambda self: _text(self, "T"), "ToOADate": _to_oa, "ToFileTime": _to_file, "ToFileTimeUtc": _to_file, "ToBinary": _to_binary,
        "GetDateTimeFormats": _formats, "IsDaylightSavingTime": _daylight, "GetTypeCode": lambda self: enum_of("System.TypeCode", 16),
    },
    statics={
        **operators(compare), "Parse": _parse, "ParseExact": _exact, "TryParse": _try(_parse), "TryParseExact": _try(_exact), "DaysInMonth": _days_in_month,
        "IsLeapYear": _is_leap, "Compare": lambda a, b: a.compare(b), "Equals": lambda a, b: a == b, "SpecifyKind": lambda value, kind: DateTime(value.ticks, _kind(kind)),
        "FromOADate": _from_oa, "FromFileTime": lambda value: _from_file(value, False), "FromFileTimeUtc": lambda value: _from_file(value, True),
        "FromBinary": _from_binary, "op_Addition": lambda d, t: d.shifted(t.ticks),
        "op_Subtraction": lambda d, other: checked(d.ticks - other.ticks) if isinstance(other, DateTime) else d.shifted(-other.ticks),
    },
    static_get={"Now": now, "UtcNow": utc_now, "Today": lambda: DateTime(now().ticks // DAY * DAY, LOCAL), "MinValue": lambda: DateTime(0),
                "MaxValue": lambda: DateTime(MAX_TICKS), "UnixEpoch": lambda: DateTime(calendar.UNIX_EPOCH, UTC)},
    signatures=("static bool TryParse(string s, ref datetime result)", "static bool TryParse(string s, System.IFormatProvider provider, ref datetime result)",
                "static bool TryParse(string s, System.IFormatProvider provider, System.Globalization.DateTimeStyles styles, ref datetime result)",
                "static bool TryParseExact(string s, string format, System.IFormatProvider provider, System.Globalization.DateTimeStyles style, ref datetime result)",
                "static bool TryParseExact(string s, string[] formats, System.IFormatProvider provider, System.Globalization.DateTimeStyles style, ref datetime result)"),
    parse=lambda text: _parse(text, _invariant()), to_text=lambda self: format_date(self.ticks, "", _invariant(), self.kind),
)


def _invariant() -> Any:
    from relayshell.objects.dotnet.culture import INVARIANT
    return INVARIANT
