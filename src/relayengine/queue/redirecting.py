"""Redirect-Message: what waits for delivery goes to another server instead, which sends it on; what comes later goes its usual way.

It holds until the last such message has left, is told of in no setting and does not outlive a restart: what is left then goes its usual
way, as it does after Retry-Queue -Resubmit of the queue.
"""

from typing import TYPE_CHECKING, NamedTuple

from relayengine.deliver.courier import AnyLane
from relayengine.queue.hopqueue import HopQueue
from relayengine.route import DeliveryType, NextHop
from relayengine.route.routing import Route
from relayengine.settings.kinds import find_kind
from relayengine.settings.send_connector import SendConnector
from relayengine.values.network import SmartHost

if TYPE_CHECKING:
    from relayengine.queue.queues import Queues

CONNECTOR = "Intra-Organization SMTP Send Connector"
"""The name, in logs and events, of the way that servers of one organisation have to each other."""


class Redirected(NamedTuple):
    """What is redirected where."""

    up_to: int
    """The last message that is."""
    hop: NextHop
    connector: SendConnector


def connector_to(targets: list[str]) -> SendConnector:
    """A way to one of some hosts, each with a port or without. ValueError for a text that is no host, and for different ports."""
    hosts, ports = [], set()
    for target in targets:
        host, colon, port = target.strip().rpartition(":")
        if not colon or not port.isdigit() or ":" in host and not host.endswith("]"):
            host, port = target.strip(), "25"
        hosts.append(SmartHost.parse(host))
        ports.add(int(port))
    if len(ports) != 1:
        raise ValueError("targets must be hosts that are spoken to at one port" if ports else "there must be a target")
    kind = find_kind("SendConnector")
    assert kind
    made: SendConnector = kind.make({"Name": CONNECTOR, "AddressSpaces": ["*"], "SmartHosts": [str(host) for host in hosts], "DNSRoutingEnabled": False,
                                     "Port": ports.pop(), "MaxMessageSize": "Unlimited"})
    return made


class Redirecting:
    """The part of Queues that redirects."""

    redirected: Redirected | None = None
    _moving = False

    async def redirect(self: "Queues", targets: list[str]) -> int:
        """Lets all that waits in delivery queues go to one of some hosts; returns how many messages those are.

        Suspended messages go too once they are resumed; Unreachable and Poison stay. ValueError for targets that are none.
        """
        connector = connector_to(targets)
        hop = NextHop(DeliveryType.SmtpRelayToServers, ",".join(map(str, connector.smart_hosts)), CONNECTOR)
        await self.spool.flush()
        queues = tuple(queue for queue in self.queues.values() if len(queue))
        before = self.redirected
        self.redirected = Redirected(max((queue.last() for queue in queues), default=0), hop, connector)
        if before is not None and before.hop in self.queues:
            old = self.queues[before.hop]
            if old.lane is not None:
                old.lane.close()
            old.lane = self.lane_of(old)
        count = sum(map(len, queues))
        self._moving = True
        self.spawn(self._redirect(tuple(queue for queue in queues if queue.hop != hop)))
        return count

    async def _redirect(self: "Queues", queues: tuple[HopQueue, ...]) -> None:
        try:
            await self._route_again(queues)
        finally:
            self._moving = False

    def stop_redirecting(self: "Queues", queue: HopQueue) -> None:
        """What is left in a queue of redirected messages is to go its usual way, if it is one."""
        if self.redirected is not None and queue.hop == self.redirected.hop:
            self.redirected = None

    def check_redirected(self: "Queues") -> None:
        """Ends the redirection when the last message has left."""
        if self.redirected is not None and not self._moving:
            queue = self.queues.get(self.redirected.hop)
            if queue is None or not len(queue):
                self.redirected = None

    def hop_of(self: "Queues", number: int, address: str, size: int) -> Route:
        """Where a recipient of a message that waits goes."""
        hop = self.router.route(address, size)
        redirected = self.redirected
        if redirected is None or number > redirected.up_to or type(hop) is not NextHop:
            return hop
        return redirected.hop

    def lane_of(self: "Queues", queue: HopQueue) -> AnyLane | None:
        """A lane to a queue's next hop, by the settings of now; None where its connector is gone."""
        if self.redirected is not None and queue.hop == self.redirected.hop:
            return self.courier.lane_by(queue.hop.domain, self.redirected.connector, queue)
        return self.courier.lane(queue.hop.domain, queue.hop.connector, queue)
