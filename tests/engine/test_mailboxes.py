"""Into mailboxes: whole files or none, where they belong, once."""

from __future__ import annotations

import asyncio
import os
import subprocess

import pytest
from engine.parts import part
from hypothesis import given, strategies as st
from relayengine.deliver.maildir import deliver, folder_name
from relayengine.deliver.wire import CleanPieces, clean, stuff, unstuff


def run(work):
    return asyncio.run(asyncio.wait_for(work, 60))


@given(st.text(min_size=1, max_size=100))
def test_an_address_can_name_no_folder_but_its_own(address):
    name = folder_name(address)
    assert "/" not in name and "\0" not in name and name not in (".", "..") and not name.startswith(".")


def test_the_file_has_trace_fields_and_no_doubled_dots(tmp_path):
    async def work():
        async with part(tmp_path) as made:
            await made.send("a@x.test", "administrator@akkaya.local")
            await made.quiet()
            [file] = made.mailbox("administrator@akkaya.local")
            assert file == (b"Return-Path: <a@x.test>\nDelivered-To: administrator@akkaya.local\nSubject: Test\n\n"
                            b".a line that begins with a dot\nlast\n")
            assert ("DELIVER", "administrator@akkaya.local", "250 2.1.5 Recipient OK") in await made.events()
            assert not list((tmp_path / "mailboxes" / "administrator@akkaya.local" / "tmp").iterdir())
            [path] = (tmp_path / "mailboxes" / "administrator@akkaya.local" / "new").iterdir()
            assert path.stat().st_mode & 0o777 == 0o600
    run(work())


def test_the_same_message_is_not_delivered_twice(tmp_path):
    assert deliver(tmp_path, "a@x.test", "1.M1P0.h", [b"x\r\n"]) is True
    assert deliver(tmp_path, "a@x.test", "1.M1P0.h", [b"x\r\n"]) is False
    box = tmp_path / "a@x.test"
    os.rename(box / "new" / "1.M1P0.h", box / "cur" / "1.M1P0.h:2,S")
    assert deliver(tmp_path, "a@x.test", "1.M1P0.h", [b"x\r\n"]) is False


def test_what_a_crash_left_in_tmp_is_replaced(tmp_path):
    deliver(tmp_path, "a@x.test", "first", [b"x\r\n"])
    (tmp_path / "a@x.test" / "tmp" / "2.M1P0.h").write_bytes(b"half")
    assert deliver(tmp_path, "a@x.test", "2.M1P0.h", [b"who", b"le\r", b"\n"])
    assert (tmp_path / "a@x.test" / "new" / "2.M1P0.h").read_bytes() == b"whole\n"


def test_a_symbolic_link_in_the_place_of_a_mailbox_is_not_followed(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "a@x.test").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError):
        deliver(tmp_path, "a@x.test", "n", [b"x\r\n"])
    assert not any(p.is_file() for p in (tmp_path / "elsewhere").rglob("*"))


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_full_mailbox_means_later_and_leaves_nothing_half(tmp_path):
    async def work():
        boxes = tmp_path / "mailboxes"
        boxes.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(boxes)], check=True)
        try:
            async with part(tmp_path) as made:
                await made.send("a@x.test", "administrator@akkaya.local", body=b"y" * 2_000_000 + b"\r\n")
                await made.until(lambda: any(q.delayed for q in made.queues.queues.values()))
                assert [e for e in await made.events() if e[0] == "DEFER"][0][2].startswith("452 4.2.2 Mailbox full")
                assert not [p for p in boxes.rglob("*") if p.is_file()]
        finally:
            subprocess.run(["umount", "-l", str(boxes)], check=True)
    run(work())


def test_a_mailbox_that_went_away_meanwhile_bounces(tmp_path):
    from relayengine.settings.testing import settings

    box = [{"Name": "Ann", "PrimarySmtpAddress": "ann@akkaya.local"}]

    async def work():
        async with part(tmp_path, Mailbox=box) as made:
            await made.send("a@x.test", "first@x.test", "administrator@akkaya.local")
            await made.until(lambda: made.mailbox("administrator@akkaya.local"))
            queue = next(q for q in made.queues.queues.values())
            queue.suspended = True
            await made.send("administrator@akkaya.local", "ann@akkaya.local")
            made.queues.take_settings(settings(data=str(tmp_path)))
            queue.suspended = False
            await made.until(lambda: any(b"RESOLVER.ADR.RecipNotFound" in m for m in made.mailbox("administrator@akkaya.local")))
    run(work())


@given(st.lists(st.sampled_from([b"\r\n", b"\r", b"\n", b".", b"a", b"\r\n.", b""]), max_size=30), st.lists(st.integers(0, 40), max_size=5))
def test_content_in_pieces_leaves_as_the_whole_does(words, cuts):
    whole = b"".join(words)
    places = [0, *sorted(min(c, len(whole)) for c in cuts), len(whole)]
    mended = CleanPieces()
    made = b"".join(mended.next(whole[a:b]) for a, b in zip(places, places[1:])) + mended.end()
    assert made.count(b"\r") == made.count(b"\n") == made.count(b"\r\n")
    assert b"\r\n.\r\n" not in b"\r\n" + made
    assert made == clean(whole) == clean(made)


@given(st.lists(st.sampled_from([b"\r\n", b".", b"a", b"..", b"\r\n."]), max_size=30))
def test_stuffing_is_undone_by_unstuffing(words):
    content = b"".join(words)
    ended = content if content.endswith(b"\r\n") or not content else content + b"\r\n"
    assert unstuff(stuff(content)) == ended
    assert b"\r\n.\r\n" not in stuff(content) and not stuff(content).startswith(b".\r\n")
