"""ScriptRequirements: what a script's #requires lines ask for, as scripts see it."""

from __future__ import annotations

from typing import Any

from relayshell.commands.parametermembers import read_only_collection
from relayshell.objects.declare import declare
from relayshell.runtime.modulespec import ModuleSpecification
from relayshell.syntax.ast import ScriptRequirements

_L = "System.Management.Automation.Language."


def _module(asked: Any) -> ModuleSpecification:
    if isinstance(asked, str):
        return ModuleSpecification(asked)
    given = {str(key).lower(): value for key, value in asked.items()}
    return ModuleSpecification(
        given["modulename"], given.get("moduleversion"), given.get("maximumversion"), given.get("requiredversion"), given.get("guid"),
    )


def _version(needs: ScriptRequirements) -> Any:
    from relayshell.objects.convert import convert
    from relayshell.objects.nettype import get_type

    text = needs.required_ps_version
    return None if text is None else convert(str(text), get_type("System.Version"))


declare(
    _L + "ScriptRequirements", ScriptRequirements,
    get={
        "RequiredApplicationId": lambda n: n.required_application_id, "RequiredPSVersion": _version, "IsElevationRequired": lambda n: n.is_elevation_required,
        "RequiredPSEditions": lambda n: read_only_collection("System.String", list(n.required_ps_editions or ())),
        "RequiredModules": lambda n: read_only_collection(ModuleSpecification.net_name, [_module(each) for each in n.required_modules or ()]),
        "RequiredAssemblies": lambda n: read_only_collection("System.String", list(n.required_assemblies or ())),
    },
    signatures=(
        "string RequiredApplicationId {get;}", "version RequiredPSVersion {get;}", "bool IsElevationRequired {get;}",
        "System.Collections.ObjectModel.ReadOnlyCollection[string] RequiredPSEditions {get;}",
        "System.Collections.ObjectModel.ReadOnlyCollection[Microsoft.PowerShell.Commands.ModuleSpecification] RequiredModules {get;}",
        "System.Collections.ObjectModel.ReadOnlyCollection[string] RequiredAssemblies {get;}",
    ),
)
