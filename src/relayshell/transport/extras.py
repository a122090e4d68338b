"""Properties that objects show beside their settings: what follows from them, or is the same for every relay.

`shown_with(thing, settings, values)` gives the object's properties in Exchange's order. Knows no cmdlet.
"""

from __future__ import annotations

from typing import Any

from relayengine.values.address import ProxyAddress
from relayshell.transport.shownvalues import shown_value
from relayshell.transport.values import Many

AFTER: dict[str, tuple[tuple[str, str], ...]] = {
    "SendConnector": (
        ("ConnectorType", "SmartHostsString"), ("SmartHostsString", "CertificateSubject"), ("CertificateSubject", "Region"), ("AddressSpaces", "ConnectedDomains"),
        ("IsScopedConnector", "IsSmtpConnector"), ("Comment", "SourceRoutingGroup"), ("SourceTransportServers", "HomeMTA"), ("HomeMTA", "HomeMtaServerId"),
    ),
    "Recipient": (("EmailAddresses", "ServerName"), ("RecipientTypeDetails", "RecipientType")),
    "Mailbox": (
        ("EmailAddresses", "WindowsEmailAddress"), ("SamAccountName", "ServerName"), ("ServerName", "Database"), ("RecipientTypeDetails", "RecipientType"),
    ),
}
"""For each kind, the properties it has more and the one each stands behind."""


def more_names(kind: Any, names: list[str]) -> list[str]:
    """The names of a kind's properties with those it has more, each in its place."""
    made = list(names)
    for before, name in AFTER.get(kind.name, ()):
        made.insert(made.index(before) + 1, name)
    return made


def complete(thing: Any, settings: Any, values: dict[str, Any]) -> None:
    """Fills in the values of what an object has more, and of what a setting leaves to the relay."""
    if thing.kind.name == "SendConnector":
        _send_connector(thing, settings, values)
    elif thing.kind.name == "Mailbox":
        _mailbox(thing, settings, values)


def _send_connector(thing: Any, settings: Any, values: dict[str, Any]) -> None:
    values["SmartHostsString"] = ",".join(map(str, thing.smart_hosts))
    name = thing.tls_certificate_name
    values["CertificateSubject"] = name.partition("<S>")[2] if name else None
    values["Region"] = "NotSpecified"
    values["ConnectedDomains"] = Many()
    values["IsSmtpConnector"] = True
    values["SourceRoutingGroup"] = "Exchange Routing Group (DWBGZMFD01QNBJR)"
    values["HomeMTA"] = "Microsoft MTA"
    values["HomeMtaServerId"] = settings.server.name
    if not thing.source_transport_servers:
        values["SourceTransportServers"] = Many([settings.server.name])


def _mailbox(thing: Any, settings: Any, values: dict[str, Any]) -> None:
    primary = str(thing.primary)
    rest = [ProxyAddress(False, each.address) for each in thing.email_addresses if str(each.address).lower() != primary.lower()]
    values["EmailAddresses"] = Many(map(shown_value, (ProxyAddress(True, thing.primary), *rest)))
    values["PrimarySmtpAddress"] = shown_value(thing.primary)
    values["WindowsEmailAddress"] = shown_value(thing.primary)
    values["ServerName"] = settings.server.name
    values["Database"] = f"Mailbox Database {settings.server.name}"
    values["RecipientType"] = "UserMailbox"
