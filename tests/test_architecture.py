"""Every dotted name that docs/architecture.md mentions is there."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

TEXT = (Path(__file__).parent.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
NAMES = sorted(set(re.findall(r"`((?:relayshell|relayengine)(?:\.[a-z_]+)+)`", TEXT)))


@pytest.mark.parametrize("name", NAMES)
def test_the_name_is_there(name: str) -> None:
    assert find_spec(name) is not None
