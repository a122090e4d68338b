"""A resolver that is made when it is first asked: most relays hand everything to a smart host and never need one."""

from collections.abc import Callable

from relayengine.dns.answers import MX, TLSA, Records, Resolver


class LateResolver:
    """Stands for the resolver that `make` gives."""

    def __init__(self, make: Callable[[], Resolver]) -> None:
        self._make = make
        self._made: Resolver | None = None

    def _resolver(self) -> Resolver:
        if self._made is None:
            self._made = self._make()
        return self._made

    async def mx(self, domain: str) -> Records[MX]:
        """See Resolver."""
        return await self._resolver().mx(domain)

    async def addresses(self, host: str) -> Records[str]:
        """See Resolver."""
        return await self._resolver().addresses(host)

    async def reverse(self, address: str) -> str:
        """See Resolver."""
        return await self._resolver().reverse(address)

    async def texts(self, name: str) -> Records[str]:
        """See Resolver."""
        return await self._resolver().texts(name)

    async def aliases(self, name: str) -> Records[str]:
        """See Resolver."""
        return await self._resolver().aliases(name)

    async def tlsa(self, name: str) -> Records[TLSA]:
        """See Resolver."""
        return await self._resolver().tlsa(name)
