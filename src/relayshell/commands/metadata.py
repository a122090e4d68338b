"""A Signature made ready for binding: parameter sets as bits, positions, names in order.

Made once a signature and kept with it. Sets are bits of a 32-bit mask, as in PowerShell itself:
ALL means "every set still possible", and a command with 32 sets has that very mask.
"""

from __future__ import annotations

from typing import Any

from relayshell.commands.signature import ALL_SETS, InSet, Parameter, Signature

ALL = 0xFFFFFFFF


class SetPlace:
    """How a parameter stands in one set: the set's bit (0 for all sets) and the InSet."""

    __slots__ = ("bit", "inset", "position")

    def __init__(self, bit: int, inset: InSet, position: int | None) -> None:
        self.bit = bit
        self.inset = inset
        self.position = position


class Slot:
    """A parameter with its sets as bits.

    mask        the named sets it stands in; 0 when it stands in all alike
    in_all      whether it is declared for all sets
    mandatory, pipeline, remaining   in at least one set
    """

    __slots__ = (
        "parameter", "name", "folded", "mask", "in_all", "places", "mandatory", "pipeline", "remaining", "is_switch", "_collection",
    )

    def __init__(self, parameter: Parameter, bits: dict[str, int], automatic: int | None) -> None:
        self.parameter = parameter
        self.name = parameter.name
        self.folded = parameter.name.lower()
        self.is_switch = parameter.is_switch
        self.mask = 0
        self.in_all = False
        self.places: list[SetPlace] = []
        self._collection: Any = None
        for name, inset in parameter.sets.items():
            position = inset.position if inset.position is not None else automatic
            if name == ALL_SETS:
                self.in_all = True
                self.places.append(SetPlace(0, inset, position))
            else:
                bit = bits[name.lower()]
                self.mask |= bit
                self.places.append(SetPlace(bit, inset, position))
        self.mandatory = any(place.inset.mandatory for place in self.places)
        self.pipeline = any(place.inset.pipeline or place.inset.by_name for place in self.places)
        self.remaining = any(place.inset.remaining for place in self.places)

    def matching(self, sets: int) -> list[SetPlace]:
        """How it stands in the sets of the mask; not to be changed."""
        if not self.mask or sets == ALL:
            return self.places
        return [place for place in self.places if place.bit == 0 or place.bit & sets]

    def stands_in(self, sets: int) -> bool:
        """Whether it belongs to one of the sets."""
        return self.in_all or bool(self.mask & sets)

    def takes_input(self, sets: int) -> bool:
        """Whether it takes pipeline input in one of the sets."""
        return self.pipeline and any(
            (place.inset.pipeline or place.inset.by_name) and (place.bit == 0 or place.bit & sets) for place in self.places
        )

    @property
    def collection(self) -> Any:
        """What kind of collection the type is: (kind, element type); kind is None, array, list or generic."""
        if self._collection is None:
            from relayshell.commands.coerce import collection_of

            self._collection = collection_of(self.parameter.net_type)
        return self._collection

    def __repr__(self) -> str:
        return f"Slot({self.name}, {self.mask:b})"


class Metadata:
    """All slots of a command, their names and aliases, and its sets.

    slots        by folded name, in the order declared, the shared parameters last
    aliases      folded alias to slot
    set_names    the name of each bit, from the lowest
    default_bit  the bit of the default set, or 0
    positional   the slots that have a position, with how they stand in each set where they have it
    """

    __slots__ = ("signature", "slots", "aliases", "set_names", "default_bit", "_exact", "needs_sets", "positional")

    def __init__(self, signature: Signature, more: tuple[Parameter, ...] = ()) -> None:
        self.signature = signature
        bits: dict[str, int] = {}
        self.set_names: list[str] = []

        def bit_of(name: str) -> None:
            if name.lower() not in bits:
                bits[name.lower()] = (1 << len(self.set_names)) & ALL
                self.set_names.append(name)

        parameters = signature.all_parameters + more
        default = signature.default_set
        if default and default != ALL_SETS:
            bit_of(default)
        for parameter in parameters:
            for name in parameter.sets:
                if name != ALL_SETS:
                    bit_of(name)
        self.default_bit = bits[default.lower()] if default and default != ALL_SETS else 0
        automatic = automatic_positions(signature)
        self.slots: dict[str, Slot] = {}
        self.aliases: dict[str, Slot] = {}
        for parameter in parameters:
            slot = Slot(parameter, bits, automatic.get(parameter.name))
            self.slots[slot.folded] = slot
            for alias in parameter.aliases:
                self.aliases[alias.lower()] = slot
        self._check_names()
        self._exact = {**self.aliases, **self.slots}
        self.positional = [
            (slot, place) for slot in self.slots.values() for place in slot.places if place.position is not None and not place.inset.remaining
        ]
        self.needs_sets = bool(self.set_names)

    def _check_names(self) -> None:
        """Raise ShellError for a parameter whose name is the alias of another."""
        for folded, owner in self.aliases.items():
            slot = self.slots.get(folded)
            if slot is not None and slot is not owner:
                from relayshell.commands.bindingerrors import name_is_alias

                raise name_is_alias(slot.name, owner.name)

    @property
    def all_bits(self) -> int:
        """The mask of all sets there are."""
        return ((1 << len(self.set_names)) - 1) & ALL

    def set_name(self, sets: int) -> str:
        """The name of the set that a mask means: the default's for ALL, empty while several are possible."""
        if sets == ALL or sets == 0:
            return self.signature.default_set or ALL_SETS
        index = (sets & -sets).bit_length() - 1
        if (sets >> (index + 1)) & 1 or index >= len(self.set_names):
            return ""
        return self.set_names[index]

    def find(self, name: str, extent: Any = None) -> Slot | None:
        """The slot that a name, an alias or the beginning of one means; None when there is none.

        Raises BindingError AmbiguousParameter, which points at the extent, when a beginning fits several.
        """
        folded = name.lower()
        if folded[:1] in "-–—―" and folded:
            folded = folded[1:]
            name = name[1:]
        found = self._exact.get(folded)
        if found is not None:
            return found
        if not folded:
            return None
        matches: list[Slot] = [slot for key, slot in self.slots.items() if key.startswith(folded)]
        for key, slot in self.aliases.items():
            if key.startswith(folded) and slot not in matches:
                matches.append(slot)
        if not matches:
            return None
        if len(matches) > 1:
            declared = [slot for slot in matches if not slot.parameter.shared]
            if len(declared) != 1:
                from relayshell.commands.bindingerrors import ambiguous_name

                raise ambiguous_name(name, [slot.name for slot in matches], extent)
            matches = declared
        return matches[0]


def automatic_positions(signature: Signature) -> dict[str, int]:
    """Positions of a script's parameters in the order written, unless one has a position or a set of its own."""
    if not signature.positional_binding:
        return {}
    for parameter in signature.parameters:
        for name, inset in parameter.sets.items():
            if name != ALL_SETS or inset.position is not None:
                return {}
    names = [parameter.name for parameter in signature.parameters if not parameter.is_switch]
    return {name: index for index, name in enumerate(names)}


def metadata_of(signature: Signature) -> Metadata:
    """The signature made ready, once."""
    found: Metadata | None = signature.__dict__.get("_metadata")
    if found is None:
        found = signature.__dict__["_metadata"] = Metadata(signature)
    return found
