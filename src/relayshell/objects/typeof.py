"""type_of: the .NET type of any value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from . import numbers
from .arrays import MultiArray, TypedArray
from .declare import CLASS_TYPES, declaration_of
from .enums import EnumValue
from .exceptions import NetException
from .hashtable import DictionaryEntry, Hashtable, OrderedDictionary
from .nettype import NetType, array_of, find_type, get_type
from .psobject import (
    AliasProperty, CodeMethod, CodeProperty, ComputedProperty, MemberSet, NoteProperty, PropertySet, PSCustomObject, PSObject,
    Reference, ScriptInstance, ScriptMethod, ScriptProperty, SwitchParameter,
)
from .typehomes import load_home

_P = "System.Management.Automation."

for _class, _name in (
    (int, "System.Int32"), (float, "System.Double"), (str, "System.String"), (bool, "System.Boolean"),
    (Decimal, "System.Decimal"), (Hashtable, "System.Collections.Hashtable"),
    (OrderedDictionary, "System.Collections.Specialized.OrderedDictionary"),
    (DictionaryEntry, "System.Collections.DictionaryEntry"),
    (PSCustomObject, _P + "PSCustomObject"), (SwitchParameter, _P + "SwitchParameter"), (Reference, _P + "PSReference"),
    *((c, c.net_name) for c in numbers.INTEGER_CLASSES),
    (numbers.BigInteger, numbers.BigInteger.net_name), (numbers.Single, "System.Single"), (numbers.Char, "System.Char"),
    *((c, c.type_name) for c in (
        NoteProperty, AliasProperty, ScriptProperty, ScriptMethod, CodeProperty, ComputedProperty, CodeMethod, PropertySet, MemberSet,
    )),
):
    CLASS_TYPES[_class] = get_type(_name)

CLASS_TYPES[list] = array_of(get_type("System.Object"))
CLASS_TYPES[NetType] = get_type("System.RuntimeType")
CLASS_TYPES[TypedArray] = lambda value: value.net_type
CLASS_TYPES[MultiArray] = lambda value: value.net_type
CLASS_TYPES[EnumValue] = lambda value: value.type
CLASS_TYPES[ScriptInstance] = lambda value: value.type
CLASS_TYPES[NetException] = lambda value: value.net_type
CLASS_TYPES[PSObject] = lambda value: type_of(value.base)


def type_of(value: Any) -> NetType:
    """The type of a value; a PSObject's is that of its base. Null has none: asking is a bug of ours."""
    found = CLASS_TYPES.get(value.__class__)
    if found is None:
        found = _learn(value.__class__)
    return found if found.__class__ is NetType else found(value)


def _learn(kind: type) -> Any:
    """A Python subclass of a declared class stands for the same type.

    A class may be declared by another module than its own: its attribute net_home names that one.
    """
    name = getattr(kind, "net_name", None)
    if isinstance(name, str):
        load_home(name)
        named = find_type(name)
        if named is not None:
            return CLASS_TYPES.setdefault(kind, named)
    home = getattr(kind, "net_home", None)
    if home is not None:
        from importlib import import_module

        import_module(home, __package__)
        if kind in CLASS_TYPES:
            return CLASS_TYPES[kind]
    for ancestor in kind.__mro__[1:]:
        if ancestor is not object and ancestor in CLASS_TYPES:
            CLASS_TYPES[kind] = CLASS_TYPES[ancestor]
            return CLASS_TYPES[kind]
    raise TypeError(f"{kind.__name__} is not declared as a .NET type")


__all__ = ["type_of", "declaration_of"]
