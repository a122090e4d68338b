"""docs/reference says what is declared: a page that is stale fails here, and scripts/reference mends it."""

from __future__ import annotations

import importlib.util
from importlib.machinery import SourceFileLoader
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "scripts" / "reference"


def test_the_reference_is_true() -> None:
    loader = SourceFileLoader("reference", str(SCRIPT))
    spec = importlib.util.spec_from_loader("reference", loader)
    assert spec
    reference = importlib.util.module_from_spec(spec)
    loader.exec_module(reference)
    differ, extra = reference.stale()
    assert not differ and not extra, "run scripts/reference: " + ", ".join(path.name for path in (*differ, *extra))
