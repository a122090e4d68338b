"""Scopes by name or number, as -Scope takes them."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.runtime.scope import Scope


def scope_named(frame: Any, name: str) -> Scope:
    """The scope that Global, Script, Local, Private or a number of steps up means. Raises ShellError for another."""
    folded = str(name).strip().lower()
    scope: Scope = frame.scope
    if folded == "global":
        return frame.session.globals  # type: ignore[no-any-return]
    if folded in ("local", "private", "current"):
        return scope
    if folded == "script":
        return scope.script
    try:
        count = int(folded)
    except ValueError:
        message = f"The scope identifier '{name}' is not valid. It must be Global, Local, Script, Private or a number of scopes."
        exception = NetException("System.Management.Automation.PSArgumentException", message)
        raise ShellError(message, "Argument", "InvalidArgument", exception=exception) from None
    if count < 0:
        raise out_of_range(count)
    for _ in range(count):
        if scope.parent is None:
            raise out_of_range(count)
        scope = scope.parent
    return scope


def out_of_range(count: int) -> ShellError:
    """The error for more steps than there are scopes."""
    message = f"The scope number '{count}' exceeds the number of active scopes."
    full = f"{message} (Parameter 'scopeID')\nActual value was {count}."
    exception = NetException("System.Management.Automation.PSArgumentOutOfRangeException", full)
    return ShellError(full, "ArgumentOutOfRange", "InvalidArgument", exception=exception)
