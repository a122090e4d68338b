"""Where lines go: something with a width that takes lines.

Layout writes to a Screen; a host, a file or a string stands behind it.
"""

from __future__ import annotations

from collections.abc import Callable


class Screen:
    """Takes lines, each without its line end.

    width  cells a line may take
    write  what takes a line
    colour whether escape sequences that the formatting itself adds are wanted, or a function that tells so at the moment
    height lines a page has, 0 for no pages: what a repeated header goes by
    write_error  what takes lines of errors that were merged into the output, where they go elsewhere
    """

    __slots__ = ("width", "write", "_colour", "height", "write_error")

    def __init__(self, width: int, write: Callable[[str], None], colour: bool | Callable[[], bool] = False, height: int = 0) -> None:
        self.width = width
        self.write = write
        self._colour = colour
        self.height = height
        self.write_error: Callable[[str], None] | None = None

    @property
    def colour(self) -> bool:
        """Whether escape sequences are wanted now."""
        return self._colour() if callable(self._colour) else self._colour

    def write_text(self, text: str) -> None:
        """Writes a text that may have several lines."""
        if "\n" in text:
            for line in text.replace("\r\n", "\n").split("\n"):
                self.write(line)
        else:
            self.write(text)
