"""Conversion of any value to any type, by PowerShell's rules: what [type]$value does.

The order is PowerShell's: already of the type; the language's own conversions (numbers, text, booleans,
arrays, enums, types, regexes, hashtables, delegates); Parse; constructors; casts; IConvertible; and last
a fresh object with properties set from a dictionary.
"""

from __future__ import annotations

from typing import Any, Callable

from ..errors import ShellError
from .arrays import MultiArray, TypedArray, new_array
from .casterror import CastError, caused_error, final_error
from .collections import enumerate_value
from .convertenums import to_enum
from .convertnumbers import (
    INTEGERS, to_bigint, to_bool, to_char, to_decimal, to_double, to_integer, to_single,
)
from .convertobjects import cast_operator, collect, construct, constructor_for, default_constructor, fill, has_parse, own_converter, parse
from .declare import CLASS_TYPES
from .exceptions import NetException
from .hashtable import Hashtable, OrderedDictionary
from .nettype import NetType, get_type
from .nothing import AUTOMATION_NULL, AutomationNull
from .numbers import Char
from .psobject import PSCustomObject, PSObject, Reference, SwitchParameter
from .ranks import CONVERTIBLE, NUMERIC, rank
from .text import to_text
from .typedata import has_converters
from .typeof import type_of


def convert(value: Any, target: NetType) -> Any:
    """The value as the target type; raises CastError, a ShellError with the id of what failed."""
    kind = value.__class__
    if CLASS_TYPES.get(kind) is target:
        return value
    if kind is PSObject and target.text not in _KEEPS_WRAPPER:
        if target.text == "System.String":
            return to_text(value)
        if value.written is not None and target.text not in _RULES and _goes_by_text(type_of(value.base), target):
            return convert(value.written, target)
        return convert(value.base, target)
    rule = _RULES.get(target.text)
    if rule is not None:
        return rule(value, target)
    return _general(value, target)


def try_convert(value: Any, target: NetType) -> tuple[bool, Any]:
    """Whether it can be converted, and to what; -as uses it."""
    try:
        return True, convert(value, target)
    except ShellError:
        return False, None


_KEEPS_WRAPPER = {"System.Object", "System.Management.Automation.PSObject"}


def _same(value: Any, target: NetType) -> Any:
    return None if value.__class__ is AutomationNull else value


def _to_string(value: Any, target: NetType) -> str:
    return to_text(value)


def _to_boolean(value: Any, target: NetType) -> bool:
    return to_bool(value)


def _to_array(value: Any, target: NetType) -> Any:
    """[array]: what is many as it is, anything else in an array of one."""
    if value is None or value.__class__ is AutomationNull:
        return None
    if isinstance(value, (list, MultiArray)):
        return value
    items = enumerate_value(value)
    return list(items) if items is not None else [value]


def _to_hashtable(value: Any, target: NetType) -> Any:
    if value is None or value.__class__ is AutomationNull:
        return None
    if isinstance(value, Hashtable) and value.__class__ is not OrderedDictionary:
        return value
    if get_type("System.Collections.IDictionary") in type_of(value).ancestors:
        from .members import dictionary_items

        return Hashtable(dictionary_items(value))
    raise refusal(value, type_of(value), target)


def _to_type(value: Any, target: NetType) -> Any:
    if value is None or value.__class__ is AutomationNull or value.__class__ is NetType:
        return None if value.__class__ is AutomationNull else value
    if isinstance(value, str) and value.__class__ is not Char:
        from .typenames import resolve_type

        found = resolve_type(value)
        if found is not None:
            return found
        raise CastError(
            f'Cannot convert the "{value}" value of type "System.String" to type "System.Type".', "InvalidCastFromStringToType"
        )
    raise final_error(value, target)


def _to_switch(value: Any, target: NetType) -> Any:
    if value.__class__ is bool:
        return SwitchParameter(value)
    if value is None or value.__class__ is AutomationNull:
        return SwitchParameter(False)
    raise final_error(value, target)


def _to_reference(value: Any, target: NetType) -> Any:
    return Reference(None if value.__class__ is AutomationNull else value)


def _to_void(value: Any, target: NetType) -> Any:
    return AUTOMATION_NULL


def _to_regex(value: Any, target: NetType) -> Any:
    if value is None or value.__class__ is AutomationNull:
        return None
    from .dotnet.regex import compile_pattern

    if not isinstance(value, str):
        if type_of(value) is target:
            return value
        if type_of(value).text not in NUMERIC:
            raise refusal(value, type_of(value), target)
        value = to_text(value)
    try:
        return compile_pattern(str(value), False)
    except NetException as error:
        raise caused_error(value, target, "InvalidCastFromStringToRegex", error) from None


def _to_xml(value: Any, target: NetType) -> Any:
    if value is None or value.__class__ is AutomationNull or target.is_assignable_from(type_of(value)):
        return None if value.__class__ is AutomationNull else value
    from .declare import declaration_of

    declaration = declaration_of(target)
    if declaration is None or declaration.parse is None:
        raise final_error(value, target)
    try:
        return declaration.parse(to_text(value))
    except NetException as error:
        raise caused_error(value, target, "InvalidCastToXmlDocument", error) from None


_RULES: dict[str, Callable[[Any, NetType], Any]] = {
    **{name: to_integer for name in INTEGERS},
    "System.Double": to_double, "System.Single": to_single, "System.Decimal": to_decimal,
    "System.Numerics.BigInteger": to_bigint, "System.Char": to_char, "System.Boolean": _to_boolean, "System.String": _to_string,
    "System.Object": _same, "System.Management.Automation.PSObject": _same, "System.Array": _to_array,
    "System.Collections.Hashtable": _to_hashtable, "System.Type": _to_type, "System.Void": _to_void,
    "System.Management.Automation.SwitchParameter": _to_switch, "System.Management.Automation.PSReference": _to_reference,
    "System.Text.RegularExpressions.Regex": _to_regex, "System.Xml.XmlDocument": _to_xml,
}


def _general(value: Any, target: NetType) -> Any:
    kind = value.__class__
    if value is None or kind is AutomationNull:
        if not target.is_value_type or target.is_nullable:
            return None
        raise final_error(None, target)
    source = type_of(value)
    if source is target or target.is_assignable_from(source):
        return value
    if target.is_nullable:
        if value == "" and kind is str:
            return None
        return convert(value, target.generic_arguments[0])
    if target.element_type is not None:
        return _to_typed_array(value, target)
    if target.kind == "enum":
        return to_enum(value, target)
    if target.kind == "delegate":
        from .delegates import NetDelegate
        from .invoke import is_block

        if is_block(value):
            return NetDelegate(target, value)
        raise final_error(value, target)
    return _by_members(value, source, target)


def _by_members(value: Any, source: NetType, target: NetType) -> Any:
    if target.script_class is not None or source.script_class is not None or has_converters():
        from .typeconverters import by_converter

        found = by_converter(value, source, target)
        if found is not NotImplemented:
            return found
        operator = cast_operator(source, target)
        if operator is not None:
            return operator(value)
    own = own_converter(source, target)
    if own is not None:
        try:
            return own(value)
        except NetException as error:
            raise caused_error(value, target, "InvalidCastParseTargetInvocation", error) from None
    if isinstance(value, str) and has_parse(target):
        found = parse(str(value), target)
        if found is not NotImplemented:
            return found
    if source.text != "System.String" or target.text.startswith("System.Collections."):
        found = collect(value, target)
        if found is not NotImplemented:
            return found
    constructor = constructor_for(source, target)
    if constructor is not None:
        return construct(value, target, constructor)
    if rank(source, target) == 0x73:
        return fill(value, target, default_constructor(target))
    if _goes_by_text(source, target):
        return convert(to_text(value), target)
    raise refusal(value, source, target)


def _goes_by_text(source: NetType, target: NetType) -> bool:
    """Whether a number is converted as its text would be: where it has no way of its own, and text has one."""
    if source.text not in NUMERIC or target.kind in ("enum", "delegate") or target.element_type is not None or target.is_nullable:
        return False
    if target.is_assignable_from(source) or own_converter(source, target) is not None or constructor_for(source, target) is not None:
        return False
    return rank(source, target) != 0x73 and bool(rank(get_type("System.String"), target))


def refusal(value: Any, source: NetType, target: NetType) -> CastError:
    """The error of a value for which its type has no way: IConvertible's own words for what has that interface.

    Numbers ask it only where text could be converted.
    """
    if source.text in CONVERTIBLE and source.text != "System.String" and not target.is_array:
        if source.text not in NUMERIC or rank(get_type("System.String"), target):
            cause = NetException("System.InvalidCastException", f"Invalid cast from '{source.text}' to '{target.text}'.")
            return caused_error(value, target, "InvalidCastIConvertible", cause)
    return final_error(value, target)


def _to_typed_array(value: Any, target: NetType) -> Any:
    """An array of the element type from an array, another collection, or one value."""
    element = target.element_type
    assert element is not None
    if target.rank > 1:
        raise final_error(value, target)
    if value.__class__ is str and element.text == "System.Char":
        return TypedArray(element, [Char(c) for c in value])
    items = enumerate_value(value)
    if items is not None:
        return new_array(element, [convert(item, element) for item in items])
    try:
        return new_array(element, [convert(value, element)])
    except CastError as error:
        if element.is_array or error.id == "ConvertToFinalInvalidCastException":
            raise final_error(value, target) from None
        raise caused_error(value, target, "InvalidCastExceptionScalarToArray", error) from None


def to_custom_object(value: Any) -> Any:
    """What [pscustomobject] makes: a Hashtable or OrderedDictionary becomes an object of its pairs, anything else stays itself."""
    base = value.base if value.__class__ is PSObject else value
    if base is None or base.__class__ is AutomationNull:
        return None
    if isinstance(base, Hashtable):
        made = PSCustomObject()
        for key, item in base.items():
            name = to_text(key)
            if name.lower() == "pstypename":
                names = [to_text(item)] if isinstance(item, str) else [to_text(n) for n in enumerate_value(item) or [item]]
                made.type_names = [*names, "System.Management.Automation.PSCustomObject", "System.Object"]
                continue
            made.props[made.find(name) or name] = item
        return made
    return value


__all__ = ["convert", "rank", "to_bool", "to_custom_object", "to_text", "try_convert"]
