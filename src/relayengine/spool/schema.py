"""The tables of a spool, and the statements that write them. Knows SQL and nothing else.

A statement that writes many rows at once exists in some sizes: each step of SQLite lets go of Python's lock three times and
has to win it back, so one step for 20 messages costs a small part of 20 steps for one.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any

from relayengine.events import Event
from relayengine.mail import Envelope

VERSION = 2
"""1 had all content in the database; from 2 on what stands for large content may be its place, a text (see `beside`)."""
ENVELOPE_COLUMNS = tuple(field for field in Envelope._fields if field != "recipients")
MESSAGE_COLUMNS = ("id", "crashes", "checksum", "parts", *ENVELOPE_COLUMNS, "content")
RECIPIENT_COLUMNS = ("message", "number", "address", "notify", "orcpt", "state", "version", "due", "attempts", "reply",
                     "notified")
EVENT_COLUMNS = ("id", "kind", *Event._fields)

TABLES = f"""
create table meta(name text primary key, value) without rowid;
create table message({", ".join("id integer primary key" if name == "id" else name for name in MESSAGE_COLUMNS)});
create table part(message integer, number integer, checksum integer, data, primary key(message, number));
create table recipient({", ".join(RECIPIENT_COLUMNS)}, primary key(message, number)) without rowid;
create table kept(id integer primary key, until real, delivered real);
create table event({", ".join("id integer primary key" if name == "id" else name for name in EVENT_COLUMNS)});
"""

PAGE = 8192
"""Octets of a database page: with 4096 a message of 100 KiB costs a tenth more, with 16384 a message alone does (measured)."""
WRITING = 2 * 1024
"""KiB of pages that the writer keeps: the ends of the tables, where it writes. More made large messages dearer (it leaves the
processor's cache), and took memory."""
_SIZES = (32, 28, 24, 20, 16, 14, 12, 10, 8, 7, 6, 5, 4, 3, 2, 1)
"""Rows of a statement. Fine steps, since what a transaction holds shall take one or two; none larger, since each is kept prepared."""


_COLUMNS = {"message": MESSAGE_COLUMNS, "recipient": RECIPIENT_COLUMNS, "event": EVENT_COLUMNS,
            "part": ("message", "number", "checksum", "data"), "kept": ("id", "until", "delivered")}


@cache
def _insert(table: str, rows: int) -> str:
    columns = _COLUMNS[table]
    row = "(" + ",".join("?" * len(columns)) + ")"
    return f"insert into {table}({','.join(columns)}) values " + ",".join([row] * rows)


@cache
def _delete(table: str, column: str, rows: int) -> str:
    return f"delete from {table} where {column} in ({','.join('?' * rows)})"


CHANGE = ("update recipient set state=?, version=version+1, due=?, attempts=?, reply=?, notified=?"
          " where message=? and number=? and version=?")


def _runs(items: Sequence[Any]) -> Iterator[tuple[int, Sequence[Any]]]:
    at, left = 0, len(items)
    for size in _SIZES:
        while left >= size:
            yield size, items[at:at + size]
            at += size
            left -= size


def insert(db: sqlite3.Connection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Writes rows to a table, many in a step. The columns are the table's own, in order."""
    for size, some in _runs(rows):
        db.execute(_insert(table, size), tuple(chain.from_iterable(some)))


def delete(db: sqlite3.Connection, table: str, column: str, keys: Sequence[int]) -> None:
    """Removes the rows whose column holds one of these keys."""
    for size, some in _runs(keys):
        db.execute(_delete(table, column, size), tuple(some))


def connect(path: str, cache: int = 1024) -> sqlite3.Connection:
    """A connection with the durability this spool promises: a commit returns after the log has reached the disk.

    `cache`: KiB of pages it keeps. What is read back is read once, and the system keeps the file in its own cache.
    """
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    db.execute("pragma busy_timeout=10000")
    db.execute(f"pragma page_size={PAGE}")
    db.execute("pragma journal_mode=wal")
    db.execute("pragma synchronous=full")
    db.execute("pragma wal_autocheckpoint=0")  # see `emptying`
    db.execute("pragma temp_store=memory")
    db.execute(f"pragma cache_size=-{cache}")
    return db


def prepare(db: sqlite3.Connection) -> None:
    """Makes the tables in a new file; refuses one written by a later version of this program."""
    version = db.execute("pragma user_version").fetchone()[0]
    if version > VERSION:
        raise sqlite3.DatabaseError(f"it was written by a later version (format {version}, this one knows {VERSION})")
    if version == 0:
        db.executescript(f"begin immediate; {TABLES} pragma user_version={VERSION}; commit;")
    elif "delivered" not in [row[1] for row in db.execute("pragma table_info(kept)")]:
        db.execute("alter table kept add column delivered real")
    # Who was in hand at a crash is found at every opening, without reading all messages.
    db.execute("create index if not exists crashed on message(crashes) where crashes > 0")
    # A place begins with the number of its file. These tell which files are still named by a row.
    db.execute("create index if not exists message_beside on message(cast(content as integer)) where typeof(content) = 'text'")
    db.execute("create index if not exists part_beside on part(cast(data as integer)) where typeof(data) = 'text'")
    db.execute(f"pragma user_version={VERSION}")


NAMED = ("select exists(select 1 from message where typeof(content) = 'text' and cast(content as integer) = ?1)"
         " or exists(select 1 from part where typeof(data) = 'text' and cast(data as integer) = ?1)")
"""Whether a row names something in a file beside the database."""
