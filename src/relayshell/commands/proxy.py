"""The text of a function that stands for another command and passes all to it: what [ProxyCommand] gives.

It knows a command's Signature and nothing of how either runs.
"""

from __future__ import annotations

from typing import Any

from relayshell.commands.help_pages import capability_of, page_of
from relayshell.commands.signature import ALL_SETS, InSet, Parameter, Signature
from relayshell.commands.validation import (
    ValidateCount, ValidateLength, ValidateNotNull, ValidateNotNullOrEmpty, ValidatePattern, ValidateRange, ValidateScript, ValidateSet,
)


def quoted(text: Any) -> str:
    """A text between single quotes."""
    return "'" + str(text).replace("'", "''") + "'"


def binding_attribute(signature: Signature) -> str:
    """`[CmdletBinding(...)]` as the command has it; nothing for a simple function."""
    if not signature.advanced:
        return ""
    parts = []
    if signature.default_set:
        parts.append(f"DefaultParameterSetName={quoted(signature.default_set)}")
    if signature.should_process:
        parts.append("SupportsShouldProcess=$true")
        parts.append(f"ConfirmImpact={quoted(signature.confirm_impact)}")
    if signature.supports_paging:
        parts.append("SupportsPaging=$true")
    if not signature.positional_binding:
        parts.append("PositionalBinding=$false")
    if page_of(signature):
        parts.append(f"HelpUri={quoted(page_of(signature))}")
    if signature.implementing and capability_of(signature.name) != "PowerShell":
        parts.append(f"RemotingCapability={quoted(capability_of(signature.name))}")
    return f"[CmdletBinding({', '.join(parts)})]"


def param_block(signature: Signature) -> str:
    """What stands between the parentheses of `param()`."""
    return ",\n\n".join(parameter_text(each) for each in signature.parameters if not each.dynamic)


def parameter_text(parameter: Parameter) -> str:
    """A parameter with its attributes, each on a line of its own."""
    lines = [text for name, stand in parameter.sets.items() if (text := set_text(name, stand))]
    if parameter.aliases:
        lines.append(f"[Alias({','.join(quoted(each) for each in parameter.aliases)})]")
    for allowed, name in (
        (parameter.allow_null, "AllowNull"), (parameter.allow_empty_string, "AllowEmptyString"), (parameter.allow_empty_collection, "AllowEmptyCollection"),
    ):
        if allowed:
            lines.append(f"[{name}()]")
    lines += [text for each in parameter.checks if (text := check_text(each))]
    if parameter.net_type is not None:
        lines.append(f"[{parameter.net_type.shown}]")
    lines.append("${" + parameter.name + "}")
    return "    " + "\n    ".join(lines)


def set_text(name: str, stand: InSet) -> str:
    """`[Parameter(...)]` for one set; nothing where it would say nothing."""
    parts = []
    if name != ALL_SETS:
        parts.append(f"ParameterSetName={quoted(name)}")
    if stand.mandatory:
        parts.append("Mandatory=$true")
    if stand.position is not None:
        parts.append(f"Position={stand.position}")
    if stand.pipeline:
        parts.append("ValueFromPipeline=$true")
    if stand.by_name:
        parts.append("ValueFromPipelineByPropertyName=$true")
    if stand.remaining:
        parts.append("ValueFromRemainingArguments=$true")
    if stand.help:
        parts.append(f"HelpMessage={quoted(stand.help)}")
    return f"[Parameter({', '.join(parts)})]" if parts else ""


def check_text(check: Any) -> str:
    """A validation attribute as written; nothing for a check that has no attribute of its own."""
    from relayshell.objects.text import to_text

    if isinstance(check, ValidateNotNullOrEmpty):
        return "[ValidateNotNullOrEmpty()]"
    if isinstance(check, ValidateNotNull):
        return "[ValidateNotNull()]"
    if isinstance(check, ValidateSet):
        return f"[ValidateSet({','.join(quoted(each) for each in check.values)})]" if check.values else ""
    if isinstance(check, ValidatePattern):
        return f"[ValidatePattern({quoted(check.pattern)})]"
    if isinstance(check, ValidateScript):
        return "[ValidateScript({ " + to_text(check.block) + " })]"
    if isinstance(check, (ValidateLength, ValidateCount)):
        return f"[{type(check).__name__}({check.minimum}, {check.maximum})]"
    if isinstance(check, ValidateRange) and check.minimum is not None and check.maximum is not None:
        return f"[ValidateRange({to_text(check.minimum)}, {to_text(check.maximum)})]"
    return ""


def _guarded(body: str) -> str:
    inside = body.replace("\n", "\n    ").replace("\n    \n", "\n\n")
    return f"    try {{\n        {inside}\n    }} catch {{\n        throw\n    }}"


def begin_body(full_name: str, kind: str, input_too: bool = True) -> str:
    """The begin block: the command is found and its pipeline opened."""
    return _guarded(
        "$outBuffer = $null\n"
        "    if ($PSBoundParameters.TryGetValue('OutBuffer', [ref]$outBuffer))\n"
        "    {\n"
        "        $PSBoundParameters['OutBuffer'] = 1\n"
        "    }\n\n"
        f"    $wrappedCmd = $ExecutionContext.InvokeCommand.GetCommand({quoted(full_name)}, [System.Management.Automation.CommandTypes]::{kind})\n"
        "    $scriptCmd = {& $wrappedCmd @PSBoundParameters }\n\n"
        "    $steppablePipeline = $scriptCmd.GetSteppablePipeline($myInvocation.CommandOrigin)\n"
        "    $steppablePipeline.Begin($PSCmdlet)"
    )


def dynamic_body(signature: Signature, full_name: str, kind: str) -> str:
    """The block of dynamic parameters: those that the command has for what was given; nothing where it never has any."""
    if signature.dynamic is None:
        return ""
    return _guarded(
        f"$targetCmd = $ExecutionContext.InvokeCommand.GetCommand({quoted(full_name)}, [System.Management.Automation.CommandTypes]::{kind}, $PSBoundParameters)\n"
        "    $dynamicParams = @($targetCmd.Parameters.GetEnumerator() | Microsoft.PowerShell.Core\\Where-Object { $_.Value.IsDynamic })\n"
        "    if ($dynamicParams.Length -gt 0)\n"
        "    {\n"
        "        $paramDictionary = [Management.Automation.RuntimeDefinedParameterDictionary]::new()\n"
        "        foreach ($param in $dynamicParams)\n"
        "        {\n"
        "            $param = $param.Value\n\n"
        "            if(-not $MyInvocation.MyCommand.Parameters.ContainsKey($param.Name))\n"
        "            {\n"
        "                $dynParam = [Management.Automation.RuntimeDefinedParameter]::new($param.Name, $param.ParameterType, $param.Attributes)\n"
        "                $paramDictionary.Add($param.Name, $dynParam)\n"
        "            }\n"
        "        }\n\n"
        "        return $paramDictionary\n"
        "    }"
    )


PROCESS_BODY = _guarded("$steppablePipeline.Process($_)")
END_BODY = _guarded("$steppablePipeline.End()")
CLEAN_BODY = "    if ($null -ne $steppablePipeline) {\n        $steppablePipeline.Clean()\n    }"


def help_text(full_name: str, kind: str) -> str:
    """The comment that sends readers of the help on to the command."""
    return f".ForwardHelpTargetName {full_name}\n.ForwardHelpCategory {kind}"


def proxy_text(signature: Signature, full_name: str, kind: str, comment: str | None = None) -> str:
    """The whole body of the function."""
    comment = help_text(full_name, kind) if comment is None else comment
    dynamic = dynamic_body(signature, full_name, kind)
    dynamic = f"dynamicparam\n{{\n{dynamic}\n}}\n\n" if dynamic else ""
    return (
        f"{binding_attribute(signature)}\nparam(\n{param_block(signature)})\n\n{dynamic}"
        f"begin\n{{\n{begin_body(full_name, kind)}\n}}\n\nprocess\n{{\n{PROCESS_BODY}\n}}\n\nend\n{{\n{END_BODY}\n}}\n\nclean\n{{\n{CLEAN_BODY}\n}}\n"
        f"<#\n\n{comment}\n\n#>\n"
    )
