"""Widths, wrapping, cutting and waiting."""

from __future__ import annotations

import pytest

from relayshell.errors import ShellError
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.psobject import PSCustomObject
from relayshell.views.cells import cells, first_line, head, plain, tail
from relayshell.views.columns import fit, items_per_row
from relayshell.views.environment import Environment
from relayshell.views.formatter import Formatter
from relayshell.views.layout import Layout
from relayshell.views.options import Options
from relayshell.views.output import format_objects
from relayshell.views.parameters import LIST_KEYS, TABLE_KEYS, read_parameters
from relayshell.views.screen import Screen
from relayshell.views.style import ANSI, PSStyle
from relayshell.views.wrapping import wrap


@pytest.mark.parametrize(("widths", "screen", "expected"), [
    ([3, 4], 20, [3, 4]),
    ([10, 10], 15, [10, 4]),
    ([10, 10], 11, [10, -1]),
    ([20, 10], 11, [11, -1]),
    ([0, 0], 11, [5, 5]),
    ([0, 0], 12, [6, 5]),
    ([5, 0], 20, [5, 14]),
    ([], 20, []),
])
def test_columns_share_and_shrink(widths: list[int], screen: int, expected: list[int]) -> None:
    assert fit(widths, screen) == expected


@pytest.mark.parametrize(("longest", "screen", "expected"), [(1, 12, 6), (5, 12, 2), (12, 12, 1), (0, 12, 1), (3, 119, 29)])
def test_how_many_go_in_a_row(longest: int, screen: int, expected: int) -> None:
    assert items_per_row(longest, screen) == expected


@pytest.mark.parametrize(("text", "width", "expected"), [
    ("", 5, [""]),
    ("one two three", 8, ["one two ", "three"]),
    ("one\ntwo", 8, ["one", "two"]),
    ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    ("ab cdefghij", 4, ["ab c", "defg", "hij"]),
    ("日本語", 4, ["日本", "語"]),
    ("\x1b[31mabcdef\x1b[0m", 4, ["\x1b[31mabcd\x1b[0m", "\x1b[31mef\x1b[0m"]),
])
def test_wrapping(text: str, width: int, expected: list[str]) -> None:
    assert wrap(text, width, width) == expected


def test_cells() -> None:
    assert [cells(text) for text in ("abc", "ünï", "日本語", "\x1b[31mab\x1b[0m", "a\nb")] == [3, 3, 6, 2, 3]
    assert head("日本語", 5) == "日本" and tail("日本語", 3) == "語"
    assert first_line("one\ntwo") == "one…" and plain("\x1b[1mx\x1b[0m") == "x"


def test_packets_in_between_are_shown_in_order() -> None:
    lines: list[str] = []
    layout = Layout(Screen(60, lines.append), patient=True)
    formatter = Formatter(Environment(), Options(shape="Table"), layout.add)
    formatter.add(PSCustomObject({"A": 1}))
    formatter.add("between")
    assert lines == [""], "rows wait for the end of their group"
    formatter.add(PSCustomObject({"A": 22222}))
    formatter.end()
    assert lines == ["", "    A", "    -", "    1", "between", "22222", ""]


def test_an_endless_stream_is_shown_after_a_while() -> None:
    lines: list[str] = []
    layout = Layout(Screen(60, lines.append))
    formatter = Formatter(Environment(), Options(shape="Table"), layout.add)
    for number in range(10_001):
        formatter.add(PSCustomObject({"A": number}))
    assert len(lines) > 10_000


@pytest.mark.parametrize(("table", "id"), [
    ({"n": "x", "e": "y", "Bad": 2}, "DictionaryKeyIllegal"),
    ({"n": "x", "e": "y", "Width": "abc"}, "DictionaryKeyIllegalValue2"),
    ({"n": "x", "e": 1}, "DictionaryKeyIllegalValue1"),
    ({"n": "x", "e": "y", "Alignment": "Sideways"}, "AlignmentIllegalValue"),
    ({"n": "x"}, "DictionaryKeyMandatoryEntry"),
    ({1: "x"}, "DictionaryKeyNonString"),
])
def test_bad_calculated_properties(table: dict[object, object], id: str) -> None:
    with pytest.raises(ShellError) as caught:
        read_parameters([Hashtable(table.items())], TABLE_KEYS)
    assert caught.value.id == id
    assert caught.value.details is not None


def test_a_width_means_nothing_to_a_list() -> None:
    with pytest.raises(ShellError) as caught:
        read_parameters([Hashtable({"e": "y", "Width": 3}.items())], LIST_KEYS)
    assert caught.value.id == "DictionaryKeyIllegal"


def test_how_many_elements_a_value_shows() -> None:
    value = PSCustomObject({"A": [1, 2, 3]})
    assert format_objects([value], 60, Environment(enumeration_limit=2))[3] == "{1, 2…}"
    assert format_objects([value], 60, Environment(enumeration_limit=-1))[3] == "{1, 2, 3}"


def test_colours_of_headers() -> None:
    style = PSStyle()
    style.rendering = ANSI
    lines = format_objects([PSCustomObject({"A": 1, "B": "x"})], 60, Environment(style=style))
    assert lines[1] == "\x1b[32;1mA\x1b[0m\x1b[32;1m B\x1b[0m"
    assert lines[3] == "1 x"
