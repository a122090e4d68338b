"""Safety Net: delivered messages are kept for a while, and put in again when somebody lost what was delivered.

What is put in again is a new message with the old envelope; reports on it are not wanted, since the sender has had his. Which messages are
meant is a `Wish`; requests that outlive a restart are in `resubmitting`.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from relayengine.events import Resubmit
from relayengine.mail import Envelope, Recipient
from relayengine.route import DeliveryType, NextHop

if TYPE_CHECKING:
    from relayengine.queue.queues import Queues

Note = tuple[str, str]


class Wish(NamedTuple):
    """Which delivered messages are to be put in again: delivered from `start` to before `end` (seconds since 1970), and what else is given."""

    start: float
    end: float
    sender: str = ""
    """"<>" for the empty one, "" for any."""
    recipient: str = ""
    message_id: str = ""
    """With its angle brackets."""
    resubmit_to: str = ""
    """Who gets them instead of those who had them."""
    mailboxes: bool = False
    """Only to those who have a mailbox here."""

    def condition(self) -> tuple[str, list[Any]]:
        """As SQL over a message `m` and the row of it in `kept`, and the values for its marks."""
        delivered = "coalesce(kept.delivered, m.received_at)"
        conditions = [f"{delivered} >= ? and {delivered} < ? and m.source <> 'DSN' and m.source <> 'SAFETYNET'"]
        values: list[Any] = [self.start, self.end]
        for text, condition in ((self.sender, "m.sender = ? collate nocase"), (self.message_id, "m.message_id = ?"),
                                (self.recipient, "exists(select 1 from recipient r where r.message = m.id and r.address = ? collate nocase)")):
            if text:
                conditions.append(condition)
                values.append("" if text == "<>" else text)
        return " and ".join(conditions), values


class SafetyNet:
    """The part of Queues that resubmits."""

    async def resubmit(self: "Queues", start: float, end: float, *, sender: str = "", recipient: str = "") -> int:
        """Puts in again what was delivered from `start` to before `end` (seconds since 1970), of a sender or to a recipient where one
        is given. Returns how many messages that were.

        ValueError for an end that is not after the start. SpoolError when the spool cannot be read or written.
        """
        wish = Wish(start, end, sender, recipient)
        if end <= start:
            raise ValueError("the end of the time to resubmit must be after its start")
        found = 0
        for number in await self.spool.kept(*wish.condition()):
            found += await self.resubmit_one(number, wish)
        return found

    async def resubmit_one(self: "Queues", number: int, wish: Wish, note: Note | None = None) -> bool:
        """Puts one delivered message in again; whether it was there and had a recipient who is meant.

        `note` is remembered by the spool in the same transaction. SpoolError when the spool cannot be read or written.
        """
        for stored in await self.spool.load_many((number,)):
            old = stored.envelope
            wanted = self._wanted(old, wish)
            if not wanted:
                continue
            envelope = old._replace(recipients=wanted, source="SAFETYNET", size=stored.content.size)
            told = Resubmit(self.clock(), 0, "SAFETYNET", server_hostname=self.server, message_id=old.message_id,
                            recipients=";".join(r.address for r in wanted), total_bytes=old.size, recipient_count=len(wanted),
                            subject=old.subject, sender=old.sender, return_path=old.sender, reference=str(number),
                            directionality=old.directionality)
            if stored.content.whole is not None:
                again = await self.spool.commit(envelope, stored.content.whole, event=told, note=note)
                self.accept(again, envelope, stored.content.whole)
            else:
                writer = self.spool.writer()
                async for piece in stored.content.pieces():
                    await writer.write(piece)
                again = await self.spool.commit(envelope, writer, event=told, note=note)
                self.accept(again, envelope, writer)
            return True
        return False

    def _wanted(self: "Queues", envelope: Envelope, wish: Wish) -> tuple[Recipient, ...]:
        meant = [r.address for r in envelope.recipients if not wish.recipient or r.address.lower() == wish.recipient.lower()]
        if wish.mailboxes:
            hops = [(address, self.router.route(address, envelope.size)) for address in meant]
            meant = [address for address, hop in hops if isinstance(hop, NextHop) and hop.delivery_type is DeliveryType.SmtpDeliveryToMailbox]
        if wish.resubmit_to and meant:
            meant = [wish.resubmit_to]
        return tuple(Recipient(address, "NEVER") for address in meant)
