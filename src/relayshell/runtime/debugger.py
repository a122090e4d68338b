"""The debugger of a runspace as scripts drive it: handlers of DebuggerStop, what they are told and what they answer.

Where a script stops, and how far it then goes, is runtime.watching's; a session without handlers never stops.
"""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.runtime.breakpoints import AUTOMATION, Breakpoint
from relayshell.runtime.debugcommands import OwnCommands
from relayshell.runtime.watching import PROMPT, Watcher, watcher_of

RESUME = ("Continue", "StepInto", "StepOut", "StepOver", "Stop")


class StopArgs:
    """What a handler of DebuggerStop is given: where the script stands, the breakpoints that were hit, how it is to go on."""

    net_name = AUTOMATION + "DebuggerStopEventArgs"

    def __init__(self, extent: Any, points: list[Breakpoint]) -> None:
        from relayshell.runtime.faults import invocation_at

        self.extent = extent
        self.invocation, self.points = invocation_at(extent), points
        self.resume = "Continue"


class UpdatedArgs:
    """What a handler of BreakpointUpdated is given: the breakpoint, what became of it, how many there are."""

    net_name = AUTOMATION + "BreakpointUpdatedEventArgs"

    def __init__(self, point: Breakpoint, kind: str, count: int) -> None:
        self.point, self.kind, self.count = point, kind, count


class CommandResults:
    """What ProcessCommand gives: how to go on, where the command said so, and whether the debugger itself answered it."""

    net_name = AUTOMATION + "DebuggerCommandResults"

    def __init__(self, resume: str | None, own: bool) -> None:
        self.resume, self.own = resume, own


class Debugger:
    """A runspace's debugger."""

    net_name = AUTOMATION + "ScriptDebugger"

    def __init__(self, session: Any) -> None:
        from relayshell.objects.calls import call_static
        from relayshell.objects.nettype import get_type

        self.session = session
        self.handlers: list[Any] = []
        self.updated: list[Any] = []
        self.mode = "Default"
        self.stopped: StopArgs | None = None
        self.running: Any = None
        self.own = OwnCommands()
        self.instance = call_static(get_type("System.Guid"), "NewGuid", [])

    @property
    def watcher(self) -> Watcher:
        return watcher_of(self.session)

    @property
    def told(self) -> list[Any]:
        """Who is told of stops: the prompt, where there is one, and the handlers of scripts."""
        prompt = self.session.services.get(PROMPT)
        return ([prompt] if prompt is not None else []) + self.handlers

    def stop(self, running: Any, extent: Any, points: list[Breakpoint]) -> str:
        """Tell the handlers that a script has stopped; how it is to go on."""
        outer = self.stopped, self.running
        self.stopped, self.running = StopArgs(extent, points), running
        self.session.set_variable("PSDebugContext", self.stopped, "global")
        try:
            for handler in self.told:
                self._call(handler, self.stopped)
            return self.stopped.resume
        finally:
            self.stopped, self.running = outer
            self.session.set_variable("PSDebugContext", self.stopped, "global")

    def tell_updated(self, point: Breakpoint, kind: str, count: int) -> None:
        """Tell the handlers of BreakpointUpdated."""
        for handler in list(self.updated):
            self._call(handler, UpdatedArgs(point, kind, count))

    def _call(self, handler: Any, args: Any) -> None:
        handler = unwrap(handler)
        if callable(handler):
            handler(self, args)
        else:
            self.session.call(handler, (self, args), sink=lambda value: None)

    def command(self, command: Any, output: Any) -> CommandResults:
        """ProcessCommand: a command of the debugger, or one that runs where the script stands. Raises where nothing has stopped."""
        from relayshell.objects.exceptions import NetException

        if self.stopped is None:
            raise NetException(AUTOMATION + "PSInvalidOperationException", "Cannot process the command because the debugger is not stopped.")
        parts = [each for statement in unwrap(command).statements() for each in statement]
        answer = self.own.answer(to_text(parts[0].text) if parts else "", self.running, self.stopped.extent)
        if answer is not None:
            for each in answer.shown:
                output.add(each)
            return CommandResults(answer.resume, True)
        self._run(parts, output.add)
        return CommandResults(None, False)

    def run_text(self, text: str, write: Any) -> None:
        """Run a text where the script stands. Raises what its parsing and its running raise."""
        from relayshell.runtime.calls import invoke_block

        invoke_block(self.session.parse_tree(text, state=self.running.state), (), write=write, dot=True, caller=self.running)

    def _run(self, parts: list[Any], write: Any) -> None:
        from relayshell.objects.hashtable import Hashtable
        from relayshell.runtime.calls import invoke_block

        for part in parts:
            if part.is_script:
                self.run_text(to_text(part.text), write)
                continue
            named, values = Hashtable(), []
            for name, value in part.parameters:
                if name:
                    named[name] = value
                else:
                    values.append(value)
            invoke_block(self.session.parse("param($__name, $__named, $__values) & $__name @__named @__values"), (to_text(part.text), named, values),
                         write=write, caller=self.running)


def debugger_of(session: Any) -> Debugger:
    """A session's debugger, made at first use."""
    found = session.services.get("debugger")
    if found is None:
        found = session.services["debugger"] = Debugger(session)
    return found  # type: ignore[no-any-return]


def _enum(name: str, value: Any) -> Any:
    from relayshell.objects.enums import EnumValue
    from relayshell.objects.nettype import get_type

    net_type = get_type(AUTOMATION + name)
    return EnumValue(net_type, net_type.enum_values[value])


def _resume(args: StopArgs, value: Any) -> None:
    args.resume = to_text(value)


def _set(debugger: Debugger, point: Breakpoint) -> Breakpoint:
    debugger.watcher.add(point)
    return point


def _set_line(debugger: Debugger, path: Any, line: Any, column: Any = 0, action: Any = None, *rest: Any) -> Breakpoint:
    return _set(debugger, Breakpoint("Line", to_text(path), action, line=int(line), column=int(column or 0)))


def _set_command(debugger: Debugger, command: Any, action: Any = None, path: Any = None, *rest: Any) -> Breakpoint:
    return _set(debugger, Breakpoint("Command", to_text(path) if path else None, action, command=to_text(command)))


def _set_variable(debugger: Debugger, name: Any, mode: Any = None, action: Any = None, path: Any = None, *rest: Any) -> Breakpoint:
    return _set(debugger, Breakpoint("Variable", to_text(path) if path else None, action, variable=to_text(name), mode=to_text(mode) if mode is not None else "Write"))


def _set_all(debugger: Debugger, points: Any, *rest: Any) -> None:
    for point in points:
        if unwrap(point) not in debugger.watcher.points:
            debugger.watcher.add(unwrap(point))


def _found(debugger: Debugger, number: Any, *rest: Any) -> Any:
    return next((each for each in debugger.watcher.points if each.id == int(number)), None)


def _forget(handlers: list[Any], handler: Any) -> None:
    if handler in handlers:
        handlers.remove(handler)


def _step(debugger: Debugger, on: Any) -> None:
    debugger.watcher.step = ("StepInto", 0) if on else None
    debugger.watcher.update()


declare(
    StopArgs.net_name, StopArgs,
    get={"InvocationInfo": lambda args: args.invocation, "Breakpoints": lambda args: list(args.points), "ResumeAction": lambda args: _enum("DebuggerResumeAction", args.resume)},
    set={"ResumeAction": _resume},
    signatures=(f"{AUTOMATION}InvocationInfo InvocationInfo {{get;}}", f"System.Collections.ObjectModel.Collection[{AUTOMATION}Breakpoint] Breakpoints {{get;}}",
                f"{AUTOMATION}DebuggerResumeAction ResumeAction {{get;set;}}"),
)
declare(
    UpdatedArgs.net_name, UpdatedArgs,
    get={"Breakpoint": lambda args: args.point, "UpdateType": lambda args: _enum("BreakpointUpdateType", args.kind), "BreakpointCount": lambda args: args.count},
    signatures=(f"{AUTOMATION}Breakpoint Breakpoint {{get;}}", f"{AUTOMATION}BreakpointUpdateType UpdateType {{get;}}", "int BreakpointCount {get;}"),
)
declare(
    CommandResults.net_name, CommandResults,
    get={"ResumeAction": lambda results: None if results.resume is None else _enum("DebuggerResumeAction", results.resume), "EvaluatedByDebugger": lambda results: results.own},
    signatures=("System.Object ResumeAction {get;}", "bool EvaluatedByDebugger {get;}"),
)
declare(AUTOMATION + "Debugger")
declare(
    Debugger.net_name, Debugger, base=AUTOMATION + "Debugger",
    get={"InBreakpoint": lambda d: d.stopped is not None, "IsActive": lambda d: d.stopped is not None or d.watcher.active, "InstanceId": lambda d: d.instance,
         "DebugMode": lambda d: _enum("DebugModes", d.mode)},
    methods={
        "add_DebuggerStop": lambda d, handler: d.handlers.append(handler), "remove_DebuggerStop": lambda d, handler: _forget(d.handlers, handler),
        "add_BreakpointUpdated": lambda d, handler: d.updated.append(handler), "remove_BreakpointUpdated": lambda d, handler: _forget(d.updated, handler),
        "ProcessCommand": Debugger.command, "SetDebugMode": lambda d, mode: setattr(d, "mode", to_text(mode)), "SetDebuggerStepMode": _step,
        "GetDebuggerStopArgs": lambda d: d.stopped, "StopProcessCommand": lambda d: None, "SetBreakpoints": _set_all, "GetBreakpoint": _found,
        "GetBreakpoints": lambda d, *rest: list(d.watcher.points), "SetLineBreakpoint": _set_line, "SetCommandBreakpoint": _set_command,
        "SetVariableBreakpoint": _set_variable, "RemoveBreakpoint": lambda d, point, *rest: d.watcher.remove(unwrap(point)),
        "EnableBreakpoint": lambda d, point, *rest: d.watcher.enable(unwrap(point), True) and unwrap(point),
        "DisableBreakpoint": lambda d, point, *rest: d.watcher.enable(unwrap(point), False) and unwrap(point),
    },
    signatures=(
        "bool InBreakpoint {get;}", "bool IsActive {get;}", "guid InstanceId {get;}", f"{AUTOMATION}DebugModes DebugMode {{get;}}",
        *(f"void {verb}_{event}(System.Object value)" for verb in ("add", "remove") for event in ("DebuggerStop", "BreakpointUpdated")),
        f"{AUTOMATION}DebuggerCommandResults ProcessCommand(System.Object command, System.Object output)", f"void SetDebugMode({AUTOMATION}DebugModes mode)",
        "void SetDebuggerStepMode(bool enabled)", f"{AUTOMATION}DebuggerStopEventArgs GetDebuggerStopArgs()", "void StopProcessCommand()",
        "void SetBreakpoints(System.Object[] breakpoints)", "System.Object GetBreakpoint(int id)", "System.Object[] GetBreakpoints()",
        *(f"System.Object SetLineBreakpoint(string path, int line{more})" for more in ("", ", int column", ", int column, scriptblock action")),
        *(f"System.Object SetCommandBreakpoint(string command{more})" for more in ("", ", scriptblock action", ", scriptblock action, string path")),
        *(f"System.Object SetVariableBreakpoint(string variableName{more})" for more in (
            "", f", {AUTOMATION}VariableAccessMode accessMode", f", {AUTOMATION}VariableAccessMode accessMode, scriptblock action",
            f", {AUTOMATION}VariableAccessMode accessMode, scriptblock action, string path")),
        *(f"System.Object {verb}Breakpoint({AUTOMATION}Breakpoint breakpoint)" for verb in ("Remove", "Enable", "Disable")),
    ),
)
