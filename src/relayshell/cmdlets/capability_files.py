"""New-PSSessionConfigurationFile and New-PSRoleCapabilityFile: data files that say what a session may do.

Sessions on other machines are not offered here; the files are written for machines that offer them.
"""

from __future__ import annotations

import getpass
from typing import Any

from relayshell.cmdlets.manifests import quoted, written
from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty, not_null
from relayshell.objects.collections import enumerate_value
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.providers.provider import ItemError

_MODULE = "Microsoft.PowerShell.Core"
_TABLES = "System.Collections.IDictionary[]"
_TABLE = "System.Collections.IDictionary"
# The keys of a file in their order, each with what it means and what stands beside it as an example.
_COMMON = (
    ("Author", "Who wrote it.", "''"), ("CompanyName", "Whose it is.", "''"), ("Copyright", "Who has which rights.", "''"),
    ("Description", "What it is for.", "''"),
)
_VISIBLE = (
    ("ModulesToImport", "Modules that are imported.", "'MyModule'"), ("VisibleAliases", "Aliases that can be used.", "'Item1', 'Item2'"),
    ("VisibleCmdlets", "Cmdlets that can be used, whole or by parameters and values.", "'Get-Date', @{ Name = 'Get-Item'; Parameters = @{ Name = 'Path' } }"),
    ("VisibleFunctions", "Functions that can be used, whole or by parameters and values.", "'Function1'"),
    ("VisibleExternalCommands", "Programs and scripts that can be used.", "'/usr/bin/id'"), ("VisibleProviders", "Providers that can be used.", "'FileSystem'"),
    ("ScriptsToProcess", "Scripts that run at the beginning.", "'/etc/first.ps1'"),
    ("AliasDefinitions", "Aliases that are made.", "@{ Name = 'Alias1'; Value = 'Get-Date' }"),
    ("FunctionDefinitions", "Functions that are made.", "@{ Name = 'F1'; ScriptBlock = { param($a) $a } }"),
    ("VariableDefinitions", "Variables that are made.", "@{ Name = 'V1'; Value = 'text' }"),
    ("EnvironmentVariables", "Environment variables that are set.", "@{ Name1 = 'value' }"), ("TypesToProcess", "Files of type data.", "'my.ps1xml'"),
    ("FormatsToProcess", "Files of views.", "'my.ps1xml'"), ("AssembliesToLoad", "Assemblies that are loaded.", "'System.Web'"),
)
ROLE = (("GUID", "What tells the file from all others.", "''"), *_COMMON, *_VISIBLE)
SESSION = (
    ("SchemaVersion", "The version of the form of this file.", "'2.0.0.0'"), ("GUID", "What tells the file from all others.", "''"), *_COMMON,
    ("SessionType", "What a session begins with: Default, Empty or RestrictedRemoteServer.", "'Default'"),
    ("TranscriptDirectory", "Where records of sessions go.", "'/var/log/transcripts'"), ("RunAsVirtualAccount", "Whether a session has an account of its own.", "$true"),
    ("RunAsVirtualAccountGroups", "Groups of that account.", "'Group1'"), ("MountUserDrive", "Whether each user has a drive.", "$true"),
    ("UserDriveMaximumSize", "The most that a user's drive holds, in bytes.", "50000000"), ("GroupManagedServiceAccount", "The account that sessions run as.", "'DOMAIN\\\\Name'"),
    ("ScriptsToProcess", "Scripts that run at the beginning.", "'/etc/first.ps1'"), ("RoleDefinitions", "What users and groups may do.", "@{ 'Group' = @{ RoleCapabilities = 'Name' } }"),
    ("RequiredGroups", "Groups that a user must be in.", "@{ And = @{ Or = 'A', 'B' }, 'C' }"), ("LanguageMode", "How much of the language there is.", "'FullLanguage'"),
    ("ExecutionPolicy", "Which scripts may run.", "'Restricted'"), ("PowerShellVersion", "The version of the engine.", "'5.1'"),
    *(each for each in _VISIBLE if each[0] != "ScriptsToProcess"),
)
# What is written where nothing was given; the other keys stand as comments.
_ALWAYS = {"schemaversion": "2.0.0.0", "sessiontype": "Default", "executionpolicy": "Restricted", "languagemode": "FullLanguage"}


class _Writer(Cmdlet):
    """What both have: keys given as parameters go into a file of data."""

    keys: tuple[tuple[str, str, str], ...] = ()
    ending = ""
    wrong = ""

    def written_always(self) -> dict[str, Any]:
        """Keys that stand in the file though they were not given."""
        return {}

    def shown_keys(self) -> tuple[tuple[str, str, str], ...]:
        """The keys that the file tells of."""
        return self.keys

    def process(self) -> None:
        from relayshell.providers.encodings import UTF8
        from relayshell.providers.filewriter import Writer
        from relayshell.providers.onefile import one_file

        if not self.path.lower().endswith(self.ending):
            raise ItemError(f"The path '{self.path}' is not valid: the file must end in '{self.ending}'.", self.wrong, "InvalidArgument", self.path,
                            "System.InvalidOperationException")
        file = one_file(self.session.places, self.path)
        writer = Writer(file, UTF8, False, id="FileOpenFailure")
        writer.write(self._text())
        writer.close()

    def _text(self) -> str:
        guid = to_text(self.guid) if self.is_given("guid") else self.session.call(self.session.parse("[guid]::NewGuid().ToString()"))[0]
        author = getpass.getuser()
        values = {**self.written_always(), "author": author, "companyname": "Unknown", "copyright": f"(c) {author}. All rights reserved.", **self.given,
                  "guid": guid}
        lines = ["@{", ""]
        for key, meaning, example in self.shown_keys():
            value = values.get(key.lower())
            lines += [f"# {meaning}", f"# {key} = {example}" if value is None else f"{key} = {_written(value)}", ""]
        return "\n".join([*lines, "}", ""])


def _written(value: Any) -> str:
    """A value in the language of data files, script blocks as they are."""
    value = unwrap(value)
    if type(value).__name__ == "ScriptBlock":
        return f"{{{value}}}"
    if isinstance(value, Hashtable):
        return "@{ " + "; ".join(f"{quoted(to_text(key))} = {_written(item)}" for key, item in value.items()) + " }"
    items = enumerate_value(value)
    if items is not None:
        return ", ".join(_written(each) for each in items) or "@()"
    return written(value) if isinstance(value, (bool, int, float)) else "$true" if to_text(value) == "True" else quoted(to_text(value))


class NewPSRoleCapabilityFile(_Writer, name="New-PSRoleCapabilityFile", module=_MODULE):
    """Writes a file that says what users of a role may do in a session.

    Example: the author, read back

        PS> New-PSRoleCapabilityFile /tmp/example.psrc -Author me
        PS> (Import-PowerShellDataFile /tmp/example.psrc).Author
        me
        PS> Remove-Item /tmp/example.psrc
    """

    keys = ROLE
    ending = ".psrc"
    wrong = "InvalidRoleCapabilityFilePath"

    alias_definitions: Any = param("Aliases that are made.", _TABLES)
    assemblies_to_load: Any = param("Assemblies that are loaded.", "string[]")
    author: Any = param("Who wrote it.", "string")
    company_name: Any = param("Whose it is.", "string")
    copyright: Any = param("Who has which rights.", "string")
    description: Any = param("What it is for.", "string")
    environment_variables: Any = param("Environment variables that are set.", _TABLE)
    formats_to_process: Any = param("Files of views.", "string[]")
    function_definitions: Any = param("Functions that are made.", _TABLES)
    guid: Any = param("What tells the file from all others.", "guid")
    modules_to_import: Any = param("Modules that are imported.", "System.Object[]")
    path: Any = param("The file, which ends in .psrc.", "string", mandatory=True, position=0, check=not_empty())
    scripts_to_process: Any = param("Scripts that run at the beginning.", "string[]")
    types_to_process: Any = param("Files of type data.", "string[]")
    variable_definitions: Any = param("Variables that are made.", "System.Object")
    visible_aliases: Any = param("Aliases that can be used.", "string[]")
    visible_cmdlets: Any = param("Cmdlets that can be used.", "System.Object[]")
    visible_external_commands: Any = param("Programs that can be used.", "string[]")
    visible_functions: Any = param("Functions that can be used.", "System.Object[]")
    visible_providers: Any = param("Providers that can be used.", "string[]")


class NewPSSessionConfigurationFile(_Writer, name="New-PSSessionConfigurationFile", module=_MODULE):
    """Writes a file that says what sessions of a kind are like.

    Example: the kind of session, read back

        PS> New-PSSessionConfigurationFile /tmp/example.pssc -SessionType Empty
        PS> (Import-PowerShellDataFile /tmp/example.pssc).SessionType
        Empty
        PS> Remove-Item /tmp/example.pssc
    """

    keys = SESSION
    ending = ".pssc"
    wrong = "InvalidPSSessionConfigurationFilePath"

    alias_definitions: Any = param("Aliases that are made.", _TABLES)
    assemblies_to_load: Any = param("Assemblies that are loaded.", "string[]")
    author: Any = param("Who wrote it.", "string")
    company_name: Any = param("Whose it is.", "string")
    copyright: Any = param("Who has which rights.", "string")
    description: Any = param("What it is for.", "string")
    environment_variables: Any = param("Environment variables that are set.", _TABLE)
    execution_policy: Any = param("Which scripts may run.", "Microsoft.PowerShell.ExecutionPolicy")
    formats_to_process: Any = param("Files of views.", "string[]")
    full: Any = param("Tells of all keys, also those without a value.", "switch")
    function_definitions: Any = param("Functions that are made.", _TABLES)
    group_managed_service_account: Any = param("The account that sessions run as.", "string")
    guid: Any = param("What tells the file from all others.", "guid")
    language_mode: Any = param("How much of the language there is.", "System.Management.Automation.PSLanguageMode")
    modules_to_import: Any = param("Modules that are imported.", "System.Object[]")
    mount_user_drive: Any = param("Each user has a drive.", "switch")
    path: Any = param("The file, which ends in .pssc.", "string", mandatory=True, position=0, check=not_empty())
    power_shell_version: Any = param("The version of the engine.", "version")
    required_groups: Any = param("Groups that a user must be in.", _TABLE)
    role_definitions: Any = param("What users and groups may do.", _TABLE)
    run_as_virtual_account: Any = param("A session has an account of its own.", "switch")
    run_as_virtual_account_groups: Any = param("Groups of that account.", "string[]")
    schema_version: Any = param("The version of the form of the file.", "version", check=not_null())
    scripts_to_process: Any = param("Scripts that run at the beginning.", "string[]")
    session_type: Any = param("What a session begins with.", "System.Management.Automation.Remoting.SessionType")
    transcript_directory: Any = param("Where records of sessions go.", "string")
    types_to_process: Any = param("Files of type data.", "string[]")
    user_drive_maximum_size: Any = param("The most that a user's drive holds, in bytes.", "long")
    variable_definitions: Any = param("Variables that are made.", "System.Object")
    visible_aliases: Any = param("Aliases that can be used.", "string[]")
    visible_cmdlets: Any = param("Cmdlets that can be used.", "System.Object[]")
    visible_external_commands: Any = param("Programs that can be used.", "string[]")
    visible_functions: Any = param("Functions that can be used.", "System.Object[]")
    visible_providers: Any = param("Providers that can be used.", "string[]")

    def written_always(self) -> dict[str, Any]:
        return dict(_ALWAYS)

    def shown_keys(self) -> tuple[tuple[str, str, str], ...]:
        """All keys with -Full; else those of every file, and those given."""
        if self.full:
            return self.keys
        short = {"schemaversion", "guid", "author", "companyname", "copyright", "description", "sessiontype", "transcriptdirectory",
                 "runasvirtualaccount", "scriptstoprocess", "roledefinitions"}
        return tuple(each for each in self.keys if each[0].lower() in short or each[0].lower() in self.given)
