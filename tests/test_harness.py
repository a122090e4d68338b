"""A test framework in plain PowerShell script runs on our shell unchanged, with the counts PowerShell 7.6 gives."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
SOURCE = HERE.parent / "src"


def test_the_self_test_has_the_counts_of_powershell(tmp_path: Path) -> None:
    results = tmp_path / "results.tsv"
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "HOME": str(tmp_path), "RELAYSHELL_RELAY": "off", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "relayshell", "-NoProfile", "-File", str(HERE / "harness" / "Run-Tests.ps1"),
         "-Path", str(HERE / "harness" / "SelfTest.Tests.ps1"), "-Out", str(results)],
        env=environment, capture_output=True, text=True, timeout=100,
    )
    rows = [line.split("\t") for line in results.read_text().splitlines()]
    assert Counter(row[0] for row in rows) == {"PASS": 20, "FAIL": 5, "SKIP": 5}
    assert all("must fail" in row[2] for row in rows if row[0] == "FAIL")
    assert done.stdout == "20 passed, 5 failed, 5 skipped\n"
    assert done.returncode == 1, done.stderr
