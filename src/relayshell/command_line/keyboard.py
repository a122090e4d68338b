"""Reading from the terminal while a command runs, in such a way that Ctrl+C is felt.

What runs is stopped between two steps of Python, never inside a read that waits: so the waiting is done in small steps.
"""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

STEP = 0.1
ENTER = ("\r", "\n")
BACK = ("\x7f", "\b")
END = "\x04"


def _wait(handle: int) -> None:
    while not select.select([handle], [], [], STEP)[0]:
        pass


def read_line() -> str | None:
    """A line as the terminal's own editing gives it, without its end; None at the end of input."""
    handle = sys.stdin.fileno()
    read = b""
    while True:
        _wait(handle)
        piece = os.read(handle, 4096)
        read += piece
        if not piece or read.endswith(b"\n"):
            break
    if not read:
        return None
    return read.decode("utf-8", "replace").rstrip("\n").rstrip("\r")


@contextmanager
def _key_by_key(handle: int) -> Iterator[None]:
    """The terminal gives each key at once and shows none; Ctrl+C still interrupts."""
    import termios

    before = termios.tcgetattr(handle)
    now = termios.tcgetattr(handle)
    now[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(handle, termios.TCSADRAIN, now)
    try:
        yield
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)


def _keys(handle: int) -> Iterator[str]:
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    while True:
        _wait(handle)
        piece = os.read(handle, 1)
        if not piece:
            return
        yield from decoder.decode(piece)


def read_key() -> str:
    """One key, not shown; empty at the end of input."""
    handle = sys.stdin.fileno()
    with _key_by_key(handle):
        return next(_keys(handle), "")


def read_secret(prompt: str, show: Callable[[str], object]) -> str:
    """A line of which only stars are shown, the first key typed after the prompt among them."""
    handle = sys.stdin.fileno()
    read: list[str] = []
    with _key_by_key(handle):
        show(prompt)
        for key in _keys(handle):
            if key in ENTER or key == END and not read:
                break
            if key in BACK:
                if read:
                    read.pop()
                    show("\b \b")
            elif key.isprintable():
                read.append(key)
                show("*")
    show("\n")
    return "".join(read)
