"""The shell's speed beside the real PowerShell's, and what memory it takes.

Y is the time this machine's CPython needs for five million turns of `s += i; i += 1` in a
function. PowerShell's figures were measured in Y on another machine, so the ratios compare.
A ratio below 1 means that we are the faster ones.

Bulk work has no figure of PowerShell's ("no Y"). What it takes at least is worked out from those that were measured
(see `STAGE`): where ours is below that, PowerShell's is above ours; where not, nothing is known.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

# name, the text that is timed by the shell itself, PowerShell's time in Y, our bar as a share of it
WORK = (
    ("for, $s += $i, 1e6", "$s = 0; for ($i = 0; $i -lt 1000000; $i++) { $s += $i }", 0.35, 3.0),
    ("while, $i++, 1e6", "$i = 0; while ($i -lt 1000000) { $i++ }", 0.15, 3.0),
    ("foreach, empty, 1e6", "foreach ($i in 1..1000000) { }", 0.16, 3.0),
    ("function, 1e5 calls", "function f($x) { $x }; for ($i = 0; $i -lt 100000; $i++) { $null = f $i }", 5.62, 0.5),
    ("advanced function, 1e4", "function f { [CmdletBinding()] param($x) $x }; for ($i = 0; $i -lt 10000; $i++) { $null = f $i }", 0.66, 0.5),
    ("& $scriptblock, 1e5", "$b = { 1 }; for ($i = 0; $i -lt 100000; $i++) { $null = & $b }", 2.77, 0.5),
    ("ForEach-Object, 1e6", "$null = 1..1000000 | ForEach-Object { $_ * 2 }", 6.73, 0.5),
    ("Where-Object, 1e6", "$null = 1..1000000 | Where-Object { $_ % 2 }", 11.7, 0.5),
    ("Measure-Object -Sum, 1e6", "$null = 1..1000000 | Measure-Object -Sum", 3.80, 0.5),
    ("[pscustomobject], 1e5", "for ($i = 0; $i -lt 100000; $i++) { $null = [pscustomobject]@{ A = $i; B = 'x' } }", 2.45, 0.5),
    ("Sort-Object { -$_ }, 1e5", "$null = 1..100000 | Sort-Object { -$_ }", 2.89, 0.5),
    ("expandable string, 1e5", 'for ($i = 0; $i -lt 100000; $i++) { $t = "a $i $($i + 1)" }', 0.18, 2.0),
    ("-match and -replace, 1e5", "for ($i = 0; $i -lt 100000; $i++) { $m = 'abc123' -match '(\\d+)'; $r = 'abc123' -replace '\\d', 'x' }", 0.77, 2.0),
    ("hashtable, 1e5 keys", "$h = @{}; for ($i = 0; $i -lt 100000; $i++) { $h[$i] = $i }", 0.20, 2.0),
    ("Format-Table, 2,000", "$o = 1..2000 | ForEach-Object { [pscustomobject]@{ A = $_; B = \"name $_\"; C = $_ * 2 } }; $null = $o | Format-Table -AutoSize | Out-String", 0.36, 1.0),
)
STAGE = 3.80 / 1e6
"""What an object costs PowerShell in a cmdlet at least, in Y: what Measure-Object -Sum was measured to take."""
BLOCK = 6.73 / 1e6
"""The same where a script block runs for each: what ForEach-Object { $_ * 2 } was measured to take."""
CHOICE = 11.7 / 1e6
"""The same for Where-Object."""


@dataclass
class Bulk:
    """A pipeline over many things, of which PowerShell was not measured.

    setup   what is made before, untimed; {folder} is a folder with lines.txt, rows.csv, tree.json and the folders of files
    least   what PowerShell takes at least, in Y, by the stages that objects pass
    """

    name: str
    text: str
    least: float | None
    setup: str = ""


OBJECTS = '$o = foreach ($i in 1..100000) { [pscustomobject]@{ A = $i; B = "name $i"; C = ($i * 7919) % 1000 } }'
BULK = (
    Bulk("Where | Select -First 10, 1e6", "$null = 1..1000000 | Where-Object { $_ -gt 999990 } | Select-Object -First 10", 1e6 * CHOICE),
    Bulk("Sort-Object, 1e6", "$null = 1..1000000 | Sort-Object -Descending", 1e6 * STAGE),
    Bulk("Sort-Object B (text), 1e5", "$null = $o | Sort-Object B", 1e5 * STAGE, OBJECTS),
    Bulk("Group-Object { }, 1e6", "$null = 1..1000000 | Group-Object { $_ % 100 }", 1e6 * (STAGE + BLOCK)),
    Bulk("Group-Object C, 1e5", "$null = $o | Group-Object C", 1e5 * STAGE, OBJECTS),
    Bulk("objects made | Export-Csv, 1e6", '1..1000000 | ForEach-Object { [pscustomobject]@{ A = $_; B = "name $_"; C = $_ * 2 } } | Export-Csv {folder}/out.csv',
         1e6 * (BLOCK + 24.5e-6 + STAGE)),
    Bulk("Export-Csv, 1e5", "$o | Export-Csv {folder}/out.csv", 1e5 * STAGE, OBJECTS),
    Bulk("Import-Csv, 1e5 rows", "$null = Import-Csv {folder}/rows.csv", 1e5 * STAGE),
    Bulk("ConvertFrom-Csv, 1e5 lines", "$null = Get-Content {folder}/rows.csv | ConvertFrom-Csv", 2e5 * STAGE),
    Bulk("ConvertTo-Json, 1e5", "$null = $o | ConvertTo-Json", 1e5 * STAGE, OBJECTS),
    Bulk("ConvertFrom-Json, 2 MB", "$null = Get-Content -Raw {folder}/tree.json | ConvertFrom-Json", None),
    Bulk("Get-Content, 1e5 lines", "$null = Get-Content {folder}/lines.txt", 1e5 * STAGE),
    Bulk("Get-Content | Set-Content, 1e5", "Get-Content {folder}/lines.txt | Set-Content {folder}/out.txt", 2e5 * STAGE),
    Bulk("Get-Content | Out-File, 1e5", "Get-Content {folder}/lines.txt | Out-File {folder}/out.txt", 2e5 * STAGE),
    Bulk("... -replace | Set-Content, 1e5", "Get-Content {folder}/lines.txt | ForEach-Object { $_ -replace 'fox', 'cat' } | Set-Content {folder}/out.txt", 1e5 * (2 * STAGE + BLOCK)),
    Bulk("Select-String PATH, 1e5 lines", "$null = Select-String 'error=7' {folder}/lines.txt", None),
    Bulk("Get-Content | Select-String, 1e5", "$null = Get-Content {folder}/lines.txt | Select-String 'error=7'", 2e5 * STAGE),
    Bulk("Get-ChildItem -Recurse, 70,070", "$null = Get-ChildItem -Recurse {folder}/files", 70_070 * STAGE),
    Bulk("... -File -Filter *.txt, 70,070", "$null = Get-ChildItem -Recurse -File -Filter *.txt {folder}/files", 70_070 * STAGE),
    Bulk("Measure-Object A -Sum, 1e5", "$null = $o | Measure-Object A -Sum -Average -Maximum", 1e5 * STAGE, OBJECTS),
    Bulk("ForEach-Object, a body, 1e5", "$null = $o | ForEach-Object { $x = $_.A + 1; if ($x -gt 5) { $x } }", 1e5 * BLOCK, OBJECTS),
    Bulk("ForEach-Object NAME, 1e5", "$null = $o | ForEach-Object B", 1e5 * STAGE, OBJECTS),
    Bulk("Where-Object A -gt, 1e5", "$null = $o | Where-Object A -gt 50000", 1e5 * STAGE, OBJECTS),
    Bulk("Select-Object A, B, 1e5", "$null = $o | Select-Object A, B", 1e5 * STAGE, OBJECTS),
    Bulk("Select-Object, calculated, 1e5", "$null = $o | Select-Object A, @{ n = 'D'; e = { $_.C + 1 } }", 1e5 * BLOCK, OBJECTS),
    Bulk("Format-Table | Out-String, 20,000", "$null = $o | Select-Object -First 20000 | Out-String", 2e4 * STAGE, OBJECTS),
    Bulk("Get-ChildItem | Select A, B, 70,070", "$null = Get-ChildItem -Recurse {folder}/files | Select-Object Name, Length", 2 * 70_070 * STAGE),
    Bulk("Get-ChildItem | Out-String, 3,000", "$null = Get-ChildItem {folder}/files/d0, {folder}/files/d1, {folder}/files/d2 | Out-String", 6000 * STAGE),
    Bulk("a cmdlet called, 1e4", "for ($i = 0; $i -lt 10000; $i++) { $null = Join-Path /a b }", None),
    Bulk("function, two by name, 1e5", "$o | with", 1e5 * BLOCK, OBJECTS + "; function with { param([Parameter(ValueFromPipelineByPropertyName)][int]$A, "
         "[Parameter(ValueFromPipelineByPropertyName)][string]$B) process { } }"),
    Bulk("-replace, 1e5", "for ($i = 0; $i -lt 100000; $i++) { $r = 'abc123def' -replace '\\d+', 'x' }", None),
    Bulk("-split, 1e5 lines", "foreach ($line in $lines) { $parts = $line -split ' ' }", None, "$lines = Get-Content {folder}/lines.txt"),
    Bulk("-f, 1e5", "for ($i = 0; $i -lt 100000; $i++) { $r = '{0:N2} {1}' -f $i, 'x' }", None),
    Bulk("methods of texts, 2e5", "for ($i = 0; $i -lt 100000; $i++) { $r = 'abc'.ToUpper().Substring(1) }", None),
    Bulk("StringBuilder, 1e5", "$b = [System.Text.StringBuilder]::new(); for ($i = 0; $i -lt 100000; $i++) { $null = $b.Append('abc') }", None),
    Bulk("$s += 'abc', 2e4", "$s = ''; for ($i = 0; $i -lt 20000; $i++) { $s += 'abc' }", None),
    Bulk("hashtable by texts, 1e5", "$h = @{}; for ($i = 0; $i -lt 100000; $i++) { $h[\"k$i\"] = $i }; $n = 0; foreach ($k in $h.Keys) { $n += $h[$k] }", None),
    Bulk("a script of 1 MB, parsed", "$null = [scriptblock]::Create($text)", None, "$text = 'if ($a -gt 1) { Get-Thing -Name \"x $b\" | Where-Object { $_.Size -gt 10 } }\n' * 14000"),
)
START = ("-NoProfile -Command 1, process", 1.41, 0.5)


def yardstick() -> float:
    """Y in seconds: the best of three, since other work only ever adds."""

    def turn() -> float:
        begun = time.process_time()
        s = i = 0
        while i < 5_000_000:
            s += i
            i += 1
        return time.process_time() - begun

    return min(turn() for _ in range(3))


def make_files(folder: Path) -> None:
    """What the bulk work reads."""
    with open(folder / "lines.txt", "w") as file:
        file.writelines(f"line {i} the quick brown fox {i * 7} error={i % 100}\n" for i in range(100_000))
    with open(folder / "rows.csv", "w") as file:
        file.write('"A","B","C"\n')
        file.writelines(f'"{i}","name {i}","{i * 2}"\n' for i in range(100_000))
    (folder / "tree.json").write_text(json.dumps([{"id": i, "name": f"name {i}", "tags": ["a", "b"], "inner": {"x": i, "y": True}} for i in range(20_000)]))
    for number in range(70):
        inner = folder / "files" / f"d{number}"
        inner.mkdir(parents=True)
        for each in range(1000):
            (inner / f"f{each}.txt").touch()


def timed(text: str, setup: str = "") -> tuple[float, int]:
    """Seconds that the shell needs for a text inside a function's scope, its own clock, best of two; and its peak memory in MB.

    What other programs took meanwhile is left out: where the process was not at work all the time, its processor time counts,
    which the system tells in hundredths of a second.
    """
    script = (
        setup + "; $best = [double]::MaxValue; $me = [Diagnostics.Process]::GetCurrentProcess(); foreach ($n in 1..2) { "
        "$c = $me.TotalProcessorTime.TotalSeconds; $w = [Diagnostics.Stopwatch]::StartNew(); & { " + text + " }; $t = $w.Elapsed.TotalSeconds; "
        "$c = $me.TotalProcessorTime.TotalSeconds - $c + 0.01; $t = [math]::Min($t, $c); if ($t -lt $best) { $best = $t } }; $best"
    )
    with subprocess.Popen([sys.executable, "-m", "relayshell", "-NoProfile", "-Command", script], stdout=subprocess.PIPE, text=True) as shell:
        assert shell.stdout is not None
        said = shell.stdout.read()
        _, status, used = os.wait4(shell.pid, 0)
        shell.returncode = os.waitstatus_to_exitcode(status)
    try:
        return float(said.strip().splitlines()[-1]), used.ru_maxrss // 1024
    except (IndexError, ValueError):
        raise SystemExit(f"no time came back for: {text}\n{said}") from None


def whole_process() -> float:
    command = [sys.executable, "-m", "relayshell", "-NoProfile", "-Command", "1"]
    subprocess.run(command, capture_output=True)

    def once() -> float:
        begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return min(time.perf_counter() - begun, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    return min(once() for _ in range(5))


def main(names: list[str]) -> int:
    def is_wanted(name: str) -> bool:
        return not names or any(word.lower() in name.lower() for word in names)

    y = yardstick()
    print(f"Y = {y * 1000:.0f} ms\n{'work':34} {'ours':>9} {'ours, Y':>8} {'pwsh, Y':>8} {'ratio':>6} {'bar':>5} {'peak':>7}")
    rows = [(START[0], None, START[1], START[2]), *WORK]
    missed = 0
    for name, text, theirs, bar in rows:
        if is_wanted(name):
            seconds, memory = (whole_process(), None) if text is None else timed(text)
            ratio = seconds / y / theirs
            missed += ratio > bar
            print(f"{name:34} {seconds * 1000:7.0f}ms {seconds / y:8.2f} {theirs:8.2f} {ratio:6.2f} {bar:5.1f} {f'{memory} MB' if memory else '':>7}"
                  f"{'  missed' if ratio > bar else ''}")
    bulk = [each for each in BULK if is_wanted(each.name)]
    if bulk:
        print("\nNo Y of pwsh's for these; what it takes at least, by the stages that were measured")
        with tempfile.TemporaryDirectory() as name:
            make_files(Path(name))
            for each in bulk:
                seconds, memory = timed(each.text.replace("{folder}", name), each.setup.replace("{folder}", name))
                least = f">{each.least:.2f}" if each.least is not None else "no Y"
                beaten = "  sooner" if each.least is not None and seconds / y <= each.least else ""
                print(f"{each.name:34} {seconds * 1000:7.0f}ms {seconds / y:8.2f} {least:>8} {'':6} {'':5} {memory:4} MB{beaten}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
