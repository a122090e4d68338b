"""What a command takes: its name, its parameters and the sets they stand in, as frozen data.

Read by all below and above: binding, help, completion, Get-Command. It knows nothing of
how the command runs. Types are kept by name and found when first asked for, so that
reading a signature loads no type.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

ALL_SETS = "__AllParameterSets"


@dataclass(frozen=True)
class InSet:
    """How a parameter stands in one parameter set.

    position   its place among arguments without a name, from 0, or None
    pipeline   takes each piped object whole (ValueFromPipeline)
    by_name    takes the piped object's property of its name or alias (ValueFromPipelineByPropertyName)
    remaining  takes all arguments that are left over (ValueFromRemainingArguments)
    help       what a prompt for it tells (HelpMessage)
    """

    mandatory: bool = False
    position: int | None = None
    pipeline: bool = False
    by_name: bool = False
    remaining: bool = False
    help: str | None = None


@dataclass(frozen=True)
class Parameter:
    """One parameter of a command.

    type        a NetType, or the name of one as PowerShell writes it (`int`, `string[]`, `System.Text.Encoding`)
    sets        how it stands in each parameter set, by the set's name; ALL_SETS when it is in every one
    checks      validators (validation.py), in the order written
    transforms  callables (value, host) -> value, run in the order written; the type's conversion is one of
                them for a script's parameter (see `typed_transform`)
    values      the values it is limited to, for help and completion (a ValidateSet among the checks says so too)
    shown_type  the type as the syntax shows it, where the command itself reads the value; "" for `type`
    attribute   the name of the Python attribute that takes the value
    obsolete    what [Obsolete()] says of it; None where it is not
    """

    name: str
    type: Any = "object"
    aliases: tuple[str, ...] = ()
    sets: Mapping[str, InSet] = field(default_factory=lambda: {ALL_SETS: InSet()})
    checks: tuple[Any, ...] = ()
    transforms: tuple[Any, ...] = ()
    default: Any = None
    doc: str = ""
    hidden: bool = False
    allow_null: bool = False
    allow_empty_string: bool = False
    allow_empty_collection: bool = False
    ps_type_name: str | None = None
    values: tuple[str, ...] = ()
    shown_type: str = ""
    attribute: str = ""
    shared: bool = False
    dynamic: bool = False
    script_typed: bool = False
    obsolete: str | None = None
    source: Any = None

    @cached_property
    def net_type(self) -> Any:
        """The parameter's type, found by name when first asked for."""
        if isinstance(self.type, str):
            from relayshell.commands.typed import type_named

            return type_named(self.type)
        return self.type

    @cached_property
    def is_switch(self) -> bool:
        """Whether it is a switch, which needs no value."""
        if isinstance(self.type, str):
            return self.type.lower() in ("switch", "system.management.automation.switchparameter")
        return self.type.full_name == "System.Management.Automation.SwitchParameter"

    @property
    def names(self) -> tuple[str, ...]:
        """Its name, then its aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Signature:
    """A command as data.

    default_set         the parameter set preferred when several fit, or None
    positional_binding  whether parameters without a position get one in the order written (scripts' rule)
    advanced            has [CmdletBinding()] or [Parameter()], or is a Python cmdlet: takes the shared parameters
    implementing        what stands after the comma in a FullyQualifiedErrorId
    dynamic             makes more parameters once the others are bound: (bound command) -> parameters, or None
    """

    name: str
    parameters: tuple[Parameter, ...] = ()
    default_set: str | None = None
    positional_binding: bool = True
    should_process: bool = False
    supports_paging: bool = False
    confirm_impact: str = "Medium"
    output: tuple[str, ...] = ()
    advanced: bool = True
    implementing: str = ""
    module: str = ""
    aliases: tuple[str, ...] = ()
    help_uri: str = ""
    dynamic: Callable[..., Any] | None = None

    @cached_property
    def all_parameters(self) -> tuple[Parameter, ...]:
        """The command's own parameters, then those shared by all advanced commands."""
        if not self.advanced:
            return self.parameters
        from relayshell.commands.shared import shared_parameters

        own = {parameter.name.lower() for parameter in self.parameters}
        shared = shared_parameters(self.should_process, self.supports_paging)
        return self.parameters + tuple(each for each in shared if each.name.lower() not in own)

    @cached_property
    def by_name(self) -> Mapping[str, Parameter]:
        """All parameters by folded name and alias; a name wins over an alias."""
        found: dict[str, Parameter] = {}
        for parameter in self.all_parameters:
            for alias in parameter.aliases:
                found.setdefault(alias.lower(), parameter)
        for parameter in self.all_parameters:
            found[parameter.name.lower()] = parameter
        return found

    @cached_property
    def set_names(self) -> tuple[str, ...]:
        """The names of the parameter sets, in the order first met; empty when there is but one for all."""
        names: dict[str, str] = {}
        for parameter in self.parameters:
            for name in parameter.sets:
                if name != ALL_SETS:
                    names.setdefault(name.lower(), name)
        return tuple(names.values())
