"""Importing the module of a command that is not there yet, from the module path."""

from __future__ import annotations

from typing import Any


def load_for(session: Any, name: str) -> bool:
    """True when a module with such a command was found and imported."""

    cell = session.state.current.find("psmoduleautoloadingpreference")
    preference = "all" if cell is None or cell.value is None else str(getattr(cell.value, "name", cell.value)).lower()
    module, _, command = name.rpartition("\\")
    if preference == "none" or preference == "modulequalified" and not module:
        return False
    from relayshell.runtime.modulepath import find_on_path, module_with

    if module:
        plain = "/" not in module and "\\" not in module and module.lower() not in session.modules
        found = find_on_path(module) if plain and command else None
    else:
        found = module_with(session, name)
    if found is None:
        return False
    from relayshell.runtime.modules import import_file

    import_file(session, found)
    return True
