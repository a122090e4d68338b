"""A module's variable as a property of the object that stands for the module."""

from __future__ import annotations

from typing import Any

from relayshell.objects.psobject import CodeProperty


class VariableProperty(CodeProperty):
    """PSVariableProperty: shows as a NoteProperty and reads and writes the variable."""

    __slots__ = ()
    member_type = "NoteProperty"
    type_name = "System.Management.Automation.PSVariableProperty"

    def __init__(self, variable: Any) -> None:
        def put(obj: Any, value: Any) -> None:
            variable.value = value

        fixed = bool(frozenset(("ReadOnly", "Constant")) & frozenset(getattr(getattr(variable, "facts", None), "options", ()) or ()))
        super().__init__(variable.name, lambda obj: variable.value, None if fixed else put)
