"""Mailboxes that keep their mail and forward it too: a copy goes on, as a message of its own, once the mailbox has it.

The copy is on disk before its original counts as delivered. A crash between the two makes a second copy, never none. Mailboxes that only
forward are a matter of routing (`route.forwarding`).
"""

from typing import TYPE_CHECKING

from relayengine.deliver import Batch, Deferred, Delivered, Outcome
from relayengine.mail import Recipient
from relayengine.queue import finishing
from relayengine.route import DeliveryType
from relayengine.route.forwarding import mailbox_of
from relayengine.spool import SpoolError

if TYPE_CHECKING:
    from relayengine.queue.hopqueue import HopQueue
    from relayengine.queue.queues import Queues

SOURCE = "MAILBOXRULE"
"""The source of such copies. They are not forwarded a second time, so that mailboxes that forward to each other end."""


class Forwarding:
    """The part of Queues that forwards."""

    forwards = False
    """Whether any mailbox forwards."""

    def forwards_of(self: "Queues", queue: "HopQueue", batch: Batch, outcomes: list[Outcome]) -> dict[int, Recipient]:
        """Who gets a copy of a batch that was delivered, by the place of the one who forwards. Nearly always nobody."""
        if queue.hop.delivery_type is not DeliveryType.SmtpDeliveryToMailbox or batch.envelope.source == SOURCE:
            return {}
        found = {}
        for place, (recipient, outcome) in enumerate(zip(batch.recipients, outcomes, strict=True)):
            mailbox = mailbox_of(recipient.address, self.settings)
            if type(outcome) is Delivered and mailbox is not None and mailbox.forwarding_smtp_address and mailbox.deliver_to_mailbox_and_forward:
                found[place] = Recipient(str(mailbox.forwarding_smtp_address), "FAILURE" if recipient.wants("FAILURE") else "NEVER")
        return found

    async def forward(self: "Queues", queue: "HopQueue", batch: Batch, outcomes: list[Outcome], copies: dict[int, Recipient]) -> None:
        """Lets copies of a delivered batch go on, and then it is finished; if they cannot be kept, its deliveries are tried again."""
        envelope = batch.envelope._replace(recipients=tuple(dict.fromkeys(copies.values())), source=SOURCE)
        try:
            if isinstance(batch.content, bytes):
                number = await self.spool.commit(envelope, batch.content)
                self.accept(number, envelope, batch.content)
            else:
                writer = self.spool.writer()
                async for piece in batch.content.pieces():
                    await writer.write(piece)
                number = await self.spool.commit(envelope, writer)
                self.accept(number, envelope, writer)
        except SpoolError as error:
            late = Deferred(f"451 4.3.0 The forwarded copy cannot be kept: {error}", self.server, "")
            outcomes = [late if place in copies else outcome for place, outcome in enumerate(outcomes)]
        finishing.settle(self, queue, batch, outcomes)
