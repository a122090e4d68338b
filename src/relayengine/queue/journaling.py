"""Journal copies: which messages are reported to which addresses, and doing so before the message itself goes on.

The report is on disk before its message is routed, and that it is stands in the spool beside the message. A crash between the two
makes a second report, never none.
"""

import asyncio
from typing import TYPE_CHECKING, Any

from relayengine.deliver.wire import stuff, unstuff
from relayengine.mail import Envelope, Recipient, new_message_id
from relayengine.mail.journal import Reporter, journal_report
from relayengine.queue.reports import is_inside, postmaster
from relayengine.queue.waiting import Mark
from relayengine.settings.journaling import JournalRuleScope
from relayengine.settings.snapshot import Settings
from relayengine.spool import Change, SpoolError, State

if TYPE_CHECKING:
    from relayengine.queue.queues import Queues

JOURNALED = 2
"""The bit of a recipient's `notified` that says its message was reported."""
AGAIN = 30.0
"""Seconds until a report that could not be written is tried again; its message waits."""
_OURS = ("JOURNAL", "DSN", "SAFETYNET", "MAILBOXRULE")


class Rules:
    """The journal rules of one snapshot."""

    def __init__(self, settings: Settings) -> None:
        self._rules = [rule for rule in settings.journal_rules if rule.enabled]
        self._settings = settings

    def __bool__(self) -> bool:
        return bool(self._rules)

    def targets(self, envelope: Envelope) -> list[str]:
        """Where reports on a message go, each address once."""
        if envelope.source in _OURS:
            return []
        found: dict[str, None] = {}
        people = {envelope.sender.lower(), *(recipient.address.lower() for recipient in envelope.recipients)}
        outside: bool | None = None
        for rule in self._rules:
            if rule.recipient is not None and str(rule.recipient).lower() not in people:
                continue
            if rule.scope is not JournalRuleScope.Global:
                if outside is None:
                    outside = not all(is_inside(address, self._settings) for address in people if address)
                if outside != (rule.scope is JournalRuleScope.External):
                    continue
            found.setdefault(str(rule.journal_email_address))
        return list(found)


class Journaling:
    """The part of Queues that reports messages for the records."""

    async def _journal(self: "Queues", number: int, envelope: Envelope, targets: list[str], content: Any) -> dict[int, Mark]:
        """Writes the reports, then that they are written; returns the marks of the message's recipients as they then are."""
        while True:
            try:
                if content is None:
                    stored = await self.spool.load(number)
                    if stored is None:
                        return {}
                    content = stored.content.whole
                    if content is None:
                        content = b"".join([piece async for piece in stored.content.pieces()])
                for to in targets:
                    await self._report_to(to, envelope, content)
                break
            except SpoolError:
                await asyncio.sleep(AGAIN)
        marks = {place: Mark(1, 0, JOURNALED) for place in range(len(envelope.recipients))}
        self.spool.change([Change(number, place, 0, State.READY, 0.0, 0, "", JOURNALED) for place in marks])
        return marks

    async def _report_to(self: "Queues", to: str, envelope: Envelope, content: bytes) -> None:
        settings = self.settings
        reporter = Reporter(postmaster(settings), new_message_id(settings.server.fqdn), self.clock())
        data = stuff(journal_report(envelope, unstuff(content), to, reporter))
        undelivered = settings.transport_config.journaling_report_ndr_to
        report = Envelope("" if undelivered in ("", "<>") else undelivered, (Recipient(to),), len(data),
                          "7BIT" if data.isascii() else "8BITMIME", envelope.smtputf8, requiretls=envelope.requiretls, message_id=reporter.message_id,
                          subject=envelope.subject, received_at=reporter.now, source="JOURNAL", directionality="Originating")
        self.accept(await self.spool.commit(report, data), report, data)

    async def _accept_after_journal(self: "Queues", number: int, envelope: Envelope, targets: list[str], whole: bytes | None) -> None:
        """A message that is reported first, then routed as any other."""
        marks = await self._journal(number, envelope, targets, whole)
        self.route_message(number, envelope, whole, marks)
