"""Get-TraceSource, Set-TraceSource and Trace-Command: what the shell tells of its own working."""

from __future__ import annotations

import contextlib
import os
from typing import Any

from relayshell.commands import Cmdlet, inset, param
from relayshell.commands.validation import not_empty
from relayshell.errors import ShellError
from relayshell.objects.errorrecord import ErrorRecord
from relayshell.objects.exceptions import NetException
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.runtime.tracing import ALL, TRACE_SOURCE, Listener, Source, Tracing, tracing_of

_MODULE = "Microsoft.PowerShell.Utility"
_OPTIONS = TRACE_SOURCE + "Options"
_LISTENER = "System.Diagnostics.TraceOptions"
_SET = ("optionsSet",)


class _OfTraces(Cmdlet):
    """A cmdlet about trace sources."""

    file_path: Any = None
    force: Any = False
    ps_host: Any = False
    listener_option: Any = None

    @property
    def tracing(self) -> Tracing:
        return tracing_of(self.session)

    def chosen(self, names: Any, make: bool) -> list[Source]:
        """The sources of names and patterns. A plain name that none has makes one, or is an error written."""
        from relayshell.objects.wildcard import compile_wildcard, has_wildcards

        found: list[Source] = []
        for name in names:
            fitting = [each for each in self.tracing.sources.values() if compile_wildcard(name, True)(each.name)]
            if not fitting and not has_wildcards(name):
                if make:
                    fitting = [self.tracing.named(name)]
                else:
                    message = f"There is no trace source with the name '{name}'; Get-TraceSource lists them."
                    self.write_error(ShellError(message, "TraceSourceNotFound", "ObjectNotFound", name, exception=NetException("System.Management.Automation.ItemNotFoundException", message)))
            found += fitting
        return sorted(found, key=lambda each: each.name.lower())

    def listeners(self) -> list[Listener]:
        """Those that -FilePath and -PSHost ask for."""
        options = frozenset(part.strip() for part in to_text(self.listener_option).split(",")) if self.listener_option is not None else frozenset()
        made: list[Listener] = []
        if self.file_path is not None:
            path = self._file()
            made.append(Listener(path, _appender(path), options, path))
        if self.ps_host:
            made.append(Listener("Host", self.session.host.write_debug_line, options))
        return made

    def _file(self) -> str:
        try:
            target = self.session.places.target(self.file_path)
        except ShellError as error:
            raise self._unusable(error.message) from None
        if target.provider.name != "FileSystem":
            raise self._unusable(f"'{self.file_path}' is a path of the {target.provider.name} provider; traces are written to files.")
        path = str(target.inner)
        if os.path.exists(path) and not os.stat(path).st_mode & 0o200:
            if not self.force:
                raise self._unusable(f"The file '{path}' is read-only; -Force writes to it all the same.")
            os.chmod(path, os.stat(path).st_mode | 0o200)
        try:
            open(path, "a").close()
        except OSError as error:
            raise self._unusable(f"The file '{path}' cannot be written: {error.strerror}.") from None
        return path

    def _unusable(self, message: str) -> ShellError:
        return ShellError(message, "FileListenerPathResolutionFailed", "InvalidArgument", self.file_path,
                          exception=NetException("System.Management.Automation.PSNotSupportedException", message))


def _appender(path: str) -> Any:
    def write(text: str) -> None:
        # A folder that has gone meanwhile must not fail the commands that are traced.
        with contextlib.suppress(OSError), open(path, "a", encoding="utf-8") as file:
            file.write(text + "\n")

    return write


class GetTraceSource(_OfTraces, name="Get-TraceSource", output=TRACE_SOURCE, module=_MODULE):
    """Lists the sources of traces.

    Example: what can be told of commands

        PS> (Get-TraceSource Command*).Name
        CommandDiscovery
        CommandSearch
    """

    name: Any = param("Their names; patterns too.", "string[]", position=0, pipeline=True, by_name=True, check=not_empty())

    def process(self) -> None:
        self.write_many(self.chosen(self.name or ["*"], False))


class SetTraceSource(_OfTraces, name="Set-TraceSource", default_set="optionsSet", output=TRACE_SOURCE, module=_MODULE):
    """Says which sources are traced, what of them and where to."""

    debugger: Any = param("Sends traces to a debugger, which there is none of: they go nowhere.", "switch", sets=_SET)
    file_path: Any = param("A file that lines are added to.", "string", sets=_SET, alias=("PSPath", "Path"))
    force: Any = param("Writes to a read-only file too.", "switch", sets=_SET)
    listener_option: Any = param("What is told under each line.", _LISTENER, sets=_SET)
    name: Any = param("The sources; patterns too.", "string[]", mandatory=True, position=0, pipeline=True, by_name=True)
    option: Any = param("The kinds of lines to tell.", _OPTIONS, position=1, by_name=True, sets=_SET)
    pass_thru: Any = param("Also gives the sources.", "switch", sets=_SET)
    ps_host: Any = param("Shows the lines by the host.", "switch", name="PSHost", sets=_SET)
    remove_file_listener: Any = param("Takes the files away that lines of these sources go to; patterns too.", "string[]", sets=("removeFileListenersSet",), check=not_empty())
    remove_listener: Any = param("Takes listeners away by name; patterns too.", "string[]", sets=("removeAllListenersSet",), check=not_empty())

    def process(self) -> None:
        from relayshell.cmdlets.item_choice import matches_any

        sources = self.chosen(self.name, self.parameter_set == "optionsSet")
        if self.parameter_set == "optionsSet":
            added = self.listeners()
            for source in sources:
                if self.is_given("option"):
                    source.options = int(self.option.value)
                elif added and not source.options:
                    source.options = ALL
                source.listeners += added
        else:
            files = self.parameter_set == "removeFileListenersSet"
            for source in sources:
                source.listeners = [each for each in source.listeners
                                    if (files and each.path is None) or not matches_any(each.name, self.remove_file_listener if files else self.remove_listener)]
        self.tracing.update()
        if self.pass_thru:
            self.write_many(sources)


class TraceCommand(_OfTraces, name="Trace-Command", default_set="expressionSet", module=_MODULE):
    """Runs a command and tells how: which arguments its parameters get and what is called.

    Example: into a file

        PS> Trace-Command ParameterBinding { Get-Date -Year 2001 | Out-Null } -FilePath /tmp/example-trace
        PS> @(Get-Content /tmp/example-trace) -like '*Year*SUCCESSFUL'
        ParameterBinding Information: 0 :         BIND arg [2001] to param [Year] SUCCESSFUL
        PS> Remove-Item /tmp/example-trace
    """

    argument_list: Any = param("What the command is given.", "System.Object[]", alias="Args", sets={"commandSet": inset(remaining=True)})
    command: Any = param("A command.", "string", mandatory=True, position=1, sets=("commandSet",))
    debugger: Any = param("Sends traces to a debugger, which there is none of: they go nowhere.", "switch")
    expression: Any = param("A script block.", "scriptblock", mandatory=True, position=1, sets=("expressionSet",))
    file_path: Any = param("A file that lines are added to.", "string", alias=("PSPath", "Path"))
    force: Any = param("Writes to a read-only file too.", "switch")
    input_object: Any = param("What is piped to the command.", "psobject", pipeline=True)
    listener_option: Any = param("What is told under each line.", _LISTENER)
    name: Any = param("The sources; patterns too.", "string[]", mandatory=True, position=0)
    option: Any = param("The kinds of lines to tell.", _OPTIONS, position=2)
    ps_host: Any = param("Shows the lines by the host.", "switch", name="PSHost")

    def begin(self) -> None:
        self._sources = self.chosen(self.name, True)
        self._before = [(each, each.options, list(each.listeners)) for each in self._sources]
        self._input: list[Any] = []
        self._listeners = self.listeners()

    def process(self) -> None:
        if self.is_given("input_object") and self.input_object is not None:
            self._input.append(self.input_object)

    def _take(self, value: Any) -> None:
        """What the command puts out; its errors become those of this cmdlet."""
        record = unwrap(value)
        if isinstance(record, ErrorRecord):
            self.write_error(ErrorRecord(record.exception, record.id, record.category_info.category, record.target))
        else:
            self.write(value)

    def end(self) -> None:
        from relayshell.runtime.calls import invoke_block

        wanted = int(self.option.value) if self.is_given("option") else ALL
        for source in self._sources:
            source.options = wanted
            source.listeners = [*source.listeners, *self._listeners]
        self.tracing.update()
        frame = self.processor.frame
        try:
            if self.parameter_set == "expressionSet":
                invoke_block(self.expression, (), input=self._input, write=self.write, dot=True, caller=frame)
            else:
                block = self.session.parse("param($__command, $__arguments) $input | & $__command @__arguments 2>&1" if self._input
                                           else "param($__command, $__arguments) & $__command @__arguments 2>&1")
                invoke_block(block, (self.command, list(self.argument_list or ())), input=self._input, write=self._take, caller=frame)
        finally:
            for source, options, listeners in self._before:
                source.options, source.listeners = options, listeners
            self.tracing.update()
