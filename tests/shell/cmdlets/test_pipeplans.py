"""Piped objects that are bound as the last of their shape was: what each object gets is what it would get alone."""

from __future__ import annotations

import pytest
from scripts import run

NAMED = """function f { [CmdletBinding(DefaultParameterSetName='V')] param([Parameter(ValueFromPipeline, ParameterSetName='V')][int]$V,
    [Parameter(ValueFromPipelineByPropertyName, ParameterSetName='N')][string]$Name, [Parameter(ValueFromPipelineByPropertyName)][string]$Tag='d')
    process { "$($PSCmdlet.ParameterSetName)|$V|$Name|$Tag" } }
"""
BOTH = "function f { param([Parameter(ValueFromPipeline)][string[]]$A, [Parameter(ValueFromPipeline)][int]$I) process { \"$A|$I\" } }\n"
CHECKED = """function f { param([Parameter(ValueFromPipelineByPropertyName, Mandatory)][string]$Path,
    [Parameter(ValueFromPipelineByPropertyName)][ValidateRange(0, 10)][int]$N=3) process { "$Path|$N" } }
"""
TWO = "function f { param([Parameter(ValueFromPipelineByPropertyName)]$A, [Parameter(ValueFromPipelineByPropertyName)]$B) process { \"$A|$B\" } }\n"
LENGTH = "function f { param([Parameter(Mandatory, ValueFromPipeline)][string]$S, [Parameter(ValueFromPipelineByPropertyName)][int]$Length) process { \"$S|$Length\" } }\n"


def objects(*texts: str) -> str:
    return ", ".join(f"[pscustomobject]@{{{text}}}" for text in texts)


@pytest.mark.parametrize(("function", "piped", "lines", "failed"), [
    (NAMED, "1, 2, '3', 4", ["V|1||d", "V|2||d", "V|3||d", "V|4||d"], 0),
    (NAMED, "1, 'x', 2", ["V|1||d", "V|2||d"], 1),
    (NAMED, objects("Name='a'", "Name='b'; Tag='t'", "Name='c'", "name='d'; TAG='e'") + ", 7", ["N|0|a|d", "N|0|b|t", "N|0|c|d", "N|0|d|e", "V|7||d"], 0),
    (BOTH, "'1', 'x', '3', 4", ["1|1", "x|0", "3|3", "4|4"], 0),
    (CHECKED, objects("Path='p'; N=2", "Path='p'; N=20", "Path='p'; N='x'", "Path='q'; N='4'", "N=1", "Path='r'; N=5"), ["p|2", "p|3", "q|4", "r|5"], 2),
    (TWO, objects("A=1; B=2", "A=3; B=4", "A=5", "B=6", "A=7; B=8"), ["1|2", "3|4", "5|", "|6", "7|8"], 0),
    (LENGTH, "'a', 'bb', '', 'ccc'", ["a|1", "bb|2", "ccc|3"], 1),
])
def test_each_object_is_bound_as_if_alone(function: str, piped: str, lines: list[str], failed: int) -> None:
    found = run(f"{function}{piped} | f")
    assert (found.texts, len(found.ids)) == (lines, failed)


def test_members_of_a_type_may_change_between_objects() -> None:
    found = run(
        TWO + "$i = 0; 1..3 | ForEach-Object { $i++; if ($i -eq 2) { Update-TypeData -TypeName System.Int32 -MemberType NoteProperty -MemberName A -Value 'a' }; $_ } | f; "
        "Remove-TypeData System.Int32"
    )
    assert found.texts == ["a|", "a|"]
    assert len(found.ids) == 1


def test_lines_of_a_file_are_bound_whole_and_not_by_what_is_noted_on_them(tmp_path) -> None:  # noqa: ANN001
    found = run("Set-Content a.txt one, two; Get-Content a.txt | Set-Content b.txt; Get-Content b.txt; Get-Content a.txt | Join-Path -ChildPath x", folder=tmp_path)
    assert (found.texts, found.ids) == (["one", "two", "one/x", "two/x"], [])
