"""A relay of its own for a test: settings in a folder, the engine as a process, the shell on the same settings."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

SOURCE = Path(__file__).parent.parent.parent / "src"


class Relay:
    """One relay. `address` is the loopback address its connectors listen on, with their real ports when root runs the tests."""

    def __init__(self, folder: Path, address: str, server: str = "EXCSERVER", domain: str = "akkaya.local", **server_settings: str) -> None:
        self.folder = folder
        self.address = address
        self.config = folder / "relay.toml"
        sys.path.insert(0, str(SOURCE)) if str(SOURCE) not in sys.path else None
        from relayengine.settings.store import Store

        Store(self.config).create(server, f"{server}.{domain}", domain)
        text = self.config.read_text()
        more = "".join(f"{name} = {value}\n" for name, value in {"ListenAddresses": f'["{address}"]', **server_settings}.items())
        self.config.write_text(text.replace("PortOffset = 0\n", f"PortOffset = 0\n{more}", 1))
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("RELAYSHELL_")}
        return {**inherited, "PYTHONPATH": str(SOURCE), "RELAYSHELL_CONFIG": str(self.config), "HOME": str(self.folder),
                "LANG": "en_US.UTF-8", "NO_COLOR": "1", "TERM": "dumb"}

    def start(self) -> None:
        """Runs the engine as a service and waits until it answers."""
        self.log = open(self.folder / "engine.out", "ab")
        self.process = subprocess.Popen([sys.executable, "-m", "relayengine", "run", "--config", str(self.config)],
                                        env=self.environment, stdout=self.log, stderr=self.log)
        until = time.monotonic() + 15
        while time.monotonic() < until:
            try:
                socket.create_connection((self.address, 25), 0.2).close()
                if "cannot listen" in (said := (self.folder / "engine.out").read_text()):
                    self.stop()
                    raise AssertionError(said)
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise AssertionError("the engine did not start: " + (self.folder / "engine.out").read_text())

    def stop(self, how: int = signal.SIGTERM) -> None:
        """Ends the engine: orderly, or with SIGKILL."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(20)
        self.process = None

    def shell(self, text: str, *arguments: str, fails: bool = False, input: str | None = None) -> str:
        """What the shell prints for a text; its errors too. An error fails the test unless it is expected."""
        done = subprocess.run([sys.executable, "-m", "relayshell", "-NoProfile", *arguments, "-Command", text], env=self.environment,
                              capture_output=True, text=True, timeout=60, input=input)
        if not fails:
            assert not done.stderr, f"{text}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def script(self, path: Path, input: str | None = None) -> str:
        """What the shell prints for a script file."""
        done = subprocess.run([sys.executable, "-m", "relayshell", "-NoProfile", "-File", str(path)], env=self.environment,
                              capture_output=True, text=True, timeout=60, input=input)
        return done.stdout + done.stderr

    def talk(self, *lines: str, source: str = "127.0.0.1", port: int = 25) -> list[str]:
        """A conversation as by telnet: each line is sent when the reply before it has come; the last line of each reply."""
        replies = []
        with socket.create_connection((self.address, port), 15, source_address=(source, 0)) as wire:
            stream = wire.makefile("rb")

            def reply() -> str:
                while True:
                    line = stream.readline().decode()
                    assert line, "the server hung up"
                    if line[3:4] != "-":
                        return line.rstrip("\r\n")

            replies.append(reply())
            waiting = True
            for line in lines:
                wire.sendall(line.encode() + b"\r\n")
                if line.lower() == "data":
                    waiting = False
                    replies.append(reply())
                elif waiting or line == ".":
                    waiting = True
                    replies.append(reply())
        return replies

    def inbox(self, mailbox: str) -> list[bytes]:
        """The messages in a mailbox's folder."""
        found = sorted((self.folder / "data" / "mailboxes").rglob("new/*"))
        return [path.read_bytes() for path in found if mailbox.lower() in str(path).lower()]

    def wait_for(self, question, seconds: float = 15.0):  # noqa: ANN001, ANN201 - a function of nothing
        """The first true answer."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            answer = question()
            if answer:
                return answer
            time.sleep(0.1)
        raise AssertionError(f"nothing after {seconds} s")
