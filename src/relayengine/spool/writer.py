"""The one writer of a spool: everything that waits goes into one transaction, one sync, then all are woken.

While the disk syncs quickly the event loop writes by itself: handing a transaction to a thread costs, for each of its statements,
several fights for Python's lock, which took a third of the relay's processor time. On a slow disk, and for much at once, a thread
writes, and whatever comes meanwhile gathers in `Work`. Only one of the two is ever at work, so there is no lock.
"""

import asyncio
import errno
import sqlite3
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from relayengine.spool import schema
from relayengine.spool.beside import LARGE, Beside
from relayengine.spool.emptying import Emptying
from relayengine.spool.errors import SpoolBroken, SpoolError, SpoolFull

GATHER = 0.002
"""Seconds that messages wait for company while many are arriving: a transaction costs as much as ten messages in it."""
MANY = 2
"""Messages in the last transaction from which on many are arriving."""
SHORTLY = 0.001
"""Seconds that a message waits for those that are being received right now. A client alone never waits."""
ENOUGH = 16
"""Messages that wait for nobody who is still being received."""
LOTH_MOST = 64
"""Messages at most that do not wait so, after one that waited for nothing: who is being received may be slow."""
SHORT = 0.003
"""Seconds that a commit may take, on average of the last dozen, for the loop itself to write: nothing else happens meanwhile."""
SHY = 1.0
"""Seconds after which the loop tries again once that was too long. What the thread takes says little: it waits for Python's lock."""
LITTLE = 512 * 1024
"""Octets of content that the loop itself writes at most in one transaction."""
LINGER = 0.02
"""Seconds that results may wait for company when no sender waits for a 250."""
_REOPEN_AFTER = 1.0
_FULL = sqlite3.SQLITE_FULL
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

Done = Callable[[SpoolError | None], None]
Answer = Callable[[list[bool] | None, SpoolError | None], None]


class Work:
    """What one transaction will write. The first half is lost if it fails (and its waiters told), the second is kept."""

    __slots__ = ("octets", "messages", "recipients", "parts", "receipts", "notes", "waiters",
                 "events", "changes", "removed", "kept", "unkept", "dropped", "forgotten", "answers", "results")

    def __init__(self) -> None:
        self.octets = 0
        """Octets of content in it."""
        self.messages: list[tuple[object, ...]] = []
        self.recipients: list[tuple[object, ...]] = []
        self.parts: list[tuple[object, ...]] = []
        self.receipts: list[tuple[object, ...]] = []
        self.notes: list[tuple[str, str | None]] = []
        """What is to be remembered under a name; None is forgotten."""
        self.waiters: list[Done] = []
        self.events: list[tuple[object, ...]] = []
        self.changes: list[tuple[object, ...]] = []
        self.removed: list[int] = []
        self.kept: list[tuple[int, float, float]] = []
        self.unkept: list[int] = []
        self.dropped: list[int] = []
        self.forgotten = 0
        self.answers: list[tuple[int, int, Answer]] = []
        self.results: list[bool] = []

    def settles(self) -> bool:
        """Whether there is anything in the second half."""
        return bool(self.events or self.changes or self.removed or self.kept or self.dropped or self.forgotten)

    def put_back(self, failed: "Work") -> None:
        """Takes over the second half of work that could not be written, before its own."""
        base = len(failed.changes)
        self.answers = failed.answers + [(a + base, b + base, answer) for a, b, answer in self.answers]
        self.changes[:0] = failed.changes
        self.events[:0] = failed.events
        self.removed[:0] = failed.removed
        self.kept[:0] = failed.kept
        self.unkept[:0] = failed.unkept
        self.dropped[:0] = failed.dropped
        self.forgotten = max(self.forgotten, failed.forgotten)


def spool_error(error: Exception) -> SpoolError:
    """What a failure of the database means for those who wait."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None and code & 0xFF == _FULL or isinstance(error, OSError) and error.errno in _NO_ROOM:
        return SpoolFull(f"no room in the spool: {error}")
    return SpoolBroken(f"the spool cannot be written: {error}")


class Writer:
    """Owns the writing connection and its thread."""

    def __init__(self, path: str, beside: Beside) -> None:
        self._path = path
        self._beside = beside
        self._db: sqlite3.Connection | None = None
        self._tried = 0.0
        self._took = 0.0
        self._emptying = Emptying(path)
        self._pace = SHORT / 3
        self._shy_until = 0.0
        self._queue: SimpleQueue[Work | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._busy = False
        self._soon = False
        self._last = 0
        self._loth = 0
        self._loth_next = 1
        self.coming = 0
        """How many messages are being received, from MAIL on."""
        self._timer: asyncio.TimerHandle | None = None
        self._gathering: asyncio.TimerHandle | None = None
        self._idle: asyncio.Event | None = None
        self.work = Work()
        self.error: SpoolError | None = None
        """Why the last transaction failed; None when it did not."""
        self.transactions = 0
        """How many transactions reached the disk."""

    def adopt(self, db: sqlite3.Connection) -> None:
        """Takes the connection that opened the spool."""
        self._db = db

    def _start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._idle = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="spool-writer", daemon=True)
        self._thread.start()

    def urgent(self) -> None:
        """Somebody waits: write when this turn of the loop is over, or a little later if more messages are to be expected."""
        if self._soon or self._busy:
            return
        if self._loop is None:
            self._start()
        assert self._loop
        wait = self._company()
        if not wait:
            self._soon = True
            self._loop.call_soon(self._flush)
        elif self._gathering is None:
            self._gathering = self._loop.call_later(wait, self._gathered)

    def _company(self) -> float:
        """Seconds worth waiting for more messages; 0 when none is to be expected."""
        waiting = len(self.work.messages)
        if self._last >= MANY and waiting < self._last:
            return GATHER
        if not self.coming or not 0 < waiting < ENOUGH:
            return 0
        if self._loth and self._gathering is None:
            self._loth -= 1
            return 0
        return SHORTLY

    def _gathered(self) -> None:
        if len(self.work.messages) > 1:
            self._loth_next = 1
        else:
            self._loth = self._loth_next
            self._loth_next = min(2 * self._loth_next, LOTH_MOST)
        self._flush()

    def lazy(self) -> None:
        """Nobody waits: write within LINGER seconds, sooner in company."""
        if self._timer is None and self._gathering is None and not self._soon:
            if self._loop is None:
                self._start()
            assert self._loop
            self._timer = self._loop.call_later(LINGER, self._flush)

    def _flush(self) -> None:
        self._soon = False
        for timer in (self._timer, self._gathering):
            if timer is not None:
                timer.cancel()
        self._timer = self._gathering = None
        work = self.work
        if self._busy or not (work.waiters or work.settles()):
            return
        self._last = len(work.messages)
        self._busy = True
        self.work = Work()
        if work.octets <= LITTLE and time.monotonic() > self._shy_until:
            self._written(work, self._done(work))
            self._pace += 0.1 * (self._took - self._pace)
            if self._pace > SHORT:
                self._shy_until = time.monotonic() + SHY
                self._pace = SHORT / 3
        else:
            self._queue.put(work)

    def _written(self, work: Work, error: SpoolError | None) -> None:
        self._busy = False
        self.error = error
        if error is not None:
            self.work.put_back(work)
        else:
            self.transactions += 1
            for first, last, answer in work.answers:
                answer(work.results[first:last], None)
        for done in work.waiters:
            done(error)
        if self.work.waiters:
            self.urgent()
        elif self.work.settles():
            if error is None:
                self.lazy()
            elif self._timer is None and self._loop:
                self._timer = self._loop.call_later(_REOPEN_AFTER, self._flush)
        if self._idle and not self._busy and not self._soon and self._gathering is None and not self.work.settles():
            self._idle.set()

    def pending(self) -> bool:
        """Whether anything was handed in that is not written yet."""
        return self._busy or bool(self.work.waiters or self.work.settles())

    async def drain(self) -> None:
        """Waits until all that was handed in is written, or the disk will not take it."""
        if self._loop is None:
            return
        for _ in range(3):
            self._flush()
            if not self._busy and not self._soon and self._gathering is None and not self.work.settles():
                return
            assert self._idle
            self._idle.clear()
            try:
                await asyncio.wait_for(self._idle.wait(), 5)
            except TimeoutError:
                pass

    async def close(self) -> None:
        """Writes what waits and closes the file."""
        await self.drain()
        await asyncio.to_thread(self._emptying.close)
        if self._thread is not None:
            self._queue.put(None)
            await asyncio.to_thread(self._thread.join)
        elif self._db is not None:
            self._db.close()

    # ---- the thread

    def _run(self) -> None:
        assert self._loop
        while True:
            work = self._queue.get()
            if work is None:
                break
            error = self._done(work)
            try:
                self._loop.call_soon_threadsafe(self._written, work, error)
            except RuntimeError:  # the loop was closed without closing the spool: nobody waits any more
                break
        if self._db is not None:
            self._db.close()

    def _done(self, work: Work) -> SpoolError | None:
        """Writes, and says what went wrong. By the thread, or by the loop while the thread has nothing to do."""
        try:
            self._write(work)
        except OSError as failure:  # content beside the database: nothing of the transaction was begun
            return spool_error(failure)
        except sqlite3.Error as failure:
            error = spool_error(failure)
            self._recover(error)
            return error
        return None

    def _recover(self, error: SpoolError) -> None:
        """Rolls back. A write or sync that failed is final for this connection: it is never simply tried again."""
        db = self._db
        if db is None:
            return
        try:
            if db.in_transaction:
                db.execute("rollback")
            if isinstance(error, SpoolFull):
                return
        except sqlite3.Error:
            pass
        self._db = None
        try:
            db.close()
        except sqlite3.Error:
            pass

    def _reopened(self) -> sqlite3.Connection:
        """Opens the file again from its log, moves the log's pages into it and syncs, before anything new is written.

        After a failed sync the kernel may call pages clean that never reached the disk; appending behind them would
        put later, acknowledged transactions behind a hole. An emptied log has no hole.
        """
        if time.monotonic() - self._tried < _REOPEN_AFTER:
            raise sqlite3.OperationalError("it failed a moment ago and has not been opened again yet")
        self._tried = time.monotonic()
        db = schema.connect(self._path, schema.WRITING)
        try:
            if db.execute("pragma wal_checkpoint(truncate)").fetchone()[0]:
                raise sqlite3.OperationalError("its log is in use and cannot be emptied")
        except sqlite3.Error:
            db.close()
            raise
        return db

    def _write(self, work: Work) -> None:
        db = self._db
        if db is None:
            db = self._db = self._reopened()
        octets = work.octets
        if octets >= LARGE:
            octets -= self._put_beside(work.messages) + self._put_beside(work.parts)
        db.execute("begin immediate")
        if work.parts:
            schema.insert(db, "part", work.parts)
        if work.messages:
            schema.insert(db, "message", work.messages)
            schema.insert(db, "recipient", work.recipients)
        for name, value in work.notes:
            if value is None:
                db.execute("delete from meta where name=?", (name,))
            else:
                db.execute("insert or replace into meta values(?,?)", (name, value))
        if work.receipts or work.events:
            schema.insert(db, "event", work.receipts + work.events)
        if work.changes:
            work.results = [db.execute(schema.CHANGE, change).rowcount == 1 for change in work.changes]
        if work.kept:
            schema.insert(db, "kept", work.kept)
        if work.unkept:
            schema.delete(db, "kept", "id", work.unkept)
        if work.removed:
            schema.delete(db, "message", "id", work.removed)
            schema.delete(db, "recipient", "message", work.removed)
        gone = work.removed + work.dropped
        if gone and db.execute("select 1 from part limit 1").fetchone():
            schema.delete(db, "part", "message", gone)
        if work.forgotten:
            db.execute("delete from event where id<=?", (work.forgotten,))
        start = time.monotonic()
        db.execute("commit")
        self._took = min(time.monotonic() - start, 2 * SHORT)
        self._emptying.committed(db, octets)

    def _put_beside(self, rows: list[tuple[Any, ...]]) -> int:
        """Writes large contents, which stand last in their rows, beside the database and leaves their places; returns their octets."""
        large = [at for at, row in enumerate(rows) if len(row[-1]) >= LARGE]
        if not large:
            return 0
        contents = [rows[at][-1] for at in large]
        for at, place in zip(large, self._beside.write(contents), strict=True):
            rows[at] = (*rows[at][:-1], place)
        return sum(map(len, contents))
