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
               [("EventId", "EventId", 10), ("Source", "Source", 11), "Sender", "Recipients", "MessageSubject"]),
        _table("Microsoft.Exchange.Data.Directory.Management.ExchangeServer", ["Name", "Site", "ServerRole", "Edition", "AdminDisplayVersion"]),
        _table("Microsoft.Exchange.Data.Directory.SystemConfiguration.MailboxDatabase", ["Name", "Server", "Recovery", "ReplicationType"]),
        _table("Microsoft.Exchange.Data.Directory.Management.ServerComponentStatePresentationObject",
               [("Server", "ServerFqdn", 39), ("Component", "Component", 19), "State"]),
        _table("Microsoft.Exchange.Data.QueueDigest.QueueDigestPresentationObject",
               ["GroupByValue", "MessageCount", "DeferredMessageCount", "LockedMessageCount", "IncomingRate", "OutgoingRate", "Velocity"]),
        _table("Microsoft.Exchange.Data.ResubmitRequest",
               [("Identity", "Identity", 8), ("State", "State", 9), ("MessageCount", "MessageCount", 12), ("MessagesResubmitted", "MessagesResubmitted", 19),
                "StartTime", "EndTime"]),
        _table("Microsoft.Exchange.Data.Mapi.LogonStatistics",
               ["UserName", ("LogonTime", "LogonTime", 22), ("ClientIPAddress", "ClientIPAddress", 17), ("PasswordAgeDays", "PasswordAgeDays", 15), "Disabled"]),
        _table("Microsoft.Exchange.Data.Directory.SystemConfiguration.ReducedRecipient", ["Name", "RecipientType"]),
        _table("Relay.Server", ["Name", "Fqdn", "PortOffset", "ListenAddresses"]),
        _table("Relay.RelayAccess", ["Connector", "User", ("GivenBy", "GivenBy", 16), ("Open", "Open", 6), "RemoteIPRanges"]),
        _table("Relay.RelayUse", ["Connector", "ClientIp", ("Messages", "Messages", 9), ("LastUsed", "LastUsed", 22), "Senders", "Domains"]),
        _table("System.ServiceProcess.ServiceController", [("Status", "Status", 8), ("Name", "Name", 26), "DisplayName"]),
    ]
    made.append({"types": list(TEXTS), "view": "SettingValue", "kind": "Custom", "outOfBand": True})
    return made


TEXTS = tuple("Microsoft.Exchange.Data." + name for name in (
    "SettingValue", "IPRange", "IPBinding", "SmtpAddress", "ProxyAddress", "AddressSpace", "SmartHost", "SmtpDomainWithSubdomains", "ByteQuantifiedSize",
    "Unlimited`1", "Directory.ADObjectId"))
"""The types that show as their text."""


def _table(type: str, columns: list[Any]) -> dict[str, Any]:
    made = []
    for column in columns:
        if isinstance(column, str):
            made.append({"value": column})
        else:
            label, value, width = column
            made.append({"label": label, "value": value, "width": width})
    return {"types": [type], "view": type.rpartition(".")[2], "kind": "Table", "columns": made}
