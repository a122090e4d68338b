"""The spool on disk: opening it and handing work to its writer; `reading` reads it back. Knows no route, queue or socket."""

import asyncio
import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from relayengine.events import NUMBER_OF, Event, PoisonMessage, Receive
from relayengine.mail import Envelope, numbers
from relayengine.spool import schema
from relayengine.spool.beside import Beside
from relayengine.spool.content import Budget, ContentWriter, checksum
from relayengine.spool.errors import SpoolBroken, SpoolError, SpoolInUse
from relayengine.spool.inhand import InHand
from relayengine.spool.reading import Reading
from relayengine.spool.states import Change, State, StoredRecipient
from relayengine.spool.writer import Writer

_RECEIVE = NUMBER_OF[Receive]
_PARTS_AHEAD = 16

Submitted = Callable[[int, SpoolError | None], None]


class Spool(Reading):
    """The spool of one worker, in a directory of its own. Every method but `open` belongs to one event loop."""

    def __init__(self, directory: str | Path, *, worker: int = 0, server: str = "", clock: Callable[[], float] = time.time,
                 ) -> None:
        super().__init__()
        self.directory = Path(directory)
        self._worker = worker
        self._server = server
        self._clock = clock
        self.path = str(self.directory / "spool.db")
        self._beside = Beside(self.directory / "content")
        self._writer = Writer(self.path, self._beside)
        self._lock_fd = -1
        self._parts_waiting = 0
        self._lost: dict[int, SpoolError] = {}
        """Messages of which a part could not be written."""
        self._room = asyncio.Event()
        self.budget = Budget()
        self.name = 0
        """64 bits that tell this spool from every other; part of the network message id."""
        self.hold_time = 0.0
        """Seconds that delivered messages are kept for Safety Net; 0 keeps none."""
        self.hold_most = 100_000
        """Delivered messages that are kept at most; the oldest go first."""
        self._kept_messages = 0
        self.first_number = 0
        """Every message committed since this opening has a higher number."""
        self.poisoned: list[int] = []
        """The messages set aside by this opening."""

    # ---- opening

    def open(self, poison_threshold: int = 2) -> None:
        """Opens or makes the spool: takes its lock, clears what was never committed, counts what was in hand at a crash.

        Raises SpoolInUse when another process has it, SpoolBroken when it cannot be read.
        """
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.directory.stat().st_uid != os.geteuid():
            raise SpoolBroken(f"the spool {self.directory} belongs to another user; give it to the one who runs the relay")
        self._lock_fd = os.open(self.directory / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock_fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._lock_fd)
            self._lock_fd = -1
            raise SpoolInUse(f"the spool {self.directory} is in use by another relay; stop it or choose another data"
                             " directory") from None
        try:
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
            self.in_hand = InHand(str(self.directory / "in-hand"))
            self._beside.open()
            self._writer.adopt(self._prepared(poison_threshold))
        except (sqlite3.Error, OSError) as error:
            os.close(self._lock_fd)
            self._lock_fd = -1
            raise SpoolBroken(f"the spool {self.path} cannot be opened: {error}") from error

    def _prepared(self, poison_threshold: int) -> sqlite3.Connection:
        db = schema.connect(self.path, schema.WRITING)
        schema.prepare(db)
        db.execute("begin immediate")
        opening = int(self._meta(db, "opening", 0)) + 1
        db.execute("insert or replace into meta values('opening', ?)", (opening,))
        self.name = int(self._meta(db, "name", 0)) or int.from_bytes(os.urandom(7), "big")
        db.execute("insert or replace into meta values('name', ?)", (self.name,))
        db.execute("delete from part where not exists(select 1 from message where message.id = part.message)")
        if self.in_hand.found:
            db.execute("update message set crashes=crashes+1 where id=?", (self.in_hand.found,))
        self.poisoned = [row[0] for row in db.execute(
            "select id from message where crashes>0 and crashes>=? and id not in (select id from kept) and exists(select 1 from recipient"
            " where message=id and state in (?,?))", (poison_threshold, State.READY, State.SUSPENDED))]
        for number in self.poisoned:
            db.execute("update recipient set state=?, version=version+1 where message=? and state in (?,?)",
                       (State.POISON, number, State.READY, State.SUSPENDED))
        self._kept_messages = db.execute("select count(*) from kept").fetchone()[0]
        db.execute("commit")
        self._numbers = numbers(opening, self._worker)
        self.first_number = next(self._numbers)
        self._event_numbers = numbers(opening, self._worker)
        return db

    @staticmethod
    def _meta(db: sqlite3.Connection, name: str, otherwise: Any) -> Any:
        row = db.execute("select value from meta where name=?", (name,)).fetchone()
        return row[0] if row else otherwise

    async def close(self) -> None:
        """Writes what waits, closes the files and lets go of the lock."""
        await self._writer.close()
        self._beside.close()
        await self.close_reader()
        if self._lock_fd >= 0:
            self.in_hand.close()
            os.close(self._lock_fd)
            self._lock_fd = -1

    # ---- accepting

    @property
    def coming(self) -> int:
        """How many messages are being received."""
        return self._writer.coming

    def expect(self, more: int) -> None:
        """So many more messages are being received, or fewer: one that is there already may wait a moment for their company."""
        self._writer.coming += more

    def submit(self, envelope: Envelope, content: bytes, done: Submitted) -> int:
        """Hands in a message; `done(number, error)` is called once it is durable, or is not. The number is returned at once."""
        number = next(self._numbers)
        self._enter(number, envelope, content, len(content), 0, lambda error: done(number, error))
        return number

    async def commit(self, envelope: Envelope, content: "bytes | Sequence[bytes] | ContentWriter", *,
                     head: bytes = b"", event: Event | None = None, note: tuple[str, str] | None = None) -> int:
        """Keeps a message and returns its number once it is durable. Raises SpoolFull or SpoolBroken: then it is not kept.

        `head` is put before the content (a Received field made after the session began to write). `event` is recorded with it
        instead of RECEIVE, under the message's number. `note`: a name and what is to be remembered under it from then on; see `note`.
        """
        future = asyncio.get_running_loop().create_future()

        def done(error: SpoolError | None) -> None:
            if not future.done():
                if error is None:
                    future.set_result(None)
                else:
                    future.set_exception(error)

        if isinstance(content, ContentWriter):
            number = content.number
            try:
                await content.end()
                if number in self._lost:
                    raise self._lost[number]
                self._enter(number, envelope, head, content.size + len(head), content.parts, done, event, note)
                await future
                if number in self._lost:
                    raise self._lost[number]
            except SpoolError:
                content.release()
                self.drop_parts(number)
                raise
            return number
        number = next(self._numbers)
        data = head + content if type(content) is bytes else b"".join((head, *content))  # type: ignore[operator]
        self._enter(number, envelope, data, len(data), 0, done, event, note)
        await future
        return number

    def _enter(self, number: int, envelope: Envelope, data: bytes, size: int, parts: int,
               done: Callable[[SpoolError | None], None], event: Event | None = None, note: tuple[str, str] | None = None) -> None:
        work = self._writer.work
        work.octets += len(data)
        sender, recipients, _, *rest = envelope
        work.messages.append((number, 0, checksum(data), parts, sender, size, *rest, data))
        at = 0
        rows = work.recipients
        for address, notify, orcpt in recipients:
            rows.append((number, at, address, notify, orcpt, 0, 0, 0.0, 0, "", 0))
            at += 1
        if event is None:
            to = recipients[0].address if at == 1 else ";".join([r.address for r in recipients])
            work.receipts.append((
                next(self._event_numbers), _RECEIVE, envelope.received_at or self._clock(), number, envelope.source,
                envelope.client_ip, envelope.client_name, envelope.server_ip, self._server, envelope.session_id,
                envelope.connector, envelope.message_id, to, "", size, at, "", "", envelope.subject, sender, sender, "",
                envelope.directionality, envelope.client_ip, envelope.server_ip, ""))
        else:
            work.receipts.append((next(self._event_numbers), NUMBER_OF[type(event)], event.time, number, *event[2:]))
        if note is not None:
            work.notes.append(note)
        work.waiters.append(done)
        self._writer.urgent()

    def writer(self) -> ContentWriter:
        """Begins a message too large to wait for in memory."""
        return ContentWriter(self, next(self._numbers))

    async def put_part(self, message: int, number: int, data: bytes) -> None:
        """Takes one part of a large message; waits while too many parts are on their way to the disk."""
        def done(error: SpoolError | None) -> None:
            self._parts_waiting -= 1
            self._room.set()
            if error is not None:
                self._part_lost(message, error)

        self._parts_waiting += 1
        work = self._writer.work
        work.octets += len(data)
        work.parts.append((message, number, checksum(data), data))
        work.waiters.append(done)
        self._writer.urgent()
        while self._parts_waiting > _PARTS_AHEAD:
            self._room.clear()
            await self._room.wait()
        if self._writer.error is not None:
            raise self._writer.error
        if message in self._lost:
            raise self._lost[message]

    def _part_lost(self, message: int, error: SpoolError) -> None:
        """A part did not reach the disk: its message must not, whether it is to be committed later or waits for its transaction."""
        self._lost[message] = error
        work = self._writer.work
        work.messages = [row for row in work.messages if row[0] != message]
        work.recipients = [row for row in work.recipients if row[0] != message]
        work.receipts = [row for row in work.receipts if row[3] != message]

    def drop_parts(self, message: int) -> None:
        """Forgets what was written of a message that will not be committed."""
        self._lost.pop(message, None)
        self._writer.work.dropped.append(message)
        self._writer.lazy()

    # ---- what happens afterwards

    def record(self, *events: Event) -> None:
        """Keeps events; they reach the disk within the writer's linger."""
        rows = self._writer.work.events
        for event in events:
            rows.append((next(self._event_numbers), NUMBER_OF[type(event)], *event))
        self._writer.lazy()

    def finish(self, number: int, events: Iterable[Event] = (), delivered: bool = True) -> None:
        """All recipients of a message are done: it leaves the spool, or is kept for Safety Net if it was delivered."""
        work = self._writer.work
        for event in events:
            work.events.append((next(self._event_numbers), NUMBER_OF[type(event)], *event))
        if delivered and self.hold_time > 0:
            now = self._clock()
            work.kept.append((number, now + self.hold_time, now))
            self._kept_messages += 1
        else:
            work.removed.append(number)
        self._writer.lazy()

    def remove(self, *messages: int) -> None:
        """Takes messages out for good, whatever their recipients' states."""
        self._writer.work.removed.extend(messages)
        self._writer.lazy()

    def change(self, changes: Iterable[Change], events: Iterable[Event] = ()) -> None:
        """Changes recipients, each only if its version is the one given; nobody waits."""
        work = self._writer.work
        for c in changes:
            work.changes.append((c.state, c.due, c.attempts, c.reply, c.notified, c.message, c.number, c.version))
        for event in events:
            work.events.append((next(self._event_numbers), NUMBER_OF[type(event)], *event))
        self._writer.lazy()

    async def compare_and_set(self, changes: Sequence[Change], events: Iterable[Event] = ()) -> list[bool]:
        """Changes recipients and tells, once durable, which changes were made."""
        future: asyncio.Future[list[bool]] = asyncio.get_running_loop().create_future()
        work = self._writer.work
        first = len(work.changes)
        self.change(changes, events)

        def answer(results: list[bool] | None, error: SpoolError | None) -> None:
            if not future.done():
                future.set_result(results or [])

        work.answers.append((first, len(work.changes), answer))
        work.waiters.append(lambda error: future.set_exception(error) if error and not future.done() else None)
        self._writer.urgent()
        return await future

    async def note(self, name: str, value: str | None) -> None:
        """Remembers a text under a name, or forgets it; returns once that is durable. Raises SpoolFull or SpoolBroken: then it is not."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def done(error: SpoolError | None) -> None:
            if not future.done():
                if error is None:
                    future.set_result(None)
                else:
                    future.set_exception(error)

        self._writer.work.notes.append((name, value))
        self._writer.work.waiters.append(done)
        self._writer.urgent()
        await future

    async def flush(self) -> None:
        """Returns once all that was handed in so far is on disk (or the disk will not take it)."""
        if not self._writer.pending():
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._writer.work.waiters.append(lambda error: None if future.done() else future.set_result(None))
        self._writer.urgent()
        await future

    @property
    def waiting(self) -> int:
        """How many messages and parts wait to be written."""
        return len(self._writer.work.waiters)

    @property
    def transactions(self) -> int:
        """How many transactions have reached the disk since the opening."""
        return self._writer.transactions

    @property
    def error(self) -> SpoolError | None:
        """Why the last transaction failed, None while all is well."""
        return self._writer.error

    def set_aside(self, number: int, recipients: Iterable[StoredRecipient]) -> None:
        """Makes poison of a message that cannot be read or must not be touched again."""
        self.change([Change(number, r.number, r.version, State.POISON, 0.0, r.attempts, r.reply, r.notified)
                     for r in recipients if r.state in (State.READY, State.SUSPENDED)],
                    (PoisonMessage(self._clock(), number, "POISONMESSAGE", server_hostname=self._server,
                                   recipients=";".join(r.address for r in recipients)),))

    async def forget_kept(self, many: int = 500) -> int:
        """Clears away some delivered messages whose time is over, or that are more than may be kept; returns how many."""
        surplus = self._kept_messages - self.hold_most
        if surplus > 0:
            question, values = "select id from kept order by id limit ?", (min(surplus, many),)
        else:
            question, values = "select id from kept where until <= ? limit ?", (self._clock(), many)  # type: ignore[assignment]
        rows = await self._read(lambda db: db.execute(question, values).fetchall())
        if rows:
            self._kept_messages -= len(rows)
            numbers = [row[0] for row in rows]
            self._writer.work.unkept.extend(numbers)
            self.remove(*numbers)
            await self.flush()
        await self._clear_beside()
        return len(rows)

    async def _clear_beside(self) -> None:
        """Removes files beside the database that no row names any more. Those before the one at hand get no further rows."""
        before = self._beside.number
        for number in self._beside.numbers():
            if number < before and not (await self._read(lambda db, number=number: db.execute(schema.NAMED, (number,)).fetchone()))[0]:
                self._beside.remove(number)

    def forget_events(self, up_to: int) -> None:
        """The message tracking log has taken the events up to this number."""
        self._writer.work.forgotten = max(self._writer.work.forgotten, up_to)
        self._writer.lazy()
