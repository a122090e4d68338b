"""BinaryReader and BinaryWriter: numbers and length-prefixed text in little-endian bytes."""

from __future__ import annotations

import struct
from decimal import Decimal
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.encodings import UTF8, Encoding
from relayshell.objects.dotnet.faults import fault
from relayshell.objects.dotnet.floattypes import Half
from relayshell.objects.dotnet.results import BYTES, byte_array, char_array, to_bytes
from relayshell.objects.dotnet.streams import Stream
from relayshell.objects.numbers import Byte, Char, Int16, Int64, SByte, Single, UInt16, UInt32, UInt64


class Binary:
    """A stream read or written in binary, with the encoding of its text."""

    __slots__ = ("stream", "encoding", "leave_open")

    def __init__(self, stream: Stream, encoding: Encoding = UTF8, leave_open: bool = False) -> None:
        self.stream, self.encoding, self.leave_open = stream, encoding, leave_open

    def exactly(self, count: int) -> bytes:
        """So many bytes. Raises EndOfStreamException."""
        data = self.stream.read(count)
        if len(data) < count:
            raise fault("System.IO.EndOfStreamException", "Unable to read beyond the end of the stream.")
        return data

    def close(self) -> None:
        """Closes the stream too."""
        if not self.leave_open:
            self.stream.close()


class BinaryReader(Binary):
    """System.IO.BinaryReader."""

    __slots__ = ()


class BinaryWriter(Binary):
    """System.IO.BinaryWriter."""

    __slots__ = ()


def _number(code: str, made: Any) -> Any:
    size = struct.calcsize(code)
    return lambda self: made(struct.unpack(code, self.exactly(size))[0])


def _seven(self: Binary) -> int:
    value = shift = 0
    while True:
        part = self.exactly(1)[0]
        value |= (part & 0x7F) << shift
        if not part & 0x80:
            return value
        shift += 7
        if shift > 63:
            raise fault("System.FormatException", "Too many bytes in what should have been a 7-bit encoded integer.")


def _char(self: Binary) -> Char:
    data = b""
    while True:
        data += self.exactly(1 if self.encoding.page in (65001, 20127, 28591) else 2)
        text = self.encoding.decode(data)
        if "\ufffd" not in text or len(data) >= 4:
            return Char(text[:1])


def _chars(self: Binary, count: int) -> Any:
    return char_array("".join(_char(self) for _ in range(count)))


def _decimal(self: Binary) -> Decimal:
    from relayshell.objects.dotnet.decimals import _new
    low, middle, high, flags = struct.unpack("<iiii", self.exactly(16))
    return _new([low, middle, high, flags])


def _peek(self: Binary) -> int:
    file = self.stream.open
    here = file.tell()
    data = file.read(1)
    file.seek(here)
    return data[0] if data else -1


def _read(self: Binary, *args: Any) -> int:
    if not args:
        data = self.stream.read(1)
        return data[0] if data else -1
    target, start, count = args
    data = self.stream.read(count)
    target[start:start + len(data)] = byte_array(data)
    return len(data)


declare(
    "System.IO.BinaryReader", BinaryReader, new={"*": BinaryReader}, get={"BaseStream": lambda self: self.stream},
    methods={"ReadBoolean": _number("<?", bool), "ReadByte": lambda self: BYTES[self.exactly(1)[0]], "ReadSByte": _number("<b", SByte), "ReadInt16": _number("<h", Int16), "ReadInt32": _number("<i", int),
             "ReadInt64": _number("<q", Int64), "ReadUInt16": _number("<H", UInt16), "ReadUInt32": _number("<I", UInt32), "ReadUInt64": _number("<Q", UInt64), "ReadSingle": _number("<f", Single),
             "ReadDouble": _number("<d", float), "ReadHalf": _number("<e", Half), "ReadDecimal": _decimal, "ReadBytes": lambda self, count: byte_array(self.stream.read(count)), "ReadChar": _char,
             "ReadChars": _chars, "ReadString": lambda self: self.encoding.decode(self.exactly(_seven(self))), "PeekChar": _peek, "Read": _read, "Read7BitEncodedInt": _seven,
             "Read7BitEncodedInt64": lambda self: Int64(_seven(self)), "Close": Binary.close, "Dispose": Binary.close},
)
_CODES: dict[type, str] = {bool: "<?", Byte: "<B", SByte: "<b", Int16: "<h", UInt16: "<H", int: "<i", UInt32: "<I", Int64: "<q", UInt64: "<Q", Single: "<f", float: "<d", Half: "<e"}


def _put_seven(self: Binary, value: int) -> None:
    out = bytearray()
    number = value & (1 << 64) - 1 if value < 0 else value
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    self.stream.write(bytes(out))


def _write(self: Binary, value: Any, *window: int) -> None:
    if isinstance(value, list):
        part = value[window[0]:window[0] + window[1]] if window else value
        self.stream.write(self.encoding.encode("".join(part)) if part and isinstance(part[0], Char) else to_bytes(part))
    elif isinstance(value, Char):
        self.stream.write(self.encoding.encode(str.__str__(value)))
    elif isinstance(value, str):
        data = self.encoding.encode(value)
        _put_seven(self, len(data))
        self.stream.write(data)
    elif isinstance(value, Decimal):
        from relayshell.objects.dotnet.decimals import _bits
        self.stream.write(struct.pack("<iiii", *_bits(value)))
    else:
        self.stream.write(struct.pack(_CODES[type(value)], value))


def _seek(self: Binary, offset: int, origin: Any) -> Int64:
    from relayshell.objects.dotnet.streams import _seek as seek
    return seek(self.stream, offset, origin)


declare("System.IO.BinaryWriter", BinaryWriter, new={"*": BinaryWriter}, get={"BaseStream": lambda self: self.stream},
        methods={"Write": _write, "Write7BitEncodedInt": _put_seven, "Write7BitEncodedInt64": _put_seven, "Seek": _seek, "Flush": lambda self: None, "Close": Binary.close, "Dispose": Binary.close})
