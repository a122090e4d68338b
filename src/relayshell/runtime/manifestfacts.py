"""What a module's manifest says, checked: which keys there are, of what types, and whether this engine will do for it.

Nothing of the module is loaded here. Error ids are PowerShell's own (Modules_...).
"""

from __future__ import annotations

import os
import re
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.collections import enumerate_value
from relayshell.objects.exceptions import NetException
from relayshell.objects.text import to_text

_NAMES = (
    "ModuleToProcess NestedModules GUID Author CompanyName Copyright ModuleVersion Description PowerShellVersion PowerShellHostName "
    "PowerShellHostVersion CLRVersion DotNetFrameworkVersion ProcessorArchitecture RequiredModules TypesToProcess FormatsToProcess ScriptsToProcess "
    "PrivateData RequiredAssemblies ModuleList FileList FunctionsToExport VariablesToExport AliasesToExport CmdletsToExport DscResourcesToExport "
    "CompatiblePSEditions HelpInfoURI RootModule DefaultCommandPrefix".split()
)
_KEYS = {name.lower(): name for name in _NAMES}
"""Each key as it is written, by its folded name."""
_TYPES = {
    "moduleversion": "System.Version", "powershellversion": "System.Version", "powershellhostversion": "System.Version",
    "clrversion": "System.Version", "dotnetframeworkversion": "System.Version", "guid": "System.Guid",
    "processorarchitecture": "System.Reflection.ProcessorArchitecture",
}
_MODULE_LISTS = ("requiredmodules", "nestedmodules")
FILES = ("scriptstoprocess", "typestoprocess", "formatstoprocess")
"""Keys that name files which must be there for the module to be loaded."""


def refused(path: str, message: str, id: str = "Modules_InvalidManifest", kind: str = "System.ArgumentException") -> ShellError:
    """An error about a manifest."""
    return ShellError(message, id, "ResourceUnavailable", path, exception=NetException(kind, message))


def known_key(name: str) -> str:
    """A key as these functions look for it: folded, if it is one that manifests have."""
    return name.lower() if name.lower() in _KEYS else name


def check(path: str, facts: dict[str, Any], host: str = "ConsoleHost") -> None:
    """Raise the error for the first thing of a manifest (by folded key) that is wrong, or that this engine cannot give."""
    unknown = [key for key in facts if key not in _KEYS]
    if unknown:
        raise refused(path, f"The '{path}' module cannot be imported because its manifest contains one or more members that are not valid. The valid manifest "
                      f"members are ({_quoted(_NAMES)}). Remove the members that are not valid ({_quoted(unknown)}), then try to import the module again.",
                      "Modules_InvalidManifestMember", "System.InvalidOperationException")
    if "moduletoprocess" in facts and "rootmodule" in facts:
        raise refused(path, f"The module manifest '{path}' contains both ModuleToProcess and RootModule, which mean the same. Leave out ModuleToProcess.",
                      "Modules_ModuleManifestCannotContainBothModuleToProcessAndRootModule", "System.InvalidOperationException")
    for key in _TYPES:
        value_of(path, facts, key)
    if facts.get("moduleversion") is None:
        raise refused(path, "The member 'ModuleVersion' is not present in the module manifest. This member must exist and be assigned a version number of the "
                      f"format 'n.n.n.n'. Add the missing member to the file '{path}'.",
                      kind="System.MissingMemberException")
    for key in _MODULE_LISTS:
        for each in items(facts.get(key)):
            _specification(path, key, each)
    _fits(path, facts, host)
    for key in FILES:
        for name in items(facts.get(key)):
            if not os.path.exists(os.path.join(os.path.dirname(path), to_text(name).replace("\\", "/"))):
                raise refused(path, f"The file '{to_text(name)}' that the member '{_KEYS[key]}' of the module manifest '{path}' names does not exist.",
                              kind="System.IO.FileNotFoundException")


def items(value: Any) -> list[Any]:
    """A value or an array of them as a list, empty ones left out."""
    several = enumerate_value(value)
    return [each for each in (several if several is not None else [value]) if each is not None and each != ""]


def value_of(path: str, facts: dict[str, Any], key: str) -> Any:
    """The value of a key in the type it must have; None where it is not there. Raises the error for one that does not convert."""
    from relayshell.objects.convert import convert
    from relayshell.objects.typenames import resolve_type

    value = facts.get(key)
    if value is None or value == "":
        return None
    wanted = resolve_type(_TYPES[key])
    try:
        return convert(value, wanted)
    except ShellError as error:
        raise _invalid(path, key, error.message) from error


def _invalid(path: str, key: str, why: str) -> ShellError:
    return refused(path, f"The member '{_KEYS[key]}' in the module manifest is not valid: {why.removesuffix('.')}. Verify that a valid value is specified for "
                   f"this field in the '{path}' file.")


def no_module(path: str, name: str, key: str) -> ShellError:
    """The error for a module that a manifest names and that is nowhere; key is the member that names it."""
    message = (f"The module to process '{name}', listed in field '{key}' of module manifest '{path}' was not processed because no valid module was found in any "
               "module directory.")
    return refused(path, message, "Modules_ModuleFileNotFound", "System.IO.FileNotFoundException")


def _quoted(names: Any) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _specification(path: str, key: str, value: Any) -> None:
    from relayshell.objects.hashtable import Hashtable
    from relayshell.runtime.modulespec import ModuleSpecification

    if isinstance(value, Hashtable):
        try:
            ModuleSpecification.of_table(value)
        except NetException as error:
            raise _invalid(path, key, error.message) from error


def _fits(path: str, facts: dict[str, Any], host: str) -> None:
    """Whether the engine, the host and the processor are those that the module asks for."""
    from relayshell.runtime.modulespec import parts
    from relayshell.runtime.versions import VERSION

    name = os.path.splitext(os.path.basename(path))[0]
    asked = value_of(path, facts, "powershellversion")
    if asked is not None and parts(to_text(asked)) > parts(VERSION):
        raise refused(path, f"The version of PowerShell on this computer is '{VERSION}'. The module '{path}' requires a minimum PowerShell version of "
                      f"'{to_text(asked)}' to run. Verify that you have the minimum required version of PowerShell installed, and then try again.",
                      "Modules_InsufficientPowerShellVersion", "System.InvalidOperationException")
    wanted = to_text(facts.get("powershellhostname") or "")
    if wanted and wanted.lower() != host.lower():
        raise refused(path, f"The name of the current host is '{host}'. The module '{path}' requires the host '{wanted}'.",
                      "Modules_InvalidPowerShellHostName", "System.InvalidOperationException")
    version = value_of(path, facts, "powershellhostversion")
    if version is not None and parts(to_text(version)) > parts(VERSION):
        raise refused(path, f"The version of the current host is '{VERSION}'. The module '{path}' requires '{to_text(version)}' or a later one.",
                      "Modules_InvalidPowerShellHostVersion", "System.InvalidOperationException")
    processor = value_of(path, facts, "processorarchitecture")
    if processor is not None and processor.name not in ("None", "MSIL", _processor()):
        raise refused(path, f"The processor of this computer is '{_processor()}'. The module '{name}' requires '{processor.name}'.",
                      "Modules_InvalidProcessorArchitecture", "System.InvalidOperationException")


def _processor() -> str:
    machine = os.uname().machine
    return "Arm" if re.match("arm|aarch", machine) else "X86" if re.fullmatch("i[3-6]86", machine) else "Amd64"


def gallery(facts: dict[str, Any], key: str) -> Any:
    """A value of PrivateData.PSData, which galleries read; None where there is none."""
    from relayshell.objects.hashtable import Hashtable

    private = facts.get("privatedata")
    data = private["PSData"] if isinstance(private, Hashtable) and "PSData" in private else None
    return data[key] if isinstance(data, Hashtable) and key in data else None


def paths(folder: str, value: Any) -> list[str]:
    """The files that a value names, as paths from the module's folder."""
    return [os.path.normpath(os.path.join(folder, to_text(each).replace("\\", "/"))) for each in items(value)]
