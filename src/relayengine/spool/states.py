"""What the spool says about a message and about each of its recipients."""

from enum import IntEnum
from typing import NamedTuple

from relayengine.mail import Envelope
from relayengine.spool.content import Content


class State(IntEnum):
    """Where a recipient stands. Content without a message row is INCOMING, and is cleared away at the next start."""

    READY = 0
    """To be delivered when due."""
    SUSPENDED = 1
    """Held by an administrator."""
    DELIVERED = 2
    """Done, with success."""
    FAILED = 3
    """Done, without; reported if a report was due."""
    POISON = 4
    """Set aside: the engine died with it in hand as often as the poison threshold allows."""


FINAL = (State.DELIVERED, State.FAILED)


class StoredRecipient(NamedTuple):
    """A recipient as it stands in the spool."""

    number: int
    """Its place in the envelope."""
    address: str
    notify: str
    orcpt: str
    state: int
    version: int
    """Raised by every change; a change names the version it knows."""
    due: float
    """When it may next be tried: seconds since 1970."""
    attempts: int
    reply: str
    """The last reply, or ""."""
    notified: int
    """1 once its delay has been reported."""


class Stored(NamedTuple):
    """A message read back. The envelope's recipients are in the order of their numbers, all of them."""

    number: int
    envelope: Envelope
    content: Content
    recipients: tuple[StoredRecipient, ...]
    crashes: int


class Change(NamedTuple):
    """A change of one recipient, made only if its version is still the one given (compare-and-set)."""

    message: int
    number: int
    version: int
    state: int
    due: float
    attempts: int
    reply: str
    notified: int = 0
