"""Where mail goes on to that a mailbox forwards and does not keep (Set-Mailbox -ForwardingSmtpAddress). Pure."""

from relayengine.settings.mailbox import Mailbox
from relayengine.settings.snapshot import Settings
from relayengine.values.address import split_address
from relayengine.values.domain import canonical
from relayengine.values.problem import BadValue


def mailbox_of(address: str, settings: Settings) -> Mailbox | None:
    """The mailbox that receives at an address, in any spelling of its domain."""
    local, domain = split_address(address)
    try:
        return settings.mailbox(f"{local}@{canonical(domain)}") if domain and not domain.startswith("[") else None
    except BadValue:
        return None


def onward(address: str, settings: Settings) -> str:
    """The address that mail to an address goes to in the end: itself, unless its mailbox only forwards.

    From mailbox to mailbox as far as they only forward; mail of mailboxes that forward in a circle stays in the first.
    """
    at, seen = address, {address.lower()}
    while (mailbox := mailbox_of(at, settings)) is not None and mailbox.forwarding_smtp_address and not mailbox.deliver_to_mailbox_and_forward:
        at = str(mailbox.forwarding_smtp_address)
        if at.lower() in seen or at.lower() in mailbox.addresses:
            return address
        seen.update((at.lower(), *mailbox.addresses))
    return at
