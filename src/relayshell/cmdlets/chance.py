"""Chance as Get-Random takes it: of the system, or the same series each time for a seed.

The seeded series is .NET's, so that a script that sets a seed sees the numbers it knows.
"""

from __future__ import annotations

import os

_INT_MAX = 2**31 - 1


class Chance:
    """A source of bytes, and numbers made of them."""

    def bytes(self, count: int) -> bytes:
        """So many bytes."""
        return os.urandom(count)

    def _sample(self) -> int:
        return int.from_bytes(self.bytes(4), "little", signed=True)

    def natural(self) -> int:
        """A number from 0 up to but not 2^31 - 1."""
        result = self._sample()
        while result == _INT_MAX:
            result = self._sample()
        return result + _INT_MAX if result < 0 else result

    def fraction(self) -> float:
        """A number from 0 up to but not 1."""
        return self.natural() * (1.0 / _INT_MAX)

    def between(self, low: int, high: int) -> int:
        """An Int32 from low up to but not high."""
        span = high - low
        if span <= _INT_MAX:
            return int(self.fraction() * span) + low
        sample = self._sample()
        if self._sample() % 2 == 0:
            sample = -sample
        large = (float(sample) + (_INT_MAX - 1)) / (2 * _INT_MAX - 1)
        return int(large * span) + low

    def between_long(self, low: int, high: int) -> int:
        """An Int64 from low up to but not high."""
        span = high - low
        if span <= _INT_MAX:
            return low + self.between(0, span)
        mask = (1 << span.bit_length()) - 1
        while True:
            number = int.from_bytes(self.bytes(8), "little") & mask
            if number < span:
                return low + number

    def between_real(self, low: float, high: float) -> float:
        """A Double from low up to but not high."""
        span = high - low
        while True:
            part = self.fraction()
            if span == float("inf"):
                number = low + part * high - part * low
            else:
                number = low + part * span
                span *= part
            if number < high:
                return number


class SeededChance(Chance):
    """The series that .NET's Random gives for a seed."""

    def __init__(self, seed: int) -> None:
        from relayshell.objects.dotnet.randoms import Subtractive

        self._series = Subtractive(seed)

    def bytes(self, count: int) -> bytes:
        return bytes(self._series.step() & 0xFF for _ in range(count))
