"""Values of .NET enums: one number with the names it stands for."""

from __future__ import annotations

from typing import Iterator

from .nettype import NetType, get_type


class EnumValue:
    """A value of an enum. Equal to another of the same type and number."""

    __slots__ = ("type", "value")

    def __init__(self, type: NetType, value: int) -> None:
        self.type = type
        self.value = value

    def __eq__(self, other: object) -> bool:
        return other.__class__ is EnumValue and other.type is self.type and other.value == self.value  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash((self.type.text, self.value))

    def __int__(self) -> int:
        return self.value

    def __repr__(self) -> str:
        return f"{self.type.name}.{self.name}"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name, names joined by comma for flags, or the number where no name fits."""
        return enum_text(self.type, self.value)


def enum_text(type: NetType, value: int) -> str:
    """What ToString gives: a name, "A, B" for flags, or the number."""
    exact = type.enum_names.get(value)
    if exact is not None:
        return exact
    if type.is_flags and value != 0:
        parts = list(_flag_names(type, value))
        if parts:
            return ", ".join(parts)
    return str(value)


def _flag_names(type: NetType, value: int) -> Iterator[str]:
    """Names that together make the value, lowest first; nothing when they cannot."""
    rest = value
    chosen = []
    for number, name in sorted(type.enum_names.items(), reverse=True):
        if number != 0 and number & rest == number and number & value == number:
            chosen.append(name)
            rest &= ~number
    if rest == 0:
        yield from reversed(chosen)


def enum_member(type_name: str, name: str) -> EnumValue:
    """A value by names that this program wrote; raises KeyError when there is none."""
    found = get_type(type_name)
    return EnumValue(found, found.enum_values[name])
