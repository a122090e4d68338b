"""A resolver that asks over the network, by dnspython, with a cache. UDP first, TCP when an answer is cut off."""

import asyncio
from collections.abc import Sequence
from typing import Any

import dns.asyncresolver
import dns.exception
import dns.rdatatype
import dns.resolver
import dns.reversename

from relayengine.dns.answers import MX, DnsFailure, NoSuchDomain

LIFETIME = 10.0
"""Seconds a question may take in all, with every server asked."""
_CACHED = 10_000


class NetworkResolver:
    """Asks the servers given as (address, port), or the system's own when there are none."""

    def __init__(self, servers: Sequence[tuple[str, int]] = (), *, tcp: bool = False, lifetime: float = LIFETIME) -> None:
        try:
            self._resolver = dns.asyncresolver.Resolver(configure=not servers)
        except dns.resolver.NoResolverConfiguration:
            self._resolver = dns.asyncresolver.Resolver(configure=False)
            self._resolver.nameservers = ["127.0.0.1"]
        if servers:
            from dns.nameserver import Do53Nameserver

            self._resolver.nameservers = [Do53Nameserver(address, port) for address, port in servers]
        self._resolver.cache = dns.resolver.LRUCache(_CACHED)
        self._resolver.lifetime = lifetime
        self._resolver.timeout = min(2.0, lifetime)
        self._tcp = tcp

    async def _ask(self, name: str, kind: str) -> Any:
        """The records, or None when the name exists without this kind."""
        try:
            return await self._resolver.resolve(name.rstrip(".") + ".", kind, raise_on_no_answer=False, search=False,
                                                tcp=self._tcp)
        except dns.resolver.NXDOMAIN:
            raise NoSuchDomain(name) from None
        except (dns.resolver.NoNameservers, dns.exception.Timeout) as error:
            what = "the servers failed to answer" if isinstance(error, dns.resolver.NoNameservers) else "no answer in time"
            raise DnsFailure(f"{name} {kind}: {what}") from None
        except (dns.exception.DNSException, OSError, ValueError) as error:
            raise DnsFailure(f"{name} {kind}: {type(error).__name__}") from None

    async def mx(self, domain: str) -> list[MX]:
        """See Resolver."""
        answer = await self._ask(domain, "MX")
        return [MX(record.preference, record.exchange.to_text(omit_final_dot=True).lower().rstrip("."))
                for record in answer.rrset or ()]

    async def addresses(self, host: str) -> list[str]:
        """See Resolver."""
        six, four = await asyncio.gather(self._ask(host, "AAAA"), self._ask(host, "A"), return_exceptions=True)
        found: list[str] = []
        for answer in (four, six):
            if not isinstance(answer, BaseException):
                found += [record.address for record in answer.rrset or ()]
        if not found:
            for answer in (four, six):
                if isinstance(answer, BaseException):
                    raise answer
        return found

    async def reverse(self, address: str) -> str:
        """See Resolver."""
        try:
            answer = await self._ask(dns.reversename.from_address(address).to_text(), "PTR")
        except (NoSuchDomain, DnsFailure, dns.exception.DNSException):
            return ""
        for record in answer.rrset or ():
            return str(record.target.to_text(omit_final_dot=True).lower())
        return ""

    async def texts(self, name: str) -> list[str]:
        """See Resolver."""
        answer = await self._ask(name, "TXT")
        return [b"".join(record.strings).decode("utf-8", "replace") for record in answer.rrset or ()]
