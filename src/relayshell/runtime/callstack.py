"""The call stack as Get-PSCallStack gives it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class CallStackEntry:
    """One activation, with the place where it now is."""

    net_name = "System.Management.Automation.CallStackFrame"

    def __init__(self, frame: Any, extent: Any) -> None:
        self.frame = frame
        self.extent = extent

    @property
    def command(self) -> str:
        """The name of the function, or of the script's file."""
        info = self.frame.info
        name = getattr(info, "name", "") if info is not None else ""
        if name:
            return str(name)
        return "<ScriptBlock>"

    @property
    def function(self) -> str:
        """FunctionName."""
        info = self.frame.info
        kind = getattr(info, "kind", "")
        if info is None or not getattr(info, "name", "") or kind == "ExternalScript":
            return "<ScriptBlock>"
        return str(info.name)

    @property
    def file(self) -> str | None:
        """The file, or None."""
        block = self.frame.block
        return block.file if block is not None else None

    @property
    def line(self) -> int:
        """The line where it now is."""
        return self.extent.start_line_number if self.extent is not None else 0

    @property
    def location(self) -> str:
        """`file: line n`."""
        import os.path

        return f"{os.path.basename(self.file)}: line {self.line}" if self.extent is not None and self.file else "<No file>"

    @property
    def arguments(self) -> str:
        """The parameters with their values, in braces."""
        from relayshell.objects.text import to_text

        bound = self.frame.bound
        items = list(bound.items()) if bound is not None else []
        words = [f"{name}={to_text(value)}" for name, value in items]
        words.extend(to_text(each) for each in self.frame.args)
        return "{" + ", ".join(words) + "}"

    @property
    def invocation(self) -> Any:
        """InvocationInfo."""
        return self.frame.get_invocation()

    def variables(self) -> Any:
        """GetFrameVariables."""
        from relayshell.objects.hashtable import Hashtable

        table = Hashtable()
        for variable in self.frame.scope.variables():
            table[variable.name] = variable
        return table

    def __str__(self) -> str:
        file = self.file or "<No file>"
        return f"at {self.function}, {file}: line {self.line}"


def call_stack(frame: Any, extent: Any) -> Iterator[CallStackEntry]:
    """The activations, innermost first; `extent` is where the innermost now is."""
    while frame is not None:
        if frame.owner is None or frame.info is not None or frame.caller is None:
            if frame.block is not None:
                yield CallStackEntry(frame, extent)
        extent = frame.site.extent if frame.site is not None else None
        frame = frame.caller
