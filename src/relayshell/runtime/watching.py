"""Watching scripts run: breakpoints and Set-PSDebug -Trace, by the line events of Python, which compiled blocks bear too.

Nothing of it costs anything while there is no breakpoint and no trace. What is watched runs in the thread that asked.
"""

from __future__ import annotations

import sys
from typing import Any

from relayshell.objects.declare import declare

AUTOMATION = "System.Management.Automation."
UNKNOWN = object()


class Breakpoint:
    """A place, a command or a variable to watch. What `action` does is up to it; without one the host is told."""

    def __init__(self, watcher: Watcher, kind: str, script: str | None, action: Any, *, line: int = 0, column: int = 0, command: str = "",
                 variable: str = "") -> None:
        watcher.last += 1
        self.watcher = watcher
        self.id = watcher.last
        self.kind = kind
        self.script = script
        self.action = action
        self.line, self.column, self.command, self.variable = line, column, command, variable
        self.enabled = True
        self.hits = 0
        self.values: dict[int, Any] = {}
        self.props: Any = None

    @property
    def net_type(self) -> Any:
        from relayshell.objects.nettype import get_type

        return get_type(f"{AUTOMATION}{self.kind}Breakpoint")

    def __str__(self) -> str:
        where = self.script or ""
        if self.kind == "Line":
            return f"Line breakpoint on '{where}:{self.line}" + (f", {self.column}'" if self.column else "'")
        name = f"{self.command}" if self.kind == "Command" else f"${self.variable}"
        return f"{self.kind} breakpoint on '{where + ':' if where else ''}{name}'" + (" (Write access)" if self.kind == "Variable" else "")


class Watcher:
    """The breakpoints of a session, and how much of its running is traced."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.points: list[Breakpoint] = []
        self.last = 0
        self.trace = 0
        self.busy = False

    def update(self) -> None:
        """Begins or stops watching, as there is something to watch for."""
        active = self.trace or any(each.enabled for each in self.points)
        sys.settrace(self._called if active else None)
        frame: Any = sys._getframe()
        while frame is not None:
            # What runs already is watched too.
            frame.f_trace = self._lines if active and _is_script(frame) else None
            frame = frame.f_back

    def _called(self, frame: Any, event: str, argument: Any) -> Any:
        code = frame.f_code
        if code.co_name == "prepare" and code.co_filename.endswith("cmdletstage.py"):
            self._command(frame.f_locals["self"].info.name, None)
            return None
        if not _is_script(frame):
            return None
        running = frame.f_locals.get("F")
        if running is not None and code.co_name == "block" and running.info is not None and getattr(running.info, "kind", "") in ("Function", "Filter", "ExternalScript"):
            name = running.info.name
            if self.trace > 1 and not self.busy:
                self._tell(f"     ! CALL function '{name}'")
            self._command(name, running.block.file)
        return self._lines

    def _lines(self, frame: Any, event: str, argument: Any) -> Any:
        if event != "line" or self.busy:
            return self._lines
        code = frame.f_code
        place = list(code.co_positions())[frame.f_lasti // 2]
        if place[2] == 0 and place[3] == 0:
            return self._lines  # No place of the script's own.
        running = frame.f_locals.get("F")
        if running is None or running.block is None:
            return self._lines
        if self.trace:
            self._show(running, frame.f_lineno, (place[2] or 0))
        for point in self.points:
            if not point.enabled:
                continue
            if point.kind == "Line":
                if point.line == frame.f_lineno and point.script == running.block.file and (not point.column or point.column == (place[2] or 0) + 1):
                    self._hit(point)
            elif point.kind == "Variable" and (point.script is None or point.script == running.block.file):
                self._written(point, running)
        return self._lines

    def _written(self, point: Breakpoint, running: Any) -> None:
        """A variable whose value is another than at the last line was written."""
        cell = running.scope.find(point.variable.lower())
        now = UNKNOWN if cell is None else cell.value
        before = point.values.get(id(running), UNKNOWN)
        point.values[id(running)] = now
        if now is not before and now is not UNKNOWN:
            self._hit(point)

    def _command(self, name: str, file: str | None) -> None:
        from relayshell.objects.wildcard import compile_wildcard

        if self.busy:
            return
        for point in self.points:
            if point.kind == "Command" and point.enabled and compile_wildcard(point.command, True).match(name) and (point.script is None or point.script == file):
                self._hit(point)

    def _hit(self, point: Breakpoint) -> None:
        from relayshell.runtime.flow import FlowSignal, StopSignal

        point.hits += 1
        self.busy = True
        try:
            if point.action is None:
                self.session.host_line(f"Hit {point}")
            else:
                self.session.call(point.action, underscore=point, sink=lambda value: None)
        except StopSignal:
            raise
        except FlowSignal:
            self.session.host_line(f"Hit {point}")
        finally:
            self.busy = False

    def _show(self, running: Any, line: int, column: int) -> None:
        text = running.block.node.source.text.split("\n")
        if 0 < line <= len(text):
            shown = text[line - 1].rstrip("\r")
            self._tell(f"{line:4}+ {shown[:column]} >>>> {shown[column:]}")

    def _tell(self, text: str) -> None:
        self.session.host.write_debug_line(text)


def _is_script(frame: Any) -> bool:
    """Whether a frame of Python runs a compiled block: its pool of constants has no name of a module."""
    return "__name__" not in frame.f_globals


def watcher_of(session: Any) -> Watcher:
    """A session's watcher, made at first use."""
    found = session.services.get("watcher")
    if found is None:
        found = session.services["watcher"] = Watcher(session)
    return found  # type: ignore[no-any-return]


def _set_enabled(point: Breakpoint, on: bool) -> None:
    point.enabled = bool(on)
    point.watcher.update()


_COMMON = {"Id": lambda point: point.id, "Enabled": lambda point: point.enabled, "HitCount": lambda point: point.hits,
           "Script": lambda point: point.script or "", "Action": lambda point: point.action}
_SIGNATURES = ("int Id {get;}", "bool Enabled {get;}", "int HitCount {get;}", "string Script {get;}", "scriptblock Action {get;}", "string ToString()")


def _write(point: Breakpoint) -> Any:
    from relayshell.objects.dotnet.results import enum_of

    return enum_of(AUTOMATION + "VariableAccessMode", 1)


for _kind, _more, _texts in (
    ("", {}, ()),
    ("Line", {"Line": lambda point: point.line, "Column": lambda point: point.column}, ("int Line {get;}", "int Column {get;}")),
    ("Command", {"Command": lambda point: point.command}, ("string Command {get;}",)),
    ("Variable", {"Variable": lambda point: point.variable, "AccessMode": _write}, ("string Variable {get;}", "System.Object AccessMode {get;}")),
):
    declare(
        f"{AUTOMATION}{_kind}Breakpoint", Breakpoint, dynamic=True, get={**_more, **_COMMON}, methods={"ToString": str}, to_text=str,
        signatures=(*_texts, *_SIGNATURES), base="System.Object" if not _kind else AUTOMATION + "Breakpoint",
    )
