"""Making links, and what may stand in their way."""

from __future__ import annotations

import os

from relayshell.providers.filesystem import IO, io_error
from relayshell.providers.provider import ItemError


def new_link(path: str, kind: str, aim: str, force: bool) -> None:
    """Makes a symbolic or hard link. A symbolic one may lead nowhere; what is there already gives way with force.

    Raises ItemNotFound, ItemNotFile, SymLinkExists, TargetIsSameAsLink, DirectoryNotEmpty or NewItemIOError.
    """
    hard = kind == "HardLink"
    if hard and not os.path.lexists(aim):
        raise ItemError(f"Could not find item {aim}.", "ItemNotFound", "ObjectNotFound", aim, "System.Management.Automation.ItemNotFoundException")
    if hard and os.path.isdir(aim):
        raise ItemError(f"A file is required for the operation. The item {aim} is not a file.", "ItemNotFile", "InvalidOperation", aim,
                        "System.InvalidOperationException")
    if os.path.lexists(path):
        if not force:
            raise ItemError(f"{path} already exists.", "SymLinkExists", "ResourceExists", path, IO + "IOException")
        if _leads_to_itself(path, aim):
            raise ItemError(f"The target and path cannot be the same: {path}.", "TargetIsSameAsLink", "InvalidOperation", path,
                            "System.InvalidOperationException")
    try:
        if os.path.lexists(path):
            _clear(path)
        (os.link if hard else os.symlink)(aim, path)
    except OSError as error:
        raise io_error(error, path, "NewItemIOError") from None


def _leads_to_itself(path: str, aim: str) -> bool:
    found = os.path.join(os.path.dirname(path), aim)
    return os.path.normpath(found) == os.path.normpath(path)


def _clear(path: str) -> None:
    """Removes what stands where the link is to be; a folder only when it is empty."""
    if os.path.islink(path) or not os.path.isdir(path):
        os.unlink(path)
        return
    if os.listdir(path):
        raise ItemError(f"Directory {path} cannot be removed because it is not empty.", "DirectoryNotEmpty", "WriteError", path, IO + "IOException")
    os.rmdir(path)
