"""What a resolver answers, and what it raises when it cannot."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol, TypeVar

T = TypeVar("T")


class DnsFailure(Exception):
    """No answer now: a timeout, SERVFAIL, REFUSED, a loop of aliases. Asking later may help."""


class NoSuchDomain(Exception):
    """The name does not exist (NXDOMAIN). Asking again will not help."""


class Records(list[T]):
    """The records of an answer, and what is known about them."""

    def __init__(self, records: Iterable[T] = (), secure: bool = False, name: str = "") -> None:
        super().__init__(records)
        self.secure = secure
        """Whether a resolver that is trusted to check signatures has found these records, and every alias on the way to them,
        signed (the AD bit, RFC 4035 §3.2.3)."""
        self.name = name
        """The name that has them once aliases (CNAME) are followed, in lower case without the final dot; "" if nobody looked."""


class MX(NamedTuple):
    """A mail exchanger."""

    preference: int
    host: str
    """Lower case, without the final dot; "" is the null MX of RFC 7505."""


class TLSA(NamedTuple):
    """What a certificate must be (RFC 6698 §2.1)."""

    usage: int
    selector: int
    matching: int
    data: bytes

    def __str__(self) -> str:
        return f"{self.usage} {self.selector} {self.matching}"


class Resolver(Protocol):
    """Asks for what mail needs."""

    async def mx(self, domain: str) -> Records[MX]:
        """The mail exchangers of a domain; none when the name exists without any. Raises NoSuchDomain, DnsFailure."""

    async def addresses(self, host: str) -> Records[str]:
        """The addresses of a host, IPv6 and IPv4; none when it has none. Raises NoSuchDomain, DnsFailure."""

    async def reverse(self, address: str) -> str:
        """The name of an address, "" when it has none or none can be had."""

    async def texts(self, name: str) -> Records[str]:
        """The TXT records of a name. Raises NoSuchDomain, DnsFailure."""

    async def aliases(self, name: str) -> Records[str]:
        """What a name itself is an alias of (CNAME), not followed. Raises NoSuchDomain, DnsFailure."""

    async def tlsa(self, name: str) -> Records[TLSA]:
        """The TLSA records of a name. Raises NoSuchDomain, DnsFailure."""
