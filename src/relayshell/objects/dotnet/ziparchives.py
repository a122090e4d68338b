"""System.IO.Compression's zip archives: ZipFile, ZipArchive and their entries, over Python's zipfile."""

from __future__ import annotations

import io
import os
import time
import zipfile
import zlib
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import fault, null_fault, unsupported_fault
from relayshell.objects.dotnet.filefaults import about, checked
from relayshell.objects.dotnet.results import array, enum_of
from relayshell.objects.dotnet.streams import Stream
from relayshell.objects.numbers import Int64

_Z = "System.IO.Compression."
READ, CREATE, UPDATE = 0, 1, 2


class Entry:
    """A file in an archive. `data` is what was written to it, None where it is still as it was read."""

    def __init__(self, archive: Archive, name: str, info: Any = None) -> None:
        self.archive, self.name, self.info = archive, name, info
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
        made = Entry(self, name)
        made.data = _Kept()
        self.entries.append(made)
        return made

    def close(self) -> None:
        """Writes what changed; may be called again."""
        if self.closed:
            return
        self.closed = True
        if self.mode != READ:
            pieces = [(each.name, each.info, each.content()) for each in self.entries]
            self.file.seek(0)
            self.file.truncate()
            with zipfile.ZipFile(self.file, "w", zipfile.ZIP_DEFLATED) as made:
                for name, info, data in pieces:
                    when = info.date_time if info is not None else time.localtime()[:6]
                    made.writestr(zipfile.ZipInfo(name, when), data, zipfile.ZIP_STORED if name.endswith("/") else zipfile.ZIP_DEFLATED)
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


def _pack(folder: str, path: str, level: Any = None, with_folder: bool = False, *encoding: Any) -> None:
    root = checked(folder)
    if not os.path.isdir(root):
        raise fault("System.IO.DirectoryNotFoundException", f"Could not find a part of the path '{root}'.")
    archive = _open(path, CREATE)
    try:
        base = os.path.dirname(root.rstrip("/")) if with_folder else root
        for here, folders, files in os.walk(root):
            folders.sort()
            for name in sorted(files):
                _add(archive, os.path.join(here, name), os.path.relpath(os.path.join(here, name), base))
            if not folders and not files and here != root:
                archive.create(os.path.relpath(here, base) + "/")
    finally:
        archive.close()


def _add(archive: Archive, path: str, name: str, *level: Any) -> Entry:
    made = archive.create(name)
    with about(path), open(checked(path), "rb") as file:
        made.data = _Kept(file.read())
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


def _written(entry: Entry) -> Any:
    from relayshell.objects.convert import convert
    from relayshell.objects.nettype import get_type

    when = entry.info.date_time if entry.info is not None else time.localtime()[:6]
    return convert("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}".format(*when), get_type("System.DateTimeOffset"))


declare(
    _Z + "ZipArchiveEntry", Entry,
    get={
        "FullName": lambda e: e.name, "Name": lambda e: e.name.rpartition("/")[2], "Length": lambda e: Int64(len(e.content())), "Archive": lambda e: e.archive,
        "CompressedLength": lambda e: Int64(e.info.compress_size if e.info is not None else 0), "LastWriteTime": _written,
        "Crc32": lambda e: Int64(zlib.crc32(e.content())),
    },
    methods={"Open": Entry.open, "Delete": Entry.delete, "ToString": lambda e: e.name}, to_text=lambda e: e.name,
    signatures=(
        "string FullName {get;}", "string Name {get;}", "long Length {get;}", "long CompressedLength {get;}", f"{_Z}ZipArchive Archive {{get;}}",
        "System.DateTimeOffset LastWriteTime {get;}", "long Crc32 {get;}", "System.IO.Stream Open()", "void Delete()", "string ToString()",
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
