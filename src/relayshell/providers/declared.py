"""What scripts see of drives, providers and locations."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.psobject import ComputedProperty
from relayshell.objects.typedata import add_built_in
from relayshell.providers.drive import Drive, PathInfo
from relayshell.providers.environment import Environment
from relayshell.providers.filesystem import FileSystem

AUTOMATION = "System.Management.Automation."


def _capabilities(provider: Any) -> Any:
    return provider.capabilities


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
declare(
    AUTOMATION + "PSDriveInfo", Drive,
    get={
        "Name": lambda drive: drive.name, "Provider": lambda drive: drive.provider, "Root": lambda drive: drive.root,
        "Description": lambda drive: drive.description, "CurrentLocation": lambda drive: (drive.current or drive.root).lstrip("/"),
        "DisplayRoot": lambda drive: None, "Credential": lambda drive: None, "MaximumSize": lambda drive: None,
        "VolumeSeparatedByColon": lambda drive: drive.name != "/",
    },
    set={"Description": lambda drive, value: setattr(drive, "description", value)},
    methods={"ToString": lambda drive: drive.name}, to_text=lambda drive: drive.name,
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
            "Drives": lambda provider: list(provider.drives() if hasattr(provider, "drives") else ()),
        },
        methods={"ToString": lambda provider: provider.full_name}, to_text=lambda provider: provider.full_name,
        signatures=(
            "string Name {get;}", "string ModuleName {get;}", "string Description {get;set;}", "string Home {get;set;}",
            "string Capabilities {get;}", "System.Collections.ObjectModel.Collection[System.Management.Automation.PSDriveInfo] Drives {get;}",
            "string ToString()",
        ),
    )


for _class in (FileSystem, Environment):
    declare_provider(_class)
