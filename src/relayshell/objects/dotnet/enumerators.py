"""IEnumerator objects: MoveNext, Current and Reset over any Python iterator."""

from __future__ import annotations

from typing import Any, Iterable

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import operation_fault, unsupported_fault
from relayshell.objects.hashtable import DictionaryEntry

_NOTHING = object()


class Enumerator:
    """A walk through a collection."""

    __slots__ = ("source", "items", "now", "net_type")

    def __init__(self, items: Iterable[Any], type_name: str = "System.Collections.IEnumerator") -> None:
        from relayshell.objects.nettype import get_type
        self.source = items
        self.items = iter(items)
        self.now: Any = _NOTHING
        self.net_type = get_type(type_name)

    def move(self) -> bool:
        """MoveNext."""
        self.now = next(self.items, _NOTHING)
        return self.now is not _NOTHING

    def reset(self) -> None:
        """Back before the first. Raises NotSupportedException where the source cannot be walked again."""
        if iter(self.source) is self.source:
            raise unsupported_fault()
        self.items, self.now = iter(self.source), _NOTHING

    def current(self) -> Any:
        """The item here; InvalidOperationException before the first and behind the last."""
        if self.now is _NOTHING:
            raise operation_fault("Enumeration has either not started or has already finished.")
        return self.now


def _part(self: Enumerator, name: str) -> Any:
    item = self.current()
    return getattr(item, name) if isinstance(item, DictionaryEntry) or hasattr(item, name) else None


declare(
    "System.Collections.IEnumerator", Enumerator, dynamic=True,
    get={"Current": lambda self: self.current(), "Key": lambda self: _part(self, "key"), "Value": lambda self: _part(self, "value"),
         "Entry": lambda self: self.current()},
    methods={"MoveNext": Enumerator.move, "Reset": Enumerator.reset, "Dispose": lambda self: None},
    signatures=("System.Object Key {get;}", "System.Object Value {get;}", "System.Collections.DictionaryEntry Entry {get;}", "void Dispose()"),
    enumerate=lambda self: self.items, kind="interface",
)
