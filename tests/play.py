"""Plays transcripts: a fresh session for each scene, with its clock, its ids, its server and its width fixed at their source.

A scene with `//engine` has a whole relay behind it, listening on loopback. `C:` and `S:` lines speak SMTP to it, on port 25
or the one the directive names (`//engine 587`). `//settings NAME` begins from tests/transcripts/NAME, `//clock` says what
time it is, `//width` how wide the host is, `//do LINE` what is run before the first prompt, without being shown.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import socket
import threading
import time
import types
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from uuid import UUID

from relayshell.commands.transcript import Scene, Step

TRANSCRIPTS = Path(__file__).parent / "transcripts"
CLOCK = "2022-04-25 19:14:29"
PORTS = (25, 465, 587, 717, 2525)


def seconds(clock: str) -> float:
    """A scene's time (UTC) as seconds since 1970."""
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"):
        try:
            return datetime.strptime(clock, form).replace(tzinfo=timezone.utc).timestamp()
        except ValueError:
            continue
    raise ValueError(f'"{clock}" is no time such as {CLOCK}')


def trimmed(text: str) -> str:
    """A text without blanks at the ends of its lines, which nobody sees and editors lose, and without empty lines at its end."""
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n")


@contextmanager
def fixed(clock: float, folder: Path) -> Iterator[None]:
    """The world as a scene has it: English, UTC, its own folder, a clock that stands, ids that count; a culture a scene sets ends with it."""
    import relayengine.mail.identity as identity
    import relayengine.settings.editing as editing
    import relayengine.settings.store as store
    from relayshell.objects.dotnet import culture, ticks

    environment, place = dict(os.environ), os.getcwd()
    kept = (identity._prefix, identity._count, editing.uuid4, store.now_text, ticks.time)
    ids = itertools.count(1)
    os.environ.update(LANG="en_US.UTF-8", TZ="UTC", RELAYSHELL_RELAY="off", HOME=str(folder))
    os.environ.pop("RELAYSHELL_CONFIG", None)
    time.tzset()
    os.chdir(folder)
    identity._prefix, identity._count = "00112233aabbccdd", itertools.count(1)
    editing.uuid4 = lambda: UUID(int=0xC0FFEE00_0000_4000_8000_000000000000 + next(ids))
    store.now_text = lambda: datetime.fromtimestamp(clock, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    ticks.time = types.SimpleNamespace(time_ns=lambda: int(clock * 1e9), localtime=time.localtime)
    try:
        yield
    finally:
        identity._prefix, identity._count, editing.uuid4, store.now_text, ticks.time = kept
        culture._current.clear()
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        os.chdir(place)


class Stage:
    """Where one scene is played: its session, its settings, its relay."""

    def __init__(self, scene: Scene, folder: Path) -> None:
        from relayengine.settings.store import Store
        from relayshell.runtime.session import Session

        self.scene = scene
        self.folder = folder
        self.clock = seconds(scene.directive("clock") or CLOCK)
        self.store = Store(folder / "relay.toml")
        settings = scene.directive("settings")
        if settings:
            self.store.path.write_text((TRANSCRIPTS / settings).read_text())
        else:
            self.store.create("EXCSERVER", "EXCSERVER.akkaya.local", "akkaya.local")
        self.port = int(scene.directive("engine") or 25) if scene.directive("engine") is not None else 0
        self.engine: _Engine | None = None
        if self.port:
            self.offset = _listen_locally(self.store)
            self.engine = _Engine(self.store, self.clock)
        self.parts: list[str] = []
        self.session = Session(_recorder(self.parts, int(scene.directive("width") or 120)), folder=str(folder))
        self.session.services["config"] = str(self.store.path)
        self.session.set_variable("ProgressPreference", "SilentlyContinue")
        self.wire: Any = None
        self.in_data = False
        for each in scene.directives:
            if each.name == "do":
                self.said(each.value)

    def said(self, text: str) -> str:
        """What the shell shows for a text, without the empty lines at its end."""
        from relayshell.cmdlets.hostoutput import HostOutput
        from relayshell.errors import ShellError

        self.parts.clear()
        output = HostOutput(self.session)
        try:
            self.session.run(text, sink=output.add, errors=self.session.show_error)
            output.end()
        except ShellError as error:
            output.end()
            self.session.show_error(error.record if error.record is not None else error)
        return trimmed("".join(self.parts))

    def greeting(self) -> list[str]:
        """Connects, and gives the lines the server greets with."""
        self.wire = socket.create_connection(("127.0.0.1", self.port + self.offset), 15)
        self.stream = self.wire.makefile("rb")
        return self._reply()

    def spoken(self, line: str) -> list[str]:
        """Sends a client's line; the lines of the reply, none while a message is sent."""
        self.wire.sendall(line.encode() + b"\r\n")
        if self.in_data and line != ".":
            return []
        reply = self._reply()
        self.in_data = line.strip().lower() == "data" and reply[:1] != [] and reply[0].startswith("354")
        return reply

    def _reply(self) -> list[str]:
        lines = []
        while True:
            line = self.stream.readline().decode()
            if not line:
                return [*lines, "(closed)"]
            lines.append(line.rstrip("\r\n"))
            if line[3:4] != "-":
                return lines

    def close(self) -> None:
        if self.wire is not None:
            self.wire.close()
        relay = self.session.services.get("relay")
        if relay is not None:
            relay.close()
        if self.engine is not None:
            self.engine.close()


def answers(scene: Scene, folder: Path) -> Iterator[tuple[Step, str]]:
    """Plays a scene of the shell; each step with what came out."""
    folder.mkdir(parents=True, exist_ok=True)
    with fixed(seconds(scene.directive("clock") or CLOCK), folder):
        stage = Stage(scene, folder)
        try:
            for step in scene.steps:
                yield step, stage.said(step.typed)
        finally:
            stage.close()


def dialog(scene: Scene, folder: Path) -> list[str]:
    """Plays a scene in which a client, its server and the shell speak; all its lines as they then are."""
    folder.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    with fixed(seconds(scene.directive("clock") or CLOCK), folder):
        stage = Stage(scene, folder)
        try:
            for step in scene.steps:
                if step.speaker == "PS":
                    lines += [f"{'PS>' if not number else '>>'} {line}".rstrip() for number, line in enumerate(step.typed.split("\n"))]
                    shown = stage.said(step.typed)
                    lines += shown.split("\n") if shown else []
                    lines.append("")
                    continue
                if stage.wire is None:
                    lines += [f"S: {line}" for line in stage.greeting()]
                if step.speaker == "C":
                    lines.append(f"C: {step.typed}".rstrip())
                    lines += [f"S: {line}" for line in stage.spoken(step.typed)]
        finally:
            stage.close()
    return lines


def _recorder(parts: list[str], wide: int) -> Any:
    from relayshell.runtime.host import Host

    class Recorder(Host):
        """Keeps what it is shown."""

        @property
        def width(self) -> int:
            return wide

        def write(self, text: str, foreground: Any = None, background: Any = None) -> None:
            parts.append(text)

    return Recorder()


def _listen_locally(store: Any) -> int:
    """Lets a settings file's connectors listen on loopback, at ports that are free; how far they were moved."""
    for _ in range(200):
        offset = random.randint(20000, 60000)
        try:
            for port in PORTS:
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port + offset))
        except OSError:
            continue
        with store.edit() as edit:
            edit.set(edit.settings.server, port_offset=offset, listen_addresses=["127.0.0.1"])
            # The scene's clock may be long ago: what is logged then is kept all the same.
            edit.set(edit.settings.transport_service, message_tracking_log_max_age="00:00:00")
        return offset
    raise RuntimeError("no free ports")


class _Engine:
    """An engine in a thread, whose clock stands and whose sessions count from 1."""

    def __init__(self, store: Any, clock: float) -> None:
        self.store = store
        self.clock = clock
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.problem: BaseException | None = None
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        self.ready.wait(20)
        if self.problem is not None:
            raise self.problem

    def _run(self) -> None:
        try:
            self.loop.run_until_complete(self._serve())
        except BaseException as problem:  # noqa: BLE001 - told to the test
            self.problem = problem
            self.ready.set()

    async def _serve(self) -> None:
        from relayengine.control.server import ControlServer
        from relayengine.engine import Engine
        from relayengine.settings.places import control_socket

        self.over = asyncio.Event()
        engine = Engine(self.store, report=lambda text: None)
        await engine.start()
        engine.door.clock = lambda: self.clock
        engine.door.session_ids = (f"08DA26F1000000{number:02X}" for number in itertools.count(1))
        control = ControlServer(engine, control_socket(self.store.path), self.over.set)
        await control.start()
        self.ready.set()
        await self.over.wait()
        await control.stop()
        await engine.stop(0.5)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.over.set)
        self.thread.join(20)
