"""ModuleSpecification as scripts see it."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.runtime.modulespec import ModuleSpecification


def _version(text: Any) -> Any:
    from relayshell.objects.convert import convert
    from relayshell.objects.nettype import get_type

    return None if text is None else convert(str(text), get_type("System.Version"))


def _guid(text: Any) -> Any:
    from relayshell.objects.convert import convert
    from relayshell.objects.nettype import get_type

    return None if text is None else convert(str(text), get_type("System.Guid"))


def _try_parse(text: Any, result: Any) -> bool:
    result.value = ModuleSpecification.of_text(str(text or ""))
    return result.value is not None


declare(
    ModuleSpecification.net_name, ModuleSpecification,
    new={"()": ModuleSpecification, "(string moduleName)": ModuleSpecification, "(hashtable moduleSpecification)": ModuleSpecification.of_table},
    get={
        "Name": lambda spec: spec.name, "Guid": lambda spec: _guid(spec.guid), "Version": lambda spec: _version(spec.minimum),
        "MaximumVersion": lambda spec: spec.maximum, "RequiredVersion": lambda spec: _version(spec.required),
    },
    statics={"TryParse": _try_parse},
    methods={"ToString": str}, to_text=str,
    convert_from={"System.String": ModuleSpecification, "System.Collections.Hashtable": ModuleSpecification.of_table},
    signatures=(
        "()", "(string moduleName)", "(hashtable moduleSpecification)", "string Name {get;}", "System.Nullable[guid] Guid {get;}", "version Version {get;}",
        "string MaximumVersion {get;}", "version RequiredVersion {get;}", "string ToString()",
        "static bool TryParse(string input, ref Microsoft.PowerShell.Commands.ModuleSpecification result)",
    ),
)
