"""The shell's completions, as prompt_toolkit takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

# (text, cursor) -> (start, length, [(text, shown, kind, tip)])
Candidates = Callable[[str, int], Any]
WIDEST = 60


class ShellCompleter(Completer):
    """Asks the shell what could be typed next."""

    def __init__(self, candidates: Candidates) -> None:
        self.candidates = candidates

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        try:
            start, length, found = self.candidates(document.text, document.cursor_position)
        except Exception:  # noqa: BLE001 - a completion that fails must not end the prompt
            return
        after = start + length - document.cursor_position
        for text, shown, _, tip in found:
            # What stands behind the cursor and belongs to the word goes too, where it is the end of what is put in.
            rest = document.text[document.cursor_position : document.cursor_position + after] if after > 0 else ""
            if rest and text.lower().endswith(rest.lower()):
                text = text[: -len(rest)]
            yield Completion(text, start_position=start - document.cursor_position, display=shown[:WIDEST], display_meta=_first_line(tip, shown))


def _first_line(tip: Any, shown: str) -> str:
    line = str(tip or "").strip().split("\n")[0][:WIDEST]
    return "" if line == shown else line
