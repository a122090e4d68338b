"""Breakpoints, and Set-PSDebug."""

from __future__ import annotations

import os
from typing import Any

from relayshell.commands import Cmdlet, inset, param
from relayshell.commands.ranges import between
from relayshell.commands.validation import not_empty, not_null
from relayshell.errors import ShellError
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.providers.provider import ItemError
from relayshell.runtime.breakpoints import Breakpoint
from relayshell.runtime.watching import Watcher, watcher_of

UTILITY = "Microsoft.PowerShell.Utility"
CORE = "Microsoft.PowerShell.Core"
ARGUMENT = "System.ArgumentException"


class _OfBreakpoints(Cmdlet):
    """A cmdlet about breakpoints."""

    id: Any = None
    breakpoint: Any = None
    script: Any = None
    runspace: Any = None

    @property
    def watcher(self) -> Watcher:
        if self.runspace is not None:
            return watcher_of(unwrap(self.runspace).running_session())
        return watcher_of(self.session)

    def chosen(self) -> list[Breakpoint]:
        """Those that -Id or -Breakpoint choose; an error written for each number there is not."""
        if self.breakpoint is not None:
            return [unwrap(each) for each in self.breakpoint]
        found = []
        for id in self.id:
            point = next((each for each in self.watcher.points if each.id == int(id)), None)
            if point is None:
                self.write_error(ItemError(f"There is no breakpoint with ID '{int(id)}'.", "PSBreakpoint:BreakpointIdNotFound", "InvalidArgument", None, ARGUMENT))
            else:
                found.append(point)
        return found

    def files(self, id: str) -> list[str]:
        """The script files that -Script names."""
        found = []
        for path in self.script or ():
            try:
                targets = self.session.places.resolve(path)
            except ShellError:
                targets = []
            for target in targets:
                if not os.path.isfile(target.inner) or not target.inner.lower().endswith((".ps1", ".psm1")):
                    self.write_error(ItemError(f"Breakpoints can be set only in script files (.ps1 and .psm1): '{path}' is none.", f"{id}:WrongExtension",
                                               "InvalidArgument", None, ARGUMENT))
                    continue
                found.append(target.inner)
            if not targets:
                self.write_error(ItemError(f"The file '{path}' does not exist.", f"{id}:FileDoesNotExist", "InvalidArgument", None, ARGUMENT))
        return found


class SetPSBreakpoint(
    _OfBreakpoints, name="Set-PSBreakpoint", alias="sbp", default_set="Line", output=("System.Management.Automation.CommandBreakpoint", "System.Management.Automation.LineBreakpoint", "System.Management.Automation.VariableBreakpoint",), module=UTILITY,
):
    """Watches a line of a script, a command or a variable, and runs an action there.

    Without an action the script stops there: at the prompt of a terminal the debugger asks how to go on, a handler of the runspace's debugger
    is told where there is one, and where there is neither the host is told that the place was reached, and the script goes on.

    Example: how often a line is reached

        PS> Set-Content /tmp/example-break.ps1 'foreach ($i in 1..3) {', '  $i * 2', '}'
        PS> $point = Set-PSBreakpoint /tmp/example-break.ps1 -Line 2 -Action { }
        PS> $null = & /tmp/example-break.ps1
        PS> $point.HitCount
        3
        PS> $point | Remove-PSBreakpoint
        PS> Remove-Item /tmp/example-break.ps1
    """

    action: Any = param("What to run there; without it the script stops.", "scriptblock", sets=("Command", "Line", "Variable",))
    column: Any = param("The column of the line.", "int", position=2, sets=("Line",), check=between(1, 2147483647))
    command: Any = param("The commands, by name or pattern.", "string[]", mandatory=True, sets=("Command",), alias="C")
    line: Any = param("The lines.", "int[]", mandatory=True, position=1, sets=("Line",))
    script: Any = param("The script files.", "string[]", sets={"Command": inset(position=0), "Line": inset(mandatory=True, position=0), "Variable": inset(position=0)}, check=not_null())
    variable: Any = param("The variables.", "string[]", mandatory=True, sets=("Variable",), alias="V")
    mode: Any = param("What is done to the variable: Read, Write (by itself) or ReadWrite.", "System.Management.Automation.VariableAccessMode", None, sets=("Variable",))
    runspace: Any = param("The runspace whose breakpoints they are.", "runspace", check=not_null())

    def process(self) -> None:
        watcher = self.watcher
        scripts: list[str | None] = list(self.files("NewPSBreakpoint")) if self.script else [None]
        if not scripts:
            return
        for script in scripts:
            for point in self._made(script):
                watcher.add(point)
                self.write(point)

    def _made(self, script: str | None) -> list[Breakpoint]:
        if self.parameter_set == "Command":
            return [Breakpoint("Command", script, self.action, command=each) for each in self.command]
        if self.parameter_set == "Variable":
            return [Breakpoint("Variable", script, self.action, variable=each.lstrip("$"), mode=to_text(self.mode) if self.is_given("mode") else "Write") for each in self.variable]
        made = []
        for line in self.line:
            if int(line) < 1:
                self.write_error(ItemError("Line cannot be less than 1.", "SetPSBreakpoint:LineLessThanOne", "InvalidArgument", None, ARGUMENT))
                continue
            made.append(Breakpoint("Line", script, self.action, line=int(line), column=int(self.column or 0)))
        return made


class GetPSBreakpoint(
    _OfBreakpoints, name="Get-PSBreakpoint", alias="gbp", default_set="Line", output=("System.Management.Automation.CommandBreakpoint", "System.Management.Automation.LineBreakpoint", "System.Management.Automation.VariableBreakpoint", "System.Management.Automation.Breakpoint",), module=UTILITY,
):
    """Lists breakpoints.

    Example: the breakpoints there are

        PS> $null = Set-PSBreakpoint -Command Get-Date
        PS> (Get-PSBreakpoint).Command
        Get-Date
        PS> Get-PSBreakpoint | Remove-PSBreakpoint
    """

    command: Any = param("The commands, by name or pattern.", "string[]", mandatory=True, sets=("Command",), check=not_null())
    id: Any = param("Their numbers.", "int[]", mandatory=True, position=0, pipeline=True, sets=("Id",), check=not_null())
    runspace: Any = param("The runspace whose breakpoints they are.", "runspace", check=not_null())
    script: Any = param("The script files.", "string[]", sets={"Command": inset(), "Line": inset(position=0, pipeline=True), "Type": inset(), "Variable": inset()}, check=not_empty())
    type: Any = param("Their kinds.", "Microsoft.PowerShell.Commands.BreakpointType[]", mandatory=True, position=0, pipeline=True, sets=("Type",), check=not_null())
    variable: Any = param("The variables.", "string[]", mandatory=True, sets=("Variable",), check=not_null())

    def process(self) -> None:
        found = list(self.watcher.points) if self.id is None else self.chosen()
        if self.script:
            files = {target.inner for path in self.script for target in self.session.places.resolve(path)}
            found = [each for each in found if each.script in files]
        if self.command:
            found = [each for each in found if each.command.lower() in {name.lower() for name in self.command}]
        if self.variable:
            found = [each for each in found if each.variable.lower() in {name.lower() for name in self.variable}]
        if self.type:
            found = [each for each in found if each.kind in {to_text(kind) for kind in self.type}]
        self.write_many(found)


class EnablePSBreakpoint(
    _OfBreakpoints, name="Enable-PSBreakpoint", alias="ebp", default_set="Breakpoint", should_process=True, output=("System.Management.Automation.Breakpoint",), module=UTILITY,
):
    """Watches for breakpoints again."""

    breakpoint: Any = param("Breakpoints.", "System.Management.Automation.Breakpoint[]", mandatory=True, position=0, pipeline=True, sets=("Breakpoint",), check=not_null())
    id: Any = param("Their numbers.", "int[]", mandatory=True, position=0, by_name=True, sets=("Id",), check=not_null())
    pass_thru: Any = param("Also gives the breakpoints.", "switch")
    runspace: Any = param("The runspace whose breakpoints they are.", "runspace", by_name=True, sets=("Id",), alias="RunspaceId")

    def process(self) -> None:
        for point in self.chosen():
            if self.should_process(str(point)):
                (point.watcher or self.watcher).enable(point, True)
                if self.pass_thru:
                    self.write(point)


class DisablePSBreakpoint(
    _OfBreakpoints, name="Disable-PSBreakpoint", alias="dbp", default_set="Breakpoint", should_process=True, output=("System.Management.Automation.Breakpoint",), module=UTILITY,
):
    """Watches for breakpoints no longer; they stay."""

    breakpoint: Any = param("Breakpoints.", "System.Management.Automation.Breakpoint[]", mandatory=True, position=0, pipeline=True, sets=("Breakpoint",), check=not_null())
    id: Any = param("Their numbers.", "int[]", mandatory=True, position=0, by_name=True, sets=("Id",), check=not_null())
    pass_thru: Any = param("Also gives the breakpoints.", "switch")
    runspace: Any = param("The runspace whose breakpoints they are.", "runspace", by_name=True, sets=("Id",), alias="RunspaceId")

    def process(self) -> None:
        for point in self.chosen():
            if self.should_process(str(point)):
                (point.watcher or self.watcher).enable(point, False)
                if self.pass_thru:
                    self.write(point)


class RemovePSBreakpoint(_OfBreakpoints, name="Remove-PSBreakpoint", alias="rbp", default_set="Breakpoint", should_process=True, module=UTILITY):
    """Forgets breakpoints."""

    breakpoint: Any = param("Breakpoints.", "System.Management.Automation.Breakpoint[]", mandatory=True, position=0, pipeline=True, sets=("Breakpoint",), check=not_null())
    id: Any = param("Their numbers.", "int[]", mandatory=True, position=0, by_name=True, sets=("Id",), check=not_null())
    runspace: Any = param("The runspace whose breakpoints they are.", "runspace", by_name=True, sets=("Id",), alias="RunspaceId")

    def process(self) -> None:
        for point in self.chosen():
            if self.should_process(str(point)):
                (point.watcher or self.watcher).remove(point)


class SetPSDebug(Cmdlet, name="Set-PSDebug", module=CORE):
    """Shows each line of scripts as it runs, or makes the scope strict."""

    trace: Any = param("1 shows each line that runs, 2 the calls of functions too, 0 neither.", "int", 0, sets=("on",), check=between(0, 2))
    step: Any = param("Asks before each statement, after showing where it stands.", "switch", sets=("on",))
    strict: Any = param("Makes the scope strict about variables that were never set.", "switch", sets=("on",))
    off: Any = param("Ends all of it.", "switch", sets=("off",))

    def end(self) -> None:
        watcher = watcher_of(self.session)
        if self.off:
            watcher.trace, watcher.pacing = 0, False
            self.session.globals.strict = 0.0
        elif self.is_given("trace") or self.is_given("step"):
            watcher.trace = int(self.trace)
            if self.is_given("step"):
                watcher.pacing = bool(self.step)
        if self.strict:
            from relayshell.runtime.scope import Scope

            self.session.globals.strict = 1.0
            Scope.strict_used = True
        watcher.update()

