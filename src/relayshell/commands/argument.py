"""One argument as it was written: a name, a value, or both."""

from __future__ import annotations

from typing import Any

NO_VALUE = object()


class Argument:
    """What the runtime hands to a Binder for each element after the command's name.

    name         the parameter's name without its dash, or None for a value alone
    value        the value, or NO_VALUE for a name alone
    extent       where the value stands in the text
    name_extent  where the name stands
    text         the name as written, with its dash and colon: what an unknown name is when it turns out to be a value
    splatted     came from a splatted hashtable, so that a name written out wins over it
    """

    __slots__ = ("name", "value", "extent", "name_extent", "text", "splatted")

    def __init__(
        self,
        name: str | None = None,
        value: Any = NO_VALUE,
        extent: Any = None,
        name_extent: Any = None,
        text: str | None = None,
        splatted: bool = False,
    ) -> None:
        self.name = name
        self.value = value
        self.extent = extent
        self.name_extent = name_extent
        self.text = text if text is not None else (f"-{name}" if name is not None else None)
        self.splatted = splatted

    @property
    def has_value(self) -> bool:
        """Whether there is a value."""
        return self.value is not NO_VALUE

    @property
    def error_extent(self) -> Any:
        """What an error about its value points at."""
        return self.extent if self.extent is not None else self.name_extent

    def __repr__(self) -> str:
        value = "" if self.value is NO_VALUE else repr(self.value)
        return f"Argument({self.text or ''} {value})"
