"""$PSCmdlet as scripts see it."""

from __future__ import annotations

from typing import Any

from relayshell.commands.shared import COMMON, WHAT_IF
from relayshell.commands.signature import Parameter
from relayshell.objects.declare import declare
from relayshell.objects.enums import enum_member
from relayshell.objects.psobject import Reference, unwrap
from relayshell.runtime.declared.engine import events_manager, state_object
from relayshell.runtime.enginestate import CommandIntrinsics, PathIntrinsics, ProviderIntrinsics
from relayshell.runtime.paging import Paging
from relayshell.runtime.pscmdlet import PSCmdlet

_P = "System.Management.Automation."
TRANSACTION = Parameter("UseTransaction", "switch")
"""A parameter that Windows PowerShell had, and whose name is still listed."""


def _throw(cmdlet: PSCmdlet, record: Any) -> None:
    raise cmdlet.terminating(record)


_throw.passes_errors = True  # type: ignore[attr-defined]


def _passing(method: Any) -> Any:
    """A method whose errors are those of the pipeline, not of the method."""
    def call(cmdlet: PSCmdlet, *args: Any) -> Any:
        return method(cmdlet, *("" if each is None and index == 0 and method is not PSCmdlet.write_object else each for index, each in enumerate(args)))

    call.passes_errors = True  # type: ignore[attr-defined]
    return call


def _should_process(cmdlet: PSCmdlet, *args: Any) -> bool:
    goes_on = cmdlet.should_process(*args[:3])
    if len(args) == 4 and isinstance(unwrap(args[3]), Reference):
        unwrap(args[3]).value = enum_member(_P + "ShouldProcessReason", "WhatIf" if not goes_on and cmdlet.is_trial() else "None")
    return goes_on


def _unresolved(cmdlet: PSCmdlet, path: str) -> Any:
    from relayshell.objects.calls import call_method

    return call_method(PathIntrinsics(cmdlet.session), "GetUnresolvedProviderPathFromPSPath", [path])


def _resolved(cmdlet: PSCmdlet, path: str, provider: Any = None) -> Any:
    from relayshell.objects.calls import call_method

    return call_method(PathIntrinsics(cmdlet.session), "GetResolvedProviderPathFromPSPath", [path, provider])


def _progress(cmdlet: PSCmdlet, record: Any) -> None:
    cmdlet.session.streams.progress(record)


def _names(*shared: Any) -> Any:
    """The names of parameters that every cmdlet has, as a set."""
    from relayshell.objects.dotnet.sets import NetSet
    from relayshell.objects.nettype import close_generic, get_type
    from relayshell.objects.statics import get_static

    comparer = get_static(get_type("System.StringComparer"), "OrdinalIgnoreCase")
    made = NetSet(close_generic(get_type("System.Collections.Generic.HashSet`1"), (get_type("System.String"),)), comparer)
    for each in shared:
        made.items[made.fold(each.name)] = each.name
    return made


declare(_P + "Cmdlet", static_get={"CommonParameters": lambda: _names(*COMMON), "OptionalCommonParameters": lambda: _names(*WHAT_IF, TRANSACTION)})
declare(
    _P + "PSScriptCmdlet", PSCmdlet,
    get={
        "ParameterSetName": lambda c: c.parameter_set, "MyInvocation": lambda c: c.own.get_invocation(),
        "SessionState": lambda c: state_object(c.state), "InvokeCommand": lambda c: CommandIntrinsics(c.state),
        "InvokeProvider": lambda c: ProviderIntrinsics(c.session), "Host": lambda c: c.session.globals.local("host").value,
        "PagingParameters": lambda c: c.paging, "Stopping": lambda c: False, "CommandRuntime": lambda c: c, "Events": lambda c: events_manager(c.session),
        "CommandOrigin": lambda c: enum_member(_P + "CommandOrigin", c.own.get_invocation().command_origin),
    },
    methods={
        "ShouldProcess": _should_process, "ShouldContinue": lambda c, *args: c.should_continue(*args), "WriteError": _passing(PSCmdlet.write_error),
        "WriteObject": _passing(PSCmdlet.write_object), "WriteVerbose": _passing(PSCmdlet.write_verbose),
        "WriteWarning": _passing(PSCmdlet.write_warning), "WriteDebug": _passing(PSCmdlet.write_debug),
        "WriteInformation": _passing(PSCmdlet.write_information), "WriteProgress": _progress, "WriteCommandDetail": lambda c, text: None,
        "ThrowTerminatingError": _throw, "GetVariableValue": lambda c, *args: c.get_variable_value(*args),
        "GetUnresolvedProviderPathFromPSPath": _unresolved, "GetResolvedProviderPathFromPSPath": _resolved,
        "GetDynamicParameters": lambda c: None, "Dispose": lambda c: None,
        "CurrentProviderLocation": lambda c, name: c.session.places.location(),
    },
)
declare(
    _P + "PagingParameters", Paging,
    get={"First": lambda p: p.first, "Skip": lambda p: p.skip, "IncludeTotalCount": lambda p: p.include_total_count},
    methods={"NewTotalCount": lambda p, count, accuracy: count},
    signatures=(
        "ulong First {get;}", "ulong Skip {get;}", "switch IncludeTotalCount {get;}", "psobject NewTotalCount(ulong totalCount, double accuracy)",
    ),
)
