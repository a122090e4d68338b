"""A terminal of 100 columns with the shell in it, driven by keys: what a person at the prompt does and sees."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

SOURCE = Path(__file__).parents[3] / "src"
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[=>]|\x1b\([A-Z0-9]")
SECONDS = 20


class Terminal:
    """One run of the shell. `seen` is all that it wrote, escapes included."""

    def __init__(self, home: Path, *words: str, **environment: str) -> None:
        self.seen = ""
        self.mark = 0
        self.count = 0
        clean = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS", "LINES")}
        clean.update(
            HOME=str(home), PYTHONPATH=str(SOURCE), TERM="xterm-256color", LANG="en_US.UTF-8", RELAYSHELL_RELAY="off",
            RELAYSHELL_CONFIG=str(home / "settings"), PROMPT_TOOLKIT_NO_CPR="1", **environment,
        )
        clean.pop("XDG_STATE_HOME", None)
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            os.chdir(home)
            os.execve(sys.executable, [sys.executable, "-m", "relayshell", *words], clean)
        self.resize(100, 30)

    def resize(self, columns: int, lines: int) -> None:
        """Another size of the window."""
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def keys(self, text: str) -> None:
        """Types; Enter is \\r."""
        self.mark = len(self.seen)
        os.write(self.handle, text.encode())

    def _read(self, seconds: float) -> bool:
        if not select.select([self.handle], [], [], seconds)[0]:
            return True
        try:
            piece = os.read(self.handle, 65536)
        except OSError:
            return False
        self.seen += piece.decode("utf-8", "replace")
        return bool(piece)

    def text(self) -> str:
        """What came since the last keys, without escapes."""
        return ESCAPES.sub("", self.seen[self.mark :]).replace("\r\n", "\n").replace("\r", "\n")

    def wait(self, pattern: str) -> str:
        """Waits until what came since the last keys matches; gives it."""
        until = time.monotonic() + SECONDS
        while not re.search(pattern, self.text()):
            if not self._read(0.2) or time.monotonic() > until:
                raise AssertionError(f"{pattern!r} did not come:\n{self.text()}")
        return self.text()

    def prompt(self) -> str:
        """Waits for the prompt, until the shell has taken the keyboard."""
        self.wait(r"\[PS\] [^>]*>")
        while self._more():
            pass
        return self.text()

    def _more(self) -> bool:
        before = len(self.seen)
        self._read(0.15)
        return len(self.seen) > before

    def run(self, line: str) -> str:
        """Types a line and waits until it has run and the prompt is back: what came in between."""
        self.count += 1
        self.keys(f"{line}; 'ran' + '{self.count}'\r")
        self.wait(rf"\nran{self.count}\n[^>]*>")
        while self._more():
            pass
        return self.text()

    def end(self) -> int:
        """Waits for the shell to end: its exit code."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            self._read(0.05)
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"it did not end:\n{self.text()}")

    def close(self) -> None:
        """Ends it by force, where it still runs."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.handle)
