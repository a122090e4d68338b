"""Dynamic parameters of script functions: what a dynamicparam block puts out, as Parameters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from relayshell.commands.signature import Parameter


def dynamic_parameters(frame: Any, binder: Any) -> Iterable[Parameter]:
    """Run the block in the function's own scope; the parameters of the dictionaries it puts out."""
    from relayshell.commands.runtimeparameters import parameters_of

    body = frame.block.function("dynamic")
    if body is None:
        return ()
    out: list[Any] = []
    frame.binder = binder
    from relayshell.runtime.binding import prefill

    prefill(frame, binder)
    body(frame, out.append)
    found: list[Parameter] = []
    for each in out:
        found.extend(parameters_of(each))
    return found
