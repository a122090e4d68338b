"""Secrets beside the settings: password hashes of mailboxes and passwords for smart hosts, in files of mode 0600.

A mailbox's password is kept as an argon2id hash, from which it cannot be read back. A password for a smart host must be said to
that host, so it is kept as it is. Each is a file of its own, replaced atomically.
"""

import hashlib
import os
import re
from pathlib import Path

LONGEST_PASSWORD = 1024
_CLIENT = "OAuthClient"
_KEPT = {"SendConnector": ("SendConnector", _CLIENT)}


class SecretProblem(Exception):
    """A secret that cannot be kept or read; the message says why and what would mend it."""


class Secrets:
    """The secrets of one settings file."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def _path(self, kind: str, name: str) -> Path:
        folded = name.lower()
        readable = re.sub(r"[^a-z0-9]+", "-", folded)[:24].strip("-")
        return self.directory / f"{kind.lower()}-{readable}-{hashlib.sha256(folded.encode()).hexdigest()[:16]}"

    def _write(self, path: Path, text: str) -> None:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = path.with_name(f"{path.name}.{os.getpid()}.new")
        new.unlink(missing_ok=True)
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(new, path)
        except OSError:
            new.unlink(missing_ok=True)
            raise

    def _read(self, path: Path) -> str | None:
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SecretProblem(f"{path} cannot be read: {error.strerror}") from None
        with os.fdopen(handle, encoding="utf-8") as file:
            state = os.fstat(file.fileno())
            if state.st_mode & 0o077:
                raise SecretProblem(f"{path} may be read by others (mode {state.st_mode & 0o777:04o}); chmod 600 mends it")
            return file.read()

    def set_password(self, name: str, password: str) -> None:
        """Keeps the hash of a mailbox's password."""
        if not password or len(password) > LONGEST_PASSWORD or "\0" in password:
            raise SecretProblem(f"a password has 1 to {LONGEST_PASSWORD} characters and no NUL")
        from argon2 import PasswordHasher

        self._write(self._path("Mailbox", name), PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1).hash(password) + "\n")

    def has_password(self, name: str) -> bool:
        """Whether a mailbox has a password."""
        return self._path("Mailbox", name).exists()

    def password_age(self, name: str) -> float | None:
        """When a mailbox's password was set, as a Unix time; None if it has none."""
        try:
            return self._path("Mailbox", name).stat().st_mtime
        except FileNotFoundError:
            return None

    def check_password(self, name: str, password: str) -> bool:
        """Whether a password is the mailbox's. Takes about as long for a mailbox that has none."""
        from argon2 import PasswordHasher
        from argon2.exceptions import Argon2Error, InvalidHashError

        if len(password) > LONGEST_PASSWORD:
            return False
        hashed = self._read(self._path("Mailbox", name)) if name else None
        try:
            right = PasswordHasher().verify((hashed or _NOBODY).strip(), password)
        except (Argon2Error, InvalidHashError):
            return False
        return bool(right and hashed)

    def set_credential(self, connector: str, password: str) -> None:
        """Keeps the password a send connector says to its smart hosts."""
        self._write(self._path("SendConnector", connector), password)

    def credential(self, connector: str) -> str | None:
        """The password a send connector says to its smart hosts."""
        return self._read(self._path("SendConnector", connector))

    def set_client_secret(self, connector: str, secret: str) -> None:
        """Keeps what a send connector shows a token endpoint beside its refresh token."""
        self._write(self._path(_CLIENT, connector), secret)

    def client_secret(self, connector: str) -> str | None:
        """What a send connector shows a token endpoint beside its refresh token."""
        return self._read(self._path(_CLIENT, connector))

    def forget(self, kind: str, name: str) -> None:
        """Drops the secrets of a thing ("Mailbox" or "SendConnector")."""
        for each in _KEPT.get(kind, (kind,)):
            self._path(each, name).unlink(missing_ok=True)

    def rename(self, kind: str, old: str, new: str) -> None:
        """Moves secrets along when their owner is given another name."""
        for each in _KEPT.get(kind, (kind,)):
            path = self._path(each, old)
            if path.exists():
                os.replace(path, self._path(each, new))


# The hash of a text nobody knows, with the cost of a real one: an unknown name takes as long as a wrong password.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$R3yJcjF0ZMhcvjZTBAyAR4Q3QnOVDoCaNzBIzw4Gn3o"
