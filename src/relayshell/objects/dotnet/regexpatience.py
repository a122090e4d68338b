"""Patterns that may search for longer than anybody waits, so that Ctrl+C is felt while they do.

One call of an engine cannot be interrupted. Where a pattern repeats what itself repeats or chooses, the search goes on in
slices of time: after each, which lasts as long as all before it, the session may be stopped, and the search is begun anew
with twice the time. All other patterns are left alone.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

FIRST_SLICE = 0.25
"""Seconds."""


class Patient:
    """A pattern of the `regex` package that lets the session be stopped while it searches."""

    __slots__ = ("inner", "groupindex")

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.groupindex = inner.groupindex

    def search(self, text: str, start: int = 0, end: int | None = None, timeout: float | None = None) -> Any:
        """The first match, or None. Raises TimeoutError after the time allowed."""
        stop = len(text) if end is None else end
        for slice in _slices(timeout):
            try:
                return self.inner.search(text, start, stop, timeout=slice, concurrent=True)
            except TimeoutError:
                continue
        raise TimeoutError

    def finditer(self, text: str, start: int = 0, end: int | None = None, timeout: float | None = None) -> Iterator[Any]:
        """All matches. Raises TimeoutError after the time allowed."""
        stop = len(text) if end is None else end
        given = 0
        for slice in _slices(timeout):
            try:
                for number, found in enumerate(self.inner.finditer(text, start, stop, timeout=slice, concurrent=True)):
                    if number >= given:
                        given += 1
                        yield found
                return
            except TimeoutError:
                continue
        raise TimeoutError

    def sub(self, replacement: str, text: str) -> str:
        """The text with all matches replaced by another text, which is taken as it is."""
        return replaced(self, replacement, text)


def _slices(timeout: float | None) -> Iterator[float]:
    """Times to search for, each twice the one before, until the time allowed is over."""
    slice = FIRST_SLICE
    over = None if timeout is None else time.monotonic() + timeout
    while over is None or time.monotonic() < over:
        yield slice if over is None else max(min(slice, over - time.monotonic()), 0.001)
        slice *= 2


def replaced(compiled: Any, replacement: str, text: str) -> str:
    """The text with all matches replaced, match by match."""
    out: list[str] = []
    last = 0
    for found in compiled.finditer(text):
        begin, end = found.span()
        out.append(text[last:begin])
        out.append(replacement)
        last = end
    out.append(text[last:])
    return "".join(out)


def may_explode(pattern: str) -> bool:
    """Whether the time of a search may grow out of all bounds: a repetition without a limit of something that varies in length."""
    if sum(map(pattern.count, "*+{")) < 2 and "|" not in pattern or pattern.count("(") == 0:
        return False
    from re import _parser  # type: ignore[attr-defined]

    try:
        return _explodes(_parser.parse(pattern), _parser)
    except (re.error, RecursionError, OverflowError):
        return True


def _explodes(parsed: Any, parser: Any) -> bool:
    for operation, argument in parsed:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            _, most, body = argument
            if most is parser.MAXREPEAT or most > 30:
                shortest, longest = body.getwidth()
                if shortest != longest or _chooses(body):
                    return True
            if _explodes(body, parser):
                return True
        elif any(_explodes(part, parser) for part in _parts(argument, parser)):
            return True
    return False


def _chooses(body: Any) -> bool:
    """Whether a repeated part begins by choosing between alternatives."""
    for operation, argument in body:
        if str(operation) == "BRANCH":
            return True
        if str(operation) == "SUBPATTERN":
            return _chooses(argument[-1])
    return False


def _parts(argument: Any, parser: Any) -> Iterator[Any]:
    """The patterns within an operation."""
    if isinstance(argument, parser.SubPattern):
        yield argument
    elif isinstance(argument, (tuple, list)):
        for each in argument:
            yield from _parts(each, parser)
