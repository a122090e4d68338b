"""[CmdletBinding()] and [OutputType()] objects as scripts see them."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.enums import enum_member
from relayshell.runtime.cmdletattributes import CmdletBinding, OutputType

_P = "System.Management.Automation."


class TypeName:
    """PSTypeName: a type by its name."""

    net_name = "System.Management.Automation.PSTypeName"

    def __init__(self, name: str) -> None:
        self.name = name


def _types(attribute: OutputType) -> list[Any]:
    return [TypeName(each) for each in attribute.signature.output]


declare(
    _P + "CmdletBindingAttribute", CmdletBinding,
    get={
        "PositionalBinding": lambda a: a.signature.positional_binding, "DefaultParameterSetName": lambda a: a.signature.default_set,
        "SupportsShouldProcess": lambda a: a.signature.should_process, "SupportsPaging": lambda a: a.signature.supports_paging,
        "ConfirmImpact": lambda a: enum_member(_P + "ConfirmImpact", a.signature.confirm_impact), "HelpUri": lambda a: a.signature.help_uri,
        "SupportsTransactions": lambda a: False, "RemotingCapability": lambda a: enum_member(_P + "RemotingCapability", "PowerShell"),
    },
)
declare(_P + "OutputTypeAttribute", OutputType, get={"Type": _types, "ParameterSetName": lambda a: [], "ProviderCmdlet": lambda a: None})
