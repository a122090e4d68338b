"""System.Diagnostics.Process: processes of this machine, read from /proc.

A process that this program started is a `subprocess.Popen` too, which alone knows its exit code.
"""

from __future__ import annotations

import os
import signal
import time
from importlib import import_module
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.datetimes import DateTime
from relayshell.objects.dotnet.faults import argument_fault, fault, operation_fault
from relayshell.objects.dotnet.results import array, enum_of
from relayshell.objects.dotnet.ticks import to_local
from relayshell.objects.dotnet.timespans import TimeSpan
from relayshell.objects.numbers import Int64

PROCESS = "System.Diagnostics.Process"
EPOCH_TICKS = 621355968000000000
HERTZ = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Process:
    """A process by its id; `child` is the Popen where this program started it."""

    __slots__ = ("id", "child", "began", "name", "start_info", "net_type_names", "ended", "code", "raise_events", "ends", "handlers", "reading", "seen", "props")

    def __init__(self, id: int | None = None, child: Any = None, name: str = "") -> None:
        self.id = id
        self.child = child
        self.name = name
        self.start_info: Any = None
        self.ended: int | None = None
        self.code: int | None = None
        self.raise_events = False
        # What /proc said of its memory when that was first asked for; Refresh asks anew.
        self.seen: str | None = None
        # Its redirected streams that were asked for, by name.
        self.ends: dict[str, Any] = {}
        # Who hears of lines of its output, and what reads them, by stream.
        self.handlers: dict[str, list[Any]] = {}
        self.reading: dict[str, Any] = {}
        self.began = _start(id) if id is not None else None
        if not name and id is not None:
            self.name = process_name(id)

    def need(self) -> int:
        """The id. Raises when no process was started."""
        if self.id is None:
            raise operation_fault("No process is associated with this object.")
        return self.id

    def has_exited(self) -> bool:
        """Whether it runs no longer; its exit code is known then if it was started here."""
        if self.ended is not None:
            return True
        if self.child is not None:
            code = self.child.poll()
            if code is None:
                return False
            self.code = 128 - code if code < 0 else code
        elif _start(self.need()) == self.began and _state(self.need()) not in ("Z", ""):
            return False
        self.ended = time.time_ns()
        return True

    def wait(self, seconds: float | None = None) -> bool:
        """Whether it has ended within that time; without a time, when it has."""
        if self.child is not None and self.ended is None:
            import subprocess

            until = None if seconds is None else time.monotonic() + seconds
            while True:
                # In slices, so that whoever waits can be stopped.
                left = 0.5 if until is None else min(0.5, max(0.0, until - time.monotonic()))
                try:
                    self.child.wait(left)
                except subprocess.TimeoutExpired:
                    if until is not None and time.monotonic() >= until:
                        return False
                    continue
                return self.has_exited()
        until = None if seconds is None else time.monotonic() + seconds
        while not self.has_exited():
            if until is not None and time.monotonic() >= until:
                return False
            time.sleep(0.02)
        return True

    def kill(self, tree: bool = False) -> None:
        """Ends it at once, with all it started where `tree` says so. Raises where that is not allowed."""
        if self.has_exited():
            return
        for id in ([*descendants(self.need()), self.need()] if tree else [self.need()]):
            try:
                os.kill(id, signal.SIGKILL)
            except ProcessLookupError:
                continue
            except PermissionError:
                raise fault("System.ComponentModel.Win32Exception", "Operation not permitted") from None

    def subscribe(self, name: str, handler: Any) -> Any:
        """Has a handler called once the process has ended; gives what ends that, or None for other events."""
        if name.lower() != "exited":
            from relayshell.objects.dotnet import processoutput

            return processoutput.subscribe(self, name, handler)
        import threading

        given_up = threading.Event()

        def watch() -> None:
            while not given_up.is_set():
                if self.id is None:
                    # Whoever waits may have begun before the process did.
                    given_up.wait(0.02)
                elif self.wait(0.1):
                    if not given_up.is_set():
                        from relayshell.objects.dotnet.timers import NOTHING

                        handler(self, NOTHING)
                    return

        threading.Thread(target=watch, name="exited", daemon=True).start()
        return given_up.set

    def exit_code(self) -> int:
        if not self.has_exited():
            raise operation_fault("Process must exit before requested information can be determined.")
        if self.code is None:
            raise operation_fault("Process was not started by this object, so requested information cannot be determined.")
        return self.code

    def __str__(self) -> str:
        return PROCESS if self.id is None else f"{PROCESS} ({self.name})"


def _read(id: int, part: str) -> str:
    try:
        with open(f"/proc/{id}/{part}", encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def _stat(id: int | None) -> list[str]:
    """The fields of /proc/ID/stat from the state on."""
    text = _read(id, "stat") if id is not None else ""
    return text[text.rfind(")") + 2 :].split() if text else []


def _start(id: int | None) -> str | None:
    fields = _stat(id)
    return fields[19] if fields else None


def _state(id: int) -> str:
    fields = _stat(id)
    return fields[0] if fields else ""


def is_ended_child(id: int) -> bool:
    """Whether it is one that this process started and that has ended: .NET takes such away at once."""
    fields = _stat(id)
    return bool(fields) and fields[0] == "Z" and fields[1] == str(os.getpid())


def process_name(id: int) -> str:
    """What the program calls itself: the kernel's name, in full where it was cut off."""
    text = _read(id, "stat")
    name = text[text.find("(") + 1 : text.rfind(")")]
    if len(name) == 15:
        for word in _read(id, "cmdline").split("\0")[:2]:
            base = word.rsplit("/", 1)[-1]
            if base.startswith(name):
                return base
    return name


def all_ids() -> list[int]:
    """The ids of all processes, in order."""
    return sorted(int(name) for name in os.listdir("/proc") if name.isdigit())


def descendants(id: int) -> list[int]:
    """All that a process started, and what those started, the deepest first."""
    parents = {each: int(fields[1]) for each in all_ids() if (fields := _stat(each))}
    found: list[int] = []

    def below(parent: int) -> None:
        for each, above in parents.items():
            if above == parent:
                below(each)
                found.append(each)

    below(id)
    return found


def _memory(name: str) -> Any:
    def get(self: Process) -> int:
        if self.seen is None:
            self.seen = _read(self.need(), "status")
        for line in self.seen.splitlines():
            if line.startswith(name):
                return int(line.split()[1]) * 1024
        return 0

    return get


def _wide(get: Any) -> Any:
    return lambda self: Int64(get(self))


def _narrow(get: Any) -> Any:
    return lambda self: get(self) & 0x7FFFFFFF


def _time(*fields: int) -> Any:
    def get(self: Process) -> TimeSpan:
        found = _stat(self.need())
        return TimeSpan(sum(int(found[field]) for field in fields) * 10_000_000 // HERTZ if found else 0)

    return get


def _started(self: Process) -> DateTime:
    boot = next((int(line.split()[1]) for line in open("/proc/stat", encoding="ascii") if line.startswith("btime")), 0)
    fields = _stat(self.need())
    ticks = int(fields[19]) * 10_000_000 // HERTZ if fields else 0
    return DateTime(to_local(EPOCH_TICKS + boot * 10_000_000 + ticks), 2)


def _ended(self: Process) -> DateTime:
    if not self.has_exited():
        raise operation_fault("Process must exit before requested information can be determined.")
    return DateTime(to_local(EPOCH_TICKS + (self.ended or 0) // 100), 2)


def _session(self: Process) -> int:
    fields = _stat(self.need())
    return int(fields[3]) if fields else 0


def _priority(self: Process) -> Any:
    nice = int((_stat(self.need()) or ["0"] * 17)[16])
    for least, value in ((19, 64), (10, 16384), (0, 32), (-10, 32768), (-19, 128)):
        if nice >= least:
            return enum_of("System.Diagnostics.ProcessPriorityClass", value)
    return enum_of("System.Diagnostics.ProcessPriorityClass", 256)


def _set_priority(self: Process, value: Any) -> None:
    nice = {64: 19, 16384: 10, 32: 0, 32768: -6, 128: -11, 256: -19}[int(value)]
    try:
        os.setpriority(os.PRIO_PROCESS, self.need(), nice)
    except PermissionError:
        raise fault("System.ComponentModel.Win32Exception", "Permission denied") from None


def get_process(id: int) -> Process:
    """The process of an id. Raises ArgumentException."""
    if not os.path.isdir(f"/proc/{id}") or is_ended_child(id):
        raise argument_fault(f"Process with an Id of {id} is not running.")
    return Process(id)


def every_process() -> list[Process]:
    """All processes."""
    return [Process(id) for id in all_ids() if not is_ended_child(id)]


def _by_name(name: str, machine: str = ".") -> Any:
    return array(PROCESS, [each for each in every_process() if each.name.lower() == name.lower()])


def _start_program(*args: Any) -> Process:
    from relayshell.objects.dotnet.processstart import start

    return start(*args)


def _start_own(self: Process) -> bool:
    from relayshell.objects.dotnet.processstart import start_info_of, start_process

    made = start_process(start_info_of(self))
    self.id, self.child, self.began, self.name = made.id, made.child, made.began, made.name
    self.ended = self.code = None
    return True


def _start_info(self: Process) -> Any:
    from relayshell.objects.dotnet.processstart import start_info_of

    return start_info_of(self)


def _stream(name: str, title: str) -> Any:
    def get(self: Process) -> Any:
        from relayshell.objects.dotnet.processstart import stream_of

        return stream_of(self, name, title)

    return get


_working, _peak, _private = _memory("VmRSS:"), _memory("VmHWM:"), _memory("VmData:")
_virtual, _peak_virtual, _swap = _memory("VmSize:"), _memory("VmPeak:"), _memory("VmSwap:")


def _nothing(self: Process) -> int:
    return 0


def _handles(self: Process) -> int:
    try:
        return len(os.listdir(f"/proc/{self.need()}/fd"))
    except OSError:
        return 0


def _begin(stream: str) -> Any:
    return lambda self: import_module("relayshell.objects.dotnet.processoutput").begin(self, stream)


def _hear(event: str) -> Any:
    """Has a script's block called for an event."""
    def hear(self: Process, handler: Any) -> None:
        from relayshell.objects.dotnet.results import call

        self.subscribe(event, lambda sender, arguments: call(handler, sender, arguments))
    return hear


def _wait_for_all(self: Process) -> None:
    """Until it has ended and its output has been read."""
    self.wait()
    if self.reading:
        import_module("relayshell.objects.dotnet.processoutput").finish(self)


def _wait_later(self: Process, *token: Any) -> Any:
    from relayshell.objects.dotnet.tasks import Task

    return Task(lambda: _wait_for_all(self)).run()


def _modules(self: Process) -> Any:
    """The files it has mapped, its program first; none where that may not be read."""
    from relayshell.objects.dotnet.processmodules import MODULE, modules

    try:
        return array(MODULE, modules(self.need()))
    except OSError:
        return array(MODULE, [])


declare(
    PROCESS, Process, new={"*": Process, "()": Process},
    get={
        "SafeHandle": lambda self: None, "Handle": lambda self: None, "BasePriority": lambda self: int((_stat(self.need()) or ["0"] * 17)[16]),
        "ExitCode": Process.exit_code, "HasExited": Process.has_exited, "StartTime": _started, "ExitTime": _ended,
        "Id": Process.need, "MachineName": lambda self: ".", "MaxWorkingSet": lambda self: None, "MinWorkingSet": lambda self: None,
        "NonpagedSystemMemorySize64": _wide(_nothing), "NonpagedSystemMemorySize": _nothing, "PagedMemorySize64": _wide(_swap),
        "PagedMemorySize": _narrow(_swap), "PagedSystemMemorySize64": _wide(_nothing), "PagedSystemMemorySize": _nothing,
        "PeakPagedMemorySize64": _wide(_nothing), "PeakPagedMemorySize": _nothing, "PeakWorkingSet64": _wide(_peak),
        "PeakWorkingSet": _narrow(_peak), "PeakVirtualMemorySize64": _wide(_peak_virtual), "PeakVirtualMemorySize": _narrow(_peak_virtual),
        "PriorityBoostEnabled": lambda self: False, "PriorityClass": _priority, "PrivateMemorySize64": _wide(_private),
        "PrivateMemorySize": _narrow(_private), "ProcessName": lambda self: (self.need(), self.name)[1], "SessionId": _session,
        "StartInfo": _start_info, "VirtualMemorySize64": _wide(_virtual), "VirtualMemorySize": _narrow(_virtual),
        "EnableRaisingEvents": lambda self: self.raise_events, "StandardInput": _stream("stdin", "StandardIn"),
        "StandardOutput": _stream("stdout", "StandardOut"), "StandardError": _stream("stderr", "StandardError"),
        "WorkingSet64": _wide(_working), "WorkingSet": _narrow(_working), "MainWindowTitle": lambda self: "", "Responding": lambda self: True,
        "Modules": lambda self: _modules(self), "MainModule": lambda self: next(iter(_modules(self)), None),
        "Threads": lambda self: array("System.Diagnostics.ProcessThread", import_module("relayshell.objects.dotnet.processmodules").threads(self.need())),
        "HandleCount": _handles, "PrivilegedProcessorTime": _time(12), "TotalProcessorTime": _time(11, 12), "UserProcessorTime": _time(11),
    },
    set={"PriorityClass": _set_priority, "EnableRaisingEvents": lambda self, value: setattr(self, "raise_events", bool(value)),
         "StartInfo": lambda self, value: setattr(self, "start_info", value)},
    methods={
        "Kill": Process.kill, "Refresh": lambda self: setattr(self, "seen", None), "Close": lambda self: None, "Dispose": lambda self: None, "Start": _start_own,
        "WaitForExit()": _wait_for_all, "BeginOutputReadLine": _begin("stdout"), "BeginErrorReadLine": _begin("stderr"),
        "CancelOutputRead": lambda self: self.handlers.pop("stdout", None) and None, "CancelErrorRead": lambda self: self.handlers.pop("stderr", None) and None,
        "add_OutputDataReceived": _hear("OutputDataReceived"), "add_ErrorDataReceived": _hear("ErrorDataReceived"), "add_Exited": _hear("Exited"),
        "WaitForExitAsync": _wait_later, "WaitForExit(int milliseconds)": lambda self, time: self.wait(time / 1000 if time >= 0 else None),
        "WaitForExit(timespan timeout)": lambda self, span: self.wait(span.ticks / 10_000_000), "CloseMainWindow": lambda self: False, "ToString": str,
    },
    statics={
        "GetCurrentProcess": lambda: Process(os.getpid()), "GetProcesses": lambda *machine: array(PROCESS, every_process()),
        "GetProcessById": lambda id, *machine: get_process(id), "GetProcessesByName": _by_name, "Start": _start_program,
    },
    to_text=str,
)


def _extend() -> None:
    """What PowerShell adds to a process."""
    from relayshell.objects.psobject import AliasProperty, CodeProperty, ComputedProperty, NoteProperty, PropertySet, unwrap
    from relayshell.objects.typedata import add_built_in

    def command_line(value: Any) -> str:
        return _read(unwrap(value).need(), "cmdline").rstrip("\0").replace("\0", " ")

    def path(value: Any) -> str | None:
        try:
            return os.readlink(f"/proc/{unwrap(value).need()}/exe")
        except OSError:
            return None

    def parent(value: Any) -> Any:
        fields = _stat(unwrap(value).need())
        return Process(int(fields[1])) if fields and fields[1] != "0" else None

    def cpu(value: Any) -> float:
        return _time(11, 12)(unwrap(value)).ticks / 10_000_000

    def none(value: Any) -> None:
        return None

    add_built_in(
        PROCESS,
        [
            *(AliasProperty(name, of) for name, of in (
                ("Name", "ProcessName"), ("SI", "SessionId"), ("Handles", "HandleCount"), ("VM", "VirtualMemorySize64"), ("WS", "WorkingSet64"),
                ("PM", "PagedMemorySize64"), ("NPM", "NonpagedSystemMemorySize64"))),
            ComputedProperty("Path", path), ComputedProperty("CommandLine", command_line),
            CodeProperty("Parent", parent, definition="System.Object Parent{get=GetParentProcess;}", value_type="System.Object"),
            *(ComputedProperty(name, none) for name in ("Company",)), ComputedProperty("CPU", cpu),
            *(ComputedProperty(name, none) for name in ("FileVersion", "ProductVersion", "Description", "Product")),
            NoteProperty("__NounName", "Process"),
            PropertySet("PSConfiguration", ["Name", "Id", "PriorityClass", "FileVersion"]),
            PropertySet("PSResources", ["Name", "Id", "HandleCount", "WorkingSet", "NonPagedMemorySize", "PagedMemorySize", "PrivateMemorySize",
                                        "VirtualMemorySize", "Threads.Count", "TotalProcessorTime"]),
        ],
        DefaultDisplayPropertySet=["Id", "Handles", "CPU", "SI", "Name"],
    )


_extend()
