"""System.Random. With a seed it gives the very numbers that .NET's documented subtractive generator gives."""

from __future__ import annotations

import random
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import range_fault
from relayshell.objects.dotnet.results import BYTES
from relayshell.objects.numbers import Int64, Single

_BIG, _SEED = 2147483647, 161803398


class Subtractive:
    """Knuth's subtractive generator (The Art of Computer Programming, volume 2, 3.2.2) as .NET seeds and steps it."""

    __slots__ = ("table", "first", "second")

    def __init__(self, seed: int) -> None:
        table = [0] * 56
        number = _SEED - (_BIG if seed == -2147483648 else abs(seed))
        table[55] = number
        step, place = 1, 0
        for _ in range(1, 55):
            place += 21
            if place >= 55:
                place -= 55
            table[place] = step
            step = number - step
            if step < 0:
                step += _BIG
            number = table[place]
        for _ in range(4):
            for at in range(1, 56):
                other = at + 30
                if other >= 55:
                    other -= 55
                value = table[at] - table[1 + other]
                # The reference code works on 32-bit ints and lets them wrap.
                value = (value + 2**31) % 2**32 - 2**31
                table[at] = value + _BIG if value < 0 else value
        self.table, self.first, self.second = table, 0, 21

    def step(self) -> int:
        """The next number from 0 to 2147483646."""
        self.first = self.first % 55 + 1
        self.second = self.second % 55 + 1
        value = self.table[self.first] - self.table[self.second]
        if value == _BIG:
            value -= 1
        if value < 0:
            value += _BIG
        self.table[self.first] = value
        return value


class Random:
    """A source of random numbers, seeded or not."""

    __slots__ = ("seeded", "props")

    def __init__(self, seed: int | None = None) -> None:
        self.seeded = None if seed is None else Subtractive(seed)

    def sample(self) -> float:
        """From 0 up to but not 1."""
        return random.random() if self.seeded is None else self.seeded.step() * (1.0 / _BIG)

    def below(self, low: int, high: int) -> int:
        """A whole number from low up to but not high."""
        if low == high:
            return low
        if self.seeded is None:
            return random.randrange(low, high)
        span = high - low
        if span <= _BIG:
            return int(self.sample() * span) + low
        value = self.seeded.step()
        if self.seeded.step() % 2 == 0:
            value = -value
        return int((value + (_BIG - 1)) / (2.0 * _BIG - 1) * span) + low


def _next(self: Random, *args: int) -> int:
    if not args:
        return self.below(0, _BIG) if self.seeded is None else self.seeded.step()
    low, high = (0, args[0]) if len(args) == 1 else args
    if len(args) == 1 and high < 0:
        raise range_fault("'maxValue' must be greater than zero.", "maxValue")
    if low > high:
        raise range_fault("'minValue' cannot be greater than maxValue.", "minValue")
    return self.below(int(low), int(high))


def _next64(self: Random, *args: int) -> Int64:
    low, high = (0, 2**63 - 1) if not args else (0, args[0]) if len(args) == 1 else args
    if low > high:
        raise range_fault("'minValue' cannot be greater than maxValue.", "minValue")
    return Int64(random.randrange(int(low), int(high)) if high > low else low)


def _fill(self: Random, target: list[Any]) -> None:
    for place in range(len(target)):
        target[place] = BYTES[random.randrange(256) if self.seeded is None else self.seeded.step() % 256]


def _shuffle(self: Random, target: list[Any]) -> None:
    for place in range(len(target) - 1):
        other = self.below(place, len(target))
        target[place], target[other] = target[other], target[place]


def _items(self: Random, choices: Any, length: int) -> Any:
    from relayshell.objects.arrays import TypedArray
    made = [choices[self.below(0, len(choices))] for _ in range(length)]
    return TypedArray(choices.element_type, made) if hasattr(choices, "element_type") else made


def _hex(self: Random, length: int, lower: bool = False) -> str:
    text = "".join("0123456789ABCDEF"[self.below(0, 16)] for _ in range(length))
    return text.lower() if lower else text


_SHARED = Random()
declare(
    "System.Random", Random, new={"*": Random, "()": Random},
    methods={"Next": _next, "NextDouble": Random.sample, "NextSingle": lambda self: Single(self.sample()), "NextInt64": _next64, "NextBytes": _fill, "Shuffle": _shuffle,
             "GetItems": _items, "GetHexString": _hex},
    static_get={"Shared": lambda: _SHARED},
)
