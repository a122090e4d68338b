"""Dictionary`2 and its kin: ordinary, sorted, ordered and concurrent, over a Python dict of normal keys."""

from __future__ import annotations

from typing import Any, Callable, Iterable, Iterator

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.comparing import Comparer, folder, key_of, same, sorter, string_comparer
from relayshell.objects.dotnet.enumerators import Enumerator
from relayshell.objects.dotnet.faults import argument_fault, key_fault, null_fault, operation_fault, range_fault
from relayshell.objects.dotnet.results import call, text_of
from relayshell.objects.nettype import NetType, close_generic, get_type
from relayshell.objects.typeof import type_of


class KeyValuePair:
    """System.Collections.Generic.KeyValuePair`2."""

    __slots__ = ("net_type", "key", "value")

    def __init__(self, net_type: NetType, key: Any, value: Any) -> None:
        self.net_type, self.key, self.value = net_type, key, value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeyValuePair) and same(self.key, other.key) and same(self.value, other.value)

    def __hash__(self) -> int:
        return hash(key_of(self.key))

    def __str__(self) -> str:
        return f"[{text_of(self.key)}, {text_of(self.value)}]"


class NetDictionary:
    """A dictionary of a .NET type. `entries` maps normal keys to (key, value)."""

    __slots__ = ("net_type", "entries", "fold", "comparer", "order", "pair_type", "read_only", "props", "__weakref__")

    def __init__(self, net_type: NetType, comparer: Any = None, order: Callable[[Any], Any] | None = None) -> None:
        self.net_type, self.comparer, self.order = net_type, comparer, order
        self.entries: dict[Any, tuple[Any, Any]] = {}
        self.fold = folder(comparer)
        self.pair_type: NetType | None = None
        self.read_only = False
        self.props: Any = None

    def rows(self) -> list[tuple[Any, Any]]:
        """Pairs of key and value in the order of enumeration."""
        if self.order is None:
            return list(self.entries.values())
        key = self.order
        return sorted(self.entries.values(), key=lambda row: key(row[0]))

    def pair(self, key: Any, value: Any) -> KeyValuePair:
        """A pair of this dictionary's types."""
        if self.pair_type is None:
            self.pair_type = close_generic(get_type("System.Collections.Generic.KeyValuePair`2"), self.net_type.generic_arguments)
        return KeyValuePair(self.pair_type, key, value)

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[KeyValuePair]:
        return unchanged(self, (self.pair(key, value) for key, value in self.rows()))

    def keys(self) -> list[Any]:
        """The keys."""
        return [row[0] for row in self.rows()]

    def values(self) -> list[Any]:
        """The values."""
        return [row[1] for row in self.rows()]

    def items(self) -> list[tuple[Any, Any]]:
        """Pairs of key and value."""
        return self.rows()

    def get(self, key: Any, default: Any = None) -> Any:
        """The value of a key, or the default."""
        row = self.entries.get(self.fold(key))
        return default if row is None else row[1]

    def __contains__(self, key: Any) -> bool:
        return key is not None and self.fold(key) in self.entries

    def put(self, key: Any, value: Any) -> None:
        """Sets a value; a key that is there keeps its spelling."""
        if key is None:
            raise null_fault("key")
        normal = self.fold(key)
        row = self.entries.get(normal)
        self.entries[normal] = (key if row is None else row[0], value)


def convert_parts(self: NetDictionary, key: Any, value: Any) -> tuple[Any, Any]:
    """Key and value as the dictionary's types want them."""
    from relayshell.objects.convert import convert
    key_type, value_type = self.net_type.generic_arguments
    return convert(key, key_type), convert(value, value_type) if value_type.text != "System.Object" else value


def new_dictionary(sort: bool = False) -> Callable[..., NetDictionary]:
    """The constructors of a dictionary: (), (capacity), (comparer), (dictionary), (dictionary, comparer) ..."""
    def make(net_type: NetType, *args: Any) -> NetDictionary:
        comparer = next((a for a in args if isinstance(a, Comparer) or hasattr(a, "fields")), None)
        made = NetDictionary(net_type, None if sort else comparer, sorter(comparer) if sort else None)
        if sort and isinstance(comparer, Comparer):
            made.fold, made.comparer = comparer.fold, comparer
        for argument in args:
            if type(argument) is int or argument is None or argument is comparer:
                continue
            for key, value in _pairs(argument):
                if key in made:
                    raise argument_fault(f"An item with the same key has already been added. Key: {text_of(key)}")
                made.put(*convert_parts(made, key, value))
        return made
    return make


def _pairs(source: Any) -> Iterator[tuple[Any, Any]]:
    if hasattr(source, "items") and callable(source.items):
        yield from source.items()
    else:
        from relayshell.objects.dotnet.results import many
        for pair in many(source):
            yield pair.key, pair.value


def _get(self: NetDictionary, key: Any) -> Any:
    """The value of a key. Raises KeyNotFoundException."""
    if key is None:
        raise null_fault("key")
    row = self.entries.get(self.fold(key))
    if row is None:
        raise key_fault(text_of(key))
    return row[1]


def _index(self: NetDictionary, key: Any) -> Any:
    key_type = self.net_type.generic_arguments[0]
    if key_type.text != "System.Object":
        from relayshell.objects.convert import convert
        key = convert(key, key_type)
    return _get(self, key)


def _set_index(self: NetDictionary, key: Any, value: Any) -> None:
    self.put(*convert_parts(self, key, value))


def _add(self: NetDictionary, key: Any, value: Any = None) -> None:
    if isinstance(key, KeyValuePair):
        key, value = key.key, key.value
    if key is None:
        raise null_fault("key")
    if self.fold(key) in self.entries:
        raise argument_fault(f"An item with the same key has already been added. Key: {text_of(key)}", "key" if self.order is not None else None)
    self.entries[self.fold(key)] = (key, value)


def _try_add(self: NetDictionary, key: Any, value: Any) -> bool:
    if key is None:
        raise null_fault("key")
    if self.fold(key) in self.entries:
        return False
    self.entries[self.fold(key)] = (key, value)
    return True


def _remove(self: NetDictionary, key: Any, out: Any = None) -> bool:
    if key is None:
        raise null_fault("key")
    row = self.entries.pop(self.fold(key), None)
    if out is not None:
        out.value = _default(self) if row is None else row[1]
    return row is not None


def _try_get(self: NetDictionary, key: Any, out: Any) -> bool:
    if key is None:
        raise null_fault("key")
    row = self.entries.get(self.fold(key))
    out.value = _default(self) if row is None else row[1]
    return row is not None


def _default(self: NetDictionary) -> Any:
    from relayshell.objects.arrays import default_of
    return default_of(self.net_type.generic_arguments[1])


def unchanged(owner: NetDictionary, items: Iterable[Any]) -> Iterator[Any]:
    """What is gone through while nothing is added. Taking out is no change to a Dictionary, though it is to one in order."""
    size = len(owner.entries)
    for item in items:
        yield item
        now = len(owner.entries)
        if now > size or now != size and owner.order is not None:
            raise operation_fault("Collection was modified; enumeration operation may not execute.")
        size = now


class KeysOrValues:
    """The Keys or Values of a dictionary: a view that follows it."""

    __slots__ = ("owner", "part", "net_type")

    def __init__(self, owner: NetDictionary, part: str) -> None:
        self.owner, self.part = owner, part
        name = owner.net_type.generic_definition.text if owner.net_type.generic_definition else ""
        family = name if name in ("System.Collections.Generic.Dictionary`2", "System.Collections.Generic.SortedDictionary`2") else "System.Collections.Generic.Dictionary`2"
        self.net_type = close_generic(get_type(f"{family}+{part}Collection"), owner.net_type.generic_arguments)

    def __iter__(self) -> Iterator[Any]:
        return unchanged(self.owner, self.owner.keys() if self.part == "Key" else self.owner.values())

    def __len__(self) -> int:
        return len(self.owner.entries)

    def contains(self, item: Any) -> bool:
        """Whether the item is there."""
        return any(same(item, other) for other in self)

    def at(self, index: int) -> Any:
        """The item at a place, for PowerShell's indexing."""
        items = list(self)
        if not -len(items) <= index < len(items):
            raise range_fault("Index was out of range. Must be non-negative and less than the size of the collection.", "index")
        return items[index]


def _copy_pairs(self: NetDictionary, target: list[Any], at: int) -> None:
    for offset, pair in enumerate(self):
        target[at + offset] = pair


def _copy_view(self: KeysOrValues, target: list[Any], at: int = 0) -> None:
    for offset, item in enumerate(self):
        target[at + offset] = item


for _family in ("Dictionary`2", "SortedDictionary`2"):
    for _part in ("Key", "Value"):
        declare(f"System.Collections.Generic.{_family}+{_part}Collection", KeysOrValues, dynamic=True, get={"Count": len}, index=KeysOrValues.at,
                methods={"Contains": KeysOrValues.contains, "GetEnumerator": lambda self: Enumerator(self), "CopyTo": _copy_view},
                signatures=("int Count {get;}", f"bool Contains(T{_part} item)", f"void CopyTo(T{_part}[] array, int index)"), enumerate=iter)

DICTIONARY_METHODS = {
    "Add": _add, "Remove": _remove, "ContainsKey": lambda self, key: key in self, "ContainsValue": lambda self, value: any(same(value, v) for v in self.values()),
    "Clear": lambda self: self.entries.clear(), "TryGetValue": _try_get, "TryAdd": _try_add, "GetEnumerator": lambda self: Enumerator(self, "System.Collections.IDictionaryEnumerator"),
    "get_Item": _get, "set_Item": lambda self, key, value: self.put(key, value), "CopyTo": _copy_pairs, "EnsureCapacity": lambda self, capacity: max(capacity, len(self)),
    "TrimExcess": lambda self, *args: None, "Contains": lambda self, key: key in self,
}
DICTIONARY_GET = {"Count": len, "Keys": lambda self: KeysOrValues(self, "Key"), "Values": lambda self: KeysOrValues(self, "Value"),
        "Comparer": lambda self: self.comparer or string_comparer("Ordinal"), "Capacity": len, "IsReadOnly": lambda self: self.read_only,
        "IsFixedSize": lambda self: False, "IsSynchronized": lambda self: False, "SyncRoot": lambda self: self}
_TRY = ("bool TryGetValue(TKey key, ref TValue value)",)
DICTIONARY_INDEX = {"index": _index, "set_index": _set_index, "enumerate": iter}

declare("System.Collections.Generic.Dictionary`2", NetDictionary, new={"*": new_dictionary()}, get=DICTIONARY_GET, methods=DICTIONARY_METHODS,
        signatures=(*_TRY, "bool Remove(TKey key, ref TValue value)"), **DICTIONARY_INDEX)
declare("System.Collections.Generic.SortedDictionary`2", NetDictionary, new={"*": new_dictionary(True)}, get=DICTIONARY_GET, methods=DICTIONARY_METHODS, signatures=_TRY, **DICTIONARY_INDEX)


def _position(self: NetDictionary, key: Any) -> int:
    wanted = self.fold(key)
    return next((at for at, row in enumerate(self.rows()) if self.fold(row[0]) == wanted), -1)


def _row(self: NetDictionary, index: int) -> tuple[Any, Any]:
    rows = self.rows()
    if not 0 <= index < len(rows):
        raise range_fault("Index was out of range. Must be non-negative and less than the size of the collection.", "index")
    return rows[index]


def _remove_at(self: NetDictionary, index: int) -> None:
    del self.entries[self.fold(_row(self, index)[0])]


def _value_position(self: NetDictionary, value: Any) -> int:
    return next((at for at, other in enumerate(self.values()) if same(value, other)), -1)


_PLACED = {"IndexOfKey": _position, "IndexOf": _position, "IndexOfValue": _value_position, "RemoveAt": _remove_at,
           "GetKeyAtIndex": lambda self, index: _row(self, index)[0], "GetValueAtIndex": lambda self, index: _row(self, index)[1],
           "SetValueAtIndex": lambda self, index, value: self.put(_row(self, index)[0], value),
           "GetAt": lambda self, index: self.pair(*_row(self, index))}


def _list_view(self: NetDictionary, part: str) -> Any:
    from relayshell.objects.dotnet.lists import NetList
    kind = self.net_type.generic_arguments[0 if part == "Key" else 1]
    items = self.keys() if part == "Key" else self.values()
    return NetList(close_generic(get_type("System.Collections.ObjectModel.ReadOnlyCollection`1"), (kind,)), items, True)


declare("System.Collections.Generic.SortedList`2", NetDictionary, new={"*": new_dictionary(True)}, methods={**DICTIONARY_METHODS, **_PLACED}, signatures=_TRY,
        get={**DICTIONARY_GET, "Keys": lambda self: _list_view(self, "Key"), "Values": lambda self: _list_view(self, "Value")}, **DICTIONARY_INDEX)


def _insert(self: NetDictionary, index: int, key: Any, value: Any) -> None:
    if key in self:
        raise argument_fault(f"An item with the same key has already been added. Key: {text_of(key)}", "key")
    rows = list(self.entries.items())
    rows.insert(index, (self.fold(key), (key, value)))
    self.entries = dict(rows)


def _set_at(self: NetDictionary, index: int, *args: Any) -> None:
    rows = list(self.entries.items())
    if not 0 <= index < len(rows):
        raise range_fault("Index was out of range. Must be non-negative and less than the size of the collection.", "index")
    key, value = args if len(args) == 2 else (rows[index][1][0], args[0])
    rows[index] = (self.fold(key), (key, value))
    self.entries = dict(rows)


declare("System.Collections.Generic.OrderedDictionary`2", NetDictionary, new={"*": new_dictionary()}, get=DICTIONARY_GET,
        methods={**DICTIONARY_METHODS, **_PLACED, "Insert": _insert, "SetAt": _set_at}, signatures=_TRY, **DICTIONARY_INDEX)


def _get_or_add(self: NetDictionary, key: Any, maker: Any, *more: Any) -> Any:
    if key not in self:
        is_factory = callable(maker) or hasattr(type(maker), "is_script_block")
        self.put(key, call(maker, key, *more) if is_factory else maker)
    return self.get(key)


def _add_or_update(self: NetDictionary, key: Any, added: Any, updater: Any, *more: Any) -> Any:
    if key in self:
        self.put(key, call(updater, key, self.get(key), *more))
    else:
        self.put(key, call(added, key, *more) if callable(added) or hasattr(type(added), "is_script_block") else added)
    return self.get(key)


def _try_update(self: NetDictionary, key: Any, value: Any, expected: Any) -> bool:
    if key in self and same(self.get(key), expected):
        self.put(key, value)
        return True
    return False


def _array_of_pairs(self: NetDictionary) -> Any:
    from relayshell.objects.arrays import TypedArray
    pairs = list(self)
    pair_type = pairs[0].net_type if pairs else close_generic(get_type("System.Collections.Generic.KeyValuePair`2"), self.net_type.generic_arguments)
    return TypedArray(pair_type, pairs)


declare("System.Collections.Concurrent.ConcurrentDictionary`2", NetDictionary, new={"*": new_dictionary()},
        get={**DICTIONARY_GET, "IsEmpty": lambda self: not self.entries}, signatures=(*_TRY, "bool TryRemove(TKey key, ref TValue value)"),
        methods={**DICTIONARY_METHODS, "GetOrAdd": _get_or_add, "AddOrUpdate": _add_or_update, "TryUpdate": _try_update, "ToArray": _array_of_pairs,
                 "TryRemove": lambda self, key, out=None: _remove(self, key.key if isinstance(key, KeyValuePair) else key, out)}, **DICTIONARY_INDEX)
declare("System.Collections.Generic.KeyValuePair`2", KeyValuePair, new={"*": KeyValuePair, "()": lambda net_type: KeyValuePair(net_type, None, None)},
        get={"Key": lambda self: self.key, "Value": lambda self: self.value}, methods={"ToString": str}, to_text=str)


def _pair(key: Any, value: Any) -> KeyValuePair:
    types = tuple(get_type("System.Object") if part is None else type_of(part) for part in (key, value))
    return KeyValuePair(close_generic(get_type("System.Collections.Generic.KeyValuePair`2"), types), key, value)


declare("System.Collections.Generic.KeyValuePair", statics={"Create": _pair})

__all__ = ["DICTIONARY_GET", "DICTIONARY_INDEX", "DICTIONARY_METHODS", "KeyValuePair", "NetDictionary"]
