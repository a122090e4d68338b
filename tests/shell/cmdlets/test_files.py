"""Files: encodings, disks that are full, folders that are read-only, links, scopes of drives."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from scripts import run


@pytest.mark.parametrize(("name", "length", "back"), [
    ("utf8", 2, "é"), ("utf8BOM", 5, "é"), ("utf8NoBOM", 2, "é"), ("unicode", 4, "é"), ("bigendianunicode", 4, "é"), ("utf32", 8, "é"), ("bigendianutf32", 8, "é"),
    ("ascii", 1, "?"), ("oem", 2, "é"), ("ansi", 1, "é"), ("latin1", 1, "é"), ("1252", 1, "é"), ("utf-8", 5, "é"),
])
def test_encodings(tmp_path: Path, name: str, length: int, back: str) -> None:
    found = run(f"Set-Content f 'é' -NoNewline -Encoding {name}; (Get-Item f).Length; Get-Content f -Encoding {name}", folder=tmp_path)
    assert (found.ids, found.texts) == ([], [str(length), back])


def test_marks_are_kept_when_more_is_added(tmp_path: Path) -> None:
    run("Set-Content f a -Encoding unicode; Add-Content f b", folder=tmp_path)
    assert (tmp_path / "f").read_bytes() == b"\xff\xfea\0\n\0b\0\n\0"


def test_an_encoding_that_is_none(tmp_path: Path) -> None:
    assert run("Set-Content f x -Encoding bogus", folder=tmp_path).ids == ["ParameterArgumentTransformationError,Microsoft.PowerShell.Commands.SetContentCommand"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
def test_a_full_disk() -> None:
    assert run("Set-Content /dev/full x").ids[0].startswith("WriteContentIOError,")
    assert run("'x' | Out-File /dev/full").ids != []


def test_what_was_there_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    from relayshell.providers import filewriter

    (tmp_path / "f").write_text("precious\n")
    real = filewriter.encode
    monkeypatch.setattr(filewriter, "encode", lambda text, codec: real(text, codec) if "x" not in text else (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    with pytest.raises(OSError):
        writer = filewriter.Writer(str(tmp_path / "f"), filewriter.Encoding("utf-8", b""), False)
        writer.write("a")
        try:
            writer.write("x" * (1 << 17))
        finally:
            writer._undo()
    assert (tmp_path / "f").read_text() == "precious\n"
    assert [each.name for each in tmp_path.iterdir()] == ["f"]


@pytest.mark.parametrize("command", ["Set-Content f", "Out-File f", "Export-Csv f", "Add-Content f"])
def test_what_was_written_before_the_pipeline_failed_stays(tmp_path: Path, command: str) -> None:
    (tmp_path / "f").write_text("A\n")
    run("1..3 | ForEach-Object { if ($_ -eq 3) { throw 'x' }; if ('" + command + "' -like 'Export*') { [pscustomobject]@{ A = $_ } } else { \"$_\" } } | " + command, folder=tmp_path)
    assert [line.strip('"') for line in (tmp_path / "f").read_text().splitlines()] == {"E": ["A", "1", "2"], "A": ["A", "1", "2"]}.get(command[0], ["1", "2"])
    assert [each.name for each in tmp_path.iterdir()] == ["f"]


def test_replacing_keeps_mode_and_hard_links(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("old")
    (tmp_path / "f").chmod(0o640)
    run("Set-Content f new", folder=tmp_path)
    assert (tmp_path / "f").stat().st_mode & 0o777 == 0o640
    os.link(tmp_path / "f", tmp_path / "g")
    run("Set-Content f newer", folder=tmp_path)
    assert (tmp_path / "g").read_text() == "newer\n"


def test_links(tmp_path: Path) -> None:
    found = run("Set-Content a x; (New-Item -ItemType HardLink h -Target a).LinkType; (New-Item -ItemType SymbolicLink s -Target a).Target; Get-Content s, h", folder=tmp_path)
    assert (found.ids, found.texts) == ([], ["HardLink", "a", "x", "x"])


def test_drives_end_with_their_scope(tmp_path: Path) -> None:
    found = run("function f { $null = New-PSDrive L FileSystem /; Test-Path L:/ }; f; Test-Path L:/; & { $null = New-PSDrive G FileSystem / -Scope Global }; Test-Path G:/")
    assert found.texts == ["True", "False", "True"]


@pytest.mark.parametrize(("script", "id"), [
    ("Get-Content nosuch", "PathNotFound,Microsoft.PowerShell.Commands.GetContentCommand"),
    ("Get-Content .", "GetContainerContentException,Microsoft.PowerShell.Commands.GetContentCommand"),
    ("Set-Content a x; New-Item a", "NewItemIOError,Microsoft.PowerShell.Commands.NewItemCommand"),
    ("New-Item -ItemType Directory d; New-Item -ItemType Directory d", "DirectoryExist,Microsoft.PowerShell.Commands.NewItemCommand"),
    ("New-Item -ItemType Bogus x", "Argument,Microsoft.PowerShell.Commands.NewItemCommand"),
    ("Set-Content a x; Copy-Item a a", "CopyError,Microsoft.PowerShell.Commands.CopyItemCommand"),
    ("Import-Csv nosuch.csv", "FileOpenFailure,Microsoft.PowerShell.Commands.ImportCsvCommand"),
    ("Import-Clixml nosuch.xml", "FileOpenFailure,Microsoft.PowerShell.Commands.ImportClixmlCommand"),
    ("1 | Export-Csv 'no/such.csv'", "FileOpenFailure,Microsoft.PowerShell.Commands.ExportCsvCommand"),
    ("1 | Export-Csv a.csv; 1 | Export-Csv a.csv -NoClobber", "NoClobber,Microsoft.PowerShell.Commands.ExportCsvCommand"),
])
def test_errors(tmp_path: Path, script: str, id: str) -> None:
    assert run(script, folder=tmp_path).ids[:1] == [id]


@pytest.mark.parametrize("script", [
    "'x' > f", "'x' | Out-File f", "'x' | Set-Content f", "'x' | Export-Csv f", "& { 'x'; Write-Error y } *> f", "'x' | Tee-Object f",
    "1..5 | ForEach-Object { $_; if ($_ -eq 3) { throw 'no' } } > f", "1..5 | ForEach-Object { $_; if ($_ -eq 3) { throw 'no' } } | Set-Content f",
])
def test_nothing_is_left_beside_a_file_that_was_replaced(tmp_path: Path, script: str) -> None:
    (tmp_path / "f").write_text("old")
    run(script, folder=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["f"]
