"""Past lines, kept in a file of the user's; lines that hold a secret are not kept."""

from __future__ import annotations

import os
import re
from pathlib import Path

from prompt_toolkit.history import FileHistory, History, InMemoryHistory

SECRET = re.compile(r"password|asplaintext|token|apikey|secret|credential\s*=", re.IGNORECASE)


class ShellHistory(FileHistory):
    """A history file that leaves out what looks like a secret, as PSReadLine does."""

    def append_string(self, string: str) -> None:
        """Add a line, unless it is the one before again."""
        strings = self.get_strings()
        if not strings or strings[-1] != string:
            super().append_string(string)

    def store_string(self, string: str) -> None:
        if SECRET.search(string):
            return
        try:
            super().store_string(string)
        except OSError:
            # A full disk or a read-only home costs the history, not the line.
            return


def history_file() -> Path:
    """Where the history is kept."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "relayshell" / "history"


def history() -> History:
    """The user's history; one of this session alone where no file can be kept."""
    path = history_file()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
        path.open("ab").close()
    except (OSError, RuntimeError):
        return InMemoryHistory()
    return ShellHistory(str(path))
