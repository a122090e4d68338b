"""States of commands, pipelines and runspaces: a state's name and what led to it."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.declare import declare
from relayshell.objects.enums import enum_member
from relayshell.objects.nettype import get_type
from relayshell.runtime.faults import make_record
from relayshell.runtime.statechanges import StateChange

_P = "System.Management.Automation."


class StateInfo:
    """PSInvocationStateInfo, PipelineStateInfo, RunspaceStateInfo: a state, and the exception that led to it."""

    def __init__(self, kind: str, state: str, reason: Any = None) -> None:
        self.net_name = _P + kind
        self.state = state
        self.reason = make_record(reason).exception if isinstance(reason, ShellError) else reason

    @property
    def net_type(self) -> Any:
        return get_type(self.net_name)


_STATES = {
    "PSInvocationStateInfo": "PSInvocationState", "Runspaces.PipelineStateInfo": "Runspaces.PipelineState",
    "Runspaces.RunspaceStateInfo": "Runspaces.RunspaceState", "RunspacePoolStateInfo": "Runspaces.RunspacePoolState",
}


def _state(info: StateInfo) -> Any:
    return enum_member(_P + _STATES[info.net_name.removeprefix(_P)], info.state)


for _kind, _enum in _STATES.items():
    declare(
        _P + _kind, StateInfo, dynamic=True, get={"State": _state, "Reason": lambda i: i.reason},
        signatures=(f"{_P}{_enum} State {{get;}}", "System.Exception Reason {get;}"), to_text=lambda i: i.state,
    )


for _kind, _member, _info in (
    ("PSInvocationStateChangedEventArgs", "InvocationStateInfo", "PSInvocationStateInfo"),
    ("Runspaces.RunspaceStateEventArgs", "RunspaceStateInfo", "Runspaces.RunspaceStateInfo"),
):
    declare(
        _P + _kind, StateChange, dynamic=True, get={_member: lambda change: StateInfo(change.info, change.state, change.reason)},
        signatures=(f"{_P}{_info} {_member} {{get;}}",),
    )
