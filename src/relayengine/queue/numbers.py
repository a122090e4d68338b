"""A line of message numbers: what is left of a message that waits in the spool alone. Made for a million of them."""

import heapq
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Set

_FEW = 16


class Numbers:
    """A first-in first-out line of message numbers, eight octets each.

    Numbers mostly come in order, since later messages have higher ones. While they do, one is found in some twenty steps; after messages
    have come back out of order (each may have its own time), finding one looks at all.
    """

    def __init__(self) -> None:
        self._numbers = array("q")
        self._at = 0
        self._rising = True
        """Whether each is higher than the one before."""

    def __len__(self) -> int:
        return len(self._numbers) - self._at

    def __contains__(self, number: int) -> bool:
        return self._place(number) >= 0

    def add(self, number: int) -> None:
        """To the end."""
        if self._rising and len(self) and self._numbers[-1] >= number:
            self._rising = False
        self._numbers.append(number)

    def add_first(self, numbers: list[int]) -> None:
        """To the front, the first of them first."""
        if not numbers:
            return
        rest = self._numbers[self._at:]
        if not all(a < b for a, b in zip(numbers, numbers[1:], strict=False)) or rest and numbers[-1] >= rest[0]:
            self._rising = False
        self._numbers = array("q", numbers) + rest
        self._at = 0

    def take(self, many: int) -> list[int]:
        """Up to so many from the front."""
        taken = self._numbers[self._at:self._at + many].tolist()
        self._at += len(taken)
        if not len(self):
            self._numbers, self._at, self._rising = array("q"), 0, True
        elif self._at > 4096 and self._at * 2 > len(self._numbers):
            del self._numbers[:self._at]
            self._at = 0
        return taken

    def remove(self, number: int) -> bool:
        """Takes one out wherever it stands."""
        where = self._place(number)
        if where < 0:
            return False
        if where == self._at:
            self._at += 1
        else:
            del self._numbers[where]
        return True

    def remove_all(self, numbers: Set[int]) -> None:
        """Takes out all of these that are here: at little cost where they stand in front, as the oldest do."""
        left = len(numbers)
        while left and len(self) and self._numbers[self._at] in numbers:
            self._at += 1
            left -= 1
        if not left or not len(self):
            return
        if self._rising:
            places = [place for place in map(self._place, numbers) if place >= 0]
            if len(places) <= _FEW:
                for place in sorted(places, reverse=True):
                    del self._numbers[place]
                return
        self._numbers = array("q", [number for number in self._numbers[self._at:] if number not in numbers])
        self._at = 0

    def beyond(self, number: int, many: int) -> list[int]:
        """The lowest that are higher than a number, so many at most, in order."""
        if self._rising:
            first = bisect_right(self._numbers, number, self._at)
            return self._numbers[first:first + many].tolist()
        return heapq.nsmallest(many, (each for each in self._numbers[self._at:] if each > number))

    def all(self) -> "array[int]":
        """All of them, in order."""
        return self._numbers[self._at:]

    def _place(self, number: int) -> int:
        if self._rising:
            where = bisect_left(self._numbers, number, self._at)
            return where if where < len(self._numbers) and self._numbers[where] == number else -1
        try:
            return self._numbers.index(number, self._at)
        except ValueError:
            return -1
