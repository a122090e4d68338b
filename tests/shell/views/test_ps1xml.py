"""Views that users load from .ps1xml files."""

from __future__ import annotations

from typing import Any

import pytest

from relayshell.objects.psobject import PSCustomObject
from relayshell.views.environment import Environment
from relayshell.views.output import format_objects
from relayshell.views.ps1xml import BadFormatFile, parse_file


class Block:
    """A script block of a test: a Python function by the script's text."""

    is_script_block = True
    scripts = {"$_.Size * 2": lambda o: o.props["Size"] * 2, "$_.Size -gt 3": lambda o: o.props["Size"] > 3}

    def __init__(self, text: str) -> None:
        self.text = text

    def invoke_from_objects(self, args: list[Any], this: Any = None, underscore: Any = None) -> list[Any]:
        return [self.scripts[self.text](underscore)]


def configuration(control: str, more: str = "", rest: str = "") -> str:
    return (
        "<Configuration>" + rest + "<ViewDefinitions><View><Name>V</Name><ViewSelectedBy><TypeName>My.Viewed</TypeName></ViewSelectedBy>"
        + more + control + "</View></ViewDefinitions></Configuration>"
    )


def viewed(text: str, *objects: dict[str, Any]) -> list[str]:
    environment = Environment(script=Block)
    found = parse_file(text, "test.ps1xml", Block)
    environment.database.add(found.views, first=True)
    environment.database.sets.update(found.sets)
    environment.database.controls.update(found.controls)
    return format_objects([PSCustomObject(dict(each), ["My.Viewed", "System.Object"]) for each in objects], 60, environment)


TABLE = """<TableControl><TableHeaders>
<TableColumnHeader><Label>The Name</Label><Width>12</Width></TableColumnHeader>
<TableColumnHeader><Label>Sz</Label><Width>6</Width><Alignment>Right</Alignment></TableColumnHeader></TableHeaders>
<TableRowEntries><TableRowEntry><TableColumnItems><TableColumnItem><PropertyName>Name</PropertyName></TableColumnItem>
<TableColumnItem><ScriptBlock>$_.Size * 2</ScriptBlock></TableColumnItem></TableColumnItems></TableRowEntry></TableRowEntries></TableControl>"""


def test_a_table_with_a_script() -> None:
    assert viewed(configuration(TABLE), {"Name": "abc", "Size": 4}) == [
        "", "The Name         Sz", "--------         --", "abc               8", "",
    ]


def test_groups_by_a_property_and_a_label() -> None:
    grouped = configuration(TABLE, "<GroupBy><PropertyName>Cat</PropertyName><Label>Category</Label></GroupBy>")
    assert viewed(grouped, {"Name": "a", "Size": 1, "Cat": "x"}, {"Name": "b", "Size": 2, "Cat": "y"}) == [
        "", "   Category: x", "", "The Name         Sz", "--------         --", "a                 2",
        "", "   Category: y", "", "The Name         Sz", "--------         --", "b                 4", "",
    ]


def test_a_list_whose_item_has_a_condition() -> None:
    text = configuration(
        "<ListControl><ListEntries><ListEntry><ListItems><ListItem><PropertyName>Name</PropertyName></ListItem>"
        "<ListItem><ItemSelectionCondition><ScriptBlock>$_.Size -gt 3</ScriptBlock></ItemSelectionCondition><Label>Big</Label>"
        "<PropertyName>Size</PropertyName></ListItem></ListItems></ListEntry></ListEntries></ListControl>"
    )
    assert viewed(text, {"Name": "a", "Size": 1}, {"Name": "b", "Size": 9}) == ["", "Name : a", "", "Name : b", "Big  : 9", ""]


def test_a_custom_view_with_a_frame_and_a_control() -> None:
    controls = (
        "<Controls><Control><Name>Part</Name><CustomControl><CustomEntries><CustomEntry><CustomItem><Text>&lt;</Text>"
        "<ExpressionBinding><PropertyName>Inner</PropertyName></ExpressionBinding><Text>&gt;</Text><NewLine/></CustomItem></CustomEntry>"
        "</CustomEntries></CustomControl></Control></Controls>"
    )
    text = configuration(
        "<CustomControl><CustomEntries><CustomEntry><CustomItem><Text>Top: </Text><ExpressionBinding><PropertyName>Name</PropertyName>"
        "</ExpressionBinding><NewLine/><Frame><LeftIndent>4</LeftIndent><CustomItem><ExpressionBinding><PropertyName>Parts</PropertyName>"
        "<EnumerateCollection/><CustomControlName>Part</CustomControlName></ExpressionBinding></CustomItem></Frame></CustomItem>"
        "</CustomEntry></CustomEntries></CustomControl>", rest=controls,
    )
    parts = [PSCustomObject({"Inner": "one"}), PSCustomObject({"Inner": "two"})]
    assert viewed(text, {"Name": "n", "Parts": parts}) == ["", "Top: n", "    <one>", "    <two>", "", ""]


@pytest.mark.parametrize(("text", "words"), [
    ("<Configuration>", "not well-formed"),
    ("<Types/>", "must be Configuration"),
    ("<Configuration><ViewDefinitions><View><Name>V</Name></View></ViewDefinitions></Configuration>", "no ViewSelectedBy"),
    (configuration(""), "no TableControl"),
    (configuration(TABLE.replace("<Width>6", "<Width>six")), '"six" is not a number'),
])
def test_a_bad_file_says_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(BadFormatFile, match=words):
        parse_file(text, "test.ps1xml", Block)
