"""A script that starts another shell: $PSHOME/pwsh answers, and a script block goes there and its objects come back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SRC = Path(__file__).resolve().parents[3] / "src"


def run(script: str) -> str:
    """What a shell of its own prints for a script."""
    found = subprocess.run(
        [sys.executable, "-m", "relayshell", "-NoProfile", "-Command", script], capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "PYTHONPATH": str(SRC)},
    )
    return found.stdout


def test_home_has_the_shell_and_path_finds_it() -> None:
    said = run("& \"$PSHOME/pwsh\" -NoProfile -Command 'exit 5'; $LASTEXITCODE; (Get-Command pwsh).Source -eq \"$PSHOME/pwsh\"")
    assert said.split() == ["5", "True"]


def test_a_block_with_arguments_gives_objects() -> None:
    said = run("$r = pwsh -NoProfile -Command { param($t, $n) $t.a + $n; Get-Date } -args @{ a = 2 }, 3; $r[0].GetType().Name; $r[0]; $r[1].GetType().Name")
    assert said.split() == ["Int32", "5", "DateTime"]


def test_objects_are_piped_in() -> None:
    assert run("1, 2 | pwsh -NoProfile -Command { $input | ForEach-Object { $_ * 2 } }").split() == ["2", "4"]


def test_errors_come_back_as_records() -> None:
    said = run("$e = pwsh -NoProfile -Command { Get-Item /nonexistent } 2>&1; $e.FullyQualifiedErrorId; \"$($e.CategoryInfo.Category)\"")
    assert said.split() == ["PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand", "ObjectNotFound"]
