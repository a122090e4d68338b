"""The host at a terminal: its width, colours, and questions asked at it."""

from __future__ import annotations

import os
import sys
from typing import Any

from relayshell.command_line.pipe_host import PipeHost

COLOURS = {
    "Black": 30, "DarkRed": 31, "DarkGreen": 32, "DarkYellow": 33, "DarkBlue": 34, "DarkMagenta": 35, "DarkCyan": 36, "Gray": 37,
    "DarkGray": 90, "Red": 91, "Green": 92, "Yellow": 93, "Blue": 94, "Magenta": 95, "Cyan": 96, "White": 97,
}
RESET = "\x1b[0m"
BAR = 40
MORE = "<SPACE> next page; <CR> next line; Q quit"
HOW_ON = {" ": "page", "\r": "line", "\n": "line", "q": "quit", "Q": "quit", "": "quit"}


class TerminalHost(PipeHost):
    """Writes with colours where the terminal has them."""

    def __init__(self, non_interactive: bool = False) -> None:
        super().__init__(non_interactive)
        self.plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") in (None, "", "dumb")
        self.progress_shown = False

    # Looked up each time: while a line is typed, what others write goes above it.
    out = property(lambda self: sys.stdout, lambda self, value: None)
    err = property(lambda self: sys.stderr, lambda self, value: None)

    @property
    def width(self) -> int:
        try:
            return os.get_terminal_size(1).columns or 80
        except OSError:
            return 80

    @property
    def height(self) -> int:
        try:
            return os.get_terminal_size(1).lines or 24
        except OSError:
            return 24

    @property
    def supports_colour(self) -> bool:
        return not self.plain

    @property
    def colour(self) -> bool:  # type: ignore[override]
        return not self.plain

    def write(self, text: str, foreground: Any = None, background: Any = None) -> None:
        self.hide_progress()
        if self.plain:
            super().write(text)
            return
        start = ""
        if foreground is not None:
            start += f"\x1b[{COLOURS.get(str(foreground), 37)}m"
        if background is not None:
            start += f"\x1b[{COLOURS.get(str(background), 30) + 10}m"
        self.out.write(f"{start}{text}{RESET}" if start else text)
        self.out.flush()

    def write_error_line(self, text: str) -> None:
        if not text:
            return
        self.hide_progress()
        self.out.flush()
        self.err.write(text + "\n")
        self.err.flush()

    def write_warning_line(self, text: str) -> None:
        self._coloured(f"WARNING: {text}", "\x1b[33;1m")

    def write_verbose_line(self, text: str) -> None:
        self._coloured(f"VERBOSE: {text}", "\x1b[33;1m")

    def write_debug_line(self, text: str) -> None:
        self._coloured(f"DEBUG: {text}", "\x1b[33;1m")

    def _coloured(self, text: str, colour: str) -> None:
        self.write((text if self.plain else f"{colour}{text}{RESET}") + "\n")

    def write_progress(self, record: Any) -> None:
        if record.completed or self.plain:
            self.hide_progress()
            return
        done = max(0, min(100, record.percent))
        bar = "=" * (done * BAR // 100)
        text = f" {record.activity} [{bar.ljust(BAR)}] {record.status}"[: self.width - 1]
        self.out.write(f"\r\x1b[K\x1b[33;1m{text}{RESET}")
        self.out.flush()
        self.progress_shown = True

    def hide_progress(self) -> None:
        """Takes the progress bar away."""
        if self.progress_shown:
            self.out.write("\r\x1b[K")
            self.progress_shown = False

    def clear(self) -> None:
        self.out.write("\x1b[H\x1b[2J\x1b[3J")
        self.out.flush()

    def more(self) -> str:
        if self.non_interactive or not sys.stdin.isatty():
            return "page"
        from relayshell.command_line.keyboard import read_key

        self.out.write(MORE)
        self.out.flush()
        key = read_key()
        while key not in HOW_ON:
            key = read_key()
        self.out.write("\r\x1b[K")
        return HOW_ON[key]

    def read_line(self, prompt: str = "") -> Any:
        if self.non_interactive:
            raise self.cannot_ask()
        self.write(prompt)
        if not sys.stdin.isatty():
            line = self._line()
            self.write((line or "") + "\n")
            return line
        from relayshell.command_line.keyboard import read_line

        return read_line()

    def read_secret(self, prompt: str = "") -> Any:
        if self.non_interactive:
            raise self.cannot_ask()
        if not sys.stdin.isatty():
            return super().read_secret(prompt)
        from relayshell.command_line.keyboard import read_secret

        return read_secret(prompt, self.write)
