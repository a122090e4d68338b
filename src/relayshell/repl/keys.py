"""What Enter does: runs what is whole, goes to a new line in what is not."""

from __future__ import annotations

from prompt_toolkit.application import get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from relayshell.syntax import is_incomplete


def bindings() -> KeyBindings:
    """The key bindings of the prompt."""
    keys = KeyBindings()
    unfinished = Condition(lambda: is_incomplete(get_app().current_buffer.text))

    @keys.add("enter", filter=unfinished)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.newline(copy_margin=True)

    @keys.add("enter", filter=~unfinished)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @keys.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.newline()

    return keys
