"""A shell at a terminal, for every test of the prompt."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from terminal import Terminal


@pytest.fixture
def terminal(tmp_path):
    made = Terminal(tmp_path, "-NoProfile")
    made.prompt()
    yield made
    made.close()
