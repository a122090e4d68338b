"""Session: commands, variables, preferences, streams, host and errors; running text in it.

    session = Session(host)
    session.run("1..3 | ForEach-Object { $_ * 2 }", sink=print)

It is one runspace. Nothing in it is shared with another session.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from relayshell.commands.infos import CommandInfo
from relayshell.errors import ShellError
from relayshell.objects import typedata
from relayshell.objects.exceptions import NetException
from relayshell.runtime import bigstack
from relayshell.runtime.block import CompiledBlock
from relayshell.runtime.current import make_current
from relayshell.runtime.faults import invocation_at, keep_in_errors, make_record, record_of
from relayshell.runtime.flow import BreakSignal, ContinueSignal, ExitSignal, FlowSignal, StopSignal
from relayshell.runtime.frame import Frame
from relayshell.runtime.host import ConsoleHost, Host
from relayshell.runtime.scope import Scope
from relayshell.runtime.scriptblock import ScriptBlock
from relayshell.runtime.state import SessionState
from relayshell.runtime.streams import Streams

Sink = Callable[[Any], Any]


class ParseFailure(ShellError):
    """Text that is no script; `problems` has all that is wrong with it, the message those that are shown."""

    def __init__(self, problems: list[Any]) -> None:
        from relayshell.syntax import joined

        text = joined(problems)
        exception = NetException("System.Management.Automation.ParseException", text, Errors=list(problems))
        super().__init__(text, problems[0].error_id, "ParserError", exception=exception)
        self.problems = problems


def start_in_background(frame: Any, node: Any) -> Any:
    """`command &`: a job that runs the command in a process of its own, with the variables it names."""
    from relayshell.runtime.background import start

    return start(frame, node)


def _nothing() -> None:
    """What is done where nothing waits to be shown."""


class Session:
    """One runspace.

    host      who shows lines and asks questions
    globals   the global scope
    state     the session state outside modules
    streams   where errors, warnings and so on go now
    errors    $Error, newest first
    ok        $?
    """

    def __init__(self, host: Host | None = None, *, interactive: bool = False, folder: str | None = None, modules: Any = None) -> None:
        from relayshell.runtime.setup import set_up

        self.host: Host = host if host is not None else ConsoleHost()
        self.interactive = interactive
        self.globals = Scope(None, None)
        self.state = SessionState(self, self.globals)
        self.root = Frame(self, self.state, self.globals, None)
        self.globals.frame = self.root
        self.ok = True
        self.propagate = False
        self.depth = 0
        self.caught: list[BaseException] = []
        self.errors: Any = []
        self.local_commands = False
        self.has_script_types = False
        self.usings: list[str] = []
        self.modules: dict[str, Any] = {}
        self.start_job: Any = start_in_background
        self.format_environment: Any = None
        self.command_being_bound = ""
        self.exit_code: int | None = None
        self.history: list[Any] = []
        self.faults: list[BaseException] = []
        self.type_table = typedata.TypeTable()
        self.console_sink: Any = None
        """The function that takes output for the terminal itself; a program at the end of its pipeline writes there directly."""
        self.flush_console: Callable[[], Any] = _nothing
        self.shown_errors = self.show_error
        self.services: dict[str, Any] = {}
        self.streams: Streams = self.new_streams(None)
        set_up(self, folder)

    # Running text

    def run(self, text: str, file: str | None = None, sink: Sink | None = None, *, errors: Sink | None = None, scope: Any = None) -> bool:
        """Run a text in the global scope; its output goes to `sink`, errors to `errors` (the sink where that is None).

        True when all went well ($?). Raises ShellError for what ended it (a parse error is a ParseFailure), its record made and in
        $Error; ExitSignal for `exit`.
        """
        return bool(bigstack.call(lambda: self._run(text, file, sink, errors), StopSignal))

    def run_program(self, path: str, words: Any, source: Any, sink: Sink, errors: Sink) -> bool:
        """Run a script file with the words of a command line, as runtime.programs says. Raises as `run` does."""
        from relayshell.runtime.programs import run_program

        return bool(bigstack.call(lambda: self._guarded(lambda write: run_program(self, path, words, source, write), sink, errors), StopSignal))

    def _run(self, text: str, file: str | None, sink: Sink | None, errors: Sink | None) -> bool:
        return self._guarded(lambda write: self.run_block(self.parse_whole(text, file), write), sink, errors)

    def run_action(self, action: Callable[[Sink], Any]) -> bool:
        """Run a function (sink) in this session, its streams as they are set. Raises as `run` does."""
        return bool(bigstack.call(lambda: self._guarded(action, None, None), StopSignal))

    def _guarded(self, action: Callable[[Sink], Any], sink: Sink | None, errors: Sink | None) -> bool:
        from relayshell.runtime.support.output import drop

        outer = self.streams
        if errors is not None or sink is not None:
            self.streams = self.new_streams(errors if errors is not None else sink)
        self.propagate = False
        before = make_current(self)
        types = typedata.use(self.type_table)
        watcher = self.services.get("watcher")
        if watcher is not None:
            # Each text runs in a thread of its own, and watching is a thread's.
            watcher.update()
        events = self.services.get("events")
        try:
            if events is not None and events.pending:
                events.pump()
            action(sink if sink is not None else drop)
        except (BreakSignal, ContinueSignal):
            # Outside of any loop they end all that runs.
            pass
        except FlowSignal:
            raise
        except Exception as error:
            record = record_of(error, self.root)
            keep_in_errors(self, record)
            self.ok = False
            raise
        finally:
            make_current(before)
            typedata.use(types)
            self.streams = outer
            self.state.current = self.globals
            self.depth = 0
            self.caught.clear()
        return self.ok

    def run_block(self, block: ScriptBlock, write: Sink) -> None:
        """Run a parsed script in the global scope."""
        self.root.info = block
        self.root.invocation = None
        frame = Frame(self, self.state, self.globals, block.code)
        frame.owner = self.root
        frame.input = self.root.input
        frame.args = self.root.args
        body = block.code.function("end")
        try:
            if block.code.only_end and not block.code.parameters:
                if body is not None:
                    body(frame, write)
            else:
                from relayshell.runtime.calls import invoke_block

                invoke_block(block, (), write=write, dot=True, caller=self.root)
        except (BreakSignal, ContinueSignal):
            pass

    def parse_whole(self, text: str, file: str | None) -> ScriptBlock:
        """The script block of a text that is run as such: what is wrong with it stands at its own place."""
        try:
            return self.parse_tree(text, file)
        except ParseFailure as error:
            first = error.problems[0]
            record = make_record(error)
            record.exception = NetException("System.Management.Automation.ParentContainsErrorRecordException", first.message, error.exception)
            record.category_info.reason = "ParentContainsErrorRecordException"
            record.invocation = invocation_at(first.extent)
            error.record = record
            raise

    def parse(self, text: str, file: str | None = None) -> ScriptBlock:
        """A script block of a text; raises ParseFailure."""
        return self.parse_tree(text, file)

    def parse_tree(self, text: str, file: str | None = None, state: Any = None) -> ScriptBlock:
        """The same in the state of a module."""
        from relayshell.runtime.parsetypes import RunningTypes
        from relayshell.syntax import parse

        parsed = parse(text, file, types=RunningTypes(self))
        if parsed.problems:
            failure = ParseFailure(parsed.problems)
            if file is not None:
                failure.record = make_record(failure)
                failure.record.invocation = invocation_at(parsed.problems[0].extent)
            raise failure
        return ScriptBlock(CompiledBlock(parsed.tree, None, root=True), state if state is not None else self.state)

    def new_block(self, text: str) -> ScriptBlock:
        """[scriptblock]::Create(text)."""
        block = self.parse_tree(text)
        block.code.tells_status = "$?" in text
        return block

    # For cmdlets

    def call(self, block: Any, args: Any = (), *, underscore: Any = None, has_underscore: bool = False, input: Any = (), scope: str = "new",
             sink: Sink | None = None) -> list[Any]:
        """Run a script block: what it put out, unless `sink` took it. scope is 'new' or 'current'."""
        from relayshell.runtime.calls import invoke_block

        context: dict[str, Any] = {}
        if has_underscore or underscore is not None:
            context["underscore"] = underscore
        return invoke_block(block, args, input=input, write=sink, dot=scope == "current", **context)

    def inline(self, block: Any) -> Callable[[Any, Sink], None]:
        """A quick function (item, write) that runs a block in the scope running now, with `$_`."""
        from relayshell.runtime.calls import inline

        return inline(block)

    def inline_value(self, block: Any) -> Callable[[Any], Any]:
        """A quick function (item) -> value: null, the one object, or an array of what the block puts out."""
        from relayshell.runtime.calls import inline_value

        return inline_value(block)

    def frame_in(self, state: Any) -> Any:
        """The frame whose scope runs now in a session state."""
        scope = state.current
        if scope.frame is not None:
            return scope.frame
        return Frame(self, state, scope, None)

    @property
    def frame(self) -> Any:
        """The frame running now outside modules."""
        return self.frame_in(self.state)

    def get_variable(self, name: str, default: Any = None) -> Any:
        """The value of a variable as seen from the scope running now."""
        found = self.state.current.find(name.lower())
        return default if found is None else found.value

    def set_variable(self, name: str, value: Any, scope: str = "global") -> None:
        """Assign a variable in the global scope, or with 'current' in the one running now."""
        target = self.globals if scope == "global" else self.state.current
        target.set(name.lower(), name, value)

    def find_command(self, frame: Any, name: str, site: Any = None) -> CommandInfo:
        """The command a name means in a frame, aliases followed; raises CommandNotFoundException."""
        try:
            if self.services.get("lookup actions"):
                from relayshell.runtime.lookups import find_with_actions

                return find_with_actions(self, name, lambda: self.commands.resolve(name, frame.scope, self.folder))  # type: ignore[no-any-return]
            return self.commands.resolve(name, frame.scope, self.folder)  # type: ignore[no-any-return]
        except ShellError as error:
            if site is not None:
                first = site.node.command_elements[0]
                error.record = make_record(error)
                error.record.invocation = invocation_at(first.extent, invocation_name=name)
            raise

    @property
    def places(self) -> Any:
        """The drives and locations; made at first use."""
        found = self.services.get("places")
        if found is None:
            from relayshell.runtime.drives import new_places

            found = self.services["places"] = new_places(self)
        return found

    @property
    def folder(self) -> str:
        """The current folder of the file system."""
        places = self.services.get("places")
        if places is None:
            return str(self.start_folder)
        if places.current.provider.hierarchical:
            return str(places.current.inner)
        drive = places.drives["/"]
        return str(drive.current or drive.root)

    def file_path(self, path: str) -> str:
        """A path of the file system, from the current folder on; of a drive of the session, as the operating system has it."""
        drive, colon, rest = path.partition(":")
        if colon and rest[:1] in ("/", "\\") and "/" not in drive:
            try:
                target = self.places.target(path)
            except ShellError:
                target = None
            if target is not None and target.provider.hierarchical:
                return str(target.inner)
        return os.path.normpath(os.path.join(self.folder, os.path.expanduser(path)))

    def default_parameter_values_in_use(self, frame: Any) -> bool:
        """Whether $PSDefaultParameterValues has anything in it."""
        from relayshell.runtime.defaults import default_parameter_values

        return default_parameter_values(frame) is not None

    def next_closure_name(self) -> str:
        """A name for a module without one: of a closure, or of a block."""
        from relayshell.runtime.modules import unique_text

        return f"__DynamicModule_{unique_text()}"

    def set_last_exit_code(self, code: int) -> None:
        """$LASTEXITCODE."""
        self.globals.set("lastexitcode", "LASTEXITCODE", code)

    def find_type(self, name: str, frame: Any = None) -> Any:
        """The type a name means, classes of the running script included; None where there is none."""
        from relayshell.runtime.support.typenames import find_type_name

        if frame is None:
            frame = self.frame
        return find_type_name(getattr(frame, "frame", frame), name)

    # Streams

    def new_streams(self, errors: Sink | None) -> Streams:
        """The streams that lead to the host; errors go to `errors`, or are shown by the host."""
        host = self.host
        return Streams(
            errors if errors is not None else self.shown_errors,
            lambda record: host.write_warning_line(record.message),
            lambda record: host.write_verbose_line(record.message),
            lambda record: host.write_debug_line(record.message),
            self.show_information,
            host.write_progress,
            host.write_line,
        )

    def show_error(self, record: Any) -> None:
        """Show an error record on the host."""
        from relayshell.runtime.showing import error_lines

        for line in error_lines(self, record):
            self.host.write_error_line(line)

    def show_information(self, pair: Any) -> None:
        """Show an information record, where it is to be shown."""
        record, shown = pair
        if not shown:
            return
        from relayshell.runtime.streams import HostMessage

        data = record.data
        if isinstance(data, HostMessage):
            write = self.host.write if data.no_newline else self.host.write_line
            write(data.message, data.foreground, data.background)
            return
        from relayshell.objects.text import to_text

        self.host.write_line(to_text(data))

    def host_line(self, text: str) -> None:
        """Show a line on the host, past all streams (What if: ...)."""
        self.streams.host(text)

    def note_fault(self, error: BaseException) -> None:
        """Remember a bug of this program that a cmdlet's own error handling met."""
        self.faults.append(error)
        del self.faults[:-20]
