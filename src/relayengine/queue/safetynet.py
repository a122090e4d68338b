"""Safety Net: delivered messages are kept for a while, and put in again when somebody lost what was delivered.

What is put in again is a new message with the old envelope; reports on it are not wanted, since the sender has had his.
"""

from typing import TYPE_CHECKING, Any

from relayengine.events import Resubmit
from relayengine.mail import Recipient

if TYPE_CHECKING:
    from relayengine.queue.queues import Queues


class SafetyNet:
    """The part of Queues that resubmits."""

    async def resubmit(self: "Queues", start: float, end: float, *, sender: str = "", recipient: str = "") -> int:
        """Puts in again what was received from `start` to before `end` (seconds since 1970) and has been delivered, of a
        sender or to a recipient where one is given. Returns how many messages that were.

        ValueError for an end that is not after the start. SpoolError when the spool cannot be read or written.
        """
        if end <= start:
            raise ValueError("the end of the time to resubmit must be after its start")
        conditions = ["m.received_at >= ? and m.received_at < ? and m.source <> 'DSN' and m.source <> 'SAFETYNET'"]
        values: list[Any] = [start, end]
        if sender:
            conditions.append("m.sender = ? collate nocase")
            values.append(sender)
        if recipient:
            conditions.append("exists(select 1 from recipient r where r.message = m.id and r.address = ? collate nocase)")
            values.append(recipient)
        numbers = await self.spool.kept(" and ".join(conditions), values)
        for number in numbers:
            await self._resubmit(number, recipient)
        return len(numbers)

    async def _resubmit(self: "Queues", number: int, recipient: str) -> None:
        for stored in await self.spool.load_many((number,)):
            old = stored.envelope
            wanted = tuple(Recipient(r.address, "NEVER") for r in old.recipients
                           if not recipient or r.address.lower() == recipient.lower())
            envelope = old._replace(recipients=wanted, source="SAFETYNET", size=stored.content.size)
            told = Resubmit(self.clock(), 0, "SAFETYNET", server_hostname=self.server, message_id=old.message_id,
                            recipients=";".join(r.address for r in wanted), total_bytes=old.size, recipient_count=len(wanted),
                            subject=old.subject, sender=old.sender, return_path=old.sender, reference=str(number),
                            directionality=old.directionality)
            if stored.content.whole is not None:
                again = await self.spool.commit(envelope, stored.content.whole, event=told)
                self.accept(again, envelope, stored.content.whole)
            else:
                writer = self.spool.writer()
                async for piece in stored.content.pieces():
                    await writer.write(piece)
                again = await self.spool.commit(envelope, writer, event=told)
                self.accept(again, envelope, writer)
