"""A message in the hands of the queues: the part of it that is known without asking the spool."""

from relayengine.mail import Envelope
from relayengine.spool import StoredRecipient


class Mark:
    """What is known of a recipient once something has happened to it."""

    __slots__ = ("version", "attempts", "notified")

    def __init__(self, version: int = 0, attempts: int = 0, notified: int = 0) -> None:
        self.version = version
        self.attempts = attempts
        self.notified = notified

    @classmethod
    def of(cls, stored: StoredRecipient) -> "Mark":
        """From the spool."""
        return cls(stored.version, stored.attempts, stored.notified)


_FRESH = Mark()


class Holder:
    """Belongs to a batch: which recipients of the envelope it is for, and their marks. A fresh message has none."""

    __slots__ = ("numbers", "marks", "deferred")

    def __init__(self, numbers: tuple[int, ...], marks: dict[int, Mark] | None = None) -> None:
        self.numbers = numbers
        self.marks = marks
        self.deferred = False
        """Whether a deferral has been recorded while it is in memory."""

    def mark(self, number: int) -> Mark:
        """The mark of a recipient, by its place in the envelope."""
        return self.marks.get(number, _FRESH) if self.marks else _FRESH


def addresses(envelope: Envelope, numbers: tuple[int, ...]) -> str:
    """The addresses of some recipients as one field."""
    return ";".join(envelope.recipients[number].address for number in numbers)
