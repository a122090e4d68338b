"""The smaller types of $Host: colours of a console host, rectangles, keys and cells of its buffer."""

from __future__ import annotations

from typing import Any

from relayshell.objects.convert import convert
from relayshell.objects.declare import declare
from relayshell.objects.enums import enum_member
from relayshell.objects.nettype import get_type
from relayshell.objects.text import to_text

_P = "System.Management.Automation.Host."
COLOURS = {
    "FormatAccentColor": "Green", "ErrorAccentColor": "Cyan", "ErrorForegroundColor": "Red", "ErrorBackgroundColor": "Black",
    "WarningForegroundColor": "Yellow", "WarningBackgroundColor": "Black", "DebugForegroundColor": "Yellow", "DebugBackgroundColor": "Black",
    "VerboseForegroundColor": "Yellow", "VerboseBackgroundColor": "Black", "ProgressForegroundColor": "Black", "ProgressBackgroundColor": "Yellow",
}


class ConsoleColours:
    """$Host.PrivateData: colours that scripts read and set; what is shown follows $PSStyle."""

    net_name = "Microsoft.PowerShell.ConsoleHost+ConsoleColorProxy"

    def __init__(self) -> None:
        self.colours = dict(COLOURS)


def _colour(name: str) -> Any:
    return lambda self: enum_member("System.ConsoleColor", self.colours[name])


def _paint(name: str) -> Any:
    def put(self: ConsoleColours, value: Any) -> None:
        self.colours[name] = convert(value, get_type("System.ConsoleColor")).name
    return put


declare(
    ConsoleColours.net_name, ConsoleColours, get={name: _colour(name) for name in COLOURS}, set={name: _paint(name) for name in COLOURS},
    signatures=tuple(f"System.ConsoleColor {name} {{get;set;}}" for name in COLOURS),
)


class Parts:
    """The values of a structure by name; each structure has a class of its own."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def __eq__(self, other: object) -> bool:
        return other.__class__ is self.__class__ and self.values == other.values  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash(tuple(map(str, self.values.values())))


def _read(field: str) -> Any:
    return lambda self: self.values[field]


def _put(field: str) -> Any:
    return lambda self, value: self.values.__setitem__(field, value)


def _structure(name: str, fields: dict[str, str], text: Any, more: dict[str, Any] | None = None) -> None:
    """Declares a structure: its constructor takes all fields in their order; `more` are functions that give the fields of other constructors."""
    kind = type(name, (Parts,), {})

    def make(*args: Any) -> Parts:
        return kind(dict(zip(fields, args or [0] * len(fields), strict=False)))

    def other(function: Any) -> Any:
        return lambda *args: kind(function(*args))

    own = "(" + ", ".join(f"{of} {field[:1].lower()}{field[1:]}" for field, of in fields.items()) + ")"
    declare(
        _P + name, kind, new={own: make, "()": make, **{key: other(function) for key, function in (more or {}).items()}}, kind="struct", base="System.ValueType",
        get={field: _read(field) for field in fields}, set={field: _put(field) for field in fields},
        methods={"ToString": text, "Equals": lambda self, other: self == other}, to_text=text,
        signatures=(own, *(more or {}), *(f"{of} {field} {{get;set;}}" for field, of in fields.items()), "string ToString()", "bool Equals(System.Object obj)"),
    )


def _corners(upper: Any, lower: Any) -> dict[str, Any]:
    return {"Left": upper.x, "Top": upper.y, "Right": lower.x, "Bottom": lower.y}


def _joined(self: Parts) -> str:
    return ",".join(map(to_text, self.values.values()))


_structure(
    "Rectangle", {"Left": "int", "Top": "int", "Right": "int", "Bottom": "int"},
    lambda self: f"{self.values['Left']},{self.values['Top']} ; {self.values['Right']},{self.values['Bottom']}",
    {f"({_P}Coordinates upperLeft, {_P}Coordinates lowerRight)": _corners})
_structure(
    "KeyInfo", {"VirtualKeyCode": "int", "Character": "char", "ControlKeyState": _P + "ControlKeyStates", "KeyDown": "bool"}, _joined)
_structure(
    "BufferCell", {"Character": "char", "ForegroundColor": "System.ConsoleColor", "BackgroundColor": "System.ConsoleColor", "BufferCellType": _P + "BufferCellType"},
    lambda self: "'{}' {} {} {}".format(*map(to_text, self.values.values())))


def cell(char: Any, foreground: Any, background: Any) -> Any:
    """A BufferCell of a character that takes one place."""
    from relayshell.objects.calls import new_object

    return new_object(get_type(_P + "BufferCell"), [char, foreground, background, enum_member(_P + "BufferCellType", "Complete")])
