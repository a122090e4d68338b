"""What every test may count on: the source on the path, and the tests' own modules beside it."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]


def pytest_addoption(parser) -> None:  # noqa: ANN001 - pytest's own
    parser.addoption("--update", action="store_true", help="rewrite what came out in transcripts and dialogs")
