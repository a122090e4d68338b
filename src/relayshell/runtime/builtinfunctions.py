"""The functions of a new session, as script: prompt, pause, Clear-Host, mkdir, help and their kin."""

from __future__ import annotations

from typing import Any

TEXTS = {
    "prompt": """"[PS] $($ExecutionContext.SessionState.Path.CurrentLocation)$('>' * ($NestedPromptLevel + 1))\"""",
    "pause": "$null = Read-Host 'Press Enter to continue...'",
    "Clear-Host": "$Host.UI.RawUI.Clear()",
    "cd..": "Set-Location ..",
    "cd\\": "Set-Location /",
    "cd~": "Set-Location ~",
    "mkdir": """
[CmdletBinding(DefaultParameterSetName = 'pathSet', SupportsShouldProcess)]
param(
    [Parameter(ParameterSetName = 'nameSet', Position = 0, ValueFromPipelineByPropertyName)]
    [Parameter(ParameterSetName = 'pathSet', Mandatory, Position = 0, ValueFromPipelineByPropertyName)]
    [string[]] $Path,
    [Parameter(ParameterSetName = 'nameSet', Mandatory, ValueFromPipelineByPropertyName)]
    [AllowNull()] [AllowEmptyString()]
    [string] $Name,
    [Parameter(ValueFromPipeline, ValueFromPipelineByPropertyName)]
    [object] $Value,
    [switch] $Force
)
process { New-Item -ItemType Directory @PSBoundParameters }
""",
    "oss": """
[CmdletBinding()]
param([ValidateRange(2, 2147483647)] [int] $Width, [Parameter(ValueFromPipeline)] [psobject] $InputObject)
begin { $all = [System.Collections.Generic.List[object]]::new() }
process { $all.Add($InputObject) }
end { if ($Width) { $all | Out-String -Stream -Width $Width } else { $all | Out-String -Stream } }
""",
    "TabExpansion2": """
[CmdletBinding(DefaultParameterSetName = 'ScriptInputSet')]
[OutputType([System.Management.Automation.CommandCompletion])]
param(
    [Parameter(ParameterSetName = 'ScriptInputSet', Mandatory, Position = 0)] [AllowEmptyString()] [string] $inputScript,
    [Parameter(ParameterSetName = 'ScriptInputSet', Position = 1)] [int] $cursorColumn = $inputScript.Length,
    [Parameter(ParameterSetName = 'AstInputSet', Mandatory, Position = 0)] [System.Management.Automation.Language.Ast] $ast,
    [Parameter(ParameterSetName = 'AstInputSet', Mandatory, Position = 1)] [System.Management.Automation.Language.Token[]] $tokens,
    [Parameter(ParameterSetName = 'AstInputSet', Mandatory, Position = 2)]
    [System.Management.Automation.Language.IScriptPosition] $positionOfCursor,
    [Parameter(ParameterSetName = 'ScriptInputSet', Position = 2)] [Parameter(ParameterSetName = 'AstInputSet', Position = 3)]
    [Hashtable] $options = $null
)
if ($PSCmdlet.ParameterSetName -eq 'ScriptInputSet') {
    [System.Management.Automation.CommandCompletion]::CompleteInput($inputScript, $cursorColumn, $options)
} else {
    [System.Management.Automation.CommandCompletion]::CompleteInput($ast, $tokens, $positionOfCursor, $options)
}
""",
    "help": """
[CmdletBinding(DefaultParameterSetName = 'AllUsersView')]
param(
    [Parameter(Position = 0, ValueFromPipelineByPropertyName)] [string] $Name,
    [string] $Path, [string[]] $Category, [string[]] $Component, [string[]] $Functionality, [string[]] $Role,
    [Parameter(ParameterSetName = 'DetailedView', Mandatory)] [switch] $Detailed,
    [Parameter(ParameterSetName = 'AllUsersView')] [switch] $Full,
    [Parameter(ParameterSetName = 'Examples', Mandatory)] [switch] $Examples,
    [Parameter(ParameterSetName = 'Parameters', Mandatory)] [string[]] $Parameter,
    [Parameter(ParameterSetName = 'Online', Mandatory)] [switch] $Online
)
Get-Help @PSBoundParameters
""",
}


def add_functions(session: Any) -> None:
    """Gives a new session its functions."""
    from relayshell.commands.infos import FunctionInfo

    functions = session.globals.functions
    for name, text in TEXTS.items():
        functions[name.lower()] = FunctionInfo(name, session.parse(text))
