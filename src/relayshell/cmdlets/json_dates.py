"""Texts of JSON that read like times, as DateTime or DateTimeOffset."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def maker(kind: str) -> Callable[[str], Any]:
    """A function from such a text to the time it tells, in the manner -DateKind names."""
    from relayshell.objects.members import call_method, call_static, get_static
    from relayshell.objects.nettype import get_type

    date_time, offset = get_type("System.DateTime"), get_type("System.DateTimeOffset")
    style = get_type("System.Globalization.DateTimeStyles")
    culture = get_static(get_type("System.Globalization.CultureInfo"), "InvariantCulture")
    round_trip = get_static(style, "RoundtripKind")

    def default(text: str) -> Any:
        return call_static(date_time, "Parse", [text, culture, round_trip])

    if kind == "Offset":
        return lambda text: call_static(offset, "Parse", [text, culture])
    if kind == "Local":
        return lambda text: call_method(default(text), "ToLocalTime", [])
    if kind == "Utc":
        return lambda text: call_method(default(text), "ToUniversalTime", [])
    return default
