"""DateTime: ticks and a kind, and the arithmetic of dates.

The members that scripts see are declared in `datetimetype.py`; formats are in `dateformat.py`, parsers in `dateparse.py`.
"""

from __future__ import annotations

from typing import Any

from relayshell.objects.dotnet import ticks as calendar
from relayshell.objects.dotnet.faults import range_fault
from relayshell.objects.dotnet.ticks import DAY, HOUR, MAX_TICKS, MICROSECOND, MILLISECOND, MINUTE, SECOND

UNSPECIFIED, UTC, LOCAL = 0, 1, 2
UNREPRESENTABLE = "The added or subtracted value results in an un-representable DateTime."


class DateTime:
    """A date and time of day; `kind` is 0 Unspecified, 1 Utc or 2 Local."""

    net_name = "System.DateTime"
    __slots__ = ("ticks", "kind")
    net_home = ".dotnet.datetimetype"

    def __init__(self, ticks: int = 0, kind: int = UNSPECIFIED) -> None:
        self.ticks = ticks
        self.kind = kind

    def __eq__(self, other: object) -> bool:
        return other.__class__ is DateTime and other.ticks == self.ticks  # type: ignore[attr-defined]

    def __lt__(self, other: DateTime) -> bool:
        return self.ticks < other.ticks

    def __hash__(self) -> int:
        return hash((DateTime, self.ticks))

    def __str__(self) -> str:
        return self.net_format("", None)

    def net_format(self, spec: str, culture: Any) -> str:
        """IFormattable.ToString."""
        from relayshell.objects.dotnet.dateformat import format_date
        return format_date(self.ticks, spec, culture, self.kind)

    def compare(self, other: DateTime) -> int:
        """-1, 0 or 1."""
        return (self.ticks > other.ticks) - (self.ticks < other.ticks)

    def shifted(self, ticks: int) -> DateTime:
        """This date moved by so many ticks. Raises ArgumentOutOfRangeException."""
        moved = self.ticks + ticks
        if not 0 <= moved <= MAX_TICKS:
            raise range_fault(UNREPRESENTABLE, "value")
        return DateTime(moved, self.kind)

    def add_units(self, value: float, unit: int) -> DateTime:
        """AddDays and its kin: a fractional count of units."""
        if value != value or abs(value * unit) > MAX_TICKS * 1.1:
            raise range_fault("Value to add was out of range.", "value")
        whole = int(value)
        return self.shifted(whole * unit + int((value - whole) * unit))

    def add_months(self, months: int) -> DateTime:
        """The same day months later, or the month's last. Raises ArgumentOutOfRangeException."""
        if not -120000 <= months <= 120000:
            raise range_fault("Months value must be between +/-120000.", "months")
        year, month, day = calendar.parts(self.ticks)
        total = year * 12 + month - 1 + months
        year, month = divmod(total, 12)
        month += 1
        if not 1 <= year <= 9999:
            raise range_fault(UNREPRESENTABLE, "months")
        return DateTime(calendar.date_ticks(year, month, min(day, calendar.days_in_month(year, month))) + self.ticks % DAY, self.kind)

    def add_years(self, years: int) -> DateTime:
        """The same day years later; 29 February becomes the 28th where need be."""
        if not -10000 <= years <= 10000:
            raise range_fault("Years value must be between +/-10000.", "years")
        year, month, day = calendar.parts(self.ticks)
        year += years
        if not 1 <= year <= 9999:
            raise range_fault(UNREPRESENTABLE, "value")
        return DateTime(calendar.date_ticks(year, month, min(day, calendar.days_in_month(year, month))) + self.ticks % DAY, self.kind)

    def universal(self) -> DateTime:
        """ToUniversalTime."""
        return self if self.kind == UTC else DateTime(calendar.to_utc(self.ticks), UTC)

    def local(self) -> DateTime:
        """ToLocalTime."""
        return self if self.kind == LOCAL else DateTime(calendar.to_local(self.ticks), LOCAL)


def now() -> DateTime:
    """The local time of this moment."""
    return DateTime(calendar.to_local(calendar.utc_now()), LOCAL)


def utc_now() -> DateTime:
    """The universal time of this moment."""
    return DateTime(calendar.utc_now(), UTC)


def date_ticks(year: int, month: int, day: int) -> int:
    """Ticks of a date given by numbers. Raises ArgumentOutOfRangeException."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.days_in_month(year, month)):
        raise range_fault("Year, Month, and Day parameters describe an un-representable DateTime.")
    return calendar.date_ticks(year, month, day)


def time_ticks(hour: int, minute: int, second: int, millisecond: int = 0, microsecond: int = 0) -> int:
    """Ticks of a time of day given by numbers. Raises ArgumentOutOfRangeException."""
    if not (0 <= hour <= 23 and 0 <= minute <= 59 and 0 <= second <= 59):
        raise range_fault("Hour, Minute, and Second parameters describe an un-representable DateTime.")
    if not 0 <= millisecond <= 999:
        raise range_fault("Valid values are between 0 and 999, inclusive.", "millisecond")
    if not 0 <= microsecond <= 999:
        raise range_fault("Valid values are between 0 and 999, inclusive.", "microsecond")
    return hour * HOUR + minute * MINUTE + second * SECOND + millisecond * MILLISECOND + microsecond * MICROSECOND
