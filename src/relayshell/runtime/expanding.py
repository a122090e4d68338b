"""A text read as if it stood between double quotes."""

from __future__ import annotations

from typing import Any


def expand(state: Any, text: str) -> str:
    """The text with variables and sub-expressions worked out in the scope running in a state."""
    from relayshell.objects.text import to_text

    here = text.replace('"', '""').replace("\u201c", "\u201c\u201c").replace("\u201d", "\u201d\u201d").replace("\u201e", "\u201e\u201e")
    block = state.session.parse_tree('"' + here + '"', state=state)
    found = block.invoke((), dot=True)
    return to_text(found[0]) if found else ""
