"""A resolver that asks over the network, by dnspython, with a cache. UDP first, TCP when an answer is cut off.

It checks no signature itself: every question says that its asker would like to know whether the answer is signed (RFC 6840 §5.7), and
what a server says about that counts where that server, and the way to it, are trusted.
"""

import asyncio
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from typing import Any

import dns.asyncresolver
import dns.exception
import dns.flags
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.resolver
import dns.reversename

from relayengine.dns.answers import MX, TLSA, DnsFailure, NoSuchDomain, Records

LIFETIME = 10.0
"""Seconds a question may take in all, with every server asked."""
_CACHED = 10_000

# dnspython throws a whole answer away for one TLSA record of a length that cannot be. Such a record must count as one that nobody can
# use (RFC 7672 §2.1), which is not the same as none: so they are taken as they come, and read in _tlsa.
dns.rdata._rdata_classes[dns.rdataclass.IN, dns.rdatatype.TLSA] = dns.rdata.GenericRdata


class NetworkResolver:
    """Asks the servers given as (address, port), or the system's own when there are none."""

    def __init__(self, servers: Sequence[tuple[str, int]] = (), *, tcp: bool = False, lifetime: float = LIFETIME,
                 trusted: Callable[[str], bool] = lambda address: ip_address(address).is_loopback) -> None:
        """`trusted`: whether the server at an address is believed when it says that an answer is signed."""
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
        self._resolver.flags = dns.flags.RD | dns.flags.AD
        self._tcp = tcp
        self._trusted = trusted

    async def _ask(self, name: str, kind: str) -> Any:
        """The records, or None when the name exists without this kind."""
        try:
            return await self._resolver.resolve(name.rstrip(".") + ".", kind, raise_on_no_answer=False, search=False,
                                                tcp=self._tcp)
        except (dns.resolver.NXDOMAIN, dns.name.LabelTooLong, dns.name.NameTooLong, dns.name.EmptyLabel):
            raise NoSuchDomain(name) from None  # a name that cannot be does not exist
        except (dns.resolver.NoNameservers, dns.exception.Timeout) as error:
            what = "the servers failed to answer" if isinstance(error, dns.resolver.NoNameservers) else "no answer in time"
            raise DnsFailure(f"{name} {kind}: {what}") from None
        except (dns.exception.DNSException, OSError, ValueError) as error:
            raise DnsFailure(f"{name} {kind}: {type(error).__name__}") from None

    def _secure(self, answer: Any) -> bool:
        """Whether an answer is signed, by the word of a server that is trusted."""
        return bool(answer.response.flags & dns.flags.AD) and bool(answer.nameserver) and self._trusted(str(answer.nameserver))

    def _records(self, answer: Any, made: Any) -> Any:
        return Records(map(made, answer.rrset or ()), self._secure(answer), _text(answer.canonical_name))

    async def mx(self, domain: str) -> Records[MX]:
        """See Resolver."""
        found: Records[MX] = self._records(await self._ask(domain, "MX"), lambda record: MX(record.preference, _text(record.exchange)))
        return found

    async def addresses(self, host: str) -> Records[str]:
        """See Resolver."""
        six, four = await asyncio.gather(self._ask(host, "AAAA"), self._ask(host, "A"), return_exceptions=True)
        answers: list[Any] = [answer for answer in (four, six) if not isinstance(answer, BaseException)]
        found = Records([record.address for answer in answers for record in answer.rrset or ()],
                        bool(answers) and all(self._secure(answer) for answer in answers),
                        next((_text(answer.canonical_name) for answer in answers if answer.rrset), ""))
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

    async def texts(self, name: str) -> Records[str]:
        """See Resolver."""
        found: Records[str] = self._records(await self._ask(name, "TXT"), lambda record: b"".join(record.strings).decode("utf-8", "replace"))
        return found

    async def aliases(self, name: str) -> Records[str]:
        """See Resolver."""
        found: Records[str] = self._records(await self._ask(name, "CNAME"), lambda record: _text(record.target))
        return found

    async def tlsa(self, name: str) -> Records[TLSA]:
        """See Resolver."""
        found: Records[TLSA] = self._records(await self._ask(name, "TLSA"), lambda record: _tlsa(record.to_wire() or b""))
        return found


def _tlsa(octets: bytes) -> TLSA:
    """A record from its octets; one that is too short gets a usage that means nothing."""
    return TLSA(octets[0], octets[1], octets[2], octets[3:]) if len(octets) >= 3 else TLSA(255, 255, 255, octets)


def _text(name: Any) -> str:
    """A name in lower case without its final dot; the root is ""."""
    return str(name.to_text(omit_final_dot=True)).lower().rstrip(".")
