"""Which parameter each word of a command would go to: binding without running anything.

A place that is still empty takes part as a word of its own, so that what could stand there is known.
"""

from __future__ import annotations

from typing import Any

from relayshell.commands.metadata import ALL, Metadata, Slot
from relayshell.commands.signature import Parameter, Signature
from relayshell.syntax import ast as tree
from relayshell.syntax.ast.node import Ast


class Blank:
    """A word not yet typed."""

    start = end = -1


class Matched:
    """How the words of a command go to its parameters.

    given     the words by parameter, in order; a switch has None
    owner     by id of a word: the slot it goes to
    sets      the parameter sets still possible, as bits
    """

    def __init__(self, metadata: Metadata) -> None:
        self.metadata = metadata
        self.given: dict[str, Any] = {}
        self.owner: dict[int, Slot] = {}
        self.sets = ALL

    def slot_of(self, word: Any) -> Slot | None:
        """The parameter a word goes to, or None."""
        return self.owner.get(id(word))

    def possible(self) -> list[Slot]:
        """The parameters not given yet that the sets still allow."""
        return [slot for slot in self.metadata.slots.values() if slot.folded not in self.given and (slot.in_all or slot.mask & self.sets)]


def named(metadata: Metadata, name: str) -> Slot | None:
    """The parameter that a name, an alias or an unmistakable beginning means."""
    folded = name.lower()
    exact = metadata.slots.get(folded) or metadata.aliases.get(folded)
    if exact is not None:
        return exact
    found: dict[str, Slot] = {}
    for key, slot in (*metadata.slots.items(), *metadata.aliases.items()):
        if key.startswith(folded):
            found[slot.folded] = slot
    if len(found) > 1:
        own = {key: slot for key, slot in found.items() if not slot.parameter.shared}
        found = own if len(own) == 1 else found
    return next(iter(found.values())) if len(found) == 1 else None


def match_words(signature: Signature, words: list[Any], skip: Any = None, more: tuple[Parameter, ...] = ()) -> Matched:
    """Gives each word its parameter. `skip` is a parameter's name still being typed, which binds nothing."""
    metadata = Metadata(signature, more)
    result = Matched(metadata)
    loose: list[Any] = []
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        if not isinstance(word, tree.CommandParameterAst):
            loose.append(word)
            continue
        slot = named(metadata, word.parameter_name) if word is not skip else None
        if slot is None:
            continue
        value: Any = word.argument
        if value is None and not slot.is_switch and at < len(words) and not isinstance(words[at], tree.CommandParameterAst):
            value = words[at]
            at += 1
        _give(result, slot, value)
    _narrow(result)
    _positions(result, loose)
    return result


def _give(result: Matched, slot: Slot, value: Any) -> None:
    result.given[slot.folded] = value
    if value is not None:
        result.owner[id(value)] = slot


def _narrow(result: Matched) -> None:
    sets = ALL
    for name in result.given:
        slot = result.metadata.slots[name]
        if not slot.in_all and slot.mask & sets:
            sets &= slot.mask
    result.sets = sets


def _positions(result: Matched, loose: list[Any]) -> None:
    """Words without a name: by position, the default set first, then whatever takes the rest."""
    slots = result.metadata.slots.values()
    for word in loose:
        slot = _next_position(result, word)
        if slot is None:
            rest = [each for each in slots if each.remaining and (each.in_all or each.mask & result.sets)]
            if not rest:
                return
            result.owner[id(word)] = rest[0]
            result.given.setdefault(rest[0].folded, word)
            continue
        _give(result, slot, word)
        if not slot.in_all and slot.mask & result.sets:
            result.sets &= slot.mask


def _next_position(result: Matched, word: Any) -> Slot | None:
    # A plain word is no script block: it goes to what takes its place in another set.
    plain = isinstance(word, tree.StringConstantExpressionAst)
    default = result.metadata.default_bit
    choices = [result.sets & default, result.sets] if default & result.sets else [result.sets]
    for sets in choices:
        best: tuple[int, bool, Slot] | None = None
        for slot in result.metadata.slots.values():
            if slot.folded in result.given or plain and str(slot.parameter.type).lower().startswith("scriptblock"):
                continue
            for place in slot.matching(sets):
                if place.position is None or place.inset.remaining:
                    continue
                # Of several sets that take a word in the same place, the one that takes text is meant.
                rank = (place.position, not _takes_text(slot) and not sets & default)
                if best is None or rank < best[:2]:
                    best = (*rank, slot)
        if best is not None:
            return best[2]
    return None


def _takes_text(slot: Slot) -> bool:
    net = slot.parameter.net_type
    return bool((net.element_type or net).full_name == "System.String")


def text_of(word: Ast | None) -> str | None:
    """The text of a word that is plain; None for anything to be worked out."""
    return str(word.value) if isinstance(word, tree.StringConstantExpressionAst) else None
