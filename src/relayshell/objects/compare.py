"""-eq and its kin, -like, -contains, -in, -is and -as: what is asked of two values.

Most operators, given a collection on the left, give the elements that pass. The right operand is made into
the type of the left one. Each takes (left, right, ignore_case).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Callable

from ..errors import ShellError
from .casterror import CastError
from .collation import compare_text, equal_text
from .convert import convert, try_convert
from .equality import net_compare, net_equals
from .exceptions import NetException
from .nettype import NetType, get_type
from .nothing import AutomationNull
from .numbers import Char, Single
from .operands import NUMBERS, SCALARS, many, plain
from .psobject import PSCustomObject, PSObject, ScriptInstance, SwitchParameter
from .text import to_text
from .textoperators import join, match, notmatch, replace, split, unary_split
from .typeof import type_of
from .wildcard import WildcardPattern, compile_wildcard


def equal(left: Any, right: Any, ignore_case: bool = True) -> bool:
    """Whether two single values are equal in PowerShell's eyes."""
    kind = left.__class__
    if kind is right.__class__:
        if kind is int:
            return bool(left == right)
        if kind is str:
            return left == right or equal_text(left, right, ignore_case)
    left, right = plain(left), plain(right)
    if left is None or right is None:
        return left is None and right is None
    kind = left.__class__
    if kind is str:
        return equal_text(left, right if right.__class__ is str else to_text(right), ignore_case)
    if kind in NUMBERS and right.__class__ in NUMBERS:
        return number_order(left, right) == 0
    if kind is bool or right.__class__ is not bool and kind is SwitchParameter:
        return bool(left) == convert(right, get_type("System.Boolean"))
    if kind is Char:
        return _equal_char(left, right, ignore_case)
    if kind is ScriptInstance:
        return _equal_instances(left, right)
    if net_equals(left, right):
        return True
    if kind is PSCustomObject:
        return False
    target = type_of(left)
    if right.__class__ is kind and type_of(right) is target:
        return False
    done, converted = try_convert(right, target)
    if not done or converted is None:
        return False
    if kind in NUMBERS:
        return number_order(left, converted) == 0
    return net_equals(left, converted)


def _equal_char(left: Char, right: Any, ignore_case: bool) -> bool:
    if right.__class__ in NUMBERS:
        return ord(left) == right
    done, converted = try_convert(right, get_type("System.Char"))
    return done and equal_text(str(left), str(converted), ignore_case)


def _equal_instances(left: ScriptInstance, right: Any) -> bool:
    if left is right:
        return True
    from .calls import call_method

    try:
        return bool(call_method(left, "Equals", [right]))
    except ShellError:
        return False


def number_order(left: Any, right: Any) -> int:
    """The order of two numbers of any types; 2 where there is none (NaN)."""
    if left.__class__ is Decimal and isinstance(right, float):
        left = float(left)
    elif right.__class__ is Decimal and isinstance(left, float):
        right = float(right)
    if left.__class__ is Single and right.__class__ is not Single or right.__class__ is Single and left.__class__ is not Single:
        left, right = float(left), float(right)
    if left == right:
        return 0
    if left < right:
        return -1
    return 1 if left > right else 2


def compare_values(left: Any, right: Any, ignore_case: bool = True) -> int:
    """-1, 0 or 1, as -lt and Sort-Object order two values; raises ShellError where they cannot be ordered."""
    kind = left.__class__
    if kind is right.__class__:
        if kind is int:
            return (left > right) - (left < right)
        if kind is str:
            return compare_text(left, right, ignore_case)
        if kind is float:
            return number_order(left, right)
    left, right = plain(left), plain(right)
    if left is None:
        return 0 if right is None else _against_null(right, -1)
    if right is None:
        return _against_null(left, 1)
    kind = left.__class__
    if kind is str:
        return compare_text(left, right if right.__class__ is str else to_text(right), ignore_case)
    if kind in NUMBERS and right.__class__ in NUMBERS:
        return number_order(left, right)
    target = type_of(left)
    try:
        converted = right if right.__class__ is kind and type_of(right) is target else convert(right, target)
    except CastError as error:
        raise _not_comparable(left, right, error.message) from None
    if kind in NUMBERS:
        return number_order(left, converted)
    if kind is bool:
        return (left > converted) - (left < converted)
    if kind is Char:
        return compare_text(str(left), str(converted), ignore_case) if ignore_case else (left > converted) - (left < converted)
    try:
        return net_compare(left, converted)
    except NetException:
        if net_equals(left, converted):
            return 0
    message = f'Cannot compare "{_flat(left)}" because it is not IComparable.'
    raise ShellError(message, "NotIcomparable", "InvalidOperation", exception=None)


def _flat(value: Any) -> str:
    from .text import flat_text

    return flat_text(value, top=True)


def _not_comparable(left: Any, right: Any, why: str) -> ShellError:
    return ShellError(f'Could not compare "{_flat(left)}" to "{_flat(right)}". Error: "{why}"', "ComparisonFailure", "InvalidOperation")


def _against_null(value: Any, sign: int) -> int:
    """A number below zero is below null, all else is above it."""
    if value.__class__ in NUMBERS and value < 0:
        return -sign
    return sign


def _filter(items: Any, test: Callable[[Any], bool]) -> list[Any]:
    return [item for item in items if test(item)]


def eq(left: Any, right: Any, ignore_case: bool = True) -> Any:
    """-eq"""
    items = many(left)
    if items is not None:
        return _filter(items, lambda item: equal(item, right, ignore_case))
    return equal(left, right, ignore_case)


def ne(left: Any, right: Any, ignore_case: bool = True) -> Any:
    """-ne"""
    items = many(left)
    if items is not None:
        return _filter(items, lambda item: not equal(item, right, ignore_case))
    return not equal(left, right, ignore_case)


def _ordering(test: Callable[[int], bool], doc: str) -> Callable[..., Any]:
    def operator(left: Any, right: Any, ignore_case: bool = True) -> Any:
        items = many(left)
        if items is not None:
            return _filter(items, lambda item: test(compare_values(item, right, ignore_case)))
        return test(compare_values(left, right, ignore_case))

    operator.__doc__ = doc
    return operator


lt = _ordering(lambda order: order == -1, "-lt")
le = _ordering(lambda order: order in (-1, 0), "-le")
gt = _ordering(lambda order: order == 1, "-gt")
ge = _ordering(lambda order: order in (0, 1), "-ge")


def _pattern(right: Any, ignore_case: bool) -> Callable[[str], bool]:
    if right.__class__ is str:
        return compile_wildcard(right, ignore_case).matches
    right = plain(right)
    if isinstance(right, WildcardPattern):
        return right.matches
    return compile_wildcard(to_text(right), ignore_case).matches


def like(left: Any, right: Any, ignore_case: bool = True) -> Any:
    """-like"""
    fits = _pattern(right, ignore_case)
    if left.__class__ is str:
        return fits(left)
    items = many(left)
    if items is not None:
        return _filter(items, lambda item: fits(to_text(item)))
    return fits(to_text(left))


def notlike(left: Any, right: Any, ignore_case: bool = True) -> Any:
    """-notlike"""
    fits = _pattern(right, ignore_case)
    items = many(left)
    if items is not None:
        return _filter(items, lambda item: not fits(to_text(item)))
    return not fits(to_text(left))


def contains(left: Any, right: Any, ignore_case: bool = True) -> bool:
    """-contains"""
    items = many(left)
    if items is None:
        return equal(left, right, ignore_case)
    return any(equal(item, right, ignore_case) for item in items)


def notcontains(left: Any, right: Any, ignore_case: bool = True) -> bool:
    """-notcontains"""
    return not contains(left, right, ignore_case)


def in_(left: Any, right: Any, ignore_case: bool = True) -> bool:
    """-in"""
    return contains(right, left, ignore_case)


def not_in(left: Any, right: Any, ignore_case: bool = True) -> bool:
    """-notin"""
    return not contains(right, left, ignore_case)


_PSOBJECT = "System.Management.Automation.PSObject"


def is_(left: Any, right: Any, resolve: Callable[[str], NetType | None] | None = None) -> bool:
    """-is: the right operand is a type or the name of one."""
    target = plain(right)
    if target.__class__ is not NetType:
        from .typenames import resolve_type

        name = to_text(target)
        found = (resolve or resolve_type)(name.strip("[]") if name.startswith("[") else name)
        if found is None:
            raise ShellError(
                f'Cannot convert the "{name}" value of type "{type_of(target).text if target is not None else "null"}" to type "System.Type".'
            )
        target = found
    if target.text in (_PSOBJECT, "System.Management.Automation.PSCustomObject"):
        return _is_psobject(left, target)
    value = plain(left)
    if value is None:
        return False
    return target.is_assignable_from(type_of(value))


def _is_psobject(left: Any, target: NetType) -> bool:
    kind = left.__class__
    if kind is AutomationNull or kind is PSObject or kind is PSCustomObject:
        return True
    if left is None or target.text != _PSOBJECT:
        return False
    return kind not in SCALARS and not isinstance(left, list) and not _bare(left)


def _bare(value: Any) -> bool:
    """Objects that scripts make by literals are not wrapped."""
    from .hashtable import Hashtable
    from .invoke import is_block

    return isinstance(value, Hashtable) or is_block(value)


def is_not(left: Any, right: Any, resolve: Callable[[str], NetType | None] | None = None) -> bool:
    """-isnot"""
    return not is_(left, right, resolve)


def as_(left: Any, right: Any, resolve: Callable[[str], NetType | None] | None = None) -> Any:
    """-as: the value as the type, or null where it cannot be."""
    target = plain(right)
    if target.__class__ is not NetType:
        found = resolve(to_text(target)) if resolve is not None else None
        target = found or convert(target, get_type("System.Type"))
    if target is None:
        raise ShellError("The right operand of '-as' must be a type.", "AsOperatorRequiresType", "InvalidOperation")
    value = None if left.__class__ is AutomationNull else left
    if value is None and target.is_value_type and target.text not in _NULL_AS:
        return None
    if isinstance(plain(value), list) and not target.is_array and len(plain(value)) > 1 and target.text == "System.String":
        return to_text(value)
    return try_convert(value, target)[1]


_NULL_AS: frozenset[str] = frozenset(
    ("System.Int32", "System.Int64", "System.Double", "System.Decimal", "System.Single", "System.Byte", "System.SByte", "System.Int16", "System.UInt16",
     "System.UInt32", "System.UInt64", "System.Boolean", "System.Char", "System.Numerics.BigInteger")
)

__all__ = [
    "as_", "compare_values", "contains", "eq", "equal", "ge", "gt", "in_", "is_", "is_not", "join", "le", "like", "lt", "match", "ne", "not_in",
    "notcontains", "notlike", "notmatch", "number_order", "replace", "split", "unary_split",
]
