"""Calls at one place in a loop: how the first were bound is used again, and never where it would be wrong."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "runtime"))

from running import run

from relayshell.commands import callplans


@pytest.fixture
def made(monkeypatch):
    """The plans that were made, and how often one was used."""
    found: list[object] = []
    bind = callplans.CallPlan.bind
    monkeypatch.setattr(callplans.CallPlan, "bind", lambda plan, values, host: found.append(plan) or bind(plan, values, host))
    return found


@pytest.mark.parametrize(("text", "wanted", "used"), [
    ("foreach ($i in '1', '2', '3', '4') { Join-Path a $i }", ["a/1", "a/2", "a/3", "a/4"], True),
    ("foreach ($i in 'a', 'b', 'c', 'd') { Join-Path -Path $i -ChildPath x }", ["a/x", "b/x", "c/x", "d/x"], True),
    ("foreach ($i in 1, 2, 'c', 4) { New-Object psobject | Add-Member n $i -PassThru | ForEach-Object n }", ["1", "2", "c", "4"], True),
    ("foreach ($i in 1..4) { (Get-Random -Maximum 1 -Minimum 0) + $i }", ["1", "2", "3", "4"], True),
    # A value that a check refuses is refused as ever, and the next goes on.
    ("foreach ($i in 3, 4, -1, 5) { try { (New-Object psobject | Select-Object -First $i | Measure-Object).Count } catch { 'refused' } }", ["1", "1", "refused", "1"], True),
    ("foreach ($i in 'a', 'b', '', 'd') { try { Split-Path $i -Leaf } catch { $_.FullyQualifiedErrorId } }",
     ["a", "b", "ParameterArgumentValidationErrorEmptyStringNotAllowed,Microsoft.PowerShell.Commands.SplitPathCommand", "d"], True),
    # Another class of value is bound anew.
    ("foreach ($i in 'a', 'b', @('c', 'd'), 'e') { Split-Path $i -Leaf }", ["a", "b", "c", "d", "e"], True),
    # What is converted is converted each time.
    ("foreach ($i in '1', '2', '3') { (Get-Date -Year 2000 -Month $i -Day 5).Month }", ["1", "2", "3"], False),
    # Default values count from the moment there are any.
    ("foreach ($i in '1', '2', '3', '4') { if ($i -eq 4) { $PSDefaultParameterValues = @{ 'Join-Path:AdditionalChildPath' = 'z' } }; Join-Path a -ChildPath $i }",
     ["a/1", "a/2", "a/3", "a/4/z"], True),
    # An error action that is written out is the same each time.
    ("foreach ($i in 1..4) { Get-Variable nosuch$i -ErrorAction SilentlyContinue; $i }", ["1", "2", "3", "4"], True),
    # The command of a name may become another.
    ("foreach ($i in 1..4) { if ($i -eq 4) { function Join-Path { \"own $args\" } }; Join-Path a b }", ["a/b", "a/b", "a/b", "own a b"], True),
    # Nothing given is bound anew.
    ("foreach ($i in 1, 2, $null, 4) { try { Get-Random -Maximum 1 -SetSeed $i } catch { 'none' } }", ["0", "0", "none", "0"], True),
])
def test_calls_in_a_loop(text, wanted, used, made):
    assert run(text).texts == wanted
    assert bool(made) == used
