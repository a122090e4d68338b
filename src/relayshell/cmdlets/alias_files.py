"""Export-Alias and Import-Alias: aliases in files."""

from __future__ import annotations

import csv
from typing import Any

from relayshell.cmdlets.alias_scopes import closed, keep, named_scope, no_such, refused, visible_aliases
from relayshell.commands import Cmdlet, param
from relayshell.commands.infos import AliasInfo
from relayshell.commands.validation import not_empty
from relayshell.errors import ShellError
from relayshell.objects.convert import convert
from relayshell.objects.exceptions import NetException
from relayshell.objects.nettype import get_type
from relayshell.objects.wildcard import compile_wildcard, has_wildcards
from relayshell.providers.encodings import UTF8
from relayshell.providers.filesystem import io_error
from relayshell.providers.filewriter import Writer
from relayshell.providers.onefile import file_to_read

_INFO = "System.Management.Automation.AliasInfo"
_MODULE = "Microsoft.PowerShell.Utility"
_OPTIONS = ("ReadOnly", "Constant", "Private", "AllScope", "Unspecified")
"""Options in the order of their numbers, as .NET writes flags."""


class ExportAlias(Cmdlet, name="Export-Alias", alias="epal", default_set="ByPath", should_process=True, output=_INFO, module=_MODULE):
    """Writes aliases to a file, as lines that Import-Alias reads or as a script.

    Example: one alias there and back

        PS> Export-Alias -Path Temp:/aliases.csv -Name gci
        PS> Import-Alias -Path Temp:/aliases.csv -Force
        PS> Remove-Item Temp:/aliases.csv

    Example: as a script, in a file whose name is taken as it is

        PS> Export-Alias -LiteralPath Temp:/aliases.ps1 -Name gci -As Script
        PS> (Get-Content Temp:/aliases.ps1)[-1]
        set-alias -Name:"gci" -Value:"Get-ChildItem" -Description:"" -Option:"ReadOnly"
        PS> Remove-Item Temp:/aliases.ps1
    """

    path: str = param("The file.", "string", mandatory=True, position=0, sets=("ByPath",))
    literal_path: str = param(
        "The file, its name taken as it is.", "string", mandatory=True, by_name=True, sets=("ByLiteralPath",), alias=("PSPath", "LP")
    )
    name: Any = param("The names of the aliases; patterns too.", "string[]", position=1, by_name=True)
    pass_thru: bool = param("Gives the aliases.", "switch")
    as_: Any = param("The form of the file: Csv or Script.", "Microsoft.PowerShell.Commands.ExportAliasFormat", name="As")
    append: bool = param("Adds to the file.", "switch")
    force: bool = param("Writes to a read-only file too.", "switch")
    no_clobber: bool = param("Leaves a file that is there alone.", "switch", alias="NoOverwrite")
    description: str = param("A text to put at the start.", "string", "")
    scope: str = param("The scope whose aliases are meant.", "string")

    def end(self) -> None:
        where = _file(self)
        scope = named_scope(self, self.scope)
        known = dict(scope.aliases or {}) if self.scope else visible_aliases(scope)
        chosen = self._chosen(known)
        if not self.should_process(where, "Export Alias"):
            return
        script = self.as_ is not None and str(getattr(self.as_, "name", self.as_)).lower() == "script"
        lines = self._header()
        lines += [self._line(info, script) for info in chosen]
        writer = Writer(where, UTF8, bool(self.append), bool(self.force), bool(self.no_clobber), id="FileOpenFailure")
        writer.write("".join(line + "\n" for line in lines))
        writer.close()
        if self.pass_thru:
            for info in chosen:
                self.write(info)

    def _chosen(self, known: dict[str, AliasInfo]) -> list[AliasInfo]:
        """The aliases that the names mean, in order; a name without wildcards that none has is an error."""
        chosen: dict[str, AliasInfo] = {}
        for name in self.name or ("*",):
            matches = compile_wildcard(name, True)
            found = [info for info in known.values() if matches(info.name)]
            if not found and not has_wildcards(name):
                error = no_such("name", name)
                error.id = "AliasNotFound"
                self.write_error(error)
            chosen.update((info.name.lower(), info) for info in found)
        return [chosen[name] for name in sorted(chosen)]

    def _header(self) -> list[str]:
        import getpass
        import platform

        from relayshell.objects.members import call_method, get_static

        now = call_method(get_static(get_type("System.DateTime"), "Now"), "ToString", ["F"])
        lines = ["# Alias File", f"# Exported by : {getpass.getuser()}", f"# Date/Time : {now}", f"# Computer : {platform.node()}"]
        return lines + (["#", *(f"# {line}" for line in self.description.splitlines())] if self.description else [])

    def _line(self, info: AliasInfo, script: bool) -> str:
        options = ", ".join(sorted(info.options, key=_OPTIONS.index)) or "None"
        if script:
            quoted = (info.name, info.target, info.description, options)
            name, value, about, option = (part.replace('"', '`"') for part in quoted)
            return f'set-alias -Name:"{name}" -Value:"{value}" -Description:"{about}" -Option:"{option}"'
        return ",".join('"' + part.replace('"', '""') + '"' for part in (info.name, info.target, info.description, options))


class ImportAlias(Cmdlet, name="Import-Alias", alias="ipal", default_set="ByPath", should_process=True, output=_INFO, module=_MODULE):
    """Reads aliases from a file that Export-Alias wrote.

    Example: one alias there and back

        PS> Export-Alias -LiteralPath Temp:/aliases.csv -Name gci
        PS> Import-Alias -LiteralPath Temp:/aliases.csv -Force -PassThru | ForEach-Object Name
        gci
        PS> Remove-Item Temp:/aliases.csv
    """

    path: str = param("The file.", "string", mandatory=True, position=0, pipeline=True, by_name=True, sets=("ByPath",))
    literal_path: str = param(
        "The file, its name taken as it is.", "string", mandatory=True, pipeline=True, by_name=True, sets=("ByLiteralPath",),
        alias=("PSPath", "LP"),
    )
    scope: str = param("The scope to put the aliases in.", "string", check=not_empty())
    pass_thru: bool = param("Gives the aliases.", "switch")
    force: bool = param("Changes read-only aliases too.", "switch")

    def process(self) -> None:
        where = file_to_read(self.session.places, self.literal_path or self.path, bool(self.literal_path))
        try:
            with open(where, encoding="utf-8-sig") as file:
                rows = [row for row in csv.reader(line for line in file if not line.startswith("#")) if row]
        except OSError as error:
            raise io_error(error, where, "FileOpenFailure", "OpenError") from error
        scope = named_scope(self, self.scope)
        for row in rows:
            if len(row) != 4:
                message = f"Line \"{','.join(row)}\" of '{where}' has {len(row)} values; an alias has 4: name, definition, description, options."
                exception = NetException("System.FormatException", message)
                raise ShellError(message, "ImportAliasFileFormatError", "ReadError", where, exception=exception)
            self._take(scope, row)

    def _take(self, scope: Any, row: list[str]) -> None:
        name, target, description, options = row
        if not self.should_process(f"Name: {name} Value: {target}", "Import Alias"):
            return
        try:
            kept = convert(options, get_type("System.Management.Automation.ScopedItemOptions"))
        except ShellError as error:
            message = f"'{options}' of the alias '{name}' are no options; they are None, ReadOnly, Constant, Private, AllScope or several of them."
            self.write_error(ShellError(message, "ImportAliasOptionsError", "WriteError", name, exception=error.exception))
            return
        named = frozenset(kept.name.split(", ")) - {"None"}
        old = ((scope.aliases or {}) if self.scope else visible_aliases(scope)).get(name.lower())
        if old is not None and not self.force:
            message = f"The alias is not allowed, because an alias with the name '{name}' already exists."
            self.write_error(refused(message, "AliasAlreadyExists", name, "ResourceExists"))
            return
        if old is not None and closed(old, True):
            self.write_error(refused(f"Alias is not writeable because alias {name} is read-only or constant and cannot be written to.", "AliasNotWritable", name))
            return
        info = AliasInfo(name, target, named, description)
        keep(self, scope, info, True)
        if self.pass_thru:
            self.write(info)


def _file(cmdlet: Any) -> str:
    """The file of the operating system that -Path or -LiteralPath means."""
    given = cmdlet.literal_path or cmdlet.path
    return str(cmdlet.session.places.target(given).inner)
