"""The default tables of the relay's objects: the columns an Exchange shell shows."""

from __future__ import annotations

from typing import Any

from relayengine.settings.kinds import KINDS
from relayshell.transport.objects import type_name


def rows() -> list[dict[str, Any]]:
    """The views as facts, in the form the built-in ones have."""
    made = [_table(type_name(kind), [(kind.find(name).name if kind.find(name) else name) for name in kind.columns])
            for kind in KINDS if kind.columns and kind.name not in ("ADPermission", "ExchangeCertificate", "TransportConfig")]
    made += [
        _table("Microsoft.Exchange.Management.RecipientTasks.ADAcePresentationObject", ["Identity", "User", "Deny", "Inherited"]),
        _table("Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate",
               [("Thumbprint", "Thumbprint", 41), ("Services", "ServicesStringForm", 10), "Subject"]),
        _table("Microsoft.Exchange.Data.QueueViewer.ExtensibleQueueInfo",
               ["Identity", "DeliveryType", "Status", "MessageCount", "Velocity", "RiskLevel", "OutboundIPPool", "NextHopDomain"]),
        _table("Microsoft.Exchange.Data.QueueViewer.ExtensibleMessageInfo", ["Identity", "FromAddress", "Status", "Queue", "Subject"]),
        _table("Microsoft.Exchange.Management.TransportLogSearchTasks.MessageTrackingEvent",
               [("EventId", "EventId", 10), ("Source", "Source", 10), "Sender", "Recipients", "MessageSubject"]),
        _table("System.ServiceProcess.ServiceController", [("Status", "Status", 8), ("Name", "Name", 26), "DisplayName"]),
    ]
    return made


def _table(type: str, columns: list[Any]) -> dict[str, Any]:
    made = []
    for column in columns:
        if isinstance(column, str):
            made.append({"value": column})
        else:
            label, value, width = column
            made.append({"label": label, "value": value, "width": width})
    return {"types": [type], "view": type.rpartition(".")[2], "kind": "Table", "columns": made}
