"""Regular expressions: .NET's numbering, options and messages over Python's engines."""

from __future__ import annotations

import pytest

from relayshell.objects.dotnet.regex import compile_pattern, escape, unescape
from relayshell.objects.exceptions import NetException

MATCHES = [
    (r"(a)(?<n>b)(c)", "abc", 0, ["abc"], [("1", "a"), ("2", "c"), ("n", "b")]), (r"a(?i)b|c", "aB C", 0, ["aB", "C"], []), ("(?x) a b # c\n", "ab", 0, ["ab"], []),
    ("(?n)(a)(?<x>b)", "ab", 0, ["ab"], [("x", "b")]), (r"[a-z-[aeiou]]+", "hello", 0, ["h", "ll"], []), (r"(?<=a+)b", "aab", 0, ["b"], []), (r"\p{Lu}", "aB", 0, ["B"], []),
    (r"(?<q>\w)\k<q>", "aabb", 0, ["aa", "bb"], [("q", "a")]), (r"(?(a)b|c)", "c", 0, ["c"], []), (r"(a|b)+", "abab", 0, ["abab"], [("1", "b")]), ("^b$", "a\nb\n", 2, ["b"], []),
    (r"a.b", "a\nb", 16, ["a\nb"], []), ("{x}", "{x}", 0, ["{x}"], []), (r"\bfoo\b", "foo", 0, ["foo"], []), ("x*", "aXx", 1, ["", "Xx", ""], []), (r"\d+", "12 34", 64, ["34", "12"], []),
]


@pytest.mark.parametrize("pattern, text, options, values, groups", MATCHES)
def test_match(pattern: str, text: str, options: int, values: list[str], groups: list[tuple[str, str]]) -> None:
    found = compile_pattern(pattern, False, options).find_all(text)
    assert [match.value for match in found] == values
    assert [(group.name, group.value) for group in found[0].group_list[1:]] == groups


BAD = [("(", 1, "Not enough )'s."), ("[a", 2, "Unterminated [] set."), ("*abc", 1, "Quantifier '*' following nothing."), ("a)", 2, "Too many )'s."), ("a**", 3, "Nested quantifier '*'."),
       ("\\", 1, "Illegal \\ at end of pattern."), (r"\h", 2, r"Unrecognized escape sequence \h."), ("[z-a]", 4, "[x-y] range in reverse order."), (r"\2", 2, "Reference to undefined group number 2."),
       (r"\k<x>", 5, "Reference to undefined group name 'x'."), ("a{3,1}", 6, "Illegal {x,y} with x > y."), (r"\p{Foo}", 7, "Unknown property 'Foo'.")]


@pytest.mark.parametrize("pattern, offset, reason", BAD)
def test_bad_pattern(pattern: str, offset: int, reason: str) -> None:
    with pytest.raises(NetException) as caught:
        compile_pattern(pattern)
    assert caught.value.message == f"Invalid pattern '{pattern}' at offset {offset}. {reason}"
    assert caught.value.type_name == "System.Text.RegularExpressions.RegexParseException"


def test_replace_and_split() -> None:
    dates = compile_pattern(r"(\d+)-(?<m>\d+)")
    assert dates.replace("2024-05", "${m}/$1 $0 $& $$ $9 $`|$'") == "05/2024 2024-05 2024-05 $ $9 |"
    assert compile_pattern(r"\d").split("a1b2c") == ["a", "b", "c"]
    assert compile_pattern(r"(\d)").split("a1b2") == ["a", "1", "b", "2", ""]
    assert compile_pattern("").split("abc") == ["", "a", "b", "c", ""]
    assert compile_pattern("a").replace("aaa", lambda match: str(match.index), 2) == "01a"


def test_captures_escape_and_cache() -> None:
    group = compile_pattern(r"(\w)+").find("abc").group_list[1]
    assert [capture.value for capture in group.captures] == ["a", "b", "c"]
    assert escape("1+1=2 [x] {y} #z") == r"1\+1=2\ \[x]\ \{y}\ \#z"
    assert unescape(r"a\.b\t") == "a.b\t"
    assert compile_pattern("a") is compile_pattern("a")


PARENTHESES = r"^[^()]*(((?<Open>\()[^()]*)+((?<Close-Open>\))[^()]*)+)*(?(Open)(?!))$"


@pytest.mark.parametrize("text, balanced", [("(a(b)c)", True), ("((a)", False), ("a)", False), ("", True), ("()()", True), ("(" * 30 + ")" * 30, True), ("(()", False)])
def test_balancing_groups_count_the_nesting(text: str, balanced: bool) -> None:
    assert compile_pattern(PARENTHESES).found_in(text) is balanced


def test_a_balancing_group_captures_what_stands_between() -> None:
    match = compile_pattern(PARENTHESES).find("(a(b)c)")
    assert match is not None
    groups = dict(match.groups)
    assert [capture.value for capture in groups["Close"].captures] == ["b", "a(b)c"] and not groups["Open"].success
    braces = compile_pattern(r"\{(?>[^{}]+|(?<D>\{)|(?<-D>\}))*(?(D)(?!))\}")
    assert [found.value for found in braces.iterate("{a{b}c} {d} {")] == ["{a{b}c}", "{d}"]
    palindrome = compile_pattern(r"^(?<N>.)+.?(?:\k<N>(?<-N>))+(?(N)(?!))$", True)
    assert palindrome.found_in("abcBA") and not palindrome.found_in("ab")
    assert compile_pattern(r"(?<a>x)\d+(?<b-a>y)").find("x12y").group_list[2].value == "12"  # type: ignore[union-attr]
    assert compile_pattern(r"<(?:[^<>]|(?<n><)|(?<-n>>))*(?(n)(?!))>").replace("a<b<c>>d", "X") == "aXd"
