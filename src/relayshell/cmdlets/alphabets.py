"""-Culture: whose alphabet puts texts in order. The order is that of most languages; those with letters elsewhere are refused."""

from __future__ import annotations

from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException

_OTHERS = frozenset("az cs cy da et fi fo hr hu is lt lv mt nb nn no pl ro sk sl sq sr sv tr uk vi".split())
"""Languages that put some Latin letters elsewhere, as Swedish has å, ä and ö after z."""


def check_culture(name: str | None) -> None:
    """Raise ShellError for a culture that is none, or whose alphabet this shell does not know."""
    if not name:
        return
    import re

    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*|\d+|0x[0-9A-Fa-f]+", name):
        message = f"Culture is not supported. (Parameter 'name')\n{name} is an invalid culture identifier."
        exception = NetException("System.Globalization.CultureNotFoundException", message)
        raise ShellError(message, "CultureNotFound", "InvalidArgument", name, exception=exception)
    language = name.partition("-")[0].lower()
    if language in _OTHERS:
        message = f'The alphabet of the culture "{name}" differs from the one texts are sorted by here; leave -Culture out, or name another.'
        exception = NetException("System.Globalization.CultureNotFoundException", message)
        raise ShellError(message, "CultureNotSupported", "NotImplemented", name, exception=exception)
