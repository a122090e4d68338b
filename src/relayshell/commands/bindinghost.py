"""What a Binder asks of whoever runs the command; the answers here suit a command that nobody runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from relayshell.commands.bindingerrors import missing_mandatory


class BindingHost:
    """Subclassed by the runtime, once for cmdlets in Python and once for functions of scripts."""

    is_script = False
    """Whether switches reach the command as SwitchParameter objects rather than bools."""

    def store(self, parameter: Any, value: Any) -> None:
        """Give the command a parameter's value."""

    def restore(self, parameter: Any) -> None:
        """Give the command the value that the parameter had before the pipeline gave it one."""

    def is_block(self, value: Any) -> bool:
        """Whether a value is a script block."""
        return bool(getattr(value.__class__, "is_script_block", False))

    def run_block(self, block: Any, piped: Any) -> list[Any]:
        """What a script block given as a parameter's value writes for a piped object ($_)."""
        from relayshell.objects.invoke import call_block

        return call_block(block, (), underscore=piped)

    def check_block(self, block: Any, element: Any) -> Any:
        """What a ValidateScript block says of a value."""
        from relayshell.objects.invoke import call_for_value

        return call_for_value(block, (), underscore=element)

    def default_values(self) -> Mapping[Any, Any] | None:
        """$PSDefaultParameterValues, or None."""
        return None

    def command_aliases(self) -> Iterable[str]:
        """The aliases by which the session knows the command, for $PSDefaultParameterValues."""
        return ()

    def compute_default(self, block: Any, binder: Any) -> list[Any]:
        """What a script block in $PSDefaultParameterValues gives."""
        from relayshell.objects.invoke import call_block

        return call_block(block)

    def ask(self, parameters: list[Any]) -> Mapping[str, Any]:
        """Ask the user for mandatory parameters; values by name. Raises BindingError where nobody can be asked."""
        raise missing_mandatory([parameter.name for parameter in parameters])

    def dynamic_parameters(self, binder: Any) -> Iterable[Any] | None:
        """Parameters that the command makes from the values bound so far."""
        return None

    def warn(self, message: str) -> None:
        """Show a warning."""

    def drive_of(self, path: str) -> str | None:
        """The name of the drive of a path: that of files is the root."""
        return path.partition(":")[0] if ":" in path else "/"
