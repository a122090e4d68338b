"""An Output that shows records of other streams as their streams would: WARNING: before a warning."""

from __future__ import annotations

from typing import Any

from .environment import Environment
from .output import Output
from .packets import TEXT, FormatEntryData, Packet
from .screen import Screen
from .style import RESET
from .tree_writer import NO_WRAP, TreeWriter

PREFIXES = {"Warning": "WARNING: ", "Verbose": "VERBOSE: ", "Debug": "DEBUG: "}


class StreamOutput(Output):
    """What the host shows: objects, packets, and records that were merged into the output."""

    def __init__(self, environment: Environment, screen: Screen) -> None:
        super().__init__(environment, screen)
        self.environment = environment
        self.formatter.emit = self._emit

    def _emit(self, packet: Packet) -> None:
        if packet.__class__ is FormatEntryData and packet.stream in PREFIXES and packet.out_of_band:  # type: ignore[attr-defined]
            self._record(packet)  # type: ignore[arg-type]
        else:
            self.layout.add(packet)

    def _record(self, packet: FormatEntryData) -> None:
        stream = packet.stream or ""
        text = PREFIXES[stream] + _text(packet.content)
        if self.screen.colour:
            text = f"{self.environment.style.formatting[stream]}{text}{RESET}"
        packet.kind = TEXT
        packet.content = text
        self.layout.add(packet)


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    lines: list[str] = []
    TreeWriter(Screen(NO_WRAP, lines.append), NO_WRAP).write(content)
    return "\n".join(lines)
