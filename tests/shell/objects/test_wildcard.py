"""Wildcards fit what they should, and no pattern takes for ever."""

from __future__ import annotations

from functools import cache

from hypothesis import example, given
from hypothesis import strategies as st

from relayshell.objects.wildcard import WildcardPattern


def fits(pattern: str, text: str) -> bool:
    """The meaning of * and ?, said as plainly as can be."""
    @cache
    def from_here(at: int, place: int) -> bool:
        if at == len(pattern):
            return place == len(text)
        if pattern[at] == "*":
            return from_here(at + 1, place) or place < len(text) and from_here(at, place + 1)
        return place < len(text) and pattern[at] in ("?", text[place]) and from_here(at + 1, place + 1)

    return from_here(0, 0)


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=10))
@example("*a*", "")
@example("a**b", "ab")
def test_stars_and_question_marks(pattern, text):
    assert WildcardPattern(pattern).matches(text) == fits(pattern, text)


def test_many_stars_against_a_long_text_that_nearly_fits():
    # With a backtracking matcher this does not end.
    assert not WildcardPattern("*a*a*a*a*a*a*a*b").matches("a" * 100_000)
