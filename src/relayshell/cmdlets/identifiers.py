"""Small things by name: New-Guid, New-TemporaryFile, Get-Culture, Get-UICulture, Get-TimeZone, Join-String."""

from __future__ import annotations

from typing import Any

from relayshell.cmdlets.culture_names import CULTURE
from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_null
from relayshell.errors import ShellError
from relayshell.objects.members import call_static, get_member, get_static, new_object
from relayshell.objects.nettype import get_type
from relayshell.objects.text import to_text
from relayshell.providers.provider import ItemError

UTILITY = "Microsoft.PowerShell.Utility"
MANAGEMENT = "Microsoft.PowerShell.Management"


class NewGuid(Cmdlet, name="New-Guid", default_set="Default", output=("System.Guid",), module=UTILITY):
    """Makes a GUID.

    Example: the one of zeros

        PS> (New-Guid -Empty).ToString()
        00000000-0000-0000-0000-000000000000
    """

    empty: Any = param("The one of zeros.", "switch", sets=("Empty",))
    input_object: Any = param("A text to read as one.", "string", position=0, pipeline=True, sets=("InputObject",))

    def process(self) -> None:
        guid = get_type("System.Guid")
        if self.empty:
            self.write(get_static(guid, "Empty"))
        elif self.input_object is not None:
            try:
                self.write(new_object(guid, [self.input_object]))
            except ShellError as error:
                inner = getattr(error.exception, "inner", None)
                self.write_error(ItemError(inner.message if inner is not None else error.message, "StringNotRecognizedAsGuid", "InvalidArgument",
                                           None, "System.FormatException"))
        else:
            self.write(call_static(guid, "NewGuid", []))


class NewTemporaryFile(Cmdlet, name="New-TemporaryFile", should_process=True, output=("System.IO.FileInfo",), module=UTILITY):
    """Makes an empty file in the folder for temporary files.

    Example: a file to write in

        PS> $file = New-TemporaryFile
        PS> $file.Length
        0
        PS> Remove-Item $file
    """

    def process(self) -> None:
        import os
        import tempfile

        from relayshell.providers.filesystem import file_object
        from relayshell.providers.provider import ItemError

        folder = os.environ.get("TMPDIR") or "/tmp"
        if not self.should_process(folder, "New-TemporaryFile"):
            return
        try:
            handle, path = tempfile.mkstemp(prefix="tmp", suffix=".tmp", dir=folder)
        except OSError as error:
            self.write_error(ItemError(f"No file can be made in '{folder}': {error.strerror}. TMPDIR names the folder for temporary files.",
                                       "NewTemporaryFileWriteError", "WriteError", folder, "System.IO.IOException"))
            return
        os.close(handle)
        self.write(file_object(path))


class GetCulture(Cmdlet, name="Get-Culture", default_set="CurrentCulture", output=("System.Globalization.CultureInfo",), module=UTILITY):
    """Gives the culture that dates and numbers are written in.

    Example: how a culture writes its name

        PS> (Get-Culture de-DE).Name
        de-DE
    """

    name: Any = param("Cultures by name.", "string[]", position=0, pipeline=True, sets=("Name",), check=(not_null(), CULTURE))
    no_user_overrides: Any = param("Without what the user changed; nothing is changed here.", "switch", sets=("CurrentCulture", "Name"))
    list_available: Any = param("All cultures.", "switch", sets=("ListAvailable",))

    def process(self) -> None:
        culture = get_type("System.Globalization.CultureInfo")
        if self.list_available:
            kinds = get_static(get_type("System.Globalization.CultureTypes"), "AllCultures")
            self.write_many(call_static(culture, "GetCultures", [kinds]))
        elif self.name:
            for name in self.name:
                self.write(call_static(culture, "GetCultureInfo", [name]))
        else:
            self.write(get_static(culture, "CurrentCulture"))


class GetUICulture(Cmdlet, name="Get-UICulture", output=("System.Globalization.CultureInfo",), module=UTILITY):
    """Gives the culture that messages are written in."""

    def process(self) -> None:
        self.write(get_static(get_type("System.Globalization.CultureInfo"), "CurrentUICulture"))


class GetTimeZone(Cmdlet, name="Get-TimeZone", default_set="Name", output=("System.TimeZoneInfo",), module=MANAGEMENT):
    """Gives the time zone of this machine, or others by name.

    Example: the time zone of Greenwich

        PS> (Get-TimeZone -Id UTC).BaseUtcOffset.TotalHours
        0
    """

    id: Any = param("Time zones by id.", "string[]", mandatory=True, by_name=True, sets=("Id",))
    list_available: Any = param("All time zones.", "switch", mandatory=True, sets=("ListAvailable",))
    name: Any = param("Time zones by name or pattern.", "string[]", position=0, pipeline=True, sets=("Name",))

    def process(self) -> None:
        from relayshell.objects.wildcard import compile_wildcard

        zone = get_type("System.TimeZoneInfo")
        if self.list_available:
            self.write_many(call_static(zone, "GetSystemTimeZones", []))
        elif self.id:
            for name in self.id:
                try:
                    self.write(call_static(zone, "FindSystemTimeZoneById", [name]))
                except ShellError:
                    self.write_error(self._missing(name))
        elif self.name:
            every = list(call_static(zone, "GetSystemTimeZones", []))
            for pattern in self.name:
                matches = compile_wildcard(pattern, True).match
                found = [each for each in every if any(matches(to_text(get_member(each, part))) for part in ("StandardName", "DaylightName", "Id"))]
                if not found:
                    self.write_error(self._missing(pattern))
                self.write_many(found)
        else:
            self.write(get_static(zone, "Local"))

    @staticmethod
    def _missing(name: str) -> ShellError:
        return ItemError(f"The time zone ID '{name}' was not found on the local computer.", "TimeZoneNotFound", "ObjectNotFound", name,
                         "System.TimeZoneNotFoundException")


class JoinString(Cmdlet, name="Join-String", default_set="default", output=("System.String",), module=UTILITY):
    """Joins objects into one text.

    Example: with a comma between

        PS> 1..3 | Join-String -Separator ', '
        1, 2, 3
    """

    property: Any = param("A property of each, or a block that computes a text.", "Microsoft.PowerShell.Commands.PSPropertyExpression", position=0)
    separator: Any = param("What stands between.", "string", position=1, allow_empty_string=True)
    output_prefix: Any = param("What stands before all.", "string", alias=("op",))
    output_suffix: Any = param("What stands behind all.", "string", alias=("os",))
    single_quote: Any = param("Puts each in single quotes.", "switch", sets=("SingleQuote",))
    double_quote: Any = param("Puts each in double quotes.", "switch", sets=("DoubleQuote",))
    format_string: Any = param("A format for each, as -f has it.", "string", sets=("Format",))
    use_culture: Any = param("Takes the list separator of the culture.", "switch")
    input_object: Any = param("The objects.", "psobject[]", pipeline=True)

    def begin(self) -> None:
        self.parts: list[str] = []

    def process(self) -> None:
        for value in self.input_object or ():
            if value is not None:
                self.parts.append(self._text(value))

    def _text(self, value: Any) -> str:
        if self.property is not None:
            value = self._property(value)
        if self.format_string is not None:
            from relayshell.objects.formatstring import format_operator

            return format_operator(self.format_string, [value])
        text = to_text(value)
        return f"'{text}'" if self.single_quote else f'"{text}"' if self.double_quote else text

    def _property(self, value: Any) -> Any:
        """The value of -Property for an object; several that a pattern finds become one text."""
        from relayshell.cmdlets.calculated import MISSING, Failed

        found = [each.read(value) for each in self.property.resolve(value)]
        values = [None if each is MISSING or isinstance(each, Failed) else each for each in found]
        return values[0] if len(values) == 1 else values or None

    def end(self) -> None:
        separator = self.separator if self.separator is not None else ("," if self.use_culture else to_text(self.session.get_variable("OFS") or ""))
        self.write((self.output_prefix or "") + separator.join(self.parts) + (self.output_suffix or ""))
