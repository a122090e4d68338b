"""The host: who shows lines and asks questions. This one writes to the console; others subclass it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from relayshell.errors import ShellError


class Host:
    """What a session asks of whoever it runs for. Colours are names of ConsoleColor or None."""

    name = "ConsoleHost"
    interactive = False
    colour = False
    style: Any = None
    """$PSStyle, once it is in use."""

    @property
    def width(self) -> int:
        """The columns of a line."""
        return 120

    @property
    def height(self) -> int:
        """The lines of a screen."""
        return 50

    def write(self, text: str, foreground: Any = None, background: Any = None) -> None:
        """Show text without ending the line."""

    def write_line(self, text: str, foreground: Any = None, background: Any = None) -> None:
        """Show a line."""
        self.write(text + "\n", foreground, background)

    def write_error_line(self, text: str) -> None:
        """Show a line of an error."""
        self.write_line(text)

    def write_warning_line(self, text: str) -> None:
        """Show a warning."""
        self.write_line("WARNING: " + text)

    def write_verbose_line(self, text: str) -> None:
        """Show what a command says of its progress."""
        self.write_line("VERBOSE: " + text)

    def write_debug_line(self, text: str) -> None:
        """Show what a command says to its developers."""
        self.write_line("DEBUG: " + text)

    def write_progress(self, record: Any) -> None:
        """Show how far the work is."""

    def clear(self) -> None:
        """Empty the screen."""

    def more(self) -> str:
        """Asks, between two screens of lines, how to go on: 'page', 'line' or 'quit'. Where nobody looks: on."""
        return "page"

    def read_line(self, prompt: str = "") -> str:
        """A line from the user."""
        raise self.cannot_ask()

    def read_secret(self, prompt: str = "") -> str:
        """A line from the user that is not shown."""
        raise self.cannot_ask()

    def prompt(self, caption: str, message: str, fields: Sequence[Any]) -> dict[str, Any]:
        """Ask for several values, each by its name; fields have name, type and help."""
        raise self.cannot_ask(message)

    def prompt_for_choice(self, caption: str, message: str, choices: Sequence[str], helps: Sequence[str], default: int) -> int:
        """Ask the user to choose one of several, `&` before the letter of each; the index chosen."""
        raise self.cannot_ask(message)

    def about_to_ask(self, message: str) -> None:
        """Called before a question is shown line by line; raises where nobody can be asked at all."""
        if type(self).read_line is Host.read_line:
            raise self.cannot_ask(message)

    def cannot_ask(self, message: str | None = None) -> ShellError:
        """The error where nobody can be asked; `message` is the question, None for a line that was to be read."""
        from relayshell.objects.exceptions import NetException

        text = "A command that prompts the user failed because the host program or the command type does not support user interaction."
        if message is not None:
            text += f" The host was attempting to request confirmation with the following message: {message}"
        return ShellError(
            text, "HostFunctionNotImplemented", "NotImplemented", exception=NetException("System.Management.Automation.Host.HostException", text),
        )


class ConsoleHost(Host):
    """A host on standard output and standard error."""

    def __init__(self, width: int = 120, out: Any = None, err: Any = None) -> None:
        self._width = width
        self.out = out
        self.err = err

    @property
    def width(self) -> int:
        return self._width

    def write(self, text: str, foreground: Any = None, background: Any = None) -> None:
        (self.out or sys.stdout).write(text)

    def write_error_line(self, text: str) -> None:
        (self.out or sys.stdout).flush()
        (self.err or sys.stderr).write(text + "\n")
