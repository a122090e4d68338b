"""Variables: which scope a name means, and what a variable that is more than plain does."""

from __future__ import annotations

import pytest

from running import run, texts

CASES = {
    "a function sees its caller's variables": ("$x = 1; function f { $x }; f", ["1"]),
    "an assignment stays in the function": ("$x = 1; function f { $x = 2; $x }; f; $x", ["2", "1"]),
    "reading before assigning sees the caller's": ("$x = 1; function f { $x; $x = 2; $x }; f", ["1", "2"]),
    "++ begins from the caller's": ("$x = 1; function f { $x++; $x }; f; $x", ["2", "1"]),
    "+= begins from nothing": ("$l = @('a'); function f { $l += 'b'; \"$l\" }; f; \"$l\"", ["b", "a"]),
    "+= after a read begins from the caller's": ("$l = @('a'); function f { $null = $l; $l += 'b'; \"$l\" }; f", ["a b"]),
    "script and global": ("function f { $script:s = 1; $global:g = 2 }; f; \"$s$g\"", ["12"]),
    "private is not seen below": ("$private:p = 1; function f { \"[$p]\" }; f; $p", ["[]", "1"]),
    "dot-sourcing shares the scope": (". { $d = 1 }; $d; & { $d = 2 }; $d", ["1", "1"]),
    "a removed variable shows the caller's again": ("$x = 1; function f { $x = 2; Remove-Variable x; $x }; f", ["1"]),
    "Set-Variable in a scope above": ("function f { $q = 1; g; $q }; function g { Set-Variable q 9 -Scope 1 }; f", ["9"]),
    "a variable that Set-Variable makes is seen by code that runs": ("function f { \"[$n]\"; Set-Variable n 5; \"[$n]\" }; f", ["[]", "[5]"]),
    "closures keep values": ("$x = 1; $c = { $x }.GetNewClosure(); $x = 2; & $c; & { $x }", ["1", "2"]),
    "closures of a function": ("function mk($n) { { $n * 2 }.GetNewClosure() }; & (mk 21)", ["42"]),
    "$_ is brought back": ("'a' | ForEach-Object { 'b' | ForEach-Object { $_ }; $_ }", ["b", "a"]),
    "$_ is brought back between stages": ("1, 2 | ForEach-Object { $_ * 10; $_ } | ForEach-Object { \"g$_\" }", ["g10", "g1", "g20", "g2"]),
    "a typed variable converts": ("[int]$n = '5'; $n = '7'; $n + 1", ["8"]),
    "$args and $input": ("function f { \"$($args.Count) $(@($input).Count)\" }; 1, 2 | f a b c", ["3 2"]),
    "[ref]": ("function f([ref]$r) { $r.Value += 5 }; $v = 1; f ([ref]$v); $v", ["6"]),
    "nothing put out is kept apart from null": ("$n = & { }; @($n).Count; $n | ForEach-Object { 'never' }; $null -eq $n", ["0", "True"]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_variables(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_a_read_only_variable() -> None:
    outcome = run("New-Variable ro 1 -Option ReadOnly; $ro = 2; $ro")
    assert outcome.texts == ["1"] and outcome.errors == ["VariableNotWritable"]


def test_a_validated_variable() -> None:
    outcome = run("[ValidateRange(1, 5)][int]$v = 3; $v = 9; $v")
    assert outcome.texts == ["3"] and len(outcome.errors) == 1


def test_strict_mode_minds_variables_below_it() -> None:
    outcome = run("& { Set-StrictMode -Version 1; $nope }; $nope; 'end'")
    assert outcome.errors == ["VariableIsUndefined"] and outcome.texts == ["", "end"]
