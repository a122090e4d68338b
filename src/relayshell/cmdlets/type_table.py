"""The type data that every session has from the start, for Get-TypeData and its kin: type_table.tsv beside what the types' own modules add.

A type's members come with the module that declares it; here the modules are imported for those that are asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from relayshell.objects.typedata import add_built_in, table
from relayshell.objects.typehomes import load_home

_STANDARD = ("DefaultDisplayProperty", "SerializationDepth", "TargetTypeForDeserialization", "SerializationMethod")
_known: dict[str, list[str]] | None = None


def know(wanted: Callable[[str], bool]) -> None:
    """Have the built-in data of the types whose names are wanted."""
    global _known
    if _known is None:
        _known = {}
        for line in (Path(__file__).parent / "type_table.tsv").read_text("utf-8").splitlines()[1:]:
            name, *rest = line.split("\t")
            _known[name] = rest
    for name in [name for name in _known if wanted(name)]:
        rest = _known.pop(name) or [""]
        load_home(name)
        shown, *others = rest
        there = table().find(name)
        standard = {
            key: int(value) if key == "SerializationDepth" else value
            for key, value in zip(("DefaultDisplayPropertySet", *_STANDARD), (shown.split(",") if shown else None, *others))
            if value and (there is None or key not in there.standard)
        }
        add_built_in(name, (), **standard)
