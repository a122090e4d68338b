"""Get-ExCommand: the cmdlets of the relay, without those of the shell."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.transport.managed import MODULE


class GetExCommand(Cmdlet, name="Get-ExCommand", module=MODULE, output="System.Management.Automation.CmdletInfo"):
    """Lists the cmdlets of the relay; Get-Command lists those of the shell too.

    Example: what there is for queues

        PS> Get-ExCommand *-Queue | ForEach-Object Name
        Get-Queue
        Resume-Queue
        Retry-Queue
        Suspend-Queue
    """

    name: Any = param("Only those whose names match.", "string[]", position=0)

    def process(self) -> None:
        from relayshell.objects.wildcard import compile_wildcard
        from relayshell.transport import MODULES

        patterns = [compile_wildcard(each, True) for each in self.name or ("*",)]
        for name in sorted((each for names in MODULES.values() for each in names), key=str.lower):
            if any(pattern.match(name) for pattern in patterns):
                self.write(self.session.commands.cmdlets[name.lower()])
