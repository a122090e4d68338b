"""A clock for deadlines of days, which one wrong second of the system's clock must not bring about.

The time of day may jump (a bad time server, a suspended machine, a person). Monotonic time never does, but does not know the
date. `Steady` goes with the monotonic clock and follows the time of day at no more than twice its pace, forwards only: a
jump of five days expires nothing at once, and after a true suspension the clock catches up.
"""

import time
from collections.abc import Callable


class Steady:
    """Seconds since 1970 that never jump and never go back."""

    def __init__(self, wall: Callable[[], float] = time.time, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._time = wall()
        self._at = monotonic()

    def now(self) -> float:
        """The steady time."""
        at = self._monotonic()
        passed = max(0.0, at - self._at)
        self._at = at
        wall = self._wall()
        if wall > self._time + passed:
            self._time += min(2 * passed, wall - self._time)
        elif wall > self._time + passed - 1:
            self._time = max(self._time, wall)
        else:
            self._time += passed
        return self._time
