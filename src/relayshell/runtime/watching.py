"""Watching scripts run: breakpoints and Set-PSDebug -Trace, by what Python tells of the instructions of compiled blocks.

Nothing of it costs anything while there is no breakpoint and no trace. What is watched runs in the thread that asked.
"""

from __future__ import annotations

import sys
from typing import Any

from relayshell.errors import ShellError
from relayshell.runtime.breakpoints import Breakpoint
from relayshell.runtime.compile import registers
from relayshell.runtime.sequencepoints import Points, starts

PROMPT = "debug prompt"
"""The service that asks a person how to go on where a script has stopped: called with the debugger and what it stopped at."""

_CALLED = ("Function", "Filter", "ExternalScript")


class Watcher:
    """The breakpoints of a session, and how much of its running is traced."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.points: list[Breakpoint] = []
        self.trace = 0
        self.pacing = False
        """Whether a person is asked before each statement (Set-PSDebug -Step)."""
        self.busy = False
        self.step: tuple[str, int] | None = None
        """How a script that was stopped goes on: StepInto, StepOver or StepOut, and how deep it was."""
        self.stopping: list[Breakpoint] = []
        self.sources: dict[int, Points] = {}
        self.starts: dict[Any, tuple[Points, dict[int, Any]]] = {}

    def add(self, point: Breakpoint) -> None:
        """Watch for a breakpoint too."""
        point.watcher = self
        self.points.append(point)
        self.update()
        self._updated(point, "Set")

    def remove(self, point: Breakpoint) -> bool:
        """Watch for it no longer and forget it; False where it is none of these."""
        found = point in self.points
        self.points = [each for each in self.points if each is not point]
        self.update()
        if found:
            self._updated(point, "Removed")
        return found

    def enable(self, point: Breakpoint, on: bool) -> bool:
        """Whether to watch for one of these; False where it is none of them."""
        point.enabled = on
        self.update()
        if point in self.points:
            self._updated(point, "Enabled" if on else "Disabled")
            return True
        return False

    def _updated(self, point: Breakpoint, kind: str) -> None:
        """Tell the handlers of the session's debugger what became of a breakpoint."""
        debugger = self.session.services.get("debugger")
        if debugger is not None and debugger.updated:
            debugger.tell_updated(point, kind, len(self.points))

    @property
    def active(self) -> bool:
        """Whether there is something to watch for."""
        return bool(self.trace) or self.pacing or self.step is not None or any(each.enabled for each in self.points)

    def update(self) -> None:
        """Begins or stops watching, as there is something to watch for."""
        active = self.active
        registers.allowed = not active
        sys.settrace(self._called if active else None)
        frame: Any = sys._getframe()
        while frame is not None:
            # What runs already is watched too.
            if active and _is_script(frame):
                if frame.f_trace is None:
                    self._follow(frame)
            else:
                frame.f_trace = None
            frame = frame.f_back

    def _follow(self, frame: Any) -> Any:
        running = frame.f_locals.get("F")
        if running is None or running.block is None:
            return None
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        frame.f_trace = _Follower(self, running, *self._starts(frame.f_code, running.block)).see
        return frame.f_trace

    def _starts(self, code: Any, block: Any) -> tuple[Points, dict[int, Any]]:
        found = self.starts.get(code)
        if found is None:
            root = block.node
            while root.parent is not None:
                root = root.parent
            points = self.sources.get(id(root))
            if points is None:
                points = self.sources[id(root)] = Points(root)
            found = self.starts[code] = points, starts(code, points)
        return found

    def _called(self, frame: Any, event: str, argument: Any) -> Any:
        code = frame.f_code
        if code.co_name == "prepare" and code.co_filename.endswith("cmdletstage.py"):
            stage = frame.f_locals["self"]
            caller = stage.frame.block
            self._command(stage.info.name, None, caller.file if caller is not None else None)
            self._stop_at(stage.frame, stage.site)
            return None
        if self.busy or not _is_script(frame):
            return None
        running = frame.f_locals.get("F")
        if running is not None and code.co_name == "block" and running.info is not None and getattr(running.info, "kind", "") in _CALLED:
            name = running.info.name
            if self.trace > 1:
                shown = "<ScriptBlock>" if running.info.kind == "ExternalScript" else name
                self._tell(f"    ! CALL function '{shown}'" + (f"  (defined in file '{running.block.file}')" if running.block.file else ""))
            caller = running.caller.block if running.caller is not None else None
            own = running.block.file if running.info.kind == "ExternalScript" else None
            self._command(name, own, caller.file if caller is not None else None)
            self._stop_at(running, running.site)
        return self._follow(frame)

    def _stop_at(self, running: Any, site: Any) -> None:
        """Stop at a call, where a breakpoint asks for it."""
        if self.stopping and not self.busy:
            self.stop(running, site.extent if site is not None else None)

    def _command(self, name: str, own: str | None, file: str | None) -> None:
        if self.busy:
            return
        for point in list(self.points):
            if point.kind == "Command" and point.enabled and (point.script is None or point.script == file) and point.calls(name, own):
                self.hit(point)

    def reached(self, running: Any, points: Points, place: Any) -> None:
        """A running block has come to a place: lines and what is read there."""
        if self.trace or self.pacing:
            self._show(points.source, place)
        for each in (place, *points.later.get(id(place), ())):
            self._stood(running, points, each)
        self.touched(running, points.accesses(place)[0], "Read")
        if self.stopping or self.step is not None and self._stepped(running):
            self.stop(running, place.extent)

    def _stepped(self, running: Any) -> bool:
        kind, depth = self.step or ("", 0)
        return kind == "StepInto" or kind == "StepOver" and _depth(running) <= depth or kind == "StepOut" and _depth(running) < depth

    def stop(self, running: Any, extent: Any) -> None:
        """Stop where a block has come to: the handlers of the session's debugger, or a person at the prompt, say how to go on; without any the host is told and it goes on."""
        from relayshell.runtime.flow import StopSignal

        points, self.stopping, self.step = self.stopping, [], None
        debugger = self.session.services.get("debugger")
        if debugger is None and PROMPT in self.session.services:
            from relayshell.runtime.debugger import debugger_of

            debugger = debugger_of(self.session)
        if debugger is None or not debugger.told:
            for point in points:
                self.session.host_line(f"Hit {point}")
            self.update()
            return
        self.busy = True
        try:
            how = debugger.stop(running, extent, points)
        finally:
            self.busy = False
        if how == "Stop":
            self.update()
            raise StopSignal
        self.step = None if how == "Continue" else (how, _depth(running))
        self.update()

    def _stood(self, running: Any, points: Points, place: Any) -> None:
        line = None
        for point in list(self.points):
            if not point.enabled or point.kind != "Line" or point.script != running.block.file:
                continue
            line = points.source.line_of(place.start) if line is None else line
            if point.line != line:
                continue
            if points.first.get(line) is place if not point.column else points.source.column_of(place.start) == point.column:
                self.hit(point)

    def touched(self, running: Any, names: list[str], mode: str) -> None:
        """Variables were read or written."""
        for name in names:
            for point in list(self.points):
                if (point.kind == "Variable" and point.enabled and mode in point.mode and point.variable.lower() == name
                        and (point.script is None or point.script == running.block.file)):
                    self.hit(point)

    def assigned(self, running: Any, names: list[str]) -> None:
        """Shows what variables were set to."""
        from relayshell.objects.text import to_text

        for name in names:
            variable = running.scope.find(name.rpartition(":")[2])
            if variable is not None:
                self._tell(f"    ! SET ${variable.name} = '{to_text(variable.value)}'.")

    def hit(self, point: Breakpoint) -> None:
        """A breakpoint was reached: its action runs. Without one, or where it says `break`, the script stops."""
        from relayshell.runtime.flow import BreakSignal, FlowSignal, StopSignal

        point.hits += 1
        self.busy = True
        try:
            if point.action is None:
                self.stopping.append(point)
            else:
                self.session.call(point.action, underscore=point, sink=lambda value: None)
        except StopSignal:
            raise
        except BreakSignal:
            self.stopping.append(point)
        except (FlowSignal, ShellError):
            # What goes wrong in an action stops nothing.
            pass
        finally:
            self.busy = False

    def _show(self, source: Any, place: Any) -> None:
        line = source.line_of(place.start)
        shown, column = source.line_text(line), source.column_of(place.start) - 1
        text = f"{line:4}+ {shown[:column]} >>>> {shown[column:]}"
        if self.pacing:
            from relayshell.runtime.inquiring import goes_on

            self.busy = True
            try:
                self.pacing = goes_on(self.session, text)
            finally:
                self.busy = False
        self._tell(text)

    def _tell(self, text: str) -> None:
        self.session.host.write_debug_line(text)


class _Follower:
    """What one activation of a block is at, and what it is about to write."""

    def __init__(self, watcher: Watcher, running: Any, points: Points, begins: dict[int, Any]) -> None:
        self.watcher, self.running, self.points, self.begins = watcher, running, points, begins
        self.writing: list[str] = []
        self.place: Any = None

    def see(self, frame: Any, event: str, argument: Any) -> Any:
        """What Python calls for each instruction."""
        watcher = self.watcher
        if event == "opcode":
            place = self.begins.get(frame.f_lasti)
            if place is not None and not watcher.busy:
                self.written()
                self.place = place
                watcher.reached(self.running, self.points, place)
                self.writing = self.points.accesses(place)[1]
        elif event == "return" and not watcher.busy:
            self.written()
        return self.see

    def written(self) -> None:
        """The variables that the statement before this place wrote hold their new values now."""
        writing, self.writing = self.writing, []
        if writing:
            if self.watcher.trace > 1:
                self.watcher.assigned(self.running, writing)
            self.watcher.touched(self.running, writing, "Write")
            if self.watcher.stopping:
                self.watcher.stop(self.running, self.place.extent)


def _depth(running: Any) -> int:
    """How many activations there are below one."""
    depth = 0
    while running is not None:
        depth, running = depth + 1, running.caller
    return depth


def _is_script(frame: Any) -> bool:
    """Whether a frame of Python runs a compiled block: its pool of constants has no name of a module."""
    return "__name__" not in frame.f_globals


def watcher_of(session: Any) -> Watcher:
    """A session's watcher, made at first use."""
    found = session.services.get("watcher")
    if found is None:
        found = session.services["watcher"] = Watcher(session)
    return found  # type: ignore[no-any-return]
