"""Standard and custom date and time formats of .NET.

https://learn.microsoft.com/dotnet/standard/base-types/standard-date-and-time-format-strings. Works on ticks, a kind and an
offset; one function serves DateTime, DateTimeOffset, DateOnly and TimeOnly.
"""

from __future__ import annotations

from typing import Any

from relayshell.objects.dotnet import ticks as calendar
from relayshell.objects.dotnet.culture import INVARIANT, DateFormat, date_format
from relayshell.objects.dotnet.faults import format_fault
from relayshell.objects.dotnet.ticks import DAY, HOUR, MINUTE, SECOND

UNSPECIFIED, UTC, LOCAL = 0, 1, 2

ROUNDTRIP = "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK"
RFC1123 = "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"
SORTABLE = "yyyy'-'MM'-'dd'T'HH':'mm':'ss"
UNIVERSAL = "yyyy'-'MM'-'dd HH':'mm':'ss'Z'"


def pattern_of(spec: str, info: DateFormat, offset: int | None = None) -> str:
    """The custom pattern that a standard one-letter format stands for. Raises FormatException."""
    letter = spec
    if letter == "d":
        return info.short_date
    if letter == "D":
        return info.long_date
    if letter == "t":
        return info.short_time
    if letter == "T":
        return info.long_time
    if letter == "f":
        return f"{info.long_date} {info.short_time}"
    if letter in "FU":
        return info.full_pattern
    if letter == "g":
        return f"{info.short_date} {info.short_time}"
    if letter == "G":
        return f"{info.short_date} {info.long_time}" if offset is None else f"{info.short_date} {info.long_time}"
    if letter in "mM":
        return info.month_day
    if letter in "yY":
        return info.year_month
    if letter in "oO":
        return ROUNDTRIP
    if letter in "rR":
        return RFC1123
    if letter == "s":
        return SORTABLE
    if letter == "u":
        return UNIVERSAL
    raise format_fault()


def format_date(ticks: int, spec: str | None, culture: Any = None, kind: int = UNSPECIFIED, offset: int | None = None) -> str:
    """A date and time as text. `offset` in ticks is a DateTimeOffset's; ticks are then its own clock's. Raises FormatException."""
    info = date_format(culture)
    if not spec:
        if offset is not None:
            return write_pattern(ticks, f"{info.short_date} {info.long_time} zzz", info, kind, offset)
        spec = "G"
    if len(spec) == 1:
        if spec in "oO":
            return _roundtrip(ticks, kind, offset)
        pattern = pattern_of(spec, info)
        if spec in "rRsu":
            info = INVARIANT.date
            if offset is not None and spec in "rRu":
                ticks, offset = ticks - offset, 0
        elif spec == "U":
            if offset is not None:
                raise format_fault()
            ticks, kind = (calendar.to_utc(ticks), UTC) if kind != UTC else (ticks, UTC)
        return write_pattern(ticks, pattern, info, kind, offset)
    return write_pattern(ticks, spec, info, kind, offset)


def _roundtrip(ticks: int, kind: int, offset: int | None) -> str:
    year, month, day = calendar.parts(ticks)
    rest = ticks % DAY
    text = (f"{year:04d}-{month:02d}-{day:02d}T{rest // HOUR:02d}:{rest // MINUTE % 60:02d}:{rest // SECOND % 60:02d}.{rest % SECOND:07d}")
    if offset is not None:
        return text + offset_text(offset, 3)
    if kind == UTC:
        return text + "Z"
    return text + offset_text(calendar.offset_at_local(ticks), 3) if kind == LOCAL else text


def offset_text(offset: int, width: int) -> str:
    """+1, +01 or +01:00 for one, two or three z."""
    sign = "-" if offset < 0 else "+"
    hours, minutes = divmod(abs(offset) // MINUTE, 60)
    if width == 1:
        return f"{sign}{hours}"
    return f"{sign}{hours:02d}" if width == 2 else f"{sign}{hours:02d}:{minutes:02d}"


def _run(pattern: str, at: int) -> int:
    end = at + 1
    while end < len(pattern) and pattern[end] == pattern[at]:
        end += 1
    return end - at


def quoted(pattern: str, at: int) -> tuple[str, int]:
    """The text in quotes at a place and the length of it all. Raises FormatException when a quote is not closed."""
    mark, out, here = pattern[at], [], at + 1
    while here < len(pattern):
        char = pattern[here]
        here += 1
        if char == mark:
            return "".join(out), here - at
        if char == "\\":
            if here >= len(pattern):
                raise format_fault()
            char = pattern[here]
            here += 1
        out.append(char)
    raise format_fault(f"Cannot find a matching quote character for the character '{mark}'.")


def has_day(pattern: str) -> bool:
    """Whether a pattern shows the day of the month, so that month names are genitive."""
    at = 0
    while at < len(pattern):
        char = pattern[at]
        if char in "'\"":
            end = pattern.find(char, at + 1)
            at = len(pattern) if end < 0 else end + 1
        elif char == "\\":
            at += 2
        elif char == "d":
            count = _run(pattern, at)
            if count <= 2:
                return True
            at += count
        else:
            at += 1
    return False


def write_pattern(ticks: int, pattern: str, info: DateFormat, kind: int = UNSPECIFIED, offset: int | None = None) -> str:
    """A custom pattern filled in. Raises FormatException."""
    out: list[str] = []
    year, month, day = calendar.parts(ticks)
    rest = ticks % DAY
    hour, minute, second, fraction = rest // HOUR, rest // MINUTE % 60, rest // SECOND % 60, rest % SECOND
    genitive = None
    at, size = 0, len(pattern)
    while at < size:
        char = pattern[at]
        count = 1
        if char == "y":
            count = _run(pattern, at)
            out.append(str(year % 100).rjust(count, "0") if count <= 2 else str(year).rjust(count, "0"))
        elif char == "M":
            count = _run(pattern, at)
            if count <= 2:
                out.append(str(month).rjust(count, "0"))
            else:
                if genitive is None:
                    genitive = has_day(pattern)
                if count == 3:
                    out.append((info.months_short_genitive if genitive else info.months_short)[month - 1])
                else:
                    out.append((info.months_genitive if genitive else info.months)[month - 1])
        elif char == "d":
            count = _run(pattern, at)
            if count <= 2:
                out.append(str(day).rjust(count, "0"))
            else:
                out.append((info.days_short if count == 3 else info.days)[calendar.day_of_week(ticks)])
        elif char == "H":
            count = _run(pattern, at)
            out.append(str(hour).rjust(min(count, 2), "0"))
        elif char == "h":
            count = _run(pattern, at)
            out.append(str(hour % 12 or 12).rjust(min(count, 2), "0"))
        elif char == "m":
            count = _run(pattern, at)
            out.append(str(minute).rjust(min(count, 2), "0"))
        elif char == "s":
            count = _run(pattern, at)
            out.append(str(second).rjust(min(count, 2), "0"))
        elif char in "fF":
            count = _run(pattern, at)
            if count > 7:
                raise format_fault()
            text = f"{fraction:07d}"[:count]
            if char == "F":
                text = text.rstrip("0")
                if not text and out and out[-1] == ".":
                    out.pop()
            out.append(text)
        elif char == "t":
            count = _run(pattern, at)
            mark = info.am if hour < 12 else info.pm
            out.append(mark[:1] if count == 1 else mark)
        elif char == "z":
            count = _run(pattern, at)
            out.append(offset_text(_offset(ticks, kind, offset), min(count, 3)))
        elif char == "K":
            out.append(offset_text(offset, 3) if offset is not None else "Z" if kind == UTC
                       else offset_text(calendar.offset_at_local(ticks), 3) if kind == LOCAL else "")
        elif char == "g":
            count = _run(pattern, at)
            out.append(info.era)
        elif char == ":":
            out.append(info.time_sep)
        elif char == "/":
            out.append(info.date_sep)
        elif char in "'\"":
            text, count = quoted(pattern, at)
            out.append(text)
        elif char == "\\":
            if at + 1 >= size:
                raise format_fault()
            out.append(pattern[at + 1])
            count = 2
        elif char == "%":
            if at + 1 >= size or pattern[at + 1] == "%":
                raise format_fault()
            out.append(write_pattern(ticks, pattern[at + 1], info, kind, offset))
            count = 2
        else:
            out.append(char)
        at += count
    return "".join(out)


def _offset(ticks: int, kind: int, offset: int | None) -> int:
    if offset is not None:
        return offset
    return 0 if kind == UTC else calendar.offset_at_local(ticks)


def format_value(value: Any, spec: str | None, culture: Any = None) -> str:
    """IFormattable.ToString of any value; see `valueformat.py`."""
    from relayshell.objects.dotnet.valueformat import format_value as of_value
    return of_value(value, spec or "", culture)
