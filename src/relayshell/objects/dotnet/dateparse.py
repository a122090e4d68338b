"""DateTime.Parse: dates and times as people write them, in the ways .NET takes.

A text is cut into numbers, words and separators; what they mean follows from their order, their length and the culture.
The exact parser is in `dateexact.py`. Results are ticks with what was said of the time zone; nothing here makes a DateTime of
a kind by itself except `parse_date`.
"""

from __future__ import annotations

import re
from typing import Any

from relayshell.objects.dotnet import ticks as calendar
from relayshell.objects.dotnet.culture import INVARIANT, DateFormat, date_format
from relayshell.objects.dotnet.datetimes import LOCAL, UNSPECIFIED, UTC, DateTime
from relayshell.objects.dotnet.faults import format_fault, null_fault
from relayshell.objects.dotnet.ticks import DAY, HOUR, MINUTE, SECOND

ALLOW_WHITE, NO_CURRENT_DATE, ADJUST, ASSUME_LOCAL, ASSUME_UNIVERSAL, ROUNDTRIP = 7, 8, 16, 32, 64, 128


def bad_date(text: str) -> Exception:
    """The FormatException for a text that is no date."""
    return format_fault(f"String '{text}' was not recognized as a valid DateTime.")


class Reading:
    """What was read: fields are None where the text did not say."""

    __slots__ = ("year", "month", "day", "hour", "minute", "second", "fraction", "pm", "offset", "utc", "week_day")

    def __init__(self) -> None:
        self.year: int | None = None
        self.month: int | None = None
        self.day: int | None = None
        self.hour: int | None = None
        self.minute = self.second = self.fraction = 0
        self.pm: bool | None = None
        self.offset: int | None = None
        self.utc = False
        self.week_day: int | None = None

    def ticks(self, text: str, styles: int = 0) -> int:
        """The ticks of the clock that the text shows. Raises FormatException."""
        hour = self.hour or 0
        if self.pm is not None:
            if not 0 <= hour <= 12:
                raise bad_date(text)
            hour = hour % 12 + (12 if self.pm else 0)
        if hour > 23 or self.minute > 59 or self.second > 59:
            raise bad_date(text)
        year, month, day = self.year, self.month, self.day
        if year is None and month is None and day is None:
            if styles & NO_CURRENT_DATE:
                year = month = day = 1
            else:
                year, month, day = calendar.parts(calendar.to_local(calendar.utc_now()))
        else:
            year = calendar.parts(calendar.to_local(calendar.utc_now()))[0] if year is None else year
            month, day = month or 1, 1 if day is None else day
        if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.days_in_month(year, month)):
            raise bad_date(text)
        ticks = calendar.date_ticks(year, month, day)
        if self.week_day is not None and calendar.day_of_week(ticks) != self.week_day:
            raise format_fault(f"String '{text}' was not recognized as a valid DateTime because the day of week was incorrect.")
        return ticks + hour * HOUR + self.minute * MINUTE + self.second * SECOND + self.fraction


def kinded(reading: Reading, text: str, styles: int) -> DateTime:
    """The DateTime of a reading, its zone applied as the styles say. Raises FormatException."""
    ticks = reading.ticks(text, styles)
    if reading.offset is None:
        if styles & ASSUME_UNIVERSAL:
            made = DateTime(ticks, UTC)
            return made if styles & ADJUST else made.local()
        if styles & ASSUME_LOCAL:
            made = DateTime(ticks, LOCAL)
            return made.universal() if styles & ADJUST else made
        return DateTime(ticks, UNSPECIFIED)
    if reading.utc and styles & ROUNDTRIP:
        return DateTime(ticks, UTC)
    universal = ticks - reading.offset
    if not 0 <= universal <= calendar.MAX_TICKS:
        universal = calendar.clamp(universal)
    made = DateTime(universal, UTC)
    return made if styles & ADJUST else made.local()


def parse_date(text: str | None, culture: Any = None, styles: int = 0) -> DateTime:
    """DateTime.Parse. Raises FormatException, ArgumentNullException."""
    if text is None:
        raise null_fault("s")
    return kinded(read_date(text, date_format(culture)), text, styles)


_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:T|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,16}))?)?\s*(Z|GMT|[+-]\d{1,2}(?::?\d{2})?)?)?\s*\Z", re.A | re.I)
_TOKEN = re.compile(r"(?P<space>\s+)|(?P<number>\d+)|(?P<word>[^\W\d_]+\.?)|(?P<mark>.)", re.S)


def read_date(text: str, info: DateFormat) -> Reading:
    """What a text says. Raises FormatException."""
    found = _ISO.match(text)
    if found:
        reading = Reading()
        reading.year, reading.month, reading.day = int(found[1]), int(found[2]), int(found[3])
        if found[4]:
            reading.hour, reading.minute, reading.second = int(found[4]), int(found[5]), int(found[6] or 0)
            reading.fraction = read_fraction(found[7] or "")
            if found[8]:
                read_zone(reading, found[8])
        return reading
    return _Reader(text, info).read()


def read_fraction(digits: str) -> int:
    """Ticks of the digits behind a second's point, rounded."""
    if len(digits) > 7:
        return round(float("0." + digits) * SECOND)
    return int(digits.ljust(7, "0")) if digits else 0


def read_zone(reading: Reading, text: str) -> bool:
    """Z, GMT, +02:00, +0200 or +2; False when it is none."""
    if text.upper() in ("Z", "GMT"):
        reading.offset, reading.utc = 0, True
        return True
    found = re.fullmatch(r"([+-])(\d{1,2})(?::?(\d{2}))?", text)
    if not found or int(found[2]) > 14 or int(found[3] or 0) > 59:
        return False
    amount = int(found[2]) * HOUR + int(found[3] or 0) * MINUTE
    reading.offset = -amount if found[1] == "-" else amount
    return True


class _Reader:
    """One pass over a text that is not plain ISO."""

    def __init__(self, text: str, info: DateFormat) -> None:
        self.text, self.info = text, info
        self.result = Reading()
        self.numbers: list[tuple[int, int]] = []
        self.month_place: int | None = None
        self.tokens = [(m.lastgroup, m[0], m.start()) for m in _TOKEN.finditer(text)]
        self.at = 0

    def read(self) -> Reading:
        """Reads it all. Raises FormatException."""
        text = self.text
        if not text.strip():
            raise bad_date(text)
        while self.at < len(self.tokens):
            kind, value, start = self.tokens[self.at]
            if kind == "space":
                self.at += 1
            elif kind == "number":
                self.number()
            elif kind == "word":
                self.word(value, start)
            elif value in "/-.," or value == self.info.date_sep:
                self.mark(value)
            elif value in "+-" and self.result.hour is not None:
                self.zone()
            else:
                raise self.unknown(start) if not (value.isascii() and value in ":'\"") else bad_date(text)
        self.settle()
        return self.result

    def unknown(self, start: int) -> Exception:
        return format_fault(f"The string '{self.text}' was not recognized as a valid DateTime. There is an unknown word starting at index '{start}'.")

    def peek(self, offset: int) -> tuple[Any, str, int]:
        at = self.at + offset
        return self.tokens[at] if at < len(self.tokens) else (None, "", len(self.text))

    def mark(self, value: str) -> None:
        if value in "+-" and self.result.hour is not None and self.result.offset is None and self.peek(1)[0] == "number":
            self.zone()
            return
        if not self.numbers and self.month_place is None and value not in ",." and self.result.week_day is None:
            raise bad_date(self.text)
        self.at += 1

    def zone(self) -> None:
        sign = self.tokens[self.at][1]
        written = sign
        self.at += 1
        while self.at < len(self.tokens) and (self.tokens[self.at][0] == "number" or self.tokens[self.at][1] == ":"):
            written += self.tokens[self.at][1]
            self.at += 1
        if not read_zone(self.result, written):
            raise bad_date(self.text)

    def number(self) -> None:
        _, value, _ = self.tokens[self.at]
        after = self.peek(1)
        if after[1] == ":" or (after[1] == self.info.time_sep != self.info.date_sep and self.peek(2)[0] == "number" and self.result.hour is None):
            self.time()
            return
        word = self.peek(2) if after[0] == "space" else after
        if word[0] == "word" and self.half_of_day(word[1]) is not None and self.result.hour is None:
            self.result.hour = int(value)
            self.at += 1
            return
        self.numbers.append((int(value), len(value)))
        self.at += 1
        if self.peek(0)[1].upper() == "T" and self.peek(1)[0] == "number":
            self.at += 1

    def time(self) -> None:
        """h:mm, h:mm:ss or h:mm:ss.fffffff from the hour on."""
        if self.result.hour is not None:
            raise bad_date(self.text)
        self.result.hour = int(self.tokens[self.at][1])
        separator = self.peek(1)[1]
        self.at += 2
        if self.peek(0)[0] != "number":
            if self.peek(0)[0] is None:
                raise bad_date(self.text)
            raise bad_date(self.text)
        self.result.minute = int(self.tokens[self.at][1])
        self.at += 1
        if self.peek(0)[1] == separator and self.peek(1)[0] == "number":
            self.result.second = int(self.peek(1)[1])
            self.at += 2
            if self.peek(0)[1] in (".", ",") and self.peek(1)[0] == "number":
                self.result.fraction = read_fraction(self.peek(1)[1])
                self.at += 2
        if self.peek(0)[0] == "mark" and self.peek(0)[1] in "+-" and self.peek(1)[0] == "number":
            self.zone()

    def half_of_day(self, word: str) -> bool | None:
        folded = word.rstrip(".").lower()
        if folded in (self.info.pm.lower(), "pm", "p"):
            return True
        return False if folded in (self.info.am.lower(), "am", "a") else None

    def word(self, value: str, start: int) -> None:
        folded = value.rstrip(".").lower()
        info = self.info
        half = self.half_of_day(value)
        if half is not None and self.result.hour is not None and self.result.pm is None:
            self.result.pm = half
        elif folded in ("z", "gmt") and self.result.hour is not None:
            self.result.offset, self.result.utc = 0, True
        elif folded == "t" and self.peek(1)[0] == "number":
            pass
        elif (month := _name_index(folded, value, info.months, info.months_short, info.months_genitive)) is not None and self.month_place is None:
            self.result.month = month + 1
            self.month_place = len(self.numbers)
        elif (day := _name_index(folded, value, info.days, info.days_short, ())) is not None and self.result.week_day is None:
            self.result.week_day = day
        elif folded in ("ad", "a.d") or (folded == "de" and info.long_date.find("'de'") >= 0):
            pass
        else:
            raise self.unknown(start)
        self.at += 1
        if self.peek(0)[1] == "." and not value.endswith("."):
            self.at += 1

    def settle(self) -> None:
        """Numbers to year, month and day."""
        result, numbers = self.result, self.numbers
        if self.month_place is not None:
            self.settle_named()
            return
        if not numbers:
            if result.hour is None and result.week_day is None:
                raise bad_date(self.text)
            return
        order = _order(self.info)
        if len(numbers) == 3:
            if numbers[0][1] > 2:
                order = "ymd"
            elif numbers[1][1] > 2:
                raise bad_date(self.text)
            elif numbers[2][1] > 2 and order == "ymd":
                order = "mdy"
            values = dict(zip(order, numbers))
            result.year, result.month, result.day = _year(values["y"]), values["m"][0], values["d"][0]
        elif len(numbers) == 2:
            (first, first_size), (second, second_size) = numbers
            if first_size > 2:
                result.year, result.month, result.day = first, second, 1
            elif second_size > 2:
                result.year, result.month, result.day = second, first, 1
            elif order.index("m") < order.index("d"):
                result.month, result.day = first, second
            else:
                result.month, result.day = second, first
        else:
            raise bad_date(self.text)

    def settle_named(self) -> None:
        """Numbers beside a month's name."""
        result, numbers = self.result, self.numbers
        if not numbers:
            result.day = 1
        elif len(numbers) == 1:
            value, size = numbers[0]
            if size > 2 or value > calendar.days_in_month(2000, result.month or 1):
                result.year, result.day = _year(numbers[0]), 1
            else:
                result.day = value
        elif len(numbers) == 2:
            first, second = numbers
            if first[1] > 2 or (first[0] > 31 and second[1] <= 2):
                first, second = second, first
            result.day, result.year = first[0], _year(second)
        else:
            raise bad_date(self.text)


def _name_index(folded: str, written: str, *lists: Any) -> int | None:
    for names in lists:
        for index, name in enumerate(names):
            plain = name.lower()
            if plain == folded or plain == written.lower() or plain.rstrip(".") == folded:
                return index
    if lists and lists[0] is not INVARIANT.date.months and folded in ("sept",) and len(lists[0]) == 12:
        return 8
    return None


def _year(number: tuple[int, int]) -> int:
    value, size = number
    return value if size > 2 else value + (2000 if value <= 49 else 1900)


def _order(info: DateFormat) -> str:
    """ymd, mdy or dmy, from the short date pattern."""
    out = ""
    for char in info.short_date.lower():
        if char in "ymd" and char not in out:
            out += char
    return out if len(out) == 3 else "mdy"
