"""-Property and -GroupBy: texts, script blocks and calculated properties, checked and named in full.

A calculated property is a hashtable whose keys may be shortened: @{ n = ...; e = ... }. Which keys are
allowed depends on who asks.
"""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.invoke import is_block
from relayshell.objects.numbers import SizedInteger
from relayshell.objects.psobject import unwrap

from .expressions import Expression, from_value
from .packets import CENTER, LEFT, RIGHT

EXPRESSION, LABEL, WIDTH, ALIGNMENT, FORMAT, DEPTH = "expression", "label", "width", "alignment", "formatString", "depth"
NAME = "name"

TABLE_KEYS = (EXPRESSION, FORMAT, WIDTH, ALIGNMENT, LABEL)
LIST_KEYS = (EXPRESSION, FORMAT, LABEL)
WIDE_KEYS = (EXPRESSION, FORMAT)
CUSTOM_KEYS = (EXPRESSION, DEPTH)
GROUP_KEYS = (EXPRESSION, FORMAT, LABEL)

_SECOND_NAMES = {LABEL: (NAME,), NAME: ("label",)}
_ALIGNMENTS = {"left": LEFT, "center": CENTER, "right": RIGHT}
_TYPES = {
    EXPRESSION: ("System.String", "System.Management.Automation.ScriptBlock"),
    LABEL: ("System.String",), NAME: ("System.String",), WIDTH: ("System.Int32",), ALIGNMENT: ("System.String",),
    FORMAT: ("System.String",), DEPTH: ("System.Int32",),
}


class Parameter:
    """One property asked for: its expression and what was said about it."""

    __slots__ = ("expression", "label", "width", "alignment", "format", "depth")

    def __init__(self, expression: Expression) -> None:
        self.expression = expression
        self.label: str | None = None
        self.width = 0
        self.alignment: int | None = None
        self.format: str | None = None
        self.depth: int | None = None


def read_parameters(values: Any, keys: tuple[str, ...]) -> list[Parameter]:
    """The parameters of a list of texts, script blocks and hashtables. Raises ShellError on a bad one."""
    return [read_parameter(value, keys) for value in values]


def read_parameter(value: Any, keys: tuple[str, ...], wildcards: bool = True) -> Parameter:
    """One parameter; keys are the entries a hashtable may have."""
    base = unwrap(value)
    if isinstance(base, Hashtable):
        return _read_table(base, keys, wildcards)
    if base is None:
        raise argument_error("ParameterNullValue", "The value cannot be null.")
    expression = from_value(base)
    if expression is None:
        raise argument_error(
            "DictionaryKeyUnknownType",
            f"Cannot convert {_type_name(base)} to one of the following types "
            "{System.String, System.Management.Automation.ScriptBlock}.",
        )
    _check_expression(expression, wildcards, None)
    return Parameter(expression)


def _check_expression(expression: Expression, wildcards: bool, key: str | None) -> None:
    if expression.name == "":
        raise argument_error(
            "ExpressionEmptyString1" if key is None else "ExpressionEmptyString2",
            "A text for a property cannot be empty." if key is None else f"The value of the key {key} cannot be an empty text.",
        )
    if expression.pattern and not wildcards:
        raise argument_error("ExpressionGlobbing1", f"Wildcard characters are not allowed in \"{expression.name}\".")


def _read_table(table: Hashtable, keys: tuple[str, ...], wildcards: bool) -> Parameter:
    found: dict[str, Any] = {}
    for key, value in table.items():
        if not isinstance(key, str):
            raise argument_error("DictionaryKeyNonString", "All keys of a calculated property must be of type System.String.")
        name = _full_key(key, keys)
        if name in found:
            raise argument_error("DictionaryKeyDuplicate", f"The {key} key is given twice.")
        found[name] = _checked(name, unwrap(value), key)
    if EXPRESSION not in found:
        raise argument_error("DictionaryKeyMandatoryEntry", f"The key {EXPRESSION}, which the hash table must have, is missing.")
    expression = found[EXPRESSION]
    _check_expression(expression, wildcards, EXPRESSION)
    parameter = Parameter(expression)
    parameter.label = found.get(LABEL, found.get(NAME))
    parameter.width = found.get(WIDTH, 0)
    parameter.alignment = found.get(ALIGNMENT)
    parameter.format = found.get(FORMAT)
    parameter.depth = found.get(DEPTH)
    return parameter


def _full_key(key: str, keys: tuple[str, ...]) -> str:
    folded = key.lower()
    matches = [
        name for name in keys
        if folded and any(each.lower().startswith(folded) for each in (name, *_SECOND_NAMES.get(name, ())))
    ]
    exact = [name for name in matches if folded in (name.lower(), *_SECOND_NAMES.get(name, ()))]
    matches = exact or matches
    if not matches:
        raise argument_error("DictionaryKeyIllegal", f"The {key} key is not valid. Valid keys are {', '.join(keys)}.")
    if len(matches) > 1:
        raise argument_error("DictionaryKeyAmbiguous", f"The {key} key is ambiguous: it could be {', '.join(matches)}.")
    return matches[0]


def _checked(name: str, value: Any, key: str) -> Any:
    if name == EXPRESSION:
        expression = from_value(value)
        if expression is None:
            raise _wrong_type(name, key, value)
        return expression
    if name in (WIDTH, DEPTH):
        if value.__class__ is bool or not isinstance(value, int) or isinstance(value, SizedInteger):
            raise _wrong_type(name, key, value)
        if value <= 0 and name == WIDTH:
            raise argument_error("WidthOutOfRange", f"The width {value} is not valid: it must be greater than zero.")
        if value < 0:
            raise argument_error("DepthOutOfRange", f"The depth {value} is not valid: it must not be less than zero.")
        return int(value)
    if not isinstance(value, str):
        raise _wrong_type(name, key, value)
    if name == ALIGNMENT:
        folded = value.lower()
        matches = [each for each in _ALIGNMENTS if folded and each.startswith(folded)]
        if len(matches) != 1:
            raise argument_error("AlignmentIllegalValue", f"\"{value}\" is not a valid alignment: use left, center or right.")
        return _ALIGNMENTS[matches[0]]
    if name in (LABEL, NAME) and not value:
        raise argument_error("LabelEmptyString", f"The value of the key {key} cannot be an empty text.")
    return str(value)


def _wrong_type(name: str, key: str, value: Any) -> ShellError:
    allowed = _TYPES[name]
    id = "DictionaryKeyIllegalValue1" if len(allowed) > 1 else "DictionaryKeyIllegalValue2"
    expected = "{" + ", ".join(allowed) + "}" if len(allowed) > 1 else allowed[0]
    return argument_error(id, f"The key \"{key}\" has a value of type {_type_name(value)}; expected {expected}.")


def _type_name(value: Any) -> str:
    if value is None:
        return "null"
    if is_block(value):
        return "System.Management.Automation.ScriptBlock"
    from relayshell.objects.typeof import type_of

    return type_of(value).full_name  # type: ignore[no-any-return]


def argument_error(id: str, message: str, exception_type: str = "System.NotSupportedException") -> ShellError:
    """A terminating error about an argument: the exception has .NET's own words, the details have ours."""
    from relayshell.objects.errorrecord import ErrorDetails

    words = {
        "System.NotSupportedException": "Specified method is not supported.",
        "System.IO.InvalidDataException": "Found invalid data while decoding.",
    }[exception_type]
    return ShellError(words, id, "InvalidArgument", exception=NetException(exception_type, words), details=ErrorDetails(message))
