"""Traces of the shell's own working: sources, who listens to them, and what is told of commands as they are bound.

Nothing of it costs anything while nobody listens: the hosts of binding that tell are put in place by `update` only then.
"""

from __future__ import annotations

import time
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.text import to_text
from relayshell.runtime import cmdletstage

TRACE_SOURCE = "System.Management.Automation.PSTraceSource"
FLAGS = {
    "None": 0, "Constructor": 1, "Dispose": 2, "Finalizer": 4, "Method": 8, "Property": 16, "Delegates": 32, "Events": 64, "Exception": 128, "Lock": 256,
    "Error": 512, "Warning": 1024, "Verbose": 2048, "WriteLine": 4096, "Scope": 8192, "Assert": 16384,
}
ALL = 32767
NAMES = {
    "CommandDiscovery": "How the names of commands are found",
    "CommandSearch": "Where commands are looked for",
    "CmdletProviderClasses": "Calls of providers",
    "ConsoleHost": "The host at a console",
    "DisplayFormat": "How output is laid out",
    "ETS": "Members that are added to objects and types",
    "FileSystemProvider": "The provider of files",
    "FormatFileLoading": "Files of views",
    "FormatViewBinding": "Which view an object gets",
    "InternalDeserializer": "Reading CLIXML",
    "LocationGlobber": "How paths with patterns are resolved",
    "MemberResolution": "How members are found",
    "Modules": "Loading of modules",
    "ParameterBinderBase": "The grounds of parameter binding",
    "ParameterBinderController": "The stages of parameter binding",
    "ParameterBinding": "Which argument each parameter gets",
    "PathResolution": "How paths are resolved",
    "PSDriveInfo": "Drives",
    "RunspaceInit": "Making of runspaces",
    "SessionState": "Variables, functions, aliases and drives of a session",
    "TypeConversion": "How values become those of other types",
    "TypeMatch": "Which type data an object gets",
    "VariableProvider": "The provider of variables",
}


class Listener:
    """Somewhere that lines go: a file, or the host; options are the names of what stands under each line."""

    net_name = "System.Diagnostics.TraceListener"

    def __init__(self, name: str, write: Any, options: frozenset[str] = frozenset(), path: str | None = None) -> None:
        self.name, self.write, self.options, self.path = name, write, options, path

    def take(self, text: str) -> None:
        """One line, and what the options put under it."""
        self.write(text)
        for option, made in _BELOW.items():
            if option in self.options:
                self.write(f"    {option}={made()}")


def _process() -> int:
    import os

    return os.getpid()


def _thread() -> int:
    import threading

    return threading.get_native_id()


def _now() -> str:
    from datetime import datetime, timezone

    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f0Z")


class Correlation:
    """What Trace.CorrelationManager is: the operations under way, which lines may tell, innermost first."""

    net_name = "System.Diagnostics.CorrelationManager"

    def __init__(self) -> None:
        from relayshell.objects.calls import new_object
        from relayshell.objects.nettype import get_type

        self.stack = new_object(get_type("System.Collections.Stack"), [])


_correlation: Correlation | None = None


def correlation() -> Correlation:
    """That of the process."""
    global _correlation
    if _correlation is None:
        _correlation = Correlation()
    return _correlation


def _operations() -> str:
    return ", ".join(map(to_text, _correlation.stack)) if _correlation is not None else ""


_BELOW: dict[str, Any] = {
    "ProcessId": _process, "LogicalOperationStack": _operations, "ThreadId": _thread, "DateTime": _now, "Timestamp": lambda: time.perf_counter_ns() // 100,
    "Callstack": lambda: "   at System.Environment.get_StackTrace()",
}


class Source:
    """A source of traces."""

    def __init__(self, name: str, description: str) -> None:
        self.name, self.description = name, description
        self.options = 0
        self.listeners: list[Listener] = [Listener("Default", lambda text: None)]

    def tell(self, flag: str, depth: int, text: str) -> None:
        """A line, where the options ask for its kind."""
        if self.options & FLAGS[flag]:
            for listener in self.listeners:
                listener.take(f"{self.name} Information: 0 : {'    ' * depth}{text}")


class Tracing:
    """The sources of a session."""

    def __init__(self) -> None:
        self.sources = {name.lower(): Source(name, text) for name, text in NAMES.items()}

    def named(self, name: str) -> Source:
        """The source of a name, made where there is none yet."""
        return self.sources.setdefault(name.lower(), Source(name, ""))

    def update(self) -> None:
        """Have commands tell of their binding while somebody listens, and not after."""
        heard = any(source.options and len(source.listeners) > 1 for source in self.sources.values())
        cmdletstage.host_class = TellingHost if heard else cmdletstage.CmdletHost


def tracing_of(session: Any) -> Tracing:
    """A session's tracing, made at first use."""
    found = session.services.get("tracing")
    if found is None:
        found = session.services["tracing"] = Tracing()
    return found  # type: ignore[no-any-return]


class TellingHost(cmdletstage.CmdletHost):
    """Tells how a cmdlet's parameters are bound and its methods called."""

    def __init__(self, stage: Any) -> None:
        super().__init__(stage)
        sources = tracing_of(self.session).sources
        self.source = sources["parameterbinding"]
        found = sources["commanddiscovery"]
        found.tell("WriteLine", 0, f"Looking up command: {stage.name}")
        found.tell("WriteLine", 0, f"Cmdlet found: {stage.name}  {stage.origin}")
        self.source.tell("Scope", 0, f"BIND NAMED cmd line args [{stage.name}]")
        for name in ("begin", "end"):
            setattr(stage, name, self._calling(name))

    def _calling(self, name: str) -> Any:
        stage, source, run = self.stage, self.source, getattr(type(self.stage), name)

        def told() -> None:
            if name == "begin":
                source.tell("Scope", 0, f"BIND POSITIONAL cmd line args [{stage.name}]")
                source.tell("Scope", 0, f"MANDATORY PARAMETER CHECK on cmdlet [{stage.name}]")
            source.tell("WriteLine", 0, f"CALLING {name.capitalize()}Processing")
            run(stage)

        return told

    def store(self, parameter: Any, value: Any) -> None:
        self.source.tell("Scope", 1, f"BIND arg [{_shown(value)}] to parameter [{parameter.name}]")
        sources = tracing_of(self.session).sources
        sources["typeconversion"].tell("WriteLine", 0, f"Converting \"{_shown(value)}\" to \"{parameter.net_type.full_name}\".")
        super().store(parameter, value)
        self.source.tell("WriteLine", 2, f"BIND arg [{_shown(value)}] to param [{parameter.name}] SUCCESSFUL")


def _shown(value: Any) -> str:
    from relayshell.objects.typeof import type_of

    return type_of(value).full_name if isinstance(value, list) else to_text(value)


def _options(source: Source) -> Any:
    from relayshell.objects.enums import EnumValue
    from relayshell.objects.nettype import get_type

    return EnumValue(get_type(TRACE_SOURCE + "Options"), source.options)


def _set_options(source: Source, value: Any) -> None:
    source.options = int(getattr(value, "value", value))


declare(Correlation.net_name, Correlation, get={"LogicalOperationStack": lambda manager: manager.stack}, signatures=("System.Collections.Stack LogicalOperationStack {get;}",))
declare("System.Diagnostics.Trace", None, static_get={"CorrelationManager": correlation},
        signatures=("static System.Diagnostics.CorrelationManager CorrelationManager {get;}",))
declare(Listener.net_name, Listener, get={"Name": lambda listener: listener.name}, to_text=lambda listener: listener.name, signatures=("string Name {get;}",))
declare(
    TRACE_SOURCE, Source,
    get={"Name": lambda source: source.name, "Description": lambda source: source.description, "Options": _options,
         "Listeners": lambda source: list(source.listeners), "Attributes": lambda source: None, "Switch": lambda source: source.name},
    set={"Options": _set_options},
    signatures=("string Name {get;}", "string Description {get;}", f"{TRACE_SOURCE}Options Options {{get;set;}}",
                "System.Diagnostics.TraceListenerCollection Listeners {get;}", "System.Collections.Specialized.StringDictionary Attributes {get;}",
                "System.Diagnostics.SourceSwitch Switch {get;}"),
)
