"""Turns the operating system's errors about files into .NET's exceptions, with .NET's words."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import Any, Iterator

from relayshell.objects.dotnet.faults import argument_fault, fault, null_fault

_IO = "System.IO."


def os_fault(error: OSError, path: str, directory: bool = False) -> Exception:
    """The exception that .NET throws for an error about a path."""
    if error.errno == errno.ENOENT or error.errno == errno.ENOTDIR:
        parent = os.path.dirname(path)
        if directory or (parent and not os.path.isdir(parent)):
            return fault(_IO + "DirectoryNotFoundException", f"Could not find a part of the path '{path}'.")
        made = fault(_IO + "FileNotFoundException", f"Could not find file '{path}'.")
        made.more["FileName"] = path
        return made
    if error.errno in (errno.EACCES, errno.EPERM, errno.EISDIR):
        return fault("System.UnauthorizedAccessException", f"Access to the path '{path}' is denied.")
    if error.errno == errno.EROFS:
        return fault(_IO + "IOException", f"Read-only file system : '{path}'")
    if error.errno == errno.EEXIST:
        return fault(_IO + "IOException", f"The file '{path}' already exists.")
    if error.errno == errno.ENOTEMPTY:
        return fault(_IO + "IOException", f"Directory not empty : '{path}'")
    if error.errno == errno.ENAMETOOLONG:
        return fault(_IO + "PathTooLongException", f"The file name '{path}' is too long, or a component of the specified path is too long.")
    if error.errno == errno.ENOSPC:
        return fault(_IO + "IOException", f"No space left on device : '{path}'")
    return fault(_IO + "IOException", f"{os.strerror(error.errno) if error.errno else error} : '{path}'")


@contextmanager
def about(path: str, directory: bool = False) -> Iterator[None]:
    """Code whose system errors are about a path."""
    try:
        yield
    except OSError as error:
        raise os_fault(error, path, directory) from None


def checked(path: Any, parameter: str = "path") -> str:
    """A path argument made absolute. Raises ArgumentNullException, ArgumentException."""
    if path is None:
        raise null_fault(parameter)
    if not path:
        raise argument_fault("The value cannot be an empty string.", parameter)
    if "\0" in path:
        raise argument_fault("Null character in path.", parameter)
    return os.path.normpath(os.path.join(os.getcwd(), path)) if not os.path.isabs(path) else _clean(path)


def _clean(path: str) -> str:
    found = os.path.normpath(path)
    found = "/" + found.lstrip("/") if found.startswith("//") else found
    return found + "/" if path.endswith("/") and found != "/" else found
