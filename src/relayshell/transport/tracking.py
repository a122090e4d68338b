"""Get-MessageTrackingLog: what happened to messages."""

from __future__ import annotations

from typing import Any

from relayengine.control.messages import SearchTracking
from relayshell.commands import param
from relayshell.errors import ShellError
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.transport.managed import MODULE, TransportCmdlet, check_server, is_server
from relayshell.transport.queues import asked
from relayshell.transport.reported import EVENT, TrackingEvent

EPOCH_TICKS = 621355968000000000


def seconds_of(moment: Any) -> float | None:
    """A DateTime as seconds since 1970."""
    if moment is None:
        return None
    from relayshell.objects.members import call_method, get_member

    return (int(get_member(call_method(moment, "ToUniversalTime", []), "Ticks")) - EPOCH_TICKS) / 10_000_000


class GetMessageTrackingLog(TransportCmdlet, name="Get-MessageTrackingLog", module=MODULE, output=EVENT):
    """Searches the message tracking log: every event of every message, oldest first.

    Without -ResultSize it gives at most 1000 events. Start is inclusive, End is not; the subject may be a part of the message's.
    """

    domain_controller: Any = param("Kept for scripts that name one.", "string")
    until: Any = param("Only events before this time.", "datetime", name="End")
    event_id: Any = param("Only events of this kind, such as RECEIVE, SEND, DELIVER, DEFER, FAIL, DSN.", "string")
    internal_message_id: Any = param("Only events of the message with this number.", "string")
    message_id: Any = param("Only events of the message with this Message-ID.", "string", by_name=True)
    message_subject: Any = param("Only events of messages with this in their subject.", "string")
    network_message_id: Any = param("Only events of the message with this network id.", "string")
    recipients: Any = param("Only events about one of these recipients.", "string[]")
    reference: Any = param("Only events with this reference.", "string")
    result_size: Any = param("How many events to give at most.", "System.Object")
    sender: Any = param("Only events of messages from this sender.", "string")
    server: Any = param("The server; there is one.", "System.Object", pipeline=True)
    source: Any = param("Only events from this source, such as SMTP, ROUTING, DSN, QUEUE.", "string")
    start: Any = param("Only events from this time on.", "datetime")
    transport_traffic_type: Any = param("Kept for scripts that give it; all traffic is Email.", "string")

    def process(self) -> None:
        if is_server(self.server) or isinstance(unwrap(self.server), str):
            check_server(self.settings, self.server)
        criteria: dict[str, Any] = {}
        for name, value in (
            ("start", seconds_of(self.start)), ("end", seconds_of(self.until)), ("sender", self.sender), ("recipients", list(self.recipients or ())),
            ("message_id", self.message_id), ("event_id", self.event_id), ("source", self.source), ("subject", self.message_subject),
            ("reference", self.reference), ("network_message_id", self.network_message_id),
        ):
            if value:
                criteria[name] = value
        if self.message_id and not self.message_id.startswith("<"):
            criteria["message_id"] = f"<{self.message_id}>"
        if self.internal_message_id:
            if not self.internal_message_id.isdigit():
                raise ShellError(f"Cannot bind argument to parameter 'InternalMessageId': \"{self.internal_message_id}\" is no number.",
                                 "ParameterArgumentTransformationError", "InvalidData", self.internal_message_id)
            criteria["internal_id"] = int(self.internal_message_id)
        limit = to_text(self.result_size) if self.result_size is not None else "1000"
        if limit.lower() != "unlimited":
            if not limit.isdigit():
                raise ShellError(f"Cannot bind argument to parameter 'ResultSize': \"{limit}\" is neither a whole number nor Unlimited.",
                                 "ParameterArgumentTransformationError", "InvalidData", limit)
            criteria["limit"] = int(limit) + 1
        found = [TrackingEvent(row) for row in asked(self, SearchTracking(criteria))]
        if "limit" in criteria and len(found) > int(limit):
            found.pop()
            self.write_warning("There are more results available than are currently displayed. To view them, increase the value for the ResultSize parameter.")
        self.write_many(found)
