"""The first token of a script block, as its StartPosition gives it."""

from __future__ import annotations

from typing import Any


def start_token(block: Any) -> Any:
    """The opening brace as a PSToken."""
    from relayshell.runtime.declared.parsing import OldToken
    from relayshell.source import Extent

    node = block.code.node
    return OldToken("GroupStart", "{", Extent(node.source, node.start, node.start + 1))
