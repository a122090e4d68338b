"""`relayshell ... | head`: whoever read the output may leave; the script goes on, and nobody hears of a broken pipe."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[3] / "src"


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    done = tmp_path / "done"
    script = f"1..50000 | ForEach-Object {{ [pscustomobject]@{{ N = $_ }} }} | Format-Table; Set-Content '{done}' yes"
    shell = subprocess.Popen([sys.executable, "-m", "relayshell", "-NoProfile", "-Command", script], env={**os.environ, "PYTHONPATH": str(SOURCE)},
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert shell.stdout is not None and shell.stderr is not None
    assert shell.stdout.readline() == "\n"
    shell.stdout.close()
    errors = shell.stderr.read()
    assert (shell.wait(60), errors, done.read_text()) == (0, "", "yes\n")
