"""PSVariableAttributeCollection: the attributes of a variable, which a script may add to and take from while the variable lives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.declare import declare
from relayshell.objects.enumerator import Enumerator
from relayshell.objects.exceptions import out_of_range
from relayshell.objects.nettype import NetType
from relayshell.runtime.attributeobjects import attribute_objects
from relayshell.runtime.constraints import Constraint, cannot_add
from relayshell.runtime.scope import Special, Variable, facts_of

_RANGE = "Index was out of range. Must be non-negative and less than the size of the collection."


class VariableAttributes:
    """The attributes of one variable, as objects; `behind` has what each stands for."""

    __slots__ = ("variable", "items", "behind")

    def __init__(self, variable: Variable) -> None:
        self.variable = variable
        shown = variable.facts.attributes if variable.__class__ is Special else []
        pairs = [(found[0], item) for item in shown if (found := attribute_objects([item]))]
        self.items: list[Any] = [pair[0] for pair in pairs]
        self.behind: list[Any] = [pair[1] for pair in pairs]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self.items))

    def at(self, index: int) -> Any:
        """One of them; raises ArgumentOutOfRangeException."""
        if not 0 <= index < len(self.items):
            raise out_of_range("index", _RANGE)
        return self.items[index]

    def add(self, attribute: Any) -> None:
        """One more. Raises ShellError ValidateSetFailure where the value that the variable has would not be valid."""
        from relayshell.commands.attributes import Attribute, check_from

        check = check_from(attribute) if isinstance(attribute, Attribute) and attribute.check is not None else None
        if check is not None:
            try:
                check.check(self.variable.value, None)
            except ShellError as error:
                raise cannot_add(self.variable.value, self.variable, error) from error
        self.items.append(attribute)
        self.behind.append(check if check is not None else attribute)
        self.bind()

    def index_of(self, attribute: Any) -> int:
        """The place of one that is the same or says the same; -1 for none."""
        for place, item in enumerate(self.items):
            if item is attribute or item.__class__ is attribute.__class__ and getattr(item, "facts", None) == getattr(attribute, "facts", 0):
                return place
        return -1

    def remove(self, attribute: Any) -> bool:
        """Takes one away; False when it was not there."""
        place = self.index_of(attribute)
        if place >= 0:
            self.remove_at(place)
        return place >= 0

    def remove_at(self, index: int) -> None:
        """Takes the one at a place away."""
        self.at(index)
        del self.items[index], self.behind[index]
        self.bind()

    def clear(self) -> None:
        """Takes all away."""
        self.items.clear()
        self.behind.clear()
        self.bind()

    def bind(self) -> None:
        """Makes the variable keep to what is here now."""
        facts = facts_of(self.variable)
        before = getattr(facts.convert, "__self__", None)
        types = [each for each in self.behind if isinstance(each, NetType)]
        steps = before.steps if isinstance(before, Constraint) and len(types) == sum(isinstance(each, NetType) for each in facts.attributes) else []
        checks = [each for each in self.behind if hasattr(each, "check") and not hasattr(each, "facts")]
        made = Constraint(list(steps), checks, list(self.behind), types[0] if types else None)
        facts.attributes = made.attributes
        facts.convert = made.convert_kept if made.steps or made.checks else None


declare(
    "System.Management.Automation.PSVariableAttributeCollection", VariableAttributes, interfaces=("System.Collections.IList", "System.Collections.IEnumerable"),
    get={"Count": len},
    methods={
        "Add": lambda c, item: c.add(item), "Remove": lambda c, item: c.remove(item), "RemoveAt": lambda c, index: c.remove_at(index),
        "Clear": lambda c: c.clear(), "Contains": lambda c, item: c.index_of(item) >= 0, "IndexOf": lambda c, item: c.index_of(item),
        "GetEnumerator": lambda c: Enumerator(iter(c)),
    },
    index=lambda c, index: c.at(index), enumerate=iter,
    signatures=(
        "int Count {get;}", "System.Attribute Item[int index] {get;}", "void Add(System.Attribute item)", "bool Remove(System.Attribute item)",
        "void RemoveAt(int index)", "void Clear()", "bool Contains(System.Attribute item)", "int IndexOf(System.Attribute item)",
        "System.Collections.Generic.IEnumerator[System.Attribute] GetEnumerator()",
    ),
)
