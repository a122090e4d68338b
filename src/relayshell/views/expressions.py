"""What a column shows of an object: a property by name or pattern, a script block, or a function of ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.objects.invoke import call_block
from relayshell.objects.psobject import PSCustomObject

from . import access
from .environment import Environment
from .values import FAILURES

MISSING = object()
"""What reading a property gives that the object does not have."""


_EVERYWHERE = ("count", "length")
"""Every single thing has these, though they are not among its properties: a column made for another object shows them."""


class Failure:
    """What reading gives when it raised: the error."""

    __slots__ = ("error",)

    def __init__(self, error: Any) -> None:
        self.error = error


class Expression:
    """One way to get a value from an object. Its text is the label a column has without one of its own."""

    __slots__ = ("name", "block", "function", "text", "resolved", "pattern")

    def __init__(
        self, name: str | None = None, block: Any = None, function: Callable[[Any, Environment], Any] | None = None, text: str = "",
        resolved: bool = False,
    ) -> None:
        self.name = name
        self.block = block
        self.function = function
        self.resolved = resolved
        self.text = text or (name if name is not None else "")
        self.pattern = name is not None and not resolved and any(c in name for c in "*?[")

    def resolve(self, value: Any) -> list["Expression"]:
        """The expressions this stands for with this object: patterns and property sets spread out."""
        if self.name is None or self.resolved:
            return [self]
        if self.pattern:
            names = access.matching_names(value, self.name)
        else:
            names = access.named(value, self.name)
        return [Expression(name, resolved=True) for name in names]

    def read(self, value: Any, environment: Environment) -> Any:
        """The value, MISSING, or a Failure."""
        name = self.name
        if name is not None:
            if value.__class__ is PSCustomObject:
                found = value.props.get(name, MISSING)
                if found is not MISSING and not access.is_member(found):
                    return found
            if self.pattern:
                names = access.matching_names(value, name)
                if not names:
                    return MISSING
                name = names[0]
            try:
                found = access.read(value, name, MISSING)
            except FAILURES as error:
                return Failure(error)
            if found is MISSING and self.resolved and name.lower() in _EVERYWHERE:
                return 1
            return found
        try:
            if self.function is not None:
                return self.function(value, environment)
            out = call_block(self.block, (), underscore=value)
        except FAILURES as error:
            environment.note_error(error)
            return Failure(error)
        if not out:
            return None
        return out[0] if len(out) == 1 else list(out)


def from_value(value: Any) -> Expression | None:
    """The expression a user means by a text or a script block; None for anything else."""
    from relayshell.objects.invoke import is_block
    from relayshell.objects.psobject import unwrap

    value = unwrap(value)
    if is_block(value):
        return Expression(block=value, text=access.block_text(value))
    if isinstance(value, str):
        return Expression(str(value))
    return None
