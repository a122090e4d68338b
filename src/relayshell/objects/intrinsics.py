"""The methods every object has: .Where() and .ForEach()."""

from __future__ import annotations

from typing import Any

from ..errors import ShellError
from .collections import enumerate_value
from .convert import convert, to_bool
from .nettype import NetType, get_type
from .nothing import AUTOMATION_NULL
from .overloads import method_error
from .psobject import PSObject


def _items(obj: Any) -> list[Any]:
    items = enumerate_value(obj)
    return [obj] if items is None else list(items)


def _result(items: list[Any]) -> Any:
    """A collection is given even when it has one element or none."""
    from .dotnet_collections import object_collection

    return object_collection(items)


def where(obj: Any, args: list[Any]) -> Any:
    """Elements for which a block is true: Where(block, mode = 'Default', count = 0)."""
    from .invoke import call_for_value, is_block

    if not 1 <= len(args) <= 3:
        raise method_error(f'Cannot find an overload for "Where" and the argument count: "{len(args)}".', "MethodCountCouldNotFindBest")
    block = args[0].base if args[0].__class__ is PSObject else args[0]
    if not is_block(block):
        convert(block, get_type("System.Management.Automation.ScriptBlock"))
    mode = "Default"
    if len(args) > 1:
        mode = convert(args[1], get_type("System.Management.Automation.WhereOperatorSelectionMode")).name
    limit = convert(args[2], get_type("System.Int32")) if len(args) > 2 else 0
    if limit < 0:
        raise ShellError(
            "The value of the numberToReturn argument must be greater than or equal to zero.", "NumberToReturnMustBeGreaterThanZero", "InvalidArgument"
        )

    def test(item: Any) -> bool:
        return to_bool(call_for_value(block, (), underscore=item))

    items = _items(obj)
    if mode == "Default" or mode == "First":
        kept = []
        wanted = limit or (1 if mode == "First" else 0)
        for item in items:
            if test(item):
                kept.append(item)
                if wanted and len(kept) >= wanted:
                    break
        return _result(kept)
    if mode == "Last":
        return _result([item for item in items if test(item)][-(limit or 1):])
    if mode == "SkipUntil":
        for position, item in enumerate(items):
            if test(item):
                rest = items[position:]
                return _result(rest[:limit] if limit else rest)
        return _result([])
    if mode == "Until":
        kept = []
        for item in items:
            if test(item) or (limit and len(kept) >= limit):
                break
            kept.append(item)
        return _result(kept)
    yes: list[Any] = []
    no: list[Any] = []
    for item in items:
        if (not limit or len(yes) < limit) and test(item):
            yes.append(item)
        else:
            no.append(item)
    return _result([_result(yes), _result(no)])


def for_each(obj: Any, args: list[Any]) -> Any:
    """What a block writes for each element, or a property, a method's result, or a conversion of each."""
    from .invoke import call_block, is_block

    if not args:
        raise method_error('Cannot find an overload for "ForEach" and the argument count: "0".', "MethodCountCouldNotFindBest")
    what = args[0].base if args[0].__class__ is PSObject else args[0]
    rest = args[1:]
    items = _items(obj)
    out: list[Any] = []
    if is_block(what):
        for item in items:
            out.extend(call_block(what, rest, underscore=item))
        return _result(out)
    if isinstance(what, NetType):
        return _result([convert(item, what) for item in items])
    name = convert(what, get_type("System.String"))
    from .calls import call_method
    from .members import get_member, has_property, set_member

    for item in items:
        if item is None:
            continue
        if has_property(item, name):
            if rest:
                set_member(item, name, rest[0] if len(rest) == 1 else rest)
                continue
            value = get_member(item, name)
        else:
            value = call_method(item, name, rest)
            if value is AUTOMATION_NULL:
                continue
        many = enumerate_value(value)
        if many is None:
            out.append(value)
        else:
            out.extend(many)
    return _result(out)
