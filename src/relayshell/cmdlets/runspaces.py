"""Get-Runspace, and what is said of debugging in runspaces: Enable-, Disable- and Get-RunspaceDebug, Debug-Runspace, Wait-Debugger."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, inset, param
from relayshell.commands.validation import not_empty
from relayshell.errors import ShellError
from relayshell.objects.declare import declare
from relayshell.objects.exceptions import NetException
from relayshell.objects.psobject import unwrap
from relayshell.runtime.runspaces import Runspace, all_runspaces, runspace_of

_MODULE = "Microsoft.PowerShell.Utility"
_DEBUG = "Microsoft.PowerShell.Commands.PSRunspaceDebug"


class RunspaceDebug:
    """Whether a runspace may be debugged, and whether it stops at once when a debugger comes."""

    net_name = _DEBUG

    def __init__(self, enabled: Any, break_all: Any, name: str, number: int) -> None:
        self.enabled, self.break_all, self.name, self.number = bool(enabled), bool(break_all), name, number


declare(
    _DEBUG, RunspaceDebug, new=RunspaceDebug,
    get={"Enabled": lambda d: d.enabled, "BreakAll": lambda d: d.break_all, "RunspaceName": lambda d: d.name, "RunspaceId": lambda d: d.number},
    signatures=("(bool enabled, bool breakAll, string runspaceName, int runspaceId)", "bool Enabled {get;}", "bool BreakAll {get;}",
                "string RunspaceName {get;}", "int RunspaceId {get;}"),
)


class _OfRunspaces(Cmdlet):
    """A cmdlet about runspaces."""

    def chosen(self, names: Any, numbers: Any, instances: Any) -> list[Runspace]:
        """Those that one of the three chooses, all where none is given; an error written for each that is not there."""
        from relayshell.cmdlets.item_choice import matches_any
        from relayshell.objects.wildcard import has_wildcards

        runspace_of(self.session)
        every = all_runspaces()
        if names is None and numbers is None and instances is None:
            return every
        found: list[Runspace] = []
        for name in names or ():
            fitting = [each for each in every if matches_any(each.name, [name])]
            if not fitting and not has_wildcards(name):
                self._missing(name)
            found += fitting
        for number in numbers or ():
            found += [each for each in every if each.number == int(number)] or self._missing(number)
        for instance in instances or ():
            found += [each for each in every if str(each.instance) == str(instance)] or self._missing(instance)
        return found

    def _missing(self, what: Any) -> list[Runspace]:
        message = f"No Runspace was found: '{what}'."
        self.write_error(ShellError(message, "PSRunspaceNotFound", "InvalidOperation", exception=NetException("System.Management.Automation.PSInvalidOperationException", message)))
        return []


class GetRunspace(_OfRunspaces, name="Get-Runspace", default_set="NameParameterSet", output="System.Management.Automation.Runspaces.Runspace", module=_MODULE):
    """Lists the runspaces of this process.

    Example: the runspace that commands run in

        PS> (Get-Runspace -Id 1).RunspaceStateInfo.State
        Opened
    """

    name: Any = param("Their names; patterns too.", "string[]", position=0, sets=("NameParameterSet",), check=not_empty())
    id: Any = param("Their numbers.", "int[]", mandatory=True, position=0, sets=("IdParameterSet",))
    instance_id: Any = param("Their instance ids.", "guid[]", mandatory=True, position=0, sets=("InstanceIdParameterSet",))

    def process(self) -> None:
        from relayshell.cmdlets.item_choice import matches_any

        runspace_of(self.session)
        for each in all_runspaces():
            if (self.name is not None and not matches_any(each.name, self.name) or self.id is not None and each.number not in [int(id) for id in self.id]
                    or self.instance_id is not None and str(each.instance) not in [str(id) for id in self.instance_id]):
                continue
            self.write(each)


class _OfRunspaceDebug(_OfRunspaces):
    """A cmdlet about debugging in runspaces."""

    app_domain_name: Any = param("Application domains of another process, which are not reached.", "string[]", position=1, sets=("ProcessNameParameterSet",), check=not_empty())
    process_name: Any = param("Another process, which is not reached.", "string", position=0, sets=("ProcessNameParameterSet",), check=not_empty())
    runspace: Any = param("The runspaces.", "runspace[]", check=not_empty(),
                          sets={"RunspaceParameterSet": inset(mandatory=True, position=0, pipeline=True, by_name=True)})
    runspace_id: Any = param("Their numbers.", "int[]", mandatory=True, position=0, sets=("RunspaceIdParameterSet",), check=not_empty())
    runspace_instance_id: Any = param("Their instance ids.", "guid[]", mandatory=True, position=0, sets=("RunspaceInstanceIdParameterSet",), check=not_empty())
    runspace_name: Any = param("Their names; patterns too.", "string[]", position=0, sets=("RunspaceNameParameterSet",), check=not_empty())

    def wanted(self) -> list[Runspace]:
        """The runspaces that the parameters choose."""
        if self.process_name is not None or self.app_domain_name is not None:
            raise ShellError("Runspaces of other processes are not reached from here.", "NotSupported", "NotImplemented", self.process_name)
        if self.runspace is not None:
            return [unwrap(each) for each in self.runspace]
        return self.chosen(self.runspace_name, self.runspace_id, self.runspace_instance_id)


class EnableRunspaceDebug(_OfRunspaceDebug, name="Enable-RunspaceDebug", default_set="RunspaceNameParameterSet", module=_MODULE):
    """Marks runspaces as those that may be debugged."""

    break_all: Any = param("Whether a script stops at once.", "switch", position=1, sets=("RunspaceIdParameterSet", "RunspaceNameParameterSet", "RunspaceParameterSet"))

    def process(self) -> None:
        for each in self.wanted():
            each.debugging = (True, bool(self.break_all))


class DisableRunspaceDebug(_OfRunspaceDebug, name="Disable-RunspaceDebug", default_set="RunspaceNameParameterSet", module=_MODULE):
    """Marks runspaces as those that may not be debugged."""

    def process(self) -> None:
        for each in self.wanted():
            each.debugging = (False, False)


class GetRunspaceDebug(_OfRunspaceDebug, name="Get-RunspaceDebug", default_set="RunspaceNameParameterSet", output=_DEBUG, module=_MODULE):
    """Tells which runspaces may be debugged."""

    def process(self) -> None:
        for each in self.wanted():
            self.write(RunspaceDebug(*each.debugging, each.name, each.number))


class DebugRunspace(_OfRunspaces, name="Debug-Runspace", default_set="RunspaceParameterSet", should_process=True, module=_MODULE):
    """Finds the runspace to debug and refuses: this shell has no debugger that enters another runspace."""

    break_all: Any = param("Whether the script stops at once.", "switch")
    id: Any = param("Its number.", "int", mandatory=True, position=0, sets=("IdParameterSet",))
    instance_id: Any = param("Its instance id.", "guid", mandatory=True, position=0, sets=("InstanceIdParameterSet",))
    name: Any = param("Its name.", "string", mandatory=True, position=0, sets=("NameParameterSet",))
    runspace: Any = param("The runspace.", "runspace", mandatory=True, position=0, pipeline=True, by_name=True, sets=("RunspaceParameterSet",))

    def process(self) -> None:
        if self.runspace is not None:
            found = [unwrap(self.runspace)]
        else:
            found = self.chosen(*(None if each is None else [each] for each in (self.name, self.id, self.instance_id)))
        if not found:
            return
        if len(found) > 1:
            raise self._refusal(f"More than one runspace was found for '{self.name}'; only one can be debugged at a time.", "InvalidOperation")
        if found[0].session is self.session:
            raise self._refusal(f"Cannot debug Runspace '{found[0].name}': it is the one that this command runs in.", "InvalidOperation")
        if found[0].state != "Opened":
            raise self._refusal(f"Cannot debug Runspace '{found[0].name}': it is not open but {found[0].state}.", "InvalidOperation")
        raise self._refusal("This shell has no debugger that enters another runspace; Set-PSBreakpoint -Runspace with -Action shows where its scripts come to.",
                            "NotSupported")

    def _refusal(self, message: str, id: str) -> ShellError:
        return ShellError(message, id, "InvalidOperation", exception=NetException("System.Management.Automation.PSInvalidOperationException", message))


class WaitDebugger(Cmdlet, name="Wait-Debugger", module=_MODULE):
    """Stops the script at its next statement for the prompt or the handlers of the runspace's debugger; without any the host is told, and it goes on."""

    def end(self) -> None:
        from relayshell.runtime.watching import PROMPT, watcher_of

        debugger = self.session.services.get("debugger")
        if PROMPT in self.session.services or debugger is not None and debugger.handlers:
            watcher = watcher_of(self.session)
            watcher.step = ("StepInto", 0)
            watcher.update()
            return
        self.session.host_line("Wait-Debugger was reached; there is no debugger to stop in.")
