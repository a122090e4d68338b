"""-Culture: whose alphabet puts texts in order."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.collation import alphabet_of
from relayshell.objects.exceptions import NetException


def check_culture(name: str | None) -> None:
    """Raise ShellError for a culture that is none."""
    if not name:
        return
    import re

    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*|\d+|0x[0-9A-Fa-f]+", name):
        message = f"Culture is not supported. (Parameter 'name')\n{name} is an invalid culture identifier."
        exception = NetException("System.Globalization.CultureNotFoundException", message)
        raise ShellError(message, "CultureNotFound", "InvalidArgument", name, exception=exception)


def in_alphabet(culture: str | None) -> AbstractContextManager[None]:
    """Texts are in the order of this culture's alphabet within it, or of the current culture's where none is named."""
    return alphabet_of(culture or _current())


def _current() -> str:
    # A session that never looked at cultures has the one it began with, whose order is the root's.
    module: Any = sys.modules.get("relayshell.objects.dotnet.culture")
    return "" if module is None else str(module.current().name)
