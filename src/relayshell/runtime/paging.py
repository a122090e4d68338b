"""$PSCmdlet.PagingParameters."""

from __future__ import annotations

from typing import Any


class Paging:
    """System.Management.Automation.PagingParameters."""

    net_name = "System.Management.Automation.PagingParameters"

    def __init__(self, values: Any) -> None:
        from relayshell.objects.numbers import UInt64
        from relayshell.objects.psobject import SwitchParameter

        self.first = UInt64(int(values.get("First", 2**64 - 1)))
        self.skip = UInt64(int(values.get("Skip", 0)))
        self.include_total_count = values.get("IncludeTotalCount", SwitchParameter(False))
