"""How good a conversion between two types is: the numbers by which overloads are chosen.

Only types matter here, not values: a string ranks the same for int whether or not it reads as one.
"""

from __future__ import annotations

from .nettype import NetType, get_type

NONE = 0
UNRELATED_ARRAYS = 0x0F
TO_STRING = 0x1F
CUSTOM = 0x2F
ICONVERTIBLE = 0x3F
IMPLICIT_CAST = 0x4F
EXPLICIT_CAST = 0x5F
CONSTRUCTOR = 0x6F
CREATE = 0x73
PARSE = 0x7F
PSOBJECT = 0x8F
LANGUAGE = 0x9F
NULL_TO_VALUE = 0xAF
NULL_TO_REF = 0xBF
NUMERIC_EXPLICIT = 0xCF
NUMERIC_EXPLICIT_1 = 0xDF
NUMERIC_STRING = 0xEF
NUMERIC_IMPLICIT = 0xFF
ASSIGNABLE = 0x10F
STRING_TO_CHARS = 0x11A
IDENTITY = 0x11F

_S = "System."
_INTEGRAL = {_S + n for n in ("SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64")}
_REAL = {_S + "Single", _S + "Double"}
_DECIMAL = _S + "Decimal"
_BIG = _S + "Numerics.BigInteger"
NUMERIC = _INTEGRAL | _REAL | {_DECIMAL, _BIG}
_IMPLICIT = {
    "SByte": "Int16 Int32 Int64 Single Double Decimal", "Byte": "Int16 UInt16 Int32 UInt32 Int64 UInt64 Single Double Decimal",
    "Int16": "Int32 Int64 Single Double Decimal", "UInt16": "Int32 UInt32 Int64 UInt64 Single Double Decimal",
    "Int32": "Int64 Single Double Decimal", "UInt32": "Int64 UInt64 Single Double Decimal", "Int64": "Single Double Decimal",
    "UInt64": "Single Double Decimal", "Single": "Double",
}
_IMPLICIT_PAIRS = {(_S + a, _S + b) for a, bs in _IMPLICIT.items() for b in bs.split()}
CONVERTIBLE = NUMERIC - {_BIG} | {_S + "Boolean", _S + "Char", _S + "DateTime", _S + "String"}
_PSOBJECT = "System.Management.Automation.PSObject"


def rank(source: NetType | None, target: NetType) -> int:
    """The rank from a value's type (None for null) to a target; 0 when there is no way."""
    if source is target:
        return IDENTITY
    key = ("rank", target)
    if source is None:
        return _null_rank(target)
    found = source.cache.get(key)
    if found is None:
        found = source.cache[key] = _rank(source, target)
    return found


def _null_rank(target: NetType) -> int:
    if not target.is_value_type or target.is_nullable:
        return NULL_TO_REF
    if target.text in NUMERIC or target.text in ("System.Boolean", "System.Char", "System.Management.Automation.SwitchParameter"):
        return NULL_TO_VALUE
    return NONE


def _numeric(source: str, target: str) -> int:
    if (source, target) in _IMPLICIT_PAIRS:
        return NUMERIC_IMPLICIT
    if source == _DECIMAL and target in _REAL:
        return NUMERIC_EXPLICIT_1
    return NUMERIC_EXPLICIT


def _rank(source: NetType, target: NetType) -> int:
    if target.is_assignable_from(source):
        return ASSIGNABLE
    if target.is_nullable:
        return rank(source, target.generic_arguments[0])
    if source.is_nullable:
        return rank(source.generic_arguments[0], target)
    a, b = source.text, target.text
    if a in NUMERIC and b in NUMERIC:
        return _numeric(a, b)
    if b == _PSOBJECT:
        return PSOBJECT
    if a == "System.String":
        found = _from_string(target)
        if found:
            return found
    if b == "System.String":
        return TO_STRING
    if b == "System.Boolean":
        return LANGUAGE
    if target.element_type is not None:
        return _to_array(source, target)
    if target.kind == "enum":
        return LANGUAGE if a in _INTEGRAL or a == "System.Object[]" or source.element_type is not None else NONE
    if b == "System.Array":
        return LANGUAGE
    if b == "System.Collections.Hashtable" and get_type("System.Collections.IDictionary") in source.ancestors:
        return LANGUAGE
    if b == "System.Void":
        return LANGUAGE
    if target.kind == "delegate":
        return LANGUAGE if a == "System.Management.Automation.ScriptBlock" else NONE
    if a == "System.Management.Automation.PSReference":
        return NONE
    if b == "System.Management.Automation.PSReference":
        return LANGUAGE
    return _by_members(source, target)


def _from_string(target: NetType) -> int:
    b = target.text
    if b in NUMERIC:
        return NUMERIC_STRING
    if b in ("System.Boolean", "System.Type", "System.Text.RegularExpressions.Regex"):
        return LANGUAGE
    if b == "System.Char[]":
        return STRING_TO_CHARS
    if b == "System.Char":
        return PARSE
    if target.kind == "enum":
        return LANGUAGE
    return NONE


def _to_array(source: NetType, target: NetType) -> int:
    element = target.element_type
    assert element is not None
    if source.element_type is not None:
        return UNRELATED_ARRAYS
    if source.text != "System.String" and get_type("System.Collections.IEnumerable") in source.ancestors and (
        get_type("System.Collections.IDictionary") not in source.ancestors
    ):
        return LANGUAGE
    scalar = rank(source, element)
    return scalar & 0xFFF7 if scalar else NONE


def _by_members(source: NetType, target: NetType) -> int:
    """Ranks of conversions that members of the two types make."""
    from .convertobjects import constructor_for, default_constructor, has_parse, is_collection, own_converter

    if own_converter(source, target) is not None:
        return EXPLICIT_CAST
    if source.text == "System.String" and has_parse(target):
        return PARSE
    if constructor_for(source, target) is not None:
        return CONSTRUCTOR
    if source.text in CONVERTIBLE and target.text in CONVERTIBLE:
        return ICONVERTIBLE
    names = {t.text for t in source.ancestors}
    if ("System.Collections.IDictionary" in names or source.text == "System.Management.Automation.PSCustomObject") and (
        default_constructor(target)
    ):
        return CREATE
    if is_collection(target) and target.generic_arguments and (
        source.text in ("System.Object[]", "System.Array") or rank(source.element_type or source, target.generic_arguments[0])
    ):
        return CONSTRUCTOR
    return NONE
