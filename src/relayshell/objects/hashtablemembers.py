"""What scripts see of Hashtable, OrderedDictionary and DictionaryEntry."""

from __future__ import annotations

from typing import Any, Iterable, Iterator

from .declare import declare
from .enumerator import Enumerator
from .exceptions import NetException, argument_exception, argument_null, invalid_operation
from .hashtable import DictionaryEntry, Hashtable, OrderedDictionary
from .indexing import dictionary_items
from .text import to_text

_C = "System.Collections."


class KeyView:
    """The keys or the values of a dictionary, as they are now and will be."""

    __slots__ = ("table", "what")

    def __init__(self, table: Hashtable, what: str) -> None:
        self.table = table
        self.what = what

    def __len__(self) -> int:
        return len(self.table)

    def __iter__(self) -> Iterator[Any]:
        return _unchanged(self.table, self.table.keys() if self.what == "keys" else self.table.values())


class OrderedView(KeyView):
    """The keys or values of an OrderedDictionary."""

    __slots__ = ()


class ValueView(KeyView):
    """The values of a Hashtable."""

    __slots__ = ()


def _need(key: Any) -> Any:
    if key is None:
        raise argument_null("key")
    return key


def _add(table: Hashtable, key: Any, value: Any) -> None:
    if _need(key) in table:
        old = table.keys_by[table.normal(key)]
        if isinstance(table, OrderedDictionary):
            raise argument_exception(f"An item with the same key has already been added. Key: {to_text(key)}")
        raise argument_exception(f"Item has already been added. Key in dictionary: '{to_text(old)}'  Key being added: '{to_text(key)}'")
    _writable(table)
    table[key] = value


def _writable(table: Hashtable) -> None:
    if table.read_only:
        raise NetException("System.NotSupportedException", "Collection is read-only.")


def _contains_value(table: Hashtable, value: Any) -> bool:
    from .equality import net_equals

    return any(net_equals(item, value) for item in table.values())


def _entries(table: Hashtable) -> Iterator[DictionaryEntry]:
    return _unchanged(table, table.entries())


def _unchanged(table: Hashtable, items: Iterable[Any]) -> Iterator[Any]:
    """What is gone through while nothing is put in, replaced or taken out; raises InvalidOperationException otherwise."""
    size, replaced = len(table.values_by), table.replaced
    for item in items:
        yield item
        if len(table.values_by) != size or table.replaced != replaced:
            raise invalid_operation("Collection was modified; enumeration operation may not execute.")


def _enumerator(table: Hashtable) -> Enumerator:
    return Enumerator(_entries(table), lambda: _entries(table))


def _copy_to(table: Hashtable, array: list[Any], index: int) -> None:
    array[index:index + len(table)] = list(table.entries())


def _sensitive(comparer: Any) -> bool:
    """Whether a comparer tells case apart."""
    if comparer is None:
        return True
    ignore = getattr(comparer, "ignore_case", None)
    return not ignore


def _new_hashtable(*args: Any) -> Hashtable:
    comparer = next((a for a in args if a is not None and not isinstance(a, (int, float, Hashtable)) and hasattr(a, "ignore_case")), None)
    made = Hashtable(case_sensitive=_sensitive(comparer))
    if args and not isinstance(args[0], (int, float)) and args[0] is not comparer:
        if args[0] is None:
            raise argument_null("d")
        for key, value in dictionary_items(args[0]):
            made[key] = value
    return made


def _new_ordered(*args: Any) -> OrderedDictionary:
    comparer = next((a for a in args if hasattr(a, "ignore_case")), None)
    return OrderedDictionary(case_sensitive=_sensitive(comparer))


def _get_ordered(table: OrderedDictionary, key: Any) -> Any:
    if key.__class__ is not int:
        return table[_need(key)]
    if not 0 <= key < len(table):
        raise NetException(
            "System.ArgumentOutOfRangeException", "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')",
            ParamName="index",
        )
    return table.values_by[table.key_at(key)]


def _set_ordered(table: OrderedDictionary, key: Any, value: Any) -> None:
    if key.__class__ is int:
        table.replace_at(key, value)
    else:
        table[key] = value


_COMMON_GET: dict[str, Any] = {
    "IsReadOnly": lambda t: t.read_only, "IsFixedSize": lambda t: False, "IsSynchronized": lambda t: False,
    "Keys": lambda t: KeyView(t, "keys"), "Values": lambda t: ValueView(t, "values"), "SyncRoot": lambda t: t, "Count": len,
}
_COMMON_METHODS: dict[str, Any] = {
    "Add": _add, "Contains": lambda t, key: _need(key) in t, "ContainsKey": lambda t, key: _need(key) in t,
    "Remove": lambda t, key: (_writable(t), t.remove(_need(key))) and None, "Clear": lambda t: t.clear(), "GetEnumerator": _enumerator,
    "CopyTo": _copy_to,
}
declare(
    _C + "Hashtable", Hashtable, new=_new_hashtable, get=_COMMON_GET,
    methods={**_COMMON_METHODS, "ContainsValue": _contains_value, "Clone": lambda t: t.copy()},
    statics={"Synchronized": lambda t: t},
    index=lambda t, key: t[_need(key)], set_index=lambda t, key, value: t.__setitem__(_need(key), value),
    enumerate=_entries, to_text=lambda t: "System.Collections.Hashtable",
)
declare("System.Management.Automation.PSPrimitiveDictionary", None, new=_new_hashtable)
declare(
    _C + "Specialized.OrderedDictionary", OrderedDictionary, new=_new_ordered,
    get={
        "Count": len, "IsReadOnly": lambda t: t.read_only, "Keys": lambda t: OrderedView(t, "keys"), "Values": lambda t: OrderedView(t, "values"),
        **{name: _COMMON_GET[name] for name in ("IsFixedSize", "IsSynchronized", "SyncRoot")},
    },
    methods={
        **_COMMON_METHODS, "Insert": lambda t, index, key, value: _insert(t, index, key, value),
        "RemoveAt": lambda t, index: _remove_at(t, index), "AsReadOnly": lambda t: _read_only(t),
    },
    index=_get_ordered, set_index=_set_ordered, enumerate=_entries,
    convert_from={"System.Collections.IDictionary": lambda d: _ordered_of(d)},
    to_text=lambda t: "System.Collections.Specialized.OrderedDictionary",
)


def _ordered_of(dictionary: Any) -> OrderedDictionary:
    return OrderedDictionary(dictionary_items(dictionary))


def _insert(table: OrderedDictionary, index: int, key: Any, value: Any) -> None:
    if not 0 <= index <= len(table):
        raise NetException(
            "System.ArgumentOutOfRangeException", "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')", ParamName="index"
        )
    if _need(key) in table:
        raise argument_exception(f"An item with the same key has already been added. Key: {to_text(key)}")
    table.insert(index, key, value)


def _remove_at(table: OrderedDictionary, index: int) -> None:
    try:
        normal = table.key_at(index)
    except IndexError:
        raise NetException(
            "System.ArgumentOutOfRangeException", "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')", ParamName="index"
        ) from None
    del table.values_by[normal]
    del table.keys_by[normal]


def _read_only(table: OrderedDictionary) -> OrderedDictionary:
    made = table.copy()
    made.read_only = True
    return made  # type: ignore[return-value]


declare(
    _C + "DictionaryEntry", DictionaryEntry, new=lambda *args: DictionaryEntry(*args),
    get={"Key": lambda e: e.key, "Value": lambda e: e.value},
    set={"Key": lambda e, v: setattr(e, "key", v), "Value": lambda e, v: setattr(e, "value", v)},
    to_text=lambda e: f"[{to_text(e.key)}, {to_text(e.value)}]",
)


def _view_copy(view: KeyView, array: list[Any], index: int) -> None:
    items = list(view)
    array[index:index + len(items)] = items


_VIEW: dict[str, Any] = dict(
    get={"Count": len, "IsSynchronized": lambda v: False, "SyncRoot": lambda v: v.table},
    methods={"CopyTo": _view_copy, "GetEnumerator": lambda v: Enumerator(iter(v))},
    enumerate=iter,
)
_VIEW_TEXTS = ("int Count {get;}", "void CopyTo(array array, int index)", "System.Collections.IEnumerator GetEnumerator()")


declare(_C + "Hashtable+KeyCollection", KeyView, signatures=_VIEW_TEXTS, **_VIEW)
declare(_C + "Hashtable+ValueCollection", ValueView, signatures=_VIEW_TEXTS, **_VIEW)
declare(_C + "Specialized.OrderedDictionary+OrderedDictionaryKeyValueCollection", OrderedView, signatures=_VIEW_TEXTS, **_VIEW)
