"""ListDictionary, HybridDictionary and StringDictionary of System.Collections.Specialized; the table of default parameter values."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.comparing import Comparer
from relayshell.objects.dotnet.enumerators import Enumerator
from relayshell.objects.dotnet.faults import argument_fault, null_fault
from relayshell.objects.dotnet.results import text_of
from relayshell.objects.hashtable import DefaultParameterDictionary, Hashtable

_S = "System.Collections.Specialized."


class ListDictionary(Hashtable):
    """Few entries, in the order they came; keys differ in case unless a comparer says otherwise."""

    __slots__ = ()

    def __init__(self, comparer: Any = None) -> None:
        super().__init__(case_sensitive=not (isinstance(comparer, Comparer) and comparer.ignore_case))

    def order(self) -> list[Any]:
        """The normal keys as they came."""
        return list(self.values_by)


class HybridDictionary(ListDictionary):
    """A ListDictionary that grows into a hashtable; whether case matters is its last argument."""

    __slots__ = ()

    def __init__(self, *args: Any) -> None:
        super().__init__()
        if args and args[-1] is True:
            Hashtable.__init__(self)


class StringDictionary(ListDictionary):
    """Texts by texts; keys are kept small."""

    __slots__ = ()

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(_key(key), value)

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(_key(key))

    def __contains__(self, key: Any) -> bool:
        return super().__contains__(_key(key))

    def remove(self, key: Any) -> bool:
        """Takes a key out; False when it was not there."""
        return super().remove(_key(key))


def _key(key: Any) -> str:
    if key is None:
        raise null_fault("key")
    return text_of(key).lower()


def _add(table: Hashtable, key: Any, value: Any) -> None:
    if key is None:
        raise null_fault("key")
    if key in table:
        raise argument_fault(f"An item with the same key has already been added. Key: {text_of(key)}")
    table[key] = value


def _copy_to(table: Hashtable, array: list[Any], index: int) -> None:
    array[index:index + len(table)] = list(table.entries())


_GET: dict[str, Any] = {
    "Count": len, "Keys": lambda t: t.keys(), "Values": lambda t: t.values(), "IsSynchronized": lambda t: False, "SyncRoot": lambda t: t,
}
_METHODS: dict[str, Any] = {
    "Add": _add, "Clear": lambda t: t.clear(), "Remove": lambda t, key: t.remove(key) and None, "CopyTo": _copy_to,
    "GetEnumerator": lambda t: Enumerator(t.entries(), "System.Collections.IDictionaryEnumerator"),
}
_INDEX: dict[str, Any] = {"index": lambda t, key: t[key], "set_index": lambda t, key, value: t.__setitem__(key, value), "enumerate": lambda t: t.entries()}
_TEXTS = ("int Count {get;}", "bool IsSynchronized {get;}", "System.Object SyncRoot {get;}", "void Clear()", "void CopyTo(array array, int index)")

for _class, _constructors in ((ListDictionary, ("()", "(System.Collections.IComparer comparer)")), (HybridDictionary, (
        "()", "(int initialSize)", "(bool caseInsensitive)", "(int initialSize, bool caseInsensitive)"))):
    declare(
        _S + _class.__name__, _class, new=_class, interfaces=("System.Collections.IDictionary", "System.Collections.ICollection", "System.Collections.IEnumerable"),
        get={**_GET, "IsFixedSize": lambda t: False, "IsReadOnly": lambda t: False}, methods={**_METHODS, "Contains": lambda t, key: key in t},
        signatures=(*_constructors, *_TEXTS, "bool IsFixedSize {get;}", "bool IsReadOnly {get;}", "System.Collections.ICollection Keys {get;}",
                    "System.Collections.ICollection Values {get;}", "System.Object Item[System.Object key] {get;set;}",
                    "void Add(System.Object key, System.Object value)", "bool Contains(System.Object key)", "void Remove(System.Object key)",
                    "System.Collections.IDictionaryEnumerator GetEnumerator()"),
        **_INDEX,
    )
declare(
    _S + "StringDictionary", StringDictionary, new=lambda: StringDictionary(), interfaces=("System.Collections.IEnumerable",), get=_GET,
    methods={**_METHODS, "ContainsKey": lambda t, key: key in t, "ContainsValue": lambda t, value: value in t.values()},
    signatures=("()", *_TEXTS, "System.Collections.ICollection Keys {get;}", "System.Collections.ICollection Values {get;}", "string Item[string key] {get;set;}",
                "void Add(string key, string value)", "bool ContainsKey(string key)", "bool ContainsValue(string value)", "void Remove(string key)",
                "System.Collections.IEnumerator GetEnumerator()"),
    **_INDEX,
)


def _defaults(table: Hashtable | None = None) -> DefaultParameterDictionary:
    return DefaultParameterDictionary(zip(table.keys(), table.values(), strict=True) if table is not None else ())


declare(DefaultParameterDictionary.net_name, DefaultParameterDictionary, base="System.Collections.Hashtable", new=_defaults,
        signatures=("()", "(System.Collections.IDictionary dictionary)"))
