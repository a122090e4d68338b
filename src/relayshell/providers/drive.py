"""Drives and locations as scripts see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from relayshell.providers.places import Target
    from relayshell.providers.provider import Provider


class Drive:
    """A name for a place in a provider.

    root     the inner path the drive begins at
    current  the inner path where the session last stood in it, or None
    """

    def __init__(self, name: str, provider: Provider, root: str, description: str = "", scope: Any = None) -> None:
        self.name = name
        self.provider = provider
        self.root = root
        self.current: str | None = None
        self.description = description
        self.scope = scope

    def shown(self, inner: str) -> str:
        """An inner path as it is shown: `/tmp/a`, `Env:/PATH`, `Data:/sub`."""
        if self.name == "/":
            return inner
        rest = inner
        if self.provider.hierarchical:
            root = self.root.rstrip("/")
            if not (inner == self.root or inner.startswith(root + "/")):
                return inner
            rest = inner[len(root) :].lstrip("/")
        return f"{self.name}:/{rest}"


class PathInfo:
    """A location: drive, provider, and the path in both spellings."""

    __slots__ = ("target",)

    def __init__(self, target: Target) -> None:
        self.target = target

    @property
    def path(self) -> str:
        return self.target.shown

    @property
    def provider_path(self) -> str:
        return self.target.inner

    def __str__(self) -> str:
        return self.target.shown
