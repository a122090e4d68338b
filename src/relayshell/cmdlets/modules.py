"""Import-Module, New-Module, Remove-Module, Get-Module, Export-ModuleMember, Import-PowerShellDataFile."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, inset, param
from relayshell.commands.validation import not_empty, not_null
from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.objects.text import to_text
from relayshell.objects.wildcard import compile_wildcard
from relayshell.runtime import modulefiles, modulepath, modules
from relayshell.cmdlets.manifests import export_named
from relayshell.runtime.modulespec import ModuleSpecification
from relayshell.runtime.support.output import drop

CORE = "Microsoft.PowerShell.Core"
INFO = "System.Management.Automation.PSModuleInfo"
SPECIFICATION = "Microsoft.PowerShell.Commands.ModuleSpecification[]"


_NAMED = ("Name", "PSSession", "WinCompat")


def _odd_verbs(module: Any) -> bool:
    """Whether a module exports functions whose verbs are none of PowerShell's."""
    from relayshell.cmdlets.verbs import is_approved

    if not hasattr(module, "exported"):
        return False
    verbs = {each.verb for each in module.exported["functions"].values() if each.verb}
    return not all(is_approved(verb) for verb in verbs)


class ImportModule(Cmdlet, name="Import-Module",
                   order="Global Prefix Name FullyQualifiedName Assembly Function Cmdlet Variable Alias Force SkipEditionCheck PassThru AsCustomObject MinimumVersion MaximumVersion RequiredVersion ModuleInfo ArgumentList DisableNameChecking NoClobber Scope PSSession UseWindowsPowerShell",
                   alias="ipmo", default_set="Name", output=(INFO,), module=CORE):
    """Loads a module and makes what it exports known."""

    alias: Any = param("Which aliases to import.", "string[]", check=not_null())
    argument_list: Any = param("What the module's script gets as $args.", "System.Object[]", alias=("Args",))
    as_custom_object: Any = param("Gives an object whose methods are the functions.", "switch")
    cmdlet: Any = param("Which cmdlets to import.", "string[]", check=not_null())
    disable_name_checking: Any = param("Says nothing of unusual verbs.", "switch")
    force: Any = param("Loads it again.", "switch")
    fully_qualified_name: Any = param("Its name and the versions that will do.", SPECIFICATION, sets={name: inset(mandatory=True, position=0, pipeline=True) for name in ("FullyQualifiedName", "FullyQualifiedNameAndPSSession", "FullyQualifiedNameAndWinCompat")})
    function: Any = param("Which functions to import.", "string[]", check=not_null())
    make_global: Any = param("Imports into the global session state.", "switch", name="Global")
    maximum_version: Any = param("The highest version.", "string", sets=_NAMED)
    minimum_version: Any = param("The lowest version.", "version", sets=_NAMED, alias=("Version",))
    module_info: Any = param("The module itself.", "psmoduleinfo[]", sets={"ModuleInfo": inset(mandatory=True, position=0, pipeline=True)})
    name: Any = param("Its name or the path of its file.", "string[]", sets={name: inset(mandatory=True, position=0, pipeline=True) for name in _NAMED})
    no_clobber: Any = param("Leaves commands that are there.", "switch", alias=("NoOverwrite",))
    pass_thru: Any = param("Also gives the module.", "switch")
    ps_session: Any = param("A session on another machine; there are none.", "System.Management.Automation.Runspaces.PSSession", name="PSSession",
                            sets={"PSSession": inset(mandatory=True), "FullyQualifiedNameAndPSSession": inset(mandatory=True)}, check=not_null())
    prefix: Any = param("What to put before the nouns.", "string", check=not_null())
    required_version: Any = param("Just this version.", "version", sets=_NAMED)
    scope: Any = param("Local or Global.", "string", values=("Local", "Global"))
    skip_edition_check: Any = param("Not needed here.", "switch")
    use_windows_power_shell: Any = param("Loads it in Windows PowerShell; there is none here.", "switch", alias=("UseWinPS",),
                                         sets={"WinCompat": inset(mandatory=True), "FullyQualifiedNameAndWinCompat": inset(mandatory=True)})
    variable: Any = param("Which variables to import.", "string[]", check=not_null())

    def begin(self) -> None:
        if self.use_windows_power_shell:
            message = "Modules cannot be loaded in Windows PowerShell here: it runs on Windows only. Leave out -UseWindowsPowerShell."
            raise ShellError(message, "WindowsPowerShellNotAvailable", "NotImplemented",
                             exception=NetException("System.PlatformNotSupportedException", message))

    def process(self) -> None:
        frame = self.processor.frame
        target = None
        if self.scope is not None and self.scope.lower() == "local":
            target = frame.scope
        is_global = bool(self.make_global) or (self.scope or "").lower() == "global"
        for given in self.module_info or ():
            if given.state is None and given.path:
                given = modulefiles.import_named(frame, given.path, force=bool(self.force), args=self.argument_list or ())
            modulefiles.register_module(self.session, given)
            owner = frame.state.module
            if owner is not None and owner is not given and not is_global and given not in owner.nested:
                owner.nested.append(given)
            place = target if target is not None else modules.target_scope(frame, is_global)
            modules.import_members(given, place, prefix=self.prefix or "", functions=self.function, aliases=self.alias, variables=self.variable)
            self._tell(given)
            self.done(given)
        meant = [ModuleSpecification(name, self.minimum_version, self.maximum_version, self.required_version) for name in self.name or ()]
        for wanted in [*meant, *(self.fully_qualified_name or ())]:
            try:
                found = modulefiles.import_named(
                    frame, wanted.name, force=bool(self.force), args=self.argument_list or (), is_global=is_global, prefix=self.prefix or "",
                    scope=target, functions=self.function, aliases=self.alias, variables=self.variable, write=drop, wanted=wanted,
                    no_clobber=bool(self.no_clobber),
                )
            except ShellError as error:
                if error.category == "ParserError" and error.record is not None and not error.record.origin:
                    error.record.origin = self.signature.implementing
                if not error.id.startswith("Modules_"):
                    raise
                self.write_error(error)
                continue
            self._tell(found)
            self.done(found)

    def _tell(self, module: Any) -> None:
        """Say in the verbose stream what was imported."""
        if module.path:
            self.write_verbose(f"Loading module from path '{module.path}'.")
        for kind, word in (("cmdlets", "cmdlet"), ("functions", "function"), ("variables", "variable"), ("aliases", "alias")):
            for thing in module.exported[kind].values():
                self.write_verbose(f"Importing {word} '{thing.name}'.")

    def done(self, module: Any) -> None:
        """Give what was asked for, with a word on verbs that nobody expects."""
        if not self.disable_name_checking and _odd_verbs(module):
            self.write_warning(
                f"The names of some imported commands from the module '{module.name}' include unapproved verbs that might make them less discoverable. "
                "To find the commands with unapproved verbs, run the Import-Module command again with the Verbose parameter. For a list of approved "
                "verbs, type Get-Verb.")
        if self.as_custom_object:
            from relayshell.runtime.declared.modules import as_custom_object

            self.write(as_custom_object(module))
        elif self.pass_thru:
            self.write(module)


class NewModule(Cmdlet, name="New-Module", alias="nmo", default_set="ScriptBlock", output=(INFO,), module=CORE):
    """Makes a module of a script block, and imports what it exports."""

    name: Any = param("Its name.", "string", sets={"Name": inset(mandatory=True, position=0, pipeline=True)})
    script_block: Any = param("The block.", "scriptblock", sets={"Name": inset(mandatory=True, position=1), "ScriptBlock": inset(mandatory=True, position=0)}, check=not_null())
    function: Any = param("Which functions to import.", "string[]", check=not_null())
    cmdlet: Any = param("Which cmdlets to export.", "string[]", check=not_null())
    return_result: Any = param("Gives what the block puts out.", "switch")
    as_custom_object: Any = param("Gives an object whose methods are the functions.", "switch")
    argument_list: Any = param("What the block's parameters get.", "System.Object[]", remaining=True, alias=("Args",))

    def end(self) -> None:
        frame = self.processor.frame
        items: list[Any] = []
        name = self.name or self.session.next_closure_name()
        module = modules.new_module(self.session, name, self.script_block, self.argument_list or (), frame, items.append)
        if self.function is not None:
            module.restrict("functions", list(self.function))
        if self.as_custom_object:
            from relayshell.runtime.declared.modules import as_custom_object

            self.write(as_custom_object(module))
            return
        modules.import_members(module, modules.target_scope(frame, False), functions=self.function)
        if self.return_result:
            self.write_many(items)
        else:
            self.write(module)


class RemoveModule(Cmdlet, name="Remove-Module", alias="rmo", should_process=True, module=CORE):
    """Takes modules out of the session."""

    name: Any = param("The names.", "string[]", sets={"name": inset(mandatory=True, position=0, pipeline=True)})
    fully_qualified_name: Any = param("The names and the versions.", SPECIFICATION, sets={"FullyQualifiedName": inset(mandatory=True, position=0, pipeline=True)})
    module_info: Any = param("The module itself.", "psmoduleinfo[]", sets={"ModuleInfo": inset(mandatory=True, position=0, pipeline=True)})
    force: Any = param("Also a read-only one.", "switch")

    def process(self) -> None:
        found = list(self.module_info or ())
        for name in self.name or ():
            matches = compile_wildcard(name, True)
            found.extend(each for each in self.session.modules.values() if matches(each.name) or each.path == self.session.file_path(name))
            built_in = modulefiles.builtin(self.session, name)
            if built_in is not None and built_in not in found:
                found.append(built_in)
        for wanted in self.fully_qualified_name or ():
            found.extend(each for each in self.session.modules.values()
                         if each.name.lower() == wanted.name.lower() and wanted.allows(each.version, each.manifest.get("guid")))
        if not found:
            message = "No modules were removed. Verify that the specification of modules to remove is correct and those modules exist in the runspace."
            exception = NetException("System.InvalidOperationException", message)
            self.write_error(ShellError(message, "Modules_NoModulesRemoved", "ResourceUnavailable", exception=exception))
            return
        leaving = {id(each) for each in found}
        for module in found:
            refusal = self._refusal(module, leaving)
            if refusal is not None:
                self.write_error(refusal)
                continue
            if self.should_process(f"{module.name} (Path: '{module.path}')", "Remove-Module"):
                for kind, word in (("functions", "function"), ("variables", "variable"), ("aliases", "alias")):
                    for _, brought, _, thing in module.imported:
                        if brought == kind:
                            self.write_verbose(f'Removing the imported "{thing.name}" {word}.')
                modules.remove_module(module, self.processor.frame)
                # What is built in comes back with the next use of one of its cmdlets.
                self.session.services.get("builtin modules in use", set()).discard(module.name)

    def _refusal(self, module: Any, leaving: set[int]) -> ShellError | None:
        """Why a module must stay: as it is constant, read-only, or required by one that stays; None when it may go."""
        name = module.name
        if module.access_mode == "Constant":
            return _staying(module, f"The module '{name}' is constant and cannot be removed.", "Modules_ModuleIsConstant", "PermissionDenied")
        if self.force:
            return None
        if module.access_mode == "ReadOnly":
            message = f"The module '{name}' is read-only and cannot be removed. Use the Force parameter to remove read-only modules."
            return _staying(module, message, "Modules_ModuleIsReadOnly", "PermissionDenied")
        user = next((each for each in self.session.modules.values() if module in each.required and id(each) not in leaving), None)
        if user is None:
            return None
        message = f"The module '{name}' is required by the module '{user.name}'. Use the Force parameter to remove it all the same."
        return _staying(module, message, "Modules_ModuleIsRequired", "InvalidOperation")


def _staying(module: Any, message: str, id: str, category: str) -> ShellError:
    return ShellError(message, id, category, module.name, exception=NetException("System.InvalidOperationException", message))


class GetModule(Cmdlet, name="Get-Module", alias="gmo", default_set="Loaded", output=(INFO,), module=CORE):
    """Gets the modules of the session, or those that could be imported."""

    name: Any = param("The names.", "string[]", position=0, pipeline=True, check=not_empty(), sets=("Available", "Loaded"))
    fully_qualified_name: Any = param("The names and the versions.", SPECIFICATION, by_name=True, sets=("Available", "Loaded"))
    all: Any = param("Nested ones too.", "switch", sets=("Available", "Loaded"))
    list_available: Any = param("Those that could be imported.", "switch", sets={"Available": inset(mandatory=True)})
    ps_edition: Any = param("The edition they are made for: Core or Desktop.", "string", name="PSEdition", sets=("Available",))
    skip_edition_check: Any = param("Shows those made for another edition too, which are always shown.", "switch", sets=("Available",))
    refresh: Any = param("Looks anew; it always does.", "switch", sets=("Available",))

    def process(self) -> None:
        if self.name is not None and self.fully_qualified_name is not None:
            message = "The parameters Name and FullyQualifiedName cannot be used together. Specify only one of them."
            raise ShellError(message, "Modules_NameAndFullyQualifiedNameBothSpecified", "InvalidOperation",
                             exception=NetException("System.ArgumentException", message))
        if self.list_available:
            self._available()
            return
        found = dict(self.session.modules)
        if self.name is None and self.fully_qualified_name is None:
            found.update((each.name.lower(), each) for each in modulefiles.builtin_in_use(self.session))
        if self.all:
            for each in list(found.values()):
                for nested in each.nested:
                    found.setdefault(f"{each.name}/{nested.name}".lower(), nested)
        for name in [*(self.name or ()), *(each.name for each in self.fully_qualified_name or ())]:
            known = modulefiles.builtin(self.session, name)
            if known is not None:
                found[known.name.lower()] = known
        for module in sorted(found.values(), key=lambda each: each.name.lower()):
            if self._wanted(module.name, module):
                self.write(module)

    def _wanted(self, name: str, module: Any) -> bool:
        if self.fully_qualified_name is not None:
            return any(each.name.lower() == name.lower() and each.allows(module.version, module.manifest.get("guid")) for each in self.fully_qualified_name)
        return self.name is None or any(compile_wildcard(each, True).match(name) for each in self.name)

    def _available(self) -> None:
        import os

        for given in self.name or ():
            if "/" in given or "\\" in given:
                path = modulefiles.path_of(self.session, given)
                if path is not None:
                    for file in modulepath.module_files(os.path.dirname(path)) or [path]:
                        self.write(self.available(file))
        for file in modulepath.every():
            try:
                module = self.available(file)
            except ShellError as error:
                name = os.path.splitext(os.path.basename(file))[0]
                if self.name is None or any(compile_wildcard(each, True).match(name) for each in self.name):
                    self.write_error(error)
                continue
            editions = [to_text(each).lower() for each in modules.texts(module.manifest.get("compatiblepseditions"))]
            if self.ps_edition and self.ps_edition.lower() not in (editions or ["desktop"]):
                continue
            if self._wanted(module.name, module):
                self.write(module)
            for nested in self._nested(module):
                if self._wanted(nested.name, nested):
                    self.write(nested)

    def _nested(self, module: Any) -> list[Any]:
        """The other modules in a module's folder, with -All."""
        import os

        if not self.all:
            return []
        found = [os.path.join(module.folder, each) for each in sorted(os.listdir(module.folder)) if each.lower().endswith((".psm1", ".psd1"))]
        return [self.available(each) for each in found if each != module.path]

    def available(self, file: str) -> Any:
        """A module that is not loaded, as far as its file tells."""
        return available(self.session, file)


def available(session: Any, file: str) -> Any:
    """A module that is not loaded, as far as its file tells."""
    import os

    if modulepath.own_name(file) is not None:
        own = modulefiles.builtin(session, file)
        if own is not None:
            return own
    made = modules.Module(os.path.splitext(os.path.basename(file))[0], session, file)
    if file.endswith(".psd1"):
        made.manifest = modulefiles.read_manifest(session, file)
        made.version = to_text(made.manifest.get("moduleversion", "0.0"))
        made.description = to_text(made.manifest.get("description", ""))
        made.prefix = to_text(made.manifest.get("defaultcommandprefix", ""))
        made.private_data = made.manifest.get("privatedata")
        made.kind = "Script" if made.manifest.get("rootmodule") else "Manifest"
        export_named(made)
    else:
        made.exported["functions"] = exported_functions(session, made, file)
    return made


def exported_functions(session: Any, module: Any, file: str) -> dict[str, Any]:
    """The functions that a script defines, by folded name, read from its text alone."""
    from relayshell.commands.infos import FunctionInfo
    from relayshell.syntax import parse
    from relayshell.syntax import ast as tree

    with open(file, encoding="utf-8-sig", errors="replace") as opened:
        parsed = parse(opened.read(), file).tree
    names = [each.name for each in parsed.walk() if isinstance(each, tree.FunctionDefinitionAst)]
    patterns = _exported_patterns(parsed)
    if patterns is not None:
        names = [name for name in names if any(compile_wildcard(each, True).match(name) for each in patterns)]
    return {name.lower(): FunctionInfo(name, session.parse(""), "Function", module) for name in names}


def _exported_patterns(parsed: Any) -> list[str] | None:
    """Which functions a script says that it exports, as far as its text tells; None where it says nothing."""
    from relayshell.syntax import ast as tree

    found: list[str] | None = None
    for command in parsed.walk():
        if not isinstance(command, tree.CommandAst) or (command.get_command_name() or "").lower() != "export-modulemember":
            continue
        found = found if found is not None else []
        parameter = "function"
        for each in command.command_elements[1:]:
            if isinstance(each, tree.CommandParameterAst):
                parameter = each.parameter_name.lower()
            elif "function".startswith(parameter):
                found += [part.value for part in each.walk() if isinstance(part, tree.StringConstantExpressionAst)]
    return found


class ExportModuleMember(Cmdlet, name="Export-ModuleMember", module=CORE):
    """Says what a module exports; called within its script."""

    function: Any = param("Which functions.", "string[]", position=0, pipeline=True, by_name=True, allow_empty_collection=True)
    cmdlet: Any = param("Which cmdlets.", "string[]", by_name=True, allow_empty_collection=True)
    variable: Any = param("Which variables.", "string[]", by_name=True, check=not_null())
    alias: Any = param("Which aliases.", "string[]", by_name=True, check=not_null())

    def process(self) -> None:
        module = self.processor.frame.state.module
        if module is None:
            message = "The Export-ModuleMember cmdlet can only be called from inside a module."
            exception = NetException("System.InvalidOperationException", message)
            raise ShellError(message, "Modules_CanOnlyExecuteExportModuleMemberInsideAModule", "PermissionDenied", exception=exception)
        module.export(self.function, self.alias, self.variable, self.cmdlet)
        for kind, word, given in (("functions", "function", self.function), ("variables", "variable", self.variable), ("aliases", "alias", self.alias)):
            if given is not None:
                for thing in module.exported[kind].values():
                    self.write_verbose(f"Exporting {word} '{thing.name}'.")


class ImportPowerShellDataFile(Cmdlet, name="Import-PowerShellDataFile", default_set="ByPath", module="Microsoft.PowerShell.Utility"):
    """Reads a hashtable from a file of data.

    Example: a value of a data file

        PS> Set-Content /tmp/example-data.psd1 '@{ Port = 25 }'
        PS> (Import-PowerShellDataFile /tmp/example-data.psd1).Port
        25
        PS> Remove-Item /tmp/example-data.psd1
    """

    path: Any = param("The paths.", "string[]", sets={"ByPath": inset(mandatory=True, position=0)}, check=not_empty())
    literal_path: Any = param("The paths, as they are.", "string[]", sets={"ByLiteralPath": inset(mandatory=True, position=0, by_name=True)}, alias=("PSPath", "LP"), check=not_empty())
    skip_limit_check: Any = param("Takes large files too.", "switch")

    def process(self) -> None:
        from relayshell.runtime.datafiles import NOT_PLAIN, read_table

        for path in self.path or self.literal_path or ():
            try:
                for target in self.session.places.resolve(path, literal=self.literal_path is not None):
                    self.write(read_table(self.session, target.inner, bool(self.skip_limit_check)))
            except ShellError as error:
                if error.id == NOT_PLAIN:
                    raise
                self.write_error(error)
