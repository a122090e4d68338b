"""Operators as generated code calls them: the objects' own rules, and what they need of the running frame ($OFS, $Matches)."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects import arithmetic, compare
from relayshell.objects.convert import to_bool
from relayshell.objects.enums import EnumValue
from relayshell.objects.exceptions import NetException
from relayshell.objects.nothing import AUTOMATION_NULL
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.runtime.support.output import plain

add = arithmetic.add
subtract = arithmetic.subtract
multiply = arithmetic.multiply
divide = arithmetic.divide
modulo = arithmetic.modulo

truth = to_bool


def same_text(left: str, right: str) -> bool:
    """-eq of two strings, any case."""
    return left == right or (len(left) == len(right) and left.lower() == right.lower())


def exact_text(left: str, right: str) -> bool:
    """-ceq of two strings."""
    return left == right


def stepped(value: Any, by: int) -> Any:
    """The value that ++ or -- gives a variable."""
    value = unwrap(plain(value))
    if value is None:
        return by
    if value.__class__ is bool or not is_number(value):
        from relayshell.objects.typeof import type_of

        sign = "++" if by > 0 else "--"
        raise ShellError(
            f"The '{sign}' operator works only on numbers. The operand is a '{type_of(value).full_name}'.",
            "OperatorRequiresNumber", "InvalidOperation", value,
        )
    return add(value, by)


def is_number(value: Any) -> bool:
    """Whether a value is a number (an enum's value is none)."""
    from decimal import Decimal

    from relayshell.objects.numbers import Char

    return isinstance(value, (int, float, Decimal)) and not isinstance(value, Char)


def number_before(value: Any) -> Any:
    """What `$x++` gives: the value before, 0 where there was none."""
    return 0 if value is None or value is AUTOMATION_NULL else value


def range_of(first: Any, last: Any) -> list[Any]:
    """`first..last`."""
    if first.__class__ is int and last.__class__ is int:
        return list(range(first, last + 1) if first <= last else range(first, last - 1, -1))
    from relayshell.objects.ranges import range_of as general_range

    return general_range(first, last)


def separator(frame: Any) -> str:
    """$OFS: what joins the elements of a collection in a string."""
    found = frame.scope.find("ofs")
    if found is None:
        return " "
    value = plain(found.value)
    return "" if value is None else to_text(value)


def text_in_string(frame: Any, value: Any) -> str:
    """A value within an expandable string."""
    kind = value.__class__
    if kind is float or kind is bool or value is None:
        return to_text(value)
    return to_text(value, separator(frame))


def join_operator(frame: Any, left: Any, right: Any) -> Any:
    """-join."""
    return compare.join(left, right, separator(frame))


def op_match(frame: Any, left: Any, right: Any, ignore_case: bool) -> Any:
    """-match, which sets $Matches."""
    found, groups = compare.match(left, right, ignore_case)
    if groups is not None:
        frame.scope.cell("matches", "Matches").value = groups
    return found


def op_notmatch(frame: Any, left: Any, right: Any, ignore_case: bool) -> Any:
    """-notmatch, which sets $Matches where the pattern does match."""
    found, groups = compare.notmatch(left, right, ignore_case)
    if groups is not None:
        frame.scope.cell("matches", "Matches").value = groups
    return found


def op_replace(frame: Any, left: Any, right: Any, ignore_case: bool, node: Any = None) -> Any:
    """-replace; what is wrong with its right side stands at the operator."""
    try:
        return compare.replace(left, right, ignore_case)
    except ShellError as error:
        if error.id == "BadReplaceArgument" and node is not None and error.span is None:
            error.span = node.error_position
        raise


def op_split(frame: Any, left: Any, right: Any, ignore_case: bool) -> Any:
    """-split."""
    return compare.split(left, right, ignore_case)


def as_type(value: Any, target: Any) -> Any:
    """-as."""
    return compare.as_(value, target)


def is_type(value: Any, target: Any) -> bool:
    """-is."""
    return bool(compare.is_(value, target))


def is_not_type(value: Any, target: Any) -> bool:
    """-isnot."""
    return not compare.is_(value, target)


def switch_equal(frame: Any, wanted: Any, item: Any, case_sensitive: bool) -> bool:
    """Whether a switch clause's value is the item."""
    if wanted.__class__ is str and item.__class__ is str:
        return wanted == item if case_sensitive else same_text(wanted, item)
    if item.__class__ is EnumValue:
        # An enum's value is meant by its name, not by its number.
        return to_bool(compare.eq(to_text(item), to_text(wanted), not case_sensitive))
    return to_bool(compare.eq(item, wanted, not case_sensitive))


def switch_wildcard(frame: Any, pattern: Any, item: Any, case_sensitive: bool) -> bool:
    """Whether the item's text is like a switch clause's pattern."""
    from relayshell.objects.wildcard import compile_wildcard

    return bool(compile_wildcard(to_text(pattern), not case_sensitive)(to_text(item)))


def switch_regex(frame: Any, pattern: Any, item: Any, case_sensitive: bool) -> bool:
    """Whether a switch clause's regular expression is found in the item's text; sets $Matches."""
    try:
        found, groups = compare.match(to_text(item), pattern, not case_sensitive)
    except NetException as error:
        message = f"The regular expression pattern {to_text(pattern)} is not valid."
        raise ShellError(message, "InvalidRegularExpression", "InvalidOperation", pattern, inner=error) from None
    if groups is not None:
        frame.scope.cell("matches", "Matches").value = groups
    return bool(found)


def switch_block(frame: Any, block: Any, item: Any) -> bool:
    """Whether a switch clause that is a script block says yes to the item."""
    from relayshell.runtime.calls import invoke_block

    found = invoke_block(block, (), underscore=item, caller=frame)
    return to_bool(found[0] if len(found) == 1 else found)
