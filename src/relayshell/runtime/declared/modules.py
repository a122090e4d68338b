"""Modules as scripts see them."""

from __future__ import annotations

import os
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
from relayshell.runtime.modules import Module
from relayshell.runtime.scriptblock import ScriptBlock

_P = "System.Management.Automation."


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
        "Name": lambda m: m.name, "Path": lambda m: m.path, "Description": lambda m: m.description, "Guid": _guid,
        "ModuleBase": lambda m: m.folder, "Version": _version, "ModuleType": lambda m: enum_member(_P + "ModuleType", m.kind),
        "AccessMode": lambda m: enum_member(_P + "ModuleAccessMode", m.access_mode), "OnRemove": lambda m: m.on_remove,
        "PrivateData": lambda m: m.private_data, "Prefix": lambda m: m.prefix, "Definition": _definition,
        "SessionState": lambda m: state_object(m.state) if m.state is not None else None,
        "ExportedFunctions": _exported("functions", _P + "FunctionInfo"), "ExportedAliases": _exported("aliases", _P + "AliasInfo"),
        "ExportedCmdlets": _exported("cmdlets", _P + "CmdletInfo"), "ExportedVariables": _exported("variables", _P + "PSVariable"),
        "ExportedCommands": _exported("commands", _P + "CommandInfo"),
        "NestedModules": lambda m: object_collection(m.nested, "System.Collections.ObjectModel.ReadOnlyCollection`1", _P + "PSModuleInfo"),
        "RequiredModules": lambda m: object_collection([], "System.Collections.ObjectModel.ReadOnlyCollection`1", _P + "PSModuleInfo"),
        "RootModule": lambda m: to_text(m.manifest.get("rootmodule", "")) or (os.path.basename(m.path) if m.path else None),
        "Author": _manifest("author", ""), "CompanyName": _manifest("companyname", ""), "Copyright": _manifest("copyright", ""),
        "PowerShellVersion": lambda m: convert(to_text(m.manifest["powershellversion"]), get_type("System.Version")) if "powershellversion" in m.manifest else None,
        "LogPipelineExecutionDetails": lambda m: False, "Tags": lambda m: [], "FileList": lambda m: [], "Scripts": lambda m: [],
        "ModuleList": lambda m: [], "HelpInfoUri": _manifest("helpinfouri"), "ReleaseNotes": lambda m: None, "ProjectUri": lambda m: None,
        "LicenseUri": lambda m: None, "IconUri": lambda m: None, "CompatiblePSEditions": lambda m: [], "RequiredAssemblies": lambda m: [],
    },
    set={
        "OnRemove": lambda m, v: setattr(m, "on_remove", v), "PrivateData": lambda m, v: setattr(m, "private_data", v),
        "Description": lambda m, v: setattr(m, "description", v), "AccessMode": lambda m, v: setattr(m, "access_mode", v.name),
        "LogPipelineExecutionDetails": lambda m, v: None,
    },
    methods={
        "Invoke": _invoke, "NewBoundScriptBlock": lambda m, b: ScriptBlock(b.code, m.state), "AsCustomObject": as_custom_object,
        "ToString": lambda m: m.name, "GetVariableFromCallersModule": _caller_variable,
    },
    to_text=lambda m: m.name,
)
