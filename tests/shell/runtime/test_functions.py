"""Functions, script blocks and pipelines."""

from __future__ import annotations

import pytest

from running import run, texts

CASES = {
    "defaults may use other parameters": ("function f($a = 1, $b = $a + 1) { \"$a $b\" }; f; f 5; f -b 9", ["1 2", "5 6", "1 9"]),
    "names may be shortened": ("function f($Alpha, $Beta) { \"$Alpha-$Beta\" }; f -Al 1 -B 2", ["1-2"]),
    "what is left over goes to $args": ("function f($a) { \"$a|$args\" }; f 1 2 3", ["1|2 3"]),
    "switches": ("function f([switch]$S) { $S.IsPresent }; f; f -S; f -S:$false", ["False", "True", "False"]),
    "begin, process, end": ("function f { begin { 'b' } process { \"p$_\" } end { 'e' } }; 1, 2 | f", ["b", "p1", "p2", "e"]),
    "a filter": ("filter odd { if ($_ % 2) { $_ } }; 1..5 | odd", ["1", "3", "5"]),
    "by property name": ("function f { param([Parameter(ValueFromPipelineByPropertyName)]$N) process { \"n$N\" } }; [pscustomobject]@{ N = 1 } | f", ["n1"]),
    "parameter sets": ("function f { [CmdletBinding(DefaultParameterSetName = 'A')] param([Parameter(ParameterSetName = 'A')]$x, [Parameter(ParameterSetName = 'B', Mandatory)]$y) $PSCmdlet.ParameterSetName }; f; f -y 1", ["A", "B"]),
    "splatting": ("function f($A, $B) { \"$A-$B\" }; $h = @{ A = 1; B = 2 }; f @h; $l = 3, 4; f @l", ["1-2", "3-4"]),
    "@args hands names on": ("function g($A, [switch]$S) { \"$A $S\" }; function f { g @args }; f -A 5 -S", ["5 True"]),
    "a function within a function": ("function f { function g { 'in' }; g }; f; try { g } catch { 'gone' }", ["in", "gone"]),
    "script blocks take arguments": ("& { param($a, $b = 2) $a + $b } 1; { $args -join '-' }.Invoke(1, 2)", ["3", "1-2"]),
    "a block in a pipeline": ("1..3 | & { process { $_ * 2 } }", ["2", "4", "6"]),
    "Where-Object": ("1..6 | Where-Object { $_ % 2 -eq 0 }; 'a', 'bbb' | Where-Object Length -gt 2", ["2", "4", "6", "bbb"]),
    "ForEach-Object with begin and end": ("1..3 | ForEach-Object { $s = 0 } { $s += $_ } { $s }", ["6"]),
    "the first command's input stops": ("$n = 0; 1..100 | ForEach-Object { $script:n++; $_ } | Select-Object -First 2; $n", ["1", "2", "2"]),
    "the pipeline variable": ("1..2 | ForEach-Object -pv p { $_ } | ForEach-Object { $p * 10 }", None),
    "the out variable": ("$null = Write-Output 1 2 -OutVariable o; $o.Count", ["2"]),
    "default parameter values": ("$PSDefaultParameterValues['f:N'] = 42; function f { [CmdletBinding()] param($N) $N }; f; f 1", ["42", "1"]),
    "dynamic recursion": ("function fact($n) { if ($n -le 1) { 1 } else { $n * (fact ($n - 1)) } }; fact 10", ["3628800"]),
    "an array kept whole": ("function f { , @(1, 2) }; (f).Count; @(f).Count", ["2", "1"]),
    "what a function puts out": ("function f { 1; 2 }; $x = f; $x.Count; function g { 1 }; (g).GetType().Name", ["2", "Int32"]),
}


@pytest.mark.parametrize(("text", "expected"), [case for case in CASES.values() if case[1] is not None], ids=[name for name, case in CASES.items() if case[1] is not None])
def test_functions(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_calls_nested_too_deeply_are_an_error() -> None:
    for text in (
        "function f($n) { f ($n + 1) }; f 0",
        "function f { 1 | ForEach-Object { f } }; f",
        "class A { [int] F([int]$n) { return $this.F($n + 1) } }; [A]::new().F(0)",
    ):
        outcome = run(text + "; 'after'")
        assert "CallDepthOverflow" in "".join([*outcome.errors, outcome.ended or ""])


def test_calls_nested_deeply_work() -> None:
    assert texts("function f($n) { if ($n) { f ($n - 1) } else { 'end' } }; f 3000") == ["end"]


def test_a_long_chain_of_operators() -> None:
    assert texts("1" + "+1" * 10000) == ["10001"]
    assert texts("$true" + " -and $true" * 3000) == ["True"]


def test_an_error_in_a_later_command_does_not_reach_an_earlier_ones_catch() -> None:
    outcome = run("function f { try { 1 } catch { 'caught' } }; f | ForEach-Object { throw 'x' }")
    assert outcome.texts == [] and outcome.ended is not None and outcome.ended.startswith("x")


def test_a_terminating_error_of_an_advanced_function_ends_it_and_its_caller_goes_on() -> None:
    outcome = run(
        "function f { [CmdletBinding()] param() $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new("
        "[Exception]::new('m'), 'Id', 'InvalidData', $null)); 'no' }; f; 'after'"
    )
    assert outcome.texts == ["after"] and outcome.errors == ["Id,f"]


def test_what_if_is_told() -> None:
    outcome = run("function f { [CmdletBinding(SupportsShouldProcess)] param($T) if ($PSCmdlet.ShouldProcess($T, 'Do')) { 'did' } }; f a -WhatIf; f b")
    assert outcome.texts == ["did"]
    assert outcome.shown == 'What if: Performing the operation "Do" on target "a".\n'
