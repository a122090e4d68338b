"""Arithmetic, bits, ranges: values, their types, errors."""

from decimal import Decimal

import pytest

from relayshell.errors import ShellError
from relayshell.objects import arithmetic, bits
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.numbers import Byte, Char, Int64, UInt32, UInt64
from relayshell.objects.ranges import range_of
from relayshell.objects.text import to_text
from relayshell.objects.typeof import type_of

ADD, SUB, MUL, DIV, MOD = arithmetic.add, arithmetic.subtract, arithmetic.multiply, arithmetic.divide, arithmetic.modulo


@pytest.mark.parametrize(
    "action, left, right, text, name",
    [
        (DIV, 5, 2, "2.5", "Double"), (DIV, 6, 2, "3", "Int32"), (DIV, 1e3, 10, "100", "Double"), (DIV, Decimal(5), 2, "2.5", "Decimal"),
        (ADD, 2147483647, 1, "2147483648", "Double"), (MUL, 2147483647, 2, "4294967294", "Double"),
        (ADD, Int64(2**63 - 1), 1, "9.22337203685478E+18", "Double"), (ADD, 2147483647, Int64(1), "2147483648", "Int64"),
        (SUB, 10, "3", "7", "Int32"), (SUB, "10", 3, "7", "Int32"), (SUB, "10", "3", "7", "Int32"), (DIV, "10", "4", "2.5", "Double"),
        (MUL, "3", 3, "333", "String"), (MUL, 3, "3", "9", "Int32"), (ADD, None, 1, "1", "Int32"), (ADD, 1, None, "1", "Int32"),
        (ADD, None, "a", "a", "String"), (SUB, None, 3, "-3", "Int32"), (ADD, True, True, "2", "Int32"), (ADD, 1, True, "2", "Int32"),
        (ADD, Char("a"), 1, "a1", "String"), (ADD, "a", 1.50, "a1.5", "String"), (ADD, 1, "1.5", "2.5", "Double"),
        (ADD, 5, "5", "10", "Int32"), (ADD, "5", 5, "55", "String"), (MOD, 10, 3.3, "0.100000000000001", "Double"),
        (MOD, -7, 3, "-1", "Int32"), (DIV, Decimal(10), 3, "3.3333333333333333333333333333", "Decimal"),
        (ADD, Decimal("1.0"), Decimal("0.10"), "1.10", "Decimal"), (ADD, Byte(200), Byte(100), "300", "Int32"),
        (DIV, 1.0, 0, "Infinity", "Double"), (DIV, 0.0, 0, "NaN", "Double"), (MUL, 1e308, 10, "Infinity", "Double"),
        (ADD, UInt32(1), 1, "2", "Int64"), (ADD, UInt64(1), UInt64(2), "3", "UInt64"), (ADD, 1, "0x10", "17", "Int32"),
        (ADD, 1, "1kb", "1025", "Int32"),
    ],
)
def test_result(action, left, right, text, name):
    result = action(left, right)
    assert (to_text(result), type_of(result).name) == (text, name)


def test_collections():
    assert ADD([1, 2], None) == [1, 2, None]
    assert ADD([1, 2], [3]) == [1, 2, 3]
    assert ADD([1], "x") == [1, "x"]
    assert MUL([0], 3) == [0, 0, 0]
    made = ADD(Hashtable([("a", 1)]), Hashtable([("b", 2)]))
    assert len(made) == 2 and made["B"] == 2
    assert ADD(None, None) is None and MUL(None, 5) is None


@pytest.mark.parametrize(
    "action, left, right, id, message, target",
    [
        (DIV, 1, 0, "RuntimeException", "Attempted to divide by zero.", None),
        (MOD, 5, 0, "RuntimeException", "Attempted to divide by zero.", None),
        (ADD, 1, "abc", "InvalidCastFromStringToInteger",
         'Cannot convert value "abc" to type "System.Int32". Error: "The input string \'abc\' was not in a correct format."', None),
        (MUL, "abc", "x", "InvalidCastFromStringToInteger",
         'Cannot convert value "x" to type "System.Int32". Error: "The input string \'x\' was not in a correct format."', None),
        (MUL, False, 5, "NotADefinedOperationForType", "The operation '[System.Boolean] * [System.Int32]' is not defined.", False),
        (ADD, Hashtable(), 1, "AddHashTableToNonHashTable", "A hash table can only be added to another hash table.", None),
        (SUB, [1, 2], 1, "MethodNotFound",
         "Method invocation failed because [System.Object[]] does not contain a method named 'op_Subtraction'.", "op_Subtraction"),
        (MUL, "x", -1, "System.ArgumentOutOfRangeException",
         "times ('-1') must be a non-negative value. (Parameter 'times')\nActual value was -1.", None),
    ],
)
def test_error(action, left, right, id, message, target):
    with pytest.raises(ShellError) as caught:
        action(left, right)
    assert (caught.value.id, caught.value.message, caught.value.target) == (id, message, target)


@pytest.mark.parametrize(
    "action, left, right, expected",
    [
        (bits.bit_and, 0xFF, 0x0F, 15), (bits.bit_and, "6", 3, 2), (bits.bit_and, 5.7, 7, 6), (bits.bit_and, True, 1, 1),
        (bits.bit_or, -2147483648, 0, -2147483648), (bits.bit_xor, 6, 3, 5), (bits.shift_left, 1, 4, 16), (bits.shift_left, 1, 32, 1),
        (bits.shift_left, 1, 31, -2147483648), (bits.shift_right, -8, 1, -4), (bits.shift_left, Int64(1), 40, 2**40),
    ],
)
def test_bits(action, left, right, expected):
    assert action(left, right) == expected


def test_unary():
    assert bits.bit_not(0xFF) == -256 and arithmetic.negate(True) == -1 and arithmetic.negate("5") == -5 and arithmetic.positive("0x10") == 16
    assert to_text(arithmetic.negate(0.0)) == "-0" and to_text(arithmetic.negate(-2147483648)) == "2147483648"


@pytest.mark.parametrize(
    "left, right, text",
    [(1, 5, "1 2 3 4 5"), (5, 1, "5 4 3 2 1"), ("a", "e", "a b c d e"), ("c", "a", "c b a"), (1.6, 3.4, "2 3"), ("1", "3", "1 2 3"), (None, 2, "0 1 2")],
)
def test_range(left, right, text):
    assert to_text(range_of(left, right)) == text


@pytest.mark.parametrize("left, right, word", [("b", 5, "b"), (1, "x", "x")])
def test_bad_range(left, right, word):
    with pytest.raises(ShellError) as caught:
        range_of(left, right)
    assert (caught.value.id, caught.value.message) == ("System.FormatException", f"The input string '{word}' was not in a correct format.")
