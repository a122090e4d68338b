"""Get-Help: of functions with a help comment and without, of cmdlets, of topics and of what is not there."""

from __future__ import annotations

from scripts import run

FUNCTION = '''
function Get-Thing {
<#
.SYNOPSIS
Gets a thing.
.DESCRIPTION
A long description.
.PARAMETER Name
The name of it.
.EXAMPLE
Get-Thing -Name x
Gets x.
.LINK
https://example.org/thing
.NOTES
Be careful.
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $Name, [switch] $All)
}
'''


def test_what_a_comment_says() -> None:
    found = run(FUNCTION + '''
        $h = Get-Help Get-Thing
        $h.Name; $h.Synopsis; $h.description.Text; $h.examples.example.code; $h.examples.example.remarks.Text
        $h.relatedLinks.navigationLink.uri; $h.alertSet.alert.Text; $h.parameters.parameter.name -join ','
        $h.parameters.parameter[0].required; $h.parameters.parameter[0].description.Text; $h.Category
    ''')
    assert found.texts == [
        "Get-Thing", "Gets a thing.", "A long description.", "Get-Thing -Name x", "Gets x.", "https://example.org/thing", "Be careful.", "Name,All",
        "true", "The name of it.", "Function",
    ]


def test_how_it_is_shown() -> None:
    text = run(FUNCTION + "Get-Help Get-Thing -Full | Out-String -Width 100").texts[0]
    for line in ("SYNOPSIS\n    Gets a thing.", "SYNTAX\n    Get-Thing [-Name] <String> [-All] [<CommonParameters>]", "    -Name <String>\n        The name of it.",
                 "NOTES\n", "EXAMPLE 1"):
        assert line in text


def test_without_a_comment() -> None:
    text = run("function bar($x) {}; Get-Help bar | Out-String").texts[0]
    assert "SYNTAX\n    bar [[-x] <Object>]" in text


def test_of_a_cmdlet_and_its_alias() -> None:
    assert run("(Get-Help Join-Path).Synopsis; (Get-Help gci).Name").texts == ["Puts paths together, with one separator between the parts.", "Get-ChildItem"]


def test_lists_and_topics() -> None:
    assert "Get-Job" in run("Get-Help *-Job").texts[0] or len(run("Get-Help *-Job").values) > 3
    assert run("(Get-Help about_pipelines) -match 'joined by'").texts == ["True"]


def test_what_is_not_there() -> None:
    assert run("Get-Help nosuchthing").ids == ["HelpNotFound,Microsoft.PowerShell.Commands.GetHelpCommand"]
    assert run("Get-Help Join-Path -Parameter nope").ids == ["NoParmsFound,Microsoft.PowerShell.Commands.GetHelpCommand"]
