"""$PSStyle: escape sequences for colours and styles, and whether they reach the output.

Plain data; style_types declares it to scripts.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from .cells import plain

RESET = "\x1b[0m"

ATTRIBUTES = {
    "Reset": RESET,
    "BlinkOff": "\x1b[25m", "Blink": "\x1b[5m",
    "BoldOff": "\x1b[22m", "Bold": "\x1b[1m",
    "DimOff": "\x1b[22m", "Dim": "\x1b[2m",
    "Hidden": "\x1b[8m", "HiddenOff": "\x1b[28m",
    "Reverse": "\x1b[7m", "ReverseOff": "\x1b[27m",
    "ItalicOff": "\x1b[23m", "Italic": "\x1b[3m",
    "UnderlineOff": "\x1b[24m", "Underline": "\x1b[4m",
    "StrikethroughOff": "\x1b[29m", "Strikethrough": "\x1b[9m",
}

COLOURS = (
    "Black", "BrightBlack", "White", "BrightWhite", "Red", "BrightRed", "Magenta", "BrightMagenta",
    "Blue", "BrightBlue", "Cyan", "BrightCyan", "Green", "BrightGreen", "Yellow", "BrightYellow",
)
_CODES = {"Black": 0, "Red": 1, "Green": 2, "Yellow": 3, "Blue": 4, "Magenta": 5, "Cyan": 6, "White": 7}


def colour(name: str, background: bool = False) -> str:
    """The escape sequence of a colour by its name in COLOURS."""
    bright = name.startswith("Bright")
    code = _CODES[name.removeprefix("Bright")] + (90 if bright else 30) + (10 if background else 0)
    return f"\x1b[{code}m"


FORMATTING = {
    "FormatAccent": "\x1b[32;1m",
    "ErrorAccent": "\x1b[36;1m",
    "Error": "\x1b[31;1m",
    "Warning": "\x1b[33;1m",
    "Verbose": "\x1b[33;1m",
    "Debug": "\x1b[33;1m",
    "TableHeader": "\x1b[32;1m",
    "CustomTableHeaderLabel": "\x1b[32;1;3m",
    "FeedbackName": "\x1b[33m",
    "FeedbackText": "\x1b[96m",
    "FeedbackAction": "\x1b[97m",
}

EXTENSIONS = {
    **dict.fromkeys((".zip", ".tgz", ".gz", ".tar", ".nupkg", ".cab", ".7z"), "\x1b[31;1m"),
    **dict.fromkeys((".ps1", ".psd1", ".psm1", ".ps1xml"), "\x1b[33;1m"),
}

HOST, PLAIN_TEXT, ANSI = "Host", "PlainText", "Ansi"


def _plain_wanted() -> bool:
    """Whether the environment asks for no colours: NO_COLOR (no-color.org), or a terminal that has none."""
    return "NO_COLOR" in os.environ or os.environ.get("TERM") in ("dumb", "xterm-mono")


current: Callable[[], Any] = lambda: None
"""Gives the settings of the session that runs; set by the runtime."""


class PSStyle:
    """The settings of one session.

    rendering  PlainText takes all escape sequences away, Ansi keeps them, Host keeps them for a terminal
    """

    __slots__ = ("rendering", "auto_size_default", "formatting", "file_info", "extensions", "progress")

    def __init__(self) -> None:
        self.rendering = PLAIN_TEXT if _plain_wanted() else HOST
        self.auto_size_default = False
        self.formatting = dict(FORMATTING)
        self.file_info = {"Directory": "\x1b[44;1m", "SymbolicLink": "\x1b[36;1m", "Executable": "\x1b[32;1m"}
        self.extensions = dict(EXTENSIONS)
        self.progress = {"Style": "\x1b[33;1m", "MaxWidth": 120, "View": "Minimal", "UseOSCIndicator": False}

    def wants_colour(self, terminal: bool) -> bool:
        """Whether escape sequences reach an output that is a terminal or is none."""
        return self.rendering == ANSI or (self.rendering == HOST and terminal)

    def render(self, text: str, terminal: bool) -> str:
        """A text as the output takes it."""
        return text if self.wants_colour(terminal) else plain(text)


def hyperlink(text: str, link: str) -> str:
    """A text that terminals make a link of."""
    return f"\x1b]8;;{link}\x1b\\{text}\x1b]8;;\x1b\\"


def shown(sequence: str) -> str:
    """An escape sequence as the views of $PSStyle show it: in its own style, the escape character spelt out."""
    return sequence + sequence.replace("\x1b", "`e") + RESET


CONSOLE_COLOURS = (
    "Black", "DarkBlue", "DarkGreen", "DarkCyan", "DarkRed", "DarkMagenta", "DarkYellow", "Gray",
    "DarkGray", "Blue", "Green", "Cyan", "Red", "Magenta", "Yellow", "White",
)


def console_colour(number: int, background: bool = False) -> str:
    """The escape sequence of a System.ConsoleColor: its dark colours are the plain ones, the others bright."""
    order = (0, 4, 2, 6, 1, 5, 3, 7)
    code = order[number & 7] + (90 if number > 7 else 30) + (10 if background else 0)
    return f"\x1b[{code}m"
