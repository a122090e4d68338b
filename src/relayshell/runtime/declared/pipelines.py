"""Commands and pipelines of a runspace as scripts see them: Runspace.CreatePipeline(), its Commands, Input, Output and Error."""

from __future__ import annotations

from typing import Any

from relayshell.objects.collections import enumerate_value
from relayshell.objects.declare import declare
from relayshell.objects.dotnet_collections import object_collection
from relayshell.objects.psobject import unwrap
from relayshell.runtime.declared.states import StateInfo
from relayshell.runtime.hosting import NOTHING_GIVEN, CommandParts, PowerShell

_R = "System.Management.Automation.Runspaces."


class CommandParameter:
    """A parameter of a command: a name and a value, or a value alone."""

    net_name = _R + "CommandParameter"

    def __init__(self, name: str | None, value: Any = None) -> None:
        self.name = name
        self.value = value


class ParameterCollection:
    """CommandParameterCollection: the parameters of one command."""

    net_name = _R + "CommandParameterCollection"

    def __init__(self, command: CommandParts) -> None:
        self.command = command

    def items(self) -> list[CommandParameter]:
        """The parameters as objects."""
        return [CommandParameter(name, None if value is NOTHING_GIVEN else value) for name, value in self.command.parameters]

    def add(self, name: Any, *value: Any) -> None:
        """Add(name), Add(name, value) or Add(parameter)."""
        inside = unwrap(name)
        if isinstance(inside, CommandParameter):
            self.command.parameters.append((inside.name, inside.value))
        else:
            self.command.parameters.append((str(name), value[0] if value else NOTHING_GIVEN))


class Pipeline:
    """A pipeline of a runspace; it runs once."""

    net_name = _R + "LocalPipeline"

    def __init__(self, runspace: Any, text: str | None = None, nested: bool = False) -> None:
        self.shell = PowerShell(runspace, nested=nested)
        self.output: list[Any] = []
        self.given: list[Any] = []
        if text is not None:
            self.shell.commands.add(CommandParts(text, True))

    def invoke(self, *given: Any) -> Any:
        """Run it and wait."""
        items = [*self.given, *(enumerate_value(given[0]) or () if given and given[0] is not None else ())]
        return object_collection(self.shell.invoke(items or None))

    def invoke_async(self) -> None:
        """Run it; what comes out can be read from Output."""
        self.output = self.shell.invoke(self.given or None)


class PipelineCommands:
    """CommandCollection: the commands of a pipeline."""

    net_name = _R + "CommandCollection"

    def __init__(self, shell: PowerShell) -> None:
        self.list = shell.commands

    def add(self, command: Any) -> None:
        """Add(command) or Add(name)."""
        inside = unwrap(command)
        self.list.add(inside if isinstance(inside, CommandParts) else CommandParts(str(inside)))

    def add_script(self, text: Any, local: Any = None) -> None:
        """AddScript(text)."""
        self.list.add(CommandParts(str(text), True, local))


class Reader:
    """PipelineReader: what came out, or the errors."""

    net_name = _R + "PipelineReader"

    def __init__(self, items: list[Any]) -> None:
        self.items = items

    def rest(self) -> Any:
        """ReadToEnd(): all that is there, which is taken away."""
        found = list(self.items)
        self.items.clear()
        return object_collection(found)

    def next(self) -> Any:
        """Read(): the first of what is there."""
        return self.items.pop(0) if self.items else None


class Writer:
    """PipelineWriter: what will be piped in."""

    net_name = _R + "PipelineWriter"

    def __init__(self, items: list[Any]) -> None:
        self.items = items

    def write(self, value: Any, enumerated: bool = False) -> int:
        """Write(object): how many were written."""
        many = enumerate_value(unwrap(value)) if enumerated else None
        added = [value] if many is None else list(many)
        self.items.extend(added)
        return len(added)


declare(
    CommandParameter.net_name, CommandParameter, new=lambda name, value=None: CommandParameter(None if name is None else str(name), value),
    get={"Name": lambda p: p.name, "Value": lambda p: p.value},
    signatures=("(string name)", "(string name, System.Object value)", "string Name {get;}", "System.Object Value {get;}"),
)
declare(
    ParameterCollection.net_name, ParameterCollection, interfaces=("System.Collections.IEnumerable",),
    get={"Count": lambda c: len(c.command.parameters)}, methods={"Add": lambda c, *args: c.add(*args), "Clear": lambda c: c.command.parameters.clear()},
    index=lambda c, at: c.items()[at], enumerate=lambda c: iter(c.items()),
    signatures=("int Count {get;}", "void Add(string name)", "void Add(string name, System.Object value)", f"void Add({_R}CommandParameter item)", "void Clear()"),
)
declare(
    _R + "Command", CommandParts, new=lambda text, *more: CommandParts(text, *more),
    get={
        "CommandText": lambda c: str(c.text), "IsScript": lambda c: c.is_script, "UseLocalScope": lambda c: bool(c.use_local_scope),
        "Parameters": ParameterCollection, "IsEndOfStatement": lambda c: c.ends_statement,
    },
    methods={"MergeMyResults": lambda c, mine, to: setattr(c, "merges_errors", True)},
    signatures=("(string command)", "(string command, bool isScript)", "(string command, bool isScript, bool useLocalScope)", "string CommandText {get;}",
                "bool IsScript {get;}", "bool UseLocalScope {get;}", "bool IsEndOfStatement {get;}", f"{_R}CommandParameterCollection Parameters {{get;}}",
                f"void MergeMyResults({_R}PipelineResultTypes myResult, {_R}PipelineResultTypes toResult)"),
    to_text=lambda c: str(c.text),
)
declare(
    PipelineCommands.net_name, PipelineCommands, interfaces=("System.Collections.IEnumerable",),
    get={"Count": lambda c: len(c.list.commands)},
    methods={"Add": PipelineCommands.add, "AddScript": PipelineCommands.add_script, "Clear": lambda c: c.list.commands.clear()},
    index=lambda c, at: c.list.commands[at], enumerate=lambda c: iter(c.list.commands),
    signatures=("int Count {get;}", "void Add(System.Object command)", "void AddScript(string scriptContents)",
                "void AddScript(string scriptContents, bool useLocalScope)", "void Clear()"),
)
declare(
    _R + "Pipeline", None,
    signatures=("System.Management.Automation.Runspaces.Runspace Runspace {get;}", "bool IsNested {get;}", "bool HadErrors {get;}"),
)
declare(
    Pipeline.net_name, Pipeline, base=_R + "Pipeline",
    get={
        "Commands": lambda p: PipelineCommands(p.shell), "Runspace": lambda p: p.shell.runspace, "IsNested": lambda p: p.shell.nested,
        "HadErrors": lambda p: p.shell.had_errors, "Output": lambda p: Reader(p.output), "Error": lambda p: Reader(p.shell.streams.parts["Error"].items),
        "Input": lambda p: Writer(p.given), "PipelineStateInfo": lambda p: StateInfo("Runspaces.PipelineStateInfo", p.shell.state, p.shell.reason),
        "InstanceId": lambda p: id(p),
    },
    methods={"Invoke": Pipeline.invoke, "InvokeAsync": Pipeline.invoke_async, "Stop": lambda p: p.shell.stop(), "StopAsync": lambda p: p.shell.stop(),
             "Dispose": lambda p: None},
    signatures=(f"{_R}CommandCollection Commands {{get;}}", "System.Object Output {get;}", "System.Object Error {get;}", "System.Object Input {get;}",
                "System.Object PipelineStateInfo {get;}", "System.Collections.ObjectModel.Collection[psobject] Invoke()",
                "System.Collections.ObjectModel.Collection[psobject] Invoke(System.Collections.IEnumerable input)", "void InvokeAsync()", "void Stop()", "void Dispose()"),
)
declare(
    Reader.net_name, Reader, get={"Count": lambda r: len(r.items), "EndOfPipeline": lambda r: not r.items, "IsOpen": lambda r: False},
    methods={"ReadToEnd": Reader.rest, "NonBlockingRead": lambda r, *most: r.rest(), "Read": lambda r, *most: r.next(), "Close": lambda r: None},
    signatures=("int Count {get;}", "bool EndOfPipeline {get;}", "bool IsOpen {get;}", "System.Object ReadToEnd()", "System.Object NonBlockingRead()",
                "System.Object NonBlockingRead(int maxRequested)", "System.Object Read()", "void Close()"),
)
declare(
    Writer.net_name, Writer, get={"Count": lambda w: len(w.items), "IsOpen": lambda w: True},
    methods={"Write": Writer.write, "Close": lambda w: None, "Flush": lambda w: None},
    signatures=("int Count {get;}", "bool IsOpen {get;}", "int Write(System.Object obj)", "int Write(System.Object obj, bool enumerateCollection)",
                "void Close()", "void Flush()"),
)
