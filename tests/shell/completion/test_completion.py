"""What could be typed next: rules that the corpus of PowerShell's answers does not show, and the relay's own cmdlets."""

from __future__ import annotations

import pytest

from relayshell.completion import candidates
from relayshell.runtime.host import Host
from relayshell.runtime.session import Session


@pytest.fixture
def session(tmp_path, monkeypatch):
    monkeypatch.setenv("RELAYSHELL_RELAY", "off")
    monkeypatch.setenv("RELAYSHELL_CONFIG", str(tmp_path / "settings"))
    monkeypatch.chdir(tmp_path)
    return Session(Host(), folder=str(tmp_path))


def texts(session, text: str) -> list[str]:
    at = text.find("¦")
    return [each.text for each in candidates(text.replace("¦", ""), len(text) if at < 0 else at, session).candidates]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("New-ReceiveConnector -Usage C", ["Custom", "Client"]),
        ("Set-ReceiveConnector x -AuthMechanism Tls,BasicAuthR", ["BasicAuthRequireTLS"]),
        ("Set-ReceiveConnector x -ProtocolL", ["-ProtocolLoggingLevel"]),
        ("try {} catch [System.IO.FileNotFoundException] { $_.Exception.FileN¦ }", ["FileName"]),
        ("try {} catch [System.IO.IOException], [System.ArgumentException] { $_.Exception.ParamN¦ }", ["ParamName"]),
        ("Get-Date | Format-List -GroupBy @{L", ["Label"]),
        ("Get-RemoteDomain D", ["Default"]),
        ("Get-ReceiveConn", ["Get-ReceiveConnector"]),
        ("1..3 | Get-Mem", ["Get-Member"]),
        ("using namespace System.Coll", ["System.Collections"]),
    ],
)
def test_candidates(session, typed, expected):
    assert texts(session, typed) == expected


def test_variables_of_functions_scripts_and_sessions(session):
    session.run("$zqsession = 1", sink=lambda value: None)
    assert texts(session, "function f { param($zqgiven) $zqlocal = 2; $zq¦ }") == ["$zqgiven", "$zqlocal", "$zqsession"]


def test_completing_leaves_no_trace(session):
    session.run("function f { param([ArgumentCompleter({ Write-Error no; Write-Warning no; throw 'no' })]$A) }", sink=lambda value: None)
    session.ok = True
    assert texts(session, "f -A x") == []
    assert list(session.errors) == []
    assert session.ok is True


def test_nothing_is_run_that_could_do_harm(session, tmp_path):
    file = tmp_path / "kept"
    file.write_text("x")
    texts(session, f"(Remove-Item {file}).Fu")
    texts(session, f"[System.IO.File]::Delete('{file}').Fu")
    texts(session, "$zq++.To")
    assert file.exists()


def test_tab_expansion_as_a_command(session):
    out: list = []
    session.run("$c = TabExpansion2 'Get-ChildI' 10; $c.ReplacementIndex; $c.ReplacementLength; $c.CompletionMatches[0].CompletionText; "
                "$c.CompletionMatches[0].ResultType; $c.GetNextResult($true).ListItemText", sink=out.append)
    assert [str(each) for each in out] == ["0", "10", "Get-ChildItem", "Command", "Get-ChildItem"]


def test_cursor_is_counted_as_dotnet_counts(session):
    out: list = []
    session.run("$c = [System.Management.Automation.CommandCompletion]::CompleteInput('\"\U0001f600\"; Get-ChildI', 16, $null); $c.ReplacementIndex; "
                "$c.ReplacementLength", sink=out.append)
    assert out == [6, 10]


@pytest.mark.parametrize("typed", ["[", "[[", "{", "@{", "$(", "(", "|", "&", ".", "::", "$x.", "[int]::", "'", '"', "@'", "<#", "#", "-", "--", "1.", "%{", "`", ">"])
def test_odd_beginnings_do_no_harm(session, typed):
    for before in ("", "Get-ChildItem ", "$a = ", "1 | "):
        candidates(before + typed, len(before + typed), session)


def test_every_prefix_of_a_script(session):
    script = "function f { [CmdletBinding()] param([Parameter(Mandatory)][int]$A = 3) foreach ($x in 1..3) { \"$($x.ToString())\" | Where-Object { $_ -eq 'a' } } } "
    for end in range(len(script)):
        candidates(script[:end], end, session)
        candidates(script, end, session)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        # Labels and module specifications
        (":zqlab1 foreach ($a in 1) { :zqlab2 for (;;) { break ", ["zqlab2", "zqlab1"]),
        ("using module @{Module", ["ModuleName", "ModuleVersion"]),
        ("#requires -Modules @{ModuleName='a'; G", ["GUID"]),
        ("#requires -Modules Microsoft.PowerShell.Ut", ["Microsoft.PowerShell.Utility"]),
        # What is not closed yet
        ("[Parameter(Mand", ["Mandatory"]),
        ("Select-Object @{ ", ["Name", "Expression"]),
        ("switch ('a') { 'a' { $_.Leng", ["Length"]),
        # Paths that name their provider
        ("Get-Content FileSystem::{here}/zq", ["FileSystem::{here}/zqfile"]),
        ("Get-Content -LiteralPath [", ["./[zq]"]),
        ("Get-Content $zqroot/zqf", ["{here}/zqfile"]),
        ("Get-Content \"$zqroot/zqf", ["\"{here}/zqfile\""]),
        # Values that the session holds
        ("Get-TraceSource ParameterBinderC", ["ParameterBinderController"]),
        ("Get-Process | Format-Table -View St", ["StartTime"]),
        ("Get-PSDrive -Scope Gl", ["Global"]),
        # Variables that get their value by other means than =
        ("Get-Date -OutVariable zqov; $zqo", ["$zqov"]),
        ("Set-Variable zqset 'a'; $zqset.Leng", ["Length"]),
        ("data zqdata { 'a' }; $zqdata.Leng", ["Length"]),
        ("New-Guid 1>variable:zqto; $zqto.ToBy", ["ToByteArray("]),
        ("1 | ForEach-Object -Begin { $zqbegun = 1 } -Process { $zqb", ["$zqbegun"]),
        ("& { $zqcalled = 1 }; $zqc", []),
        ("$zqeach = foreach ($i in 1..2) { 'a' }; $zqeach.Leng", ["Length"]),
        ("(Get-Process)[0].ProcessN", ["ProcessName"]),
        ("class ZqNote : Attribute { [string]$Nm } [ZqNote(N", ["Nm"]),
    ],
)
def test_places(session, tmp_path, typed, offered):
    for name in ("zqfile", "[zq]"):
        (tmp_path / name).write_text("")
    session.run(f"$zqroot = '{tmp_path}'", sink=lambda value: None)
    assert texts(session, typed.replace("{here}", str(tmp_path))) == [each.replace("{here}", str(tmp_path)) for each in offered]


def said(session, script: str) -> list[str]:
    found: list[str] = []
    session.run(script, sink=lambda value: found.append(str(value)))
    return found


def test_options_say_how_paths_are_written(session, tmp_path):
    (tmp_path / "zqfile").write_text("")
    ask = "(TabExpansion2 'Get-Content {}zq' -options @{{ RelativeFilePaths = {} }}).CompletionMatches.CompletionText"
    assert said(session, ask.format("", "$false")) == [str(tmp_path / "zqfile")]
    assert said(session, ask.format(f"{tmp_path}/", "$true")) == ["./zqfile"]


def test_one_kind_of_completion_by_itself(session):
    kinds = "[System.Management.Automation.CompletionCompleters]"
    assert said(session, f"{kinds}::CompleteOperator('-bx').CompletionText") == ["-bxor"]
    assert said(session, f"{kinds}::CompleteVariable('ErrorAct').CompletionText") == ["$ErrorActionPreference"]
    assert said(session, f"{kinds}::CompleteCommand('Get-Comm', '', 'Cmdlet').CompletionText") == ["Get-Command"]
    assert said(session, f"{kinds}::CompleteType('System.Text.StringBuilde').CompletionText") == ["System.Text.StringBuilder"]


def test_methods_are_explained_by_all_their_overloads(session):
    typed = "class ZqPair { [void]M1() {} [int]M1([int]$a) { return 1 } }; [ZqPair]::new().M1"
    assert candidates(typed, len(typed), session).candidates[0].tip == "void M1()\nint M1(int a)"


def test_ranges_limit_the_names_of_an_enum(session):
    session.run("function f { param([ValidateRange([DayOfWeek]::Monday, [DayOfWeek]::Tuesday)] [DayOfWeek] $Day) }", sink=lambda value: None)
    assert texts(session, "f -Day ") == ["Monday", "Tuesday"]
