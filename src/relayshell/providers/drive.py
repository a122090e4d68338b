"""Drives and locations as scripts see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relayshell.providers.places import Target
    from relayshell.providers.provider import Provider


class Drive:
    """A name for a place in a provider.

    root     the inner path the drive begins at
    current  the inner path where the session last stood in it, or None
    credential  who it was made for
    """

    def __init__(self, name: str, provider: Provider, root: str, description: str = "", scope: Any = None, credential: Any = None) -> None:
        self.name = name
        self.provider = provider
        self.root = root
        self.current: str | None = None
        self.description = description
        self.scope = scope
        self.credential = credential

    @property
    def location(self) -> str:
        """Where the session last stood in it, as seen from its root; empty at the root."""
        base, here = self.root.rstrip("/"), self.current or ""
        return here[len(base) :].strip("/") if here.startswith(base) else here.strip("/")

    def shown(self, inner: str) -> str:
        """An inner path as it is shown: `/tmp/a`, `Env:/PATH`, `Data:/sub`."""
        if self.name == "/":
            return inner
        rest = inner
        if self.provider.hierarchical:
            root = self.root.rstrip("/")
            if not (inner in (root, self.root) or inner.startswith(root + "/")):
                return inner
            rest = inner[len(root) :].lstrip("/")
        return f"{self.name}:/{rest}"


class PathInfo:
    """A location: drive, provider, and the path in both spellings. One that no drive leads to begins with its provider."""

    __slots__ = ("target",)

    def __init__(self, target: Target) -> None:
        self.target = target

    @property
    def path(self) -> str:
        target = self.target
        return target.shown if target.drive is not None else f"{target.provider.full_name}::{target.inner}"

    @property
    def provider_path(self) -> str:
        return self.target.inner

    def __str__(self) -> str:
        return self.path


class PathInfoStack:
    """A stack of locations by name; the last one pushed comes first."""

    __slots__ = ("name", "items", "props", "__weakref__")

    def __init__(self, name: str, items: list[PathInfo] | None = None) -> None:
        self.name = name
        self.items = items if items is not None else []
        self.props: Any = None

    def ordered(self) -> list[PathInfo]:
        """The locations in the order of enumeration."""
        return list(reversed(self.items))

    def __iter__(self) -> Iterator[PathInfo]:
        return iter(self.ordered())

    def __len__(self) -> int:
        return len(self.items)

    def __bool__(self) -> bool:
        return True
