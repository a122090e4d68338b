"""ConvertTo-Csv, ConvertFrom-Csv, Export-Csv and Import-Csv."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from relayshell.cmdlets import csv_text
from relayshell.cmdlets.csv_records import Records
from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty, not_null
from relayshell.errors import ShellError
from relayshell.objects.psobject import PSCustomObject
from relayshell.providers.provider import ItemError
from relayshell.providers.encodings import to_encoding

MODULE = "Microsoft.PowerShell.Utility"
KINDS = ("Never", "Always", "AsNeeded")
QUOTE_KIND = "Microsoft.PowerShell.Commands.BaseCsvWritingCommand+QuoteKind"
WARNING = 'One or more headers were not specified. Default names starting with "H" have been used in place of any missing headers.'


def list_separator() -> str:
    """What stands between the items of a list in the culture that is set."""
    from relayshell.objects.members import get_member, get_static
    from relayshell.objects.nettype import get_type

    culture = get_static(get_type("System.Globalization.CultureInfo"), "CurrentCulture")
    return str(get_member(get_member(culture, "TextInfo"), "ListSeparator"))


class _Writing(Cmdlet):
    """What ConvertTo-Csv and Export-Csv have in common: the columns are those of the first object."""

    delimiter: Any = param("What stands between fields.", "char", ",", position=1, sets=("Delimiter",), check=not_null())
    include_type_information: Any = param("Writes the type of the first object before all.", "switch", alias=("ITI",))
    no_header: Any = param("Leaves out the names of the columns.", "switch")
    no_type_information: Any = param("Leaves out the type, as is usual now.", "switch", alias=("NTI",))
    quote_fields: Any = param("The columns to put in quotes.", "string[]", alias=("QF",))
    use_culture: Any = param("Takes the list separator of the culture between fields.", "switch", sets=("UseCulture",))
    use_quotes: Any = param("When to put fields in quotes.", QUOTE_KIND, "Always", alias=("UQ",))

    def begin(self) -> None:
        if self.is_given("quote_fields") and self.is_given("use_quotes"):
            raise ItemError("You must specify either the -UseQuotes or -QuoteFields parameters, but not both.",
                            "CannotSpecifyQuoteFieldsAndUseQuotes", "InvalidData", None, "System.InvalidOperationException")
        if self.is_given("include_type_information") and self.is_given("no_type_information"):
            raise ItemError("You must specify either the -IncludeTypeInformation or -NoTypeInformation parameters, but not both.",
                            "CannotSpecifyIncludeTypeInformationAndNoTypeInformation", "InvalidData", None, "System.InvalidOperationException")
        self.separator = list_separator() if self.use_culture else str(self.delimiter)
        self.columns: list[str] | None = None
        self.records: Records | None = None
        self.fields = {name.lower() for name in self.quote_fields or ()}
        self.kind = str(self.use_quotes)

    def lines_for(self, value: Any) -> list[str]:
        """The lines an object adds: of the first one also its type and the header."""
        if self.records is not None:
            line = self.records.line_of(value)
            if line is not None:
                return [line]
        properties = dict(_properties(value))
        made: list[str] = []
        if self.columns is None:
            self.columns = list(properties)
            if self.include_type_information:
                made.append(f"#TYPE {_type_name(value)}")
            if not self.no_header:
                made.append(self._records().line(self.columns))
        if self.columns:
            made.append(self._records().line(_in_order(properties, self.columns)))
        return made

    def _records(self) -> Records:
        """What writes the lines, made when the columns are known."""
        if self.records is None:
            self.records = Records(self.columns or [], self.separator, _cell_text, self.kind, self.fields)
        return self.records


def _in_order(properties: dict[str, Any], columns: list[str]) -> list[Any]:
    """The values of the columns, whatever the case of the properties' names; null for what is not there."""
    folded = None
    cells = []
    for name in columns:
        if name in properties:
            cells.append(properties[name])
            continue
        folded = folded if folded is not None else {key.lower(): item for key, item in properties.items()}
        cells.append(folded.get(name.lower()))
    return cells


def _properties(value: Any) -> Iterable[tuple[str, Any]]:
    from relayshell.objects.hashtable import Hashtable
    from relayshell.objects.members import readable_properties
    from relayshell.objects.psobject import unwrap

    base = unwrap(value)
    if isinstance(base, Hashtable):
        own = [(_cell_text(key), item) for key, item in base.items()]
        return own + [(name, value.props[name]) for name in getattr(value, "props", None) or () if not hasattr(value.props[name], "member_type")]
    return readable_properties(value)


def _cell_text(value: Any) -> str:
    """A cell's text: in the culture's way where the type has one, else as in a string."""
    from relayshell.objects.dotnet.valueformat import format_value
    from relayshell.objects.text import is_cultured, plain_text

    if is_cultured(value):
        return format_value(value, "")
    text = plain_text(value)
    if text is not None:
        return text
    from relayshell.objects.collections import is_many
    from relayshell.objects.psobject import unwrap
    from relayshell.objects.text import to_text
    from relayshell.objects.typeof import type_of

    value = unwrap(value)
    if is_many(value):
        return type_of(value).full_name if not isinstance(value, list) else type_of(value).text
    if type_of(value).full_name in ("System.DateTime", "System.DateTimeOffset"):
        return format_value(value, "")
    return to_text(value)


def _type_name(value: Any) -> str:
    from relayshell.objects.members import type_names_of

    return type_names_of(value)[0]


class ConvertToCsv(_Writing, name="ConvertTo-Csv",
                   order="InputObject Delimiter UseCulture IncludeTypeInformation NoTypeInformation QuoteFields UseQuotes NoHeader",
                   default_set="Delimiter", output=("System.String",), module=MODULE):
    """Writes objects as lines of fields.

    Example: two objects

        PS> [pscustomobject]@{ Name = 'a'; Size = 1 }, [pscustomobject]@{ Name = 'b'; Size = 2 } | ConvertTo-Csv
        "Name","Size"
        "a","1"
        "b","2"
    """

    input_object: Any = param("The objects.", "psobject", mandatory=True, position=0, pipeline=True, by_name=True)

    def process(self) -> None:
        # A row without text is left out, as of an object that has none of the columns.
        self.write_many([line for line in self.lines_for(self.input_object) if line])


class ExportCsv(_Writing, name="Export-Csv",
                order="InputObject Path LiteralPath Force NoClobber Encoding Append Delimiter UseCulture IncludeTypeInformation NoTypeInformation QuoteFields UseQuotes NoHeader",
                alias="epcsv", default_set="Delimiter", should_process=True, module=MODULE):
    """Writes objects to a file as lines of fields.

    Example: objects in a file, read back

        PS> [pscustomobject]@{ Name = 'a'; Size = 1 } | Export-Csv /tmp/example-export.csv
        PS> Get-Content /tmp/example-export.csv
        "Name","Size"
        "a","1"
        PS> Remove-Item /tmp/example-export.csv
    """

    append: Any = param("Adds to the file; its columns are kept.", "switch")
    encoding: Any = param("How the text becomes bytes.", "System.Text.Encoding", transform=to_encoding, check=not_empty())
    force: Any = param("Writes to a read-only file; with -Append, drops columns the file has not.", "switch")
    input_object: Any = param("The objects.", "psobject", mandatory=True, pipeline=True, by_name=True)
    literal_path: Any = param("The file, its path taken as it is.", "string", alias=("PSPath", "LP"), check=not_empty())
    no_clobber: Any = param("Refuses to replace a file.", "switch", alias=("NoOverwrite",))
    path: Any = param("The file.", "string", position=0, check=not_empty())

    writer: Any = None

    def begin(self) -> None:
        super().begin()
        if bool(self.path) == bool(self.literal_path):
            raise ItemError("You must specify either the -Path or -LiteralPath parameters, but not both.",
                            "CannotSpecifyPathAndLiteralPath", "InvalidData", None, "System.InvalidOperationException")
        path = self.path or self.literal_path
        self.closed = not self.should_process(path)
        if not self.closed:
            self._open(path)

    def _open(self, path: str) -> None:
        import os

        from relayshell.providers import filecontent
        from relayshell.providers.encodings import encoding_of, warn_if_obsolete
        from relayshell.providers.onefile import one_file

        file = one_file(self.session.places, path, bool(self.literal_path))
        if self.append and os.path.isfile(file) and os.path.getsize(file):
            rows = csv_text.rows(filecontent.lines(file, None), self.separator)
            self.columns = next((row for row in rows if not row or not row[0].startswith("#TYPE")), None)
            self._end_line(file)
        warn_if_obsolete(self, self.encoding)
        self.writer = filecontent.Writer(file, encoding_of(self.encoding), bool(self.append), bool(self.force),
                                         bool(self.no_clobber), id="FileOpenFailure")
        self.known = self.columns is not None

    @staticmethod
    def _end_line(path: str) -> None:
        with open(path, "rb+") as file:
            file.seek(-1, 2)
            if file.read(1) != b"\n":
                file.write(b"\n")

    def process(self) -> None:
        if self.closed:
            return
        if self.known:
            self._compare(self.input_object)
            self.known = False
        write = self.writer.write
        for line in self.lines_for(self.input_object):
            write(line + "\n")

    def taker(self) -> Any:
        """Writes the line of an object of the usual shape, with nothing between."""
        if self.closed or self.known or self.records is None:
            return None
        line_of, write = self.records.line_of, self.writer.write

        def take(value: Any) -> None:
            line = line_of(value)
            if line is not None:
                write(line + "\n")
            elif value is not None:
                for each in self.lines_for(value):
                    write(each + "\n")

        return take

    def _compare(self, value: Any) -> None:
        """With -Append the object must have every column of the file, unless -Force says otherwise."""
        if self.force:
            return
        have = {name.lower() for name, _ in _properties(value)}
        for name in self.columns or ():
            if name.lower() not in have:
                raise ItemError(
                    f"Cannot append CSV content to the following file: {self.writer.path}. The appended object does not have a property that "
                    f"corresponds to the following column: {name}. To continue with mismatched properties, add the -Force parameter, "
                    "and then retry the command.",
                    "CannotAppendCsvWithMismatchedPropertyNames", "InvalidData", name, "System.InvalidOperationException",
                )

    def end(self) -> None:
        if self.writer is not None:
            self.writer.close()

    def close(self) -> None:
        """What was written before the pipeline ended early stays."""
        if self.writer is not None:
            self.writer.abandon()


class _Reading(Cmdlet):
    """What ConvertFrom-Csv and Import-Csv have in common: rows to objects."""

    header: Any = param("The names of the columns, when the text has none.", "string[]", check=not_empty())

    def give(self, lines: Iterable[str], delimiter: str) -> None:
        """Writes an object for each row; the first row names the columns unless -Header does."""
        source = csv_text.rows(self._without_type(lines), delimiter)
        columns = list(self.header) if self.header else self._first(source)
        if columns is None:
            return
        columns = self._named(columns)
        width = len(columns)
        for row in source:
            if len(row) < width:
                row = row + [None] * (width - len(row))  # type: ignore[list-item]
            made = PSCustomObject(dict(zip(columns, row)))
            if self.type_name:
                made.type_names = [self.type_name, f"CSV:{self.type_name}"]
            self.write(made)

    type_name: str | None = None

    @staticmethod
    def _first(rows: Iterable[list[str]]) -> list[str] | None:
        """The row that names the columns: the first, or that of the #Fields of a log in W3C's form, whose other # lines are left out."""
        for row in rows:
            while len(row) > 1 and row[-1] == "":
                row.pop()
            if row and row[0].startswith("#Fields: "):
                return [row[0][9:], *row[1:]]
            if row and row[0] == "#Fields:":
                return row[1:]
            if not row or not row[0].startswith("#"):
                return row
        return None

    def _without_type(self, lines: Iterable[str]) -> Iterable[str]:
        first = True
        for line in lines:
            if first and line[:5].upper() == "#TYPE":
                self.type_name = line[5:].strip() or None
            else:
                yield line
            first = False

    def _named(self, columns: list[str]) -> list[str]:
        missing = False
        made: list[str] = []
        seen: set[str] = set()
        number = 1
        for column in columns:
            if not column:
                missing = True
                column = f"H{number}"
                number += 1
            if column.lower() in seen:
                raise ItemError(f'The member "{column}" is already present.', "AlreadyPresentPSMemberInfoInternalCollectionAdd",
                                "NotSpecified", None, "System.Management.Automation.ExtendedTypeSystemException")
            seen.add(column.lower())
            made.append(column)
        if missing:
            self.write_warning(WARNING)
        return made


class ConvertFromCsv(_Reading, name="ConvertFrom-Csv", default_set="Delimiter", module=MODULE):
    """Makes objects of lines of fields.

    Example: one row

        PS> ('Name,Size', 'a,1' | ConvertFrom-Csv).Name
        a
    """

    delimiter: Any = param("What stands between fields.", "char", ",", position=1, sets=("Delimiter",), check=(not_null(), not_empty()))
    header: Any = param("The names of the columns, when the text has none.", "string[]", check=(not_null(), not_empty()))
    input_object: Any = param("The lines.", "psobject[]", mandatory=True, position=0, pipeline=True, by_name=True, check=(not_null(), not_empty()))
    use_culture: Any = param("Takes the list separator of the culture between fields.", "switch", mandatory=True, sets=("UseCulture",), check=(not_null(), not_empty()))

    def begin(self) -> None:
        self.lines: list[str] = []

    def process(self) -> None:
        from relayshell.objects.text import to_text

        for value in self.input_object:
            text = to_text(value)
            self.lines += text.split("\n")

    def end(self) -> None:
        self.give(self.lines, list_separator() if self.use_culture else str(self.delimiter))


class ImportCsv(_Reading, name="Import-Csv", alias="ipcsv", default_set="DelimiterPath", module=MODULE):
    """Makes objects of the lines of a file.

    Example: a column of a file

        PS> Set-Content /tmp/example-import.csv 'Name,Size', 'a,1'
        PS> (Import-Csv /tmp/example-import.csv).Size
        1
        PS> Remove-Item /tmp/example-import.csv
    """

    delimiter: Any = param("What stands between fields.", "char", ",", position=1, sets=("DelimiterLiteralPath", "DelimiterPath"), check=not_null())
    encoding: Any = param("How the bytes are to be read as text.", "System.Text.Encoding", transform=to_encoding, check=not_empty())
    literal_path: Any = param("The files, their paths taken as they are.", "string[]", mandatory=True, by_name=True, sets=("CultureLiteralPath", "DelimiterLiteralPath"), alias=("PSPath", "LP"), check=not_empty())
    path: Any = param("The files; patterns may stand for them.", "string[]", mandatory=True, position=0, pipeline=True, by_name=True, sets=("CulturePath", "DelimiterPath"), check=not_empty())
    use_culture: Any = param("Takes the list separator of the culture between fields.", "switch", mandatory=True, sets=("CultureLiteralPath", "CulturePath"), check=not_null())

    def process(self) -> None:
        from relayshell.providers import filecontent
        from relayshell.providers.encodings import encoding_of, warn_if_obsolete
        from relayshell.providers.onefile import file_to_read

        encoding = encoding_of(self.encoding) if self.encoding is not None else None
        warn_if_obsolete(self, self.encoding)
        literal = self.literal_path is not None
        for path in self.literal_path or self.path:
            self.type_name = None
            found = file_to_read(self.session.places, path, literal)
            self.give(filecontent.lines(found, encoding, "\n"), list_separator() if self.use_culture else str(self.delimiter))
