"""What PowerShell adds to FileInfo and DirectoryInfo: Mode, BaseName, Target, and what its views show of them."""

from __future__ import annotations

import os
import stat
from typing import Any

from ..psobject import AliasProperty, CodeProperty, ComputedProperty, unwrap
from ..typedata import add_built_in

_STRING = "System.String"


def _mode(item: Any) -> str:
    """d or l or a dash, then archive, read-only, hidden and system, as letters."""
    from .fileitems import attributes_of

    path = unwrap(item).path
    flags = attributes_of(path)
    first = "l" if os.path.islink(path) else "d" if flags & 16 else "-"
    return first + "".join(letter if flags & bit else "-" for letter, bit in (("a", 32), ("r", 1), ("h", 2), ("s", 4)))


def _link_type(item: Any) -> str | None:
    path = unwrap(item).path
    if os.path.islink(path):
        return "SymbolicLink"
    found = unwrap(item).look()
    return "HardLink" if found is not None and found.st_nlink > 1 and not stat.S_ISDIR(found.st_mode) else None


def _resolved(item: Any) -> str:
    path = unwrap(item).path
    return os.path.realpath(path) if os.path.islink(path) else path


def _name_string(item: Any) -> str:
    path = unwrap(item).path
    name = unwrap(item).name()
    return f"{name} -> {os.readlink(path)}" if os.path.islink(path) else name


def _length_string(item: Any) -> str:
    found = unwrap(item).look()
    return "" if found is None or unwrap(item).folder else str(found.st_size)


def _written_string(item: Any) -> str:
    from .composite import composite
    from .fileitems import time_of

    return composite("{0,10:d} {0,8:t}", [time_of(unwrap(item).path, "write").local()])


def _base_name(item: Any) -> str:
    name = unwrap(item).name()
    if unwrap(item).folder:
        return name
    end = name.rfind(".")
    return name if end < 0 or end == len(name) - 1 else name[:end]


def _unix_mode(item: Any) -> str | None:
    found = _own_status(item)
    return None if found is None else stat.filemode(found.st_mode)


def _own_status(item: Any) -> os.stat_result | None:
    """What the system says of the item itself, not of what it links to."""
    try:
        return os.lstat(unwrap(item).path)
    except OSError:
        return None


def _user(item: Any) -> str | None:
    import pwd

    found = _own_status(item)
    if found is None:
        return None
    try:
        return pwd.getpwuid(found.st_uid).pw_name
    except KeyError:
        return str(found.st_uid)


def _group(item: Any) -> str | None:
    import grp

    found = _own_status(item)
    if found is None:
        return None
    try:
        return grp.getgrgid(found.st_gid).gr_name
    except KeyError:
        return str(found.st_gid)


def _size(item: Any) -> Any:
    from ..numbers import Int64

    found = _own_status(item)
    return None if found is None else Int64(found.st_size)


def _code(name: str, getter: Any) -> CodeProperty:
    return CodeProperty(name, getter, definition=f"{name}{{get={name};}}", value_type=_STRING)


def _version(item: Any) -> Any:
    from .fileversions import FileVersion

    path = unwrap(item).path
    return FileVersion(path) if os.path.isfile(path) else None


def _common() -> list[Any]:
    return [
        _code("Mode", _mode), _code("ModeWithoutHardLink", _mode), ComputedProperty("BaseName", _base_name),
        _code("ResolvedTarget", _resolved), AliasProperty("Target", "LinkTarget"), _code("LinkType", _link_type),
        _code("NameString", _name_string), _code("LengthString", _length_string), _code("LastWriteTimeString", _written_string),
    ]


add_built_in(
    "System.IO.FileInfo", [*_common(), ComputedProperty("VersionInfo", _version)],
    DefaultDisplayPropertySet=["LastWriteTime", "Length", "Name"],
)
add_built_in("System.IO.DirectoryInfo", _common(), DefaultDisplayProperty="Name")
add_built_in(
    "System.IO.FileSystemInfo",
    [
        ComputedProperty("UnixMode", _unix_mode), ComputedProperty("User", _user), ComputedProperty("Group", _group),
        ComputedProperty("Size", _size),
    ],
)
