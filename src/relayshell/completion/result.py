"""What completion gives: candidates, and the stretch of text that the chosen one replaces."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Candidate(NamedTuple):
    """One thing that could stand here.

    text   what replaces what was typed, quotes included
    shown  what a list shows of it
    kind   a name of System.Management.Automation.CompletionResultType
    tip    what explains it
    """

    text: str
    shown: str
    kind: str
    tip: str


def plain(names: Iterable[str], kind: str = "ParameterValue") -> list[Candidate]:
    """Candidates that need no quotes and no explanation."""
    return [Candidate(name, name, kind, name) for name in names]


class Found(NamedTuple):
    """The candidates for a place; `index` and `length` tell what they replace, -1 where there is nothing to complete."""

    index: int  # type: ignore[assignment]
    length: int
    candidates: list[Candidate]


NOTHING = Found(-1, -1, [])
