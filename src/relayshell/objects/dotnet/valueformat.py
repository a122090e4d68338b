"""IFormattable.ToString(format, provider) for every value that has formats: numbers, enums, dates, guids and the rest.

A class of this folder that can be formatted has a method `net_format(spec, culture)`; it says so here only by having it.
Values without formats are given to the caller's own text function.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Callable

from relayshell.objects.dotnet.faults import format_fault
from relayshell.objects.dotnet.numberformat import format_number
from relayshell.objects.enums import EnumValue, enum_text
from relayshell.objects.nettype import get_type
from relayshell.objects.psobject import ScriptInstance


def format_value(value: Any, spec: str = "", culture: Any = None, to_text: Callable[[Any], str] | None = None) -> str:
    """The text of a value in a format ('' is none) and culture (None is the current one). Raises FormatException."""
    kind = type(value)
    if kind is str:
        return value
    if value is None:
        return ""
    if kind is bool:
        return "True" if value else "False"
    if isinstance(value, (int, float, Decimal)):
        return format_number(value, spec, culture)
    if kind is EnumValue:
        return format_enum(value, spec)
    if isinstance(value, str):
        return str.__str__(value)
    formatter = getattr(kind, "net_format", None)
    if formatter is not None:
        return formatter(value, spec, culture)
    if kind is ScriptInstance and get_type("System.IFormattable") in value.type.ancestors:
        from relayshell.objects.members import call_method

        return str(call_method(value, "ToString", [spec, culture]))
    base = getattr(value, "base", None)
    if kind.__name__ == "PSObject" and base is not None:
        inner = format_value(base, spec, culture, None) if is_formattable(base) else None
        if inner is not None:
            return inner
    if to_text is not None:
        return to_text(value)
    from relayshell.objects.text import to_text as plain_text
    return plain_text(value)


def is_formattable(value: Any) -> bool:
    """Whether the value has formats of its own."""
    return isinstance(value, (int, float, str, Decimal, EnumValue)) or hasattr(type(value), "net_format")


def format_enum(value: EnumValue, spec: str) -> str:
    """An enum value in G, D, X or F. Raises FormatException."""
    letter = spec.upper() or "G"
    if letter == "G":
        return enum_text(value.type, value.value)
    if letter == "F":
        return enum_text_as_flags(value)
    if letter == "D":
        return str(value.value)
    if letter == "X":
        bits = {"byte": 8, "sbyte": 8, "short": 16, "ushort": 16, "long": 64, "ulong": 64}.get(value.type.underlying, 32)
        return format(value.value & ((1 << bits) - 1), f"0{bits // 4}X")
    raise format_fault("Format string can be only \"G\", \"g\", \"X\", \"x\", \"F\", \"f\", \"D\" or \"d\".")


def enum_text_as_flags(value: EnumValue) -> str:
    """The names whose bits make the value, whether or not the enum is marked as flags."""
    number = value.value
    names = value.type.enum_names
    if number in names or number == 0:
        return names.get(number, str(number))
    rest, chosen = number, []
    for bit, name in sorted(names.items(), reverse=True):
        if bit and rest & bit == bit:
            chosen.append(name)
            rest &= ~bit
    return ", ".join(reversed(chosen)) if rest == 0 else str(number)
