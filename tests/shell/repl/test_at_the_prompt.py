"""The prompt as a person meets it: typing, completing, stopping, being asked, leaving."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from terminal import Terminal


def test_greeting_prompt_and_exit_code(terminal, tmp_path):
    assert "Get-Command" in terminal.text()
    assert f"[PS] {tmp_path}>" in terminal.text().replace("\n", "")
    assert "\n42\n" in terminal.run("6 * 7")
    terminal.keys("exit 3\r")
    assert terminal.end() == 3


def test_a_transcript_holds_what_was_typed(terminal, tmp_path):
    terminal.run("Start-Transcript t.txt | Out-Null")
    assert "\n42\n" in terminal.run("6 * 7")
    terminal.run("Stop-Transcript | Out-Null")
    written = (tmp_path / "t.txt").read_text()
    assert f"[PS] {tmp_path}>6 * 7" in written and "\n42\n" in written


def test_end_of_input_leaves(terminal):
    terminal.keys("\x04")
    assert terminal.end() == 0


def test_a_block_goes_on_until_it_is_whole(terminal):
    terminal.keys("if ($true) {\r")
    terminal.wait(r"\n>>")
    terminal.keys("'inside'\r")
    terminal.wait(r"\n>>")
    terminal.keys("}\r")
    terminal.wait("\ninside\n")


def test_pasted_lines_wait_for_enter(terminal):
    terminal.keys("\x1b[200~function f {\n  param($A)\n\n  \"it is $A\"\n}\nf 5\x1b[201~")
    terminal.wait("f 5")
    time.sleep(0.3)
    assert "it is 5" not in terminal.text()
    terminal.keys("\r")
    terminal.wait("\nit is 5\n")


@pytest.mark.parametrize("line", ["while ($true) { $i++ }", "Start-Sleep 60", "1..1000000 | ForEach-Object { $_; Start-Sleep -Milliseconds 50 } | Out-Null",
                                  "Read-Host name", "Read-Host -AsSecureString secret", "/bin/sleep 60"])
def test_control_c_stops_what_runs(terminal, line):
    terminal.keys(f"'go' + 'ing'; {line}\r")
    terminal.wait("\ngoing\n")
    time.sleep(0.4)
    begun = time.monotonic()
    terminal.keys("\x03")
    terminal.prompt()
    assert time.monotonic() - begun < 5
    assert "still here" in terminal.run("'still ' + 'here'")


def test_control_c_drops_the_line_being_typed(terminal):
    terminal.keys("'half a line")
    terminal.wait("half a line")
    terminal.keys("\x03")
    terminal.prompt()
    assert "\nwhole\n" in terminal.run("'whole'")


def test_tab_completes(terminal):
    terminal.keys("Get-ChildI\t")
    terminal.wait("Item")
    terminal.keys(" -Na\t")
    terminal.wait("Name")
    terminal.keys("\x03")
    terminal.prompt()


def test_history_is_kept_but_for_secrets(terminal, tmp_path):
    terminal.run("'first line'")
    terminal.run("$password = 'hunter2'")
    assert "first line" in terminal.run("(Get-History)[0].CommandLine")
    terminal.keys("\x1b[A\x1b[A\x1b[A")
    terminal.wait("first")
    terminal.keys("\x03")
    terminal.prompt()
    kept = (tmp_path / ".local" / "state" / "relayshell" / "history").read_text()
    assert "first line" in kept
    assert "hunter2" not in kept
    assert (tmp_path / ".local" / "state" / "relayshell" / "history").stat().st_mode & 0o077 == 0


def test_errors_are_red_and_one_line(terminal):
    shown = terminal.run("Get-Item nowhere")
    assert "Get-Item: Cannot find path" in shown
    assert "\x1b[31;1m" in terminal.seen


def test_secrets_are_stars(terminal):
    terminal.keys("$s = Read-Host -AsSecureString Secret\r")
    terminal.wait("Secret: ")
    terminal.keys("hunte\x7f\r")
    assert "hunt" not in terminal.prompt()
    assert "****" in terminal.text()
    assert "\n4\n" in terminal.run("$s.Length")
    terminal.keys("$c = Get-Credential\r")
    terminal.wait("User: ")
    terminal.keys("anna\r")
    terminal.wait("Password for user anna: ")
    terminal.keys("pw\r")
    terminal.prompt()
    assert "anna" in terminal.run("$c.UserName")


def test_questions(terminal, tmp_path):
    terminal.run("New-Item kept | Out-Null")
    terminal.keys("Remove-Item kept -Confirm\r")
    terminal.wait(r'default is "Y"\): ')
    terminal.keys("?\r")
    terminal.wait("Skip this operation")
    terminal.keys("n\r")
    terminal.prompt()
    assert (tmp_path / "kept").exists()
    terminal.keys("function f { param([Parameter(Mandatory)] $Name) \"hello $Name\" }; f\r")
    terminal.wait("Name: ")
    terminal.keys("bob\r")
    assert "hello bob" in terminal.prompt()
    terminal.keys("function g { param([Parameter(Mandatory, HelpMessage='whom to greet')] [string[]] $Names) \"hello $($Names -join '+')\" }; g\r")
    terminal.wait("!\\? for Help[^§]*Names\\[0\\]: ")
    terminal.keys("!?\r")
    terminal.wait("whom to greet\nNames\\[0\\]: ")
    terminal.keys("bob\r")
    terminal.wait("Names\\[1\\]: ")
    terminal.keys("eve\r")
    terminal.wait("Names\\[2\\]: ")
    terminal.keys("\r")
    assert "hello bob+eve" in terminal.prompt()


def test_pages_go_on_by_key(terminal):
    terminal.keys("1..100 | Out-Host -Paging\r")
    terminal.wait("\n29\n<SPACE> next page")
    terminal.keys(" ")
    assert "\n58\n" in terminal.wait("<SPACE>")
    terminal.keys("\r")
    terminal.wait("59\n<SPACE>")
    terminal.keys("q")
    assert "\n60\n" not in terminal.prompt()


def test_a_nested_prompt(terminal):
    terminal.keys("$Host.EnterNestedPrompt(); 'back'\r")
    terminal.wait(r"\n\[PS\] [^\n]*>>")
    terminal.keys("$NestedPromptLevel\r")
    terminal.wait("\n1\n")
    terminal.keys("exit\r")
    assert "back" in terminal.wait(r"back\n\[PS\] [^\n>]*>")


def test_progress_is_gone_when_the_command_ends(terminal):
    terminal.keys("Write-Progress -Activity Working -PercentComplete 50; Start-Sleep -Milliseconds 300; 'over'\r")
    terminal.wait("Working \\[=+ +\\]")
    terminal.wait("over")
    terminal.prompt()
    assert "\r\x1b[K" in terminal.seen[terminal.mark :]


def test_wide_letters_and_another_width(terminal):
    assert "日本語é" in terminal.run("'日本語' + 'é'")
    terminal.resize(60, 20)
    assert "60" in terminal.run("$Host.UI.RawUI.WindowSize.Width")


def test_a_prompt_function_of_ones_own(terminal):
    terminal.keys("function prompt { \"line one`nmine> \" }\r")
    terminal.wait("\nline one\n+mine>")
    terminal.keys("1 + 1\r")
    terminal.wait("\n2\nline one")


def test_a_broken_prompt_function_does_not_end_the_shell(terminal):
    terminal.keys("function prompt { throw 'no' }\r")
    terminal.wait("PS>")
    terminal.keys("'still here'\r")
    terminal.wait("\nstill here")


def test_no_colours_where_none_are_wanted(tmp_path):
    made = Terminal(tmp_path, "-NoProfile", NO_COLOR="1")
    made.prompt()
    made.run("Get-Item nowhere")
    assert "\x1b[31;1m" not in made.seen
    made.keys("exit\r")
    assert made.end() == 0
    made.close()


def test_the_debugger_asks_how_to_go_on(terminal, tmp_path):
    (tmp_path / "d.ps1").write_text("function inner($p) {\n  $z = $p + 1\n  $z\n}\n$b = inner 4\n\"b is $b\"\n")
    terminal.run("$null = Set-PSBreakpoint ./d.ps1 -Line 5")
    terminal.keys("./d.ps1\r")
    stopped = terminal.wait(r"~\n\[DBG\]: \[PS\] [^\n]*>>")
    assert "Entering debug mode. Use h or ? for help.\n\nHit Line breakpoint on '" in stopped
    assert "d.ps1:5 char:1\n+ $b = inner 4\n+ ~" in stopped
    terminal.keys("s\r")
    terminal.wait(r"d.ps1:2 char:3\n\+   \$z = \$p \+ 1\n[^\n]*~\n\[DBG\]: ")
    terminal.keys("$p = 20\r")
    terminal.wait(r"\n\[DBG\]: [^\n]*>>\s*\Z")
    terminal.keys("l 2 2\r")
    terminal.wait(r"\n    2:\*   \$z = \$p \+ 1\n    3:    \$z\n\n\[DBG\]: ")
    terminal.keys("c\r")
    terminal.wait(r"\nb is 21\n")
    terminal.prompt()
    assert "DBG" not in terminal.run("1 + 1")


def test_each_statement_is_asked_about(terminal):
    terminal.keys("Set-PSDebug -Step; 'one'; Set-PSDebug -Off\r")
    asked = terminal.wait(r"\(default is \"Y\"\)")
    assert "Continue with this operation?\n   1+ Set-PSDebug -Step;  >>>> 'one'; Set-PSDebug -Off" in asked
    terminal.keys("A\r")
    terminal.wait(r"DEBUG: [^\n]*\none\n")
