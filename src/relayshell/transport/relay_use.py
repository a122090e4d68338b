"""Get-RelayUse: who really relays to other domains, from the message tracking log."""

from __future__ import annotations

import time
from typing import Any

from relayengine.control.messages import SearchTracking
from relayengine.values.domain import canonical
from relayengine.values.problem import BadValue
from relayshell.commands import param
from relayshell.transport.managed import MODULE, TransportCmdlet
from relayshell.transport.queues import asked
from relayshell.transport.reported import local_time, report_type
from relayshell.transport.tracking import seconds_of
from relayshell.transport.values import Many

USE_TYPE = "Relay.RelayUse"
UseReport = report_type(USE_TYPE, "Connector ClientIp Messages Recipients LastUsed FirstUsed Senders Domains")
_DAYS = 7
_MOST = 200_000


class GetRelayUse(TransportCmdlet, name="Get-RelayUse", module=MODULE, output=USE_TYPE):
    """Lists who relays to other domains and how much: one row for each client address and connector, the busiest first.

    Without -Start it looks at the last seven days. Set beside Get-RelayAccess it shows which rights nobody uses: those are the ones to take back.
    """

    start: Any = param("From this time on.", "datetime")
    until: Any = param("Before this time.", "datetime", name="End")

    def process(self) -> None:
        settings = self.settings
        criteria: dict[str, Any] = {"event_id": "RECEIVE", "limit": _MOST, "start": seconds_of(self.start) or time.time() - _DAYS * 86400}
        if self.until is not None:
            criteria["end"] = seconds_of(self.until)
        rows: dict[tuple[str, str], list[tuple[float, str, list[str]]]] = {}
        for event in asked(self, SearchTracking(criteria)):
            outside = [each for each in event["Recipients"] if _is_outside(each, settings)]
            if outside:
                rows.setdefault((str(event["ConnectorId"]), str(event["ClientIp"])), []).append((event["Timestamp"], event["Sender"], outside))
        for (connector, client), messages in sorted(rows.items(), key=lambda item: -len(item[1])):
            times = [at for at, _, _ in messages]
            recipients = [each for _, _, found in messages for each in found]
            self.write(UseReport({
                "Connector": connector, "ClientIp": client, "Messages": len(messages), "LastUsed": local_time(max(times)), "FirstUsed": local_time(min(times)),
                "Recipients": len(recipients), "Senders": Many(sorted({sender for _, sender, _ in messages})),
                "Domains": Many(sorted({each.rpartition("@")[2].lower() for each in recipients}))}))


def _is_outside(address: str, settings: Any) -> bool:
    try:
        return settings.accepted_domain(canonical(address.rpartition("@")[2])) is None
    except BadValue:
        return True
