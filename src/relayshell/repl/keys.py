"""What the keys do: Enter runs what is whole and goes to a new line in what is not."""

from __future__ import annotations

from prompt_toolkit.application import get_app
from prompt_toolkit.filters import Condition, has_completions
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from relayshell.syntax import is_incomplete


def _is_choosing() -> bool:
    state = get_app().current_buffer.complete_state
    return state is not None and state.current_completion is not None


def bindings() -> KeyBindings:
    """The key bindings of the prompt."""
    keys = KeyBindings()
    choosing = has_completions & Condition(_is_choosing)

    @keys.add("enter", filter=~choosing)
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if is_incomplete(buffer.text):
            buffer.newline(copy_margin=True)
        else:
            buffer.validate_and_handle()

    @keys.add("enter", filter=choosing)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.complete_state = None

    @keys.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.newline()

    return keys
