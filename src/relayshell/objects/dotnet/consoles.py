"""System.Console: the terminal, where there is one. Colours are kept for programs that set and read them back."""

from __future__ import annotations

import os
import sys
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.encodings import UTF8
from relayshell.objects.dotnet.faults import operation_fault
from relayshell.objects.dotnet.results import enum_of
from relayshell.objects.dotnet.streams import Stream
from relayshell.objects.dotnet.textfiles import Reader, Writer, _words

_state: dict[str, Any] = {"foreground": -1, "background": -1, "title": "", "out": None, "error": None, "in": None, "input": UTF8, "output": UTF8, "cursor": True}
_nothing = lambda *args: None  # noqa: E731


def _to(name: str) -> Any:
    def put(text: str) -> None:
        stream = sys.stdout if name == "out" else sys.stderr
        stream.write(text)
        stream.flush()
    return put


def writer(name: str) -> Writer:
    """Console.Out or Console.Error."""
    if _state[name] is None:
        _state[name] = Writer("System.IO.TextWriter", sink=_to(name))
        _state[name].auto_flush = True
    return _state[name]


class _StandardInput(Reader):
    """Standard input, a line at a time, by the one buffer from which questions are answered and scripts read too."""

    __slots__ = ()

    def _filled(self) -> bool:
        """Whether there is a character to take, once a line is there."""
        if self.text is None or self.at >= len(self.text):
            self.text, self.at = sys.stdin.readline(), 0
        return bool(self.text)

    def content(self) -> str:
        """All that is left behind what is read."""
        self.text = (self.text or "") + sys.stdin.read()
        return self.text

    def line(self) -> str | None:
        """The next line without its end, None at the end."""
        if not self._filled():
            return None
        found, self.text, self.at = self.text[self.at:], "", 0  # type: ignore[index]
        return found.removesuffix("\n").removesuffix("\r")

    def take(self) -> int:
        """The next character's number, -1 at the end."""
        if not self._filled():
            return -1
        self.at += 1
        return ord(self.text[self.at - 1])  # type: ignore[index]

    def peek(self) -> int:
        """As take, but it stays."""
        return ord(self.text[self.at]) if self._filled() else -1  # type: ignore[index]


def _reader() -> Any:
    """Console.In: one reader for the whole process, since what it read ahead is nobody else's to find again."""
    if _state["in"] is None:
        _state["in"] = _StandardInput("System.IO.TextReader", None)
    return _state["in"]


def typed_line() -> str | None:
    """The next line of Console.In without its end; None at the end. [Console]::SetIn decides where it comes from."""
    found = _reader().line()
    return found if found is None else str(found)


def output_encoding() -> Any:
    """Console.OutputEncoding: how the output of programs is read."""
    return _state["output"]


def _read_line() -> str | None:
    return typed_line()


def _read() -> int:
    return int(_reader().take())


def read_console_key(*args: Any) -> Any:
    """Console.ReadKey: the next key of the terminal, shown unless the argument is true."""
    if not sys.stdin.isatty():
        raise operation_fault("Cannot read keys when either application does not have a console or when console input has been redirected. Try Console.Read.")
    from relayshell.objects.dotnet.consolekeys import read_key

    return read_key(show=not (args and args[0]))


def _size(place: int) -> Any:
    """The terminal's width or height; 80 by 24 where there is none, and nothing where TERM does not say what there is."""
    def read() -> int:
        for handle in (1, 0, 2):
            try:
                return os.get_terminal_size(handle)[place]
            except OSError:
                continue
        return (80, 24)[place] if os.environ.get("TERM") else 0
    return read


def _color(name: str) -> Any:
    return lambda: enum_of("System.ConsoleColor", _state[name])


def _set(name: str) -> Any:
    return lambda value: _state.update({name: int(value) if hasattr(value, "type") else value})


def _stream(handle: int) -> Any:
    return lambda *size: Stream(os.fdopen(os.dup(handle), "rb" if handle == 0 else "wb", buffering=-1 if handle == 0 else 0), "System.IO.Stream", handle == 0, handle != 0)


def _write(*args: Any) -> None:
    out = writer("out")
    out.put(_words(out, args))


def _write_line(*args: Any) -> None:
    out = writer("out")
    out.put(_words(out, args) + out.newline)


def _clear() -> None:
    if sys.stdout.isatty():
        sys.stdout.write("\x1b[H\x1b[2J")


def _beep(*args: Any) -> None:
    if sys.stdout.isatty():
        sys.stdout.write("\a")


def _position() -> Any:
    from relayshell.objects.dotnet.tuples import value_tuple
    return value_tuple(0, 0)


declare(
    "System.Console",
    statics={"Write": _write, "WriteLine": _write_line, "Read": _read, "ReadLine": _read_line, "ReadKey": read_console_key, "Clear": _clear, "Beep": _beep,
             "ResetColor": lambda: _state.update(foreground=-1, background=-1), "SetOut": _set("out"), "SetError": _set("error"), "SetIn": _set("in"), "OpenStandardInput": _stream(0),
             "OpenStandardOutput": _stream(1), "OpenStandardError": _stream(2), "GetCursorPosition": _position,
             **{name: _nothing for name in ("SetCursorPosition", "SetBufferSize", "SetWindowPosition", "SetWindowSize", "MoveBufferArea")}},
    static_get={
        "Out": lambda: writer("out"), "Error": lambda: writer("error"), "In": _reader, "ForegroundColor": _color("foreground"), "BackgroundColor": _color("background"),
        "InputEncoding": lambda: _state["input"], "OutputEncoding": lambda: _state["output"], "Title": lambda: _state["title"], "CursorVisible": lambda: _state["cursor"],
        "WindowWidth": _size(0), "WindowHeight": _size(1), "BufferWidth": _size(0), "BufferHeight": _size(1), "LargestWindowWidth": _size(0), "LargestWindowHeight": _size(1),
        "WindowLeft": lambda: 0, "WindowTop": lambda: 0, "CursorLeft": lambda: 0, "CursorTop": lambda: 0, "CursorSize": lambda: 100, "KeyAvailable": lambda: False,
        "CapsLock": lambda: False, "NumberLock": lambda: False, "TreatControlCAsInput": lambda: False, "IsInputRedirected": lambda: not sys.stdin.isatty(),
        "IsOutputRedirected": lambda: not sys.stdout.isatty(), "IsErrorRedirected": lambda: not sys.stderr.isatty(),
    },
    static_set={
        "ForegroundColor": _set("foreground"), "BackgroundColor": _set("background"), "InputEncoding": _set("input"), "OutputEncoding": _set("output"), "Title": _set("title"),
        "CursorVisible": _set("cursor"), **{name: _nothing for name in ("WindowWidth", "WindowHeight", "BufferWidth", "BufferHeight", "WindowLeft", "WindowTop", "CursorLeft", "CursorTop",
                                                                        "CursorSize", "TreatControlCAsInput")},
    },
)
