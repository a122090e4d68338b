"""The scalar values CLIXML has elements for: their tags, and their text both ways."""

from __future__ import annotations

import base64
import decimal
import re
from collections.abc import Callable
from typing import Any

from relayshell.objects.numbers import Byte, Char, Int16, Int64, SByte, Single, UInt16, UInt32, UInt64

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# What XML cannot hold, and an underscore that would read like the beginning of an escape.
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def escape(text: str) -> str:
    """Text with `_xNNNN_` for what XML cannot hold."""
    return UNSAFE.sub(lambda found: f"_x{ord(found.group()):04X}_", text)


def unescape(text: str) -> str:
    """Text with its `_xNNNN_` resolved, pairs of surrogates joined."""
    if "_x" not in text:
        return text
    made = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return made.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def number(value: Any) -> str:
    """A number, in .NET's invariant text."""
    from relayshell.objects.text import to_text

    return to_text(value)


def real(value: float) -> str:
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "INF" if value > 0 else "-INF"
    return number(value)


TAGS: dict[type, tuple[str, Callable[[Any], str]]] = {
    str: ("S", escape),
    bool: ("B", lambda value: "true" if value else "false"),
    int: ("I32", lambda value: str(int(value))),
    float: ("Db", real),
    Char: ("C", lambda value: str(ord(value))),
    Single: ("Sg", real),
    decimal.Decimal: ("D", number),
    **{
        kind: (tag, lambda value: str(int(value)))
        for kind, tag in (
            (Byte, "By"), (SByte, "SB"), (Int16, "I16"), (UInt16, "U16"), (UInt32, "U32"), (Int64, "I64"), (UInt64, "U64"),
        )
    },
}

# By .NET name, for values whose classes are loaded only when used.
NAMED = {
    "System.DateTime": "DT", "System.TimeSpan": "TS", "System.Guid": "G", "System.Uri": "URI", "System.Version": "Version",
    "System.Management.Automation.ScriptBlock": "SBK", "System.Xml.XmlDocument": "XD",
    "System.Management.Automation.SemanticVersion": "SemanticVersion", "System.Security.SecureString": "SS",
}


def named_text(tag: str, value: Any) -> str:
    """The text of a value of NAMED."""
    from relayshell.objects.members import get_member
    from relayshell.objects.text import to_text

    if tag == "DT":
        from relayshell.objects.dotnet.valueformat import format_value

        text = format_value(value, "o")
        head, point, rest = text.partition(".")
        digits = len(rest) - len(rest.lstrip("0123456789"))
        fraction = rest[:digits].rstrip("0")
        return head + (f".{fraction}" if fraction else "") + rest[digits:] if point else text
    if tag == "TS":
        return duration(int(get_member(value, "Ticks")))
    if tag == "URI":
        return escape(get_member(value, "OriginalString"))
    if tag == "SS":
        return value.text.encode("utf-16-le", "surrogatepass").hex()
    if tag == "XD":
        return escape(get_member(value, "OuterXml"))
    return escape(to_text(value))


def duration(ticks: int) -> str:
    """Ticks of 100 ns as XML Schema's duration: PT1H2M3S."""
    sign, ticks = ("-", -ticks) if ticks < 0 else ("", ticks)
    seconds, fraction = divmod(ticks, 10_000_000)
    days, seconds = divmod(seconds, 86400)
    hours, seconds = divmod(seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    text = sign + "P" + (f"{days}D" if days else "")
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or fraction:
        clock += f"{seconds}" + (f".{fraction:07d}".rstrip("0") if fraction else "") + "S"
    if clock:
        text += "T" + clock
    return text if len(text) > len(sign) + 1 else "PT0S"


DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,7})\d*)?S)?)?$")


def ticks_of(text: str) -> int:
    """Ticks of a duration. Raises ValueError."""
    found = DURATION.match(text)
    if found is None:
        raise ValueError(f"'{text}' is not a duration such as PT1H30M")
    days, hours, minutes, seconds = (int(found[place] or 0) for place in range(2, 6))
    ticks = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 10_000_000 + int((found[6] or "0").ljust(7, "0"))
    return -ticks if found[1] else ticks


def _real(text: str) -> float:
    return {"INF": float("inf"), "-INF": float("-inf"), "NaN": float("nan")}.get(text) if text in ("INF", "-INF", "NaN") else float(text)  # type: ignore[return-value]


def _of_type(full_name: str, text: str) -> Any:
    from relayshell.objects.convert import convert
    from relayshell.objects.nettype import get_type

    return convert(text, get_type(full_name))


def _time_span(text: str) -> Any:
    from relayshell.objects.members import call_static
    from relayshell.objects.nettype import get_type

    return call_static(get_type("System.TimeSpan"), "FromTicks", [Int64(ticks_of(text))])


def _date_time(text: str) -> Any:
    from relayshell.objects.members import call_static, get_static
    from relayshell.objects.nettype import get_type

    culture = get_static(get_type("System.Globalization.CultureInfo"), "InvariantCulture")
    style = get_static(get_type("System.Globalization.DateTimeStyles"), "RoundtripKind")
    return call_static(get_type("System.DateTime"), "Parse", [text, culture, style])


def _bytes(text: str) -> Any:
    from relayshell.objects.arrays import TypedArray
    from relayshell.objects.nettype import get_type

    return TypedArray(get_type("System.Byte"), map(Byte, base64.b64decode(text)))


WINDOWS_SECRET = "01000000d08c9ddf0115d1118c7a00c04fc297eb"


def _secret(text: str) -> Any:
    """A SecureString; what only the Windows account that wrote it can decrypt stays text."""
    from relayshell.objects.dotnet.credentials import SecureString

    text = text.strip()
    if text.lower().startswith(WINDOWS_SECRET):
        return text
    return SecureString(bytes.fromhex(text).decode("utf-16-le", "surrogatepass"))


READERS: dict[str, Callable[[str], Any]] = {
    "S": unescape, "B": lambda text: text.strip().lower() == "true", "I32": lambda text: int(text), "Db": _real,
    "C": lambda text: Char(chr(int(text))), "Sg": lambda text: Single(_real(text)), "D": lambda text: decimal.Decimal(text.strip()),
    "By": lambda text: Byte(int(text)), "SB": lambda text: SByte(int(text)), "I16": lambda text: Int16(int(text)),
    "U16": lambda text: UInt16(int(text)), "U32": lambda text: UInt32(int(text)), "I64": lambda text: Int64(int(text)),
    "U64": lambda text: UInt64(int(text)), "BA": _bytes, "Nil": lambda text: None, "DT": _date_time, "TS": _time_span,
    "G": lambda text: _of_type("System.Guid", text), "URI": lambda text: _of_type("System.Uri", unescape(text)),
    "Version": lambda text: _of_type("System.Version", text), "XD": lambda text: _of_type("System.Xml.XmlDocument", unescape(text)),
    "SemanticVersion": lambda text: _of_type("System.Management.Automation.SemanticVersion", text),
    # Script text comes back as text: nothing read from a file is ever run.
    "SBK": unescape, "SS": _secret,
}
