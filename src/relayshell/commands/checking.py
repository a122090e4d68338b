"""What a check of a value is, and how it says no.

The ground under validation.py and ranges.py: the failure, a check of a whole value and a
check of each element. It knows none of the checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.collections import enumerate_value
from relayshell.objects.psobject import unwrap

NULL_OR_NULL_ELEMENT = (
    "The argument has a null value, or an element of the argument collection contains a null value. "
    "Provide a collection that does not contain any null values, and then try the command again."
)
NULL = "The argument is null. Provide a valid value for the argument, and then try running the command again."
EMPTY_ELEMENT = (
    "The argument is null, empty, or an element of the argument collection contains a null value. "
    "Supply a collection that does not contain any null values and then try the command again."
)
EMPTY = (
    "The argument is null or empty. Provide an argument that is not null or empty, and then try the command again."
)
BLANK = (
    "The argument is null, empty, or consists of only white-space characters. "
    "Provide an argument that contains non white-space characters, and then try the command again."
)
BLANK_ELEMENT = (
    "The argument is null or empty, or an element of the argument collection contains a null or white-space value. "
    "Supply a collection that does not contain any null or white-space values and then try the command again."
)


class ValidationFailure(ShellError):
    """A value that a check does not allow; `message` says why and what would be right.

    passes  whether an argument without a name, refused so, may still mean another parameter
    """

    passes = False

    def __init__(self, message: str, id: str = "ValidationFailure", inner: Any = None) -> None:
        super().__init__(message, id, "MetadataError", inner=inner)


def text_of(value: Any) -> str:
    from relayshell.objects.text import to_text

    return to_text(value)


def type_name_of(value: Any) -> str:
    from relayshell.objects.typeof import type_of

    return type_of(value).name


def plain(value: Any) -> Any:
    return unwrap(value)


def elements_of(value: Any) -> Iterator[Any] | None:
    return enumerate_value(value)


class Check:
    """A check of a value as a whole."""

    def check(self, value: Any, host: Any = None) -> None:
        """Raise ValidationFailure when the value is not allowed."""
        raise NotImplementedError


class ElementCheck(Check):
    """A check of each element of a collection, or of the value itself when it is no collection."""

    def check(self, value: Any, host: Any = None) -> None:
        if value is None:
            raise ValidationFailure(EMPTY_ELEMENT, "ArgumentIsEmpty")
        if type(value) in (int, str, float, bool):
            self.check_element(value, host)
            return
        elements = elements_of(value)
        if elements is None:
            self.check_element(plain(value), host)
            return
        for element in elements:
            self.check_element(plain(element), host)

    def check_element(self, element: Any, host: Any) -> None:
        """Raise ValidationFailure when the element is not allowed."""
        raise NotImplementedError
