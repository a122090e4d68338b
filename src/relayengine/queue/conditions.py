"""Conditions of -Filter that the engine can narrow a list of messages by, so that the shell need not compare a million.

What comes back may hold more than meets the conditions, never less: the shell compares again. So only what is sure to mean the same in
SQL is taken: text with nothing in it but ASCII, and rows with anything else in them always stay.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from relayengine.queue.hopqueue import HopQueue

_TEXTS = {"subject": "subject", "internetmessageid": "message_id", "sourceip": "client_ip",
          "fromaddress": "case sender when '' then '<>' else sender end", "originalfromaddress": "case sender when '' then '<>' else sender end"}
_ORDERS = {"eq": "=", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
_LONGEST = 1000
_STARS = 3
"""Stars of a pattern: with many of them comparing takes long."""


class Narrowing(NamedTuple):
    """What conditions come to: one over the columns of the message ("" for none) with its values, and two that memory answers."""

    sql: str
    values: tuple[object, ...]
    queue: str
    """The identity of the only queue in question, folded; "" for any."""
    status: str
    """Suspended or Active, folded; "" for any."""

    def of_queue(self, identity: str) -> bool:
        """Whether messages of a queue may be meant."""
        return not self.queue or identity.lower() == self.queue

    def in_state(self, queue: "HopQueue", all_held: bool) -> Callable[[int], bool] | None:
        """A question to the numbers of a queue; None where all may be meant."""
        if self.status == "active":
            return queue.flying.__contains__
        return queue.held.__contains__ if self.status == "suspended" and not all_held else None


def narrowing(conditions: Iterable[Any]) -> Narrowing | None:
    """What conditions, each a property, an operator and a value, come to; None where they narrow nothing."""
    parts: list[str] = []
    values: list[object] = []
    queue = status = ""
    for condition in conditions:
        match condition:
            case [str(name), str(operator), str(value)] if value.isascii() and len(value) <= _LONGEST:
                column = _TEXTS.get(name.lower())
                if column and operator == "eq":
                    parts.append(f"({column} = ? collate nocase or {column} glob '*[^ -~]*')")
                    values.append(value)
                elif column and operator == "like" and value.count("*") <= _STARS and not set("[]`") & set(value):
                    parts.append(f"({column} like ? escape '\\' or {column} glob '*[^ -~]*')")
                    values.append("".join(f"\\{c}" if c in "\\%_" else {"*": "%", "?": "_"}.get(c, c) for c in value))
                elif name.lower() == "queue" and operator == "eq":
                    queue = value.lower()
                elif name.lower() == "status" and operator == "eq" and value.lower() in ("suspended", "active"):
                    status = value.lower()
            case [str(name), str(operator), int(number)] if name.lower() == "size" and operator in _ORDERS and abs(number) < 1 << 62:
                parts.append(f"size {_ORDERS[operator]} ?")
                values.append(number)
    return Narrowing(" and ".join(parts), tuple(values), queue, status) if parts or queue or status else None


def among(numbers: Sequence[int], wanted: Callable[[int], bool] | None) -> list[int]:
    """The numbers that are wanted."""
    return list(numbers) if wanted is None else [number for number in numbers if wanted(number)]
