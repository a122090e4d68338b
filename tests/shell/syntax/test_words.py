"""Tokens: numbers with their types, names, strings and their escapes, and what colours they have."""

from __future__ import annotations

from decimal import Decimal

import pytest

from relayshell.syntax import parse, parse_expandable, tokens
from relayshell.syntax.ast import ConstantExpressionAst, VariableExpressionAst, VariablePath
from relayshell.syntax.roles import roles

NUMBERS = [
    ("0", 0, "Int32"),
    ("-0", 0, "Int32"),
    ("2147483647", 2147483647, "Int32"),
    ("2147483648", 2147483648, "Int64"),
    ("-2147483648", -2147483648, "Int32"),
    ("9223372036854775808", Decimal(9223372036854775808), "Decimal"),
    ("79228162514264337593543950336", 79228162514264337593543950336.0, "Double"),
    ("1kb", 1024, "Int32"),
    ("2gb", 2147483648, "Int64"),
    ("1.5kb", 1536.0, "Double"),
    ("1pb", 1125899906842624, "Int64"),
    ("0x10", 16, "Int32"),
    ("0xffffffff", -1, "Int32"),
    ("0xffffffffu", 4294967295, "UInt32"),
    ("0x80000000", -2147483648, "Int32"),
    ("0x100000000", 4294967296, "Int64"),
    ("0xffy", -1, "SByte"),
    ("0xffuy", 255, "Byte"),
    ("0x1gb", 1073741824, "Int32"),
    ("0b101", 5, "Int32"),
    ("0b11111111", -1, "Int32"),
    ("0b111111111", 511, "Int32"),
    ("1e3", 1000.0, "Double"),
    ("1e-3", 0.001, "Double"),
    ("1.", 1.0, "Double"),
    (".5", 0.5, "Double"),
    ("1.50d", Decimal("1.50"), "Decimal"),
    ("1d", Decimal(1), "Decimal"),
    ("1e2d", Decimal(100), "Decimal"),
    ("1l", 1, "Int64"),
    ("1.5l", 2, "Int64"),
    ("2.5l", 2, "Int64"),
    ("5s", 5, "Int16"),
    ("5us", 5, "UInt16"),
    ("5y", 5, "SByte"),
    ("5uy", 5, "Byte"),
    ("5ul", 5, "UInt64"),
    ("4294967296u", 4294967296, "UInt64"),
    ("12345678901234567890123n", 12345678901234567890123, "BigInteger"),
    ("–5", -5, "Int32"),
]


@pytest.mark.parametrize(("text", "value", "type_name"), NUMBERS)
def test_a_number_has_its_value_and_type(text: str, value: object, type_name: str) -> None:
    parsed = parse(f"(1),{text}")
    assert not parsed.problems
    number = [node for node in parsed.tree.walk() if isinstance(node, ConstantExpressionAst)][-1]
    assert (number.value, number.type_name) == (value, type_name)
    assert isinstance(number.value, type(value))
    assert number.text == text


@pytest.mark.parametrize("text", ["256uy", "0x1ffy", "1e400l", "99999999999999999999l"])
def test_a_number_that_does_not_fit_is_refused(text: str) -> None:
    assert [problem.error_id for problem in parse(f"1 + {text}").problems] == ["BadNumericConstant"]


@pytest.mark.parametrize("text", ["1kx", "1.2.3", "1e", "12ab", "0b", "1dd", "7z.exe", "1lu"])
def test_what_only_begins_as_a_number_is_a_word(text: str) -> None:
    assert [token.kind for token in tokens(f"echo {text}")][1] == "Generic"


STRINGS = [
    ('"a`n`t`0`e`a`b`f`v`r"', "a\n\t\0\x1b\a\b\f\v\r"),
    ('"``n `$x `" `\'"', "`n $x \" '"),
    ('"say ""hi"""', 'say "hi"'),
    ("'it''s'", "it's"),
    ("'a`n'", "a`n"),
    ("‘a’", "a"),
    ("“a”", "a"),
    ("„a“", "a"),
    ('"`u{1F600}"', "\U0001f600"),
    ('"$"', "$"),
    ('"$ x"', "$ x"),
    ('"a$"', "a$"),
    ("@'\na\nb\n'@", "a\nb"),
    ("@'\r\na\r\nb\r\n'@", "a\r\nb"),
    ("@'\n'@", ""),
    ('@"\na "quoted" `t\n"@', 'a "quoted" \t'),
    ("@'  \na'@\n'@", "a'@"),
]


@pytest.mark.parametrize(("text", "value"), STRINGS)
def test_a_string_stands_for_its_text(text: str, value: str) -> None:
    parsed = parse(text)
    assert not parsed.problems
    assert [node.value for node in parsed.tree.walk() if isinstance(node, ConstantExpressionAst)] == [value]


def test_an_expandable_string_comes_in_parts() -> None:
    text = '"a $b.c $($d.e) ""f"" ${g h}$i"'
    [string] = [node for node in parse(text).tree.walk() if type(node).__name__ == "ExpandableStringExpressionAst"]
    assert [part if isinstance(part, str) else part.text for part in string.parts] == [
        "a ", "$b", ".c ", "$($d.e)", ' "f" ', "${g h}", "$i",
    ]
    assert string.value == 'a $b.c $($d.e) "f" ${g h}$i'


def test_quotes_doubled_in_a_sub_expression_count_once_and_keep_their_places() -> None:
    text = '"x $(f ""a b"" $c) y"'
    parsed = parse(text)
    assert not parsed.problems
    found = {type(node).__name__: node.text for node in parsed.tree.walk()}
    assert found["SubExpressionAst"] == '$(f ""a b"" $c)'
    assert found["VariableExpressionAst"] == "$c"
    assert all(node.source is parsed.tree.source for node in parsed.tree.walk())


@pytest.mark.parametrize(
    ("path", "scope", "drive", "name"),
    [
        ("a", None, None, "a"),
        ("Global:a", "global", None, "a"),
        ("local:a:b", "local", None, "a:b"),
        ("script:a", "script", None, "a"),
        ("private:a", "private", None, "a"),
        ("variable:a", None, None, "a"),
        ("env:PATH", None, "env", "PATH"),
        ("Function:f", None, "Function", "f"),
        ("globals:a", None, "globals", "a"),
        (":a", None, None, "a"),
    ],
)
def test_a_variables_path_is_taken_apart(path: str, scope: str | None, drive: str | None, name: str) -> None:
    found = VariablePath(path)
    assert (found.scope, found.drive, found.name, found.user_path) == (scope, drive, name, path)
    assert found.is_variable is (drive is None)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("$a + $b", ["a", "b"]),
        ("$a-b", ["a"]),
        ("$a_1?", ["a_1?"]),
        ("$$ + $? + $^", ["$", "?", "^"]),
        ("${a`}b}", ["a}b"]),
        ("$é", ["é"]),
        ("$a:b:c", ["a:b:c"]),
        ("$a::b", ["a"]),
    ],
)
def test_a_variables_name_ends_where_it_should(text: str, names: list[str]) -> None:
    found = [node for node in parse(text).tree.walk() if isinstance(node, VariableExpressionAst)]
    assert [node.variable_path.user_path for node in found] == names


def test_roles_tell_words_apart() -> None:
    text = "function Foo { if ($x -gt 1) { Get-It -Name \"a $y\" word | % { @{ k = [int]::Parse('1') } } } } # end"
    assert [(text[start:end], role) for start, end, role in roles(text)] == [
        ("function", "keyword"), ("Foo", "function"), ("if", "keyword"), ("$x", "variable"), ("-gt", "operator"), ("1", "number"),
        ("Get-It", "command"), ("-Name", "parameter"), ('"a ', "string"), ("$y", "variable"), ('"', "string"), ("word", "word"),
        ("|", "operator"), ("%", "command"), ("k", "member"), ("=", "operator"), ("int", "type"), ("Parse", "member"), ("'1'", "string"),
        ("# end", "comment"),
    ]


def test_a_keyword_that_is_a_command_or_an_argument_is_coloured_so() -> None:
    text = "else in; echo if"
    assert [role for _, _, role in roles(text)] == ["command", "word", "command", "word"]


def test_a_text_is_read_as_the_inside_of_a_string() -> None:
    string, problems = parse_expandable('say "$a" and $(f "b")')
    assert not problems
    assert [part if isinstance(part, str) else part.text for part in string.parts] == ['say "', "$a", '" and ', '$(f ""b"")']
    plain, _ = parse_expandable('no "parts"')
    assert plain.value == 'no "parts"'
