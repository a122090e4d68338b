"""Get-, Set-, New- and Remove-Alias."""

from __future__ import annotations

from typing import Any

from relayshell.cmdlets.alias_scopes import closed, keep, named_scope, no_such, refused, resolver, visible_aliases
from relayshell.commands import Cmdlet, param
from relayshell.commands.infos import AliasInfo
from relayshell.commands.validation import not_empty
from relayshell.objects.collation import sort_key
from relayshell.objects.wildcard import compile_wildcard, has_wildcards

_INFO = "System.Management.Automation.AliasInfo"
_OPTIONS = "System.Management.Automation.ScopedItemOptions"
_MODULE = "Microsoft.PowerShell.Utility"


class GetAlias(Cmdlet, name="Get-Alias", alias="gal", default_set="Default", output=_INFO, module=_MODULE):
    """Tells the aliases of the session.

    Example: what an alias stands for

        PS> (Get-Alias gci).Definition
        Get-ChildItem

    Example: the aliases of a command

        PS> (Get-Alias -Definition Where-Object | Sort-Object Name).Name -join ' '
        ? where
    """

    name: Any = param(
        "The names of the aliases; patterns too.", "string[]", position=0, pipeline=True, by_name=True, sets=("Default",), check=not_empty()
    )
    exclude: Any = param("Names or definitions to leave out; patterns too.", "string[]")
    scope: str = param("The scope whose aliases are meant.", "string")
    definition: Any = param("The commands that the aliases stand for.", "string[]", sets=("Definition",), check=not_empty())

    def process(self) -> None:
        if self.scope:
            found = dict(named_scope(self, self.scope).aliases or {})
        else:
            found = visible_aliases(self.processor.frame.scope)
        by_definition = self.parameter_set == "Definition"
        for pattern in self.definition if by_definition else self.name or ("*",):
            self._write_matching(pattern, found, by_definition)

    def _write_matching(self, pattern: str, found: dict[str, AliasInfo], by_definition: bool) -> None:
        matches = compile_wildcard(pattern, True)
        left_out = [compile_wildcard(each, True) for each in self.exclude or ()]
        any_found = False
        for info in sorted(found.values(), key=lambda info: sort_key(info.name, True)):
            text = info.target if by_definition else info.name
            if not matches(text) or any(excluded(text) for excluded in left_out):
                continue
            any_found = True
            if info.resolve is None:
                info.resolve = resolver(self)
            self.write(info)
        if not any_found and not has_wildcards(pattern):
            self.write_error(no_such("definition" if by_definition else "name", pattern))


class _WriteAlias(Cmdlet):
    """What Set-Alias and New-Alias share."""

    name: str = param("The alias.", "string", mandatory=True, position=0, by_name=True)
    value: str = param("The command it stands for.", "string", mandatory=True, position=1, by_name=True)
    description: str = param("What it is for.", "string", "")
    option: Any = param("Whether it is read-only, constant, private or in all scopes.", _OPTIONS)
    pass_thru: bool = param("Gives the alias.", "switch")
    scope: str = param("The scope to put it in.", "string")
    force: bool = param("Changes a read-only alias too.", "switch")
    action = ""

    def process(self) -> None:
        if not self.should_process(f"Name: {self.name} Value: {self.value}", self.action):
            return
        options = frozenset() if self.option is None else frozenset(n.strip() for n in self.option.name.split(",")) - {"None"}
        scope = named_scope(self, self.scope)
        if not self.is_allowed(scope):
            return
        info = AliasInfo(self.name, self.value, options, self.description)
        try:
            keep(self, scope, info, self.force)
        except Exception as error:
            if not hasattr(error, "id"):
                raise
            self.write_error(error)
            return
        if self.pass_thru:
            self.write(info)

    def is_allowed(self, scope: Any) -> bool:
        """Whether the alias may be put in the scope; tells the error where it may not."""
        return True


class SetAlias(_WriteAlias, name="Set-Alias", alias="sal", should_process=True, output=_INFO, module=_MODULE):
    """Makes an alias, or makes it stand for another command.

    Example: a shorter name

        PS> Set-Alias list Get-ChildItem
        PS> (Get-Alias list).Definition
        Get-ChildItem
    """

    action = "Set Alias"

    def is_allowed(self, scope: Any) -> bool:
        old = (scope.aliases or {}).get(self.name.lower())
        if old is not None and self.option is None and "Constant" not in old.options and not ("ReadOnly" in old.options and not self.force):
            from relayshell.commands.parametermembers import enum_named

            self.option = enum_named(_OPTIONS, *(old.options or ("None",)))
        return True


class NewAlias(_WriteAlias, name="New-Alias", alias="nal", should_process=True, output=_INFO, module=_MODULE):
    """Makes an alias that is not there yet.

    Example: a new name

        PS> New-Alias list Get-ChildItem -PassThru | ForEach-Object Definition
        Get-ChildItem
    """

    action = "New Alias"

    def is_allowed(self, scope: Any) -> bool:
        old = visible_aliases(scope).get(self.name.lower()) if not self.scope else (scope.aliases or {}).get(self.name.lower())
        if old is None or (self.force and not closed(old, True)):
            return True
        message = f"The alias is not allowed, because an alias with the name '{self.name}' already exists."
        self.write_error(refused(message, "AliasAlreadyExists", self.name, "ResourceExists"))
        return False


class RemoveAlias(Cmdlet, name="Remove-Alias", default_set="Default", module=_MODULE):
    """Takes aliases away.

    Example: an alias made and taken away

        PS> Set-Alias list Get-ChildItem
        PS> Remove-Alias list
        PS> Test-Path Alias:list
        False
    """

    name: Any = param("The aliases.", "string[]", mandatory=True, position=0, pipeline=True, by_name=True)
    scope: str = param("The scope to take them from.", "string")
    force: bool = param("Takes read-only ones away too.", "switch")

    def process(self) -> None:
        start = named_scope(self, self.scope)
        for name in self.name:
            layers = [start] if self.scope else list(start.chain())
            home = next((layer for layer in layers if name.lower() in (layer.aliases or {})), None)
            if home is None:
                self.write_error(no_such("name", name))
                continue
            if closed(home.aliases[name.lower()], self.force):
                message = f"Alias was not removed because alias {name} is constant or read-only."
                self.write_error(refused(message, "AliasNotRemovable", name))
                continue
            del home.aliases[name.lower()]
