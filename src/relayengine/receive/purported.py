"""Who a message says it is from, where its client has logged on: an account may no more say it in the header than in the envelope.

What counts is the purported responsible address (RFC 4407 §2): Resent-Sender, else Resent-From, else Sender, else From; of a field that
is there twice, or names several, all must be the account's own. Exchange asks the same, and answers as it does to MAIL.
"""

from email.utils import getaddresses

from relayengine.mail.headers import values
from relayengine.receive.decide import may_send_as
from relayengine.receive.facts import Facts
from relayengine.receive.paths import read_path
from relayengine.settings.snapshot import Settings

_FIELDS = ("Resent-Sender", "Resent-From", "Sender", "From")


def may_say(header: bytes, settings: Settings, facts: Facts) -> bool:
    """Whether the account of a session may send a message with this header. One that names nobody it may."""
    for name in _FIELDS:
        said = values(header, name)
        if not any(text.strip() for text in said):
            continue
        try:
            found = [address for _, address in getaddresses(said) if address]
        except (RecursionError, ValueError, IndexError):
            return False
        if not found and any("@" in text for text in said):
            return False
        return all("@" not in address or _own(address, settings, facts) for address in found)
    return True


def _own(address: str, settings: Settings, facts: Facts) -> bool:
    path = read_path(address)
    return path is not None and may_send_as(settings, facts, path)
