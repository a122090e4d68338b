"""One object as a list: labels of one width, then each value, wrapped to the right of them."""

from __future__ import annotations

from typing import Any

from .cells import cells, head
from .screen import Screen
from .style import RESET
from .wrapping import split_lines, wrap

SEPARATOR = " : "
SMALLEST_FIELD = 1
_FIXED_LABELS = 10

HOOKS: dict[str, Any] = {}
"""What [InternalTestHooks]::SetTestHook set; ForceFormatListFixedLabelWidth gives all labels one width, whatever they are."""


def write_list(pairs: list[tuple[str, str]], screen: Screen, accent: str = "") -> None:
    """Writes label and value a line; accent is the escape sequence that labels begin with, or nothing."""
    if not pairs:
        return
    sizes = [cells(label) for label, _ in pairs]
    width = min(max(sizes), screen.width - len(SEPARATOR) - SMALLEST_FIELD)
    if HOOKS.get("ForceFormatListFixedLabelWidth"):
        width = _FIXED_LABELS
    field = screen.width - width - len(SEPARATOR)
    margin = " " * (width + len(SEPARATOR))
    write = screen.write
    for (label, value), size in zip(pairs, sizes):
        if size < width:
            label += " " * (width - size)
        elif size > width:
            label = head(label, width)
        label += SEPARATOR
        if accent:
            label = accent + label + RESET
        before = label
        if len(value) <= field and value.isascii() and value.isprintable():
            write(before + value)
            continue
        for line in split_lines(value):
            for piece in wrap(line, field, field):
                write(before + piece)
                before = margin
