"""Both halves at once: objects or packets in, lines on a screen out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .cells import plain
from .environment import Environment
from .formatter import Formatter
from .layout import Layout
from .packets import FormatStartData, Packet
from .screen import Screen


class Output:
    """What Out-Default and its kin do with what they are given."""

    def __init__(self, environment: Environment, screen: Screen, patient: bool = False) -> None:
        self.screen = screen
        self.layout = Layout(screen, environment.style, patient)
        self.formatter = Formatter(environment, None, self.layout.add)

    def add(self, value: Any) -> None:
        """Takes an object, or a packet that a Format-* command made."""
        if value.__class__ is FormatStartData and self.formatter.generator is not None:
            self.formatter.end()
        self.formatter.add(value)

    def end(self) -> None:
        """Ends what was begun; all lines are out then."""
        self.formatter.end()
        self.layout.end()


def screen_for(environment: Environment, width: int, write: Callable[[str], None], to_file: bool = False) -> Screen:
    """A screen whose lines keep or lose escape sequences as $PSStyle.OutputRendering has it; in files only Ansi keeps them."""

    def wanted() -> bool:
        return environment.style.wants_colour(environment.terminal and not to_file)

    def put(line: str) -> None:
        write(plain(line) if "\x1b" in line and not wanted() else line)

    return Screen(width, put, wanted)


def format_objects(objects: Iterable[Any], width: int, environment: Environment | None = None) -> list[str]:
    """The lines that objects make at a width."""
    environment = environment or Environment()
    lines: list[str] = []
    output = Output(environment, screen_for(environment, width, lines.append), patient=True)
    for value in objects:
        output.add(value)
    output.end()
    return lines


__all__ = ["Output", "Packet", "format_objects", "screen_for"]
