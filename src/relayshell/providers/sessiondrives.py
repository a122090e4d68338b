"""The Variable, Function and Alias providers: what a session itself holds, as items."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relayshell.providers.declared import declare_provider
from relayshell.providers.provider import ItemError, Provider, no_value, not_found

ARGUMENT = "System.Management.Automation.PSArgumentException"


def providers_of(session: Any) -> list[Provider]:
    """The providers of what a session holds."""
    return [VariableProvider(session), FunctionProvider(session), AliasProvider(session)]


def exists_already(path: str) -> ItemError:
    """A new item would replace another."""
    return ItemError(f"The item at path '{path}' already exists.", "Argument", "InvalidArgument", None, ARGUMENT)


def not_valid(name: str, kind: str = ARGUMENT) -> ItemError:
    """What a provider says of an argument it cannot do with."""
    return ItemError(f'Cannot process argument because the value of argument "{name}" is not valid. Change the value of the "{name}" argument and run the operation again.',
                     "Argument", "InvalidArgument", None, kind)


class _SessionProvider(Provider):
    """What the three have in common: items by folded name, seen from the scope running now."""

    capabilities = "ShouldProcess"
    options_error = ""

    def __init__(self, session: Any) -> None:
        self.session = session

    def found(self, path: str) -> Any:
        """The item of a name, or None."""
        raise NotImplementedError

    def every(self) -> dict[str, Any]:
        """All items by folded name; the innermost scope's first."""
        raise NotImplementedError

    def exists(self, path: str) -> bool:
        return path == "" or self.found(path) is not None

    def item(self, path: str) -> Any:
        if path == "":
            return list(self.every().values())
        found = self.found(path)
        if found is None:
            raise not_found(f"{self.drive_name}:/{path}")
        return found

    def child_names(self, path: str, force: bool = False) -> list[str]:
        return [each.name for _, each in sorted(self.every().items())]

    def new_item(self, path: str, kind: str | None, value: Any, force: bool) -> Any:
        if value is None:
            raise no_value(path)
        if self.found(path) is not None and not force:
            raise exists_already(path)
        return self.set_item(path, value, force)

    def read_values(self, path: str) -> Iterator[Any]:
        if not path:
            raise not_valid("path", "System.Management.Automation.CmdletProviderInvocationException")
        yield self.value(self.item(path))

    def write_values(self, path: str, values: list[Any], append: bool) -> None:
        self.set_item(path, values[0] if len(values) == 1 else list(values) or None)

    def value(self, item: Any) -> Any:
        """What an item holds."""
        raise NotImplementedError

    def copy_item(
        self, path: str, destination: str, recurse: bool, force: bool, container: bool, filter: str | None = None,
    ) -> list[str]:
        self.set_item(destination, self.value(self.item(path)), force)
        return [destination]

    def rename_item(self, path: str, new_name: str, force: bool) -> str:
        value = self.value(self.item(path))
        if self.found(new_name) is not None and not force:
            raise exists_already(new_name)
        self.remove_item(path, False, force)
        self.set_item(new_name, value, force)
        return new_name

    def _check(self, item: Any, options: Any, force: bool, what: str) -> None:
        """Constant items never change, read-only ones with -Force only."""
        if "Constant" in options or ("ReadOnly" in options and not force):
            raise ItemError(
                f"Cannot remove {what} {item.name} because it is constant or read-only. If the {what} is read-only, try the operation again "
                "specifying the Force option.", f"{what.capitalize()}NotRemovable", "WriteError", item.name,
                "System.Management.Automation.SessionStateUnauthorizedAccessException")


class VariableProvider(_SessionProvider):
    """Variables."""

    name = drive_name = "Variable"
    full_name = "Microsoft.PowerShell.Core\\Variable"
    description = "Variables of the session"

    @property
    def scope(self) -> Any:
        return self.session.state.current

    def found(self, path: str) -> Any:
        return self.scope.find(path.lower())

    def every(self) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for scope in self.scope.chain():
            for variable in scope.variables():
                made.setdefault(variable.name.lower(), variable)
        return made

    def value(self, item: Any) -> Any:
        return item.value

    def set_item(self, path: str, value: Any, force: bool = False) -> Any:
        if not path:
            raise ItemError("The name of a variable cannot be empty.", "Argument", "InvalidArgument", None, ARGUMENT)
        from relayshell.objects.psobject import unwrap
        from relayshell.objects.typeof import type_of

        found = self.found(path)
        if type_of(unwrap(value)).text.startswith("System.Management.Automation.PSVariable"):
            value = unwrap(value).value
        if found is None:
            return self.scope.put(path, value)
        found.value = value
        return found

    def clear_item(self, path: str, force: bool = False) -> None:
        self.item(path).value = None

    def remove_item(self, path: str, recurse: bool, force: bool) -> None:
        item = self.item(path)
        facts = getattr(item, "facts", None) if item.__class__.__name__ == "Special" else None
        self._check(item, facts.options if facts is not None else (), force, "variable")
        for scope in self.scope.chain():
            if scope.remove(path.lower()):
                return


class FunctionProvider(_SessionProvider):
    """Functions and filters."""

    name = drive_name = "Function"
    full_name = "Microsoft.PowerShell.Core\\Function"
    description = "Functions of the session"

    def found(self, path: str) -> Any:
        return self.session.drive_values.function(self.session.frame, path)

    def every(self) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for scope in self.session.state.current.chain():
            for folded, info in (scope.functions or {}).items():
                made.setdefault(folded, info)
        return made

    def value(self, item: Any) -> Any:
        return item.block

    def set_item(self, path: str, value: Any, force: bool = False) -> Any:
        if not path:
            raise ItemError("The name of a function cannot be empty.", "Argument", "InvalidArgument", None, ARGUMENT)
        from relayshell.objects.psobject import unwrap

        plain = unwrap(value)
        if not (plain is None or isinstance(plain, str) or hasattr(plain, "block") or hasattr(plain, "code")):
            raise not_valid("value")
        old = self.found(path)
        options = getattr(old, "options", frozenset())
        if "Constant" in options or "ReadOnly" in options and not force:
            raise ItemError(f"Cannot write to function {path} because it is read-only or constant.", "FunctionNotWritable", "WriteError", path,
                            "System.Management.Automation.SessionStateUnauthorizedAccessException")
        if options and old is not None:
            # What protects it does not stand in the way of one who asked for that.
            old.options = frozenset()
        self.session.drive_values.write(self.session.frame, "function", path, plain)
        made = self.found(path)
        if options and made is not None:
            made.options = options
        return made

    def remove_item(self, path: str, recurse: bool, force: bool) -> None:
        item = self.item(path)
        self._check(item, getattr(item, "options", ()), force, "function")
        for scope in self.session.state.current.chain():
            if scope.functions and scope.functions.pop(path.lower(), None) is not None:
                return


class AliasProvider(_SessionProvider):
    """Aliases."""

    name = drive_name = "Alias"
    full_name = "Microsoft.PowerShell.Core\\Alias"
    description = "Aliases of the session"

    def found(self, path: str) -> Any:
        for scope in self.session.state.current.chain():
            found = (scope.aliases or {}).get(path.lower())
            if found is not None:
                return found
        return None

    def every(self) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for scope in self.session.state.current.chain():
            for folded, info in (scope.aliases or {}).items():
                made.setdefault(folded, info)
        return made

    def value(self, item: Any) -> Any:
        return item.target

    def set_item(self, path: str, value: Any, force: bool = False) -> Any:
        old = self.found(path)
        if old is not None and ("Constant" in old.options or "ReadOnly" in old.options and not force):
            raise ItemError(f"Alias is not writeable because alias {path} is read-only or constant and cannot be written to.",
                            "AliasNotWritable", "WriteError", path, "System.Management.Automation.SessionStateUnauthorizedAccessException")
        self.session.drive_values.write(self.session.frame, "alias", path, value)
        return self.found(path)

    def remove_item(self, path: str, recurse: bool, force: bool) -> None:
        item = self.item(path)
        self._check(item, item.options, force, "alias")
        for scope in self.session.state.current.chain():
            if scope.aliases and scope.aliases.pop(path.lower(), None) is not None:
                return


for _class in (VariableProvider, FunctionProvider, AliasProvider):
    declare_provider(_class)

