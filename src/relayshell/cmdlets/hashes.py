"""Get-FileHash and Format-Hex: files by their bytes."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty
from relayshell.errors import ShellError
from relayshell.objects.declare import declare
from relayshell.providers import filecontent
from relayshell.providers.encodings import encode, encoding_of, to_encoding

HASH = "Microsoft.PowerShell.Commands.FileHashInfo"
BYTES = "Microsoft.PowerShell.Commands.ByteCollection"
ALGORITHMS = ("SHA1", "SHA256", "SHA384", "SHA512", "MD5")
WIDTH = 16


class FileHash:
    """A hash, and of what."""

    __slots__ = ("algorithm", "hash", "path")

    def __init__(self, algorithm: str, hash: str, path: str | None) -> None:
        self.algorithm = algorithm
        self.hash = hash
        self.path = path


declare(
    HASH, FileHash,
    get={"Algorithm": lambda each: each.algorithm, "Hash": lambda each: each.hash, "Path": lambda each: each.path},
    set={name: (lambda each, value, name=name.lower(): setattr(each, name, value)) for name in ("Algorithm", "Hash", "Path")},
    signatures=("string Algorithm {get;set;}", "string Hash {get;set;}", "string Path {get;set;}"),
)


class GetFileHash(Cmdlet, name="Get-FileHash", default_set="Path", output=(HASH,), module="Microsoft.PowerShell.Utility"):
    """Gives the hash of a file's content.

    Example: of an empty file

        PS> New-Item /tmp/example-hash -Force | Out-Null
        PS> (Get-FileHash /tmp/example-hash -Algorithm MD5).Hash
        D41D8CD98F00B204E9800998ECF8427E
        PS> Remove-Item /tmp/example-hash
    """

    algorithm: Any = param("How to hash.", "string", "SHA256", position=1, values=ALGORITHMS)
    input_stream: Any = param("A stream to read.", "System.IO.Stream", mandatory=True, position=0, sets=("StreamParameterSet",))
    literal_path: Any = param("The files, their paths taken as they are.", "string[]", mandatory=True, position=0, by_name=True, sets=("LiteralPath",), alias=("PSPath", "LP"))
    path: Any = param("The files; patterns may stand for them.", "string[]", mandatory=True, position=0, pipeline=True, by_name=True, sets=("Path",))

    def process(self) -> None:
        import hashlib

        if self.parameter_set == "StreamParameterSet":
            from relayshell.objects.members import call_method, new_object
            from relayshell.objects.nettype import get_type

            memory = new_object(get_type("System.IO.MemoryStream"), [])
            call_method(self.input_stream, "CopyTo", [memory])
            data = bytes(call_method(memory, "ToArray", []))
            self.write(FileHash(str(self.algorithm), hashlib.new(self.algorithm.lower(), data, usedforsecurity=False).hexdigest().upper(), None))
            return
        literal = self.parameter_set == "LiteralPath"
        for path in self.literal_path if literal else self.path:
            try:
                found = self.session.places.resolve(path, literal=literal, force=True)
            except ShellError as error:
                self.write_error(ShellError(error.message, "FileNotFound", "ObjectNotFound", path, exception=error.exception))
                continue
            for target in found:
                if target.is_container:
                    continue
                made = hashlib.new(self.algorithm.lower(), usedforsecurity=False)
                try:
                    with filecontent.open_to_read(target.inner) as file:
                        while chunk := file.read(1 << 20):
                            made.update(chunk)
                except ShellError as error:
                    self.write_error(error)
                    continue
                self.write(FileHash(self.algorithm.upper(), made.hexdigest().upper(), target.inner))


class HexRow:
    """Sixteen bytes, where they stand and what they belong to."""

    __slots__ = ("offset", "data", "label")

    def __init__(self, offset: int, data: bytes, label: str) -> None:
        self.offset = offset
        self.data = data
        self.label = label

    @property
    def hexadecimal(self) -> str:
        return " ".join(f"{byte:02X}" for byte in self.data)

    @property
    def letters(self) -> str:
        return "".join(chr(byte) if 32 <= byte < 127 or 160 <= byte else "�" if byte != 0 else " " for byte in self.data)

    def __str__(self) -> str:
        return f"{self.offset:016X}   {self.hexadecimal.ljust(WIDTH * 3 - 1)} {self.letters}"


def _bytes(row: HexRow) -> Any:
    from relayshell.objects.arrays import TypedArray
    from relayshell.objects.nettype import get_type
    from relayshell.objects.numbers import Byte

    return TypedArray(get_type("System.Byte"), map(Byte, row.data))


def _offset(row: HexRow) -> Any:
    from relayshell.objects.numbers import UInt64

    return UInt64(row.offset)


declare(
    BYTES, HexRow,
    get={
        "Offset64": _offset, "Offset": lambda row: row.offset, "Bytes": _bytes, "Label": lambda row: row.label, "Path": lambda row: row.label,
        "HexOffset": lambda row: f"{row.offset:016X}", "HexBytes": lambda row: row.hexadecimal, "Ascii": lambda row: row.letters,
    },
    methods={"ToString": str}, to_text=str,
    signatures=("uint Offset {get;}", "ulong Offset64 {get;}", "byte[] Bytes {get;}", "string Path {get;}", "string HexOffset {get;}",
                "string HexBytes {get;}", "string Ascii {get;}", "string Label {get;}", "string ToString()"),
)


class FormatHex(Cmdlet, name="Format-Hex", alias="fhx", output=(BYTES,), default_set="Path", module="Microsoft.PowerShell.Utility"):
    """Shows bytes in hexadecimal, sixteen a row."""

    count: Any = param("How many bytes to show.", "long", 2**63 - 1)
    encoding: Any = param("How texts become bytes.", "System.Text.Encoding", sets=("ByInputObject",), transform=to_encoding, check=not_empty())
    input_object: Any = param("What to show.", "psobject", mandatory=True, pipeline=True, sets=("ByInputObject",))
    literal_path: Any = param("The files, their paths taken as they are.", "string[]", mandatory=True, sets=("LiteralPath",), alias=("PSPath", "LP"), check=not_empty())
    offset: Any = param("How many bytes to leave out first.", "long", 0)
    path: Any = param("The files.", "string[]", mandatory=True, position=0, sets=("Path",), check=not_empty())
    raw: Any = param("Has no effect any more.", "switch", sets=("ByInputObject",))

    def begin(self) -> None:
        self.piped = bytearray()
        self.label = ""

    def process(self) -> None:
        if self.parameter_set == "ByInputObject":
            self._object(self.input_object)
            return
        literal = self.parameter_set == "LiteralPath"
        for path in self.literal_path if literal else self.path:
            try:
                for target in self.session.places.resolve(path, literal=literal):
                    with filecontent.open_to_read(target.inner) as file:
                        file.seek(int(self.offset))
                        self._rows(file.read(min(int(self.count), 1 << 40)), target.inner, int(self.offset))
            except ShellError as error:
                self.write_error(error)

    def _object(self, value: Any) -> None:
        import struct

        from relayshell.objects.collections import enumerate_value
        from relayshell.objects.numbers import Byte, Int16, Int64, SByte, Single, UInt16, UInt32, UInt64
        from relayshell.objects.psobject import unwrap
        from relayshell.objects.typeof import type_of

        value = unwrap(value)
        codes = {bool: "?", int: "i", float: "d", Byte: "B", SByte: "b", Int16: "h", UInt16: "H", UInt32: "I", Int64: "q", UInt64: "Q", Single: "f"}
        if isinstance(value, str):
            data = encode(value, encoding_of(self.encoding).codec)
        elif type(value) in codes:
            data = struct.pack("<" + codes[type(value)], value)
        else:
            items = enumerate_value(value)
            if items is None:
                raise ShellError(f"Cannot convert input of type '{type_of(value).full_name}' to hexadecimal. To view the hexadecimal formatting of its "
                                 "string representation, pipe it to the Out-String cmdlet before piping it to Format-Hex.",
                                 "FormatHexTypeNotSupported", "InvalidArgument", value)
            items = list(items)
            data = b"".join(struct.pack("<" + codes[type(each)], each) for each in items if type(each) in codes)
        stop = int(self.offset) + int(self.count)
        self._rows(data[int(self.offset) : stop], f"{type_of(value).name} ({type_of(value).full_name})", int(self.offset))

    def _rows(self, data: bytes, label: str, offset: int) -> None:
        for start in range(0, len(data), WIDTH):
            self.write(HexRow(offset + start, data[start : start + WIDTH], label))
