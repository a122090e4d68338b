"""The sort of .NET's lists, step by step, so that equal objects and contradictory comparisons end where they do there.

Up to 16 elements by insertion, more by quicksort with the middle of three, by heap when that goes too deep.
A stable sort of Python's gives the same only where no two elements are equal and the comparison is an order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_SMALL = 16
Compare = Callable[[Any, Any], int]


def introsort(keys: list[Any], compare: Compare) -> None:
    """Sort a list in place."""
    if len(keys) > 1:
        _intro(keys, 0, len(keys), 2 * (len(keys).bit_length()), compare)


def _intro(keys: list[Any], low: int, size: int, depth: int, compare: Compare) -> None:
    while size > 1:
        if size <= _SMALL:
            if size == 2:
                _swap_if_greater(keys, low, low + 1, compare)
            elif size == 3:
                _swap_if_greater(keys, low, low + 1, compare)
                _swap_if_greater(keys, low, low + 2, compare)
                _swap_if_greater(keys, low + 1, low + 2, compare)
            else:
                _insertion(keys, low, size, compare)
            return
        if depth == 0:
            _heap(keys, low, size, compare)
            return
        depth -= 1
        pivot = _partition(keys, low, size, compare)
        _intro(keys, pivot + 1, low + size - pivot - 1, depth, compare)
        size = pivot - low


def _swap_if_greater(keys: list[Any], i: int, j: int, compare: Compare) -> None:
    if compare(keys[i], keys[j]) > 0:
        keys[i], keys[j] = keys[j], keys[i]


def _insertion(keys: list[Any], low: int, size: int, compare: Compare) -> None:
    for i in range(low, low + size - 1):
        value = keys[i + 1]
        j = i
        while j >= low and compare(value, keys[j]) < 0:
            keys[j + 1] = keys[j]
            j -= 1
        keys[j + 1] = value


def _partition(keys: list[Any], low: int, size: int, compare: Compare) -> int:
    high = low + size - 1
    middle = low + (high - low >> 1)
    _swap_if_greater(keys, low, middle, compare)
    _swap_if_greater(keys, low, high, compare)
    _swap_if_greater(keys, middle, high, compare)
    pivot = keys[middle]
    keys[middle], keys[high - 1] = keys[high - 1], keys[middle]
    left, right = low, high - 1
    while left < right:
        left += 1
        while left < high - 1 and compare(keys[left], pivot) < 0:
            left += 1
        right -= 1
        while right > low and compare(pivot, keys[right]) < 0:
            right -= 1
        if left >= right:
            break
        keys[left], keys[right] = keys[right], keys[left]
    if left != high - 1:
        keys[left], keys[high - 1] = keys[high - 1], keys[left]
    return left


def _heap(keys: list[Any], low: int, size: int, compare: Compare) -> None:
    for i in range(size >> 1, 0, -1):
        _sink(keys, i, size, low, compare)
    for i in range(size, 1, -1):
        keys[low], keys[low + i - 1] = keys[low + i - 1], keys[low]
        _sink(keys, 1, i - 1, low, compare)


def _sink(keys: list[Any], i: int, size: int, low: int, compare: Compare) -> None:
    value = keys[low + i - 1]
    while i <= size >> 1:
        child = 2 * i
        if child < size and compare(keys[low + child - 1], keys[low + child]) < 0:
            child += 1
        if compare(value, keys[low + child - 1]) >= 0:
            break
        keys[low + i - 1] = keys[low + child - 1]
        i = child
    keys[low + i - 1] = value
