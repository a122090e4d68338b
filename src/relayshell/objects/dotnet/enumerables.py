"""System.Linq.Enumerable: queries over anything that can be gone through. Each gives its answer at once, as an array."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Callable, Iterable

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.comparing import Comparer, compare_values, folder, sorter
from relayshell.objects.dotnet.faults import null_fault, operation_fault, range_fault
from relayshell.objects.dotnet.results import call, many, test
from relayshell.objects.numbers import Int64

_EMPTY, _NO_MATCH = "Sequence contains no elements", "Sequence contains no matching element"
_MORE, _MORE_MATCHES = "Sequence contains more than one element", "Sequence contains more than one matching element"


def _items(source: Any) -> list[Any]:
    if source is None:
        raise null_fault("source")
    return list(many(source))


def _is_function(value: Any) -> bool:
    return callable(value) or hasattr(type(value), "is_script_block")


def _like(source: Any, items: Iterable[Any]) -> Any:
    """An array of the source's element type where it has one."""
    from relayshell.objects.arrays import TypedArray
    if isinstance(source, TypedArray):
        return TypedArray(source.element_type, items)
    net_type = getattr(source, "net_type", None)
    if net_type is not None and len(net_type.generic_arguments) == 1:
        from relayshell.objects.arrays import new_array
        return new_array(net_type.generic_arguments[0], items)
    return list(items)


def _chosen(source: Any, rest: tuple[Any, ...]) -> list[Any]:
    """The items, through a selector where one is given."""
    functions = [f for f in rest if _is_function(f)]
    return [call(functions[0], item) for item in _items(source)] if functions else _items(source)


def _sum(source: Any, *rest: Any) -> Any:
    values = [value for value in _chosen(source, rest) if value is not None]
    if not values:
        return 0
    total = sum(values)
    kind = type(values[0])
    if kind is int and not -2**31 <= total < 2**31:
        from relayshell.objects.dotnet.faults import overflow_fault
        raise overflow_fault("Arithmetic operation resulted in an overflow.")
    return total if kind in (int, float, Decimal) else kind(total)


def _average(source: Any, *rest: Any) -> Any:
    values = [value for value in _chosen(source, rest) if value is not None]
    if not values:
        raise operation_fault(_EMPTY)
    return sum(values) / len(values)


def _extreme(sign: int, by_key: bool = False) -> Callable[..., Any]:
    def find(source: Any, *rest: Any) -> Any:
        items = _items(source)
        keys = _chosen(source, rest)
        if not items:
            raise operation_fault(_EMPTY)
        best = 0
        for place in range(1, len(keys)):
            if keys[best] is None or (keys[place] is not None and compare_values(keys[place], keys[best]) * sign > 0):
                best = place
        return items[best] if by_key else keys[best]
    return find


def _one(last: bool = False, single: bool = False, default: bool = False) -> Callable[..., Any]:
    def find(source: Any, *rest: Any) -> Any:
        functions = [f for f in rest if _is_function(f)]
        fallback = next((r for r in rest if not _is_function(r)), None)
        items = [item for item in _items(source) if not functions or test(functions[0], item)]
        if single and len(items) > 1:
            raise operation_fault(_MORE_MATCHES if functions else _MORE)
        if items:
            return items[-1 if last else 0]
        if default:
            if fallback is None:
                from relayshell.objects.arrays import default_of
                element = getattr(source, "element_type", None)
                return default_of(element) if element is not None else None
            return fallback
        raise operation_fault(_NO_MATCH if functions else _EMPTY)
    return find


def _key(rest: tuple[Any, ...]) -> Callable[[Any], Any]:
    return folder(next((r for r in rest if isinstance(r, Comparer)), None))


def _distinct(source: Any, *rest: Any) -> Any:
    fold = _key(rest)
    functions = [f for f in rest if _is_function(f)]
    seen: dict[Any, Any] = {}
    for item in _items(source):
        seen.setdefault(fold(call(functions[0], item) if functions else item), item)
    return _like(source, seen.values())


def _sets(keep: Callable[[Any, Any], bool], both: bool = False) -> Callable[..., Any]:
    def combine(first: Any, second: Any, *rest: Any) -> Any:
        fold = _key(rest)
        functions = [f for f in rest if _is_function(f)]
        of = (lambda item: fold(call(functions[0], item))) if functions else fold
        others = {of(item) for item in _items(second)}
        out: dict[Any, Any] = {}
        for item in _items(first) + (_items(second) if both else []):
            key = of(item)
            if keep(key, others):
                out.setdefault(key, item)
        return _like(first, out.values())
    return combine


def _order(descending: bool) -> Callable[..., Any]:
    def sort(source: Any, *rest: Any) -> Any:
        comparer = next((r for r in rest if isinstance(r, Comparer)), None)
        functions = [f for f in rest if _is_function(f)]
        key = sorter(comparer)
        return _like(source, sorted(_items(source), key=lambda item: key(call(functions[0], item) if functions else item), reverse=descending))
    return sort


def _where(source: Any, match: Any) -> Any:
    return _like(source, [item for item in _items(source) if test(match, item)])


def _take(source: Any, count: Any) -> Any:
    items = _items(source)
    if hasattr(count, "start"):
        return _like(source, items[count.start.offset(len(items)):count.end.offset(len(items))])
    return _like(source, items[:max(count, 0)])


def _while(skip: bool) -> Callable[..., Any]:
    def walk(source: Any, match: Any) -> Any:
        items = _items(source)
        at = next((place for place, item in enumerate(items) if not test(match, item)), len(items))
        return _like(source, items[at:] if skip else items[:at])
    return walk


def _element(source: Any, index: Any) -> Any:
    items = _items(source)
    at = index.offset(len(items)) if hasattr(index, "offset") else index
    if not 0 <= at < len(items):
        raise range_fault("Index was out of range. Must be non-negative and less than the size of the collection.", "index")
    return items[at]


def _element_or_default(source: Any, index: Any) -> Any:
    items = _items(source)
    at = index.offset(len(items)) if hasattr(index, "offset") else index
    return items[at] if 0 <= at < len(items) else None


def _aggregate(source: Any, *rest: Any) -> Any:
    functions = [f for f in rest if _is_function(f)]
    seeds = [r for r in rest if not _is_function(r)]
    items = _items(source)
    if not seeds and not items:
        raise operation_fault(_EMPTY)
    value, items = (seeds[0], items) if seeds else (items[0], items[1:])
    for item in items:
        value = call(functions[0], value, item)
    return call(functions[1], value) if len(functions) > 1 else value


def _range(start: int, count: int) -> Any:
    from relayshell.objects.dotnet.results import int_array
    if count < 0:
        raise range_fault("Specified argument was out of the range of valid values.", "count")
    return int_array(range(start, start + count))


def _list(source: Any) -> Any:
    from relayshell.objects.dotnet.lists import NetList
    from relayshell.objects.nettype import close_generic, get_type
    element = getattr(source, "element_type", None) or get_type("System.Object")
    return NetList(close_generic(get_type("System.Collections.Generic.List`1"), (element,)), _items(source))


def _dictionary(source: Any, *rest: Any) -> Any:
    from relayshell.objects.dotnet.dictionaries import NetDictionary, _add
    from relayshell.objects.nettype import close_generic, get_type
    comparer = next((r for r in rest if isinstance(r, Comparer)), None)
    functions = [f for f in rest if _is_function(f)]
    thing = get_type("System.Object")
    made = NetDictionary(close_generic(get_type("System.Collections.Generic.Dictionary`2"), (thing, thing)), comparer)
    for item in _items(source):
        _add(made, call(functions[0], item), call(functions[1], item) if len(functions) > 1 else item)
    return made


def _hash_set(source: Any, *rest: Any) -> Any:
    from relayshell.objects.dotnet.sets import NetSet
    from relayshell.objects.nettype import close_generic, get_type
    element = getattr(source, "element_type", None) or get_type("System.Object")
    made = NetSet(close_generic(get_type("System.Collections.Generic.HashSet`1"), (element,)), next((r for r in rest if isinstance(r, Comparer)), None))
    for item in _items(source):
        made.add(item)
    return made


def _zip(first: Any, second: Any, *rest: Any) -> Any:
    from relayshell.objects.dotnet.tuples import value_tuple
    if rest and _is_function(rest[0]):
        return [call(rest[0], a, b) for a, b in zip(_items(first), _items(second))]
    others = [_items(second), *(_items(r) for r in rest)]
    return [value_tuple(*row) for row in zip(_items(first), *others)]


def _sequence_equal(first: Any, second: Any, *rest: Any) -> bool:
    fold = _key(rest)
    return [fold(item) for item in _items(first)] == [fold(item) for item in _items(second)]


def _chunk(source: Any, size: int) -> Any:
    items = _items(source)
    return [_like(source, items[at:at + size]) for at in range(0, len(items), size)]


def _of_type(source: Any, types: tuple[Any, ...] = ()) -> Any:
    """OfType[T]: the items that are a T."""
    from relayshell.objects.arrays import new_array
    from relayshell.objects.typeof import type_of
    if not types:
        return _items(source)
    return new_array(types[0], [item for item in _items(source) if item is not None and types[0].is_assignable_from(type_of(item))])


def _cast(source: Any, types: tuple[Any, ...] = ()) -> Any:
    """Cast[T]: the items, which all must be a T."""
    from relayshell.objects.arrays import new_array
    from relayshell.objects.dotnet.faults import fault
    from relayshell.objects.typeof import type_of
    items = _items(source)
    if not types:
        return items
    for item in items:
        if item is not None and not types[0].is_assignable_from(type_of(item)):
            raise fault("System.InvalidCastException", f"Unable to cast object of type '{type_of(item).full_name}' to type '{types[0].full_name}'.")
    return new_array(types[0], items)


def _select(source: Any, function: Any, types: tuple[Any, ...] = ()) -> Any:
    """Select[T, U]: what the function makes of each item, as U where that is given."""
    made = [call(function, item) for item in _items(source)]
    if len(types) != 2:
        return made
    from relayshell.objects.arrays import new_array
    from relayshell.objects.convert import convert
    return new_array(types[1], [convert(item, types[1]) for item in made])


def _repeat(item: Any, count: int, types: tuple[Any, ...] = ()) -> Any:
    from relayshell.objects.arrays import new_array
    return new_array(types[0], [item] * count) if types else [item] * count


def _empty(types: tuple[Any, ...] = ()) -> Any:
    from relayshell.objects.arrays import new_array
    return new_array(types[0], []) if types else []


for _function in (_of_type, _cast, _select, _repeat, _empty):
    _function.wants_types = True  # type: ignore[attr-defined]


def _groups(source: Any, *rest: Any) -> Any:
    fold = _key(rest)
    functions = [f for f in rest if _is_function(f)]
    rows: dict[Any, Group] = {}
    for item in _items(source):
        key = call(functions[0], item)
        rows.setdefault(fold(key), Group(key)).items.append(call(functions[1], item) if len(functions) > 1 else item)
    return list(rows.values())


class Group:
    """An IGrouping: a key and its items."""

    __slots__ = ("key", "items")

    def __init__(self, key: Any) -> None:
        self.key, self.items = key, []  # type: ignore[var-annotated]

    def __iter__(self) -> Any:
        return iter(self.items)


declare("System.Linq.Grouping", Group, get={"Key": lambda self: self.key, "Count": lambda self: len(self.items)}, enumerate=iter, signatures=("System.Object Key {get;}", "int Count {get;}"),
        interfaces=("System.Collections.IEnumerable",))


def _join(outer: Any, inner: Any, outer_key: Any, inner_key: Any, result: Any, *rest: Any) -> Any:
    fold = _key(rest)
    table: dict[Any, list[Any]] = {}
    for item in _items(inner):
        table.setdefault(fold(call(inner_key, item)), []).append(item)
    return [call(result, item, other) for item in _items(outer) for other in table.get(fold(call(outer_key, item)), [])]


def _shuffle(source: Any) -> Any:
    import random
    items = _items(source)
    random.shuffle(items)
    return _like(source, items)


def _select_many(source: Any, *functions: Any) -> Any:
    out = []
    for item in _items(source):
        for inner in _items(call(functions[0], item)):
            out.append(call(functions[1], item, inner) if len(functions) > 1 else inner)
    return out


declare(
    "System.Linq.Enumerable",
    statics={
        "Sum": _sum, "Average": _average, "Max": _extreme(1), "Min": _extreme(-1), "MaxBy": _extreme(1, True), "MinBy": _extreme(-1, True), "Count": lambda s, *m: len(_where(s, m[0]) if m else _items(s)),
        "LongCount": lambda s, *m: Int64(len(_where(s, m[0]) if m else _items(s))), "Any": lambda s, *m: any(test(m[0], item) for item in _items(s)) if m else bool(_items(s)),
        "All": lambda s, m: all(test(m, item) for item in _items(s)), "First": _one(), "FirstOrDefault": _one(default=True), "Last": _one(True), "LastOrDefault": _one(True, default=True),
        "Single": _one(single=True), "SingleOrDefault": _one(single=True, default=True), "Contains": lambda s, value, *rest: _key(rest)(value) in [_key(rest)(item) for item in _items(s)],
        "Distinct": _distinct, "DistinctBy": _distinct, "Union": _sets(lambda key, others: True, True), "UnionBy": _sets(lambda key, others: True, True),
        "Intersect": _sets(lambda key, others: key in others), "IntersectBy": _sets(lambda key, others: key in others), "Except": _sets(lambda key, others: key not in others),
        "ExceptBy": _sets(lambda key, others: key not in others), "Concat": lambda a, b: _like(a, _items(a) + _items(b)), "Append": lambda s, item: _like(s, [*_items(s), item]),
        "Prepend": lambda s, item: _like(s, [item, *_items(s)]), "Reverse": lambda s: _like(s, _items(s)[::-1]), "OrderBy": _order(False), "OrderByDescending": _order(True), "Order": _order(False),
        "OrderDescending": _order(True), "ThenBy": _order(False), "ThenByDescending": _order(True), "Where": _where, "Select": _select,
        "SelectMany": _select_many, "Take": _take, "Skip": lambda s, n: _like(s, _items(s)[max(n, 0):]), "TakeLast": lambda s, n: _like(s, _items(s)[-n:] if n > 0 else []),
        "SkipLast": lambda s, n: _like(s, _items(s)[:-n] if n > 0 else _items(s)), "TakeWhile": _while(False), "SkipWhile": _while(True), "ElementAt": _element, "ElementAtOrDefault": _element_or_default,
        "Aggregate": _aggregate, "Range": _range, "Repeat": _repeat, "Empty": _empty, "ToArray": lambda s: _like(s, _items(s)), "ToList": _list, "ToDictionary": _dictionary,
        "ToHashSet": _hash_set, "Zip": _zip, "SequenceEqual": _sequence_equal, "Chunk": _chunk, "Cast": _cast, "OfType": _of_type, "GroupBy": _groups, "ToLookup": _groups, "Join": _join,
        "AsEnumerable": lambda s: s, "DefaultIfEmpty": lambda s, *d: _items(s) or [d[0] if d else None], "Index": lambda s: _zip(_range(0, len(_items(s))), s),
        "Shuffle": _shuffle,
    },
)
