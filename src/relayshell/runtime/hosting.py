"""Running commands from script as a host does: [powershell], its commands, streams, and the runspaces they run in.

A runspace is a Session. What scripts see of all this is declared in runtime.declared.hosting.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.objects.psobject import PSObject, unwrap
from relayshell.runtime.flow import ExitSignal, StopSignal
from relayshell.runtime.languagemodes import Limits, check_script
from relayshell.runtime.runspaces import Runspace, RunspacePool, runspace_of
from relayshell.runtime.statechanges import Stated

_P = "System.Management.Automation."
STREAM_NAMES = ("Error", "Progress", "Verbose", "Debug", "Warning", "Information")


class DataCollection:
    """PSDataCollection`1: what a stream gathered."""

    def __init__(self, net_type: Any, items: Iterable[Any] = ()) -> None:
        self.net_type = net_type
        self.items = list(items)
        self.is_open = True

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def add(self, item: Any) -> None:
        """Add an object; refused once the collection is complete."""
        if not self.is_open:
            raise NetException(_P + "PSInvalidOperationException", "Objects cannot be added to a closed buffer. Make sure the buffer is open for Add and Insert operations to succeed.")
        self.items.append(item)

    def read_all(self) -> list[Any]:
        """All objects, which are taken away."""
        found = self.items
        self.items = []
        return found


def data_collection(element: str, items: Iterable[Any] = ()) -> DataCollection:
    """A PSDataCollection of a type."""
    from relayshell.objects.nettype import close_generic, get_type

    return DataCollection(close_generic(get_type(_P + "PSDataCollection`1"), (get_type(element),)), items)


class DataStreams:
    """PSDataStreams."""

    net_name = _P + "PSDataStreams"
    RECORDS = {
        "Error": "ErrorRecord", "Progress": "ProgressRecord", "Verbose": "VerboseRecord", "Debug": "DebugRecord", "Warning": "WarningRecord",
        "Information": "InformationRecord",
    }

    def __init__(self) -> None:
        self.parts = {name: data_collection(_P + record) for name, record in self.RECORDS.items()}

    def clear(self) -> None:
        """ClearStreams()."""
        for part in self.parts.values():
            part.items.clear()


class CommandParts:
    """A command: its name or text and its parameters, pairs of a name (None for an argument) and a value."""

    net_name = _P + "Runspaces.Command"

    def __init__(self, text: Any, is_script: bool = False, use_local_scope: bool | None = None) -> None:
        self.text = text
        self.is_script = is_script
        self.use_local_scope = use_local_scope
        self.parameters: list[tuple[str | None, Any]] = []
        self.ends_statement = False
        self.merges_errors = False


class SwitchGiven:
    """Stands for the value of a parameter that was given without one."""


NOTHING_GIVEN = SwitchGiven()


class CommandList:
    """PSCommand: statements of commands."""

    net_name = _P + "PSCommand"

    def __init__(self) -> None:
        self.commands: list[CommandParts] = []

    def add(self, command: CommandParts) -> None:
        """Add a command to the last statement."""
        self.commands.append(command)

    def parameter(self, name: str | None, value: Any) -> None:
        """Add a parameter or argument to the last command."""
        if not self.commands:
            raise NetException(_P + "PSInvalidOperationException", "A command is required to add a parameter. A command must be added to the PowerShell instance before adding a parameter.")
        self.commands[-1].parameters.append((name, value))

    def end_statement(self) -> None:
        """AddStatement()."""
        if self.commands:
            self.commands[-1].ends_statement = True

    def statements(self) -> list[list[CommandParts]]:
        """The commands by statement."""
        found: list[list[CommandParts]] = []
        following = True
        for each in self.commands:
            if following:
                found.append([])
            found[-1].append(each)
            following = each.ends_statement
        return found


class PowerShell(Stated):
    """System.Management.Automation.PowerShell."""

    net_name = _P + "PowerShell"
    EVENT = "InvocationStateChanged"
    CHANGE = ("PSInvocationStateChangedEventArgs", "InvocationStateInfo", "PSInvocationStateInfo")

    def __init__(self, runspace: Runspace | None = None, nested: bool = False, initial: Any = None) -> None:
        self._runspace = runspace
        self.initial = initial
        self.owns_runspace = runspace is None
        self.nested = nested
        self.pool: RunspacePool | None = None
        self.commands = CommandList()
        self.streams = DataStreams()
        self.had_errors = False
        self.state = "NotStarted"
        self.reason: Any = None
        self.thread: threading.Thread | None = None
        self.disposed = False
        self.settings: dict[str, Any] = {}
        """What PSInvocationSettings said for the run that goes on."""

    @property
    def runspace(self) -> Runspace:
        """The runspace it runs in, made when first asked for."""
        if self._runspace is None:
            self._runspace = Runspace(self.initial)
            self._runspace.open()
        return self._runspace

    @runspace.setter
    def runspace(self, value: Runspace) -> None:
        self._runspace = value
        self.owns_runspace = False

    def check(self) -> None:
        """Raise where it cannot be run."""
        if self.disposed:
            raise NetException("System.ObjectDisposedException", "Cannot access a disposed object.\nObject name: 'PowerShell'.")
        if not self.commands.commands:
            raise NetException(_P + "PSInvalidOperationException", "No commands are specified.")
        if self.state == "Running":
            raise NetException(_P + "PSInvalidOperationException", "The state of the current PowerShell instance is not valid for this operation.")

    def invoke(self, given: Iterable[Any] | None = None, write: Callable[[Any], Any] | None = None) -> list[Any]:
        """Run the commands and wait; what came out. Raises what ended them."""
        self.check()
        items: list[Any] = []
        self._run(given, write if write is not None else items.append)
        if self.state == "Failed":
            raise self.reason
        return items

    def begin(self, given: Iterable[Any] | None, output: DataCollection) -> AsyncRun:
        """Run the commands in a thread."""
        from relayshell.runtime import bigstack

        self.check()
        self.state = "Running"
        run = AsyncRun(self, output)
        self.thread = bigstack.new_thread(lambda: self._in_thread(run, given, output), "powershell")
        self.thread.start()
        return run

    def _in_thread(self, run: AsyncRun, given: Iterable[Any] | None, output: DataCollection) -> None:
        try:
            self._run(given, output.items.append)
        finally:
            output.is_open = False
            run.done.set()

    def stop(self) -> None:
        """Stop a run in another thread."""
        from relayshell.runtime import bigstack

        if self.thread is not None and self.thread.is_alive():
            bigstack.stop(self.thread, StopSignal)
            self.thread.join(5)
        self.state = "Stopped"

    def _run(self, given: Iterable[Any] | None, write: Callable[[Any], Any]) -> None:
        self.had_errors = False
        self.reason = None
        self.state = "Running"
        borrowed = self.pool.take() if self.pool is not None else None
        try:
            session = (borrowed if borrowed is not None else self.runspace).running_session()
            self._run_in(session, given, write)
            self.state = "Completed"
        except StopSignal:
            self.state = "Stopped"
            if self.thread is not threading.current_thread():
                raise
        except ExitSignal:
            self.state = "Completed"
        except (ShellError, NetException) as error:
            self.had_errors = True
            self.state = "Failed"
            self.reason = error
        finally:
            if borrowed is not None:
                assert self.pool is not None
                self.pool.give_back(borrowed)

    def _run_in(self, session: Any, given: Iterable[Any] | None, write: Callable[[Any], Any]) -> None:
        from relayshell.runtime.streams import Streams

        parts = self.streams.parts

        merged = False

        def error(record: Any) -> None:
            self.had_errors = True
            (write if merged else parts["Error"].items.append)(record)

        before, preference = session.streams, session.get_variable("ErrorActionPreference")
        if self.settings.get("ErrorActionPreference") is not None:
            session.set_variable("ErrorActionPreference", self.settings["ErrorActionPreference"], "global")
        session.streams = Streams(
            error, parts["Warning"].items.append, parts["Verbose"].items.append, parts["Debug"].items.append,
            lambda pair: parts["Information"].items.append(pair[0]), parts["Progress"].items.append, lambda text: None,
        )
        try:
            def action(_: Any) -> None:
                nonlocal merged
                for statement in self.commands.statements():
                    merged = statement[-1].merges_errors
                    run_statement(session, statement, given, write, self.nested)

            if self.nested:
                action(None)
            else:
                session.run_action(action)
        finally:
            session.streams = before
            if self.settings.get("ErrorActionPreference") is not None:
                session.set_variable("ErrorActionPreference", preference, "global")


class InvocationSettings:
    """PSInvocationSettings: how a run is to be made. Of its values the error action alone makes a difference here."""

    net_name = _P + "PSInvocationSettings"

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}


class AsyncRun:
    """The IAsyncResult of BeginInvoke."""

    net_name = _P + "PowerShellAsyncResult"

    def __init__(self, owner: PowerShell, output: DataCollection) -> None:
        self.owner = owner
        self.output = output
        self.gives_output = True
        """Whether EndInvoke gives the output: not where BeginInvoke was given a collection for it."""
        self.done = threading.Event()

    def wait(self) -> DataCollection:
        """EndInvoke: what came out; raises what ended it."""
        while not self.done.wait(0.1):
            pass
        if self.owner.state == "Failed":
            raise self.owner.reason
        if self.owner.state == "Stopped":
            raise NetException(_P + "PipelineStoppedException", "The pipeline has been stopped.")
        return self.output


def run_statement(session: Any, statement: list[CommandParts], given: Iterable[Any] | None, write: Callable[[Any], Any], nested: bool) -> None:
    """Run the commands of one statement as a pipeline."""
    from relayshell.runtime.stages import Pipeline
    from relayshell.runtime.support.output import NO_INPUT

    frame = session.frame if nested else session.root
    stages = [stage_of(session, frame, each) for each in statement]
    Pipeline(frame, stages).run(NO_INPUT if given is None else list(given), write)


def stage_of(session: Any, frame: Any, command: CommandParts) -> Any:
    """The running form of a command."""
    from relayshell.runtime.calls import function_stage, stage_for
    from relayshell.runtime.sites import CommandSite

    words, values = words_of(command.parameters)
    if command.is_script:
        block = session.parse(command.text)
        if Limits.used:
            check_script(session, block)
        return function_stage(frame, None, block, block, words, values, dot=not command.use_local_scope)
    info = command.text
    quoted = "& '" + str(info if isinstance(info, str) else info.name).replace("'", "''") + "'"
    site = CommandSite(session.parse(quoted).code.node.end_block.statements[0].pipeline_elements[0], words)
    if isinstance(info, str):
        info = session.find_command(frame, info, site)
    return stage_for(frame, site, info, words, values)


def words_of(parameters: list[tuple[str | None, Any]]) -> tuple[tuple[Any, ...], list[Any]]:
    """Parameters and arguments as the words of a call."""
    from relayshell.runtime.binding import PARAMETER_NAME
    from relayshell.runtime.sites import Word

    words, values = [], []
    for name, value in parameters:
        if value is NOTHING_GIVEN:
            mark = PSObject(f"-{name}")
            mark.props = {PARAMETER_NAME: (name, False)}
            words.append(Word("splat", None, None))
            values.append([mark])
        else:
            words.append(Word("value" if name is None else "given", None if name is None else name.lstrip("-"), None))
            values.append(value)
    return tuple(words), values


def create(*args: Any) -> PowerShell:
    """[powershell]::Create(): in a runspace of its own, one that is given, or the running one."""
    from relayshell.runtime.current import current_session
    from relayshell.runtime.runspaces import InitialState

    if not args:
        return PowerShell()
    first = unwrap(args[0])
    if isinstance(first, Runspace):
        return PowerShell(first)
    if isinstance(first, InitialState):
        return PowerShell(None, initial=first)
    if str(getattr(first, "name", first)) == "CurrentRunspace":
        return PowerShell(runspace_of(current_session()), nested=True)
    return PowerShell()
