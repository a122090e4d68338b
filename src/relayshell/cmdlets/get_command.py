"""Get-Command: which commands there are, what one takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.infos import AliasInfo, ApplicationInfo, CommandInfo, ExternalScriptInfo
from relayshell.commands.syntax import set_names, syntax_of
from relayshell.commands.table import not_found
from relayshell.commands.validation import not_empty
from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.objects.psobject import PSCustomObject
from relayshell.objects.wildcard import compile_wildcard, has_wildcards

_NAMESPACE = "System.Management.Automation."
_KIND_ORDER = {"Alias": 0, "Function": 1, "Filter": 1, "Cmdlet": 2, "ExternalScript": 3, "Application": 4}


class GetCommand(
    Cmdlet,
    name="Get-Command",
    alias="gcm",
    default_set="CmdletSet",
    output=tuple(
        _NAMESPACE + name
        for name in ("AliasInfo", "ApplicationInfo", "FunctionInfo", "CmdletInfo", "ExternalScriptInfo", "FilterInfo")
    ) + ("System.String", _NAMESPACE + "PSObject"),
    module="Microsoft.PowerShell.Core",
):
    """Tells which commands there are: cmdlets, functions, aliases, scripts and programs.

    Example: what an alias stands for

        PS> (Get-Command gci).Definition
        Get-ChildItem

    Example: the cmdlets for a noun

        PS> (Get-Command -Noun Location | Sort-Object Name).Name -join ' '
        Get-Location Pop-Location Push-Location Set-Location
    """

    name: Any = param(
        "The names of commands; patterns too.", "string[]", position=0, pipeline=True, by_name=True, sets=("AllCommandSet",), check=not_empty()
    )
    verb: Any = param("The part of the names before the dash.", "string[]", by_name=True, sets=("CmdletSet",))
    noun: Any = param("The part of the names after the dash.", "string[]", by_name=True, sets=("CmdletSet",))
    module: Any = param("The modules whose commands are meant.", "string[]", by_name=True, alias="PSSnapin")
    exclude_module: Any = param("Modules whose commands are left out.", "string[]")
    fully_qualified_module: Any = param(
        "The modules meant, by name and version.", "Microsoft.PowerShell.Commands.ModuleSpecification[]", by_name=True
    )
    command_type: Any = param("The kinds of commands meant.", _NAMESPACE + "CommandTypes", by_name=True, sets=("AllCommandSet",), alias="Type")
    total_count: int = param("How many to give at most.", "int", -1, by_name=True)
    syntax: bool = param("Gives what the commands take, as text.", "switch", by_name=True)
    show_command_info: bool = param("Gives what the commands take, as objects.", "switch")
    argument_list: Any = param(
        "Arguments on which dynamic parameters depend.", "System.Object[]", position=1, remaining=True, alias="Args", allow_null=True,
        allow_empty_collection=True,
    )
    all: bool = param("Gives all commands of a name, not only the one that would run.", "switch", by_name=True)
    list_imported: bool = param("Gives only commands of this session, not of modules to be loaded.", "switch", by_name=True)
    parameter_name: Any = param("Names of parameters the commands must have.", "string[]", check=not_empty())
    parameter_type: Any = param("Types of parameters the commands must have.", _NAMESPACE + "PSTypeName[]", check=not_empty())
    use_fuzzy_matching: bool = param("Gives commands with similar names, the nearest first.", "switch", sets=("AllCommandSet",))
    fuzzy_minimum_distance: Any = param("How many letters may differ.", "uint", 5, sets=("AllCommandSet",))
    use_abbreviation_expansion: bool = param(
        "Takes names as the first letters of words: i-psdf for Import-PowerShellDataFile.", "switch", by_name=True, sets=("AllCommandSet",)
    )

    def begin(self) -> None:
        self._found = 0
        self._seen: set[int] = set()
        self._batch: list[CommandInfo] = []

        if self.is_given("module") and self.is_given("fully_qualified_module"):
            message = "The parameters Module and FullyQualifiedModule cannot be used together. Give only one of them."
            raise ShellError(message, "ModuleAndFullyQualifiedModuleCannotBeSpecifiedTogether", "InvalidOperation",
                             exception=NetException("System.InvalidOperationException", message))

    def process(self) -> None:
        if self.parameter_set == "AllCommandSet" and self.name is not None:
            for name in self.name:
                self._by_name(name)
            return
        pattern = "*"
        infos = [*self.session.commands.matching(pattern, self._scope()), *self._to_be_loaded(pattern)]
        wanted = ("Cmdlet", "Function", "Filter", "Alias") if self.parameter_set != "AllCommandSet" else None
        chosen = [info for info in infos if wanted is None or info.kind in wanted or self._kinds()]
        if self.verb or self.noun:
            chosen = [info for info in chosen if info.kind in ("Cmdlet", "Function", "Filter") and self._verb_and_noun(info)]
        self._give(sorted(chosen, key=lambda info: (_KIND_ORDER.get(info.kind, 5), info.name.lower())))

    def _scope(self) -> Any:
        return self.processor.frame.scope

    def _kinds(self) -> set[str]:
        if self.command_type is None:
            return set()
        names = {name.strip() for name in self.command_type.name.split(",")}
        if "Function" in names:
            names.add("Filter")
        return set() if "All" in names else names

    def _by_name(self, name: str) -> None:
        table = self.session.commands
        if self.use_fuzzy_matching:
            self._give(self._near(name))
            return
        if self.use_abbreviation_expansion:
            short = [info for info in table.matching("*", self._scope()) if abbreviation(info.name) == name.lower()]
            if short:
                self._give(short)
                return
        if has_wildcards(name) and "/" in name:
            self._give(list(self._in_folder(name)))
            return
        if has_wildcards(name):
            infos = [*table.matching(name, self._scope()), *self._to_be_loaded(name)]
            self._give(sorted(infos, key=lambda info: (_KIND_ORDER.get(info.kind, 5), info.name.lower())))
            return
        name = name.replace("`", "")
        if self.all or self._kinds():
            found = list(self._all_named(name))
        else:
            one = table.find_exact(name, self._scope(), self.session.folder)
            if one is None and table.auto_load is not None and table.auto_load(name):
                one = table.find_exact(name, self._scope(), self.session.folder)
            found = [] if one is None else [one]
        if not self._give(found):
            error = not_found(name)
            self.write_error(error)

    def _in_folder(self, pattern: str) -> Iterator[CommandInfo]:
        """The scripts and programs whose paths a pattern matches."""
        for target in self.session.places.resolve(pattern):
            found = self.session.commands.find_exact(target.inner, self._scope(), self.session.folder)
            if found is not None:
                yield found

    def _to_be_loaded(self, pattern: str) -> Iterator[CommandInfo]:
        """The commands of modules that could be loaded, by what their files say; those given by name of a module or by a pattern."""
        if self.list_imported or pattern == "*" and not (self.module or self.fully_qualified_module or self.verb or self.noun):
            return
        from relayshell.cmdlets.modules import available
        from relayshell.runtime import modulepath

        matches = compile_wildcard(pattern, True)
        loaded = {each.name.lower() for each in self.session.modules.values()}
        for name, file in modulepath.available().items():
            if name in loaded or modulepath.own_name(file) is not None:
                continue
            try:
                module = available(self.session, file)
            except ShellError:
                continue
            for info in module.commands().values():
                if matches(info.name):
                    info.module = module
                    yield info

    def _all_named(self, name: str) -> Iterator[CommandInfo]:
        exact = list(self.session.commands.matching(name, self._scope()))
        yield from exact
        if not exact:
            one = self.session.commands.find_exact(name, self._scope(), self.session.folder)
            if one is not None:
                yield one

    def _near(self, name: str) -> list[CommandInfo]:
        limit = int(self.fuzzy_minimum_distance)
        scored = [(distance(name.lower(), info.name.lower(), limit), info) for info in self.session.commands.matching("*", self._scope())]
        near = [(score, info.name.lower(), info) for score, info in scored if score <= limit]
        return [info for _, _, info in sorted(near, key=lambda each: each[:2])]

    def _verb_and_noun(self, info: Any) -> bool:
        for patterns, text in ((self.verb, info.verb), (self.noun, info.noun)):
            if patterns and not any(compile_wildcard(pattern, True)(text) for pattern in patterns):
                return False
        return True

    def _give(self, infos: Iterable[CommandInfo]) -> bool:
        """Write those that fit all that was asked; whether there was one."""
        kinds = self._kinds()
        any_given = False
        for info in infos:
            if kinds and info.kind not in kinds:
                continue
            if not self._fits(info):
                continue
            any_given = True
            if id(info) in self._seen and not self.all and not isinstance(info, (ApplicationInfo, ExternalScriptInfo)) and not self.name:
                continue
            self._seen.add(id(info))
            if 0 <= self.total_count <= self._found:
                continue
            self._found += 1
            self._write(info)
        return any_given

    def _fits(self, info: CommandInfo) -> bool:
        if self.module and not any(compile_wildcard(pattern, True)(info.module_name) for pattern in self.module):
            return False
        if self.exclude_module and any(compile_wildcard(pattern, True)(info.module_name) for pattern in self.exclude_module):
            return False
        if self.fully_qualified_module:
            version, guid = _version_of(info)
            if not any(each.name.lower() == info.module_name.lower() and each.allows(version, guid) for each in self.fully_qualified_module):
                return False
        return not (self.parameter_name or self.parameter_type) or self._has_parameters(info)

    def _has_parameters(self, info: CommandInfo) -> bool:
        signature = info.signature
        if signature is None:
            return False
        for parameter in signature.all_parameters:
            names = [compile_wildcard(pattern, True) for pattern in self.parameter_name or ()]
            if names and not any(matches(each) for matches in names for each in parameter.names):
                continue
            if not self.parameter_type or any(_type_fits(wanted, parameter.net_type) for wanted in self.parameter_type):
                return True
        return False

    def _write(self, info: CommandInfo) -> None:
        if self.argument_list is not None:
            info = info.with_arguments(list(self.argument_list))
            try:
                info.full_signature
            except ShellError as error:
                self.write_error(ShellError(error.message, "GetCommandMetadataError", "MetadataError", info, exception=error.exception))
                return
        if self.syntax:
            self.write(syntax_text(info))
        elif self.show_command_info:
            self.write(as_object(info))
        else:
            self.write(info)


def _type_fits(wanted: Any, net_type: Any) -> bool:
    from relayshell.commands.typed import type_named
    from relayshell.objects.nettype import NetType

    found = wanted if isinstance(wanted, NetType) else getattr(wanted, "type", None) or type_named(str(getattr(wanted, "name", wanted)))
    return found is net_type or found.is_assignable_from(net_type)


def _version_of(info: CommandInfo) -> tuple[Any, Any]:
    """The version and the GUID of the module that a command came from."""
    from relayshell.commands import infos

    module = infos.module_named(info.module) if isinstance(info.module, str) else info.module
    if module is None:
        return "7.0.0.0", None
    return module.version, module.manifest.get("guid")


def syntax_text(info: CommandInfo) -> str:
    """What Get-Command -Syntax gives for a command."""
    if isinstance(info, AliasInfo):
        resolved = info.resolved
        head = f"\n{info.name} (alias) -> {info.target}\n"
        return head if resolved is None or resolved.signature is None else head + syntax_of(resolved.signature)
    signature = info.signature
    return info.definition if signature is None else syntax_of(signature, info.name)


def as_object(info: CommandInfo) -> PSCustomObject:
    """What -ShowCommandInfo gives for a command."""
    from relayshell.commands.parametermembers import ParameterSetInfo, enum_named

    signature = info.signature
    sets: list[Any] = []
    for name in set_names(signature) if signature is not None else ():
        shown = ParameterSetInfo(signature, name)
        parameters = [
            PSCustomObject(
                {
                    "Name": each.parameter.name, "IsMandatory": each.stand.mandatory, "ValueFromPipeline": each.stand.pipeline,
                    "Position": -(2**31) if each.stand.position is None else each.stand.position,
                    "ParameterType": _type_shown(each.parameter.net_type),
                    "HasParameterSet": bool(each.parameter.values), "ValidParamSetValues": list(each.parameter.values),
                }
            )
            for each in shown.parameters
        ]
        sets.append(PSCustomObject({"Name": name, "IsDefault": shown.is_default, "Parameters": parameters}))
    return PSCustomObject(
        {
            "Name": info.name, "ModuleName": info.module_name, "Module": PSCustomObject({"Name": info.module_name}),
            "CommandType": enum_named(_NAMESPACE + "CommandTypes", info.kind), "Definition": info.definition, "ParameterSets": sets,
        }
    )


def _type_shown(net_type: Any) -> PSCustomObject:
    """What -ShowCommandInfo tells of a parameter's type."""
    is_enum = net_type.is_enum
    element = net_type.element_type
    return PSCustomObject(
        {
            "FullName": net_type.full_name, "IsEnum": is_enum, "IsArray": element is not None, "EnumValues": list(net_type.enum_values) if is_enum else None,
            "HasFlagAttribute": net_type.is_flags if is_enum else False, "ElementType": None if element is None else _type_shown(element),
            "ImplementsDictionary": net_type.full_name in ("System.Collections.IDictionary", "System.Collections.Hashtable"),
        }
    )


def abbreviation(name: str) -> str:
    """The first letters of a name's words: i-psdf for Import-PowerShellDataFile."""
    return "".join(char for char in name if char.isupper() or char == "-").lower()


def distance(one: str, other: str, limit: int) -> int:
    """How many letters differ between two texts (insertions, deletions, changes, neighbours swapped); limit + 1 when more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        current = [i]
        for j, b in enumerate(other, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        before, row = row, current
    return row[-1]


