"""A line of message numbers: what is left of messages that wait in the spool alone. Made for a million of them."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Set

_FEW = 16


class Numbers:
    """Message numbers, each once, eight octets each, the lowest first.

    Later messages have higher numbers, so this is their order of arrival, and one that comes back has its old place.
    """

    def __init__(self) -> None:
        self._numbers = array("q")
        self._at = 0

    def __len__(self) -> int:
        return len(self._numbers) - self._at

    def __contains__(self, number: int) -> bool:
        where = bisect_left(self._numbers, number, self._at)
        return where < len(self._numbers) and self._numbers[where] == number

    def add(self, number: int) -> None:
        """To its place, mostly the end."""
        numbers = self._numbers
        if self._at == len(numbers) or numbers[-1] < number:
            numbers.append(number)
            return
        where = bisect_left(numbers, number, self._at)
        if numbers[where] == number:
            return
        if where == self._at and where:
            self._at -= 1
            numbers[self._at] = number
        else:
            numbers.insert(where, number)

    def add_all(self, numbers: Iterable[int]) -> None:
        """Each to its place."""
        new = sorted(numbers)
        if not new:
            return
        if len(new) <= _FEW or not len(self) or new[0] > self._numbers[-1]:
            for number in new:
                self.add(number)
            return
        # Sorting merges two ascending runs in one pass.
        self._numbers = array("q", sorted([*self.all(), *(number for number in dict.fromkeys(new) if number not in self)]))
        self._at = 0

    def take(self, many: int) -> list[int]:
        """Up to so many from the front."""
        taken = self._numbers[self._at:self._at + many].tolist()
        self._at += len(taken)
        if self._at > 4096 and self._at * 2 > len(self._numbers):
            del self._numbers[:self._at]
            self._at = 0
        return taken

    def remove(self, number: int) -> bool:
        """Takes one out wherever it stands."""
        if number not in self:
            return False
        where = bisect_left(self._numbers, number, self._at)
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
        here = [number for number in numbers if number in self] if left else []
        if len(here) <= _FEW:
            for number in here:
                self.remove(number)
        else:
            self._numbers = array("q", [number for number in self.all() if number not in numbers])
            self._at = 0

    def last(self) -> int:
        """The highest, 0 for none."""
        return self._numbers[-1] if len(self) else 0

    def beyond(self, number: int, many: int) -> list[int]:
        """The lowest that are higher than a number, so many at most."""
        first = bisect_right(self._numbers, number, self._at)
        return self._numbers[first:first + many].tolist()

    def all(self) -> "array[int]":
        """All of them."""
        return self._numbers[self._at:]
