"""How objects call back into script, without knowing what a script block is.

A script block (or what stands for one) has
    invoke_from_objects(args, this=..., underscore=...) -> list of what it wrote
and that is all the objects know of it.
"""

from __future__ import annotations

from typing import Any


def call_block(block: Any, args: tuple[Any, ...] | list[Any] = (), **context: Any) -> list[Any]:
    """Runs a script block with $args, and with $this and $_ where `this` and `underscore` are given."""
    return block.invoke_from_objects(list(args), **context)  # type: ignore[no-any-return]


def call_for_value(block: Any, args: tuple[Any, ...] | list[Any] = (), **context: Any) -> Any:
    """As call_block, with the result as a pipeline's value: None, one object, or a list."""
    out = call_block(block, args, **context)
    if not out:
        return None
    return out[0] if len(out) == 1 else out


def is_block(value: Any) -> bool:
    """Whether a value can be called this way."""
    return hasattr(value.__class__, "invoke_from_objects")
