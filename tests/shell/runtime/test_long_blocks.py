"""A block of very many statements is compiled in parts: it must do what a short one does."""

from __future__ import annotations

from relayshell.runtime import compile as compiler
from relayshell.runtime.session import Session
from running import Recorder, run

MANY = compiler._LONG + 50
LONG = "\n".join(f"$sum += {number}" for number in range(MANY))
SUM = str(sum(range(MANY)))


def test_variables_classes_and_functions_reach_through_all_parts() -> None:
    text = f"class Kept {{ [int]$v = 3 }}\nfunction add($x) {{ $script:n += $x }}\n$sum = 0\n{LONG}\nadd 2\n$sum; $n; [Kept]::new().v"
    assert run(text, Session(Recorder())).texts == [SUM, "2", "3"]


def test_return_leaves_the_whole_block_from_any_part() -> None:
    text = f"& {{ $sum = 0\n{LONG}\n'left'; if ($sum) {{ return $sum }}\n{LONG}\n'never' }}; 'after'"
    assert run(text, Session(Recorder())).texts == ["left", SUM, "after"]


def test_an_error_is_told_at_its_line_and_the_next_statement_runs() -> None:
    text = f"$sum = 0\n{LONG}\ntry {{ 1 / $null }} catch {{ $_.InvocationInfo.ScriptLineNumber }}\n$sum"
    assert run(text, Session(Recorder())).texts == [str(MANY + 2), SUM]
