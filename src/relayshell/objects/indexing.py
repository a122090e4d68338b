"""Reading and setting by index: arrays, strings, dictionaries and whatever declares an indexer."""

from __future__ import annotations

from typing import Any, Callable, Iterator

from ..errors import ShellError
from .arrays import MultiArray, TypedArray
from .casterror import CastError
from .collections import enumerate_value, enumerator_of
from .convert import convert
from .declare import declaration_of
from .exceptions import NetException, index_out_of_range, out_of_range
from .hashtable import Hashtable, OrderedDictionary
from .membererrors import cannot_index, calling_failed, index_of_null, net_error
from .nettype import NetType, get_type
from .nothing import AUTOMATION_NULL, AutomationNull
from .numbers import Char
from .psobject import PSCustomObject, PSObject
from .typeof import type_of


def get_index(obj: Any, indexes: list[Any], strict: bool = False) -> Any:
    """obj[indexes]: one value, a list for several indexes, None outside; raises ShellError."""
    kind = obj.__class__
    if len(indexes) == 1:
        index = indexes[0]
        if kind is list or kind is TypedArray:
            if index.__class__ is int:
                try:
                    return obj[index]
                except IndexError:
                    return _outside(index, strict)
            return _list_index(obj, index, strict)
        reader = _READERS.get(kind)
        if reader is not None:
            return reader(obj, index, strict)
    if obj is None or kind is AutomationNull:
        raise index_of_null()
    if kind is PSObject:
        return get_index(obj.base, indexes, strict)
    if kind is MultiArray:
        return _multi_get(obj, indexes)
    if len(indexes) > 1:
        return get_index(obj, [list(indexes)], strict)
    return _net_index(obj, indexes[0], strict)


def _outside(index: Any, strict: bool) -> Any:
    if strict:
        raise net_error(index_out_of_range())
    return None


def _to_int(index: Any) -> int:
    index = index.base if index.__class__ is PSObject else index
    return convert(index, get_type("System.Int32"))  # type: ignore[no-any-return]


def _slice(read: Callable[[int], Any], index: Any) -> Any:
    """The elements at several indexes; those outside are left out."""
    out = []
    for each in index:
        try:
            out.append(read(_to_int(each)))
        except IndexError:
            continue
    return out


def _list_index(obj: list[Any], index: Any, strict: bool) -> Any:
    if index.__class__ is PSObject:
        index = index.base
    if index is not None and enumerate_value(index) is not None:
        return _slice(obj.__getitem__, enumerate_value(index))
    if index is None or index.__class__ is AutomationNull:
        raise ShellError("Index operation failed; the array index evaluated to null.", "NullArrayIndex", "InvalidOperation")
    try:
        number = _to_int(index)
    except CastError as error:
        raise ShellError(error.message, error.id, error.category, inner=error.inner) from None
    try:
        return obj[number]
    except IndexError:
        return _outside(number, strict)


def _string_index(obj: str, index: Any, strict: bool) -> Any:
    many = enumerate_value(index) if index is not None else None
    if many is not None:
        return _slice(lambda i: Char(obj[i]), many)
    if index is None:
        raise ShellError("Index operation failed; the array index evaluated to null.", "NullArrayIndex", "InvalidOperation")
    try:
        return Char(obj[_to_int(index)])
    except IndexError:
        return _outside(index, strict)


def _hashtable_index(obj: Hashtable, index: Any, strict: bool) -> Any:
    if index.__class__ is PSObject and index.base.__class__ in (str, int):
        index = index.base
    if index is None or index.__class__ is AutomationNull:
        raise ShellError("Index operation failed; the array index evaluated to null.", "NullArrayIndex", "InvalidOperation")
    if isinstance(index, list) and index not in obj:
        return [_hashtable_index(obj, each, strict) for each in index]
    return obj[index]


def _ordered_index(obj: OrderedDictionary, index: Any, strict: bool) -> Any:
    if index.__class__ is PSObject and index.base.__class__ in (str, int):
        index = index.base
        return obj[index]
    if index.__class__ is int:
        count = len(obj)
        at = index + count if index < 0 else index
        try:
            return obj.values_by[obj.key_at(at)]
        except IndexError:
            return _outside(index, strict)
    return _hashtable_index(obj, index, strict)


def _custom_index(obj: PSCustomObject, index: Any, strict: bool) -> Any:
    return _scalar_index(obj, index)


_READERS: dict[type, Callable[[Any, Any, bool], Any]] = {
    str: _string_index, Hashtable: _hashtable_index, OrderedDictionary: _ordered_index, PSCustomObject: _custom_index,
}


def _multi_get(obj: MultiArray, indexes: list[Any]) -> Any:
    if len(indexes) == 1 and isinstance(indexes[0], list):
        indexes = indexes[0]
    if len(indexes) != len(obj.lengths):
        if indexes and all(isinstance(i, list) for i in indexes):
            return [_multi_get(obj, i) for i in indexes]
        raise ShellError(
            "The array reference is a multidimensional array and the number of indexes does not match: expected "
            f"{len(obj.lengths)}, got {len(indexes)}.", "NeedMultidimensionalIndex", "InvalidOperation", list(indexes),
        )
    if any(isinstance(i, list) for i in indexes):
        return [_multi_get(obj, i) for i in indexes]
    places = []
    for index, length in zip(indexes, obj.lengths):
        number = _to_int(index)
        places.append(number + length if number < 0 else number)
    try:
        return obj.items[obj.position(places)]
    except IndexError:
        return None


def indexer(net_type: NetType) -> tuple[Any, Any] | None:
    """The functions that read and set by index, of a type or its bases; None when there are none."""
    found = net_type.cache.get("indexer", False)
    if found is False:
        found = None if net_type.script_class is None else _script_indexer(net_type)
        step: NetType | None = net_type
        while step is not None and found is None:
            if step.script_class is not None:
                step = step.base
                continue
            declaration = declaration_of(step)
            if declaration is not None and (declaration.index is not None or declaration.set_index is not None):
                found = (declaration.index, declaration.set_index)
            step = step.base
        net_type.cache["indexer"] = found
    return found  # type: ignore[no-any-return]


def _script_indexer(net_type: NetType) -> tuple[Any, Any] | None:
    """get_Item and set_Item of a script's class that takes on an interface with an indexer."""
    from .typemembers import members_table

    entry = members_table(net_type).properties.get("item")
    return (entry.getter, entry.setter) if entry is not None and entry.index and entry.getter is not None else None


def key_type(net_type: NetType) -> NetType | None:
    """What an indexer's key is converted to; None when any will do."""
    found = net_type.cache.get("key", False)
    if found is False:
        from .typemembers import members_table

        found = None
        table = members_table(net_type).properties
        entry = table.get("item") or table.get("chars")
        if _indexers(net_type) > 1:
            # By number or by name: the indexer itself looks at which it was given.
            pass
        elif entry is not None and len(entry.index) == 1:
            found = entry.index[0].net_type
        elif get_type("System.Collections.IList") in net_type.ancestors:
            found = get_type("System.Int32")
        net_type.cache["key"] = found
    return found  # type: ignore[no-any-return]


def _net_index(obj: Any, index: Any, strict: bool) -> Any:
    if isinstance(getattr(obj, "native", None), Hashtable):
        return get_index(obj.native, [index], strict)
    net_type = type_of(obj)
    native = getattr(obj, "native", None)
    target = obj if native is None else native
    pair = indexer(net_type)
    if pair is None or pair[0] is None:
        return _scalar_index(obj, index)
    wanted = key_type(net_type)
    many = enumerate_value(index) if index is not None else None
    if many is not None and (wanted is None or not wanted.is_assignable_from(type_of(index)) or wanted.text == "System.Object"):
        out = []
        for each in many:
            value = _net_index(obj, each, strict)
            out.append(value)
        return out
    if index is None:
        raise ShellError("Index operation failed; the array index evaluated to null.", "NullArrayIndex", "InvalidOperation")
    if index.__class__ is PSObject:
        index = index.base
    if wanted is not None and wanted.text != "System.Object":
        index = convert(index, wanted)
    if wanted is not None and wanted.text == "System.Int32" and index < 0:
        count = _count(target)
        if count is not None:
            index += count
            if index < 0:
                return None
    try:
        return pair[0](target, index)
    except (NetException, IndexError, KeyError) as error:
        if strict and isinstance(error, NetException):
            raise calling_failed("Item", 1, error) from None
        return None


def _indexers(net_type: NetType) -> int:
    """How many indexers a type has."""
    from .facts import members

    name = (net_type.generic_definition or net_type).text
    return sum(" Item[" in text for text in members(name).properties)


def _count(obj: Any) -> int | None:
    try:
        return len(obj)
    except TypeError:
        return None


def _scalar_index(obj: Any, index: Any) -> Any:
    """One thing is its own element 0 and -1."""
    net_type = type_of(obj)
    if isinstance(obj, PSCustomObject) or not isinstance(index, int) or isinstance(index, bool):
        many = enumerate_value(index) if index is not None else None
        if many is not None and not isinstance(obj, PSCustomObject):
            found = [obj for each in many if each in (0, -1)]
            return found if found else AUTOMATION_NULL
        if isinstance(obj, PSCustomObject) and isinstance(index, int):
            return obj if index in (0, -1) else None
        raise cannot_index(net_type)
    return obj if index in (0, -1) else None


def set_index(obj: Any, indexes: list[Any], value: Any) -> None:
    """obj[indexes] = value; raises ShellError."""
    kind = obj.__class__
    if kind is PSObject:
        set_index(obj.base, indexes, value)
        return
    if obj is None or kind is AutomationNull:
        raise index_of_null()
    if value.__class__ is AutomationNull:
        value = None
    if kind is MultiArray:
        _multi_set(obj, indexes, value)
        return
    if len(indexes) != 1:
        raise ShellError(
            f"Array assignment to [{_joined(indexes)}] failed: Array assignment to slices is not supported.", "ArraySliceAssignmentFailed", "InvalidOperation"
        )
    index = indexes[0]
    if kind is list or kind is TypedArray:
        _list_set(obj, index, value)
    elif isinstance(obj, Hashtable):
        _dictionary_set(obj, index, value)
    else:
        _net_set(obj, index, value)


def _joined(indexes: Any) -> str:
    from .text import to_text

    return ",".join(to_text(i) for i in indexes)


def _list_set(obj: list[Any], index: Any, value: Any) -> None:
    if index.__class__ is not int:
        if index is None:
            raise ShellError("Index operation failed; the array index evaluated to null.", "NullArrayIndex", "InvalidOperation")
        if isinstance(index, list):
            raise ShellError(
                f"Array assignment to [{_joined(index)}] failed: Array assignment to slices is not supported.",
                "ArraySliceAssignmentFailed", "InvalidOperation",
            )
        index = _to_int(index)
    if obj.__class__ is TypedArray:
        value = convert(value, obj.element_type)
    try:
        obj[index] = value
    except IndexError:
        raise net_error(index_out_of_range()) from None


def _multi_set(obj: MultiArray, indexes: list[Any], value: Any) -> None:
    if len(indexes) == 1 and isinstance(indexes[0], list):
        indexes = indexes[0]
    places = []
    for index, length in zip(indexes, obj.lengths):
        number = _to_int(index)
        places.append(number + length if number < 0 else number)
    try:
        position = obj.position(places)
    except IndexError:
        raise net_error(index_out_of_range()) from None
    obj.items[position] = convert(value, obj.element_type)


def _dictionary_set(obj: Hashtable, index: Any, value: Any) -> None:
    if index.__class__ is PSObject and index.base.__class__ in (str, int):
        index = index.base
    elif index.__class__ is int and isinstance(obj, OrderedDictionary):
        try:
            obj.replace_at(index, value)
        except IndexError:
            raise net_error(
                NetException(
                    "System.ArgumentOutOfRangeException", "Specified argument was out of the range of valid values. (Parameter 'index')", ParamName="index"
                )
            ) from None
        return
    if index is None or index.__class__ is AutomationNull:
        raise ShellError("Index operation failed; the array index evaluated to null.", "NullArrayIndex", "InvalidOperation")
    obj[index] = value


def _net_set(obj: Any, index: Any, value: Any) -> None:
    if isinstance(getattr(obj, "native", None), Hashtable):
        _dictionary_set(obj.native, index, value)
        return
    net_type = type_of(obj)
    pair = indexer(net_type)
    if pair is None or pair[1] is None:
        raise cannot_index(net_type)
    native = getattr(obj, "native", None)
    target = obj if native is None else native
    wanted = key_type(net_type)
    if index.__class__ is PSObject:
        index = index.base
    if index is None:
        raise ShellError("Index operation failed; the array index evaluated to null.", "NullArrayIndex", "InvalidOperation")
    if wanted is not None:
        index = convert(index, wanted)
        if wanted.text == "System.Int32" and index < 0 and _count(target) is not None:
            index += _count(target)
    from .typemembers import members_table

    table = members_table(net_type).properties
    entry = table.get("item") or table.get("chars")
    if entry is not None and entry.net_type is not None:
        value = convert(value, entry.net_type)
    try:
        pair[1](target, index, value)
    except NetException as error:
        raise net_error(error) from None
    except IndexError:
        raise net_error(out_of_range("index", "Index was out of range. Must be non-negative and less than the size of the collection.")) from None


def dictionary_items(obj: Any) -> Iterator[tuple[Any, Any]]:
    """Key and value of each entry of any dictionary."""
    if obj.__class__ is PSObject:
        obj = obj.base
    obj = getattr(obj, "native", None) or obj
    if isinstance(obj, Hashtable):
        yield from obj.items()
        return
    from .members import get_member

    for entry in enumerator_of(obj) or ():
        yield get_member(entry, "Key"), get_member(entry, "Value")
