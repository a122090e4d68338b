"""Modules as scripts see them."""

from __future__ import annotations

import os
from copy import copy
from typing import Any

from relayshell.objects.convert import convert
from relayshell.objects.declare import declare
from relayshell.objects.dotnet_collections import object_collection
from relayshell.objects.enums import enum_member
from relayshell.objects.nettype import close_generic, get_type
from relayshell.objects.nothing import AUTOMATION_NULL
from relayshell.objects.psobject import PSCustomObject, ScriptMethod
from relayshell.objects.text import to_text
from relayshell.runtime.declared.engine import state_object
from relayshell.runtime.manifestfacts import gallery, items, paths, value_of
from relayshell.runtime.modules import Module
from relayshell.runtime.scriptblock import ScriptBlock

_P = "System.Management.Automation."
_READ_ONLY = "System.Collections.ObjectModel.ReadOnlyCollection`1"


def _exported(kind: str, element: str) -> Any:
    def read(module: Module) -> Any:
        things = module.commands() if kind == "commands" else module.exported[kind]
        return dictionary(things.values(), element)

    return read


def dictionary(things: Any, element: str) -> Any:
    """Things by name, as a Dictionary[string,T]."""
    from relayshell.objects.dotnet.comparing import string_comparer
    from relayshell.objects.dotnet.dictionaries import NetDictionary

    kind = close_generic(get_type("System.Collections.Generic.Dictionary`2"), (get_type("System.String"), get_type(element)))
    made = NetDictionary(kind, string_comparer("OrdinalIgnoreCase"))
    for thing in things:
        made.put(thing.name, thing)
    return made


def _invoke(module: Module, block: ScriptBlock, args: Any = ()) -> Any:
    found = ScriptBlock(block.code, module.state).invoke(list(args or ()))
    if not found:
        return AUTOMATION_NULL
    return found[0] if len(found) == 1 else found


def as_custom_object(module: Module) -> PSCustomObject:
    """AsCustomObject: functions as methods, variables as properties."""
    from relayshell.runtime.modulemembers import VariableProperty

    props: dict[str, Any] = {}
    for info in module.exported["functions"].values():
        props[info.name] = ScriptMethod(info.name, info.block)
    for variable in module.exported["variables"].values():
        props[variable.name] = VariableProperty(variable)
    return PSCustomObject(props)


def _manifest(key: str, default: Any = None) -> Any:
    def read(module: Module) -> Any:
        value = module.manifest.get(key)
        return default if value is None else value

    return read


def _version(module: Module) -> Any:
    return convert(module.version, get_type("System.Version"))


def _typed(key: str) -> Any:
    """Reads a value of the manifest in its own type; None where it is not there."""

    def read(module: Module) -> Any:
        return value_of(module.path, module.manifest, key)

    return read


def _texts(key: str) -> Any:
    def read(module: Module) -> Any:
        return [to_text(each) for each in items(module.manifest.get(key))]

    return read


def _files(key: str) -> Any:
    def read(module: Module) -> Any:
        return paths(module.folder, module.manifest.get(key))

    return read


def _read_only_files(key: str) -> Any:
    def read(module: Module) -> Any:
        return object_collection(paths(module.folder, module.manifest.get(key)), _READ_ONLY, "System.String")

    return read


def _gallery(key: str) -> Any:
    """Reads a link of PrivateData.PSData as a uri."""

    def read(module: Module) -> Any:
        value = gallery(module.manifest, key)
        return None if value is None else convert(to_text(value), get_type("System.Uri"))

    return read


def _notes(module: Module) -> Any:
    value = gallery(module.manifest, "ReleaseNotes")
    return None if value is None else to_text(value)


def _types(module: Module) -> Any:
    """The classes and enums that the module's script defines, by name, as their nodes of the syntax tree."""
    from relayshell.objects.dotnet.comparing import string_comparer
    from relayshell.objects.dotnet.dictionaries import NetDictionary
    from relayshell.syntax.ast import TypeDefinitionAst

    element = get_type(_P + "Language.TypeDefinitionAst")
    made = NetDictionary(close_generic(get_type("System.Collections.Generic.Dictionary`2"), (get_type("System.String"), element)),
                         string_comparer("OrdinalIgnoreCase"))
    if module.block is not None:
        for node in module.block.code.node.walk():
            if isinstance(node, TypeDefinitionAst):
                made.put(node.name, node)
    return made


def _clone(module: Module) -> Module:
    made = copy(module)
    made.exported = {kind: dict(things) for kind, things in module.exported.items()}
    return made


def _guid(module: Module) -> Any:
    return convert(to_text(module.manifest.get("guid", "00000000-0000-0000-0000-000000000000")), get_type("System.Guid"))


def _definition(module: Module) -> str:
    return str(module.block) if module.block is not None else ""


def _caller_variable(module: Module, name: str) -> Any:
    return module.session.frame.scope.find(name.lower())


def _new(value: Any) -> Module:
    from relayshell.runtime.current import current_session
    from relayshell.runtime.modules import give_context, new_module
    from relayshell.runtime.state import new_module_state
    from relayshell.runtime.support.output import drop

    session = current_session()
    if isinstance(value, ScriptBlock):
        return new_module(session, session.next_closure_name(), value, (), session.frame, drop)
    made = Module("", session, dynamic=True)
    made.state = new_module_state(session, made)
    give_context(made)
    return made


declare(
    _P + "PSModuleInfo", Module,
    new=_new,
    get={
        "LogPipelineExecutionDetails": lambda m: m.logged, "Name": lambda m: m.name, "Path": lambda m: m.path or m.unique,
        "ImplementingAssembly": lambda m: None, "Definition": _definition, "Description": lambda m: m.description, "Guid": _guid,
        "HelpInfoUri": _manifest("helpinfouri"), "ModuleBase": lambda m: m.folder, "PrivateData": lambda m: m.private_data,
        "ExperimentalFeatures": lambda m: [], "Tags": lambda m: [to_text(each) for each in items(gallery(m.manifest, "Tags"))],
        "ProjectUri": _gallery("ProjectUri"), "IconUri": _gallery("IconUri"), "LicenseUri": _gallery("LicenseUri"), "ReleaseNotes": _notes,
        "RepositorySourceLocation": lambda m: None, "Version": _version, "ModuleType": lambda m: enum_member(_P + "ModuleType", m.kind),
        "Author": _manifest("author", ""), "AccessMode": lambda m: enum_member(_P + "ModuleAccessMode", m.access_mode), "ClrVersion": _typed("clrversion"),
        "CompanyName": _manifest("companyname", ""), "Copyright": _manifest("copyright", ""), "DotNetFrameworkVersion": _typed("dotnetframeworkversion"),
        "ExportedFunctions": _exported("functions", _P + "FunctionInfo"), "Prefix": lambda m: m.prefix,
        "ExportedCmdlets": _exported("cmdlets", _P + "CmdletInfo"), "ExportedCommands": _exported("commands", _P + "CommandInfo"),
        "FileList": _files("filelist"), "CompatiblePSEditions": _texts("compatiblepseditions"), "ModuleList": lambda m: items(m.manifest.get("modulelist")),
        "NestedModules": lambda m: object_collection(m.nested, _READ_ONLY, _P + "PSModuleInfo"),
        "PowerShellHostName": _manifest("powershellhostname", ""), "PowerShellHostVersion": _typed("powershellhostversion"),
        "PowerShellVersion": _typed("powershellversion"),
        "ProcessorArchitecture": lambda m: value_of(m.path, m.manifest, "processorarchitecture") or enum_member("System.Reflection.ProcessorArchitecture", "None"),
        "Scripts": _files("scriptstoprocess"), "RequiredAssemblies": _texts("requiredassemblies"),
        "RequiredModules": lambda m: object_collection(m.required, _READ_ONLY, _P + "PSModuleInfo"),
        "RootModule": lambda m: to_text(m.manifest.get("rootmodule", "")) or (os.path.basename(m.path) if m.path else None),
        "ExportedVariables": _exported("variables", _P + "PSVariable"), "ExportedAliases": _exported("aliases", _P + "AliasInfo"),
        "ExportedDscResources": lambda m: object_collection(_texts("dscresourcestoexport")(m), _READ_ONLY, "System.String"),
        "SessionState": lambda m: state_object(m.state) if m.state is not None else None, "OnRemove": lambda m: m.on_remove,
        "ExportedFormatFiles": _read_only_files("formatstoprocess"), "ExportedTypeFiles": _read_only_files("typestoprocess"),
    },
    set={
        "OnRemove": lambda m, v: setattr(m, "on_remove", v), "PrivateData": lambda m, v: setattr(m, "private_data", v),
        "Description": lambda m, v: setattr(m, "description", v), "AccessMode": lambda m, v: setattr(m, "access_mode", to_text(v)),
        "LogPipelineExecutionDetails": lambda m, v: setattr(m, "logged", v),
    },
    methods={
        "Invoke": _invoke, "NewBoundScriptBlock": lambda m, b: ScriptBlock(b.code, m.state), "AsCustomObject": as_custom_object, "Clone": _clone, "GetExportedTypeDefinitions": _types,
        "ToString": lambda m: m.name, "GetVariableFromCallersModule": _caller_variable,
    },
    to_text=lambda m: m.name,
)
