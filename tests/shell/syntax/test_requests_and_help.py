"""`#requires` lines and comment-based help."""

from __future__ import annotations

from relayshell.syntax import parse
from relayshell.syntax.ast import FunctionDefinitionAst
from relayshell.syntax.comment_help import CommentHelp, comment_help


def test_requirements_of_several_lines_are_put_together() -> None:
    parsed = parse(
        "#requires -Version 5.1 -Modules a, @{ ModuleName = 'b'; ModuleVersion = '1.0' }\n"
        "#Requires -PSEdition Core -RunAsAdministrator\n1\n#requires -modules c"
    )
    assert not parsed.problems
    found = parsed.tree.script_requirements
    assert found is not None
    assert found.required_ps_version == "5.1"
    assert found.required_modules == ["a", {"ModuleName": "b", "ModuleVersion": "1.0"}, "c"]
    assert found.required_ps_editions == ["Core"]
    assert found.is_elevation_required


def test_a_script_without_requirements_has_none() -> None:
    assert parse("# requires -version 5\n1").tree.script_requirements is None


def test_a_whole_version_gets_its_minor_part() -> None:
    requirements = parse("#requires -version 7").tree.script_requirements
    assert requirements is not None
    assert requirements.required_ps_version == "7.0"


def _help(text: str, name: str = "f") -> CommentHelp | None:
    tree = parse(text).tree
    [function] = [node for node in tree.walk() if isinstance(node, FunctionDefinitionAst) and node.name == name]
    return comment_help(function)


BEFORE = """
<#
.SYNOPSIS
    Does it.
      Really.
.PARAMETER Name
    The name.

.EXAMPLE
    f -Name x
.LINK
    about_f
#>
function f { param(
    # How many
    [int]$Count, [string]$Name) }
"""


def test_help_before_a_function() -> None:
    found = _help(BEFORE)
    assert found is not None
    assert found.synopsis == "Does it.\n  Really.\n"
    assert found.parameters == {"NAME": "The name.\n\n", "COUNT": "How many"}
    assert found.examples == ["f -Name x\n"]
    assert found.links == ["about_f"]


def test_help_inside_a_function_at_either_end() -> None:
    for text in (
        "function f {\n <#\n .SYNOPSIS\n Inside\n #>\n param() 1 }",
        "function f {\n 1\n <#\n .SYNOPSIS\n Inside\n #>\n}",
        "function f {\n # .SYNOPSIS\n # Inside\n 1 }",
    ):
        found = _help(text)
        assert found is not None, text
        assert found.synopsis is not None
        assert found.synopsis.rstrip(" \n") == "Inside"


def test_what_is_no_help() -> None:
    assert _help("# just a comment\nfunction f { }") is None
    assert _help("<#\n.NOSUCH\nx\n#>\nfunction f { }") is None
    assert _help("<#\n.SYNOPSIS\nfar\n#>\n\n\n\nfunction f { }") is None


def test_help_of_a_script_is_not_that_of_its_first_function() -> None:
    near = parse("<#\n.SYNOPSIS\nx\n#>\nfunction f { }").tree
    far = parse("<#\n.SYNOPSIS\nx\n#>\n\n\nfunction f { }").tree
    assert comment_help(near) is None
    found = comment_help(far)
    assert found is not None
    assert found.synopsis == "x\n\n"
