"""Dates as ticks: 100-nanosecond steps since 1 January of the year 1, in the Gregorian calendar, and this machine's time zone.

Pure arithmetic on ints, except that the local zone is the operating system's. It knows no classes.
"""

from __future__ import annotations

import time
from datetime import date

MICROSECOND, MILLISECOND, SECOND = 10, 10_000, 10_000_000
MINUTE, HOUR, DAY = 60 * SECOND, 3600 * SECOND, 86400 * SECOND
MAX_TICKS = 3_155_378_975_999_999_999
UNIX_EPOCH = 621_355_968_000_000_000
FILE_EPOCH = 504_911_232_000_000_000

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Whether a year has 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """The days of a month that exists."""
    return 29 if month == 2 and is_leap(year) else _DAYS[month - 1]


def date_ticks(year: int, month: int, day: int) -> int:
    """The ticks at the start of a day that exists."""
    return (date(year, month, day).toordinal() - 1) * DAY


def parts(ticks: int) -> tuple[int, int, int]:
    """Year, month and day."""
    found = date.fromordinal(ticks // DAY + 1)
    return found.year, found.month, found.day


def day_of_week(ticks: int) -> int:
    """0 is Sunday."""
    return (ticks // DAY + 1) % 7


def day_of_year(ticks: int) -> int:
    """1 is the first of January."""
    found = date.fromordinal(ticks // DAY + 1)
    return found.toordinal() - date(found.year, 1, 1).toordinal() + 1


def utc_now() -> int:
    """The ticks of this moment in universal time."""
    return UNIX_EPOCH + time.time_ns() // 100


def offset_at_utc(ticks: int) -> int:
    """The local zone's offset, in ticks, at a universal time."""
    try:
        return time.localtime((ticks - UNIX_EPOCH) // SECOND).tm_gmtoff * SECOND
    except (OverflowError, OSError, ValueError):
        return 0


def offset_at_local(ticks: int) -> int:
    """The local zone's offset at a local time; standard time where the clock shows it twice."""
    first = offset_at_utc(ticks - offset_at_utc(ticks))
    second = offset_at_utc(ticks - first)
    if first == second:
        other = offset_at_utc(ticks - first + HOUR)
        if other < first and ticks - other - HOUR < ticks - first:
            return other if offset_at_utc(ticks - other) == other else first
        return first
    return min(first, second)


def clamp(ticks: int) -> int:
    """Within the calendar."""
    return 0 if ticks < 0 else MAX_TICKS if ticks > MAX_TICKS else ticks


def to_local(ticks: int) -> int:
    """Universal to local time."""
    return clamp(ticks + offset_at_utc(ticks))


def to_utc(ticks: int) -> int:
    """Local to universal time."""
    return clamp(ticks - offset_at_local(ticks))
