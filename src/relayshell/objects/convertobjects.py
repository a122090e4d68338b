"""Conversion by what the target type itself offers: Parse, constructors, casts, properties of a dictionary."""

from __future__ import annotations

from typing import Any

from . import facts
from .casterror import CastError, caused_error
from .declare import declaration_of
from .exceptions import NetException
from .nettype import NetType, get_type
from .psobject import Member, PSCustomObject
from .typeof import type_of

_INTEGRAL = {"System.SByte", "System.Byte", "System.Int16", "System.UInt16", "System.Int32", "System.UInt32", "System.Int64", "System.UInt64"}


def own_converter(source: NetType, target: NetType) -> Any:
    """A declared conversion from the source type or one of its ancestors; None when there is none."""
    declaration = declaration_of(target)
    if declaration is None or not declaration.convert_from:
        return None
    found = declaration.convert_from.get(source.text)
    if found is None:
        for ancestor in source.ancestors:
            found = declaration.convert_from.get(ancestor.text)
            if found is not None and ancestor.text != "System.Object":
                return found
        found = declaration.convert_from.get("System.Object")
    return found


def cast_operator(source: NetType, target: NetType) -> Any:
    """The op_Implicit or op_Explicit of a script's class that makes the target of the source, as a function; None when there is none."""
    from .calls import invoke
    from .typemembers import MethodGroup, members_table

    for name in ("op_implicit", "op_explicit"):
        for owner in (source, target):
            group = members_table(owner).static_methods.get(name) if owner.script_class is not None else None
            for each in group.overloads if group is not None else ():
                if each.returns == target.shown and len(each.parameters) == 1 and each.parameters[0].net_type.is_assignable_from(source):
                    found = MethodGroup(each.name, [each], True)
                    return lambda value, found=found: invoke(found, None, [value])
    return None


def has_parse(target: NetType) -> str:
    """How a type parses text: "provider" where its Parse takes a culture, "plain", or "" where it has none."""
    found = target.cache.get("parse")
    if found is None:
        found = ""
        for text in facts.members((target.generic_definition or target).text).methods:
            if text.startswith("static ") and " Parse(string " in text:
                inside = text.partition("(")[2]
                if inside.count(",") == 1 and "System.IFormatProvider" in inside:
                    found = "provider"
                    break
                if "," not in inside:
                    found = "plain"
        if not found:
            declaration = declaration_of(target)
            if declaration is not None and (declaration.parse is not None or "parse" in declaration.statics and target.text != "System.Enum"):
                found = "plain"
        target.cache["parse"] = found
    return found


def parse(value: str, target: NetType) -> Any:
    """The value that a type's Parse makes of text; raises CastError."""
    declaration = declaration_of(target)
    function = None
    if declaration is not None:
        function = declaration.parse or declaration.statics.get("parse")
    if function is None:
        return NotImplemented
    try:
        return function(value)
    except NetException as error:
        id = "InvalidCastParseTargetInvocation"
        if has_parse(target) == "provider":
            id += "WithFormatProvider"
        raise caused_error(value, target, id, error) from None


def constructor_for(source: NetType, target: NetType) -> Any:
    """The constructor of one parameter that takes the source type as it is; None when there is none."""
    from .ranks import NUMERIC, NUMERIC_IMPLICIT, rank
    from .typemembers import members_table

    if target.kind in ("interface", "enum", "delegate") or target.is_abstract:
        return None
    if source.text in _INTEGRAL and get_type("System.Collections.IEnumerable") in target.ancestors:
        return None
    best, best_rank = None, 0
    for overload in members_table(target).constructors.overloads:
        if len(overload.parameters) != 1 or overload.untyped:
            continue
        wanted = overload.parameters[0].net_type
        if wanted.is_assignable_from(source):
            found = 0x11F if wanted is source else 0x10F - (wanted.text == "System.Object")
        elif wanted.text in NUMERIC and rank(source, wanted) == NUMERIC_IMPLICIT:
            found = NUMERIC_IMPLICIT
        else:
            continue
        if found > best_rank and overload.function is not None:
            best, best_rank = overload, found
    return best


def construct(value: Any, target: NetType, overload: Any) -> Any:
    """The value made by a constructor of one parameter; raises CastError."""
    from .convert import convert

    argument = convert(value, overload.parameters[0].net_type)
    try:
        if overload.pass_type is not None:
            return overload.function(overload.pass_type, argument)
        return overload.function(argument)
    except NetException as error:
        raise caused_error(value, target, "InvalidCastConstructorException", error) from None


_COLLECTION_SHORT = (
    "System.Collections.Generic.List`1", "System.Collections.Generic.HashSet`1", "System.Collections.Generic.Queue`1",
    "System.Collections.Generic.Stack`1", "System.Collections.Generic.SortedSet`1", "System.Collections.Generic.LinkedList`1",
    "System.Collections.ObjectModel.Collection`1", "System.Collections.ObjectModel.ReadOnlyCollection`1",
    "System.Collections.ArrayList", "System.Collections.Queue", "System.Collections.Stack",
    "System.Collections.Concurrent.ConcurrentQueue`1", "System.Collections.Concurrent.ConcurrentBag`1",
)


def is_collection(target: NetType) -> bool:
    """Whether values of this type can be made from single ones."""
    return (target.generic_definition or target).text in _COLLECTION_SHORT


def collect(value: Any, target: NetType) -> Any:
    """A collection type filled from an array or another collection; NotImplemented when it is not one."""
    from .arrays import TypedArray
    from .collections import enumerate_value
    from .convert import convert
    from .members import new_object

    definition = (target.generic_definition or target).text
    if definition not in _COLLECTION_SHORT:
        return NotImplemented
    items = enumerate_value(value)
    values = list(items) if items is not None else [value]
    if target.generic_arguments:
        element = target.generic_arguments[0]
        try:
            values = TypedArray(element, [convert(item, element) for item in values])
        except CastError:
            return NotImplemented
    if definition.endswith("ObjectModel.Collection`1"):
        made = new_object(target, [])
        for item in values:
            declaration_of(target).methods["add"](made, item)  # type: ignore[union-attr]
        return made
    return new_object(target, [values])


def default_constructor(target: NetType) -> Any:
    """The constructor without parameters, or None."""
    from .typemembers import members_table

    if target.kind not in ("class", "struct") or target.is_abstract or target.text in ("System.Object", "System.String"):
        return None
    for overload in members_table(target).constructors.overloads:
        if not overload.parameters and not overload.untyped and overload.function is not None:
            return overload
    return None


def fill(value: Any, target: NetType, overload: Any) -> Any:
    """A fresh object with its properties set from a dictionary or a custom object; raises ObjectCreationError."""
    from .members import dictionary_items

    made = overload.function(overload.pass_type) if overload.pass_type is not None else overload.function()
    if isinstance(value, PSCustomObject):
        from .members import get_member

        pairs = [(name, get_member(value, name) if isinstance(item, Member) else item) for name, item in value.props.items()]
    else:
        pairs = list(dictionary_items(value))
    set_all(made, pairs, target)
    return made


def set_all(made: Any, pairs: list[tuple[Any, Any]], target: NetType) -> None:
    """Sets properties one by one; raises CastError ObjectCreationError for one that is not there or refuses."""
    from ..errors import ShellError
    from .members import set_member
    from .text import to_text
    from .typemembers import members_table

    table = members_table(type_of(made))
    for key, item in pairs:
        name = to_text(key)
        entry = table.properties.get(name.lower())
        if entry is None or not entry.writable or entry.index:
            settable = [p for p in table.properties.values() if p.writable and not p.index and not p.hidden]
            available = "There is no settable property available."
            if settable:
                words = ", ".join(f"[{p.name} <{p.net_type.text if p.net_type else p.type_text}>]" for p in settable)
                available = f"The settable properties are: {words}."
            raise CastError(
                f'Cannot create object of type "{target.text}". The property \'{name}\' was not found for the '
                f"'{type_of(made).full_name}' object. {available}",
                "ObjectCreationError",
            )
        try:
            set_member(made, name, item)
        except ShellError as error:
            raise CastError(f'Cannot create object of type "{target.text}". {error.message}', "ObjectCreationError") from None


__all__ = ["collect", "construct", "constructor_for", "default_constructor", "fill", "has_parse", "is_collection", "own_converter", "parse", "set_all"]
