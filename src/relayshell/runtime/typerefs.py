"""A type's name in the text, and the type once it was found."""

from __future__ import annotations

from typing import Any


class TypeReference:
    """A name that means a type; `found` is remembered where the name can mean nothing else."""

    __slots__ = ("name", "found")

    def __init__(self, name: Any) -> None:
        self.name = name
        self.found: Any = None
