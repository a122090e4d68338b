"""Duration: a length of time, printed as .NET prints a TimeSpan: `00:10:00`, `2.00:00:00`."""

import re
from datetime import timedelta
from typing import Self

from relayengine.values.problem import BadValue, quoted

_FORM = re.compile(r"^\s*(-)?(?:(\d{1,9})\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?\s*$", re.ASCII)
_DAYS = re.compile(r"^\s*(-)?(\d{1,9})\s*$", re.ASCII)


class Duration(timedelta):
    """A timedelta that reads and prints `[-][d.]hh:mm:ss[.fffffff]`; a bare number is days, as in .NET."""

    __slots__ = ()
    shown_type = "EnhancedTimeSpan"
    example = "00:10:00"

    @classmethod
    def of(cls, seconds: float) -> Self:
        """The duration of so many seconds."""
        return cls(seconds=seconds)

    @classmethod
    def parse(cls, text: object) -> Self:
        """Reads a text, or takes a timedelta over."""
        if isinstance(text, timedelta):
            return cls(days=text.days, seconds=text.seconds, microseconds=text.microseconds)
        try:
            return cls._read(str(text))
        except OverflowError:
            raise BadValue(f"{quoted(text)} is longer than a time span can be") from None

    @classmethod
    def _read(cls, text: str) -> Self:
        if match := _FORM.match(text):
            sign, days, hours, minutes, seconds, part = match.groups()
            if int(hours) < 24 and int(minutes) < 60 and int(seconds or 0) < 60:
                value = cls(days=int(days or 0), hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0),
                            microseconds=int((part or "0").ljust(7, "0")) // 10)
                return cls.parse(-value) if sign else value
        elif match := _DAYS.match(text):
            return cls(days=int(match[2]) * (-1 if match[1] else 1))
        raise BadValue(f"{quoted(text)} is not a time span such as 00:10:00 or 2.00:00:00")

    @property
    def seconds_in_all(self) -> float:
        """The whole length in seconds."""
        return self.total_seconds()

    def __str__(self) -> str:
        whole = abs(timedelta(self.days, self.seconds, self.microseconds))
        minutes, seconds = divmod(whole.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = f"{hours:02}:{minutes:02}:{seconds:02}"
        if whole.days:
            text = f"{whole.days}.{text}"
        if whole.microseconds:
            text += f".{whole.microseconds * 10:07}"
        return "-" + text if self.days < 0 else text

    __repr__ = __str__
