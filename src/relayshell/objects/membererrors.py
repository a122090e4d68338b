"""The errors of reading, setting, calling and indexing, each with PowerShell's id and words."""

from __future__ import annotations

from typing import Any

from ..errors import ShellError
from .exceptions import RUNTIME_EXCEPTION, NetException
from .nettype import NetType

_P = "System.Management.Automation."


def net_error(exception: NetException) -> ShellError:
    """A .NET exception that passes into the script as it is: its type's name is the id."""
    return ShellError(exception.message, exception.type_name, "OperationStopped", exception=exception)


def call_on_null() -> ShellError:
    """A method of null was called."""
    return ShellError("You cannot call a method on a null-valued expression.", "InvokeMethodOnNull", "InvalidOperation")


def index_of_null() -> ShellError:
    """Null was indexed."""
    return ShellError("Cannot index into a null array.", "NullArray", "InvalidOperation")


def cannot_index(net_type: NetType) -> ShellError:
    """A value that has no elements was indexed."""
    return ShellError(f'Unable to index into an object of type "{net_type.text}".', "CannotIndex", "InvalidOperation")


def method_not_found(net_type: NetType, name: str, target: Any = None) -> ShellError:
    """There is no such method."""
    return ShellError(
        f"Method invocation failed because [{net_type.text}] does not contain a method named '{name}'.",
        "MethodNotFound", "InvalidOperation", target,
    )


def property_not_found_strict(name: str) -> ShellError:
    """There is no such property, and strict mode minds."""
    message = f"The property '{name}' cannot be found on this object. Verify that the property exists."
    return ShellError(
        message, "PropertyNotFoundStrict", "NotSpecified", exception=NetException(_P + "PropertyNotFoundException", message),
    )


def cannot_set(name: str) -> str:
    """The words for a property that is not there to be set."""
    return f"The property '{name}' cannot be found on this object. Verify that the property exists and can be set."


def set_not_found(name: str, id: str = "PropertyAssignmentException") -> ShellError:
    """There is no such property to be set."""
    return ShellError(cannot_set(name), id, "InvalidOperation")


def read_only(name: str) -> ShellError:
    """The property cannot be set."""
    return ShellError(f"'{name}' is a ReadOnly property.", "PropertyAssignmentException", "InvalidOperation")


def setting_failed(name: str, cause: str, inner: Any = None) -> ShellError:
    """Setting it raised an exception."""
    message = f'Exception setting "{name}": "{cause}"'
    return ShellError(
        message, "ExceptionWhenSetting", "NotSpecified",
        exception=NetException(_P + "SetValueInvocationException", message, inner),
    )


def no_setter(name: str) -> ShellError:
    """A script property without a setter was set."""
    message = f'Set accessor for property "{name}" is unavailable.'
    return ShellError(
        message, "SetWithoutSetterFromScriptProperty", "NotSpecified", exception=NetException(_P + "SetValueException", message),
    )


def getting_failed(name: str, inner: NetException) -> ShellError:
    """Reading it raised an exception."""
    message = f'Exception getting "{name}": "{inner.message}"'
    return ShellError(
        message, "ExceptionWhenGetting", "NotSpecified", exception=NetException(_P + "GetValueInvocationException", message, inner),
    )


def exception_of(error: BaseException) -> NetException:
    """The .NET exception that a shell error stands for; an error of the shell's own is told as it is."""
    if not isinstance(error, ShellError):
        return error if isinstance(error, NetException) else NetException(RUNTIME_EXCEPTION, f"{type(error).__name__}: {error}")
    if isinstance(error.exception, NetException):
        return error.exception
    return NetException(RUNTIME_EXCEPTION, error.message, error.inner if isinstance(error.inner, NetException) else None)


def calling_failed(name: str, count: int, inner: NetException) -> ShellError:
    """The method raised an exception."""
    message = f'Exception calling "{name}" with "{count}" argument(s): "{inner.message}"'
    return ShellError(
        message, inner.net_type.name, "NotSpecified", exception=NetException(_P + "MethodInvocationException", message, inner), inner=inner,
    )
