"""The Env provider: the variables of this process's environment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from relayshell.providers.provider import ItemError, Provider, no_value, not_found


class Environment(Provider):
    """Environment variables; names are told apart by case, as the system does."""

    name = "Environment"
    full_name = "Microsoft.PowerShell.Core\\Environment"
    drive_name = "Env"
    description = "Environment variables of this process"

    def exists(self, path: str) -> bool:
        return path == "" or path in os.environ

    def item(self, path: str) -> Any:
        from relayshell.objects.hashtable import DictionaryEntry

        if path == "":
            return [DictionaryEntry(name, os.environ[name]) for name in self.child_names("")]
        if path not in os.environ:
            raise not_found(f"Env:/{path}")
        return DictionaryEntry(path, os.environ[path])

    def child_names(self, path: str, force: bool = False) -> list[str]:
        return sorted(os.environ, key=lambda name: (name.lower(), name))

    def new_item(self, path: str, kind: str | None, value: Any, force: bool) -> Any:
        if value is None:
            raise no_value(path)
        if path in os.environ and not force:
            raise ItemError(
                f"The item at path '{path}' already exists.", "Argument", "InvalidArgument", None,
                "System.Management.Automation.PSArgumentException",
            )
        return self.set_item(path, value)

    def set_item(self, path: str, value: Any, force: bool = False) -> Any:
        from relayshell.objects.convert import to_text

        if value is None:
            os.environ.pop(path, None)
            return None
        text = to_text(value)
        if not path or "=" in path or "\0" in path or "\0" in text:
            raise ItemError(
                f"'{path}' is not a name that the environment can hold: it must not be empty or hold '='.",
                "Argument", "InvalidArgument", path, "System.ArgumentException",
            )
        os.environ[path] = text
        return self.item(path)

    def remove_item(self, path: str, recurse: bool, force: bool) -> None:
        if path not in os.environ:
            raise not_found(f"Env:/{path}")
        del os.environ[path]

    def rename_item(self, path: str, new_name: str, force: bool) -> str:
        if new_name in os.environ and not force:
            raise ItemError(f"The item at path '{new_name}' already exists.", "Argument", "InvalidArgument", None,
                            "System.Management.Automation.PSArgumentException")
        os.environ[new_name] = os.environ.pop(path)
        return new_name

    def copy_item(
        self, path: str, destination: str, recurse: bool, force: bool, container: bool, filter: str | None = None,
    ) -> list[str]:
        os.environ[destination] = os.environ[path]
        return [destination]

    def read_values(self, path: str) -> Iterator[Any]:
        if path not in os.environ:
            raise not_found(f"Env:/{path}")
        yield os.environ[path]

    def write_values(self, path: str, values: list[Any], append: bool) -> None:
        from relayshell.objects.convert import to_text

        text = "\n".join(to_text(value) for value in values)
        self.set_item(path, (os.environ.get(path, "") if append else "") + text)
