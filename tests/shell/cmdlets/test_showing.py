"""Format-* and Out-* in a session: files, packets, colours, views of the user's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from relayshell.cmdlets.hostoutput import HostOutput
from relayshell.runtime.host import Host
from relayshell.runtime.session import Session


class Recorder(Host):
    """Keeps what it is shown."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.errors: list[str] = []

    def write_line(self, text: str, foreground: Any = None, background: Any = None) -> None:
        self.lines.append(text)

    def write_error_line(self, text: str) -> None:
        self.errors.append(text)


def shown(script: str, folder: Path | None = None) -> Recorder:
    host = Recorder()
    session = Session(host, folder=str(folder) if folder else "/")
    output = HostOutput(session)
    session.run(script, sink=output.add)
    output.end()
    return host


def test_files_take_encodings_and_keep_what_is_there(tmp_path: Path) -> None:
    shown("'é' | Out-File a.txt -Encoding utf8BOM; 'b' >> a.txt; 'c' | Out-File b.txt -NoNewline; 1, 2 | Out-File b.txt -Append", tmp_path)
    assert (tmp_path / "a.txt").read_bytes() == b"\xef\xbb\xbf\xc3\xa9\nb\n"
    assert (tmp_path / "b.txt").read_text() == "c1\n2\n"
    host = shown("'x' | Out-File a.txt -NoClobber; 'x' | Out-File b.txt -WhatIf; $Error[0].FullyQualifiedErrorId", tmp_path)
    assert (tmp_path / "a.txt").read_bytes().startswith(b"\xef\xbb\xbf\xc3\xa9") and (tmp_path / "b.txt").read_text() == "c1\n2\n"
    assert host.lines[-1] == "NoClobber,Microsoft.PowerShell.Commands.OutFileCommand"


def test_a_read_only_file_stays_as_it_is_without_force(tmp_path: Path) -> None:
    file = tmp_path / "r.txt"
    file.write_text("old\n")
    file.chmod(0o444)
    shown("'new' | Out-File r.txt -Force", tmp_path)
    assert file.read_text() == "new\n"


def test_packets_have_their_types_names() -> None:
    host = shown("[pscustomobject]@{ A = 1 } | Format-Table | ForEach-Object { $_.GetType().Name }")
    assert host.lines == ["FormatStartData", "GroupStartData", "FormatEntryData", "GroupEndData", "FormatEndData"]


def test_lines_of_a_width() -> None:
    assert shown("'x' * 9 | Out-String -Width 4 -Stream").lines == ["x" * 9]
    assert shown("[pscustomobject]@{ A = 'y' * 9 } | Out-String -Width 5 -Stream").lines == ["", "A", "-", "yyyy…", ""]


def test_merged_records_are_shown_as_their_streams_would() -> None:
    host = shown("Write-Warning w 3>&1; Write-Error e 2>&1; 'o'")
    assert host.lines == ["WARNING: w", "o"] and host.errors == ["Write-Error: e"]


def test_colours_only_where_they_are_wanted() -> None:
    script = "[pscustomobject]@{ A = 1 } | Format-List"
    assert shown(script).lines[1] == "A : 1"
    assert shown("$PSStyle.OutputRendering = 'Ansi'; " + script).lines[1] == "\x1b[32;1mA : \x1b[0m1"


def test_views_of_the_users_come_and_are_told(tmp_path: Path) -> None:
    host = shown(
        "Get-FormatData System.Version | Export-FormatData -Path v.ps1xml; (Get-Content v.ps1xml -Raw).Replace('Major', 'Minor') | Set-Content v.ps1xml\n"
        "Update-FormatData -PrependPath v.ps1xml; [version]'1.2' | Format-Table -HideTableHeaders", tmp_path,
    )
    assert host.lines[1].split() == ["2", "2", "-1", "-1"]


@pytest.mark.parametrize("script", ["Update-FormatData -AppendPath bad.ps1xml", "Update-FormatData -AppendPath nosuch.ps1xml"])
def test_bad_view_files_are_errors_and_nothing_more(script: str, tmp_path: Path) -> None:
    (tmp_path / "bad.ps1xml").write_text("<Configuration><ViewDefinitions><View><Name>V</Name></View></ViewDefinitions></Configuration>")
    host = shown(script + "; [version]'1.2' | Format-Table -HideTableHeaders", tmp_path)
    assert host.lines[0].startswith("Update-FormatData: ") and "1      2 " in host.lines[-2]


def test_get_error_shows_all_of_the_last_error() -> None:
    host = shown("Get-Item nosuchitem -ErrorAction SilentlyContinue; Get-Error")
    text = "\n".join(host.lines)
    assert ": System.Management.Automation.ItemNotFoundException" in text
    assert "FullyQualifiedErrorId : PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand" in text
