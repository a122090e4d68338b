"""The FileSystem provider: files and folders of this machine.

Objects are System.IO.FileInfo and DirectoryInfo. Content is in filecontent.py; copying in filecopy.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from relayshell.errors import ShellError
from relayshell.providers.provider import ItemError, Provider, not_found, null_argument

IO = "System.IO."


def io_error(error: OSError, path: str, id: str, category: str = "WriteError") -> ItemError:
    """What the system said, in .NET's words."""
    import errno

    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        if error.errno == errno.EROFS:
            return ItemError(f"Read-only file system : '{path}'", id, category, path, IO + "IOException")
        return ItemError(
            f"Access to the path '{path}' is denied.", id.replace("IOError", "UnauthorizedAccessError"), "PermissionDenied", path,
            "System.UnauthorizedAccessException",
        )
    if error.errno == errno.ENOENT:
        return ItemError(f"Could not find a part of the path '{path}'.", id, category, path, IO + "DirectoryNotFoundException")
    if error.errno == errno.ENAMETOOLONG:
        return ItemError(
            f"The file name '{path}' is too long, or a component of the specified path is too long.",
            id, category, path, IO + "PathTooLongException",
        )
    if error.errno == errno.ENOTEMPTY:
        return ItemError(f"Directory not empty : '{path}'", id, category, path, IO + "IOException")
    return ItemError(f"{error.strerror or error} : '{path}'", id, category, path, IO + "IOException")


def file_object(path: str) -> Any:
    """The FileInfo or DirectoryInfo of a path."""
    from relayshell.objects.dotnet.fileitems import File, Folder

    return Folder(path) if os.path.isdir(path) else File(path)


class FileSystem(Provider):
    """Files and folders."""

    name = "FileSystem"
    full_name = "Microsoft.PowerShell.Core\\FileSystem"
    capabilities = "Filter, ShouldProcess, Credentials"
    hierarchical = True

    @property
    def home(self) -> str:  # type: ignore[override]
        return os.environ.get("HOME", "/")

    def exists(self, path: str) -> bool:
        return os.path.lexists(path)

    def is_container(self, path: str) -> bool:
        return os.path.isdir(path)

    def item(self, path: str) -> Any:
        if not os.path.lexists(path):
            raise not_found(path)
        return file_object(path)

    def listed_item(self, path: str, container: bool) -> Any:
        from relayshell.objects.dotnet.fileitems import File, Folder

        return Folder.at(path) if container else File.at(path)

    def is_protected(self, path: str) -> bool:
        """Whether the item is hidden or read-only, as its attributes would say."""
        if self.is_hidden(path):
            return True
        try:
            facts = os.stat(path)
        except OSError:
            return False
        writable = 0o200 if facts.st_uid == os.geteuid() else 0o020 if facts.st_gid in (os.getegid(), *os.getgroups()) else 0o002
        return not facts.st_mode & writable

    def child_path(self, path: str, name: str) -> str:
        return f"{path.rstrip('/')}/{name}"

    def child_names(self, path: str, force: bool = False) -> list[str]:
        return [name for name, _ in self.listed(path) if force or not name.startswith(".")]

    def listed(self, path: str) -> list[tuple[str, bool | None]]:
        try:
            with os.scandir(path) as entries:
                found = [(not entry.is_dir(), entry.name) for entry in entries]
        except OSError as error:
            raise io_error(error, path, "DirIOError", "ReadError") from None
        found.sort(key=lambda pair: (pair[0], sort_key(pair[1])))
        return [(name, not file) for file, name in found]

    def is_hidden(self, path: str) -> bool:
        return path.startswith(".", path.rfind("/") + 1)

    def new_item(self, path: str, kind: str | None, value: Any, force: bool) -> Any:
        chosen = self._kind(kind)
        if chosen == "Directory":
            return self._new_directory(path, force)
        if chosen in ("SymbolicLink", "HardLink", "Junction"):
            return self._new_link(path, chosen, value, force)
        from relayshell.objects.convert import to_text

        if os.path.lexists(path) and not force:
            raise ItemError(f"The file '{path}' already exists.", "NewItemIOError", "WriteError", path, IO + "IOException")
        try:
            if force:
                os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="") as file:
                if value is not None:
                    file.write(to_text(value))
        except OSError as error:
            raise io_error(error, path, "NewItemIOError") from None
        return file_object(path)

    def _kind(self, kind: str | None) -> str:
        if not kind:
            return "File"
        for name in ("Directory", "Container", "File", "SymbolicLink", "Junction", "HardLink"):
            if name.lower().startswith(kind.lower()):
                return "Directory" if name == "Container" else name
        raise ItemError(
            f"The type '{kind}' is not a known type for the file system. Only \"file\",\"directory\" or \"symboliclink\" can be specified.",
            "Argument", "InvalidArgument", None, "System.Management.Automation.PSArgumentException",
        )

    def _new_directory(self, path: str, force: bool) -> Any:
        if os.path.lexists(path):
            if not (force and os.path.isdir(path)):
                raise ItemError(
                    f"An item with the specified name {path} already exists.", "DirectoryExist", "ResourceExists", path,
                    IO + "IOException",
                )
            return file_object(path)
        try:
            os.makedirs(path)
        except OSError as error:
            raise io_error(error, path, "CreateDirectoryIOError") from None
        return file_object(path)

    def _new_link(self, path: str, kind: str, value: Any, force: bool) -> Any:
        from relayshell.objects.convert import to_text

        if value is None or to_text(value) == "":
            raise null_argument("value")
        from relayshell.providers.filelinks import new_link

        new_link(path, kind, to_text(value), force)
        return file_object(path)

    def remove_item(self, path: str, recurse: bool, force: bool) -> None:
        from relayshell.providers.fileremoval import remove

        remove(self, path, recurse, force)

    def rename_item(self, path: str, new_name: str, force: bool) -> str:
        aim = self.child_path(os.path.dirname(path), new_name)
        if os.path.lexists(aim):
            raise ItemError(
                "Cannot create a file when that file already exists.", "RenameItemIOError", "WriteError", path, IO + "IOException"
            )
        try:
            os.rename(path, aim)
        except OSError as error:
            raise io_error(error, path, "RenameItemIOError") from None
        return aim

    def clear_item(self, path: str, force: bool = False) -> None:
        raise ShellError("Cannot call method. The provider does not support the use of this method.", "NotSupported", "NotImplemented")

    def copy_item(
        self, path: str, destination: str, recurse: bool, force: bool, container: bool, filter: str | None = None,
    ) -> list[str]:
        from relayshell.providers.filecopy import copy

        return copy(path, destination, recurse, force, container, filter)

    def move_item(self, path: str, destination: str, force: bool) -> str:
        from relayshell.providers.filecopy import move

        return move(path, destination, force)

    def read_content(self, path: str) -> Iterator[Any]:
        from relayshell.providers.filecontent import lines

        return lines(path, None)

    def write_content(self, path: str, value: Any) -> None:
        from relayshell.objects.collections import enumerate_value
        from relayshell.objects.text import to_text
        from relayshell.providers.encodings import UTF8
        from relayshell.providers.filecontent import Writer

        items = enumerate_value(value)
        writer = Writer(path, UTF8, False)
        for each in items if items is not None else [value]:
            writer.write(to_text(each) + "\n")
        writer.close()


def sort_key(name: str) -> tuple[Any, str]:
    """Names in the order of the alphabet, as sorting has it, whatever their case; the same letters in the order of their case."""
    from relayshell.objects.collation import sort_key as alphabetical

    return alphabetical(name, True), name
