"""The spool keeps what it acknowledged, once, through kills, full disks, damage and races."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from relayengine.events import Send
from relayengine.mail import Envelope, Recipient
from relayengine.spool import Change, Spool, SpoolBroken, SpoolFull, SpoolInUse, State

SOURCE = Path(__file__).parents[2] / "src"
BODY = b"Subject: x\r\n\r\nhello\r\n"


def envelope(*to: str, **more) -> Envelope:
    return Envelope("a@example.com", tuple(Recipient(t) for t in to or ("b@example.net",)), len(BODY), **more)


def run(work):
    return asyncio.run(work)


async def opened(folder: Path, **more) -> Spool:
    spool = Spool(folder, **more)
    spool.open()
    return spool


async def scanned(spool: Spool) -> list:
    return [row async for rows in spool.scan() for row in rows]


def test_a_message_comes_back_as_it_was_given(tmp_path):
    async def work():
        spool = await opened(tmp_path)
        given_envelope = Envelope("söder@example.com", (Recipient("x@y.z", "SUCCESS,FAILURE", "rfc822;x@y.z"), Recipient("w@y.z")),
                                  len(BODY), "8BITMIME", True, "HDRS", "id+2B1", False, "<m@x>", "Sübject", 1.5, "SMTP", "S\\C", "::1",
                                  "client", "helo", "127.0.0.1", "00AA", "TLSv1.3", "user", "src", "Incoming", 1)
        number = await spool.commit(given_envelope, BODY, head=b"Received: x\r\n")
        await spool.close()
        again = await opened(tmp_path)
        stored = await again.load(number)
        assert stored.content.whole == b"Received: x\r\n" + BODY
        assert stored.envelope == given_envelope._replace(size=len(BODY) + 13)
        assert [(r.number, r.address, r.state) for r in stored.recipients] == [(0, "x@y.z", 0), (1, "w@y.z", 0)]
        await again.close()
    run(work())


def test_a_message_waits_a_moment_for_one_that_is_being_received(tmp_path):
    async def work():
        spool = await opened(tmp_path)
        spool.expect(1)
        first = asyncio.ensure_future(spool.commit(envelope(), BODY))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not first.done()
        spool.expect(-1)
        await asyncio.gather(first, spool.commit(envelope(), BODY))
        assert spool.transactions == 1
        await spool.close()
    run(work())


def test_nobody_waits_twice_for_a_slow_one(tmp_path):
    async def work():
        spool = await opened(tmp_path)
        spool.expect(1)
        await spool.commit(envelope(), BODY)
        second = asyncio.ensure_future(spool.commit(envelope(), BODY))
        for _ in range(3):
            await asyncio.sleep(0)
        assert second.done(), "the first waited for nothing, so the second does not"
        await spool.close()
    run(work())


def test_messages_that_wait_share_a_transaction(tmp_path):
    async def work():
        spool = await opened(tmp_path)
        numbers = await asyncio.gather(*[spool.commit(envelope(), BODY) for _ in range(500)])
        assert len(set(numbers)) == 500
        assert spool.transactions < 20
        assert len(await scanned(spool)) == 500
        await spool.close()
    run(work())


def test_numbers_never_come_twice_not_even_after_everything_was_removed(tmp_path):
    async def work():
        seen = set()
        for _ in range(3):
            spool = await opened(tmp_path)
            for _ in range(5):
                number = await spool.commit(envelope(), BODY)
                assert number not in seen
                seen.add(number)
                spool.finish(number)
            await spool.close()
    run(work())


def test_finishing_takes_a_message_out_and_keeps_its_events(tmp_path):
    async def work():
        spool = await opened(tmp_path)
        number = await spool.commit(envelope(), BODY)
        spool.finish(number, (Send(1.0, number, "SMTP"),))
        await spool.flush()
        assert await spool.load(number) is None
        await spool.close()
        db = sqlite3.connect(tmp_path / "spool.db")
        assert [row[0] for row in db.execute("select kind from event order by id")] == [0, 1]
        assert db.execute("select count(*) from recipient").fetchone() == (0,)
    run(work())


def test_large_content_arrives_in_parts_and_goes_when_it_is_given_up(tmp_path):
    async def work():
        spool = await opened(tmp_path)
        chunk = b"y" * 70_000 + b"\r\n"
        writer = spool.writer()
        for _ in range(40):
            await writer.write(chunk)
        assert writer.kept(b"h") == b"h" + chunk * 40
        writer.release()
        number = await spool.commit(envelope(), writer, head=b"Received: x\r\n")
        other = spool.writer()
        for _ in range(3):
            await other.write(chunk)
        await other.abort()
        stored = await spool.load(number)
        assert stored.content.whole is None
        assert b"".join([piece async for piece in stored.content.pieces()]) == b"Received: x\r\n" + chunk * 40
        assert spool.budget.left == 64 * 1024 * 1024
        await spool.flush()
        spool.finish(number)
        await spool.close()
        db = sqlite3.connect(tmp_path / "spool.db")
        assert db.execute("select count(*) from part").fetchone() == (0,)
    run(work())


def test_parts_of_a_message_that_was_never_committed_are_cleared_at_the_next_start(tmp_path):
    async def work():
        spool = await opened(tmp_path)
        writer = spool.writer()
        await writer.write(b"y" * 100_000)
        await spool.close()
        again = await opened(tmp_path)
        await again.close()
        assert sqlite3.connect(tmp_path / "spool.db").execute("select count(*) from part").fetchone() == (0,)
    run(work())


def test_a_second_process_is_refused(tmp_path):
    async def work():
        spool = await opened(tmp_path)
        with pytest.raises(SpoolInUse, match="in use by another relay"):
            Spool(tmp_path).open()
        await spool.close()
        again = await opened(tmp_path)
        await again.close()
    run(work())


def test_damage_on_disk_is_found_and_the_message_set_aside(tmp_path):
    async def work():
        spool = await opened(tmp_path)
        bad = await spool.commit(envelope(), BODY)
        good = await spool.commit(envelope(), BODY)
        await spool.close()
        db = sqlite3.connect(tmp_path / "spool.db")
        db.execute("update message set content=? where id=?", (BODY.replace(b"h", b"H"), bad))
        db.commit()
        db.close()
        again = await opened(tmp_path)
        assert [stored.number for stored in await again.load_many((bad, good))] == [good]
        await again.flush()
        assert {row[0]: row[6] for row in await scanned(again)} == {bad: State.POISON, good: State.READY}
        await again.close()
    run(work())


def test_a_message_in_hand_at_two_deaths_is_poison(tmp_path):
    async def work():
        spool = await opened(tmp_path)
        number = await spool.commit(envelope(), BODY)
        await spool.close()
        for deaths in (1, 2):
            child = subprocess.run([sys.executable, "-c", f"""
import os, sys
sys.path.insert(0, {str(SOURCE)!r})
from relayengine.spool import Spool
spool = Spool({str(tmp_path)!r}); spool.open(); spool.in_hand.hold({number}); os._exit(1)"""], timeout=30)
            assert child.returncode == 1
            spool = await opened(tmp_path)
            rows = await scanned(spool)
            assert rows[0][6] == (State.READY if deaths == 1 else State.POISON)
            assert spool.poisoned == ([] if deaths == 1 else [number])
            await spool.close()
    run(work())


_CHILD = """
import asyncio, sys
sys.path.insert(0, {source!r})
from relayengine.mail import Envelope, Recipient
from relayengine.spool import Spool
async def main():
    spool = Spool({folder!r}); spool.open()
    async def one(k):
        n = 0
        while True:
            body = b"x" * (100 + 37 * k) + b"\\r\\n"
            number = await spool.commit(Envelope("a@b.c", (Recipient("d@e.f"),), len(body)), body)
            print("acked", number, flush=True)
            n += 1
            if n % 3 == 0:
                print("leaving", number, flush=True)
                spool.finish(number)
                await spool.flush()
                print("gone", number, flush=True)
    await asyncio.gather(*[one(k) for k in range(20)])
asyncio.run(main())
"""


def test_a_killed_process_loses_nothing_it_acknowledged(tmp_path):
    told: dict[str, set[int]] = {"acked": set(), "leaving": set(), "gone": set()}
    for round_ in range(4):
        child = subprocess.Popen([sys.executable, "-c", _CHILD.format(source=str(SOURCE), folder=str(tmp_path))],
                                 stdout=subprocess.PIPE, text=True)
        lines = []
        for line in child.stdout:
            lines.append(line)
            if len(lines) == 120 + 53 * round_:
                os.kill(child.pid, signal.SIGKILL)
        child.wait()
        for line in lines:
            if not line.endswith("\n"):
                continue  # cut off by the kill; a whole line counts, the last one too
            word, _, number = line.strip().partition(" ")
            if word in told and number:
                told[word].add(int(number))
    assert len(told["acked"]) > 100

    async def work():
        spool = await opened(tmp_path)
        there = {row[0] for row in await scanned(spool)}
        assert told["acked"] - told["leaving"] <= there, "acknowledged and lost"
        assert not told["gone"] & there
        for number in list(there)[:50]:
            assert (await spool.load(number)).content.whole.endswith(b"x\r\n")
        await spool.close()
    run(work())


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_full_disk_refuses_and_recovers(tmp_path):
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(tmp_path)], check=True)
    try:
        async def work():
            spool = await opened(tmp_path / "spool")
            kept = []
            with pytest.raises(SpoolFull):
                for _ in range(200):
                    kept.append(await spool.commit(envelope(), b"z" * 60_000 + b"\r\n"))
            assert kept
            with pytest.raises(SpoolFull):
                await spool.commit(envelope(), b"z" * 60_000 + b"\r\n")
            assert {row[0] for row in await scanned(spool)} == set(kept)
            subprocess.run(["mount", "-o", "remount,size=30m", str(tmp_path)], check=True)
            again = await spool.commit(envelope(), BODY)
            spool.finish(kept[0])
            await spool.flush()
            assert {row[0] for row in await scanned(spool)} == {*kept[1:], again}
            await spool.close()
        run(work())
    finally:
        subprocess.run(["umount", "-l", str(tmp_path)], check=True)


def test_a_disk_that_fails_is_never_acknowledged_and_is_opened_again_from_its_log(tmp_path):
    async def work():
        spool = await opened(tmp_path)
        first = await spool.commit(envelope(), BODY)
        writer = spool._writer
        real = writer._write

        def failing(work):
            real(work) if not (work.messages or work.parts) else None
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise error

        writer._write = failing
        with pytest.raises(SpoolBroken):
            await spool.commit(envelope(), BODY)
        writer._write = real
        with pytest.raises(SpoolBroken):
            for _ in range(3):
                await spool.commit(envelope(), BODY)
                writer._db and writer._db.close()
        await asyncio.sleep(1.1)
        second = await spool.commit(envelope(), BODY)
        there = {row[0] for row in await scanned(spool)}
        assert {first, second} <= there
        await spool.close()
    run(work())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4), st.sampled_from(list(State))), max_size=25))
def test_a_change_is_made_only_to_the_version_it_names(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("cas")

    async def work():
        spool = await opened(folder)
        number = await spool.commit(envelope("a@x.y", "b@x.y", "c@x.y"), BODY)
        model = {place: (0, int(State.READY)) for place in range(3)}
        for place, version, state in steps:
            made = await spool.compare_and_set([Change(number, place, version, int(state), 0.0, 1, "r")])
            assert made == [version == model[place][0]]
            if made[0]:
                model[place] = (version + 1, int(state))
        stored = await spool.load(number)
        assert {r.number: (r.version, r.state) for r in stored.recipients} == model
        await spool.close()
    run(work())


def test_of_two_who_race_one_wins(tmp_path):
    async def work():
        spool = await opened(tmp_path)
        number = await spool.commit(envelope(), BODY)
        results = await asyncio.gather(*[
            spool.compare_and_set([Change(number, 0, 0, int(state), 0.0, 0, "")]) for state in (State.SUSPENDED, State.FAILED)])
        assert sorted(results) == [[False], [True]]
        await spool.close()
    run(work())


def test_a_file_of_a_later_version_is_refused_and_left_alone(tmp_path):
    async def work():
        spool = await opened(tmp_path)
        await spool.close()
        db = sqlite3.connect(tmp_path / "spool.db")
        db.execute("pragma user_version=99")
        db.close()
        with pytest.raises(SpoolBroken, match="later version"):
            Spool(tmp_path).open()
    run(work())


def test_symbolic_links_in_the_folder_are_not_followed(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"")
    (tmp_path / "spool").mkdir()
    (tmp_path / "spool" / "spool.db").symlink_to(elsewhere)
    with pytest.raises(SpoolBroken):
        Spool(tmp_path / "spool").open()
    assert elsewhere.read_bytes() == b""


@pytest.mark.parametrize("late", [False, True])
def test_a_large_message_of_which_a_part_was_not_written_is_refused(tmp_path, late):
    """`late`: the message is handed in while the part that will fail is on its way to the disk."""
    async def work():
        spool = await opened(tmp_path)
        usual = spool._writer._write
        failed = []

        def write(work):
            if work.parts and not failed:
                failed.append(1)
                raise sqlite3.OperationalError("disk I/O error")
            usual(work)

        spool._writer._write = write
        writer = spool.writer()
        before = spool.budget.left
        try:
            await writer.write(b"x" * 70_000 + b"\r\n")
            if not late:
                await asyncio.sleep(0.3)
            await writer.write(b"y\r\n")
            await spool.commit(envelope(), writer, head=b"Subject: x\r\n\r\n")
            raise AssertionError("acknowledged without its first part")
        except SpoolBroken:
            await writer.abort()
        assert spool.budget.left == before
        usual_number = await spool.commit(envelope(), BODY)
        assert [row[0] for row in await scanned(spool)] == [usual_number]
        await spool.flush()
        await spool.close()
        db = sqlite3.connect(tmp_path / "spool.db")
        assert db.execute("select count(*) from part").fetchone() == (0,)

    run(work())
