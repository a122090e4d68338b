"""Conversion to enums: names, unambiguous beginnings of names, numbers, and lists of them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from .casterror import CastError, caused_error, final_error
from .enums import EnumValue
from .exceptions import NetException, argument_exception
from .nettype import NetType

_NUMBER = re.compile(r"[+-]?[0-9]+\Z")
_STRICT_NAMES = {"System.Management.Automation.PSMemberTypes", "System.Management.Automation.PSMemberViewTypes"}


def names_in_order(target: NetType) -> list[str]:
    """The names as Enum.GetNames lists them: by number, unsigned."""
    pairs = sorted(target.enum_values.items(), key=lambda pair: pair[1] & 0xFFFFFFFFFFFFFFFF)
    return [name for name, _ in pairs]


def _undefined(value: Any, target: NetType, id: str = "UndefinedIntegerToEnum") -> CastError:
    from .casterror import plain_text

    return CastError(
        f'Cannot convert value "{plain_text(value)}" to type "{target.text}" due to enumeration values that are not valid. Specify one '
        f'of the following enumeration values and try again. The possible enumeration values are "{",".join(names_in_order(target))}".',
        id,
    )


def is_defined(target: NetType, number: int) -> bool:
    """Whether a number is a value of the enum, or a union of flags of it."""
    if number in target.enum_names:
        return True
    if not target.is_flags:
        return False
    mask = 0
    for value in target.enum_names:
        mask |= value
    return number & ~mask == 0


def find_name(target: NetType, name: str) -> int:
    """The number of a name or of a beginning that fits one name alone; raises NetException."""
    values = target.enum_values
    folded = name.lower()
    for key, number in values.items():
        if key.lower() == folded:
            return number
    names = names_in_order(target)
    fits = [key for key in names if key.lower().startswith(folded)]
    if len(fits) == 1:
        return values[fits[0]]
    if not fits:
        raise NetException(
            "System.Management.Automation.RuntimeException",
            f"Unable to match the identifier name {name} to a valid enumerator name. Specify one of the following enumerator names and "
            f"try again:\n{', '.join(names)}",
        )
    raise NetException(
        "System.Management.Automation.RuntimeException",
        f"The identifier name {name} cannot be processed because it is either too similar or identical to the following enumerator "
        f"names: {', '.join(fits)}. Use a more specific identifier name.",
    )


def parse_exact(target: NetType, text: str, ignore_case: bool = True) -> int | None:
    """Enum.Parse's reading: names in full or numbers, joined by commas; None when one is not there."""
    number = 0
    values = {key.lower(): v for key, v in target.enum_values.items()} if ignore_case else target.enum_values
    for piece in text.split(","):
        piece = piece.strip()
        if _NUMBER.match(piece):
            number |= int(piece)
            continue
        found = values.get(piece.lower() if ignore_case else piece)
        if found is None:
            return None
        number |= found
    return number


def enum_parse(target: NetType, text: str, ignore_case: bool = False) -> EnumValue:
    """[Enum]::Parse: raises NetException."""
    if not text.strip():
        raise argument_exception("Must specify valid information for parsing in the string.", "value")
    number = parse_exact(target, text, ignore_case)
    if number is None:
        raise argument_exception(f"Requested value '{text}' was not found.")
    return EnumValue(target, number)


def string_to_enum(text: str, target: NetType) -> EnumValue:
    """PowerShell's reading of a name; raises CastError."""
    number = parse_exact(target, text) if text.strip() else None
    if number is not None:
        if not is_defined(target, number):
            raise _undefined(text, target, "EnumParseUndefined")
        return EnumValue(target, number)
    if target.text in _STRICT_NAMES:
        inner = _undefined(text, target)
        raise caused_error(text, target, "InvalidCastFromStringToEnum", inner)
    try:
        return EnumValue(target, find_name(target, text))
    except NetException as error:
        raise caused_error(text, target, "SubstringDisambiguationEnumParseThrewAnException", error) from None


def to_enum(value: Any, target: NetType) -> EnumValue:
    """Any value as an enum; raises CastError."""
    from .collections import enumerate_value
    from .text import to_text

    kind = value.__class__
    if isinstance(value, str):
        return string_to_enum(str(value), target)
    if kind is bool or isinstance(value, (float, Decimal)):
        from .typeof import type_of

        cause = NetException("System.InvalidCastException", f"Invalid cast from '{type_of(value).text}' to '{target.text}'.")
        raise caused_error(value, target, "InvalidCastIConvertible", cause)
    if isinstance(value, int) or kind is EnumValue:
        number = int(value)
        if not is_defined(target, number):
            raise _undefined(value, target)
        return EnumValue(target, number)
    items = enumerate_value(value)
    if items is not None:
        return string_to_enum(",".join(to_text(item) for item in items), target)
    raise final_error(value, target)
