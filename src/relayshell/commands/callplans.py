"""How a call of a cmdlet in the text was bound, so that the next call at the same place goes the same way without a search.

What is typed at one place has the same names each time; where the values are plain ones of the same classes and reach the parameters as they
are, they reach the same parameters again. A plan is made of nothing else: no conversion but into an array of one, no transformation,
no default values, nothing piped in. Checks run each time; where one fails, the whole binding is done anew and says so.
"""

from __future__ import annotations

from typing import Any

from relayshell.commands.bind import Binder, object_list
from relayshell.objects.arrays import TypedArray
from relayshell.objects.dotnet.lists import NetList
from relayshell.objects.enums import EnumValue
from relayshell.syntax import ast as tree

PLAIN = frozenset((str, int, float, bool))
"""Classes whose values say nothing of the way they are bound but by their class."""
_SLOTS = tuple(name for kind in Binder.__mro__ for name in getattr(kind, "__slots__", ()))
_OWN = ("host", "values", "delayed")
"""What belongs to one call."""
_CONSTANT = -1
_AS_IS, _IN_LIST, _IN_ARRAY, _LEFT_OVER = range(4)


class CallPlan:
    """The steps of one binding, and the state of the Binder at its end; nothing of the call itself is kept.

    steps    rows of (slot, number of the value or -1 for a constant, how it is taken, the constant or the element type, checks)
    classes  the classes of the values of the call, in the order of its words
    """

    __slots__ = ("signature", "classes", "steps", "state", "parameter_set")

    def __init__(self, binder: Binder, classes: tuple[type, ...], steps: tuple[tuple[Any, ...], ...]) -> None:
        self.signature, self.classes, self.steps = binder.signature, classes, steps
        self.state = tuple((name, getattr(binder, name)) for name in _SLOTS if name not in _OWN)
        self.parameter_set = binder.parameter_set

    def bind(self, values: list[Any], host: Any) -> Binder | None:
        """A Binder that has bound these values, the host told of each; None where they must be bound the long way."""
        taken = []
        for slot, number, way, more, checks in self.steps:
            if number == _CONSTANT:
                taken.append(more)
                continue
            value = values[number]
            if value == "" and value.__class__ is str:
                return None
            if way == _IN_LIST:
                value = [value]
            elif way == _IN_ARRAY:
                value = TypedArray(more, [value])
            elif way == _LEFT_OVER:
                value = object_list([value])
            for check in checks:
                try:
                    check.check(value, host)
                except Exception:  # noqa: BLE001 - the long way raises it as it must be raised
                    return None
            taken.append(value)
        made = Binder.__new__(Binder)
        for name, value in self.state:
            setattr(made, name, value)
        made.host, made.values, made.delayed, made.bound, made.unbound = host, {}, {}, dict(made.bound), list(made.unbound)
        for (slot, *_), value in zip(self.steps, taken):
            host.store(slot.parameter, value)
            made.values[slot.name] = value
        return made


def plan_of(words: tuple[Any, ...], values: list[Any], binder: Binder) -> CallPlan | None:
    """The plan of a binding that was just made of the words and values of a call; None where there can be none."""
    signature = binder.signature
    if signature.dynamic is not None or binder.rest or binder.delayed or binder.defaulted:
        return None
    sources = _sources(words, binder)
    if sources is None or len(sources) != len(binder.bound) or any(value.__class__ not in PLAIN for value in values):
        return None
    steps = []
    for folded, slot in binder.bound.items():
        if folded not in sources:
            return None
        step = _step(slot, sources[folded], words, values, binder.values[slot.name])
        if step is None:
            return None
        steps.append(step)
    return CallPlan(binder, tuple(value.__class__ for value in values), tuple(steps))


def _sources(words: tuple[Any, ...], binder: Binder) -> dict[str, int] | None:
    """The number of the value that each bound parameter got, by folded name; -1 for a switch. None where that is not plain to see."""
    found: dict[str, int] = {}
    nameless: list[int] = []
    number, named = 0, None
    for word in words:
        if word.kind == "value":
            if word.text is not None:
                return None
            if named is not None:
                found[named.folded] = number
            else:
                nameless.append(number)
            named = None
            number += 1
        elif word.kind == "name" and named is None:
            slot = binder.metadata.find(word.name, None)
            if slot is None or slot.folded in found:
                return None
            if slot.is_switch:
                found[slot.folded] = _CONSTANT
            else:
                named = slot
        else:
            return None
    placed = [folded for folded in binder.bound if folded in binder.positional]
    if len(nameless) == 1 and not placed:
        # The one word without a name may have been left over for the parameter that takes the rest.
        placed = [folded for folded, slot in binder.bound.items() if slot.remaining and folded not in found]
    if named is not None or len(placed) != len(nameless) or any(_is_chosen(binder, folded) for folded in placed):
        return None
    found.update(zip(placed, nameless))
    return found


def _is_chosen(binder: Binder, folded: str) -> bool:
    """Whether a value itself may have decided that this parameter and no other of the same place took it."""
    own = {place.position for slot, place in binder.metadata.positional if slot.folded == folded}
    return any(place.position in own and slot.folded != folded and (slot.parameter.checks or slot.parameter.transforms)
               for slot, place in binder.metadata.positional)


def _step(slot: Any, number: int, words: tuple[Any, ...], values: list[Any], stored: Any) -> tuple[Any, ...] | None:
    parameter = slot.parameter
    if parameter.transforms or parameter.ps_type_name:
        return None
    if number == _CONSTANT:
        return (slot, number, _AS_IS, True, ()) if stored is True else None
    value = values[number]
    if stored is value:
        return slot, number, _AS_IS, None, parameter.checks
    if isinstance(stored, EnumValue):
        written = [word for word in words if word.kind == "value"][number].node
        return (slot, _CONSTANT, _AS_IS, stored, ()) if isinstance(written, tree.StringConstantExpressionAst) else None
    if isinstance(stored, NetList):
        return (slot, number, _LEFT_OVER, None, parameter.checks) if slot.remaining and stored.items == [value] else None
    if isinstance(stored, list) and len(stored) == 1 and stored[0] is value:
        if stored.__class__ is TypedArray:
            return slot, number, _IN_ARRAY, stored.element_type, parameter.checks
        return slot, number, _IN_LIST, None, parameter.checks
    return None
