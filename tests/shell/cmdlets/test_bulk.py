"""Short ways that bulk work takes: they give what the long way gives."""

from __future__ import annotations

import pytest
from scripts import run


@pytest.mark.parametrize(("script", "lines"), [
    # lines of fields: another order of properties, members that are computed, values that are none
    ("$x = [pscustomobject]@{A=1;S=2}; $x | Add-Member ScriptProperty B { $this.A * 2 } -Force; "
     "[pscustomobject]@{A=1;B='x\"y'}, [pscustomobject]@{b='low';A='up'}, $x, [pscustomobject]@{A=$null;B=$true} | ConvertTo-Csv",
     ['"A","B"', '"1","x""y"', '"up","low"', '"1","2"', ',"True"']),
    ("[pscustomobject]@{A='a,b';B=1}, [pscustomobject]@{A='c';B=2} | ConvertTo-Csv -UseQuotes AsNeeded", ["A,B", '"a,b",1', "c,2"]),
    ("[pscustomobject]@{A='a';B=1}, [pscustomobject]@{A='c';B=2} | ConvertTo-Csv -QuoteFields b", ['A,"B"', 'a,"1"', 'c,"2"']),
    ("'A,B', '\"x\"\"y\",\"1\"', '\"p\",\"q,r\"', '\"\",\"\"' | ConvertFrom-Csv | ForEach-Object { \"$($_.A)|$($_.B)\" }", ['x"y|1', "p|q,r", "|"]),
    # order
    ("3, 1, 2, 2 | Sort-Object -Descending -Unique", ["3", "2", "1"]),
    ("'b', 'A', 'a', 'B', '_', '1' | Sort-Object -CaseSensitive", ["_", "1", "a", "A", "b", "B"]),
    ("'b', 'é', 'f', 'e' | Sort-Object", ["b", "e", "é", "f"]),
    ("'b', 'a' | ForEach-Object { $_ | Add-Member N 1 -PassThru } | Sort-Object", ["a", "b"]),
    # groups
    ("1..5 | Group-Object { $_ % 2 } | ForEach-Object { \"$($_.Name):$($_.Group -join ',')\" }", ["0:2,4", "1:1,3,5"]),
    ("'b', 'a', 'B' | Group-Object | ForEach-Object { \"$($_.Name):$($_.Count)\" }", ["a:1", "b:2"]),
    ("1, '1', 2 | Group-Object | ForEach-Object { \"$($_.Name):$($_.Count)\" }", ["1:2", "2:1"]),
    ("[double]::NaN, 1.5, [double]::NaN | Group-Object -NoElement | ForEach-Object Count | Measure-Object -Sum | ForEach-Object Sum", ["3"]),
    # properties
    ("[pscustomobject]@{A=1;B=2} | Select-Object b, @{n='C';e={$_.A + 1}} | ForEach-Object { \"$($_.PSObject.Properties.Name)=$($_.B),$($_.C)\" }", ["b C=2,2"]),
    ("[pscustomobject]@{A=1,2}, [pscustomobject]@{A=3} | ForEach-Object A", ["1", "2", "3"]),
    ("'ab', 'c' | ForEach-Object ToUpper", ["AB", "C"]),
    ("1, 2.5, '3' | Measure-Object -Sum -Average | ForEach-Object { \"$($_.Count) $($_.Sum)\" }", ["3 6.5"]),
    # texts
    ("'abc' -replace '(b)', '[$1]'; 'a1b' -split '(\\d)'; 'aXb' -split 'x'; 'k=v' -match '(?<K>\\w)='; $Matches.k", ["a[b]c", "a", "1", "b", "a", "b", "True", "k"]),
    ("'{0:N2} {0:F0} {1,4}|' -f 1234567, 'x'; '{0}}' -f 1", ["1,234,567.00 1234567    x|"]),
    ("@{ a = 1.0; } | ConvertTo-Json -Compress; , @(1, 'x', $null) | ConvertTo-Json -Compress", ['{"a":1.0}', '[1,"x",null]']),
])
def test_the_short_way(script: str, lines: list[str]) -> None:
    assert run(script).texts == lines


def test_big_json_that_nests_little_and_small_that_nests_deep() -> None:
    many = run("$t = '[' + ((1..1500 | ForEach-Object { '{\"a\":[\"[{\"]}' }) -join ',') + ']'; ($t | ConvertFrom-Json).Count")
    assert many.texts == ["1500"]
    deep = run("('[' * 1100) + (']' * 1100) | ConvertFrom-Json")
    assert len(deep.ids) == 1
