"""Which domains are ours, and which recipients exist in them. Pure."""

from relayengine.settings.accepted_domain import AcceptedDomain
from relayengine.settings.snapshot import Settings
from relayengine.values.address import split_address
from relayengine.values.domain import canonical
from relayengine.values.options import AcceptedDomainType
from relayengine.values.problem import BadValue
from relayengine.values.reply import Reply

NOT_FOUND = Reply(550, "5.1.1", "RESOLVER.ADR.RecipNotFound; not found")
_UNKNOWN = Reply(550, "5.1.1", "User unknown")


def accepted(domain: str, settings: Settings) -> AcceptedDomain | None:
    """The accepted domain a domain name belongs to: the most specific one that matches, in any spelling of the name."""
    try:
        return settings.accepted_domain(canonical(domain))
    except BadValue:
        return None


def recipient_reply(address: str, settings: Settings) -> Reply | None:
    """What RCPT answers because nobody lives at an address, or None: somebody does, or it is not for us to know.

    Only an authoritative domain knows all its recipients; the postmaster of each exists in any case (RFC 5321 §4.5.1).
    """
    local, domain = split_address(address)
    if not domain:
        return None if local.lower() == "postmaster" else _UNKNOWN
    home = accepted(domain, settings)
    if home is None or home.domain_type is not AcceptedDomainType.Authoritative:
        return None
    if local.lower() == "postmaster" or settings.mailbox(address) is not None:
        return None
    return _UNKNOWN
