"""Text readers and writers: StreamReader, StreamWriter, StringReader, StringWriter and their bases."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.encodings import BY_PAGE, UTF8, Encoding, detect
from relayshell.objects.dotnet.faults import fault, null_fault
from relayshell.objects.dotnet.filefaults import checked
from relayshell.objects.dotnet.results import char_array, text_of, units
from relayshell.objects.dotnet.later import with_later
from relayshell.objects.dotnet.streams import Stream, file_stream
from relayshell.objects.dotnet.stringbuilders import StringBuilder
from relayshell.objects.nettype import NetType, get_type
from relayshell.objects.numbers import Char


class Reader:
    """Reads text: all of a stream's, decoded when it is first asked for, or a string.

    A `live` stream, such as that of a connection, is read piece by piece: only as far as a line, or what else is asked for, needs it.
    """

    __slots__ = ("type_name", "text", "at", "stream", "encoding", "leave_open", "closed", "marks", "live", "left")

    def __init__(self, type_name: str, text: str | None, stream: Stream | None = None, encoding: Encoding | None = None) -> None:
        self.type_name, self.text, self.at = type_name, text, 0
        self.stream, self.encoding = stream, encoding
        self.leave_open, self.closed, self.marks = False, False, True
        self.live, self.left = getattr(getattr(stream, "file", None), "live", False), b""

    @property
    def net_type(self) -> NetType:
        """StreamReader or StringReader."""
        return get_type(self.type_name)

    def content(self) -> str:
        """The text. Raises ObjectDisposedException when closed."""
        if self.closed:
            raise fault("System.ObjectDisposedException", f"Cannot read from a closed {'TextReader' if self.stream else 'StringReader'}.")
        if self.text is None and self.live:
            self.text = ""
        if self.text is None:
            data = self.stream.read()  # type: ignore[union-attr]
            found, skip = detect(data, self.encoding or UTF8) if self.marks else (self.encoding or UTF8, 0)
            self.encoding = found
            self.text = found.decode(data[skip:])
        return self.text

    def fill(self) -> bool:
        """Waits for more of a live stream and takes it; False at its end."""
        if not self.live or self.closed:
            return False
        data = self.stream.read()  # type: ignore[union-attr]
        if not data:
            self.live = False
            data, self.left = self.left, b""
        else:
            data = self.left + data
            whole = _whole(data, (self.encoding or UTF8).codec)
            data, self.left = data[:whole], data[whole:]
        self.text, self.at = self.content()[self.at:] + (self.encoding or UTF8).decode(data), 0
        return self.live or bool(data)

    def line(self) -> str | None:
        """The next line without its end, None at the end."""
        text = self.content()
        # A line that ends in a carriage return alone is known to end only by what follows.
        while self.live and not ("\n" in text[self.at:] or "\r" in text[self.at:-1]) and self.fill():
            text = self.content()
        if self.at >= len(text):
            return None
        ends = [end for end in (text.find("\n", self.at), text.find("\r", self.at)) if end >= 0]
        end = min(ends) if ends else len(text)
        found = text[self.at:end]
        self.at = end + (2 if text.startswith("\r\n", end) else 1)
        return found

    def rest(self) -> str:
        """All that is left."""
        while self.fill():
            pass
        text = self.content()
        found, self.at = text[self.at:], len(text)
        return found

    def take(self) -> int:
        """The next character's number, -1 at the end."""
        text = self.content()
        while self.at >= len(text) and self.fill():
            text = self.content()
        if self.at >= len(text):
            return -1
        self.at += 1
        return ord(text[self.at - 1])

    def peek(self) -> int:
        """As take, but it stays. Of a live stream -1 too while nothing more has come than was read."""
        text = self.content()
        if self.at >= len(text) and self.live and self.stream.waiting():  # type: ignore[union-attr]
            self.fill()
            text = self.content()
        return ord(text[self.at]) if self.at < len(text) else -1

    def close(self) -> None:
        """Closes it and its stream."""
        self.closed = True
        if self.stream is not None and not self.leave_open:
            self.stream.close()


def _read(self: Reader, *args: Any) -> int:
    if not args:
        return self.take()
    target, start, count = args
    self.content()
    while self.live and self.at >= len(self.content()) and self.fill():
        pass
    text = self.content()[self.at:self.at + count]
    target[start:start + len(text)] = char_array(text)
    self.at += len(text)
    return len(text)


def _read_block(self: Reader, *args: Any) -> int:
    target, start, count = args
    while self.live and len(self.content()) - self.at < count and self.fill():
        pass
    return _read(self, target, start, count)


def _whole(data: bytes, codec: str) -> int:
    """How many of the bytes are whole characters."""
    if codec.startswith("utf-8"):
        for back in range(1, min(4, len(data) + 1)):
            byte = data[-back]
            if byte >= 0xC0:
                return len(data) - (back if back < (2 if byte < 0xE0 else 3 if byte < 0xF0 else 4) else 0)
            if byte < 0x80:
                break
        return len(data)
    width = 4 if codec.startswith("utf-32") else 2 if codec.startswith("utf-16") else 1
    return len(data) - len(data) % width


def _ended(self: Reader) -> bool:
    while self.at >= len(self.content()):
        if not self.fill():
            return True
    return False


def _stream_reader(source: Any, *args: Any) -> Reader:
    if source is None:
        raise null_fault("stream")
    stream = source if isinstance(source, Stream) else _open(checked(source), 3, 1)
    encoding = next((a for a in args if isinstance(a, Encoding)), None)
    flags = [a for a in args if type(a) is bool]
    made = Reader("System.IO.StreamReader", None, stream, encoding)
    made.marks = flags[0] if flags else True
    made.leave_open = len(flags) > 1 and flags[1]
    return made


def _open(path: str, mode: int, access: int) -> Stream:
    return file_stream(path, mode, access)


def _string_reader(text: str) -> Reader:
    if text is None:
        raise null_fault("s")
    return Reader("System.IO.StringReader", units(text))


_READ = {"Read": _read, "ReadBlock": _read_block, "Peek": lambda self: self.peek(), "ReadLine": lambda self: self.line(), "ReadToEnd": lambda self: self.rest(), "Close": Reader.close, "Dispose": Reader.close,
         "DiscardBufferedData": lambda self: None}
_READ = with_later(_READ, "Read", "ReadBlock", "ReadLine", "ReadToEnd")
declare("System.IO.TextReader", Reader, dynamic=True, methods=_READ, static_get={"Null": lambda: _string_reader("")},
        signatures=("int Read()", "int Read(char[] buffer, int index, int count)", "int ReadBlock(char[] buffer, int index, int count)", "int Peek()", "string ReadLine()", "string ReadToEnd()", "void Close()", "void Dispose()"))
declare("System.IO.StreamReader", Reader, new={"*": _stream_reader}, dynamic=True, methods=_READ, statics={"Synchronized": lambda reader: reader},
        get={"CurrentEncoding": lambda self: self.encoding or UTF8, "BaseStream": lambda self: self.stream, "EndOfStream": _ended},
        static_get={"Null": lambda: _string_reader("")})
declare("System.IO.StringReader", Reader, new={"*": _string_reader}, dynamic=True, methods=_READ, statics={"Synchronized": lambda reader: reader},
        static_get={"Null": lambda: _string_reader("")})


class Writer:
    """Writes text to a stream or into a StringBuilder, or wherever `sink` takes it."""

    __slots__ = ("type_name", "stream", "encoding", "builder", "newline", "auto_flush", "leave_open", "pending", "closed", "culture", "sink")

    def __init__(self, type_name: str, stream: Stream | None = None, encoding: Encoding | None = None, builder: StringBuilder | None = None, sink: Any = None) -> None:
        self.type_name, self.stream, self.encoding, self.builder, self.sink = type_name, stream, encoding or UTF8, builder, sink
        self.newline, self.auto_flush, self.leave_open, self.closed = "\n", False, False, False
        self.pending: list[str] = []
        self.culture: Any = None

    @property
    def net_type(self) -> NetType:
        """StreamWriter or StringWriter."""
        return get_type(self.type_name)

    def put(self, text: str) -> None:
        """Writes text. Raises ObjectDisposedException when closed."""
        if self.closed:
            raise fault("System.ObjectDisposedException", "Cannot write to a closed TextWriter.")
        if self.builder is not None:
            self.builder.append(text)
        elif self.sink is not None:
            self.sink(text)
        else:
            self.pending.append(text)
            if self.auto_flush or len(self.pending) > 1000:
                self.flush()

    def flush(self) -> None:
        """Hands what was written to the stream."""
        if self.pending and self.stream is not None:
            text, self.pending = "".join(self.pending), []
            self.stream.write(self.encoding.encode(text))
            if not self.stream.file.closed:
                self.stream.file.flush()

    def close(self) -> None:
        """Flushes and closes it and its stream."""
        if not self.closed:
            self.flush()
            self.closed = True
            if self.stream is not None and not self.leave_open:
                self.stream.close()

    def __str__(self) -> str:
        return str(self.builder) if self.builder is not None else self.type_name


def _words(self: Writer, args: tuple[Any, ...]) -> str:
    """What Write's arguments say: one value, part of a char[], or a format with values."""
    if not args:
        return ""
    first = args[0]
    if isinstance(first, list):
        chars = first[args[1]:args[1] + args[2]] if len(args) == 3 else first
        return "".join(str.__str__(c) if isinstance(c, Char) else text_of(c) for c in chars)
    if len(args) > 1:
        from relayshell.objects.dotnet.composite import composite
        values = args[1] if len(args) == 2 and isinstance(args[1], list) else args[1:]
        return composite(first, values, self.culture)
    if isinstance(first, (str, StringBuilder)):
        return str(first)
    from relayshell.objects.dotnet.valueformat import format_value
    return format_value(first, "", self.culture)


def _write(self: Writer, *args: Any) -> None:
    self.put(_words(self, args))


def _write_line(self: Writer, *args: Any) -> None:
    self.put(_words(self, args) + self.newline)


def _stream_writer(target: Any, *args: Any) -> Writer:
    if target is None:
        raise null_fault("stream")
    encoding = next((a for a in args if isinstance(a, Encoding)), None)
    flags = [a for a in args if type(a) is bool]
    if isinstance(target, Stream):
        made = Writer("System.IO.StreamWriter", target, encoding)
        made.leave_open = bool(flags and flags[-1])
        fresh = target.file.seekable() and target.file.tell() == 0
    else:
        append = bool(flags and flags[0])
        made = Writer("System.IO.StreamWriter", file_stream(target, 6 if append else 2, 2), encoding)
        fresh = made.stream.length() == 0  # type: ignore[union-attr]
    if fresh and made.encoding.mark:
        made.stream.write(made.encoding.mark)  # type: ignore[union-attr]
    return made


def _string_writer(*args: Any) -> Writer:
    builder = next((a for a in args if isinstance(a, StringBuilder)), None) or StringBuilder()
    made = Writer("System.IO.StringWriter", None, BY_PAGE[1200], builder)
    made.culture = next((a for a in args if a is not None and not isinstance(a, StringBuilder)), None)
    return made


def _setter(name: str) -> Any:
    def put(self: Writer, value: Any) -> None:
        if name == "newline":
            self.newline = value
        else:
            self.auto_flush = value
            if value:
                self.flush()
    return put


_GET = {"Encoding": lambda self: self.encoding, "NewLine": lambda self: self.newline, "FormatProvider": lambda self: self.culture}
_SET = {"NewLine": _setter("newline")}
_WRITE = {"Write": _write, "WriteLine": _write_line, "Flush": Writer.flush, "Close": Writer.close, "Dispose": Writer.close, "ToString": str}
_WRITE = with_later(_WRITE, "Write", "WriteLine", "Flush")
declare("System.IO.TextWriter", Writer, dynamic=True, get=_GET, set=_SET, methods=_WRITE, static_get={"Null": lambda: Writer("System.IO.TextWriter", sink=lambda text: None)},
        signatures=("void Write(System.Object value)", "void Write(string format, params System.Object[] arg)", "void WriteLine()", "void WriteLine(System.Object value)",
                    "void WriteLine(string format, params System.Object[] arg)", "void Flush()", "void Close()", "void Dispose()", "string NewLine {get;set;}",
                    "System.Text.Encoding Encoding {get;}"))
declare("System.IO.StreamWriter", Writer, new={"*": _stream_writer}, dynamic=True, set={**_SET, "AutoFlush": _setter("auto_flush")}, methods=_WRITE,
        get={"AutoFlush": lambda self: self.auto_flush, "BaseStream": lambda self: self.stream, **_GET}, statics={"Synchronized": lambda writer: writer},
        static_get={"Null": lambda: Writer("System.IO.StreamWriter", sink=lambda text: None)})
declare("System.IO.StringWriter", Writer, new={"*": _string_writer, "()": _string_writer}, dynamic=True, get=_GET, set=_SET,
        methods={**_WRITE, "GetStringBuilder": lambda self: self.builder}, statics={"Synchronized": lambda writer: writer},
        to_text=lambda self: str(self.builder))
