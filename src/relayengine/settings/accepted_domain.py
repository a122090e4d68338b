"""AcceptedDomain and RemoteDomain: the domains this organisation takes mail for, and how it treats the others."""

from collections.abc import Iterator

from relayengine.schema import Problem, SettingsObject, kind, setting
from relayengine.values.domain import Domain
from relayengine.values.options import AcceptedDomainType


@kind("AcceptedDomain", columns=("Name", "DomainName", "DomainType", "Default"), container="CN=Accepted Domains,CN=Transport Settings")
class AcceptedDomain(SettingsObject):
    """A domain whose mail this organisation takes, from anyone."""

    domain_name: Domain = setting("The domain; *.contoso.com for all below it too.", on="New", longest=256)
    catch_all_recipient_id: str | None = setting("Kept for scripts that read it.", None, name="CatchAllRecipientID", on=())
    domain_type: AcceptedDomainType = setting("Whether recipients live here (Authoritative) or further on (InternalRelay, ExternalRelay).",
                                              "Authoritative")
    match_sub_domains: bool = setting("Whether the domains below it belong to it.", False, on="Set")
    address_book_enabled: bool = setting("Whether recipients are looked up in the address book.", True, on="Set")
    default: bool = setting("Whether it is the one completed addresses and postmaster belong to.", False, on=())
    email_only: bool = setting("Kept for scripts that read it.", False, on=())
    pending_removal: bool = setting("Kept for scripts that set it.", False, on="Set")
    pending_completion: bool = setting("Kept for scripts that set it.", False, on="Set")
    admin_display_name: str = setting("Kept for scripts that read it.", "", on=())
    name: str = setting("The name administrators know it by.", longest=64)
    guid: str = setting("What tells it from all others, for good.", "", on=())
    when_created: str = setting("When it was made.", "", on=())
    when_changed: str = setting("When it was last changed.", "", on=())

    def rules(self) -> Iterator[Problem]:
        """What must hold between its own fields."""
        if self.default and self.domain_name.wildcard:
            yield Problem(f'Default: the domain "{self.domain_name}" is a pattern; addresses cannot be completed with it', "Default")

    def matches(self, domain: str) -> bool:
        """Whether a canonical domain name belongs to it."""
        name = self.domain_name
        return name.matches(domain) or self.match_sub_domains and domain.endswith("." + name)
