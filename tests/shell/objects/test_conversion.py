"""Conversion to every kind of target: values, error ids and messages."""

from decimal import Decimal

import pytest

from relayshell.errors import ShellError
from relayshell.objects.arrays import TypedArray
from relayshell.objects.convert import convert, to_custom_object, try_convert
from relayshell.objects.convertnumbers import to_bool
from relayshell.objects.enums import EnumValue
from relayshell.objects.hashtable import Hashtable, OrderedDictionary
from relayshell.objects.numbers import Byte, Char, Int64, Single
from relayshell.objects.psobject import PSCustomObject, SwitchParameter
from relayshell.objects.text import to_text
from relayshell.objects.typenames import resolve_type
from relayshell.objects.typeof import type_of


def cast(name, value):
    return convert(value, resolve_type(name))


@pytest.mark.parametrize(
    "target, value, expected",
    [
        ("int", "12", 12), ("int", " 12 ", 12), ("int", 12.5, 12), ("int", 13.5, 14), ("int", "12.6", 13), ("int", "1e2", 100),
        ("int", "0xFF", 255), ("int", True, 1), ("int", None, 0), ("int", Char("z"), 122), ("int", "-5", -5), ("int", "+5", 5),
        ("int", "1,234", 1234), ("int", "", 0), ("int", "1kb", 1024), ("int", "5L", 5), ("double", "2mb", 2097152.0), ("int", "0xFFFFFFFF", -1), ("long", "5000000000", 5000000000), ("byte", 200, 200),
        ("double", "1.5", 1.5), ("double", "1e-3", 0.001), ("double", ".5", 0.5), ("double", "1,000.5", 1000.5), ("double", None, 0.0),
        ("double", "Infinity", float("inf")), ("decimal", "1.10", Decimal("1.10")), ("decimal", 1.1, Decimal("1.1")),
        ("decimal", "1e3", Decimal("1000")), ("char", "a", "a"), ("char", 97, "a"), ("bool", "false", True), ("bool", "", False),
        ("bool", 0.0, False), ("bool", Char("\0"), False), ("string", None, ""), ("string", 1.0, "1"), ("string", [1, None, 2], "1  2"),
        ("string", [], ""), ("nullable[int]", None, None), ("nullable[int]", "5", 5), ("object", 5, 5),
    ],
)
def test_value(target, value, expected):
    result = cast(target, value)
    assert result == expected
    if target not in ("nullable[int]", "object"):
        assert type_of(result) is resolve_type(target)


def test_decimal_keeps_its_scale():
    assert to_text(cast("decimal", Decimal("1.10"))) == "1.10"
    assert to_text(cast("decimal", "1.10")) == "1.1", "a text is read as a literal is: a Double first"
    assert to_text(cast("decimal", 1e15)) == "1000000000000000"


@pytest.mark.parametrize(
    "value, expected",
    [
        (0, False), (1, True), (-1, True), ("", False), ("0", True), (None, False), ([], False), ([0], False), ([False, False], True),
        (Hashtable(), True), ([[]], False), ([[1]], True), ([""], False), (SwitchParameter(False), False), (PSCustomObject(), True),
        (Decimal("0.0"), False), (Byte(0), False), (float("nan"), True),
    ],
)
def test_truth(value, expected):
    assert to_bool(value) is expected


@pytest.mark.parametrize(
    "target, value, id, message",
    [
        ("int", "12abc", "InvalidCastFromStringToInteger",
         'Cannot convert value "12abc" to type "System.Int32". Error: "The input string \'12abc\' was not in a correct format."'),
        ("int", "99999999999", "InvalidCastFromStringToInteger",
         'Cannot convert value "99999999999" to type "System.Int32". Error: "Value was either too large or too small for an Int32."'),
        ("int", 1e10, "InvalidCastIConvertible",
         'Cannot convert value "10000000000" to type "System.Int32". Error: "Value was either too large or too small for an Int32."'),
        ("byte", -1, "InvalidCastIConvertible",
         'Cannot convert value "-1" to type "System.Byte". Error: "Value was either too large or too small for an unsigned byte."'),
        ("byte", "256", "InvalidCastFromStringToInteger",
         'Cannot convert value "256" to type "System.Byte". Error: "Value was either too large or too small for an unsigned byte."'),
        ("char", "abc", "InvalidCastParseTargetInvocation",
         'Cannot convert value "abc" to type "System.Char". Error: "String must be exactly one character long."'),
        ("char", 70000, "InvalidCastIConvertible",
         'Cannot convert value "70000" to type "System.Char". Error: "Value was either too large or too small for a character."'),
        ("decimal", 1e30, "InvalidCastIConvertible",
         'Cannot convert value "1E+30" to type "System.Decimal". Error: "Value was either too large or too small for a Decimal."'),
        ("decimal", "abc", "InvalidCastFromStringToDecimal",
         'Cannot convert value "abc" to type "System.Decimal". Error: "The input string \'abc\' was not in a correct format."'),
        ("type", "No.Such.Type", "InvalidCastFromStringToType",
         'Cannot convert the "No.Such.Type" value of type "System.String" to type "System.Type".'),
        ("int[]", "a", "InvalidCastExceptionScalarToArray",
         'Cannot convert value "a" to type "System.Int32[]". Error: "Cannot convert value "a" to type "System.Int32". Error: '
         '"The input string \'a\' was not in a correct format.""'),
        ("int[]", ["a", "b"], "InvalidCastFromStringToInteger",
         'Cannot convert value "a" to type "System.Int32". Error: "The input string \'a\' was not in a correct format."'),
        ("int", [1, 2], "ConvertToFinalInvalidCastException",
         'Cannot convert the "System.Object[]" value of type "System.Object[]" to type "System.Int32".'),
        ("hashtable", 5, "ConvertToFinalInvalidCastException",
         'Cannot convert the "5" value of type "System.Int32" to type "System.Collections.Hashtable".'),
        ("switch", "abc", "ConvertToFinalInvalidCastException",
         'Cannot convert the "abc" value of type "System.String" to type "System.Management.Automation.SwitchParameter".'),
        ("System.DayOfWeek", "", "SubstringDisambiguationEnumParseThrewAnException",
         'Cannot convert value "" to type "System.DayOfWeek". Error: "The identifier name  cannot be processed because it is either too similar '
         "or identical to the following enumerator names: Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday. Use a more specific "
         'identifier name."'),
        ("System.DayOfWeek", "Mon,Tue,Xyz", "SubstringDisambiguationEnumParseThrewAnException",
         'Cannot convert value "Mon,Tue,Xyz" to type "System.DayOfWeek". Error: "Unable to match the identifier name Mon,Tue,Xyz to a valid '
         "enumerator name. Specify one of the following enumerator names and try again:\n"
         'Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday"'),
        ("System.DayOfWeek", 8, "UndefinedIntegerToEnum",
         'Cannot convert value "8" to type "System.DayOfWeek" due to enumeration values that are not valid. Specify one of the following '
         'enumeration values and try again. The possible enumeration values are "Sunday,Monday,Tuesday,Wednesday,Thursday,Friday,Saturday".'),
        ("System.DayOfWeek", None, "nullToEnumInvalidCast",
         'Cannot convert null to type "System.DayOfWeek" due to enumeration values that are not valid. Specify one of the following '
         'enumeration values and try again. The possible enumeration values are "Sunday,Monday,Tuesday,Wednesday,Thursday,Friday,Saturday".'),
        ("datetime", None, "nullToObjectInvalidCast", 'Cannot convert null to type "System.DateTime".'),
        ("System.Collections.Generic.List[int]", ["a", "b"], "ConvertToFinalInvalidCastException",
         'Cannot convert the "System.Object[]" value of type "System.Object[]" to type "System.Collections.Generic.List`1[System.Int32]".'),
    ],
)
def test_error(target, value, id, message):
    with pytest.raises(ShellError) as caught:
        cast(target, value)
    assert (caught.value.id, caught.value.message) == (id, message)
    assert caught.value.category == "InvalidArgument"


@pytest.mark.parametrize(
    "value, name", [("Friday", "Friday"), ("fri", "Friday"), (5, "Friday"), ("5", "Friday"), (Int64(5), "Friday")]
)
def test_enum(value, name):
    assert cast("System.DayOfWeek", value).name == name


@pytest.mark.parametrize("value, text", [("ReadOnly,Hidden", "ReadOnly, Hidden"), (["Hidden", "System"], "Hidden, System"), (3, "ReadOnly, Hidden")])
def test_flags(value, text):
    assert to_text(cast("System.IO.FileAttributes", value)) == text


def test_arrays():
    made = cast("int[]", ["1", 2.6, True])
    assert type(made) is TypedArray and list(made) == [1, 3, 1]
    assert cast("string[]", None) is None
    assert list(cast("string[]", [1, None])) == ["1", ""]
    assert cast("object[]", "a") == ["a"]
    assert list(cast("char[]", "hi")) == ["h", "i"]
    assert [list(row) for row in cast("int[][]", [["1"], [2, 3]])] == [[1], [2, 3]]
    assert list(cast("byte[]", cast("char[]", "AB"))) == [65, 66]
    assert cast("array", 5) == [5]


def test_an_array_of_one_is_not_its_element():
    assert try_convert([1], resolve_type("int")) == (False, None)


def test_custom_object_from_dictionary():
    made = to_custom_object(OrderedDictionary([("b", 1), ("a", 2), ("PSTypeName", "My.T")]))
    assert list(made.props) == ["b", "a"] and made.type_names[0] == "My.T"


def test_hashtable_from_ordered():
    made = cast("hashtable", OrderedDictionary([("a", 1)]))
    assert type(made) is Hashtable and made["A"] == 1


def test_single_shows_seven_digits():
    assert to_text(Single(1.1)) == "1.1" and to_text(Single(16777217)) == "1.677722E+07"
    assert isinstance(cast("System.ConsoleColor", "red"), EnumValue)
