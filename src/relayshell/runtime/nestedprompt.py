"""A prompt within a command that waits: $Host.EnterNestedPrompt(), and Suspend where a command asks.

Whoever runs a prompt says so by `offer`; the commands typed there run as at the outer one, and `exit` ends it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.runtime.flow import ExitSignal

_SERVICE = "nested prompt"


def offer(session: Any, loop: Callable[[], None]) -> None:
    """Says how to read and run lines until the input ends."""
    session.services[_SERVICE] = loop


def is_offered(session: Any) -> bool:
    """Whether there is a prompt to go to."""
    return _SERVICE in session.services


def enter(session: Any) -> None:
    """Reads and runs lines until `exit`; what waits goes on afterwards as it was."""
    loop = session.services.get(_SERVICE)
    if loop is None:
        message = "This host has no prompt to enter."
        raise ShellError(message, "NotImplemented", "NotImplemented", exception=NetException("System.NotImplementedException", message))
    level = _level(session)
    kept = session.state.current, session.depth, list(session.caught), session.streams, session.propagate
    session.globals.set("nestedpromptlevel", "NestedPromptLevel", level + 1)
    try:
        loop()
    except ExitSignal:
        session.exit_code = None
    finally:
        session.globals.set("nestedpromptlevel", "NestedPromptLevel", level)
        session.state.current, session.depth, session.caught[:], session.streams, session.propagate = kept


def leave(session: Any) -> None:
    """Ends the innermost nested prompt."""
    if not _level(session):
        message = "ExitNestedPrompt cannot be called: no nested prompt is open."
        raise ShellError(message, "InvalidOperation", "InvalidOperation", exception=NetException("System.InvalidOperationException", message))
    raise ExitSignal(0)


def _level(session: Any) -> int:
    cell = session.globals.local("nestedpromptlevel")
    return int(cell.value or 0) if cell is not None else 0
