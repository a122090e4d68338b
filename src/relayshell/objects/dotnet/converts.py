"""System.Convert: from any simple value to any other, base 2, 8, 10 and 16, Base64 and hexadecimal."""

from __future__ import annotations

import base64
import binascii
import math
import re
from decimal import Decimal
from typing import Any, Callable

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.datetimes import DateTime
from relayshell.objects.dotnet.decimals import from_double
from relayshell.objects.dotnet.faults import argument_fault, cast_fault, format_fault, null_fault, overflow_fault, range_fault
from relayshell.objects.dotnet.integers import INTEGERS, OVERFLOW, bounds
from relayshell.objects.dotnet.integertypes import number_text
from relayshell.objects.dotnet.numberparse import parse_decimal, parse_double, parse_integer
from relayshell.objects.dotnet.results import byte_array, char_array, enum_of, text_of, to_bytes
from relayshell.objects.nettype import NetType
from relayshell.objects.numbers import Char, Single
from relayshell.objects.typeof import type_of


def _integer(full_name: str) -> Callable[..., Any]:
    made, bits, signed = INTEGERS[full_name]
    low, high = bounds(full_name)

    def convert(value: Any, *args: Any) -> Any:
        """ToInt32 and its kin."""
        if value is None:
            return made(0)
        if isinstance(value, str) and not isinstance(value, Char):
            if args and type(args[0]) is int:
                return made(_from_base(value, args[0], full_name, bits, signed))
            return made(parse_integer(value, full_name, provider=args[0] if args else None))
        if isinstance(value, Char):
            number = ord(value)
        elif isinstance(value, bool):
            number = int(value)
        elif isinstance(value, float):
            if not math.isfinite(value):
                raise overflow_fault(OVERFLOW[full_name])
            number = round(value)
        elif isinstance(value, Decimal):
            number = int(value.to_integral_value("ROUND_HALF_EVEN"))
        elif hasattr(value, "value") and hasattr(value, "type"):
            number = value.value
        elif isinstance(value, int):
            number = int(value)
        else:
            raise _no_cast(value, full_name)
        if not low <= number <= high:
            raise overflow_fault(OVERFLOW[full_name])
        return made(number)
    return convert


def _from_base(text: str, base: int, full_name: str, bits: int, signed: bool) -> int:
    if base not in (2, 8, 10, 16):
        raise argument_fault("Invalid Base.", "")
    if not text:
        return _empty()
    body = text
    if base == 10:
        return parse_integer(body, full_name, 4)
    if body.startswith("-"):
        raise argument_fault("String cannot contain a minus sign if the base is not 10.")
    if base == 16 and body[:2].lower() == "0x":
        body = body[2:]
    digits = {2: "01", 8: "01234567", 16: "0123456789abcdefABCDEF"}[base]
    good = re.match(f"[{digits}]*", body)[0]  # type: ignore[index]
    if not good:
        raise format_fault("Could not find any recognizable digits.")
    if good != body:
        raise format_fault("Additional non-parsable characters are at the end of the string.")
    number = int(body, base)
    if number >> bits:
        raise overflow_fault(OVERFLOW[full_name])
    return number - (1 << bits) if signed and number >> bits - 1 else number


def _empty() -> int:
    raise range_fault("Index was out of range. Must be non-negative and less than the size of the collection.", "startIndex")


def _no_cast(value: Any, target: str) -> Exception:
    return cast_fault(f"Invalid cast from '{type_of(value).full_name}' to '{target.rpartition('.')[2]}'.")


def _real(made: type, name: str) -> Callable[..., Any]:
    def convert(value: Any, provider: Any = None) -> Any:
        """ToDouble, ToSingle."""
        if value is None:
            return made(0.0)
        if isinstance(value, Char):
            raise _no_cast(value, name)
        if isinstance(value, str):
            return made(parse_double(value, provider=provider))
        if isinstance(value, (int, float, Decimal)):
            return made(float(value))
        raise _no_cast(value, name)
    return convert


def _decimal(value: Any, provider: Any = None) -> Decimal:
    if value is None:
        return Decimal(0)
    if isinstance(value, Char):
        raise _no_cast(value, "Decimal")
    if isinstance(value, str):
        return parse_decimal(value, provider=provider)
    if isinstance(value, float):
        return from_double(value, 7 if isinstance(value, Single) else 15)
    if isinstance(value, (int, Decimal)):
        return value if isinstance(value, Decimal) else Decimal(int(value))
    raise _no_cast(value, "Decimal")


def _boolean(value: Any, provider: Any = None) -> bool:
    if value is None:
        return False
    if isinstance(value, Char):
        raise _no_cast(value, "Boolean")
    if isinstance(value, str):
        from relayshell.objects.dotnet.chars import _parse_bool
        return _parse_bool(value)
    if isinstance(value, (int, float, Decimal)):
        return bool(value)
    raise _no_cast(value, "Boolean")


def _char(value: Any, provider: Any = None) -> Char:
    if value is None:
        return Char("\0")
    if isinstance(value, str):
        if len(value) != 1:
            raise format_fault("String must be exactly one character long.")
        return Char(value)
    if isinstance(value, int) and not isinstance(value, bool):
        if not 0 <= value <= 0xFFFF:
            raise overflow_fault(OVERFLOW["System.Char"])
        return Char(chr(value))
    raise _no_cast(value, "Char")


def _date(value: Any, provider: Any = None) -> DateTime:
    if value is None:
        return DateTime(0)
    if isinstance(value, DateTime):
        return value
    if isinstance(value, str) and not isinstance(value, Char):
        from relayshell.objects.dotnet.dateparse import parse_date
        return parse_date(value, provider)
    raise _no_cast(value, "DateTime")


def _string(value: Any, *args: Any) -> str:
    """ToString(value), (value, provider) and (value, toBase)."""
    if value is None:
        return ""
    if args and type(args[0]) is int:
        base = args[0]
        if base not in (2, 8, 10, 16):
            raise argument_fault("Invalid Base.", "toBase")
        if base == 10:
            return str(int(value))
        bits = INTEGERS[type_of(value).text][1]
        return format(int(value) & ((1 << bits) - 1), {2: "b", 8: "o", 16: "x"}[base])
    if args and args[0] is not None:
        from relayshell.objects.dotnet.valueformat import format_value
        return format_value(value, "", args[0])
    return number_text(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else text_of(value)


def _to_base64(data: Any, *args: Any) -> str:
    if data is None:
        raise null_fault("inArray")
    numbers = [a for a in args if type(a) is int]
    options = next((int(a) for a in args if hasattr(a, "type")), 0)
    raw = to_bytes(data[numbers[0]:numbers[0] + numbers[1]] if numbers else data)
    text = base64.b64encode(raw).decode("ascii")
    return "\r\n".join(text[i:i + 76] for i in range(0, len(text), 76)) if options & 1 else text


def _from_base64(text: str | None) -> Any:
    if text is None:
        raise null_fault("s")
    body = re.sub(r"[ \t\r\n]", "", text)
    if len(body) % 4 or not re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", body):
        raise format_fault("The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, or an illegal "
                           "character among the padding characters.")
    return byte_array(base64.b64decode(body))


def _from_hex(text: str | None) -> Any:
    if text is None:
        raise null_fault("s")
    if len(text) % 2:
        raise format_fault("The input is not a valid hex string as its length is not a multiple of 2.")
    try:
        return byte_array(binascii.unhexlify(text))
    except ValueError:
        raise format_fault("The input is not a valid hex string as it contains a non-hex character.") from None


def _to_hex(data: Any, *window: int) -> str:
    return to_bytes(data[window[0]:window[0] + window[1]] if window else data).hex().upper()


def _base64_chars(data: Any, start: int, count: int, target: list[Any], at: int, *options: Any) -> int:
    text = _to_base64(data, start, count, *options)
    target[at:at + len(text)] = char_array(text)
    return len(text)


_CODES = {3: _boolean, 4: _char, 13: _real(Single, "Single"), 14: _real(float, "Double"), 15: _decimal, 16: _date, 18: _string}
_INTEGER_CODES = {5: "SByte", 6: "Byte", 7: "Int16", 8: "UInt16", 9: "Int32", 10: "UInt32", 11: "Int64", 12: "UInt64"}
_CODES.update({code: _integer("System." + name) for code, name in _INTEGER_CODES.items()})
_BY_NAME = {"System.Boolean": 3, "System.Char": 4, "System.Single": 13, "System.Double": 14, "System.Decimal": 15, "System.DateTime": 16, "System.String": 18,
            **{"System." + name: code for code, name in _INTEGER_CODES.items()}}


def change_type(value: Any, target: Any, provider: Any = None) -> Any:
    """ChangeType(value, type or TypeCode). Raises InvalidCastException and what the conversion raises."""
    if isinstance(target, NetType):
        if value is not None and target.is_assignable_from(type_of(value)):
            return value
        if target.is_nullable:
            target = target.generic_arguments[0]
        code = _BY_NAME.get(target.text)
        if value is None:
            if target.is_value_type:
                raise cast_fault("Null object cannot be converted to a value type.")
            return None
        if code is None:
            if not isinstance(value, (int, float, str, Decimal, DateTime)):
                raise cast_fault("Object must implement IConvertible.")
            raise cast_fault(f"Invalid cast from '{type_of(value).full_name}' to '{target.full_name}'.")
    else:
        code = int(target)
    if code in (0, 1) or code not in _CODES:
        return value
    converter = _CODES[code]
    return converter(value, provider) if provider is not None else converter(value)


def _type_code(value: Any) -> Any:
    return enum_of("System.TypeCode", 0 if value is None else _BY_NAME.get(type_of(value).text, 1))


def _db_null() -> Any:
    from relayshell.objects.members import get_static
    from relayshell.objects.nettype import get_type
    return get_static(get_type("System.DBNull"), "Value")


declare(
    "System.Convert",
    statics={
        **{f"To{name}": _CODES[code] for code, name in _INTEGER_CODES.items()}, "ToDouble": _CODES[14], "ToSingle": _CODES[13], "ToDecimal": _decimal,
        "ToBoolean": _boolean, "ToChar": _char, "ToDateTime": _date, "ToString": _string, "ToBase64String": _to_base64, "FromBase64String": _from_base64,
        "FromBase64CharArray": lambda chars, start, count: _from_base64("".join(chars[start:start + count])), "ToBase64CharArray": _base64_chars,
        "FromHexString": _from_hex, "ToHexString": _to_hex, "ToHexStringLower": lambda data, *window: _to_hex(data, *window).lower(), "ChangeType": change_type,
        "GetTypeCode": _type_code, "IsDBNull": lambda value: value is not None and type_of(value).text == "System.DBNull",
    },
    static_get={"DBNull": _db_null},
)
