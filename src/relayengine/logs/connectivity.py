"""Each connection to another server: when it began, why it ended, what went over it. Exchange's connectivity log."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from relayengine.logs.fields import field, stamp
from relayengine.logs.rolling import RollingLog


def _line(at: float, entry: tuple[Any, ...]) -> str:
    session, source, destination, direction, description = entry
    return f"{stamp(at)},{session},{source},{field(destination)},{direction},{field(description)}"


class ConnectivityLog:
    """The connectivity log."""

    def __init__(self, directory: str | Path, *, max_age: float = 0, max_directory: float = float("inf"),
                 max_file: float = float("inf"), clock: Callable[[], float] = time.time) -> None:
        self.file = RollingLog(directory, "CONNECTLOG", "Transport Connectivity Log",
                               "date-time,session,source,Destination,direction,description", _line, max_age=max_age,
                               max_directory=max_directory, max_file=max_file, clock=clock)

    def line(self, session: str, source: str, destination: str, direction: str, description: str) -> None:
        """One line. `direction` is + (begins), - (ends) or > (tells)."""
        self.file.write((session, source, destination, direction, description))

    def flush(self) -> None:
        """Writes what waits now."""
        self.file.flush()

    def close(self) -> None:
        """Ends the log."""
        self.file.close()
