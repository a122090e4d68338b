"""Finds what `(computed)` stands for in a built-in view: a function of the object and the environment.

The functions are grouped by what they are about (computed_files, computed_session, computed_style); each
module has VALUES, by view and label, TREES, by custom view, and HEADERS, by view.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .environment import Environment

Function = Callable[[Any, Environment], Any]


def function(view: str, label: str) -> Function | None:
    """The function for a column or line of a view, or None."""
    if view.startswith("System.Management.Automation.PSStyle"):
        from .computed_style import value_of

        return value_of(view, label)
    from .computed_files import VALUES as files
    from .computed_session import VALUES as session

    return files.get((view, label)) or session.get((view, label))


def tree(view: str) -> Function:
    """The function that makes a custom view's tree; one that shows the text where nothing else is known."""
    from .computed_session import TREES

    return TREES.get(view, _text)


def group_header(view: str, value: str) -> Function | None:
    """The function that makes the header of a group, where it is more than a label."""
    from .computed_files import HEADERS as files

    return files.get((view, value))


def _text(value: Any, environment: Environment) -> list[Any]:
    from .values import text_of

    return [text_of(value)]
