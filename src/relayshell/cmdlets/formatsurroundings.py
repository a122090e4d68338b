"""What formatting is told of a session: its views, $PSStyle, $FormatEnumerationLimit, $ErrorView, widths."""

from __future__ import annotations

from typing import Any

from relayshell.views.environment import Environment


def environment_of(session: Any) -> Environment:
    """The session's Environment, its variables read anew. One is made for each session and kept there."""
    if session is None:
        return Environment()
    environment: Environment | None = getattr(session, "format_environment", None)
    if environment is None:
        environment = _make(session)
        session.format_environment = environment
    environment.enumeration_limit = _limit(session)
    environment.error_view = _error_view(session)
    environment.window_width = host_width(session)
    return environment


def _make(session: Any) -> Environment:
    host = getattr(session, "host", None)
    style = getattr(session, "ps_style", None)
    return Environment(
        style=style,
        script=lambda text: session.make_block(text),
        note_error=lambda error: session.note_error(error),
        terminal=bool(getattr(host, "supports_colour", False)),
        location=lambda: _location(session),
    )


def _location(session: Any) -> str:
    places = getattr(session, "places", None)
    return str(places.location()) if places is not None else ""


def _limit(session: Any) -> int:
    value = session.get_variable("FormatEnumerationLimit")
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else 4


def _error_view(session: Any) -> str:
    value = session.get_variable("ErrorView")
    if value is None:
        return "ConciseView"
    text = value if isinstance(value, str) else getattr(value, "name", "ConciseView")
    for name in ("ConciseView", "NormalView", "CategoryView", "DetailedView"):
        if name.lower() == str(text).lower():
            return name
    return "NormalView"


def host_width(session: Any) -> int:
    """The columns of the host's window."""
    host = getattr(session, "host", None)
    return int(getattr(host, "width", 0) or 120)
