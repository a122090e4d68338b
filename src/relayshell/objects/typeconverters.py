"""Converters that come from outside a type: PSTypeConverter and TypeConverter classes of a script, and those .NET has for its own types.

A converter is bound to a type by `Update-TypeData -TypeConverter` or by `[TypeConverter()]` before a class. It is asked before the type's own
ways. `TypeDescriptor.GetConverter` gives .NET's own, which convert from text and to text as PowerShell's conversion does.
"""

from __future__ import annotations

from typing import Any

from ..errors import ShellError
from . import typedata
from .casterror import CastError, caused_error
from .declare import declare
from .exceptions import NetException, argument_exception, not_supported
from .nettype import NetType, get_type
from .typeof import type_of

_M, _P = "System.ComponentModel.", "System.Management.Automation."


def by_converter(value: Any, source: NetType, target: NetType) -> Any:
    """What the target's or the source's converter makes of a value; NotImplemented where neither takes it. Raises CastError."""
    for owner, way in ((target, "From"), (source, "To")):
        converter = _bound_to(owner)
        if converter is None:
            continue
        try:
            if get_type(_P + "PSTypeConverter") in type_of(converter).ancestors:
                if _ask(converter, "CanConvert" + way, value, target):
                    return _ask(converter, "Convert" + way, value, target, None, True)
            elif _ask(converter, "CanConvert" + way, source if way == "From" else target):
                return _ask(converter, "Convert" + way, *((value,) if way == "From" else (value, target)))
        except ShellError as error:
            raise caused_error(value, target, f"InvalidCastTypeConverter{way}Exception", error) from None
    return NotImplemented


def _ask(converter: Any, name: str, *args: Any) -> Any:
    from .calls import call_method

    return call_method(converter, name, list(args))


def _bound_to(net_type: NetType) -> Any:
    """The converter of a type: that of its type data, else of the attribute before its class; None when it has none."""
    if typedata.table().has_converters:
        named = typedata.table().standard(typedata.names_of_type(net_type), "TypeConverter")
        if named is not None:
            return named if not isinstance(named, NetType) else _made(named)
    if net_type.script_class is None:
        return None
    found = net_type.cache.get("converter", False)
    if found is False:
        found = net_type.cache["converter"] = _from_attribute(net_type)
    return found


def _from_attribute(net_type: NetType) -> Any:
    from .typenames import resolve_type

    if not any("typeconverter" in str(getattr(node.type_name, "full_name", "")).lower() for node in net_type.script_class.node.attributes):
        return None
    for attribute in net_type.script_class.attributes():
        if type_of(attribute).text == _M + "TypeConverterAttribute":
            named = attribute.facts.get("ConverterTypeName")
            kind = named if isinstance(named, NetType) else resolve_type(str(named))
            return None if kind is None else _made(kind)
    return None


def _made(kind: NetType) -> Any:
    from .calls import new_object

    return new_object(kind, [])


class NetConverter:
    """A converter that .NET has for one of its types, or that a script's class extends."""

    __slots__ = ("net_type", "target")

    def __init__(self, net_type: NetType, target: NetType | None = None) -> None:
        self.net_type = net_type
        self.target = target


def converter_of(what: Any) -> Any:
    """TypeDescriptor.GetConverter: of a type, or of the type of an object."""
    net_type = what if isinstance(what, NetType) else type_of(what)
    bound = _bound_to(net_type)
    if bound is not None:
        return bound
    return NetConverter(get_type(_M + _class_for(net_type)), net_type)


def _class_for(net_type: NetType) -> str:
    if net_type.kind == "enum":
        return "EnumConverter"
    if net_type.is_array:
        return "ArrayConverter"
    if net_type.is_nullable:
        return "NullableConverter"
    return _CLASSES.get(net_type.text, "TypeConverter")


_SIMPLE = (
    "String", "Boolean", "Char", "SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Single", "Double", "Decimal", "DateTime",
    "DateTimeOffset", "TimeSpan", "Guid", "Version", "DateOnly", "TimeOnly", "Half", "Int128",
)
_CLASSES = {**{"System." + name: name + "Converter" for name in _SIMPLE}, "System.Globalization.CultureInfo": "CultureInfoConverter",
            "System.Uri": "UriTypeConverter", "System.Collections.ICollection": "CollectionConverter"}


def _can_from(self: Any, kind: NetType) -> bool:
    return isinstance(self, NetConverter) and self.target is not None and self.net_type.name != "TypeConverter" and kind.text == "System.String"


def _from(self: Any, value: Any) -> Any:
    from .convert import convert
    from .text import to_text

    if not _can_from(self, type_of(value)):
        raise not_supported(f"{type_of(self).name} cannot convert from {'(null)' if value is None else type_of(value).text}.")
    try:
        return convert(value, self.target)
    except CastError:
        raise argument_exception(f"{to_text(value)} is not a valid value for {self.target.name}. (Parameter 'value')") from None


def _to(self: Any, value: Any, kind: NetType) -> Any:
    from .convert import convert

    if kind.text != "System.String":
        raise not_supported(f"'{type_of(self).name}' is unable to convert '{type_of(value).text}' to '{kind.text}'.")
    return convert(value, kind)


def _text_type() -> NetType:
    return get_type("System.String")


def _abstract(self: Any, *args: Any) -> Any:
    raise NetException("System.NotImplementedException", "The method or operation is not implemented.")


declare(
    _M + "TypeConverter", NetConverter, new=lambda: NetConverter(get_type(_M + "TypeConverter")), dynamic=True,
    methods={
        "CanConvertFrom": _can_from, "CanConvertTo": lambda self, kind: kind.text == "System.String", "ConvertFrom": _from,
        "ConvertFromString": _from, "ConvertFromInvariantString": _from, "ConvertTo": _to,
        "ConvertToString": lambda self, value: _to(self, value, _text_type()), "ConvertToInvariantString": lambda self, value: _to(self, value, _text_type()),
        "IsValid": lambda self, value: _is_valid(self, value),
    },
    signatures=(
        "()", "bool CanConvertFrom(type sourceType)", "bool CanConvertTo(type destinationType)", "System.Object ConvertFrom(System.Object value)",
        "System.Object ConvertFromString(string text)", "System.Object ConvertFromInvariantString(string text)",
        "System.Object ConvertTo(System.Object value, type destinationType)", "string ConvertToString(System.Object value)",
        "string ConvertToInvariantString(System.Object value)", "bool IsValid(System.Object value)",
    ),
)


def _is_valid(self: Any, value: Any) -> bool:
    try:
        _from(self, value)
    except NetException:
        return False
    return True


for _name in {*_CLASSES.values(), "EnumConverter", "ArrayConverter", "NullableConverter"}:
    declare(_M + _name, base=_M + "TypeConverter")

declare(_M + "TypeDescriptor", statics={"GetConverter": converter_of}, signatures=("static System.ComponentModel.TypeConverter GetConverter(System.Object component)",))
declare(
    _P + "PSTypeConverter", None, new=lambda: NetConverter(get_type(_P + "PSTypeConverter")),
    methods={name: _abstract for name in ("CanConvertFrom", "ConvertFrom", "CanConvertTo", "ConvertTo")},
    signatures=(
        "()", "bool CanConvertFrom(System.Object sourceValue, type destinationType)", "bool CanConvertTo(System.Object sourceValue, type destinationType)",
        "System.Object ConvertFrom(System.Object sourceValue, type destinationType, System.IFormatProvider formatProvider, bool ignoreCase)",
        "System.Object ConvertTo(System.Object sourceValue, type destinationType, System.IFormatProvider formatProvider, bool ignoreCase)",
    ),
)

__all__ = ["NetConverter", "by_converter", "converter_of"]
