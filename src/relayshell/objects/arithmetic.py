"""+ - * / % and the bit operators, with .NET's overflow and promotion as PowerShell has them.

Two integers give the smallest type of theirs that is at least Int32; what does not fit becomes Double.
Decimal wins over other numbers, then Double, then Single. Text on the left of + joins, of * repeats.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from math import fmod, isfinite
from typing import Any, Callable

from ..errors import ShellError
from .arrays import TypedArray
from .casterror import CastError
from .collections import enumerate_value
from .convert import convert
from .decimals import DECIMAL_MAX, decimal_of_double, fit_decimal
from .enums import EnumValue
from .exceptions import NetException
from .hashtable import Hashtable, OrderedDictionary
from .literalnumbers import scan_literal
from .membererrors import method_not_found, net_error
from .nettype import get_type
from .nothing import AutomationNull
from .numbers import (
    INT32_MAX, INT32_MIN, BigInteger, Byte, Char, Int16, Int64, SByte, Single, UInt16, UInt32, UInt64,
)
from .operands import plain
from .psobject import PSObject
from .text import to_text
from .typeof import type_of

_CONTEXT = Context(prec=60, rounding=ROUND_HALF_EVEN)
_SMALL: frozenset[type] = frozenset((int, Byte, SByte, Int16, UInt16, bool))
_INTEGERS: frozenset[type] = _SMALL | {Int64, UInt32, UInt64}
_NUMBERS: frozenset[type] = _INTEGERS | {float, Single, Decimal, BigInteger}
_PRIMITIVE: frozenset[type] = _NUMBERS - {Decimal, BigInteger}


def divide_by_zero() -> ShellError:
    """An integer or decimal was divided by zero."""
    return ShellError(
        "Attempted to divide by zero.", "RuntimeException", "NotSpecified",
        inner=NetException("System.DivideByZeroException", "Attempted to divide by zero."),
    )


def not_defined(left: Any, operator: str, right: Any) -> ShellError:
    """Booleans and the like do not take part in such an operation."""
    return ShellError(
        f"The operation '[{type_of(left).text}] {operator} [{type_of(right).text}]' is not defined.", "NotADefinedOperationForType",
        "InvalidOperation", left,
    )


def integer_type(left: type, right: type) -> type:
    """The type in which two integers are worked on."""
    if left in _SMALL and right in _SMALL:
        return int
    if left is right:
        return left
    if UInt64 in (left, right):
        other = right if left is UInt64 else left
        return UInt64 if other in (UInt32, Byte, UInt16) else Decimal
    if UInt32 in (left, right):
        other = right if left is UInt32 else left
        return UInt32 if other in (Byte, UInt16) else Int64
    return Int64


def scan_number(text: str) -> Any:
    """A text as the number it reads as, the type as a literal's: for arithmetic with a number on the left."""
    if text.strip() == "":
        return 0
    stripped = text.strip()
    found = scan_literal(stripped)
    if found is not None:
        return found
    try:
        return convert(stripped, get_type("System.Int32"))
    except CastError as error:
        raise CastError(error.message.replace(f'"{stripped}"', f'"{text}"', 1), error.id, error.cause) from None


def _fit(result: int, kind: type) -> Any:
    """An integer result in its type, or as Double where it does not fit."""
    if kind is int:
        return result if INT32_MIN <= result <= INT32_MAX else float(result)
    if kind is Decimal:
        return fit_decimal(Decimal(result)) if abs(result) <= DECIMAL_MAX else float(result)
    return kind(result) if kind.minimum <= result <= kind.maximum else float(result)  # type: ignore[attr-defined]


def _decimals(left: Any, right: Any) -> tuple[Decimal, Decimal]:
    def make(value: Any) -> Decimal:
        if value.__class__ is Decimal:
            return value
        if isinstance(value, float):
            return decimal_of_double(value)
        return Decimal(int(value))

    return make(left), make(right)


def _decimal_result(action: Callable[[Decimal, Decimal], Decimal], left: Any, right: Any) -> Any:
    try:
        one, two = _decimals(left, right)
        return fit_decimal(action(one, two))
    except NetException as error:
        raise ShellError(error.message, "RuntimeException", "NotSpecified", inner=error) from None


def numeric(left: Any, right: Any, whole: Callable[[int, int], Any], real: Callable[[float, float], float], exact: Callable[[Decimal, Decimal], Decimal]) -> Any:
    """An operation on two numbers of any types."""
    a, b = left.__class__, right.__class__
    if a in _INTEGERS and b in _INTEGERS:
        kind = integer_type(a, b)
        return _fit(whole(int(left), int(right)), kind)
    if a is BigInteger or b is BigInteger:
        if a in _INTEGERS or b in _INTEGERS or a is b:
            return BigInteger(whole(int(left), int(right)))
        if a is Decimal or b is Decimal:
            return BigInteger(whole(int(left), int(right)))
        return real(float(left), float(right))
    if a is Decimal or b is Decimal:
        return _decimal_result(exact, left, right)
    try:
        result = real(float(left), float(right))
    except OverflowError:
        result = float("inf")
    return Single(result) if a is Single and b is Single or a is Single and b in _INTEGERS or b is Single and a in _INTEGERS else result


def _as_number(value: Any) -> Any:
    """The right operand of arithmetic as a number; raises ShellError."""
    kind = value.__class__
    if kind in _NUMBERS:
        return int(value) if kind is bool else value
    if value is None:
        return 0
    if kind is str:
        return scan_number(value)
    if kind is Char:
        return ord(value)
    if kind is EnumValue:
        return value.value
    return None


_SYMBOLS = {"+": "op_Addition", "-": "op_Subtraction", "*": "op_Multiply", "/": "op_Division", "%": "op_Modulus"}


def _general(left: Any, right: Any, operator: str, action: Callable[[Any, Any], Any]) -> Any:
    """Arithmetic where the left operand is not a plain number, or the right one is not."""
    kind = left.__class__
    if kind in _NUMBERS and kind is not bool:
        number = _as_number(right)
        if number is None:
            return _by_operator(left, right, operator)
        return action(left, number)
    if left is None:
        if operator == "+":
            return right
        number = _as_number(right)
        if operator == "*":
            return None
        if number is None:
            return _by_operator(0, right, operator)
        return action(0, number)
    if kind is bool:
        if operator in "+-":
            number = _as_number(right)
            if number is None:
                raise not_defined(left, operator, right)
            return action(int(left), number)
        raise not_defined(left, operator, right if right is not None else 0)
    if kind is Char:
        return action(ord(left), _need_number(left, right, operator))
    if kind is str:
        return action(scan_number(left), _need_number(left, right, operator))
    if kind is EnumValue:
        return action(left.value, _need_number(left, right, operator))
    return _by_operator(left, right, operator)


def _need_number(left: Any, right: Any, operator: str) -> Any:
    number = _as_number(right)
    if number is None:
        return _convert_fail(right)
    return number


def _convert_fail(right: Any) -> Any:
    return convert(right, get_type("System.Int32"))


def _by_operator(left: Any, right: Any, operator: str) -> Any:
    """An operator that the type itself declares (op_Addition ...)."""
    from .calls import invoke
    from .typemembers import members_table

    name = _SYMBOLS[operator]
    for side in (left, right):
        if side is None or side.__class__ in _NUMBERS:
            continue
        net_type = type_of(side)
        group = members_table(net_type).static_methods.get(name.lower())
        if group is not None and any(o.function is not None for o in group.overloads):
            return invoke(group, None, [left, right])
    primitive = left.__class__ in _PRIMITIVE and right is not None and right.__class__ not in _PRIMITIVE
    raise method_not_found(type_of(right if primitive else left), name, name)


def add(left: Any, right: Any) -> Any:
    """left + right"""
    a, b = left.__class__, right.__class__
    if a is int and b is int:
        result = left + right
        return result if INT32_MIN <= result <= INT32_MAX else float(result)
    if a is float and (b is int or b is float) or b is float and a is int:
        return left + right
    if a is str:
        return left + (right if b is str else to_text(right))
    if a is PSObject or b is PSObject or a is AutomationNull or b is AutomationNull:
        return add(plain(left), plain(right))
    if a is Char:
        return str(left) + to_text(right)
    if a in _NUMBERS and b in _NUMBERS:
        return numeric(left, right, lambda x, y: x + y, lambda x, y: x + y, lambda x, y: _CONTEXT.add(x, y))
    if isinstance(left, Hashtable):
        return _add_tables(left, right)
    items = None if left is None or a in _NUMBERS else enumerate_value(left)
    if items is not None:
        more = enumerate_value(right) if right is not None else None
        out = list(items)
        out.extend([right] if more is None else more)
        return out
    if left is None and right is None:
        return None
    return _general(left, right, "+", add)


def _add_tables(left: Hashtable, right: Any) -> Hashtable:
    if right is None:
        return left.copy()
    if not isinstance(right, Hashtable):
        raise ShellError("A hash table can only be added to another hash table.", "AddHashTableToNonHashTable", "InvalidOperation")
    made = left.copy()
    for key, value in right.items():
        if key in made:
            message = f"Item has already been added. Key in dictionary: '{to_text(made.keys_by[made.normal(key)])}'  Key being added: '{to_text(key)}'"
            if isinstance(made, OrderedDictionary):
                message = f"An item with the same key has already been added. Key: {to_text(key)}"
            raise net_error(NetException("System.ArgumentException", message))
        made[key] = value
    return made


def subtract(left: Any, right: Any) -> Any:
    """left - right"""
    a, b = left.__class__, right.__class__
    if a is int and b is int:
        result = left - right
        return result if INT32_MIN <= result <= INT32_MAX else float(result)
    if a is float and (b is int or b is float) or b is float and a is int:
        return left - right
    left, right = plain(left), plain(right)
    if left.__class__ in _NUMBERS and right.__class__ in _NUMBERS:
        return numeric(left, right, lambda x, y: x - y, lambda x, y: x - y, lambda x, y: _CONTEXT.subtract(x, y))
    return _general(left, right, "-", subtract)


def multiply(left: Any, right: Any) -> Any:
    """left * right: numbers, or a text or array repeated"""
    a, b = left.__class__, right.__class__
    if a is int and b is int:
        result = left * right
        return result if INT32_MIN <= result <= INT32_MAX else float(result)
    if a is float and (b is int or b is float) or b is float and a is int:
        return left * right
    left, right = plain(left), plain(right)
    a = left.__class__
    if a in _NUMBERS and a is not bool and right.__class__ in _NUMBERS and right.__class__ is not bool:
        return numeric(left, right, lambda x, y: x * y, lambda x, y: x * y, lambda x, y: _CONTEXT.multiply(x, y))
    if a is str:
        times = _times(right)
        return left * times
    if isinstance(left, list):
        times = _times(right)
        if left.__class__ is TypedArray:
            return TypedArray(left.element_type, list(left) * times)
        return left * times
    return _general(left, right, "*", multiply)


def _times(right: Any) -> int:
    times = convert(right, get_type("System.Int32"))
    if times < 0:
        raise net_error(
            NetException(
                "System.ArgumentOutOfRangeException",
                f"times ('{times}') must be a non-negative value. (Parameter 'times')\nActual value was {times}.", ParamName="times",
            )
        )
    return times  # type: ignore[no-any-return]


def _whole_quotient(left: int, right: int, kind: type) -> Any:
    if right == 0:
        raise divide_by_zero()
    quotient, rest = divmod(left, right)
    if rest == 0:
        return _fit(quotient, kind)
    return left / right


def divide(left: Any, right: Any) -> Any:
    """left / right: whole where it comes out even, else Double"""
    left, right = plain(left), plain(right)
    a, b = left.__class__, right.__class__
    if a in _NUMBERS and b in _NUMBERS and a is not bool:
        if a in _INTEGERS and b in _INTEGERS:
            return _whole_quotient(int(left), int(right), integer_type(a, b))
        if a is Decimal or b is Decimal:
            if right == 0 and b is not float:
                raise divide_by_zero()
            return _decimal_result(_decimal_quotient, left, right)
        if (a is BigInteger or b is BigInteger) and not isinstance(left, float) and not isinstance(right, float):
            if int(right) == 0:
                raise divide_by_zero()
            quotient = abs(int(left)) // abs(int(right))
            return BigInteger(-quotient if (left < 0) != (right < 0) else quotient)
        result = _real_quotient(float(left), float(right))
        return Single(result) if Single in (a, b) and float not in (a, b) else result
    return _general(left, right, "/", divide)


def _decimal_quotient(left: Decimal, right: Decimal) -> Decimal:
    if right == 0:
        raise divide_by_zero()
    return _CONTEXT.divide(left, right)


def _real_quotient(left: float, right: float) -> float:
    if right == 0.0:
        if left == 0.0 or left != left:
            return float("nan")
        negative = (left < 0) != (str(right)[0] == "-")
        return float("-inf") if negative else float("inf")
    return left / right


def modulo(left: Any, right: Any) -> Any:
    """left % right: the sign is the left operand's"""
    left, right = plain(left), plain(right)
    a, b = left.__class__, right.__class__
    if a in _NUMBERS and b in _NUMBERS and a is not bool:
        if right == 0 and not (isinstance(left, float) or isinstance(right, float)):
            raise divide_by_zero()
        return numeric(left, right, _whole_rest, _real_rest, lambda x, y: x - y * int(x / y) if y else _zero_rest())
    return _general(left, right, "%", modulo)


def _zero_rest() -> Decimal:
    raise divide_by_zero()


def _whole_rest(left: int, right: int) -> int:
    rest = abs(left) % abs(right)
    return -rest if left < 0 else rest


def _real_rest(left: float, right: float) -> float:
    if right == 0.0 or not isfinite(left):
        return float("nan")
    return fmod(left, right) if isfinite(right) else left


def negate(value: Any) -> Any:
    """-value"""
    kind = value.__class__
    if kind is int:
        return -value if value != INT32_MIN else float(-value)
    value = plain(value)
    kind = value.__class__
    if kind is float:
        return -value
    if kind is Single:
        return Single(-value)
    if kind is Decimal:
        return -value if value else value.copy_negate()
    if kind is BigInteger:
        return BigInteger(-value)
    if kind is Int64:
        return Int64(-value) if value != Int64.minimum else float(-value)
    if value is None:
        return 0
    if kind is str:
        return negate(scan_number(value))
    return subtract(0, value)


def positive(value: Any) -> Any:
    """+value: a number of what is not one"""
    value = plain(value)
    kind = value.__class__
    if value is None:
        return 0
    if kind is str:
        return scan_number(value)
    if kind is bool or kind in (Byte, SByte, Int16, UInt16):
        return int(value)
    if kind is Char:
        return ord(value)
    if isinstance(value, (int, float, Decimal)):
        return value
    return add(0, value)


__all__ = ["add", "divide", "modulo", "multiply", "negate", "positive", "subtract"]
