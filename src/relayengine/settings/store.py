"""The settings file: read whole, checked whole, replaced whole, with comments and order kept.

It is the one door to the settings. `load` reads it; `edit` is the only way to change it: under a lock it reads the file as it
is now, applies what was asked to that, checks everything, and replaces the file atomically, so two writers never lose each
other's change. Knows nothing of a running engine.
"""

import fcntl
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relayengine.settings.places import data_directory, secrets_directory
from relayengine.settings.secrets import Secrets
from relayengine.settings.snapshot import Located, Settings

if TYPE_CHECKING:
    from relayengine.settings.editing import Edit


_LONGEST = 2000
"""Characters of a problem's text: what a file holds may be anything."""


class FileProblem:
    """One thing wrong with a settings file: where it is and what."""

    __slots__ = ("path", "line", "text")

    def __init__(self, path: Path, line: int, text: str) -> None:
        self.path = path
        self.line = line
        text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
        self.text = text if text.isprintable() else "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}: {self.text}" if self.line else f"{self.path}: {self.text}"

    __repr__ = __str__


class BrokenSettings(Exception):
    """A settings file that cannot be used; `problems` holds each reason, `str` all of them, a line each."""

    def __init__(self, problems: list[FileProblem]) -> None:
        super().__init__("\n".join(str(p) for p in problems))
        self.problems = problems


class Store:
    """One settings file."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(os.path.realpath(path))
        self.secrets = Secrets(secrets_directory(self.path))

    @property
    def default_data_directory(self) -> Path:
        """Where data lies when the file does not say."""
        return data_directory(self.path)

    def create(self, server: str = "", fqdn: str = "", domain: str = "") -> bool:
        """Writes the first file if there is none; whether it did. Two who try at once write one."""
        if self.path.exists():
            return False
        from relayengine.settings.firstfile import first_file

        with self._locked():
            if self.path.exists():
                return False
            self._replace(first_file(server, fqdn, domain, str(self.default_data_directory)))
        return True

    def stamp(self) -> tuple[int, int, int] | None:
        """What changes when the file does; None if there is none."""
        try:
            state = self.path.stat()
        except OSError:
            return None
        return state.st_mtime_ns, state.st_size, state.st_ino

    def load(self) -> Settings:
        """The settings as the file holds them. BrokenSettings with every problem otherwise."""
        return self.read(self._text())

    def read(self, text: str) -> Settings:
        """The settings a text holds."""
        try:
            content = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise BrokenSettings([self._syntax(text, str(error))]) from None
        except (ValueError, RecursionError) as error:
            what = "lists or tables lie too deep in one another" if isinstance(error, RecursionError) else "a number is too long"
            raise BrokenSettings([FileProblem(self.path, 0, f"this is not read: {what}")]) from None
        settings, problems = Settings.of(content, self._data(content))
        if settings is None:
            raise BrokenSettings(self._placed(text, problems))
        settings.secrets = self.secrets
        return settings

    @contextmanager
    def edit(self) -> Iterator["Edit"]:
        """Changes the file: what the Edit was told is checked and written when the block ends without an error."""
        from relayengine.settings.editing import Edit

        with self._locked():
            text = self._text()
            edit = Edit(self, text, self.read(text))
            yield edit
            if edit.text != text:
                self.read(edit.text)
                self._replace(edit.text)
                edit.written()

    def _data(self, content: Any) -> str:
        for name, table in content.items():
            if name.lower() == "server" and isinstance(table, dict):
                for key, value in table.items():
                    if key.replace("_", "").lower() == "datadirectory" and isinstance(value, str) and value:
                        return str(Path(value).expanduser())
        return str(self.default_data_directory)

    def _text(self) -> str:
        try:
            data = self.path.read_bytes()
            mode = self.path.stat().st_mode
        except FileNotFoundError:
            raise BrokenSettings([FileProblem(self.path, 0, "there is no such file; starting the shell writes a first one")]) from None
        except OSError as error:
            raise BrokenSettings([FileProblem(self.path, 0, f"it cannot be read: {error.strerror}")]) from None
        if mode & 0o002:
            raise BrokenSettings([FileProblem(self.path, 0, f"everyone may write it (mode {mode & 0o777:04o}); chmod o-w mends it")])
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise BrokenSettings([FileProblem(self.path, line, f"byte 0x{data[error.start]:02x} is no UTF-8; settings are UTF-8 text")]) from None

    def _syntax(self, text: str, message: str) -> FileProblem:
        import re

        match = re.search(r"^(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)$", message, re.DOTALL)
        line = int(match[2]) if match and match[2] else text.count("\n") + 1
        what = match[1] if match else message
        shown = (text.split("\n")[line - 1 : line] or [""])[0].strip()
        where = f" in {shown!r}" if shown else ""
        return FileProblem(self.path, line, f"this is not TOML: {what[:1].lower()}{what[1:]}{where}; a line is a [table], Name = \"value\" or a # comment")

    def _placed(self, text: str, problems: list[Located]) -> list[FileProblem]:
        from relayengine.schema import fold
        from relayengine.settings.tomltext import line_numbers

        lines = line_numbers(text)
        placed = []
        for problem in problems:
            table = fold(problem.kind)
            line = lines.get((table, problem.place, fold(problem.setting))) or lines.get((table, problem.place, "")) or 0
            placed.append(FileProblem(self.path, line, str(problem)))
        return sorted(placed, key=lambda p: p.line)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        handle = os.open(self.path.with_name(self.path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _replace(self, text: str) -> None:
        new = self.path.with_name(f".{self.path.name}.new")
        new.unlink(missing_ok=True)
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                try:
                    state = self.path.stat()
                    os.fchmod(file.fileno(), state.st_mode & 0o7777)
                    os.fchown(file.fileno(), state.st_uid, state.st_gid)
                except FileNotFoundError:
                    os.fchmod(file.fileno(), 0o644)
                except PermissionError:
                    pass  # another owner's file: ours replaces it under our name
                os.fsync(file.fileno())
            os.replace(new, self.path)
        except OSError:
            new.unlink(missing_ok=True)
            raise
        folder = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def now_text() -> str:
    """The present time as settings keep it: UTC, to the second."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
