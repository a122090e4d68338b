"""Piped objects to parameters: four passes for each object, and the values of before restored.

The passes: by value as it is, by property name as it is, by value converted, by property name
converted. In each the default set comes first. Parameters are walked from the last to the first.
"""

from __future__ import annotations

from typing import Any

from relayshell.commands import bindingerrors as errors
from relayshell.commands import sets as choosing
from relayshell.commands.argument import Argument
from relayshell.commands.coerce import ScriptType
from relayshell.commands.metadata import ALL, Slot
from relayshell.commands.pipeplans import PipePlan, Step, changes, is_empty, shape_of
from relayshell.errors import ShellError
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.psobject import Member, PSCustomObject, unwrap

NO_CLASS = object()
_ONE_IN_MANY = frozenset((int, str, float, bool, PSCustomObject))
_QUICK_CLASSES: dict[str, Any] = {
    "System.Object": None, "System.Management.Automation.PSObject": None, "System.Int32": (int,), "System.String": (str,),
    "System.Double": (float,), "System.Boolean": (bool,), "System.Object[]": _ONE_IN_MANY,
}
"""The Python classes that values of a type have as they are; None where any value will do."""

_PASSES = ((False, False), (True, False), (False, True), (True, True))
"""(by property name, converted)"""


class PipeBinding:
    """The half of a Binder that binds piped objects."""

    __slots__ = (
        "metadata", "signature", "host", "sets", "unbound", "bound", "values", "positional", "rest", "delayed", "prioritized",
        "defaulted", "expecting", "_before_sets", "_before_prioritized", "_piped", "quick", "_quick_sets", "_quick_class", "_takers", "_musts",
        "_plans", "_plan", "_trace",
    )

    def start_pipe(self: Any) -> None:
        """Nothing is bound yet."""
        self._piped = []
        self._before_sets = ALL
        self._before_prioritized = 0
        self.quick = None
        self._quick_sets = 0
        self._quick_class = None
        self._takers: list[Slot] = []
        self._musts: list[Slot] = []
        self._plans: dict[Any, list[PipePlan]] = {}
        self._plan: PipePlan | None = None
        self._trace: list[Step] | None = None

    def ready_for_objects(self: Any) -> None:
        """Remember where each object starts from, and whether binding one is a plain assignment.

        `quick` is then the one slot that takes each object (of `_quick_class`, if that is not None) whole and unchecked,
        and None otherwise.
        """
        self._before_sets = self.sets
        self._before_prioritized = self.prioritized
        self._takers = [slot for slot in self.unbound if slot.pipeline]
        self._musts = [slot for slot in self.unbound if slot.mandatory]
        self.quick = None
        if not self.expecting or self.delayed or self.host.default_values():
            return
        if len(self._takers) != 1 or any(self._must(slot) for slot in self._musts if slot is not self._takers[0]):
            return
        slot = self._takers[0]
        parameter = slot.parameter
        plain = not (parameter.checks or parameter.ps_type_name) and len(parameter.transforms) <= 1
        kind = _QUICK_CLASSES.get(parameter.net_type.text, NO_CLASS)
        # What any value fits is taken whole before a property is looked for.
        by_value = all(place.inset.pipeline and (kind is None or not place.inset.by_name) for place in slot.places)
        if plain and by_value and kind is not NO_CLASS and all(each.__class__ is ScriptType for each in parameter.transforms):
            self.quick = slot
            self._quick_class = kind

    def quick_kind(self: Any) -> Any:
        """The classes of values that `quick` takes as they are; None where it takes any."""
        return frozenset() if self._quick_class is _ONE_IN_MANY else self._quick_class

    def bind_object(self: Any, piped: Any) -> bool:
        """Bind one piped object; raises BindingError with the object as its target when it fits nowhere.

        Whether it only took the place of the one before, in the same parameter and parameter set.
        """
        slot = self.quick
        kind = self._quick_class
        if slot is not None and self._quick_sets and (kind is None or piped.__class__ in kind) and (piped or not slot.mandatory):
            if kind is _ONE_IN_MANY:
                piped = [piped]
            self.values[slot.name] = piped
            self.host.store(slot.parameter, piped)
            return True
        shape = shape_of(piped)
        last = self._plan
        if last is not None and last.direct is not None and last.shape == shape and last.changes == changes() and not is_empty(piped):
            slot = last.steps[0].slot
            value = last.direct(piped)
            self.host.store(slot.parameter, value)
            self.values[slot.name] = value
            return True
        if shape is not None and shape in self._plans and self._bind_as_before(piped, shape):
            return False
        self._plan = None
        try:
            self._restore()
            takers = self._takers.copy()
            self._trace = []
            if not self._bind_piped(piped):
                self._restore()
                raise errors.input_not_bound(piped)
            lacking = self._musts and [each.name for each in self._musts if each.folded not in self.bound and self._must(each)]
            if lacking:
                raise errors.input_lacks_mandatory(lacking, piped)
        except errors.BindingError as error:
            error.target = piped
            raise
        if slot is not None:
            self._quick_sets = self.sets
        if shape is not None and self._trace and not self.delayed and not self.host.default_values():
            self._keep_plan(PipePlan(shape, takers, self._trace, self.sets, self.prioritized))
        return False

    def _keep_plan(self: Any, plan: PipePlan) -> None:
        plans = self._plans.setdefault(plan.shape, []) if len(self._plans) < _MOST_PLANS else self._plans.get(plan.shape)
        if plans is not None:
            if len(plans) >= _MOST_PLANS:
                plans.clear()
            plans.append(plan)
            self._plan = plan

    def _bind_as_before(self: Any, piped: Any, shape: Any) -> bool:
        """Bind an object as the last of its shape was; False where it must be searched for after all."""
        self._restore()
        for plan in self._plans[shape]:
            if plan.changes == changes() and plan.takers == self._takers:
                break
        else:
            return False
        self._plan = None
        try:
            for step in plan.steps:
                value = piped
                if step.by_name:
                    value = piped.props[step.key] if step.key is not None else _MEMBER
                    if isinstance(value, Member):
                        found, value = property_of(piped, step.slot)
                        if not found:
                            return False
                    if value.__class__ is not step.kind:
                        return False
                if not self.give(step.slot, value, None, step.coerce):
                    return False
                self._piped.append(step.slot)
        except errors.BindingError:
            # The long way tells what other parameters could do with it, or what is wrong.
            return False
        self.sets, self.prioritized = plan.sets, plan.prioritized
        self._plan = plan
        return True

    def _must(self: Any, slot: Slot) -> bool:
        return any(place.inset.mandatory for place in slot.matching(self.sets))

    def _restore(self: Any) -> None:
        """Put back what the object before changed."""
        for slot in self._piped:
            if slot.folded in self.bound:
                del self.bound[slot.folded]
                self.unbound.append(slot)
                self._takers.remove(slot)
                self._takers.append(slot)
                self.host.restore(slot.parameter)
        self._piped.clear()
        self.sets = self._before_sets
        self.prioritized = self._before_prioritized

    def _bind_piped(self: Any, piped: Any) -> bool:
        try:
            ran = bool(self.delayed)
            fitted = self._run_delayed(piped) if ran else True
            bound = self._passes(piped) if fitted else False
            choosing.verify_selected(self)
        except errors.BindingError:
            self._restore()
            raise
        return (ran and fitted) or bound

    def _passes(self: Any, piped: Any) -> bool:
        result = False
        prioritized = self.prioritized
        possible = prioritized or self.sets
        for step in range(2 if prioritized else 1):
            for by_name, coerce in _PASSES:
                if by_name and piped is None:
                    continue
                if self._pass(piped, by_name, coerce, possible):
                    if not prioritized or step == 1:
                        choosing.validate(self, True, True)
                        possible = self.sets
                    result = True
            if prioritized and step == 0:
                if self.sets == prioritized:
                    break
                possible = self.sets & ~prioritized & ALL
        choosing.validate(self, False, True)
        self._use_defaults()
        return result

    def _pass(self: Any, piped: Any, by_name: bool, coerce: bool, possible: int) -> bool:
        default = self.metadata.default_bit
        done = False
        if default and possible & default:
            done = self._pass_in(piped, by_name, coerce, default)
            if not done:
                possible &= ~default & ALL
        return done or self._pass_in(piped, by_name, coerce, possible)

    def _pass_in(self: Any, piped: Any, by_name: bool, coerce: bool, possible: int) -> bool:
        done = False
        for slot in reversed(self._takers):
            if slot.folded in self.bound or not (slot.in_all or slot.mask & possible):
                continue
            for place in slot.matching(possible):
                if (place.inset.by_name if by_name else place.inset.pipeline) and self._bind_piped_slot(slot, piped, by_name, coerce):
                    done = True
                    break
        return done

    def _bind_piped_slot(self: Any, slot: Slot, piped: Any, by_name: bool, coerce: bool) -> bool:
        value = piped
        if by_name:
            found, value = property_of(piped, slot)
            if not found:
                return False
        bound = False
        try:
            bound = bool(self.give(slot, value, None, coerce))
        except errors.TransformationError as error:
            if not _is_cast(error.inner):
                raise
        except errors.ValidationError as error:
            # An object of another kind may be meant for another parameter.
            if error.id != "MismatchedPSTypeName":
                raise
        except errors.BindingError:
            pass
        if bound:
            self._piped.append(slot)
            if self._trace is not None:
                self._trace.append(Step(slot, by_name, coerce, piped, value))
        elif by_name or coerce and piped.__class__ is not PSCustomObject:
            # It was the value that did not fit: the next of its shape may.
            self._trace = None
        return bound

    def _run_delayed(self: Any, piped: Any) -> bool:
        """Run the script blocks given as values and bind what they write."""
        from relayshell.objects.exceptions import NetException

        fitted = True
        for slot, argument in self.delayed.items():
            extent = argument.error_extent
            try:
                output = self.host.run_block(argument.value, piped)
            except (ShellError, NetException) as error:
                message = str(getattr(error, "message", error))
                raise errors.block_failed(slot.name, message, extent, error) from error
            if not output:
                raise errors.block_gave_nothing(slot.name, extent)
            value = output[0] if len(output) == 1 else list(output)
            made = Argument(slot.name, value, argument.extent, argument.name_extent)
            fitted = self.give(slot, made.value, made.error_extent, True) and fitted
        return fitted


def _is_cast(error: Any) -> bool:
    """Whether a transformation failed for want of a conversion, so that other parameters may be tried."""
    from relayshell.objects.casterror import CastError

    return isinstance(error, CastError)


_MOST_PLANS = 8
"""How many shapes, and orders of parameters, are remembered."""
_MEMBER = Member("")
_OF_TEXTS = frozenset(("length", "chars"))


def property_of(piped: Any, slot: Slot) -> tuple[bool, Any]:
    """Whether a piped object has a property of the parameter's name or an alias, and its value."""
    from relayshell.objects.members import property_value
    from relayshell.objects.typedata import type_members

    inside = unwrap(piped)
    if isinstance(inside, Hashtable):
        # Keys are no properties here, though a member access reads them.
        from relayshell.objects.memberinfo import list_properties

        properties = {each.name.lower(): each for each in list_properties(piped)}
        own = next((properties[name.lower()] for name in slot.parameter.names if name.lower() in properties), None)
        return (False, None) if own is None else (True, own.value)
    if inside.__class__ is str and (inside is piped or getattr(piped, "type_names", None) is None) and type_members(inside) is None:
        # A text has but its length and characters of its own, whatever was noted beside it.
        noted = () if inside is piped else getattr(piped, "props", ())
        if not any(name.lower() in _OF_TEXTS or any(name.lower() == key.lower() for key in noted) for name in slot.parameter.names):
            return False, None
    for name in slot.parameter.names:
        found = property_value(piped, name)
        if found is not None:
            return True, found[0]
    return False, None
