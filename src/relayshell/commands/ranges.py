"""ValidateRange: a value between two others, or on one side of zero."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from relayshell.commands.checking import ElementCheck, ValidationFailure, text_of, type_name_of
from relayshell.errors import ShellError


class RangeKind(enum.Enum):
    """A side of zero, as ValidateRange names it; the value is what the message calls it."""

    POSITIVE = "greater than"
    NON_NEGATIVE = "greater than or equal to"
    NEGATIVE = "less than"
    NON_POSITIVE = "less than or equal to"

    @classmethod
    def named(cls, name: str) -> RangeKind | None:
        """The kind with PowerShell's name (`Positive`, `NonNegative`, ...), or None."""
        return _KINDS.get(name.lower())

    def holds(self, number: Any) -> bool:
        """Whether the number lies on this side."""
        match self:
            case RangeKind.POSITIVE:
                return bool(number > 0)
            case RangeKind.NON_NEGATIVE:
                return bool(number >= 0)
            case RangeKind.NEGATIVE:
                return bool(number < 0)
        return bool(number <= 0)


_KINDS = {
    "positive": RangeKind.POSITIVE,
    "nonnegative": RangeKind.NON_NEGATIVE,
    "negative": RangeKind.NEGATIVE,
    "nonpositive": RangeKind.NON_POSITIVE,
}


@dataclass(frozen=True)
class ValidateRange(ElementCheck):
    """Not below `minimum`, not above `maximum`; or, with `kind`, on that side of zero.

    A limit that is None is no limit (which scripts cannot write, but cmdlets can).
    """

    minimum: Any = None
    maximum: Any = None
    kind: RangeKind | None = None

    def check_element(self, element: Any, host: Any) -> None:
        from relayshell.objects.psobject import unwrap

        element = unwrap(element)
        if self.kind is not None:
            self._check_kind(element)
            return
        if isinstance(element, bool):
            element = int(element)
        if not isinstance(element, (int, float, Decimal)) or not isinstance(self._limit(), (int, float, Decimal)):
            element = self._as_limit(element)
        if self.minimum is not None and self._below(element, self.minimum):
            low = text_of(self.minimum)
            raise ValidationFailure(
                f"The {text_of(element)} argument is less than the minimum allowed range of {low}. Supply an argument "
                f"that is greater than or equal to {low} and then try the command again.",
                "ValidateRangeTooSmall",
            )
        if self.maximum is not None and self._below(self.maximum, element):
            high = text_of(self.maximum)
            raise ValidationFailure(
                f"The {text_of(element)} argument is greater than the maximum allowed range of {high}. Supply an argument "
                f"that is less than or equal to {high} and then try the command again.",
                "ValidateRangeTooBig",
            )

    def _limit(self) -> Any:
        return self.maximum if self.minimum is None else self.minimum

    @staticmethod
    def _below(one: Any, other: Any) -> bool:
        if isinstance(one, (int, float, Decimal)):
            # What is no number stands below all numbers.
            return bool(one < other) or one != one and other == other
        from relayshell.objects.compare import lt

        return bool(lt(one, other, ignore_case=False))

    def _as_limit(self, element: Any) -> Any:
        """The element as the type of the limits."""
        from relayshell.objects.convert import convert
        from relayshell.objects.typeof import type_of

        wanted = type_of(self._limit())
        if type_of(element) is wanted:
            return element
        try:
            return convert(element, wanted)
        except ShellError:
            raise ValidationFailure(
                f'The argument cannot be validated because its type "{type_name_of(element)}" is not the same type '
                f"({wanted.name}) as the maximum and minimum limits of the parameter. Make sure the argument is of type "
                f"{wanted.name} and then try the command again.",
                "ValidateRangeElementType",
            ) from None

    def _check_kind(self, element: Any) -> None:
        assert self.kind is not None
        number = element.ticks if type_name_of(element) == "TimeSpan" else element
        if isinstance(number, bool) or not isinstance(number, (int, float, Decimal)):
            raise ValidationFailure(
                f'The argument cannot be validated because its type "{type_name_of(element)}" is not the same type '
                "(Int32) as the maximum and minimum limits of the parameter. Make sure the argument is of type "
                "Int32 and then try the command again.",
                "ValidateRangeElementType",
            )
        if not self.kind.holds(number):
            raise ValidationFailure(
                f'The argument "{text_of(element)}" cannot be validated because its value is not {self.kind.value} zero.',
                f"ValidateRange{self.kind.name.title().replace('_', '')}Failure",
            )


def at_least(minimum: Any) -> ValidateRange:
    """Not below the minimum."""
    return ValidateRange(minimum, 2147483647 if type(minimum) is int else None)


def at_most(maximum: Any) -> ValidateRange:
    """Not above the maximum."""
    return ValidateRange(-2147483648 if type(maximum) is int else None, maximum)


def between(minimum: Any, maximum: Any) -> ValidateRange:
    """Not below the minimum and not above the maximum."""
    return ValidateRange(minimum, maximum)
