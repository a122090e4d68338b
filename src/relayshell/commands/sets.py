"""Choosing the parameter set that the arguments mean.

The functions work on a Binder: `sets` is the mask of sets still possible, `unbound` the slots
without a value. They follow PowerShell's order of questions, which decides the errors' ids.
"""

from __future__ import annotations

from typing import Any

from relayshell.commands.bindingerrors import ambiguous_set
from relayshell.commands.metadata import ALL


def count(sets: int) -> int:
    """How many sets a mask holds; ALL is one, the set of all."""
    return 1 if sets == ALL else sets.bit_count()


def any_takes_input(binder: Any, sets: int) -> bool:
    """Whether a parameter without a value takes pipeline input in one of the sets."""
    return any(slot.takes_input(sets) for slot in binder.unbound)


def validate(binder: Any, before_input: bool, use_default: bool) -> int:
    """Narrow the sets to one if it can be told; the number of sets left.

    before_input   piped objects may still tell more
    use_default    settle on the default set when it is possible
    Raises BindingError AmbiguousParameterSet.
    """
    metadata = binder.metadata
    default = metadata.default_bit
    number = count(binder.sets)
    if number == 0:
        raise ambiguous_set()
    if number > 1:
        if default and binder.sets & default:
            if use_default:
                binder.sets = default
                number = 1
        elif before_input and any_takes_input(binder, binder.sets):
            pass
        else:
            number = _by_mandatory(binder)
        return number
    if binder.sets == ALL:
        number = max(len(metadata.set_names), 1)
        if before_input and any_takes_input(binder, ALL):
            pass
        elif default:
            if use_default:
                binder.sets = default
                number = 1
        elif number > 1:
            number = _by_mandatory(binder)
    return number


def _by_mandatory(binder: Any) -> int:
    """Settle on the one set that lacks no mandatory parameter. Raises when there is not exactly one."""
    remaining = binder.sets
    known = 0
    for slot in list(binder.bound.values()) + binder.unbound:
        known |= slot.mask
    remaining &= known
    for slot in binder.unbound:
        for place in slot.places:
            if place.inset.mandatory:
                remaining &= ~place.bit & ALL
    if count(remaining) != 1:
        raise ambiguous_set()
    binder.sets = remaining
    return 1


def taking_input(binder: Any) -> int:
    """The sets left when those are dropped that no piped object can reach any more."""
    taking = 0
    for slot in binder.delayed:
        taking |= slot.mask
    for slot in binder.unbound:
        if not slot.pipeline:
            continue
        for place in slot.matching(binder.sets):
            if place.inset.pipeline or place.inset.by_name:
                if place.bit == 0:
                    return int(binder.sets)
                taking |= place.bit
    return int(binder.sets & taking if taking else binder.sets)


def verify_selected(binder: Any) -> None:
    """Take the default set when nothing else was chosen. Raises when there are sets and no default."""
    metadata = binder.metadata
    if len(metadata.set_names) > 1 and binder.sets == ALL:
        if metadata.default_bit:
            binder.sets = metadata.default_bit
        else:
            raise ambiguous_set()


def without(binder: Any, sets: int) -> None:
    """Drop some sets from those possible."""
    if sets:
        binder.sets = (binder.metadata.all_bits if binder.sets == ALL else binder.sets) & ~sets & ALL
