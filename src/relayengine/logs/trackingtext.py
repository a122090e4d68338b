"""A row of the tracking log as people see it: the properties of Get-MessageTrackingLog, and a line of Exchange's file."""

from collections.abc import Iterator
from typing import Any

from relayengine.events import KINDS, Event
from relayengine.logs.fields import field, stamp
from relayengine.mail.identity import network_message_id

FIELDS = (
    "date-time", "client-ip", "client-hostname", "server-ip", "server-hostname", "source-context", "connector-id", "source",
    "event-id", "internal-message-id", "message-id", "network-message-id", "recipient-address", "recipient-status",
    "total-bytes", "recipient-count", "related-recipient-address", "reference", "message-subject", "sender-address",
    "return-path", "message-info", "directionality", "tenant-id", "original-client-ip", "original-server-ip", "custom-data",
    "transport-traffic-type", "log-id", "schema-version")
SOFTWARE = "15.02.0986.005"


def kind_number(event_id: str) -> int:
    """The number of an event id in any case. ValueError lists those there are."""
    for number, kind in enumerate(KINDS):
        if kind.__name__.upper() == event_id.upper():
            return number
    raise ValueError(f'"{event_id}" is not an event that this server records; there are '
                     f"{', '.join(kind.__name__.upper() for kind in KINDS)}")


def read_network_id(text: str) -> tuple[int, int]:
    """The spool and the message number in a network message id. ValueError when it is none."""
    digits = text.replace("-", "").strip("{}")
    if len(digits) != 32:
        raise ValueError(f'"{text}" is not a network message id such as 1fb2a0c4-5d6e-4f70-0000-004000000001')
    return int(digits[:16], 16), int(digits[16:], 16)


def event_of(row: tuple[Any, ...]) -> tuple[int, str, Event]:
    """The spool's name, the event id and the event of a row."""
    spool, _, kind, *rest = row
    made = KINDS[kind](*rest) if kind < len(KINDS) else Event(*rest)
    return spool, made.event_id, made


def shown(row: tuple[Any, ...]) -> dict[str, Any]:
    """The properties that Get-MessageTrackingLog prints. Timestamp is seconds since 1970."""
    spool, event_id, e = event_of(row)
    return {
        "Timestamp": e.time,
        "ClientIp": e.client_ip,
        "ClientHostname": e.client_hostname,
        "ServerIp": e.server_ip,
        "ServerHostname": e.server_hostname,
        "SourceContext": e.source_context,
        "ConnectorId": e.connector_id,
        "Source": e.source,
        "EventId": event_id,
        "InternalMessageId": e.internal_id,
        "MessageId": e.message_id,
        "NetworkMessageId": network_message_id(spool, e.internal_id),
        "Recipients": e.recipients.split(";") if e.recipients else [],
        "RecipientStatus": [e.recipient_status] if e.recipient_status else [],
        "TotalBytes": e.total_bytes,
        "RecipientCount": e.recipient_count,
        "RelatedRecipientAddress": e.related_recipient,
        "Reference": e.reference.split(";") if e.reference else [],
        "MessageSubject": e.subject,
        "Sender": e.sender,
        "ReturnPath": e.return_path,
        "MessageInfo": e.message_info,
        "Directionality": e.directionality,
        "TenantId": "",
        "OriginalClientIp": e.original_client_ip,
        "OriginalServerIp": e.original_server_ip,
        "MessageLatency": None,
        "MessageLatencyType": "None",
        "EventData": e.custom_data,
        "TransportTrafficType": "Email",
        "SchemaVersion": SOFTWARE,
    }


def header(now: float) -> Iterator[str]:
    """The first lines of a file."""
    yield "#Software: Microsoft Exchange Server"
    yield f"#Version: {SOFTWARE}"
    yield "#Log-type: Message Tracking Log"
    yield f"#Date: {stamp(now)}"
    yield f"#Fields: {','.join(FIELDS)}"


def line(row: tuple[Any, ...]) -> str:
    """One event as a line of a file, in the order of FIELDS."""
    spool, event_id, e = event_of(row)
    values = (stamp(e.time), e.client_ip, e.client_hostname, e.server_ip, e.server_hostname, e.source_context, e.connector_id,
              e.source, event_id, str(e.internal_id), e.message_id, network_message_id(spool, e.internal_id), e.recipients,
              e.recipient_status, str(e.total_bytes), str(e.recipient_count), e.related_recipient, e.reference, e.subject,
              e.sender, e.return_path, e.message_info, e.directionality, "", e.original_client_ip, e.original_server_ip,
              e.custom_data, "Email", f"{spool:016x}-{row[1]:x}", SOFTWARE)
    return ",".join(field(value) for value in values)
