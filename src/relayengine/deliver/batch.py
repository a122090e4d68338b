"""One message to those of its recipients that share a next hop."""

from collections.abc import Sequence

from relayengine.mail import Envelope, Recipient
from relayengine.spool import Content


class Batch:
    """What a lane is handed. `holder` is the queue's own business and is handed back untouched."""

    __slots__ = ("number", "envelope", "content", "recipients", "holder", "sealed")

    def __init__(self, number: int, envelope: Envelope, content: "bytes | Content", recipients: Sequence[Recipient],
                 holder: object = None, sealed: bool = False) -> None:
        self.number = number
        self.envelope = envelope
        self.content = content
        self.recipients = recipients
        self.holder = holder
        self.sealed = sealed
        """Whether its content has just come through the reader of DATA, which lets no stray line end pass."""
