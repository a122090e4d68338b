"""The mathematics that Math, Double, Single and Half share, with .NET's answers where Python would raise."""

from __future__ import annotations

import math
from typing import Any, Callable

from relayshell.objects.dotnet.faults import argument_fault, fault, range_fault


def guarded(function: Callable[..., float], outside: float = math.nan) -> Callable[..., float]:
    """A function that gives NaN outside its domain and infinity when too large."""
    def answer(*args: float) -> float:
        try:
            return function(*args)
        except ValueError:
            return outside
        except OverflowError:
            return math.inf
    return answer


def log(value: float, base: float | None = None) -> float:
    """Log with -∞ at zero and NaN below."""
    if base is None:
        return math.nan if value < 0 or value != value else -math.inf if value == 0 else math.log(value)
    if base == 1 or base != base or value != value or (value != 1 and (base == 0 or base == math.inf)):
        return math.nan
    if base == 10:
        return log10(value)
    return divide(log(value), log(base))


def log10(value: float) -> float:
    """Log10."""
    return math.nan if value < 0 or value != value else -math.inf if value == 0 else math.log10(value)


def log2(value: float) -> float:
    """Log2."""
    return math.nan if value < 0 or value != value else -math.inf if value == 0 else math.log2(value)


def power(base: float, exponent: float) -> float:
    """Pow."""
    try:
        return math.pow(base, exponent)
    except ValueError:
        if base == 0:
            return math.copysign(math.inf, base) if exponent % 2 == 1 else math.inf
        return math.nan
    except OverflowError:
        return -math.inf if base < 0 and exponent % 2 == 1 else math.inf


def divide(a: float, b: float) -> float:
    """Division by zero gives an infinity or NaN."""
    if b == 0:
        return math.nan if a == 0 or a != a else math.copysign(math.inf, a) * math.copysign(1, b)
    return a / b


def round_double(value: float, digits: int = 0, mode: int = 0) -> float:
    """Math.Round of a double: mode 0 to even, 1 away from zero, 2 to zero, 3 down, 4 up."""
    if not 0 <= digits <= 15:
        raise range_fault("Rounding digits must be between 0 and 15, inclusive.", "digits")
    if not 0 <= mode <= 4:
        raise argument_fault(f"The value '{mode}' is not valid for this usage of the type MidpointRounding.", "mode")
    if abs(value) >= 1e16 or value != value or math.isinf(value):
        return value
    scale = 10.0**digits
    scaled = value * scale
    if mode == 0:
        whole = float(round(scaled))
    elif mode == 1:
        fraction, whole = math.modf(scaled)
        if abs(fraction) >= 0.5:
            whole += math.copysign(1, fraction)
    elif mode == 2:
        whole = float(math.trunc(scaled))
    elif mode == 3:
        whole = float(math.floor(scaled))
    else:
        whole = float(math.ceil(scaled))
    return math.copysign(whole / scale, value)


def round_args(args: tuple[Any, ...]) -> tuple[int, int]:
    """The digits and mode of Round's arguments behind the value."""
    digits, mode = 0, 0
    for argument in args:
        if hasattr(argument, "type"):
            mode = argument.value
        else:
            digits = argument
    return digits, mode


def whole(function: Callable[[float], int]) -> Callable[[float], float]:
    """Floor, Ceiling or Truncate that keep infinities and the sign of zero."""
    return lambda value: math.copysign(float(function(value)), value) if math.isfinite(value) else value


def sign_of(value: Any) -> int:
    """Sign. Raises ArithmeticException for NaN."""
    if value != value:
        raise fault("System.ArithmeticException", "Function does not accept floating point Not-a-Number values.")
    return (value > 0) - (value < 0)


def _larger(a: float, b: float) -> float:
    return math.nan if a != a or b != b else a if a > b or (a == b and math.copysign(1, b) < 0) else b


def _smaller(a: float, b: float) -> float:
    return math.nan if a != a or b != b else a if a < b or (a == b and math.copysign(1, a) < 0) else b


def clamp(value: Any, least: Any, most: Any) -> Any:
    """Clamp. Raises ArgumentException when the bounds are crossed."""
    if least > most:
        raise argument_fault(f"'{_text(least)}' cannot be greater than {_text(most)}.")
    return least if value < least else most if value > most else value


def _text(value: Any) -> str:
    from relayshell.objects.dotnet.numberformat import format_number
    return format_number(value, None)


def _number(pick: Callable[..., float], a: float, b: float) -> float:
    return b if a != a else a if b != b else pick(a, b)


def _magnitude(a: float, b: float, larger: bool) -> float:
    if a != a or b != b:
        return math.nan
    if abs(a) != abs(b):
        return a if (abs(a) > abs(b)) == larger else b
    return _larger(a, b) if larger else _smaller(a, b)


def ilogb(value: float) -> int:
    """The exponent of two."""
    if value == 0:
        return -2147483648
    return 2147483647 if not math.isfinite(value) else math.frexp(value)[1] - 1


def _sincos(value: float) -> Any:
    from relayshell.objects.dotnet.tuples import value_tuple
    return value_tuple(guarded(math.sin)(value), guarded(math.cos)(value))


def _sincos_pi(value: float) -> Any:
    from relayshell.objects.dotnet.tuples import value_tuple
    return value_tuple(guarded(math.sin)(value * math.pi), guarded(math.cos)(value * math.pi))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "Abs": abs, "Acos": guarded(math.acos), "Acosh": guarded(math.acosh), "Asin": guarded(math.asin), "Asinh": math.asinh, "Atan": math.atan,
    "Atan2": math.atan2, "Atanh": guarded(lambda v: math.copysign(math.inf, v) if abs(v) == 1 else math.atanh(v)), "Cbrt": math.cbrt,
    "Ceiling": whole(math.ceil), "Floor": whole(math.floor), "Truncate": whole(math.trunc), "CopySign": math.copysign, "Cos": guarded(math.cos),
    "Cosh": guarded(math.cosh), "Exp": guarded(math.exp), "Sin": guarded(math.sin), "Sinh": guarded(lambda v: math.copysign(math.inf, v) if abs(v) > 711 else math.sinh(v)),
    "Tan": guarded(math.tan), "Tanh": math.tanh, "Sqrt": guarded(math.sqrt), "Log": log, "Log10": log10, "Log2": log2, "Pow": power,
    "Max": _larger, "Min": _smaller, "Clamp": clamp, "ClampNative": clamp, "Divide": divide, "SinCos": _sincos, "SinCosPi": _sincos_pi,
    "Round": lambda value, *args: round_double(value, *round_args(args)), "FusedMultiplyAdd": lambda a, b, c: a * b + c,
    "MultiplyAddEstimate": lambda a, b, c: a * b + c, "ILogB": ilogb, "ScaleB": guarded(math.ldexp), "ReciprocalEstimate": lambda v: divide(1.0, v),
    "ReciprocalSqrtEstimate": lambda v: divide(1.0, guarded(math.sqrt)(v)), "Hypot": math.hypot, "Lerp": lambda a, b, t: a * (1 - t) + b * t,
    "Ieee754Remainder": guarded(math.remainder), "IEEERemainder": guarded(math.remainder), "DegreesToRadians": lambda v: v * math.pi / 180,
    "RadiansToDegrees": lambda v: v * 180 / math.pi, "Exp2": guarded(lambda v: 2.0**v), "Exp10": guarded(lambda v: 10.0**v), "ExpM1": guarded(math.expm1),
    "Exp2M1": guarded(lambda v: 2.0**v - 1), "Exp10M1": guarded(lambda v: 10.0**v - 1), "LogP1": lambda v: log(v + 1), "Log2P1": lambda v: log2(v + 1),
    "Log10P1": lambda v: log10(v + 1), "RootN": lambda v, n: math.copysign(power(abs(v), 1 / n), v), "AcosPi": lambda v: guarded(math.acos)(v) / math.pi,
    "AsinPi": lambda v: guarded(math.asin)(v) / math.pi, "AtanPi": lambda v: math.atan(v) / math.pi, "Atan2Pi": lambda y, x: math.atan2(y, x) / math.pi,
    "CosPi": lambda v: guarded(math.cos)(v * math.pi), "SinPi": lambda v: guarded(math.sin)(v * math.pi), "TanPi": lambda v: guarded(math.tan)(v * math.pi),
    "MaxNumber": lambda a, b: _number(_larger, a, b), "MinNumber": lambda a, b: _number(_smaller, a, b), "MaxNative": _larger, "MinNative": _smaller,
    "MaxMagnitude": lambda a, b: _magnitude(a, b, True), "MinMagnitude": lambda a, b: _magnitude(a, b, False),
    "MaxMagnitudeNumber": lambda a, b: _number(lambda x, y: _magnitude(x, y, True), a, b),
    "MinMagnitudeNumber": lambda a, b: _number(lambda x, y: _magnitude(x, y, False), a, b),
}
