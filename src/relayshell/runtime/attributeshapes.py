"""What the arguments of PowerShell's own attributes must look like: how many, of which type, and which names.

An attribute written wrongly fails where the block that declares it is first bound, as its .NET constructor would.
"""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError

_PREFIX = "System.Management.Automation."
_MESSAGE = frozenset(("errormessage", "typeid"))
_NONE: frozenset[str] = frozenset(("typeid",))

SHAPES: dict[str, tuple[str, tuple[tuple[tuple[str, str], ...], ...], frozenset[str]]] = {
    "validatelength": ("ValidateLength", ((("minLength", "System.Int32"), ("maxLength", "System.Int32")),), _NONE),
    "validatecount": ("ValidateCount", ((("minLength", "System.Int32"), ("maxLength", "System.Int32")),), _NONE),
    "validatepattern": ("ValidatePattern", ((("regexPattern", "System.String"),),), _MESSAGE | {"options"}),
    "validatescript": ("ValidateScript", ((("scriptBlock", _PREFIX + "ScriptBlock"),),), _MESSAGE),
    "validaterange": (
        "ValidateRange", ((("kind", ""),), (("minRange", "System.Object"), ("maxRange", "System.Object"))), _NONE,
    ),
    "validatenotnull": ("ValidateNotNull", ((),), _NONE),
    "validatenotnullorempty": ("ValidateNotNullOrEmpty", ((),), _NONE),
    "validatenotnullorwhitespace": ("ValidateNotNullOrWhiteSpace", ((),), _NONE),
    "allownull": ("AllowNull", ((),), _NONE),
    "allowemptystring": ("AllowEmptyString", ((),), _NONE),
    "allowemptycollection": ("AllowEmptyCollection", ((),), _NONE),
    "parameter": ("Parameter", ((),), frozenset()),
    "cmdletbinding": ("CmdletBinding", ((),), frozenset()),
}
"""Attribute: its name in .NET, the parameters (name, type) of each constructor, the properties that may be named (none: seen to elsewhere)."""

_BUILT_IN = frozenset(("parameter", "cmdletbinding", "validatenotnullorempty"))
"""Those that the language makes itself, without asking for a constructor by name."""


def shaped(kind: str, positional: list[Any], named: Any) -> list[Any]:
    """The positional arguments as the constructor wants them. Raises ShellError where there is no such constructor or property."""
    shape = SHAPES.get(kind)
    if shape is None:
        return positional
    name, constructors, properties = shape
    fitting = next((each for each in constructors if len(each) == len(positional)), None)
    if fitting is None:
        called = ".ctor" if kind in _BUILT_IN else f"{name}Attribute"
        raise ShellError(
            f'Cannot find an overload for "{called}" and the argument count: "{len(positional)}".', "MethodCountCouldNotFindBest", "InvalidOperation",
        )
    values = [_converted(name, parameter, value) for parameter, value in zip(fitting, positional, strict=True)]
    if properties:
        for each in named:
            if each.argument_name.lower() not in properties:
                raise no_property(name, each.argument_name)
    if kind in ("validatelength", "validatecount"):
        _check_lengths(name, *values)
    elif kind == "validaterange" and len(values) == 2:
        _check_range(*values)
    return values


def no_property(name: str, argument: str) -> ShellError:
    """The error for a named argument that is none of the attribute's properties."""
    return ShellError(
        f"Property '{argument}' cannot be found for type '{_PREFIX}{name}Attribute'.", "PropertyNotFoundForType", "InvalidOperation", argument,
    )


def _converted(name: str, parameter: tuple[str, str], value: Any) -> Any:
    from relayshell.objects.casterror import CastError
    from relayshell.objects.convert import convert
    from relayshell.objects.nettype import get_type
    from relayshell.objects.text import to_text

    own, wanted = parameter
    if wanted in ("", "System.Object"):
        return value
    try:
        return convert(value, get_type(wanted))
    except CastError as error:
        message = f'Cannot convert argument "{own}", with value: "{to_text(value)}", for "{name}Attribute" to type "{wanted}": "{error.message}"'
        raise ShellError(message, "MethodArgumentConversionInvalidCastArgument", "InvalidOperation", inner=error) from error


def _check_lengths(name: str, least: int, most: int) -> None:
    for argument, value, fine in (("minLength", least, least >= 0), ("maxLength", most, most > 0)):
        if not fine:
            error = _out_of_range(argument, value)
            raise ShellError(error.message, "ExceptionConstructingAttribute", "InvalidOperation", exception=error.exception)
    if most < least:
        raise _metadata(
            f"The specified maximum of {most} is smaller than the specified minimum of {least}. Give the {name} attribute a maximum that is not.",
            f"{'ValidateRange' if name == 'ValidateCount' else name}MaxLengthSmallerThanMinLength",
        )


def _check_range(low: Any, high: Any) -> None:
    from relayshell.objects.compare import compare_values
    from relayshell.objects.typeof import type_of

    if low is None or high is None:
        from relayshell.objects.exceptions import NetException

        own = "minRange" if low is None else "maxRange"
        message = f'Cannot process argument because the value of argument "{own}" is null. Change the value of argument "{own}" to a non-null value.'
        exception = NetException(_PREFIX + "PSArgumentNullException", message, ParamName=own)
        raise ShellError(message, "ArgumentNull", "InvalidArgument", exception=exception)
    numbers = all(isinstance(each, (int, float)) or type(each).__name__ == "Decimal" for each in (low, high))
    if type_of(low) is not type_of(high) and not numbers:
        raise _metadata(
            f"The minimum is of type {type_of(low).text}, the maximum of type {type_of(high).text}: the ValidateRange attribute needs two values of one type.",
            "MinRangeNotTheSameTypeOfMaxRange",
        )
    if compare_values(low, high) > 0:
        raise _metadata("The specified maximum range is smaller than the specified minimum range.", "MaxRangeSmallerThanMinRange")


def _out_of_range(argument: str, value: Any) -> ShellError:
    from relayshell.objects.exceptions import NetException

    message = (
        f'Cannot process argument because the value of argument "{argument}" is out of range. Change argument "{argument}" to a value that is '
        f"within range. (Parameter '{argument}')\nActual value was {value}."
    )
    inner = NetException(_PREFIX + "PSArgumentOutOfRangeException", message, ParamName=argument)
    return ShellError(message, "ArgumentOutOfRange", "InvalidArgument", exception=NetException(_PREFIX + "RuntimeException", message, inner))


def _metadata(message: str, id: str) -> ShellError:
    from relayshell.objects.exceptions import NetException

    return ShellError(message, id, "MetadataError", exception=NetException(_PREFIX + "ValidationMetadataException", message))
