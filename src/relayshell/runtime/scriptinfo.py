"""ScriptInfo: a bare script block as a command, in $MyInvocation.MyCommand."""

from __future__ import annotations

from typing import Any

from relayshell.commands.infos import CommandInfo


class ScriptInfo(CommandInfo):
    """System.Management.Automation.ScriptInfo."""

    kind = "Script"
    net_name = "System.Management.Automation.ScriptInfo"

    def __init__(self, block: Any) -> None:
        super().__init__("")
        self.block = block
        self.module = block.module

    @property
    def signature(self) -> Any:
        """What the block takes."""
        return self.block.signature

    @property
    def definition(self) -> str:
        """The block's text."""
        return str(self.block)

    def __str__(self) -> str:
        return str(self.block)
