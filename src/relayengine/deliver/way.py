"""How a lane finds hosts and how it speaks to them: by a send connector, or by LMTP to the server that has the mailboxes."""

from typing import TYPE_CHECKING, Protocol

from relayengine.deliver.hosts import Target, targets
from relayengine.deliver.outcome import HopDown
from relayengine.deliver.plan import Plan, Tls, plan_for
from relayengine.settings.send_connector import SendConnector
from relayengine.values.network import NameServer

if TYPE_CHECKING:
    from relayengine.deliver.courier import Courier


class Way(Protocol):
    """What a lane asks when it opens a conversation."""

    async def found(self) -> "list[Target] | HopDown":
        """The hosts to try, in order."""

    async def planned(self, found: list[Target]) -> "tuple[Plan, list[Target]] | HopDown":
        """How to speak to them, and which of them may be spoken to."""


class ByConnector:
    """By a send connector: its smart hosts, or what DNS says; TLS as it and the domain's MTA-STS policy want."""

    def __init__(self, courier: "Courier", domain: str, connector: SendConnector) -> None:
        self._courier = courier
        self._domain = domain
        self._connector = connector

    async def found(self) -> "list[Target] | HopDown":
        """See Way."""
        courier = self._courier
        return await targets(self._domain, self._connector, courier.settings, courier.resolver, courier.shuffle)

    async def planned(self, found: list[Target]) -> "tuple[Plan, list[Target]] | HopDown":
        """See Way."""
        settings = self._courier.settings
        plan = plan_for(self._connector, self._domain, settings)
        if self._connector.smart_hosts or plan.tls.value >= Tls.NAME.value or not settings.server.mta_sts_enabled:
            return plan, found
        policy = await self._courier.policies.of(self._domain)
        if policy is None or policy.mode != "enforce":
            return plan, found
        allowed = [target for target in found if policy.allows(target.host)]
        if not allowed:
            return HopDown("454 4.7.5 None of the domain's exchangers is one that its MTA-STS policy names")
        return plan._replace(tls=Tls.NAME, tls_name=""), allowed


class ByLmtp:
    """By LMTP (RFC 2033) to one server, that answers for each recipient on its own."""

    def __init__(self, courier: "Courier", where: str) -> None:
        """`where` is an address with a port, or the path of a socket."""
        self._courier = courier
        self._where = where

    async def found(self) -> "list[Target] | HopDown":
        """See Way."""
        if self._where.startswith("/"):
            return [Target("localhost", self._where, 0)]
        server = NameServer.parse(self._where)
        return [Target(f"[{server.address}]", server.address, server.port)]

    async def planned(self, found: list[Target]) -> "tuple[Plan, list[Target]] | HopDown":
        """See Way."""
        return Plan("", self._courier.settings.server.fqdn, tls=Tls.NEVER, lmtp=True, keep_organisation=True), found
