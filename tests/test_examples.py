"""Every example in a cmdlet's help does what it says: played in a fresh session, the output compared to the letter."""

from __future__ import annotations

from pathlib import Path

import golden_session
import pytest

from relayshell.cmdlets import MODULES
from relayshell.commands.docstring import Example, read_docstring
from relayshell.commands.table import CommandTable

WITHOUT = frozenset((Path(__file__).parent / "without-examples.txt").read_text().split())
"""Cmdlets whose help has no example yet; the list may only grow shorter."""


def examples() -> list[object]:
    """All examples of the shell's own cmdlets."""
    table = CommandTable(MODULES)
    found: list[object] = []
    for info in table.cmdlets.values():
        for example in read_docstring(info.cmdlet.__doc__).examples:
            found.append(pytest.param(example, id=f"{info.name}: {example.title}"))
    return found


@pytest.mark.parametrize("example", examples())
def test_an_example(example: Example) -> None:
    script = "\n".join(f"{step.typed}\n'<<{number}>>'" for number, step in enumerate(example.steps))
    out = golden_session.run({"id": "example", "script": script, "width": 120})["out"]
    for number, step in enumerate(example.steps):
        shown, _, out = out.partition(f"<<{number}>>\n")
        assert shown.strip("\n") == step.expected.strip("\n"), step.typed


@pytest.mark.parametrize("name", sorted(name for names in MODULES.values() for name in names))
def test_each_cmdlet_and_parameter_is_explained(name: str) -> None:
    info = CommandTable(MODULES).cmdlets[name.lower()]
    read = read_docstring(info.cmdlet.__doc__)
    assert read.synopsis, f"{name} has no synopsis"
    if name in WITHOUT:
        assert not read.examples, f"{name} has an example now: take it off the list in tests/without-examples.txt"
    else:
        assert read.examples, f"{name} has no example"
    silent = [parameter.name for parameter in info.signature.parameters if not parameter.doc.strip() or "TODO" in parameter.doc]
    assert not silent, f"{name} does not explain {', '.join(silent)}"
