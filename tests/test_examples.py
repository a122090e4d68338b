"""Every example in a cmdlet's help comes out as it is written there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from play import answers, trimmed

from relayshell.commands.docstring import Example, read_docstring
from relayshell.commands.transcript import Scene


def cmdlet_classes() -> Iterator[tuple[str, Any]]:
    """Every cmdlet that there is, by name."""
    import importlib

    from relayshell import cmdlets, transport
    from relayshell.commands.cmdlet import Cmdlet

    for table in (cmdlets.MODULES, transport.MODULES):
        for module, names in table.items():
            classes = {value.signature.name: value for value in vars(importlib.import_module(module)).values()
                       if isinstance(value, type) and issubclass(value, Cmdlet) and "signature" in vars(value)}
            for name in names:
                yield name, classes[name]


EXAMPLES = [pytest.param(example, id=f"{name}: {example.title}")
            for name, found in cmdlet_classes() for example in read_docstring(found.__doc__).examples if example.steps]


@pytest.mark.parametrize("example", EXAMPLES)
def test_example(example: Example, tmp_path: Path) -> None:
    for step, text in answers(Scene(example.title, (), example.steps), tmp_path / "example"):
        assert text == trimmed(step.expected), step.typed
