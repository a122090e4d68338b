"""The article's first steps typed at the real prompt, in a terminal; the relay lives as long as the shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from world.relay import SOURCE, Relay

TMUX = shutil.which("tmux")
pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="the real ports 25 and 587 take an administrator"),
    pytest.mark.skipif(TMUX is None, reason="tmux is not installed: scripts/test installs it"),
]


class Terminal:
    """A terminal of 110 columns in which someone types."""

    def __init__(self, relay: Relay, socket: Path) -> None:
        self.words = [str(TMUX), "-u", "-S", str(socket)]
        environment = {**relay.environment, "LANG": "C.UTF-8", "TERM": "screen-256color"}
        environment.pop("NO_COLOR", None)
        environment.pop("RELAYSHELL_RELAY", None)
        subprocess.run([*self.words, "new-session", "-d", "-x", "110", "-y", "60", sys.executable, "-m", "relayshell", "-NoProfile"],
                       env=environment, check=True, cwd=SOURCE.parent)

    def type(self, text: str) -> None:
        subprocess.run([*self.words, "send-keys", "-l", text], check=True)
        subprocess.run([*self.words, "send-keys", "Enter"], check=True)

    def screen(self) -> str:
        shown = subprocess.run([*self.words, "capture-pane", "-p"], capture_output=True, text=True)
        return "\n".join(line.rstrip() for line in shown.stdout.split("\n"))

    def wait_for(self, text: str, seconds: float = 20) -> str:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            screen = self.screen()
            if text in screen:
                return screen
            time.sleep(0.1)
        raise AssertionError(f"no {text!r} in\n{self.screen()}")

    def close(self) -> None:
        subprocess.run([*self.words, "kill-server"], capture_output=True)


@pytest.fixture
def typed(tmp_path: Path) -> Iterator[tuple[Relay, Terminal]]:
    relay = Relay(tmp_path / "relay", "127.0.29.1")
    terminal = Terminal(relay, tmp_path / "tmux")
    try:
        terminal.wait_for("[PS] ")
        yield relay, terminal
    finally:
        terminal.close()


def test_the_first_steps(typed: tuple[Relay, Terminal]) -> None:
    relay, terminal = typed
    terminal.type("Get-ReceiveConnector")
    terminal.wait_for("""
Identity                                    Bindings                  Enabled
--------                                    --------                  -------
EXCSERVER\\Default EXCSERVER                 {0.0.0.0:2525, [::]:2525} True
EXCSERVER\\Client Proxy EXCSERVER            {[::]:465, 0.0.0.0:465}   True
EXCSERVER\\Default Frontend EXCSERVER        {[::]:25, 0.0.0.0:25}     True
EXCSERVER\\Outbound Proxy Frontend EXCSERVER {[::]:717, 0.0.0.0:717}   True
EXCSERVER\\Client Frontend EXCSERVER         {[::]:587, 0.0.0.0:587}   True
""")
    replies = relay.wait_for(lambda: _talked(relay))
    assert replies[-1].startswith("250 2.6.0 ")
    terminal.type("(Get-MessageTrackingLog -EventId DELIVER).Sender")
    terminal.wait_for("\nadministrator@akkaya.local\n")
    terminal.type("Set-Mailbox Administrator -Password (ConvertTo-SecureString Pa55-word -AsPlainText -Force)")
    terminal.type("$credential = Get-Credential")
    terminal.wait_for("User:")
    terminal.type("administrator")
    terminal.wait_for("Password for user administrator:")
    terminal.type("Pa55-word")
    terminal.type("Send-MailMessage -SmtpServer EXCSERVER -Credential $credential -From administrator@akkaya.local -To administrator@akkaya.local -Subject typed -Port 587 -UseSsl")
    relay.wait_for(lambda: any(b"Subject: typed" in each for each in relay.inbox("administrator")))
    assert "Pa55-word" not in terminal.screen().split("Get-Credential")[1], "a password that is typed is not shown"
    terminal.type("Remove-ReceiveConnector 'Client Proxy EXCSERVER'")
    terminal.wait_for('(default is "Y"):')
    terminal.type("n")
    terminal.type("(Get-ReceiveConnector).Count")
    terminal.wait_for("\n5\n")
    terminal.type("exit")
    relay.wait_for(lambda: "relayengine has ended" in (relay.folder / "data" / "logs" / "service.log").read_text())


def _talked(relay: Relay) -> list[str]:
    """A conversation, once the relay has begun to listen."""
    try:
        return relay.talk("helo", "mail from: administrator@akkaya.local", "rcpt to: administrator@akkaya.local", "data", "Subject: x", "", "x", ".")
    except OSError:
        return []
