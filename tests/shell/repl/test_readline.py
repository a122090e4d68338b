"""The line editor as Set-PSReadLineOption and Set-PSReadLineKeyHandler make it."""

from __future__ import annotations

import pytest

from relayshell.cmdlets.readline_keys import chord_of
from relayshell.cmdlets.readline_options import sequence_of
from relayshell.errors import ShellError


def test_a_block_changes_the_line_and_runs_it(terminal):
    terminal.run("Set-PSReadLineKeyHandler Ctrl+g { $l = $c = $null; [Microsoft.PowerShell.PSConsoleReadLine]::GetBufferState([ref]$l, [ref]$c); "
                 "[Microsoft.PowerShell.PSConsoleReadLine]::Replace(0, $l.Length, \"'<$l>'\"); [Microsoft.PowerShell.PSConsoleReadLine]::AcceptLine() }")
    terminal.keys("abc\x07")
    terminal.wait("\n<abc>\n")


def test_functions_and_freed_keys(terminal):
    terminal.run("Set-PSReadLineKeyHandler -Chord Ctrl+g -Function BeginningOfLine; Remove-PSReadLineKeyHandler Ctrl+a")
    terminal.keys("2'\x07'1\x01\r")
    terminal.wait("\n12\n")


def test_what_stands_before_further_lines(terminal):
    terminal.run("Set-PSReadLineOption -ContinuationPrompt ':: '")
    terminal.keys("if (1) {\r")
    terminal.wait(r"\n::")
    terminal.keys("5 }\r")
    terminal.wait("\n5\n")


def test_lines_that_are_not_kept(terminal, tmp_path):
    terminal.run("Set-PSReadLineOption -AddToHistoryHandler { param($l) $l -notlike '*hidden*' }")
    terminal.run("'hidden'")
    terminal.run("'shown'")
    kept = (tmp_path / ".local/state/relayshell/history").read_text()
    assert "'shown'" in kept and "+'hidden'" not in kept


@pytest.mark.parametrize(("typed", "shown"), [
    ("ctrl+G", "Ctrl+g"), ("alt+.", "Alt+."), ("Shift+Ctrl+tab", "Ctrl+Shift+Tab"), ("f3", "F3"), ("Ctrl+x,ctrl+e", "Ctrl+x,Ctrl+e"), (",", ","), ("Ctrl++", "Ctrl++"), ("a", "a"),
])
def test_keys_are_written_in_one_way(typed, shown):
    assert chord_of(typed) == shown


@pytest.mark.parametrize("typed", ["Foo+x", "Nokey", "Ctrl+nokey", ""])
def test_what_is_no_key(typed):
    with pytest.raises(ShellError):
        chord_of(typed)


@pytest.mark.parametrize(("colour", "sequence"), [("red", "\x1b[91m"), ("#00ff10", "\x1b[38;2;0;255;16m"), ("\x1b[7m", "\x1b[7m")])
def test_colours(colour, sequence):
    assert sequence_of(colour) == sequence
