"""Processes, jobs, -Parallel, events, breakpoints, manifests, transcripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripts import run


@pytest.mark.parametrize(("script", "expected"), [
    ("(Start-Process /bin/sh '-c \"exit 3\"' -Wait -PassThru).ExitCode", ["3"]),
    ("(Get-Process -Id $PID).Id -eq $PID", ["True"]),
    ("$p = Start-Process sleep 30 -PassThru; $p.HasExited; $p | Stop-Process; $p.WaitForExit(5000); $p.HasExited", ["False", "True", "True"]),
    ("Start-Process sh '-c \"echo $FOO\"' -Environment @{ FOO = 'bar' } -RedirectStandardOutput out.txt -Wait; Get-Content out.txt", ["bar"]),
    ("$i = [System.Diagnostics.ProcessStartInfo]::new('echo', 'a b'); $i.RedirectStandardOutput = $true; [System.Diagnostics.Process]::Start($i).StandardOutput.ReadToEnd()", ["a b\n"]),
    ("Start-ThreadJob { 6 * 7 } | Receive-Job -Wait -AutoRemoveJob", ["42"]),
    ("$x = 5; Start-ThreadJob { $using:x + $args[0]; $input } -ArgumentList 3 -InputObject in | Receive-Job -Wait", ["8", "in"]),
    ("Start-Job { param($a) \"$a!\"; $PWD.Path } -ArgumentList hi | Receive-Job -Wait | Select-Object -First 1", ["hi!"]),
    ("1, 2 | Start-Job { $input | ForEach-Object { $_ * 2 } } | Receive-Job -Wait", ["2", "4"]),
    ("$v = 7; $j = Write-Output $v &; Receive-Job $j -Wait", ["7"]),
    ("$j = Start-ThreadJob { throw 'oops' }; $null = Wait-Job $j; $j.State; $j.JobStateInfo.Reason.Message", ["Failed", "oops"]),
    ("$j = Start-ThreadJob { Start-Sleep 60 }; Start-Sleep -Milliseconds 200; Stop-Job $j; $j.State; Remove-Job $j; @(Get-Job).Count", ["Stopped", "0"]),
    ("$j = Start-ThreadJob { 1 }; $null = Wait-Job $j; Receive-Job $j -Keep; Receive-Job $j; $j.HasMoreData", ["1", "1", "False"]),
    ("$n = 3; 1..4 | ForEach-Object -Parallel { $_ * $using:n } | Sort-Object", ["3", "6", "9", "12"]),
    ("1..3 | ForEach-Object -Parallel { $global:z = 1 }; $null -eq $z", ["True"]),
    ("$j = 1..3 | ForEach-Object -Parallel { $_ } -AsJob; $j | Receive-Job -Wait | Sort-Object", ["1", "2", "3"]),
    ("$j = Register-EngineEvent My -Action { \"got $($Event.MessageData)\" }; $null = New-Event My -MessageData hi; Receive-Job $j", ["got hi"]),
    ("$null = New-Event Other -MessageData d; (Get-Event).MessageData; Get-Event | Remove-Event; @(Get-Event).Count", ["d", "0"]),
    ("$t = [System.Timers.Timer]::new(50); $null = Register-ObjectEvent $t Elapsed -SourceIdentifier T -Action { $global:k++ }; $t.Start(); "
     "Start-Sleep -Milliseconds 400; $t.Stop(); $k -ge 3", ["True"]),
    ("$p = Start-Process sleep 0.1 -PassThru; Register-ObjectEvent $p Exited -SourceIdentifier P; (Wait-Event P -Timeout 5).Sender.HasExited", ["True"]),
    ("New-ModuleManifest m.psd1 -ModuleVersion '1.2' -Tags a, b -FunctionsToExport f; $m = Import-PowerShellDataFile m.psd1; $m.ModuleVersion; "
     "$m.PrivateData.PSData.Tags; (Test-ModuleManifest m.psd1).ExportedFunctions.Keys", ["1.2", "a", "b", "f"]),
])
def test_runs(tmp_path: Path, script: str, expected: list[str]) -> None:
    found = run(script, folder=tmp_path)
    assert (found.ids if "throw" not in script else [], found.texts) == ([], expected)


@pytest.mark.parametrize(("script", "id"), [
    ("Get-Process nosuchprocess", "NoProcessFoundForGivenName,Microsoft.PowerShell.Commands.GetProcessCommand"),
    ("Get-Process -Id 999999999", "NoProcessFoundForGivenId,Microsoft.PowerShell.Commands.GetProcessCommand"),
    ("Start-Process nosuchprogram", "InvalidOperationException,Microsoft.PowerShell.Commands.StartProcessCommand"),
    ("Get-Job -Id 99", "JobWithSpecifiedSessionNotFound,Microsoft.PowerShell.Commands.GetJobCommand"),
    ("Get-Job nosuch", "JobWithSpecifiedNameNotFound,Microsoft.PowerShell.Commands.GetJobCommand"),
    ("$j = Start-ThreadJob { Start-Sleep 60 }; Start-Sleep -Milliseconds 200; Remove-Job $j; Stop-Job $j",
     "JobObjectNotFinishedCannotBeRemoved,Microsoft.PowerShell.Commands.RemoveJobCommand"),
    ("Register-ObjectEvent 'text' Nope", "INVALID_REGISTRATION,Microsoft.PowerShell.Commands.RegisterObjectEventCommand"),
    ("Get-PSBreakpoint -Id 99", "PSBreakpoint:BreakpointIdNotFound,Microsoft.PowerShell.Commands.GetPSBreakpointCommand"),
    ("Set-PSBreakpoint -Script nosuch.ps1 -Line 1", "NewPSBreakpoint:FileDoesNotExist,Microsoft.PowerShell.Commands.SetPSBreakpointCommand"),
    ("New-PSSession", "NotSupported,Microsoft.PowerShell.Commands.NewPSSessionCommand"),
    ("Stop-Transcript", "InvalidOperation,Microsoft.PowerShell.Commands.StopTranscriptCommand"),
])
def test_errors(tmp_path: Path, script: str, id: str) -> None:
    assert run(script, folder=tmp_path).ids[:1] == [id]


def test_data_files_run_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.psd1").write_text("@{ a = (Set-Content made.txt x) }")
    assert run("Import-PowerShellDataFile bad.psd1; Test-ModuleManifest bad.psd1", folder=tmp_path).ids != []
    assert not (tmp_path / "made.txt").exists()


def test_breakpoints(tmp_path: Path) -> None:
    (tmp_path / "s.ps1").write_text("$a = 1\nforeach ($i in 1..3) {\n  $a += $i\n}\nfunction f { 'f' }\nf\n")
    found = run(
        "$p = Set-PSBreakpoint s.ps1 -Line 3 -Action { $global:log += \"$a;\" }; $null = & ./s.ps1; $log; $p.HitCount; $p | Remove-PSBreakpoint; "
        "$c = Set-PSBreakpoint -Command f -Action { $global:seen++ }; $null = & ./s.ps1; $seen; $c | Disable-PSBreakpoint; $null = & ./s.ps1; $seen",
        folder=tmp_path)
    assert found.texts == ["1;2;4;", "3", "1", "1"]


@pytest.mark.parametrize(("what", "hits"), [
    ("s.ps1 -Line 1,2,7", "1,1,1"), ("s.ps1 -Line 4", "3"), ("s.ps1 -Line 2 -Column 14", "1"), ("s.ps1 -Line 6", "1"), ("s.ps1 -Line 8 -Column 20", "2"),
    ("-Variable a", "6"), ("-Variable a -Mode Read", "10"), ("-Variable b -Mode ReadWrite", "2"), ("-Variable i -Script s.ps1", "3"),
    ("-Command f*", "1"), ("-Command s.ps1", "1"), ("-Command Out-Null -Script s.ps1", "1"),
])
def test_hits(tmp_path: Path, what: str, hits: str) -> None:
    (tmp_path / "s.ps1").write_text(
        "$a = 1\n$b = $a + 1; $c = $a\nforeach ($i in 1..3) {\n  $a += $i\n}\nfunction f { 5 }\nf\nwhile ($a -lt 9) { $a++ }\n\"$b\" | Out-Null\n")
    assert run(f"$p = Set-PSBreakpoint {what} -Action {{ continue }}; $null = & ./s.ps1; $p.HitCount -join ','", folder=tmp_path).texts == [hits]


@pytest.mark.parametrize(("line", "answers", "stops"), [
    (6, "s,s,s,c", "6,4,5,8"), (6, "v,c", "6,8"), (4, "o,c", "4,8"), (2, "c", "2"),
])
def test_stepping(tmp_path: Path, line: int, answers: str, stops: str) -> None:
    (tmp_path / "s.ps1").write_text("$a = 1\n$b = 2\nfunction f {\n  'in'\n  'out' }\nf\n\n$c = 3\n")
    script = """
        $global:answers, $global:lines = '%s'.Split(','), @(); $global:at = 0
        $Host.Runspace.Debugger.add_DebuggerStop({ param($debugger, $stop)
            $global:lines += $stop.InvocationInfo.ScriptLineNumber
            $command = [System.Management.Automation.PSCommand]::new().AddScript($answers[$global:at++])
            $stop.ResumeAction = $debugger.ProcessCommand($command, [System.Management.Automation.PSDataCollection[psobject]]::new()).ResumeAction
        })
        $null = Set-PSBreakpoint s.ps1 -Line %d
        $null = & ./s.ps1
        $lines -join ','
    """
    assert run(script % (answers, line), folder=tmp_path).texts == [stops]


def test_what_becomes_of_a_breakpoint_is_told() -> None:
    found = run(
        "$Host.Runspace.Debugger.add_BreakpointUpdated({ $global:told += \"$($args[1].UpdateType):$($args[1].BreakpointCount) \" }); "
        "$p = Set-PSBreakpoint -Command nosuch; $p | Disable-PSBreakpoint; $p | Enable-PSBreakpoint; $p | Remove-PSBreakpoint; $told.Trim()")
    assert found.texts == ["Set:1 Disabled:1 Enabled:1 Removed:0"]


def test_transcripts(tmp_path: Path) -> None:
    run("$null = Start-Transcript t.txt; Write-Host shown; $null = Stop-Transcript; Write-Host later", folder=tmp_path)
    text = (tmp_path / "t.txt").read_text()
    assert "shown" in text and "later" not in text and text.startswith("*" * 22)
