"""Tuple and ValueTuple, and Tuple.Create."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault
from relayshell.objects.dotnet.results import text_of
from relayshell.objects.nettype import NetType, close_generic, get_type
from relayshell.objects.typeof import type_of


class NetTuple:
    """A fixed row of items; `net_type` says whether it is a Tuple or a ValueTuple."""

    __slots__ = ("net_type", "items")

    def __init__(self, net_type: NetType, items: tuple[Any, ...]) -> None:
        self.net_type, self.items = net_type, items

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NetTuple) and other.net_type is self.net_type and other.items == self.items

    def __hash__(self) -> int:
        return hash(self.items)

    def __str__(self) -> str:
        return f"({', '.join(text_of(item) for item in self.flat())})"

    def flat(self) -> tuple[Any, ...]:
        """All items, those of the tuple in the eighth place too."""
        return (*self.items[:7], *self.items[7].flat()) if len(self.items) == 8 else self.items


def tuple_of(family: str, *items: Any) -> NetTuple:
    """A System.Tuple or System.ValueTuple closed over the items' own types; the eighth item stands in a tuple of its own."""
    if len(items) > 7:
        items = (*items[:7], tuple_of(family, *items[7:]))
    definition = get_type(f"{family}`{len(items)}")
    object_type = get_type("System.Object")
    return NetTuple(close_generic(definition, tuple(object_type if item is None else type_of(item) for item in items)), items)


def value_tuple(*items: Any) -> NetTuple:
    """A ValueTuple."""
    return tuple_of("System.ValueTuple", *items)


def _named(place: int) -> str:
    return f"Item{place + 1}" if place < 7 else "Rest"


def _item(place: int) -> Any:
    return lambda self: self.items[place]


def _set_item(place: int) -> Any:
    def put(self: NetTuple, value: Any) -> None:
        self.items = (*self.items[:place], value, *self.items[place + 1:])
    return put


def _new(net_type: NetType, *items: Any) -> NetTuple:
    if len(items) == 8 and not isinstance(items[7], NetTuple):
        raise argument_fault("The last element of an eight element tuple must be a Tuple.", "rest")
    return NetTuple(net_type, items)


def _getters(count: int, length_first: bool) -> dict[str, Any]:
    """Items and Length; of a ValueTuple the items are fields and come behind it."""
    items = {_named(place): _item(place) for place in range(count)}
    length = {"Length": lambda self: len(self.flat())}
    return length | items if length_first else items | length


for _family in ("System.Tuple", "System.ValueTuple"):
    for _count in range(1, 9):
        _names = [f"T{place}" if place < 8 else "TRest" for place in range(1, _count + 1)]
        declare(
            f"{_family}`{_count}", NetTuple, new={"*": _new}, dynamic=True, kind="class" if _family == "System.Tuple" else "struct",
            get=_getters(_count, _family == "System.ValueTuple"),
            set={_named(place): _set_item(place) for place in range(_count)} if _family != "System.Tuple" else {},
            methods={"ToString": str, "Equals": lambda self, other: self == other, "GetHashCode": lambda self: hash(self) & 0x7FFFFFFF},
            to_text=str,
            signatures=(f"({', '.join(f'{name} item{place + 1}' for place, name in enumerate(_names))})",
                        *(f"{name} {_named(place)} {{get;}}" for place, name in enumerate(_names)), "int Length {get;}"),
        )

declare("System.Tuple", statics={"Create": lambda *items: tuple_of("System.Tuple", *items)})
declare("System.ValueTuple", statics={"Create": lambda *items: value_tuple(*items)}, kind="struct")
