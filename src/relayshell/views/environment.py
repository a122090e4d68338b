"""What formatting needs of a session, handed in: views, style, limits, and a way to run script text.

The floors above fill it; tests and tools take the defaults.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .style import PSStyle


class Environment:
    """The surroundings of one act of formatting.

    database           views by type
    style              $PSStyle
    enumeration_limit  how many elements a value in braces shows; below zero all ($FormatEnumerationLimit)
    error_view         $ErrorView
    script             makes a script block of text, for views read from files
    note_error         takes each error that a view's or column's script raised ($Error)
    """

    __slots__ = (
        "database", "style", "enumeration_limit", "error_view", "script", "note_error", "window_width", "terminal", "location", "refresh",
    )

    def __init__(
        self,
        database: Any = None,
        style: PSStyle | None = None,
        enumeration_limit: int = 4,
        error_view: str = "ConciseView",
        script: Callable[[str], Any] | None = None,
        note_error: Callable[[Any], None] | None = None,
        window_width: int = 120,
        terminal: bool = False,
        location: Callable[[], str] | None = None,
        refresh: Callable[[], Any] | None = None,
    ) -> None:
        if database is None:
            from .database import Database

            database = Database()
        self.database = database
        self.style = style or PSStyle()
        self.enumeration_limit = enumeration_limit
        self.error_view = error_view
        self.script = script or _no_script
        self.note_error = note_error or _ignore
        self.window_width = window_width
        """The host's width, which error messages in a frame wrap to."""
        self.terminal = terminal
        """Whether the output is a terminal that takes escape sequences."""
        self.location = location or str
        """Gives the current folder, for views that show paths from there."""
        self.refresh = refresh or _nothing
        """Reads the session's variables anew; called where a document begins and where an error is shown."""


def _no_script(text: str) -> Any:
    raise ValueError(f"a view needs to run a script, and nothing here runs scripts: {text[:80]}")


def _nothing() -> None:
    return None


def _ignore(error: Any) -> None:
    return None
