"""ObservableCollection`1: a list that tells of its changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.lists import COLLECTION, COUNT, INDEXED, NetList, converted, element_of, set_item
from relayshell.objects.dotnet.results import call, enum_of
from relayshell.objects.nettype import NetType, close_generic, get_type

_S = "System.Collections.Specialized."
_O = "System.Collections.ObjectModel."
ADD, REMOVE, REPLACE, MOVE, RESET = range(5)


class Change:
    """NotifyCollectionChangedEventArgs: what changed, and where."""

    def __init__(self, action: int, new: list[Any] | None = None, old: list[Any] | None = None, at: int = -1, was: int = -1) -> None:
        self.action, self.new, self.old, self.at, self.was = action, new, old, at, was


class Observable(NetList):
    """The list, and who is told of its changes."""

    __slots__ = ("handlers",)

    def __init__(self, net_type: NetType, items: Any = ()) -> None:
        super().__init__(net_type, items)
        self.handlers: list[Any] = []

    def tell(self, change: Change) -> None:
        """Calls all that want to know."""
        for handler in list(self.handlers):
            call(handler, self, change)

    def subscribe(self, name: str, handler: Callable[[Any, Any], None]) -> Callable[[], None] | None:
        """Has a handler called for CollectionChanged; gives what ends that, or None for other events."""
        if name.lower() != "collectionchanged":
            return None
        self.handlers.append(handler)
        return lambda: _forget(self, handler)


def _forget(self: Observable, handler: Any) -> None:
    self.handlers = [each for each in self.handlers if each is not handler]


def _new(net_type: NetType, source: Any = None) -> Observable:
    return Observable(net_type, converted(net_type, source) if source is not None else ())


def _one(self: Observable, item: Any) -> Any:
    from relayshell.objects.convert import convert

    element = element_of(self.net_type)
    return item if element.text == "System.Object" else convert(item, element)


def _add(self: Observable, item: Any) -> None:
    item = _one(self, item)
    COLLECTION["Add"](self, item)
    self.tell(Change(ADD, [item], None, len(self.items) - 1))


def _insert(self: Observable, index: int, item: Any) -> None:
    item = _one(self, item)
    COLLECTION["Insert"](self, index, item)
    self.tell(Change(ADD, [item], None, index))


def _remove_at(self: Observable, index: int) -> None:
    old = self.items[index] if 0 <= index < len(self.items) else None
    COLLECTION["RemoveAt"](self, index)
    self.tell(Change(REMOVE, None, [old], -1, index))


def _remove(self: Observable, item: Any) -> bool:
    at = COLLECTION["IndexOf"](self, item)
    if at >= 0:
        _remove_at(self, at)
    return bool(at >= 0)


def _clear(self: Observable) -> None:
    COLLECTION["Clear"](self)
    self.tell(Change(RESET))


def _move(self: Observable, old: int, new: int) -> None:
    item = self.items[old] if 0 <= old < len(self.items) else None
    COLLECTION["RemoveAt"](self, old)
    COLLECTION["Insert"](self, new, item)
    self.tell(Change(MOVE, [item], [item], new, old))


def _set(self: Observable, index: Any, value: Any) -> None:
    before = self.items[index] if -len(self.items) <= index < len(self.items) else None
    set_item(self, index, value)
    self.tell(Change(REPLACE, [self.items[index]], [before], index, index))


def _listed(items: list[Any] | None) -> Any:
    if items is None:
        return None
    return NetList(close_generic(get_type("System.Collections.Generic.List`1"), (get_type("System.Object"),)), items)


declare(
    _S + "NotifyCollectionChangedEventArgs", Change,
    get={"Action": lambda self: enum_of(_S + "NotifyCollectionChangedAction", self.action), "NewItems": lambda self: _listed(self.new),
         "OldItems": lambda self: _listed(self.old), "NewStartingIndex": lambda self: self.at, "OldStartingIndex": lambda self: self.was},
    signatures=(f"{_S}NotifyCollectionChangedAction Action {{get;}}", "System.Collections.IList NewItems {get;}", "System.Collections.IList OldItems {get;}",
                "int NewStartingIndex {get;}", "int OldStartingIndex {get;}"),
)
_HANDLER = "System.Delegate"
declare(
    _O + "ObservableCollection`1", Observable, new={"*": _new}, get=COUNT, base="System.Object",
    methods={**COLLECTION, "Add": _add, "Insert": _insert, "Remove": _remove, "RemoveAt": _remove_at, "Clear": _clear, "Move": _move, "set_Item": _set,
             "add_CollectionChanged": lambda self, handler: self.handlers.append(handler), "remove_CollectionChanged": _forget},
    interfaces=("System.Collections.Generic.IList`1", "System.Collections.IList"),
    signatures=("()", "(System.Collections.Generic.IEnumerable[T] collection)", "int Count {get;}", "void Add(T item)", "bool Remove(T item)", "void Insert(int index, T item)",
                "void RemoveAt(int index)", "void Clear()", "void Move(int oldIndex, int newIndex)", "void add_CollectionChanged(System.Object value)",
                "void remove_CollectionChanged(System.Object value)", "bool Contains(T item)", "int IndexOf(T item)"),
    **{**INDEXED, "set_index": _set},
)
