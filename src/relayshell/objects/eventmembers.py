"""The events of types, as Get-Member lists them: their handlers and what those are called with."""

from __future__ import annotations

from .nettype import NetType

_A = "System.Management.Automation."
_PLAIN = ("System.EventHandler", "System.EventArgs")


def _of(arguments: str) -> tuple[str, str]:
    return f"System.EventHandler`1[{arguments}]", arguments


_NODE = ("System.Xml.XmlNodeChangedEventHandler", "System.Xml.XmlNodeChangedEventArgs")
_FILE = ("System.IO.FileSystemEventHandler", "System.IO.FileSystemEventArgs")
_OUTPUT = ("System.Diagnostics.DataReceivedEventHandler", "System.Diagnostics.DataReceivedEventArgs")
EVENTS: dict[str, dict[str, tuple[str, str]]] = {
    "System.Timers.Timer": {"Disposed": _PLAIN, "Elapsed": ("System.Timers.ElapsedEventHandler", "System.Timers.ElapsedEventArgs")},
    "System.Diagnostics.Process": {"Disposed": _PLAIN, "ErrorDataReceived": _OUTPUT, "Exited": _PLAIN, "OutputDataReceived": _OUTPUT},
    "System.IO.FileSystemWatcher": {
        "Changed": _FILE, "Created": _FILE, "Deleted": _FILE, "Disposed": _PLAIN, "Error": ("System.IO.ErrorEventHandler", "System.IO.ErrorEventArgs"),
        "Renamed": ("System.IO.RenamedEventHandler", "System.IO.RenamedEventArgs"),
    },
    "System.Xml.XmlDocument": {f"Node{what}": _NODE for what in ("Changed", "Changing", "Inserted", "Inserting", "Removed", "Removing")},
    _A + "Job": {"StateChanged": _of(_A + "JobStateEventArgs")},
    _A + "Runspaces.Runspace": {
        "AvailabilityChanged": _of(_A + "Runspaces.RunspaceAvailabilityEventArgs"), "StateChanged": _of(_A + "Runspaces.RunspaceStateEventArgs"),
    },
    _A + "PowerShell": {"InvocationStateChanged": _of(_A + "PSInvocationStateChangedEventArgs")},
}


class EventMember:
    """An event: its name and how it is declared."""

    __slots__ = ("name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text


def events_of(net_type: NetType) -> list[EventMember]:
    """The events of a type, those of its bases with them."""
    found: list[EventMember] = []
    step: NetType | None = net_type
    while step is not None:
        for name, (handler, arguments) in EVENTS.get(step.text, {}).items():
            found.append(EventMember(name, f"{handler} {name}(System.Object, {arguments})"))
        step = step.base
    return found
