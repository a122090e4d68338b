"""Removing files and folders, as the FileSystem provider does it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from relayshell.providers.provider import ItemError

if TYPE_CHECKING:
    from relayshell.providers.filesystem import FileSystem

IO_EXCEPTION = "System.IO.IOException"
PROTECTED = "You do not have sufficient access rights to perform this operation or the item is hidden, system, or read only."


def remove(provider: FileSystem, path: str, recurse: bool, force: bool) -> None:
    """Removes one item, with recurse what is in it first.

    What is hidden or read-only goes only with force; so a folder may stay. Raises the first error, the others are its `more`.
    """
    if force and recurse and os.path.isdir(path) and not os.path.islink(path):
        from relayshell.providers.filesystem import io_error

        try:
            shutil.rmtree(path)
        except OSError as error:
            raise io_error(error, error.filename or path, "RemoveFileSystemItemIOError") from None
        return
    errors = list(_removed(provider, path, recurse, force))
    if errors:
        errors[0].more = errors[1:]  # type: ignore[attr-defined]
        raise errors[0]


def _removed(provider: FileSystem, path: str, recurse: bool, force: bool) -> Iterator[ItemError]:
    folder = os.path.isdir(path) and not os.path.islink(path)
    if folder and recurse:
        with os.scandir(path) as entries:
            children = sorted(entries, key=lambda entry: (not entry.is_dir(follow_symlinks=False), entry.name))
        for child in children:
            yield from _removed(provider, child.path, True, force)
        if os.listdir(path):
            yield ItemError(f"Directory {path} cannot be removed because it is not empty.", "DirectoryNotEmpty", "WriteError", path, IO_EXCEPTION)
            return
    if not force and provider.is_protected(path):
        yield ItemError(PROTECTED, "RemoveFileSystemItemUnAuthorizedAccess", "PermissionDenied", path, IO_EXCEPTION, details=_details(path, PROTECTED))
        return
    try:
        os.rmdir(path) if folder else os.unlink(path)
    except OSError as error:
        from relayshell.providers.filesystem import io_error

        made = io_error(error, path, "RemoveFileSystemItemIOError")
        made.id = made.id.replace("UnauthorizedAccessError", "UnAuthorizedAccess")
        made.details = _details(path, made.message)
        yield made


def _details(path: str, message: str) -> Any:
    from relayshell.objects.errorrecord import ErrorDetails

    return ErrorDetails(f"Cannot remove item {path}: {message}")
