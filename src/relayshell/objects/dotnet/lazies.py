"""Lazy`1, Index and Range."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import range_fault
from relayshell.objects.dotnet.results import call
from relayshell.objects.nettype import NetType

_NONE = object()


class Lazy:
    """A value made when it is first asked for."""

    __slots__ = ("net_type", "maker", "made")

    def __init__(self, net_type: NetType, *args: Any) -> None:
        self.net_type = net_type
        first = args[0] if args else None
        is_maker = callable(first) or hasattr(type(first), "is_script_block")
        self.maker = first if is_maker else None
        plain = type(first) is bool or (hasattr(first, "type") and first.type.name == "LazyThreadSafetyMode")
        self.made = _NONE if not args or is_maker or plain else first

    def value(self) -> Any:
        """The value."""
        if self.made is _NONE:
            if self.maker is None:
                from relayshell.objects.members import new_object
                self.made = new_object(self.net_type.generic_arguments[0], [])
            else:
                self.made = call(self.maker)
        return self.made


def _text(self: Lazy) -> str:
    from relayshell.objects.dotnet.results import text_of
    return "Value is not created." if self.made is _NONE else text_of(self.made)


declare("System.Lazy`1", Lazy, new={"*": Lazy}, get={"IsValueCreated": lambda self: self.made is not _NONE, "Value": Lazy.value}, methods={"ToString": _text})


class Index:
    """A place counted from the start or the end."""

    __slots__ = ("number", "from_end")

    def __init__(self, number: int = 0, from_end: bool = False) -> None:
        if number < 0:
            raise range_fault("Non-negative number required.", "value")
        self.number, self.from_end = number, from_end

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Index) and (other.number, other.from_end) == (self.number, self.from_end)

    def __hash__(self) -> int:
        return hash((self.number, self.from_end))

    def __str__(self) -> str:
        return f"^{self.number}" if self.from_end else str(self.number)

    def offset(self, length: int) -> int:
        """The place in something so long."""
        return length - self.number if self.from_end else self.number


class Range:
    """From one Index to another."""

    __slots__ = ("start", "end")

    def __init__(self, start: Index | None = None, end: Index | None = None) -> None:
        self.start, self.end = start or Index(), end or Index()

    def __str__(self) -> str:
        return f"{self.start}..{self.end}"


def _window(self: Range, length: int) -> Any:
    from relayshell.objects.dotnet.tuples import value_tuple
    start, end = self.start.offset(length), self.end.offset(length)
    if not 0 <= start <= end <= length:
        raise range_fault("Specified argument was out of the range of valid values.", "length")
    return value_tuple(start, end - start)


_EQUAL = {"ToString": str, "Equals": lambda self, other: str(self) == str(other) and type(self) is type(other), "GetHashCode": lambda self: hash(str(self)) & 0x7FFFFFFF}
declare("System.Index", Index, new={"*": Index, "()": Index}, get={"Value": lambda self: self.number, "IsFromEnd": lambda self: self.from_end}, methods={**_EQUAL, "GetOffset": Index.offset},
        statics={"FromStart": Index, "FromEnd": lambda number: Index(number, True), "op_Implicit": Index}, static_get={"Start": Index, "End": lambda: Index(0, True)}, to_text=str)
declare("System.Range", Range, new={"*": Range, "()": Range}, get={"Start": lambda self: self.start, "End": lambda self: self.end}, methods={**_EQUAL, "GetOffsetAndLength": _window},
        statics={"StartAt": lambda start: Range(start, Index(0, True)), "EndAt": lambda end: Range(Index(), end)}, static_get={"All": lambda: Range(Index(), Index(0, True))}, to_text=str)
