"""How many screen cells a text takes, and cutting it to so many.

Escape sequences take none; East Asian wide characters take two. Nothing here knows of tables or lists.
"""

from __future__ import annotations

import re

ELLIPSIS = "\u2026"

ESCAPES = re.compile(
    "\x1b\\[[0-9;]*m"  # colours and styles
    "|\x1b\\[[?0-9;]*[A-Za-ln-z]"  # the cursor and its kin
    "|\x1b\\]8;;.*?\x1b\\\\"  # links
)


def is_wide(char: str) -> bool:
    """Whether a character takes two cells: the ranges that PowerShell counts as such."""
    code = ord(char)
    return code >= 0x1100 and (
        code <= 0x115F
        or code == 0x2329
        or code == 0x232A
        or (0x2E80 <= code <= 0xA4CF and code != 0x303F)
        or 0xAC00 <= code <= 0xD7A3
        or 0xF900 <= code <= 0xFAFF
        or 0xFE10 <= code <= 0xFE19
        or 0xFE30 <= code <= 0xFE6F
        or 0xFF00 <= code <= 0xFF60
        or 0xFFE0 <= code <= 0xFFE6
    )


def char_cells(char: str) -> int:
    """The cells of one character. Above the basic plane .NET sees two code units of one cell each."""
    code = ord(char)
    if code < 0x1100:
        return 1
    if code > 0xFFFF:
        return 2
    return 2 if is_wide(char) else 1


def cells(text: str) -> int:
    """The cells of a text, its escape sequences left out."""
    if text.isascii():
        if "\x1b" not in text:
            return len(text)
    if "\x1b" in text:
        text = ESCAPES.sub("", text)
    if text.isascii():
        return len(text)
    return sum(map(char_cells, text))


def plain(text: str) -> str:
    """The text without its escape sequences."""
    return ESCAPES.sub("", text) if "\x1b" in text else text


def head(text: str, width: int) -> str:
    """As much of the beginning as fits in so many cells; escape sequences up to there are kept."""
    if "\x1b" not in text:
        if text.isascii():
            return text[:width] if width > 0 else ""
        return _head(text, width)
    kept: list[str] = []
    left = width
    at = 0
    for match in ESCAPES.finditer(text):
        part = _head(text[at : match.start()], left)
        kept.append(part)
        left -= cells(part)
        if len(part) < match.start() - at:
            left = 0
        kept.append(match.group())
        at = match.end()
    kept.append(_head(text[at:], left))
    return "".join(kept)


def _head(text: str, width: int) -> str:
    used = 0
    for index, char in enumerate(text):
        used += char_cells(char)
        if used > width:
            return text[:index]
    return text


def tail(text: str, width: int) -> str:
    """As much of the end as fits in so many cells."""
    if text.isascii() and "\x1b" not in text:
        return text[-width:] if width > 0 else ""
    text = plain(text)
    used = 0
    for index in range(len(text) - 1, -1, -1):
        used += char_cells(text[index])
        if used > width:
            return text[index + 1 :]
    return text


def first_line(text: str) -> str:
    """The text up to its first line break, with an ellipsis when there was one."""
    for index, char in enumerate(text):
        if char == "\n" or char == "\r":
            return text[:index] + ELLIPSIS
    return text
