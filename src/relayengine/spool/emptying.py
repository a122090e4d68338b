"""Emptying SQLite's log into the database file, beside the writing and not within it.

SQLite would do it in the middle of some commit, and everybody who waits for his 250 would wait for sixteen megabytes. Here a thread
with a connection of its own moves the pages while the writer goes on; what was written meanwhile, little, the writer moves itself
after a commit, and the log begins again from its start. Nothing is lost when this fails: what is in the log stays in the log.
"""

import sqlite3
import threading

from relayengine.spool import schema

LOG_MOST = 16 * 1024 * 1024
"""Octets of log, about, after which it is emptied; pages of messages that have left by then are moved once."""
_TRANSACTION = 10 * schema.PAGE
"""Octets that a transaction takes in the log beside its content, about (measured)."""


class Emptying:
    """Knows about how full the log of one spool is."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._grown = 0
        self._thread: threading.Thread | None = None
        self._nearly = False

    def committed(self, db: sqlite3.Connection, octets: int) -> None:
        """A transaction with so much content is on disk. Called by whoever writes, with the connection that wrote."""
        self._grown += octets + _TRANSACTION
        if self._nearly:
            self._finish(db)
        elif self._grown > LOG_MOST and self._thread is None:
            self._thread = threading.Thread(target=self._empty, name="spool-log", daemon=True)
            self._thread.start()

    def _empty(self) -> None:
        try:
            db = schema.connect(self._path)
            try:
                db.execute("pragma wal_checkpoint(passive)")
            finally:
                db.close()
        except sqlite3.Error:
            pass  # the writer comes to the same difficulty, and knows what to do about it
        self._nearly = True

    def _finish(self, db: sqlite3.Connection) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        try:
            _, there, moved = db.execute("pragma wal_checkpoint(passive)").fetchone()
        except sqlite3.Error:
            there = moved = 0  # the commit before it is good; the next full log is the next try
        if there == moved:
            self._nearly = False
            self._grown = 0

    def close(self) -> None:
        """Waits for the thread, if it is at work."""
        if self._thread is not None:
            self._thread.join()
