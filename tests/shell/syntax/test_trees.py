"""What is read from a text: a table of snippets and the trees they give."""

from __future__ import annotations

from pathlib import Path

import pytest

from relayshell.syntax import parse
from shell.syntax.shapes import short

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "trees.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_a_snippet_gives_its_tree(text: str, expected: str) -> None:
    text = text.replace("\\n", "\n").replace("\\t", "\t")
    parsed = parse(text)
    assert not parsed.problems
    assert short(parsed.tree) == expected
