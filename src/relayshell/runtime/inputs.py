"""$input and $PSBoundParameters as scripts see them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class InputEnumerator:
    """What `$input` holds: goes once over what was piped in, and can be told to move and reset."""

    net_name = "System.Collections.ArrayList+ArrayListEnumeratorSimple"

    def __init__(self, items: Any) -> None:
        self.items = items if isinstance(items, list) else list(items)
        self.at = -1

    def __iter__(self) -> Iterator[Any]:
        while self.move():
            yield self.items[self.at]

    def move(self) -> bool:
        """MoveNext."""
        if self.at + 1 >= len(self.items):
            self.at = len(self.items)
            return False
        self.at += 1
        return True

    def reset(self) -> None:
        """Reset."""
        self.at = -1

    @property
    def current(self) -> Any:
        """Current."""
        return self.items[self.at] if 0 <= self.at < len(self.items) else None


def enumerator_of(items: Any) -> Any:
    """The enumerator over what was collected; what is one already stays."""
    if items is None:
        items = []
    if isinstance(items, list):
        return InputEnumerator(items)
    return items


_bound_type: Any = None


def bound_parameters(values: Any) -> Any:
    """A PSBoundParametersDictionary: names in any case to values, in the order bound."""
    global _bound_type
    from relayshell.objects.dotnet.comparing import string_comparer
    from relayshell.objects.dotnet.dictionaries import NetDictionary
    from relayshell.objects.nettype import close_generic, define_type, get_type

    if _bound_type is None:
        base = close_generic(get_type("System.Collections.Generic.Dictionary`2"), (get_type("System.String"), get_type("System.Object")))
        _bound_type = define_type("System.Management.Automation.PSBoundParametersDictionary", base=base, interfaces=base.interfaces)
        _bound_type.generic_arguments = base.generic_arguments
    made = NetDictionary(_bound_type, string_comparer("OrdinalIgnoreCase"))
    for name, value in values.items():
        made.put(name, value)
    return made
