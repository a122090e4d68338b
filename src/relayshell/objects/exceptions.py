"""NetException: a .NET exception object, which scripts catch, read and throw.

The tree of exception types is among the facts, so that catch [System.IO.IOException] finds a
FileNotFoundException. What members scripts see on them is declared in objects.exceptiontypes.
"""

from __future__ import annotations

from typing import Any

from .nettype import NetType, get_type

RUNTIME_EXCEPTION = "System.Management.Automation.RuntimeException"


class NetException(Exception):
    """An exception of a .NET type.

    type_name     full name of the type
    message       its Message
    inner         its InnerException, a NetException or None
    error_record  the ErrorRecord it carries (RuntimeException and its kin), made by the runtime
    more          members that this type has beyond Exception's (ParamName, ActualValue, ErrorId ...)
    net_type      the NetType; of a class defined in a script where type_name would not find it
    """

    def __init__(
        self,
        type_name: str,
        message: str,
        inner: Any = None,
        *,
        error_record: Any = None,
        net_type: NetType | None = None,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.type_name = type_name
        self.message = message
        self.inner = inner
        self.error_record = error_record
        self.more = more
        self._net_type = net_type
        self.data: Any = None
        self.props: dict[str, Any] | None = None
        self.script_instance: Any = None
        self.stack_trace: str | None = None

    @property
    def net_type(self) -> NetType:
        """The exception's type."""
        if self._net_type is None:
            self._net_type = get_type(self.type_name)
        return self._net_type


def argument_exception(message: str, parameter: str | None = None, inner: Any = None) -> NetException:
    """System.ArgumentException, its parameter named in the message as .NET does."""
    text = f"{message} (Parameter '{parameter}')" if parameter else message
    return NetException("System.ArgumentException", text, inner, ParamName=parameter)


def argument_null(parameter: str, message: str = "Value cannot be null.") -> NetException:
    """System.ArgumentNullException."""
    return NetException("System.ArgumentNullException", f"{message} (Parameter '{parameter}')", ParamName=parameter)


def out_of_range(parameter: str, message: str, actual: Any = None) -> NetException:
    """System.ArgumentOutOfRangeException; with an actual value a second line tells it."""
    text = f"{message} (Parameter '{parameter}')"
    if actual is not None:
        text += f"\nActual value was {actual}."
    return NetException("System.ArgumentOutOfRangeException", text, ParamName=parameter, ActualValue=actual)


def format_exception(message: str) -> NetException:
    """System.FormatException."""
    return NetException("System.FormatException", message)


def invalid_operation(message: str) -> NetException:
    """System.InvalidOperationException."""
    return NetException("System.InvalidOperationException", message)


def overflow(message: str) -> NetException:
    """System.OverflowException."""
    return NetException("System.OverflowException", message)


def index_out_of_range(message: str = "Index was outside the bounds of the array.") -> NetException:
    """System.IndexOutOfRangeException."""
    return NetException("System.IndexOutOfRangeException", message)


def not_supported(message: str) -> NetException:
    """System.NotSupportedException."""
    return NetException("System.NotSupportedException", message)
