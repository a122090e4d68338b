"""The .NET exceptions that members of this folder throw, each with .NET's own type name and words.

Every function makes an exception and leaves the raising to its caller. It knows nothing of error records.
"""

from __future__ import annotations

from typing import Any

from relayshell.objects.exceptions import NetException


def fault(type_name: str, message: str, inner: Any = None) -> NetException:
    """An exception of any .NET type."""
    return NetException(type_name, message, inner)


def format_fault(message: str = "Input string was not in a correct format.") -> NetException:
    """System.FormatException."""
    return NetException("System.FormatException", message)


def input_fault(text: str) -> NetException:
    """The FormatException of the number parsers, naming the text."""
    return NetException("System.FormatException", f"The input string '{text}' was not in a correct format.")


def argument_fault(message: str, parameter: str | None = None) -> NetException:
    """System.ArgumentException; the parameter's name follows the message as .NET adds it."""
    return _named("System.ArgumentException", message, parameter)


def null_fault(parameter: str) -> NetException:
    """System.ArgumentNullException."""
    return _named("System.ArgumentNullException", "Value cannot be null.", parameter)


def range_fault(message: str, parameter: str | None = None, actual: object = None) -> NetException:
    """System.ArgumentOutOfRangeException; `actual` adds .NET's second line."""
    whole = f"{message} (Parameter '{parameter}')" if parameter else message
    if actual is not None:
        whole += f"\nActual value was {actual}."
    return NetException("System.ArgumentOutOfRangeException", whole, ParamName=parameter, ActualValue=actual)


def overflow_fault(message: str) -> NetException:
    """System.OverflowException."""
    return NetException("System.OverflowException", message)


def operation_fault(message: str) -> NetException:
    """System.InvalidOperationException."""
    return NetException("System.InvalidOperationException", message)


def unsupported_fault(message: str = "Specified method is not supported.") -> NetException:
    """System.NotSupportedException."""
    return NetException("System.NotSupportedException", message)


def cast_fault(message: str) -> NetException:
    """System.InvalidCastException."""
    return NetException("System.InvalidCastException", message)


def index_fault(message: str = "Index was outside the bounds of the array.") -> NetException:
    """System.IndexOutOfRangeException."""
    return NetException("System.IndexOutOfRangeException", message)


def key_fault(key: str) -> NetException:
    """System.Collections.Generic.KeyNotFoundException for the key as text."""
    return NetException("System.Collections.Generic.KeyNotFoundException", f"The given key '{key}' was not present in the dictionary.")


def _named(type_name: str, message: str, parameter: str | None) -> NetException:
    whole = f"{message} (Parameter '{parameter}')" if parameter else message
    return NetException(type_name, whole, ParamName=parameter)
