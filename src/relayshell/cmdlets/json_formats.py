"""ConvertTo-Json and ConvertFrom-Json."""

from __future__ import annotations

from typing import Any

from relayshell.cmdlets.json_reader import JsonError, Pairs, read
from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import ValidateRange
from relayshell.objects.declare import declare
from relayshell.objects.hashtable import OrderedDictionary
from relayshell.objects.psobject import PSCustomObject
from relayshell.providers.provider import ItemError

DEPTH = ValidateRange(0, 100)


def custom_object(pairs: Pairs) -> PSCustomObject:
    """A PSCustomObject of JSON pairs. Raises for names that an object cannot have."""
    made = PSCustomObject({})
    props = made.props
    folded: dict[str, str] = {}
    for name, value in pairs:
        if not name:
            raise ItemError(
                "The provided JSON includes a property whose name is an empty string, this is only supported using the -AsHashTable switch.",
                "EmptyKeyInJsonString", "InvalidOperation", None, "System.InvalidOperationException",
            )
        known = folded.setdefault(name.lower(), name)
        if known != name:
            raise ItemError(
                "Cannot convert the JSON string because it contains keys with different casing. Please use the -AsHashTable switch instead. "
                f"The key that was attempted to be added to the existing key '{known}' was '{name}'.",
                "KeysWithDifferentCasingInJsonString", "InvalidOperation", None, "System.InvalidOperationException",
            )
        props[name] = value
    return made


class OrderedHashtable(OrderedDictionary):
    """What -AsHashtable gives: in order, keys told apart by case."""

    __slots__ = ()


declare("System.Management.Automation.OrderedHashtable", OrderedHashtable, base="System.Collections.Hashtable")


def hashtable(pairs: Pairs) -> OrderedHashtable:
    """An ordered hashtable whose keys are told apart by case."""
    return OrderedHashtable(pairs, case_sensitive=True)


class ConvertFromJson(Cmdlet, name="ConvertFrom-Json", module="Microsoft.PowerShell.Utility"):
    """Reads JSON text into objects.

    Example: a property of what a service answered

        PS> ('{"name":"relay","port":25}' | ConvertFrom-Json).port
        25
    """

    input_object: Any = param("The text; lines that come one by one are put together.", "string", mandatory=True, position=0, pipeline=True, allow_empty_string=True)
    as_hashtable: Any = param("Gives hashtables, whose keys may differ by case alone.", "switch")
    depth: Any = param("How deep the text may nest.", "int", 1024, check=ValidateRange(1, 2**31 - 1))
    no_enumerate: Any = param("Gives an array as one object.", "switch")
    date_kind: Any = param("What becomes of texts that read like times.", "Microsoft.PowerShell.Commands.JsonDateKind", "Default")

    def begin(self) -> None:
        self.lines: list[str] = []

    def process(self) -> None:
        self.lines.append(self.input_object)

    def end(self) -> None:
        lines = self.lines
        if len(lines) > 1:
            # Either each line is a text of its own, or they are one text together: the first one tells.
            try:
                self._read(lines[0])
                alone = True
            except JsonError:
                alone = False
            if alone:
                for line in lines:
                    self._give(line)
                return
        if lines:
            self._give("\n".join(lines))

    def _read(self, text: str) -> Any:
        return read(text, hashtable if self.as_hashtable else custom_object, self._dates(), int(self.depth))

    def _dates(self) -> Any:
        kind = str(self.date_kind)
        if kind == "String":
            return None
        from relayshell.cmdlets.json_dates import maker

        return maker(kind)

    def _give(self, text: str) -> None:
        from relayshell.cmdlets.json_writer import unreadable

        if not text.strip():
            return
        try:
            value = self._read(text)
        except JsonError as error:
            raise unreadable(error) from None
        if value is None:
            if text.strip():
                self.write(None)
            return
        if isinstance(value, list) and not self.no_enumerate:
            self.write_many(value)
        else:
            self.write(value)


class ConvertToJson(Cmdlet, name="ConvertTo-Json", output=("System.String",), module="Microsoft.PowerShell.Utility"):
    """Writes objects as JSON text.

    Example: on one line

        PS> [ordered]@{ name = 'relay'; port = 25 } | ConvertTo-Json -Compress
        {"name":"relay","port":25}
    """

    input_object: Any = param("What to write.", "System.Object", mandatory=True, position=0, pipeline=True, allow_null=True)
    depth: Any = param("How many levels of objects to write.", "int", 2, check=DEPTH)
    compress: Any = param("Leaves out line ends and blanks.", "switch")
    enums_as_strings: Any = param("Writes the names of enum values rather than their numbers.", "switch")
    as_array: Any = param("Writes an array even for one object.", "switch")
    escape_handling: Any = param("Which letters to write as escapes.", "Newtonsoft.Json.StringEscapeHandling", "Default")

    def begin(self) -> None:
        self.objects: list[Any] = []

    def process(self) -> None:
        self.objects.append(self.input_object)

    def end(self) -> None:
        from relayshell.cmdlets.json_writer import Writer, ascii_text, html_text, plain_text

        if not self.objects:
            return
        value = self.objects if len(self.objects) > 1 or self.as_array else self.objects[0]
        escape = {"EscapeNonAscii": ascii_text, "EscapeHtml": html_text}.get(str(self.escape_handling), plain_text)
        depth = int(self.depth)
        writer = Writer(
            depth, bool(self.compress), bool(self.enums_as_strings), escape,
            lambda: self.write_warning(f"Resulting JSON is truncated as serialization has exceeded the set depth of {depth}."),
        )
        self.write(writer.text(value, piped=bool(self.processor.expecting) and value is not self.objects))
