"""Get-, Add-, Clear- and Invoke-History: what was typed in this session."""

from __future__ import annotations

import os
from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import ValidateRange, at_least, not_empty
from relayshell.errors import ShellError
from relayshell.objects.declare import declare
from relayshell.objects.exceptions import NetException
from relayshell.objects.numbers import Int64
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.objects.typedata import add_built_in

_INFO = "Microsoft.PowerShell.Commands.HistoryInfo"
_MODULE = "Microsoft.PowerShell.Core"


class HistoryInfo:
    """A line of the history. Times are DateTimes or None; status is a name of PipelineState."""

    def __init__(self, id: int, command_line: str, status: str = "Completed", start: Any = None, end: Any = None) -> None:
        self.id = id
        self.command_line = command_line
        self.status = status
        self.start = start
        self.end = end


def history_file() -> str:
    """Where the lines typed at a terminal are kept from one session to the next."""
    return os.path.join(os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state"), "relayshell", "history")


def note(session: Any, text: str, status: str, start: Any, end: Any) -> None:
    """Keeps a line that was typed; as many are kept as $MaximumHistoryCount says. Numbers go on, whatever was cleared."""
    number = max(session.services.get("history number", 0), max((each.id for each in session.history), default=0)) + 1
    session.services["history number"] = number
    session.history.append(HistoryInfo(number, text, status, start, end))
    most = session.get_variable("MaximumHistoryCount")
    if isinstance(most, int) and most > 0:
        del session.history[:-most]


def _duration(info: HistoryInfo) -> Any:
    if info.start is None or info.end is None:
        return None
    from relayshell.objects.members import call_method

    return call_method(info.end, "Subtract", [info.start])


def _status(info: HistoryInfo) -> Any:
    from relayshell.commands.parametermembers import enum_named

    return enum_named("System.Management.Automation.Runspaces.PipelineState", info.status)


declare(
    _INFO, HistoryInfo,
    get={
        "Id": lambda info: Int64(info.id),
        "CommandLine": lambda info: info.command_line,
        "ExecutionStatus": _status,
        "StartExecutionTime": lambda info: info.start,
        "EndExecutionTime": lambda info: info.end,
        "Duration": _duration,
    },
    to_text=lambda info: info.command_line,
)
add_built_in(_INFO, DefaultKeyPropertySet=["Id"])


def _none_with(id: int, error_id: str) -> ShellError:
    message = f"Cannot locate the history for Id {id}."
    return ShellError(message, error_id, "ObjectNotFound", Int64(id), exception=NetException("System.ArgumentException", message))


class GetHistory(Cmdlet, name="Get-History", help_uri="https://go.microsoft.com/fwlink/?LinkID=2096788", alias=("ghy", "h", "history"), output=_INFO, module=_MODULE):
    """Tells what was typed in this session.

    Example: a session that is new

        PS> @(Get-History).Count
        0
    """

    id: Any = param("The numbers of the lines.", "long[]", position=0, pipeline=True, check=ValidateRange(1, 2**63 - 1))
    count: int = param("How many of the last lines.", "int", 32, position=1, check=ValidateRange(0, 32767))

    def process(self) -> None:
        lines = list(self.session.history)
        if self.id is None:
            given = self.is_given("Count")
            for info in lines[-self.count :] if given and self.count else [] if given else lines:
                self.write(info)
            return
        known = {info.id: info for info in lines}
        if len(self.id) == 1 and self.is_given("Count"):
            number = int(self.id[0])
            upto = [info for info in lines if info.id <= number]
            if number not in known:
                self.write_error(_none_with(number, "GetHistoryNoHistoryForId"))
                return
            for info in upto[-self.count :] if self.count else ():
                self.write(info)
            return
        if self.is_given("Count"):
            message = "Several Ids and a Count do not go together: give one Id, or no Count."
            exception = NetException("System.ArgumentException", message)
            raise ShellError(message, "GetHistoryNoCountWithMultipleIds", "InvalidArgument", self.count, exception=exception)
        for number in self.id:
            info = known.get(int(number))
            if info is None:
                self.write_error(_none_with(int(number), "GetHistoryNoHistoryForId"))
            else:
                self.write(info)


class AddHistory(Cmdlet, name="Add-History", output=_INFO, module=_MODULE):
    """Adds lines to the history.

    Example: a line of one's own

        PS> [pscustomobject]@{ CommandLine = 'dir'; ExecutionStatus = 'Completed'; StartExecutionTime = Get-Date; EndExecutionTime = Get-Date } | Add-History
        PS> (Get-History).CommandLine
        dir
    """

    input_object: Any = param("The lines: objects as Get-History gives them.", "psobject[]", position=0, pipeline=True)
    passthru: bool = param("Gives the lines added.", "switch")

    def process(self) -> None:
        for value in self.input_object or ():
            info = self._read(value)
            if info is None:
                message = "Cannot add history because the input object has a format that is not valid."
                exception = NetException("System.IO.InvalidDataException", message)
                self.write_error(ShellError(message, "AddHistoryInvalidInput", "InvalidData", value, exception=exception))
                continue
            self.session.history.append(info)
            if self.passthru:
                self.write(info)

    def _read(self, value: Any) -> HistoryInfo | None:
        from relayshell.objects.members import get_member

        if value is None:
            return None
        history = self.session.history
        number = history[-1].id + 1 if history else 1
        base = unwrap(value)
        if isinstance(base, HistoryInfo):
            return HistoryInfo(number, base.command_line, base.status, base.start, base.end)
        line = get_member(value, "CommandLine")
        start, end = get_member(value, "StartExecutionTime"), get_member(value, "EndExecutionTime")
        status = get_member(value, "ExecutionStatus")
        if not isinstance(line, str) or start is None or end is None or status is None:
            return None
        return HistoryInfo(number, line, to_text(status), start, end)


class ClearHistory(Cmdlet, name="Clear-History", alias="clhy", default_set="IDParameter", should_process=True, module=_MODULE):
    """Takes lines out of the history.

    Example: all of them

        PS> Clear-History

    Example: those of a command

        PS> $line = @{ CommandLine = 'dir a'; ExecutionStatus = 'Completed'; StartExecutionTime = Get-Date; EndExecutionTime = Get-Date }
        PS> [pscustomobject]$line | Add-History
        PS> Clear-History -CommandLine dir*
        PS> @(Get-History).Count
        0
    """

    id: Any = param("The numbers of the lines.", "int[]", position=0, sets=("IDParameter",), check=ValidateRange(1, 2**31 - 1))
    command_line: Any = param("The texts of the lines; patterns too.", "string[]", sets=("CommandLineParameter",), check=not_empty())
    count: int = param("How many lines.", "int", 32, position=1, check=at_least(1))
    newest: bool = param("Takes the newest ones first.", "switch")

    def process(self) -> None:
        history = self.session.history
        chosen: list[Any] = list(history)
        if self.command_line:
            from relayshell.objects.wildcard import compile_wildcard

            chosen = []
            for pattern in self.command_line:
                found = [info for info in history if compile_wildcard(pattern, True)(info.command_line)]
                if not found:
                    message = f"Cannot locate the history for command line {pattern}."
                    exception = NetException("System.ArgumentException", message)
                    self.write_error(ShellError(message, "NoHistoryForCommandline", "ObjectNotFound", pattern, exception=exception))
                chosen += [info for info in found if info not in chosen]
        elif self.id:
            known = {info.id: info for info in history}
            chosen = []
            for number in self.id:
                if number in known:
                    chosen.append(known[number])
                else:
                    self.write_error(_none_with(number, "GetHistoryNoHistoryForId"))
        if self.is_given("Count"):
            chosen = chosen[-self.count :] if self.newest else chosen[: self.count]
        if chosen and self.should_process("command history", "Clear-History"):
            gone = {id(info) for info in chosen}
            history[:] = [info for info in history if id(info) not in gone]


class InvokeHistory(Cmdlet, name="Invoke-History", help_uri="https://go.microsoft.com/fwlink/?LinkID=2096586", alias=("ihy", "r"), should_process=True, module=_MODULE):
    """Runs a line of the history again: the last one, one by its number, or the last that begins with a text.

    Example: a line of one's own, run

        PS> [pscustomobject]@{ CommandLine = '1 + 1'; ExecutionStatus = 'Completed'; StartExecutionTime = Get-Date; EndExecutionTime = Get-Date } | Add-History
        PS> Invoke-History 1
        1 + 1
        2
    """

    id: str = param("The line's number, or how it begins.", "string", position=0, by_name=True)

    def end(self) -> None:
        info = self._chosen()
        if not self.should_process(info.command_line, None):
            return
        self.session.host_line(info.command_line)
        block = self.session.new_block(info.command_line)
        self.session.call(block, scope="current", sink=self.write)

    def _chosen(self) -> Any:
        history = self.session.history
        if self.id is None:
            if history:
                return history[-1]
            message = "Cannot locate the most recent command in the history."
            raise self._nothing(message, "InvokeHistoryNoLastHistoryEntry")
        try:
            number = int(self.id)
        except ValueError:
            for info in reversed(history):
                if info.command_line.lower().startswith(self.id.lower()):
                    return info
            message = f"Cannot locate the history for command line {self.id}."
            raise self._nothing(message, "InvokeHistoryNoHistoryForCommandline") from None
        for info in history:
            if info.id == number:
                return info
        raise self._nothing(f"Cannot locate the history for Id {number}.", "InvokeHistoryNoHistoryForId")

    def _nothing(self, message: str, id: str) -> ShellError:
        exception = NetException("System.ArgumentException", message)
        return ShellError(message, id, "ObjectNotFound", self.id, exception=exception)
