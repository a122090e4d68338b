"""Processes: listing, starting, stopping and waiting for them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.ranges import between
from relayshell.commands.validation import not_empty, not_null
from relayshell.errors import ShellError
from relayshell.objects.dotnet.processes import Process, every_process, is_ended_child
from relayshell.objects.psobject import PSObject, unwrap
from relayshell.providers.provider import ItemError

MODULE = "Microsoft.PowerShell.Management"
COMMAND_ERROR = "Microsoft.PowerShell.Commands.ProcessCommandException"


def failed(message: str, id: str, category: str, target: Any) -> ItemError:
    """An error about a process."""
    made = ItemError(message, id, category, target, COMMAND_ERROR)
    made.exception.more["ProcessName"] = target if isinstance(target, str) else ""
    return made


class _Choosing(Cmdlet):
    """A cmdlet whose -Id, -Name or -InputObject choose processes."""

    id: Any = None
    name: Any = None
    input_object: Any = None

    def chosen(self) -> list[Process]:
        """The processes, in the order of their names; an error written for each that is not there."""
        found: dict[int, Process] = {}
        if self.input_object is not None:
            found = {each.id: each for each in map(unwrap, self.input_object)}
        elif self.id is not None:
            for each in self._by_id():
                found[each.id or 0] = each
        else:
            for each in self._by_name():
                found[each.id or 0] = each
        return sorted(found.values(), key=lambda each: (each.name.lower(), each.id or 0))

    def _by_id(self) -> Iterator[Process]:
        for id in self.id:
            if os.path.isdir(f"/proc/{int(id)}") and not is_ended_child(int(id)):
                yield Process(int(id))
            else:
                self.write_error(failed(f"Cannot find a process with the process identifier {int(id)}.", "NoProcessFoundForGivenId", "ObjectNotFound", int(id)))

    def _by_name(self) -> Iterator[Process]:
        from relayshell.objects.wildcard import compile_wildcard
        from relayshell.providers.names import has_wildcard

        every = every_process()
        for pattern in self.name or ["*"]:
            matches = compile_wildcard(pattern, True).match
            found = [each for each in every if each.name and matches(each.name)]
            if not found and not has_wildcard(pattern):
                self.write_error(failed(
                    f'Cannot find a process with the name "{pattern}". Verify the process name and call the cmdlet again.',
                    "NoProcessFoundForGivenName", "ObjectNotFound", pattern))
            yield from found


class GetProcess(
    _Choosing, name="Get-Process", alias="gps", default_set="Name", output=("System.Diagnostics.ProcessModule", "System.Diagnostics.FileVersionInfo", "System.Diagnostics.Process",), module=MODULE,
):
    """Lists processes.

    Example: this one

        PS> (Get-Process -Id $PID).Id -eq $PID
        True
    """

    name: Any = param("Their names; patterns may stand for them.", "string[]", position=0, by_name=True, sets=("Name", "NameWithUserName",), alias="ProcessName", check=not_empty())
    id: Any = param("Their ids.", "int[]", mandatory=True, by_name=True, sets=("Id", "IdWithUserName",), alias="PID")
    input_object: Any = param("Processes.", "System.Diagnostics.Process[]", mandatory=True, pipeline=True, sets=("InputObject", "InputObjectWithUserName",))
    include_user_name: Any = param("Tells whose they are.", "switch", mandatory=True, sets=("IdWithUserName", "InputObjectWithUserName", "NameWithUserName",))
    module: Any = param("Gives the files they have loaded instead.", "switch", sets=("Id", "InputObject", "Name",), check=not_null())
    file_version_info: Any = param("Gives what is known of the program files instead.", "switch", sets=("Id", "InputObject", "Name",), alias=("FV", "FVI"), check=not_null())

    def process(self) -> None:
        for each in self.chosen():
            if self.module:
                self._modules(each)
            elif self.file_version_info:
                self._version(each)
            elif self.include_user_name:
                self.write(with_user(each))
            else:
                self.write(each)

    def _version(self, process: Process) -> None:
        try:
            path = os.readlink(f"/proc/{process.id}/exe")
        except OSError as error:
            self.write_error(failed(
                f'Cannot enumerate the file version information of the "{process.name}" process: {error.strerror}.',
                "CouldNotEnumerateFileVer", "PermissionDenied", process))
            return
        from relayshell.objects.dotnet.fileversions import FileVersion

        self.write(FileVersion(path))

    def _modules(self, process: Process) -> None:
        from relayshell.objects.dotnet.processmodules import modules

        try:
            found = modules(int(process.id or 0))
        except OSError as error:
            self.write_error(failed(f'Cannot enumerate the modules of the "{process.name}" process.', "CouldNotEnumerateModules", "PermissionDenied", process))
            self.write_debug(str(error))
            return
        if not self.file_version_info:
            self.write_many(found)
            return
        self.write_many([each.values["FileVersionInfo"] for each in found if each.values["FileVersionInfo"] is not None])


def with_user(process: Process) -> PSObject:
    """A process with the name of its user."""
    import pwd

    try:
        owner = os.stat(f"/proc/{process.id}").st_uid
        user: str | None = pwd.getpwuid(owner).pw_name
    except (OSError, KeyError):
        user = None
    made = PSObject(process, {"UserName": user})
    made.type_names = ["System.Diagnostics.Process#IncludeUserName", "System.Diagnostics.Process", "System.ComponentModel.Component", "System.MarshalByRefObject", "System.Object"]
    return made


class StopProcess(
    _Choosing, name="Stop-Process", alias="spps", default_set="Id", should_process=True, output=("System.Diagnostics.Process",), module=MODULE,
):
    """Ends processes at once.

    Example: a program ended

        PS> $sleeping = Start-Process sleep 60 -PassThru
        PS> $sleeping | Stop-Process
        PS> $sleeping.WaitForExit(5000)
        True
    """

    name: Any = param("Their names; patterns may stand for them.", "string[]", mandatory=True, by_name=True, sets=("Name",), alias="ProcessName")
    id: Any = param("Their ids.", "int[]", mandatory=True, position=0, by_name=True, sets=("Id",))
    input_object: Any = param("Processes.", "System.Diagnostics.Process[]", mandatory=True, position=0, pipeline=True, sets=("InputObject",))
    pass_thru: Any = param("Also gives the processes.", "switch")
    force: Any = param("Asks nothing.", "switch", check=not_empty())

    def process(self) -> None:
        for each in self.chosen():
            if each.has_exited() or not self.should_process(f"{each.name} ({each.id})"):
                continue
            try:
                each.kill()
            except Exception as error:
                reason = getattr(error, "message", str(error))
                self.write_error(failed(f'Cannot stop process "{each.name} ({each.id})" because of the following error: {reason}',
                                        "CouldNotStopProcess", "CloseError", each))
                continue
            if self.pass_thru:
                self.write(each)


class WaitProcess(_Choosing, name="Wait-Process", default_set="Name", output=("System.Diagnostics.Process",), module=MODULE):
    """Waits until processes have ended.

    Example: until a program has ended

        PS> $short = Start-Process sleep 0.1 -PassThru
        PS> $short | Wait-Process
        PS> $short.HasExited
        True
    """

    id: Any = param("Their ids.", "int[]", mandatory=True, position=0, by_name=True, sets=("Id",), alias=("PID", "ProcessId"), check=not_empty())
    name: Any = param("Their names; patterns may stand for them.", "string[]", mandatory=True, position=0, by_name=True, sets=("Name",), alias="ProcessName")
    input_object: Any = param("Processes.", "System.Diagnostics.Process[]", mandatory=True, pipeline=True, sets=("InputObject",))
    timeout: Any = param("How many seconds to wait.", "int", position=1, alias="TimeoutSec", check=(not_empty(), between(0, 32767)))
    any: Any = param("Waits for one of them, not for all.", "switch")
    pass_thru: Any = param("Also gives the processes.", "switch")

    def begin(self) -> None:
        self.waiting: list[Process] = []

    def process(self) -> None:
        self.waiting += self.chosen()

    def end(self) -> None:
        import time

        until = None if "timeout" not in self.given else time.monotonic() + int(self.timeout)
        left = []
        for each in self.waiting:
            if each.id == os.getpid():
                self.write_error(failed(f'This command stopped operation because process "{each.name} ({each.id})" is the one it runs in.',
                                        "WaitOnItself", "ObjectNotFound", each))
            else:
                left.append(each)
        self.waiting = list(left)
        while left:
            left = [each for each in left if not each.wait(0)]
            if not left or self.any and len(left) < len(self.waiting):
                break
            if until is not None and time.monotonic() >= until:
                for each in left:
                    self.write_error(failed(
                        f'This command stopped operation because process "{each.name} ({each.id})" is not stopped in the specified time-out.',
                        "ProcessNotTerminated", "CloseError", each))
                break
            time.sleep(0.05)
        if self.pass_thru:
            self.write_many(self.waiting)


class DebugProcess(_Choosing, name="Debug-Process", default_set="Name", should_process=True, module=MODULE):
    """Is known by name alone: a debugger such as gdb is attached by its own command."""

    id: Any = param("Their ids.", "int[]", mandatory=True, position=0, by_name=True, sets=("Id",), alias=("PID", "ProcessId"), check=not_empty())
    input_object: Any = param("Processes.", "System.Diagnostics.Process[]", mandatory=True, pipeline=True, sets=("InputObject",))
    name: Any = param("Their names; patterns may stand for them.", "string[]", mandatory=True, position=0, by_name=True, sets=("Name",), alias="ProcessName")

    def process(self) -> None:
        for each in self.chosen():
            if self.should_process(f"{each.name} ({each.id})"):
                self.write_error(failed(f'Cannot attach a debugger to process "{each.name} ({each.id})": use gdb -p {each.id}.',
                                        "NoDebuggerFound", "ObjectNotFound", each))

