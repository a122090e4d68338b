"""System.IO.Path, by Unix rules."""

from __future__ import annotations

import os
import secrets
import tempfile
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, null_fault
from relayshell.objects.dotnet.filefaults import checked
from relayshell.objects.dotnet.results import array
from relayshell.objects.numbers import Char


def file_name(path: Any) -> Any:
    """What follows the last separator."""
    return None if path is None else path[path.rfind("/") + 1:]


def extension(path: Any) -> Any:
    """The extension with its dot, '' when there is none."""
    if path is None:
        return None
    name = file_name(path)
    dot = name.rfind(".")
    return "" if dot < 0 or dot == len(name) - 1 else name[dot:]


def _stem(path: Any) -> Any:
    if path is None:
        return None
    name = file_name(path)
    dot = name.rfind(".")
    return name if dot < 0 else name[:dot]


def directory_name(path: Any) -> Any:
    """The folder of a path; null for a root and for ''."""
    if not path or not path.strip("/"):
        return None
    at = path.rfind("/")
    if at < 0:
        return ""
    found = path[:at].rstrip("/") or "/"
    while "//" in found:
        found = found.replace("//", "/")
    return found


def _combine(*parts: Any) -> str:
    items = list(parts[0]) if len(parts) == 1 and isinstance(parts[0], list) else list(parts)
    out = ""
    for number, part in enumerate(items, 1):
        if part is None:
            raise null_fault(f"path{number}")
        if not part:
            continue
        out = part if part.startswith("/") or not out else out + part if out.endswith("/") else f"{out}/{part}"
    return out


def _join(*parts: Any) -> str:
    items = list(parts[0]) if len(parts) == 1 and isinstance(parts[0], list) else list(parts)
    out = ""
    for part in items:
        if part:
            out = out + part if not out or out.endswith("/") or part.startswith("/") else f"{out}/{part}"
    return out


def _change_extension(path: Any, new: Any) -> Any:
    if path is None:
        return None
    if not path:
        return ""
    slash, dot = path.rfind("/"), path.rfind(".")
    stem = path[:dot] if dot > slash else path
    if new is None:
        return stem
    return stem + (new if new.startswith(".") else "." + new)


def full_path(path: Any, base: Any = None) -> str:
    """GetFullPath. Raises ArgumentException for a base that is not absolute."""
    if base is not None:
        if not base.startswith("/"):
            raise argument_fault("Basepath argument is not fully qualified.", "basePath")
        path = _combine(base, path)
    found = checked(path)
    return found + "/" if path.endswith("/") and not found.endswith("/") else found


def _relative(start: str, path: str) -> str:
    return os.path.relpath(checked(path), checked(start, "relativeTo"))


def _temp_file() -> str:
    handle, path = tempfile.mkstemp(prefix="tmp", suffix=".tmp")
    os.close(handle)
    return path


def temp_path() -> str:
    """TMPDIR or /tmp/, ending in a separator."""
    found = os.environ.get("TMPDIR") or "/tmp/"
    return found if found.endswith("/") else found + "/"


def _random_name() -> str:
    alphabet = "abcdefghijklmnopqrstuvwxyz012345"
    text = "".join(secrets.choice(alphabet) for _ in range(11))
    return f"{text[:8]}.{text[8:]}"


def _trim(path: Any) -> Any:
    return path[:-1] if path and len(path) > 1 and path.endswith("/") else path


def _rooted(path: Any) -> bool:
    return bool(path) and path.startswith("/")


_BAD = ("\0", "/")
declare(
    "System.IO.Path",
    statics={
        "GetFileName": file_name, "GetExtension": extension, "GetFileNameWithoutExtension": _stem, "GetDirectoryName": directory_name, "Combine": _combine, "Join": _join,
        "ChangeExtension": _change_extension, "GetFullPath": full_path, "GetRelativePath": _relative, "GetPathRoot": lambda path: "/" if _rooted(path) else "" if path else None,
        "IsPathRooted": _rooted, "IsPathFullyQualified": _rooted, "HasExtension": lambda path: bool(extension(path)), "GetTempPath": temp_path, "GetTempFileName": _temp_file,
        "GetRandomFileName": _random_name, "GetInvalidFileNameChars": lambda: array("System.Char", [Char(c) for c in _BAD]),
        "GetInvalidPathChars": lambda: array("System.Char", [Char("\0")]), "EndsInDirectorySeparator": lambda path: bool(path) and path.endswith("/"),
        "TrimEndingDirectorySeparator": _trim, "Exists": lambda path: bool(path) and os.path.exists(path),
    },
    static_get={"DirectorySeparatorChar": lambda: Char("/"), "AltDirectorySeparatorChar": lambda: Char("/"), "PathSeparator": lambda: Char(":"),
                "VolumeSeparatorChar": lambda: Char("/"), "InvalidPathChars": lambda: array("System.Char", [Char("\0")])},
)
