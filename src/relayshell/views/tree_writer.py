"""A custom view's tree as lines: frames indent, texts gather until a line ends, long lines wrap."""

from __future__ import annotations

from typing import Any

from .packets import Frame, NewLine
from .screen import Screen
from .wrapping import wrap

DEEPEST = 50
NO_WRAP = 1 << 30
"""A width that nothing reaches."""


class TreeWriter:
    """Writes trees. width is the screen's, or wide enough for anything where lines must not wrap."""

    def __init__(self, screen: Screen, width: int) -> None:
        self.screen = screen
        self.width = width
        self.buffer: list[str] = []
        self.frames: list[Frame] = []

    def write(self, items: list[Any]) -> None:
        """Writes a tree; what is left in the buffer at the end makes a last line, even when it is empty."""
        self.frames = []
        self._items(items, 0)
        self._flush()

    def _items(self, items: list[Any], depth: int) -> None:
        for item in items:
            if item.__class__ is str:
                self.buffer.append(item)
            elif item.__class__ is NewLine:
                self._flush()
            elif depth < DEEPEST:
                if item.left or item.right or item.first_line:
                    self.frames.append(item)
                    self._items(item.items, depth + 1)
                    self.frames.pop()
                else:
                    self._items(item.items, depth + 1)

    def _flush(self) -> None:
        left = sum(frame.left for frame in self.frames)
        right = sum(frame.right for frame in self.frames)
        first = self.frames[-1].first_line if self.frames else 0
        text = "".join(self.buffer)
        self.buffer = []
        useful = self.width - right - left
        if useful <= 0:
            text = ""
            useful = 1
        if abs(first) >= useful:
            first = 0
        first_width = following_width = useful
        first_pad = following_pad = left
        if first >= 0:
            first_width -= first
            first_pad += first
        else:
            following_width += first
            following_pad -= first
        pad = " " * first_pad
        for line in wrap(text, first_width, following_width):
            self.screen.write(pad + line)
            pad = " " * following_pad
