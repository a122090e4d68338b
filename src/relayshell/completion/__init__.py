"""What could be typed next, from the same tree and Signatures as running uses.

`candidates` answers as TabExpansion2 does; the prompt, TabExpansion2 and [CommandCompletion]::CompleteInput ask it.
"""

from __future__ import annotations

from typing import Any

from relayshell.completion.result import Candidate, Found

__all__ = ["Candidate", "Found", "bound", "candidates", "inferred_kinds"]


def candidates(text: str, cursor: int, session: Any) -> Found:
    """What could stand at `cursor` (counted in characters) of `text`: where it goes, and the candidates in order.

    Nothing of the text is run, but for expressions that can do no harm, and completers that scripts registered.
    """
    from relayshell.completion.analysis import analyse
    from relayshell.completion.quiet import quietly

    return quietly(session, lambda: analyse(text, cursor, session))


def inferred_kinds(node: Any, session: Any, live: bool = False) -> list[Any]:
    """The kinds (completion.kinds.Kind) that a node of a tree might give; `live` lets variables answer by what they hold now."""
    from relayshell.completion.infer import Inference
    from relayshell.completion.quiet import quietly
    from relayshell.completion.texttypes import use_session

    def infer() -> list[Any]:
        use_session(session)
        inference = Inference(session)
        inference.live = live
        return [kind for kind in inference.of(node) if kind.full_name]

    return quietly(session, infer)


def bound(command: Any, session: Any) -> Any:
    """Which parameter each word of a command goes to (completion.matching.Matched); None where it is not known what the command takes."""
    from relayshell.completion.lookup import signature_of, words_of
    from relayshell.completion.matching import match_words

    _, signature = signature_of(session, command)
    return None if signature is None else match_words(signature, words_of(command))
