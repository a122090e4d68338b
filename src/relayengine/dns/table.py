"""A resolver that answers from a table, for tests and for networks without DNS."""

from collections.abc import Mapping, Sequence

from relayengine.dns.answers import MX, DnsFailure, NoSuchDomain


class TableResolver:
    """Answers from what it is given. A domain in neither table does not exist; one in `failing` cannot be asked now."""

    def __init__(self, mx: Mapping[str, Sequence[tuple[int, str]]] | None = None,
                 hosts: Mapping[str, Sequence[str]] | None = None, failing: Sequence[str] = (),
                 texts: Mapping[str, Sequence[str]] | None = None) -> None:
        self._mx = {name.lower(): [MX(p, h.lower().rstrip(".")) for p, h in found] for name, found in (mx or {}).items()}
        self._hosts = {name.lower(): list(found) for name, found in (hosts or {}).items()}
        self._texts = {name.lower(): list(found) for name, found in (texts or {}).items()}
        self.failing = {name.lower() for name in failing}

    def _check(self, name: str) -> str:
        name = name.lower().rstrip(".")
        if name in self.failing:
            raise DnsFailure(f"{name}: SERVFAIL")
        if name not in self._mx and name not in self._hosts and name not in self._texts:
            raise NoSuchDomain(name)
        return name

    async def mx(self, domain: str) -> list[MX]:
        """See Resolver."""
        return self._mx.get(self._check(domain), [])

    async def addresses(self, host: str) -> list[str]:
        """See Resolver."""
        return self._hosts.get(self._check(host), [])

    async def reverse(self, address: str) -> str:
        """See Resolver."""
        return next((name for name, found in self._hosts.items() if address in found), "")

    async def texts(self, name: str) -> list[str]:
        """See Resolver."""
        return self._texts.get(self._check(name), [])
