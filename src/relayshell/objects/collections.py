"""What counts as many, and going through it one by one."""

from __future__ import annotations

from typing import Any, Callable, Iterator

from .arrays import MultiArray, TypedArray
from .declare import declared_part
from .hashtable import DictionaryEntry, Hashtable, OrderedDictionary
from .nothing import AutomationNull
from .psobject import PSObject, ScriptInstance
from .typeof import type_of

_ENUMERATORS: dict[type, Callable[[Any], Iterator[Any]] | None] = {
    list: iter, TypedArray: iter, MultiArray: iter, int: None, str: None, float: None, bool: None, type(None): None,
    Hashtable: None, OrderedDictionary: None, AutomationNull: lambda value: iter(()), tuple: iter,
}
_ONE_TYPES = {
    "System.String", "System.Xml.XmlNode", "System.Collections.IDictionary",
}


def enumerate_value(value: Any) -> Iterator[Any] | None:
    """An iterator over what is many in a pipeline's eyes; None for one thing.

    Strings, dictionaries and XML nodes are one thing, though .NET can go through them.
    """
    kind = value.__class__
    if kind is PSObject:
        return enumerate_value(value.base)
    if kind is ScriptInstance:
        return _of_instance(value)
    try:
        rule = _ENUMERATORS[kind]
    except KeyError:
        rule = _learn(value)
    return None if rule is None else rule(value)


def _of_instance(value: ScriptInstance) -> Iterator[Any] | None:
    """An instance of a script class: what its GetEnumerator or the .NET object within goes through."""
    names = {t.text for t in value.type.ancestors}
    if "System.Collections.IDictionary" in names:
        return None
    if "System.Collections.IEnumerable" in names:
        return _moved(value) if value.native is None else enumerate_value(value.native)
    return _on(value) if "System.Collections.IEnumerator" in names else None


def _moved(value: ScriptInstance) -> Iterator[Any]:
    from .calls import call_method

    return _on(call_method(value, "GetEnumerator", []))


def _on(enumerator: Any) -> Iterator[Any]:
    """What is left of an enumerator."""
    from .calls import call_method
    from .members import get_member

    while call_method(enumerator, "MoveNext", []):
        yield get_member(enumerator, "Current")


def _learn(value: Any) -> Any:
    """Finds out once for a class. A dictionary's declaration may give `enumerate` too: it stays one thing here."""
    net_type = type_of(value)
    rule = None
    names = {t.text for t in net_type.ancestors}
    if not names & _ONE_TYPES:
        rule = declared_part(net_type, "enumerate")
    if net_type.script_class is None:
        _ENUMERATORS[value.__class__] = rule
    return rule


def is_many(value: Any) -> bool:
    """Whether a pipeline would take the value apart."""
    return enumerate_value(value) is not None


def enumerator_of(value: Any) -> Iterator[Any] | None:
    """What .NET's GetEnumerator goes through, dictionaries and strings included; None when there is none."""
    if value.__class__ is PSObject:
        value = value.base
    if isinstance(value, Hashtable):
        return value.entries()
    if isinstance(value, str):
        from .numbers import Char

        return iter([Char(c) for c in value])
    found = enumerate_value(value)
    if found is None and value is not None:
        rule = declared_part(type_of(value), "enumerate")
        if rule is not None:
            return rule(value)
    return found


__all__ = [
    "DictionaryEntry", "Hashtable", "MultiArray", "OrderedDictionary", "TypedArray", "enumerate_value", "enumerator_of", "is_many",
]
