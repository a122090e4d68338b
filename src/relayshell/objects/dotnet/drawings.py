"""System.Drawing's small structures: Point, Size and Rectangle of whole numbers, PointF and SizeF of fractions."""

from __future__ import annotations

from typing import Any, Callable

from relayshell.objects.declare import declare
from relayshell.objects.nettype import get_type
from relayshell.objects.numbers import Single

_D = "System.Drawing."


class Shape:
    """Named numbers of one structure."""

    __slots__ = ("net_type", "values")

    def __init__(self, name: str, values: dict[str, Any]) -> None:
        self.net_type, self.values = get_type(_D + name), values

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shape) and other.net_type is self.net_type and other.values == self.values

    def __hash__(self) -> int:
        return hash(tuple(self.values.values()))

    def __str__(self) -> str:
        from relayshell.objects.dotnet.results import text_of
        spaced = ", " if self.net_type.name.startswith("Size") or self.net_type.name.endswith("F") else ","
        return "{" + spaced.join(f"{name}={text_of(value)}" for name, value in self.values.items()) + "}"


def _maker(name: str, parts: tuple[str, ...], number: Callable[[Any], Any]) -> Callable[..., Shape]:
    def make(*args: Any) -> Shape:
        flat: list[Any] = []
        for argument in args:
            flat.extend(argument.values.values() if isinstance(argument, Shape) else [argument])
        return Shape(name, dict(zip(parts, map(number, flat or [0] * len(parts)))))
    return make


def _put(part: str, number: Callable[[Any], Any]) -> Callable[[Shape, Any], None]:
    return lambda self, value: self.values.__setitem__(part, number(value))


def _get(part: str) -> Callable[[Shape], Any]:
    return lambda self: self.values[part]


def _combine(sign: int) -> Callable[[Shape, Shape], Shape]:
    def combine(a: Shape, b: Shape) -> Shape:
        others = list(b.values.values())
        return Shape(a.net_type.name, {part: type(value)(value + sign * other) for (part, value), other in zip(a.values.items(), others)})
    return combine


def _offset(self: Shape, *args: Any) -> None:
    moves = list(args[0].values.values()) if isinstance(args[0], Shape) else args
    for part, move in zip(list(self.values), moves):
        self.values[part] += move


def _contains(self: Shape, *args: Any) -> bool:
    x, y, *size = args[0].values.values() if isinstance(args[0], Shape) else args
    wide, high = size or (0, 0)
    inside = self.values["X"] <= x and self.values["Y"] <= y
    right, bottom = self.values["X"] + self.values["Width"], self.values["Y"] + self.values["Height"]
    return inside and (x + wide <= right and y + high <= bottom if size else x < right and y < bottom)


def _declare(name: str, parts: tuple[str, ...], shown: str, number: Callable[[Any], Any]) -> None:
    kind = _D + name
    make = _maker(name, parts, number)
    getters: dict[str, Any] = {"IsEmpty": lambda self: not any(self.values.values()), **{part: _get(part) for part in parts}}
    constructors = [f"({', '.join(f'{shown} {part.lower()}' for part in parts)})"]
    methods: dict[str, Any] = {"ToString": str, "Equals": lambda self, other: self == other, "GetHashCode": lambda self: hash(self) & 0x7FFFFFFF}
    if name.startswith("Rectangle"):
        point, size = ("Point", "Size") if name == "Rectangle" else ("PointF", "SizeF")
        constructors.append(f"({_D}{point} location, {_D}{size} size)")
        getters = {"Location": lambda self: Shape(point, {part: self.values[part] for part in ("X", "Y")}), "Size": lambda self: Shape(size, {part: self.values[part] for part in ("Width", "Height")}),
                   **{part: _get(part) for part in parts}, "Left": _get("X"), "Top": _get("Y"), "Right": lambda self: self.values["X"] + self.values["Width"],
                   "Bottom": lambda self: self.values["Y"] + self.values["Height"], "IsEmpty": lambda self: not any(self.values.values())}
        methods["Contains"] = _contains
    elif name.startswith("Point"):
        methods["Offset"] = _offset
    types = {"IsEmpty": "bool", "Location": f"{_D}Point", "Size": f"{_D}Size"}
    declare(
        kind, Shape, new={"*": make, "()": make}, dynamic=True, kind="struct", base="System.ValueType", get=getters, set={part: _put(part, number) for part in parts}, methods=methods,
        statics={"op_Equality": lambda a, b: a == b, "op_Inequality": lambda a, b: a != b, "op_Addition": _combine(1), "op_Subtraction": _combine(-1), "Add": _combine(1), "Subtract": _combine(-1)},
        static_get={"Empty": make}, to_text=str,
        signatures=("()", *constructors, *(f"{types.get(part, shown)} {part} {{get;{'set;' if part in parts else ''}}}" for part in getters), f"static {kind} Empty",
                    *(("void Offset(int dx, int dy)",) if name == "Point" else ()), *(("bool Contains(int x, int y)", f"bool Contains({_D}Point pt)", f"bool Contains({_D}Rectangle rect)") if name == "Rectangle" else ())),
    )


_declare("Point", ("X", "Y"), "int", int)
_declare("Size", ("Width", "Height"), "int", int)
_declare("PointF", ("X", "Y"), "float", Single)
_declare("SizeF", ("Width", "Height"), "float", Single)
_declare("Rectangle", ("X", "Y", "Width", "Height"), "int", int)
