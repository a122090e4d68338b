"""One key of the terminal: System.ConsoleKeyInfo, and reading it.

A terminal sends characters, and for the other keys sequences that begin with Escape; what those mean is listed here.
"""

from __future__ import annotations

import os
import select
import sys
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.results import enum_of

ALT, SHIFT, CONTROL = 1, 2, 4
_STEP = 0.1
_REST = 0.05
"""Seconds in which the rest of a sequence is there after its Escape."""

_CHARS = {"\r": 13, "\n": 13, "\t": 9, "\x1b": 27, "\x7f": 8, "\b": 8, " ": 32}
# The final letter, or the number before a tilde, and the ConsoleKey.
_LETTERS = {"A": 38, "B": 40, "C": 39, "D": 37, "H": 36, "F": 35, "P": 112, "Q": 113, "R": 114, "S": 115, "Z": 9}
_NUMBERS = {
    "1": 36, "2": 45, "3": 46, "4": 35, "5": 33, "6": 34, "15": 116, "17": 117, "18": 118, "19": 119, "20": 120, "21": 121, "23": 122, "24": 123,
}


class KeyInfo:
    """System.ConsoleKeyInfo: a character (\\0 for keys that have none), the number of the ConsoleKey, and what was held with it."""

    __slots__ = ("char", "key", "held")

    def __init__(self, char: str, key: int | None = None, held: int = 0) -> None:
        self.char, self.held = char, held
        self.key = key_of(char) if key is None else key


def key_of(char: str) -> int:
    """The ConsoleKey of a character; 0 for one that has none."""
    return _CHARS.get(char, ord(char.upper()) if char.isalnum() and ord(char) < 128 else 0)


def meaning(text: str) -> KeyInfo:
    """The key that a terminal means by what it sent."""
    if len(text) > 2 and text[0] == "\x1b" and text[1] in "[O":
        number, _, held = text[2:-1].partition(";")
        key = _NUMBERS.get(number, 0) if text[-1] == "~" else _LETTERS.get(text[-1], 0)
        bits = int(held) - 1 if held.isdigit() else 0
        modifiers = (SHIFT if bits & 1 or text[-1] == "Z" else 0) | (ALT if bits & 2 else 0) | (CONTROL if bits & 4 else 0)
        return KeyInfo("\t" if text[-1] == "Z" else "\0", key, modifiers)
    if len(text) == 2 and text[0] == "\x1b":
        under = meaning(text[1])
        return KeyInfo(under.char, under.key, under.held | ALT)
    char = text[:1] or "\0"
    if "\x01" <= char <= "\x1a" and char not in _CHARS:
        return KeyInfo(char, ord(char) + 64, CONTROL)
    return KeyInfo(char, None, SHIFT if char.isupper() and ord(char) < 128 else 0)


def read_key(show: bool = False) -> KeyInfo:
    """The next key of the terminal; Ctrl+C interrupts, as everywhere. Shown only if asked for."""
    import codecs
    import termios

    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    now = termios.tcgetattr(handle)
    now[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(handle, termios.TCSADRAIN, now)
    try:
        while not select.select([handle], [], [], _STEP)[0]:
            pass
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        text = ""
        while not text:
            piece = os.read(handle, 1)
            text = decoder.decode(piece, final=not piece)
            if not piece:
                break
        while text[:1] == "\x1b" and not _is_whole(text) and select.select([handle], [], [], _REST)[0]:
            text += os.read(handle, 1).decode("latin-1")
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
    found = meaning(text)
    if show and found.char.isprintable():
        sys.stdout.write(found.char)
        sys.stdout.flush()
    return found


def _is_whole(text: str) -> bool:
    if len(text) < 2:
        return False
    return text[1] not in "[O" or len(text) > 2 and (text[-1].isalpha() or text[-1] == "~")


def _char(self: KeyInfo) -> Any:
    from relayshell.objects.numbers import Char

    return Char(self.char)


def _new(char: Any, key: Any, shift: bool, alt: bool, control: bool) -> KeyInfo:
    return KeyInfo(str(char), int(key), (SHIFT if shift else 0) | (ALT if alt else 0) | (CONTROL if control else 0))


declare(
    "System.ConsoleKeyInfo", KeyInfo, kind="struct", new={"*": _new},
    get={"KeyChar": _char, "Key": lambda self: enum_of("System.ConsoleKey", self.key), "Modifiers": lambda self: enum_of("System.ConsoleModifiers", self.held)},
    signatures=("(char keyChar, System.ConsoleKey key, bool shift, bool alt, bool control)", "char KeyChar {get;}", "System.ConsoleKey Key {get;}",
                "System.ConsoleModifiers Modifiers {get;}"),
)
