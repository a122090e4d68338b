"""What GetEnumerator() gives: a place in a collection, moved by MoveNext()."""

from __future__ import annotations

from typing import Any, Callable, Iterator

from .declare import declare
from .exceptions import invalid_operation
from .hashtable import DictionaryEntry
from .nettype import NetType

_BEFORE = object()


class Enumerator:
    """System.Collections.IEnumerator over a Python iterator; over entries it is an IDictionaryEnumerator."""

    __slots__ = ("start", "items", "current", "net_type")

    def __init__(self, items: Iterator[Any], start: Callable[[], Iterator[Any]] | None = None) -> None:
        self.start = start
        self.items = items
        self.current: Any = _BEFORE
        self.net_type = _DICTIONARY if start is not None else _PLAIN

    def move_next(self) -> bool:
        """To the next element; False behind the last."""
        try:
            self.current = next(self.items)
            return True
        except StopIteration:
            self.current = _BEFORE
            return False
        except RuntimeError:
            raise invalid_operation("Collection was modified; enumeration operation may not execute.") from None

    def value(self) -> Any:
        """The element it stands at."""
        if self.current is _BEFORE:
            raise invalid_operation("Enumeration has either not started or has already finished.")
        return self.current

    def reset(self) -> None:
        """To before the first."""
        if self.start is not None:
            self.items = self.start()
        self.current = _BEFORE

    def __iter__(self) -> Iterator[Any]:
        """The rest, as a pipeline goes through it."""
        while self.move_next():
            yield self.current


def _entry(enumerator: Enumerator) -> DictionaryEntry:
    return enumerator.value()  # type: ignore[no-any-return]


_MEMBERS: dict[str, Any] = dict(
    get={"Current": Enumerator.value},
    methods={"MoveNext": Enumerator.move_next, "Reset": Enumerator.reset},
    enumerate=iter,
)
_PLAIN: NetType = declare(
    "System.ArrayEnumerator", Enumerator, dynamic=True, interfaces=("System.Collections.IEnumerator", "System.ICloneable"),
    signatures=("System.Object Current {get;}", "bool MoveNext()", "void Reset()"), **_MEMBERS,
)
_DICTIONARY: NetType = declare(
    "System.Collections.Hashtable+HashtableEnumerator", None, interfaces=("System.Collections.IDictionaryEnumerator", "System.Collections.IEnumerator"),
    get={**_MEMBERS["get"], "Entry": _entry, "Key": lambda e: _entry(e).key, "Value": lambda e: _entry(e).value},
    methods=_MEMBERS["methods"], enumerate=iter,
    signatures=(
        "System.Object Current {get;}", "System.Collections.DictionaryEntry Entry {get;}", "System.Object Key {get;}", "System.Object Value {get;}",
        "bool MoveNext()", "void Reset()",
    ),
)
