"""The session that runs now in this thread, for static members that belong to none ([scriptblock]::Create)."""

from __future__ import annotations

import threading
from typing import Any

_local = threading.local()


def current_session() -> Any:
    """The running session; one made for the purpose where none runs."""
    found = getattr(_local, "session", None)
    if found is None:
        from relayshell.runtime.session import Session

        found = _local.session = Session()
    return found


def make_current(session: Any) -> Any:
    """Make a session the running one; returns the one before."""
    before = getattr(_local, "session", None)
    _local.session = session
    return before


def running_types() -> Any:
    """A function of a name that finds the classes of the script running now; None where it has none."""
    session = getattr(_local, "session", None)
    if session is None or not session.has_script_types:
        return None
    frame = session.frame
    return lambda name: frame.state.find_script_type(name, frame)
