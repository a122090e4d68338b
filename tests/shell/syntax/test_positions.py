"""Pointing at text: the message with the line and the tildes under it."""

from __future__ import annotations

import pytest

from relayshell.source import Extent, Source

LONG = "x" * 30 + "[here]" + "y" * 60


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("a b c", 2, 3, "At line:1 char:3\n+ a b c\n+   ~"),
        ("a\nb c\n", 4, 5, "At line:2 char:3\n+ b c\n+   ~"),
        ("a b", 3, 3, "At line:1 char:4\n+ a b\n+    ~"),
        ("\ta b", 1, 2, "At line:1 char:2\n+     a b\n+     ~"),
        ("a {\nb\n}", 2, 7, "At line:1 char:3\n+ a {\n+   ~"),
        (LONG, 30, 36, "At line:1 char:31\n+ " + LONG[:69] + " …\n+ " + " " * 30 + "~" * 6),
        ("", 0, 0, "At line:1 char:1\n+ "),
    ],
)
def test_the_place_is_shown_under_its_line(text: str, start: int, end: int, expected: str) -> None:
    assert Extent(Source(text), start, end).position_message() == expected


def test_a_file_is_named() -> None:
    assert Extent(Source("x", "/a/b.ps1"), 0, 1).position_message().startswith("At /a/b.ps1:1 char:1")


def test_a_place_far_right_keeps_its_surroundings() -> None:
    text = "a" * 100 + " bad " + "c" * 100
    shown = Extent(Source(text), 101, 104).underlined().split("\n")
    assert shown[0].startswith("… a") and shown[0].endswith("c …")
    assert shown[0][shown[1].index("~") - 2 :][:3] == "bad"
    assert shown[1].strip("+ ") == "~~~"
