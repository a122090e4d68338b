"""The commands of a session and finding one: alias, function, cmdlet, script or program, in that order.

Cmdlets are known by name and loaded when first used. Aliases and functions live in the scopes that
are handed in; modules of scripts are found through a callable. Nothing here runs anything.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from relayshell.commands import applications
from relayshell.commands.infos import AliasInfo, ApplicationInfo, CmdletInfo, CommandInfo, ExternalScriptInfo
from relayshell.errors import ShellError

_NAMESPACE = "System.Management.Automation."


class CommandTable:
    """What commands there are.

    modules      the Python modules of cmdlets with the names that each defines
    aliases      the aliases a new session has, by name
    find_module  gives a script module by name: an object with `command(name)` -> CommandInfo or None
    load_script  makes a script block from the path of a file
    auto_load    imports the module that has a command, if there is one; True when it did
    """

    def __init__(
        self,
        modules: Mapping[str, Iterable[str]],
        aliases: Mapping[str, str] | None = None,
        find_module: Callable[[str], Any] | None = None,
        load_script: Callable[[str], Any] | None = None,
        auto_load: Callable[[str], bool] | None = None,
    ) -> None:
        self.cmdlets: dict[str, CmdletInfo] = {}
        self.builtin_aliases = dict(aliases or {})
        self.find_module = find_module
        self.load_script = load_script
        self.auto_load = auto_load
        self.path_on_drive: Callable[[str], str | None] | None = None
        self.explain: Callable[[str], str | None] = lambda name: None
        """What more there is to say of a name that means no command."""
        self.scope: Any = None
        """The outermost scope, in which aliases of a new session are resolved."""
        for module, names in modules.items():
            self.add_module(module, names)

    def add_module(self, module: str, names: Iterable[str]) -> None:
        """Make the cmdlets of a Python module known."""
        for name in names:
            self.cmdlets[name.lower()] = CmdletInfo(name, _loader(module, name))

    def add_cmdlet(self, cmdlet: type) -> None:
        """Make one Cmdlet class known."""
        name = cmdlet.signature.name  # type: ignore[attr-defined]
        self.cmdlets[name.lower()] = CmdletInfo(name, lambda: cmdlet)

    def remove_cmdlet(self, name: str) -> None:
        """Forget a cmdlet."""
        self.cmdlets.pop(name.lower(), None)

    def new_aliases(self) -> dict[str, AliasInfo]:
        """The aliases that a new session begins with, by folded name."""
        return {name.lower(): AliasInfo(name, target, alias_options(name), resolve=self._resolve_alias) for name, target in self.builtin_aliases.items()}

    def _resolve_alias(self, name: str) -> CommandInfo | None:
        return self.find(name, self.scope)

    # finding one

    def find(self, name: str, scope: Any = None, folder: str | None = None) -> CommandInfo | None:
        """The command that a name means: as written, then with Get- before it. None when there is none.

        scope    the first of the scopes whose aliases and functions count
        folder   where a relative path starts from
        """
        found = self.find_exact(name, scope, folder)
        if found is None and self.auto_load is not None and self.auto_load(name):
            found = self.find_exact(name, scope, folder)
        if found is None and name and "-" not in name and "/" not in name and "\\" not in name:
            found = self.find_exact("Get-" + name, scope, folder)
        return found

    def _unknown_in_module(self, name: str) -> str:
        """What is wrong with Module\\Name where the module itself is there."""
        module, _, rest = name.rpartition("\\")
        known = self.find_module is not None and self.find_module(module) is not None
        if not module or not (known or any(each.module_name.lower() == module.lower() for each in self.cmdlets.values())):
            return ""
        return (f"The '{rest}' command was not found in the module '{module}', but the module is loaded. For more information, run "
                f"'Get-Command -Module {module}'.")

    def find_exact(self, name: str, scope: Any = None, folder: str | None = None) -> CommandInfo | None:
        """The command of just this name (or path, or Module\\Name)."""
        folded = name.lower()
        for layer in _layers(scope):
            found = layer.aliases.get(folded) if layer.aliases else None
            if found is not None and _visible(found, layer, scope):
                return found  # type: ignore[no-any-return]
        for layer in _layers(scope):
            found = layer.functions.get(folded) if layer.functions else None
            if found is not None and _visible(found, layer, scope):
                return found  # type: ignore[no-any-return]
        cmdlet = self.cmdlets.get(folded)
        if cmdlet is not None:
            return cmdlet
        if "\\" in name and ":" not in name and not name.startswith(("\\", ".\\", "..\\", "~\\")):
            module, _, rest = name.rpartition("\\")
            return self._in_module(module, rest, scope)
        return self._file(name, folder)

    def _in_module(self, module: str, name: str, scope: Any) -> CommandInfo | None:
        cmdlet = self.cmdlets.get(name.lower())
        if cmdlet is not None and cmdlet.module_name.lower() == module.lower():
            return cmdlet
        found = self.find_module(module) if self.find_module is not None else None
        if found is not None:
            return found.command(name)  # type: ignore[no-any-return]
        for layer in _layers(scope):
            function = layer.functions.get(name.lower()) if layer.functions else None
            if function is not None and function.module_name.lower() == module.lower():
                return function  # type: ignore[no-any-return]
        return None

    def _file(self, name: str, folder: str | None) -> CommandInfo | None:
        if not name:
            return None
        if ":" in name and self.path_on_drive is not None:
            path = self.path_on_drive(name)
            if path is not None:
                return self._of_path(path) or self._of_path(path + ".ps1")
        if "/" in name or name.startswith((".\\", "..\\", "~")):
            path = os.path.expanduser(name.replace("\\", "/"))
            if not os.path.isabs(path):
                path = os.path.join(folder or os.getcwd(), path)
            path = os.path.normpath(path)
            return self._of_path(path) or self._of_path(path + ".ps1")
        for path in applications.on_path(name):
            return self._of_path(path)
        return None

    def _of_path(self, path: str) -> CommandInfo | None:
        if path.lower().endswith(".ps1") and os.path.isfile(path):
            return ExternalScriptInfo(path, self.load_script)
        return ApplicationInfo(path) if applications.is_program(path) else None

    def resolve(self, name: str, scope: Any = None, folder: str | None = None) -> CommandInfo:
        """As `find`, with aliases followed to the command they mean.

        Raises ShellError CommandNotFoundException naming what was not found.
        """
        found = self.find(name, scope, folder)
        seen: set[str] = set()
        while isinstance(found, AliasInfo):
            seen.add(found.name.lower())
            name = found.target
            found = None if name.lower() in seen else self.find(name, scope, folder)
        if found is None:
            raise not_found(name, self._unknown_in_module(name) or self.explain(name) or "")
        return found

    # finding many

    def matching(self, pattern: str, scope: Any = None) -> Iterator[CommandInfo]:
        """All commands whose names match a wildcard pattern: aliases, functions, cmdlets, then programs and scripts."""
        from relayshell.objects.wildcard import compile_wildcard

        matches = compile_wildcard(pattern, True)
        seen: set[str] = set()
        for kind in ("aliases", "functions"):
            for layer in _layers(scope):
                for folded, info in (vars_of(layer, kind) or {}).items():
                    if matches(info.name) and (kind + folded) not in seen:
                        seen.add(kind + folded)
                        yield info
        for info in self.cmdlets.values():
            if matches(info.name):
                yield info
        for path in applications.all_on_path():
            if matches(os.path.basename(path)):
                found = self._of_path(path)
                if found is not None:
                    yield found


_FIRM = frozenset("% foreach ? where select".split())
_SHARED = frozenset("cd copy del dir echo md move popd pushd".split())
_LOOSE = frozenset("cat chdir clear cls cp erase h history kill man mount mv ps pwd r rd ren rm rmdir set type gerr".split())


def alias_options(name: str) -> frozenset[str]:
    """The options of an alias that a new session has."""
    if name in _FIRM:
        return frozenset(("ReadOnly", "AllScope"))
    if name in _SHARED:
        return frozenset(("AllScope",))
    return frozenset() if name in _LOOSE else frozenset(("ReadOnly",))


def vars_of(layer: Any, kind: str) -> dict[str, Any] | None:
    """The aliases or functions of a scope."""
    return layer.aliases if kind == "aliases" else layer.functions  # type: ignore[no-any-return]


def _layers(scope: Any) -> Iterable[Any]:
    return () if scope is None else scope.chain()


def _visible(found: Any, layer: Any, scope: Any) -> bool:
    """Whether an alias or function of a scope counts from here: private ones only in their own."""
    return layer is scope or "Private" not in getattr(found, "options", ())


def _loader(module: str, name: str) -> Callable[[], type]:
    def load() -> type:
        from relayshell.commands.cmdlet import Cmdlet

        for value in vars(importlib.import_module(module)).values():
            if isinstance(value, type) and issubclass(value, Cmdlet) and "signature" in vars(value) and value.signature.name == name:
                return value
        raise LookupError(f"{module} does not define {name}")

    return load


def not_found(name: str, why: str = "") -> ShellError:
    """The error for a name that means no command; `why` says more than that it is not recognised."""
    from relayshell.objects.exceptions import NetException

    module = name.rpartition("\\")[0]
    if why:
        message, id = why, "CommandNotFoundException"
    elif module and not name.startswith((".", "~", "\\")):
        message = f"The module '{module}' could not be loaded. For more information, run 'Import-Module {module}'."
        id = "CouldNotAutoLoadModule"
    else:
        message = (
            f"The term '{name}' is not recognized as a name of a cmdlet, function, script file, or executable program.\n"
            "Check the spelling of the name, or if a path was included, verify that the path is correct and try again."
        )
        id = "CommandNotFoundException"
    exception = NetException(_NAMESPACE + "CommandNotFoundException", message, CommandName=name)
    return ShellError(message, id, "ObjectNotFound", name, exception=exception)
