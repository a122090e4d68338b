"""Statements: what they put out and where control goes."""

from __future__ import annotations

import pytest

from running import run, texts

CASES = {
    "if chooses the first that holds": ("if (0) { 'a' } elseif (2) { 'b' } else { 'c' }", ["b"]),
    "a while loop ends": ("$i = 0; while ($i -lt 3) { $i++; $i }", ["1", "2", "3"]),
    "do until tests after": ("$i = 5; do { $i; $i-- } until ($i -lt 4)", ["5", "4"]),
    "continue in for still steps": ("for ($i = 0; $i -lt 4; $i++) { if ($i % 2) { continue }; $i }", ["0", "2"]),
    "continue in do tests": ("$i = 0; do { $i++; if ($i -eq 2) { continue }; $i } while ($i -lt 3)", ["1", "3"]),
    "a label reaches an outer loop": (":o foreach ($i in 1..3) { foreach ($j in 1..3) { if ($j -eq 2) { continue o }; \"$i$j\" } }", ["11", "21", "31"]),
    "a label may be worked out": ("$l = 'o'; :o foreach ($i in 1..3) { while ($true) { break $l } }; 'end'", ["end"]),
    "break crosses a call": ("function f { break }; foreach ($i in 1..3) { $i; f }; 'end'", ["1", "end"]),
    "continue crosses a call": ("function f { continue }; foreach ($i in 1..2) { f; 'never' }; 'end'", ["end"]),
    "switch goes on to later clauses": ("switch (3) { 3 { 'a' } { $_ -gt 1 } { 'b' } default { 'c' } }", ["a", "b"]),
    "switch goes through arrays": ("switch (1, 2, 3) { 1 { 'one' } 2 { break } default { 'd' } }", ["one"]),
    "switch by pattern": ("switch -Wildcard ('abc', 'xyz') { 'a*' { \"A $_\" } default { \"D $_\" } }", ["A abc", "D xyz"]),
    "switch by expression sets $Matches": ("switch -Regex ('k=5') { '(\\d)' { $Matches[1] } }", ["5"]),
    "a statement gives a value": ("$x = if ($true) { 1; 2 } else { 3 }; $x.Count", ["2"]),
    "a loop gives a value": ("$x = foreach ($i in 1..3) { $i * $i }; \"$x\"", ["1 4 9"]),
    "return ends the function from inside loops": ("function f { foreach ($i in 1..3) { if ($i -eq 2) { return \"r$i\" } }; 'no' }; f", ["r2"]),
    "return in a subexpression ends the function": ("function f { $y = $(if ($true) { return 'early' }); 'late' }; f", []),
    "finally runs on return": ("function f { try { return 'a' } finally { 'fin' } }; f", ["a", "fin"]),
    "finally runs on break": ("foreach ($i in 1..2) { try { break } finally { 'fin' } }; 'end'", ["fin", "end"]),
    "catch by type": ("try { 1 / 0 } catch [DivideByZeroException] { 'div' } catch { 'other' }", ["div"]),
    "catch by base type": ("try { throw [ArgumentNullException]::new('p') } catch [ArgumentException] { $_.Exception.ParamName }", ["p"]),
    "throw again": ("try { try { throw 'a' } catch { throw } } catch { \"again $_\" }", ["again a"]),
    "trap and go on": ("function f { trap { \"t $_\"; continue }; throw 'x'; 'after' }; f", ["t x", "after"]),
    "trap by type": ("function f { trap [DivideByZeroException] { 'div'; continue }; 1 / 0; 'after' }; f", ["div", "after"]),
    "chains": ("1 && 2; $(throw 'x') 2>$null || 'or'", None),
    "multiple assignment": ("$a, $b = 1, 2, 3; \"$a|$b\"", ["1|2 3"]),
    "swap": ("$a, $b = 1, 2; $a, $b = $b, $a; \"$a$b\"", ["21"]),
    "chained assignment": ("$a = $b = 5; $a + $b", ["10"]),
    "null-coalescing assignment": ("$n = $null; $n ??= 7; $n ??= 8; $n", ["7"]),
    "foreach has an enumerator": ("foreach ($n in 1..6) { if ($n % 2) { $null = $foreach.MoveNext(); \"$n-$($foreach.Current)\" } }", ["1-2", "3-4", "5-6"]),
    "data": ("data d { 'x' * 3 }; $d", ["xxx"]),
}


@pytest.mark.parametrize(("text", "expected"), [case for case in CASES.values() if case[1] is not None], ids=[name for name, case in CASES.items() if case[1] is not None])
def test_statement(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_an_error_in_a_statement_is_reported_and_the_next_runs() -> None:
    outcome = run("1 / 0; 'after'")
    assert outcome.texts == ["after"]
    assert outcome.errors == ["RuntimeException"]


def test_throw_ends_the_text() -> None:
    outcome = run("'before'; throw 'x'; 'after'")
    assert outcome.texts == ["before"]
    assert outcome.ended == "x"


def test_the_error_preference_stop_ends_the_text() -> None:
    outcome = run("$ErrorActionPreference = 'Stop'; 1 / 0; 'after'")
    assert outcome.texts == [] and outcome.ended == "RuntimeException"


def test_nesting_deeper_than_pythons_twenty_blocks() -> None:
    depth = 30
    assert texts("foreach ($a in 1) {" * depth + "'deep'; break" + "}" * depth) == ["deep"]
    assert texts("if ($true) { try {" * depth + "'deep'" + "} finally { } }" * depth) == ["deep"]


def test_a_return_from_under_many_blocks() -> None:
    depth = 25
    inner = "foreach ($a in 1) {" * depth + "return 'r'" + "}" * depth
    assert texts("function f { " + inner + "; 'no' }; f") == ["r"]
