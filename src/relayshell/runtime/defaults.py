"""$PSDefaultParameterValues and the aliases by which it may name a command."""

from __future__ import annotations

from typing import Any

from relayshell.objects.hashtable import Hashtable
from relayshell.objects.psobject import unwrap


def default_parameter_values(frame: Any) -> Hashtable | None:
    """The table, where there is one with something in it."""
    cell = frame.scope.find("psdefaultparametervalues")
    if cell is None:
        return None
    table = unwrap(cell.value)
    return table if isinstance(table, Hashtable) and len(table) else None


def aliases_of(frame: Any, name: str) -> list[str]:
    """The aliases that mean a command here."""
    folded = name.lower()
    found = []
    for scope in frame.scope.chain():
        for alias in (scope.aliases or {}).values():
            if alias.target.lower() == folded:
                found.append(alias.name)
    return found
