"""Copying and moving files and folders, as the FileSystem provider does it."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable

from relayshell.providers.filefilter import file_filter
from relayshell.providers.filesystem import IO, io_error
from relayshell.providers.provider import ItemError


def copy(path: str, destination: str, recurse: bool, force: bool, container: bool, filter: str | None = None) -> list[str]:
    """Copies one item; the paths made, the outermost first.

    A folder's content comes along only with recurse, and of its files those that fit the filter. Into an existing folder an item keeps its name.
    """
    if os.path.isdir(path):
        aim = destination
        if os.path.isdir(destination):
            aim = os.path.join(destination, os.path.basename(path.rstrip("/"))) if container else destination
        if _same(path, aim):
            raise _itself(path)
        if recurse and os.path.realpath(aim).startswith(os.path.realpath(path).rstrip("/") + "/"):
            raise ItemError(f"Cannot copy the item {path} into itself: {aim} is inside it.", "CopyError", "WriteError", path, IO + "IOException")
        fits = None
        if filter:
            fits = file_filter(filter)
        return _copy_folder(path, aim, recurse, force, container, fits)
    aim = destination
    if os.path.isdir(destination):
        aim = os.path.join(destination, os.path.basename(path))
    elif destination.endswith("/"):
        raise ItemError(f"Could not find a part of the path '{destination}'.", IO + "DirectoryNotFoundException", "NotSpecified", None,
                        IO + "DirectoryNotFoundException")
    return [_copy_file(path, aim, force)]


def _same(one: str, other: str) -> bool:
    return os.path.exists(one) and os.path.exists(other) and os.path.samefile(one, other)


def _itself(path: str) -> ItemError:
    """An item cannot be its own copy; the exception says which in its Data."""
    from relayshell.objects.hashtable import Hashtable

    made = ItemError(f"Cannot overwrite the item {path} with itself.", "CopyError", "WriteError", path, IO + "IOException")
    made.exception.data = Hashtable({"SelfCopy": path}.items())
    return made


def _copy_file(path: str, aim: str, force: bool) -> str:
    if _same(path, aim):
        raise _itself(path)
    try:
        if force and os.path.exists(aim) and not os.access(aim, os.W_OK):
            os.chmod(aim, 0o644)
        _copy_content(path, aim)
        shutil.copystat(path, aim)
    except OSError as error:
        made = io_error(error, aim, "CopyFileInfoItemIOError")
        if made.category == "WriteError":
            # What stopped a single copy is told by the exception alone.
            made.id, made.category, made.target = made.exception.type_name, "NotSpecified", None
        raise made from None
    return aim


def _copy_content(path: str, aim: str) -> None:
    """Copies the content. A file that is replaced stays whole when the disk fills up: the new one is made beside it."""
    if not os.path.isfile(aim) or os.path.islink(aim) or os.stat(aim).st_nlink != 1 or not os.access(os.path.dirname(aim) or ".", os.W_OK):
        shutil.copyfile(path, aim)
        return
    if not os.access(aim, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), aim)
    beside = os.path.join(os.path.dirname(aim), f".{os.path.basename(aim)[:100]}.{os.urandom(6).hex()}")
    try:
        shutil.copyfile(path, beside)
        os.replace(beside, aim)
    except OSError:
        if os.path.lexists(beside):
            os.unlink(beside)
        raise


def _copy_folder(path: str, aim: str, recurse: bool, force: bool, container: bool, fits: Callable[[str], bool] | None) -> list[str]:
    made = []
    failed: list[ItemError] = []
    try:
        if container:
            if os.path.isfile(aim):
                raise ItemError(
                    f"Container cannot be copied onto existing leaf item.", "CopyContainerItemToLeafError", "InvalidArgument", path,
                    "System.Management.Automation.PSArgumentException",
                )
            os.makedirs(aim, exist_ok=True)
            made.append(aim)
        if recurse:
            for name in sorted(os.listdir(path)):
                child, child_aim = os.path.join(path, name), os.path.join(aim, name)
                if os.path.isdir(child):
                    made += _copy_folder(child, child_aim if container else aim, True, force, container, fits)
                elif fits is None or fits(name):
                    try:
                        made.append(_copy_file(child, child_aim, force))
                    except ItemError as error:
                        if error.id != "CopyError":
                            error.id = "CopyDirectoryInfoItemUnauthorizedAccessError" if error.category == "PermissionDenied" else "CopyDirectoryInfoItemIOError"
                            error.category, error.target = "PermissionDenied" if error.category == "PermissionDenied" else "WriteError", child
                        failed.append(error)
    except OSError as error:
        failed.append(io_error(error, aim, "CopyDirectoryInfoItemIOError"))
    if failed:
        failed[0].more = failed[1:]  # type: ignore[attr-defined]
        raise failed[0]
    return made


def move(path: str, destination: str, force: bool) -> str:
    """Moves one item; where it is now."""
    id = "MoveDirectoryItemIOError" if os.path.isdir(path) and not os.path.islink(path) else "MoveFileInfoItemIOError"
    aim = destination
    if os.path.isdir(destination) and not (os.path.isdir(path) and _same(path, destination)):
        aim = os.path.join(destination, os.path.basename(path.rstrip("/")))
    if os.path.isdir(path) and not os.path.islink(path) and aim.startswith(path.rstrip("/") + "/"):
        raise ItemError(f"Destination path cannot be a subdirectory of the source: {aim}.", "MoveItemArgumentError", "InvalidArgument", aim,
                        IO + "IOException")
    if os.path.lexists(aim) and not _same(path, aim):
        if not force or os.path.isdir(aim):
            raise ItemError(
                "Cannot create a file when that file already exists.", id, "WriteError", path, IO + "IOException"
            )
        try:
            os.unlink(aim)
        except OSError as error:
            raise io_error(error, aim, id) from None
    try:
        shutil.move(path, aim)
    except OSError as error:
        raise io_error(error, aim, id) from None
    return aim
