"""$ExecutionContext, session states, InvokeCommand, Path and their kin, as scripts see them."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.declare import declare
from relayshell.objects.dotnet_collections import object_collection
from relayshell.objects.enums import enum_member
from relayshell.objects.psobject import unwrap
from relayshell.objects.reflection import declare_non_public
from relayshell.objects.text import to_text
from relayshell.runtime import lookups
from relayshell.runtime.languagemodes import mode_of, set_mode
from relayshell.runtime.enginestate import (
    CommandIntrinsics, DriveManagement, EngineIntrinsics, PathIntrinsics, ProviderIntrinsics, ProviderManagement, StateHandle, StateObject,
    VariableIntrinsics,
)

_P = "System.Management.Automation."


def state_object(state: Any) -> StateObject:
    """The SessionState object of a state, one for each."""
    found = state.__dict__.get("shown")
    if found is None:
        found = state.shown = StateObject(state)
    return found  # type: ignore[no-any-return]


def events_manager(session: Any) -> Any:
    """The events of a session as an object."""
    from relayshell.runtime.declared.eventmanager import EventManager

    return EventManager(session)


def _host(session: Any) -> Any:
    return session.globals.local("host").value


def _everything() -> Any:
    """Which scripts or programs may be run: all of them."""
    from relayshell.objects.dotnet.lists import NetList
    from relayshell.objects.nettype import close_generic, get_type

    return NetList(close_generic(get_type("System.Collections.Generic.List`1"), (get_type("System.String"),)), ["*"])


declare(
    _P + "EngineIntrinsics", EngineIntrinsics,
    get={
        "Host": lambda e: _host(e.session), "Events": lambda e: events_manager(e.session), "InvokeProvider": lambda e: ProviderIntrinsics(e.session),
        "SessionState": lambda e: state_object(e.state), "InvokeCommand": lambda e: CommandIntrinsics(e.state),
    },
    signatures=(_P + "PSEventManager Events {get;}",),
)
declare(
    _P + "SessionState", StateObject,
    get={
        "Drive": lambda s: DriveManagement(s.state.session), "Provider": lambda s: ProviderManagement(s.state.session),
        "Path": lambda s: PathIntrinsics(s.state.session), "PSVariable": lambda s: VariableIntrinsics(s.state),
        "LanguageMode": lambda s: enum_member(_P + "PSLanguageMode", mode_of(s.state.session)), "UseFullLanguageModeInDebugger": lambda s: False,
        "Scripts": lambda s: _everything(), "Applications": lambda s: _everything(), "Module": lambda s: s.state.module,
        "InvokeProvider": lambda s: ProviderIntrinsics(s.state.session), "InvokeCommand": lambda s: CommandIntrinsics(s.state),
    },
    set={"LanguageMode": lambda s, value: set_mode(s.state.session, unwrap(value).name)},
)


def handle_of(state: Any) -> StateHandle:
    """The one handle of a state."""
    found = state.__dict__.get("handle")
    if found is None:
        found = state.handle = StateHandle(state)
    return found  # type: ignore[no-any-return]


declare(_P + "SessionStateInternal", StateHandle)
declare_non_public(_P + "SessionState", "Internal", "Property", _P + "SessionStateInternal", lambda s: handle_of(s.state))


# InvokeCommand


def _expand(intrinsics: CommandIntrinsics, text: str) -> str:
    """ExpandString: as a string between double quotes would read."""
    from relayshell.runtime.expanding import expand

    return expand(intrinsics.state, text)


def _script(intrinsics: CommandIntrinsics, *args: Any) -> Any:
    from relayshell.runtime.scriptblock import ScriptBlock

    state = intrinsics.state
    first = args[0]
    rest = list(args[-1] or ()) if len(args) > 1 and isinstance(args[-1], list) else []
    if isinstance(first, bool):
        items = list(args[2]) if args[2] is not None else []
        return object_collection(args[1].invoke(rest, input=items, dot=not first))
    if isinstance(first, StateObject):
        return object_collection(ScriptBlock(args[1].code, first.state).invoke(rest))
    block = state.session.parse_tree(first, state=state)
    if len(args) >= 4 and isinstance(args[1], bool):
        return object_collection(block.invoke(rest, dot=not args[1]))
    return object_collection(block.invoke(rest))


def _command(intrinsics: CommandIntrinsics, name: str, kinds: Any, *more: Any) -> Any:
    wanted = {part.strip() for part in kinds.name.split(",")}
    state = intrinsics.state
    found = state.session.commands.find(name, state.current, state.session.folder)
    if found is not None and ("All" in wanted or found.kind in wanted):
        return found
    if "Cmdlet" in wanted and "All" not in wanted:
        return state.session.commands.cmdlets.get(name.lower())
    if "Function" in wanted:
        for scope in state.current.chain():
            info = (scope.functions or {}).get(name.lower())
            if info is not None:
                return info
    return None


def _commands(intrinsics: CommandIntrinsics, name: str, kinds: Any, is_pattern: bool) -> Any:
    wanted = {part.strip() for part in kinds.name.split(",")}
    state = intrinsics.state
    if not is_pattern:
        found = _command(intrinsics, name, kinds)
        return [] if found is None else [found]
    return [each for each in state.session.commands.matching(name, state.current) if "All" in wanted or each.kind in wanted]


def _names(intrinsics: CommandIntrinsics, name: str, is_pattern: bool, full: bool) -> Any:
    kinds = enum_member(_P + "CommandTypes", "All")
    found = [each.name for each in _commands(intrinsics, name, kinds, is_pattern)]
    return object_collection(found, "System.Collections.Generic.List`1", "System.String")


def _cmdlet(intrinsics: CommandIntrinsics, name: str) -> Any:
    return intrinsics.state.session.commands.cmdlets.get(name.lower())


def _cmdlet_by_type(intrinsics: CommandIntrinsics, type_name: str) -> Any:
    """The cmdlet that a .NET type implements; None where there is none."""
    for info in intrinsics.state.session.commands.cmdlets.values():
        plain = type_name.rpartition(".")[2].removesuffix("Command").lower()
        if info.name.replace("-", "").lower() == plain and (info.signature.implementing or "").rpartition(".")[2].lower() == type_name.rpartition(".")[2].lower():
            return info
    return None


def _cmdlets(intrinsics: CommandIntrinsics, pattern: str = "*") -> Any:
    from relayshell.objects.wildcard import compile_wildcard

    matches = compile_wildcard(pattern, True)
    return [info for info in intrinsics.state.session.commands.cmdlets.values() if matches(info.name)]


def _new_block(intrinsics: CommandIntrinsics, text: str) -> Any:
    return intrinsics.state.session.parse_tree(text, state=intrinsics.state)


def _lookup_reader(name: str) -> Any:
    return lambda c: lookups.action(c.state.session, name)


def _lookup_writer(name: str) -> Any:
    return lambda c, block: lookups.set_action(c.state.session, name, unwrap(block))


def _set_block(event: lookups.CommandLookup, block: Any) -> None:
    from relayshell.commands.infos import FunctionInfo

    event.block = unwrap(block)
    event.command = FunctionInfo(event.name, event.block)


declare(
    _P + "CommandLookupEventArgs", lookups.CommandLookup,
    get={
        "CommandName": lambda e: e.name, "CommandOrigin": lambda e: enum_member(_P + "CommandOrigin", "Runspace"), "StopSearch": lambda e: e.stop,
        "Command": lambda e: e.command, "CommandScriptBlock": lambda e: e.block,
    },
    set={
        "StopSearch": lambda e, value: setattr(e, "stop", bool(value)), "Command": lambda e, value: setattr(e, "command", unwrap(value)),
        "CommandScriptBlock": _set_block,
    },
    signatures=(
        "string CommandName {get;}", f"{_P}CommandOrigin CommandOrigin {{get;}}", "bool StopSearch {get;set;}", f"{_P}CommandInfo Command {{get;set;}}",
        "scriptblock CommandScriptBlock {get;set;}",
    ),
)
class LocationChange:
    """LocationChangedEventArgs: the location that was left and the one entered."""

    net_name = _P + "LocationChangedEventArgs"

    def __init__(self, state: Any, old: Any, new: Any) -> None:
        self.state, self.old, self.new = state, old, new


declare(
    _P + "LocationChangedEventArgs", LocationChange,
    get={"NewPath": lambda e: e.new, "OldPath": lambda e: e.old, "SessionState": lambda e: state_object(e.state)}, base="System.EventArgs",
    signatures=(f"{_P}PathInfo NewPath {{get;}}", f"{_P}PathInfo OldPath {{get;}}", f"{_P}SessionState SessionState {{get;}}"),
)


def location_action(commands: CommandIntrinsics) -> Any:
    """The block that runs after each change of the location, or None."""
    return commands.state.session.services.get("location action")


def set_location_action(commands: CommandIntrinsics, block: Any) -> None:
    """Sets the block that runs after each change of the location; none with None."""
    from relayshell.objects.dotnet.results import call

    state, action = commands.state, unwrap(block)
    session = state.session
    session.services["location action"] = action
    session.places.moved = None if action is None else lambda old, new: call(action, state_object(state), LocationChange(state, old, new))


declare(
    _P + "CommandInvocationIntrinsics", CommandIntrinsics,
    get={"HasErrors": lambda c: not c.state.session.ok, **{name: _lookup_reader(name) for name in lookups.NAMES}, "LocationChangedAction": location_action},
    set={**{name: _lookup_writer(name) for name in lookups.NAMES}, "LocationChangedAction": set_location_action},
    methods={
        "ExpandString": _expand, "InvokeScript": _script, "GetCommand": _command, "GetCommands": _commands, "GetCommandName": _names,
        "GetCmdlet": _cmdlet, "GetCmdletByTypeName": _cmdlet_by_type, "GetCmdlets": _cmdlets, "NewScriptBlock": _new_block,
    },
)
