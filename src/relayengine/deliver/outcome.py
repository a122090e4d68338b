"""What became of a recipient, and of a next hop. Values, not exceptions: a refusal is no error of ours."""

from enum import Enum
from typing import NamedTuple


class When(Enum):
    """How soon a deferred recipient is worth another try."""

    SOON = 1
    """At once, in another transaction: the host takes only so many recipients at a time."""
    GLITCH = 2
    """After the short interval: the conversation broke off."""
    INTERVAL = 3
    """After the message retry interval: the host said so."""


class Delivered(NamedTuple):
    """Somebody else has taken responsibility, or it lies in the mailbox."""

    reply: str
    host: str
    address: str
    reports: bool = False
    """Whether the next hop understands delivery reports (RFC 3461): then it will say what becomes of it."""
    proved: str = ""
    """How the host proved who it is, where more than opportunistic TLS was asked of it."""


class Deferred(NamedTuple):
    """Not now: theirs now, or ours now. To be tried again."""

    reply: str
    host: str
    address: str
    when: When = When.INTERVAL


class Failed(NamedTuple):
    """Never: the recipient's or the message's fault for good. To be reported."""

    reply: str
    host: str
    address: str
    source: str = "SMTP"


Outcome = Delivered | Deferred | Failed


class HopDown(NamedTuple):
    """No host of a next hop could be spoken to. Says nothing about any message."""

    reply: str
    """Such as "421 4.4.1 Connection timed out"."""
    host: str = ""
    address: str = ""
    permanent: bool = False
    """Whether every message for this hop fails with this reply: a domain that does not exist or takes no mail."""
    source: str = "SMTP"
