"""Standard output and standard error: UTF-8, line feeds, and no complaint when whoever read them has gone (`| head`)."""

from __future__ import annotations

import io
from typing import TextIO

SIZE = 8192


class _Outlet(io.FileIO):
    """A file descriptor whose reader may leave: what is written after that is dropped, as .NET's console does."""

    def write(self, data: bytes) -> int:  # type: ignore[override]
        try:
            return super().write(data)
        except BrokenPipeError:
            return len(data)


def standard_stream(stream: TextIO) -> TextIO:
    """The stream made anew over the same descriptor. A terminal's is flushed with every line, standard error with every write."""
    stream.flush()
    terminal = stream.isatty()
    raw = _Outlet(stream.fileno(), "w", closefd=False)
    return io.TextIOWrapper(io.BufferedWriter(raw, SIZE), encoding="utf-8", errors="relayshell.replace", newline="\n",
                            line_buffering=terminal or stream.fileno() == 2)
