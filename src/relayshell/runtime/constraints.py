"""Types and attributes before a variable: what they make of each value it is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.commands.coerce import check_boolean, is_boolean
from relayshell.errors import ShellError
from relayshell.objects.casterror import CastError
from relayshell.objects.nothing import AUTOMATION_NULL
from relayshell.objects.psobject import unwrap
from relayshell.syntax import ast as tree


class Constraint:
    """The conversions and checks of a variable; `convert(value, variable)` applies them all, the last written first."""

    __slots__ = ("steps", "checks", "attributes", "type")

    def __init__(self, steps: list[Callable[[Any], Any]], checks: list[Any], attributes: list[Any], net_type: Any) -> None:
        self.steps = steps
        self.checks = checks
        self.attributes = attributes
        self.type = net_type

    def convert(self, value: Any, variable: Any) -> Any:
        """The value as the variable holds it; raises ShellError where it cannot be."""
        value = self.converted(value)
        if self.checks:
            self.verify(value, variable, invalid_value)
        return value

    def converted(self, value: Any) -> Any:
        """The value after all conversions, unchecked: the default of a parameter is not checked."""
        if value is AUTOMATION_NULL:
            value = None
        for step in self.steps:
            value = step(value)
        return value

    def verify(self, value: Any, variable: Any, fault: Callable[[Any, Any, ShellError], ShellError]) -> None:
        """Raise the fault where a check does not allow the value."""
        for check in self.checks:
            try:
                check.check(value, None)
            except ShellError as error:
                raise fault(value, variable, error) from error


    def convert_kept(self, value: Any, variable: Any) -> Any:
        """As convert, for a variable that any code may reach: a failure is one of the variable's metadata."""
        value = self.converted_kept(value)
        if self.checks:
            self.verify(value, variable, invalid_value)
        return value

    def converted_kept(self, value: Any) -> Any:
        """As converted, for such a variable: no boolean is made of text there, as for parameters."""
        if value is AUTOMATION_NULL:
            value = None
        try:
            for step in self.steps:
                boolean = getattr(step, "boolean", None)
                if boolean is not None:
                    check_boolean(unwrap(value), boolean)
                value = step(value)
            return value
        except CastError as error:
            from relayshell.objects.exceptions import NetException
            from relayshell.runtime.faults import exception_of

            exception = NetException("System.Management.Automation.ArgumentTransformationMetadataException", error.message, exception_of(error))
            raise ShellError(error.message, "RuntimeException", "MetadataError", exception=exception) from error


def invalid_value(value: Any, variable: Any, error: ShellError) -> ShellError:
    """The error for a value that a variable's checks do not allow."""
    from relayshell.objects.exceptions import NetException
    from relayshell.objects.text import to_text
    from relayshell.runtime.faults import exception_of

    name = variable.name if variable is not None else ""
    message = (
        f"The variable cannot be validated because the value {to_text(value)} is not a valid value for the {name} variable."
    )
    exception = NetException("System.Management.Automation.ValidationMetadataException", message, exception_of(error))
    return ShellError(message, "ValidateSetFailure", "MetadataError", exception=exception)


def cannot_add(value: Any, variable: Any, error: ShellError) -> ShellError:
    """The error for checks put before a variable whose value they do not allow."""
    from relayshell.objects.exceptions import NetException
    from relayshell.objects.text import to_text
    from relayshell.runtime.faults import exception_of

    message = f"The attribute cannot be added because variable {variable.name} with value {to_text(value)} would no longer be valid."
    exception = NetException("System.Management.Automation.ValidationMetadataException", message, exception_of(error))
    return ShellError(message, "ValidateSetFailure", "MetadataError", exception=exception)


def constraint_of(frame: Any, attributes: tuple[Any, ...]) -> Constraint:
    """The constraint for type constraints and attributes as they stand before a variable, from left to right."""
    from relayshell.objects.convert import convert
    from relayshell.runtime.attributes import check_of, script_check_of, transform_of
    from relayshell.runtime.parameters import must_be_known
    from relayshell.runtime.support.typenames import find_type_name, unknown_type

    steps: list[Callable[[Any], Any]] = []
    checks: list[Any] = []
    shown: list[Any] = []
    net_type = None
    for node in reversed(attributes):
        if isinstance(node, tree.TypeConstraintAst):
            found = find_type_name(frame, node.type_name)
            if found is None:
                raise unknown_type(node.type_name)
            net_type = found
            steps.append(_conversion(found, convert))
            shown.insert(0, found)
            continue
        check = check_of(node, frame) or script_check_of(node, frame)
        if check is not None:
            checks.append(check)
            shown.insert(0, check)
            continue
        transform = transform_of(node, frame)
        if transform is not None:
            steps.append(lambda value, transform=transform: transform(value, None))
            shown.insert(0, transform)
        else:
            must_be_known(node, frame)
    return Constraint(steps, checks, shown, net_type)


def _conversion(net_type: Any, convert: Callable[[Any, Any], Any]) -> Callable[[Any], Any]:
    exact = _EXACT.get(net_type.text)

    def step(value: Any) -> Any:
        return value if value.__class__ is exact else convert(value, net_type)

    if is_boolean(net_type):
        step.boolean = net_type  # type: ignore[attr-defined]
    return step


_EXACT = {"System.Int32": int, "System.String": str, "System.Double": float, "System.Boolean": bool}


def checked(frame: Any, attributes: tuple[Any, ...], value: Any) -> Any:
    """`[attribute()] value` where no variable is meant."""
    return constraint_of(frame, attributes).convert(value, None)
