"""Objects to JSON text, as PowerShell writes them: two blanks a level, `[]` and `{}` for what is empty."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.collections import enumerate_value
from relayshell.objects.convert import to_text
from relayshell.objects.dotnet.culture import INVARIANT
from relayshell.objects.dotnet.valueformat import format_value
from relayshell.objects.enums import EnumValue
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.indexing import dictionary_items
from relayshell.objects.members import properties_of, readable_properties
from relayshell.objects.numbers import BigInteger, SizedInteger
from relayshell.objects.psobject import AUTOMATION_NULL, PSCustomObject, PSObject
from relayshell.objects.typeof import type_of
from relayshell.providers.provider import ItemError

_MOST_NAMES = 10_000


class Writer:
    """Writes values, one by one.

    depth     how many levels of objects are written before they become texts
    truncated is told once when that happened
    """

    def __init__(self, depth: int, compress: bool, enums_as_text: bool, escape: Callable[[str], str], truncated: Callable[[], None]) -> None:
        self.depth = depth
        self.compress = compress
        self.enums_as_text = enums_as_text
        self.escape = escape
        self.truncated = truncated
        self.told = False
        self.names: dict[str, str] = {}
        self.breaks: list[str] = []
        self.simple: dict[type, Callable[[Any], str]] = {
            str: escape, int: int.__repr__, bool: lambda value: "true" if value else "false", type(None): lambda value: "null", float: self._float,
        }

    def text(self, value: Any, piped: bool = False) -> str:
        """The JSON text of a value. A piped one shows what its type is extended with beside a simple value."""
        parts: list[str] = []
        if piped and value is not None and value.__class__ is not PSObject and not isinstance(value, (str, int, float)) and self._scalar(value) is not None:
            value = PSObject(value)
        self._write(value, 0, parts)
        return "".join(parts)

    def _write(self, value: Any, level: int, parts: list[str]) -> None:
        simple = self.simple.get(value.__class__)
        if simple is not None:
            parts.append(simple(value))
            return
        base, extra = value, None
        if value.__class__ is PSObject:
            base, extra = value.base, value.props
        scalar = self._scalar(base)
        if scalar is not None:
            more = _extensions(value) if value.__class__ is PSObject else ()
            if more:
                self._object([("value", base), *more], level, parts)
            else:
                parts.append(scalar)
        elif level > self.depth:
            if not self.told:
                self.told = True
                self.truncated()
            parts.append(self.escape(to_text(base)))
        elif (entries := _entries(base)) is not None:
            pairs = []
            for key, item in entries:
                if not isinstance(key, str):
                    raise ItemError(
                        f"The type '{type_of(base).full_name}' is not supported for serialization or deserialization of a dictionary. "
                        "Keys must be strings.",
                        "NonStringKeyInDictionary", "InvalidOperation", base, "System.InvalidOperationException",
                    )
                pairs.append((key, item))
            if extra:
                pairs += list(extra.items())
            self._object(pairs, level, parts)
        else:
            items = enumerate_value(base)
            if items is not None:
                self._array(list(items), level, parts)
            else:
                self._object(self._properties(value), level, parts)

    def _properties(self, value: Any) -> list[tuple[str, Any]]:
        if value.__class__ is PSCustomObject and all(not hasattr(item, "member_type") for item in value.props.values()):
            return list(value.props.items())
        return list(readable_properties(value))

    def _scalar(self, value: Any) -> str | None:
        kind = value.__class__
        if value is None or value is AUTOMATION_NULL:
            return "null"
        if kind is bool:
            return "true" if value else "false"
        if isinstance(value, str):
            return self.escape(value)
        if kind is EnumValue:
            return self.escape(to_text(value)) if self.enums_as_text else str(int(value.value))
        if kind is BigInteger:
            return str(int(value))
        if kind is int or isinstance(value, SizedInteger):
            return str(int(value))
        if isinstance(value, float):
            return self._float(value)
        if kind is decimal.Decimal:
            text = to_text(value)
            return text if "." in text else f"{text}.0"
        name = type_of(value).full_name
        if name == "System.DateTime":
            return f'"{_round_trip(value)}"'
        if name == "System.DateTimeOffset":
            return f'"{_round_trip(value)}"'
        if name in ("System.Uri", "System.Guid"):
            return self.escape(to_text(value))
        if name == "System.DBNull" or name == "System.Management.Automation.Language.NullString":
            return "null"
        if name == "System.Management.Automation.SwitchParameter":
            return None
        return None

    def _float(self, value: float) -> str:
        if value != value or value in (float("inf"), float("-inf")):
            return '"NaN"' if value != value else ('"Infinity"' if value > 0 else '"-Infinity"')
        text = format_value(value, "R", INVARIANT)
        return text if "." in text or "E" in text else f"{text}.0"

    def _object(self, pairs: list[tuple[str, Any]], level: int, parts: list[str]) -> None:
        if not pairs:
            parts.append("{}")
            return
        names, simple, append = self.names, self.simple, parts.append
        line = self._break(level + 1)
        colon = ":" if self.compress else ": "
        lead = "{" + line
        for name, item in pairs:
            head = names.get(name)
            if head is None:
                head = names[name] = self.escape(name) + colon
                if len(names) > _MOST_NAMES:
                    names.clear()
            text = simple.get(item.__class__)
            if text is not None:
                append(lead + head + text(item))
            else:
                append(lead + head)
                self._write(item, level + 1, parts)
            lead = "," + line
        append(self._break(level) + "}")

    def _array(self, items: list[Any], level: int, parts: list[str]) -> None:
        if not items:
            parts.append("[]")
            return
        line = self._break(level + 1)
        lead = "[" + line
        for item in items:
            parts.append(lead)
            self._write(item, level + 1, parts)
            lead = "," + line
        parts.append(self._break(level) + "]")

    def _break(self, level: int) -> str:
        """The line end before what stands on a level, and its blanks."""
        while level >= len(self.breaks):
            self.breaks.append("" if self.compress else "\n" + "  " * len(self.breaks))
        return self.breaks[level]


def _entries(value: Any) -> list[tuple[Any, Any]] | None:
    """The pairs of a dictionary of any kind; None for what is none."""
    if isinstance(value, Hashtable):
        return list(value.items())
    if value.__class__ in (list, PSCustomObject) or all(each.text != "System.Collections.IDictionary" for each in type_of(value).ancestors):
        return None
    return list(dictionary_items(value))


def _extensions(value: PSObject) -> list[tuple[str, Any]]:
    """What a simple value has beside its value; texts and times are written alone."""
    if isinstance(value.base, str) or type_of(value.base).full_name == "System.DateTime":
        return []
    return [(member.name, member.value) for member in properties_of(value) if member.member_type != "Property"]


def _round_trip(value: Any) -> str:
    from relayshell.objects.dotnet.valueformat import format_value

    text = format_value(value, "o")
    head, point, rest = text.partition(".")
    if not point:
        return text
    digits = len(rest) - len(rest.lstrip("0123456789"))
    fraction, zone = rest[:digits].rstrip("0"), rest[digits:]
    return head + (f".{fraction}" if fraction else "") + zone


def plain_text(text: str) -> str:
    """A JSON string that leaves letters of all scripts as they are."""
    shown = encode_basestring(text)
    return shown if shown.isascii() else shown.replace("\u0085", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def ascii_text(text: str) -> str:
    """A JSON string of ASCII alone."""
    return encode_basestring_ascii(text)


def html_text(text: str) -> str:
    """A JSON string that is safe within HTML."""
    shown = plain_text(text)
    inner = shown[1:-1].replace('\\"', "\\u0022")
    for letter in "<>&'":
        inner = inner.replace(letter, f"\\u{ord(letter):04x}")
    return f'"{inner}"'


def unreadable(error: Exception) -> ShellError:
    """The error of a text that is no JSON."""
    return ItemError(f"Conversion from JSON failed with error: {error}", "System.ArgumentException", "NotSpecified", None,
                     "System.ArgumentException")
