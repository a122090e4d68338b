"""System.Diagnostics.Process and ProcessStartInfo over subprocess and /proc."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import time
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.datetimes import UTC, DateTime
from relayshell.objects.dotnet.faults import argument_fault, fault, operation_fault
from relayshell.objects.dotnet.lists import list_of
from relayshell.objects.dotnet.results import array, enum_of, many
from relayshell.objects.dotnet.ticks import UNIX_EPOCH
from relayshell.objects.dotnet.timespans import TimeSpan
from relayshell.objects.numbers import Int64

_D = "System.Diagnostics."
_TEXTS = ("FileName", "Arguments", "WorkingDirectory", "UserName", "Domain", "Verb", "PasswordInClearText")
_FLAGS = ("CreateNoWindow", "CreateNewProcessGroup", "ErrorDialog", "LoadUserProfile", "RedirectStandardError", "RedirectStandardInput", "RedirectStandardOutput", "UseShellExecute",
          "UseCredentialsForNetworkingOnly")
_OTHERS = ("Password", "WindowStyle", "StandardErrorEncoding", "StandardInputEncoding", "StandardOutputEncoding")


class StartInfo:
    """What to start and how."""

    __slots__ = ("values", "arguments", "environment")

    def __init__(self, file: str = "", arguments: Any = "") -> None:
        self.values: dict[str, Any] = {**dict.fromkeys(_TEXTS, ""), **dict.fromkeys(_FLAGS, False), **dict.fromkeys(_OTHERS)}
        self.values["FileName"] = file
        self.arguments = list_of("System.String", () if isinstance(arguments, str) else many(arguments))
        self.values["Arguments"] = arguments if isinstance(arguments, str) else ""
        from relayshell.objects.dotnet.dictionaries import NetDictionary
        from relayshell.objects.nettype import close_generic, get_type
        text = get_type("System.String")
        self.environment = NetDictionary(close_generic(get_type("System.Collections.Generic.Dictionary`2"), (text, text)))
        for key, value in os.environ.items():
            self.environment.put(key, value)

    def command(self) -> list[str]:
        """The program and its arguments."""
        name = self.values["FileName"]
        if not name:
            raise operation_fault("Cannot start process because a file name has not been provided.")
        return [name, *(self.arguments.items or split_arguments(self.values["Arguments"]))]


def split_arguments(text: str) -> list[str]:
    """Arguments as .NET cuts them: blanks outside double quotes, backslash escapes a quote."""
    lexer = shlex.shlex(text, posix=True)
    lexer.whitespace_split, lexer.quotes, lexer.escape, lexer.commenters = True, '"', "", ""
    try:
        return list(lexer)
    except ValueError:
        return text.split()


def _getter(name: str) -> Any:
    return lambda self: self.values[name]


def _setter(name: str) -> Any:
    return lambda self, value: self.values.__setitem__(name, value)


declare(
    _D + "ProcessStartInfo", StartInfo, new={"*": StartInfo, "()": StartInfo},
    get={**{name: _getter(name) for name in (*_TEXTS, *_FLAGS, *_OTHERS)}, "ArgumentList": lambda self: self.arguments, "Environment": lambda self: self.environment,
         "EnvironmentVariables": lambda self: self.environment, "Verbs": lambda self: array("System.String", [])},
    set={name: _setter(name) for name in (*_TEXTS, *_FLAGS, *_OTHERS)},
)


class Process:
    """A process: one that was started here, or any other by its number."""

    __slots__ = ("pid", "info", "child", "output", "errors", "input", "props", "ended", "__weakref__")

    def __init__(self, pid: int = 0) -> None:
        self.pid = pid
        self.info = StartInfo()
        self.child: subprocess.Popen[bytes] | None = None
        self.output = self.errors = self.input = None
        self.ended: DateTime | None = None
        self.props: Any = None

    def __str__(self) -> str:
        return f"System.Diagnostics.Process ({self.name()})"

    def start(self) -> bool:
        """Starts what the info says. Raises Win32Exception."""
        values = self.info.values
        pipes = {name: subprocess.PIPE if values[f"RedirectStandard{part}"] else None for name, part in (("stdin", "Input"), ("stdout", "Output"), ("stderr", "Error"))}
        command = self.info.command()
        try:
            self.child = subprocess.Popen(command, cwd=values["WorkingDirectory"] or None, env=dict(self.info.environment.items()), **pipes)  # type: ignore[call-overload]
        except OSError as error:
            raise fault("System.ComponentModel.Win32Exception", f"An error occurred trying to start process '{command[0]}' with working directory "
                        f"'{values['WorkingDirectory'] or os.getcwd()}'. {error.strerror}") from None
        self.pid = self.child.pid
        from relayshell.objects.dotnet.streams import Stream
        from relayshell.objects.dotnet.textfiles import Reader, Writer
        if self.child.stdout is not None:
            self.output = Reader("System.IO.StreamReader", None, Stream(self.child.stdout, "System.IO.FileStream", True, False))
        if self.child.stderr is not None:
            self.errors = Reader("System.IO.StreamReader", None, Stream(self.child.stderr, "System.IO.FileStream", True, False))
        if self.child.stdin is not None:
            self.input = Writer("System.IO.StreamWriter", Stream(self.child.stdin, "System.IO.FileStream", False, True))
            self.input.auto_flush = True
        return True

    def exited(self) -> bool:
        """Whether it is over."""
        if self.child is not None:
            return self.child.poll() is not None
        return not os.path.exists(f"/proc/{self.need()}")

    def need(self) -> int:
        """The number. Raises InvalidOperationException when there is none."""
        if not self.pid:
            raise operation_fault("No process is associated with this object.")
        return self.pid

    def wait(self, limit: Any = None) -> Any:
        """Until it is over, or so many milliseconds."""
        if self.child is None:
            while not self.exited():
                time.sleep(0.02)
            return True if limit is not None else None
        from relayshell.objects.dotnet.threads import seconds_of
        seconds = None if limit is None else seconds_of(limit)
        try:
            self.child.wait(None if seconds == float("inf") else seconds)
        except subprocess.TimeoutExpired:
            return False
        return True if limit is not None else None

    def code(self) -> int:
        """The exit code; 128 and the signal's number where one ended it."""
        if self.child is None:
            raise operation_fault("Process was not started by this object, so requested information cannot be determined.")
        found = self.child.poll()
        if found is None:
            raise operation_fault("Process must exit before requested information can be determined.")
        return found if found >= 0 else 128 - found

    def stat(self) -> list[str]:
        """The fields of /proc/pid/stat behind the name."""
        try:
            with open(f"/proc/{self.need()}/stat") as file:
                return file.read().rpartition(")")[2].split()
        except OSError:
            raise operation_fault(f"Process has exited, so the requested information is not available.") from None

    def name(self) -> str:
        """The program's name."""
        try:
            with open(f"/proc/{self.pid}/comm") as file:
                short = file.read().strip()
            with open(f"/proc/{self.pid}/cmdline", "rb") as file:
                first = os.path.basename(file.read().partition(b"\0")[0].decode("utf-8", "replace"))
            return first if first.startswith(short) and len(short) == 15 else short
        except OSError:
            return os.path.basename(self.info.values["FileName"])

    def seconds(self, *fields: int) -> TimeSpan:
        """Processor time of fields of stat."""
        found = self.stat()
        return TimeSpan(sum(int(found[place]) for place in fields) * 10_000_000 // os.sysconf("SC_CLK_TCK"))

    def started(self) -> DateTime:
        """When it began."""
        ticks = int(self.stat()[19]) / os.sysconf("SC_CLK_TCK")
        with open("/proc/stat") as file:
            boot = next(int(line.split()[1]) for line in file if line.startswith("btime"))
        return DateTime(UNIX_EPOCH + int((boot + ticks) * 10_000_000), UTC).local()


def _kill(self: Process, tree: bool = False) -> None:
    try:
        os.kill(self.need(), signal.SIGKILL)
    except ProcessLookupError:
        pass
    except PermissionError:
        raise fault("System.ComponentModel.Win32Exception", "Operation not permitted") from None


def by_id(pid: int, *machine: str) -> Process:
    """GetProcessById. Raises ArgumentException."""
    if not os.path.exists(f"/proc/{pid}"):
        raise argument_fault(f"Process with an Id of {pid} is not running.")
    return Process(pid)


def all_processes() -> list[Process]:
    """Every process there is."""
    return [Process(int(name)) for name in os.listdir("/proc") if name.isdecimal()]


def _by_name(name: str, *machine: str) -> Any:
    return array(_D + "Process", [process for process in all_processes() if process.name().lower() == name.lower()])


def _start(*args: Any) -> Process:
    made = Process()
    made.info = args[0] if isinstance(args[0], StartInfo) else StartInfo(*args[:2])
    made.start()
    return made


def _memory(field: int, unit: int) -> Any:
    return lambda self: int(self.stat()[field]) * unit


def _int(function: Any) -> Any:
    return lambda self: min(function(self), 2**31 - 1)


def _long(function: Any) -> Any:
    return lambda self: Int64(function(self))


def _set_info(self: Process, value: StartInfo) -> None:
    self.info = value


def _priority(self: Process) -> Any:
    nice = int(self.stat()[16])
    return enum_of(_D + "ProcessPriorityClass", 32 if nice == 0 else 16384 if nice > 10 else 64 if nice >= 19 else 16384 if nice > 0 else 128)


def _handles(self: Process) -> int:
    try:
        return len(os.listdir(f"/proc/{self.need()}/fd"))
    except OSError:
        return 0


def _nothing(self: Process, *args: Any) -> None:
    return None


def _main_module(self: Process) -> Any:
    try:
        path = os.readlink(f"/proc/{self.need()}/exe")
    except OSError:
        return None
    from relayshell.objects.psobject import PSCustomObject
    return PSCustomObject({"ModuleName": os.path.basename(path), "FileName": path})


_rss, _virtual = _memory(21, os.sysconf("SC_PAGE_SIZE")), _memory(20, 1)
declare(
    _D + "Process", Process, new={"()": Process},
    get={"SafeHandle": _nothing, "Handle": _nothing, "BasePriority": lambda self: int(self.stat()[15]), "ExitCode": Process.code, "HasExited": Process.exited, "StartTime": Process.started,
         "ExitTime": lambda self: DateTime(0), "Id": Process.need, "MachineName": lambda self: ".", "NonpagedSystemMemorySize64": lambda self: Int64(0), "NonpagedSystemMemorySize": lambda self: 0,
         "PagedMemorySize64": lambda self: Int64(0), "PagedMemorySize": lambda self: 0, "PagedSystemMemorySize64": lambda self: Int64(0), "PagedSystemMemorySize": lambda self: 0,
         "PeakPagedMemorySize64": lambda self: Int64(0), "PeakPagedMemorySize": lambda self: 0, "PeakWorkingSet64": _long(_rss), "PeakWorkingSet": _int(_rss), "PeakVirtualMemorySize64": _long(_virtual),
         "PeakVirtualMemorySize": _int(_virtual), "PriorityBoostEnabled": lambda self: False, "PriorityClass": _priority, "PrivateMemorySize64": _long(_rss), "PrivateMemorySize": _int(_rss),
         "ProcessName": Process.name, "SessionId": lambda self: int(self.stat()[3]), "StartInfo": lambda self: self.info, "VirtualMemorySize64": _long(_virtual), "VirtualMemorySize": _int(_virtual),
         "EnableRaisingEvents": lambda self: False, "StandardInput": lambda self: _stream(self.input, "StandardIn"), "StandardOutput": lambda self: _stream(self.output, "StandardOut"),
         "StandardError": lambda self: _stream(self.errors, "StandardError"), "WorkingSet64": _long(_rss), "WorkingSet": _int(_rss), "PrivilegedProcessorTime": lambda self: self.seconds(12),
         "TotalProcessorTime": lambda self: self.seconds(11, 12), "UserProcessorTime": lambda self: self.seconds(11), "HandleCount": _handles, "MainModule": _main_module, "MainWindowTitle": lambda self: "",
         "Responding": lambda self: True, "Modules": lambda self: [], "Threads": lambda self: [], "Container": _nothing, "Site": _nothing, "SynchronizingObject": _nothing},
    set={"StartInfo": _set_info, "EnableRaisingEvents": _nothing, "PriorityClass": _nothing, "PriorityBoostEnabled": _nothing, "SynchronizingObject": _nothing},
    methods={"Start": Process.start, "WaitForExit": Process.wait, "Kill": _kill, "Refresh": _nothing, "Close": _nothing, "Dispose": _nothing, "CloseMainWindow": lambda self: False, "ToString": str,
             "WaitForInputIdle": lambda self, *limit: True, **{name: _nothing for name in ("BeginErrorReadLine", "BeginOutputReadLine", "CancelErrorRead", "CancelOutputRead")}},
    statics={"Start": _start, "GetCurrentProcess": lambda: Process(os.getpid()), "GetProcessById": by_id, "GetProcesses": lambda *machine: array(_D + "Process", all_processes()), "GetProcessesByName": _by_name,
             "EnterDebugMode": lambda: None, "LeaveDebugMode": lambda: None},
    to_text=str,
)


def _stream(found: Any, name: str) -> Any:
    if found is None:
        raise operation_fault(f"{name} has not been redirected.")
    return found


class FileVersion:
    """FileVersionInfo of a file that has none: names alone."""

    __slots__ = ("path",)

    def __init__(self, path: str) -> None:
        if not os.path.isfile(path):
            raise fault("System.IO.FileNotFoundException", path)
        self.path = os.path.abspath(path)


_EMPTY = ("Comments", "CompanyName", "FileDescription", "FileVersion", "InternalName", "Language", "LegalCopyright", "LegalTrademarks", "OriginalFilename", "PrivateBuild", "ProductName", "ProductVersion",
          "SpecialBuild")
declare(_D + "FileVersionInfo", FileVersion, statics={"GetVersionInfo": FileVersion},
        get={"FileName": lambda self: self.path, **{name: (lambda self: None) for name in _EMPTY}, **{name: (lambda self: 0) for name in (
            "FileBuildPart", "FileMajorPart", "FileMinorPart", "FilePrivatePart", "ProductBuildPart", "ProductMajorPart", "ProductMinorPart", "ProductPrivatePart")},
            **{name: (lambda self: False) for name in ("IsDebug", "IsPatched", "IsPreRelease", "IsPrivateBuild", "IsSpecialBuild")}})

__all__ = ["Process", "StartInfo"]
