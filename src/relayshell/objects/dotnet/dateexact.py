"""DateTime.ParseExact: a text read by a standard or custom format and by nothing else."""

from __future__ import annotations

from typing import Any

from relayshell.objects.dotnet import dateformat
from relayshell.objects.dotnet.culture import INVARIANT, DateFormat, date_format
from relayshell.objects.dotnet.dateparse import Reading, bad_date, kinded, read_zone
from relayshell.objects.dotnet.datetimes import UTC, DateTime
from relayshell.objects.dotnet.faults import format_fault, null_fault

LEADING_WHITE, TRAILING_WHITE, INNER_WHITE, ADJUST, ASSUME_UNIVERSAL, ROUNDTRIP = 1, 2, 4, 16, 64, 128


class _Mismatch(Exception):
    """The text does not follow the format."""


def parse_exact(text: str | None, formats: list[str], culture: Any = None, styles: int = 0) -> DateTime:
    """The date that one of the formats reads. Raises FormatException, ArgumentNullException."""
    if text is None:
        raise null_fault("s")
    if not formats:
        raise format_fault("No format specifiers were provided.")
    for spec in formats:
        if spec is None:
            raise null_fault("format")
        if not spec:
            raise format_fault("Input string was not in a correct format.")
        try:
            reading, more = read_exact(text, spec, date_format(culture), styles)
            return kinded(reading, text, styles | more)
        except _Mismatch:
            continue
    raise bad_date(text)


def exact_reading(text: str, formats: list[str], culture: Any, styles: int) -> tuple[Reading, int]:
    """The reading alone, for types that keep an offset. Raises FormatException."""
    for spec in formats:
        try:
            return read_exact(text, spec, date_format(culture), styles)
        except _Mismatch:
            continue
    raise bad_date(text)


def read_exact(text: str, spec: str, info: DateFormat, styles: int) -> tuple[Reading, int]:
    """What a format reads, and the styles that the format itself implies. Raises _Mismatch, FormatException."""
    more = 0
    if len(spec) == 1:
        pattern = dateformat.pattern_of(spec, info)
        if spec in "oOrRsu":
            info = INVARIANT.date
        if spec in "oO":
            more = ROUNDTRIP
        elif spec in "rR":
            more = 0
        elif spec == "u":
            more = ASSUME_UNIVERSAL | ADJUST if styles & ADJUST else 0
        elif spec == "U":
            more = ASSUME_UNIVERSAL | ADJUST
    else:
        pattern = spec
    return _Exact(text, pattern, info, styles).read(), more


class _Exact:
    """One pass over text and pattern together."""

    def __init__(self, text: str, pattern: str, info: DateFormat, styles: int) -> None:
        self.text, self.pattern, self.info, self.styles = text, pattern, info, styles
        self.at = 0
        self.result = Reading()

    def read(self) -> Reading:
        """Reads it all. Raises _Mismatch."""
        pattern, text = self.pattern, self.text
        if self.styles & LEADING_WHITE:
            self.skip()
        end = len(text.rstrip()) if self.styles & TRAILING_WHITE else len(text)
        at = 0
        while at < len(pattern):
            if self.styles & INNER_WHITE:
                self.skip()
            at += self.step(at)
        if self.at < end:
            raise _Mismatch
        return self.result

    def skip(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def digits(self, least: int, most: int) -> int:
        end = self.at
        while end < len(self.text) and end - self.at < most and "0" <= self.text[end] <= "9":
            end += 1
        if end - self.at < least:
            raise _Mismatch
        value = int(self.text[self.at:end])
        self.at = end
        return value

    def literal(self, wanted: str) -> None:
        here = self.text[self.at:self.at + len(wanted)]
        if here != wanted and not (here.isspace() and wanted.isspace()):
            raise _Mismatch
        self.at += len(wanted)

    def name(self, *lists: Any) -> int:
        rest = self.text[self.at:].lower()
        best, size = -1, 0
        for names in lists:
            for index, name in enumerate(names):
                if len(name) > size and rest.startswith(name.lower()):
                    best, size = index, len(name)
        if best < 0:
            raise _Mismatch
        self.at += size
        return best

    def step(self, at: int) -> int:
        """Reads what one part of the pattern asks for; how long that part is."""
        pattern, result, info = self.pattern, self.result, self.info
        char = pattern[at]
        count = 1
        while at + count < len(pattern) and pattern[at + count] == char:
            count += 1
        narrow, wide = (1, 2) if count == 1 else (2, 2)
        if char == "y":
            if count <= 2:
                year = self.digits(narrow, 2)
                result.year = year + (2000 if year <= 49 else 1900)
            else:
                result.year = self.digits(3 if count == 3 else count, max(count, 4))
        elif char == "M":
            if count <= 2:
                result.month = self.digits(narrow, wide)
            else:
                lists = (info.months_short, info.months_short_genitive) if count == 3 else (info.months, info.months_genitive)
                result.month = self.name(*lists) + 1
        elif char == "d":
            if count <= 2:
                result.day = self.digits(narrow, wide)
            else:
                result.week_day = self.name(info.days_short if count == 3 else info.days)
        elif char in "Hh":
            result.hour = self.digits(narrow, wide)
            if char == "h" and not 0 <= result.hour <= 12:
                raise _Mismatch
        elif char == "m":
            result.minute = self.digits(narrow, wide)
        elif char == "s":
            result.second = self.digits(narrow, wide)
        elif char in "fF":
            if count > 7:
                raise format_fault()
            self.fraction(char, count)
        elif char == "t":
            result.pm = bool(self.name([info.am[:1], info.pm[:1]] if count == 1 else [info.am, info.pm]))
        elif char in "zK":
            self.zone(char)
        elif char == "g":
            self.name([info.era, "A.D.", "AD"])
        elif char == ":":
            self.literal(info.time_sep)
            return 1
        elif char == "/":
            self.literal(info.date_sep)
            return 1
        elif char in "'\"":
            text, count = dateformat.quoted(pattern, at)
            self.literal(text)
        elif char == "\\":
            if at + 1 >= len(pattern):
                raise format_fault()
            self.literal(pattern[at + 1])
            return 2
        elif char == "%":
            return 1
        else:
            if char == "." and pattern[at + 1:at + 2] == "F" and self.text[self.at:self.at + 1] != ".":
                return 1
            self.literal(char)
            return 1
        return count

    def fraction(self, char: str, count: int) -> None:
        start = self.at
        if char == "f":
            self.digits(count, count)
        else:
            while self.at < len(self.text) and self.at - start < count and "0" <= self.text[self.at] <= "9":
                self.at += 1
        self.result.fraction = int(self.text[start:self.at].ljust(7, "0") or 0)

    def zone(self, char: str) -> None:
        rest = self.text[self.at:]
        if char == "K" and not rest[:1].upper() == "Z" and rest[:1] not in ("+", "-"):
            return
        if rest[:1].upper() == "Z":
            self.result.offset, self.result.utc = 0, True
            self.at += 1
            return
        import re
        found = re.match(r"[+-]\d{1,2}(:?\d{2})?", rest)
        if not found or not read_zone(self.result, found[0]):
            raise _Mismatch
        self.at += found.end()


__all__ = ["UTC", "exact_reading", "parse_exact", "read_exact"]
