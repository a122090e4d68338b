"""Where members that a script adds to an array are kept: a Python list has no place of its own for them.

PowerShell keeps them beside the object too, for as long as it lives. A list cannot be referred to weakly, so what nobody else holds any more
is looked for when the next one comes.
"""

from __future__ import annotations

import sys
from typing import Any

_kept: dict[int, tuple[list[Any], dict[str, Any]]] = {}
_FEW = 16
"""So many may stand before any is looked for."""
_OWN = 3
"""The references to a list that are this module's: the pair's, the loop's and the call's."""


def props_of(value: Any) -> dict[str, Any] | None:
    """What was added to an object, by name; None when nothing was."""
    if value.__class__ is list:
        found = _kept.get(id(value)) if _kept else None
        return None if found is None else found[1]
    return getattr(value, "props", None)


def props_for(value: list[Any]) -> dict[str, Any]:
    """The place for members of an array, made if need be."""
    found = _kept.get(id(value))
    if found is None:
        if len(_kept) >= _FEW:
            _drop_unused()
        found = _kept[id(value)] = value, {}
    return found[1]


def _drop_unused() -> None:
    for key in list(_kept):
        kept = _kept[key][0]
        if sys.getrefcount(kept) <= _OWN:
            del _kept[key]
