"""The task of [powershell]::InvokeAsync(): it ends when the commands, which run in a thread of their own, have ended."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.dotnet.tasks import Task
from relayshell.objects.nettype import close_generic, get_type
from relayshell.runtime.hosting import AsyncRun

_P = "System.Management.Automation."
_RUNNING, _DONE, _CANCELED, _FAILED = 3, 5, 6, 7


class RunTask(Task):
    """A task around a run."""

    __slots__ = ("run_", "_kept")

    def __init__(self, run: AsyncRun) -> None:
        self.run_ = run
        self._kept: dict[str, Any] = {}
        super().__init__()
        output = close_generic(get_type(_P + "PSDataCollection`1"), (get_type(_P + "PSObject"),))
        self.net_type = close_generic(get_type("System.Threading.Tasks.Task`1"), (output,))

    @property
    def state(self) -> int:  # type: ignore[override]
        """The number of its TaskStatus."""
        if not self.run_.done.is_set():
            return _RUNNING
        return {"Failed": _FAILED, "Stopped": _CANCELED}.get(self.run_.owner.state, _DONE)

    @state.setter
    def state(self, value: int) -> None:
        """Not set from outside: it follows from the run."""

    @property
    def value(self) -> Any:  # type: ignore[override]
        """What came out."""
        return self.run_.output if self.run_.gives_output else None

    @value.setter
    def value(self, value: Any) -> None:
        """As state."""

    @property
    def error(self) -> Any:  # type: ignore[override]
        """What ended it early."""
        reason = self.run_.owner.reason if self.run_.done.is_set() else None
        if isinstance(reason, ShellError):
            from relayshell.runtime.faults import make_record

            return make_record(reason).exception
        if reason is None and self.state == _CANCELED:
            from relayshell.objects.exceptions import NetException

            return NetException("System.Threading.Tasks.TaskCanceledException", "A task was canceled.")
        return reason

    @error.setter
    def error(self, value: Any) -> None:
        """As state."""

    def settle(self, seconds: float | None) -> bool:
        """See Task."""
        if seconds is not None and seconds >= 0:
            return self.run_.done.wait(seconds)
        while not self.run_.done.wait(0.1):
            pass
        return True

    def handle(self) -> Any:
        """The run, which can be waited for."""
        return self.run_
