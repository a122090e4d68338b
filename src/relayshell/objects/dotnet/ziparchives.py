"""System.IO.Compression's zip archives: ZipFile, ZipArchive and their entries, over Python's zipfile."""

from __future__ import annotations

import io
import os
import time
import zipfile
import zlib
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, fault, null_fault, range_fault, unsupported_fault
from relayshell.objects.dotnet.filefaults import about, checked
from relayshell.objects.dotnet.results import array, enum_of
from relayshell.objects.dotnet.streams import Stream
from relayshell.objects.numbers import Int64, UInt32

_Z = "System.IO.Compression."
READ, CREATE, UPDATE = 0, 1, 2
_STORED = 2
# zlib's level for each of .NET's.
_HARDNESS = {0: 6, 1: 1, 3: 9}


class Entry:
    """A file in an archive. `data` is what was written to it, None where it is still as it was read.

    `when` is the time it bears, year to second, and `level` how hard it is packed: a level of .NET's, 0 Optimal, 1 Fastest,
    2 NoCompression, 3 SmallestSize.
    """

    def __init__(self, archive: Archive, name: str, info: Any = None, level: int = 0) -> None:
        self.archive, self.name, self.info, self.level = archive, name, info, level
        self.when: tuple[int, ...] = info.date_time if info is not None else time.localtime()[:6]
        self.rights: int = info.external_attr if info is not None else 0
        self.data: io.BytesIO | None = None

    def content(self) -> bytes:
        """Its bytes."""
        if self.data is not None:
            return self.data.getvalue()
        return b"" if self.info is None else self.archive.source.read(self.info)

    def open(self) -> Stream:
        """A stream of its content, that can be written where the archive can."""
        if self.archive.mode == READ:
            return Stream(io.BytesIO(self.content()), _Z + "DeflateStream", True, False)
        if self.data is None:
            self.data = _Kept(b"" if self.archive.mode == CREATE else self.content())
        return Stream(self.data, _Z + "DeflateStream", True, True)

    def delete(self) -> None:
        """Takes it out of the archive."""
        if self.archive.mode != UPDATE:
            raise unsupported_fault("Entries can only be deleted in Update mode.")
        self.archive.entries.remove(self)


class _Kept(io.BytesIO):
    """Bytes that stay when the stream over them is closed."""

    def close(self) -> None:
        self.seek(0)


class Archive:
    """A zip archive over a file. What changed is written when it is disposed of."""

    def __init__(self, file: Any, mode: int, owned: bool = True) -> None:
        self.file, self.mode, self.owned, self.closed = file, mode, owned, False
        self.source: Any = None
        self.entries: list[Entry] = []
        if mode != CREATE and (mode == READ or _size(file)):
            try:
                self.source = zipfile.ZipFile(file)
            except zipfile.BadZipFile:
                raise fault("System.IO.InvalidDataException", "End of Central Directory record could not be found.") from None
            self.entries = [Entry(self, info.filename, info) for info in self.source.infolist()]

    def find(self, name: str) -> Entry | None:
        """The entry of a name, or None."""
        return next((each for each in self.entries if each.name == name), None)

    def create(self, name: str, *level: Any) -> Entry:
        """A new entry, empty."""
        if self.mode == READ:
            raise unsupported_fault("Cannot create entries on an archive opened in read mode.")
        if name is None:
            raise null_fault("entryName")
        if not name:
            raise argument_fault("String cannot be empty.", "entryName")
        if self.closed:
            raise fault("System.ObjectDisposedException", "Cannot access a disposed object.\nObject name: 'System.IO.Compression.ZipArchive'.")
        made = Entry(self, name, level=int(level[0]) if level else 0)
        made.data = _Kept()
        self.entries.append(made)
        return made

    def close(self) -> None:
        """Writes what changed; may be called again."""
        if self.closed:
            return
        self.closed = True
        if self.mode != READ:
            pieces = [(each, each.content()) for each in self.entries]
            self.file.seek(0)
            self.file.truncate()
            with zipfile.ZipFile(self.file, "w", zipfile.ZIP_DEFLATED) as made:
                for entry, data in pieces:
                    stored = entry.level == _STORED or not data or entry.data is None and entry.info.compress_type == zipfile.ZIP_STORED
                    info = zipfile.ZipInfo(entry.name, entry.when)  # type: ignore[arg-type]
                    info.external_attr = entry.rights
                    made.writestr(info, data, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED, _HARDNESS.get(entry.level, 6))
        if self.owned:
            self.file.close()


def _size(file: Any) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return int(size)


def _open(path: str, mode: Any = READ, *encoding: Any) -> Archive:
    whole, number = checked(path), int(mode)
    with about(whole):
        if number == CREATE:
            return Archive(open(whole, "x+b"), CREATE)
        return Archive(open(whole, "rb" if number == READ else "r+b" if os.path.exists(whole) else "w+b"), number)


def _over(stream: Any, mode: Any = READ, leave: bool = False, *encoding: Any) -> Archive:
    if stream is None:
        raise null_fault("stream")
    return Archive(stream.file, int(mode), not leave)


def _pack(folder: str, path: str, level: Any = 0, with_folder: bool = False, *encoding: Any) -> None:
    root = checked(folder)
    if not os.path.isdir(root):
        raise fault("System.IO.DirectoryNotFoundException", f"Could not find a part of the path '{root}'.")
    archive = _open(path, CREATE)
    try:
        base = os.path.dirname(root.rstrip("/")) if with_folder else root
        for here, folders, files in os.walk(root):
            folders.sort()
            for name in sorted(files):
                _add(archive, os.path.join(here, name), os.path.relpath(os.path.join(here, name), base), level)
            if not folders and not files and here != root:
                archive.create(os.path.relpath(here, base) + "/")
    finally:
        archive.close()


def _add(archive: Archive, path: str, name: str, *level: Any) -> Entry:
    whole = checked(path)
    with about(whole), open(whole, "rb") as file:
        data, facts = file.read(), os.fstat(file.fileno())
    made = archive.create(name, *level)
    made.data, made.rights = _Kept(data), facts.st_mode << 16
    when = time.localtime(facts.st_mtime)[:6]
    made.when = when if 1980 <= when[0] <= 2107 else (1980, 1, 1, 0, 0, 0)
    return made


def _unpack(path: str, folder: str, *more: Any) -> None:
    overwrite = any(each is True for each in more)
    archive = _open(path)
    try:
        _unpack_all(archive, folder, overwrite)
    finally:
        archive.close()


def _unpack_all(archive: Archive, folder: str, overwrite: bool = False) -> None:
    root = os.path.realpath(checked(folder))
    for entry in archive.entries:
        aim = os.path.realpath(os.path.join(root, entry.name))
        if aim != root and not aim.startswith(root.rstrip("/") + "/"):
            raise fault("System.IO.IOException", "Extracting Zip entry would have resulted in a file outside the specified destination directory.")
        with about(aim):
            if entry.name.endswith("/"):
                os.makedirs(aim, exist_ok=True)
            else:
                os.makedirs(os.path.dirname(aim), exist_ok=True)
                _unpack_one(entry, aim, overwrite)


def _unpack_one(entry: Entry, path: str, overwrite: bool = False) -> None:
    whole = checked(path)
    if os.path.exists(whole) and not overwrite:
        raise fault("System.IO.IOException", f"The file '{whole}' already exists.")
    with about(whole), open(whole, "wb") as file:
        file.write(entry.content())
    stamp = time.mktime((*entry.when, 0, 0, -1))  # type: ignore[arg-type]
    os.utime(whole, (stamp, stamp))
    if entry.rights >> 16 & 0o777:
        os.chmod(whole, entry.rights >> 16 & 0o777)


def _written(entry: Entry) -> Any:
    from relayshell.objects.convert import convert
    from relayshell.objects.nettype import get_type

    return convert("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}".format(*entry.when), get_type("System.DateTimeOffset"))


def _stamp(entry: Entry, value: Any) -> None:
    """Gives an entry a time; the format knows the years 1980 to 2107 and even seconds."""
    from relayshell.objects.convert import convert
    from relayshell.objects.dotnet.culture import INVARIANT
    from relayshell.objects.nettype import get_type

    if entry.archive.mode == READ:
        raise unsupported_fault("Cannot modify entry in Read mode.")
    parts = tuple(int(part) for part in convert(value, get_type("System.DateTimeOffset")).net_format("yyyy MM dd HH mm ss", INVARIANT).split())
    if not 1980 <= parts[0] <= 2107:
        raise range_fault("The DateTimeOffset specified cannot be converted into a Zip file timestamp.", "value")
    entry.when = parts


declare(
    _Z + "ZipArchiveEntry", Entry,
    get={
        "FullName": lambda e: e.name, "Name": lambda e: e.name.rpartition("/")[2], "Length": lambda e: Int64(len(e.content())), "Archive": lambda e: e.archive,
        "CompressedLength": lambda e: Int64(e.info.compress_size if e.info is not None else 0), "LastWriteTime": _written,
        "Crc32": lambda e: UInt32(zlib.crc32(e.content())), "Comment": lambda e: e.info.comment.decode("utf-8", "replace") if e.info is not None else "",
        "ExternalAttributes": lambda e: e.rights - (1 << 32) if e.rights >> 31 else e.rights,
        "IsEncrypted": lambda e: e.info is not None and bool(e.info.flag_bits & 1),
    },
    set={"LastWriteTime": _stamp, "ExternalAttributes": lambda e, value: setattr(e, "rights", int(value) & 0xFFFFFFFF)},
    methods={"Open": Entry.open, "Delete": Entry.delete, "ToString": lambda e: e.name}, to_text=lambda e: e.name,
    signatures=(
        "string FullName {get;}", "string Name {get;}", "long Length {get;}", "long CompressedLength {get;}", f"{_Z}ZipArchive Archive {{get;}}",
        "System.DateTimeOffset LastWriteTime {get;set;}", "uint Crc32 {get;}", "int ExternalAttributes {get;set;}", "string Comment {get;}", "bool IsEncrypted {get;}", "System.IO.Stream Open()", "void Delete()", "string ToString()",
    ),
)
declare(
    _Z + "ZipArchive", Archive, new={"*": _over},
    get={"Entries": lambda a: array(_Z + "ZipArchiveEntry", a.entries), "Mode": lambda a: enum_of(_Z + "ZipArchiveMode", a.mode)},
    methods={"GetEntry": Archive.find, "CreateEntry": Archive.create, "Dispose": Archive.close}, interfaces=("System.IDisposable",),
    signatures=(
        "(System.IO.Stream stream)", f"(System.IO.Stream stream, {_Z}ZipArchiveMode mode)", f"(System.IO.Stream stream, {_Z}ZipArchiveMode mode, bool leaveOpen)",
        f"{_Z}ZipArchiveEntry[] Entries {{get;}}", f"{_Z}ZipArchiveMode Mode {{get;}}", f"{_Z}ZipArchiveEntry GetEntry(string entryName)",
        f"{_Z}ZipArchiveEntry CreateEntry(string entryName)", f"{_Z}ZipArchiveEntry CreateEntry(string entryName, {_Z}CompressionLevel compressionLevel)", "void Dispose()",
    ),
)
declare(
    _Z + "ZipFile", statics={"OpenRead": _open, "Open": _open, "CreateFromDirectory": _pack, "ExtractToDirectory": _unpack},
    signatures=(
        f"static {_Z}ZipArchive OpenRead(string archiveFileName)", f"static {_Z}ZipArchive Open(string archiveFileName, {_Z}ZipArchiveMode mode)",
        "static void CreateFromDirectory(string sourceDirectoryName, string destinationArchiveFileName)",
        f"static void CreateFromDirectory(string sourceDirectoryName, string destinationArchiveFileName, {_Z}CompressionLevel compressionLevel, bool includeBaseDirectory)",
        "static void ExtractToDirectory(string sourceArchiveFileName, string destinationDirectoryName)",
        "static void ExtractToDirectory(string sourceArchiveFileName, string destinationDirectoryName, bool overwriteFiles)",
    ),
)
declare(
    _Z + "ZipFileExtensions", statics={"ExtractToFile": _unpack_one, "CreateEntryFromFile": _add, "ExtractToDirectory": _unpack_all},
    signatures=(
        f"static void ExtractToFile({_Z}ZipArchiveEntry source, string destinationFileName)",
        f"static void ExtractToFile({_Z}ZipArchiveEntry source, string destinationFileName, bool overwrite)",
        f"static {_Z}ZipArchiveEntry CreateEntryFromFile({_Z}ZipArchive destination, string sourceFileName, string entryName)",
        f"static {_Z}ZipArchiveEntry CreateEntryFromFile({_Z}ZipArchive destination, string sourceFileName, string entryName, {_Z}CompressionLevel compressionLevel)",
        f"static void ExtractToDirectory({_Z}ZipArchive source, string destinationDirectoryName)",
        f"static void ExtractToDirectory({_Z}ZipArchive source, string destinationDirectoryName, bool overwriteFiles)",
    ),
)
