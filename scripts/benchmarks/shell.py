"""The shell's speed beside the real PowerShell's.

Y is the time this machine's CPython needs for five million turns of `s += i; i += 1` in a
function. PowerShell's figures were measured in Y on another machine, so the ratios compare.
A ratio below 1 means that we are the faster ones.
"""

from __future__ import annotations

import subprocess
import sys
import time

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
    ("Where | Select -First 10, 1e6", "$null = 1..1000000 | Where-Object { $_ -gt 999990 } | Select-Object -First 10", 11.7, 1.0),
    ("Group-Object, 1e5", "$null = 1..100000 | Group-Object { $_ % 10 }", 3.0, 1.0),
)
START = ("-NoProfile -Command 1, process", 1.41, 0.5)


def yardstick() -> float:
    """Y in seconds: the best of three, since other work only ever adds."""

    def turn() -> float:
        begun = time.perf_counter()
        s = i = 0
        while i < 5_000_000:
            s += i
            i += 1
        return time.perf_counter() - begun

    return min(turn() for _ in range(3))


def timed(text: str) -> float:
    """Seconds that the shell needs for a text inside a function's scope, its own clock, best of two."""
    script = (
        "$best = [double]::MaxValue; foreach ($n in 1..2) { $w = [Diagnostics.Stopwatch]::StartNew(); "
        "& { " + text + " }; $t = $w.Elapsed.TotalSeconds; if ($t -lt $best) { $best = $t } }; $best"
    )
    done = subprocess.run([sys.executable, "-m", "relayshell", "-NoProfile", "-Command", script], capture_output=True, text=True)
    try:
        return float(done.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError):
        raise SystemExit(f"no time came back for: {text}\n{done.stdout}{done.stderr}") from None


def whole_process() -> float:
    command = [sys.executable, "-m", "relayshell", "-NoProfile", "-Command", "1"]
    subprocess.run(command, capture_output=True)

    def once() -> float:
        begun = time.perf_counter()
        subprocess.run(command, capture_output=True)
        return time.perf_counter() - begun

    return min(once() for _ in range(5))


def main(names: list[str]) -> int:
    y = yardstick()
    print(f"Y = {y * 1000:.0f} ms\n{'work':32} {'ours':>9} {'ours, Y':>8} {'pwsh, Y':>8} {'ratio':>6} {'bar':>5}")
    rows = [(START[0], None, START[1], START[2]), *WORK]
    missed = 0
    for name, text, theirs, bar in rows:
        if names and not any(word.lower() in name.lower() for word in names):
            continue
        seconds = whole_process() if text is None else timed(text)
        ratio = seconds / y / theirs
        missed += ratio > bar
        print(f"{name:32} {seconds * 1000:7.0f}ms {seconds / y:8.2f} {theirs:8.2f} {ratio:6.2f} {bar:5.1f}{'  missed' if ratio > bar else ''}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
