"""What scripts see of drives, providers and locations."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.nettype import define_type, find_type, get_type
from relayshell.objects.numbers import Char
from relayshell.objects.psobject import ComputedProperty, unwrap
from relayshell.objects.typedata import add_built_in
from relayshell.providers.drive import Drive, PathInfo, PathInfoStack
from relayshell.providers.environment import Environment
from relayshell.providers.filesystem import FileSystem

AUTOMATION = "System.Management.Automation."
CAPABILITIES = AUTOMATION + "Provider.ProviderCapabilities"
HELP = "System.Management.Automation.dll-Help.xml"


def _capabilities(provider: Any) -> Any:
    from relayshell.objects.convert import convert

    return convert(provider.capabilities, get_type(CAPABILITIES))


def _credential(drive: Drive) -> Any:
    """Who the drive was made for: nobody, as a credential that is empty."""
    from relayshell.objects.convert import convert
    from relayshell.objects.statics import get_static

    return drive.credential if drive.credential is not None else get_static(get_type(AUTOMATION + "PSCredential"), "Empty")


def _implementing(provider: Any) -> Any:
    """The type that stands for a provider."""
    name = f"Microsoft.PowerShell.Commands.{provider.name}Provider"
    return find_type(name) or define_type(name, "class", AUTOMATION + "Provider.CmdletProvider")


declare(
    AUTOMATION + "PathInfo", PathInfo,
    get={
        "Drive": lambda info: info.target.drive, "Provider": lambda info: info.target.provider,
        "ProviderPath": lambda info: info.provider_path, "Path": lambda info: info.path,
    },
    methods={"ToString": str}, to_text=str,
    signatures=(
        "System.Management.Automation.PSDriveInfo Drive {get;}", "System.Management.Automation.ProviderInfo Provider {get;}",
        "string ProviderPath {get;}", "string Path {get;}", "string ToString()",
    ),
)
def _next(stack: PathInfoStack, take: bool) -> PathInfo:
    if not stack.items:
        from relayshell.objects.dotnet.faults import operation_fault

        raise operation_fault("Stack empty.")
    return stack.items.pop() if take else stack.items[-1]


def _array(stack: PathInfoStack) -> Any:
    from relayshell.objects.arrays import new_array

    return new_array(get_type(AUTOMATION + "PathInfo"), stack.ordered())


declare(
    AUTOMATION + "PathInfoStack", PathInfoStack,
    get={"Name": lambda stack: stack.name, "Count": len},
    methods={
        "Push": lambda stack, item: stack.items.append(item), "Pop": lambda stack: _next(stack, True), "Peek": lambda stack: _next(stack, False),
        "ToArray": _array, "Clear": lambda stack: stack.items.clear(), "Contains": lambda stack, item: item in stack.items,
    },
    enumerate=iter, base=f"System.Collections.Generic.Stack[{AUTOMATION}PathInfo]",
    interfaces=("System.Collections.IEnumerable", "System.Collections.ICollection"),
    signatures=(
        "string Name {get;}", "int Count {get;}", f"void Push({AUTOMATION}PathInfo item)", f"{AUTOMATION}PathInfo Pop()", f"{AUTOMATION}PathInfo Peek()",
        f"{AUTOMATION}PathInfo[] ToArray()", "void Clear()", f"bool Contains({AUTOMATION}PathInfo item)",
    ),
)
def _new_drive(*args: Any) -> Drive:
    """A drive that no session has; or another like one that is given."""
    if len(args) == 1:
        like = args[0]
        return Drive(like.name, like.provider, like.root, like.description, like.scope, like.credential)
    name, provider, root, description = args[:4]
    return Drive(name, provider, root or "", description or "", None, args[4] if len(args) > 4 else None)


def _same_drive(one: Drive, other: Any) -> bool:
    return isinstance(unwrap(other), Drive) and unwrap(other).name.lower() == one.name.lower()


def _order(one: Drive, other: Any) -> int:
    here, there = one.name.lower(), unwrap(other).name.lower()
    return (here > there) - (here < there)


declare(
    AUTOMATION + "PSDriveInfo", Drive, new={"*": _new_drive},
    get={
        "Name": lambda drive: drive.name, "Provider": lambda drive: drive.provider, "Root": lambda drive: drive.root,
        "Description": lambda drive: drive.description, "CurrentLocation": lambda drive: drive.location,
        "DisplayRoot": lambda drive: None, "Credential": _credential, "MaximumSize": lambda drive: None,
        "VolumeSeparatedByColon": lambda drive: drive.name != "/",
    },
    set={
        "Description": lambda drive, value: setattr(drive, "description", value),
        "CurrentLocation": lambda drive, value: setattr(drive, "current", f"{drive.root.rstrip('/')}/{value}" if value else None),
    },
    methods={"ToString": lambda drive: drive.name, "Equals": _same_drive, "CompareTo": _order}, to_text=lambda drive: drive.name,
    signatures=(
        "string CurrentLocation {get;set;}", "string Name {get;}", "System.Management.Automation.ProviderInfo Provider {get;}",
        "string Root {get;}", "string Description {get;set;}", "string DisplayRoot {get;}", "pscredential Credential {get;}",
        "System.Nullable[long] MaximumSize {get;}", "bool VolumeSeparatedByColon {get;}", "string ToString()",
    ),
)


def _space(which: str) -> Any:
    """Used or free bytes of the file system that a drive stands on; nothing for drives of other providers."""

    def space(drive: Drive) -> Any:
        import shutil

        from relayshell.objects.numbers import Int64

        if not isinstance(drive.provider, FileSystem):
            return None
        try:
            usage = shutil.disk_usage(drive.root or "/")
        except OSError:
            return None
        return Int64(usage.used if which == "Used" else usage.free)

    return space


add_built_in(AUTOMATION + "PSDriveInfo", [ComputedProperty("Used", _space("Used")), ComputedProperty("Free", _space("Free"))])


def declare_provider(python_class: type) -> None:
    """Shows a class of providers to scripts as ProviderInfo."""
    declare(
        AUTOMATION + "ProviderInfo", python_class,
        get={
            "Name": lambda provider: provider.name, "Capabilities": _capabilities, "Home": lambda provider: provider.home,
            "Description": lambda provider: provider.description, "ModuleName": lambda provider: "Microsoft.PowerShell.Core",
            "Drives": lambda provider: provider.drives(), "ImplementingType": _implementing, "HelpFile": lambda provider: HELP,
            "VolumeSeparatedByColon": lambda provider: not provider.hierarchical,
            "ItemSeparator": lambda provider: Char("/"), "AltItemSeparator": lambda provider: Char("\\" if not provider.hierarchical else "/"),
        },
        methods={"ToString": lambda provider: provider.full_name}, to_text=lambda provider: provider.full_name,
        signatures=(
            "string Name {get;}", "string ModuleName {get;}", "string Description {get;set;}", "string Home {get;set;}",
            "string Capabilities {get;}", "System.Collections.ObjectModel.Collection[System.Management.Automation.PSDriveInfo] Drives {get;}",
            "string ToString()",
        ),
    )


def _shown_by_view(name: str) -> Any:
    """A code method of files that the view of files calls: the item's own property of that name."""
    from relayshell.objects.members import get_member

    return lambda item: get_member(item, name)


declare(
    "Microsoft.PowerShell.Commands.FileSystemProvider", base=AUTOMATION + "Provider.NavigationCmdletProvider",
    statics={name: _shown_by_view(name) for name in ("Mode", "ModeWithoutHardLink", "NameString", "LengthString", "LastWriteTimeString")},
    static_get={"ProviderName": lambda: "FileSystem"},
    signatures=(*(f"static string {name}(psobject instance)" for name in ("Mode", "ModeWithoutHardLink", "NameString", "LengthString", "LastWriteTimeString")),
                "static string ProviderName {get;}"),
)
for _name in ("Alias", "Environment", "Function", "Variable"):
    declare(f"Microsoft.PowerShell.Commands.{_name}Provider", base="Microsoft.PowerShell.Commands.SessionStateProviderBase")
for _class in (FileSystem, Environment):
    declare_provider(_class)
