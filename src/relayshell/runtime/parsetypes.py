"""What the checks of a text ask about types, from the objects and the classes of the running script."""

from __future__ import annotations

from typing import Any

from relayshell.syntax.facts import FEW_TYPES, TypeFacts, TypeTable


class RunningTypes(TypeTable):
    """The types that a text would find if it ran now."""

    complete = True

    def __init__(self, session: Any) -> None:
        self.session = session

    def find(self, name: str, attribute: bool = False) -> TypeFacts | None:
        """See TypeTable."""
        found = FEW_TYPES.find(name, attribute)
        if found is not None:
            return found
        net_type = self.session.find_type(name)
        if net_type is None and attribute:
            net_type = self.session.find_type(name + "Attribute")
        if net_type is None:
            return None
        bases = []
        base = net_type.base
        while base is not None:
            bases.append(base.text)
            base = base.base
        return TypeFacts(net_type.text, tuple(bases), net_type.is_value_type, net_type.is_interface, True)
