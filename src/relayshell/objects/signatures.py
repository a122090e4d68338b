"""Signatures of .NET members, read from their texts: "int IndexOf(string value, int startIndex)".

Knows texts only; what the type names in them mean is for objects.nettype.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class ParameterText:
    """One parameter: its type's text, name, and whether it is params, by reference or optional."""

    type: str
    name: str
    params: bool = False
    by_ref: bool = False
    optional: bool = False
    default: str | None = None


@dataclass(slots=True, frozen=True)
class MethodText:
    """A method or constructor. generic holds the names of its own type parameters."""

    name: str
    returns: str
    parameters: tuple[ParameterText, ...]
    static: bool
    generic: tuple[str, ...]
    text: str


@dataclass(slots=True, frozen=True)
class PropertyText:
    """A property, indexed property or field."""

    name: str
    type: str
    static: bool
    readable: bool
    writable: bool
    index: tuple[ParameterText, ...]
    text: str


def split_arguments(text: str) -> list[str]:
    """Splits at commas outside brackets; an empty text has no pieces."""
    pieces, depth, start = [], 0, 0
    for position, char in enumerate(text):
        if char in "[(":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == "," and depth == 0:
            pieces.append(text[start:position].strip())
            start = position + 1
    last = text[start:].strip()
    if last or pieces:
        pieces.append(last)
    return pieces


def parse_parameter(text: str) -> ParameterText:
    """Reads one parameter, such as "params string[] value" or "int count = 5"."""
    default = None
    optional = False
    if " = " in text:
        text, _, default = text.partition(" = ")
        optional = True
    params = by_ref = False
    while True:
        word, _, rest = text.partition(" ")
        if word == "params":
            params, text = True, rest
        elif word in ("ref", "out", "in"):
            by_ref, text = True, rest
        else:
            break
    kind, _, name = text.rpartition(" ")
    if not kind:
        kind, name = name, ""
    if kind.endswith("&"):
        kind, by_ref = kind[:-1], True
    return ParameterText(kind, name, params, by_ref, optional, default)


def parse_method(text: str, name: str | None = None) -> MethodText:
    """Reads a method; a constructor is "(...)" and gets its name from the caller."""
    head, _, inside = text.partition("(")
    inside = inside.rpartition(")")[0]
    parameters = tuple(parse_parameter(piece) for piece in split_arguments(inside))
    static = head.startswith("static ")
    if static:
        head = head[7:]
    head = head.strip()
    if not head:
        return MethodText(name or "", "void", parameters, True, (), text)
    generic: tuple[str, ...] = ()
    if head.endswith("]"):
        depth = 0
        for position in range(len(head) - 1, -1, -1):
            depth += (head[position] == "]") - (head[position] == "[")
            if depth == 0:
                generic = tuple(split_arguments(head[position + 1:-1]))
                head = head[:position]
                break
    returns, _, own = head.rpartition(" ")
    return MethodText(own, returns, parameters, static, generic, text)


def parse_property(text: str) -> PropertyText:
    """Reads "int Length {get;}", "char Chars[int index] {get;}", "static string Empty"."""
    head, _, access = text.partition(" {")
    static = head.startswith("static ")
    body = head[7:] if static else head
    index: tuple[ParameterText, ...] = ()
    if body.endswith("]") and " " in body:
        # An indexed property's bracket follows its name, so it opens after the last space outside brackets.
        depth = 0
        for position in range(len(body) - 1, -1, -1):
            depth += (body[position] == "]") - (body[position] == "[")
            if depth == 0:
                index = tuple(parse_parameter(piece) for piece in split_arguments(body[position + 1:-1]))
                body = body[:position]
                break
    kind, _, name = body.rpartition(" ")
    readable = "get;" in access or not access
    writable = "set;" in access
    return PropertyText(name, kind, static, readable, writable, index, text)
