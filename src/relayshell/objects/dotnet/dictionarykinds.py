"""Dictionaries of other kinds: ReadOnlyDictionary`2, HybridDictionary, ListDictionary, StringDictionary; and BlockingCollection`1."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.comparing import folder, same, string_comparer
from relayshell.objects.dotnet.dictionaries import DICTIONARY_GET, DICTIONARY_INDEX, DICTIONARY_METHODS, NetDictionary
from relayshell.objects.dotnet.enumerators import Enumerator
from relayshell.objects.dotnet.faults import argument_fault, null_fault, operation_fault, range_fault, unsupported_fault
from relayshell.objects.dotnet.lists import element_of
from relayshell.objects.dotnet.queues import Row
from relayshell.objects.dotnet.results import text_of
from relayshell.objects.dotnet.sortedlists import SortedList
from relayshell.objects.nettype import NetType, get_type

_M, _S, _Q = "System.Collections.ObjectModel.", "System.Collections.Specialized.", "System.Collections.Concurrent."


class ReadOnlyDictionary(NetDictionary):
    """A dictionary seen through a door that only lets one look: it follows what it stands for."""

    __slots__ = ()

    def __init__(self, net_type: NetType, source: NetDictionary) -> None:
        if source is None:
            raise null_fault("dictionary")
        super().__init__(net_type, source.comparer, source.order)
        self.entries, self.fold, self.read_only = source.entries, source.fold, True


def _refused(self: ReadOnlyDictionary, *args: Any) -> None:
    raise unsupported_fault("Collection is read-only.")


_LOOKING = {name: DICTIONARY_METHODS[name] for name in ("ContainsKey", "TryGetValue", "GetEnumerator", "get_Item", "CopyTo", "Contains")}
declare(_M + "ReadOnlyDictionary`2", ReadOnlyDictionary, new=ReadOnlyDictionary, get={name: DICTIONARY_GET[name] for name in ("Count", "Keys", "Values", "IsReadOnly")},
        methods=_LOOKING, **{**DICTIONARY_INDEX, "set_index": _refused}, interfaces=("System.Collections.IDictionary", "System.Collections.ICollection", "System.Collections.IEnumerable"),
        signatures=("(System.Collections.Generic.IDictionary[TKey,TValue] dictionary)", "int Count {get;}", "bool ContainsKey(TKey key)", "bool TryGetValue(TKey key, ref TValue value)",
                    "TValue Item[TKey key] {get;}"))


class PlainDictionary(SortedList):
    """HybridDictionary or ListDictionary: rows of key and value as they came."""

    __slots__ = ("net_type", "fold")

    def __init__(self, type_name: str, fold: bool = False) -> None:
        super().__init__()
        self.net_type: NetType = get_type(_S + type_name)
        self.fold = folder(string_comparer("OrdinalIgnoreCase")) if fold else folder(None)

    def place(self, key: Any) -> tuple[int, bool]:
        """Where a key is, or the end."""
        if key is None:
            raise null_fault("key")
        wanted = self.fold(key)
        return next(((at, True) for at, row in enumerate(self.rows) if self.fold(row[0]) == wanted), (len(self.rows), False))


def _add(self: PlainDictionary, key: Any, value: Any) -> None:
    if self.place(key)[1]:
        raise argument_fault(f"An item with the same key has already been added. Key: {text_of(key)}", "key")
    self.put(key, value)


def _remove(self: PlainDictionary, key: Any) -> None:
    at, found = self.place(key)
    if found:
        del self.rows[at]


def _copy(self: PlainDictionary, target: list[Any], at: int) -> None:
    target[at:at + len(self.rows)] = list(self)


def _plain(name: str) -> Any:
    return lambda *args: PlainDictionary(name, any(each is True or type(each).__name__ == "Comparer" and each.fold("A") == each.fold("a") for each in args))


_PLAIN = {
    "Add": _add, "Remove": _remove, "Clear": lambda self: self.rows.clear(), "Contains": lambda self, key: self.place(key)[1], "CopyTo": _copy,
    "GetEnumerator": lambda self: Enumerator(self, "System.Collections.IDictionaryEnumerator"), "get_Item": PlainDictionary.get, "set_Item": PlainDictionary.put,
}
_PLAIN_SAID = (
    "void Add(System.Object key, System.Object value)", "void Remove(System.Object key)", "void Clear()", "bool Contains(System.Object key)", "void CopyTo(array array, int index)",
    "System.Collections.IDictionaryEnumerator GetEnumerator()", "int Count {get;}", "bool IsFixedSize {get;}", "bool IsReadOnly {get;}", "bool IsSynchronized {get;}",
    "System.Object Item[System.Object key] {get;set;}", "System.Collections.ICollection Keys {get;}", "System.Object SyncRoot {get;}", "System.Collections.ICollection Values {get;}")
for _name, _made in (("HybridDictionary", ("()", "(int initialSize)", "(bool caseInsensitive)", "(int initialSize, bool caseInsensitive)")),
                     ("ListDictionary", ("()", "(System.Collections.IComparer comparer)"))):
    declare(_S + _name, PlainDictionary, new=_plain(_name), dynamic=True, methods=_PLAIN, index=PlainDictionary.get, set_index=PlainDictionary.put, enumerate=iter,
            interfaces=("System.Collections.IDictionary", "System.Collections.ICollection", "System.Collections.IEnumerable"), signatures=(*_made, *_PLAIN_SAID),
            get={"Count": len, "Keys": lambda self: [row[0] for row in self.rows], "Values": lambda self: [row[1] for row in self.rows], "IsReadOnly": lambda self: False,
                 "IsFixedSize": lambda self: False, "IsSynchronized": lambda self: False, "SyncRoot": lambda self: self})


class StringDictionary:
    """Texts by texts in small letters. It is no IDictionary, so that its keys are no properties."""

    __slots__ = ("rows",)

    def __init__(self) -> None:
        self.rows: dict[str, str] = {}

    def __iter__(self) -> Any:
        from relayshell.objects.hashtable import DictionaryEntry
        return iter([DictionaryEntry(*row) for row in self.rows.items()])

    def __len__(self) -> int:
        return len(self.rows)


def _key(text: str) -> str:
    if text is None:
        raise null_fault("key")
    return text.lower()


def _put_text(self: StringDictionary, key: str, value: str) -> None:
    self.rows[_key(key)] = value


def _add_text(self: StringDictionary, key: str, value: str) -> None:
    if _key(key) in self.rows:
        raise argument_fault(f"Item has already been added. Key in dictionary: '{_key(key)}'  Key being added: '{_key(key)}'")
    _put_text(self, key, value)


def _remove_text(self: StringDictionary, key: str) -> None:
    self.rows.pop(_key(key), None)


declare(_S + "StringDictionary", StringDictionary, new={"()": StringDictionary}, enumerate=iter, index=lambda self, key: self.rows.get(_key(key)), set_index=_put_text,
        interfaces=("System.Collections.IEnumerable",),
        get={"Count": len, "Keys": lambda self: list(self.rows), "Values": lambda self: list(self.rows.values()), "IsSynchronized": lambda self: False},
        methods={"Add": _add_text, "Remove": _remove_text, "Clear": lambda self: self.rows.clear(), "ContainsKey": lambda self, key: _key(key) in self.rows,
                 "ContainsValue": lambda self, value: value in self.rows.values(), "GetEnumerator": lambda self: Enumerator(self)},
        signatures=("()", "void Add(string key, string value)", "void Remove(string key)", "void Clear()", "bool ContainsKey(string key)", "bool ContainsValue(string value)",
                    "System.Collections.IEnumerator GetEnumerator()", "int Count {get;}", "bool IsSynchronized {get;}", "string Item[string key] {get;set;}",
                    "System.Collections.ICollection Keys {get;}", "System.Collections.ICollection Values {get;}"))


class BlockingCollection(Row):
    """A queue that may be full and may be closed. In one thread nobody else fills or empties it: what would wait for ever says so."""

    __slots__ = ("most", "closed")

    def __init__(self, net_type: NetType, *args: Any) -> None:
        source = next((each for each in args if isinstance(each, Row)), None)
        super().__init__(net_type, (), source.stack if source is not None else False)
        if source is not None:
            self.items = source.items
        numbers = [int(each) for each in args if type(each) is int]
        if numbers and numbers[0] < 1:
            raise range_fault("The boundedCapacity argument must be positive.", "boundedCapacity", numbers[0])
        self.most, self.closed = numbers[0] if numbers else -1, False


_ENDED = "The collection has been marked as complete with regards to additions."


def _try_put(self: BlockingCollection, item: Any, *limit: Any) -> bool:
    if self.closed:
        raise operation_fault(_ENDED)
    if 0 <= self.most <= len(self.items):
        return False
    self.items.append(item)
    return True


def _put(self: BlockingCollection, item: Any, *token: Any) -> None:
    if not _try_put(self, item):
        raise operation_fault("Nothing in this shell can take from the full collection that is waited for: it runs one thread.")


def _try_take(self: BlockingCollection, out: Any, *limit: Any) -> bool:
    found = bool(self.items)
    if found:
        out.value = self.take()
    return found


def _take(self: BlockingCollection, *token: Any) -> Any:
    if not self.items:
        if self.closed:
            raise operation_fault("The collection argument is empty and has been marked as complete with regards to additions.")
        raise operation_fault("Nothing in this shell can add to the empty collection that is waited for: it runs one thread.")
    return self.take()


def _close(self: BlockingCollection) -> None:
    self.closed = True


def _consume(self: BlockingCollection, *token: Any) -> Any:
    from relayshell.objects.arrays import TypedArray
    found = TypedArray(element_of(self.net_type), self.ordered())
    self.items.clear()
    return found


declare(_Q + "BlockingCollection`1", BlockingCollection, new=BlockingCollection, enumerate=iter, interfaces=("System.Collections.ICollection", "System.Collections.IEnumerable", "System.IDisposable"),
        get={"Count": len, "BoundedCapacity": lambda self: self.most, "IsAddingCompleted": lambda self: self.closed, "IsCompleted": lambda self: self.closed and not self.items},
        methods={"Add": _put, "TryAdd": _try_put, "Take": _take, "TryTake": _try_take, "CompleteAdding": _close, "GetConsumingEnumerable": _consume, "Dispose": lambda self: None,
                 "ToArray": lambda self: [*self.ordered()], "Contains": lambda self, item: any(same(item, each) for each in self.items)},
        signatures=("()", "(int boundedCapacity)", f"({_Q}IProducerConsumerCollection[T] collection)", "void Add(T item)", "bool TryAdd(T item)", "bool TryAdd(T item, int millisecondsTimeout)", "T Take()",
                    "bool TryTake(ref T item)", "bool TryTake(ref T item, int millisecondsTimeout)", "void CompleteAdding()", "System.Collections.Generic.IEnumerable[T] GetConsumingEnumerable()",
                    "T[] ToArray()", "int Count {get;}", "int BoundedCapacity {get;}", "bool IsAddingCompleted {get;}", "bool IsCompleted {get;}", "void Dispose()"))
