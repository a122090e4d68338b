"""The shell's completions, as prompt_toolkit takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

# (text, cursor) -> (start, length, [(text, shown, kind, tip)])
Candidates = Callable[[str, int], tuple[int, int, list[tuple[str, str, str, str]]]]


class ShellCompleter(Completer):
    """Asks the shell what could be typed next."""

    def __init__(self, candidates: Candidates) -> None:
        self.candidates = candidates

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        try:
            start, _, found = self.candidates(document.text, document.cursor_position)
        except Exception:  # noqa: BLE001 - a completion that fails must not end the prompt
            return
        for text, shown, _, tip in found:
            yield Completion(text, start_position=start - document.cursor_position, display=shown, display_meta=_first_line(tip))


def _first_line(text: Any) -> str:
    return str(text or "").strip().split("\n")[0][:80]
