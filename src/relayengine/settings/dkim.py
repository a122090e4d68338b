"""DkimSigningConfig: with which key mail of a domain is signed when it leaves."""

from collections.abc import Iterator

from relayengine.schema import Problem, SettingsObject, kind, setting
from relayengine.values.domain import Domain


@kind("DkimSigningConfig", columns=("Domain", "Enabled", "Selector"), key="domain")
class DkimSigningConfig(SettingsObject):
    """With which key mail of a domain is signed when it leaves."""

    domain: Domain = setting("The domain that signs, for mail from it and from all below it.", longest=255)
    enabled: bool = setting("Whether its mail is signed.", True)
    selector: str = setting("The name its public key has in DNS: selector._domainkey.domain.", "selector1", longest=63)
    key_path: str = setting("The file of the private key, PEM; below the data directory unless it begins with /.",
                            shown_type="LocalLongFullPath")

    def rules(self) -> Iterator[Problem]:
        """What must hold between its own fields."""
        if self.domain.wildcard:
            yield Problem(f'Domain "{self.domain}" is a pattern; a domain signs for all below it anyway', "Domain")
        if not self.selector or not all(c.isascii() and (c.isalnum() or c in "-_.") for c in self.selector):
            yield Problem(f'Selector "{self.selector}" is not a DNS name such as selector1', "Selector")
