"""What every test may count on: the source on the path, and the tests' own modules beside it."""

from __future__ import annotations

import sys
from pathlib import Path

import hypothesis

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

# How long a case takes is the machine's affair: no test fails because something else was running.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def pytest_addoption(parser) -> None:  # noqa: ANN001 - pytest's own
    parser.addoption("--update", action="store_true", help="rewrite what came out in transcripts and dialogs")
