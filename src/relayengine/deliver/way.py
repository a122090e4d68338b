"""How a lane finds hosts and how it speaks to them: by a send connector, or by LMTP to the server that has the mailboxes."""

import asyncio
from typing import TYPE_CHECKING, NamedTuple, Protocol

from relayengine.deliver.dane import Invalid, proof_of
from relayengine.deliver.hosts import Target, targets
from relayengine.deliver.outcome import HopDown
from relayengine.deliver.plan import Plan, Tls, plan_for
from relayengine.settings.send_connector import SendConnector
from relayengine.values.network import NameServer
from relayengine.values.options import SmtpDaneMode

if TYPE_CHECKING:
    from relayengine.deliver.courier import Courier


class Attempt(NamedTuple):
    """A host, and how to speak to it."""

    target: Target
    plan: Plan
    refused: str = ""
    """Why it must not be spoken to at all, as a reply."""


class Way(Protocol):
    """What a lane asks when it opens a conversation."""

    async def found(self) -> "list[Target] | HopDown":
        """The hosts to try, in order."""

    async def planned(self, found: list[Target]) -> "list[Attempt] | HopDown":
        """How to speak to them, and which of them may be spoken to."""


class ByConnector:
    """By a send connector: its smart hosts, or what DNS says; TLS as it, the hosts' TLSA records and the domain's MTA-STS policy want.

    A host with signed TLSA records is judged by them and by no policy (RFC 8461 §2). A connector that asks for a certificate
    of a trusted authority has said itself what proves a host: neither is asked.
    """

    def __init__(self, courier: "Courier", domain: str, connector: SendConnector) -> None:
        self._courier = courier
        self._domain = domain
        self._connector = connector

    async def found(self) -> "list[Target] | HopDown":
        """See Way."""
        courier = self._courier
        return await targets(self._domain, self._connector, courier.settings, courier.resolver, courier.shuffle)

    async def planned(self, found: list[Target]) -> "list[Attempt] | HopDown":
        """See Way."""
        settings = self._courier.settings
        plan = plan_for(self._connector, self._domain, settings)
        attempts = [Attempt(target, plan._replace(assured=self._assures(plan, target))) for target in found]
        if plan.tls in (Tls.OFFERED, Tls.ENCRYPTED):
            attempts = await self._by_tlsa(attempts)
        judged = all(each.plan.proof or each.refused for each in attempts)
        if judged or self._connector.smart_hosts or plan.tls.value >= Tls.NAME.value or not settings.server.mta_sts_enabled:
            return attempts
        policy = await self._courier.policies.of(self._domain)
        if policy is None or policy.mode != "enforce":
            return attempts
        strict = plan._replace(tls=Tls.NAME, tls_name="", assured=True)
        allowed = [each if each.plan.proof or each.refused else Attempt(each.target, strict) for each in attempts
                   if each.plan.proof or each.refused or policy.allows(each.target.host)]
        return allowed or HopDown("454 4.7.5 None of the domain's exchangers is one that its MTA-STS policy names")

    def _assures(self, plan: Plan, target: Target) -> bool:
        """Whether a certificate with a checked name proves the right host: the name comes from the settings, or from signed MX records."""
        return plan.tls is Tls.NAME and bool(self._connector.smart_hosts or plan.tls_name or target.origin)

    async def _by_tlsa(self, attempts: list[Attempt]) -> list[Attempt]:
        """The attempts with what each host must prove by DANE, as far as the connector cares for it."""
        mode = self._connector.smtp_dane_mode
        if mode is SmtpDaneMode.NONE:
            return attempts
        made: dict[tuple[str, int], asyncio.Future[Attempt]] = {}
        for each in attempts:
            key = each.target.host, each.target.port
            if key not in made:
                made[key] = asyncio.ensure_future(self._judged(each, mode is SmtpDaneMode.Mandatory))
        await asyncio.gather(*made.values())
        return [made[each.target.host, each.target.port].result()._replace(target=each.target) for each in attempts]

    async def _judged(self, attempt: Attempt, mandatory: bool) -> Attempt:
        target, plan, _ = attempt
        try:
            proof = await proof_of(target.host, target.port, target.origin, self._courier.resolver)
        except Invalid as error:
            return attempt._replace(refused=str(error))
        if proof is not None:
            return attempt._replace(plan=plan._replace(tls=Tls.ENCRYPTED, proof=proof, assured=bool(proof.records)))
        if not mandatory:
            return attempt
        return attempt._replace(refused=f"450 4.7.324 dnssec-invalid: {target.host} has no signed TLSA records, and the send connector asks for them")


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

    async def planned(self, found: list[Target]) -> "list[Attempt] | HopDown":
        """See Way."""
        plan = Plan("", self._courier.settings.server.fqdn, tls=Tls.NEVER, lmtp=True, keep_organisation=True)
        return [Attempt(target, plan) for target in found]
