"""System.IO.File, System.IO.Directory and System.IO.DriveInfo: what scripts do to files in one call."""

from __future__ import annotations

import os
import tempfile
from typing import Any, Callable

from relayshell.objects.declare import declare
from relayshell.objects.dotnet import fileitems as items
from relayshell.objects.dotnet.encodings import UTF8, Encoding, detect
from relayshell.objects.dotnet.faults import fault, null_fault
from relayshell.objects.dotnet.filefaults import about, checked
from relayshell.objects.dotnet.later import with_later
from relayshell.objects.dotnet.results import array, byte_array, enum_of, many, string_array, text_of, to_bytes
from relayshell.objects.dotnet.streams import file_stream
from relayshell.objects.numbers import Int64


def read_bytes(path: Any) -> bytes:
    """The whole file."""
    whole = checked(path)
    with about(whole):
        if os.path.isdir(whole):
            raise fault("System.UnauthorizedAccessException", f"Access to the path '{whole}' is denied.")
        with open(whole, "rb") as file:
            return file.read()


def read_text(path: Any, encoding: Encoding | None = None) -> str:
    """The whole file as text; a byte order mark decides over the encoding."""
    data = read_bytes(path)
    found, skip = detect(data, encoding or UTF8)
    return found.decode(data[skip:])


def lines_of(text: str) -> list[str]:
    """Lines as ReadLine finds them."""
    out = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if out and not out[-1]:
        out.pop()
    return out


def write_bytes(path: Any, data: bytes, append: bool = False) -> None:
    """Writes or appends a whole file."""
    whole = checked(path)
    with about(whole):
        if os.path.isdir(whole):
            raise fault("System.UnauthorizedAccessException", f"Access to the path '{whole}' is denied.")
        with open(whole, "ab" if append else "wb") as file:
            file.write(data)


def _write_text(path: Any, text: Any, encoding: Encoding | None = None) -> None:
    chosen = encoding or UTF8
    write_bytes(path, chosen.mark + chosen.encode("".join(text) if isinstance(text, list) else text or ""))


def _append_text(path: Any, text: Any, encoding: Encoding | None = None) -> None:
    chosen = encoding or UTF8
    whole = checked(path)
    fresh = not os.path.exists(whole) or os.path.getsize(whole) == 0
    write_bytes(whole, (chosen.mark if fresh else b"") + chosen.encode(text or ""), True)


def _joined(lines: Any) -> str:
    if lines is None:
        raise null_fault("contents")
    return "".join(f"{text_of(line)}\n" for line in many(lines))


def _opener(mode: int, access: int) -> Callable[..., Any]:
    return lambda path, *args: file_stream(path, *(args if args and hasattr(args[0], "type") else (mode, access)))


def _time(which: str, local: bool) -> Callable[[str], Any]:
    def get(path: str) -> Any:
        made = items.time_of(checked(path), which)
        return made.local() if local else made
    return get


def _put_time(which: str) -> Callable[[str, Any], None]:
    return lambda path, value: items.set_time(checked(path), which, value)


def _times() -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, which in (("CreationTime", "birth"), ("LastAccessTime", "access"), ("LastWriteTime", "write")):
        for zone in ("", "Utc"):
            out[f"Get{name}{zone}"] = _time(which, not zone)
            out[f"Set{name}{zone}"] = _put_time(which)
    return out


def _attributes(path: Any) -> Any:
    whole = checked(path)
    with about(whole):
        os.lstat(whole)
    return enum_of("System.IO.FileAttributes", items.attributes_of(whole))


def _link(folder: bool) -> Callable[[str, str], Any]:
    def make(path: str, target: str) -> Any:
        whole = checked(path)
        with about(whole):
            os.symlink(target, whole)
        return items.Folder(whole) if folder else items.File(whole)
    return make


def _resolve(folder: bool) -> Callable[..., Any]:
    return lambda path, final=False: items._resolve_link((items.Folder if folder else items.File)(path), final)


def _replace(source: str, target: str, backup: Any, *rest: Any) -> None:
    if backup:
        items.copy_file(target, backup, True)
    items.move_file(source, target, True)


def _text_writer(append: bool) -> Callable[[str], Any]:
    def make(path: str) -> Any:
        from relayshell.objects.dotnet.textfiles import _stream_writer
        return _stream_writer(path, append)
    return make


def _text_reader(path: str) -> Any:
    from relayshell.objects.dotnet.textfiles import _stream_reader
    return _stream_reader(path)


def _unix_mode(path: str) -> Any:
    with about(checked(path)):
        return enum_of("System.IO.UnixFileMode", os.stat(path).st_mode & 0o7777)


def _set_unix_mode(path: str, mode: Any) -> None:
    with about(checked(path)):
        os.chmod(path, int(mode))


_CONTENT: dict[str, Callable[..., Any]] = {
    "ReadAllText": read_text, "ReadAllBytes": lambda path: byte_array(read_bytes(path)),
    "ReadAllLines": lambda path, encoding=None: string_array(lines_of(read_text(path, encoding))),
    "WriteAllText": _write_text, "WriteAllBytes": lambda path, data: write_bytes(path, to_bytes(data)),
    "WriteAllLines": lambda path, lines, encoding=None: _write_text(path, _joined(lines), encoding),
    "AppendAllText": _append_text, "AppendAllBytes": lambda path, data: write_bytes(path, to_bytes(data), True),
    "AppendAllLines": lambda path, lines, encoding=None: _append_text(path, _joined(lines), encoding),
}
declare(
    "System.IO.File",
    statics={
        **_times(), "Exists": lambda path: bool(path) and os.path.isfile(path), **with_later(_CONTENT, *_CONTENT),
        "ReadLines": lambda path, encoding=None: string_array(lines_of(read_text(path, encoding))),
        "Copy": lambda *args: items.copy_file(*args) and None,
        "Move": lambda *args: items.move_file(*args) and None, "Delete": items.delete_file, "Replace": _replace, "Create": _opener(2, 3), "Open": _opener(3, 3),
        "OpenRead": _opener(3, 1), "OpenWrite": _opener(4, 2), "OpenText": _text_reader, "CreateText": _text_writer(False), "AppendText": _text_writer(True),
        "GetAttributes": _attributes, "SetAttributes": lambda path, value: items.make_read_only(checked(path), bool(int(value) & 1)), "CreateSymbolicLink": _link(False),
        "ResolveLinkTarget": _resolve(False), "GetUnixFileMode": _unix_mode, "SetUnixFileMode": _set_unix_mode, "Encrypt": lambda path: _windows_only(), "Decrypt": lambda path: _windows_only(),
    },
)


def _windows_only() -> None:
    raise fault("System.PlatformNotSupportedException", "File encryption is not supported on this platform.")


def _listing(files: bool, folders: bool) -> Callable[..., Any]:
    return lambda path, pattern="*", option=None: string_array(items.entries(path, pattern, option, files, folders))


def _create(path: Any, *mode: Any) -> Any:
    made = items.Folder(path)
    if os.path.isfile(made.path):
        raise fault("System.IO.IOException", f"The file '{made.path}' already exists.")
    items._create_folder(made)
    return made


def _set_current(path: Any) -> None:
    whole = checked(path)
    with about(whole, True):
        os.chdir(whole)


def _drives() -> Any:
    return string_array(["/"])


declare(
    "System.IO.Directory",
    statics={
        **_times(), "Exists": lambda path: bool(path) and os.path.isdir(path), "CreateDirectory": _create, "GetFiles": _listing(True, False), "GetDirectories": _listing(False, True),
        "GetFileSystemEntries": _listing(True, True), "EnumerateFiles": _listing(True, False), "EnumerateDirectories": _listing(False, True), "EnumerateFileSystemEntries": _listing(True, True),
        "Delete": items.delete_folder, "Move": items.move_folder, "GetCurrentDirectory": os.getcwd, "SetCurrentDirectory": _set_current, "GetParent": lambda path: items._parent(items.Folder(path)),
        "GetDirectoryRoot": lambda path: "/", "GetLogicalDrives": _drives, "CreateTempSubdirectory": lambda prefix="": items.Folder(tempfile.mkdtemp(prefix=prefix or "")),
        "CreateSymbolicLink": _link(True), "ResolveLinkTarget": _resolve(True),
    },
)


class Drive:
    """System.IO.DriveInfo: a mount by its path."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return self.name

    def space(self) -> os.statvfs_result:
        """Raises DriveNotFoundException."""
        try:
            return os.statvfs(self.name)
        except OSError:
            raise fault("System.IO.DriveNotFoundException", f"Could not find the drive '{self.name}'. The drive might not be ready or might not be mapped.") from None


declare(
    "System.IO.DriveInfo", Drive, new={"*": Drive},
    get={"Name": lambda self: self.name, "IsReady": lambda self: os.path.exists(self.name), "RootDirectory": lambda self: items.Folder(self.name),
         "DriveType": lambda self: enum_of("System.IO.DriveType", 3), "DriveFormat": lambda self: "ext4", "AvailableFreeSpace": lambda self: Int64(self.space().f_bavail * self.space().f_frsize),
         "TotalFreeSpace": lambda self: Int64(self.space().f_bfree * self.space().f_frsize), "TotalSize": lambda self: Int64(self.space().f_blocks * self.space().f_frsize),
         "VolumeLabel": lambda self: self.name},
    set={"VolumeLabel": lambda self, value: _windows_only()}, methods={"ToString": str}, statics={"GetDrives": lambda: array("System.IO.DriveInfo", [Drive("/")])}, to_text=str,
)
