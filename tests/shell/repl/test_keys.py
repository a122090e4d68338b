"""Single keys of the terminal, as [Console] and $Host.UI.RawUI read them."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from terminal import Terminal

from relayshell.objects.dotnet.consolekeys import ALT, CONTROL, SHIFT, meaning


@pytest.mark.parametrize(("sent", "char", "key", "held"), [
    ("a", "a", 65, 0), ("A", "A", 65, SHIFT), ("7", "7", 55, 0), ("é", "é", 0, 0), ("\r", "\r", 13, 0), ("\t", "\t", 9, 0), ("\x7f", "\x7f", 8, 0),
    ("\x01", "\x01", 65, CONTROL), ("\x1b", "\x1b", 27, 0), ("\x1bx", "x", 88, ALT), ("\x1b[A", "\0", 38, 0), ("\x1bOP", "\0", 112, 0), ("\x1b[3~", "\0", 46, 0),
    ("\x1b[24~", "\0", 123, 0), ("\x1b[1;5C", "\0", 39, CONTROL), ("\x1b[5;4~", "\0", 33, SHIFT | ALT), ("\x1b[Z", "\t", 9, SHIFT),
])
def test_what_a_terminal_means(sent, char, key, held):
    found = meaning(sent)
    assert (found.char, found.key, found.held) == (char, key, held)


def test_a_key_is_read_and_not_shown(tmp_path):
    terminal = Terminal(tmp_path, "-NoProfile")
    terminal.prompt()
    try:
        terminal.keys("'re' + 'ady'; $k = $Host.UI.RawUI.ReadKey('NoEcho,IncludeKeyDown'); \"<$($k.VirtualKeyCode) $([int]$k.Character) $($k.ControlKeyState)>\"\r")
        terminal.wait("ready\n")
        time.sleep(0.2)
        terminal.keys("\x1b[1;5A")
        assert terminal.wait(r"<38 0 LeftCtrlPressed>")
        terminal.prompt()
        terminal.keys("'re' + 'ady'; $k = [Console]::ReadKey($true); \"<$($k.Key) $($k.Modifiers)>\"\r")
        terminal.wait("ready\n")
        time.sleep(0.2)
        terminal.keys("Q")
        terminal.wait("<Q Shift>")
    finally:
        terminal.close()
