"""The tests of Where-Object in its short form: a property, an operator, a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.objects import compare, textoperators
from relayshell.objects.convertnumbers import to_bool
from relayshell.objects.members import property_value
from relayshell.objects.psobject import Member, PSCustomObject, unwrap
from relayshell.runtime.support.members import strict_level

_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "eq": compare.eq, "ne": compare.ne, "gt": compare.gt, "ge": compare.ge, "lt": compare.lt, "le": compare.le, "like": compare.like,
    "notlike": compare.notlike, "contains": compare.contains, "notcontains": compare.notcontains, "in": compare.in_, "notin": compare.not_in,
}


def property_test(cmdlet: Any) -> Callable[[Any], bool]:
    """The function of an object that says whether it is chosen."""
    chosen = next((name[3:] for name in cmdlet._declared if name.startswith("op_") and getattr(cmdlet, name)), None)
    strict = strict_level(cmdlet.processor.frame) >= 2
    if chosen is None:
        if "value" in cmdlet.given:
            raise _incomplete(
                "The specified operator is required for both the -Property and -Value parameters. Provide values for all of these "
                "parameters, and then try the command again.", "OperatorNotSpecified",
            )
        return lambda item: to_bool(_read(item, cmdlet.property, cmdlet, strict))
    if chosen == "not":
        return lambda item: not to_bool(_read(item, cmdlet.property, cmdlet, strict))
    if "value" not in cmdlet.given and chosen not in ("is", "isnot"):
        raise _incomplete(
            "The specified operator requires both the -Property and -Value parameters. Provide values for both parameters, and then try "
            "the command again.", "ValueNotSpecifiedForWhereObject",
        )
    compare_with = _comparison(chosen, cmdlet)
    name = cmdlet.property

    def test(item: Any) -> bool:
        try:
            return to_bool(compare_with(_read(item, name, cmdlet, strict)))
        except (ShellError, NetException) as error:
            cmdlet.write_error(_failed(chosen, error, item))
            return False

    return test


def _failed(chosen: str, error: Any, item: Any) -> ShellError:
    """The error for an object that the operator could not be used with; the others go on."""
    from relayshell.runtime.faults import exception_of

    cause = exception_of(error)
    sensitive = chosen[0] == "c" and chosen != "contains"
    kind = chosen.capitalize() if chosen in ("is", "isnot") or sensitive else "I" + chosen
    if any(each.full_name == "System.ArgumentException" for each in (cause.net_type, *cause.net_type.ancestors)):
        message = f"Bad argument to operator '{kind}': {cause.message.rstrip('.')}."
        exception = NetException("System.Management.Automation.PSArgumentException", message)
        return ShellError(message, "BadOperatorArgument", "InvalidArgument", item, exception=exception)
    message = f"The '{kind}' operator failed: {cause.message.rstrip('.')}."
    return ShellError(message, "OperatorFailed", "InvalidOperation", item, exception=NetException("System.Management.Automation.PSInvalidOperationException", message))


def _incomplete(message: str, id: str) -> ShellError:
    """The error for a comparison that lacks a part."""
    exception = NetException("System.Management.Automation.PSArgumentException", message)
    return ShellError(message, id, "InvalidArgument", exception=exception)


def _comparison(chosen: str, cmdlet: Any) -> Callable[[Any], Any]:
    value = cmdlet.value
    if chosen in ("is", "isnot"):
        from relayshell.runtime.support.typenames import find_type_name

        target = unwrap(value)
        if isinstance(target, str):
            target = find_type_name(cmdlet.processor.frame, target) or target
        return (lambda left: compare.is_(left, target)) if chosen == "is" else (lambda left: not compare.is_(left, target))
    ignore_case = not (chosen.startswith("c") and chosen[1:] in (*_FUNCTIONS, "match", "notmatch"))
    name = chosen if ignore_case else chosen[1:]
    if name in ("match", "notmatch"):
        return lambda left: textoperators.match(left, value, ignore_case)[0] is (name == "match")
    function = _FUNCTIONS[name]
    return lambda left: function(left, value, ignore_case)


def _read(item: Any, name: str, cmdlet: Any, strict: bool) -> Any:
    if item.__class__ is PSCustomObject:
        held = item.props.get(name, item)
        if held is not item and not isinstance(held, Member):
            return held
    if item is None:
        if strict:
            message = "The input to the Where-Object cmdlet is null. Give an object that has the property, or leave strict mode."
            cmdlet.write_error(ShellError(message, "InputObjectIsNull", "InvalidArgument", None))
        return None
    inside = unwrap(item)
    found = property_value(item, name)
    if found is not None:
        return found[0]
    if strict and not hasattr(inside, "items"):
        cmdlet.write_error(ShellError(
            f"The property '{name}' cannot be found on this object. Verify that the property exists.", "PropertyNotFound", "InvalidArgument", item,
        ))
        return None
    from relayshell.objects.members import get_member

    return get_member(item, name) if name.lower() in ("count", "length") else None
