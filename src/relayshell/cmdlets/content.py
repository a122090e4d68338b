"""The content of items: reading, writing, extending and emptying it."""

from __future__ import annotations

from typing import Any

from relayshell.cmdlets.item_choice import MODULE, ItemCmdlet
from relayshell.commands import param
from relayshell.commands.validation import not_empty, ValidateRange
from relayshell.errors import ShellError
from relayshell.objects.text import to_text
from relayshell.providers import filecontent
from relayshell.providers.encodings import encoding_of, to_encoding, warn_if_obsolete
from relayshell.providers.provider import ItemError, not_supported

ENCODING = "System.Text.Encoding"


class GetContent(ItemCmdlet, name="Get-Content",
                 order="ReadCount TotalCount Tail Path LiteralPath Filter Include Exclude Force Credential Delimiter Wait Raw Encoding AsByteStream",
                 alias=("gc", "type"), default_set="Path", output=("System.Byte", "System.String"), module=MODULE):
    """Reads what an item holds: of a file, its lines.

    Example: the last line of a file

        PS> Set-Content /tmp/example-content.txt one, two, three
        PS> Get-Content /tmp/example-content.txt -Tail 1
        three
        PS> Remove-Item /tmp/example-content.txt
    """

    path: Any = param("The paths; patterns may stand for them.", "string[]", mandatory=True, position=0, by_name=True, sets=("Path",))
    as_byte_stream: Any = param("Reads bytes rather than text.", "switch")
    delimiter: Any = param("What ends a line, instead of line ends.", "string")
    encoding: Any = param("How the bytes are to be read as text.", ENCODING, transform=to_encoding, check=not_empty())
    raw: Any = param("Gives the whole text at once.", "switch")
    read_count: Any = param("How many lines to give at a time; 0 for all.", "long", 1, by_name=True)
    tail: Any = param("Only this many lines, from the end.", "int", -1, by_name=True, alias=("Last",), check=ValidateRange(0, 2**31 - 1))
    total_count: Any = param("Only this many lines, from the beginning.", "long", -1, by_name=True, alias=("First", "Head"), check=ValidateRange(0, 2**63 - 1))
    wait: Any = param("Goes on with lines as they are written, until stopped.", "switch")

    stopping = False

    def stop(self) -> None:
        self.stopping = True

    def process(self) -> None:
        if self.tail >= 0 and self.total_count >= 0:
            self.write_error(ItemError("The parameters TotalCount and Tail cannot be used together. Please specify only one parameter.",
                                       "TailAndHeadCannotCoexist", "InvalidOperation", None, "System.InvalidOperationException"))
            return
        for target in self.chosen():
            self.attempt(self._read, target)

    def _read(self, target: Any) -> None:
        if not target.provider.hierarchical:
            self._values(target)
            return
        encoding = encoding_of(self.encoding) if self.encoding is not None else None
        path = target.inner
        if self.raw and self.wait:
            raise ItemError("The parameters Raw and Wait cannot be used together: -Raw ends with the file, -Wait does not.", "InvalidOperation",
                            "InvalidOperation", None, "System.Management.Automation.PSInvalidOperationException")
        if self.as_byte_stream and self.is_given("delimiter"):
            raise ItemError("A delimiter cannot be specified when reading the stream one byte at a time. (Parameter 'delimiter')", "GetContentReaderArgumentError", "InvalidArgument", path,
                            "System.ArgumentException")
        if self.raw and self.is_given("delimiter"):
            raise ItemError("A delimiter cannot be given when the whole text is read at once.", "GetContentReaderArgumentError", "InvalidArgument", path,
                            "System.ArgumentException")
        warn_if_obsolete(self, self.encoding)
        if self.as_byte_stream and self.is_given("encoding"):
            self.write_warning("Encoding not used when '-AsByteStream' specified.")
        self.facts = {
            "PSPath": f"{target.provider.full_name}::{path}",
            "PSParentPath": f"{target.provider.full_name}::{path.rsplit('/', 1)[0] or '/'}",
            "PSChildName": path.rsplit("/", 1)[-1],
            "PSDrive": target.drive,
            "PSProvider": target.provider,
        }
        if self.as_byte_stream:
            self._bytes(path)
        elif self.raw:
            self._raw(path, encoding)
        elif self.tail >= 0:
            self._batches(filecontent.tail(path, self.tail, encoding, self.delimiter))
            if self.wait:
                self._follow(path, encoding)
        else:
            self._batches(self._limited(filecontent.lines(path, encoding, self.delimiter)))
            if self.wait:
                self._follow(path, encoding)

    def _limited(self, lines: Any) -> Any:
        from itertools import islice

        return lines if self.total_count < 0 else islice(lines, int(self.total_count))

    def _batches(self, lines: Any) -> None:
        """Gives the lines, one by one or as -ReadCount says, each with what tells where it came from."""
        from relayshell.objects.numbers import Int64
        from relayshell.objects.psobject import PSObject

        size = int(self.read_count)
        read = 0
        if size == 1:
            for line in lines:
                read += 1
                self.write(PSObject(line, {**self.facts, "ReadCount": Int64(read)}))
            return
        batch: list[Any] = []
        for line in lines:
            read += 1
            batch.append(line)
            if size and len(batch) == size:
                self.write(PSObject(batch, {**self.facts, "ReadCount": Int64(read)}))
                batch = []
        if batch:
            self.write(PSObject(batch, {**self.facts, "ReadCount": Int64(read)}))

    def _raw(self, path: str, encoding: Any) -> None:
        from relayshell.objects.numbers import Int64
        from relayshell.objects.psobject import PSObject

        text = filecontent.read_all(path, encoding)
        if text:
            self.write(PSObject(text, {**self.facts, "ReadCount": Int64(1)}))

    def _bytes(self, path: str) -> None:
        from relayshell.objects.arrays import TypedArray
        from relayshell.objects.nettype import get_type
        from relayshell.objects.numbers import Byte

        with filecontent.open_to_read(path) as file:
            data = file.read()
        if self.tail >= 0:
            data = data[-self.tail :] if self.tail else b""
        elif self.total_count >= 0:
            data = data[: int(self.total_count)]
        size = int(self.read_count)
        if self.raw or size == 0:
            self.write(TypedArray(get_type("System.Byte"), map(Byte, data)))
        elif size == 1:
            self.write_many(map(Byte, data))
        else:
            for start in range(0, len(data), size):
                self.write(TypedArray(get_type("System.Byte"), map(Byte, data[start : start + size])))

    def _follow(self, path: str, encoding: Any) -> None:
        import os

        codec = encoding.codec if encoding else "utf-8"
        self._batches(filecontent.follow(path, os.path.getsize(path), codec, lambda: self.stopping))

    def _values(self, target: Any) -> None:
        for value in target.provider.read_values(target.inner):
            self.write(value)


class _Writing(ItemCmdlet):
    """What Set-Content and Add-Content have in common: the files are opened once, then filled as values come."""

    path: Any = param("The paths.", "string[]", mandatory=True, position=0, by_name=True, sets=("Path",))
    as_byte_stream: Any = param("Takes the values as bytes.", "switch")
    encoding: Any = param("How the text becomes bytes.", ENCODING, transform=to_encoding, check=not_empty())
    no_newline: Any = param("Puts no line end after each value.", "switch")
    pass_thru: Any = param("Also gives the values.", "switch")
    value: Any = param("What to write.", "System.Object[]", mandatory=True, position=1, pipeline=True, by_name=True, allow_null=True, allow_empty_collection=True)

    append = False
    writers: list[Any] | None = None

    def begin(self) -> None:
        self.writers = None
        self.kept: list[tuple[Any, list[Any]]] = []

    def _open(self) -> None:
        self.writers = []
        warn_if_obsolete(self, self.encoding)
        if self.as_byte_stream and self.is_given("encoding"):
            self.write_warning("Encoding not used when '-AsByteStream' specified.")
        action = "Add Content" if self.append else "Set Content"
        for target in self.chosen(missing_ok=True):
            if self.should_process(f"Path: {target.shown}", action):
                self.attempt(self._open_one, target)

    def nothing_at(self, path: str) -> None:
        """A pattern that leads to no item gives nothing to write to."""
        self.write_error(ItemError(
            f"An object at the specified path {path} does not exist, or has been filtered by the -Include or -Exclude parameter.",
            "ItemNotFound", "ObjectNotFound", path, "System.Exception"))

    def _open_one(self, target: Any) -> None:
        if target.provider.hierarchical:
            self.writers.append(filecontent.Writer(target.inner, encoding_of(self.encoding), self.append, bool(self.force)))
        elif self.append:
            raise not_supported(target.provider, "Content of this drive's items is replaced or read, not added to.")
        else:
            self.kept.append((target, []))

    def process(self) -> None:
        if self.writers is None:
            self._open()
        values = self.value if self.value is not None else []
        if not self.as_byte_stream and not self.kept:
            end = "" if self.no_newline else "\n"
            for value in values:
                text = value if value.__class__ is str else "" if value is None else to_text(value)
                for writer in self.writers:
                    writer.write(text + end)
            if self.pass_thru:
                self.write_many(values)
            return
        for value in values:
            for writer in self.writers:
                self._put(writer, value)
            for _, kept in self.kept:
                kept.append(value)
        if self.pass_thru:
            self.write_many(values)

    def _put(self, writer: Any, value: Any) -> None:
        from relayshell.objects.convert import convert
        from relayshell.objects.nettype import get_type

        if self.as_byte_stream:
            try:
                writer.write_bytes(bytes([int(convert(value, get_type("System.Byte")))]))
            except ShellError:
                raise ItemError("Cannot proceed with byte encoding. When using byte encoding the content must be of type byte.",
                                "GetContentWriterArgumentError", "InvalidArgument", None, "System.ArgumentException") from None
            return
        text = "" if value is None else to_text(value)
        writer.write(text if self.no_newline else text + "\n")

    def end(self) -> None:
        for writer in self.writers or ():
            writer.close()
        for target, values in self.kept:
            self.attempt(target.provider.write_values, target.inner, values, self.append)

    def close(self) -> None:
        """What was written before the pipeline ended early stays."""
        for writer in self.writers or ():
            writer.abandon()


class SetContent(_Writing, name="Set-Content",
                 order="Value PassThru Path LiteralPath Filter Include Exclude Force Credential NoNewline Encoding AsByteStream",
                 default_set="Path", should_process=True, module=MODULE):
    """Writes what an item holds, replacing what it held.

    Example: two lines, read back

        PS> Set-Content /tmp/example-set.txt one, two
        PS> Get-Content /tmp/example-set.txt
        one
        two
        PS> Remove-Item /tmp/example-set.txt
    """


class AddContent(_Writing, name="Add-Content",
                 order="Value PassThru Path LiteralPath Filter Include Exclude Force Credential NoNewline Encoding AsByteStream",
                 default_set="Path", should_process=True, module=MODULE):
    """Writes at the end of what an item holds.

    Example: one more line

        PS> Set-Content /tmp/example-add.txt one
        PS> Add-Content /tmp/example-add.txt two
        PS> Get-Content /tmp/example-add.txt
        one
        two
        PS> Remove-Item /tmp/example-add.txt
    """

    append = True


class ClearContent(ItemCmdlet, name="Clear-Content",
                   order="Path LiteralPath Filter Include Exclude Force Credential",
                   alias="clc", default_set="Path", should_process=True, module=MODULE):
    """Empties what an item holds; the item stays.

    Example: a file emptied

        PS> Set-Content /tmp/example-clear.txt one
        PS> Clear-Content /tmp/example-clear.txt
        PS> (Get-Item /tmp/example-clear.txt).Length
        0
        PS> Remove-Item /tmp/example-clear.txt
    """

    path: Any = param("The paths; patterns may stand for them.", "string[]", mandatory=True, position=0, by_name=True, sets=("Path",))

    def process(self) -> None:
        for target in self.chosen():
            if self.should_process(f"Item: {target.shown}", "Clear Content"):
                self.attempt(self._clear, target)

    def _clear(self, target: Any) -> None:
        if target.provider.hierarchical:
            if target.is_container:
                raise ItemError(f"Cannot clear the content of '{target.inner}' because it is a directory.", "ClearDirectoryContent",
                                "InvalidOperation", target.inner, "System.NotSupportedException")
            filecontent.Writer(target.inner, encoding_of(None), False, bool(self.force)).close()
        else:
            raise not_supported(target.provider, "Content of this drive's items is replaced or read, not emptied.")
