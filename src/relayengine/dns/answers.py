"""What a resolver answers, and what it raises when it cannot."""

from typing import NamedTuple, Protocol


class DnsFailure(Exception):
    """No answer now: a timeout, SERVFAIL, REFUSED, a loop of aliases. Asking later may help."""


class NoSuchDomain(Exception):
    """The name does not exist (NXDOMAIN). Asking again will not help."""


class MX(NamedTuple):
    """A mail exchanger."""

    preference: int
    host: str
    """Lower case, without the final dot; "" is the null MX of RFC 7505."""


class Resolver(Protocol):
    """Asks for what mail needs."""

    async def mx(self, domain: str) -> list[MX]:
        """The mail exchangers of a domain; [] when the name exists without any. Raises NoSuchDomain, DnsFailure."""

    async def addresses(self, host: str) -> list[str]:
        """The addresses of a host, IPv6 and IPv4; [] when it has none. Raises NoSuchDomain, DnsFailure."""

    async def reverse(self, address: str) -> str:
        """The name of an address, "" when it has none or none can be had."""

    async def texts(self, name: str) -> list[str]:
        """The TXT records of a name. Raises NoSuchDomain, DnsFailure."""
