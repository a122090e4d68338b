"""Making .NET values of Python ones: typed arrays, enum values, UTF-16 views of text, and calling script blocks.

Members of this folder give back what these functions make. It knows nothing of any one type's members.
"""

from __future__ import annotations

import re
from typing import Any, Iterable, Iterator

from relayshell.objects.arrays import TypedArray
from relayshell.objects.enums import EnumValue
from relayshell.objects.nettype import get_type, resolve_text
from relayshell.objects.numbers import Byte, Char

_ASTRAL = re.compile("[\U00010000-\U0010ffff]").search
BYTES = tuple(Byte(value) for value in range(256))


def array(element: str, items: Iterable[Any]) -> TypedArray:
    """An array of a type by its full name; the items are of the type already."""
    return TypedArray(resolve_text(element), items)


def byte_array(data: bytes) -> TypedArray:
    """byte[] of bytes."""
    return TypedArray(get_type("System.Byte"), [BYTES[value] for value in data])


def string_array(items: Iterable[str]) -> TypedArray:
    """string[]."""
    return TypedArray(get_type("System.String"), items)


def char_array(text: str) -> TypedArray:
    """char[] of a text's UTF-16 units."""
    return TypedArray(get_type("System.Char"), [Char(char) for char in units(text)])


def int_array(items: Iterable[int]) -> TypedArray:
    """int[]."""
    return TypedArray(get_type("System.Int32"), items)


def to_bytes(value: Any) -> bytes:
    """The bytes of a byte[] or of anything that gives small ints."""
    return value if isinstance(value, bytes) else bytes(value)


def enum_of(type_name: str, value: int) -> EnumValue:
    """An enum value by number."""
    return EnumValue(get_type(type_name), value)


def number_of(value: Any, default: int = 0) -> int:
    """The number of an enum argument that may be left out."""
    return default if value is None else int(value)


def units(text: str) -> str:
    """The text with each character beyond 16 bits as its two surrogates, so that places are .NET's."""
    if text.isascii() or not _ASTRAL(text):
        return text
    raw = text.encode("utf-16-le", "surrogatepass")
    return "".join(chr(raw[i] | raw[i + 1] << 8) for i in range(0, len(raw), 2))


def joined(text: str) -> str:
    """The text with pairs of surrogates as the characters they mean."""
    if text.isascii():
        return text
    try:
        text.encode("utf-16-le")
        return text
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def length_of(text: str) -> int:
    """The length in UTF-16 units."""
    if text.isascii() or not _ASTRAL(text):
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def call(function: Any, *args: Any) -> Any:
    """Calls a delegate: a Python function or a script block; what it gives."""
    if callable(function):
        return function(*args)
    from relayshell.objects.invoke import call_for_value
    return call_for_value(function, args)


def test(function: Any, *args: Any) -> bool:
    """Calls a delegate for its truth."""
    value = call(function, *args)
    if type(value) is bool:
        return value
    from relayshell.objects.convert import to_bool
    return to_bool(value)


def many(value: Any) -> Iterator[Any]:
    """Goes through an IEnumerable argument."""
    if isinstance(value, list):
        return iter(value)
    if isinstance(value, str):
        return iter([Char(char) for char in units(value)])
    from relayshell.objects.collections import enumerator_of
    found = enumerator_of(value)
    return iter([value]) if found is None else found


def text_of(value: Any) -> str:
    """ToString() of any value in the current culture; '' for null."""
    from relayshell.objects.dotnet.valueformat import format_value
    return "" if value is None else format_value(value)


def operators(compare: Any) -> dict[str, Any]:
    """The op_ statics of a type that has an order; `compare` gives -1, 0 or 1."""
    def equal(a: Any, b: Any) -> bool:
        return (a is None and b is None) or (a is not None and b is not None and compare(a, b) == 0)
    return {
        "op_Equality": equal, "op_Inequality": lambda a, b: not equal(a, b),
        "op_LessThan": lambda a, b: compare(a, b) < 0, "op_LessThanOrEqual": lambda a, b: compare(a, b) <= 0,
        "op_GreaterThan": lambda a, b: compare(a, b) > 0, "op_GreaterThanOrEqual": lambda a, b: compare(a, b) >= 0,
    }
