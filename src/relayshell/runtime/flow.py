"""How control leaves a block other than by its end: break, continue, return, exit, and stopping.

These are no errors: they pass every `catch`, run every `finally`, and each is caught by what it is meant for.
"""

from __future__ import annotations

from typing import Any


class FlowSignal(BaseException):
    """The root of all these; never shown to a user."""


class BreakSignal(FlowSignal):
    """`break`, on its way to the loop or switch it names; `label` is folded, or None for the nearest."""

    def __init__(self, label: str | None = None) -> None:
        super().__init__(label)
        self.label = label


class ContinueSignal(FlowSignal):
    """`continue`, likewise."""

    def __init__(self, label: str | None = None) -> None:
        super().__init__(label)
        self.label = label


class ReturnSignal(FlowSignal):
    """`return` from inside a nested piece of a block; `frame` is the activation that ends, `value` a method's result."""

    def __init__(self, frame: Any, value: Any = None) -> None:
        super().__init__()
        self.frame = frame
        self.value = value


class ExitSignal(FlowSignal):
    """`exit` with its code, which ends the script file, or the session."""

    def __init__(self, code: int = 0) -> None:
        super().__init__(code)
        self.code = code


class StopSignal(FlowSignal):
    """The user wants the running text stopped (Ctrl+C)."""


def label_matches(wanted: str | None, label: str | None) -> bool:
    """Whether a signal for the label `wanted` is meant for a loop with this label; both folded."""
    return wanted is None or wanted == "" or wanted == label
