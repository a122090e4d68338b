"""Update-FormatData, Get-FormatData and Export-FormatData: the views of the session."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty, not_null
from relayshell.errors import ShellError

MODULE = "Microsoft.PowerShell.Utility"
DEFINITION = "System.Management.Automation.ExtendedTypeDefinition"


class UpdateFormatData(Cmdlet, name="Update-FormatData", default_set="FileSet", should_process=True, module=MODULE):
    """Loads views from .ps1xml files, before or after those that are there.

    A view before others for the same type is used in their place. Without a path the files loaded so far are read anew.

    Example: nothing was loaded yet, so nothing is read

        PS> Update-FormatData
    """

    append_path: Any = param("Files whose views stand after all others.", "string[]", position=0, pipeline=True, by_name=True,
                             sets=("FileSet",), alias=("PSPath", "Path"), check=not_null())
    prepend_path: Any = param("Files whose views stand before all others.", "string[]", sets=("FileSet",), check=not_null())

    def begin(self) -> None:
        self.done = False

    def process(self) -> None:
        from relayshell.cmdlets.formatfiles import load, reload_all

        if not self.append_path and not self.prepend_path:
            if self.should_process("FormatData", "Update FormatData"):
                reload_all(self.session)
            return
        for paths, first, id in ((self.prepend_path, True, "FormatPrependPathException"), (self.append_path, False, "FormatAppendPathException")):
            if first and self.done:
                continue
            chosen = [name for path in paths or () for name in self._files(str(path), id)]
            for name in reversed(chosen) if first else chosen:
                if self.should_process(name, "Update FormatData"):
                    try:
                        load(self.session, name, first=first)
                    except ShellError as error:
                        self.write_error(error)
        self.done = True

    def _files(self, path: str, id: str) -> list[str]:
        try:
            targets = self.session.places.resolve(path)
        except ShellError as error:
            self.write_error(ShellError(error.message, id, "InvalidOperation", path, exception=error.exception))
            return []
        names = []
        for target in targets:
            if not target.inner.lower().endswith(".ps1xml"):
                self.write_error(ShellError(
                    f"The file {target.inner} cannot be loaded: the name of a format file ends in .ps1xml.",
                    "WrongExtension", "InvalidArgument", target.inner,
                ))
            else:
                names.append(str(target.inner))
        return names


class GetFormatData(Cmdlet, name="Get-FormatData", output=DEFINITION, module=MODULE):
    """Gets the views of types by their names.

    Example: the kinds of view for a type

        PS> (Get-FormatData System.Version).FormatViewDefinition.Name
        System.Version
    """

    power_shell_version: Any = param("The version of PowerShell that the views are wanted for.", "version")
    type_name: Any = param("Names of types, or patterns.", "string[]", ("*",), position=0, check=not_empty())

    def process(self) -> None:
        from relayshell.runtime.showing import environment_of
        from relayshell.views.typedefinitions import definitions

        environment = environment_of(self.session)
        self.write_many(definitions(environment.database, [str(name) for name in self.type_name], self.power_shell_version))


class ExportFormatData(Cmdlet, name="Export-FormatData", default_set="ByPath", module=MODULE):
    """Writes views to a .ps1xml file.

    Example: a view in a file of its own

        PS> $file = Join-Path ([IO.Path]::GetTempPath()) 'export-example.format.ps1xml'
        PS> Get-FormatData System.Version | Export-FormatData -Path $file
        PS> (Get-Content $file -Raw).Contains('<TypeName>System.Version</TypeName>')
        True
        PS> Remove-Item $file
    """

    force: Any = param("Writes to a read-only file too.", "switch")
    include_script_block: Any = param("Writes scripts as they are; without it each becomes one that gives nothing.", "switch")
    input_object: Any = param("What Get-FormatData gives.", DEFINITION + "[]", mandatory=True, pipeline=True)
    literal_path: Any = param("The file, no character of it standing for others.", "string", mandatory=True, sets=("ByLiteralPath",),
                              alias=("PSPath", "LP"))
    no_clobber: Any = param("Leaves a file that is there as it is.", "switch", alias=("NoOverwrite",))
    path: Any = param("The file.", "string", mandatory=True, sets=("ByPath",), alias=("FilePath",))

    def begin(self) -> None:
        self.definitions: list[Any] = []

    def process(self) -> None:
        self.definitions.extend(self.input_object)

    def end(self) -> None:
        from relayshell.providers.encodings import encoding_of
        from relayshell.providers.filecontent import Writer
        from relayshell.views.ps1xml_text import file_text

        target = self.session.places.target(str(self.literal_path if self.literal_path is not None else self.path))
        text = file_text(self.definitions, bool(self.include_script_block))
        writer = Writer(target.inner, encoding_of(None), False, bool(self.force), bool(self.no_clobber), id="FileOpenFailure")
        writer.write(text)
        writer.close()
