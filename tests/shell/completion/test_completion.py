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
