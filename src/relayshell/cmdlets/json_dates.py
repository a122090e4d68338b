"""Texts of JSON that read like times, as DateTime or DateTimeOffset."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any


def maker(kind: str) -> Callable[[str], Any]:
    """A function from such a text to the time it tells, in the manner -DateKind names."""
    from relayshell.errors import ShellError
    from relayshell.objects.exceptions import NetException
    from relayshell.objects.members import call_method, call_static, get_member, get_static, new_object
    from relayshell.objects.nettype import get_type
    from relayshell.objects.numbers import Int64

    date_time, offset = get_type("System.DateTime"), get_type("System.DateTimeOffset")
    style = get_type("System.Globalization.DateTimeStyles")
    culture = get_static(get_type("System.Globalization.CultureInfo"), "InvariantCulture")
    round_trip = get_static(style, "RoundtripKind")

    def ticked(text: str) -> Any:
        """/Date(milliseconds since 1970, and where a zone follows it is local time)/."""
        digits = re.match(r"/Date\((-?\d+)([+-]\d+)?", text)
        assert digits is not None
        moment = call_static(offset, "FromUnixTimeMilliseconds", [Int64(int(digits[1]))])
        return get_member(moment, "LocalDateTime" if digits[2] else "UtcDateTime")

    def default(text: str) -> Any:
        if text.startswith("/"):
            return ticked(text)
        return call_static(date_time, "Parse", [text, culture, round_trip])

    def safe(make: Callable[[str], Any]) -> Callable[[str], Any]:
        """A text that reads like a time and is none stays a text."""

        def made(text: str) -> Any:
            try:
                return make(text)
            except (ShellError, NetException):
                return text

        return made

    makers: dict[str, Callable[[str], Any]] = {
        "Offset": lambda text: new_object(offset, [ticked(text)]) if text.startswith("/") else call_static(offset, "Parse", [text, culture]),
        "Local": lambda text: call_method(default(text), "ToLocalTime", []),
        "Utc": lambda text: call_method(default(text), "ToUniversalTime", []),
    }
    return safe(makers.get(kind, default))
