"""System.BitConverter, System.Buffer and System.Collections.BitArray."""

from __future__ import annotations

import struct
from typing import Any, Callable, Iterator

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, range_fault
from relayshell.objects.dotnet.floattypes import Half
from relayshell.objects.dotnet.integers import INTEGERS, Int128
from relayshell.objects.dotnet.results import byte_array, to_bytes
from relayshell.objects.numbers import Char, Int16, Int64, Single, UInt16, UInt32, UInt64

_CODES: dict[type, str] = {int: "<i", Int64: "<q", Int16: "<h", UInt16: "<H", UInt32: "<I", UInt64: "<Q", float: "<d", Single: "<f", bool: "<?", Half: "<e"}


def _bytes(value: Any) -> Any:
    if isinstance(value, Char):
        return byte_array(ord(value).to_bytes(2, "little"))
    if type(value) is Int128:
        return byte_array(int(value).to_bytes(16, "little", signed=True))
    code = _CODES.get(type(value), "<i")
    return byte_array(struct.pack(code, value))


def _read(made: Callable[[Any], Any], code: str) -> Callable[..., Any]:
    size = struct.calcsize(code)

    def read(data: Any, start: int = 0) -> Any:
        if not 0 <= start < len(data):
            raise range_fault("Index was out of range. Must be non-negative and less than the size of the collection.", "startIndex")
        if start + size > len(data):
            raise argument_fault("Destination array is not long enough to copy all the items in the collection. Check array index and length.", "value")
        return made(struct.unpack(code, to_bytes(data[start:start + size]))[0])
    return read


def _text(data: Any, start: int = 0, length: int | None = None) -> str:
    raw = to_bytes(data[start:None if length is None else start + length])
    return "-".join(f"{value:02X}" for value in raw)


def _recast(source: str, target: str, made: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: made(struct.unpack(target, struct.pack(source, value))[0])


def _read_wide(signed: bool) -> Callable[..., Any]:
    def read(data: Any, start: int = 0) -> Any:
        value = int.from_bytes(to_bytes(data[start:start + 16]), "little", signed=signed)
        return Int128(value) if signed else value
    return read


declare(
    "System.BitConverter",
    statics={
        "GetBytes": _bytes, "ToString": _text, "ToBoolean": _read(bool, "<?"), "ToChar": _read(lambda v: Char(chr(v)), "<H"), "ToDouble": _read(float, "<d"),
        "ToSingle": _read(Single, "<f"), "ToHalf": _read(Half, "<e"), "ToInt16": _read(Int16, "<h"), "ToInt32": _read(int, "<i"), "ToInt64": _read(Int64, "<q"),
        "ToUInt16": _read(UInt16, "<H"), "ToUInt32": _read(UInt32, "<I"), "ToUInt64": _read(UInt64, "<Q"), "ToInt128": _read_wide(True), "ToUInt128": _read_wide(False),
        "DoubleToInt64Bits": _recast("<d", "<q", Int64), "DoubleToUInt64Bits": _recast("<d", "<Q", UInt64), "Int64BitsToDouble": _recast("<q", "<d", float),
        "UInt64BitsToDouble": _recast("<Q", "<d", float), "SingleToInt32Bits": _recast("<f", "<i", int), "SingleToUInt32Bits": _recast("<f", "<I", UInt32),
        "Int32BitsToSingle": _recast("<i", "<f", Single), "UInt32BitsToSingle": _recast("<I", "<f", Single), "HalfToInt16Bits": _recast("<e", "<h", Int16),
        "HalfToUInt16Bits": _recast("<e", "<H", UInt16), "Int16BitsToHalf": _recast("<h", "<e", Half), "UInt16BitsToHalf": _recast("<H", "<e", Half),
    },
    static_get={"IsLittleEndian": lambda: True},
)


def _element_size(array: Any) -> int:
    name = array.element_type.text if hasattr(array, "element_type") else ""
    if name in INTEGERS:
        return INTEGERS[name][1] // 8
    return {"System.Double": 8, "System.Single": 4, "System.Char": 2, "System.Boolean": 1}.get(name, 0)


def _raw(array: Any) -> bytearray:
    if not _element_size(array):
        raise argument_fault("Object must be an array of primitives.", "array")
    return bytearray(b"".join(bytes(_bytes(item)) if _element_size(array) > 1 else bytes([item & 0xFF]) for item in array))


def _store(array: Any, raw: bytearray) -> None:
    size, name = _element_size(array), array.element_type.text
    made = Char if name == "System.Char" else float if name == "System.Double" else Single if name == "System.Single" else bool if name == "System.Boolean" else INTEGERS[name][0]
    for place in range(len(array)):
        piece = bytes(raw[place * size:(place + 1) * size])
        if made in (float, Single):
            array[place] = made(struct.unpack("<d" if size == 8 else "<f", piece)[0])
        elif made is Char:
            array[place] = Char(chr(int.from_bytes(piece, "little")))
        else:
            array[place] = made(int.from_bytes(piece, "little", signed=name in INTEGERS and INTEGERS[name][2]))


def _block_copy(source: Any, start: int, target: Any, at: int, count: int) -> None:
    data, into = _raw(source), _raw(target)
    if start < 0 or at < 0 or count < 0 or start + count > len(data) or at + count > len(into):
        raise argument_fault("Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.")
    into[at:at + count] = data[start:start + count]
    _store(target, into)


def _set_byte(array: Any, index: int, value: int) -> None:
    raw = _raw(array)
    raw[index] = value
    _store(array, raw)


def _get_byte(array: Any, index: int) -> Any:
    return byte_array(bytes(_raw(array)))[index]


declare("System.Buffer", statics={"BlockCopy": _block_copy, "ByteLength": lambda array: len(_raw(array)), "GetByte": _get_byte, "SetByte": _set_byte})


class BitArray:
    """A row of bits."""

    __slots__ = ("bits", "props")

    def __init__(self, bits: list[bool]) -> None:
        self.bits = bits

    def __iter__(self) -> Iterator[bool]:
        return iter(self.bits)


def _new(source: Any, value: bool = False) -> BitArray:
    if isinstance(source, BitArray):
        return BitArray(list(source.bits))
    if isinstance(source, int):
        return BitArray([value] * source)
    items = list(source)
    if items and isinstance(items[0], bool):
        return BitArray(items)
    width = 8 if getattr(getattr(source, "element_type", None), "text", "") == "System.Byte" else 32
    return BitArray([bool(int(item) >> bit & 1) for item in items for bit in range(width)])


def _get(self: BitArray, index: int) -> bool:
    if not 0 <= index < len(self.bits):
        raise range_fault("Index was out of range. Must be non-negative and less than the size of the collection.", "index")
    return self.bits[index]


def _set(self: BitArray, index: int, value: bool) -> None:
    _get(self, index)
    self.bits[index] = value


def _merge(function: Callable[[bool, bool], bool]) -> Callable[[BitArray, BitArray], BitArray]:
    def merge(self: BitArray, other: BitArray) -> BitArray:
        if len(self.bits) != len(other.bits):
            raise argument_fault("Array lengths must be the same.")
        self.bits = [function(a, b) for a, b in zip(self.bits, other.bits)]
        return self
    return merge


def _change(function: Callable[[BitArray], list[bool]]) -> Callable[..., BitArray]:
    def change(self: BitArray, *args: Any) -> BitArray:
        self.bits = function(self, *args)
        return self
    return change


def _set_all(self: BitArray, value: bool) -> None:
    self.bits = [value] * len(self.bits)


def _copy(self: BitArray, target: Any, at: int) -> None:
    name = target.element_type.text if hasattr(target, "element_type") else "System.Boolean"
    width = {"System.Byte": 8, "System.Int32": 32}.get(name)
    if width is None:
        target[at:at + len(self.bits)] = self.bits
        return
    for place in range(0, len(self.bits), width):
        number = sum(bit << offset for offset, bit in enumerate(self.bits[place:place + width]))
        made = INTEGERS[name][0]
        target[at + place // width] = made(number - (1 << 32) if name == "System.Int32" and number >> 31 else number)


def _length(self: BitArray, value: int) -> None:
    self.bits = (self.bits + [False] * value)[:value]


declare(
    "System.Collections.BitArray", BitArray, new={"*": _new},
    get={"Length": lambda self: len(self.bits), "Count": lambda self: len(self.bits), "SyncRoot": lambda self: self, "IsSynchronized": lambda self: False, "IsReadOnly": lambda self: False},
    set={"Length": _length},
    methods={"Get": _get, "Set": _set, "SetAll": _set_all, "And": _merge(lambda a, b: a and b), "Or": _merge(lambda a, b: a or b), "Xor": _merge(lambda a, b: a != b),
             "Not": _change(lambda self: [not bit for bit in self.bits]), "LeftShift": _change(lambda self, n: ([False] * n + self.bits)[:len(self.bits)]),
             "RightShift": _change(lambda self, n: (self.bits[n:] + [False] * n)[:len(self.bits)]), "HasAllSet": lambda self: all(self.bits), "HasAnySet": lambda self: any(self.bits),
             "CopyTo": _copy, "Clone": lambda self: BitArray(list(self.bits)), "GetEnumerator": lambda self: _walk(self)},
    index=_get, set_index=_set, enumerate=iter,
)


def _walk(self: BitArray) -> Any:
    from relayshell.objects.dotnet.enumerators import Enumerator
    return Enumerator(self.bits)
