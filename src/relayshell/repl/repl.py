"""Read, run, show, again."""

from __future__ import annotations

from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.patch_stdout import patch_stdout

from relayshell.repl.highlight import ShellLexer, style
from relayshell.repl.history import history
from relayshell.repl.keys import bindings

CONTINUATION = ">> "


class Prompt:
    """The prompt at a terminal. `session` runs what is typed; `prompt_text` gives what stands before it."""

    def __init__(self, session: Any, prompt_text: Any, candidates: Any = None) -> None:
        self.session = session
        self.prompt_text = prompt_text
        completer = None
        if candidates is not None:
            from relayshell.repl.complete import ShellCompleter

            completer = ShellCompleter(candidates)
        self.line: PromptSession[str] = PromptSession(
            history=history(), lexer=ShellLexer(), style=style(), key_bindings=bindings(), multiline=True, completer=completer,
            complete_while_typing=False, enable_history_search=True, prompt_continuation=lambda width, number, wrapped: CONTINUATION,
        )

    def read(self) -> str | None:
        """What was typed; an empty text after Ctrl+C, None at the end of input."""
        try:
            with patch_stdout(raw=True):
                return self.line.prompt(ANSI(self.prompt_text()))
        except KeyboardInterrupt:
            return ""
        except EOFError:
            return None
