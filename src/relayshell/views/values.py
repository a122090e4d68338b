"""How a value reads in a cell, a list or a header: the current culture's text, many in braces."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.collections import enumerate_value
from relayshell.objects.exceptions import NetException
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.numbers import Single
from relayshell.objects.psobject import AUTOMATION_NULL, PSCustomObject, PSObject, unwrap

from .access import current_text, dictionary_entries, display_name, format_with, has_own_text
from .cells import ELLIPSIS
from .environment import Environment

FAILURES = (ShellError, NetException)
"""What reading a property or running a view's script may raise."""


def elements_of(value: Any) -> Any:
    """An iterator over what formatting takes apart, dictionaries included; None for one thing."""
    kind = value.__class__
    if kind is PSCustomObject or kind is str or kind is int:
        return None
    base = unwrap(value)
    if isinstance(base, Hashtable):
        return base.entries()
    found = enumerate_value(base)
    if found is None and base is not None:
        return dictionary_entries(base)
    return found


def text_of(value: Any) -> str:
    """The text of one value in the current culture, as .NET's ToString() gives it."""
    kind = value.__class__
    if kind is str:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return str(value)
    if kind is bool:
        return "True" if value else "False"
    if value is None or value is AUTOMATION_NULL:
        return ""
    return current_text(value)


def cell(value: Any, environment: Environment, in_table: bool = False) -> str:
    """The text of a value in a cell. In a table made of properties, fractions get three decimals."""
    kind = value.__class__
    if kind is str:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return str(value)
    if kind is bool:
        return "True" if value else "False"
    if value is None or value is AUTOMATION_NULL:
        return ""
    try:
        elements = elements_of(value)
        if elements is not None:
            return braces(elements, environment)
        if in_table:
            base = unwrap(value)
            if isinstance(base, (float, Decimal)):
                return three_decimals(base)
        return text_of(value)
    except FAILURES:
        return ""


def braces(elements: Any, environment: Environment) -> str:
    """`{1, 2, 3, 4…}`: as many elements as the limit allows."""
    limit = environment.enumeration_limit
    parts: list[str] = []
    more = ""
    for element in elements:
        if limit >= 0 and len(parts) == limit:
            more = ELLIPSIS
            break
        parts.append(element_text(element))
    return "{" + ", ".join(parts) + more + "}"


def element_text(element: Any) -> str:
    """The text of an element within braces: what best names it."""
    if element is None:
        return "$null"
    kind = element.__class__
    if kind is str:
        return element  # type: ignore[no-any-return]
    if kind is int or kind is bool or kind is float or kind is PSCustomObject or kind is PSObject:
        return text_of(element)
    if not has_own_text(element):
        found = display_name(element)
        if found is not None:
            return text_of(found)
    return text_of(element)


def three_decimals(value: Any) -> str:
    """A fraction with three decimals, halves rounded away from zero; NaN and infinities by name."""
    if isinstance(value, Decimal):
        return f"{value.quantize(Decimal('0.001'), rounding=ROUND_HALF_UP):f}" if value.is_finite() else str(value)
    if isinstance(value, Single):
        from relayshell.objects.dotnet.valueformat import format_value

        return format_value(value, "F3")  # type: ignore[no-any-return]
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "\u221e" if value > 0 else "-\u221e"
    if abs(value) < 1e12 and (value * 2000.0) % 2.0 == 1.0:
        return f"{Decimal(value).quantize(Decimal('0.001'), rounding=ROUND_HALF_UP):f}"
    return f"{value:.3f}"


def formatted(value: Any, format: str | None, environment: Environment, in_table: bool = False, strict: bool = False) -> str:
    """A value by a FormatString, or as cell() when there is none or it does not fit the value.

    strict lets a FormatString that fails raise, for -DisplayError.
    """
    if not format:
        return cell(value, environment, in_table)
    try:
        if "{0" in format or "}" in format:
            from relayshell.objects.dotnet.composite import composite

            return composite(format, [value])  # type: ignore[no-any-return]
        return format_with(value, format)
    except FAILURES:
        if strict:
            raise
        return cell(value, environment, in_table)
