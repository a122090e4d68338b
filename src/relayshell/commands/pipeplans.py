"""How objects of one shape were bound, so that the next of the same shape go the same way without a search.

Objects have one shape when they are of one class and have the same properties; which parameters they fit, whole or by a
property's name, is then the same. What a value itself decides (a text that is no number) is never remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.objects import typedata
from relayshell.objects.arrays import TypedArray
from relayshell.objects.declare import CLASS_TYPES
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.nettype import NetType
from relayshell.objects.psobject import Member, PSCustomObject, PSObject, unwrap

SCALARS = frozenset((str, int, float, bool))
"""Kinds of value that all have the same properties, whichever the value."""

_regular: dict[type, bool] = {}
_changes = 0


def _changed() -> None:
    global _changes
    _changes += 1


typedata.on_change(_changed)


def changes() -> int:
    """How often members of types may have changed; a plan made before the last change is none any more."""
    return _changes


def shape_of(value: Any) -> Any:
    """The shape of an object, or None for one whose properties its class does not tell."""
    kind = value.__class__
    if kind in SCALARS:
        return kind
    if kind is PSObject:
        inner = value.base.__class__
        if inner not in SCALARS and (not _is_regular(inner) or getattr(value.base, "props", None)):
            return None
        names = value.type_names
        return (inner, *value.props) if names is None else (inner, tuple(names), *value.props)
    if kind is PSCustomObject:
        names = value.type_names
        return (None, *value.props) if names is None else (None, tuple(names), *value.props)
    return kind if _is_regular(kind) and not getattr(value, "props", None) else None


def _is_regular(kind: type) -> bool:
    """Whether all instances of a class have the same type and the same properties."""
    found = _regular.get(kind)
    if found is None:
        if kind not in CLASS_TYPES:
            # Not met before: nothing is known of it yet.
            return False
        found = _regular[kind] = (
            CLASS_TYPES[kind].__class__ is NetType and not issubclass(kind, Hashtable) and kind is not list
            and not any(hasattr(kind, each) for each in ("adapted_find", "extra_type_names"))
        )
    return found


def is_empty(value: Any) -> bool:
    """Whether a value is an empty text."""
    plain = value.base if value.__class__ is PSObject else value
    return plain.__class__ is str and not plain


class Step:
    """One parameter that took an object.

    key    the property of a custom object that it took, where it is a plain one; None otherwise
    kind   the class of the property's value; the next must be of it too
    """

    __slots__ = ("slot", "by_name", "coerce", "key", "kind")

    def __init__(self, slot: Any, by_name: bool, coerce: bool, piped: Any, value: Any) -> None:
        self.slot = slot
        self.by_name = by_name
        self.coerce = coerce
        self.key = None
        self.kind = value.__class__
        if by_name and piped.__class__ is PSCustomObject:
            for name in slot.parameter.names:
                key = piped.find(name)
                if key is not None:
                    self.key = None if isinstance(piped.props[key], Member) else key
                    break


class PipePlan:
    """What was done with an object of a shape.

    takers   the parameters that could take it, in the order asked
    steps    those that did
    sets, prioritized   the parameter sets left
    direct   makes what the one parameter holds that takes the object whole, where the object before may simply be replaced;
             None otherwise. Not for an empty text, which may be refused
    """

    __slots__ = ("shape", "takers", "steps", "sets", "prioritized", "direct", "changes")

    def __init__(self, shape: Any, takers: list[Any], steps: list[Step], sets: int, prioritized: int) -> None:
        self.shape = shape
        self.takers = takers
        self.steps = steps
        self.sets = sets
        self.prioritized = prioritized
        self.changes = _changes
        self.direct = _direct(steps[0]) if len(steps) == 1 and not steps[0].by_name else None


_ANY = ("System.Object", "System.Management.Automation.PSObject")


def _direct(step: Step) -> Callable[[Any], Any] | None:
    """A function that makes of an object what the parameter holds, where no value but an empty text can be refused."""
    parameter = step.slot.parameter
    if parameter.ps_type_name or step.slot.is_switch:
        return None
    from relayshell.commands.coerce import ScriptType
    from relayshell.commands.validation import ValidateNotNull, ValidateNotNullOrEmpty

    if any(each.__class__ is not ScriptType for each in parameter.transforms):
        return None
    if not all(each.__class__ is ValidateNotNull or each.__class__ is ValidateNotNullOrEmpty and not each.blank for each in parameter.checks):
        return None
    text = parameter.net_type.text
    if text in _ANY:
        return None if step.coerce else _whole
    element = parameter.net_type.element_type
    if element is not None:
        if parameter.net_type.rank != 1 or step.coerce and (element.text not in _ANY or parameter.transforms):
            return None
        if element.text == "System.Object":
            return _one
        return lambda value: TypedArray(element, (unwrap(value),))
    return None if step.coerce or step.slot.collection[0] is not None else unwrap


def _whole(value: Any) -> Any:
    return value


def _one(value: Any) -> list[Any]:
    return [unwrap(value)]
