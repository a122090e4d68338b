"""List`1, Collection`1, ReadOnlyCollection`1, ArrayList and StringCollection: rows that grow, over a Python list."""

from __future__ import annotations

from typing import Any, Iterator

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.comparing import comparison, key_of, same, sorter
from relayshell.objects.dotnet.enumerators import Enumerator
from relayshell.objects.dotnet.faults import argument_fault, null_fault, operation_fault, range_fault, unsupported_fault
from relayshell.objects.dotnet.results import call, many, test
from relayshell.objects.nettype import NetType, close_generic, get_type

INDEX = "Index was out of range. Must be non-negative and less than the size of the collection."
_WINDOW = "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection."
_MODIFIED = "Collection was modified; enumeration operation may not execute."


class NetList:
    """A list of a .NET type; `items` holds what is in it."""

    __slots__ = ("net_type", "items", "capacity", "read_only", "fixed", "replaced", "props", "__weakref__")

    def __init__(self, net_type: NetType, items: Any = (), read_only: bool = False) -> None:
        self.net_type = net_type
        self.items: list[Any] = list(items)
        self.capacity = 0
        self.read_only, self.fixed, self.replaced = read_only, False, 0
        self.props: Any = None

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Any]:
        replaced = self.replaced
        for item in walk(self.items):
            yield item
            if self.replaced != replaced:
                raise operation_fault(_MODIFIED)


def walk(items: list[Any]) -> Iterator[Any]:
    """Goes through a list. Raises InvalidOperationException when it grew or shrank meanwhile."""
    size = len(items)
    for item in items:
        yield item
        if len(items) != size:
            raise operation_fault(_MODIFIED)


def element_of(net_type: NetType) -> NetType:
    """What the elements are: T, or Object."""
    return net_type.generic_arguments[0] if net_type.generic_arguments else get_type("System.Object")


def converted(net_type: NetType, items: Any) -> list[Any]:
    """Items as the element type wants them."""
    element = element_of(net_type)
    if element.text in ("System.Object", "System.Management.Automation.PSObject"):
        return list(many(items))
    from relayshell.objects.convert import convert
    return [convert(item, element) for item in many(items)]


def new_list(net_type: NetType, source: Any = None) -> NetList:
    """The constructors (), (capacity) and (collection)."""
    if source is None or type(source) is int:
        if source is not None and source < 0:
            raise range_fault("Non-negative number required.", "capacity")
        made = NetList(net_type)
        made.capacity = source or 0
        return made
    return NetList(net_type, converted(net_type, source))


def list_of(element: str, items: Any) -> NetList:
    """A List of an element type by name."""
    return NetList(close_generic(get_type("System.Collections.Generic.List`1"), (get_type(element),)), items)


def get_item(self: NetList, index: Any) -> Any:
    """The item at an index; negative counts from the end, as PowerShell does. Raises ArgumentOutOfRangeException."""
    size = len(self.items)
    at = index + size if index < 0 else index
    if not 0 <= at < size:
        raise range_fault(INDEX, "index")
    return self.items[at]


def set_item(self: NetList, index: Any, value: Any) -> None:
    """Replaces an item."""
    writable(self)
    size = len(self.items)
    at = index + size if index < 0 else index
    if not 0 <= at < size:
        raise range_fault(INDEX, "index")
    element = element_of(self.net_type)
    if element.text != "System.Object":
        from relayshell.objects.convert import convert
        value = convert(value, element)
    self.items[at] = value
    self.replaced += 1


def writable(self: NetList) -> None:
    """Raises NotSupportedException for a read-only list."""
    if self.read_only:
        raise unsupported_fault("Collection is read-only.")


def _resizable(self: NetList) -> None:
    writable(self)
    if self.fixed:
        raise unsupported_fault("Collection was of a fixed size.")


def _add(self: NetList, item: Any) -> Any:
    _resizable(self)
    self.items.append(item)
    return len(self.items) - 1


def _add_range(self: NetList, source: Any) -> None:
    _resizable(self)
    if source is None:
        raise null_fault("collection")
    self.items.extend(converted(self.net_type, source))


def _insert(self: NetList, index: int, item: Any) -> None:
    _resizable(self)
    if not 0 <= index <= len(self.items):
        raise range_fault("Index must be within the bounds of the List.", "index")
    self.items.insert(index, item)


def _insert_range(self: NetList, index: int, source: Any) -> None:
    _resizable(self)
    if not 0 <= index <= len(self.items):
        raise range_fault(INDEX, "index")
    self.items[index:index] = converted(self.net_type, source)


def _find(self: NetList, item: Any, start: int = 0, end: int | None = None) -> int:
    items, wanted = self.items, key_of(item)
    for at in range(start, len(items) if end is None else end):
        if key_of(items[at]) == wanted:
            return at
    return -1


def _index_of(self: NetList, item: Any, index: int = 0, count: int | None = None) -> int:
    if not 0 <= index <= len(self.items):
        raise range_fault(INDEX, "index")
    return _find(self, item, index, None if count is None else index + count)


def _last_index_of(self: NetList, item: Any, index: int | None = None, count: int | None = None) -> int:
    last = len(self.items) - 1 if index is None else index
    first = 0 if count is None else last - count + 1
    wanted = key_of(item)
    return next((at for at in range(last, first - 1, -1) if key_of(self.items[at]) == wanted), -1)


def _remove(self: NetList, item: Any) -> bool:
    _resizable(self)
    at = _find(self, item)
    if at >= 0:
        del self.items[at]
    return at >= 0


def _remove_at(self: NetList, index: int) -> None:
    _resizable(self)
    if not 0 <= index < len(self.items):
        raise range_fault(INDEX, "index")
    del self.items[index]


def _window(self: NetList, index: int, count: int) -> slice:
    if index < 0 or count < 0:
        raise range_fault("Non-negative number required.", "index" if index < 0 else "count")
    if index + count > len(self.items):
        raise argument_fault(_WINDOW)
    return slice(index, index + count)


def _remove_range(self: NetList, index: int, count: int) -> None:
    _resizable(self)
    del self.items[_window(self, index, count)]


def _remove_all(self: NetList, match: Any) -> int:
    before = len(self.items)
    self.items[:] = [item for item in self.items if not test(match, item)]
    return before - len(self.items)


def _clear(self: NetList) -> None:
    _resizable(self)
    self.items.clear()


def _sort(self: NetList, *args: Any) -> None:
    writable(self)
    if len(args) == 3:
        part = _window(self, args[0], args[1])
        self.items[part] = sorted(self.items[part], key=sorter(args[2]))
    else:
        self.items[:] = sorted(self.items, key=sorter(args[0] if args else None))


def _reverse(self: NetList, *args: int) -> None:
    part = _window(self, *args) if args else slice(None)
    self.items[part] = self.items[part][::-1]


def _search(self: NetList, *args: Any) -> int:
    if len(args) == 4:
        low, count, item, comparer = args
        high = low + count - 1
    else:
        item, comparer, low, high = args[0], args[1] if len(args) > 1 else None, 0, len(self.items) - 1
    compare = comparison(comparer)
    while low <= high:
        middle = (low + high) // 2
        order = compare(self.items[middle], item)
        if order == 0:
            return middle
        low, high = (middle + 1, high) if order < 0 else (low, middle - 1)
    return ~low


def _find_index(self: NetList, *args: Any) -> int:
    match = args[-1]
    start = args[0] if len(args) > 1 else 0
    end = start + args[1] if len(args) > 2 else len(self.items)
    return next((at for at in range(start, end) if test(match, self.items[at])), -1)


def _find_last_index(self: NetList, *args: Any) -> int:
    match = args[-1]
    start = args[0] if len(args) > 1 else len(self.items) - 1
    end = start - args[1] if len(args) > 2 else -1
    return next((at for at in range(start, end, -1) if test(match, self.items[at])), -1)


def _default(self: NetList) -> Any:
    from relayshell.objects.arrays import default_of
    return default_of(element_of(self.net_type))


def to_array(self: Any) -> Any:
    """ToArray: an array of the element type."""
    from relayshell.objects.arrays import new_array
    return new_array(element_of(self.net_type), list(self.items))


def _copy_to(self: NetList, *args: Any) -> None:
    if len(args) == 4:
        index, target, at, count = args
    else:
        target, at, index, count = args[0], args[1] if len(args) > 1 else 0, 0, len(self.items)
    if at + count > len(target):
        raise argument_fault("Destination array was not long enough. Check the destination index, length, and the array's lower bounds.", "destinationArray")
    for offset, item in enumerate(self.items[index:index + count]):
        target[at + offset] = item


def _convert_all(self: NetList, converter: Any) -> NetList:
    made = [call(converter, item) for item in self.items]
    kind = converter.net_type.generic_arguments[1] if hasattr(converter, "net_type") and len(converter.net_type.generic_arguments) == 2 else get_type("System.Object")
    return NetList(close_generic(get_type("System.Collections.Generic.List`1"), (kind,)), made)


def _for_each(self: NetList, action: Any) -> None:
    for item in walk(self.items):
        call(action, item)


def _like(self: NetList, items: Any) -> NetList:
    return NetList(self.net_type, items)


def _read_only(self: NetList) -> NetList:
    made = NetList(close_generic(get_type("System.Collections.ObjectModel.ReadOnlyCollection`1"), (element_of(self.net_type),)), (), True)
    made.items = self.items
    return made


def _capacity(self: NetList) -> int:
    while self.capacity < len(self.items):
        self.capacity = max(4, self.capacity * 2)
    return self.capacity


def _trim(self: NetList) -> None:
    self.capacity = len(self.items)


def _ensure(self: NetList, capacity: int) -> int:
    while _capacity(self) < capacity:
        self.capacity = max(4, self.capacity * 2)
    return self.capacity


def _set_capacity(self: NetList, value: int) -> None:
    if value < len(self.items):
        raise range_fault("capacity was less than the current size.", "value")
    self.capacity = value


_SHARED = {
    "Clear": _clear, "Contains": lambda self, item: _find(self, item) >= 0, "CopyTo": _copy_to, "GetEnumerator": lambda self: Enumerator(self),
    "IndexOf": _index_of, "Insert": _insert, "RemoveAt": _remove_at, "get_Item": get_item, "set_Item": set_item, "ToArray": to_array,
    "get_Count": lambda self: len(self.items),
}
COUNT = {"Count": lambda self: len(self.items)}
INDEXED = {"index": get_item, "set_index": set_item, "enumerate": iter}
_FINDERS = {
    "Find": lambda self, match: next((item for item in self.items if test(match, item)), _default(self)),
    "FindLast": lambda self, match: next((item for item in reversed(self.items) if test(match, item)), _default(self)),
    "FindAll": lambda self, match: _like(self, [item for item in self.items if test(match, item)]),
    "FindIndex": _find_index, "FindLastIndex": _find_last_index, "Exists": lambda self, match: any(test(match, item) for item in self.items),
    "TrueForAll": lambda self, match: all(test(match, item) for item in self.items),
}
_RANGES = {
    "AddRange": _add_range, "InsertRange": _insert_range, "RemoveRange": _remove_range, "Reverse": _reverse, "Sort": _sort, "BinarySearch": _search,
    "GetRange": lambda self, index, count: _like(self, self.items[_window(self, index, count)]), "LastIndexOf": _last_index_of,
}

declare(
    "System.Collections.Generic.List`1", NetList, new={"*": new_list}, get={"Capacity": _capacity, **COUNT}, set={"Capacity": _set_capacity},
    methods={**_SHARED, **_FINDERS, **_RANGES, "Add": lambda self, item: self.items.append(item), "Remove": _remove, "RemoveAll": _remove_all,
             "Slice": lambda self, index, count: _like(self, self.items[_window(self, index, count)]), "ConvertAll": _convert_all, "ForEach": _for_each,
             "AsReadOnly": _read_only, "TrimExcess": _trim, "EnsureCapacity": _ensure},
    **INDEXED,
)
COLLECTION = {**_SHARED, "Add": lambda self, item: _add(self, item) and None, "Remove": _remove}
declare("System.Collections.ObjectModel.Collection`1", NetList, new={"*": new_list}, get=COUNT, methods=COLLECTION, **INDEXED)
declare("System.Collections.ObjectModel.ReadOnlyCollection`1", NetList, new={"*": lambda net_type, source: NetList(net_type, converted(net_type, source), True)},
        get=COUNT, methods=_SHARED, static_get={"Empty": lambda net_type: NetList(net_type, (), True)}, **INDEXED)
_OBJECT = get_type("System.Object")


def _array_list(*args: Any) -> NetList:
    return new_list(get_type("System.Collections.ArrayList"), *args)


def _adapter(source: Any, read_only: bool = False, fixed: bool = False) -> NetList:
    made = _array_list()
    made.items = source.items if isinstance(source, NetList) else list(many(source))
    made.read_only, made.fixed = read_only, fixed
    return made


def _repeat(value: Any, count: int) -> NetList:
    if count < 0:
        raise range_fault("Non-negative number required.", "count")
    return NetList(get_type("System.Collections.ArrayList"), [value] * count)


declare(
    "System.Collections.ArrayList", NetList, new={"*": _array_list}, dynamic=True,
    get={"Capacity": _capacity, **COUNT, "IsFixedSize": lambda self: self.fixed, "IsReadOnly": lambda self: self.read_only, "IsSynchronized": lambda self: False,
         "SyncRoot": lambda self: self},
    set={"Capacity": _set_capacity},
    methods={**_SHARED, **_RANGES, "Add": _add, "Remove": lambda self, item: _remove(self, item) and None, "Clone": lambda self: _like(self, self.items),
             "ToArray": lambda self, kind=None: list(self.items) if kind is None else _typed(self, kind), "TrimToSize": _trim,
             "SetRange": lambda self, index, source: self.items.__setitem__(slice(index, index + len(list(many(source)))), list(many(source)))},
    statics={"Adapter": _adapter, "ReadOnly": lambda source: _adapter(source, True), "FixedSize": lambda source: _adapter(source, False, True),
             "Synchronized": lambda source: source, "Repeat": _repeat},
    **INDEXED,
)


def _typed(self: NetList, kind: NetType) -> Any:
    from relayshell.objects.arrays import new_array
    from relayshell.objects.convert import convert
    return new_array(kind, [convert(item, kind) for item in self.items])


declare("System.Collections.Specialized.StringCollection", NetList, new={"*": lambda: NetList(get_type("System.Collections.Specialized.StringCollection"))},
        get={**COUNT, "IsReadOnly": lambda self: False, "IsSynchronized": lambda self: False, "SyncRoot": lambda self: self},
        methods={**_SHARED, "Add": _add, "Remove": lambda self, item: _remove(self, item) and None, "AddRange": _add_range}, **INDEXED)

__all__ = ["NetList", "list_of", "new_list", "same", "to_array", "walk"]
