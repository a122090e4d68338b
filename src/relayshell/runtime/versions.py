"""$PSVersionTable."""

from __future__ import annotations

import platform
from typing import Any

from relayshell.objects.hashtable import OrderedDictionary

VERSION = "7.6.9"


class VersionTable(OrderedDictionary):
    """System.Management.Automation.PSVersionHashTable."""

    __slots__ = ()
    net_name = "System.Management.Automation.PSVersionHashTable"


def version_table() -> Any:
    """The table: the PowerShell whose language this shell speaks."""
    from relayshell.objects.convert import convert
    from relayshell.objects.nettype import get_type

    version = get_type("System.Version")
    semantic = get_type("System.Management.Automation.SemanticVersion")
    table = VersionTable()
    table["PSVersion"] = convert(VERSION, semantic)
    table["PSEdition"] = "Core"
    table["GitCommitId"] = VERSION
    table["OS"] = f"{platform.system()} {platform.release()}"
    table["Platform"] = "Unix"
    compatible = ("1.0", "2.0", "3.0", "4.0", "5.0", "5.1", "6.0", "7.0")
    table["PSCompatibleVersions"] = [convert(each, version) for each in compatible]
    table["PSRemotingProtocolVersion"] = convert("2.4", version)
    table["SerializationVersion"] = convert("1.1.0.1", version)
    table["WSManStackVersion"] = convert("3.0", version)
    return table
