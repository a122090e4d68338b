"""Get-Error: errors with all that is known of them."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.ranges import ValidateRange
from relayshell.commands.validation import not_empty

LARGEST = 2147483647
_MARK = "#PSExtendedError"
OUTPUT = ("System.Management.Automation.ErrorRecord" + _MARK, "System.Exception" + _MARK)


class GetError(Cmdlet, name="Get-Error", alias="gerr", default_set="Newest", output=OUTPUT, module="Microsoft.PowerShell.Utility"):
    """Gives the last errors of the session, or those piped to it, in a form that shows everything.

    Example: what kind of error it was

        PS> Get-Item nosuchfile -ErrorAction SilentlyContinue
        PS> (Get-Error).FullyQualifiedErrorId
        PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand
    """

    input_object: Any = param("An error record or exception.", "psobject", position=0, pipeline=True, sets=("Error",), check=not_empty())
    newest: Any = param("How many of the last errors.", "int", 1, sets=("Newest",), alias=("Last",), check=ValidateRange(1, LARGEST))

    def process(self) -> None:
        if self.input_object is not None:
            self.write(self._extended(self.input_object, None))
            return
        errors = list(self.session.get_variable("Error") or ())[: int(self.newest)]
        for index, error in enumerate(errors):
            self.write(self._extended(error, index))

    def _extended(self, error: Any, index: int | None) -> Any:
        """The error under type names that choose the full view, with its place among the errors."""
        from relayshell.objects.psobject import PSObject, unwrap
        from relayshell.objects.typedata import type_names_of

        names = type_names_of(error)
        kind = "System.Management.Automation.ErrorRecord" if "System.Management.Automation.ErrorRecord" in names else "System.Exception"
        props = dict(error.props) if error.__class__ is PSObject else {}
        if index is not None:
            props["PSErrorIndex"] = index
        return PSObject(unwrap(error), props, [kind + _MARK, *names])
