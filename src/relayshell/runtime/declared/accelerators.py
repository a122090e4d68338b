"""TypeAccelerators: the short names of types, which scripts reach by reflection to see them and to add their own."""

from __future__ import annotations

from typing import Any

from relayshell.commands.parametermembers import dictionary
from relayshell.objects import facts, typenames
from relayshell.objects.declare import declare
from relayshell.objects.nettype import NetType, find_type

_P = "System.Management.Automation."


def _all() -> Any:
    """Get: every short name with its type."""
    made = dictionary("System.Type")
    for short, full in facts.accelerators_as_written().items():
        found = find_type(full)
        if found is not None and not typenames.is_removed(short):
            made.put(short, found)
    for short, net_type in typenames.added_accelerators().items():
        made.put(short, net_type)
    return made


def _add(name: str, net_type: NetType) -> None:
    typenames.add_accelerator(str(name), net_type)


declare(
    _P + "TypeAccelerators", None, static_get={"Get": _all},
    statics={"Add": _add, "Remove": lambda name: typenames.remove_accelerator(str(name))},
    signatures=(
        "static System.Collections.Generic.Dictionary[string,type] Get {get;}", "static void Add(string typeName, type type)",
        "static bool Remove(string typeName)",
    ),
)
