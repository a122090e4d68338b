"""TimeSpan: an amount of time in ticks, its formats (c g G and custom) and its parser.

https://learn.microsoft.com/dotnet/standard/base-types/standard-timespan-format-strings tells the formats. The members that
scripts see are declared in `timespantype.py`.
"""

from __future__ import annotations

import re
from typing import Any

from relayshell.objects.dotnet.culture import number_format
from relayshell.objects.dotnet.faults import argument_fault, fault, format_fault, null_fault, overflow_fault
from relayshell.objects.dotnet.ticks import DAY, HOUR, MINUTE, SECOND

MIN_TICKS, MAX_TICKS = -(2**63), 2**63 - 1
TOO_LONG = "TimeSpan overflowed because the duration is too long."


class TimeSpan:
    """A signed amount of time; `ticks` are 100 nanoseconds."""

    net_name = "System.TimeSpan"
    __slots__ = ("ticks",)
    net_home = ".dotnet.timespantype"

    def __init__(self, ticks: int = 0) -> None:
        self.ticks = ticks

    def __eq__(self, other: object) -> bool:
        return other.__class__ is TimeSpan and other.ticks == self.ticks  # type: ignore[attr-defined]

    def __lt__(self, other: TimeSpan) -> bool:
        return self.ticks < other.ticks

    def __hash__(self) -> int:
        return hash((TimeSpan, self.ticks))

    def __str__(self) -> str:
        return format_timespan(self.ticks, "c")

    def net_format(self, spec: str, culture: Any) -> str:
        """IFormattable.ToString."""
        return format_timespan(self.ticks, spec, culture)

    def compare(self, other: TimeSpan) -> int:
        """-1, 0 or 1."""
        return (self.ticks > other.ticks) - (self.ticks < other.ticks)


def checked(ticks: int) -> TimeSpan:
    """A TimeSpan of a computed amount. Raises OverflowException out of range."""
    if not MIN_TICKS <= ticks <= MAX_TICKS:
        raise overflow_fault(TOO_LONG)
    return TimeSpan(ticks)


def from_units(value: float, unit: int) -> TimeSpan:
    """A TimeSpan of so many (fractional) units of ticks, cut toward zero as .NET does. Raises for NaN and out of range."""
    if value != value:
        raise argument_fault("TimeSpan does not accept floating point Not-a-Number values.")
    if value in (float("inf"), float("-inf")):
        raise overflow_fault(TOO_LONG)
    ticks = value * unit
    if ticks > MAX_TICKS or ticks < MIN_TICKS:
        raise overflow_fault(TOO_LONG)
    if ticks == float(MAX_TICKS):
        return TimeSpan(MAX_TICKS)
    return TimeSpan(int(ticks))


def pieces(ticks: int) -> tuple[int, int, int, int, int]:
    """Days, hours, minutes, seconds and ticks of the absolute amount."""
    days, rest = divmod(abs(ticks), DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds, rest = divmod(rest, SECOND)
    return days, hours, minutes, seconds, rest


def format_timespan(ticks: int, spec: str | None = None, culture: Any = None) -> str:
    """The text in a format. Raises FormatException."""
    days, hours, minutes, seconds, rest = pieces(ticks)
    sign = "-" if ticks < 0 else ""
    if not spec or spec in ("c", "t", "T"):
        text = f"{hours:02d}:{minutes:02d}:{seconds:02d}"
        if days:
            text = f"{days}.{text}"
        return f"{sign}{text}.{rest:07d}" if rest else sign + text
    if spec == "g":
        point = number_format(culture).decimal
        text = f"{hours}:{minutes:02d}:{seconds:02d}"
        if days:
            text = f"{days}:{text}"
        return sign + text + (point + f"{rest:07d}".rstrip("0") if rest else "")
    if spec == "G":
        point = number_format(culture).decimal
        return f"{sign}{days}:{hours:02d}:{minutes:02d}:{seconds:02d}{point}{rest:07d}"
    if len(spec) == 1:
        raise format_fault()
    return _custom(spec, (days, hours, minutes, seconds, rest))


def _custom(spec: str, amount: tuple[int, int, int, int, int]) -> str:
    days, hours, minutes, seconds, rest = amount
    out: list[str] = []
    at, size = 0, len(spec)
    while at < size:
        char = spec[at]
        count = 1
        while at + count < size and spec[at + count] == char:
            count += 1
        if char in "hms":
            if count > 2:
                raise format_fault()
            out.append(str({"h": hours, "m": minutes, "s": seconds}[char]).rjust(count, "0"))
        elif char == "d":
            if count > 8:
                raise format_fault()
            out.append(str(days).rjust(count, "0"))
        elif char in "fF":
            if count > 7:
                raise format_fault()
            text = f"{rest:07d}"[:count]
            out.append(text if char == "f" else text.rstrip("0"))
        elif char in "'\"":
            end = spec.find(char, at + 1)
            if end < 0:
                raise format_fault(f"Cannot find a matching quote character for the character '{char}'.")
            out.append(spec[at + 1:end])
            count = end + 1 - at
        elif char == "\\":
            if at + 1 >= size:
                raise format_fault()
            out.append(spec[at + 1])
            count = 2
        elif char == "%":
            if at + 1 >= size or spec[at + 1] == "%":
                raise format_fault()
            count = 1
        else:
            raise format_fault()
        at += count
    return "".join(out)


_INVARIANT = re.compile(r"\s*(?P<sign>-)?(?:(?P<days>\d+)(?:\.|:(?=\d+:\d+:\d+)))?(?:(?P<h>\d+):(?P<m>\d+)(?::(?P<s>\d+)(?:\.(?P<f>\d+))?|\.(?P<f2>\d+)(?!.))?)\s*\Z", re.A)
_DAYS_ONLY = re.compile(r"\s*(-)?(\d+)\s*\Z", re.A)
_SHAPE = re.compile(r"\s*-?[\d:.]+\s*\Z", re.A)


def parse_timespan(text: str | None) -> TimeSpan:
    """TimeSpan.Parse: [-][d.]hh:mm[:ss[.fffffff]] or d. Raises FormatException, OverflowException, ArgumentNullException."""
    if text is None:
        raise null_fault("input")
    found = _DAYS_ONLY.match(text)
    if found:
        ticks = int(found[2]) * DAY
        if ticks > MAX_TICKS or len(found[2].lstrip("0")) > 8:
            raise _parts_fault(text)
        return TimeSpan(-ticks if found[1] else ticks)
    found = _INVARIANT.match(text)
    if not found:
        raise bad_timespan(text)
    hours, minutes, seconds = int(found["h"]), int(found["m"]), int(found["s"] or 0)
    fraction = found["f"] or found["f2"] or ""
    days = int(found["days"] or 0)
    if len(fraction) > 7:
        kept = int(fraction[:7]) + (fraction[7] >= "5")
    else:
        kept = int(fraction.ljust(7, "0"))
    if hours > 23 or minutes > 59 or seconds > 59 or days > 10_675_199:
        # hh:mm:ss with too many hours reads as d:hh:mm in no culture; .NET says that a part is out of range.
        raise _parts_fault(text)
    ticks = days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND + kept
    if found["sign"]:
        ticks = -ticks
    if not MIN_TICKS <= ticks <= MAX_TICKS:
        raise _parts_fault(text)
    return TimeSpan(ticks)


def bad_timespan(text: str) -> Exception:
    """The FormatException for a text that is no time span."""
    return format_fault(f"String '{text}' was not recognized as a valid TimeSpan.")


def _parts_fault(text: str) -> Exception:
    return fault("System.OverflowException", f"The TimeSpan string '{text}' could not be parsed because at least one of the numeric "
                 "components is out of range or contains too many digits.")


def parse_timespan_exact(text: str | None, formats: list[str], culture: Any = None) -> TimeSpan:
    """TimeSpan.ParseExact with standard and custom formats. Raises FormatException."""
    if text is None:
        raise null_fault("input")
    for spec in formats:
        if spec in ("c", "t", "T"):
            if re.fullmatch(r"-?(\d+\.)?\d\d:\d\d:\d\d(\.\d{7})?", text):
                return parse_timespan(text)
        elif spec == "g":
            if re.fullmatch(r"-?(\d+:)?\d{1,2}:\d\d(:\d\d(\.\d{1,7})?)?", text):
                return parse_timespan(text)
        elif spec == "G":
            if re.fullmatch(r"-?\d+:\d\d:\d\d:\d\d\.\d{7}", text):
                return parse_timespan(text)
        elif (found := re.fullmatch(_exact_pattern(spec), text)) is not None:
            parts = found.groupdict()
            fraction = (parts.get("f") or "").ljust(7, "0")
            hours, minutes, seconds = (int(parts.get(name) or 0) for name in "hms")
            if hours < 24 and minutes < 60 and seconds < 60:
                return checked(int(parts.get("d") or 0) * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND + int(fraction))
    raise bad_timespan(text)


def _exact_pattern(spec: str) -> str:
    if len(spec) == 1:
        raise format_fault()
    out: list[str] = []
    at = 0
    while at < len(spec):
        char = spec[at]
        count = 1
        while at + count < len(spec) and spec[at + count] == char:
            count += 1
        if char in "dhms":
            width = f"{{{count},8}}" if char == "d" else "{1,2}" if count == 1 else "{2}"
            out.append(f"(?P<{char}>[0-9]{width})")
        elif char in "fF":
            out.append(f"(?P<f>[0-9]{{{count if char == 'f' else 0},{count}}})")
        elif char in "'\"":
            end = spec.find(char, at + 1)
            if end < 0:
                raise format_fault()
            out.append(re.escape(spec[at + 1:end]))
            count = end + 1 - at
        elif char == "\\" and at + 1 < len(spec):
            out.append(re.escape(spec[at + 1]))
            count = 2
        elif char == "%":
            count = 1
        else:
            raise format_fault()
        at += count
    return "".join(out)
