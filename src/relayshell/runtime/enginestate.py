"""Session states as objects: $ExecutionContext and what hangs on it. The data; what scripts see is in runtime.declared."""

from __future__ import annotations

from typing import Any

from relayshell.runtime.scope import Scope, Variable


def scoped(session: Any, scope: Scope, name: str) -> tuple[Scope | None, str]:
    """A name's scope prefix taken off: the scope it means (None: looked for upwards) and the bare name."""
    prefix, colon, rest = name.partition(":")
    if not colon:
        return None, name
    folded = prefix.lower()
    if folded == "global":
        return session.globals, rest
    if folded == "script":
        return scope.script, rest
    if folded in ("local", "private"):
        return scope, rest
    if folded == "variable":
        return None, rest
    return None, name


class EngineIntrinsics:
    """System.Management.Automation.EngineIntrinsics: $ExecutionContext, of one session state."""

    net_name = "System.Management.Automation.EngineIntrinsics"

    def __init__(self, session: Any, state: Any) -> None:
        self.session = session
        self.state = state


class StateObject:
    """System.Management.Automation.SessionState of the session or a module."""

    net_name = "System.Management.Automation.SessionState"

    def __init__(self, state: Any) -> None:
        self.state = state


class StateHandle:
    """SessionStateInternal: a session state as reflection hands it from one object to another."""

    net_name = "System.Management.Automation.SessionStateInternal"

    def __init__(self, state: Any) -> None:
        self.state = state


class VariableIntrinsics:
    """SessionState.PSVariable: the variables as seen from the scope running in the state."""

    net_name = "System.Management.Automation.PSVariableIntrinsics"

    def __init__(self, state: Any) -> None:
        self.state = state

    def find(self, name: str) -> Variable | None:
        """The variable, or None."""
        current = self.state.current
        scope, bare = scoped(self.state.session, current, name)
        if scope is None:
            return current.find(bare.lower())  # type: ignore[no-any-return]
        return scope.local(bare.lower())

    def set(self, name: str, value: Any) -> None:
        """Assign."""
        current = self.state.current
        scope, bare = scoped(self.state.session, current, name)
        (scope or current).set(bare.lower(), bare, value)

    def remove(self, name: str) -> None:
        """Remove."""
        current = self.state.current
        scope, bare = scoped(self.state.session, current, name)
        (scope or current).remove(bare.lower())


class CommandIntrinsics:
    """SessionState.InvokeCommand."""

    net_name = "System.Management.Automation.CommandInvocationIntrinsics"

    def __init__(self, state: Any) -> None:
        self.state = state


class PathIntrinsics:
    """SessionState.Path."""

    net_name = "System.Management.Automation.PathIntrinsics"

    def __init__(self, session: Any) -> None:
        self.session = session


class ProviderIntrinsics:
    """SessionState.InvokeProvider."""

    net_name = "System.Management.Automation.ProviderIntrinsics"

    def __init__(self, session: Any) -> None:
        self.session = session


class ProviderManagement:
    """SessionState.Provider."""

    net_name = "System.Management.Automation.CmdletProviderManagementIntrinsics"

    def __init__(self, session: Any) -> None:
        self.session = session


class DriveManagement:
    """SessionState.Drive."""

    net_name = "System.Management.Automation.DriveManagementIntrinsics"

    def __init__(self, session: Any) -> None:
        self.session = session
