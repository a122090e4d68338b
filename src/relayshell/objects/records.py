"""Objects that are nothing but named values, of a type that scripts can name."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare


class Record:
    """The values of one object, by name. Each declared type has a class of its own."""

    __slots__ = ("values", "props", "__weakref__")

    def __init__(self, **values: Any) -> None:
        self.values = values
        self.props: Any = None


def _reader(name: str) -> Any:
    return lambda record: record.values.get(name)


def declare_record(full_name: str, fields: dict[str, str], base: str = "System.Object", above: type[Record] = Record, text: str = "") -> type[Record]:
    """Declares a type by its properties, names with types; gives the class its objects are of.

    `above` is the class of the base type where that is a record too; `text` the property that stands for the object as text.
    """
    kind = type(full_name.rpartition(".")[2].rpartition("+")[2], (above,), {"__slots__": ()})
    declare(full_name, kind, get={name: _reader(name) for name in fields}, base=base,
            to_text=(lambda record: str(record.values.get(text))) if text else None,
            signatures=tuple(f"{of} {name} {{get;}}" for name, of in fields.items()))
    return kind
