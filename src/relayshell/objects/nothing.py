"""AUTOMATION_NULL: what a command that wrote nothing gives.

It is one value, treated as null everywhere, save that a pipeline fed with it gets nothing.
"""

from __future__ import annotations


class AutomationNull:
    """The class of the one value."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "AUTOMATION_NULL"

    def __bool__(self) -> bool:
        return False


AUTOMATION_NULL = AutomationNull()
