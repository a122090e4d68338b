"""A change of the settings file as a `with` block, and what is wrong with it as an error of the shell."""

from __future__ import annotations

from typing import Any

from relayengine.schema import SettingProblems
from relayengine.values.problem import BadValue
from relayshell.errors import ShellError
from relayshell.transport.faults import INVALID, fault
from relayshell.transport.trail import record
from relayshell.transport.values import BadChange


class Change:
    """A `with` block in which the settings are edited."""

    def __init__(self, cmdlet: Any) -> None:
        self.cmdlet = cmdlet
        self.editing = cmdlet.relay.store.edit()

    def __enter__(self) -> Any:
        _ = self.cmdlet.settings
        return _translated(self.editing.__enter__)

    def __exit__(self, kind: Any, value: Any, trace: Any) -> bool:
        if kind is None:
            _translated(lambda: self.editing.__exit__(None, None, None))
            record(self.cmdlet)
            return False
        self.editing.__exit__(kind, value, trace)
        if isinstance(value, (SettingProblems, BadValue, BadChange, OSError)):
            raise translated(value) from None
        return False


def _translated(action: Any) -> Any:
    from relayengine.settings.store import BrokenSettings

    try:
        return action()
    except (SettingProblems, BadValue, BadChange, OSError, BrokenSettings) as error:
        raise translated(error) from None


def translated(error: BaseException) -> ShellError:
    """A problem of the settings as an error of the shell, every reason in its message."""
    if isinstance(error, SettingProblems):
        message = "\n".join(str(problem) for problem in error.problems)
        return ShellError(message, "SettingProblem", "InvalidArgument", error.problems[0].setting or None, exception=fault(INVALID, message))
    if isinstance(error, OSError):
        return ShellError(f"The settings could not be written: {error.strerror or error} ({error.filename}). Nothing was changed.",
                          "SettingsNotWritten", "WriteError", error.filename)
    return ShellError(str(error), "SettingProblem", "InvalidArgument")
