"""How objects call back into script: a value that can be invoked brings its own way.

A script block (or what wraps one) has
    invoke(args, *, this=None, underscore=..., input=None) -> list of what it wrote
and this module is all that the objects know of it.
"""

from __future__ import annotations

from typing import Any

NOT_GIVEN = object()


def call_block(block: Any, args: tuple[Any, ...] | list[Any] = (), this: Any = NOT_GIVEN, underscore: Any = NOT_GIVEN) -> list[Any]:
    """Runs a script block with $args, and $this and $_ where given; all that it wrote."""
    options: dict[str, Any] = {}
    if this is not NOT_GIVEN:
        options["this"] = this
    if underscore is not NOT_GIVEN:
        options["underscore"] = underscore
    return block.invoke(list(args), **options)


def call_for_value(block: Any, args: tuple[Any, ...] | list[Any] = (), this: Any = NOT_GIVEN, underscore: Any = NOT_GIVEN) -> Any:
    """As call_block, with the result as a pipeline's value: None, one object, or a list."""
    out = call_block(block, args, this, underscore)
    if not out:
        return None
    return out[0] if len(out) == 1 else out


def is_block(value: Any) -> bool:
    """Whether a value can be called this way."""
    return hasattr(value.__class__, "invoke") and hasattr(value.__class__, "is_script_block")
