"""SessionState.Path, .Drive, .Provider and .InvokeProvider, as scripts see them: paths, drives, and items by way of the cmdlets.

Security descriptors are not offered: this platform's providers have none.
"""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.declare import declare
from relayshell.objects.dotnet_collections import object_collection
from relayshell.objects.psobject import Reference, unwrap
from relayshell.objects.text import to_text
from relayshell.runtime.enginestate import DriveManagement, PathIntrinsics, ProviderIntrinsics, ProviderManagement

_P = "System.Management.Automation."
_ITEMS = f"System.Collections.ObjectModel.Collection[{_P}PSObject]"


def _guarded(function: Any, *arguments: Any) -> Any:
    """What a function gives; what it raises as the exception a script catches."""
    from relayshell.runtime.faults import exception_of

    try:
        return function(*arguments)
    except ShellError as error:
        raise exception_of(error) from error


def _targets(paths: PathIntrinsics, path: str) -> list[Any]:
    return list(_guarded(paths.session.places.resolve, path))


def _resolved(paths: PathIntrinsics, path: str, provider: Any = None) -> Any:
    found = _targets(paths, path)
    if isinstance(unwrap(provider), Reference) and found:
        unwrap(provider).value = found[0].provider
    return object_collection([target.inner for target in found], element="System.String")


def _unresolved(paths: PathIntrinsics, path: str, provider: Any = None, drive: Any = None) -> str:
    target = _guarded(paths.session.places.target, path)
    for reference, value in ((provider, target.provider), (drive, target.drive)):
        if isinstance(unwrap(reference), Reference):
            unwrap(reference).value = value
    return str(target.inner)


def _set_location(paths: PathIntrinsics, path: str) -> Any:
    places = paths.session.places
    places.go(_targets(paths, path)[0])
    return places.location()


def _combine(paths: PathIntrinsics, parent: str, child: str) -> str:
    from relayshell.providers import names

    return names.join(parent, child)


def _parent(paths: PathIntrinsics, path: str, root: str) -> str:
    from relayshell.providers import names

    if root and names.slashed(path).rstrip("/") == names.slashed(root).rstrip("/"):
        return ""
    return names.parent(path)


def _child(paths: PathIntrinsics, path: str) -> str:
    from relayshell.providers import names

    return names.leaf(path)


def _normalized(paths: PathIntrinsics, path: str, base: str) -> str:
    """A path as seen from a folder, without `./`."""
    from relayshell.providers import names

    target = _guarded(paths.session.places.target, path)
    below = _guarded(paths.session.places.target, base) if base else paths.session.places.current
    return names.relative(target.inner, below.inner).removeprefix("./")


def _valid(paths: PathIntrinsics, path: str) -> bool:
    try:
        return bool(path) and "\0" not in paths.session.places.target(path).inner
    except ShellError:
        return False


def _absolute(paths: PathIntrinsics, path: str, drive: Any = None) -> bool:
    """Whether a path begins with the name of a drive, which [ref] gets."""
    name, colon, _ = path.partition(":")
    found = bool(colon) and bool(name) and not path.startswith((".", "/", "\\")) and "::" not in path
    if isinstance(unwrap(drive), Reference):
        unwrap(drive).value = name if found else None
    return found


def _default_stack(paths: PathIntrinsics, name: str) -> Any:
    stack = _guarded(paths.session.places.stack, name or "default")
    paths.session.places.default_stack = stack.name
    return stack


def _file_location(paths: PathIntrinsics) -> Any:
    places = paths.session.places
    return places.info(places.of_provider(places.providers["filesystem"]))


def _provider_location(paths: PathIntrinsics, name: str) -> Any:
    places = paths.session.places
    return places.info(places.of_provider(_guarded(places.provider, name)))


declare(
    _P + "PathIntrinsics", PathIntrinsics,
    get={"CurrentLocation": lambda p: p.session.places.location(), "CurrentFileSystemLocation": _file_location},
    methods={
        "GetUnresolvedProviderPathFromPSPath": _unresolved, "GetResolvedProviderPathFromPSPath": _resolved, "SetLocation": _set_location,
        "GetResolvedPSPathFromPSPath": lambda p, path: object_collection([p.session.places.info(t) for t in _targets(p, path)], element=_P + "PathInfo"),
        "GetResolvedProviderPathFromProviderPath": lambda p, path, provider: _resolved(p, f"{provider}::{path}"),
        "Combine": _combine, "ParseParent": _parent, "ParseChildName": _child, "IsValid": _valid, "NormalizeRelativePath": _normalized,
        "IsProviderQualified": lambda p, path: "::" in path, "IsPSAbsolute": _absolute, "CurrentProviderLocation": _provider_location,
        "PushCurrentLocation": lambda p, name: p.session.places.push(name), "PopLocation": lambda p, name: _guarded(p.session.places.pop, name),
        "LocationStack": lambda p, name: _guarded(p.session.places.stack, name), "SetDefaultLocationStack": _default_stack,
    },
    signatures=(
        "bool IsPSAbsolute(string path, [ref] string driveName)",
        "System.Collections.ObjectModel.Collection[string] GetResolvedProviderPathFromPSPath(string path, [ref] System.Management.Automation.ProviderInfo provider)",
        "string GetUnresolvedProviderPathFromPSPath(string path, [ref] System.Management.Automation.ProviderInfo provider, [ref] System.Management.Automation.PSDriveInfo drive)",
    ),
)
declare(
    _P + "CmdletProviderManagementIntrinsics", ProviderManagement,
    methods={
        "GetAll": lambda p: list(p.session.places.providers.values()), "Get": lambda p, name: object_collection([_guarded(p.session.places.provider, name)]),
        "GetOne": lambda p, name: _guarded(p.session.places.provider, name),
    },
    signatures=("System.Object GetAll()", "System.Object Get(string name)", f"{_P}ProviderInfo GetOne(string name)"),
)


def _drives_of(management: DriveManagement, provider: str) -> Any:
    return object_collection(_guarded(management.session.places.provider, provider).drives(), element=_P + "PSDriveInfo")


declare(
    _P + "DriveManagementIntrinsics", DriveManagement,
    get={"Current": lambda d: d.session.places.current.drive},
    methods={
        "GetAll": lambda d: list(d.session.places.drives.values()), "Get": lambda d, name: _guarded(d.session.places.drive, to_text(name)),
        "GetAllForProvider": _drives_of,
    },
    signatures=(
        "System.Object GetAll()", "System.Object Get(string driveName)", "System.Management.Automation.PSDriveInfo Current {get;}",
        "System.Object GetAllForProvider(string providerName)",
    ),
)


# Items, by way of the cmdlets


class _Kind:
    """One kind of operation of SessionState.InvokeProvider."""

    def __init__(self, session: Any) -> None:
        self.session = session

    def run(self, command: str, **parameters: Any) -> Any:
        """What a cmdlet gives; its first error is raised."""
        from relayshell.runtime.hosting import CommandParts, run_statement

        parts = CommandParts(command)
        parts.parameters = [*((name, value) for name, value in parameters.items() if value is not None), ("ErrorAction", "Stop")]
        found: list[Any] = []
        _guarded(run_statement, self.session, [parts], None, found.append, True)
        return object_collection(found)

    def resolved(self, path: Any, literal: bool = True) -> list[Any]:
        """The items of a path."""
        return list(_guarded(self.session.places.resolve, to_text(path), literal))


class ItemKind(_Kind):
    """InvokeProvider.Item."""


class ChildKind(_Kind):
    """InvokeProvider.ChildItem."""


class ContentKind(_Kind):
    """InvokeProvider.Content."""


class PropertyKind(_Kind):
    """InvokeProvider.Property."""


class SecurityKind(_Kind):
    """InvokeProvider.SecurityDescriptor."""


declare(
    _P + "ProviderIntrinsics", ProviderIntrinsics,
    get={
        "Item": lambda p: ItemKind(p.session), "ChildItem": lambda p: ChildKind(p.session), "Content": lambda p: ContentKind(p.session),
        "Property": lambda p: PropertyKind(p.session), "SecurityDescriptor": lambda p: SecurityKind(p.session),
    },
)


def _paths(path: Any, force: Any, literal: Any) -> dict[str, Any]:
    """A path and what goes with it, as the parameters of a cmdlet."""
    return {"LiteralPath" if literal else "Path": path, "Force": bool(force) or None}


def _exists(kind: _Kind, path: Any, force: Any = None, literal: Any = None) -> bool:
    from relayshell.providers.provider import ItemError

    try:
        return any(target.exists for target in kind.session.places.resolve(to_text(path), literal=bool(literal)))
    except ItemError:
        return False


declare(
    _P + "ItemCmdletProviderIntrinsics", ItemKind,
    methods={
        "Get": lambda k, path, force=None, literal=None: k.run("Get-Item", **_paths(path, force, literal)),
        "Set": lambda k, path, value, force=None, literal=None: k.run("Set-Item", Value=value, PassThru=True, **_paths(path, force, literal)),
        "Clear": lambda k, path, force=None, literal=None: k.run("Clear-Item", **_paths(path, force, literal)),
        "New": lambda k, path, name, type, value, force=None: k.run("New-Item", Path=path, Name=name or None, ItemType=type or None, Value=value, Force=bool(force)),
        "Remove": lambda k, path, recurse, force=None, literal=None: k.run("Remove-Item", Recurse=recurse, **_paths(path, force, literal)) and None,
        "Rename": lambda k, path, name, force=None: k.run("Rename-Item", Path=path, NewName=name, PassThru=True, Force=bool(force)),
        "Copy": lambda k, path, aim, recurse, container, *more: k.run(
            "Copy-Item", Destination=aim, Recurse=recurse, Container=str(container) == "CopyTargetContainer", PassThru=True, **_paths(path, *(more or (None, None)))),
        "Move": lambda k, path, aim, force=None, literal=None: k.run("Move-Item", Destination=aim, PassThru=True, **_paths(path, force, literal)),
        "Exists": _exists, "IsContainer": lambda k, path: any(target.is_container for target in k.resolved(path, False)),
        "Invoke": lambda k, path, literal=None: k.run("Invoke-Item", **_paths(path, None, literal)) and None,
    },
    signatures=(
        f"{_ITEMS} Get(string path)", f"{_ITEMS} Get(string[] path, bool force, bool literalPath)",
        f"{_ITEMS} Set(string path, System.Object value)", f"{_ITEMS} Set(string[] path, System.Object value, bool force, bool literalPath)",
        f"{_ITEMS} Clear(string path)", f"{_ITEMS} Clear(string[] path, bool force, bool literalPath)",
        f"{_ITEMS} New(string path, string name, string itemTypeName, System.Object content)",
        f"{_ITEMS} New(string[] path, string name, string itemTypeName, System.Object content, bool force)",
        "void Remove(string path, bool recurse)", "void Remove(string[] path, bool recurse, bool force, bool literalPath)",
        f"{_ITEMS} Rename(string path, string newName)", f"{_ITEMS} Rename(string path, string newName, bool force)",
        f"{_ITEMS} Copy(string path, string destinationPath, bool recurse, {_P}CopyContainers copyContainers)",
        f"{_ITEMS} Copy(string[] path, string destinationPath, bool recurse, {_P}CopyContainers copyContainers, bool force, bool literalPath)",
        f"{_ITEMS} Move(string path, string destination)", f"{_ITEMS} Move(string[] path, string destination, bool force, bool literalPath)",
        "bool Exists(string path)", "bool Exists(string path, bool force, bool literalPath)", "bool IsContainer(string path)",
        "void Invoke(string path)", "void Invoke(string[] path, bool literalPath)",
    ),
)
declare(
    _P + "ChildItemCmdletProviderIntrinsics", ChildKind,
    methods={
        "Get": lambda k, path, recurse, depth=None, force=None, literal=None: k.run("Get-ChildItem", Recurse=recurse, Depth=depth, **_paths(path, force, literal)),
        "GetNames": lambda k, path, containers, recurse, depth=None, force=None, literal=None: k.run(
            "Get-ChildItem", Name=True, Recurse=recurse, Depth=depth, **_paths(path, force, literal)),
        "HasChild": lambda k, path, force=None, literal=None: any(
            target.provider.child_names(target.inner, True) for target in k.resolved(path, bool(literal)) if target.is_container),
    },
    signatures=(
        f"{_ITEMS} Get(string path, bool recurse)", f"{_ITEMS} Get(string[] path, bool recurse, uint depth, bool force, bool literalPath)",
        f"System.Collections.ObjectModel.Collection[string] GetNames(string path, {_P}ReturnContainers returnContainers, bool recurse)",
        f"System.Collections.ObjectModel.Collection[string] GetNames(string[] path, {_P}ReturnContainers returnContainers, bool recurse, uint depth, bool force, bool literalPath)",
        "bool HasChild(string path)", "bool HasChild(string path, bool force, bool literalPath)",
    ),
)
declare(
    _P + "PropertyCmdletProviderIntrinsics", PropertyKind,
    methods={
        "Get": lambda k, path, names, literal=None: k.run("Get-ItemProperty", Name=names, **_paths(path, None, literal)),
        "Set": lambda k, path, values: k.run("Set-ItemProperty", Path=path, InputObject=values, PassThru=True),
        "Clear": lambda k, path, names: k.run("Clear-ItemProperty", Path=path, Name=names) and None,
    },
    signatures=(
        f"{_ITEMS} Get(string path, System.Collections.ObjectModel.Collection[string] providerSpecificPickList)",
        f"{_ITEMS} Get(string[] path, System.Collections.ObjectModel.Collection[string] providerSpecificPickList, bool literalPath)",
        f"{_ITEMS} Set(string path, psobject propertyValue)", "void Clear(string path, System.Collections.ObjectModel.Collection[string] propertyToClear)",
    ),
)
declare(_P + "SecurityDescriptorCmdletProviderIntrinsics", SecurityKind)


class ContentEnd:
    """A reader or writer of an item's content, as InvokeProvider.Content gives it."""

    net_name = _P + "Provider.ContentEnd"

    def __init__(self, kind: ContentKind, path: str) -> None:
        self.kind, self.path = kind, path
        self.lines: list[Any] | None = None
        self.written: list[Any] = []
        self.at = 0

    def read(self, count: int) -> Any:
        """The next so many pieces; the rest for a count of 0 or less."""
        if self.lines is None:
            self.lines = list(self.kind.run("Get-Content", LiteralPath=self.path))
        end = self.at + count if count > 0 else len(self.lines)
        found, self.at = self.lines[self.at : end], min(end, len(self.lines))
        return object_collection(found)

    def write(self, values: Any) -> Any:
        """Keeps pieces to be written when it is closed."""
        self.written.extend(values)
        return values

    def close(self) -> None:
        """Writes what was kept."""
        if self.written:
            self.kind.run("Set-Content", LiteralPath=self.path, Value=self.written)
            self.written = []


declare(
    _P + "Provider.ContentEnd", ContentEnd,
    methods={"Read": ContentEnd.read, "Write": ContentEnd.write, "Close": ContentEnd.close, "Dispose": ContentEnd.close},
    interfaces=(_P + "Provider.IContentReader", _P + "Provider.IContentWriter", "System.IDisposable"),
    signatures=("System.Collections.IList Read(long readCount)", "System.Collections.IList Write(System.Collections.IList content)", "void Close()", "void Dispose()"),
)


def _ends(kind: ContentKind, path: Any, *more: Any) -> Any:
    targets = _guarded(kind.session.places.resolve, to_text(path), False, False, True)
    return object_collection([ContentEnd(kind, f"{target.provider.full_name}::{target.inner}") for target in targets])


declare(
    _P + "ContentCmdletProviderIntrinsics", ContentKind,
    methods={"GetReader": _ends, "GetWriter": _ends, "Clear": lambda k, path: k.run("Clear-Content", Path=path) and None},
    signatures=("System.Object GetReader(string path)", "System.Object GetWriter(string path)", "void Clear(string path)"),
)
