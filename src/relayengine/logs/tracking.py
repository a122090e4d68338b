"""The message tracking log: events kept in a database with indexes, searched by what people know of a message.

Events are born in a spool, in the transactions that make them true; a mover brings them here about once a second. One database
serves all workers of a node, and the shell, which may read it while no engine runs. Times are seconds since 1970.
"""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relayengine.events import KINDS, Event
from relayengine.logs import trackingtext

if TYPE_CHECKING:
    from typing import Protocol

    class EventSource(Protocol):
        """A spool, as far as its events go."""

        name: int
        path: str

        def forget_events(self, up_to: int) -> None: ...


VERSION = 1
_MANY = 5000
_FIELDS = Event._fields
_LIST = ",".join(_FIELDS)
_TABLES = f"""
create table event(seq integer primary key, spool, id, kind, {", ".join(_FIELDS)});
create index by_time on event(time);
create index by_number on event(internal_id);
create index by_message on event(message_id) where message_id <> '';
create index by_sender on event(sender collate nocase) where sender <> '';
create index by_recipient on event(recipients collate nocase) where recipient_count < 2;
create table recipient(address text collate nocase, seq integer, primary key(address, seq)) without rowid;
create table taken(spool integer primary key, id integer);
"""
_COPY = f"insert into event(spool, id, kind, {_LIST}) select ?, id, kind, {_LIST} from spool.event where id > ? and id <= ?"
_COPY_WITHOUT_SUBJECT = _COPY.replace(f"select ?, id, kind, {_LIST}", "select ?, id, kind, " + ",".join(
    "''" if name == "subject" else name for name in _FIELDS))


class Tracking:
    """The log. Made with its file's path; opened when first used, with nothing but a file when it is only searched."""

    def __init__(self, directory: str | Path, *, max_age: float = 0, max_size: float = float("inf"), subjects: bool = True,
                 clock: Callable[[], float] = time.time) -> None:
        """`max_age` in seconds (0: for ever), `max_size` in octets. `subjects`: whether subjects are written down."""
        self.path = Path(directory) / "tracking.db"
        self.max_age = max_age
        self.max_size = max_size
        self.subjects = subjects
        self._clock = clock
        self._writing: sqlite3.Connection | None = None
        self._next_clearing = 0.0
        self._moving: asyncio.Lock | None = None
        self._attached = ""
        self._lock = threading.Lock()
        """Held by the thread that writes: a mover that was cancelled may still be at it."""

    # ---- taking events

    async def move(self, spool: "EventSource") -> int:
        """Takes over what has happened since the last time; returns how many events that were.

        The rows go from file to file inside the database's own code, in a thread: no event becomes a Python object on its way.
        """
        if self._moving is None:
            self._moving = asyncio.Lock()
        moved = 0
        async with self._moving:
            while True:
                up_to, many = await asyncio.to_thread(self._take, spool.name, spool.path)
                if many:
                    spool.forget_events(up_to)
                    moved += many
                if many < _MANY:
                    break
        if self._clock() >= self._next_clearing:
            self._next_clearing = self._clock() + 600
            await asyncio.to_thread(self._clear)
        return moved

    def _take(self, spool: int, path: str) -> tuple[int, int]:
        """Copies the next events; returns the last number copied and how many were. What was taken is never taken again."""
        with self._lock:
            return self._copied(self._open(), spool, path)

    def _copied(self, db: sqlite3.Connection, spool: int, path: str) -> tuple[int, int]:
        if self._attached != path:
            if self._attached:
                db.execute("detach spool")
            db.execute("attach ? as spool", (f"file:{path}?mode=ro",))
            self._attached = path
        row = db.execute("select id from taken where spool = ?", (spool,)).fetchone()
        after = row[0] if row else 0
        up_to, many = db.execute("select max(id), count(*) from (select id from spool.event where id > ? order by id limit ?)",
                                 (after, _MANY)).fetchone()
        if not many:
            return after, 0
        db.execute("begin immediate")
        try:
            first = db.execute("select coalesce(max(seq), 0) from event").fetchone()[0]
            db.execute(_COPY if self.subjects else _COPY_WITHOUT_SUBJECT, (spool, after, up_to))
            several = db.execute("select seq, recipients from event where seq > ? and recipient_count > 1", (first,)).fetchall()
            db.executemany("insert or ignore into recipient values (?,?)",
                           [(address, seq) for seq, text in several for address in text.split(";") if address])
            db.execute("insert or replace into taken values (?,?)", (spool, up_to))
            db.execute("commit")
        except BaseException:
            db.execute("rollback")
            raise
        return up_to, many

    def _open(self) -> sqlite3.Connection:
        if self._writing is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(f"file:{self.path}", uri=True, isolation_level=None, check_same_thread=False)
            db.execute("pragma busy_timeout=30000")
            db.execute("pragma page_size=8192")
            db.execute("pragma journal_mode=wal")
            db.execute("pragma synchronous=normal")
            version = db.execute("pragma user_version").fetchone()[0]
            if version > VERSION:
                raise sqlite3.DatabaseError(f"{self.path} was written by a later version")
            if not version:
                db.executescript(f"begin immediate; {_TABLES} pragma user_version={VERSION}; commit;")
            self._writing = db
        return self._writing

    def _clear(self) -> None:
        """Forgets what is too old, and the oldest while all takes too much."""
        with self._lock:
            self._forget_surplus(self._open())

    def _forget_surplus(self, db: sqlite3.Connection) -> None:
        if self.max_age:
            self._forget(db, self._clock() - self.max_age)
        page = db.execute("pragma page_size").fetchone()[0]
        while self.max_size != float("inf"):
            used = (db.execute("pragma page_count").fetchone()[0] - db.execute("pragma freelist_count").fetchone()[0]) * page
            if used <= self.max_size:
                return
            row = db.execute("select time from event order by time limit 1 offset 10000").fetchone()
            if row is None:
                return
            self._forget(db, row[0])

    @staticmethod
    def _forget(db: sqlite3.Connection, before: float) -> None:
        db.execute("begin immediate")
        db.execute("delete from recipient where seq in (select seq from event where time < ? and recipient_count > 1)", (before,))
        db.execute("delete from event where time < ?", (before,))
        db.execute("commit")

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            if self._writing is not None:
                self._writing.close()
                self._writing = None
                self._attached = ""

    # ---- answering

    def search(self, *, start: float | None = None, end: float | None = None, sender: str = "", recipients: Sequence[str] = (),
               message_id: str = "", internal_id: int = 0, network_message_id: str = "", event_id: str = "", source: str = "",
               subject: str = "", reference: str = "", server: str = "", limit: int = 0) -> list[dict[str, Any]]:
        """The events that meet all conditions, oldest first, under the names that Get-MessageTrackingLog prints.

        `start` is inclusive, `end` exclusive; `subject` is a part of the subject; `limit` 0 gives all. An event or source that
        does not exist is a ValueError that lists those there are.
        """
        return [trackingtext.shown(row) for row in self._rows(
            start, end, sender, recipients, message_id, internal_id, network_message_id, event_id, source, subject, reference,
            server, limit)]

    def _rows(self, start: float | None, end: float | None, sender: str, recipients: Sequence[str], message_id: str,
              internal_id: int, network_message_id: str, event_id: str, source: str, subject: str, reference: str, server: str,
              limit: int) -> list[tuple[Any, ...]]:
        where: list[str] = []
        values: list[Any] = []

        def add(condition: str, *given: Any) -> None:
            where.append(condition)
            values.extend(given)

        if start is not None:
            add("time >= ?", start)
        if end is not None:
            add("time < ?", end)
        if sender:
            add("sender = ? collate nocase", sender)
        if message_id:
            add("message_id = ?", message_id)
        if internal_id:
            add("internal_id = ?", internal_id)
        if network_message_id:
            spool, number = trackingtext.read_network_id(network_message_id)
            add("spool = ? and internal_id = ?", spool, number)
        if event_id:
            add("kind = ?", trackingtext.kind_number(event_id))
        if source:
            add("source = ? collate nocase", source)
        if subject:
            add("instr(lower(subject), lower(?)) > 0", subject)
        if reference:
            add("instr(reference, ?) > 0", reference)
        if server:
            add("server_hostname = ? collate nocase", server)
        if recipients:
            marks = ",".join("?" * len(recipients))
            add(f"seq in (select seq from event where recipients collate nocase in ({marks}) and recipient_count < 2"
                f" union all select seq from recipient where address in ({marks}))", *recipients, *recipients)
        condition = " where " + " and ".join(where) if where else ""
        db = self._reading()
        if db is None:
            return []
        try:
            return db.execute(f"select spool, id, kind, {_LIST} from event{condition} order by time, seq" + (" limit ?" if limit else ""),
                              (*values, limit) if limit else tuple(values)).fetchall()
        finally:
            db.close()

    def _reading(self) -> sqlite3.Connection | None:
        """A connection for one question; None while there is no log yet."""
        if not self.path.exists():
            return None
        db = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, isolation_level=None)
        db.execute("pragma busy_timeout=10000")
        if not db.execute("pragma user_version").fetchone()[0]:
            db.close()
            return None
        return db

    def export(self, start: float | None = None, end: float | None = None) -> Iterator[str]:
        """The lines of a tracking log file in Exchange's format, header first."""
        yield from trackingtext.header(self._clock())
        for row in self._rows(start, end, "", (), "", 0, "", "", "", "", "", "", 0):
            yield trackingtext.line(row)


def kinds() -> list[str]:
    """The event ids there are."""
    return [kind.__name__.upper() for kind in KINDS]
