"""New-ModuleManifest and Test-ModuleManifest: writing and checking the data file of a module."""

from __future__ import annotations

import os
from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty, not_null
from relayshell.errors import ShellError
from relayshell.objects.collections import enumerate_value
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.providers.provider import ItemError
from relayshell.runtime.manifestfacts import check, items
from relayshell.runtime.modulespec import ModuleSpecification, parts

_FILES = (
    ("RootModule", "Modules_InvalidRootModuleInModuleManifest"), ("NestedModules", "Modules_InvalidNestedModuleinModuleManifest"),
    ("FileList", "Modules_InvalidFilePathinModuleManifest"), ("ModuleList", "Modules_InvalidModuleListinModuleManifest"),
    ("RequiredAssemblies", "Modules_InvalidRequiredAssembliesInModuleManifest"),
)
MODULE = "Microsoft.PowerShell.Core"
ARGUMENT = "System.ArgumentException"
# The keys in their order, each with what it means; those of PSData follow.
KEYS = (
    ("RootModule", "The script or binary file that is the module."), ("ModuleVersion", "The version of the module."),
    ("CompatiblePSEditions", "The editions it is made for."), ("GUID", "What tells the module from all others."), ("Author", "Who wrote it."),
    ("CompanyName", "Whose it is."), ("Copyright", "Who has which rights."), ("Description", "What it is for."),
    ("PowerShellVersion", "The least version of the engine."), ("PowerShellHostName", "The host it is made for."),
    ("PowerShellHostVersion", "The least version of that host."), ("DotNetFrameworkVersion", "The least version of the framework, on Windows."),
    ("ClrVersion", "The least version of the runtime, on Windows."), ("ProcessorArchitecture", "The processors it is made for: None, X86, Amd64."),
    ("RequiredModules", "Modules that must be there before it."), ("RequiredAssemblies", "Assemblies it needs."),
    ("ScriptsToProcess", "Scripts that run where it is imported."), ("TypesToProcess", "Files of type data (.ps1xml)."),
    ("FormatsToProcess", "Files of views (.ps1xml)."), ("NestedModules", "Modules it loads inside itself."),
    ("FunctionsToExport", "Functions it exports; name them rather than use patterns."), ("CmdletsToExport", "Cmdlets it exports."),
    ("VariablesToExport", "Variables it exports."), ("AliasesToExport", "Aliases it exports."), ("DscResourcesToExport", "Resources it exports."),
    ("ModuleList", "All modules that belong to it."), ("FileList", "All files that belong to it."), ("PrivateData", "What the module itself wants to know."),
    ("HelpInfoURI", "Where its help is."), ("DefaultCommandPrefix", "What is put before the nouns of its commands."),
)
DATA = (
    ("Tags", "Words to find it by."), ("LicenseUri", "Its licence."), ("ProjectUri", "Its home."), ("IconUri", "Its picture."),
    ("ReleaseNotes", "What is new."), ("Prerelease", "What a version before a release is called."),
    ("RequireLicenseAcceptance", "Whether the licence must be agreed to."), ("ExternalModuleDependencies", "Modules it needs that are found elsewhere."),
)
LISTS = {"CompatiblePSEditions", "RequiredModules", "RequiredAssemblies", "ScriptsToProcess", "TypesToProcess", "FormatsToProcess", "NestedModules",
         "DscResourcesToExport", "ModuleList", "FileList", "Tags", "ExternalModuleDependencies"}


def written(value: Any, indent: str = "") -> str:
    """A value in the language of data files."""
    value = unwrap(value)
    if isinstance(value, bool):
        return "$true" if value else "$false"
    if value is None:
        return "$null"
    if isinstance(value, Hashtable):
        inside = "".join(f"{indent}    {_key(to_text(key))} = {written(item, indent + '    ')}\n" for key, item in value.items())
        return f"@{{\n{inside}{indent}}}" if inside else "@{}"
    items = enumerate_value(value)
    if items is not None:
        return ", ".join(written(item, indent) for item in items) or "@()"
    if isinstance(value, (int, float)):
        return to_text(value)
    return quoted(to_text(value))


def quoted(text: str) -> str:
    """A text in single quotes, of whatever kind."""
    for quote in "'\u2018\u2019\u201a\u201b":
        text = text.replace(quote, quote * 2)
    return f"'{text}'"


def _key(name: str) -> str:
    return name if name.isidentifier() else quoted(name)


class NewModuleManifest(Cmdlet, name="New-ModuleManifest", should_process=True, output=("System.String",), module=MODULE):
    """Writes the manifest of a module.

    Example: its version, read back

        PS> New-ModuleManifest /tmp/example-manifest.psd1 -ModuleVersion '1.2'
        PS> (Import-PowerShellDataFile /tmp/example-manifest.psd1).ModuleVersion
        1.2
        PS> Remove-Item /tmp/example-manifest.psd1
    """

    path: Any = param("The file to write.", "string", mandatory=True, position=0)
    nested_modules: Any = param("The modules it loads inside itself.", "System.Object[]", allow_empty_collection=True)
    guid: Any = param("Its GUID; a new one otherwise.", "guid")
    author: Any = param("Who wrote it.", "string", allow_empty_string=True)
    company_name: Any = param("Whose it is.", "string", allow_empty_string=True)
    copyright: Any = param("Who has which rights.", "string", allow_empty_string=True)
    root_module: Any = param("The file that is the module.", "string", alias="ModuleToProcess", allow_empty_string=True)
    module_version: Any = param("Its version.", "version", check=not_null())
    description: Any = param("What it is for.", "string", allow_empty_string=True)
    processor_architecture: Any = param("The processors it is made for.", "System.Reflection.ProcessorArchitecture")
    power_shell_version: Any = param("The version of PowerShell it needs.", "version")
    clr_version: Any = param("The version of the runtime, on Windows.", "version")
    dot_net_framework_version: Any = param("The version of the framework, on Windows.", "version")
    power_shell_host_name: Any = param("The host it is made for.", "string")
    power_shell_host_version: Any = param("The version of that host.", "version")
    required_modules: Any = param("The modules that must be there before it.", "System.Object[]")
    types_to_process: Any = param("Files of type data.", "string[]", allow_empty_collection=True)
    formats_to_process: Any = param("Files of views.", "string[]", allow_empty_collection=True)
    scripts_to_process: Any = param("Scripts that run where it is imported.", "string[]", allow_empty_collection=True)
    required_assemblies: Any = param("The assemblies it needs.", "string[]", allow_empty_collection=True)
    file_list: Any = param("The files that belong to it.", "string[]", allow_empty_collection=True)
    module_list: Any = param("The modules that belong to it.", "System.Object[]", allow_empty_collection=True)
    functions_to_export: Any = param("The functions it exports.", "string[]", allow_empty_collection=True)
    aliases_to_export: Any = param("The aliases it exports.", "string[]", allow_empty_collection=True)
    variables_to_export: Any = param("The variables it exports.", "string[]", allow_empty_collection=True)
    cmdlets_to_export: Any = param("The cmdlets it exports.", "string[]", allow_empty_collection=True)
    dsc_resources_to_export: Any = param("The resources it exports.", "string[]", allow_empty_collection=True)
    compatible_ps_editions: Any = param("The editions it is made for.", "string[]", values=("Desktop", "Core"), name="CompatiblePSEditions", allow_empty_collection=True)
    private_data: Any = param("What the module itself wants to know.", "System.Object", allow_null=True)
    tags: Any = param("Words to find it by.", "string[]", check=not_empty())
    project_uri: Any = param("Its home.", "uri", check=not_empty())
    license_uri: Any = param("Its licence.", "uri", check=not_empty())
    icon_uri: Any = param("Its picture.", "uri", check=not_empty())
    release_notes: Any = param("What is new.", "string", check=not_empty())
    prerelease: Any = param("What a version before a release is called.", "string", check=not_empty())
    require_license_acceptance: Any = param("The licence must be agreed to.", "switch")
    external_module_dependencies: Any = param("Modules it needs that are found elsewhere.", "string[]", check=not_empty())
    help_info_uri: Any = param("Where its help is.", "string", allow_null=True)
    pass_thru: Any = param("Also gives the text.", "switch")
    default_command_prefix: Any = param("What is put before the nouns of its commands.", "string", allow_null=True)

    def end(self) -> None:
        from relayshell.providers.encodings import UTF8
        from relayshell.providers.filewriter import Writer
        from relayshell.providers.onefile import one_file

        if not self.path.lower().endswith(".psd1"):
            raise ItemError(f"Cannot create the module manifest: the path '{self.path}' must end in .psd1.", "Modules_InvalidModuleManifestPath",
                            "InvalidArgument", self.path, ARGUMENT)
        file = one_file(self.session.places, self.path)
        text = self._text(os.path.splitext(os.path.basename(file))[0])
        if self.should_process(file, "Creating the module manifest file"):
            writer = Writer(file, UTF8, False, id="FileOpenFailure")
            writer.write(text)
            writer.close()
        if self.pass_thru:
            self.write(text)

    def _values(self) -> dict[str, Any]:
        """The values by folded key; those not given have none, apart from what a manifest always says."""
        import getpass

        author = self.author or getpass.getuser()
        new_guid = self.session.call(self.session.parse("[guid]::NewGuid().ToString()"))[0]
        always = {"guid": to_text(self.guid) if self.is_given("guid") else new_guid, "author": author, "companyname": self.company_name or "Unknown",
                  "copyright": self.copyright or f"(c) {author}. All rights reserved.", "moduleversion": to_text(self.module_version or "0.0.1")}
        exported = {name: "*" for name in ("functionstoexport", "cmdletstoexport", "variablestoexport", "aliasestoexport")}
        given = {name: value for name, value in self.given.items() if name not in ("path", "passthru", "guid", "moduleversion")}
        return {**exported, **given, **always}

    def _text(self, name: str) -> str:
        import datetime

        values = self._values()
        today = datetime.date.today()
        lines = ["#", f"# Module manifest for module {quoted(name)}", "#", f"# Generated by: {values['author']}", "#",
                 f"# Generated on: {today.month}/{today.day}/{today.year}", "#", "", "@{", ""]
        for key, meaning in KEYS:
            if key == "PrivateData":
                lines += self._private(values)
            else:
                lines += [f"# {meaning}", self._line(key, values), ""]
        return "\n".join([*lines, "}", ""])

    @staticmethod
    def _line(key: str, values: dict[str, Any], indent: str = "") -> str:
        value = values.get(key.lower())
        if value is None:
            return f"{indent}# {key} = {'@()' if key in LISTS else quoted('')}"
        if key.endswith("Uri"):
            value = _address(value)
        elif key in ("ProcessorArchitecture", "ModuleVersion") or "Version" in key or key.endswith("URI"):
            value = to_text(value)
        several = key in LISTS or key.endswith("ToExport")
        shown = written(value, indent)
        return f"{indent}{key} = {'@(' + shown + ')' if several and enumerate_value(unwrap(value)) is not None and shown != '@()' else shown}"

    def _private(self, values: dict[str, Any]) -> list[str]:
        private = unwrap(self.private_data)
        data = any(values.get(key.lower()) is not None for key, _ in DATA)
        if private is not None and not data:
            return ["# What the module itself wants to know.", f"PrivateData = {written(private)}", ""]
        lines = ["# What the module itself wants to know; PSData is read by galleries.", "PrivateData = @{", "", "    PSData = @{", ""]
        for key, meaning in DATA:
            lines += [f"        # {meaning}", self._line(key, values, "        "), ""]
        lines += ["    }", ""]
        if isinstance(private, Hashtable):
            lines += [f"    {_key(to_text(key))} = {written(value, '    ')}" for key, value in private.items()]
        return [*lines, "}", ""]


def _address(value: Any) -> Any:
    """A URI as it is written in full. Raises InvalidOperationException for a relative one."""
    from relayshell.objects.exceptions import NetException
    from relayshell.objects.members import get_member

    if not get_member(value, "IsAbsoluteUri"):
        raise NetException("System.InvalidOperationException", "This operation is not supported for a relative URI.")
    return get_member(value, "AbsoluteUri")


class TestModuleManifest(Cmdlet, name="Test-ModuleManifest", output=("System.Management.Automation.PSModuleInfo",), module=MODULE):
    """Checks the manifest of a module, and gives the module as far as its manifest tells of it. Nothing of the module runs.

    Example: the version of a module

        PS> New-ModuleManifest /tmp/example-test.psd1 -ModuleVersion '2.1'
        PS> (Test-ModuleManifest /tmp/example-test.psd1).Version.ToString()
        2.1
        PS> Remove-Item /tmp/example-test.psd1
    """

    path: Any = param("The manifest.", "string", mandatory=True, position=0, pipeline=True, by_name=True)

    def process(self) -> None:
        from relayshell.runtime.modulefiles import read_manifest
        from relayshell.runtime.modules import Module

        try:
            found = self.session.places.resolve(self.path)
        except ShellError as error:
            self.write_error(error)
            return
        for target in found:
            path = target.inner
            if not path.lower().endswith(".psd1"):
                raise ItemError(f"The file '{path}' is no module manifest: its name must end in .psd1.", "Modules_InvalidModuleManifestPath",
                                "InvalidArgument", path, ARGUMENT)
            facts = read_manifest(self.session, path)
            try:
                check(path, facts, self.session.host.name)
            except ShellError as error:
                self.write_error(error)
                continue
            if all([self._loadable(path, facts), *(self._there(path, facts, key, id) for key, id in _FILES)]) and all([self._required(path, facts), self._versioned(path, facts)]):
                module = Module(os.path.splitext(os.path.basename(path))[0], self.session, path)
                module.manifest, module.version = facts, to_text(facts["moduleversion"])
                module.description, module.private_data = to_text(facts.get("description", "")), facts.get("privatedata")
                module.prefix = to_text(facts.get("defaultcommandprefix", ""))
                module.kind = "Script" if to_text(facts.get("rootmodule") or "").lower().endswith(".psm1") else "Manifest"
                module.required = [self._stand_in(each) for each in items(facts.get("requiredmodules"))]
                export_named(module)
                self.write(module)

    @staticmethod
    def _wrong(path: str, what: str, id: str) -> ItemError:
        return ItemError(f"The module manifest '{path}' is not valid: {what}.", id, "ResourceUnavailable", path, "System.IO.InvalidDataException")

    def _loadable(self, path: str, facts: dict[str, Any]) -> bool:
        """Whether the root module is of a kind that can be loaded."""
        name = to_text(facts.get("rootmodule") or facts.get("moduletoprocess") or "")
        ending = os.path.splitext(name)[1].lower()
        if ending == ".xaml":
            self.write_error(self._wrong(path, f"'{name}' is a workflow, and there are none any more", "Modules_WorkflowModuleNotSupported"))
        elif ending in ("", ".psm1", ".ps1", ".dll", ".cdxml") or not os.path.isfile(os.path.join(os.path.dirname(path), name)):
            return True
        else:
            self.write_error(self._wrong(path, f"the file '{name}' of RootModule is no module: its name must end in .psm1, .dll or .cdxml",
                                         "Modules_InvalidRootModuleInModuleManifest"))
        return False

    def _there(self, path: str, facts: dict[str, Any], key: str, id: str) -> bool:
        """Whether the files that a key names are there; names without an ending may be modules elsewhere."""
        good = True
        for value in items(facts.get(key.lower())):
            if isinstance(unwrap(value), Hashtable):
                continue
            name = to_text(value)
            file = os.path.join(os.path.dirname(path), name.replace("\\", "/"))
            missing = not os.path.exists(file) if key == "FileList" else not os.path.isfile(file)
            if os.path.splitext(name)[1] and missing:
                self.write_error(self._wrong(path, f"the file '{name}' of {key} does not exist", id))
                good = False
        return good

    def _required(self, path: str, facts: dict[str, Any]) -> bool:
        """Whether the modules that a manifest requires are loaded or could be."""
        from relayshell.runtime.modulefiles import builtin, path_with_version

        good = True
        for each in items(facts.get("requiredmodules")):
            wanted = _meant(each)
            known = builtin(self.session, wanted.name) or self.session.modules.get(wanted.name.lower())
            if known is None and path_with_version(self.session, wanted.name, wanted) is None:
                message = (f"The specified RequiredModules entry '{wanted.name}' in the module manifest '{path}' is invalid. Try again after updating this "
                           "entry with valid values.")
                self.write_error(ItemError(message, "Modules_InvalidRequiredModulesinModuleManifest", "ObjectNotFound", path, "System.IO.DirectoryNotFoundException"))
                good = False
        return good

    def _versioned(self, path: str, facts: dict[str, Any]) -> bool:
        """Whether a folder named by a version, in a folder named by the module, says the version of the manifest."""
        import re

        folder, name = os.path.basename(os.path.dirname(path)), os.path.splitext(os.path.basename(path))[0]
        above = os.path.basename(os.path.dirname(os.path.dirname(path)))
        if above.lower() != name.lower() or not re.fullmatch(r"\d+(\.\d+){1,3}", folder) or parts(folder) == parts(to_text(facts["moduleversion"])):
            return True
        self.write_error(self._wrong(path, f"the folder is named by the version '{folder}', ModuleVersion is '{to_text(facts['moduleversion'])}'",
                                     "Modules_InvalidModuleManifestVersion"))
        return False

    def _stand_in(self, asked: Any) -> Any:
        """A module that a manifest requires, by its name and version alone."""
        from relayshell.runtime.modules import Module

        wanted = _meant(asked)
        made = Module(wanted.name, self.session)
        made.version = str(wanted.required or wanted.minimum or "0.0")
        return made


def _meant(asked: Any) -> ModuleSpecification:
    return ModuleSpecification.of_table(unwrap(asked)) if isinstance(unwrap(asked), Hashtable) else ModuleSpecification(to_text(asked))


def export_named(module: Any) -> None:
    """The commands that a module's manifest says it exports, those by pattern left out, become what the module exports."""
    from relayshell.commands.infos import AliasInfo, FunctionInfo
    from relayshell.providers.names import has_wildcard
    from relayshell.runtime.modules import texts

    for name in texts(module.manifest.get("functionstoexport")):
        if name and not has_wildcard(name):
            module.exported["functions"][name.lower()] = FunctionInfo(name, module.session.parse(""), "Function", module)
    for name in texts(module.manifest.get("aliasestoexport")):
        if name and not has_wildcard(name):
            module.exported["aliases"][name.lower()] = AliasInfo(name, "")
