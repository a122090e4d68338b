"""Get-QueueDigest: the queues summed up by next hop, or by another of their properties."""

from __future__ import annotations

from typing import Any

from relayengine.control.messages import ListQueues
from relayshell.commands import param
from relayshell.errors import ShellError
from relayshell.transport.managed import MODULE, TransportCmdlet, check_server
from relayshell.transport.opath import condition
from relayshell.transport.queues import asked, limit_of
from relayshell.transport.reported import QUEUE_PROPERTIES, QueueInfo, report_type
from relayshell.transport.values import Many

DIGEST_TYPE = "Microsoft.Exchange.Data.QueueDigest.QueueDigestPresentationObject"
DigestReport = report_type(DIGEST_TYPE, "GroupByValue MessageCount DeferredMessageCount LockedMessageCount IncomingRate OutgoingRate Velocity Details")
BY = {"nexthopdomain": "NextHopDomain", "nexthopcategory": "NextHopCategory", "deliverytype": "DeliveryType", "status": "Status",
      "lasterror": "LastError", "servername": "Server", "tlsdomain": "TlsDomain", "risklevel": "RiskLevel", "outboundippool": "OutboundIPPool",
      "nexthopkey": "NextHopKey"}
_SUMS = ("MessageCount", "DeferredMessageCount", "LockedMessageCount", "IncomingRate", "OutgoingRate", "Velocity")


def _key(queue: QueueInfo) -> str:
    """What makes a next hop another one than its neighbours."""
    return f"{queue.values['DeliveryType']};{queue.values['NextHopDomain']};{queue.values['NextHopConnector']}"


class GetQueueDigest(TransportCmdlet, name="Get-QueueDigest", default_set="ServerParameterSet", module=MODULE, output=DIGEST_TYPE):
    """Sums up the queues by next hop: how many messages wait for each, the most first."""

    server: Any = param("The server; there is one.", "System.Object[]", pipeline=True, sets=("ServerParameterSet",))
    dag: Any = param("A group of servers; there is none.", "System.Object[]", sets=("DagParameterSet",), mandatory=True)
    site: Any = param("A site; there is one.", "System.Object[]", sets=("SiteParameterSet",), mandatory=True)
    forest: Any = param("All servers.", "switch", sets=("ForestParameterSet",))
    details_level: Any = param("None, Normal or Verbose: whether the queues are listed in Details.", "string", "Normal", values=("None", "Normal", "Verbose"))
    filter: Any = param("Conditions such as {MessageCount -gt 10}.", "string")
    group_by: Any = param(f"What to sum up by: {', '.join(BY.values())}.", "string", "NextHopDomain")
    result_size: Any = param("How many to give at most.", "System.Object")
    timeout: Any = param("Kept for scripts that give it.", "System.Object")

    def process(self) -> None:
        for server in self.server or ():
            check_server(self.settings, server)
        by = BY.get(self.group_by.lower())
        if by is None:
            raise ShellError(f"Cannot bind argument to parameter 'GroupBy': \"{self.group_by}\" is not one of {', '.join(BY.values())}.",
                             "ParameterArgumentTransformationError", "InvalidData", self.group_by)
        matches = condition(self.filter, QUEUE_PROPERTIES) if self.filter else None
        groups: dict[str, list[QueueInfo]] = {}
        for row in asked(self, ListQueues()):
            queue = QueueInfo(row)
            if queue.values["MessageCount"] and (matches is None or matches(queue)):
                value = self.settings.server.name if by == "Server" else _key(queue) if by == "NextHopKey" else queue.values.get(by)
                groups.setdefault(str(value if value is not None else ""), []).append(queue)
        ordered = sorted(groups.items(), key=lambda item: -sum(queue.values["MessageCount"] for queue in item[1]))
        for value, queues in ordered[: limit_of(self.result_size)]:
            sums = {name: sum(queue.values.get(name) or 0 for queue in queues) for name in _SUMS}
            details = Many() if self.details_level == "None" else Many(str(queue) for queue in queues)
            self.write(DigestReport({"GroupByValue": value, **sums, "Details": details}))
