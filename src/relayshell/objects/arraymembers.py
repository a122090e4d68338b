"""What scripts see of arrays: Array's members and statics."""

from __future__ import annotations

from typing import Any

from .arrays import MultiArray, TypedArray, default_of, new_array
from .convert import convert
from .declare import declare
from .exceptions import NetException, argument_null, not_supported, out_of_range
from .nettype import NetType, get_type
from .typeof import type_of

_FIXED = "Collection was of a fixed size."


def _fixed(*args: Any) -> Any:
    raise not_supported(_FIXED)


def _element(array: Any) -> NetType:
    return type_of(array).element_type or get_type("System.Object")


def _length(array: Any, dimension: int = 0) -> int:
    if isinstance(array, MultiArray):
        if 0 <= dimension < len(array.lengths):
            return array.lengths[dimension]
    elif dimension == 0:
        return len(array)
    raise NetException("System.IndexOutOfRangeException", "Array does not have that many dimensions.")


def _clone(array: Any) -> Any:
    if isinstance(array, MultiArray):
        return MultiArray(array.element_type, array.lengths, list(array.items))
    return TypedArray(array.element_type, array) if isinstance(array, TypedArray) else list(array)


def _equal(one: Any, two: Any) -> bool:
    """Equals(): same type and value."""
    from .equality import net_equals

    return net_equals(one, two)


def _contains(array: Any, value: Any) -> bool:
    return any(_equal(item, value) for item in array)


def _index_of(array: Any, value: Any, start: int = 0, count: int | None = None) -> int:
    end = len(array) if count is None else start + count
    for position in range(start, end):
        if _equal(array[position], value):
            return position
    return -1


def _last_index_of(array: Any, value: Any, *rest: Any) -> int:
    for position in range(len(array) - 1, -1, -1):
        if _equal(array[position], value):
            return position
    return -1


def _copy_to(array: Any, target: Any, start: int) -> None:
    _copy(array, 0, target, start, len(array))


def _copy(source: Any, *rest: Any) -> None:
    if len(rest) == 2:
        target, count = rest
        first = second = 0
    else:
        first, target, second, count = rest
    if first + count > len(source) or second + count > len(target):
        raise NetException(
            "System.ArgumentException",
            "Source array was not long enough. Check the source index, length, and the array's lower bounds. (Parameter 'sourceArray')"
            if first + count > len(source)
            else "Destination array was not long enough. Check the destination index, length, and the array's lower bounds. (Parameter 'destinationArray')",
        )
    element = _element(target)
    target[second:second + count] = [convert(item, element) for item in source[first:first + count]]


def _get_value(array: Any, *indexes: Any) -> Any:
    places = list(indexes[0]) if len(indexes) == 1 and isinstance(indexes[0], list) else list(indexes)
    try:
        return array.items[array.position(places)] if isinstance(array, MultiArray) else array[_checked(array, places[0])]
    except IndexError:
        raise NetException("System.IndexOutOfRangeException", "Index was outside the bounds of the array.") from None


def _checked(array: Any, index: int) -> int:
    if index < 0:
        raise IndexError(index)
    return index


def _set_value(array: Any, value: Any, *indexes: Any) -> None:
    places = list(indexes[0]) if len(indexes) == 1 and isinstance(indexes[0], list) else list(indexes)
    try:
        if isinstance(array, MultiArray):
            array.items[array.position(places)] = convert(value, array.element_type)
        else:
            array[_checked(array, places[0])] = convert(value, _element(array))
    except IndexError:
        raise NetException("System.IndexOutOfRangeException", "Index was outside the bounds of the array.") from None


def _create(element: NetType, *lengths: Any) -> Any:
    sizes = list(lengths[0]) if len(lengths) == 1 and isinstance(lengths[0], list) else list(lengths)
    if any(size < 0 for size in sizes):
        raise out_of_range("length", "Non-negative number required.")
    if len(sizes) == 1:
        return new_array(element, [default_of(element)] * sizes[0])
    return MultiArray(element, tuple(sizes))


def _reverse(array: Any, *span: int) -> None:
    if array is None:
        raise argument_null("array")
    if span:
        start, count = span
        array[start:start + count] = array[start:start + count][::-1]
    else:
        array.reverse()


def _sort(*args: Any) -> None:
    from .equality import sort_list

    keys = args[0]
    if keys is None:
        raise argument_null("array")
    if len(args) > 1 and isinstance(args[1], list):
        items = args[1]
        order = list(range(len(keys)))
        decorated = sort_list([(keys[i]) for i in order], None, positions=True)
        keys[:] = [keys[i] for i in decorated]
        items[:len(decorated)] = [items[i] for i in decorated]
        return
    numbers = [a for a in args[1:] if type(a) is int]
    comparer = next((a for a in args[1:] if a is not None and type(a) is not int), None)
    if len(numbers) == 2:
        start, count = numbers
        keys[start:start + count] = sort_list(keys[start:start + count], comparer)
    else:
        keys[:] = sort_list(list(keys), comparer)


def _clear(array: Any, *span: int) -> None:
    start, count = span or (0, len(array))
    items = array.items if isinstance(array, MultiArray) else array
    items[start:start + count] = [default_of(_element(array))] * count


def _empty(types: tuple[NetType, ...] = ()) -> Any:
    from .arrays import new_array

    return new_array(types[0], []) if types else []


_empty.wants_types = True  # type: ignore[attr-defined]


def _resize(reference: Any, size: int) -> None:
    array = reference.value
    element = _element(array) if array is not None else get_type("System.Object")
    items = list(array or ())[:size]
    reference.value = new_array(element, items + [default_of(element)] * (size - len(items)))


def _test(match: Any, item: Any) -> bool:
    from .convertnumbers import to_bool

    return to_bool(match(item))


def _binary_search(array: Any, *args: Any) -> int:
    from .equality import net_compare

    start, count, value = (args[0], args[1], args[2]) if len(args) >= 3 and type(args[0]) is int else (0, len(array), args[0])
    low, high = start, start + count - 1
    while low <= high:
        middle = (low + high) // 2
        order = net_compare(array[middle], value)
        if order == 0:
            return middle
        if order < 0:
            low = middle + 1
        else:
            high = middle - 1
    return ~low


def _enumerator(array: Any) -> Any:
    from .enumerator import Enumerator

    return Enumerator(iter(array))


declare(
    "System.Array",
    get={
        "Count": len, "Length": len, "LongLength": len, "Rank": lambda a: len(a.lengths) if isinstance(a, MultiArray) else 1, "SyncRoot": lambda a: a,
        "IsReadOnly": lambda a: False, "IsFixedSize": lambda a: True, "IsSynchronized": lambda a: False,
    },
    methods={
        "GetLength": _length, "GetLongLength": _length, "GetUpperBound": lambda a, d: _length(a, d) - 1, "GetLowerBound": lambda a, d: 0,
        "Clone": _clone, "Add": _fixed, "Remove": _fixed, "RemoveAt": _fixed, "Insert": _fixed, "Contains": _contains,
        "IndexOf": _index_of, "CopyTo": _copy_to, "GetValue": _get_value, "SetValue": _set_value, "GetEnumerator": _enumerator,
        "Initialize": lambda a: None, "Clear": lambda a: _clear(a), "Set": lambda a, *args: _set_value(a, args[-1], *args[:-1]),
        "Get": _get_value,
    },
    statics={
        "IndexOf": _index_of, "LastIndexOf": _last_index_of, "Copy": _copy, "ConstrainedCopy": _copy, "Reverse": _reverse, "Sort": _sort,
        "Clear": _clear, "CreateInstance": _create, "Resize": _resize, "BinarySearch": _binary_search,
        "Find": lambda a, match: next((x for x in a if _test(match, x)), None),
        "FindAll": lambda a, match: new_array(_element(a), [x for x in a if _test(match, x)]),
        "FindIndex": lambda a, match: next((i for i, x in enumerate(a) if _test(match, x)), -1),
        "FindLast": lambda a, match: next((x for x in reversed(a) if _test(match, x)), None),
        "Exists": lambda a, match: any(_test(match, x) for x in a), "TrueForAll": lambda a, match: all(_test(match, x) for x in a),
        "ForEach": lambda a, action: [action(x) for x in a] and None, "Empty": _empty,
        "ConvertAll": lambda a, converter: [converter(x) for x in a], "AsReadOnly": lambda a: a,
        "Fill": lambda a, value: a.__setitem__(slice(None), [convert(value, _element(a))] * len(a)),
    },
    enumerate=iter,
    signatures=(
        "int Count {get;}", "int Add(System.Object value)", "void Remove(System.Object value)", "void RemoveAt(int index)",
        "void Insert(int index, System.Object value)", "bool Contains(System.Object value)", "int IndexOf(System.Object value)", "void Clear()",
    ),
)
