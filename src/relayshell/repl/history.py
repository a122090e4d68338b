"""Past lines, kept in a file of the user's; lines that hold a secret are not kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from relayshell.cmdlets.history import history_file

SECRET = re.compile(r"password|asplaintext|token|apikey|secret|credential\s*=", re.IGNORECASE)


class ShellHistory(FileHistory):
    """A history file that leaves out what looks like a secret, as PSReadLine does.

    wanted    says of a line whether it is kept at all
    distinct  keeps no line that is there already
    stored    writes lines to the file
    """

    wanted: Callable[[str], Any] | None = None
    distinct = False
    stored = True

    def append_string(self, string: str) -> None:
        """Add a line, unless it is the one before again."""
        strings = self.get_strings()
        if strings and strings[-1] == string or self.distinct and string in strings or self.wanted is not None and not self.wanted(string):
            return
        super().append_string(string)

    def store_string(self, string: str) -> None:
        if not self.stored or SECRET.search(string):
            return
        try:
            super().store_string(string)
        except OSError:
            # A full disk or a read-only home costs the history, not the line.
            return


def history(file: str | None = None) -> History:
    """The user's history, or that of another file; one of this session alone where no file can be kept."""
    path = Path(file or history_file())
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
        path.open("ab").close()
    except (OSError, RuntimeError):
        return InMemoryHistory()
    return ShellHistory(str(path))
