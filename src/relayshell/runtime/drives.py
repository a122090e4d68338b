"""The drives of a session: files, environment, and the session's own variables, functions and aliases."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def new_places(session: Any) -> Any:
    """The places of a session, its own providers among them where the floor above has them."""
    from relayshell.providers.environment import Environment
    from relayshell.providers.filesystem import FileSystem
    from relayshell.providers.places import Places

    providers: list[Any] = [FileSystem(), Environment()]
    try:
        more = import_module("relayshell.providers.sessiondrives")
    except ModuleNotFoundError:
        more = None
    if more is not None:
        providers.extend(more.providers_of(session))
    places = Places(providers, session.start_folder)
    places.alive = lambda scope: runs(session, scope)
    return places


def runs(session: Any, scope: Any) -> bool:
    """Whether a scope has not ended: it is one of those that are open now."""
    states = [session.state, *(module.state for module in session.modules.values() if module.state is not None)]
    return any(each is scope for state in states for each in state.current.chain())
