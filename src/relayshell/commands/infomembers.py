"""What scripts see of commands and of their parameters: the members of CommandInfo and its kin, declared.

The metadata objects (ParameterMetadata, CommandParameterSetInfo ...) are made from a Signature when asked for.
"""

from __future__ import annotations

from typing import Any

from relayshell.commands import infos
from relayshell.commands.help_pages import capability_of, page_of
from relayshell.commands.parametermembers import enum_named, parameter_dictionary, parameter_sets, read_only_collection
from relayshell.objects.declare import declare
from relayshell.objects.nettype import get_type

_NAMESPACE = "System.Management.Automation."


def _end(info: Any) -> Any:
    """The command itself; of an alias, the command that it stands for."""
    if info.kind != "Alias":
        return info
    return info.resolved or info


def _kind(info: Any) -> Any:
    return enum_named(_NAMESPACE + "CommandTypes", info.kind)


def _options(info: Any) -> Any:
    options = getattr(info, "options", frozenset())
    return enum_named(_NAMESPACE + "ScopedItemOptions", *options)


def _set_options(info: Any, value: Any) -> None:
    info.options = frozenset(name.strip() for name in value.name.split(",") if name.strip() != "None")


def _module(info: Any) -> Any:
    module = info.module
    return infos.module_named(module) if isinstance(module, str) else module


def _version(info: Any) -> Any:
    from relayshell.objects.convert import convert

    version = get_type("System.Version")
    if info.kind == "Cmdlet":
        return convert("7.0.0.0", version)
    if info.kind == "Application":
        return convert("0.0.0.0", version)
    module = info.module
    if module is None or isinstance(module, str):
        return None
    found = getattr(module, "version", None)
    return convert(found, version) if isinstance(found, str) else found


def _shown_signature(info: Any) -> Any:
    """What a command takes, with its dynamic parameters where they can be had."""
    from relayshell.errors import ShellError

    try:
        return info.full_signature
    except ShellError:
        return info.signature


def _parameters(info: Any) -> Any:
    signature = _shown_signature(info)
    if signature is None:
        return None
    from relayshell.commands.metadata import metadata_of
    from relayshell.errors import ShellError

    try:
        metadata_of(signature)
    except ShellError:
        return None
    return parameter_dictionary(signature)


def _sets(info: Any) -> Any:
    """The parameter sets; an alias says nothing of those of the command it stands for."""
    if info.kind == "Alias":
        return None
    return read_only_collection(_NAMESPACE + "CommandParameterSetInfo", parameter_sets(_shown_signature(info)))


def _output(info: Any) -> Any:
    signature = info.signature
    names = signature.output if signature is not None else ("System.String",) if info.kind == "Application" else ()
    return read_only_collection(_NAMESPACE + "PSTypeName", [TypeName(name) for name in names])


def _resolve(info: Any, name: str) -> Any:
    """ResolveParameter: the parameter that a name, an alias or the beginning of one means."""
    from relayshell.commands.metadata import metadata_of

    from relayshell.commands.bindingerrors import named_not_found

    slot = metadata_of(info.signature).find(name)
    if slot is None:
        raise named_not_found(name, None)
    return parameter_dictionary(info.signature).get(slot.name)


class TypeName:
    """System.Management.Automation.PSTypeName: a type, or the name of one that is not there."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def type(self) -> Any:
        """The type, or None."""
        from relayshell.objects.typenames import resolve_type

        return resolve_type(self.name)

    @property
    def full_name(self) -> str:
        """The type's full name, or the name as given."""
        found = self.type
        return self.name if found is None else found.full_name


declare(
    _NAMESPACE + "PSTypeName", TypeName, new=lambda value: TypeName(value if isinstance(value, str) else value.full_name),
    get={"Name": lambda each: each.full_name, "Type": lambda each: each.type}, to_text=lambda each: each.full_name,
    signatures=("(string name)", "(type type)", "string Name {get;}", "type Type {get;}"),
)

declare(
    _NAMESPACE + "CommandInfo", infos.CommandInfo,
    get={
        "Name": lambda info: info.name,
        "CommandType": _kind,
        "Source": lambda info: info.path if info.kind in ("Application", "ExternalScript") else info.module_name,
        "Version": _version,
        "Definition": lambda info: info.definition,
        "Visibility": lambda info: enum_named(_NAMESPACE + "SessionStateEntryVisibility", info.visibility),
        "ModuleName": lambda info: info.module_name,
        "Module": _module,
        "RemotingCapability": lambda info: enum_named(_NAMESPACE + "RemotingCapability", capability_of(_end(info).name)),
        "Parameters": _parameters,
        "ParameterSets": _sets,
        "OutputType": _output,
    },
    set={"Visibility": lambda info, value: setattr(info, "visibility", value.name)},
    methods={"ResolveParameter": _resolve},
    to_text=lambda info: info.name,
)


def _resolved(info: infos.AliasInfo) -> Any:
    return info.resolved


declare(
    _NAMESPACE + "AliasInfo", infos.AliasInfo,
    get={
        "ReferencedCommand": lambda info: info.resolve(info.target) if info.resolve is not None else None,
        "ResolvedCommand": _resolved,
        "Definition": lambda info: info.definition,
        "Options": _options,
        "Description": lambda info: info.description,
        "OutputType": _output,
    },
    set={"Options": _set_options, "Description": lambda info, value: setattr(info, "description", value)},
)


def _help_file(info: infos.CmdletInfo) -> str:
    """The file of help that the assembly of a cmdlet's module has."""
    known = {"Microsoft.PowerShell.Core": "System.Management.Automation", "Microsoft.PowerShell.Management": "Microsoft.PowerShell.Commands.Management",
             "Microsoft.PowerShell.Utility": "Microsoft.PowerShell.Commands.Utility"}
    return f"{known.get(info.module_name, info.module_name)}.dll-Help.xml"


def _implementing(info: infos.CmdletInfo) -> Any:
    from relayshell.commands.typed import type_named

    return type_named(info.signature.implementing)


declare(
    _NAMESPACE + "CmdletInfo", infos.CmdletInfo,
    get={
        "Verb": lambda info: info.verb,
        "Noun": lambda info: info.noun,
        "HelpFile": _help_file,
        "PSSnapIn": lambda info: None,
        "ImplementingType": _implementing,
        "DefaultParameterSet": lambda info: info.signature.default_set,
        "Options": lambda info: enum_named(_NAMESPACE + "ScopedItemOptions", "ReadOnly"),
    },
)


def _default_set(info: Any) -> Any:
    signature = info.signature
    return signature.default_set if signature is not None else None


for _name in ("FunctionInfo", "FilterInfo"):
    declare(
        _NAMESPACE + _name, infos.FunctionInfo if _name == "FunctionInfo" else infos.FilterInfo,
        get={
            "ScriptBlock": lambda info: info.block,
            "CmdletBinding": lambda info: info.signature.advanced,
            "DefaultParameterSet": _default_set,
            "Options": _options,
            "Description": lambda info: info.description,
            "Verb": lambda info: info.verb,
            "Noun": lambda info: info.noun,
            "HelpFile": lambda info: None,
        },
        set={"Options": _set_options, "Description": lambda info, value: setattr(info, "description", value)},
        base=_NAMESPACE + ("CommandInfo" if _name == "FunctionInfo" else "FunctionInfo"),
    )

def _encoding_of(info: Any) -> Any:
    """The encoding of a script's file: what its first bytes say, else UTF-8."""
    from relayshell.objects.statics import get_static

    encoding = get_type("System.Text.Encoding")
    with open(info.path, "rb") as file:
        head = file.read(2)
    name = {b"\xff\xfe": "Unicode", b"\xfe\xff": "BigEndianUnicode"}.get(head, "UTF8")
    return get_static(encoding, name)


declare(
    _NAMESPACE + "ExternalScriptInfo", infos.ExternalScriptInfo,
    get={
        "Path": lambda info: info.path,
        "Definition": lambda info: info.path,
        "Source": lambda info: info.path,
        "ScriptBlock": lambda info: info.block,
        "ScriptContents": lambda info: info.contents,
        "OriginalEncoding": _encoding_of,
    },
)
declare(
    _NAMESPACE + "ApplicationInfo", infos.ApplicationInfo,
    get={
        "Path": lambda info: info.path,
        "Extension": lambda info: info.extension,
        "Definition": lambda info: info.path,
        "Source": lambda info: info.path,
    },
    base=_NAMESPACE + "CommandInfo",
    signatures=("string Path {get;}", "string Extension {get;}", "string Definition {get;}", "string Source {get;}"),
)


def _add_type_data() -> None:
    from relayshell.objects.psobject import AliasProperty, ComputedProperty, unwrap
    from relayshell.objects.typedata import add_built_in

    def resolved_name(info: Any) -> Any:
        resolved = unwrap(info).resolved
        return None if resolved is None else resolved.name

    def display_name(info: Any) -> str:
        info = unwrap(info)
        return f"{info.name} -> {info.target}" if "-" not in info.name else info.name

    add_built_in(
        _NAMESPACE + "AliasInfo",
        [ComputedProperty("ResolvedCommandName", resolved_name), ComputedProperty("DisplayName", display_name)],
    )
    namespace = AliasProperty("Namespace", "ModuleName")
    namespace.hidden = True
    add_built_in(_NAMESPACE + "CommandInfo", [namespace, ComputedProperty("HelpUri", _help_uri)])
    add_built_in(_NAMESPACE + "ApplicationInfo", [ComputedProperty("FileVersionInfo", _file_version)])


def _file_version(info: Any) -> Any:
    from relayshell.objects.dotnet.fileversions import FileVersion
    from relayshell.objects.psobject import unwrap

    return FileVersion(unwrap(info).path)


def _help_uri(info: Any) -> str:
    from relayshell.objects.psobject import unwrap

    signature = unwrap(info).signature
    return "" if signature is None else page_of(signature)


_add_type_data()
