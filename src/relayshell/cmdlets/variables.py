"""Get-Variable, Set-Variable, New-Variable, Remove-Variable, Clear-Variable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty
from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.objects.text import to_text
from relayshell.objects.wildcard import compile_wildcard, has_wildcards
from relayshell.runtime.enginestate import scoped
from relayshell.runtime.scope import Facts, Scope, Special, Unset, Variable, facts_of, not_writable, options_of, raw_set
from relayshell.runtime.scopes import scope_named

MODULE = "Microsoft.PowerShell.Utility"
OPTIONS = "System.Management.Automation.ScopedItemOptions"
VISIBILITY = "System.Management.Automation.SessionStateEntryVisibility"
SCOPE = "Where: Global, Script, Local, or how many scopes up."


def missing(name: str) -> ShellError:
    """The error for a variable that is not there."""
    message = f"Cannot find a variable with the name '{name}'."
    exception = NetException("System.Management.Automation.ItemNotFoundException", message)
    return ShellError(message, "VariableNotFound", "ObjectNotFound", name, exception=exception)


def options_in(value: Any) -> frozenset[str]:
    """The names in a ScopedItemOptions value."""
    return frozenset() if value is None else frozenset(each.strip() for each in value.name.split(",") if each.strip() not in ("None", "Unspecified"))


class VariableCmdlet(Cmdlet):
    """What the cmdlets of variables share."""

    def place(self) -> Scope:
        """The scope that counts: -Scope, or that of the caller."""
        frame = self.processor.frame
        given = getattr(self, "scope", None)
        return frame.scope if given is None else scope_named(frame, given)

    def matching(self, pattern: str) -> Iterator[Variable]:
        """The variables a name means: by pattern in this scope or all above, sorted by name."""
        place = self.place()
        frame = self.processor.frame
        if not has_wildcards(pattern):
            given = getattr(self, "scope", None)
            name = pattern
            found: Variable | None
            if given is None:
                where, name = scoped(self.session, place, pattern)
                found = place.find(name.lower()) if where is None else where.local(name.lower())
            else:
                found = local_of(place, name)
            if found is not None:
                yield found
            return
        matches = compile_wildcard(pattern, True)
        seen: dict[str, Variable] = {}
        scopes = place.chain() if getattr(self, "scope", None) is None else [place]
        for scope in scopes:
            for variable in [*scope.variables(), *automatic_in(scope)]:
                folded = variable.name.lower()
                if folded not in seen and matches(variable.name) and (scope is frame.scope or "Private" not in options_of(variable)):
                    seen[folded] = variable
        yield from sorted(seen.values(), key=lambda variable: variable.name.lower())

    def chosen(self, names: Any) -> Iterator[tuple[str, Variable | None]]:
        """Each name with the variable it means; None where a plain name has none."""
        include = [compile_wildcard(each, True) for each in getattr(self, "include", None) or ()]
        exclude = [compile_wildcard(each, True) for each in getattr(self, "exclude", None) or ()]
        for name in names:
            found = False
            for variable in self.matching(name):
                found = True
                if include and not any(each(variable.name) for each in include) or any(each(variable.name) for each in exclude):
                    continue
                yield name, variable
            if not found and not has_wildcards(name):
                yield name, None


def local_of(scope: Scope, name: str) -> Variable | None:
    """A variable of one scope alone, automatic ones too."""
    found = scope.local(name.lower())
    if found is not None:
        return found
    for variable in automatic_in(scope):
        if variable.name.lower() == name.lower():
            return variable
    return None


def automatic_in(scope: Scope) -> list[Variable]:
    """The automatic variables of a scope's activation."""
    from relayshell.runtime.scope import AUTOMATIC

    if scope.frame is None:
        return []
    found = [scope.frame.automatic(name) for name in sorted(AUTOMATIC) if name not in scope.vars or scope.vars[name].__class__ is Unset]
    return [each for each in found if each is not None]


class GetVariable(VariableCmdlet, name="Get-Variable", alias="gv", output=("System.Management.Automation.PSVariable",), module=MODULE):
    """Gets variables.

    Example: the value of one

        PS> $box = 'inbox'
        PS> Get-Variable box -ValueOnly
        inbox
    """

    name: Any = param("The names.", "string[]", position=0, pipeline=True, by_name=True, check=not_empty())
    value_only: Any = param("Gives the values alone.", "switch")
    include: Any = param("Names to keep to.", "string[]")
    exclude: Any = param("Names to leave out.", "string[]")
    scope: Any = param(SCOPE, "string", check=not_empty())

    def process(self) -> None:
        for name, variable in self.chosen(self.name or ("*",)):
            if variable is None:
                self.write_error(missing(name))
            elif self.value_only:
                self.write(variable.value)
            else:
                self.write(variable)


class SetVariable(VariableCmdlet, name="Set-Variable", alias=("set", "sv"), should_process=True, output=("System.Management.Automation.PSVariable",), module=MODULE):
    """Sets a variable, and makes it where it is not there."""

    name: Any = param("The names.", "string[]", mandatory=True, position=0, by_name=True)
    value: Any = param("The value.", "System.Object", position=1, pipeline=True, by_name=True)
    include: Any = param("Names to keep to.", "string[]")
    exclude: Any = param("Names to leave out.", "string[]")
    description: Any = param("What it is for.", "string")
    option: Any = param("ReadOnly, Constant, AllScope, Private.", OPTIONS)
    force: Any = param("Also a read-only one.", "switch")
    visibility: Any = param("Public or Private.", VISIBILITY)
    pass_thru: Any = param("Also gives the variable.", "switch")
    append: Any = param("Adds the value to what is there.", "switch")
    scope: Any = param(SCOPE, "string", check=not_empty())

    def begin(self) -> None:
        self.piped: list[Any] | None = [] if self.processor.expecting and not self.is_given("value") else None

    def process(self) -> None:
        if self.piped is not None:
            self.piped.append(self.value)
            return
        self.assign(self.value)

    def end(self) -> None:
        if self.piped is not None:
            self.assign(self.piped[0] if len(self.piped) == 1 else self.piped or None)

    def assign(self, value: Any) -> None:
        """Set each of the variables."""
        place = self.place()
        for name in self.name:
            where, bare = scoped(self.session, place, name)
            scope = where or place
            targets = [bare] if not has_wildcards(bare) else [variable.name for _, variable in self.chosen((bare,)) if variable is not None]
            for target in targets:
                if self.should_process(f"Name: {target} Value: {self.text(value)}", "Set variable"):
                    try:
                        self.set_one(scope, target, value)
                    except ShellError as error:
                        self.write_error(error)

    def text(self, value: Any) -> str:
        """The value as -WhatIf shows it."""
        return to_text(value)

    def set_one(self, scope: Scope, name: str, value: Any) -> None:
        """Set one variable in a scope; raises ShellError."""
        from relayshell.runtime.support.operators import add

        old = scope.local(name.lower()) or (scope.shared or {}).get(name.lower())
        if old is not None and not options_of(old).isdisjoint(("ReadOnly", "Constant")):
            if "Constant" in options_of(old) or not self.force:
                raise not_writable(old)
            facts = facts_of(old)
            facts.options = facts.options - {"ReadOnly"}
        if self.append and old is not None and old.value is not None:
            value = add(old.value if isinstance(old.value, list) else [old.value], value)
        if "value" in self.given or self.piped is not None or old is None:
            variable = scope.set(name.lower(), name, value)
        else:
            variable = old
        options = options_in(self.option)
        if self.option is not None:
            if old is not None and "Constant" in options:
                message = f"Existing variable {name} cannot be made constant. Variables can be made constant only at creation time."
                exception = NetException("System.Management.Automation.SessionStateUnauthorizedAccessException", message)
                raise ShellError(message, "VariableCannotBeMadeConstant", "WriteError", name, exception=exception)
            if "AllScope" in options_of(variable) and "AllScope" not in options:
                message = f"The AllScope option cannot be removed from the variable '{name}'."
                exception = NetException("System.Management.Automation.SessionStateUnauthorizedAccessException", message)
                raise ShellError(message, "VariableAllScopeOptionCannotBeRemoved", "WriteError", name, exception=exception)
            facts_of(variable).options = options
            if "AllScope" in options:
                scope.shared = {**(scope.shared or {}), name.lower(): variable}
        if self.description is not None:
            facts_of(variable).description = self.description
        if self.visibility is not None:
            facts_of(variable).visibility = self.visibility.name
        if self.pass_thru:
            self.write(variable)


class NewVariable(VariableCmdlet, name="New-Variable", alias="nv", should_process=True, output=("System.Management.Automation.PSVariable",), module=MODULE):
    """Makes a variable."""

    name: Any = param("The name.", "string", mandatory=True, position=0, by_name=True)
    value: Any = param("The value.", "System.Object", position=1, pipeline=True, by_name=True)
    description: Any = param("What it is for.", "string")
    option: Any = param("ReadOnly, Constant, AllScope, Private.", OPTIONS)
    visibility: Any = param("Public or Private.", VISIBILITY)
    force: Any = param("Replaces one that is there.", "switch")
    pass_thru: Any = param("Also gives the variable.", "switch")
    scope: Any = param(SCOPE, "string", check=not_empty())

    def process(self) -> None:
        where, name = scoped(self.session, self.place(), self.name)
        scope = where or self.place()
        old = scope.local(name.lower())
        if old is not None:
            if not self.force:
                message = f"A variable with name '{name}' already exists."
                exception = NetException("System.Management.Automation.SessionStateException", message)
                self.write_error(ShellError(message, "VariableAlreadyExists", "ResourceExists", name, exception=exception))
                return
            if "Constant" in options_of(old):
                self.write_error(not_writable(old))
                return
        if not self.should_process(f"Name: {name} Value: {to_text(self.value)}", "New variable"):
            return
        options = options_in(self.option)
        facts = None
        if options or self.description or self.visibility is not None:
            facts = Facts()
            facts.options = options
            facts.description = self.description or ""
            if self.visibility is not None:
                facts.visibility = self.visibility.name
        variable = scope.put(name, self.value, facts)
        if self.pass_thru:
            self.write(variable)


class RemoveVariable(VariableCmdlet, name="Remove-Variable", alias="rv", should_process=True, module=MODULE):
    """Removes variables."""

    name: Any = param("The names.", "string[]", mandatory=True, position=0, by_name=True)
    include: Any = param("Names to keep to.", "string[]")
    exclude: Any = param("Names to leave out.", "string[]")
    force: Any = param("Also read-only ones.", "switch")
    scope: Any = param(SCOPE, "string", check=not_empty())

    def process(self) -> None:
        for name, variable in self.chosen(self.name):
            if variable is None:
                self.write_error(missing(name))
                continue
            if not self.should_process(f"Name: {variable.name}", "Remove variable"):
                continue
            options = options_of(variable)
            if "Constant" in options or "ReadOnly" in options and not self.force:
                message = (
                    f"Cannot remove variable {variable.name} because it is constant or read-only. If the variable is read-only, try the "
                    "operation again specifying the Force option."
                )
                exception = NetException("System.Management.Automation.SessionStateUnauthorizedAccessException", message)
                self.write_error(ShellError(message, "VariableNotRemovable", "WriteError", variable.name, exception=exception))
                continue
            remove(self.place(), variable)


def remove(place: Scope, variable: Variable) -> None:
    """Take a variable out of the scope that holds it."""
    for scope in place.chain():
        if scope.vars.get(variable.name.lower()) is variable:
            if scope.shared is not None:
                scope.shared.pop(variable.name.lower(), None)
            scope.remove(variable.name.lower())
            return


class ClearVariable(VariableCmdlet, name="Clear-Variable", alias="clv", should_process=True, output=("System.Management.Automation.PSVariable",), module=MODULE):
    """Sets variables to null."""

    name: Any = param("The names.", "string[]", mandatory=True, position=0, by_name=True)
    include: Any = param("Names to keep to.", "string[]")
    exclude: Any = param("Names to leave out.", "string[]")
    force: Any = param("Also read-only ones.", "switch")
    pass_thru: Any = param("Also gives the variables.", "switch")
    scope: Any = param(SCOPE, "string", check=not_empty())

    def process(self) -> None:
        for name, variable in self.chosen(self.name):
            if variable is None:
                self.write_error(missing(name))
                continue
            if not self.should_process(f"Name: {variable.name}", "Clear variable"):
                continue
            target = variable
            options = options_of(variable)
            if not options.isdisjoint(("ReadOnly", "Constant")) and ("Constant" in options or not self.force):
                self.write_error(not_writable(variable))
                continue
            if self.scope is None and self.place().local(variable.name.lower()) is None:
                target = self.place().put(variable.name, None)
            elif target.__class__ is Special and target.facts.convert is None and target.facts.getter is None:
                raw_set(target, None)
            else:
                target.value = None
            if self.pass_thru:
                self.write(target)
