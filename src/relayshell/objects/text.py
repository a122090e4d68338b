"""How a value reads inside a string.

The invariant culture's way, save where a caller asks for the current one (what is shown on the host).
Doubles show 15 digits and singles 7, as PowerShell's own string conversion has it; the shortest
text that reads back is for ToString() and the format operator.
"""

from __future__ import annotations

from decimal import Decimal
from math import isinf, isnan
from typing import Any, Callable

from .arrays import MultiArray, TypedArray
from .collections import enumerate_value
from .declare import declared_part
from .enums import EnumValue
from .exceptions import NetException
from .hashtable import Hashtable, OrderedDictionary
from .nettype import NetType
from .nothing import AutomationNull
from .numbers import INTEGER_CLASSES, BigInteger, Char, Single
from .psobject import CodeMethod, Member, PSCustomObject, PSObject, ScriptInstance, ScriptMethod, SwitchParameter
from .typeof import type_of


def digits_text(value: float, digits: int, invariant: bool = True) -> str:
    """A float with so many digits, written as .NET's G format does: 1E+21, 0.1, 1E-07, NaN, Infinity."""
    if isnan(value):
        return "NaN"
    if isinf(value):
        sign = "-" if value < 0 else ""
        return sign + ("Infinity" if invariant else "∞")
    text = format(value, f".{digits}g")
    return text.replace("e", "E") if "e" in text else text


def double_text(value: float) -> str:
    """A Double in a string."""
    if value == int(value) if -1e15 < value < 1e15 else False:
        return str(int(value)) if value or str(value)[0] != "-" else "-0"
    return digits_text(value, 15)


def decimal_text(value: Decimal) -> str:
    """A Decimal with the digits it was given, never with an exponent."""
    return format(value, "f")


def _bool_text(value: Any) -> str:
    return "True" if value else "False"


def _int_text(value: int) -> str:
    return int.__repr__(value)


_TEXTS: dict[type, Callable[[Any], str]] = {
    str: lambda value: value,
    Char: str.__str__,
    int: int.__repr__,
    bool: _bool_text,
    float: double_text,
    Single: lambda value: digits_text(float(value), 7),
    Decimal: decimal_text,
    type(None): lambda value: "",
    AutomationNull: lambda value: "",
    EnumValue: lambda value: value.name,
    SwitchParameter: lambda value: _bool_text(value.present),
    NetType: lambda value: value.shown,
    BigInteger: _int_text,
    Hashtable: lambda value: "System.Collections.Hashtable",
    OrderedDictionary: lambda value: "System.Collections.Specialized.OrderedDictionary",
    **{kind: _int_text for kind in INTEGER_CLASSES},
}


_SAME_EVERYWHERE = {int: int.__repr__, bool: _bool_text, float: double_text, str: lambda value: value, **{kind: _int_text for kind in INTEGER_CLASSES}}


def plain_text(value: Any) -> str | None:
    """The text of a number, boolean or text, which reads alike in every culture; None for any other value."""
    plain = _SAME_EVERYWHERE.get(value.__class__)
    return None if plain is None else plain(value)


def to_text(value: Any, separator: str = " ", invariant: bool = True) -> str:
    """The string of a value. Collections are joined by the separator ($OFS), one level deep."""
    kind = value.__class__
    plain = _TEXTS.get(kind)
    if plain is not None:
        if not invariant and kind in _CULTURED:
            return shown_text(value)
        return plain(value)
    if kind is list or kind is TypedArray:
        return separator.join([flat_text(item, invariant) for item in value])
    if kind is PSObject and value.written is None:
        plain = _TEXTS.get(value.base.__class__)
        if plain is not None and not _has_text_method(value.props):
            return to_text(value.base, separator, invariant)
    if kind is PSCustomObject:
        return custom_text(value, invariant)
    items = enumerate_value(value)
    if items is not None:
        own = _own_text_method(value)
        if own is not None:
            return own
        return separator.join([flat_text(item, invariant) for item in items])
    return flat_text(value, invariant, top=True)


_CULTURED = {float, Single, Decimal, NetType}
"""Classes that the host shows otherwise than a string has them."""


def is_cultured(value: Any) -> bool:
    """Whether a value is a number that a culture may write in its own way."""
    return value.__class__ in (float, Single, Decimal)


def shown_text(value: Any) -> str:
    """A scalar as the host shows it: the current culture's way."""
    kind = value.__class__
    if kind is float:
        return double_text(value) if not (isinf(value) or isnan(value)) else digits_text(value, 15, False)
    if kind is Single:
        return digits_text(float(value), 7, False)
    if kind is NetType:
        return value.text  # type: ignore[no-any-return]
    return to_text(value)


def flat_text(value: Any, invariant: bool = True, top: bool = False) -> str:
    """The string of a value that is itself within another: collections give their type's name."""
    kind = value.__class__
    plain = _TEXTS.get(kind)
    if plain is not None:
        if not invariant and kind in _CULTURED:
            return shown_text(value)
        return plain(value)
    if kind is list:
        return "System.Object[]"
    if kind is PSObject:
        own = value.written if value.written is not None else _own_text_method(value)
        return own if own is not None else (to_text(value.base, invariant=invariant) if top else flat_text(value.base, invariant))
    if kind is PSCustomObject:
        own = _own_text_method(value)
        return own if own is not None else ""
    if kind is TypedArray or kind is MultiArray:
        return value.net_type.text  # type: ignore[no-any-return]
    return object_text(value, invariant)


def object_text(value: Any, invariant: bool = True) -> str:
    """What the value's own ToString() gives."""
    if isinstance(value, NetException):
        from .exceptiontypes import exception_text

        return exception_text(value)
    if value.__class__ is ScriptInstance:
        return _instance_text(value)
    net_type = type_of(value)
    rule = declared_part(net_type, "to_text")
    if rule is None:
        return net_type.text
    if not invariant and net_type.text in _CURRENT_CULTURE:
        from .dotnet.valueformat import format_value

        return format_value(value, "")
    return rule(value)  # type: ignore[no-any-return]


_CURRENT_CULTURE = {
    "System.DateTime", "System.DateTimeOffset", "System.DateOnly", "System.TimeOnly",
}


def _instance_text(value: ScriptInstance) -> str:
    step: Any = value.type
    while step is not None and step.script_class is not None:
        method = step.script_class.text_method()
        if method is not None:
            return to_text(method(value))
        step = step.base
    if value.native is not None:
        return object_text(value.native)
    return value.type.full_name


def _own_text_method(value: Any) -> str | None:
    """The text a ToString gives that was added to the object itself or, by type data, to a type it has the name of; or None."""
    if not isinstance(value, (PSCustomObject, PSObject)):
        return None
    key = value.find("ToString") if value.props else None
    member = value.props.get(key) if key is not None else None
    if member is None and (value.type_names is not None or value.__class__ is PSObject):
        from .typedata import type_members

        member = (type_members(value) or {}).get("tostring")
    if isinstance(member, ScriptMethod):
        from .invoke import call_for_value

        return to_text(call_for_value(member.script, (), this=value))
    if isinstance(member, CodeMethod):
        return to_text(member.function(value))
    return None


def _has_text_method(props: dict[str, Any]) -> bool:
    """Whether a ToString was added to an object."""
    for name in props:
        if len(name) == 8 and name.lower() == "tostring":
            return True
    return False


def custom_text(value: PSCustomObject, invariant: bool = True) -> str:
    """A custom object as @{a=1; b=2}; nothing for one without properties."""
    own = _own_text_method(value)
    if own is not None:
        return own
    if not value.props:
        return ""
    pieces = []
    for name, item in value.props.items():
        if isinstance(item, Member):
            if not item.is_property:
                continue
            from .members import get_member

            item = get_member(value, name)
        pieces.append(f"{name}={flat_text(item, invariant)}")
    return "@{" + "; ".join(pieces) + "}"
