"""Reading golden cases, and saying where our answer differs from the expected one. Runs nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Case = dict[str, Any]


def read_cases(files: list[str]) -> list[Case]:
    cases = []
    for name in files:
        for line in Path(name).read_text(encoding="utf-8").splitlines():
            if line.strip():
                cases.append(json.loads(line))
    return cases


def compare_snippet(case: Case, ours: Case) -> str | None:
    """The first difference, or None: `out` to the letter, `errors` by id, category and position."""
    difference = first_difference("out", case["out"], ours["out"])
    if difference:
        return difference
    expected = [error_key(error) for error in case.get("errors") or ()]
    got = [error_key(error) for error in ours.get("errors") or ()]
    if expected != got:
        return f"  errors expected: {expected}\n  errors     ours: {got}"
    if (case.get("terminating") or None) != (ours.get("terminating") or None):
        return f"  terminating expected: {case.get('terminating')!r}\n  terminating     ours: {ours.get('terminating')!r}"
    return None


def error_key(error: Case) -> tuple[Any, ...]:
    return error.get("fqid"), error.get("cat"), error.get("line"), error.get("col")


def compare_cli(case: Case, ours: Case) -> str | None:
    """The first difference in what a command line printed and how it ended."""
    if case["stdout"] is not None:
        expected, got = case["stdout"], ours["stdout"]
        if case.get("compare") == "stdout-prefix":
            got = got[: len(expected)]
        difference = first_difference("stdout", expected, got)
        if difference:
            return difference
    difference = first_difference("stderr", case["stderr"], ours["stderr"])
    if difference:
        return difference
    if case["exit"] != ours["exit"]:
        return f"  exit expected: {case['exit']}, ours: {ours['exit']}"
    return None


def first_difference(name: str, expected: str, got: str) -> str | None:
    """The first line that differs, with its number."""
    if expected == got:
        return None
    left, right = expected.split("\n"), got.split("\n")
    for number, (one, other) in enumerate(zip(left, right), 1):
        if one != other:
            break
    else:
        number = min(len(left), len(right)) + 1
    one = left[number - 1] if number <= len(left) else "(no more lines)"
    other = right[number - 1] if number <= len(right) else "(no more lines)"
    return f"  {name}, line {number}\n    expected: {one!r}\n        ours: {other!r}"
