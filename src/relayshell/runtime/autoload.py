"""Importing the module of a command that is not there yet, from the module path."""

from __future__ import annotations

from typing import Any


def load_for(session: Any, name: str) -> bool:
    """True when a module with such a command was found and imported."""

    cell = session.state.current.find("psmoduleautoloadingpreference")
    if cell is not None and cell.value is not None and str(getattr(cell.value, "name", cell.value)).lower() == "none":
        return False
    from relayshell.runtime.modulepath import module_with

    found = module_with(session, name)
    if found is None:
        return False
    from relayshell.runtime.modules import import_file

    import_file(session, found)
    return True
