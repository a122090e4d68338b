"""What runspaces and their pipelines have in common: a state whose changes are an event."""

from __future__ import annotations

from typing import Any


class StateChange:
    """The arguments of the event: the state as it was then. `kind` names their type, `member` what gives the state, `info` its type."""

    def __init__(self, kind: str, member: str, info: str, state: str, reason: Any) -> None:
        self.kind, self.member, self.info, self.state, self.reason = kind, member, info, state, reason

    @property
    def net_type(self) -> Any:
        from relayshell.objects.nettype import get_type

        return get_type("System.Management.Automation." + self.kind)


class Stated:
    """Has a state. `EVENT` is the event's name, and CHANGE what its arguments are made with."""

    EVENT = ""
    CHANGE = ("", "", "")
    reason: Any = None
    _state = ""
    _listeners: Any = None

    @property
    def state(self) -> str:
        """The state by name."""
        return self._state

    @state.setter
    def state(self, value: str) -> None:
        changed, self._state = value != self._state, value
        if changed and self._listeners:
            for listener in list(self._listeners):
                listener(self, StateChange(*self.CHANGE, value, self.reason))

    def subscribe(self, name: str, handler: Any) -> Any:
        """Has a handler called when the state changes; gives what ends that, or None for other events."""
        if name.lower() != self.EVENT.lower():
            return None
        self._listeners = [*(self._listeners or ()), handler]

        def end() -> None:
            self._listeners = [each for each in self._listeners if each is not handler]

        return end
