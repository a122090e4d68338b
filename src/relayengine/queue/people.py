"""What people ask of the queues and order: the shapes of Get-Queue and Get-Message, and the verbs.

Property names are Exchange's. Times are seconds since 1970 or None; whoever shows them makes dates of them.
"""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from relayengine.deliver import Failed
from relayengine.deliver.wire import unstuff
from relayengine.events import Drop
from relayengine.queue import finishing
from relayengine.queue.conditions import among, narrowing
from relayengine.queue.hopqueue import HopQueue
from relayengine.route import ZERO_GUID, DeliveryType
from relayengine.spool import Change, State, Stored

if TYPE_CHECKING:
    from relayengine.queue.queues import Queues

_NAMED = ("Submission", "Unreachable", "Poison")
REMOVED = "550 4.3.2 QUEUE.Admin; message removed by administrator"
_PAGE = 500
_LOOKED_AT = 10_000
"""Messages that are looked at in one go where conditions narrow a list ..."""
_LOOKED_MOST = 200_000
"""... and for one answer: whoever asks has it within a second or two."""
PATIENCE = 4.0
"""Seconds that whoever asks for messages to be routed again waits for it."""


def queue_place(name: str) -> tuple[int, int]:
    """Where a queue stands among others, by the last part of its identity."""
    return (0, int(name)) if name.isdigit() else (1 + (name == "Unreachable"), 0)


def message_place(identity: str) -> tuple[tuple[int, int], int]:
    """Where a message stands among others, by its identity. LookupError for a text that is none."""
    *_, name, number = ["", *identity.split("\\")]
    if not number.isdigit() or len(number) > 18:
        raise LookupError(f'"{identity}" is not the identity of a message such as SERVER\\3\\1234')
    return queue_place(name), int(number)


class People:
    """The part of Queues that people talk to."""

    # ---- queues

    def _all(self: "Queues") -> list[tuple[str, HopQueue]]:
        """Every queue with the last part of its identity, in the order Get-Queue lists them."""
        found = [(str(queue.number), queue) for queue in sorted(self.queues.values(), key=lambda q: q.number)]
        if len(self.poison):
            found.append(("Poison", self.poison))
        return [*found, ("Unreachable", self.unreachable)]

    def list_queues(self: "Queues") -> list[dict[str, Any]]:
        """Each queue as Get-Queue shows it."""
        name = self.settings.server.name
        rows = [self._described(f"{name}\\{last}", queue) for last, queue in self._all()]
        submission = self._described(f"{name}\\Submission", None)
        return [*rows[:-1], submission, rows[-1]]

    def _described(self: "Queues", identity: str, queue: HopQueue | None) -> dict[str, Any]:
        if queue is None:
            kind, domain, connector, status, count, deferred = "Undefined", "Submission", ZERO_GUID, "Ready", self.spool.waiting, 0
        else:
            hop = queue.hop
            kind, domain, connector = hop.delivery_type.value, hop.domain, hop.connector_guid
            status, count, deferred = queue.status, len(queue), len(queue.delayed)
            if queue is self.poison:
                status = "Ready"
        incoming, outgoing = queue.rates if queue is not None else (0.0, 0.0)
        failed = queue is not None and queue.failures > 0
        return {
            "Identity": identity,
            "QueueIdentity": identity,
            "DeliveryType": kind,
            "NextHopCategory": DeliveryType(kind).category,
            "NextHopDomain": domain,
            "TlsDomain": "",
            "NextHopConnector": connector,
            "ConnectorName": queue.hop.connector if queue is not None else "",
            "Status": status,
            "MessageCount": count,
            "DeferredMessageCount": deferred,
            "LockedMessageCount": 0,
            "MessageCountsPerPriority": [0, count, 0, 0],
            "DeferredMessageCountsPerPriority": [0, deferred, 0, 0],
            "LastError": queue.last_error if queue is not None else "",
            "RetryCount": queue.failures if queue is not None else 0,
            "FirstRetryTime": queue.first_failure if failed and queue else None,
            "LastRetryTime": queue.last_failure if failed and queue else None,
            "NextRetryTime": queue.retry_at or None if queue is not None else None,
            "IncomingRate": round(incoming, 2),
            "OutgoingRate": round(outgoing, 2),
            "Velocity": round(outgoing - incoming, 2),
            "RiskLevel": "Normal",
            "OutboundIPPool": 0,
            "OverrideSource": "",
        }

    def _find(self: "Queues", identity: str) -> HopQueue:
        """The queue that an identity names: with or without the server, by number or by next hop domain."""
        last = identity.rpartition("\\")[2].strip().lower()
        if last == "submission":
            raise LookupError("the Submission queue takes messages only for a moment; there is nothing to suspend or retry in it")
        fits = [queue for name, queue in self._all() if name.lower() == last] or [
            queue for _, queue in self._all() if queue.hop.domain.lower() == last]
        if not fits and last == "poison":
            return self.poison
        if not fits:
            raise LookupError(f'there is no queue "{identity}"; Get-Queue lists those there are')
        if len(fits) > 1:
            raise LookupError(f'"{identity}" names {len(fits)} queues; give a number, or use -Filter')
        return fits[0]

    async def suspend(self: "Queues", identity: str) -> None:
        """Begins no further delivery from a queue; what is on the wire ends as it will."""
        self._find(identity).suspended = True

    async def resume(self: "Queues", identity: str) -> None:
        """Undoes suspend."""
        queue = self._find(identity)
        queue.suspended = False
        queue.wake()

    async def retry(self: "Queues", identity: str, resubmit: bool = False) -> None:
        """Tries a queue that waits for its retry now, or puts its messages through routing again."""
        queue = self._find(identity)
        if resubmit:
            self.stop_redirecting(queue)
            # Whoever asked waits for as much as most queues have; a million go on beside.
            work = self.spawn(self._route_again((queue,)))
            await asyncio.wait((work,), timeout=PATIENCE)
            if work.done():
                work.result()
            return
        if queue.retry_at:
            queue.retry_at = 0.0
            self.renew(queue)
        queue.unloaded.add_all(number for _, number in queue.delayed)
        queue.delayed.clear()
        queue.wake()

    # ---- messages

    async def list_messages(self: "Queues", queue: str = "", limit: int = 0, after: str = "", identity: str = "",
                            conditions: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Each message as Get-Message shows it, of one queue or of all, or those that one identity names.

        They come by queue and number. `limit` 0 means all; with a limit, `after` is the identity of the last one the caller has.
        `conditions` may leave some out, and end the list early with an entry that has an Identity alone; see `control.messages`.
        LookupError for a queue, or a message, that is not there.
        """
        rows: list[dict[str, Any]] = []
        if identity:
            found, number = self._parts(identity)
            for name, each in found:
                rows += [self._message_row(name, each, stored) for stored in await self.spool.load_many((number,), content=False)]
            return rows
        chosen = self._find(queue) if queue else None
        since = message_place(after) if after else None
        narrowed = narrowing(conditions)
        looked = 0
        for name, each in self._all():
            place = queue_place(name)
            if chosen not in (None, each) or since is not None and place < since[0]:
                continue
            last = since[1] if since is not None and place == since[0] else 0
            if narrowed is not None:
                identity = f"{self.settings.server.name}\\{name}"
                if not narrowed.of_queue(identity):
                    continue
                wanted = narrowed.in_state(each, each is self.poison)
                while numbers := each.beyond(last, _LOOKED_AT):
                    looked += len(numbers)
                    last = numbers[-1]
                    fits = among(numbers, wanted)
                    if narrowed.sql:
                        fits = await self.spool.meeting(fits, narrowed.sql, narrowed.values)
                    for at in range(0, len(fits), _PAGE):
                        some = fits[at:at + _PAGE]
                        rows += [self._message_row(name, each, stored) for stored in await self.spool.load_many(some, content=False)]
                        if limit and len(rows) >= limit:
                            return rows[:limit]
                    if limit and looked >= _LOOKED_MOST:
                        return [*rows, {"Identity": f"{identity}\\{last}"}]
                continue
            while numbers := each.beyond(last, min(_PAGE, limit - len(rows)) if limit else _PAGE):
                rows += [self._message_row(name, each, stored) for stored in await self.spool.load_many(numbers, content=False)]
                last = numbers[-1]
                if limit and len(rows) >= limit:
                    return rows
        return rows

    def _message_row(self: "Queues", name: str, queue: HopQueue, stored: Stored) -> dict[str, Any]:
        server = self.settings.server.name
        envelope = stored.envelope
        mine = [r for r in stored.recipients if self._belongs(queue, stored.number, r.address, r.state, envelope.size)]
        open_ones = [r for r in mine if r.state not in (State.DELIVERED, State.FAILED)]
        reply = next((r.reply for r in open_ones if r.reply), "")
        attempts = max((r.attempts for r in open_ones), default=0)
        if queue is self.poison or stored.number in queue.held:
            status = "Suspended"
        elif stored.number in queue.flying:
            status = "Active"
        else:
            status = "Retry" if attempts or queue.retry_at else "Ready"
        expiry = self.settings.transport_service.message_expiration_timeout.total_seconds()
        return {
            "Identity": f"{server}\\{name}\\{stored.number}",
            "Queue": f"{server}\\{name}",
            "Subject": envelope.subject,
            "InternetMessageId": envelope.message_id,
            "FromAddress": envelope.sender or "<>",
            "OriginalFromAddress": envelope.sender or "<>",
            "Status": status,
            "Size": envelope.size,
            "MessageSourceName": f"SMTP:{envelope.connector.rpartition(chr(92))[2]}" if envelope.source == "SMTP" else envelope.source,
            "SourceIP": envelope.client_ip,
            "SCL": 0,
            "DateReceived": envelope.received_at,
            "ExpirationTime": envelope.received_at + expiry,
            "LastError": reply or queue.last_error,
            "DeferReason": "" if not (attempts or queue.retry_at) else "Transient failure",
            "RetryCount": attempts,
            "Priority": {1: "High", -1: "Low"}.get(envelope.priority, "Normal"),
            "Directionality": envelope.directionality,
            "MessageLatency": max(0.0, self.clock() - envelope.received_at),
            "Recipients": [{"Address": r.address, "Status": _recipient_status(r.state, r.attempts), "LastError": r.reply,
                            "Type": queue.hop.delivery_type.category, "NextHop": queue.hop.domain} for r in mine],
        }

    def _belongs(self: "Queues", queue: HopQueue, number: int, address: str, state: int, size: int) -> bool:
        if state == State.POISON or queue is self.poison:
            return queue is self.poison
        hop = self.hop_of(number, address, size)
        return hop == queue.hop or queue is self.unreachable and hop not in self.queues

    def _parts(self: "Queues", identity: str) -> tuple[list[tuple[str, HopQueue]], int]:
        """The queues and the number a message identity names: server\\queue\\number, queue\\number, *\\number or number."""
        pieces = identity.split("\\")
        last = pieces[-1].strip()
        if not (last.isascii() and last.isdigit()) or len(last) > 18:
            raise LookupError(f'"{identity}" is not the identity of a message such as SERVER\\3\\1234 or 1234')
        number = int(last)
        queues = self._all()
        if len(pieces) > 1 and pieces[-2] not in ("*", ""):
            chosen = self._find(pieces[-2])
            queues = [(name, queue) for name, queue in queues if queue is chosen]
        found = [(name, queue) for name, queue in queues if queue.has(number)]
        if not found:
            raise LookupError(f'there is no message "{identity}" in the queues; it may have been delivered')
        return found, number

    async def suspend_message(self: "Queues", identity: str) -> None:
        """Holds a message back in the queues named. One on the wire is delivered if its host takes it."""
        found, number = self._parts(identity)
        for _, queue in found:
            if queue is self.poison or number in queue.held:
                continue
            if queue.remove(number):
                queue.held.add(number)
                await self._set_state(queue, number, State.READY, State.SUSPENDED)
            elif number in queue.flying:
                raise LookupError(f'message "{identity}" is being sent at this moment; try again when it waits')

    async def resume_message(self: "Queues", identity: str) -> None:
        """Lets a message go on; one from the poison queue is routed again."""
        found, number = self._parts(identity)
        for _, queue in found:
            if number in queue.held:
                before = State.POISON if queue is self.poison else State.SUSPENDED
                await self._set_state(queue, number, before, State.READY)
                queue.held.discard(number)
                if before is State.POISON or queue is self.unreachable:
                    await self._again(number)
                else:
                    queue.add_unloaded(number)
                    queue.wake()

    async def _again(self: "Queues", number: int) -> None:
        rows = await self.spool.standing((number,))
        self._place_one(number, rows, self.now())

    async def _set_state(self: "Queues", queue: HopQueue, number: int, before: State, after: State) -> None:
        """Changes those recipients of a message that belong to a queue, by compare-and-set."""
        for stored in await self.spool.load_many((number,), content=False):
            changes = [Change(number, r.number, r.version, after, 0.0, r.attempts, r.reply, r.notified) for r in stored.recipients
                       if r.state == before and (before is State.POISON or self._belongs(queue, number, r.address, r.state, stored.envelope.size))]
            await self.spool.compare_and_set(changes)

    async def remove_message(self: "Queues", identity: str, with_ndr: bool = True) -> None:
        """Ends a message in the queues named, with a report to its sender or without."""
        found, number = self._parts(identity)
        for name, queue in found:
            if not queue.remove(number):
                if number in queue.flying:
                    raise LookupError(f'message "{identity}" is being sent at this moment; suspend the queue, then remove it')
                continue
            for stored in await self.spool.load_many((number,)):
                places = [r.number for r in stored.recipients if r.state not in (State.DELIVERED, State.FAILED)
                          and self._belongs(queue, number, r.address, r.state, stored.envelope.size)]
                if not places:
                    continue
                if with_ndr:
                    outcome = Failed(REMOVED, "", "", "ADMIN")
                    finishing.settle(self, None, self.batch(stored, places), [outcome] * len(places))
                else:
                    self._drop(stored, places)

    def _drop(self: "Queues", stored: Stored, places: Sequence[int]) -> None:
        batch = self.batch(stored, places)
        event = finishing.event_of(Drop, self, batch, tuple(places), Failed("", "", "", "ADMIN"), "", "ADMIN")
        finishing.conclude(self, batch, [(place, State.FAILED, REMOVED) for place in places], [event])

    async def export_message(self: "Queues", identity: str) -> bytes:
        """A message's content as a file holds it: CRLF line ends, no doubled dots."""
        _, number = self._parts(identity)
        for stored in await self.spool.load_many((number,)):
            data = b"".join([piece async for piece in stored.content.pieces()])
            return unstuff(data)
        raise LookupError(f'there is no message "{identity}" in the spool')


def _recipient_status(state: int, attempts: int) -> str:
    if state in (State.DELIVERED, State.FAILED):
        return "Complete"
    return "Retry" if attempts else "Ready"
