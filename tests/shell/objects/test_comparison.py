"""Comparison and text operators, with collections on the left and types made alike."""

import pytest

from relayshell.errors import ShellError
from relayshell.objects import compare
from relayshell.objects.collation import compare_text
from relayshell.objects.convert import convert
from relayshell.objects.enums import enum_member
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.numbers import Char
from relayshell.objects.psobject import PSCustomObject
from relayshell.objects.text import to_text
from relayshell.objects.typenames import resolve_type


@pytest.mark.parametrize(
    "left, right, expected",
    [
        (1, "1", True), ("1", 1, True), ("a", 1, False), (True, 1, True), (1, True, True), ("", 0, False), (0, "", True), (None, "", False),
        ("1.0", 1.0, False), (1.0, "1.0", True), ("true", True, True), (True, "false", True), (Char("a"), "a", True), ("a", Char("a"), True),
        (Char("a"), 97, True), (5, "5 ", True), ("0x10", 16, False), (16, "0x10", True), (None, None, True), (None, 0, False), (0, None, False),
        ("a", "A", True), (1, "x", False), (float("nan"), float("nan"), False), ("False", False, True), (False, "false", False),
    ],
)
def test_equal(left, right, expected):
    assert compare.eq(left, right) is expected


def test_enum_against_its_name():
    monday = enum_member("System.DayOfWeek", "Monday")
    assert compare.eq(monday, "monday") and compare.eq("Monday", monday) and compare.eq(monday, 1)


@pytest.mark.parametrize(
    "name, left, right, ignore, expected",
    [
        ("eq", "a", "A", False, False), ("ne", "a", "A", True, False), ("gt", "abc", "ABD", True, False), ("gt", "a", "A", False, False),
        ("lt", "a", "b", True, True), ("lt", "a", "B", False, True), ("lt", None, 1, True, True), ("gt", None, -1, True, True),
        ("gt", "2.0", "10.0", True, True), ("ge", 5, "5", True, True), ("le", 3, 2.5, True, False),
    ],
)
def test_order(name, left, right, ignore, expected):
    assert getattr(compare, name)(left, right, ignore) is expected


def test_collections_give_what_passes():
    assert compare.eq([1, 2, 3], 2) == [2]
    assert compare.ne([1, 2, 3], 2) == [1, 3]
    assert compare.gt([1, 2, 3], 1) == [2, 3]
    assert compare.eq(["a", "B", "a"], "A") == ["a", "a"]
    assert compare.eq(["a", "B"], "b", False) == []
    assert compare.like(["abc", "abd", "xyz"], "ab*") == ["abc", "abd"]


def test_order_needs_comparable_values():
    with pytest.raises(ShellError) as caught:
        compare.lt(1, "x")
    assert caught.value.id == "ComparisonFailure"
    with pytest.raises(ShellError) as caught:
        compare.lt(PSCustomObject(), PSCustomObject())
    assert caught.value.id == "NotIcomparable"


def test_membership():
    assert compare.contains([1, 2, 3], "2") and compare.contains(["a", "b"], "A") and not compare.contains(["a"], "A", False)
    assert compare.in_(None, [1, None]) and compare.in_(1, 1) and compare.not_in("x", ["a"])


@pytest.mark.parametrize(
    "text, pattern, expected",
    [
        ("abc", "a*", True), ("abc", "A?C", True), ("a[b]c", "a`[b`]c", True), ("abc", "[a-c]*", True), ("abc", "[!x]*", False),
        ("a*c", "a`*c", True), ("abc", "", False), ("", "*", True), ("a", "??", False), ("a-c", "[a`-c]*", True), ("a\nb", "a*b", True),
        ("a]b", "a]b", True), ("x", "*?", True), ("", "?", False), ("**", "`*`*", True), (None, "", True), ("Ä", "ä", True),
    ],
)
def test_like(text, pattern, expected):
    assert compare.like(text, pattern) is expected


def test_bad_wildcard():
    with pytest.raises(ShellError) as caught:
        compare.like("a", "[a")
    assert caught.value.message == "The specified wildcard character pattern is not valid: [a"


def test_match():
    found, groups = compare.match("ab12", r"(?<word>[a-z]+)(\d+)")
    assert found is True and groups["word"] == "ab" and groups[0] == "ab12" and groups[1] == "12"
    assert compare.match(["abc", "xbz"], "a") == (["abc"], None)
    assert compare.notmatch("abc", "z") == (True, None)
    with pytest.raises(ShellError) as caught:
        compare.match("abc", "[")
    assert caught.value.id == "System.Text.RegularExpressions.RegexParseException"


@pytest.mark.parametrize(
    "text, operand, expected",
    [
        ("a1b22", r"\d", "ab"), ("a1b22", [r"\d+", "<$0>"], "a<1>b<22>"), ("John Smith", [r"(\w+) (\w+)", "$2, $1"], "Smith, John"),
        ("abc", ["(?<n>b)", "[${n}]"], "a[b]c"), ("ab12", [r"(\d)(\d)", "${2}0${1}"], "ab201"), ("abc", ["(b)", "$10"], "a$10c"),
        (["a", "b"], ["a", "x"], ["x", "b"]), (None, "a", ""),
    ],
)
def test_replace(text, operand, expected):
    assert compare.replace(text, operand) == expected


def test_replace_with_block():
    class Block:
        def invoke_from_objects(self, args, this=None, underscore=None):
            return [underscore.value.upper()]

    assert compare.replace("abc", ["b", Block()]) == "aBc"


@pytest.mark.parametrize(
    "text, operand, expected",
    [
        ("a b", " ", ["a", "b"]), ("a.b", [".", 0, "SimpleMatch"], ["a", "b"]), ("a(,)b", "(,)", ["a(", ",", ")b"]),
        ("a,b,c", [",", 2], ["a", "b,c"]), ("a,b,c", [",", -2], ["a,b", "c"]), ("abc", "", ["", "a", "b", "c", ""]), (None, ",", [""]),
        (["a b", "c d"], " ", ["a", "b", "c", "d"]),
    ],
)
def test_split(text, operand, expected):
    assert compare.split(text, operand) == expected


def test_join():
    assert compare.join([1, 2, 3], "-") == "1-2-3" and compare.join("x", "-") == "x" and compare.join([1, [2, 3]], " ") == "1 System.Object[]"
    assert compare.join(None, ",") == "" and compare.join([], ",") == "" and compare.unary_split(" a  b c ") == ["a", "b", "c"]


def test_types():
    int_type = resolve_type("int")
    assert compare.is_(5, int_type) and compare.is_(5, "int") and not compare.is_(None, resolve_type("object"))
    assert compare.is_(Hashtable(), resolve_type("System.Collections.IDictionary")) and compare.is_([1], resolve_type("array"))
    assert compare.is_(PSCustomObject(), resolve_type("pscustomobject")) and not compare.is_("x", resolve_type("pscustomobject"))
    assert compare.as_("5", int_type) == 5 and compare.as_("x", int_type) is None and compare.as_([1, 2], int_type) is None
    assert to_text(compare.as_("1,2", resolve_type("int[]"))) == "12"
    with pytest.raises(ShellError) as caught:
        compare.is_(5, "NoSuchType")
    assert (caught.value.id, caught.value.message) == (
        "RuntimeException", 'Cannot convert the "NoSuchType" value of type "System.String" to type "System.Type".',
    )


def test_people_order():
    words = ["_x", "-x", "1", "10", "2", "a", "A", "á", "b", "B", "é", "z"]
    assert sorted(words, key=__import__("functools").cmp_to_key(compare_text)) == ["_x", "-x", "1", "10", "2", "a", "A", "á", "b", "B", "é", "z"]
    assert convert(True, resolve_type("string")) == "True"
