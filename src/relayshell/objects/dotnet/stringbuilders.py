"""System.Text.StringBuilder: text kept in pieces and joined when it is read."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, index_fault, range_fault
from relayshell.objects.dotnet.results import joined, length_of, many, text_of, units
from relayshell.objects.numbers import Char

_INDEX = "Index was out of range. Must be non-negative and less than or equal to the size of the collection."


class StringBuilder:
    """Text that grows."""

    __slots__ = ("pieces", "capacity", "most", "props")

    def __init__(self, text: str = "") -> None:
        self.pieces: list[str] = [text] if text else []
        self.capacity, self.most = 16, 2147483647

    def __str__(self) -> str:
        return joined(self.text)

    @property
    def text(self) -> str:
        """All of it."""
        if len(self.pieces) > 1:
            self.pieces = ["".join(self.pieces)]
        return self.pieces[0] if self.pieces else ""

    @text.setter
    def text(self, value: str) -> None:
        self.pieces = [value] if value else []

    def append(self, text: str) -> StringBuilder:
        """Adds to the end."""
        self.pieces.append(text)
        return self


def _new(*args: Any) -> StringBuilder:
    text = args[0] if args and isinstance(args[0], str) else ""
    if text and len(args) == 4:
        text = text[args[1]:args[1] + args[2]]
    made = StringBuilder(text or "")
    numbers = [a for a in args if type(a) is int]
    if len(args) != 4 and numbers:
        made.capacity = numbers[0] or 16
        made.most = numbers[1] if len(numbers) > 1 else made.most
    made.capacity = max(made.capacity, len(text or ""))
    return made


def _append(self: StringBuilder, value: Any = None, *args: Any) -> StringBuilder:
    if len(args) == 1 and type(args[0]) is int and isinstance(value, str):
        return self.append(str.__str__(value) * args[0])
    if len(args) == 2:
        if isinstance(value, list):
            return self.append("".join(str.__str__(c) for c in value[args[0]:args[0] + args[1]]))
        return self.append(text_of(value)[args[0]:args[0] + args[1]])
    if isinstance(value, list) and value and isinstance(value[0], Char):
        return self.append("".join(value))
    return self.append(str(value) if isinstance(value, StringBuilder) else text_of(value))


def _append_format(self: StringBuilder, *args: Any) -> StringBuilder:
    from relayshell.objects.dotnet.composite import composite
    provider = None
    if not isinstance(args[0], str):
        provider, *args = args  # type: ignore[assignment]
    spec, *rest = args
    return self.append(composite(spec, rest[0] if len(rest) == 1 and isinstance(rest[0], list) else rest, provider))


def _append_join(self: StringBuilder, separator: Any, values: Any, *more: Any) -> StringBuilder:
    items = (values, *more) if more else many(values)
    return self.append(text_of(separator).join(text_of(item) for item in items))


def _insert(self: StringBuilder, index: int, value: Any, count: int = 1) -> StringBuilder:
    text = units(self.text)
    if not 0 <= index <= len(text):
        raise range_fault(_INDEX, "index")
    added = "".join(value) if isinstance(value, list) else text_of(value)
    self.text = text[:index] + added * count + text[index:]
    return self


def _remove(self: StringBuilder, start: int, length: int) -> StringBuilder:
    text = units(self.text)
    if length < 0:
        raise range_fault("Length cannot be less than zero.", "length")
    if start < 0:
        raise range_fault("StartIndex cannot be less than zero.", "startIndex")
    if start + length > len(text):
        raise range_fault("Index was out of range. Must be non-negative and less than or equal to the size of the collection.", "length")
    self.text = text[:start] + text[start + length:]
    return self


def _replace(self: StringBuilder, old: Any, new: Any, start: int = 0, count: int | None = None) -> StringBuilder:
    if not old:
        raise argument_fault("The value cannot be an empty string.", "oldValue")
    text = self.text
    end = len(text) if count is None else start + count
    self.text = text[:start] + text[start:end].replace(str.__str__(old), text_of(new)) + text[end:]
    return self


def _set_length(self: StringBuilder, value: int) -> None:
    if value < 0:
        raise range_fault("Length cannot be less than zero.", "value")
    text = units(self.text)
    self.text = text[:value].ljust(value, "\0")


def _char(self: StringBuilder, index: int) -> Char:
    text = units(self.text)
    if not 0 <= index < len(text):
        raise index_fault()
    return Char(text[index])


def _set_char(self: StringBuilder, index: int, value: Any) -> None:
    text = units(self.text)
    if not 0 <= index < len(text):
        raise range_fault("Index was out of range. Must be non-negative and less than the size of the collection.", "index")
    self.text = text[:index] + str.__str__(value) + text[index + 1:]


def _to_string(self: StringBuilder, start: int | None = None, length: int | None = None) -> str:
    from relayshell.objects.dotnet.strings import substring
    return str(self) if start is None else substring(self.text, start, length)


def _clear(self: StringBuilder) -> StringBuilder:
    self.pieces = []
    return self


def _capacity(self: StringBuilder) -> int:
    size = len(self.text)
    while self.capacity < size:
        self.capacity = max(self.capacity * 2, 16)
    return self.capacity


def _set_capacity(self: StringBuilder, value: int) -> None:
    self.capacity = value


def _ensure(self: StringBuilder, value: int) -> int:
    self.capacity = max(_capacity(self), value)
    return self.capacity


def _copy_to(self: StringBuilder, start: int, target: list[Any], at: int, count: int) -> None:
    target[at:at + count] = [Char(c) for c in units(self.text)[start:start + count]]


declare(
    "System.Text.StringBuilder", StringBuilder, new={"*": _new, "()": StringBuilder},
    get={"Capacity": _capacity, "MaxCapacity": lambda self: self.most, "Length": lambda self: length_of(self.text), "Chars": _char},
    set={"Length": _set_length, "Capacity": _set_capacity},
    methods={"Append": _append, "AppendLine": lambda self, text="": self.append(text_of(text) + "\n"), "AppendFormat": _append_format, "AppendJoin": _append_join,
             "Insert": _insert, "Remove": _remove, "Replace": _replace, "Clear": _clear, "ToString": _to_string, "EnsureCapacity": _ensure, "CopyTo": _copy_to,
             "Equals": lambda self, other: isinstance(other, StringBuilder) and self.text == other.text, "GetChunks": lambda self: [self.text],
             "get_Chars": _char, "set_Chars": _set_char},
    index=_char, set_index=_set_char, to_text=str,
)
