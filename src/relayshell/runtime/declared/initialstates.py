"""What a runspace begins with, as scripts see it: initial session states, their entries, and collections of these.

Assemblies begin as an empty collection: those of this shell are built in, and are there in every runspace.
"""

from __future__ import annotations

from typing import Any

from relayshell.objects.collections import enumerate_value
from relayshell.objects.declare import CLASS_TYPES, declare
from relayshell.objects.dotnet_collections import object_collection
from relayshell.objects.enums import enum_member
from relayshell.objects.nettype import get_type
from relayshell.objects.psobject import unwrap
from relayshell.runtime.runspaces import Entry, EntryList, InitialState
from relayshell.runtime.sessionviews import ViewEntry

_P = "System.Management.Automation."
_R = _P + "Runspaces."


def _add_entry(entries: EntryList, value: Any) -> None:
    entries.entries.extend([unwrap(value)] if isinstance(unwrap(value), (Entry, ViewEntry)) else [unwrap(each) for each in enumerate_value(value) or ()])


def _remove_entry(entries: EntryList, name: str, *kind: Any) -> None:
    entries.entries[:] = [each for each in entries.entries if each.name.lower() != name.lower()]


declare(
    _R + "InitialSessionStateEntryCollection", EntryList,
    get={"Count": len}, methods={"Add": _add_entry, "Remove": _remove_entry, "Clear": lambda e: e.entries.clear(), "Reset": lambda e: None},
    index=lambda e, key: e.entries[key] if type(key) is int else object_collection(e.named(str(key))), enumerate=lambda e: iter(e.entries),
    signatures=("int Count {get;}", "void Add(System.Object item)", "void Remove(string name, System.Object type)", "void Clear()", "void Reset()"),
)


_DEFAULTS: dict[str, Any] = {"CreateDefault": InitialState, "CreateDefault2": InitialState, "Create": lambda *a: InitialState(False)}
declare(
    _R + "InitialSessionState", InitialState, statics={**_DEFAULTS, "CreateRestricted": lambda *a: InitialState(False)},
    get={
        "Commands": lambda i: i.commands, "Variables": lambda i: i.variables, "EnvironmentVariables": lambda i: i.environment,
        "Modules": lambda i: list(i.modules), "LanguageMode": lambda i: enum_member(_P + "PSLanguageMode", i.language_mode),
        "StartupScripts": lambda i: i.scripts, "ThrowOnRunspaceOpenError": lambda i: i.throws,
        "ApartmentState": lambda i: enum_member("System.Threading.ApartmentState", i.apartment),
        "ThreadOptions": lambda i: enum_member(_R + "PSThreadOptions", i.thread_options),
        "Formats": lambda i: i.formats, "Types": lambda i: i.types, "Assemblies": lambda i: i.assemblies, "Providers": lambda i: i.providers,
        "DisableFormatUpdates": lambda i: i.told.get("DisableFormatUpdates", False),
        **{name: (lambda i, name=name: i.told.get(name)) for name in ("AuthorizationManager", "TranscriptDirectory")},
        "ExecutionPolicy": lambda i: i.told.get("ExecutionPolicy") or enum_member("Microsoft.PowerShell.ExecutionPolicy", "Default"),
    },
    set={
        **{name: (lambda i, value, name=name: i.told.__setitem__(name, value))
           for name in ("DisableFormatUpdates", "AuthorizationManager", "TranscriptDirectory", "ExecutionPolicy")},
        "LanguageMode": lambda i, value: setattr(i, "language_mode", str(getattr(unwrap(value), "name", value))),
        "ThrowOnRunspaceOpenError": lambda i, value: setattr(i, "throws", bool(value)),
        "ApartmentState": lambda i, value: setattr(i, "apartment", str(unwrap(value).name)),
        "ThreadOptions": lambda i, value: setattr(i, "thread_options", str(unwrap(value).name)),
    },
    methods={"ImportPSModule": lambda i, names: i.modules.extend(str(each) for each in ([names] if isinstance(names, str) else enumerate_value(names) or ())),
             "ImportPSModulesFromPath": lambda i, path: i.modules.append(str(path)), "Clone": InitialState.clone},
    signatures=("System.Management.Automation.PSLanguageMode LanguageMode {get;set;}", "bool ThrowOnRunspaceOpenError {get;set;}",
                "System.Threading.ApartmentState ApartmentState {get;set;}", f"{_R}PSThreadOptions ThreadOptions {{get;set;}}",
                *(f"{_R}InitialSessionStateEntryCollection {name} {{get;}}"
                  for name in ("Formats", "Types", "Assemblies", "Providers", "Commands", "Variables", "EnvironmentVariables")),
                "System.Object Modules {get;}", "System.Object StartupScripts {get;}", "bool DisableFormatUpdates {get;set;}",
                f"{_P}AuthorizationManager AuthorizationManager {{get;set;}}", "string TranscriptDirectory {get;set;}",
                "Microsoft.PowerShell.ExecutionPolicy ExecutionPolicy {get;set;}", "initialsessionstate Clone()",
                "void ImportPSModule(System.Object name)",
                "void ImportPSModulesFromPath(string path)"),
)


def _entry(kind: str) -> Any:
    def make(name: Any, value: Any = None, *more: Any) -> Entry:
        return Entry(kind, str(name), value, str(more[0]) if more and isinstance(more[0], str) else "", more[1] if len(more) > 1 else None)

    return make


for _kind, _value in (
    ("Variable", "Value"), ("Function", "Definition"), ("Alias", "Definition"), ("Cmdlet", "ImplementingType"), ("Provider", "ImplementingType"),
):
    declare(
        f"{_R}SessionState{_kind}Entry", Entry, new=_entry(_kind),
        get={"Name": lambda e: e.name, _value: lambda e: e.value, "Description": lambda e: e.description, "Options": lambda e: e.options},
        signatures=("string Name {get;}", f"System.Object {_value} {{get;}}", "string Description {get;}"),
    )


def _format_entry(source: Any) -> ViewEntry:
    base = unwrap(source)
    return ViewEntry("Format", base) if isinstance(base, str) else ViewEntry("Format", None, base)


def _type_entry(source: Any, away: Any = False) -> ViewEntry:
    base = unwrap(source)
    return ViewEntry("Type", base) if isinstance(base, str) else ViewEntry("Type", None, base, bool(away))


declare(
    _R + "SessionStateFormatEntry", ViewEntry, new=_format_entry,
    get={"FileName": lambda e: e.file, "FormatData": lambda e: e.value, "Name": lambda e: e.name},
    signatures=("(string fileName)", f"({_P}ExtendedTypeDefinition typeDefinition)", "string FileName {get;}", f"{_P}ExtendedTypeDefinition FormatData {{get;}}",
                "string Name {get;}"),
)
declare(
    _R + "SessionStateTypeEntry", ViewEntry, new=_type_entry,
    get={"FileName": lambda e: e.file, "TypeData": lambda e: e.value, "IsRemove": lambda e: e.away, "Name": lambda e: e.name},
    signatures=("(string fileName)", f"({_R}TypeData typeData, bool isRemove)", "string FileName {get;}", f"{_R}TypeData TypeData {{get;}}",
                "bool IsRemove {get;}", "string Name {get;}"),
)


for _class in (Entry, ViewEntry):
    CLASS_TYPES[_class] = lambda entry: get_type(entry.net_name)
