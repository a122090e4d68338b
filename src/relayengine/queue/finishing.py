"""What outcomes mean: which recipients are done, which wait, what is recorded, and what the sender is told.

A report is on disk before the failure it reports is: a crash between the two makes a second report, never none.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from relayengine.deliver import Batch, Deferred, Delivered, Failed, Outcome
from relayengine.deliver.outcome import When
from relayengine.events import Defer, Deliver, Event, Fail, Send
from relayengine.mail.bounce import Reported
from relayengine.queue.waiting import Holder, Mark
from relayengine.route import DeliveryType
from relayengine.spool import Change, State

if TYPE_CHECKING:
    from relayengine.queue.hopqueue import HopQueue
    from relayengine.queue.queues import Queues


def event_of(kind: type[Event], owner: "Queues", batch: Batch, numbers: Sequence[int], outcome: Outcome, connector: str,
             source: str) -> Event:
    """One event for the recipients that share an outcome."""
    envelope = batch.envelope
    recipients = envelope.recipients
    if len(numbers) == 1:
        to = recipients[numbers[0]].address
    else:
        to = ";".join([recipients[number].address for number in numbers])
    return kind(owner.clock(), batch.number, source, "", owner.server, outcome.address, outcome.host, envelope.session_id,
                connector, envelope.message_id, to, outcome.reply, envelope.size, len(numbers), "", "", envelope.subject,
                envelope.sender, envelope.sender, "", envelope.directionality, envelope.client_ip, envelope.server_ip,
                f"S:Security={outcome.proved}" if type(outcome) is Delivered and outcome.proved else "")


def settle(owner: "Queues", queue: "HopQueue | None", batch: Batch, outcomes: Sequence[Outcome]) -> None:
    """Takes the outcomes of a batch. `queue` is where what must wait will wait; None when nothing of it can."""
    holder = batch.holder
    assert isinstance(holder, Holder)
    recipients = batch.envelope.recipients
    inside = queue is not None and queue.hop.delivery_type is DeliveryType.SmtpDeliveryToMailbox
    connector = queue.hop.connector if queue is not None else ""
    by_outcome: dict[Outcome, list[int]] = {}
    for number, outcome in zip(holder.numbers, outcomes, strict=True):
        by_outcome.setdefault(outcome, []).append(number)
    events: list[Event] = []
    done: list[tuple[int, State, str]] = []
    failed: list[Reported] = []
    delivered: list[Reported] = []
    soon: list[int] = []
    later: list[tuple[int, Deferred]] = []
    for outcome, numbers in by_outcome.items():
        match outcome:
            case Delivered():
                events.append(event_of(Deliver if inside else Send, owner, batch, numbers, outcome, connector,
                                       "STOREDRIVER" if inside else "SMTP"))
                owner.delivered += len(numbers)
                for number in numbers:
                    done.append((number, State.DELIVERED, outcome.reply))
                    if recipients[number].wants("SUCCESS") and not outcome.reports:
                        delivered.append(Reported(recipients[number], "delivered" if inside else "relayed", outcome.reply,
                                                  outcome.host))
            case Failed():
                events.append(event_of(Fail, owner, batch, numbers, outcome, connector, outcome.source))
                owner.failed += len(numbers)
                for number in numbers:
                    done.append((number, State.FAILED, outcome.reply))
                    if recipients[number].wants("FAILURE"):
                        failed.append(Reported(recipients[number], "failed", outcome.reply, outcome.host))
            case Deferred() if outcome.when is When.SOON:
                soon += numbers
            case Deferred():
                events.append(event_of(Defer, owner, batch, numbers, outcome, connector, "SMTP"))
                owner.deferred += len(numbers)
                later += [(number, outcome) for number in numbers]
    if bool(done) + bool(soon) + bool(later) > 1:
        owner.shared.setdefault(batch.number, len(holder.numbers))
    _wait(owner, queue, batch, holder, soon, later, events)
    _finish(owner, batch, holder, done, failed, delivered, events, bool(soon or later))


def _wait(owner: "Queues", queue: "HopQueue | None", batch: Batch, holder: Holder, soon: list[int],
          later: list[tuple[int, Deferred]], events: list[Event]) -> None:
    """Puts what is not done where it waits."""
    if soon and queue is not None:
        queue.add_again(Batch(batch.number, batch.envelope, batch.content, [batch.envelope.recipients[n] for n in soon],
                              Holder(tuple(soon), holder.marks), batch.sealed))
    if not later:
        return
    now = owner.now()
    changes: list[Change] = []
    soonest = 0.0
    for number, outcome in later:
        due = now + owner.interval_for(outcome.when)
        soonest = min(soonest or due, due)
        mark = holder.mark(number)
        changes.append(Change(batch.number, number, mark.version, State.READY, due, mark.attempts + 1, outcome.reply,
                              mark.notified))
    owner.spool.change(changes)
    if queue is None or queue.lane is None:
        owner.place_again(batch.number, [number for number, _ in later])
    else:
        queue.add_unloaded(batch.number, soonest)


def _finish(owner: "Queues", batch: Batch, holder: Holder, done: list[tuple[int, State, str]], failed: list[Reported],
            delivered: list[Reported], events: list[Event], rest: bool) -> None:
    """Makes what is done durable, after the reports on it."""
    if not done:
        owner.spool.record(*events)
        return
    reports = [group for group in (failed, delivered) if group and batch.envelope.sender]
    if not reports:
        _conclude(owner, batch.number, holder, done, events, rest)
        return
    owner.report(batch, reports, lambda: _conclude(owner, batch.number, holder, done, events, rest),
                 lambda: owner.place_again(batch.number, [number for number, _, _ in done], 60.0))


def conclude(owner: "Queues", batch: Batch, done: list[tuple[int, State, str]], events: list[Event]) -> None:
    """Makes an end durable that no report is due for."""
    assert isinstance(batch.holder, Holder)
    _conclude(owner, batch.number, batch.holder, done, events, False)


def _conclude(owner: "Queues", number: int, holder: Holder, done: list[tuple[int, State, str]], events: list[Event],
              rest: bool) -> None:
    if owner.shared:
        left = owner.shared.get(number)
        if left is not None:
            left -= len(done)
            if left > 0:
                owner.shared[number] = left
                rest = True
            else:
                del owner.shared[number]
                rest = False
    if not rest:
        owner.spool.finish(number, events, any(state is State.DELIVERED for _, state, _ in done))
        return
    changes = []
    for place, state, reply in done:
        mark: Mark = holder.mark(place)
        changes.append(Change(number, place, mark.version, state, 0.0, mark.attempts + 1, reply, mark.notified))
    owner.spool.change(changes, events)
