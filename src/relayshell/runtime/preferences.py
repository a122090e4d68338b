"""Preference variables: each holds a value of one type, so what it is given is converted, and an error where it cannot be.

In a function such a variable is a local of its type; the one of the session says what it refuses as a fault of its metadata.
"""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError

_P = "System.Management.Automation."
_ACTION = _P + "ActionPreference"

LOCALS = {
    "debugpreference": _ACTION, "verbosepreference": _ACTION, "erroractionpreference": _ACTION, "warningpreference": _ACTION,
    "informationpreference": _ACTION, "confirmpreference": _P + "ConfirmImpact",
}
"""The type of each, by its folded name: those that functions have as locals."""

KEPT = {
    **LOCALS, "progresspreference": _ACTION, "errorview": _P + "ErrorView", "psnativecommandargumentpassing": _P + "NativeArgumentPassingStyle",
}
"""Those of the session."""


def make_local(cell: Any, folded: str) -> None:
    """Make a variable without a value a preference of a function."""
    from relayshell.runtime.scope import Facts, Special

    facts = Facts()
    facts.convert = lambda value, variable: _converted(value, LOCALS[folded])
    cell.facts = facts
    cell.__class__ = Special


def make_kept(cell: Any, folded: str, value: Any) -> None:
    """Make a variable a preference of the session, with a value."""
    from relayshell.objects.nettype import get_type
    from relayshell.runtime.scope import Facts, Special, raw_set

    facts = Facts()
    facts.convert = lambda new, variable: kept_value(folded, new)
    facts.attributes = [get_type(KEPT[folded])]
    cell.facts = facts
    cell.__class__ = Special
    raw_set(cell, value)


def kept_value(folded: str, value: Any) -> Any:
    """A value for a preference of the session. Raises ShellError MetadataError for one that it cannot have."""
    from relayshell.objects.casterror import CastError

    try:
        made = _converted(value, KEPT[folded])
    except CastError as error:
        raise _refused(error.message, error) from error
    if KEPT[folded] == _ACTION and made.name == "Suspend":
        raise _refused(
            "The value Suspend is not supported for an ActionPreference variable. The provided value should be used only as a value for a preference "
            'parameter, and has been replaced by the default value. For more information, see the Help topic, "about_Preference_Variables."', None,
        )
    return made


def _converted(value: Any, type_name: str) -> Any:
    from relayshell.objects.convert import convert
    from relayshell.objects.nettype import get_type

    return convert(value, get_type(type_name))


def _refused(message: str, error: Any) -> ShellError:
    from relayshell.objects.exceptions import NetException
    from relayshell.runtime.faults import exception_of

    inner = None if error is None else exception_of(error)
    exception = NetException(_P + "ArgumentTransformationMetadataException", message, inner)
    return ShellError(message, "RuntimeException", "MetadataError", exception=exception)
