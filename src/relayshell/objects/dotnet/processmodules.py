"""What a process has mapped to run, and its threads: System.Diagnostics.ProcessModule and ProcessThread, read from /proc."""

from __future__ import annotations

import os
from typing import Any

from relayshell.objects.dotnet.fileversions import FileVersion
from relayshell.objects.numbers import Int64
from relayshell.objects.psobject import ComputedProperty, unwrap
from relayshell.objects.records import declare_record
from relayshell.objects.typedata import add_built_in

MODULE = "System.Diagnostics.ProcessModule"
THREAD = "System.Diagnostics.ProcessThread"
Module = declare_record(
    MODULE,
    {"ModuleName": "string", "FileName": "string", "BaseAddress": "long", "ModuleMemorySize": "int", "EntryPointAddress": "long",
     "FileVersionInfo": "System.Diagnostics.FileVersionInfo"},
    base="System.ComponentModel.Component")
Thread = declare_record(
    THREAD, {"Id": "int", "BasePriority": "int", "ThreadState": "string", "StartTime": "System.Object"}, base="System.ComponentModel.Component")
_STATES = {"R": "Running", "S": "Wait", "D": "Wait", "Z": "Terminated", "T": "Wait", "t": "Wait", "I": "Wait"}


def modules(id: int) -> list[Any]:
    """The files a process has mapped to run, its program first. Raises OSError where that may not be read."""
    rooms: dict[str, list[int]] = {}
    program = os.readlink(f"/proc/{id}/exe")
    with open(f"/proc/{id}/maps", encoding="utf-8", errors="replace") as file:
        for line in file:
            parts = line.split(None, 5)
            if len(parts) == 6 and parts[5].startswith("/"):
                low, high = (int(each, 16) for each in parts[0].split("-"))
                known = rooms.setdefault(parts[5].rstrip(), [low, high])
                known[1] = max(known[1], high)
    found = [_module(path, low, high) for path, (low, high) in rooms.items()]
    return sorted(found, key=lambda each: each.values["FileName"] != program)


def _module(path: str, low: int, high: int) -> Any:
    version = FileVersion(path) if os.path.isfile(path) else None
    return Module(ModuleName=path.rsplit("/", 1)[-1], FileName=path, BaseAddress=Int64(low), ModuleMemorySize=high - low, EntryPointAddress=Int64(0), FileVersionInfo=version)


def threads(id: int) -> list[Any]:
    """The threads of a process, in the order of their ids."""
    found = []
    try:
        names = sorted(map(int, os.listdir(f"/proc/{id}/task")))
    except OSError:
        return []
    for each in names:
        try:
            with open(f"/proc/{id}/task/{each}/stat", encoding="utf-8", errors="replace") as file:
                text = file.read()
        except OSError:
            continue
        fields = text[text.rfind(")") + 2 :].split()
        found.append(Thread(Id=each, BasePriority=int(fields[15]), ThreadState=_STATES.get(fields[0], "Unknown"), StartTime=None))
    return found


def _kilobytes(module: Any) -> int:
    return int(unwrap(module).values["ModuleMemorySize"]) // 1024


add_built_in(MODULE, [
    ComputedProperty("Size", _kilobytes),
    *(ComputedProperty(name, lambda module: None) for name in ("Company", "FileVersion", "ProductVersion", "Description", "Product")),
])
