"""System.Collections.SortedList: keys in order, found by key or by place."""

from __future__ import annotations

from typing import Any, Iterator

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.comparing import Comparer, comparison, same
from relayshell.objects.dotnet.enumerators import Enumerator
from relayshell.objects.dotnet.faults import argument_fault, null_fault, range_fault
from relayshell.objects.dotnet.results import text_of
from relayshell.objects.hashtable import DictionaryEntry


class SortedList:
    """Rows of key and value, kept sorted."""

    __slots__ = ("rows", "compare", "capacity", "props")

    def __init__(self, *args: Any) -> None:
        self.rows: list[tuple[Any, Any]] = []
        self.compare = comparison(next((a for a in args if isinstance(a, Comparer) or hasattr(a, "fields")), None))
        self.capacity = 0
        self.props: Any = None
        for argument in args:
            if hasattr(argument, "items") and callable(argument.items):
                for key, value in argument.items():
                    self.put(key, value)

    def place(self, key: Any) -> tuple[int, bool]:
        """Where a key is or would be, and whether it is there."""
        if key is None:
            raise null_fault("key")
        low, high = 0, len(self.rows)
        while low < high:
            middle = (low + high) // 2
            order = self.compare(self.rows[middle][0], key)
            if order == 0:
                return middle, True
            low, high = (middle + 1, high) if order < 0 else (low, middle)
        return low, False

    def put(self, key: Any, value: Any) -> None:
        """Sets a value."""
        at, found = self.place(key)
        self.rows[at:at + found] = [(self.rows[at][0] if found else key, value)]

    def get(self, key: Any, default: Any = None) -> Any:
        """The value of a key, or the default."""
        at, found = self.place(key)
        return self.rows[at][1] if found else default

    def items(self) -> list[tuple[Any, Any]]:
        """Pairs of key and value."""
        return list(self.rows)

    def __iter__(self) -> Iterator[DictionaryEntry]:
        return iter([DictionaryEntry(*row) for row in self.rows])

    def __len__(self) -> int:
        return len(self.rows)


def _add(self: SortedList, key: Any, value: Any) -> None:
    at, found = self.place(key)
    if found:
        raise argument_fault(f"Item has already been added. Key in dictionary: '{text_of(self.rows[at][0])}'  Key being added: '{text_of(key)}'")
    self.rows.insert(at, (key, value))


def _row(self: SortedList, index: int) -> tuple[Any, Any]:
    if not 0 <= index < len(self.rows):
        raise range_fault("Index was out of range. Must be non-negative and less than the size of the collection.", "index")
    return self.rows[index]


def _set_at(self: SortedList, index: int, value: Any) -> None:
    self.rows[index] = (_row(self, index)[0], value)


def _remove(self: SortedList, key: Any) -> None:
    at, found = self.place(key)
    if found:
        del self.rows[at]


def _remove_at(self: SortedList, index: int) -> None:
    _row(self, index)
    del self.rows[index]


def _index_of(self: SortedList, key: Any) -> int:
    at, found = self.place(key)
    return at if found else -1


def _index_of_value(self: SortedList, value: Any) -> int:
    return next((at for at, row in enumerate(self.rows) if same(row[1], value)), -1)


def _clone(self: SortedList) -> SortedList:
    made = SortedList()
    made.rows, made.compare = list(self.rows), self.compare
    return made


def _copy(self: SortedList, target: list[Any], at: int) -> None:
    target[at:at + len(self.rows)] = list(self)


def _set_capacity(self: SortedList, value: int) -> None:
    self.capacity = value


declare(
    "System.Collections.SortedList", SortedList, new={"*": SortedList, "()": SortedList},
    get={"Capacity": lambda self: max(self.capacity, len(self)), "Count": len, "Keys": lambda self: [row[0] for row in self.rows], "Values": lambda self: [row[1] for row in self.rows],
         "IsReadOnly": lambda self: False, "IsFixedSize": lambda self: False, "IsSynchronized": lambda self: False, "SyncRoot": lambda self: self},
    set={"Capacity": _set_capacity},
    methods={"Add": _add, "Clear": lambda self: self.rows.clear(), "Clone": _clone, "Contains": lambda self, key: self.place(key)[1], "ContainsKey": lambda self, key: self.place(key)[1],
             "ContainsValue": lambda self, value: _index_of_value(self, value) >= 0, "CopyTo": _copy, "GetByIndex": lambda self, at: _row(self, at)[1], "GetKey": lambda self, at: _row(self, at)[0],
             "GetKeyList": lambda self: [row[0] for row in self.rows], "GetValueList": lambda self: [row[1] for row in self.rows], "IndexOfKey": _index_of, "IndexOfValue": _index_of_value,
             "Remove": _remove, "RemoveAt": _remove_at, "SetByIndex": _set_at, "TrimToSize": lambda self: None, "GetEnumerator": lambda self: Enumerator(self, "System.Collections.IDictionaryEnumerator"),
             "get_Item": SortedList.get, "set_Item": SortedList.put},
    statics={"Synchronized": lambda table: table}, index=SortedList.get, set_index=SortedList.put, enumerate=iter,
)
