"""What a provider is: the items of one kind of store, by inner path.

An inner path is the provider's own: an absolute path for files, a name for variables.
A provider raises ShellError with PowerShell's ids; it never writes to a pipeline.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relayshell.errors import ShellError


class ItemError(ShellError):
    """An error about one item; `exception_type` is the .NET name of its exception."""

    def __init__(self, message: str, id: str, category: str, target: Any, exception_type: str, **more: Any) -> None:
        from relayshell.objects.exceptions import NetException

        super().__init__(message, id, category, target, exception=NetException(exception_type, message), **more)


def not_found(path: str) -> ItemError:
    """The item is not there."""
    from relayshell.objects.enums import enum_member

    made = ItemError(
        f"Cannot find path '{path}' because it does not exist.",
        "PathNotFound", "ObjectNotFound", path, "System.Management.Automation.ItemNotFoundException",
    )
    made.exception.more.update(ItemName=path, SessionStateCategory=enum_member("System.Management.Automation.SessionStateCategory", "Drive"))
    return made


def null_argument(name: str, id: str = "ArgumentNull", target: Any = None) -> ItemError:
    """An argument that a provider cannot do without is null."""
    return ItemError(f'Cannot process argument because the value of argument "{name}" is null. Change the value of argument "{name}" to a non-null value.',
                     id, "InvalidArgument", target, "System.Management.Automation.PSArgumentNullException")


def no_value(path: str) -> ItemError:
    """A new item of the session was given no value."""
    return null_argument("value", "NewItemValueNotSpecified", path)


def not_supported(provider: Provider, what: str = "") -> ItemError:
    """The provider has no such operation."""
    return ItemError(
        "Cannot call method. The provider does not support the use of this method." if not what else what,
        "NotSupported", "NotImplemented", None, "System.Management.Automation.PSNotSupportedException",
    )


class Provider:
    """Items by inner path. Subclasses say what they can do; the rest answers that it is not supported."""

    name = ""
    full_name = ""
    capabilities = "ShouldProcess"
    description = ""
    # Whether items stand in folders; a flat provider has names under one root only.
    hierarchical = False
    # The kind of text that separates in paths shown; both on this platform.
    home = ""
    # The drive that a flat provider's one root is known by.
    drive_name = ""
    # The drives and locations of the session it belongs to.
    places: Any = None

    def drives(self) -> list[Any]:
        """The drives there are now that lead to it."""
        return [] if self.places is None else [each for each in self.places.drives.values() if each.provider is self]

    def exists(self, path: str) -> bool:
        """Whether there is an item."""
        raise NotImplementedError

    def is_container(self, path: str) -> bool:
        """Whether the item holds others."""
        return path == ""

    def item(self, path: str) -> Any:
        """The object for an item."""
        raise NotImplementedError

    def child_names(self, path: str, force: bool = False) -> list[str]:
        """The names under a container, in the order they are shown."""
        raise NotImplementedError

    def listed(self, path: str) -> list[tuple[str, bool | None]]:
        """The names of all children, each with whether it is a container, or None where that is still to be asked."""
        return [(name, None) for name in self.child_names(path, force=True)]

    def child_path(self, path: str, name: str) -> str:
        """The inner path of a child."""
        return name if not path else f"{path}/{name}"

    def listed_item(self, path: str, container: bool) -> Any:
        """The object of an item that a listing just gave, with what it said of it."""
        return self.item(path)

    def is_hidden(self, path: str) -> bool:
        """Whether the item is left out unless -Force asks for it."""
        return False

    def name_of(self, path: str) -> str:
        """The last part of an inner path."""
        return path.rsplit("/", 1)[-1]

    def new_item(self, path: str, kind: str | None, value: Any, force: bool) -> Any:
        """Makes an item and gives its object."""
        raise not_supported(self)

    def set_item(self, path: str, value: Any, force: bool = False) -> Any:
        """Gives the item a value, making it where it is missing."""
        raise not_supported(self)

    def clear_item(self, path: str, force: bool = False) -> None:
        """Empties the item."""
        self.set_item(path, None, force)

    def remove_item(self, path: str, recurse: bool, force: bool) -> None:
        """Removes the item."""
        raise not_supported(self)

    def rename_item(self, path: str, new_name: str, force: bool) -> str:
        """Renames the item; its new inner path."""
        raise not_supported(self)

    def copy_item(
        self, path: str, destination: str, recurse: bool, force: bool, container: bool, filter: str | None = None,
    ) -> list[str]:
        """Copies the item; the inner paths made. `filter` is a pattern for what is copied out of containers."""
        raise not_supported(self)

    def move_item(self, path: str, destination: str, force: bool) -> str:
        """Moves the item; its new inner path."""
        raise not_supported(self)

    def read_values(self, path: str) -> Iterator[Any]:
        """The content, for providers whose content is values."""
        raise not_supported(self)

    def write_values(self, path: str, values: list[Any], append: bool) -> None:
        """Sets or extends the content, for providers whose content is values."""
        raise not_supported(self)

    def read_content(self, path: str) -> Iterator[Any]:
        """The content as `${drive:path}` reads it."""
        return self.read_values(path)

    def write_content(self, path: str, value: Any) -> None:
        """The content as an assignment to `${drive:path}` writes it."""
        self.write_values(path, [value], False)
