"""System.TimeZoneInfo over the system's zone files. Windows names of common zones are known too."""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet import ticks as calendar
from relayshell.objects.dotnet.dateoffsets import DateTimeOffset
from relayshell.objects.dotnet.datetimes import LOCAL, UNSPECIFIED, UTC, DateTime
from relayshell.objects.dotnet.faults import argument_fault, fault
from relayshell.objects.dotnet.results import array
from relayshell.objects.dotnet.ticks import MINUTE, SECOND
from relayshell.objects.dotnet.timespans import TimeSpan

_WINDOWS = {
    "UTC": "Etc/UTC", "GMT Standard Time": "Europe/London", "Greenwich Standard Time": "Atlantic/Reykjavik", "W. Europe Standard Time": "Europe/Berlin",
    "Central Europe Standard Time": "Europe/Budapest", "Romance Standard Time": "Europe/Paris", "Central European Standard Time": "Europe/Warsaw",
    "E. Europe Standard Time": "Europe/Chisinau", "FLE Standard Time": "Europe/Kyiv", "GTB Standard Time": "Europe/Bucharest", "Turkey Standard Time": "Europe/Istanbul",
    "Russian Standard Time": "Europe/Moscow", "Israel Standard Time": "Asia/Jerusalem", "Egypt Standard Time": "Africa/Cairo", "South Africa Standard Time": "Africa/Johannesburg",
    "Arab Standard Time": "Asia/Riyadh", "Arabian Standard Time": "Asia/Dubai", "Iran Standard Time": "Asia/Tehran", "Pakistan Standard Time": "Asia/Karachi",
    "India Standard Time": "Asia/Kolkata", "Nepal Standard Time": "Asia/Kathmandu", "SE Asia Standard Time": "Asia/Bangkok", "China Standard Time": "Asia/Shanghai",
    "Singapore Standard Time": "Asia/Singapore", "Taipei Standard Time": "Asia/Taipei", "Tokyo Standard Time": "Asia/Tokyo", "Korea Standard Time": "Asia/Seoul",
    "W. Australia Standard Time": "Australia/Perth", "AUS Eastern Standard Time": "Australia/Sydney", "E. Australia Standard Time": "Australia/Brisbane",
    "Cen. Australia Standard Time": "Australia/Adelaide", "New Zealand Standard Time": "Pacific/Auckland", "Hawaiian Standard Time": "Pacific/Honolulu",
    "Alaskan Standard Time": "America/Anchorage", "Pacific Standard Time": "America/Los_Angeles", "US Mountain Standard Time": "America/Phoenix",
    "Mountain Standard Time": "America/Denver", "Central Standard Time": "America/Chicago", "Canada Central Standard Time": "America/Regina",
    "Central Standard Time (Mexico)": "America/Mexico_City", "Eastern Standard Time": "America/New_York", "US Eastern Standard Time": "America/Indiana/Indianapolis",
    "Atlantic Standard Time": "America/Halifax", "Newfoundland Standard Time": "America/St_Johns", "SA Pacific Standard Time": "America/Bogota",
    "E. South America Standard Time": "America/Sao_Paulo", "Argentina Standard Time": "America/Buenos_Aires", "Azores Standard Time": "Atlantic/Azores",
}


class Zone:
    """A time zone by its name; `rules` is Python's tzinfo."""

    __slots__ = ("id", "rules", "fixed_name")

    def __init__(self, id: str, rules: Any, fixed_name: str | None = None) -> None:
        self.id, self.rules, self.fixed_name = id, rules, fixed_name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Zone) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)

    def __str__(self) -> str:
        return self.title()

    def offset_at_utc(self, ticks: int) -> int:
        """Ticks from universal time at a universal time."""
        found = (_moment(ticks).replace(tzinfo=timezone.utc)).astimezone(self.rules).utcoffset()
        return _ticks(found)

    def offset_at_clock(self, ticks: int, fold: int = 1) -> int:
        """Ticks from universal time when the zone's clock shows a time; standard time where it shows it twice."""
        return _ticks(_moment(ticks).replace(tzinfo=self.rules, fold=fold).utcoffset())

    def base(self) -> int:
        """The offset of standard time."""
        year = calendar.parts(calendar.utc_now())[0]
        january, july = (self.offset_at_utc(calendar.date_ticks(year, month, 1)) for month in (1, 7))
        return min(january, july)

    def names(self) -> tuple[str, str]:
        """The short names of standard and daylight time."""
        year = calendar.parts(calendar.utc_now())[0]
        found = [datetime(year, month, 1, tzinfo=self.rules) for month in (1, 7)]
        winter, summer = sorted(found, key=lambda moment: moment.utcoffset() or timedelta())
        return winter.tzname() or self.id, summer.tzname() or self.id

    def title(self) -> str:
        """(UTC+01:00) Europe/Berlin"""
        if self.id in ("UTC", "Etc/UTC"):
            return "(UTC) Coordinated Universal Time"
        minutes = self.base() // MINUTE
        sign = "-" if minutes < 0 else "+"
        shown = f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}" if minutes else "+00:00"
        return f"(UTC{shown}) {self.fixed_name or self.id}"

    def has_daylight(self) -> bool:
        """Whether its clock is changed in the year."""
        year = calendar.parts(calendar.utc_now())[0]
        return len({self.offset_at_utc(calendar.date_ticks(year, month, 1)) for month in range(1, 13)}) > 1


def _moment(ticks: int) -> datetime:
    return datetime(1, 1, 1) + timedelta(microseconds=ticks // 10)


def _ticks(span: timedelta | None) -> int:
    return 0 if span is None else int(span.total_seconds()) * SECOND


UTC_ZONE = Zone("UTC", timezone.utc)


def find_zone(id: str) -> Zone:
    """By IANA or Windows name. Raises TimeZoneNotFoundException."""
    if id.upper() == "UTC":
        return UTC_ZONE
    from zoneinfo import ZoneInfo
    name = next((iana for windows, iana in _WINDOWS.items() if windows.lower() == id.lower()), id)
    try:
        return Zone(id, ZoneInfo(name))
    except Exception:
        raise fault("System.TimeZoneNotFoundException", f"The time zone ID '{id}' was not found on the local computer.") from None


def local_zone() -> Zone:
    """The system's zone, from TZ or /etc/localtime."""
    name = os.environ.get("TZ", "").lstrip(":")
    if not name and os.path.islink("/etc/localtime"):
        name = os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    if name:
        try:
            return find_zone(name)
        except Exception:
            pass
    return UTC_ZONE if calendar.offset_at_utc(calendar.utc_now()) == 0 else Zone("Local", datetime.now().astimezone().tzinfo)


def _convert(value: Any, *zones: Zone) -> Any:
    target = zones[-1]
    if isinstance(value, DateTimeOffset):
        offset = target.offset_at_utc(value.utc_ticks)
        return DateTimeOffset(value.utc_ticks + offset, offset)
    source = zones[0] if len(zones) == 2 else UTC_ZONE if value.kind == UTC else local_zone()
    return _from_utc(DateTime(_to_utc_ticks(value, source), UTC), target)


def _to_utc_ticks(value: DateTime, zone: Zone) -> int:
    return value.ticks if value.kind == UTC else value.ticks - zone.offset_at_clock(value.ticks)


def _from_utc(value: DateTime, zone: Zone) -> DateTime:
    if value.kind == LOCAL:
        raise argument_fault("The conversion could not be completed because the supplied DateTime did not have the Kind property set correctly. For example, when the Kind "
                             "property is DateTimeKind.Local, the source time zone must be TimeZoneInfo.Local.", "sourceTimeZone")
    kind = UTC if zone.id == "UTC" else LOCAL if zone == local_zone() else UNSPECIFIED
    return DateTime(value.ticks + zone.offset_at_utc(value.ticks), kind)


def _to_utc(value: DateTime, zone: Zone | None = None) -> DateTime:
    return DateTime(_to_utc_ticks(value, zone or (UTC_ZONE if value.kind == UTC else local_zone())), UTC)


def _by_id(value: Any, *ids: str) -> Any:
    return _convert(value, *(find_zone(id) for id in ids))


def _offset(self: Zone, value: Any) -> TimeSpan:
    if isinstance(value, DateTimeOffset):
        return TimeSpan(self.offset_at_utc(value.utc_ticks))
    return TimeSpan(self.offset_at_utc(value.ticks) if value.kind == UTC else self.offset_at_clock(value.ticks))


def _ambiguous(self: Zone, value: Any) -> bool:
    return self.offset_at_clock(value.ticks, 0) > self.offset_at_clock(value.ticks, 1)


def _invalid(self: Zone, value: Any) -> bool:
    return self.offset_at_clock(value.ticks, 0) < self.offset_at_clock(value.ticks, 1)


def _all() -> Any:
    from zoneinfo import available_timezones
    zones = [find_zone(name) for name in sorted(available_timezones()) if "/" in name or name == "UTC"]
    return array("System.TimeZoneInfo", sorted(zones, key=lambda zone: (zone.base(), zone.id)))


def _custom(id: str, offset: TimeSpan, title: str, standard: str, *rest: Any) -> Zone:
    made = Zone(id, timezone(timedelta(seconds=offset.ticks // SECOND)), title)
    return made


declare(
    "System.TimeZoneInfo", Zone,
    get={"Id": lambda self: self.id, "HasIanaId": lambda self: self.id not in _WINDOWS or self.id == "UTC", "DisplayName": Zone.title,
         "StandardName": lambda self: "Coordinated Universal Time" if self.id in ("UTC", "Etc/UTC") else self.names()[0],
         "DaylightName": lambda self: "Coordinated Universal Time" if self.id in ("UTC", "Etc/UTC") else self.names()[1], "BaseUtcOffset": lambda self: TimeSpan(self.base()),
         "SupportsDaylightSavingTime": Zone.has_daylight},
    methods={"ToString": str, "GetUtcOffset": _offset, "IsDaylightSavingTime": lambda self, value: _offset(self, value).ticks != self.base(), "IsAmbiguousTime": _ambiguous,
             "IsInvalidTime": _invalid, "Equals": lambda self, other: self == other, "GetHashCode": lambda self: hash(self.id) & 0x7FFFFFFF,
             "HasSameRules": lambda self, other: self.rules == other.rules, "ToSerializedString": lambda self: self.id,
             "GetAmbiguousTimeOffsets": lambda self, value: array("System.TimeSpan", sorted([TimeSpan(self.offset_at_clock(value.ticks, fold)) for fold in (0, 1)]))},
    statics={"FindSystemTimeZoneById": find_zone, "ConvertTime": _convert, "ConvertTimeFromUtc": _from_utc, "ConvertTimeToUtc": _to_utc, "ConvertTimeBySystemTimeZoneId": _by_id,
             "GetSystemTimeZones": lambda *args: _all(), "ClearCachedData": lambda: None, "CreateCustomTimeZone": _custom, "FromSerializedString": find_zone},
    static_get={"Local": local_zone, "Utc": lambda: UTC_ZONE}, to_text=str,
)
