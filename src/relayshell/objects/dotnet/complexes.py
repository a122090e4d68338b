"""System.Numerics.Complex."""

from __future__ import annotations

import cmath
import math
from typing import Any, Callable

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.numberformat import format_number


class Complex:
    """A complex number over Python's own."""

    __slots__ = ("value",)

    def __init__(self, real: float = 0.0, imaginary: float = 0.0) -> None:
        self.value = complex(real, imaginary)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Complex) and other.value == self.value

    def __hash__(self) -> int:
        return hash((Complex, self.value))

    def __str__(self) -> str:
        return self.net_format("", None)

    def net_format(self, spec: str, culture: Any) -> str:
        """<real; imaginary>, both in the format."""
        return f"<{format_number(self.value.real, spec, culture)}; {format_number(self.value.imag, spec, culture)}>"


def _of(value: complex) -> Complex:
    return Complex(value.real, value.imag)


def _plain(value: Any) -> complex:
    return value.value if isinstance(value, Complex) else complex(value)


def _one(function: Callable[[complex], complex]) -> Callable[[Any], Complex]:
    def call(value: Any) -> Complex:
        try:
            return _of(function(_plain(value)))
        except (ValueError, OverflowError, ZeroDivisionError):
            return Complex(math.nan, math.nan)
    return call


def _two(function: Callable[[complex, complex], complex]) -> Callable[[Any, Any], Complex]:
    def call(a: Any, b: Any) -> Complex:
        try:
            return _of(function(_plain(a), _plain(b)))
        except (ValueError, OverflowError, ZeroDivisionError):
            return Complex(math.nan, math.nan)
    return call


_ADD, _SUBTRACT, _MULTIPLY, _DIVIDE = (_two(f) for f in (lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a / b))
_NAMES = {"Add": _ADD, "Subtract": _SUBTRACT, "Multiply": _MULTIPLY, "Divide": _DIVIDE, "op_Addition": _ADD, "op_Subtraction": _SUBTRACT, "op_Multiply": _MULTIPLY, "op_Division": _DIVIDE}
_T = "System.Numerics.Complex"


def _text(self: Complex, *args: Any) -> str:
    spec = next((a for a in args if isinstance(a, str)), "")
    return self.net_format(spec, next((a for a in args if a is not None and not isinstance(a, str)), None))


declare(
    _T, Complex, new={"*": Complex, "()": Complex}, kind="struct", base="System.ValueType",
    get={"Real": lambda self: self.value.real, "Imaginary": lambda self: self.value.imag, "Magnitude": lambda self: abs(self.value), "Phase": lambda self: cmath.phase(self.value)},
    methods={"ToString": _text, "Equals": lambda self, other: self == other, "GetHashCode": lambda self: hash(self) & 0x7FFFFFFF},
    statics={**_NAMES, "Negate": _one(lambda v: -v), "op_UnaryNegation": _one(lambda v: -v), "Abs": lambda v: abs(_plain(v)), "Conjugate": _one(lambda v: v.conjugate()), "Sqrt": _one(cmath.sqrt),
             "Exp": _one(cmath.exp), "Log": _one(cmath.log), "Log10": _one(cmath.log10), "Sin": _one(cmath.sin), "Cos": _one(cmath.cos), "Tan": _one(cmath.tan), "Pow": _two(lambda a, b: a**b),
             "Reciprocal": _one(lambda v: 1 / v), "FromPolarCoordinates": lambda size, angle: _of(cmath.rect(size, angle)), "op_Equality": lambda a, b: _plain(a) == _plain(b),
             "op_Inequality": lambda a, b: _plain(a) != _plain(b), "op_Implicit": lambda v: Complex(float(v))},
    static_get={"Zero": Complex, "One": lambda: Complex(1.0), "ImaginaryOne": lambda: Complex(0.0, 1.0), "NaN": lambda: Complex(math.nan, math.nan)},
    signatures=("(double real, double imaginary)", "double Real {get;}", "double Imaginary {get;}", "double Magnitude {get;}", "double Phase {get;}", "string ToString()", "string ToString(string format)",
                f"static {_T} Add({_T} left, {_T} right)", f"static {_T} Multiply({_T} left, {_T} right)", f"static double Abs({_T} value)", f"static {_T} Pow({_T} value, double power)",
                f"static {_T} op_Addition({_T} left, {_T} right)", f"static {_T} op_Subtraction({_T} left, {_T} right)", f"static {_T} op_Multiply({_T} left, {_T} right)",
                f"static {_T} op_Division({_T} left, {_T} right)"),
    convert_from={"System.Double": lambda v: Complex(float(v)), "System.Int32": lambda v: Complex(float(v))}, to_text=str,
)
