"""Queues: the one owner of messages between acceptance and end. Routes, hands to lanes, hears outcomes, keeps time.

What people ask and order is in `people`, what outcomes mean in `finishing`, giving up in `sweep`.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import Any

from relayengine.deliver import Batch, Courier, Delivered, Failed, HopDown, Outcome
from relayengine.deliver.outcome import When
from relayengine.deliver.tokens import Tokens
from relayengine.dns import Resolver
from relayengine.dns.late import LateResolver
from relayengine.events import Defer, Send
from relayengine.logs.opened import connectivity_log, send_log
from relayengine.mail import Envelope, Recipient
from relayengine.mail.bounce import Reported
from relayengine.queue import finishing, reports
from relayengine.queue.clock import Steady
from relayengine.queue.forwarding import Forwarding
from relayengine.queue.hopqueue import HopQueue
from relayengine.queue.journaling import Journaling, Rules
from relayengine.queue.limits import Limits
from relayengine.queue.people import People
from relayengine.queue.pickup import Folder
from relayengine.queue.placing import POISON, UNREACHABLE, Placing
from relayengine.queue.pressure import Pressure
from relayengine.queue.redirecting import Redirecting
from relayengine.queue.resubmitting import Resubmitting
from relayengine.queue.retry import ladder_of, mailbox_ladder
from relayengine.queue.safetynet import SafetyNet
from relayengine.queue.sweep import Sweeper
from relayengine.queue.waiting import Holder, Mark, addresses
from relayengine.route import DeliveryType, NextHop, Refused, Router, Unreachable
from relayengine.route.forwarding import onward
from relayengine.settings.snapshot import Settings
from relayengine.spool import Content, ContentWriter, Spool, SpoolError, State

MEMORY = 256 * 1024 * 1024
"""Octets of content that may wait in memory; what comes beyond is read back from the spool when its turn comes."""
MESSAGES = 50_000
"""Messages that may wait in memory."""
_DEFERRED_AT_ONCE = 500
"""Messages whose delay is recorded in one transaction."""


class Queues(Placing, People, Journaling, SafetyNet, Redirecting, Forwarding):
    """The queues of one worker."""

    def __init__(self, spool: Spool, settings: Settings, *, resolver: Resolver | None = None, tracking: Any = None,
                 certificate: Callable[[str], tuple[str, str] | None] | None = None,
                 passwords: Callable[[str], tuple[str, str] | None] = lambda connector: None, tokens: Tokens | None = None,
                 report: Callable[[str], None] = lambda text: None, clock: Callable[[], float] = time.time, monotonic: Callable[[], float] = time.monotonic,
                 shuffle: Callable[[list[str]], None] | None = None, first_queue: int = 1) -> None:
        """`resolver`: None asks the servers that the settings name. `tracking`: the message tracking log that takes events
        out of the spool, or None. `passwords`: account and password of a send connector by name; `tokens`: its access tokens. `certificate`: the files
        of a certificate named <I>issuer<S>subject. `report` takes texts for the service log. `clock` is the time of day, `monotonic` never jumps. `first_queue` numbers
        the first queue, so that workers of one server give their queues different numbers."""
        self.spool = spool
        self.clock = clock
        self.monotonic = monotonic
        self.server = settings.server.fqdn
        self.shared: dict[int, int] = {}
        """Messages whose recipients wait in more than one batch: how many are not done."""
        self.tracking = tracking
        self._say = report
        self._told: set[str] = set()
        self.delivered = self.deferred = self.failed = 0
        """Recipients by what became of them since the start; a delay counts each time."""
        self.settings = settings
        self.pressures = Pressure(self)
        self._steady = Steady(clock, monotonic)
        self._given_resolver = resolver
        self._sent_log = send_log(settings)
        self._connectivity = connectivity_log(settings)
        extra = {"shuffle": shuffle} if shuffle else {}
        self.courier = Courier(settings, resolver or _resolver(settings), passwords=passwords, tokens=tokens, certificate=certificate,
                               sent=self._sent_log, connectivity=self._connectivity, report=report, now=monotonic, **extra)
        self.router = Router(settings)
        self.queues: dict[NextHop, HopQueue] = {}
        self._next_queue = first_queue
        self.unreachable = HopQueue(self, 0, UNREACHABLE, ladder_of(settings.transport_service))
        self.poison = HopQueue(self, 0, POISON, ladder_of(settings.transport_service))
        self._memory = 0
        self._in_memory = 0
        self._tasks: set[asyncio.Task[Any]] = set()
        self._ticker: asyncio.Task[None] | None = None
        self._sweeper = Sweeper(self)
        self._folders = (Folder(self, "PICKUP", lambda: self.settings.transport_service.pickup_directory_path),
                         Folder(self, "REPLAY", lambda: self.settings.transport_service.replay_directory_path))
        self.resubmits = Resubmitting(self)
        self._stopping = False
        self._read_settings()

    # ---- life

    async def start(self) -> None:
        """Takes up what the spool holds, and begins to deliver."""
        await self._sweeper.poisoned(self.spool.poisoned)
        await self._recover()
        await self.resubmits.start()
        self._ticker = asyncio.get_running_loop().create_task(self._tick())

    async def stop(self, patience: float = 10.0) -> None:
        """Takes no more work; what is on the wire may end within `patience` seconds, the rest is cut and stays queued."""
        self._stopping = True
        if self._ticker is not None:
            self._ticker.cancel()
        await self.resubmits.stop()
        lanes = [queue.lane for queue in self.queues.values() if queue.lane is not None]
        for lane in lanes:
            lane.close()
        until = self.monotonic() + patience
        while any(lane.busy for lane in lanes) and self.monotonic() < until:
            await asyncio.sleep(0.02)
        for lane in lanes:
            lane.cut()
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=2)
        await self.spool.flush()
        await self._move_tracking()
        await self.spool.flush()
        for log in (self._sent_log, self._connectivity):
            if log is not None:
                log.close()

    def now(self) -> float:
        """The time of day for deadlines; it does not jump."""
        return self._steady.now()

    def spawn(self, work: Any) -> "asyncio.Task[Any]":
        """Runs a coroutine beside everything else."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(1)
            try:
                await self.check()
            except SpoolError:
                continue  # the disk; the spool says so to whoever commits, and what was to be done is done next time
            except Exception as error:  # noqa: BLE001 - without this clock nothing is tried again, so it outlives every mistake
                self._tell(f"the queues could not be looked after: {type(error).__name__}: {error}")

    async def _move_tracking(self) -> None:
        """Events that the log cannot take now (a full disk) stay in the spool until it can."""
        if self.tracking is None:
            return
        try:
            await self.tracking.move(self.spool)
        except (OSError, sqlite3.Error) as error:
            self._tell(f"the message tracking log cannot be written: {error}")
        else:
            self._told.discard("the message tracking log")

    def _tell(self, text: str) -> None:
        """Tells the service log, once for each kind of trouble."""
        kind = text.partition(" cannot")[0].partition(" could")[0]
        if kind not in self._told:
            self._told.add(kind)
            self._say(text)

    async def check(self) -> None:
        """What is done about once a second: timers, retries, tracking, giving up."""
        now, monotonic = self.now(), self.monotonic()
        for queue in tuple(self.queues.values()):
            queue.check(now, monotonic)
            if not len(queue) and now - queue.idle_since > self._idle_time and not queue.suspended:
                if queue.lane is not None:
                    queue.lane.close()
                del self.queues[queue.hop]
        self.check_redirected()
        self.pressures.check()
        await self._move_tracking()
        for folder in self._folders:
            await folder.check()
        await self._sweeper.check()

    # ---- settings

    def take_settings(self, settings: Settings) -> None:
        """From here on these settings decide. Connections are made anew as they say, and what waits is routed again."""
        before = self.settings
        self.settings = settings
        self.server = settings.server.fqdn
        self.router = Router(settings)
        trusted = settings.server.trusted_dns_servers != before.server.trusted_dns_servers
        if self._given_resolver is None and (trusted or _servers(settings) != _servers(before)):
            self.courier.resolver = _resolver(settings)
        self.courier.take_settings(settings)
        self._read_settings()
        self._sweeper.soon()
        ways = (settings.send_connectors, settings.accepted_domains, settings.mailboxes, settings.server)
        if ways != (before.send_connectors, before.accepted_domains, before.mailboxes, before.server):
            for queue in self.queues.values():
                if queue.lane is not None:
                    queue.lane.close()
                queue.lane = self.lane_of(queue)
            self.spawn(self._route_again(tuple(self.queues.values()) + (self.unreachable,)))

    def _read_settings(self) -> None:
        service = self.settings.transport_service
        self._idle_time = service.queue_max_idle_time.total_seconds()
        self._retry_interval = service.message_retry_interval.total_seconds()
        self._journal_rules = Rules(self.settings)
        self._limits = Limits(self.settings)
        self.forwards = any(mailbox.forwarding_smtp_address for mailbox in self.settings.mailboxes)
        self.spool.hold_time = self.settings.transport_config.safety_net_hold_time.total_seconds()
        self._glitch_interval = service.queue_glitch_retry_interval.total_seconds()
        for queue in self.queues.values():
            queue.ladder = self._ladder(queue.hop)

    def _ladder(self, hop: NextHop) -> Any:
        service = self.settings.transport_service
        inside = hop.delivery_type is DeliveryType.SmtpDeliveryToMailbox
        return mailbox_ladder(service) if inside else ladder_of(service)

    def interval_for(self, when: When) -> float:
        """Seconds a deferred recipient waits."""
        return self._glitch_interval if when is When.GLITCH else self._retry_interval

    # ---- accepting

    def accept(self, number: int, envelope: Envelope, content: "bytes | Sequence[bytes] | ContentWriter | Content",
               head: bytes = b"") -> None:
        """Takes a message that the spool has just committed, with the content it committed. Never raises, never waits."""
        if type(content) is bytes:
            whole: bytes | None = head + content if head else content
        elif isinstance(content, ContentWriter):
            whole = content.kept(head)
            content.release()
        elif isinstance(content, Content):
            whole = content.whole
        else:
            whole = b"".join((head, *content))
        if self._stopping:
            return
        if self._journal_rules and (targets := self._journal_rules.targets(envelope)):
            self.spawn(self._accept_after_journal(number, envelope, targets, whole))
            return
        self.route_message(number, envelope, whole, None)

    def route_message(self, number: int, envelope: Envelope, whole: bytes | None, marks: dict[int, Mark] | None) -> None:
        """Puts each recipient of a message that is in the spool into the queue where it belongs."""
        self.spool.in_hand.hold(number)
        recipients = envelope.recipients
        size = envelope.size
        over = self._limits.refused(envelope)
        if len(recipients) == 1:
            groups = {over.get(0) or self.router.route(recipients[0].address, size): (0,)}
        else:
            by_hop: dict[Any, list[int]] = {}
            for place, recipient in enumerate(recipients):
                by_hop.setdefault(over.get(place) or self.router.route(recipient.address, size), []).append(place)
            groups = {hop: tuple(places) for hop, places in by_hop.items()}
            if len(groups) > 1:
                self.shared[number] = len(recipients)
        for hop, places in groups.items():
            if type(hop) is NextHop and whole is not None:
                batch = Batch(number, envelope, whole, self.recipients_of(envelope, places), Holder(places, marks),
                              envelope.source == "SMTP")
                self.hold(batch)
                self.queue_for(hop).add(batch)
            else:
                self._put(number, envelope, whole, hop, places, 0.0, marks)
        self.spool.in_hand.hold(0)

    def recipients_of(self, envelope: Envelope, places: Sequence[int]) -> Sequence[Recipient]:
        """Some recipients of a message, as they are inside where the outside uses other addresses for them, and as who gets their mail instead."""
        recipients = envelope.recipients
        rewriter = self.settings.rewriter
        if not rewriter.inwards and not self.forwards:
            return recipients if len(places) == len(recipients) else [recipients[place] for place in places]
        return [recipients[place]._replace(address=onward(rewriter.inward(recipients[place].address), self.settings)) for place in places]

    def _put(self, number: int, envelope: Envelope | None, whole: bytes | None, hop: Any, places: tuple[int, ...], due: float,
             marks: dict[int, Mark] | None) -> None:
        """Puts some recipients of a message where they belong; without an envelope only its number."""
        match hop:
            case NextHop():
                queue = self.queue_for(hop)
                queue.entered += 1
                queue.add_unloaded(number, due)
                queue.wake()
            case Unreachable():
                self.unreachable.add_unloaded(number)
                self.unreachable.last_error = hop.error
            case Refused():
                if envelope is None or whole is None:
                    self.spawn(self._refuse(number, places, str(hop.reply), "ROUTING"))
                else:
                    batch = Batch(number, envelope, whole, self.recipients_of(envelope, places),
                                  Holder(places, marks))
                    finishing.settle(self, None, batch, [Failed(str(hop.reply), "", "", "ROUTING")] * len(places))

    def queue_for(self, hop: NextHop) -> HopQueue:
        """The queue of a next hop, made when it is first needed."""
        queue = self.queues.get(hop)
        if queue is None:
            queue = HopQueue(self, self._next_queue, hop, self._ladder(hop))
            self._next_queue += 1
            queue.lane = self.lane_of(queue)
            self.queues[hop] = queue
        return queue

    def memory_is_full(self) -> bool:
        """Whether further messages must wait in the spool alone."""
        return self._memory > MEMORY or self._in_memory > MESSAGES

    def hold(self, batch: Batch) -> None:
        """A batch comes into memory."""
        self._in_memory += 1
        content = batch.content
        self._memory += len(content) if type(content) is bytes else 0

    def release(self, batch: Batch) -> None:
        """A batch leaves memory."""
        self._in_memory -= 1
        content = batch.content
        self._memory -= len(content) if type(content) is bytes else 0

    # ---- outcomes

    def finished(self, queue: HopQueue, batch: Batch, outcomes: list[Outcome]) -> None:
        """A lane is through with a batch. The common case, one recipient delivered elsewhere, takes the short way."""
        queue.left += 1
        self.release(batch)
        outcome = outcomes[0]
        if (len(outcomes) == 1 and type(outcome) is Delivered and not batch.recipients[0].notify
                and queue.hop.connector and batch.number not in self.shared):
            self.delivered += 1
            self.spool.finish(batch.number, (finishing.event_of(
                Send, self, batch, batch.holder.numbers, outcome, queue.hop.connector, "SMTP"),))  # type: ignore[attr-defined]
            return
        if self.forwards and (copies := self.forwards_of(queue, batch, outcomes)):
            self.spawn(self.forward(queue, batch, outcomes, copies))
            return
        self.spool.in_hand.hold(batch.number)
        finishing.settle(self, queue, batch, outcomes)
        self.spool.in_hand.hold(0)

    def refuse_all(self, queue: HopQueue, why: HopDown) -> None:
        """Every message of a queue fails for the same reason."""
        if not queue.refusing:
            queue.refusing = True
            self.spawn(self._refuse_all(queue, why))

    async def _refuse_all(self, queue: HopQueue, why: HopDown) -> None:
        outcome = Failed(why.reply, why.host, why.address, why.source)
        try:
            while queue.ready or len(queue.unloaded):
                while queue.ready:
                    batch = queue.ready.popleft()
                    self.release(batch)
                    finishing.settle(self, queue, batch, [outcome] * len(batch.recipients))
                numbers = queue.unloaded.take(100)
                if numbers:
                    batches = await self._batches(queue.hop, numbers)
                    for batch in batches:
                        finishing.settle(self, queue, batch, [outcome] * len(batch.recipients))
                await asyncio.sleep(0)
        finally:
            queue.refusing = False

    async def _refuse(self, number: int, places: tuple[int, ...], reply: str, source: str) -> None:
        """Recipients of a message in the spool fail before they were tried."""
        for stored in await self.spool.load_many((number,)):
            some = [r for r in stored.recipients if r.number in places and r.state in (State.READY, State.SUSPENDED)]
            batch = self.batch(stored, [r.number for r in some])
            finishing.settle(self, None, batch, [Failed(reply, "", "", source)] * len(some))

    def report(self, batch: Batch, groups: Sequence[Sequence[Reported]], then: Callable[[], None],
               otherwise: Callable[[], None], until: float = 0.0) -> None:
        """Writes reports and queues them; `then` is called once they are on disk, `otherwise` if they are not."""
        wanted = [group for group in groups if reports.wanted(batch.envelope.sender, group[0].action, self.settings)]
        if not wanted:
            then()
        else:
            self.spawn(self._report(batch, wanted, then, otherwise, until))

    async def _report(self, batch: Batch, groups: Sequence[Sequence[Reported]], then: Callable[[], None],
                      otherwise: Callable[[], None], until: float) -> None:
        try:
            for group in groups:
                self.spool.in_hand.hold(batch.number)
                envelope, data = await reports.written(batch, group, self.settings, self.clock(), until)
                self.spool.in_hand.hold(0)
                told = reports.event(envelope, batch, group, self.clock(), self.server)
                self.accept(await self.spool.commit(envelope, data, event=told), envelope, data)
        except SpoolError:
            otherwise()
            return
        then()

    def note_deferrals(self, queue: HopQueue, batches: Sequence[Batch], reply: str) -> None:
        """Records of all these messages that their hop is down: of the first at once, of more beside other work."""
        for batch in batches[:_DEFERRED_AT_ONCE]:
            self.note_deferral(queue, batch, reply)
        if len(batches) > _DEFERRED_AT_ONCE:
            self.spawn(self._note_deferrals(queue, batches[_DEFERRED_AT_ONCE:], reply))

    async def _note_deferrals(self, queue: HopQueue, batches: Sequence[Batch], reply: str) -> None:
        for at in range(0, len(batches), _DEFERRED_AT_ONCE):
            await self.spool.flush()
            for batch in batches[at:at + _DEFERRED_AT_ONCE]:
                self.note_deferral(queue, batch, reply)

    def note_deferral(self, queue: HopQueue, batch: Batch, reply: str) -> None:
        """Records, once while a message is in memory, that its hop is down."""
        holder = batch.holder
        assert isinstance(holder, Holder)
        if holder.deferred:
            return
        holder.deferred = True
        envelope = batch.envelope
        self.spool.record(Defer(self.clock(), batch.number, "SMTP", server_hostname=self.server, connector_id=queue.hop.connector,
                                message_id=envelope.message_id, recipients=addresses(envelope, holder.numbers),
                                recipient_status=reply, total_bytes=envelope.size, recipient_count=len(holder.numbers),
                                subject=envelope.subject, sender=envelope.sender, return_path=envelope.sender,
                                directionality=envelope.directionality, original_client_ip=envelope.client_ip))

    def pressure(self) -> int:
        """The level of back pressure: 0 none, 1 medium, 2 high."""
        return self.pressures.level

    def error_text(self, why: HopDown, now: float) -> str:
        """The last error of a queue, as Get-Queue prints it."""
        t = time.gmtime(now)
        at = f"{t.tm_mon}/{t.tm_mday}/{t.tm_year} {t.tm_hour % 12 or 12}:{t.tm_min:02}:{t.tm_sec:02} {'PM' if t.tm_hour >= 12 else 'AM'}"
        return f"[{{LRT={at}}};{{LED={why.reply}}};{{FQDN={why.host}}};{{IP={why.address}}}]"


def _servers(settings: Settings) -> tuple[Any, ...]:
    service = settings.transport_service
    return tuple(settings.server.dns_servers or service.external_dns_servers or service.internal_dns_servers)


def _resolver(settings: Settings) -> Resolver:
    """The resolver that the settings want, loaded when it is first asked."""
    def make() -> Resolver:
        from ipaddress import ip_address

        from relayengine.dns.system import NetworkResolver

        return NetworkResolver([(server.address, server.port) for server in _servers(settings)],
                               tcp=settings.transport_service.external_dns_protocol_option == "UseTcpOnly",
                               trusted=lambda address: any(each.holds(ip_address(address)) for each in settings.server.trusted_dns_servers))

    return LateResolver(make)
