"""System.Environment, OperatingSystem, RuntimeInformation, GC and AppDomain: the process and the machine it runs on."""

from __future__ import annotations

import os
import platform
import re
import socket
import sys
import time
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, null_fault
from relayshell.objects.dotnet.results import enum_of, string_array
from relayshell.objects.dotnet.timespans import TimeSpan
from relayshell.objects.dotnet.versions import Version
from relayshell.objects.numbers import Int64

_FOLDERS = {
    "Desktop": "Desktop", "DesktopDirectory": "Desktop", "MyDocuments": "Documents", "Personal": "Documents", "MyMusic": "Music", "MyVideos": "Videos", "MyPictures": "Pictures",
    "Templates": "Templates", "ApplicationData": ".config", "LocalApplicationData": ".local/share", "UserProfile": "", "Fonts": ".fonts",
}
_SYSTEM_FOLDERS = {"CommonApplicationData": "/usr/share", "CommonTemplates": "/usr/share/templates", "System": "/bin"}
_XDG = {"ApplicationData": "XDG_CONFIG_HOME", "LocalApplicationData": "XDG_DATA_HOME"}


def home() -> str:
    """The user's folder."""
    return os.environ.get("HOME") or os.path.expanduser("~")


def folder_path(folder: Any, option: Any = None) -> str:
    """GetFolderPath: '' for what Unix does not have, and for folders that are not there unless the option says otherwise."""
    name = folder.type.enum_names.get(folder.value, "") if hasattr(folder, "type") else ""
    if name in _SYSTEM_FOLDERS:
        return _SYSTEM_FOLDERS[name]
    if name not in _FOLDERS and folder.value == 5:
        name = "MyDocuments"
    if name not in _FOLDERS:
        return ""
    found = os.environ.get(_XDG.get(name, ""), "") or os.path.join(home(), _FOLDERS[name]).rstrip("/")
    wish = 0 if option is None else int(option)
    if wish == 0x8000:
        os.makedirs(found, exist_ok=True)
    return found if os.path.isdir(found) or wish else ""


def _variable(name: str, target: Any = None) -> Any:
    if name is None:
        raise null_fault("variable")
    return os.environ.get(name) if target is None or int(target) == 0 else None


def _set_variable(name: str, value: Any, target: Any = None) -> None:
    if not name:
        raise argument_fault("The value cannot be an empty string.", "variable")
    if "=" in name:
        raise argument_fault("Environment variable name cannot contain equal character.", "variable")
    if target is not None and int(target) != 0:
        return
    if not value:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


def _variables(target: Any = None) -> Any:
    from relayshell.objects.hashtable import Hashtable
    return Hashtable(os.environ.items() if target is None or int(target) == 0 else (), case_sensitive=True)


def _expand(text: str) -> str:
    return re.sub(r"%([^%]+)%", lambda found: os.environ.get(found[1], found[0]), text)


class ExitRequest(SystemExit):
    """Environment.Exit: the process is to end with a code."""


def _exit(code: int) -> None:
    raise ExitRequest(code & 0xFF)


def _fail_fast(message: Any = None, *rest: Any) -> None:
    sys.stderr.write(f"Process terminated. {message or ''}\n")
    raise ExitRequest(134)


def user_name() -> str:
    """The user's name."""
    import getpass
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return str(os.getuid())


def _memory() -> Int64:
    try:
        with open("/proc/self/statm") as file:
            return Int64(int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
    except (OSError, IndexError, ValueError):
        return Int64(0)


class OperatingSystem:
    """System.OperatingSystem."""

    __slots__ = ("platform", "version")

    def __init__(self, platform_id: Any, version: Version) -> None:
        self.platform, self.version = platform_id, version

    def __str__(self) -> str:
        return f"{'Unix' if int(self.platform) == 4 else self.platform.name} {self.version}"


def system_version() -> Version:
    """The kernel's version as four numbers."""
    numbers = [int(part) for part in re.findall(r"\d+", platform.release())[:4]]
    return Version(*(numbers + [0] * (4 - len(numbers))))


def operating_system() -> OperatingSystem:
    """This one."""
    return OperatingSystem(enum_of("System.PlatformID", 4), system_version())


_KNOWN = ("Android", "Browser", "FreeBSD", "IOS", "Linux", "MacCatalyst", "MacOS", "TvOS", "Wasi", "WatchOS", "Windows")
_HERE = {"linux": "Linux", "darwin": "MacOS", "win32": "Windows"}.get(sys.platform, "FreeBSD" if sys.platform.startswith("freebsd") else "")


def _is(name: str) -> Any:
    return lambda *version: _HERE.lower() == name.lower() or (name.lower() == "osx" and _HERE == "MacOS")


declare(
    "System.OperatingSystem", OperatingSystem, new={"*": OperatingSystem},
    get={"Platform": lambda self: self.platform, "ServicePack": lambda self: "", "Version": lambda self: self.version, "VersionString": str},
    methods={"ToString": str, "Clone": lambda self: OperatingSystem(self.platform, self.version)},
    statics={**{f"Is{name}": _is(name) for name in _KNOWN}, **{f"Is{name}VersionAtLeast": _is(name) for name in _KNOWN},
             "IsOSPlatform": lambda name: _is(name)(), "IsOSPlatformVersionAtLeast": lambda name, *version: _is(name)()}, to_text=str,
)
_STARTED = time.monotonic()


def _ticks() -> int:
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000 if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic_ns() // 1_000_000


class CpuUsage:
    """Environment.CpuUsage."""

    __slots__ = ("user", "system")

    def __init__(self) -> None:
        found = os.times()
        self.user, self.system = TimeSpan(int(found.user * 1e7)), TimeSpan(int(found.system * 1e7))


declare("System.Environment+ProcessCpuUsage", CpuUsage, kind="struct", signatures=("timespan UserTime {get;}", "timespan PrivilegedTime {get;}", "timespan TotalTime {get;}"),
        get={"UserTime": lambda self: self.user, "PrivilegedTime": lambda self: self.system, "TotalTime": lambda self: TimeSpan(self.user.ticks + self.system.ticks)})
_state = {"exit_code": 0}
declare(
    "System.Environment",
    statics={"GetEnvironmentVariable": _variable, "SetEnvironmentVariable": _set_variable, "GetEnvironmentVariables": _variables, "ExpandEnvironmentVariables": _expand,
             "GetFolderPath": folder_path, "GetCommandLineArgs": lambda: string_array(sys.argv), "GetLogicalDrives": lambda: string_array(["/"]), "Exit": _exit, "FailFast": _fail_fast},
    static_get={
        "NewLine": lambda: "\n", "MachineName": lambda: socket.gethostname().partition(".")[0], "UserName": user_name, "UserDomainName": lambda: socket.gethostname().partition(".")[0],
        "CurrentDirectory": os.getcwd, "SystemDirectory": lambda: "", "ProcessId": os.getpid, "ProcessorCount": lambda: os.cpu_count() or 1, "OSVersion": operating_system,
        "Version": lambda: Version(10, 0, 2), "Is64BitProcess": lambda: sys.maxsize > 2**32, "Is64BitOperatingSystem": lambda: sys.maxsize > 2**32, "UserInteractive": lambda: True,
        "HasShutdownStarted": lambda: False, "IsPrivilegedProcess": lambda: hasattr(os, "geteuid") and os.geteuid() == 0, "CommandLine": lambda: " ".join(sys.argv),
        "ProcessPath": lambda: sys.executable, "StackTrace": lambda: "   at System.Environment.get_StackTrace()", "TickCount": lambda: (_ticks() + 2**31) % 2**32 - 2**31,
        "TickCount64": lambda: Int64(_ticks()), "WorkingSet": _memory, "SystemPageSize": lambda: os.sysconf("SC_PAGE_SIZE"), "ExitCode": lambda: _state["exit_code"],
        "CurrentManagedThreadId": lambda: 1, "CpuUsage": CpuUsage,
    },
    static_set={"CurrentDirectory": lambda value: os.chdir(value), "ExitCode": lambda value: _state.update(exit_code=value)},
)


class OSPlatform:
    """System.Runtime.InteropServices.OSPlatform."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OSPlatform) and other.name.upper() == self.name.upper()

    def __hash__(self) -> int:
        return hash(self.name.upper())

    def __str__(self) -> str:
        return self.name


declare("System.Runtime.InteropServices.OSPlatform", OSPlatform, methods={"ToString": str, "Equals": lambda self, other: self == other},
        statics={"Create": OSPlatform, "op_Equality": lambda a, b: a == b, "op_Inequality": lambda a, b: a != b},
        static_get={name: (lambda name=name: OSPlatform(name.upper())) for name in ("Linux", "OSX", "Windows", "FreeBSD")}, to_text=str)
_ARCHITECTURE = {"x86_64": 1, "AMD64": 1, "aarch64": 3, "arm64": 3, "i686": 0, "i386": 0, "armv7l": 2}
_architecture = lambda: enum_of("System.Runtime.InteropServices.Architecture", _ARCHITECTURE.get(platform.machine(), 1))  # noqa: E731
declare("System.Runtime.InteropServices.RuntimeInformation", statics={"IsOSPlatform": lambda wanted: _is(wanted.name)()},
        static_get={"FrameworkDescription": lambda: ".NET 10.0.2", "OSDescription": lambda: f"{platform.system()} {platform.release()} {platform.version()}",
                    "RuntimeIdentifier": lambda: f"linux-{'arm64' if platform.machine() in ('aarch64', 'arm64') else 'x64'}", "OSArchitecture": _architecture,
                    "ProcessArchitecture": _architecture})


def _collect(*args: Any) -> None:
    import gc
    gc.collect()


_nothing = lambda *args: None  # noqa: E731
declare(
    "System.GC",
    statics={"Collect": _collect, "GetTotalMemory": lambda force: _memory(), "GetTotalAllocatedBytes": lambda precise=False: _memory(), "GetAllocatedBytesForCurrentThread": _memory,
             "CollectionCount": lambda generation: 0, "GetGeneration": lambda value: 0, "GetTotalPauseDuration": lambda: TimeSpan(0), "TryStartNoGCRegion": lambda *args: True,
             **{name: _nothing for name in ("WaitForPendingFinalizers", "SuppressFinalize", "ReRegisterForFinalize", "KeepAlive", "AddMemoryPressure", "RemoveMemoryPressure",
                                            "EndNoGCRegion", "CancelFullGCNotification", "RefreshMemoryLimit", "RegisterForFullGCNotification")}},
    static_get={"MaxGeneration": lambda: 2},
)


class AppDomain:
    """System.AppDomain: the process as one domain."""

    __slots__ = ()


_DOMAIN = AppDomain()
declare(
    "System.AppDomain", AppDomain,
    get={"BaseDirectory": lambda self: os.path.dirname(sys.executable) + "/", "RelativeSearchPath": lambda self: None, "DynamicDirectory": lambda self: None,
         "FriendlyName": lambda self: "pwsh", "Id": lambda self: 1, "IsFullyTrusted": lambda self: True, "IsHomogenous": lambda self: True, "ShadowCopyFiles": lambda self: False,
         "MonitoringTotalProcessorTime": lambda self: TimeSpan(int(time.process_time() * 1e7)), "MonitoringSurvivedMemorySize": lambda self: _memory()},
    methods={"ToString": lambda self: "Name:pwsh", "GetAssemblies": lambda self: _assemblies(), "GetData": lambda self, name: None, "SetData": lambda self, name, value: None,
             "IsDefaultAppDomain": lambda self: True, "IsFinalizingForUnload": lambda self: False},
    statics={"GetCurrentThreadId": lambda: 1}, static_get={"CurrentDomain": lambda: _DOMAIN, "MonitoringIsEnabled": lambda: True},
)


def _assemblies() -> Any:
    """The assemblies that known types say they come from."""
    from relayshell.objects.members import get_member
    from relayshell.objects.nettype import get_type
    found = []
    for name in ("System.Object", "System.Management.Automation.PSObject"):
        assembly = get_member(get_type(name), "Assembly")
        if assembly is not None:
            found.append(assembly)
    return found
