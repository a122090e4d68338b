"""Working something out in a session without leaving a trace: no output, no errors kept, $? as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Answer = TypeVar("Answer")


def quietly(session: Any, action: Callable[[], Answer]) -> Answer:
    """Runs an action with the session current; what it wrote to any stream is dropped, its errors are forgotten."""
    from relayshell.objects import typedata
    from relayshell.runtime.current import make_current

    errors = list(session.errors)
    ok, exit_code = session.ok, session.exit_code
    streams = session.streams
    before = make_current(session)
    types = typedata.use(session.type_table)
    session.streams = session.new_streams(_drop)
    for name in ("warning", "verbose", "debug", "information", "progress", "host"):
        if hasattr(session.streams, name):
            setattr(session.streams, name, _drop)
    try:
        return action()
    finally:
        typedata.use(types)
        make_current(before)
        session.streams = streams
        session.errors[:] = errors
        session.ok, session.exit_code = ok, exit_code


def _drop(value: Any) -> None:
    """Forgets it."""


def safe_value(node: Any, session: Any) -> tuple[Any] | None:
    """The value of an expression that can do no harm, as a tuple of one; None where it might, or has none."""
    from relayshell.completion.harmless import harmless

    if not harmless(node):
        return None
    from relayshell.runtime.attributes import evaluate

    try:
        return (evaluate(node, session.frame),)
    except Exception:  # noqa: BLE001 - what cannot be worked out has no value
        return None
