"""The bounds of System.Decimal: 96 bits and 28 places, which Python's Decimal does not have."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from math import isfinite

from .exceptions import overflow

DECIMAL_MAX = Decimal(2**96 - 1)
_WIDE = Context(prec=200, rounding=ROUND_HALF_EVEN)


def fit_decimal(value: Decimal) -> Decimal:
    """The value within 96 bits and 28 places, rounded half to even; raises NetException beyond."""
    if not value.is_finite() or abs(value) > DECIMAL_MAX:
        raise overflow("Value was either too large or too small for a Decimal.")
    sign, digits, exponent = value.as_tuple()
    if exponent > 0:  # type: ignore[operator]
        return Decimal((sign, (*digits, *([0] * exponent)), 0))  # type: ignore[operator]
    places = -exponent  # type: ignore[operator]
    while places > 28 or int("".join(map(str, digits)) or "0") > 2**96 - 1:
        places = min(places - 1, 28)
        value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN, context=_WIDE)
        sign, digits, exponent = value.as_tuple()
    return value


def decimal_of_double(value: float, digits: int = 15) -> Decimal:
    """A double as a decimal: 15 significant digits, as .NET converts."""
    if not isfinite(value):
        raise overflow("Value was either too large or too small for a Decimal.")
    rounded = Decimal(format(value, f".{digits}g"))
    if rounded == 0:
        return Decimal(0)
    found = fit_decimal(rounded)
    if "." in format(found, "f"):
        found = Decimal(format(found, "f").rstrip("0").rstrip("."))
    return found
