"""[powershell], PSCommand, runspaces, pools, initial session states and data streams as scripts see them."""

from __future__ import annotations

from typing import Any

from relayshell.objects.collections import enumerate_value
from relayshell.objects.convert import convert
from relayshell.objects.declare import declare
from relayshell.objects.dotnet_collections import object_collection
from relayshell.objects.enums import enum_member
from relayshell.objects.indexing import dictionary_items
from relayshell.objects.nettype import get_type
from relayshell.objects.nothing import AUTOMATION_NULL
from relayshell.objects.psobject import unwrap
from relayshell.runtime.current import current_session
from relayshell.runtime.declared.engine import events_manager
from relayshell.runtime.declared.pipelines import Pipeline
from relayshell.runtime.declared.states import StateInfo
from relayshell.runtime.hosting import (
    NOTHING_GIVEN, STREAM_NAMES, AsyncRun, CommandList, CommandParts, DataCollection, DataStreams, InvocationSettings, PowerShell, create, data_collection,
)
from relayshell.runtime.debugger import debugger_of
from relayshell.runtime.runspaces import InitialState, Runspace, RunspacePool, runspace_of
from relayshell.runtime.versions import VERSION

_P = "System.Management.Automation."
_R = _P + "Runspaces."


def _list_of(owner: Any) -> CommandList:
    return owner if isinstance(owner, CommandList) else owner.commands


def _add_command(owner: Any, command: Any, local: Any = None) -> Any:
    _list_of(owner).add(CommandParts(unwrap(command), use_local_scope=local))
    return owner


def _add_script(owner: Any, text: Any, local: Any = None) -> Any:
    _list_of(owner).add(CommandParts(str(text), True, local))
    return owner


def _add_parameter(owner: Any, name: Any, *value: Any) -> Any:
    _list_of(owner).parameter(str(name), value[0] if value else NOTHING_GIVEN)
    return owner


def _add_parameters(owner: Any, values: Any) -> Any:
    inside = unwrap(values)
    from relayshell.objects.typeof import type_of

    if get_type("System.Collections.IDictionary") in type_of(inside).ancestors:
        for key, value in dictionary_items(inside):
            _list_of(owner).parameter(str(key), value)
    else:
        for value in enumerate_value(inside) or ():
            _list_of(owner).parameter(None, value)
    return owner


def _add_argument(owner: Any, value: Any) -> Any:
    _list_of(owner).parameter(None, value)
    return owner


def _add_statement(owner: Any) -> Any:
    _list_of(owner).end_statement()
    return owner


_BUILD = {
    "AddCommand": _add_command, "AddScript": _add_script, "AddParameter": _add_parameter, "AddParameters": _add_parameters,
    "AddArgument": _add_argument, "AddStatement": _add_statement,
}


def _given(value: Any) -> Any:
    if value is None:
        return None
    many = enumerate_value(unwrap(value))
    return [value] if many is None else list(many)


def _take_settings(shell: PowerShell, args: tuple[Any, ...]) -> None:
    found = next((each for each in map(unwrap, args) if isinstance(each, InvocationSettings)), None)
    shell.settings = {} if found is None else dict(found.values)


def _invoke(shell: PowerShell, *args: Any) -> Any:
    given = _given(args[0]) if args else None
    _take_settings(shell, args)
    if len(args) > 1 and unwrap(args[1]) is not None and hasattr(unwrap(args[1]), "items"):
        shell.invoke(given, unwrap(args[1]).items.append)
        return AUTOMATION_NULL
    return object_collection(shell.invoke(given))


def _begin(shell: PowerShell, *args: Any) -> AsyncRun:
    given = _given(args[0]) if args else None
    _take_settings(shell, args)
    theirs = unwrap(args[1]) if len(args) > 1 and isinstance(unwrap(args[1]), DataCollection) else None
    run = shell.begin(given, theirs if theirs is not None else data_collection(_P + "PSObject"))
    run.gives_output = theirs is None
    return run


def _end(shell: PowerShell, run: AsyncRun) -> Any:
    """EndInvoke: what came out, unless the caller has the collection it went to."""
    started = unwrap(run)
    found = started.wait()
    return found if started.gives_output else None


def _invoke_async(shell: PowerShell, *args: Any) -> Any:
    """InvokeAsync: a task that ends when the commands do."""
    from relayshell.runtime.runtask import RunTask

    return RunTask(_begin(shell, *args))


def _stop_async(shell: PowerShell, *args: Any) -> Any:
    from relayshell.objects.dotnet.tasks import Task

    shell.stop()
    return Task().finish(None)


def _begin_stop(shell: PowerShell, *args: Any) -> Any:
    made = AsyncRun(shell, data_collection(_P + "PSObject"))
    shell.stop()
    made.done.set()
    return made


def _set_pool(shell: PowerShell, pool: RunspacePool) -> None:
    shell.pool = pool


def _dispose(shell: PowerShell) -> None:
    if shell.owns_runspace and shell._runspace is not None:
        shell._runspace.close()
    shell.disposed = True


declare(
    _P + "PowerShell", PowerShell, statics={"Create": create},
    get={
        "Commands": lambda p: p.commands, "Streams": lambda p: p.streams, "InstanceId": lambda p: p.runspace.instance,
        "InvocationStateInfo": lambda p: StateInfo("PSInvocationStateInfo", p.state, p.reason), "IsNested": lambda p: p.nested,
        "HadErrors": lambda p: p.had_errors, "Runspace": lambda p: p.runspace, "RunspacePool": lambda p: p.pool,
        "IsRunspaceOwner": lambda p: p.owns_runspace, "HistoryString": lambda p: "",
    },
    set={"Runspace": lambda p, value: setattr(p, "runspace", value), "RunspacePool": _set_pool, "Commands": lambda p, value: setattr(p, "commands", value)},
    methods={
        **_BUILD, "Invoke": _invoke, "BeginInvoke": _begin, "EndInvoke": _end, "Stop": lambda p: p.stop(),
        "InvokeAsync": _invoke_async, "StopAsync": _stop_async, "BeginStop": _begin_stop, "EndStop": lambda p, run: None, "Dispose": _dispose,
        "CreateNestedPowerShell": lambda p: PowerShell(p.runspace, nested=True),
    },
)
_SETTINGS = {
    "ApartmentState": "System.Threading.ApartmentState", "Host": _P + "Host.PSHost", "RemoteStreamOptions": _P + "RemoteStreamOptions", "AddToHistory": "bool",
    "ErrorActionPreference": f"System.Nullable[{_P}ActionPreference]", "FlowImpersonationPolicy": "bool", "ExposeFlowControlExceptions": "bool",
}


def _setting(name: str, type_name: str) -> Any:
    absent = False if type_name == "bool" else None
    return lambda settings: settings.values.get(name, absent)


declare(
    _P + "PSInvocationSettings", InvocationSettings, new=InvocationSettings,
    get={name: _setting(name, type_name) for name, type_name in _SETTINGS.items()},
    set={name: (lambda settings, value, name=name: settings.values.__setitem__(name, value)) for name in _SETTINGS},
    signatures=("()", *(f"{type_name} {name} {{get;set;}}" for name, type_name in _SETTINGS.items())),
)
declare(
    _P + "PSCommand", CommandList, new=CommandList,
    get={"Commands": lambda c: list(c.commands)},
    methods={**_BUILD, "Clear": lambda c: c.commands.clear()},
    signatures=("()", "System.Management.Automation.Runspaces.Command[] Commands {get;}", "void Clear()"),
)

def _stream(name: str) -> Any:
    return lambda streams: streams.parts[name]


def _set_stream(name: str) -> Any:
    return lambda streams, value: streams.parts.__setitem__(name, value)


declare(
    _P + "PSDataStreams", DataStreams, get={name: _stream(name) for name in STREAM_NAMES}, set={name: _set_stream(name) for name in STREAM_NAMES},
    methods={"ClearStreams": lambda s: s.clear()},
    signatures=(*(f"System.Management.Automation.PSDataCollection[System.Management.Automation.{DataStreams.RECORDS[name]}] {name} {{get;set;}}" for name in STREAM_NAMES),
                "void ClearStreams()"),
)


def _insert(collection: DataCollection, index: int, value: Any) -> None:
    collection.items.insert(index, value)


def _complete(collection: DataCollection) -> None:
    collection.is_open = False


def _new_collection(net_type: Any, *args: Any) -> DataCollection:
    return DataCollection(net_type, () if not args or isinstance(args[0], int) else enumerate_value(args[0]) or ())


declare(
    _P + "PSDataCollection`1", DataCollection, new=_new_collection, dynamic=True, interfaces=("System.Collections.IList", "System.Collections.IEnumerable"),
    get={"Count": len, "IsOpen": lambda c: c.is_open, "IsReadOnly": lambda c: False},
    methods={
        "Add": lambda c, value: c.add(value), "ReadAll": lambda c: object_collection(c.read_all()), "Complete": _complete, "Clear": lambda c: c.items.clear(),
        "Insert": _insert, "Contains": lambda c, value: value in c.items, "RemoveAt": lambda c, index: c.items.pop(index) and None,
        "Dispose": lambda c: None,
    },
    index=lambda c, at: c.items[at], set_index=lambda c, at, value: c.items.__setitem__(at, value), enumerate=iter,
    signatures=("()", "(System.Collections.Generic.IEnumerable[T] items)", "(int capacity)", "int Count {get;}", "bool IsOpen {get;}", "T Item(int index) {get;set;}",
                "void Add(T item)", "void Complete()", "void Clear()", "void Dispose()"),
)
declare(
    _P + "PowerShellAsyncResult", AsyncRun, interfaces=("System.IAsyncResult",),
    get={"IsCompleted": lambda r: r.done.is_set(), "CompletedSynchronously": lambda r: False, "AsyncState": lambda r: None, "AsyncWaitHandle": lambda r: r},
    methods={"WaitOne": lambda r, *limit: r.done.wait(limit[0] / 1000 if limit and limit[0] >= 0 else None), "Close": lambda r: None, "Dispose": lambda r: None},
    signatures=("bool IsCompleted {get;}", "bool CompletedSynchronously {get;}", "System.Object AsyncState {get;}", "System.Object AsyncWaitHandle {get;}"),
)


# Runspaces


class Proxy:
    """SessionStateProxy: the session state of a runspace."""

    net_name = _R + "SessionStateProxy"

    def __init__(self, session: Any) -> None:
        self.session = session


def _session_state(name: str) -> Any:
    def read(proxy: Proxy) -> Any:
        from relayshell.objects.members import get_member
        from relayshell.runtime.declared.engine import state_object

        return get_member(state_object(proxy.session.state), name)

    return read


def _variable(proxy: Proxy, name: str) -> Any:
    cell = proxy.session.globals.local(name.lower())
    return None if cell is None else cell.value


declare(
    _R + "SessionStateProxy", Proxy,
    get={name: _session_state(name) for name in ("PSVariable", "InvokeCommand", "Path", "InvokeProvider", "Provider", "Drive", "Module", "LanguageMode")},
    methods={"GetVariable": _variable, "SetVariable": lambda p, name, value: p.session.set_variable(name, value, "global")},
    signatures=("System.Object GetVariable(string name)", "void SetVariable(string name, System.Object value)"),
)
def _availability(runspace: Runspace) -> Any:
    """RunspaceAvailability: the running one is busy, for it runs the question."""
    if runspace.state != "Opened":
        return enum_member(_R + "RunspaceAvailability", "None")
    return enum_member(_R + "RunspaceAvailability", "Busy" if runspace.session is current_session() else "Available")


declare(
    _R + "LocalRunspace", Runspace, base=_R + "Runspace",
    get={
        "Id": lambda r: r.number, "Name": lambda r: r.name, "InstanceId": lambda r: r.instance, "InitialSessionState": lambda r: r.initial,
        "RunspaceStateInfo": lambda r: StateInfo("Runspaces.RunspaceStateInfo", r.state),
        "RunspaceAvailability": _availability, "Version": lambda r: convert(VERSION, get_type("System.Version")),
        "ThreadOptions": lambda r: enum_member(_R + "PSThreadOptions", r.thread_options), "ExpiresOn": lambda r: None, "DisconnectedOn": lambda r: None,
        "ApartmentState": lambda r: enum_member("System.Threading.ApartmentState", "Unknown"),
        "SessionStateProxy": lambda r: Proxy(r.running_session()), "RunspaceIsRemote": lambda r: False, "ConnectionInfo": lambda r: None,
        "OriginalConnectionInfo": lambda r: None, "Debugger": lambda r: debugger_of(r.running_session()),
        "Events": lambda r: events_manager(r.running_session()),
    },
    set={"Name": lambda r, value: setattr(r, "name", value), "ThreadOptions": lambda r, value: setattr(r, "thread_options", str(unwrap(value).name))},
    methods={
        "Open": lambda r: r.open(), "OpenAsync": lambda r: r.open(), "Close": lambda r: r.close(), "CloseAsync": lambda r: r.close(),
        "Dispose": lambda r: r.close(), "ResetRunspaceState": lambda r: None,
        "CreatePipeline": lambda r, *text: Pipeline(r, str(text[0]) if text else None),
        "CreateNestedPipeline": lambda r, *text: Pipeline(r, str(text[0]) if text else None, nested=True),
    },
)
declare(
    _R + "Runspace", None,
    static_get={"DefaultRunspace": lambda: runspace_of(current_session()), "CanUseDefaultRunspace": lambda: True},
    static_set={"DefaultRunspace": lambda value: None},
)


def _new_runspace(*args: Any) -> Runspace:
    return Runspace(next((each for each in map(unwrap, args) if isinstance(each, InitialState)), None))


def _new_pool(*args: Any) -> RunspacePool:
    numbers = [each for each in args if type(each) is int]
    initial = next((each for each in map(unwrap, args) if isinstance(each, InitialState)), None)
    return RunspacePool(*(numbers[:2] or [1, 1]), initial)


declare(_R + "RunspaceFactory", None, statics={"CreateRunspace": _new_runspace, "CreateRunspacePool": _new_pool})
declare(
    _R + "RunspacePool", RunspacePool,
    get={
        "InstanceId": lambda p: p.instance, "IsDisposed": lambda p: p.disposed, "RunspacePoolStateInfo": lambda p: StateInfo("RunspacePoolStateInfo", p.state),
        "InitialSessionState": lambda p: p.initial, "ConnectionInfo": lambda p: None, "CleanupInterval": lambda p: convert("00:15:00", get_type("System.TimeSpan")),
        "RunspacePoolAvailability": lambda p: enum_member(_R + "RunspacePoolAvailability", "Available" if p.state == "Opened" else "None"),
        "ThreadOptions": lambda p: enum_member(_R + "PSThreadOptions", p.thread_options),
        "ApartmentState": lambda p: enum_member("System.Threading.ApartmentState", "Unknown"),
    },
    set={"ThreadOptions": lambda p, value: setattr(p, "thread_options", str(unwrap(value).name)), "ApartmentState": lambda p, value: None,
         "CleanupInterval": lambda p, value: None},
    methods={
        "Open": lambda p: p.open(), "Close": lambda p: p.close(), "Dispose": lambda p: p.dispose(), "GetMaxRunspaces": lambda p: p.most,
        "GetMinRunspaces": lambda p: p.least, "GetAvailableRunspaces": lambda p: p.available, "SetMaxRunspaces": lambda p, n: p.resize(p.least, n),
        "SetMinRunspaces": lambda p, n: p.resize(n, p.most),
    },
    signatures=(
        "guid InstanceId {get;}", "bool IsDisposed {get;}", f"{_R}RunspacePoolAvailability RunspacePoolAvailability {{get;}}",
        f"{_R}RunspaceConnectionInfo ConnectionInfo {{get;}}", "timespan CleanupInterval {get;set;}", f"{_P}RunspacePoolStateInfo RunspacePoolStateInfo {{get;}}",
        "initialsessionstate InitialSessionState {get;}", f"{_R}PSThreadOptions ThreadOptions {{get;set;}}", "System.Threading.ApartmentState ApartmentState {get;set;}",
        "void Open()", "void Close()", "void Dispose()", "int GetMaxRunspaces()", "int GetMinRunspaces()", "int GetAvailableRunspaces()",
        "bool SetMaxRunspaces(int maxRunspaces)", "bool SetMinRunspaces(int minRunspaces)",
    ),
)
