"""Choice and Choices: named options, one or several, under the names the field gives them.

Names are read in any case and by any beginning that fits one alone, as PowerShell reads enum values; several are printed in
bit order, whatever order they were given in.
"""

from enum import Enum, Flag
from typing import Any, Self

from relayengine.values.problem import BadValue, quoted


def _shown(name: str) -> str:
    return "None" if name == "NONE" else name


def _one(kind: type[Enum], text: str) -> Any:
    wanted = text.strip().lower()
    members = kind.__members__
    for name, member in members.items():
        if _shown(name).lower() == wanted:
            return member
    fits = {member for name, member in members.items() if wanted and _shown(name).lower().startswith(wanted)}
    if len(fits) == 1:
        return fits.pop()
    names = ", ".join(_shown(name) for name in members)
    raise BadValue(f"{quoted(text)} is not one of {names}")


class Choice(Enum):
    """One of some named options."""

    @classmethod
    def parse(cls, text: object) -> Self:
        """Reads a name."""
        return text if isinstance(text, cls) else _one(cls, str(text))

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names as they are shown, in order."""
        return tuple(_shown(name) for name in cls.__members__)

    def __str__(self) -> str:
        return _shown(self.name)


class Choices(Flag):
    """Any number of named options at once."""

    @classmethod
    def parse(cls, text: object) -> Self:
        """Reads names joined by commas, or a list of names; a bare number is the bits."""
        if isinstance(text, cls):
            return text
        if isinstance(text, int) and not isinstance(text, bool):
            try:
                return cls(text)
            except ValueError:
                raise BadValue(f"{quoted(text)} is no combination of {', '.join(cls.names())}") from None
        parts = [str(t) for t in text] if isinstance(text, (list, tuple)) else [str(text)]
        value = cls(0)
        for part in parts:
            for name in part.split(","):
                value |= _one(cls, name)
        return value

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names as they are shown, in bit order."""
        return tuple(_shown(name) for name in cls.__members__)

    def __str__(self) -> str:
        for name, member in type(self).__members__.items():
            if member.value == self.value:
                return _shown(name)
        if not self.value:
            return "None"
        return ", ".join(_shown(member.name or "") for member in self)
