"""The relay a session works with: its settings file, the running engine behind it, and starting one where none runs.

Heavy parts of the engine are loaded when a cmdlet first needs them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from relayshell.errors import ShellError

START_SECONDS = 15.0


class Relay:
    """One relay, by its settings file. A session has one."""

    def __init__(self, path: str | None = None) -> None:
        from relayengine.settings.places import settings_path
        from relayengine.settings.store import Store

        self.store = Store(settings_path(path))
        self.wanted = os.environ.get("RELAYSHELL_RELAY", "on") != "off"
        self._stamp: Any = None
        self._settings: Any = None
        self._lease: Any = None
        self._child: subprocess.Popen[bytes] | None = None
        self.created = False
        self.tell: Any = None
        """Where to say what an engine that was started here could not do: a function of a text."""

    @property
    def settings(self) -> Any:
        """The settings as the file holds them now; the first file is written if there is none."""
        from relayengine.settings.store import BrokenSettings

        stamp = self.store.stamp()
        if stamp is None:
            try:
                self.created = self.store.create()
            except OSError as error:
                raise ShellError(
                    f"The settings file {self.store.path} cannot be written: {error.strerror}. Choose another with --config or RELAYSHELL_CONFIG.",
                    "SettingsNotWritable", "WriteError", str(self.store.path)) from None
            stamp = self.store.stamp()
        if stamp != self._stamp or self._settings is None:
            try:
                self._settings = self.store.load()
            except BrokenSettings as broken:
                raise ShellError(str(broken), "BrokenSettings", "InvalidData", str(self.store.path)) from None
            self._stamp = stamp
        return self._settings

    @property
    def certificates(self) -> Any:
        """The certificates beside the settings."""
        from relayengine.tls.store import CertificateStore

        return CertificateStore.beside(self.store.secrets)

    def ask(self, question: Any, start: bool = True) -> Any:
        """Asks the running engine; one is started if none runs. Raises ShellError when none can be asked."""
        client = self.client(start)
        try:
            return client.ask(question)
        except OSError as error:
            raise not_running(self.store.path, str(error)) from None
        finally:
            client.close()

    def client(self, start: bool = True) -> Any:
        """A connection to the running engine."""
        found = self._connect()
        if start and self.wanted:
            if found is None:
                self.start()
                found = self._connect()
            elif self._lease is None or not self._lease.is_open():
                # Another shell's relay lives on while this one uses it.
                self._lease = None
                self.hold()
        if found is None:
            raise not_running(self.store.path, "no engine answers on its control socket")
        return found

    def _connect(self) -> Any:
        from relayengine.control.client import connect

        try:
            return connect(self.store.path)
        except OSError:
            return None

    def is_running(self) -> bool:
        """Whether an engine answers."""
        found = self._connect()
        if found is None:
            return False
        found.close()
        return True

    def start(self, wait: bool = True) -> None:
        """Starts an engine that lives as long as shells use it, unless one runs; then holds on to it.

        Raises ShellError with what the engine said when it could not start.
        """
        _ = self.settings
        if self._lease is not None and self._lease.is_open():
            return
        self._lease = None
        started = not self.is_running()
        if started:
            log = Path(self.settings.data_directory) / "engine.log"
            log.parent.mkdir(parents=True, exist_ok=True)
            with open(log, "ab") as output:
                self._child = subprocess.Popen(
                    [sys.executable, "-m", "relayengine", "run", "--embedded", "--config", str(self.store.path)],
                    stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
                )
        if wait:
            self.hold()
            if started and self.tell is not None:
                for problem in self.problems():
                    self.tell(problem)

    def hold(self) -> None:
        """Waits until the engine answers and takes a lease on it."""
        if self._lease is not None:
            return
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            found = self._connect()
            if found is not None:
                found.lease("shell")
                self._lease = found
                return
            if self._child is not None and self._child.poll() not in (None, 0):
                break
            time.sleep(0.03)
        raise not_running(self.store.path, self._last_words())

    def _last_words(self) -> str:
        try:
            text = (Path(self.settings.data_directory) / "engine.log").read_text(errors="replace").strip()
        except OSError:
            return "it did not start in time"
        return text.splitlines()[-1] if text else "it did not start in time"

    def close(self) -> None:
        """Lets go of the engine; one that this shell started ends when no other shell holds it."""
        if self._lease is not None:
            self._lease.close()
            self._lease = None

    def problems(self) -> list[str]:
        """What the running engine could not do, such as ports it may not open."""
        from relayengine.control.messages import Status

        status = self.ask(Status(), start=False)
        return gathered([*map(str, status.problems), *(f"The settings file is not taken, the last good settings stay in force: {each}" for each in status.settings_problems)])

    def wait_until_stopped(self) -> None:
        """Waits until no engine answers any more."""
        until = time.monotonic() + START_SECONDS
        while self.is_running() and time.monotonic() < until:
            time.sleep(0.05)


def gathered(problems: list[str]) -> list[str]:
    """Problems as they are told: ports that are refused for one reason in one sentence, with the cure that can be typed here."""
    import re

    told: list[str] = []
    ports: dict[str, tuple[list[str], list[str], str]] = {}
    for problem in problems:
        found = re.fullmatch(r"(?s).*? cannot listen on (\S+): (.*)", problem)
        if found is None:
            told.append(problem)
            continue
        where, why = found.groups()
        taken = re.search(r"sport = :(\d+)", why)
        kind = re.sub(r"\d+ becomes \d+|sport = :\d+", "", why)
        places, numbers, _ = ports.setdefault(kind, ([], [], why))
        places.append(where)
        if taken is not None and taken[1] not in numbers:
            numbers.append(taken[1])
    for places, numbers, why in ports.values():
        if len(numbers) > 1:
            why = re.sub(r"sport = :\d+", " or ".join(f"sport = :{number}" for number in numbers), why)
            why = why.replace("another program has that port", "other programs have those ports").replace("stop it, or give the connector another binding",
                                                                                                      "stop them, or give the connectors other bindings")
        why = why.replace("PortOffset = 10000 under [Server] in the settings file", "Set-RelayServer -PortOffset 10000")
        told.append(f"The relay could not open {', '.join(places)}: {why}.")
    return told


def not_running(path: Any, why: str) -> ShellError:
    """No engine can be asked."""
    return ShellError(
        f"The relay of {path} is not running ({why}). Start it with Start-Service MSExchangeTransport, or as a service with 'relayengine run'.",
        "RelayNotRunning", "ConnectionError", str(path))


def relay_of(session: Any) -> Relay:
    """The relay of a session, made at first use."""
    found = session.services.get("relay")
    if found is None:
        found = session.services["relay"] = Relay(session.services.get("config"))
        found.tell = session.host.write_warning_line
    return found
