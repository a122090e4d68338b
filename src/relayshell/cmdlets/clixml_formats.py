"""Export- and Import-Clixml, ConvertTo- and ConvertFrom-CliXml."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty, ValidateRange
from relayshell.errors import ShellError
from relayshell.objects.clixml import deserialize, serialize
from relayshell.objects.exceptions import NetException
from relayshell.providers import filecontent
from relayshell.providers.encodings import encoding_of, to_encoding, warn_if_obsolete
from relayshell.providers.onefile import file_to_read, one_file

MODULE = "Microsoft.PowerShell.Utility"
DEPTH = ValidateRange(1, 2**31 - 1)


class ExportClixml(Cmdlet, name="Export-Clixml", default_set="ByPath", should_process=True, module=MODULE):
    """Keeps objects in a file, with their types and properties.

    Example: an object kept and given back

        PS> @{ a = 1 } | Export-Clixml /tmp/example-export.xml
        PS> (Import-Clixml /tmp/example-export.xml).a
        1
        PS> Remove-Item /tmp/example-export.xml
    """

    depth: Any = param("How many levels of properties to keep.", "int", 2, check=DEPTH)
    path: Any = param("The file.", "string", mandatory=True, position=0, sets=("ByPath",))
    literal_path: Any = param("The file, its path taken as it is.", "string", mandatory=True, sets=("ByLiteralPath",), alias=("PSPath", "LP"))
    input_object: Any = param("The objects.", "psobject", mandatory=True, pipeline=True, allow_null=True)
    force: Any = param("Writes to a read-only file.", "switch")
    no_clobber: Any = param("Refuses to replace a file.", "switch", alias=("NoOverwrite",))
    encoding: Any = param("How the text becomes bytes.", "System.Text.Encoding", transform=to_encoding, check=not_empty())

    def begin(self) -> None:
        self.objects: list[Any] = []
        self.writer = None
        path = self.literal_path or self.path
        file = one_file(self.session.places, path, self.literal_path is not None)
        if self.should_process(path):
            warn_if_obsolete(self, self.encoding)
            self.writer = filecontent.Writer(file, encoding_of(self.encoding), False, bool(self.force), bool(self.no_clobber), id="FileOpenFailure")

    def process(self) -> None:
        self.objects.append(self.input_object)

    def end(self) -> None:
        if self.writer is not None:
            self.writer.write(serialize(self.objects, int(self.depth)))
            self.writer.close()


class ImportClixml(Cmdlet, name="Import-Clixml", default_set="ByPath", supports_paging=True, module=MODULE):
    """Gives the objects that a file keeps. Nothing in the file is run.

    Example: an object kept and given back

        PS> Get-Date 2024-01-02 | Export-Clixml /tmp/example-import.xml
        PS> (Import-Clixml /tmp/example-import.xml).Year
        2024
        PS> Remove-Item /tmp/example-import.xml
    """

    literal_path: Any = param("The files, their paths taken as they are.", "string[]", mandatory=True, by_name=True, sets=("ByLiteralPath",), alias=("PSPath", "LP"))
    path: Any = param("The files.", "string[]", mandatory=True, position=0, pipeline=True, by_name=True, sets=("ByPath",))

    def process(self) -> None:
        literal = self.literal_path is not None
        for path in self.literal_path or self.path:
            self._give(read_document(filecontent.read_all(file_to_read(self.session.places, path, literal), None)))

    def _give(self, values: list[Any]) -> None:
        paging = self.processor.given
        if paging.get("includetotalcount"):
            from relayshell.objects.numbers import UInt64
            from relayshell.objects.psobject import CodeMethod, PSObject

            # How many there are is told of by a number whose text says that it is not known, as PowerShell has it.
            shown = CodeMethod("ToString", lambda _self: "Unknown total count", "string ToString()")
            self.write(PSObject(UInt64(0), {"ToString": shown}))
        if "skip" not in paging and "first" not in paging:
            self.write_many(values)
            return
        start = int(paging.get("skip") or 0)
        every = [item for value in values for item in _members(value)]
        self.write_many(every[start : start + int(paging["first"])] if "first" in paging else every[start:])


class ConvertToCliXml(Cmdlet, name="ConvertTo-CliXml", output=("System.String",), module=MODULE):
    """Writes objects as CLIXML text.

    Example: there and back

        PS> ConvertTo-CliXml @{ a = 1 } | ConvertFrom-CliXml | ForEach-Object a
        1
    """

    depth: Any = param("How many levels of properties to keep.", "int", 2, check=DEPTH)
    input_object: Any = param("The objects.", "psobject", mandatory=True, position=0, pipeline=True)

    def begin(self) -> None:
        self.objects: list[Any] = []

    def process(self) -> None:
        self.objects.append(self.input_object)

    def end(self) -> None:
        self.write(serialize(self.objects, int(self.depth)))


class ConvertFromCliXml(Cmdlet, name="ConvertFrom-CliXml", module=MODULE):
    """Gives the objects that a CLIXML text holds.

    Example: there and back

        PS> 5 | ConvertTo-CliXml | ConvertFrom-CliXml
        5
    """

    input_object: Any = param("The text.", "string", mandatory=True, position=0, pipeline=True)

    def begin(self) -> None:
        self.lines: list[str] = []

    def process(self) -> None:
        self.lines.append(self.input_object)

    def end(self) -> None:
        self.write_many(read_document("\n".join(self.lines)))


def _members(value: Any) -> list[Any]:
    """What a value counts as when only some are asked for: a collection as its members."""
    from relayshell.objects.collections import enumerate_value

    items = enumerate_value(value)
    return [value] if items is None else list(items)


def read_document(text: str) -> list[Any]:
    """The objects of a document; what is none becomes an error of the shell."""
    try:
        return deserialize(text)
    except NetException as error:
        raise ShellError(error.message, error.type_name, "NotSpecified", None, exception=error) from None
