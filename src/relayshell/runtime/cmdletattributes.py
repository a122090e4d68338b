"""[CmdletBinding()] and [OutputType()] as objects."""

from __future__ import annotations

from typing import Any


class CmdletBinding:
    """System.Management.Automation.CmdletBindingAttribute."""

    net_name = "System.Management.Automation.CmdletBindingAttribute"

    def __init__(self, signature: Any) -> None:
        self.signature = signature


class OutputType:
    """System.Management.Automation.OutputTypeAttribute."""

    net_name = "System.Management.Automation.OutputTypeAttribute"

    def __init__(self, signature: Any) -> None:
        self.signature = signature
