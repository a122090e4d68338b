"""The errors of conversion, each with PowerShell's id and words."""

from __future__ import annotations

from typing import Any

from ..errors import ShellError
from .exceptions import NetException
from .nettype import NetType

CAST_EXCEPTION = "System.Management.Automation.PSInvalidCastException"


class CastError(ShellError):
    """A value could not be made into a type. `inner` is the PSInvalidCastException, its own inner the cause."""

    def __init__(self, message: str, id: str, cause: NetException | None = None) -> None:
        super().__init__(message, id, "InvalidArgument", inner=NetException(CAST_EXCEPTION, message, cause))

    @property
    def cause(self) -> NetException | None:
        """The .NET exception behind it, or None."""
        return self.inner.inner  # type: ignore[no-any-return]


def plain_text(value: Any) -> str:
    """A value as these messages write it: not taken apart."""
    from .text import flat_text

    try:
        if isinstance(value, float) or value.__class__.__name__ == "DateTime":
            from .dotnet.valueformat import format_value

            return format_value(value, "")
        return flat_text(value, top=True)
    except ShellError:
        return ""


def type_name(value: Any) -> str:
    """The first type name of a value."""
    from .typedata import type_names_of

    return type_names_of(value)[0]


def final_error(value: Any, target: NetType) -> CastError:
    """There is no way from the value to the type."""
    if value is None:
        if target.kind == "enum":
            from .convertenums import names_in_order

            return CastError(
                f'Cannot convert null to type "{target.text}" due to enumeration values that are not valid. Specify one of the following '
                f'enumeration values and try again. The possible enumeration values are "{",".join(names_in_order(target))}".',
                "nullToEnumInvalidCast",
            )
        return CastError(f'Cannot convert null to type "{target.text}".', "nullToObjectInvalidCast")
    return CastError(
        f'Cannot convert the "{plain_text(value)}" value of type "{type_name(value)}" to type "{target.text}".',
        "ConvertToFinalInvalidCastException",
    )


def caused_error(value: Any, target: NetType, id: str, cause: NetException | ShellError) -> CastError:
    """There is a way, and it failed for a cause."""
    if isinstance(cause, ShellError):
        inner = cause.inner if isinstance(cause.inner, NetException) else NetException(CAST_EXCEPTION, cause.message)
    else:
        inner = cause
    return CastError(
        f'Cannot convert value "{plain_text(value)}" to type "{target.text}". Error: "{cause.message}"', id, inner
    )
