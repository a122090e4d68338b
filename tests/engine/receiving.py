"""The receiving side of the engine on real sockets: a door with its connectors, a spool on disk, and a client that types bytes.

The queue behind it only keeps what was accepted, so a test sees exactly what the spool promised.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from relayengine.receive.door import Door
from relayengine.receive.listener import Listeners
from relayengine.settings.secrets import Secrets
from relayengine.settings.snapshot import Settings
from relayengine.settings.testing import settings as default_settings
from relayengine.spool import Spool
from relayengine.tls.context import ListeningContexts
from relayengine.tls.selfsigned import ensure_default
from relayengine.tls.store import CertificateStore

QUICK = {"": {"TarpitInterval": "00:00:00", "AuthTarpitInterval": "00:00:00"}}
PASSWORD = "correct horse"
ADMINISTRATOR = "administrator@akkaya.local"


class Accepted:
    """A message as it reached the queue."""

    def __init__(self, number: int, envelope: Any, content: Any, head: bytes) -> None:
        self.number = number
        self.envelope = envelope
        self.parts = content
        self.head = head

    @property
    def to(self) -> list[str]:
        return [r.address for r in self.envelope.recipients]

    @property
    def wire(self) -> bytes:
        """The whole message as it would go on, header first."""
        return self.head + (self.parts if isinstance(self.parts, bytes) else self.parts.kept(b""))

    @property
    def body(self) -> bytes:
        return self.wire.partition(b"\r\n\r\n")[2]


class Queue:
    """Takes what is accepted and keeps it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._messages: list[Accepted] = []
        self.short = 0

    @property
    def messages(self) -> list[Accepted]:
        """What was accepted. A client has its 250 a moment before the queue has the message; everybody else asks the loop after it."""
        if self._loop.is_running() and threading.current_thread() is threading.main_thread():
            asyncio.run_coroutine_threadsafe(asyncio.sleep(0), self._loop).result(20)
        return self._messages

    def accept(self, number: int, envelope: Any, content: Any, head: bytes = b"") -> None:
        self._messages.append(Accepted(number, envelope, content, head))

    def pressure(self) -> int:
        return self.short


class Relay:
    """A door open on loopback, its loop in a thread of its own."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings
        self.loop = asyncio.new_event_loop()
        self.queue = Queue(self.loop)
        self.reports: list[str] = []
        self.certificates = CertificateStore(folder / "certificates")
        ensure_default(self.certificates, settings.server.name, settings.server.fqdn)
        settings.secrets = Secrets(folder / "secrets")
        if not settings.secrets.has_password("Administrator"):
            settings.secrets.set_password("Administrator", PASSWORD)
        self.thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()
        self._over = asyncio.Event()
        self._problem: BaseException | None = None
        self.thread.start()
        self._ready.wait(20)
        if self._problem:
            raise self._problem

    def _run(self) -> None:
        try:
            self.loop.run_until_complete(self._serve())
        except BaseException as problem:  # noqa: BLE001 - handed to the test
            self._problem = problem
            self._ready.set()

    async def _serve(self) -> None:
        self.spool = Spool(self.folder / "spool")
        self.spool.open()
        self.door = Door(self.settings, self.spool, self.queue, ListeningContexts(self.certificates), report=self.reports.append,
                         session_ids=(f"{i:016X}" for i in itertools.count(1)))
        self.listeners = Listeners(self.door)
        self.problems = await self.listeners.apply(self.settings)
        self._ready.set()
        await self._over.wait()
        await self.listeners.close()
        await self.door.stop(0.2)
        await self.spool.close()

    def call(self, work: Any) -> Any:
        """Runs a coroutine on the door's loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(20)

    def port(self, port: int) -> int:
        return port + self.settings.server.port_offset

    def client(self, port: int = 25, *, greeted: bool = True, source: str | None = None, timeout: float = 10) -> Client:
        found = Client(self.port(port), source, timeout)
        if greeted:
            found.reply()
        return found

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self._over.set)
        self.thread.join(20)
        assert self._problem or not self.spool.coming, "a session that is over still promises a message"


class Client:
    """Types bytes at a server and reads its replies."""

    def __init__(self, port: int, source: str | None = None, timeout: float = 10) -> None:
        self.socket: Any = socket.create_connection(("127.0.0.1", port), timeout, (source, 0) if source else None)
        self.socket.settimeout(timeout)
        self._read = b""

    def send(self, data: bytes | str) -> None:
        self.socket.sendall(data if isinstance(data, bytes) else data.encode())

    def line(self) -> str:
        """The next line, without its end; "" when the server has closed."""
        while b"\n" not in self._read:
            try:
                more = self.socket.recv(65536)
            except (ConnectionResetError, ssl.SSLError):
                more = b""
            if not more:
                found, self._read = self._read, b""
                return found.decode()
            self._read += more
        line, _, self._read = self._read.partition(b"\n")
        assert line.endswith(b"\r"), line
        return line[:-1].decode()

    def reply(self) -> str:
        """The next reply; lines of one reply are joined by line ends."""
        lines = []
        while True:
            line = self.line()
            lines.append(line)
            if line[3:4] != "-":
                return "\n".join(lines)

    def say(self, command: bytes | str) -> str:
        """Sends one line and reads the reply."""
        self.send((command if isinstance(command, bytes) else command.encode()) + b"\r\n")
        return self.reply()

    def many(self, commands: str) -> list[str]:
        """Says several lines, one after the other."""
        return [self.say(c) for c in commands.split("|")]

    def message(self, data: bytes) -> str:
        """DATA with this content and its end."""
        assert self.say("DATA").startswith("354")
        self.send(data + b"\r\n.\r\n")
        return self.reply()

    def deliver(self, data: bytes = b"Subject: x\r\n\r\nhello", to: str = ADMINISTRATOR, sender: str = "a@example.com") -> str:
        self.say(f"MAIL FROM:<{sender}>")
        self.say(f"RCPT TO:<{to}>")
        return self.message(data)

    def starttls(self, name: str = "mail.akkaya.local") -> bytes:
        """STARTTLS; the certificate the server showed."""
        assert self.say("STARTTLS").startswith("220"), "STARTTLS was refused"
        return self.wrap(name)

    def wrap(self, name: str = "mail.akkaya.local") -> bytes:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self.socket = context.wrap_socket(self.socket, server_hostname=name)
        return self.socket.getpeercert(True)

    def closed(self) -> bool:
        """Whether the server has closed, nothing more said."""
        try:
            return self.line() == ""
        except OSError:
            return False

    def close(self) -> None:
        self.socket.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def free_offset() -> int:
    """A port offset at which the default connectors' ports are free, and below those that the system gives to outgoing connections."""
    for _ in range(200):
        offset = random.randint(10000, 30000)
        try:
            for port in (25, 465, 587, 717, 2525, 26):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port + offset))
        except OSError:
            continue
        return offset
    raise RuntimeError("no free ports")


def settings(connectors: dict[str, dict[str, Any]] | None = None, server: dict[str, Any] | None = None, **tables: Any) -> Settings:
    """The default settings at free ports on loopback, with no waiting for refusals."""
    offset = {"PortOffset": free_offset(), "ListenAddresses": ["127.0.0.1"]}
    merged = {name: dict(values) for name, values in QUICK.items()}
    for name, values in (connectors or {}).items():
        merged[name] = merged.get(name, {}) | values
    return default_settings(connectors=merged, Server=offset | (server or {}), **tables)


@contextmanager
def relay(folder: Path, connectors: dict[str, dict[str, Any]] | None = None, server: dict[str, Any] | None = None, **tables: Any) -> Iterator[Relay]:
    """A relay that receives, for the length of a block."""
    found = Relay(folder, settings(connectors, server, **tables))
    try:
        yield found
    finally:
        found.close()
