"""Computed values of views of files, drives and modules."""

from __future__ import annotations

from typing import Any

from .access import read
from .environment import Environment
from .packets import NEW_LINE, Frame
from .style import RESET
from .values import text_of

GB = 1 << 30


def _property(value: Any, *names: str) -> Any:
    """A property of a property of ...; None where one is missing."""
    for name in names:
        if value is None:
            return None
        value = read(value, name, None)
    return value


def _last_write_time(value: Any, environment: Environment) -> Any:
    from relayshell.objects.dotnet.composite import composite

    time = _property(value, "LastWriteTime")
    return None if time is None else composite("{0:d} {0:HH}:{0:mm}", [time])


def _parent_header(value: Any, environment: Environment) -> list[Any]:
    parent = text_of(_property(value, "PSParentPath"))
    return [Frame([f"Directory: {parent.rpartition('::')[2]}", NEW_LINE], 4)]


def _drive_size(name: str) -> Any:
    def size(value: Any, environment: Environment) -> Any:
        if text_of(_property(value, "Provider", "Name")) != "FileSystem":
            return None
        used = _property(value, name)
        return None if used is None else f"{used / GB:.2f}"

    return size


def _drive_root(value: Any, environment: Environment) -> Any:
    shown = _property(value, "DisplayRoot")
    return _property(value, "Root") if shown is None else shown


def _pre_release(value: Any, environment: Environment) -> Any:
    return _property(value, "PrivateData", "PSData", "Prerelease")


def _editions(value: Any, environment: Environment) -> Any:
    editions = _property(value, "CompatiblePSEditions") or ()
    names = [text_of(each) for each in editions]
    return ",".join(name if name == "Desktop" else name for name in names)


def _module_folder(value: Any, environment: Environment) -> Any:
    from pathlib import PurePath

    path = PurePath(text_of(_property(value, "Path"))).parent
    if path.name and all(part.isdigit() for part in path.name.split(".")):
        path = path.parent
    return str(path.parent)


def _module_header(value: Any, environment: Environment) -> list[Any]:
    return [Frame([f"Directory: {_module_folder(value, environment)}", NEW_LINE], 4)]


def _keys(name: str) -> Any:
    def keys(value: Any, environment: Environment) -> Any:
        from relayshell.objects.hashtable import Hashtable

        table = _property(value, name)
        if isinstance(table, Hashtable):
            return table.keys()
        return _property(table, "Keys")

    return keys


def _breakpoint_script(value: Any, environment: Environment) -> Any:
    script = _property(value, "Script")
    return text_of(script).rpartition("/")[2] if script else None


def _coloured_name(value: Any, environment: Environment) -> Any:
    """The name of a file, in the colour of its kind where the output takes colours."""
    name = text_of(read(value, "NameString", None))
    style = environment.style
    if not style.wants_colour(environment.terminal):
        return name
    mode = text_of(read(value, "UnixMode", None))
    extension = text_of(read(value, "Extension", None)).lower()
    if mode.startswith("l"):
        colour = style.file_info["SymbolicLink"]
    elif mode.startswith("d"):
        colour = style.file_info["Directory"]
    elif extension in style.extensions:
        colour = style.extensions[extension]
    elif "x" in mode:
        colour = style.file_info["Executable"]
    else:
        return name
    return f"{colour}{name}{RESET}"


VALUES = {
    ("childrenWithUnixStat", "Name"): _coloured_name,
    ("children", "Name"): _coloured_name,
    ("childrenWithHardlink", "Name"): _coloured_name,
    ("childrenWithUnixStat", "LastWriteTime"): _last_write_time,
    ("drive", "Used (GB)"): _drive_size("Used"),
    ("drive", "Free (GB)"): _drive_size("Free"),
    ("drive", "Provider"): lambda v, e: _property(v, "Provider", "Name"),
    ("drive", "Root"): _drive_root,
    ("Module", "PreRelease"): _pre_release,
    ("Module", "PSEdition"): _editions,
    ("Module", "ExportedCommands"): _keys("ExportedCommands"),
    ("Module", "ExportedFunctions"): _keys("ExportedFunctions"),
    ("Module", "ExportedCmdlets"): _keys("ExportedCmdlets"),
    ("Module", "ExportedVariables"): _keys("ExportedVariables"),
    ("Module", "ExportedAliases"): _keys("ExportedAliases"),
    ("Module", "group"): _module_folder,
    ("Breakpoint", "Script"): _breakpoint_script,
}

HEADERS = {
    ("childrenWithUnixStat", "PSParentPath"): _parent_header,
    ("children", "PSParentPath"): _parent_header,
    ("childrenWithHardlink", "PSParentPath"): _parent_header,
    ("Module", "(computed)"): _module_header,
}
