"""Checks of a parameter's value: what is allowed and what is said when it is not.

Each check is frozen data with `check(value, host)`, which raises ValidationFailure with the
words that PowerShell prints after "Cannot validate argument on parameter 'x'.". The same
checks guard variables. They know nothing of binding; `host` is needed by scripts alone
(ValidateScript) and by drives, and may be None.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from relayshell.commands.checking import (
    BLANK,
    BLANK_ELEMENT,
    EMPTY,
    EMPTY_ELEMENT,
    NULL,
    NULL_OR_NULL_ELEMENT,
    Check,
    ElementCheck,
    ValidationFailure,
    elements_of,
    plain,
    text_of,
)
from relayshell.commands.ranges import RangeKind, ValidateRange, at_least, at_most, between

__all__ = [
    "Check",
    "ElementCheck",
    "RangeKind",
    "ValidateCount",
    "ValidateDrive",
    "ValidateLength",
    "ValidateNotNull",
    "ValidateNotNullOrEmpty",
    "ValidateNotNullOrWhiteSpace",
    "ValidatePattern",
    "ValidateRange",
    "ValidateScript",
    "ValidateSet",
    "ValidateTrustedData",
    "ValidateUserDrive",
    "ValidationFailure",
    "VariableName",
    "at_least",
    "at_most",
    "between",
    "choices",
    "matching",
    "not_empty",
    "not_null",
    "one_of",
]


@dataclass(frozen=True)
class ValidateNotNull(Check):
    """Not null, and no element null."""

    def check(self, value: Any, host: Any = None) -> None:
        if value is None:
            raise ValidationFailure(NULL, "ArgumentIsNull")
        if type(value) is str:
            return
        for element in elements_of(value) or ():
            if element is None:
                raise ValidationFailure(NULL_OR_NULL_ELEMENT, "ArgumentIsNull")


@dataclass(frozen=True)
class ValidateNotNullOrEmpty(Check):
    """Not null, no empty text and no empty collection; nor any such element."""

    blank: bool = False

    def check(self, value: Any, host: Any = None) -> None:
        value = plain(value) if type(value) is not str else value
        if value is None:
            raise ValidationFailure(BLANK if self.blank else EMPTY, "ArgumentIsNull")
        if isinstance(value, str):
            if self._bad(value):
                raise ValidationFailure(BLANK if self.blank else EMPTY, "ArgumentIsEmpty")
            return
        elements = elements_of(value)
        if elements is None:
            return
        empty = True
        for element in elements:
            empty = False
            element = plain(element)
            if element is None or (isinstance(element, str) and self._bad(element)):
                raise ValidationFailure(BLANK_ELEMENT if self.blank else EMPTY_ELEMENT, "ArgumentIsEmpty")
        if empty:
            raise ValidationFailure(EMPTY_ELEMENT, "ArgumentCollectionIsEmpty")

    def _bad(self, text: str) -> bool:
        return not (text.strip() if self.blank else text)


def ValidateNotNullOrWhiteSpace() -> ValidateNotNullOrEmpty:  # noqa: N802 - the attribute's own name
    """As ValidateNotNullOrEmpty, and no text of white space alone."""
    return ValidateNotNullOrEmpty(blank=True)


@dataclass(frozen=True)
class ValidateSet(ElementCheck):
    """One of some texts. `generator`, when given, is asked for them each time."""

    values: tuple[str, ...] = ()
    ignore_case: bool = True
    error_message: str | None = None
    generator: Any = None

    def allowed(self, host: Any = None) -> tuple[str, ...]:
        """The texts allowed now."""
        if self.generator is None:
            return self.values
        values = tuple(text_of(value) for value in self.generator())
        if not values:
            raise ValidationFailure(
                "Cannot validate the parameter because the valid values generator returned a null value.",
                "ValidateSetGeneratedValidValuesListIsNull",
            )
        return values

    def check_element(self, element: Any, host: Any) -> None:
        text = element if type(element) is str else text_of(element)
        values = self.allowed(host)
        if self.ignore_case:
            folded = text.casefold()
            if any(folded == value.casefold() for value in values):
                return
        elif text in values:
            return
        shown = ",".join(values)
        if self.error_message:
            raise ValidationFailure(_filled(self.error_message, text, shown), "ValidateSetFailure")
        raise ValidationFailure(
            f'The argument "{text}" does not belong to the set "{shown}" specified by the ValidateSet attribute. '
            "Supply an argument that is in the set and then try the command again.",
            "ValidateSetFailure",
        )


@dataclass(frozen=True)
class ValidateLength(ElementCheck):
    """A text of so many characters."""

    minimum: int
    maximum: int

    def check_element(self, element: Any, host: Any) -> None:
        if not isinstance(element, str):
            raise ValidationFailure(
                "The ValidateLength attribute cannot be applied to a parameter that is not a string or string[] parameter. "
                "Make the parameter a string or string[] parameter.",
                "ValidateLengthNotString",
            )
        if len(element) < self.minimum:
            raise ValidationFailure(
                f"The character length ({len(element)}) of the argument is too short. Specify an argument with a length "
                f'that is greater than or equal to "{self.minimum}", and then try the command again.',
                "ValidateLengthMinLengthFailure",
            )
        if len(element) > self.maximum:
            raise ValidationFailure(
                f"The character length of the {len(element)} argument is too long. Shorten the character length of the "
                f'argument so it is fewer than or equal to "{self.maximum}" characters, and then try the command again.',
                "ValidateLengthMaxLengthFailure",
            )


@dataclass(frozen=True)
class ValidateCount(Check):
    """A collection of so many elements."""

    minimum: int
    maximum: int

    def check(self, value: Any, host: Any = None) -> None:
        count = 0
        if value is not None:
            elements = elements_of(value)
            if elements is None:
                raise ValidationFailure(
                    "The ValidateCount attribute cannot be applied to a non-array parameter. "
                    "Either remove the attribute from the parameter or make the parameter an array parameter.",
                    "NotAnArrayParameter",
                )
            count = sum(1 for _ in elements)
        if self.minimum == self.maximum and count != self.maximum:
            raise ValidationFailure(
                f"The parameter requires exactly {self.maximum} value(s) - {count} value(s) were provided.",
                "ValidateCountExactFailure",
            )
        if not self.minimum <= count <= self.maximum:
            raise ValidationFailure(
                f"The parameter requires at least {self.minimum} value(s) and no more than {self.maximum} value(s) "
                f"- {count} value(s) were provided.",
                "ValidateCountMinMaxFailure",
            )


@dataclass(frozen=True)
class ValidatePattern(ElementCheck):
    """A text in which a regular expression is found; `options` are .NET's RegexOptions as a number."""

    pattern: str
    options: int = 1
    error_message: str | None = None

    def check_element(self, element: Any, host: Any) -> None:
        from relayshell.commands.typed import matches

        text = text_of(element)
        if matches(self.pattern, self.options, text):
            return
        if self.error_message:
            raise ValidationFailure(_filled(self.error_message, text, self.pattern), "ValidatePatternFailure")
        raise ValidationFailure(
            f'The argument "{text}" does not match the "{self.pattern}" pattern. '
            f'Supply an argument that matches "{self.pattern}" and try the command again.',
            "ValidatePatternFailure",
        )


@dataclass(frozen=True)
class ValidateScript(ElementCheck):
    """A value for which a script block says something true. `host.check_block(block, element)` runs it."""

    block: Any
    error_message: str | None = None

    def check_element(self, element: Any, host: Any) -> None:
        from relayshell.objects.convert import to_bool

        if host is not None:
            result = host.check_block(self.block, element)
        else:
            from relayshell.objects.invoke import call_for_value

            result = call_for_value(self.block, (), underscore=element)
        if not isinstance(result, bool):
            result = to_bool(result)
        if result:
            return
        text = text_of(element)
        if self.error_message:
            raise ValidationFailure(_filled(self.error_message, text, text_of(self.block)), "ValidateScriptFailure")
        raise ValidationFailure(
            f'The "{text_of(self.block)}" validation script for the argument with value "{text}" did not return a result of '
            "True. Determine why the validation script failed, and then try the command again.",
            "ValidateScriptFailure",
        )


@dataclass(frozen=True)
class ValidateTrustedData(Check):
    """Data from a trusted source. Every source is trusted outside of constrained sessions, which this shell has not."""

    def check(self, value: Any, host: Any = None) -> None:
        return None


@dataclass(frozen=True)
class ValidateDrive(ElementCheck):
    """A path on one of some drives. `host.drive_of(path)` names the drive."""

    drives: tuple[str, ...] = field(default=())

    def check_element(self, element: Any, host: Any) -> None:
        if not isinstance(element, str):
            raise ValidationFailure(
                "Cannot process the path argument. A path argument is a string such as C:\\ or Temp:/file.",
                "PathParameterValidationFailure",
            )
        drive = host.drive_of(element) if host is not None else element.partition(":")[0]
        if drive is not None and any(drive.casefold() == each.casefold() for each in self.drives):
            return
        raise ValidationFailure(
            f"The path argument drive {drive} does not belong to the set of approved drives: {','.join(self.drives)}. "
            "Supply a path argument with an approved drive.",
            "ValidateDriveFailure",
        )


def ValidateUserDrive() -> ValidateDrive:  # noqa: N802 - the attribute's own name
    """A path on the drive User."""
    return ValidateDrive(("User",))


@dataclass(frozen=True)
class VariableName(Check):
    """The name of a variable, as -OutVariable and its kin take it: not empty, perhaps with + in front."""

    def check(self, value: Any, host: Any = None) -> None:
        if value is None or value == "":
            raise ValidationFailure(EMPTY, "ArgumentIsEmpty")


def _filled(template: str, first: str, second: str) -> str:
    """A script's own ErrorMessage with {0} and {1} filled in by the -f operator's rules."""
    from relayshell.objects.formatstring import format_operator

    return format_operator(template, [first, second])


def one_of(*values: str) -> ValidateSet:
    """One of these texts."""
    return ValidateSet(tuple(values))


def matching(pattern: str) -> ValidatePattern:
    """A text in which the pattern is found."""
    return ValidatePattern(pattern)


def not_null() -> ValidateNotNull:
    """Not null."""
    return ValidateNotNull()


def not_empty() -> ValidateNotNullOrEmpty:
    """Neither null nor empty."""
    return ValidateNotNullOrEmpty()


def choices(checks: Iterable[Any]) -> tuple[str, ...]:
    """The texts that a parameter with these checks is limited to, or none when there is no such limit."""
    for check in checks:
        if isinstance(check, ValidateSet):
            return check.allowed()
    return ()
