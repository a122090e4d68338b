"""Cmdlets that are really the engine's: Invoke-Expression, Set-StrictMode, Get-PSCallStack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import Check, ValidationFailure
from relayshell.runtime.calls import invoke_block
from relayshell.runtime.scope import Scope

CORE = "Microsoft.PowerShell.Core"


class InvokeExpression(Cmdlet, name="Invoke-Expression", alias="iex", module="Microsoft.PowerShell.Utility"):
    """Runs a text as script.

    Example: a sum that was put together as text

        PS> Invoke-Expression '1 + 2'
        3
    """

    command: Any = param("The text.", "string", mandatory=True, position=0, pipeline=True)

    def process(self) -> None:
        frame = self.processor.frame
        block = self.session.parse_tree(self.command, state=frame.state)
        block.code.tells_status = True
        invoke_block(block, (), write=self.write, dot=True, caller=frame)


def _to_version(value: Any, host: Any = None) -> Any:
    """A version written as a whole number, or as Latest: the engine's own."""
    from relayshell.objects.text import to_text

    text = to_text(value).strip()
    if text.lower() == "latest":
        return "7.6"
    return f"{text}.0" if text.isdigit() else value


@dataclass(frozen=True)
class KnownVersion(Check):
    """A version that PowerShell has had."""

    def check(self, value: Any, host: Any = None) -> None:
        major, minor = (value.major, value.minor) if value is not None else (0, 0)
        if not (1 <= major <= 4 and minor == 0 or major == 5 and minor in (0, 1) or major in (6, 7)):
            raise ValidationFailure(f'The "{"" if value is None else value}" argument does not contain a valid PowerShell version. Supply a valid version number and then try the command again.')


class SetStrictMode(Cmdlet, name="Set-StrictMode", default_set="Version", module=CORE):
    """Makes the scope and those below strict about variables, properties and calls."""

    off: Any = param("Back to forgiving.", "switch", mandatory=True, sets=("Off",))
    version: Any = param("How strict: 1, 2, 3 or Latest.", "version", mandatory=True, sets=("Version",), alias=("v",), transform=_to_version, check=KnownVersion())

    def process(self) -> None:
        scope = self.processor.frame.scope
        if self.parameter_set == "Off":
            scope.strict = 0.0
            return
        scope.strict = float(f"{self.version.major}.{self.version.minor}")
        Scope.strict_used = True


class GetPSCallStack(Cmdlet, name="Get-PSCallStack", alias="gcs", output=("System.Management.Automation.CallStackFrame",), module="Microsoft.PowerShell.Utility"):
    """Gets the functions and scripts that are running, innermost first."""

    def process(self) -> None:
        from relayshell.runtime.callstack import call_stack

        for entry in call_stack(self.processor.frame, self.processor.site.extent):
            self.write(entry)
