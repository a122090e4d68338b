"""When each mailbox last logged on and from where, kept in a file so that it is known after a restart and without an engine.

Written now and then, not for every logon: after a kill the last seconds may be missing. Several workers share the file; each adds
what it knows. Knows no session.
"""

import json
import os
import threading
from pathlib import Path

_WRITE_EVERY = 10.0


def path_in(data_directory: str) -> Path:
    """Where the file is for a data directory."""
    return Path(data_directory) / "logs" / "logons.json"


def read(path: Path) -> dict[str, tuple[float, str]]:
    """Unix time and address of each mailbox's last logon. Empty when there is no file, or none that can be read."""
    try:
        content = json.loads(path.read_text("utf-8"))
        return {str(name): (float(at), str(source)) for name, (at, source) in content.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


class LastLogons:
    """The logons of one engine, beside those of the file. Called from threads."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.used: dict[str, tuple[float, str]] = read(path) if path is not None else {}
        self._lock = threading.Lock()
        self._written = 0.0
        self._fresh = False

    def note(self, mailbox: str, at: float, source: str) -> None:
        """Takes note of a logon."""
        with self._lock:
            self.used[mailbox] = (at, source)
            self._fresh = True
            due = at - self._written >= _WRITE_EVERY
            if due:
                self._written = at
        if due:
            self.write()

    def write(self) -> None:
        """Adds what is known to the file. A file that cannot be written stops no logon."""
        with self._lock:
            if self.path is None or not self._fresh:
                return
            self._fresh = False
            for name, last in read(self.path).items():
                if name not in self.used or last > self.used[name]:
                    self.used[name] = last
            text = json.dumps(dict(sorted(self.used.items())), indent=0)
            new = self.path.with_name(f".{self.path.name}.{os.getpid()}")
            try:
                self.path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
                new.write_text(text, "utf-8")
                os.chmod(new, 0o640)
                os.replace(new, self.path)
            except OSError:
                pass
