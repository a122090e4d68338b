"""Which module declares which .NET type, so that modules are imported only when a script names one.

A home is a module's name; those that begin with a dot are within relayshell.objects. Floors above add
their own types with add_homes when they are put together.
"""

from __future__ import annotations

from importlib import import_module

HOMES: dict[str, tuple[str, ...]] = {
    ".arraymembers": ("System.Array",),
    ".hashtablemembers": (
        "System.Collections.Hashtable", "System.Collections.Specialized.OrderedDictionary",
        "System.Collections.DictionaryEntry", "System.Collections.Hashtable+KeyCollection",
        "System.Collections.Hashtable+ValueCollection",
        "System.Collections.Specialized.OrderedDictionary+OrderedDictionaryKeyValueCollection",
        "System.Management.Automation.PSPrimitiveDictionary",
    ),
    ".builtin": (
        "System.Object", "System.Enum", "System.Type", "System.ValueType", "System.Nullable", "System.Nullable`1",
        "System.Management.Automation.SwitchParameter", "System.Management.Automation.PSReference",
        "System.Management.Automation.Language.NullString", "System.DBNull", "System.Activator",
        "System.Management.Automation.Internal.AutomationNull", "System.Management.Automation.WildcardPattern",
        "System.Management.Automation.LanguagePrimitives", "System.Delegate", "System.MulticastDelegate",
    ),
    ".errorrecord": (
        "System.Management.Automation.ErrorRecord", "System.Management.Automation.ErrorCategoryInfo",
        "System.Management.Automation.ErrorDetails", "System.Management.Automation.InvocationInfo",
    ),
    ".exceptiontypes": ("System.Exception",),
    ".dotnet.processes": ("System.Diagnostics.Process",),
    ".dotnet.ziparchives": tuple(f"System.IO.Compression.{name}" for name in ("ZipFile", "ZipFileExtensions", "ZipArchive", "ZipArchiveEntry")),
    ".dotnet.processoutput": ("System.Diagnostics.DataReceivedEventArgs",),
    ".dotnet.processmodules": ("System.Diagnostics.ProcessModule", "System.Diagnostics.ProcessThread"),
    ".dotnet.processstart": ("System.Diagnostics.ProcessStartInfo",),
    ".dotnet.timers": ("System.EventArgs", "System.Timers.Timer", "System.Timers.ElapsedEventArgs", "System.IO.FileSystemWatcher", "System.IO.FileSystemEventArgs"),
    ".clixml.serializer": ("System.Management.Automation.PSSerializer",),
    ".reflection": (
        "System.Reflection.MemberInfo", "System.Reflection.MethodBase", "System.Reflection.MethodInfo", "System.Reflection.ConstructorInfo",
        "System.Reflection.PropertyInfo", "System.Reflection.FieldInfo", "System.Reflection.ParameterInfo", "System.Reflection.Assembly", "System.Reflection.RuntimeAssembly",
        "System.Reflection.AssemblyName",
    ),
    ".memberinfo": (
        "System.Management.Automation.PSObject", "System.Management.Automation.PSCustomObject",
        "System.Management.Automation.PSMemberInfo", "System.Management.Automation.PSPropertyInfo",
        "System.Management.Automation.PSMethodInfo", "System.Management.Automation.PSMethod",
        "System.Management.Automation.PSProperty", "System.Management.Automation.PSNoteProperty",
        "System.Management.Automation.PSAliasProperty", "System.Management.Automation.PSScriptProperty",
        "System.Management.Automation.PSScriptMethod", "System.Management.Automation.PSPropertySet",
        "System.Management.Automation.PSMemberSet", "System.Management.Automation.PSCodeProperty",
        "System.Management.Automation.PSCodeMethod",
    ),
    ".typeconverters": (
        "System.ComponentModel.TypeConverter", "System.ComponentModel.TypeDescriptor", "System.Management.Automation.PSTypeConverter",
        *(f"System.ComponentModel.{name}Converter" for name in (
            "String", "Boolean", "Char", "SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Single", "Double", "Decimal",
            "DateTime", "DateTimeOffset", "TimeSpan", "Guid", "Version", "DateOnly", "TimeOnly", "Half", "Int128", "CultureInfo", "Collection",
            "Enum", "Array", "Nullable",
        )),
    ),
    ".indexedproperties": ("System.Management.Automation.PSParameterizedProperty",),
}

_home_of: dict[str, str] = {name: home for home, names in HOMES.items() for name in names}
_sources: list[str] = [".dotnet.homes"]
_loaded: set[str] = set()


def add_homes(homes: dict[str, tuple[str, ...]]) -> None:
    """Adds homes: absolute module names, or names that begin with a dot within relayshell.objects."""
    for home, names in homes.items():
        for name in names:
            _home_of[name] = home


def load_home(type_name: str) -> bool:
    """Imports the module that declares the type; False when there is none."""
    while _sources:
        source = import_module(_sources.pop(), __package__)
        add_homes(source.HOMES)
    home = _home_of.get(type_name)
    if home is None:
        return False
    if home not in _loaded:
        # Another thread that asks meanwhile waits for the import, too, rather than find half of it.
        import_module(home, __package__)
        _loaded.add(home)
    return True


def full_name(folded: str) -> str | None:
    """The full name of a type that has a home, by the name in any case."""
    global _folded
    while _sources:
        add_homes(import_module(_sources.pop(), __package__).HOMES)
    if len(_folded) != len(_home_of):
        _folded = {name.lower(): name for name in _home_of}
    return _folded.get(folded.lower())


_folded: dict[str, str] = {}
