"""Which mandatory parameters are missing, and which set is meant where that depends on what the pipeline brings.

A parameter that takes pipeline input is not missing while input is expected.
"""

from __future__ import annotations

from typing import Any

from relayshell.commands import sets
from relayshell.commands.bindingerrors import ambiguous_set
from relayshell.commands.metadata import ALL


class Missing:
    """The mandatory parameters without a value in one set: those the pipeline can bring, and those it cannot."""

    __slots__ = ("bit", "is_default", "by_value", "by_name", "piped", "typed")

    def __init__(self, bit: int, is_default: bool) -> None:
        self.bit = bit
        self.is_default = is_default
        self.piped: list[Any] = []
        self.by_value: list[Any] = []
        self.by_name: list[Any] = []
        self.typed: list[Any] = []

    @property
    def is_all(self) -> bool:
        """Whether this is the set of all."""
        return self.bit == ALL


def missing(binder: Any, number: int, expecting: bool) -> list[Any]:
    """The slots to ask for. `number` is how many sets are still possible; may narrow the binder's sets.

    Raises BindingError AmbiguousParameterSet.
    """
    default = binder.metadata.default_bit
    found: list[Any] = []
    data: dict[int, Missing] = {}
    lacking = 0
    any_missing = in_all = False
    for slot in binder.unbound:
        if not slot.mandatory:
            continue
        own = 0
        this = False
        for place in slot.matching(binder.sets):
            if not place.inset.mandatory:
                continue
            bit = place.bit or ALL
            entry = data.get(bit)
            if entry is None:
                entry = data[bit] = Missing(bit, bool(default and default & bit))
            if expecting and (place.inset.pipeline or place.inset.by_name):
                entry.piped.append(slot)
                if place.inset.pipeline:
                    entry.by_value.append(slot)
                if place.inset.by_name:
                    entry.by_name.append(slot)
            else:
                entry.typed.append(slot)
            any_missing = this = True
            if bit == ALL:
                in_all = True
            else:
                own |= binder.sets & bit
                lacking |= binder.sets & own
        if this and not expecting:
            found.append(slot)
    if not any_missing or not expecting:
        return found
    if lacking == 0:
        lacking = binder.sets
    if in_all:
        lacking = binder.sets & (binder.metadata.all_bits or ALL)
    if number > 1 and default and not default & lacking and default & binder.sets:
        piped = any(
            entry.bit & binder.sets and not entry.bit & default and not entry.is_all and entry.piped for entry in data.values()
        )
        if not piped:
            lacking = binder.sets = binder.sets & ~lacking & ALL
            if binder.sets != default:
                binder.prioritized = default
    sets_lacking = sets.count(lacking)
    if sets_lacking == 0:
        raise ambiguous_set()
    if sets_lacking == 1:
        return _typed(data, lacking)
    if binder.prioritized == 0:
        return _choose(binder, data, lacking, default)
    return found


def _typed(data: dict[int, Missing], chosen: int) -> list[Any]:
    return [slot for entry in data.values() if entry.bit & chosen or entry.is_all for slot in entry.typed]


def _choose(binder: Any, data: dict[int, Missing], lacking: int, default: int) -> list[Any]:
    """Several sets lack something: settle on one, the default first."""
    if default and lacking & default and _default_fits(data, default):
        binder.sets = default
        return _typed(data, default)
    by_value = _only(entry.bit for entry in data.values() if entry.bit & lacking and not entry.is_all and entry.by_value)
    by_name = _only(entry.bit for entry in data.values() if entry.bit & lacking and not entry.is_all and entry.by_name)
    value_found = any(entry.by_value for entry in data.values() if entry.bit & lacking and not entry.is_all)
    name_found = any(entry.by_name for entry in data.values() if entry.bit & lacking and not entry.is_all)
    unique = 0
    if value_found and name_found:
        unique = by_value if by_value == by_name else 0
    elif value_found:
        unique = by_value
    elif name_found:
        unique = by_name
    if unique:
        return _settle(binder, data, unique)
    typed_sets = 0
    found = False
    for entry in data.values():
        if (entry.bit & lacking or entry.is_all) and entry.typed:
            found = True
            if not entry.is_all:
                typed_sets |= entry.bit
    if found:
        if by_value:
            return _settle(binder, data, by_value)
        sets.without(binder, typed_sets)
        if binder.sets == 0:
            raise ambiguous_set()
    return []


def _default_fits(data: dict[int, Missing], default: int) -> bool:
    others = [entry for entry in data.values() if not entry.is_all and not entry.is_default]
    other_takes = any(entry.piped and not entry.typed for entry in others)
    other_by_name = any(entry.by_name for entry in others)
    mine = data.get(default)
    if mine is not None and mine.by_name and not other_by_name:
        return True
    if not other_takes:
        return True
    everywhere = data.get(ALL)
    return everywhere is not None and bool(everywhere.typed)


def _only(bits: Any) -> int:
    """The one bit there is, or 0 for none or several."""
    found = list(bits)
    return found[0] if len(found) == 1 else 0


def _settle(binder: Any, data: dict[int, Missing], chosen: int) -> list[Any]:
    """Take a set, but keep those that lack nothing as long as the chosen one needs nothing typed."""
    others = 0
    has_typed = False
    for entry in data.values():
        if entry.bit & chosen or entry.is_all:
            if not entry.is_all:
                has_typed = bool(entry.typed)
        else:
            others |= entry.bit
    if has_typed:
        binder.sets = chosen
    else:
        sets.without(binder, others)
        if binder.sets != chosen:
            binder.prioritized = chosen
    return _typed(data, chosen)
