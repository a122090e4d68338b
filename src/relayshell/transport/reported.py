"""What a running engine reports (queues, messages, tracking events) as objects: a mapping each, under the names scripts use."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.transport.values import Many, Size

TIMES = frozenset(("FirstRetryTime", "LastRetryTime", "NextRetryTime", "DateReceived", "ExpirationTime", "Timestamp"))
QUEUE = "Microsoft.Exchange.Data.QueueViewer.ExtensibleQueueInfo"
MESSAGE = "Microsoft.Exchange.Data.QueueViewer.ExtensibleMessageInfo"
EVENT = "Microsoft.Exchange.Management.TransportLogSearchTasks.MessageTrackingEvent"


class Reported:
    """One report."""

    __slots__ = ("values", "__weakref__")

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = {name: _value(name, value) for name, value in values.items()}

    def __str__(self) -> str:
        return str(self.values.get("Identity") or self.values.get("MessageId") or "")


class QueueInfo(Reported):
    """A queue."""

    __slots__ = ()

    def __init__(self, values: dict[str, Any]) -> None:
        super().__init__(values | {"PriorityDescriptions": ["High", "Normal", "Low", "None"], "IsValid": True, "ObjectState": "New"})


class MessageInfo(Reported):
    """A message in a queue."""

    __slots__ = ()

    def __init__(self, values: dict[str, Any]) -> None:
        from relayshell.objects.dotnet.timespans import TimeSpan

        latency = TimeSpan(int(float(values.get("MessageLatency") or 0) * 1000) * 10_000)
        super().__init__(values | {"MessageLatency": latency, "IsValid": True, "ObjectState": "New"})


class RecipientInfo(Reported):
    """A recipient of a message in a queue; shows as the fields Exchange joins by semicolons."""

    __slots__ = ()

    def __str__(self) -> str:
        return ";".join(str(self.values.get(name) or "") for name in ("Address", "Status", "Type", "LastError", "NextHop"))


class TrackingEvent(Reported):
    """Something that happened to a message."""

    __slots__ = ()


def _value(name: str, value: Any) -> Any:
    if name in TIMES:
        return _time(value)
    if isinstance(value, list):
        return Many(RecipientInfo(each) if isinstance(each, dict) else each for each in value)
    if name == "Size":
        from relayengine.values.size import ByteSize

        return Size(ByteSize(int(value)))
    return value


def _time(seconds: Any) -> Any:
    """Seconds since 1970 as a DateTime of the local time."""
    if seconds is None:
        return None
    from relayshell.objects.dotnet.datetimes import DateTime
    from relayshell.objects.dotnet.ticks import UNIX_EPOCH, to_local

    return DateTime(to_local(UNIX_EPOCH + int(float(seconds) * 1000) * 10_000), _LOCAL)


_LOCAL = 2


def report_type(full_name: str, names: str) -> type[Reported]:
    """A class of reports with these properties, declared to scripts under a name."""
    made = type(full_name.rpartition(".")[2], (Reported,), {"__slots__": ()})
    _declare(full_name, made, names)
    return made


def local_time(seconds: Any) -> Any:
    """Seconds since 1970 as a DateTime of the local time; None stays None."""
    return _time(seconds)


def _declare(full_name: str, made: type[Reported], names: str) -> None:
    properties = names.split()

    def getter(name: str) -> Any:
        return lambda report: report.values.get(name)

    declare(full_name, made, get={name: getter(name) for name in properties}, methods={"ToString": str}, to_text=str,
            signatures=(*(f"System.Object {name} {{get;}}" for name in properties), "string ToString()"))


QUEUE_PROPERTIES = (
    "Identity QueueIdentity DeliveryType NextHopCategory NextHopDomain TlsDomain NextHopConnector ConnectorName Status MessageCount DeferredMessageCount "
    "LockedMessageCount MessageCountsPerPriority DeferredMessageCountsPerPriority LastError RetryCount FirstRetryTime LastRetryTime NextRetryTime "
    "IncomingRate OutgoingRate Velocity RiskLevel OutboundIPPool PriorityDescriptions OverrideSource IsValid ObjectState")
MESSAGE_PROPERTIES = (
    "Identity Queue Subject InternetMessageId FromAddress OriginalFromAddress Status Size MessageSourceName SourceIP SCL DateReceived ExpirationTime "
    "LastError DeferReason RetryCount Priority Directionality Recipients MessageLatency IsValid ObjectState")
_declare(QUEUE, QueueInfo, QUEUE_PROPERTIES)
_declare(MESSAGE, MessageInfo, MESSAGE_PROPERTIES)
_declare("Microsoft.Exchange.Data.QueueViewer.RecipientInfo", RecipientInfo, "Address Status Type LastError NextHop")
_declare(EVENT, TrackingEvent, (
    "Timestamp ClientIp ClientHostname ServerIp ServerHostname SourceContext ConnectorId Source EventId InternalMessageId MessageId NetworkMessageId "
    "Recipients RecipientStatus TotalBytes RecipientCount RelatedRecipientAddress Reference MessageSubject Sender ReturnPath MessageInfo Directionality "
    "TenantId OriginalClientIp OriginalServerIp MessageLatency MessageLatencyType EventData TransportTrafficType SchemaVersion"))
