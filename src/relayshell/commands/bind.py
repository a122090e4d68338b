"""Typed arguments to parameters, in PowerShell's order: names, places, defaults, sets, what is left over, what is missing.

A Binder serves one call of a command. `bind_arguments` runs once; `bind_object` once for each
piped object (pipebind.py). It raises BindingError, whose `span` is the argument at fault, or
None when the whole command is. It knows nothing of scopes and streams: the host does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from relayshell.commands import bindingerrors as errors
from relayshell.commands import sets as choosing
from relayshell.commands.argument import NO_VALUE, Argument
from relayshell.commands.bindinghost import BindingHost
from relayshell.commands.coerce import NOT_BOUND, admit
from relayshell.commands.mandatory import missing
from relayshell.commands.metadata import ALL, Metadata, Slot, metadata_of
from relayshell.commands.pipebind import PipeBinding
from relayshell.commands.signature import Signature

__all__ = ["Argument", "Binder", "NO_VALUE"]


class Binder(PipeBinding):
    """Binds one call of a command.

    values      what was bound, by the parameter's name as declared, in the order bound ($PSBoundParameters)
    positional  the folded names of those that were bound by their place
    rest        the arguments that found no parameter ($args of a plain function)
    sets        the mask of the parameter sets still possible
    unbound     the slots without a value
    """

    __slots__ = ()

    def __init__(self, signature: Signature, host: Any = None) -> None:
        self.metadata: Metadata = metadata_of(signature)
        self.signature = signature
        self.host: Any = host if host is not None else BindingHost()
        self.sets = ALL
        self.unbound: list[Slot] = list(self.metadata.slots.values())
        self.bound: dict[str, Slot] = {}
        self.values: dict[str, Any] = {}
        self.positional: set[str] = set()
        self.rest: list[Argument] = []
        self.delayed: dict[Slot, Argument] = {}
        self.prioritized = 0
        self.defaulted: set[str] = set()
        self.expecting = False
        self.start_pipe()

    @property
    def parameter_set(self) -> str:
        """The name of the set chosen; empty while it is open."""
        return self.metadata.set_name(self.sets)

    def bind_arguments(self, arguments: Iterable[Argument], expecting: bool = False) -> None:
        """Bind what was typed. `expecting` tells that objects will be piped in.

        Raises BindingError. Mandatory parameters that are missing are asked for through the host.
        """
        self.expecting = expecting
        self.rest = self._reparsed(arguments)
        self.rest = self._bind_named(self.rest)
        self.rest, failure = self._bind_positional(self.rest)
        self._use_defaults()
        choosing.validate(self, True, False)
        failure = self._bind_dynamic() or failure
        self._bind_remaining()
        self._all_used(failure)

        number = choosing.validate(self, expecting, not expecting)
        if number == 1:
            self._use_defaults()
        if number > 1 and expecting:
            fewer = choosing.taking_input(self)
            if fewer != self.sets:
                self.sets = fewer
                number = choosing.validate(self, True, False)
        wanted = missing(self, number, expecting)
        if wanted:
            answers = self.host.ask([slot.parameter for slot in wanted])
            self._bind_named([Argument(name, value) for name, value in answers.items()])
        if not expecting:
            choosing.verify_selected(self)
        self.ready_for_objects()

    def bind_plain(self, arguments: Iterable[Argument]) -> None:
        """Bind the arguments of a plain function, which takes what is left over in $args and has no sets of its own."""
        self.rest = self._reparsed(arguments)
        self.rest = self._bind_named(self.rest)
        self.rest, failure = self._bind_positional(self.rest)

    # names

    def _reparsed(self, arguments: Iterable[Argument]) -> list[Argument]:
        """Names joined with the values that follow them; switches without a value made present."""
        given = list(arguments)
        found: list[Argument] = []
        find = self.metadata.find
        index = 0
        while index < len(given):
            argument = given[index]
            index += 1
            if argument.name is None or argument.value is not NO_VALUE:
                found.append(argument)
                continue
            slot = find(argument.name, argument.name_extent)
            if slot is None:
                found.append(argument)
                continue
            made = Argument(slot.name, argument.value, argument.extent, argument.name_extent, argument.text, argument.splatted)
            found.append(made)
            if slot.is_switch:
                made.value = True
                continue
            if index >= len(given):
                raise errors.missing_argument(slot.parameter, argument.name_extent)
            following = given[index]
            if following.name is not None:
                if following.has_value or find(following.name, following.name_extent) is not None:
                    raise errors.missing_argument(slot.parameter, argument.name_extent)
                made.value = following.text
                made.extent = following.name_extent
            else:
                made.value = following.value
                made.extent = following.extent
            index += 1
        return found

    def _bind_named(self, arguments: list[Argument]) -> list[Argument]:
        """Bind the arguments with a name that a parameter has; the others are given back."""
        left: list[Argument] = []
        explicit: set[str] = set()
        if any(argument.splatted for argument in arguments):
            arguments = [a for a in arguments if not a.splatted] + [a for a in arguments if a.splatted]
        for argument in arguments:
            slot = self.metadata.find(argument.name, argument.name_extent) if argument.name is not None else None
            if slot is None:
                left.append(argument)
                continue
            if argument.splatted:
                if slot.folded in explicit:
                    continue
            else:
                explicit.add(slot.folded)
            if slot.folded in self.bound:
                raise errors.already_bound(argument.name or slot.name, argument.name_extent)
            self.bind_slot(self.sets, slot, argument, True)
        return left

    # places

    def _bind_positional(self, arguments: list[Argument]) -> tuple[list[Argument], errors.BindingError | None]:
        """Bind the arguments without a name by their place; those that found none, and why the last did not fit."""
        if not arguments:
            return arguments, None
        places = self._places()
        if not places:
            return arguments, None
        left: list[Argument] = []
        failure: errors.BindingError | None = None
        possible = self.sets
        default = self.metadata.default_bit
        index = 0
        for position in sorted(places):
            candidates = [pair for pair in places[position] if pair[1].bit == 0 or pair[1].bit & possible]
            candidates = [pair for pair in candidates if pair[0].folded not in self.bound]
            if not candidates:
                continue
            argument = None
            while index < len(arguments):
                argument = arguments[index]
                index += 1
                if argument.name is None:
                    break
                left.append(argument)
                argument = None
                if index < len(arguments) and arguments[index].name is None:
                    left.append(arguments[index])
                    index += 1
            if argument is None:
                break
            done = False
            for coerce in (False, True):
                if default and possible & default:
                    done, failure = self._bind_at(candidates, default, argument, coerce)
                if not done:
                    done, failure = self._bind_at(candidates, possible, argument, coerce)
                if done:
                    break
            if not done:
                left.append(argument)
            elif possible != self.sets:
                possible = self.sets
        left.extend(arguments[index:])
        return left, failure

    def _places(self) -> dict[int, list[tuple[Slot, Any]]]:
        """The positional parameters without a value, by position."""
        found: dict[int, list[tuple[Slot, Any]]] = {}
        sets, bound = self.sets, self.bound
        for slot, place in self.metadata.positional:
            if (place.bit == 0 or place.bit & sets) and slot.folded not in bound:
                found.setdefault(place.position, []).append((slot, place))
        return found

    def _bind_at(
        self, candidates: list[tuple[Slot, Any]], possible: int, argument: Argument, coerce: bool
    ) -> tuple[bool, errors.BindingError | None]:
        failure: errors.BindingError | None = None
        for slot, place in candidates:
            if place.bit and not place.bit & possible:
                continue
            value = Argument(slot.name, argument.value, argument.extent, None)
            try:
                done = self.bind_slot(possible, slot, value, coerce)
            except errors.TransformationError:
                raise
            except errors.ValidationError as error:
                if not error.swallow:
                    raise
                failure, done = error, False
            except errors.BindingError as error:
                failure, done = error, False
            if done:
                self.positional.add(slot.folded)
                return True, failure
        return False, failure

    # one value

    def bind_slot(self, possible: int, slot: Slot, argument: Argument, coerce: bool, default: bool = False) -> bool:
        """Give a slot a value, or keep a script block to be run for each object. False when it does not fit uncoerced."""
        value = argument.value
        if value is not None and slot.pipeline and self.host.is_block(value) and not _takes_blocks(slot):
            if slot.takes_input(possible):
                if not self.expecting:
                    raise errors.block_without_input(slot.name, argument.error_extent)
                self.delayed.setdefault(slot, argument)
                self._mark(slot, value)
                return True
        return self.give(slot, value, argument.error_extent, coerce)

    def give(self, slot: Slot, value: Any, extent: Any, coerce: bool) -> bool:
        """Admit a value, hand it to the command and narrow the sets."""
        value = admit(slot, value, coerce, self.host, extent, self.signature.advanced)
        if value is NOT_BOUND:
            return False
        if slot.is_switch and self.host.is_script:
            from relayshell.objects.psobject import SwitchParameter

            value = SwitchParameter(bool(value))
        if slot.parameter.shared and getattr(value, "name", None) == "Suspend":
            raise errors.reserved_action(slot.name, extent)
        self.host.store(slot.parameter, value)
        self._mark(slot, value)
        return True

    def _mark(self, slot: Slot, value: Any) -> None:
        if slot.mask:
            self.sets &= slot.mask
        if slot.folded not in self.bound:
            self.bound[slot.folded] = slot
            self.unbound.remove(slot)
        self.values[slot.name] = value

    # the rest

    def _bind_dynamic(self) -> errors.BindingError | None:
        """Add the command's dynamic parameters and bind what is left to them."""
        if self.signature.dynamic is None:
            return None
        more = self.host.dynamic_parameters(self)
        if not more:
            return None
        metadata = Metadata(self.signature, tuple(more))
        for folded in list(self.bound):
            self.bound[folded] = metadata.slots[folded]
        self.delayed = {metadata.slots[slot.folded]: argument for slot, argument in self.delayed.items()}
        self.metadata = metadata
        self.unbound = [slot for folded, slot in metadata.slots.items() if folded not in self.bound]
        failure = None
        if self.rest:
            self.rest = self._bind_named(self._reparsed(self.rest))
            self.rest, failure = self._bind_positional(self.rest)
        self._use_defaults()
        return failure

    def _bind_remaining(self) -> None:
        """Give what is left over to the parameter that takes it."""
        if not self.rest:
            return
        taker: Slot | None = None
        for slot in self.unbound:
            if slot.remaining and any(place.inset.remaining for place in slot.matching(self.sets)):
                if taker is not None:
                    raise errors.ambiguous_set()
                taker = slot
        if taker is None:
            return
        items: list[Any] = []
        for argument in self.rest:
            if argument.name is not None:
                items.append(argument.text)
            if argument.has_value:
                items.append(argument.value)
        extent = self.rest[0].extent if len(self.rest) == 1 else None
        value: Any = object_list(items)
        if len(items) == 1:
            from relayshell.objects.collections import enumerate_value

            if enumerate_value(items[0]) is not None:
                value = items[0]
        self.give(taker, value, extent, True)
        self.rest = []

    def _all_used(self, failure: errors.BindingError | None) -> None:
        """Raise for the first argument that no parameter took."""
        if not self.rest:
            return
        argument = self.rest[0]
        if argument.name is not None:
            raise errors.named_not_found(argument.name, argument.name_extent)
        if failure is not None:
            raise failure
        if argument.value is None:
            raise errors.positional_not_found("$null")
        from relayshell.objects.text import flat_text

        raise errors.positional_not_found(flat_text(argument.value, top=True))

    def _use_defaults(self) -> None:
        """Bind what $PSDefaultParameterValues says of this command."""
        table = self.host.default_values()
        if table:
            from relayshell.commands.defaultvalues import bind_defaults

            bind_defaults(self, table)


def _takes_blocks(slot: Slot) -> bool:
    """Whether a script block itself can be the value."""
    net_type = slot.parameter.net_type
    element = slot.collection[1]
    names = ("System.Object", "System.Management.Automation.ScriptBlock")
    return net_type.text in names or (element is not None and element.text in names)


def object_list(items: list[Any]) -> Any:
    """Arguments left over, as the List[object] in which PowerShell hands them on."""
    from relayshell.objects.dotnet.lists import list_of

    return list_of("System.Object", items)
