"""Large content stands beside the database, and is kept as safely as what is in it."""

from __future__ import annotations

import asyncio
import errno
import os
import sqlite3
from pathlib import Path

import pytest
from relayengine.mail import Envelope, Recipient
from relayengine.spool import Spool, SpoolBroken, SpoolFull, State
from relayengine.spool import beside, schema

LARGE = b"Subject: x\r\n\r\n" + b"X" * 100_000 + b"\r\n"
SMALL = b"Subject: x\r\n\r\nhello\r\n"


def envelope() -> Envelope:
    return Envelope("a@example.com", (Recipient("b@example.net"),), 0)


async def opened(folder: Path, **more) -> Spool:
    spool = Spool(folder, **more)
    spool.open()
    return spool


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "content").glob("*"))


def test_large_content_comes_back_and_the_database_stays_small(tmp_path):
    async def work():
        spool = await opened(tmp_path)
        numbers = await asyncio.gather(*(spool.commit(envelope(), LARGE + str(i).encode()) for i in range(5)), spool.commit(envelope(), SMALL))
        assert [m.content.whole for m in await spool.load_many(numbers)] == [LARGE + str(i).encode() for i in range(5)] + [SMALL]
        await spool.close()
        assert sum(path.stat().st_size for path in tmp_path.glob("spool.db*")) < 200_000
        again = await opened(tmp_path)
        assert (await again.load(numbers[3])).content.whole == LARGE + b"3"
        later = await again.commit(envelope(), LARGE)
        assert files(tmp_path) == ["00000001", "00000002"], "a file of an earlier run is not written to"
        assert (await again.load(later)).content.whole == LARGE
        await again.close()
    asyncio.run(work())


def test_parts_of_a_very_large_message_stand_there_too(tmp_path):
    async def work():
        spool = await opened(tmp_path)
        writer = spool.writer()
        for _ in range(10):
            await writer.write(b"X" * 50_000)
        number = await spool.commit(envelope(), writer, head=b"Received: x\r\n")
        stored = await spool.load(number)
        assert b"".join([piece async for piece in stored.content.pieces()]) == b"Received: x\r\n" + b"X" * 500_000
        assert sum(path.read_bytes().count(b"X") for path in tmp_path.glob("content/*")) == 500_000
        await spool.close()
    asyncio.run(work())


@pytest.mark.parametrize("damage", [lambda path: path.write_bytes(b"Y" + path.read_bytes()[1:]), lambda path: os.truncate(path, 1000), Path.unlink])
def test_damaged_content_is_set_aside_and_the_rest_goes_on(tmp_path, damage):
    async def work():
        spool = await opened(tmp_path)
        bad, good = await spool.commit(envelope(), LARGE), await spool.commit(envelope(), SMALL)
        await spool.close()
        damage(tmp_path / "content" / "00000001")
        again = await opened(tmp_path)
        assert [m.number for m in await again.load_many((bad, good))] == [good]
        await again.flush()
        assert [row[6] async for rows in again.scan() for row in rows if row[0] == bad] == [State.POISON]
        await again.close()
    asyncio.run(work())


@pytest.mark.parametrize(("number", "kind"), [(errno.EIO, SpoolBroken), (errno.ENOSPC, SpoolFull)])
def test_what_cannot_be_synced_is_refused_and_nothing_is_written_behind_it(tmp_path, monkeypatch, number, kind):
    async def work():
        spool = await opened(tmp_path)
        first = await spool.commit(envelope(), LARGE)
        usual = os.fdatasync
        with monkeypatch.context() as patch:
            patch.setattr(beside.os, "fdatasync", lambda fd: (_ for _ in ()).throw(OSError(number, "no")))
            with pytest.raises(kind):
                await spool.commit(envelope(), LARGE)
            small = await spool.commit(envelope(), SMALL)
        assert os.fdatasync is usual
        third = await spool.commit(envelope(), LARGE)
        assert files(tmp_path) == ["00000001", "00000002"]
        assert [m.number for m in await spool.load_many((first, small, third))] == [first, small, third]
        await spool.close()
    asyncio.run(work())


def test_a_file_goes_when_no_message_in_it_is_left(tmp_path, monkeypatch):
    async def work():
        monkeypatch.setattr(beside, "FILE_MOST", 150_000)
        spool = await opened(tmp_path)
        numbers = [await spool.commit(envelope(), LARGE) for _ in range(5)]
        assert files(tmp_path) == ["00000001", "00000002", "00000003"]
        spool.remove(numbers[0], numbers[2], numbers[3])
        await spool.flush()
        await spool.forget_kept()
        assert files(tmp_path) == ["00000001", "00000003"], "one message is left in the first; the third may get more"
        assert (await spool.load(numbers[1])).content.whole == LARGE
        await spool.close()
        again = await opened(tmp_path)
        again.remove(numbers[1], numbers[4])
        await again.flush()
        await again.forget_kept()
        assert files(tmp_path) == []
        await again.close()
    asyncio.run(work())


def test_a_spool_of_the_first_format_is_read_and_goes_on(tmp_path):
    tmp_path.chmod(0o700)
    db = sqlite3.connect(tmp_path / "spool.db")
    tables = schema.TABLES.replace(", delivered real", "").replace("data, primary key", "data blob, primary key")
    db.executescript(f"{tables} pragma user_version=1;")
    db.close()

    async def work():
        spool = await opened(tmp_path)
        number = await spool.commit(envelope(), LARGE)
        assert (await spool.load(number)).content.whole == LARGE
        await spool.close()
        assert sqlite3.connect(tmp_path / "spool.db").execute("pragma user_version").fetchone()[0] == schema.VERSION
    asyncio.run(work())


def test_a_folder_that_is_none_is_refused(tmp_path):
    (tmp_path / "content").symlink_to("/tmp")
    with pytest.raises(SpoolBroken, match="content"):
        Spool(tmp_path).open()
