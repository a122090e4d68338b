"""Reading a spool back, in a thread of its own, so that nobody who accepts waits for a disk.

Knows the tables and what a row means; changes nothing.
"""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from relayengine.mail import Envelope, Recipient
from relayengine.spool import schema
from relayengine.spool.beside import Beside
from relayengine.spool.content import Content, checked
from relayengine.spool.errors import SpoolBroken
from relayengine.spool.states import State, Stored, StoredRecipient
from relayengine.spool.writer import spool_error

Scanned = tuple[int, int, int, float, int, str, int, int, float, int, int]
"""message, size, priority, received_at, recipient number, address, state, version, due, attempts, notified."""

_SCAN = ("select m.id, m.size, m.priority, m.received_at, r.number, r.address, r.state, r.version, r.due, r.attempts,"
         " r.notified from recipient r join message m on m.id=r.message")
_OPEN = "r.state not in (?,?) and not exists(select 1 from kept where kept.id = m.id)"


class Reading:
    """The part of a spool that reads."""

    path: str
    _beside: Beside

    def __init__(self) -> None:
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="spool-reader")
        self._local = threading.local()

    async def flush(self) -> None:
        """Returns once all that was handed in so far is on disk."""
        raise NotImplementedError

    def set_aside(self, number: int, recipients: Iterable[StoredRecipient]) -> None:
        """Makes poison of a message that cannot be read."""
        raise NotImplementedError

    async def close_reader(self) -> None:
        """Closes the reading connection and ends its thread."""
        def close() -> None:
            db = getattr(self._local, "db", None)
            if db is not None:
                db.close()

        await asyncio.get_running_loop().run_in_executor(self._reader, close)
        self._reader.shutdown(wait=True)

    async def _read(self, question: Callable[[sqlite3.Connection], Any]) -> Any:
        def ask() -> Any:
            db = getattr(self._local, "db", None)
            if db is None:
                db = self._local.db = schema.connect(self.path)
            return question(db)

        try:
            return await asyncio.get_running_loop().run_in_executor(self._reader, ask)
        except sqlite3.Error as error:
            raise spool_error(error) from error

    async def standing(self, wanted: Sequence[int]) -> list[Scanned]:
        """The recipients of these messages that are not done, as `scan` gives them."""
        found: list[Scanned] = []
        await self.flush()
        for at in range(0, len(wanted), 500):
            some = tuple(wanted[at:at + 500])
            found += await self._read(lambda db, some=some: db.execute(
                f"{_SCAN} where r.message in ({','.join('?' * len(some))}) and {_OPEN}"
                " order by r.message, r.number", (*some, State.DELIVERED, State.FAILED)).fetchall())
        return found

    async def oldest(self, after: int, many: int) -> list[tuple[int, float]]:
        """The lowest message numbers above one, of messages that are not done, with the time each was received."""
        return await self._read(lambda db: db.execute(
            "select id, received_at from message where id>? and not exists(select 1 from kept where kept.id = message.id)"
            " order by id limit ?",
            (after, many)).fetchall())

    async def scan(self, many: int = 5000) -> AsyncIterator[list[Scanned]]:
        """All recipients that are not done, in order of arrival, some thousand at a time, without their content."""
        after = (0, -1)
        while rows := await self.page(after, many):
            yield rows
            after = (rows[-1][0], rows[-1][4])

    async def page(self, after: tuple[int, int], many: int) -> list[Scanned]:
        """The next recipients that are not done, after a message's number and the number of a recipient of it, so many at most."""
        return await self._read(lambda db: db.execute(
            f"{_SCAN} where (r.message, r.number) > (?,?) and {_OPEN} order by r.message, r.number limit ?",
            (*after, State.DELIVERED, State.FAILED, many)).fetchall())

    async def load(self, number: int) -> Stored | None:
        """One message, or None when it is gone. Raises SpoolBroken when its content is damaged."""
        found = await self.load_many((number,))
        return found[0] if found else None

    async def load_many(self, wanted: Sequence[int], content: bool = True) -> list[Stored]:
        """Messages by number, those that are there. One whose content is damaged is set aside as poison and left out.

        Without content, what stands for it is empty.
        """
        await self.flush()
        marks = ",".join("?" * len(wanted))
        columns = "*" if content else ",".join((*schema.MESSAGE_COLUMNS[:-1], "x''"))

        def ask(db: sqlite3.Connection) -> tuple[list[Any], list[Any]]:
            messages = db.execute(f"select {columns} from message where id in ({marks}) order by id",
                                  tuple(wanted)).fetchall()
            messages = [(*row[:-1], self._beside.read(row[-1])) if type(row[-1]) is str else row for row in messages]
            rows = db.execute(f"select * from recipient where message in ({marks}) order by message, number",
                              tuple(wanted)).fetchall()
            return messages, rows

        messages, rows = await self._read(ask)
        of: dict[int, list[StoredRecipient]] = {}
        for row in rows:
            of.setdefault(row[0], []).append(StoredRecipient(*row[1:]))
        found: list[Stored] = []
        for row in messages:
            recipients = tuple(of.get(row[0], ()))
            try:
                found.append(self._stored(row, recipients, content))
            except SpoolBroken:
                self.set_aside(row[0], recipients)
        return found

    def _stored(self, row: tuple[Any, ...], recipients: tuple[StoredRecipient, ...], whole: bool = True) -> Stored:
        number, crashes, expected, parts, sender, size, body, utf8, ret, envid, requiretls, *rest, data = row
        if whole:
            checked(data, expected, f"message {number}")
        envelope = Envelope(sender, tuple(Recipient(r.address, r.notify, r.orcpt) for r in recipients), size, body,
                            bool(utf8), ret, envid, bool(requiretls), *rest)
        content = Content(data, size) if not parts else Content(None, size, data, parts,
                                                                lambda part: self._part(number, part))
        return Stored(number, envelope, content, recipients, crashes)

    async def meeting(self, numbers: Sequence[int], condition: str, values: Sequence[object]) -> list[int]:
        """Those of some message numbers, given in order, that meet a condition over the columns of the message."""
        if not numbers:
            return []
        rows = await self._read(lambda db: db.execute(
            f"select id from message where id between ? and ? and {condition} order by id", (numbers[0], numbers[-1], *values)).fetchall())
        wanted = set(numbers)
        return [row[0] for row in rows if row[0] in wanted]

    async def _part(self, message: int, number: int) -> bytes:
        def ask(db: sqlite3.Connection) -> tuple[int, bytes] | None:
            row = db.execute("select checksum, data from part where message=? and number=?", (message, number)).fetchone()
            return (row[0], self._beside.read(row[1])) if row and type(row[1]) is str else row

        row = await self._read(ask)
        if row is None:
            raise SpoolBroken(f"part {number} of message {message} is missing on disk")
        return checked(row[1], row[0], f"part {number} of message {message}")

    async def kept(self, condition: str, values: Sequence[object]) -> list[int]:
        """The delivered messages that are still kept and that meet a condition over the columns of the message (m) and of kept."""
        rows = await self._read(lambda db: db.execute(
            f"select m.id from kept join message m on m.id=kept.id where {condition} order by m.id", tuple(values)).fetchall())
        return [row[0] for row in rows]

    async def notes(self, start: str) -> dict[str, str]:
        """What is remembered under the names that begin so; see `Spool.note`."""
        return dict(await self._read(lambda db: db.execute(
            "select name, value from meta where name >= ? and name < ?", (start, start + "\U0010ffff")).fetchall()))
