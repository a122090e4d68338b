"""Arrays: Object[] is a plain list, T[] a TypedArray, int[,] a MultiArray.

Lengths are fixed in scripts' eyes: += makes a new array, Add() fails.
"""

from __future__ import annotations

from itertools import product
from typing import Any, Iterator

from .nettype import NetType, array_of, get_type


class TypedArray(list):
    """An array of an element type other than Object. The elements are already of the type."""

    __slots__ = ("element_type", "props")
    props: dict[str, Any] | None
    """What a script added to it; unset until it does."""

    def __init__(self, element_type: NetType, items: Any = ()) -> None:
        super().__init__(items)
        self.element_type = element_type

    @property
    def net_type(self) -> NetType:
        """The type of the array."""
        return array_of(self.element_type)


class MultiArray:
    """An array of more than one dimension: items in one list, the last index running fastest."""

    __slots__ = ("element_type", "lengths", "items")

    def __init__(self, element_type: NetType, lengths: tuple[int, ...], items: list[Any] | None = None) -> None:
        self.element_type = element_type
        self.lengths = lengths
        total = 1
        for length in lengths:
            total *= length
        self.items = [default_of(element_type)] * total if items is None else items

    @property
    def net_type(self) -> NetType:
        """The type of the array."""
        return array_of(self.element_type, len(self.lengths))

    def position(self, indexes: tuple[int, ...] | list[int]) -> int:
        """Where in items an element is; IndexError outside."""
        if len(indexes) != len(self.lengths):
            raise IndexError(indexes)
        at = 0
        for index, length in zip(indexes, self.lengths):
            if index < 0 or index >= length:
                raise IndexError(index)
            at = at * length + index
        return at

    def places(self) -> Iterator[tuple[int, ...]]:
        """All index tuples, in order."""
        return product(*(range(length) for length in self.lengths))

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def default_of(net_type: NetType) -> Any:
    """The value of a fresh element: zero, False, or None for reference types."""
    if not net_type.is_value_type or net_type.is_nullable:
        return None
    from .defaults import zero_of

    return zero_of(net_type)


def new_array(element_type: NetType, items: Any) -> list[Any]:
    """An array of items that are already of the element type: a list for Object, else a TypedArray."""
    if element_type is get_type("System.Object"):
        return list(items)
    return TypedArray(element_type, items)
