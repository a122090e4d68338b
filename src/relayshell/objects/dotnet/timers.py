"""System.Timers.Timer and System.IO.FileSystemWatcher: objects that raise events in threads of their own."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.datetimes import now
from relayshell.objects.dotnet.faults import argument_fault

Handler = Callable[[Any, Any], None]


class Source:
    """What raises events: handlers by folded name of the event."""

    EVENTS: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.handlers: dict[str, list[Handler]] = {}
        self.props: Any = None

    def subscribe(self, name: str, handler: Handler) -> Callable[[], None] | None:
        """Has a handler called for an event; gives what ends that, or None where there is no such event."""
        if name.lower() not in {each.lower() for each in self.EVENTS}:
            return None
        known = self.handlers.setdefault(name.lower(), [])
        known.append(handler)
        return lambda: known.remove(handler) if handler in known else None

    def happen(self, name: str, arguments: Any) -> None:
        """Calls the handlers of an event."""
        for handler in list(self.handlers.get(name.lower(), ())):
            handler(self, arguments)


class EventArguments:
    """What an event says that has nothing to say but that it happened."""

    __slots__ = ()


NOTHING = EventArguments()


class Elapsed:
    """When a timer fired."""

    def __init__(self) -> None:
        self.time = now()


class Timer(Source):
    """Fires after each interval, or once. `interval` is in milliseconds."""

    EVENTS = ("Elapsed", "Disposed")

    def __init__(self, interval: float = 100.0) -> None:
        super().__init__()
        if interval <= 0:
            raise argument_fault(f"Invalid value '{interval:g}' for parameter 'interval'.")
        self.interval = float(interval)
        self.repeats = True
        self._round: threading.Event | None = None

    @property
    def enabled(self) -> bool:
        return self._round is not None

    def enable(self, on: bool = True) -> None:
        """Starts or stops."""
        if on == self.enabled:
            return
        if not on:
            stopped, self._round = self._round, None
            assert stopped is not None
            stopped.set()
            return
        self._round = threading.Event()
        threading.Thread(target=self._run, args=(self._round,), name="timer", daemon=True).start()

    def _run(self, stopped: threading.Event) -> None:
        while not stopped.wait(self.interval / 1000):
            if not self.repeats:
                self._round = None
                stopped.set()
            self.happen("Elapsed", Elapsed())


class Changed:
    """What changed in a folder."""

    def __init__(self, kind: str, path: str) -> None:
        self.kind, self.path = kind, path


class Watcher(Source):
    """Watches a folder for what is made, changed and removed, looking several times a second."""

    EVENTS = ("Changed", "Created", "Deleted", "Renamed", "Error")

    def __init__(self, path: str = "", filter: str = "*") -> None:
        super().__init__()
        if path and not os.path.isdir(path):
            raise argument_fault(f"The directory name '{path}' does not exist.", "path")
        self.path, self.filter = path, filter
        self.below = False
        self._round: threading.Event | None = None

    def enable(self, on: bool) -> None:
        """Starts or stops watching."""
        if on == (self._round is not None):
            return
        if not on:
            stopped, self._round = self._round, None
            assert stopped is not None
            stopped.set()
            return
        self._round = threading.Event()
        threading.Thread(target=self._run, args=(self._round, self._look()), name="watcher", daemon=True).start()

    def _look(self) -> dict[str, tuple[int, int]]:
        from relayshell.objects.wildcard import compile_wildcard

        matches = compile_wildcard(self.filter or "*", False).match
        found = {}
        for folder, folders, files in os.walk(self.path):
            for name in [*folders, *files]:
                path = os.path.join(folder, name)
                if self.filter in ("", "*", "*.*") or matches(name):
                    try:
                        state = os.lstat(path)
                    except OSError:
                        continue
                    found[path] = (state.st_mtime_ns, state.st_size)
            if not self.below:
                break
        return found

    def _run(self, stopped: threading.Event, before: dict[str, tuple[int, int]]) -> None:
        while not stopped.wait(0.1):
            after = self._look()
            for path in before.keys() - after.keys():
                self.happen("Deleted", Changed("Deleted", path))
            for path, state in after.items():
                if path not in before:
                    self.happen("Created", Changed("Created", path))
                elif before[path] != state:
                    self.happen("Changed", Changed("Changed", path))
            before = after


def _kind(change: Changed) -> Any:
    from relayshell.objects.dotnet.results import enum_of
    from relayshell.objects.nettype import find_type

    kind = find_type("System.IO.WatcherChangeTypes")
    return change.kind if kind is None else enum_of(kind.text, {"Created": 1, "Deleted": 2, "Changed": 4}[change.kind])


def _set(name: str) -> Any:
    return lambda self, value: setattr(self, name, value)


declare("System.EventArgs", EventArguments, new={"*": EventArguments, "()": EventArguments}, static_get={"Empty": lambda: NOTHING},
        signatures=("()", "static System.EventArgs Empty"))
declare(
    "System.Timers.ElapsedEventArgs", Elapsed, get={"SignalTime": lambda args: args.time}, signatures=("datetime SignalTime {get;}",),
    base="System.EventArgs",
)
declare(
    "System.Timers.Timer", Timer, new={"*": Timer, "()": Timer},
    get={"AutoReset": lambda self: self.repeats, "Enabled": lambda self: self.enabled, "Interval": lambda self: self.interval,
         "SynchronizingObject": lambda self: None, "Site": lambda self: None, "Container": lambda self: None},
    set={"AutoReset": _set("repeats"), "Enabled": lambda self, on: self.enable(bool(on)), "Interval": _set("interval")},
    methods={"Start": lambda self: self.enable(True), "Stop": lambda self: self.enable(False), "Close": lambda self: self.enable(False),
             "Dispose": lambda self: self.enable(False), "ToString": lambda self: "System.Timers.Timer"},
)
declare(
    "System.IO.FileSystemEventArgs", Changed,
    get={"ChangeType": _kind, "FullPath": lambda change: change.path, "Name": lambda change: os.path.basename(change.path)},
    signatures=("System.Object ChangeType {get;}", "string FullPath {get;}", "string Name {get;}"), base="System.EventArgs",
)
declare(
    "System.IO.FileSystemWatcher", Watcher, new=Watcher,
    get={"Path": lambda self: self.path, "Filter": lambda self: self.filter, "IncludeSubdirectories": lambda self: self.below,
         "EnableRaisingEvents": lambda self: self._round is not None},
    set={"Path": _set("path"), "Filter": _set("filter"), "IncludeSubdirectories": _set("below"), "EnableRaisingEvents": lambda self, on: self.enable(bool(on))},
    methods={"Dispose": lambda self: self.enable(False)},
    signatures=("()", "(string path)", "(string path, string filter)", "string Path {get;set;}", "string Filter {get;set;}",
                "bool IncludeSubdirectories {get;set;}", "bool EnableRaisingEvents {get;set;}", "void Dispose()"),
)
