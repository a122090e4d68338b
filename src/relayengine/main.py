"""The relayengine command: run the relay, check its settings, tell its version.

    relayengine run [--config FILE] [--embedded]
    relayengine check [--config FILE]
    relayengine version
"""

import argparse
import fcntl
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import relayengine
from relayengine.settings.places import control_socket, settings_path
from relayengine.settings.store import BrokenSettings, Store

_FIRST_LEASE = 60.0
_LAST_LEASE = 1.0
_ENDING = 15.0
"""Seconds that a relay which ends is waited for."""
_ARENA_MAX = -8
"""M_ARENA_MAX of glibc's mallopt(3)."""
_LOG_MOST = 10 * 1024 * 1024


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; the exit status: 0 done, 1 it could not be, 2 the command line is wrong."""
    parser = argparse.ArgumentParser(prog="relayengine", description="An SMTP relay ruled by one settings file.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, what in (("run", "run the relay until it is told to stop"), ("check", "read the settings and tell what is wrong with them")):
        command = commands.add_parser(name, help=what, description=what)
        command.add_argument("--config", metavar="FILE", help="the settings file (default: RELAYSHELL_CONFIG, or the usual place)")
        if name == "run":
            command.add_argument("--user", metavar="NAME", help="as root: become this user, who may still bind the low ports")
            command.add_argument("--log", choices=("text", "json"), default="text", help="how the service log is written to standard error")
            command.add_argument("--embedded", action="store_true", help="end when the last shell that uses it has gone")
            command.add_argument("--worker", type=int, default=None, help=argparse.SUPPRESS)
            command.add_argument("--workers", type=int, default=1, help=argparse.SUPPRESS)
    commands.add_parser("version", help="tell the version")
    given = parser.parse_args(arguments)
    if given.command == "version":
        print(f"relayengine {relayengine.__version__}")
        return 0
    store = Store(settings_path(given.config))
    try:
        if given.command == "check":
            return _check(store)
        if given.user:
            from relayengine.privileges import NotAllowed, become

            try:
                become(given.user, store)
            except NotAllowed as reason:
                print(reason, file=sys.stderr)
                return 1
        return _run(store, given)
    except KeyboardInterrupt:
        return 130


def _alone(data: Path, answers: Callable[[], bool]) -> int | None:
    """Takes the lock of a data directory for the life of this process: its descriptor, or None where another relay holds it.

    One that is ending is waited for; one that answers is not.
    """
    data.mkdir(mode=0o750, parents=True, exist_ok=True)
    lock = os.open(data / "relay.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    until = time.monotonic() + _ENDING
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        except BlockingIOError:
            if answers() or time.monotonic() > until:
                os.close(lock)
                return None
            time.sleep(0.05)


def _answers(store: Store) -> bool:
    from relayengine.control.client import connect

    try:
        connect(store.path).close()
    except OSError:
        return False
    return True


def _check(store: Store) -> int:
    try:
        settings = store.load()
    except BrokenSettings as broken:
        for problem in broken.problems:
            print(problem, file=sys.stderr)
        return 1
    print(f"{store.path}: no problems; server {settings.server.name}, {len(settings.receive_connectors)} receive connectors, "
          f"{len(settings.send_connectors)} send connectors, {len(settings.accepted_domains)} accepted domains")
    return 0


def _run(store: Store, given: argparse.Namespace) -> int:
    import asyncio

    store.create()
    try:
        settings = store.load()
    except BrokenSettings as broken:
        for problem in broken.problems:
            print(problem, file=sys.stderr)
        return 1
    embedded, worker, workers = given.embedded, given.worker, given.workers
    lock = _alone(Path(settings.data_directory), lambda: _answers(store)) if worker is None else -1
    if lock is None:
        print(f"the data directory {settings.data_directory} is in use by another relay; stop it or choose another data_directory", file=sys.stderr)
        # Of two shells that start one at once, the one that comes second uses what the first has started.
        return 0 if embedded else 1
    report = _reporter(Path(settings.data_directory), embedded, given.log == "json", worker)
    _take_room()
    work = _serve(store, embedded, worker, workers, report)
    if worker is None:
        from relayengine.supervisor import spools

        workers = max(settings.server.workers or os.cpu_count() or 1, spools(Path(settings.data_directory)))
        if workers > 1:
            work.close()
            work = _supervise(store, given, workers, report)
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


async def _serve(store: Store, embedded: bool, worker: int | None, workers: int, report: Callable[[str], None]) -> int:
    import asyncio

    from relayengine.control.server import ControlServer
    from relayengine.engine import Engine
    from relayengine.spool import SpoolError

    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    engine = Engine(store, report=report, worker=worker or 0, workers=workers)
    try:
        await engine.start()
    except (BrokenSettings, SpoolError, OSError) as error:
        report(f"the relay does not start: {error}")
        print(error, file=sys.stderr)
        return 1
    loop.add_signal_handler(signal.SIGHUP, lambda: loop.create_task(engine.look()))
    path = control_socket(store.path)
    control = ControlServer(engine, path if worker is None else path.with_name(f"{path.name}.{worker}"), ended.set)
    await control.start()
    if embedded:
        _live_by_leases(control, ended)
    if worker is not None:
        _live_with_parent(ended)
    if worker is None:
        from relayengine.control.monitor import Monitor

        async def asked() -> tuple[dict[str, Any], list[dict[str, Any]]]:
            return engine.status(), engine.queues.list_queues()

        monitor = Monitor(asked)
        watching = loop.create_task(_follow(monitor, lambda: engine.settings.server.metrics_address, store, report))
    report(f"relayengine {relayengine.__version__} serves {engine.settings.server.fqdn} on {', '.join(engine.status()['listening']) or 'no port'}")
    _tell_systemd("READY=1")
    _settle()
    await ended.wait()
    _tell_systemd("STOPPING=1")
    if worker is None:
        watching.cancel()
        await monitor.close()
    await control.stop()
    await engine.stop()
    report("relayengine has ended")
    return 0


async def _follow(monitor: Any, place: Callable[[], str], store: Store, report: Callable[[str], None]) -> None:
    """Keeps the monitor where the settings want it."""
    import asyncio

    stamp: object = ()
    while True:
        if stamp != store.stamp():
            stamp = store.stamp()
            try:
                problem = await monitor.listen(place())
            except BrokenSettings:
                problem = ""
            if problem:
                report(problem)
        await asyncio.sleep(2)


def _take_room() -> None:
    """Raises this process's limit of open files to what it may be: a connector alone may hold 5,000 connections."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(hard, 65536) if hard != resource.RLIM_INFINITY else 65536
    if soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (ValueError, OSError):
            pass  # a smaller limit is lived with: what cannot be opened is told or waits


def _settle() -> None:
    """Spares the collector what stays for good, so that it looks at messages alone, and less often.

    Threads that write logs give Python's lock back after a millisecond instead of five: sessions wait for it. Threads share
    two heaps of the C library instead of one each, since what one has freed another can use then; what starting took and needs
    no longer goes back to the system.
    """
    import gc

    gc.collect()
    gc.freeze()
    gc.set_threshold(20000, 20, 20)
    sys.setswitchinterval(0.001)
    try:
        from ctypes import CDLL

        library = CDLL(None)
        library.mallopt(_ARENA_MAX, 2)
        library.malloc_trim(0)
    except (ImportError, OSError, AttributeError):
        pass  # another C library


async def _supervise(store: Store, given: argparse.Namespace, workers: int, report: Callable[[str], None]) -> int:
    import asyncio

    from relayengine.control.messages import ListQueues, Status
    from relayengine.control.monitor import Monitor
    from relayengine.control.server import ControlServer
    from relayengine.supervisor import Supervisor

    loop = asyncio.get_running_loop()
    supervisor = Supervisor(store, workers, report, given.log)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, supervisor.ended.set)
    loop.add_signal_handler(signal.SIGHUP, lambda: None)  # the workers see a changed file by themselves
    control = ControlServer(supervisor, control_socket(store.path), supervisor.ended.set)
    await control.start()
    supervisor.start()
    if given.embedded:
        _live_by_leases(control, supervisor.ended)

    async def asked() -> tuple[dict[str, Any], list[dict[str, Any]]]:
        return (await loop.run_in_executor(None, supervisor.ask, Status()), await loop.run_in_executor(None, supervisor.ask, ListQueues()))

    monitor = Monitor(asked)
    watching = loop.create_task(_follow(monitor, lambda: store.load().server.metrics_address, store, report))
    await supervisor.ready()
    if not supervisor.ended.is_set():
        _tell_systemd("READY=1")
    _settle()
    await supervisor.ended.wait()
    _tell_systemd("STOPPING=1")
    watching.cancel()
    await monitor.close()
    await control.stop()
    await supervisor.stop()
    report("relayengine has ended")
    return 1 if supervisor.failed else 0


def _live_by_leases(control: Any, ended: Any) -> None:
    """Ends an embedded engine when the last shell that held it has gone, or none came."""
    import asyncio

    loop = asyncio.get_running_loop()
    timer = loop.call_later(_FIRST_LEASE, ended.set)

    def leases(count: int) -> None:
        nonlocal timer
        timer.cancel()
        if not count:
            timer = loop.call_later(_LAST_LEASE, ended.set)

    control.on_leases = leases


def _live_with_parent(ended: Any) -> None:
    """Ends a worker whose supervisor is gone: nobody would start it again or tell it to stop."""
    import asyncio

    loop = asyncio.get_running_loop()
    parent = os.getppid()

    def look() -> None:
        if os.getppid() == parent:
            loop.call_later(1, look)
        else:
            ended.set()

    look()


def _reporter(data: Path, embedded: bool, structured: bool, worker: int | None) -> Callable[[str], None]:
    """Where the service log goes: to stderr for a service, as text or a JSON object a line; to a file in the data directory for an embedded engine."""
    def to_stderr(text: str) -> None:
        if structured:
            import json

            text = json.dumps({"time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "service": "relayengine", "pid": os.getpid(), "worker": worker or 0,
                               "text": text}, ensure_ascii=False)
        print(text, file=sys.stderr, flush=True)

    def to_file(text: str) -> None:
        try:
            folder = data / "logs"
            folder.mkdir(mode=0o750, parents=True, exist_ok=True)
            path = folder / "service.log"
            if path.exists() and path.stat().st_size > _LOG_MOST:
                os.replace(path, path.with_suffix(".log.1"))
            line = text.rstrip("\n").replace("\n", "\n\t")
            with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(f"{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())} {line}\n")
        except OSError:
            pass  # a log that cannot be written stops no mail

    return to_file if embedded else to_stderr


def _tell_systemd(state: str) -> None:
    """Tells systemd how the service is (sd_notify), where systemd has asked to be told."""
    path = os.environ.get("NOTIFY_SOCKET")
    if path:
        import socket

        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
            try:
                to.sendto(state.encode(), "\0" + path[1:] if path.startswith("@") else path)
            except OSError:
                pass
