"""What is known of .NET types: base, interfaces, signatures of members, values of enums.

The tables are package data (dotnet/facts); the index is read once, the members of a type when
they are first asked for. This module knows names and texts only, no values and no behaviour.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "dotnet" / "facts"


@dataclass(slots=True)
class TypeRow:
    """One type of the index. Names of base and interfaces are as reflection shows them."""

    name: str
    kind: str
    base: str
    interfaces: tuple[str, ...]
    offset: int = -1
    length: int = 0
    underlying: str = ""
    flags: bool = False
    values: str = ""


@dataclass(slots=True)
class TypeFacts:
    """The members of one type, each as the text of its signature."""

    constructors: list[str] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    values: dict[str, int] = field(default_factory=dict)


_rows: dict[str, TypeRow] | None = None
_folded: dict[str, str] = {}
_accelerators: dict[str, str] | None = None
_accelerator_names: dict[str, str] = {}
_members: dict[str, TypeFacts] = {}


def rows() -> dict[str, TypeRow]:
    """The index of all types known, by full name."""
    global _rows
    if _rows is None:
        _rows = {}
        for line in (FOLDER / "types.tsv").read_text("utf-8").splitlines():
            name, kind, base, interfaces, offset, length, underlying, flags = line.split("\t")
            _rows[name] = TypeRow(
                name, kind, base, tuple(interfaces.split("|")) if interfaces else (),
                int(offset), int(length), underlying, bool(flags),
            )
        for line in (FOLDER / "more.tsv").read_text("utf-8").splitlines():
            name, kind, base, interfaces, underlying, flags, values = (line + "\t\t\t").split("\t")[:7]
            if name and name not in _rows:
                _rows[name] = TypeRow(
                    name, kind, base, tuple(interfaces.split("|")) if interfaces else (),
                    -1, 0, underlying, bool(flags), values,
                )
        for name in _rows:
            _folded[name.lower()] = name
    return _rows


def row(name: str) -> TypeRow | None:
    """The row of a full name, in any case; None when the type is not known."""
    table = rows()
    found = table.get(name)
    if found is None:
        exact = _folded.get(name.lower())
        found = table[exact] if exact else None
    return found


def accelerators() -> dict[str, str]:
    """Full type name by short name, the latter folded."""
    global _accelerators
    if _accelerators is None:
        _accelerators = {}
        for line in (FOLDER / "accelerators.tsv").read_text("utf-8").splitlines():
            short, _, full = line.partition("\t")
            _accelerators[short.lower()] = full
            # Where several short names stand for one type, messages show a settled one.
            if full not in _accelerator_names or short in _SHOWN:
                _accelerator_names[full] = short
    return _accelerators


def accelerators_as_written() -> dict[str, str]:
    """Full type name by short name, as the short names are written."""
    lines = (FOLDER / "accelerators.tsv").read_text("utf-8").splitlines()
    return {short: full for short, _, full in (line.partition("\t") for line in lines)}


_SHOWN = {"int", "long", "short", "ushort", "uint", "ulong", "float", "psobject"}


def accelerator_of(full_name: str) -> str | None:
    """The short name messages use for a type, or None."""
    accelerators()
    return _accelerator_names.get(full_name)


def members(name: str) -> TypeFacts:
    """The members of a type by its exact full name; empty when nothing is known."""
    known = _members.get(name)
    if known is not None:
        return known
    facts = _members[name] = TypeFacts()
    known_row = rows().get(name)
    if known_row is None:
        return facts
    if known_row.values:
        for item in known_row.values.split(","):
            key, _, value = item.partition("=")
            facts.values[key] = int(value)
    if known_row.offset < 0:
        return facts
    with open(FOLDER / "members.txt", "rb") as file:
        file.seek(known_row.offset)
        text = file.read(known_row.length).decode("utf-8")
    lists = {
        "C": facts.constructors, "P": facts.properties, "F": facts.fields,
        "M": facts.methods, "E": facts.events,
    }
    for line in text.splitlines():
        letter, _, rest = line.partition("\t")
        if letter == "V":
            key, _, value = rest.partition("=")
            facts.values[key] = int(value)
        else:
            lists[letter].append(rest)
    return facts
