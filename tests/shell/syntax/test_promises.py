"""Promises: any text is read, nothing is lost, places are right, and time grows as the text does."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relayshell.source import Source
from relayshell.syntax import parse, tokens
from relayshell.syntax.chars import SPACES
from relayshell.syntax.roles import roles

PIECES = st.sampled_from(
    """$a @a $( ) ( { } @{ @( [ ] [int] , ; | || && & . :: : ? ?. ?[ ?? ??= = += -eq -not -split -f + ++ - -- * / % .. ! " ' @' '@ @" "@ `
    # <# #> \\n \\r\\n
    if else elseif switch foreach for in while do until try catch finally trap function filter param begin process end class enum using namespace
    "" $("" ""$ static hidden return break throw data default -File -Regex 1 0x1f 1kb 1.5 .5 abc a-b $b.c 2>&1 > >> < --% -- -p -p: :l base $using:x ${c d} ~ é \U0001f600 \0
    """.replace("\\n", "\n").split(" ")
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.one_of(PIECES, st.sampled_from([" ", "\n", ""])), max_size=40).map("".join),
    st.lists(PIECES, max_size=30).map(" ".join),
)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_is_read(text: str) -> None:
    parsed = parse(text)
    length = len(text)
    for problem in parsed.problems:
        assert 0 <= problem.extent.start <= problem.extent.end <= length + 1
        assert str(problem)
    for node in parsed.tree.walk():
        assert 0 <= node.start <= node.end <= length + 1
        for child in node.children():
            assert child.parent is node


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_every_character_belongs_to_a_token_or_to_white_space(text: str) -> None:
    at = 0
    for token in tokens(text):
        if token.kind == "EndOfInput":
            break
        assert token.start >= at, "tokens overlap"
        _only_space(text[at : token.start])
        at = token.end
    _only_space(text[at:])


def _only_space(gap: str) -> None:
    assert all(char in SPACES or char == "`" for char in gap), gap


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_roles_do_not_overlap(text: str) -> None:
    at = 0
    for start, end, _ in roles(text):
        assert at <= start < end
        at = end


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_reading_leaves_no_trace_of_what_was_read_before(text: str) -> None:
    def read(source: str) -> list[tuple[str, int]]:
        return [(type(node).__name__, node.start) for node in parse(source).tree.walk()]

    assert read(text) == read(text)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab\t\r\n\U0001f600", max_size=30), st.integers(0, 30))
def test_lines_and_columns_agree_with_counting(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    lines = text[:offset].replace("\r\n", "\n" if text[offset - 1 : offset + 1] != "\r\n" else "\r\n").replace("\r", "\n").split("\n")
    source = Source(text)
    if text[offset - 1 : offset + 1] != "\r\n":
        assert source.line_of(offset) == len(lines)
        assert source.column_of(offset) == len(lines[-1].encode("utf-16-le")) // 2 + 1


SCRIPTS = [
    json.loads(line)["script"]
    for path in sorted((Path(__file__).parent.parent.parent / "golden").glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SCRIPTS), st.integers(0, 400), st.integers(0, 6), PIECES)
def test_a_broken_script_is_read_too(script: str, place: int, left_out: int, put_in: str) -> None:
    text = script[:place] + put_in + script[place + left_out :]
    assert parse(text, keep_tokens=True).tokens[-1].kind == "EndOfInput"
    parse(script[:place])


DEEP = [
    "(" * 100_000,
    "{" * 100_000,
    "[a" * 50_000,
    "@(" * 50_000,
    "@{a=" * 50_000,
    "!" * 100_000 + "1",
    "-not " * 50_000 + "1",
    "$a=" * 50_000 + "1",
    "1 ? " * 50_000,
    "function f { " * 5_000,
    '"$(' * 20_000,
]


@pytest.mark.parametrize("text", DEEP, ids=[text[:8] for text in DEEP])
def test_nesting_too_deep_is_said_so(text: str) -> None:
    limit = sys.getrecursionlimit()
    assert "ScriptTooComplicated" in {problem.error_id for problem in parse(text).problems}
    assert sys.getrecursionlimit() == limit


def test_deep_nesting_below_the_limit_is_read_wherever_it_stands() -> None:
    for inner in ("(" * 300 + "1" + ")" * 300, "if (1) { " * 200 + "1" + " }" * 200, "-not " * 900 + "1"):
        for text in (inner, "class A { M() { " + inner + " } }", "data { " + inner + " }"):
            assert "ScriptTooComplicated" not in {problem.error_id for problem in parse(text).problems}


LONG = [
    "$a = 1" + " + 1" * 10_000,
    "$a = " + ",".join(["1"] * 100_000),
    "$a" + ".b" * 20_000,
    "a" + " | b" * 20_000,
    "a" + " && b" * 20_000,
    "if (1) { }" + " elseif (1) { }" * 10_000,
    '"' + "a $b " * 50_000 + '"',
    "[int]" * 20_000 + "1",
    "1 2\n" * 10_000,
    "}" * 50_000,
    "# comment\n" * 100_000,
    "class A { M() { " + "if ($a) { $x = 1 }; " * 2_000 + "} }",
]


@pytest.mark.parametrize("text", LONG, ids=[text[:12] for text in LONG])
def test_long_text_takes_time_in_proportion(text: str) -> None:
    started = time.perf_counter()
    parse(text)
    assert time.perf_counter() - started < 0.5 + len(text) / 20_000


def test_ordinary_scripts_are_read_fast() -> None:
    text = "function Get-It { param([string]$Name)\n  Get-ChildItem -Path $Name | Where-Object { $_.Length -gt 1kb }\n}\n" * 3_000
    started = time.perf_counter()
    assert not parse(text).problems
    assert len(text) / (time.perf_counter() - started) > 100_000  # three times as fast on an idle machine, and more
