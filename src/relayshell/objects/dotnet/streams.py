"""System.IO.Stream, MemoryStream, FileStream, BufferedStream and the packing streams over Python's binary files."""

from __future__ import annotations

import io
import os
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, fault, range_fault, unsupported_fault
from relayshell.objects.dotnet.filefaults import about, checked
from relayshell.objects.dotnet.later import with_later
from relayshell.objects.dotnet.results import byte_array, to_bytes
from relayshell.objects.nettype import NetType, get_type
from relayshell.objects.numbers import Int64


class Stream:
    """A stream over a Python binary file. `type_name` is the .NET class it shows."""

    __slots__ = ("file", "type_name", "path", "can_read", "can_write", "inner", "leave_open", "fixed", "room", "kept", "props")

    def __init__(self, file: Any, type_name: str, can_read: bool = True, can_write: bool = True, path: str = "") -> None:
        self.file, self.type_name, self.path = file, type_name, path
        self.can_read, self.can_write = can_read, can_write
        self.inner: Stream | None = None
        self.leave_open = False
        self.fixed = False
        self.room = 0
        """Bytes a MemoryStream has set aside."""
        self.kept = b""
        """What a MemoryStream held when it was closed: ToArray still gives it."""

    @property
    def net_type(self) -> NetType:
        """The class it shows."""
        return get_type(self.type_name)

    @property
    def open(self) -> Any:
        """The file. Raises ObjectDisposedException when closed."""
        if self.file.closed:
            what = "Cannot access a closed file." if self.path else "Cannot access a closed Stream."
            raise fault("System.ObjectDisposedException", what)
        return self.file

    def read(self, count: int = -1) -> bytes:
        """Up to so many bytes."""
        if not self.can_read:
            raise unsupported_fault("Stream does not support reading.")
        with about(self.path):
            return self.open.read(count)

    def waiting(self) -> bool:
        """Whether something can be read without waiting for it, of a connection."""
        import select
        return bool(select.select([self.file.connection], [], [], 0)[0])

    def write(self, data: bytes) -> None:
        """All of the bytes."""
        if not self.can_write:
            raise unsupported_fault("Stream does not support writing.")
        if self.fixed and self.file.tell() + len(data) > len(self.file.getbuffer()):
            raise unsupported_fault("Memory stream is not expandable.")
        with about(self.path):
            self.open.write(data)

    def close(self) -> None:
        """Closes it, and what it stands on unless that is to stay open."""
        if not self.file.closed:
            if isinstance(self.file, io.BytesIO):
                self.kept = self.file.getvalue()
            with about(self.path):
                self.file.close()
        if self.inner is not None and not self.leave_open:
            self.inner.close()

    def length(self) -> int:
        """Bytes in all."""
        file = self.open
        if self.path:
            file.flush()
            return os.fstat(file.fileno()).st_size
        here = file.tell()
        end = file.seek(0, 2)
        file.seek(here)
        return end


def memory_stream(*args: Any) -> Stream:
    """MemoryStream's constructors."""
    if args and isinstance(args[0], list):
        numbers = [a for a in args[1:] if type(a) is int]
        flags = [a for a in args[1:] if type(a) is bool]
        data = to_bytes(args[0][numbers[0]:numbers[0] + numbers[1]] if len(numbers) == 2 else args[0])
        made = Stream(io.BytesIO(data), "System.IO.MemoryStream", True, flags[0] if flags else True)
        made.fixed, made.room = True, len(data)
        return made
    made = Stream(io.BytesIO(), "System.IO.MemoryStream")
    if args:
        if args[0] < 0:
            raise range_fault(f"capacity ('{args[0]}') must be a non-negative value.", "capacity", int(args[0]))
        made.room = int(args[0])
    return made


def _capacity(self: Stream) -> int:
    """What is set aside: it doubles, from 256 on."""
    needed = self.length()
    if needed > self.room:
        self.room = max(needed, 256, self.room * 2)
    return self.room


def _set_capacity(self: Stream, value: int) -> None:
    if value < self.length():
        raise range_fault("capacity was less than the current size.", "value", int(value))
    if self.fixed and value != self.room:
        raise unsupported_fault("Memory stream is not expandable.")
    self.room = int(value)


def _buffer(self: Stream) -> Any:
    data = self.kept if self.file.closed else self.file.getvalue()
    return byte_array(data + bytes(max(0, (self.room if self.file.closed else _capacity(self)) - len(data))))


def file_stream(path: Any, mode: Any, access: Any = None, *rest: Any) -> Stream:
    """FileStream by FileMode (1 CreateNew, 2 Create, 3 Open, 4 OpenOrCreate, 5 Truncate, 6 Append) and FileAccess."""
    whole, number = checked(path), int(mode)
    wanted = (2 if number == 6 else 3) if access is None else int(access)
    if number in (1, 2, 5, 6) and wanted == 1:
        names = {1: "CreateNew", 2: "Create", 5: "Truncate", 6: "Append"}
        raise argument_fault(f"Combining FileMode: {names[number]} with FileAccess: Read is invalid.", "access")
    with about(whole):
        if os.path.isdir(whole):
            raise fault("System.UnauthorizedAccessException", f"Access to the path '{whole}' is denied.")
        flags = {1: os.O_CREAT | os.O_EXCL, 2: os.O_CREAT | os.O_TRUNC, 3: 0, 4: os.O_CREAT, 5: os.O_TRUNC, 6: os.O_CREAT}[number]
        flags |= os.O_RDONLY if wanted == 1 else os.O_WRONLY if wanted == 2 else os.O_RDWR
        handle = os.open(whole, flags | os.O_CLOEXEC, 0o666)
        file = open(handle, {1: "rb", 2: "wb"}.get(wanted, "r+b"), buffering=-1 if wanted == 1 else 0)
        if number == 6:
            file.seek(0, 2)
    return Stream(file, "System.IO.FileStream", bool(wanted & 1), bool(wanted & 2), whole)


class FileHandle:
    """Microsoft.Win32.SafeHandles.SafeFileHandle of a stream's file."""

    __slots__ = ("file",)

    def __init__(self, file: Any) -> None:
        self.file = file


def _close_handle(self: FileHandle) -> None:
    self.file.close()


declare("Microsoft.Win32.SafeHandles.SafeFileHandle", FileHandle, interfaces=("System.IDisposable",), get={
    "IsInvalid": lambda self: False, "IsClosed": lambda self: self.file.closed, "IsAsync": lambda self: False},
    methods={"Close": _close_handle, "Dispose": _close_handle}, signatures=("bool IsInvalid {get;}", "bool IsClosed {get;}", "bool IsAsync {get;}", "void Close()", "void Dispose()"))


def _read_into(self: Stream, target: Any, start: int = 0, count: int | None = None) -> int:
    count = len(target) - start if count is None else count
    if start < 0 or count < 0 or start + count > len(target):
        raise range_fault("Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.", "count")
    data = self.read(count)
    target[start:start + len(data)] = byte_array(data)
    return len(data)


def _read_exactly(self: Stream, target: Any, start: int = 0, count: int | None = None) -> None:
    count = len(target) - start if count is None else count
    if _read_into(self, target, start, count) < count:
        raise fault("System.IO.EndOfStreamException", "Unable to read beyond the end of the stream.")


def _read_byte(self: Stream) -> int:
    data = self.read(1)
    return data[0] if data else -1


def _write_from(self: Stream, data: Any, start: int = 0, count: int | None = None) -> None:
    self.write(to_bytes(data[start:None if count is None else start + count]))


def _seek(self: Stream, offset: int, origin: Any) -> Int64:
    base = {0: 0, 1: self.open.tell(), 2: self.length()}[int(origin)]
    if base + offset < 0:
        raise fault("System.IO.IOException", "An attempt was made to move the position before the beginning of the stream.")
    return Int64(self.file.seek(base + offset))


def _set_position(self: Stream, value: int) -> None:
    if value < 0:
        raise range_fault(f"value ('{value}') must be a non-negative value.", "value", int(value))
    self.open.seek(value)


def _copy(self: Stream, target: Stream, size: int = 81920) -> None:
    while data := self.read(81920):
        target.write(data)


def _set_length(self: Stream, value: int) -> None:
    if value < 0:
        if self.path:
            raise range_fault(f"value ('{value}') must be a non-negative value.", "value", int(value))
        raise range_fault("Stream length must be non-negative and less than 2^31 - 1 - origin.", "value")
    if not self.can_write:
        raise unsupported_fault("Stream does not support writing.")
    here = self.open.tell()
    if value > self.length():
        self.file.seek(0, 2)
        self.file.write(b"\0" * (value - self.file.tell()))
    self.file.truncate(value)
    self.file.seek(min(here, value))


def _all(self: Stream) -> Any:
    return byte_array(self.kept if self.file.closed else self.file.getvalue())


def _flush(self: Stream, *args: Any) -> None:
    if not self.file.closed:
        self.file.flush()


_GET = {"CanRead": lambda self: self.can_read and not self.file.closed, "CanSeek": lambda self: not self.file.closed and self.file.seekable(),
        "CanWrite": lambda self: self.can_write and not self.file.closed, "CanTimeout": lambda self: False, "Length": lambda self: Int64(self.length()),
        "Position": lambda self: Int64(self.open.tell())}
_SET = {"Position": _set_position}
_METHODS = {
    "Read": _read_into, "ReadByte": _read_byte, "ReadExactly": _read_exactly, "Write": _write_from, "WriteByte": lambda self, value: self.write(bytes([value])),
    "Seek": _seek, "Flush": _flush, "Close": Stream.close, "Dispose": Stream.close, "CopyTo": _copy, "SetLength": _set_length,
}
_METHODS = with_later(_METHODS, "Read", "ReadExactly", "Write", "Flush", "CopyTo")
declare("System.IO.Stream", Stream, dynamic=True, get=_GET, set=_SET, methods=_METHODS, static_get={"Null": lambda: Stream(open(os.devnull, "r+b"), "System.IO.Stream")})
declare("System.IO.MemoryStream", Stream, new={"*": memory_stream, "()": memory_stream}, dynamic=True, set={**_SET, "Capacity": _set_capacity},
        get={**_GET, "Capacity": _capacity}, methods={**_METHODS, "ToArray": _all, "GetBuffer": _buffer, "WriteTo": lambda self, target: target.write(self.file.getvalue())})
declare("System.IO.FileStream", Stream, new={"*": file_stream}, dynamic=True, set=_SET, get={**_GET, "Name": lambda self: self.path, "IsAsync": lambda self: False, "SafeFileHandle": lambda self: FileHandle(self.file)},
        methods={**_METHODS, "Lock": lambda self, start, count: None, "Unlock": lambda self, start, count: None})


def stream_parts() -> dict[str, Any]:
    """What every stream has, for the declarations of others: `get`, `set` and `methods`."""
    return {"get": dict(_GET), "set": dict(_SET), "methods": dict(_METHODS)}


def _buffered(inner: Stream, size: int = 4096) -> Stream:
    if size <= 0:
        raise range_fault(f"bufferSize ('{size}') must be a non-negative and non-zero value.", "bufferSize", int(size))
    made = Stream(inner.open, "System.IO.BufferedStream", inner.can_read, inner.can_write)
    made.inner = inner
    return made


declare("System.IO.BufferedStream", Stream, new=_buffered, dynamic=True, base="System.IO.Stream", get={**_GET, "UnderlyingStream": lambda self: self.inner, "BufferSize": lambda self: 4096},
        set=_SET, methods=_METHODS, signatures=("(System.IO.Stream stream)", "(System.IO.Stream stream, int bufferSize)", "System.IO.Stream UnderlyingStream {get;}", "int BufferSize {get;}"))


def _squeezed(kind: str) -> Any:
    def make(inner: Stream, mode: Any, leave_open: bool = False) -> Stream:
        from relayshell.objects.dotnet.squeezing import Inflated, Squeezed
        writing = not hasattr(mode, "type") or mode.type.name == "CompressionLevel" or mode.value == 1
        level = mode.value if hasattr(mode, "type") and mode.type.name == "CompressionLevel" else 0
        file = Squeezed(inner, kind, level) if writing else Inflated(inner, kind)
        made = Stream(file, f"System.IO.Compression.{kind}Stream", not writing, writing)
        made.inner, made.leave_open = inner, leave_open is True
        return made
    return make


for _kind in ("GZip", "Deflate", "ZLib", "Brotli"):
    declare(f"System.IO.Compression.{_kind}Stream", Stream, new={"*": _squeezed(_kind)}, dynamic=True, base="System.IO.Stream",
            get={**_GET, "BaseStream": lambda self: self.inner}, methods=_METHODS,
            signatures=() if _kind == "GZip" else (*(f"(System.IO.Stream stream, System.IO.Compression.{how}{more})" for how in ("CompressionMode mode", "CompressionLevel compressionLevel")
                                                     for more in ("", ", bool leaveOpen")), "System.IO.Stream BaseStream {get;}"))
