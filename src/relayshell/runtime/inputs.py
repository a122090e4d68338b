"""$input and $PSBoundParameters as scripts see them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relayshell.objects.hashtable import Hashtable


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


class BoundParameters(Hashtable):
    """System.Management.Automation.PSBoundParametersDictionary: names to values, in the order bound."""

    __slots__ = ()
    net_name = "System.Management.Automation.PSBoundParametersDictionary"

    def __init__(self, values: Any = None) -> None:
        super().__init__()
        for name, value in (values or {}).items():
            self[name] = value

    def order(self) -> list[Any]:
        """As they came."""
        return list(self.values_by)
