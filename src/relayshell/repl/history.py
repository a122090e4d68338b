"""Past lines, kept in a file of the user's; lines that hold a secret are not kept."""

from __future__ import annotations

import os
import re
from pathlib import Path

from prompt_toolkit.history import FileHistory, History, InMemoryHistory

SECRET = re.compile(r"password|asplaintext|token|apikey|secret", re.IGNORECASE)


class ShellHistory(FileHistory):
    """A history file that leaves out what looks like a secret, as PSReadLine does."""

    def store_string(self, string: str) -> None:
        if not SECRET.search(string):
            super().store_string(string)


def history() -> History:
    """The user's history; one of this session alone where no file can be kept."""
    place = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "relayshell"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = place / "history"
        path.touch(mode=0o600, exist_ok=True)
    except OSError:
        return InMemoryHistory()
    return ShellHistory(str(path))
