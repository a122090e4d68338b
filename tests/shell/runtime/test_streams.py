"""Streams, errors and where they stand."""

from __future__ import annotations

from running import run, texts


def test_merging_streams() -> None:
    assert texts("& { 'o'; Write-Error 'e'; Write-Warning 'w' } *>&1 | ForEach-Object { $_.GetType().Name }") == ["String", "ErrorRecord", "WarningRecord"]


def test_streams_to_nothing() -> None:
    outcome = run("& { 'o'; Write-Error 'e'; Write-Warning 'w' } 2>$null 3>$null")
    assert outcome.texts == ["o"] and outcome.errors == [] and outcome.shown == ""


def test_warnings_are_shown() -> None:
    assert run("Write-Warning 'careful'").shown == "WARNING: careful\n"


def test_verbose_only_when_wanted() -> None:
    outcome = run("function f { [CmdletBinding()] param() Write-Verbose 'v' }; f; f -Verbose")
    assert outcome.shown == "VERBOSE: v\n"


def test_the_error_variable_gathers_what_the_function_reports() -> None:
    assert texts("function f { [CmdletBinding()] param() Write-Error 'a'; Write-Error 'b' }; f -ErrorVariable ev 2>$null; $ev.Count") == ["2"]


def test_errors_are_kept_newest_first() -> None:
    outcome = run("1 / 0; [int]'x'; $Error[0].FullyQualifiedErrorId; $Error.Count")
    assert outcome.texts == ["InvalidCastFromStringToInteger", "2"]


def test_an_errors_place() -> None:
    outcome = run("'a'\n  1 / 0\n$Error[0].InvocationInfo.ScriptLineNumber; $Error[0].InvocationInfo.OffsetInLine; $Error[0].InvocationInfo.Line")
    assert outcome.texts == ["a", "2", "3", "  1 / 0"]


def test_the_script_stack() -> None:
    outcome = run("function a { b }\nfunction b { throw 'x' }\ntry { a } catch { $_.ScriptStackTrace }")
    assert outcome.texts == ["at b, <No file>: line 2\nat a, <No file>: line 1\nat <ScriptBlock>, <No file>: line 3"]


def test_the_status_of_the_last_command() -> None:
    assert texts("Get-Variable nope -ErrorAction SilentlyContinue; $?; 'x' | Out-Null; $?") == ["False", "True"]


def test_a_program_and_its_exit_code() -> None:
    assert texts("/bin/sh -c 'echo out; exit 3'; $LASTEXITCODE; 'a', 'b' | /bin/cat") == ["out", "3", "a", "b"]


def test_the_words_of_a_program() -> None:
    assert texts("$v = 'x y'; /bin/echo -n:5 'a b' $v 1,2 @(3, 4) 0x10") == ["-n:5 a b x y 1,2 3 4 0x10"]
