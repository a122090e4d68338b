"""AddressRewriteEntry: which addresses inside are shown to the outside as which others, and back."""

from collections.abc import Iterator, Sequence

from relayengine.schema import Problem, SettingsObject, kind, setting


@kind("AddressRewriteEntry", columns=("Name", "InternalAddress", "ExternalAddress"), container="CN=Address Rewrite Configuration")
class AddressRewriteEntry(SettingsObject):
    """Which addresses inside are shown to the outside as which others, and back."""

    internal_address: str = setting("An address, a domain, or *.domain for all below it too, as it is inside.", longest=571)
    external_address: str = setting("The address or the domain the outside sees instead.", longest=571)
    exception_list: tuple[str, ...] = setting("Domains below a *.domain that are left as they are.", ())
    outbound_only: bool = setting("Whether answers from outside are not turned back.", False)
    name: str = setting("The name administrators know it by.", longest=64)
    guid: str = setting("What tells it from all others, for good.", "", on=())
    when_created: str = setting("When it was made.", "", on=())
    when_changed: str = setting("When it was last changed.", "", on=())

    def rules(self) -> Iterator[Problem]:
        """What must hold between its own fields (New-AddressRewriteEntry's documentation page)."""
        if ("@" in self.internal_address) != ("@" in self.external_address):
            yield Problem(f'InternalAddress "{self.internal_address}" and ExternalAddress "{self.external_address}" must both be addresses '
                          "or both be domains", "ExternalAddress")
        if self.internal_address.startswith("*.") and not self.outbound_only:
            yield Problem(f'InternalAddress "{self.internal_address}" stands for many domains; it cannot be turned back, so OutboundOnly must '
                          "be true", "OutboundOnly")
        if self.exception_list and not self.internal_address.startswith("*."):
            yield Problem("ExceptionList is for an InternalAddress such as *.contoso.com", "ExceptionList")
        if "*" in self.external_address:
            yield Problem(f'ExternalAddress "{self.external_address}" must be one address or one domain', "ExternalAddress")


class Rewriter:
    """What the entries of a snapshot make of an address: the single address first, then the domain, then the nearest domain above."""

    def __init__(self, entries: Sequence[AddressRewriteEntry]) -> None:
        self._out: dict[str, str] = {}
        self._under: dict[str, tuple[str, frozenset[str]]] = {}
        self._back: dict[str, str] = {}
        for entry in entries:
            inside, outside = entry.internal_address.lower(), entry.external_address
            if inside.startswith("*."):
                self._under.setdefault(inside[2:], (outside, frozenset(e.lower().removeprefix("*.") for e in entry.exception_list)))
            else:
                self._out.setdefault(inside, outside)
                if not entry.outbound_only:
                    self._back.setdefault(outside.lower(), entry.internal_address)

    @property
    def outwards(self) -> bool:
        """Whether anything is rewritten on the way out."""
        return bool(self._out or self._under)

    @property
    def inwards(self) -> bool:
        """Whether anything is rewritten on the way in."""
        return bool(self._back)

    def outward(self, address: str) -> str:
        """An address as the outside sees it."""
        local, at, domain = address.rpartition("@")
        lowered = domain.lower()
        if not at:
            return address
        if (found := self._out.get(address.lower())) is not None:
            return found
        if (found := self._out.get(lowered)) is not None:
            return f"{local}@{found}"
        above = lowered
        while above:
            if above in self._under:
                outside, exceptions = self._under[above]
                if lowered in exceptions:
                    return address
                return f"{local}@{outside}"
            above = above.partition(".")[2]
        return address

    def inward(self, address: str) -> str:
        """An address that the outside uses, as it is inside."""
        local, at, domain = address.rpartition("@")
        if not at:
            return address
        if (found := self._back.get(address.lower())) is not None:
            return found
        found = self._back.get(domain.lower())
        return address if found is None else f"{local}@{found}"
