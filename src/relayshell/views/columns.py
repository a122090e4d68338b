"""How wide a table's columns are: sharing the screen, shrinking and hiding from the right."""

from __future__ import annotations

SEPARATOR = 1
MINIMUM = 1


def fit(widths: list[int], screen: int) -> list[int]:
    """The widths columns get on a screen.

    Widths of 0 are to be chosen: what the others leave is shared evenly. When all is too wide the last
    column shrinks, or is hidden (-1) when nothing is left of it, and so on leftwards.
    """
    result = list(widths)
    if all(width > 0 for width in result):
        if _total(result) > screen:
            _trim(result, screen)
        return result
    open_columns = [index for index, width in enumerate(result) if width <= 0]
    for index in open_columns:
        result[index] = MINIMUM
    left = screen - _total(result)
    if left < 0:
        _trim(result, screen)
    else:
        each, more = divmod(left, len(open_columns))
        for order, index in enumerate(open_columns):
            result[index] += each + (order < more)
    return result


def _total(widths: list[int]) -> int:
    shown = [width for width in widths if width > 0]
    return sum(shown) + SEPARATOR * (len(shown) - 1) if shown else 0


def _trim(widths: list[int], screen: int) -> None:
    while True:
        excess = _total(widths) - screen
        if excess <= 0:
            return
        last = len(widths) - 1
        while last >= 0 and widths[last] <= 0:
            last -= 1
        if last < 0:
            return
        rest = widths[last] - excess
        widths[last] = rest if rest >= MINIMUM else -1


def items_per_row(longest: int, screen: int) -> int:
    """How many columns of a wide view fit when the longest text takes so many cells."""
    if longest <= 0 or screen < 1 or longest >= screen:
        return 1
    count = 1
    while longest * (count + 1) + count * SEPARATOR < screen:
        count += 1
    return count
