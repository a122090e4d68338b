"""The tables of a spool, and the statements that write them. Knows SQL and nothing else.

A statement that writes many rows at once exists in a few sizes: each step of SQLite lets go of Python's lock and has to
win it back, so one step for 64 messages costs a small part of 64 steps for one.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from relayengine.events import Event
from relayengine.mail import Envelope

VERSION = 1
ENVELOPE_COLUMNS = tuple(field for field in Envelope._fields if field != "recipients")
MESSAGE_COLUMNS = ("id", "crashes", "checksum", "parts", *ENVELOPE_COLUMNS, "content")
RECIPIENT_COLUMNS = ("message", "number", "address", "notify", "orcpt", "state", "version", "due", "attempts", "reply",
                     "notified")
EVENT_COLUMNS = ("id", "kind", *Event._fields)

TABLES = f"""
create table meta(name text primary key, value) without rowid;
create table message({", ".join("id integer primary key" if name == "id" else name for name in MESSAGE_COLUMNS)});
create table part(message integer, number integer, checksum integer, data blob, primary key(message, number));
create table recipient({", ".join(RECIPIENT_COLUMNS)}, primary key(message, number)) without rowid;
create table kept(id integer primary key, until real);
create table event({", ".join("id integer primary key" if name == "id" else name for name in EVENT_COLUMNS)});
"""

_PAGE = 16384
"""Octets of a database page: with 4096 a message of 100 KiB costs a quarter more, one of 1 KiB the same (measured)."""
_CHECKPOINT = 16 * 1024 * 1024
"""Octets of log after which its pages are moved to the file; pages of messages that have left by then are moved once."""
_SIZES = (64, 16, 4, 1)


def _insert(table: str, columns: Sequence[str], rows: int) -> str:
    row = "(" + ",".join("?" * len(columns)) + ")"
    return f"insert into {table}({','.join(columns)}) values " + ",".join([row] * rows)


_PART_COLUMNS = ("message", "number", "checksum", "data")
_INSERTS = {table: {rows: _insert(table, columns, rows) for rows in _SIZES}
            for table, columns in (("message", MESSAGE_COLUMNS), ("recipient", RECIPIENT_COLUMNS),
                                   ("event", EVENT_COLUMNS), ("part", _PART_COLUMNS), ("kept", ("id", "until")))}
_DELETES = {column: {rows: f"delete from {column[0]} where {column[1]} in ({','.join('?' * rows)})" for rows in _SIZES}
            for column in (("message", "id"), ("recipient", "message"), ("part", "message"), ("kept", "id"))}
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
    statements = _INSERTS[table]
    for size, some in _runs(rows):
        db.execute(statements[size], tuple(chain.from_iterable(some)))


def delete(db: sqlite3.Connection, table: str, column: str, keys: Sequence[int]) -> None:
    """Removes the rows whose column holds one of these keys."""
    statements = _DELETES[table, column]
    for size, some in _runs(keys):
        db.execute(statements[size], tuple(some))


def connect(path: str) -> sqlite3.Connection:
    """A connection with the durability this spool promises: a commit returns after the log has reached the disk."""
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    db.execute("pragma busy_timeout=10000")
    db.execute(f"pragma page_size={_PAGE}")
    db.execute("pragma journal_mode=wal")
    db.execute("pragma synchronous=full")
    db.execute(f"pragma wal_autocheckpoint={_CHECKPOINT // _PAGE}")
    db.execute("pragma temp_store=memory")
    db.execute("pragma cache_size=-16384")
    return db


def prepare(db: sqlite3.Connection) -> None:
    """Makes the tables in a new file; refuses one written by a later version of this program."""
    version = db.execute("pragma user_version").fetchone()[0]
    if version > VERSION:
        raise sqlite3.DatabaseError(f"it was written by a later version (format {version}, this one knows {VERSION})")
    if version == 0:
        db.executescript(f"begin immediate; {TABLES} pragma user_version={VERSION}; commit;")

