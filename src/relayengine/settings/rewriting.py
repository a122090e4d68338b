"""AddressRewriteEntry: which addresses inside are shown to the outside as which others, and back."""

from collections.abc import Iterator

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
