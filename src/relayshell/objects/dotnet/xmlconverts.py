"""XmlConvert: values in XML's own spelling (XML Schema part 2), and names with what no name may hold written as _x0020_. SecurityElement.Escape."""

from __future__ import annotations

import re
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, fault, format_fault, null_fault
from relayshell.objects.nettype import get_type

_INTEGERS = {"Byte": "Byte", "SByte": "SByte", "Int16": "Int16", "UInt16": "UInt16", "Int32": "Int32", "UInt32": "UInt32", "Int64": "Int64", "UInt64": "UInt64"}
_DURATION = re.compile(r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,7})\d*)?S)?)?$")
_DAY = 864_000_000_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def from_xml(text: str, type_name: str) -> Any:
    """A value from its spelling in XML. Raises FormatException, or OverflowException for a number that is too big."""
    if text is None:
        raise null_fault("s")
    short = type_name.removeprefix("System.")
    if short == "String":
        return text
    text = text.strip(" \t\r\n")
    if short == "Boolean":
        if text not in ("true", "false", "1", "0"):
            raise _bad(text, "Boolean")
        return text in ("true", "1")
    if short in _INTEGERS or short in ("Decimal", "Double", "Single"):
        return _number(text, short)
    if short == "TimeSpan":
        return _time_span(text)
    from relayshell.objects.convert import convert

    return convert(text, get_type(type_name))


def _number(text: str, short: str) -> Any:
    from relayshell.objects.dotnet import numberparse

    if short == "Double":
        return numberparse.parse_double({"INF": "Infinity", "-INF": "-Infinity"}.get(text, text))
    if short == "Single":
        return numberparse.parse_single({"INF": "Infinity", "-INF": "-Infinity"}.get(text, text))
    if short == "Decimal":
        return numberparse.parse_decimal(text)
    from relayshell.objects.convert import convert

    return convert(numberparse.parse_integer(text, "System." + short), get_type("System." + short))


def _bad(text: str, type_name: str) -> Exception:
    return format_fault(f"The string '{text}' is not a valid {type_name} value.")


def _time_span(text: str) -> Any:
    from relayshell.objects.dotnet.timespans import TimeSpan

    found = _DURATION.match(text)
    if found is None or text.lstrip("-") in ("P", "PT"):
        raise _bad(text, "TimeSpan")
    years, months, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:7])
    ticks = (years * 365 + months * 30 + days) * _DAY + ((hours * 60 + minutes) * 60 + seconds) * 10_000_000 + int((found[8] or "").ljust(7, "0"))
    return TimeSpan(-ticks if found[1] else ticks)


def duration(ticks: int) -> str:
    """A span of time as P1DT2H3M4.5S."""
    sign, ticks = ("-", -ticks) if ticks < 0 else ("", ticks)
    days, rest = divmod(ticks, _DAY)
    hours, rest = divmod(rest, 36_000_000_000)
    minutes, rest = divmod(rest, 600_000_000)
    seconds, rest = divmod(rest, 10_000_000)
    fraction = f".{rest:07d}".rstrip("0") if rest else ""
    time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + (f"{seconds}{fraction}S" if seconds or rest else "")
    if not days and not time:
        return "PT0S"
    return f"{sign}P" + (f"{days}D" if days else "") + (f"T{time}" if time else "")


def _to_date(text: str, option: Any = None) -> Any:
    from relayshell.objects.dotnet.dateparse import parse_date
    from relayshell.objects.enums import EnumValue
    from relayshell.objects.members import call_method

    if option is not None and not isinstance(option, EnumValue):
        from relayshell.objects.dotnet.dateexact import parse_exact

        return parse_exact(text, [option] if isinstance(option, str) else list(option))
    mode = 3 if option is None else int(option)
    # 128 keeps the kind that the text tells; a text without one is of no kind.
    found = parse_date(text.strip(), None, 128)
    if mode == 0:
        return call_method(found, "ToLocalTime", []) if found.kind == 1 else _kind(found, 2)
    if mode == 1:
        return call_method(found, "ToUniversalTime", []) if found.kind == 2 else _kind(found, 1)
    return _kind(found, 0) if mode == 2 else found


def _kind(value: Any, kind: int) -> Any:
    return type(value)(value.ticks, kind)


def to_xml(value: Any, *options: Any) -> str:
    """A value in XML's spelling."""
    from relayshell.objects.typeof import type_of

    name = type_of(value).full_name.removeprefix("System.")
    if name == "Boolean":
        return "true" if value else "false"
    if name == "TimeSpan":
        return duration(value.ticks)
    if name in ("DateTime", "DateTimeOffset"):
        return _date_text(value, name, *options)
    if name in ("Double", "Single"):
        import math

        if math.isinf(value):
            return "INF" if value > 0 else "-INF"
    from relayshell.objects.text import to_text

    return str(to_text(value))


def _date_text(value: Any, name: str, option: Any = None) -> str:
    from relayshell.objects.enums import EnumValue
    from relayshell.objects.members import call_method

    if isinstance(option, str):
        return str(call_method(value, "ToString", [option]))
    if isinstance(option, EnumValue):
        mode = int(option)
        if mode == 0:
            value = call_method(value, "ToLocalTime", [])
        elif mode == 1:
            value = call_method(value, "ToUniversalTime", []) if value.kind != 0 else _kind(value, 1)
        elif mode == 2:
            value = _kind(value, 0)
    # Fractions stand only where there are some.
    return str(call_method(value, "ToString", ["yyyy-MM-ddTHH:mm:ss.FFFFFFF" + ("K" if name == "DateTime" else "zzz")]))


def _name_start(char: str) -> bool:
    return char.isalpha() or char == "_"


def _name_char(char: str) -> bool:
    return char.isalnum() or char in "_.-\u00b7"


def _encode(colons: bool, token: bool = False) -> Any:
    def encode(name: str) -> str:
        out = []
        for place, char in enumerate(name or ""):
            good = (char == ":" and colons) or (_name_start(char) if place == 0 and not token else _name_char(char))
            if not good or (char == "_" and _ESCAPED.match(name, place)):
                out.append(f"_x{ord(char):04X}_" if ord(char) < 0x10000 else f"_x{ord(char):08X}_")
            else:
                out.append(char)
        return "".join(out)
    return encode


def _decode(name: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), name or "")


def _verify(colons: bool) -> Any:
    def verify(name: str) -> str:
        from relayshell.objects.dotnet.xmlreading import xml_fault

        if not name:
            raise null_fault("name") if name is None else argument_fault("The empty string '' is not a valid name.", "name")
        for place, char in enumerate(name):
            if not (_name_start(char) if place == 0 else _name_char(char)) and not (char == ":" and colons):
                told = f"'{char}' character, hexadecimal value 0x{ord(char):02X}"
                raise xml_fault(f"Name cannot begin with the {told}." if place == 0 else f"The {told}, cannot be included in a name.")
        return name
    return verify


def _verify_chars(text: str) -> str:
    for char in text or "":
        if not is_xml_char(char):
            raise fault("System.Xml.XmlException", f"'{char}', hexadecimal value 0x{ord(char):02X}, is an invalid character.")
    return text


def is_xml_char(char: str) -> bool:
    """Whether XML 1.0 may hold a character (section 2.2)."""
    code = ord(str.__str__(char))
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code > 0xFFFF


_TO = {short: (lambda text, short=short: from_xml(text, "System." + short)) for short in (*_INTEGERS, "Boolean", "Decimal", "Double", "Single", "Guid", "TimeSpan", "Char")}
declare("System.Xml.XmlConvert", None, statics={
    **{"To" + short: read for short, read in _TO.items()}, "ToDateTime": _to_date, "ToDateTimeOffset": lambda text, *options: from_xml(text, "System.DateTimeOffset"),
    "ToString": to_xml, "EncodeName": _encode(True), "EncodeLocalName": _encode(False), "EncodeNmToken": _encode(True, True), "DecodeName": _decode,
    "VerifyName": _verify(True), "VerifyNCName": _verify(False), "VerifyXmlChars": _verify_chars, "IsXmlChar": is_xml_char,
    "IsWhitespaceChar": lambda char: str.__str__(char) in " \t\r\n", "IsNCNameChar": lambda char: _name_char(str.__str__(char)),
    "IsStartNCNameChar": lambda char: _name_start(str.__str__(char)),
})


def escape(text: str | None) -> str | None:
    """A text with the five characters of markup written as references."""
    if text is None:
        return None
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("'", "&apos;")


def _plain(chars: str) -> Any:
    return lambda text: bool(text is not None and not any(char in text for char in chars))


declare("System.Security.SecurityElement", None, statics={"Escape": escape, "IsValidText": _plain("<>"), "IsValidAttributeValue": _plain("<>\""), "IsValidTag": _plain("<> ")},
        signatures=("static string Escape(string str)", "static bool IsValidText(string text)", "static bool IsValidAttributeValue(string value)",
                    "static bool IsValidTag(string tag)"))
