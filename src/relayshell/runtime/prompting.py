"""Asking the user for mandatory parameters that were not given."""

from __future__ import annotations

from typing import Any


class Field:
    """A value to ask for."""

    __slots__ = ("name", "type", "help", "parameter")

    def __init__(self, parameter: Any) -> None:
        self.name = parameter.name
        self.type = parameter.net_type
        self.parameter = parameter
        self.help = next((each.help for each in parameter.sets.values() if each.help), None)


def ask_for_parameters(session: Any, parameters: list[Any], command: str, place: int) -> dict[str, Any]:
    """The answers by name; raises BindingError MissingMandatoryParameter where nobody can be asked."""
    from relayshell.commands.bindingerrors import missing_mandatory

    if not session.host.interactive:
        raise missing_mandatory([parameter.name for parameter in parameters])
    caption = f"cmdlet {command} at command pipeline position {place}"
    return session.host.prompt(caption, "Supply values for the following parameters:", [Field(each) for each in parameters])  # type: ignore[no-any-return]
