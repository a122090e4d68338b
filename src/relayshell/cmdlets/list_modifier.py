"""PSListModifier: what is to change in a list, as Update-List applies it."""

from __future__ import annotations

from typing import Any

from relayshell.objects.collections import enumerate_value
from relayshell.objects.compare import equal
from relayshell.objects.declare import declare
from relayshell.objects.exceptions import NetException
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.members import call_method
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.objects.typenames import resolve_type


class ListModifier:
    """Items to add and to remove, or those that replace all."""

    def __init__(self, *parts: Any) -> None:
        self.add, self.remove, self.replace = _collection(), _collection(), _collection()
        if len(parts) == 2:
            self._fill(self.remove, parts[0])
            self._fill(self.add, parts[1])
        elif parts and isinstance(unwrap(parts[0]), Hashtable):
            for name, value in unwrap(parts[0]).items():
                target = {"add": self.add, "remove": self.remove, "replace": self.replace}.get(to_text(name).lower())
                if target is None:
                    raise NetException("System.Management.Automation.PSArgumentException", f"The key '{to_text(name)}' is none of Add, Remove and Replace.")
                self._fill(target, value)
        elif parts:
            self._fill(self.replace, parts[0])

    @staticmethod
    def _fill(target: Any, value: Any) -> None:
        items = enumerate_value(unwrap(value))
        for each in [value] if items is None else items:
            call_method(target, "Add", [each])

    def apply(self, held: Any) -> None:
        """Changes a list. Raises PSInvalidOperationException for what is none."""
        held = unwrap(held)
        items = enumerate_value(held)
        if items is None or held.__class__ is list:
            raise NetException("System.Management.Automation.PSInvalidOperationException", "The target is no list that can be changed.")
        kept = list(items)
        replaced = list(enumerate_value(self.replace) or ())
        if not replaced:
            gone = list(enumerate_value(self.remove) or ())
            replaced = [each for each in kept if not any(equal(each, other, True) for other in gone)]
            replaced += list(enumerate_value(self.add) or ())
        call_method(held, "Clear", [])
        for each in replaced:
            call_method(held, "Add", [each])


def _collection() -> Any:
    from relayshell.objects.members import new_object

    return new_object(resolve_type("System.Collections.ObjectModel.Collection[System.Object]"), [])


_COLLECTION = "System.Collections.ObjectModel.Collection[System.Object]"
declare(
    "System.Management.Automation.PSListModifier", ListModifier, new=ListModifier,
    get={"Add": lambda self: self.add, "Remove": lambda self: self.remove, "Replace": lambda self: self.replace}, methods={"ApplyTo": ListModifier.apply},
    signatures=("()", "(System.Object first)", "(System.Object removeItems, System.Object addItems)",
                *(f"{_COLLECTION} {name} {{get;}}" for name in ("Add", "Remove", "Replace")), "void ApplyTo(System.Object collectionToUpdate)"),
)
