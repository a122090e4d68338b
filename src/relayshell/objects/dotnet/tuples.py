"""Tuple and ValueTuple of up to seven items, and Tuple.Create."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
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
        return f"({', '.join(text_of(item) for item in self.items)})"


def tuple_of(family: str, *items: Any) -> NetTuple:
    """A System.Tuple or System.ValueTuple closed over the items' own types."""
    definition = get_type(f"{family}`{len(items)}")
    object_type = get_type("System.Object")
    return NetTuple(close_generic(definition, tuple(object_type if item is None else type_of(item) for item in items)), items)


def value_tuple(*items: Any) -> NetTuple:
    """A ValueTuple."""
    return tuple_of("System.ValueTuple", *items)


def _item(place: int) -> Any:
    return lambda self: self.items[place]


def _set_item(place: int) -> Any:
    def put(self: NetTuple, value: Any) -> None:
        self.items = (*self.items[:place], value, *self.items[place + 1:])
    return put


def _new(net_type: NetType, *items: Any) -> NetTuple:
    return NetTuple(net_type, items)


def _getters(count: int, length_first: bool) -> dict[str, Any]:
    """Items and Length; of a ValueTuple the items are fields and come behind it."""
    items = {f"Item{place + 1}": _item(place) for place in range(count)}
    length = {"Length": lambda self: len(self.items)}
    return length | items if length_first else items | length


for _family in ("System.Tuple", "System.ValueTuple"):
    for _count in range(1, 8):
        _names = [f"T{place}" for place in range(1, _count + 1)]
        declare(
            f"{_family}`{_count}", NetTuple, new={"*": _new}, dynamic=True, kind="class" if _family == "System.Tuple" else "struct",
            get=_getters(_count, _family == "System.ValueTuple"),
            set={f"Item{place + 1}": _set_item(place) for place in range(_count)} if _family != "System.Tuple" else {},
            methods={"ToString": str, "Equals": lambda self, other: self == other, "GetHashCode": lambda self: hash(self) & 0x7FFFFFFF},
            to_text=str,
            signatures=(f"({', '.join(f'{name} item{place + 1}' for place, name in enumerate(_names))})",
                        *(f"{name} Item{place + 1} {{get;}}" for place, name in enumerate(_names)), "int Length {get;}"),
        )

declare("System.Tuple", statics={"Create": lambda *items: tuple_of("System.Tuple", *items)})
declare("System.ValueTuple", statics={"Create": lambda *items: value_tuple(*items)}, kind="struct")
