"""Classes and enums of scripts, modules, and blocks that carry a module's state."""

from __future__ import annotations

from pathlib import Path

import pytest

from running import run, texts

CASES = {
    "constructors and methods": ("class P { [string]$N; P([string]$n) { $this.N = $n } [string] Hi() { return \"hi $($this.N)\" } }; [P]::new('a').Hi()", ["hi a"]),
    "only return gives a value": ("class A { [string] R() { 'ignored'; return 'r' } [void] V() { 'x' } }; [A]::new().R(); [A]::new().V()", ["r"]),
    "overriding": ("class A { [string] W() { return 'A' } [string] C() { return $this.W() } } class B : A { [string] W() { return 'B' } }; [B]::new().C()", ["B"]),
    "a base's method": ("class A { [string] W() { return 'A' } } class B : A { [string] W() { return 'B' + ([A]$this).W() } }; [B]::new().W()", ["BA"]),
    "base constructors": ("class A { [int]$x; A([int]$n) { $this.x = $n } } class B : A { B() : base(7) { $this.x++ } }; [B]::new().x", ["8"]),
    "statics": ("class C { static [int]$n = 3; static [int] Twice() { return [C]::n * 2 } }; [C]::n = 5; [C]::Twice()", ["10"]),
    "exceptions": ("class E : System.Exception { [int]$Code; E([string]$m, [int]$c) : base($m) { $this.Code = $c } }; try { throw [E]::new('bad', 7) } catch [E] { $_.Exception.Code; $_.Exception.Message }", ["7", "bad"]),
    "a list of one's own": ("class L : System.Collections.Generic.List[int] { [int] Twice() { return $this.Count * 2 } }; $l = [L]::new(); $l.Add(4); $l.Twice()", ["2"]),
    "from a hashtable": ("class P { $A; $B }; ([P]@{ A = 1; B = 2 }).B", ["2"]),
    "enums": ("enum E { A; B = 5; C }; [int][E]::C; [E]5", ["6", "B"]),
    "flags": ("[Flags()] enum F { A = 1; B = 2 }; [F]3; [F]'A, B' -eq 3", ["A, B", "True"]),
    "a module's own variables": ("$m = New-Module { $x = 1; function Get-X { $x }; function Set-X($v) { $script:x = $v } }; Set-X 5; Get-X; \"[$x]\"", ["5", "[]"]),
    "inside a module": ("$m = New-Module { $x = 1; function Hid { 'hidden' }; Export-ModuleMember }; & $m { $x; Hid }", ["1", "hidden"]),
    "a block runs in its own state": ("$m = New-Module { $x = 'in'; function Run($b) { & $b } }; $x = 'out'; Run { $x }", ["out"]),
    "a module as an object": ("$o = New-Module -AsCustomObject { $n = 0; function Inc { $script:n++; $script:n }; Export-ModuleMember -Function Inc -Variable n }; $o.Inc(); $o.Inc(); $o.n", ["1", "2", "2"]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_definitions(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_a_module_from_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "Mod"
    folder.mkdir()
    (folder / "Mod.psm1").write_text("function Get-One { 1 }\nfunction Get-Two { Hidden }\nfunction Hidden { 2 }\nSet-Alias g1 Get-One\n")
    (folder / "Mod.psd1").write_text("@{ RootModule = 'Mod.psm1'; ModuleVersion = '1.2'; FunctionsToExport = 'Get-*'; AliasesToExport = '*' }")
    outcome = run(f"Import-Module '{folder}'; Get-One; Get-Two; g1; Hidden; (Get-Module Mod).Version.ToString(); Remove-Module Mod; Get-One")
    assert outcome.texts == ["1", "2", "1", "1.2"]
    assert outcome.errors == ["CommandNotFoundException"] * 2


def test_a_script_file(tmp_path: Path) -> None:
    script = tmp_path / "s.ps1"
    script.write_text("param($A, [switch]$S)\n\"$A $S $($args.Count)\"\n$v = 1\nfunction F { 'f' }\nexit 4\n")
    outcome = run(f"& '{script}' 5 -S extra; $LASTEXITCODE; \"[$v]\"; . '{script}' 6; $v; F")
    assert outcome.texts == ["5 True 1", "4", "[]", "6 False 0", "1", "f"]


def test_redirection_to_a_file(tmp_path: Path) -> None:
    file = tmp_path / "o.txt"
    texts(f"'one' > '{file}'; 'two' >> '{file}'")
    assert file.read_text().split() == ["one", "two"]
