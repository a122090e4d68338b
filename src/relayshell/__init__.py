"""relayshell: a management shell that speaks PowerShell and the cmdlets of the Exchange Management Shell.

`Session` is a runspace: commands, variables and streams. It is loaded when first asked for, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"
__all__ = ["Session", "__version__"]


def __getattr__(name: str) -> Any:
    if name == "Session":
        from relayshell.runtime.session import Session

        return Session
    raise AttributeError(f"module 'relayshell' has no attribute {name!r}")
