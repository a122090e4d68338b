"""One event, one line: a field as it stands in a log of comma-separated values."""

import re
import time

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def field(value: str) -> str:
    """A field, quoted when it must be; control characters become \\xNN, so that no text from outside begins a line."""
    if not value.isprintable():
        value = _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", value)
    if "," in value or '"' in value:
        return '"' + value.replace('"', '""') + '"'
    return value


_second = (-1, "")


def stamp(seconds: float) -> str:
    """A time as the logs write it: UTC, milliseconds, Z. Times outside the calendar read as empty."""
    global _second
    whole = int(seconds)
    known, text = _second
    if known != whole:
        try:
            text = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(whole))
        except (OverflowError, ValueError, OSError):
            return ""
        _second = (whole, text)
    return f"{text}.{int((seconds - whole) * 1000):03d}Z"
