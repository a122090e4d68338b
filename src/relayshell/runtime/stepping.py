"""The stages of the one pipeline that a block holds."""

from __future__ import annotations

from typing import Any

from relayshell.runtime.stages import Stage
from relayshell.syntax import ast as tree


def stages_of(block: Any, frame: Any) -> list[Stage]:
    """The stages, their words worked out in the frame; none where the block holds anything else."""
    named = block.code.node.end_block
    if named is None or len(named.statements) != 1 or not isinstance(named.statements[0], tree.PipelineAst):
        return []
    make = block.code.functions.get("stages")
    if make is None:
        from relayshell.runtime.compile import make_stages

        make = block.code.functions["stages"] = make_stages(block.code, named.statements[0])
    found = make(frame, None)
    return found  # type: ignore[no-any-return]
