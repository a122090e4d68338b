"""FileInfo and DirectoryInfo: a path, and what the system says of it when it is asked."""

from __future__ import annotations

import fnmatch
import os
import shutil
import stat
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet import ticks as calendar
from relayshell.objects.dotnet.datetimes import UTC, DateTime
from relayshell.objects.dotnet.faults import fault
from relayshell.objects.dotnet.filefaults import about, checked
from relayshell.objects.dotnet.paths import extension
from relayshell.objects.dotnet.results import array, enum_of
from relayshell.objects.numbers import Int64

_NEVER = 504_911_232_000_000_000


class FileItem:
    """A FileInfo or, when `folder`, a DirectoryInfo. `written` is the path as it was given."""

    __slots__ = ("path", "written", "status", "props", "__weakref__")
    folder = False

    def __init__(self, path: str) -> None:
        self.written = path
        self.path = checked(path, "path" if self.folder else "fileName")
        self.status: os.stat_result | None | bool = None
        self.props: Any = None

    @classmethod
    def at(cls, path: str) -> FileItem:
        """The item of a path that is absolute and as short as it can be, as folders that are listed give it."""
        made = cls.__new__(cls)
        made.written = made.path = path
        made.status = made.props = None
        return made

    def __str__(self) -> str:
        return self.written

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def look(self) -> os.stat_result | None:
        """What the system says, remembered until Refresh; None when it is not there."""
        if self.status is None:
            try:
                self.status = os.stat(self.path)
            except OSError:
                try:
                    self.status = os.lstat(self.path)
                except OSError:
                    self.status = False
        return self.status or None  # type: ignore[return-value]

    def exists(self) -> bool:
        """Whether a file (or folder) of the path is there."""
        found = self.look()
        return found is not None and stat.S_ISDIR(found.st_mode) == self.folder

    def refresh(self) -> None:
        """Forgets what the system said."""
        self.status = None

    def name(self) -> str:
        """The last part."""
        return self.path.rstrip("/").rpartition("/")[2] or "/"


class File(FileItem):
    """System.IO.FileInfo."""

    __slots__ = ()


class Folder(FileItem):
    """System.IO.DirectoryInfo."""

    __slots__ = ()
    folder = True

    def full(self) -> str:
        """The path; a separator that was written at the end stays."""
        return self.path


def time_of(path: str, which: str) -> DateTime:
    """The universal time of a file: birth, access or write. A file that is not there has the year 1601."""
    try:
        found = os.stat(path)
    except OSError:
        return DateTime(_NEVER, UTC)
    moment = {"access": found.st_atime_ns, "write": found.st_mtime_ns, "birth": min(found.st_mtime_ns, found.st_ctime_ns)}[which]
    return DateTime(calendar.UNIX_EPOCH + moment // 100, UTC)


def set_time(path: str, which: str, value: DateTime) -> None:
    """Sets a time; that of birth cannot be set on Unix and moves the time of writing where it is later."""
    with about(path):
        found = os.stat(path)
        moment = (value.universal().ticks - calendar.UNIX_EPOCH) * 100
        access, write = (moment, found.st_mtime_ns) if which == "access" else (found.st_atime_ns, moment)
        os.utime(path, ns=(access, write))


def _get_time(which: str, local: bool) -> Any:
    def get(self: FileItem) -> DateTime:
        made = time_of(self.path, which)
        return made.local() if local else made
    return get


def _put_time(which: str) -> Any:
    def put(self: FileItem, value: DateTime) -> None:
        set_time(self.path, which, value)
        self.refresh()
    return put


def attributes_of(path: str) -> int:
    """FileAttributes: ReadOnly 1, Hidden 2, Directory 16, Normal 128, ReparsePoint 1024."""
    try:
        found = os.lstat(path)
    except OSError:
        return -1
    value = 0
    link = stat.S_ISLNK(found.st_mode)
    if link:
        value |= 1024
    if os.path.isdir(path):
        value |= 16
    elif not link and not found.st_mode & 0o222:
        value |= 1
    if os.path.basename(path.rstrip("/")).startswith("."):
        value |= 2
    return value or 128


def _set_attributes(self: FileItem, value: Any) -> None:
    make_read_only(self.path, bool(int(value) & 1))
    self.refresh()


def make_read_only(path: str, yes: bool) -> None:
    """Takes the right to write away, or gives it back to the owner."""
    with about(path):
        mode = os.stat(path).st_mode
        os.chmod(path, mode & ~0o222 if yes else mode | 0o200)


def _length(self: File) -> Int64:
    found = self.look()
    if found is None or stat.S_ISDIR(found.st_mode):
        made = fault("System.IO.FileNotFoundException", f"Could not find file '{self.path}'.")
        made.more["FileName"] = self.path
        raise made
    return Int64(found.st_size)


def _link_target(self: FileItem) -> str | None:
    return os.readlink(self.path) if os.path.islink(self.path) else None


def _resolve_link(self: FileItem, final: bool = False) -> Any:
    if not os.path.islink(self.path):
        return None
    target = os.path.realpath(self.path) if final else os.path.join(os.path.dirname(self.path), os.readlink(self.path))
    return type(self)(target)


def _mode(self: FileItem) -> Any:
    found = self.look()
    return enum_of("System.IO.UnixFileMode", stat.S_IMODE(found.st_mode) if found else -1)


def _set_mode(self: FileItem, value: Any) -> None:
    with about(self.path):
        os.chmod(self.path, int(value))


def _parent(self: FileItem) -> Folder | None:
    parent = os.path.dirname(self.path.rstrip("/"))
    return Folder(parent) if parent and self.path.rstrip("/") else None


def copy_file(source: str, target: str, overwrite: bool = False) -> str:
    """Copies a file; the absolute target. Raises IOException when the target is there and must not be replaced."""
    source, target = checked(source, "sourceFileName"), checked(target, "destFileName")
    with about(source):
        os.stat(source)
        if os.path.isdir(source):
            raise fault("System.UnauthorizedAccessException", f"Access to the path '{source}' is denied.")
    if os.path.isdir(target):
        raise fault("System.IO.IOException", f"The target file '{target}' is a directory, not a file.")
    if os.path.exists(target) and not overwrite:
        raise fault("System.IO.IOException", f"The file '{target}' already exists.")
    with about(target):
        shutil.copyfile(source, target)
        shutil.copymode(source, target)
    return target


def move_file(source: str, target: str, overwrite: bool = False) -> str:
    """Moves a file."""
    source, target = checked(source, "sourceFileName"), checked(target, "destFileName")
    if not os.path.isfile(source):
        made = fault("System.IO.FileNotFoundException", f"Could not find file '{source}'.")
        made.more["FileName"] = source
        raise made
    if os.path.exists(target) and not overwrite:
        raise fault("System.IO.IOException", "Cannot create a file when that file already exists." if os.path.isfile(target) else f"The file '{target}' already exists.")
    with about(target):
        shutil.move(source, target)
    return target


def _copy_to(self: File, target: str, overwrite: bool = False) -> File:
    return File(copy_file(self.path, target, overwrite))


def _move_to(self: FileItem, target: str, overwrite: bool = False) -> None:
    if self.folder:
        move_folder(self.path, target)
        self.path = checked(target)
    else:
        self.path = move_file(self.path, target, overwrite)
    self.written = self.path
    self.refresh()


def move_folder(source: str, target: str) -> None:
    """Moves a folder. Raises IOException when the target is there."""
    source, target = checked(source, "sourceDirName"), checked(target, "destDirName")
    if not os.path.exists(source):
        raise fault("System.IO.DirectoryNotFoundException", f"Could not find a part of the path '{source}'.")
    if os.path.exists(target):
        raise fault("System.IO.IOException", f"Cannot create '{target}' because a file or directory with the same name already exists.")
    with about(target):
        shutil.move(source, target)


def _delete(self: FileItem, recursive: bool = False) -> None:
    if self.folder:
        delete_folder(self.path, recursive)
    else:
        delete_file(self.path)
    self.refresh()


def delete_file(path: str) -> None:
    """Deletes a file; one that is not there is no error where its folder is."""
    path = checked(path)
    try:
        os.unlink(path)
    except FileNotFoundError as error:
        if not os.path.isdir(os.path.dirname(path) or "/"):
            from relayshell.objects.dotnet.filefaults import os_fault
            raise os_fault(error, path, True) from None
    except OSError as error:
        from relayshell.objects.dotnet.filefaults import os_fault
        raise os_fault(error, path) from None


def delete_folder(path: str, recursive: bool = False) -> None:
    """Deletes a folder, which must be empty unless recursive."""
    path = checked(path)
    with about(path, True):
        if os.path.isfile(path):
            raise fault("System.IO.IOException", f"The directory name is invalid. : '{path}'")
        if os.path.islink(path):
            os.unlink(path)
        elif recursive:
            shutil.rmtree(path)
        else:
            os.rmdir(path)


def entries(path: str, pattern: str = "*", option: Any = None, files: bool = True, folders: bool = True) -> list[str]:
    """The paths in a folder that match a pattern of * and ?, through all folders below when the option says so."""
    root = checked(path)
    everywhere = option is not None and int(option) == 1 if hasattr(option, "value") else False
    chosen = option if hasattr(option, "skips") else None
    if chosen is not None:
        everywhere = chosen.recurse
    wanted = "*" if pattern in ("*.*", "") else pattern
    shown = path.rstrip("/") if path.rstrip("/") else "/"
    with about(root, True):
        found, waiting = [], [(root, shown)]
        while waiting:
            here, label = waiting.pop(0)
            with os.scandir(here) as scan:
                listed = list(scan)
            for entry in listed:
                is_folder = entry.is_dir()
                if chosen is not None and chosen.skips(entry.name):
                    continue
                if (folders if is_folder else files) and fnmatch.fnmatchcase(entry.name, wanted.replace("[", "[[]")):
                    found.append(f"{label.rstrip('/')}/{entry.name}")
                if everywhere and is_folder and not entry.is_symlink():
                    waiting.append((entry.path, f"{label.rstrip('/')}/{entry.name}"))
        return found


def _list(files: bool, folders: bool) -> Any:
    kind = "System.IO.FileSystemInfo" if files and folders else "System.IO.FileInfo" if files else "System.IO.DirectoryInfo"

    def listing(self: Folder, pattern: str = "*", option: Any = None) -> Any:
        return array(kind, [Folder(path) if os.path.isdir(path) else File(path) for path in entries(self.path, pattern, option, files, folders)])
    return listing


def _create_folder(self: Folder) -> None:
    with about(self.path, True):
        os.makedirs(self.path, exist_ok=True)
    self.refresh()


def _sub(self: Folder, name: str) -> Folder:
    made = Folder(os.path.join(self.path, name))
    _create_folder(made)
    return made


def _opener(mode: int, access: int) -> Any:
    def opened(self: File, *args: Any) -> Any:
        from relayshell.objects.dotnet.streams import file_stream
        return file_stream(self.path, *(args or (mode, access)))
    return opened


def _text(kind: str, append: bool = False) -> Any:
    def opened(self: File) -> Any:
        from relayshell.objects.dotnet import textfiles
        return textfiles._stream_reader(self.path) if kind == "reader" else textfiles._stream_writer(self.path, append)
    return opened


def _link(self: FileItem, target: str) -> None:
    with about(self.path):
        os.symlink(target, self.path)
    self.refresh()


def _nothing(self: Any, *args: Any) -> None:
    return None


_TIMES = {f"{name}{zone}": _get_time(which, not zone) for name, which in (("CreationTime", "birth"), ("LastAccessTime", "access"), ("LastWriteTime", "write"))
          for zone in ("", "Utc")}
_SET = {f"{name}{zone}": _put_time(which) for name, which in (("CreationTime", "birth"), ("LastAccessTime", "access"), ("LastWriteTime", "write")) for zone in ("", "Utc")} \
    | {"Attributes": _set_attributes, "UnixFileMode": _set_mode}
_COMMON = {**_TIMES, "LinkTarget": _link_target, "UnixFileMode": _mode, "Attributes": lambda self: enum_of("System.IO.FileAttributes", attributes_of(self.path))}
_METHODS = {"ToString": str, "Refresh": FileItem.refresh, "Delete": _delete, "MoveTo": _move_to, "CreateAsSymbolicLink": _link, "ResolveLinkTarget": _resolve_link,
            "InitializeLifetimeService": _nothing, "GetLifetimeService": _nothing}

declare(
    "System.IO.FileInfo", File, new={"*": File},
    get={"Length": _length, "DirectoryName": lambda self: os.path.dirname(self.path), "Directory": _parent,
         "IsReadOnly": lambda self: bool(attributes_of(self.path) & 1), "FullName": lambda self: self.path, "Extension": lambda self: extension(self.path),
         "Name": FileItem.name, "Exists": FileItem.exists, **_COMMON},
    set={**_SET, "IsReadOnly": lambda self, value: make_read_only(self.path, value)},
    methods={**_METHODS, "CopyTo": _copy_to, "Create": _opener(2, 3), "Open": _opener(3, 3), "OpenRead": _opener(3, 1), "OpenWrite": _opener(4, 2),
             "OpenText": _text("reader"), "AppendText": _text("writer", True), "CreateText": _text("writer"), "Replace": lambda self, target, backup, *rest: _replace(self, target, backup),
             "Encrypt": _nothing, "Decrypt": _nothing},
    to_text=str,
)
declare(
    "System.IO.DirectoryInfo", Folder, new={"*": Folder},
    get={"Parent": _parent, "Root": lambda self: Folder("/"), "FullName": Folder.full, "Extension": lambda self: extension(self.path), "Name": FileItem.name,
         "Exists": FileItem.exists, **_COMMON},
    set=_SET,
    methods={**_METHODS, "Create": _create_folder, "CreateSubdirectory": _sub, "GetFiles": _list(True, False), "GetDirectories": _list(False, True),
             "GetFileSystemInfos": _list(True, True), "EnumerateFiles": _list(True, False), "EnumerateDirectories": _list(False, True), "EnumerateFileSystemInfos": _list(True, True)},
    to_text=str,
)


def _replace(self: File, target: str, backup: Any) -> File:
    if backup:
        copy_file(target, backup, True)
    return File(move_file(self.path, target, True))


from . import filemembers  # noqa: E402, F401 - what PowerShell adds to these types
