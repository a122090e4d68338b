"""The host when output does not go to a terminal: 80 columns, no colours, questions answered from standard input."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

from relayshell.errors import ShellError
from relayshell.runtime.host import Host

WIDTH = 80
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")


class PipeHost(Host):
    """Writes to standard output and standard error as they are; reads lines from standard input."""

    def __init__(self, non_interactive: bool = False) -> None:
        self.non_interactive = non_interactive
        self.out = sys.stdout
        self.err = sys.stderr

    @property
    def interactive(self) -> bool:  # type: ignore[override]
        """Whether questions may be asked."""
        return not self.non_interactive

    @property
    def width(self) -> int:
        return WIDTH

    def _rendered(self, text: str) -> str:
        """A text without its escape sequences, unless $PSStyle.OutputRendering is Ansi."""
        if "\x1b" not in text or self.style is not None and self.style.rendering == "Ansi":
            return text
        return ESCAPES.sub("", text)

    @property
    def supports_colour(self) -> bool:
        return False

    def write(self, text: str, foreground: Any = None, background: Any = None) -> None:
        self.out.write(self._rendered(text))

    def write_error_line(self, text: str) -> None:
        if not text:
            return
        self.out.flush()
        self.err.write(self._rendered(text) + "\n")
        self.err.flush()

    def write_transcript(self, text: str) -> None:
        """A line that goes to transcripts alone."""

    def _line(self) -> str | None:
        """The next line of standard input without its end; None at the end of it."""
        from relayshell.objects.dotnet.consoles import typed_line

        self.out.flush()
        return typed_line()

    # Whether what is read is shown again: not when the script itself comes on standard input.
    echo = True

    def read_line(self, prompt: str = "") -> Any:
        if self.non_interactive:
            raise self.cannot_ask()
        self.write(prompt)
        line = self._line()
        if self.echo:
            self.write((line or "") + "\n")
        return line

    def read_secret(self, prompt: str = "") -> Any:
        if self.non_interactive:
            raise self.cannot_ask()
        self.write(prompt)
        line = self._line()
        self.write("*" * len(line or "") + "\n")
        return line or ""

    def prompt(self, caption: str, message: str, fields: Sequence[Any]) -> dict[str, Any]:
        if self.non_interactive:
            raise self.cannot_ask()
        from relayshell.command_line.fields import ask_fields

        return ask_fields(self, caption, message, fields)

    def prompt_for_choice(self, caption: str, message: str, choices: Sequence[str], helps: Sequence[str], default: int) -> int:
        if self.non_interactive:
            raise self.cannot_ask()
        from relayshell.command_line.choices import ask

        return ask(self, caption, message, choices, helps, default)

    def cannot_ask(self, message: str | None = None) -> ShellError:
        from relayshell.objects.exceptions import NetException

        text = "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available."
        return ShellError(text, "InvalidOperation", "InvalidOperation",
                          exception=NetException("System.Management.Automation.PSInvalidOperationException", text))
