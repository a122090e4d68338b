"""Format-Hex: bytes of files, texts and numbers in hexadecimal, sixteen a row."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import ValidateRange, not_empty
from relayshell.errors import ShellError
from relayshell.objects.declare import declare
from relayshell.providers import filecontent
from relayshell.providers.encodings import encode, encoding_of, to_encoding
from relayshell.providers.provider import ItemError

BYTES = "Microsoft.PowerShell.Commands.ByteCollection"
WIDTH = 16


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


class FormatHex(
    Cmdlet, name="Format-Hex", alias="fhx", output=(BYTES,), module="Microsoft.PowerShell.Utility",
    implementing="Microsoft.PowerShell.Commands.FormatHex",
):
    """Shows bytes in hexadecimal, sixteen a row.

    Example: the letters of a text

        PS> ('Hello' | Format-Hex).HexBytes
        48 65 6C 6C 6F
    """

    path: Any = param("The files.", "string[]", mandatory=True, position=0, sets=("Path",), check=not_empty())
    literal_path: Any = param("The files, their paths taken as they are.", "string[]", mandatory=True, sets=("LiteralPath",), alias=("PSPath", "LP"), check=not_empty())
    input_object: Any = param("What to show.", "psobject", mandatory=True, pipeline=True, sets=("ByInputObject",))
    encoding: Any = param("How texts become bytes.", "System.Text.Encoding", sets=("ByInputObject",), transform=to_encoding, check=not_empty())
    count: Any = param("How many bytes to show.", "long", 2**63 - 1, check=ValidateRange(1, 2**63 - 1))
    offset: Any = param("How many bytes to leave out first.", "long", 0, check=ValidateRange(0, 2**63 - 1))
    raw: Any = param("Has no effect any more.", "switch", sets=("ByInputObject",))

    def begin(self) -> None:
        self.left = int(self.offset)
        self.kept = bytearray()
        self.kept_type: Any = None

    def process(self) -> None:
        if self.parameter_set == "ByInputObject":
            self._object(self.input_object)
            return
        literal = self.parameter_set == "LiteralPath"
        for path in self.literal_path if literal else self.path:
            try:
                for target in self.session.places.resolve(path, literal=literal):
                    self._file(target, path)
            except ShellError as error:
                self.write_error(error)

    def _file(self, target: Any, path: str) -> None:
        if target.provider.name != "FileSystem":
            self.write_error(ItemError(f"The given path '{path}' is not supported. This command only supports the FileSystem Provider paths.",
                                       "FormatHexOnlySupportsFileSystemPaths", "InvalidArgument", path, "System.ArgumentException"))
            return
        with filecontent.open_to_read(target.inner) as file:
            at, left = int(self.offset), int(self.count)
            file.seek(at)
            while left > 0 and (data := file.read(min(left, WIDTH * 4096))):
                self._rows(data, target.inner, at)
                at += len(data)
                left -= len(data)

    def _object(self, value: Any) -> None:
        from relayshell.objects.psobject import unwrap
        from relayshell.objects.typeof import type_of

        value = unwrap(value)
        if getattr(type_of(value), "full_name", "") in ("System.IO.FileInfo", "System.IO.DirectoryInfo"):
            from relayshell.objects.members import get_member

            for target in self.session.places.resolve(get_member(value, "FullName"), literal=True):
                self._file(target, target.inner)
            return
        if isinstance(value, str):
            self._give_kept()
            data = encode(value, encoding_of(self.encoding).codec)
            self._shown(data, value, type_of(value))
            return
        data, element = self._numbers(value)
        if self.kept_type is not None and element is not self.kept_type:
            self._give_kept()
        self.kept_type = element
        self.kept += data

    def _numbers(self, value: Any) -> tuple[bytes, Any]:
        """The bytes of a number or an array of numbers of one type, and that type."""
        import struct

        from relayshell.objects.collections import enumerate_value
        from relayshell.objects.typeof import type_of

        items = enumerate_value(value)
        items = [value] if items is None else [_plain(each) for each in items]
        codes = _codes()
        kinds = {type(_plain(each)) for each in items}
        if len(kinds) > 1 or not kinds <= codes.keys():
            raise ItemError(f"Cannot convert input of type '{type_of(value).full_name}' to hexadecimal. To view the hexadecimal formatting of its "
                            "string representation, pipe it to the Out-String cmdlet before piping it to Format-Hex.",
                            "FormatHexTypeNotSupported", "ParserError", value, "System.InvalidCastException")
        if not items:
            return b"", None
        return b"".join(struct.pack("<" + codes[type(_plain(each))], _plain(each)) for each in items), type_of(items[0])

    def _give_kept(self) -> None:
        if self.kept:
            self._shown(bytes(self.kept), self.kept, self.kept_type)
        self.kept = bytearray()

    def _shown(self, data: bytes, of: Any, kind: Any) -> None:
        start = int(self.offset)
        number = (hash(of) if isinstance(of, str) else id(of)) & 0xFFFFFFFF
        self._rows(data[start : start + int(self.count)], f"{kind.name} ({kind.full_name}) <{number:08X}>", start)

    def end(self) -> None:
        self._give_kept()

    def _rows(self, data: bytes, label: str, offset: int) -> None:
        for start in range(0, len(data), WIDTH):
            self.write(HexRow(offset + start, data[start : start + WIDTH], label))


def _plain(value: Any) -> Any:
    """A value without what surrounds it; an enum's number."""
    from relayshell.objects.enums import EnumValue
    from relayshell.objects.psobject import unwrap

    value = unwrap(value)
    return int(value.value) if isinstance(value, EnumValue) else value


def _codes() -> dict[type, str]:
    """How struct writes each type of number; a Boolean has four bytes, as .NET marshals it."""
    from relayshell.objects.numbers import Byte, Int16, Int64, SByte, Single, UInt16, UInt32, UInt64

    return {bool: "i", int: "i", float: "d", Byte: "B", SByte: "b", Int16: "h", UInt16: "H", UInt32: "I", Int64: "q", UInt64: "Q", Single: "f"}
