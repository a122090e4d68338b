"""Computed values of the views of $PSStyle: each sequence in its own style, spelt out."""

from __future__ import annotations

from typing import Any

from .access import read
from .environment import Environment
from .style import RESET, shown

_EXTENSION = "Extension"


def value_of(view: str, label: str) -> Any:
    """The function for a line: the property its label names, step by step from the object."""
    names = label.split(".")

    def function(value: Any, environment: Environment) -> Any:
        for name in names:
            value = read(value, name, None)
        if names[-1] == _EXTENSION:
            return "\n".join(f"{sequence}{end}{RESET}" for end, sequence in value.style.extensions.items())
        return shown(value) if isinstance(value, str) else value

    return function
