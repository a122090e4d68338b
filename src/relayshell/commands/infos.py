"""Commands as a session holds them and as scripts see them: alias, cmdlet, function, script, application.

Each knows its name, its kind and, where it takes parameters, its Signature. None runs itself. What members scripts see is
declared in infomembers.py.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any

from relayshell.commands.signature import Signature
from relayshell.objects.declare import CLASS_TYPES
from relayshell.objects.typehomes import add_homes, load_home

_NAMESPACE = "System.Management.Automation."


def _no_module(name: str) -> Any:
    return None


module_named: Callable[[str], Any] = _no_module
"""Gives the module that built-in cmdlets are said to belong to, by name; set by the runtime, which has modules."""


def _no_parameters(info: Any, args: Any) -> tuple[Any, ...]:
    return ()


dynamic_parameters_of: Callable[[Any, Any], tuple[Any, ...]] = _no_parameters
"""Gives the dynamic parameters that a command has with some arguments; set by the runtime, which can run its block."""


class CommandInfo:
    """What all kinds share.

    kind      a name of CommandTypes: Alias, Function, Filter, Cmdlet, ExternalScript, Application
    module    the module it came from (an object with a name), or the name of one, or None
    """

    kind = "All"
    net_name = _NAMESPACE + "CommandInfo"
    module: Any = None
    visibility = "Public"
    arguments: Any = None
    """The arguments that Get-Command was given, on which dynamic parameters depend."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def signature(self) -> Signature | None:
        """What it takes, or None where that is not known (applications)."""
        return None

    def with_arguments(self, args: list[Any]) -> CommandInfo:
        """The same command, to be asked what it takes when it is given some arguments."""
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__)
        made.arguments = args
        return made

    @property
    def full_signature(self) -> Signature | None:
        """What it takes, with the dynamic parameters it has now; raises what the block that makes them raises."""
        signature = self.signature
        if signature is None or signature.dynamic is None:
            return signature
        more = dynamic_parameters_of(self, self.arguments or ())
        return replace(signature, parameters=signature.parameters + tuple(more)) if more else signature

    @property
    def module_name(self) -> str:
        """The name of the module it came from, empty where there is none."""
        module = self.module
        if module is None:
            return ""
        return module if isinstance(module, str) else str(module.name)

    @property
    def definition(self) -> str:
        """What Get-Command shows as its definition."""
        return self.name

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name})"


class AliasInfo(CommandInfo):
    """Another name for a command.

    target   the name of the command it stands for
    options  names of ScopedItemOptions (ReadOnly, Constant, AllScope, Private)
    resolve  finds the command that it means in the end, or None
    """

    kind = "Alias"
    net_name = _NAMESPACE + "AliasInfo"

    def __init__(
        self,
        name: str,
        target: str,
        options: frozenset[str] = frozenset(),
        description: str = "",
        resolve: Callable[[str], CommandInfo | None] | None = None,
    ) -> None:
        super().__init__(name)
        self.target = target
        self.options = options
        self.description = description
        self.resolve = resolve

    @property
    def definition(self) -> str:
        return self.target

    @property
    def resolved(self) -> CommandInfo | None:
        """The command it means in the end, through other aliases; None when there is none."""
        if self.resolve is None:
            return None
        seen = {self.name.lower()}
        found = self.resolve(self.target)
        while isinstance(found, AliasInfo):
            if found.name.lower() in seen:
                return None
            seen.add(found.name.lower())
            found = self.resolve(found.target)
        return found

    @property
    def signature(self) -> Signature | None:
        found = self.resolved
        return None if found is None else found.signature


class CmdletInfo(CommandInfo):
    """A cmdlet written in Python; its class is loaded when first asked for."""

    kind = "Cmdlet"
    net_name = _NAMESPACE + "CmdletInfo"

    def __init__(self, name: str, load: Callable[[], type]) -> None:
        super().__init__(name)
        self._load = load

    @cached_property
    def cmdlet(self) -> Any:
        """The Cmdlet subclass."""
        return self._load()

    @property
    def signature(self) -> Signature:
        return self.cmdlet.signature  # type: ignore[no-any-return]

    @cached_property
    def module(self) -> str:  # type: ignore[override]
        """The name of the module it is said to belong to."""
        return self.signature.module

    @property
    def definition(self) -> str:
        from relayshell.commands.syntax import syntax_of

        return syntax_of(self.signature)

    @property
    def verb(self) -> str:
        """What stands before the dash."""
        return self.name.partition("-")[0]

    @property
    def noun(self) -> str:
        """What stands after the dash."""
        return self.name.partition("-")[2]


class FunctionInfo(CommandInfo):
    """A function or filter of a script. `block` is its script block, which brings `signature` and its text."""

    kind = "Function"
    net_name = _NAMESPACE + "FunctionInfo"

    def __new__(cls, name: str, block: Any, kind: str = "Function", *more: Any, **facts: Any) -> FunctionInfo:
        return super().__new__(FilterInfo if kind == "Filter" else cls)

    def __init__(
        self, name: str, block: Any, kind: str = "Function", module: Any = None, options: frozenset[str] = frozenset()
    ) -> None:
        super().__init__(name)
        self.block = block
        self.kind = kind
        self.module = module
        self.options = options
        self.description = ""

    @property
    def signature(self) -> Signature | None:
        return self.block.signature  # type: ignore[no-any-return]

    @property
    def definition(self) -> str:
        return str(self.block)

    @property
    def verb(self) -> str:
        """What stands before the dash; empty without one."""
        verb, dash, _ = self.name.partition("-")
        return verb if dash else ""

    @property
    def noun(self) -> str:
        """What stands after the dash."""
        return self.name.partition("-")[2]


class FilterInfo(FunctionInfo):
    """A filter: a function whose text is its process block."""

    kind = "Filter"
    net_name = _NAMESPACE + "FilterInfo"


class ExternalScriptInfo(CommandInfo):
    """A script in a file. `load` gives its script block."""

    kind = "ExternalScript"
    net_name = _NAMESPACE + "ExternalScriptInfo"

    def __init__(self, path: str, load: Callable[[str], Any] | None = None) -> None:
        super().__init__(os.path.basename(path))
        self.path = path
        self._load = load

    @cached_property
    def block(self) -> Any:
        """The script block of the file; reads it."""
        return self._load(self.path) if self._load is not None else None

    @property
    def signature(self) -> Signature | None:
        return None if self.block is None else self.block.signature

    @property
    def definition(self) -> str:
        return self.path

    @property
    def contents(self) -> str:
        """The text of the file."""
        with open(self.path, encoding="utf-8-sig", errors="replace") as file:
            return file.read()


class ApplicationInfo(CommandInfo):
    """A program of the operating system."""

    kind = "Application"
    net_name = _NAMESPACE + "ApplicationInfo"

    def __init__(self, path: str) -> None:
        super().__init__(os.path.basename(path))
        self.path = path

    @property
    def extension(self) -> str:
        """The extension of the file's name, with its dot."""
        return os.path.splitext(self.path)[1]

    @property
    def definition(self) -> str:
        return self.path


add_homes(
    {
        "relayshell.commands.infomembers": tuple(
            _NAMESPACE + name
            for name in (
                "CommandInfo", "AliasInfo", "CmdletInfo", "FunctionInfo", "FilterInfo", "ExternalScriptInfo", "ApplicationInfo", "PSTypeName",
            )
        ),
        "relayshell.commands.parametermembers": tuple(
            _NAMESPACE + name
            for name in ("ParameterMetadata", "ParameterSetMetadata", "CommandParameterSetInfo", "CommandParameterInfo")
        ),
        "relayshell.commands.attributes": tuple(
            _NAMESPACE + name + "Attribute"
            for name in (
                "Parameter", "Alias", "ValidateSet", "ValidateRange", "ValidatePattern", "ValidateLength", "ValidateCount",
                "ValidateScript", "ValidateNotNull", "ValidateNotNullOrEmpty", "ValidateNotNullOrWhiteSpace", "ValidateDrive",
                "ValidateTrustedData", "AllowNull", "AllowEmptyString", "AllowEmptyCollection", "PSTypeName", "ArgumentTypeConverter",
                "ArgumentCompleter", "ArgumentCompletions",
                "ArgumentTransformation", "ValidateArguments", "ValidateEnumeratedArguments", "Internal.CmdletMetadata",
            )
        ) + ("System.Attribute",),
        "relayshell.commands.plainattributes": (
            "System.ObsoleteAttribute", "System.FlagsAttribute", "System.SerializableAttribute", "System.ComponentModel.DescriptionAttribute", "System.ComponentModel.TypeConverterAttribute",
            "System.ComponentModel.DisplayNameAttribute", "System.ComponentModel.CategoryAttribute", "System.ComponentModel.DefaultValueAttribute",
            "System.ComponentModel.BrowsableAttribute", "System.Diagnostics.DebuggerDisplayAttribute",
            "System.Diagnostics.CodeAnalysis.SuppressMessageAttribute",
        ),
    }
)


def _net_type(info: CommandInfo) -> Any:
    """The .NET type of a command's info, its declaration loaded."""
    from relayshell.objects.nettype import find_type

    load_home(info.net_name)
    return find_type(info.net_name)


for _class in (AliasInfo, CmdletInfo, FunctionInfo, FilterInfo, ExternalScriptInfo, ApplicationInfo):
    CLASS_TYPES[_class] = _net_type
