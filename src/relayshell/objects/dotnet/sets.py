"""HashSet`1 and SortedSet`1."""

from __future__ import annotations

from typing import Any, Callable, Iterator

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.comparing import Comparer, folder, sorter, string_comparer
from relayshell.objects.dotnet.enumerators import Enumerator
from relayshell.objects.dotnet.faults import operation_fault
from relayshell.objects.dotnet.lists import element_of
from relayshell.objects.dotnet.results import test
from relayshell.objects.nettype import NetType


class NetSet:
    """A set of a .NET type; `items` maps normal keys to items. A sorted one has an `order`."""

    __slots__ = ("net_type", "items", "fold", "comparer", "order", "props", "__weakref__")

    def __init__(self, net_type: NetType, comparer: Any = None, order: Callable[[Any], Any] | None = None) -> None:
        self.net_type, self.comparer, self.order = net_type, comparer, order
        self.items: dict[Any, Any] = {}
        self.fold = folder(comparer)
        self.props: Any = None

    def __len__(self) -> int:
        return len(self.items)

    def ordered(self) -> list[Any]:
        """The items in the order of enumeration."""
        items = list(self.items.values())
        return sorted(items, key=self.order) if self.order is not None else items

    def __iter__(self) -> Iterator[Any]:
        size = len(self.items)
        for item in self.ordered():
            yield item
            if len(self.items) != size:
                raise operation_fault("Collection was modified; enumeration operation may not execute.")

    def add(self, item: Any) -> bool:
        """Whether it was new."""
        key = self.fold(item)
        if key in self.items:
            return False
        self.items[key] = item
        return True

    def keys(self, other: Any) -> set[Any]:
        """Another collection's items as keys of this one."""
        return set(self.other(other))

    def other(self, other: Any) -> dict[Any, Any]:
        """Another collection's items by this set's keys."""
        from relayshell.objects.dotnet.lists import converted
        return {self.fold(item): item for item in converted(self.net_type, other)}


def _new(sort: bool) -> Any:
    def make(net_type: NetType, *args: Any) -> NetSet:
        from relayshell.objects.dotnet.lists import converted
        comparer = next((a for a in args if isinstance(a, Comparer) or hasattr(a, "fields")), None)
        made = NetSet(net_type, comparer, sorter(comparer) if sort else None)
        for argument in args:
            if argument is None or argument is comparer or type(argument) is int:
                continue
            for item in converted(net_type, argument):
                made.add(item)
        return made
    return make


def _remove(self: NetSet, item: Any) -> bool:
    key = self.fold(item)
    if key in self.items:
        del self.items[key]
        return True
    return False


def _union(self: NetSet, other: Any) -> None:
    for key, item in self.other(other).items():
        self.items.setdefault(key, item)


def _intersect(self: NetSet, other: Any) -> None:
    kept = self.keys(other)
    self.items = {key: item for key, item in self.items.items() if key in kept}


def _except(self: NetSet, other: Any) -> None:
    for key in self.keys(other):
        self.items.pop(key, None)


def _symmetric(self: NetSet, other: Any) -> None:
    for key, item in self.other(other).items():
        if key in self.items:
            del self.items[key]
        else:
            self.items[key] = item


def _remove_where(self: NetSet, match: Any) -> int:
    gone = [key for key, item in self.items.items() if test(match, item)]
    for key in gone:
        del self.items[key]
    return len(gone)


def _copy(self: NetSet, target: list[Any], at: int = 0, count: int | None = None) -> None:
    items = self.ordered()[:count]
    target[at:at + len(items)] = items


def _try_get(self: NetSet, wanted: Any, actual: Any) -> bool:
    key = self.fold(wanted)
    if key in self.items:
        actual.value = self.items[key]
        return True
    from relayshell.objects.arrays import default_of
    actual.value = default_of(element_of(self.net_type))
    return False


def _end(last: bool) -> Any:
    def get(self: NetSet) -> Any:
        items = self.ordered()
        if items:
            return items[-1 if last else 0]
        from relayshell.objects.arrays import default_of
        return default_of(element_of(self.net_type))
    return get


def _between(self: NetSet, low: Any, high: Any) -> NetSet:
    made = NetSet(self.net_type, self.comparer, self.order)
    for item in self.ordered():
        if not self.order(item) < self.order(low) and not self.order(high) < self.order(item):  # type: ignore[misc]
            made.add(item)
    return made


_METHODS = {
    "Add": NetSet.add, "Remove": _remove, "Contains": lambda self, item: self.fold(item) in self.items, "Clear": lambda self: self.items.clear(),
    "UnionWith": _union, "IntersectWith": _intersect, "ExceptWith": _except, "SymmetricExceptWith": _symmetric, "RemoveWhere": _remove_where,
    "IsSubsetOf": lambda self, other: self.items.keys() <= self.keys(other), "IsSupersetOf": lambda self, other: self.items.keys() >= self.keys(other),
    "IsProperSubsetOf": lambda self, other: self.items.keys() < self.keys(other), "IsProperSupersetOf": lambda self, other: self.items.keys() > self.keys(other),
    "Overlaps": lambda self, other: bool(self.items.keys() & self.keys(other)), "SetEquals": lambda self, other: self.items.keys() == self.keys(other),
    "CopyTo": _copy, "TryGetValue": _try_get, "GetEnumerator": lambda self: Enumerator(self), "TrimExcess": lambda self, *args: None,
    "EnsureCapacity": lambda self, capacity: max(capacity, len(self)), "Reverse": lambda self: list(reversed(self.ordered())), "GetViewBetween": _between,
}
_GET = {"Count": len, "Comparer": lambda self: self.comparer or string_comparer("Ordinal"), "Capacity": len, "Min": _end(False), "Max": _end(True)}
for _name, _sort in (("HashSet", False), ("SortedSet", True)):
    declare(f"System.Collections.Generic.{_name}`1", NetSet, new={"*": _new(_sort)}, get=_GET, methods=_METHODS, enumerate=iter,
            signatures=("bool TryGetValue(T equalValue, ref T actualValue)",))

__all__ = ["NetSet"]
