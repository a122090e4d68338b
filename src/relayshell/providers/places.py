"""A session's drives, where it stands in each, and which items a path means."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from relayshell.providers import names
from relayshell.providers.drive import Drive, PathInfo, PathInfoStack
from relayshell.providers.provider import ItemError, Provider, not_found


class Target:
    """What a path means: a provider's inner path, by way of a drive."""

    __slots__ = ("provider", "drive", "inner", "_container")

    def __init__(self, provider: Provider, drive: Drive | None, inner: str, container: bool | None = None) -> None:
        self.provider = provider
        self.drive = drive
        self.inner = inner
        # What a listing of the folder around told already.
        self._container = container

    @property
    def shown(self) -> str:
        """The path as messages and PathInfo show it."""
        if self.drive is None:
            return self.inner
        return self.drive.shown(self.inner)

    @property
    def exists(self) -> bool:
        return self.provider.exists(self.inner)

    @property
    def is_container(self) -> bool:
        return self.provider.is_container(self.inner) if self._container is None else self._container

    def children(self) -> Iterator[Target]:
        """All that is in a container, hidden items too, in the order they are shown."""
        provider, drive, inner = self.provider, self.drive, self.inner
        for name, container in provider.listed(inner):
            yield Target(provider, drive, provider.child_path(inner, name), container)

    def child(self, name: str) -> Target:
        return Target(self.provider, self.drive, self.provider.child_path(self.inner, name))

    def __repr__(self) -> str:
        return f"Target({self.shown})"


class Places:
    """The drives of a session and its current location.

    providers  the providers by folded name
    drives     the drives by folded name, in the order they were made; those of a scope that has ended are gone
    alive      tells whether a scope still runs; set by the session
    moved      called with the location left and the one entered, or None
    """

    def __init__(self, providers: Iterable[Provider], start: str | None = None) -> None:
        self.providers: dict[str, Provider] = {each.name.lower(): each for each in providers}
        self._drives: dict[str, Drive] = {}
        self._scoped = False
        self.alive: Callable[[Any], bool] = lambda scope: True
        self.stacks: dict[str, PathInfoStack] = {"default": PathInfoStack("default")}
        self.default_stack = "default"
        self.back: list[PathInfo] = []
        self.forward: list[PathInfo] = []
        self.moved: Callable[[PathInfo, PathInfo], Any] | None = None
        for each in self.providers.values():
            each.places = self
        files = self.providers["filesystem"]
        self.add(Drive("/", files, "/"))
        self.add(Drive("Temp", files, _temporary(), "Drive that maps to the temporary directory path for the current user"))
        for provider in self.providers.values():
            if not provider.hierarchical:
                self.add(Drive(provider.drive_name, provider, "", _DESCRIPTIONS.get(provider.drive_name, "")))
        self.current = Target(files, self.drives["/"], start or os.getcwd())

    @property
    def drives(self) -> dict[str, Drive]:
        """The drives there are now."""
        if self._scoped:
            for name, drive in list(self._drives.items()):
                if drive.scope is not None and not self.alive(drive.scope):
                    del self._drives[name]
            self._scoped = any(drive.scope is not None for drive in self._drives.values())
        return self._drives

    def add(self, drive: Drive) -> None:
        """A new drive; one of a scope goes when the scope ends."""
        self._drives[drive.name.lower()] = drive
        self._scoped = self._scoped or drive.scope is not None

    def location(self) -> PathInfo:
        """Where the session stands."""
        return PathInfo(self.current)

    def drive(self, name: str) -> Drive:
        """The drive of a name. Raises DriveNotFound."""
        found = self.drives.get(name.lower())
        if found is None:
            raise ItemError(
                f"Cannot find drive. A drive with the name '{name}' does not exist.",
                "DriveNotFound", "ObjectNotFound", name, "System.Management.Automation.DriveNotFoundException",
            )
        return found

    def provider(self, name: str) -> Provider:
        """The provider of a name, with or without its module before it. Raises ProviderNotFound."""
        found = self.providers.get(name.rsplit("\\", 1)[-1].lower())
        if found is None:
            raise ItemError(
                f"Cannot find a provider with the name '{name}'.",
                "ProviderNotFound", "ObjectNotFound", name, "System.Management.Automation.ProviderNotFoundException",
            )
        return found

    def target(self, path: str) -> Target:
        """What a path without patterns means, whether or not it is there."""
        qualifier, rest = names.split_provider(path)
        if qualifier is not None:
            provider = self.provider(qualifier)
            inner = names.slashed(rest)
            if provider.hierarchical:
                return Target(provider, None, names.normalize(inner if inner.startswith("/") else f"/{inner}"))
            return Target(provider, self.drives.get(provider.drive_name.lower()), names.normalize(inner).strip("/"))
        name, rest = names.split_drive(path)
        if name is not None:
            return self._in_drive(self.drive(name), rest)
        return self._relative(names.slashed(path))

    def _in_drive(self, drive: Drive, rest: str) -> Target:
        rest = names.slashed(rest)
        if not rest and drive is self.current.drive:
            return self.current
        if not drive.provider.hierarchical:
            return Target(drive.provider, drive, names.normalize("/" + rest).strip("/"))
        if rest.startswith("/") or not rest:
            base = drive.root
            if not rest and drive.current is not None:
                base = drive.current
        else:
            base = drive.current or drive.root
        return Target(drive.provider, drive, names.normalize(f"{base}/{rest}") or "/")

    def _relative(self, path: str) -> Target:
        here = self.current
        if not here.provider.hierarchical:
            if path.startswith("/"):
                # Where there is one root, a path from it is one of files, wherever the session stands.
                return Target(self.providers["filesystem"], self.drives["/"], names.normalize(path) or "/")
            if path.startswith("~"):
                path = path[1:]
            return Target(here.provider, here.drive, names.normalize(f"/{here.inner}/{path}").strip("/"))
        if path == "~" or path.startswith("~/"):
            home = os.environ.get("HOME", "/")
            return Target(here.provider, self.drives["/"], names.normalize(home + path[1:]) or "/")
        if path.startswith("/"):
            if here.drive is not None and here.drive.name != "/" and not os.path.exists(path):
                inside = names.normalize(f"{here.drive.root}/{path}")
                if os.path.exists(inside):
                    return Target(here.provider, here.drive, inside)
            return Target(here.provider, self.drives["/"], names.normalize(path) or "/")
        return Target(here.provider, here.drive, names.normalize(f"{here.inner}/{path}") or "/")

    def resolve(
        self, path: str, literal: bool = False, force: bool = False, missing_ok: bool = False
    ) -> list[Target]:
        """The items a path means: one for a plain path, any number for a pattern.

        A plain path with nothing there raises PathNotFound; a pattern that finds nothing is an empty list.
        """
        if literal or not names.has_wildcard(path):
            target = self.target(path if literal else names.unescape(path))
            if not missing_ok and not target.exists:
                raise not_found(target.shown)
            return [target]
        return self._matching(path, force)

    def _matching(self, path: str, force: bool) -> list[Target]:
        qualifier, rest = names.split_provider(path)
        head = f"{qualifier}::" if qualifier is not None else ""
        drive, inner = names.split_drive(rest) if qualifier is None else (None, rest)
        if drive is not None:
            head = f"{drive}:"
        # A backslash escapes nothing here, it separates; a backtick before a pattern character stays with it.
        inner = names.slashed(inner)
        parts = [part for part in inner.split("/") if part]
        start = "/" if inner.startswith("/") else ""
        plain: list[str] = []
        while parts and not names.has_wildcard(parts[0]):
            plain.append(names.unescape(parts.pop(0)))
        base = self.target(head + start + "/".join(plain) if (plain or start or head) else ".")
        if plain and not base.exists:
            return []
        found = [base]
        for position, part in enumerate(parts):
            last = position == len(parts) - 1
            found = [child for each in found for child in self._children_like(each, part, force, last)]
        return found

    def _children_like(self, target: Target, pattern: str, force: bool, last: bool) -> list[Target]:
        if not target.is_container:
            return []
        if not names.has_wildcard(pattern):
            child = target.child(names.unescape(pattern))
            return [child] if child.exists else []
        from relayshell.objects.wildcard import compile_wildcard

        matches = compile_wildcard(pattern, True).match
        children = [target.child(name) for name in target.provider.child_names(target.inner, force=True) if matches(name)]
        if force or pattern.startswith("."):
            return children
        return [child for child in children if not child.provider.is_hidden(child.inner)]

    def go(self, target: Target) -> None:
        """Makes a target the current location."""
        before, self.current = self.current, target
        if target.drive is not None:
            target.drive.current = target.inner
        if self.moved is not None and (before.inner, before.drive, before.provider) != (target.inner, target.drive, target.provider):
            self.moved(PathInfo(before), PathInfo(target))

    def stack(self, name: str | None) -> PathInfoStack:
        """The stack of a name; the default one for none. Raises Argument when there is no such stack."""
        found = self.stacks.get(name or self.default_stack)
        if found is None:
            raise ItemError(f"Cannot find location stack '{name}'. It does not exist or it is not a container.", "Argument", "InvalidArgument", None,
                            "System.Management.Automation.PSArgumentException")
        return found

    def push(self, name: str | None) -> None:
        """Puts the current location on a stack, which is made where it is missing."""
        name = name or self.default_stack
        self.stacks.setdefault(name, PathInfoStack(name)).items.append(self.location())

    def pop(self, name: str | None) -> PathInfo | None:
        """Goes to the location put on a stack last; None where the stack is empty. Raises as stack() does."""
        items = self.stack(name).items
        if not items:
            return None
        self.go(items.pop().target)
        return self.location()

    def of_provider(self, provider: Provider) -> Target:
        """Where the session last stood among the items of a provider."""
        if self.current.provider is provider:
            return self.current
        drive = next(each for each in self.drives.values() if each.provider is provider)
        return Target(provider, drive, drive.current if drive.current is not None else drive.root)

    def info(self, target: Target) -> Any:
        """The PathInfo of a target."""
        return PathInfo(target)


def _temporary() -> str:
    import tempfile

    return tempfile.gettempdir().rstrip("/") + "/"


_DESCRIPTIONS = {
    "Alias": "Drive that contains a view of the aliases stored in a session state",
    "Env": "Drive that contains a view of the environment variables for the process",
    "Function": "Drive that contains a view of the functions stored in a session state",
    "Variable": "Drive that contains a view of those variables stored in a session state",
}
"""What Get-PSDrive tells of the drives a session begins with."""
