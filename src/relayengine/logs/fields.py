"""One event, one line: a field as it stands in a log of comma-separated values."""

import re
import time
from functools import lru_cache

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def field(value: str) -> str:
    """A field, quoted when it must be; control characters become \\xNN, so that no text from outside begins a line."""
    if not value.isprintable():
        value = _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", value)
    if "," in value or '"' in value:
        return '"' + value.replace('"', '""') + '"'
    return value


@lru_cache(maxsize=4)
def _second(whole: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(whole))


@lru_cache(maxsize=64)
def _millisecond(thousandths: int) -> str:
    whole, rest = divmod(thousandths, 1000)
    return f"{_second(whole)}.{rest:03d}Z"


def stamp(seconds: float) -> str:
    """A time as the logs write it: UTC, milliseconds, Z. Times outside the calendar read as empty."""
    try:
        return _millisecond(int(seconds * 1000))
    except (OverflowError, ValueError, OSError):
        return ""
