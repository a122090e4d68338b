"""An error's text in each $ErrorView."""

from __future__ import annotations

from typing import Any

import pytest

from relayshell.objects.errorrecord import ErrorDetails, ErrorRecord, InvocationInfo
from relayshell.objects.exceptions import NetException
from relayshell.source import Extent, Source
from relayshell.views.environment import Environment
from relayshell.views.errorview import error_text
from relayshell.views.style import ANSI, PSStyle


class Command:
    def __init__(self, name: str, kind: str = "Cmdlet") -> None:
        self.name, self.kind = name, kind


def record(
    message: str, *, text: str = "", marked: str = "", command: Command | None = None, category: str = "NotSpecified", kind: str = "RuntimeException",
    file: str | None = None, **more: Any,
) -> ErrorRecord:
    made = ErrorRecord(NetException("System.Management.Automation." + kind, message), "AnId", category, **more)
    invocation = InvocationInfo(my_command=command, script_name=file or "")
    if text:
        source = Source(text, file)
        start = text.index(marked)
        extent = Extent(source, start, start + len(marked))
        invocation.script_line_number = extent.start_line_number
        invocation.position_message = extent.position_message()
    made.invocation = invocation
    return made


def test_one_line_for_a_command_on_the_first_line() -> None:
    error = record("Something failed", text="Write-Error x", marked="Write-Error x", command=Command("Write-Error"))
    assert error_text(error, Environment()) == "Write-Error: Something failed"


def test_without_a_command_the_category_or_the_exception_is_named() -> None:
    assert error_text(record("no", category="InvalidOperation"), Environment()) == "InvalidOperation: no"
    assert error_text(record("no"), Environment()) == "RuntimeException: no"


def test_a_throw_is_an_exception() -> None:
    error = record("oops", category="OperationStopped")
    error.exception.was_thrown = True
    assert error_text(error, Environment()) == "Exception: oops"


def test_a_frame_for_later_lines() -> None:
    text = "try {\nImport-Module NoSuchModuleQQ\n'NO ERROR'"
    error = record("It was not loaded.", text=text, marked="Import-Module NoSuchModuleQQ", command=Command("Import-Module"))
    assert error_text(error, Environment()) == (
        "Import-Module: \n"
        "Line |\n"
        "   2 |  Import-Module NoSuchModuleQQ\n"
        "     |  ~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
        "     | It was not loaded."
    )


def test_a_file_is_named_and_its_message_wrapped() -> None:
    error = record("word " * 20, text="a\nGet-It", marked="Get-It", command=Command("Get-It"), file="/tmp/a.ps1")
    assert error_text(error, Environment(window_width=60)) == (
        "Get-It: /tmp/a.ps1:2\n"
        "Line |\n"
        "   2 |  Get-It\n"
        "     |  ~~~~~~\n"
        "     | word word word word word word word word word word\n"
        "     | word word word word word word word word word word\n"
    )


def test_a_parse_error_has_its_frame_on_the_first_line_too() -> None:
    text = "-1; - 1; +1; --1; -(-1)"
    message = "At line:1 char:14\n+ -1; - 1; +1; --1; -(-1)\n+              ~\nThe '--' operator works only on variables or on properties."
    error = record(message, text=text, marked="-1; -(", category="ParserError", kind="ParseException")
    assert error_text(error, Environment()).split("\n")[-2:] == [
        "     | The '--' operator works only on variables or on properties.", "",
    ]


def test_details_replace_the_message_and_recommend() -> None:
    error = record("inner words", command=Command("Do-It"))
    error.details = ErrorDetails("outer words", "try again")
    assert error_text(error, Environment()) == "Do-It: outer words\n  Recommendation: try again"


@pytest.mark.parametrize(("view", "expected"), [
    ("CategoryView", "InvalidData: (x:String) [Do-It], RuntimeException"),
    ("NormalView", "Do-It : no\n+ CategoryInfo          : InvalidData: (x:String) [Do-It], RuntimeException\n+ FullyQualifiedErrorId : AnId"),
])
def test_other_views(view: str, expected: str) -> None:
    error = record("no", command=Command("Do-It"), category="InvalidData", target="x", activity="Do-It")
    error.invocation.invocation_name = "Do-It"
    assert error_text(error, Environment(error_view=view)) == expected


def test_colours_where_they_are_wanted() -> None:
    style = PSStyle()
    style.rendering = ANSI
    assert error_text(record("no"), Environment(style=style)) == "\x1b[31;1mRuntimeException: \x1b[31;1mno\x1b[0m"
