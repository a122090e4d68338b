"""Reading transcripts and docstrings, and writing transcripts again."""

from __future__ import annotations

import pytest

from relayshell.commands.docstring import read_docstring
from relayshell.commands.transcript import TranscriptError, read_scenes, rewritten

TEXT = """\
# first #
//width 80
// a comment
PS> 1
1

PS> if (1) {
>> 2 }
2
C: no speaker here

# second #
PS> 3
"""


def test_scenes_and_steps() -> None:
    first, second = read_scenes(TEXT)
    assert (first.title, first.directive("width"), second.title) == ("first", "80", "second")
    assert [(step.typed, step.expected) for step in first.steps] == [("1", "1"), ("if (1) {\n2 }", "2\nC: no speaker here")]
    assert [(step.typed, step.expected) for step in second.steps] == [("3", "")]


def test_other_speakers() -> None:
    (scene,) = read_scenes("C: EHLO a\nS: 250 b\nPS> 1\n1\n", "CS")
    assert [(step.speaker, step.typed, step.expected) for step in scene.steps] == [("C", "EHLO a", ""), ("S", "250 b", ""), ("PS", "1", "1")]


def test_unknown_directives_are_told() -> None:
    with pytest.raises(TranscriptError, match='"//colour" is not a directive'):
        read_scenes("//colour red\nPS> 1\n")
    with pytest.raises(TranscriptError, match="stands after the first prompt"):
        read_scenes("PS> 1\n//width 80\n")


def test_rewriting_with_the_same_output_changes_nothing() -> None:
    assert rewritten(TEXT, lambda scene, step: step.expected) == TEXT


def test_a_docstring() -> None:
    found = read_docstring(
        """Keeps some.

        More of it
        in two lines.

        Example: one

            PS> 1
            1

        Example: two

            PS> 2

        Notes: mind it.
        """
    )
    assert found.synopsis == "Keeps some."
    assert found.description == "More of it in two lines."
    assert found.notes == "mind it."
    assert [(example.title, [step.typed for step in example.steps]) for example in found.examples] == [("one", ["1"]), ("two", ["2"])]
