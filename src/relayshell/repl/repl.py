"""Reading a line at a terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.key_binding import DynamicKeyBindings
from prompt_toolkit.patch_stdout import patch_stdout
from prompt_toolkit.styles import Style

from relayshell.repl.highlight import COLOURS, ShellLexer
from relayshell.repl.history import history
from relayshell.repl.keys import bindings

CONTINUATION = ">> "


class Prompt:
    """The prompt at a terminal.

    prompt_text  gives what stands before the line
    candidates   (text, cursor) -> what could be typed next
    drawn        called once, when the first prompt is on the screen
    plain        whether the terminal shows no colours
    adapt        called with this prompt before each line, for what the user has changed
    """

    def __init__(self, prompt_text: Callable[[], str], candidates: Any = None, drawn: Callable[[], None] | None = None, plain: bool = False,
                 adapt: Callable[[Prompt], None] | None = None) -> None:
        self.prompt_text = prompt_text
        self.adapt, self.plain = adapt, plain
        self.continuation = CONTINUATION
        self.keys: Any = bindings()
        self.interrupted = False
        completer = None
        if candidates is not None:
            from relayshell.repl.complete import ShellCompleter

            completer = ShellCompleter(candidates)
        self.line: PromptSession[str] = PromptSession(
            history=history(), lexer=None if plain else ShellLexer(), style=Style.from_dict({} if plain else COLOURS), key_bindings=DynamicKeyBindings(lambda: self.keys),
            multiline=True, completer=completer, complete_while_typing=False, enable_history_search=True, include_default_pygments_style=False,
            prompt_continuation=self._continuation, reserve_space_for_menu=6,
        )
        if drawn is not None:
            self._tell_once(drawn)

    def _continuation(self, width: int, line: int, wrapped: int) -> str:
        """What stands before a further line; nothing before the rest of a line too long for the screen."""
        return "" if wrapped else self.continuation

    def _tell_once(self, drawn: Callable[[], None]) -> None:
        """Call back after the first prompt is shown."""
        event = self.line.app.after_render

        def first(sender: Any) -> None:
            event.remove_handler(first)
            drawn()

        event.add_handler(first)

    def read(self, message: str | None = None) -> str | None:
        """What was typed; an empty text after Ctrl+C (then `interrupted`), None at the end of input. A message stands in place of the prompt's."""
        self.interrupted = False
        if self.adapt is not None:
            self.adapt(self)
        message = self.prompt_text() if message is None else message
        # Lines before the last are simply shown: the line that is edited begins with the last alone.
        head, newline, tail = message.rpartition("\n")
        if newline:
            print(head)
        try:
            with patch_stdout(raw=True):
                return self.line.prompt(ANSI(tail))
        except KeyboardInterrupt:
            self.interrupted = True
            return ""
        except EOFError:
            return None
