"""The one file that a cmdlet's path names, for cmdlets that read or write exactly one."""

from __future__ import annotations

from typing import Any

from relayshell.providers import names
from relayshell.providers.provider import ItemError

OPERATION = "System.InvalidOperationException"


def one_file(places: Any, path: str, literal: bool = False) -> str:
    """The inner path of a file, whether it is there or not.

    Raises what PowerShell says of a pattern that finds none or several, and of a path that leads to no file system.
    """
    found = places.resolve(path, literal=literal, missing_ok=True)
    if not found:
        raise ItemError(f"Cannot perform operation because the wildcard path {path} did not resolve to a file.",
                        "FileOpenFailure", "OpenError", path, OPERATION)
    if not found[0].provider.hierarchical:
        raise ItemError(f"Cannot open file because the current provider ({found[0].provider.full_name}) cannot open a file.",
                        "ReadWriteFileNotFileSystemProvider", "InvalidArgument", path, OPERATION)
    if len(found) > 1:
        raise ItemError("Cannot perform operation because the path resolved to more than one file. This command cannot operate on multiple files.",
                        "ReadWriteMultipleFilesNotSupported", "InvalidArgument", path, OPERATION)
    return str(found[0].inner)


def file_to_read(places: Any, path: str, literal: bool = False) -> str:
    """The same of a file that must be there. Raises FileOpenFailure."""
    import os

    inner = one_file(places, path, literal)
    if os.path.isdir(inner):
        raise ItemError(f"Access to the path '{inner}' is denied.", "FileOpenFailure", "OpenError", None, "System.UnauthorizedAccessException")
    if os.path.exists(inner):
        return inner
    kind = "File" if os.path.isdir(names.parent(inner) or "/") else "Directory"
    message = f"Could not find file '{inner}'." if kind == "File" else f"Could not find a part of the path '{inner}'."
    raise ItemError(message, "FileOpenFailure", "OpenError", None, f"System.IO.{kind}NotFoundException")
