"""A resolver that answers from a table, for tests and for networks without DNS."""

from collections.abc import Mapping, Sequence

from relayengine.dns.answers import MX, TLSA, DnsFailure, NoSuchDomain, Records


class TableResolver:
    """Answers from what it is given. A name in no table does not exist; one in `failing` cannot be asked now.

    `names`: aliases and what they stand for. `secure`: the names whose records, of every kind, count as signed.
    """

    def __init__(self, mx: Mapping[str, Sequence[tuple[int, str]]] | None = None,
                 hosts: Mapping[str, Sequence[str]] | None = None, failing: Sequence[str] = (),
                 texts: Mapping[str, Sequence[str]] | None = None, names: Mapping[str, str] | None = None,
                 tlsa: Mapping[str, Sequence[TLSA]] | None = None, secure: Sequence[str] = ()) -> None:
        self._mx = {name.lower(): [MX(p, h.lower().rstrip(".")) for p, h in found] for name, found in (mx or {}).items()}
        self._hosts = {name.lower(): list(found) for name, found in (hosts or {}).items()}
        self._texts = {name.lower(): list(found) for name, found in (texts or {}).items()}
        self._names = {name.lower(): other.lower() for name, other in (names or {}).items()}
        self._tlsa = {name.lower(): list(found) for name, found in (tlsa or {}).items()}
        self.failing = {name.lower() for name in failing}
        self.secure = {name.lower() for name in secure}

    def _check(self, name: str, follow: bool = True) -> tuple[str, bool]:
        """The name that has the records, and whether it and its aliases are secure."""
        name = name.lower().rstrip(".")
        secure = True
        for _ in range(10):
            if name in self.failing:
                raise DnsFailure(f"{name}: SERVFAIL")
            secure = secure and name in self.secure
            if not follow or name not in self._names:
                break
            name = self._names[name]
        if not any(name in table for table in (self._mx, self._hosts, self._texts, self._names, self._tlsa)):
            raise NoSuchDomain(name)
        return name, secure

    async def mx(self, domain: str) -> Records[MX]:
        """See Resolver."""
        name, secure = self._check(domain)
        return Records(self._mx.get(name, ()), secure, name)

    async def addresses(self, host: str) -> Records[str]:
        """See Resolver."""
        name, secure = self._check(host)
        return Records(self._hosts.get(name, ()), secure, name)

    async def reverse(self, address: str) -> str:
        """See Resolver."""
        return next((name for name, found in self._hosts.items() if address in found), "")

    async def texts(self, name: str) -> Records[str]:
        """See Resolver."""
        name, secure = self._check(name)
        return Records(self._texts.get(name, ()), secure, name)

    async def aliases(self, name: str) -> Records[str]:
        """See Resolver."""
        name, secure = self._check(name, follow=False)
        return Records([self._names[name]] if name in self._names else (), secure, name)

    async def tlsa(self, name: str) -> Records[TLSA]:
        """See Resolver."""
        name, secure = self._check(name)
        return Records(self._tlsa.get(name, ()), secure, name)
