"""Times: Get-Date, Set-Date, New-TimeSpan, Get-Uptime, Start-Sleep."""

from __future__ import annotations

import time
from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.ranges import RangeKind
from relayshell.commands.validation import ValidateRange
from relayshell.errors import ShellError
from relayshell.objects.members import call_method, call_static, get_member, get_static, new_object
from relayshell.objects.nettype import get_type
from relayshell.objects.numbers import Int64
from relayshell.objects.psobject import PSObject
from relayshell.providers.provider import ItemError

MODULE = "Microsoft.PowerShell.Utility"
FILE_FORMATS = {
    "filedate": "yyyyMMdd", "filedateuniversal": "yyyyMMddZ", "filedatetime": "yyyyMMddTHHmmssffff", "filedatetimeuniversal": "yyyyMMddTHHmmssffffZ",
}
# What each letter of -UFormat stands for, as a .NET format; None for those worked out below.
U_FORMATS = {
    "A": "dddd", "a": "ddd", "B": "MMMM", "b": "MMM", "h": "MMM", "d": "dd", "D": "MM/dd/yy", "H": "HH", "I": "hh", "k": "%H", "l": "%h",
    "m": "MM", "M": "mm", "p": "tt", "r": "hh:mm:ss tt", "R": "HH:mm", "S": "ss", "T": "HH:mm:ss", "X": "HH:mm:ss", "x": "MM/dd/yy",
    "Y": "yyyy", "y": "yy", "F": "yyyy-MM-dd", "c": "ddd dd MMM yyyy HH:mm:ss", "G": "yyyy", "g": "yy",
}


def _kind(date: Any) -> str:
    from relayshell.objects.text import to_text

    return to_text(get_member(date, "Kind"))


class GetDate(Cmdlet, name="Get-Date", default_set="DateAndFormat", output=("System.String", "System.DateTime"), module=MODULE):
    """Gives the present time, or another, as an object or as text.

    Example: a date as text

        PS> Get-Date '2024-02-29' -Format yyyy-MM-dd
        2024-02-29
    """

    date: Any = param("The time; the present one otherwise.", "datetime", position=0, pipeline=True, by_name=True, sets=("DateAndFormat", "DateAndUFormat"), alias=("LastWriteTime",))
    unix_time_seconds: Any = param("The time as seconds since 1970.", "long", mandatory=True, sets=("UnixTimeSecondsAndFormat", "UnixTimeSecondsAndUFormat"), alias=("UnixTime",), check=ValidateRange(-62135596800, 253402300799))
    year: Any = param("Another year.", "int", check=ValidateRange(1, 9999))
    month: Any = param("Another month.", "int", check=ValidateRange(1, 12))
    day: Any = param("Another day of the month.", "int", check=ValidateRange(1, 31))
    hour: Any = param("Another hour.", "int", check=ValidateRange(0, 23))
    minute: Any = param("Another minute.", "int", check=ValidateRange(0, 59))
    second: Any = param("Another second.", "int", check=ValidateRange(0, 59))
    millisecond: Any = param("Another millisecond.", "int", check=ValidateRange(0, 999))
    display_hint: Any = param("What is shown of it: Date, Time or DateTime.", "Microsoft.PowerShell.Commands.DisplayHintType", "DateTime")
    u_format: Any = param("A format of Unix's date, such as %Y-%m-%d.", "string", mandatory=True, sets=("DateAndUFormat", "UnixTimeSecondsAndUFormat"), name="UFormat")
    format: Any = param("A .NET format, or FileDate, FileDateUniversal, FileDateTime, FileDateTimeUniversal.", "string", sets=("DateAndFormat", "UnixTimeSecondsAndFormat"))
    as_utc: Any = param("As the time of Greenwich.", "switch", name="AsUTC")

    def process(self) -> None:
        date_time = get_type("System.DateTime")
        if self.is_given("unix_time_seconds"):
            offset = call_static(get_type("System.DateTimeOffset"), "FromUnixTimeSeconds", [Int64(self.unix_time_seconds)])
            date = get_member(offset, "LocalDateTime")
        elif self.is_given("date"):
            date = self.date
        else:
            date = get_static(date_time, "Now")
        date = self._adjusted(date)
        if self.as_utc:
            date = call_method(date, "ToUniversalTime", [])
        if self.u_format is not None:
            self.write(self._unix(date, self.u_format))
        elif self.format is not None:
            self.write(self._formatted(date))
        else:
            from relayshell.objects.convert import convert

            hint = convert(str(self.display_hint), get_type("Microsoft.PowerShell.Commands.DisplayHintType"))
            self.write(PSObject(date, {"DisplayHint": hint}))

    def _adjusted(self, date: Any) -> Any:
        steps = (("year", "Year", "AddYears"), ("month", "Month", "AddMonths"), ("day", "Day", "AddDays"), ("hour", "Hour", "AddHours"),
                 ("minute", "Minute", "AddMinutes"), ("second", "Second", "AddSeconds"), ("millisecond", "Millisecond", "AddMilliseconds"))
        for attribute, property_name, method in steps:
            if not self.is_given(attribute):
                continue
            wanted = int(getattr(self, attribute))
            by = wanted - int(get_member(date, property_name))
            date = call_method(date, method, [by if method in ("AddYears", "AddMonths") else float(by)])
            if attribute == "millisecond":
                ticks = int(get_member(date, "Ticks"))
                date = call_method(date, "AddTicks", [Int64(-(ticks % 10_000))])
        return date

    def _formatted(self, date: Any) -> str:
        wanted = FILE_FORMATS.get(self.format.lower())
        if wanted is not None:
            if wanted.endswith("Z"):
                date = call_method(date, "ToUniversalTime", []) if self.format.lower() == "filedatetimeuniversal" else date
            return str(call_method(date, "ToString", [wanted.replace("T", "'T'").replace("Z", "'Z'")]))
        return str(call_method(date, "ToString", [self.format]))

    def _unix(self, date: Any, text: str) -> str:
        if text.startswith("+"):
            text = text[1:]
        made: list[str] = []
        at = 0
        while at < len(text):
            letter = text[at]
            if letter != "%" or at + 1 >= len(text):
                made.append(letter)
                at += 1
                continue
            made.append(self._field(date, text[at + 1]))
            at += 2
        return "".join(made)

    def _field(self, date: Any, letter: str) -> str:
        known = U_FORMATS.get(letter)
        if letter in ("k", "l"):
            return str(int(get_member(date, "Hour")) if letter == "k" else (int(get_member(date, "Hour")) + 11) % 12 + 1).rjust(2)
        if known is not None:
            return str(call_method(date, "ToString", [known, get_static(get_type("System.Globalization.CultureInfo"), "InvariantCulture")]))
        if letter == "%":
            return "%"
        if letter == "n":
            return "\n"
        if letter == "t":
            return "\t"
        day_of_week = int(get_member(date, "DayOfWeek"))
        day_of_year = int(get_member(date, "DayOfYear"))
        if letter == "u":
            return str(day_of_week or 7)
        if letter == "w":
            return str(day_of_week)
        if letter == "j":
            return f"{day_of_year:03d}"
        if letter == "e":
            return str(int(get_member(date, "Day"))).rjust(2)
        if letter == "C":
            return str(int(get_member(date, "Year")) // 100)
        if letter == "V":
            return f"{int(call_static(get_type('System.Globalization.ISOWeek'), 'GetWeekOfYear', [date])):02d}"
        if letter in ("U", "W"):
            return str(day_of_year // 7)
        if letter == "s":
            utc = call_method(date, "ToUniversalTime", [])
            return str((int(get_member(utc, "Ticks")) - 621355968000000000) // 10_000_000)
        if letter == "Z":
            text = str(call_method(date, "ToString", ["%K"]))
            return "+00" if text in ("Z", "") else text[:3]
        return letter


class SetDate(Cmdlet, name="Set-Date", default_set="Date", should_process=True, output=("System.DateTime",), module=MODULE):
    """Sets this machine's clock, which takes an administrator."""

    date: Any = param("The time to set.", "datetime", mandatory=True, position=0, pipeline=True, by_name=True, sets=("Date",))
    adjust: Any = param("How much to move it.", "timespan", mandatory=True, position=0, by_name=True, sets=("Adjust",), allow_null=True)
    display_hint: Any = param("What is shown of it.", "Microsoft.PowerShell.Commands.DisplayHintType", "DateTime")

    def process(self) -> None:
        date = self.date
        if self.parameter_set == "Adjust":
            date = call_method(get_static(get_type("System.DateTime"), "Now"), "Add", [self.adjust])
        if not self.should_process(str(call_method(date, "ToString", [])), "Set-Date"):
            return
        utc = call_method(date, "ToUniversalTime", [])
        seconds = (int(get_member(utc, "Ticks")) - 621355968000000000) / 10_000_000
        try:
            time.clock_settime(time.CLOCK_REALTIME, seconds)
        except PermissionError:
            raise ShellError("The clock cannot be set: only an administrator may.", "System.ComponentModel.Win32Exception", "PermissionDenied") from None
        self.write(date)


class NewTimeSpan(Cmdlet, name="New-TimeSpan", default_set="Date", output=("System.TimeSpan",), module=MODULE):
    """Makes a length of time, of its parts or between two times.

    Example: ninety minutes

        PS> (New-TimeSpan -Minutes 90).TotalHours
        1.5
    """

    start: Any = param("When it begins; now otherwise.", "datetime", position=0, pipeline=True, by_name=True, sets=("Date",), alias=("LastWriteTime",))
    until: Any = param("When it ends; now otherwise.", "datetime", position=1, by_name=True, sets=("Date",), name="End")
    days: Any = param("Days.", "int", 0, sets=("Time",))
    hours: Any = param("Hours.", "int", 0, sets=("Time",))
    minutes: Any = param("Minutes.", "int", 0, sets=("Time",))
    seconds: Any = param("Seconds.", "int", 0, sets=("Time",))
    milliseconds: Any = param("Milliseconds.", "int", 0, sets=("Time",))

    def process(self) -> None:
        if self.parameter_set == "Time":
            parts = [int(each) for each in (self.days, self.hours, self.minutes, self.seconds, self.milliseconds)]
            self.write(new_object(get_type("System.TimeSpan"), parts))
            return
        now = get_static(get_type("System.DateTime"), "Now")
        end = self.until if self.is_given("end") else now
        start = self.start if self.is_given("start") else now
        self.write(call_method(end, "Subtract", [start]))


class GetUptime(Cmdlet, name="Get-Uptime", default_set="Timespan", output=("System.TimeSpan", "System.DateTime"), module=MODULE):
    """Tells how long this machine has been running."""

    since: Any = param("Tells since when.", "switch", sets=("Since",))

    def process(self) -> None:
        seconds = time.clock_gettime(time.CLOCK_BOOTTIME)
        span = call_static(get_type("System.TimeSpan"), "FromSeconds", [float(int(seconds))])
        if self.since:
            self.write(call_method(get_static(get_type("System.DateTime"), "Now"), "Subtract", [span]))
        else:
            self.write(span)


LONGEST = 2147483.647
"""The most seconds that can be waited: milliseconds are an Int32."""


class StartSleep(Cmdlet, name="Start-Sleep", default_set="Seconds", module=MODULE):
    """Waits.

    Example: a tenth of a second

        PS> (Measure-Command { Start-Sleep -Milliseconds 100 }).TotalMilliseconds -ge 100
        True
    """

    seconds: Any = param("How many seconds.", "double", position=0, mandatory=True, pipeline=True, by_name=True, sets=("Seconds",), check=ValidateRange(0.0, LONGEST))
    milliseconds: Any = param("How many milliseconds.", "int", mandatory=True, by_name=True, sets=("Milliseconds",), alias=("ms",), check=ValidateRange(0, 2147483647))
    duration: Any = param("How long.", "timespan", mandatory=True, by_name=True, sets=("FromTimeSpan",), alias=("ts",), check=ValidateRange(kind=RangeKind.NON_NEGATIVE))

    def process(self) -> None:
        if self.parameter_set == "Milliseconds":
            wait = int(self.milliseconds) / 1000
        elif self.parameter_set == "FromTimeSpan":
            wait = float(get_member(self.duration, "TotalSeconds"))
            if wait > LONGEST:
                raise ItemError(f"The -Duration parameter value must not exceed {LONGEST} seconds, which {wait} does.", "MaximumDurationExceeded", "InvalidArgument", None,
                                "System.ArgumentException")
        else:
            wait = float(self.seconds)
        # In short steps, so that what stops the pipeline need not wait.
        until = time.monotonic() + wait
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.05))
            if "events" in self.session.services:
                from relayshell.runtime.events import pump

                pump(self.session)
