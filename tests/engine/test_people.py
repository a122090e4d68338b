"""What people ask of the queues and order: lists, suspending, resuming, removing, and what is said about what is not there."""

from __future__ import annotations

import asyncio

import pytest
from engine.host import Host
from engine.parts import BODY, part, smart_host


def run(work):
    return asyncio.run(asyncio.wait_for(work, 60))


def rows(made) -> dict[str, dict]:
    return {row["Identity"].partition("\\")[2]: row for row in made.queues.list_queues()}


def test_the_queues_that_always_exist_are_listed(tmp_path):
    async def work():
        async with part(tmp_path) as made:
            assert list(rows(made)) == ["Submission", "Unreachable"]
            assert rows(made)["Unreachable"]["NextHopDomain"] == "Unreachable Domain"
    run(work())


def test_a_queue_is_suspended_and_resumed_by_any_of_its_names(tmp_path):
    async def work():
        async with Host() as host, part(tmp_path, smart_host(host.port)) as made:
            await made.send("a@akkaya.local", "b@x.test")
            await made.quiet()
            for name in ("1", "EXCSERVER\\1", "[127.0.0.1]", "EXCSERVER\\[127.0.0.1]"):
                await made.queues.suspend(name)
                await made.send("a@akkaya.local", "b@x.test")
                await asyncio.sleep(0.05)
                assert rows(made)["1"]["Status"] == "Suspended" and rows(made)["1"]["MessageCount"] == 1
                await made.queues.resume(name)
                await made.quiet()
            assert len(host.messages) == 5
    run(work())


@pytest.mark.parametrize("name", ["7", "nowhere", "EXCSERVER\\9", ""])
def test_a_queue_that_is_not_there_is_named_in_the_answer(tmp_path, name):
    async def work():
        async with part(tmp_path) as made:
            with pytest.raises(LookupError, match="there is no queue"):
                await made.queues.suspend(name)
    run(work())


async def waiting(made, count: int = 3) -> list[dict]:
    for n in range(count):
        await made.send("administrator@akkaya.local", f"r{n}@x.test")
    await made.until(lambda: rows(made)["1"]["Status"] == "Retry")
    return await made.queues.list_messages("1")


def test_messages_are_listed_with_what_get_message_shows(tmp_path):
    async def work():
        async with Host({"CONNECT": "421 no"}) as host, part(tmp_path, smart_host(host.port)) as made:
            listed = await waiting(made)
            assert [m["FromAddress"] for m in listed] == ["administrator@akkaya.local"] * 3
            assert {r["Address"] for m in listed for r in m["Recipients"]} == {"r0@x.test", "r1@x.test", "r2@x.test"}
            one = listed[0]
            assert one["Identity"].startswith("EXCSERVER\\1\\") and one["Status"] == "Retry" and one["Size"] == len(BODY)
            assert one["ExpirationTime"] - one["DateReceived"] == 172800
            assert len(await made.queues.list_messages()) == 3
    run(work())


def test_a_retry_by_hand_does_not_wait(tmp_path):
    async def work():
        async with Host({"CONNECT": "421 no"}) as host, part(tmp_path, smart_host(host.port)) as made:
            await waiting(made)
            host.answers.clear()
            await made.queues.retry("1")
            await made.quiet()
            assert len(host.messages) == 3
    run(work())


def test_a_suspended_message_stays_when_the_others_go_and_over_a_restart(tmp_path):
    async def work():
        async with Host({"CONNECT": "421 no"}) as host:
            async with part(tmp_path, smart_host(host.port)) as made:
                listed = await waiting(made)
                await made.queues.suspend_message(listed[1]["Identity"])
                host.answers.clear()
                await made.queues.retry("1")
                await made.until(lambda: len(host.messages) == 2)
                [left] = await made.queues.list_messages()
                assert left["Identity"] == listed[1]["Identity"] and left["Status"] == "Suspended"
            async with part(tmp_path, smart_host(host.port)) as made:
                [left] = await made.queues.list_messages()
                assert left["Status"] == "Suspended"
                await made.queues.resume_message(left["Identity"].rpartition("\\")[2])
                await made.quiet()
                assert len(host.messages) == 3
    run(work())


@pytest.mark.parametrize("with_ndr", [True, False])
def test_a_removed_message_is_gone_with_a_report_or_without(tmp_path, with_ndr):
    async def work():
        async with Host({"CONNECT": "421 no"}) as host, part(tmp_path, smart_host(host.port)) as made:
            listed = await waiting(made)
            await made.queues.remove_message(listed[0]["Identity"], with_ndr)
            await made.until(lambda: len(made.mailbox("administrator@akkaya.local")) == int(with_ndr))
            assert len(await made.queues.list_messages()) == 2
            events = [e for e in await made.events() if e[0] in ("FAIL", "DROP")]
            assert [e[0] for e in events] == ["FAIL" if with_ndr else "DROP"]
            host.answers.clear()
            await made.queues.retry("1")
            await made.quiet()
            assert len(host.messages) == 2
    run(work())


def test_a_message_of_two_queues_is_ended_in_the_one_that_was_named(tmp_path):
    async def work():
        async with Host({"CONNECT": "421 no"}) as host:
            connectors = [smart_host(host.port, "one", AddressSpaces=["x.test"]),
                          smart_host(host.port, "two", AddressSpaces=["y.test"], SmartHosts=["127.0.0.2"])]
            async with part(tmp_path, *connectors) as made:
                number = await made.send("administrator@akkaya.local", "a@x.test", "b@y.test")
                await made.until(lambda: all(rows(made)[n]["Status"] == "Retry" for n in ("1", "2")))
                await made.queues.remove_message(f"EXCSERVER\\2\\{number}", with_ndr=False)
                assert [m["Queue"] for m in await made.queues.list_messages()] == ["EXCSERVER\\1"]
                host.answers.clear()
                await made.queues.retry("1")
                await made.quiet()
                assert host.said("RCPT") == ["RCPT TO:<a@x.test>"]
                await made.spool.flush()
                assert await made.spool.standing((number,)) == []
    run(work())


def test_a_message_is_exported_as_it_is_read(tmp_path):
    async def work():
        async with Host({"CONNECT": "421 no"}) as host, part(tmp_path, smart_host(host.port)) as made:
            [listed] = await waiting(made, 1)
            assert await made.queues.export_message(listed["Identity"]) == BODY.replace(b"\r\n..", b"\r\n.")
    run(work())


@pytest.mark.parametrize("identity", ["1\\99", "99", "../../etc/passwd", "1\\a", "", "EXCSERVER\\1\\" + "9" * 40])
def test_a_message_that_is_not_there_is_named_in_the_answer(tmp_path, identity):
    async def work():
        async with part(tmp_path) as made:
            with pytest.raises(LookupError):
                await made.queues.remove_message(identity)
    run(work())


def test_poison_is_kept_apart_and_delivered_only_when_someone_says_so(tmp_path):
    async def work():
        async with Host({"CONNECT": "421 no"}) as host:
            async with part(tmp_path, smart_host(host.port)) as made:
                listed = await waiting(made, 2)
                number = int(listed[0]["Identity"].rpartition("\\")[2])
            import sqlite3
            db = sqlite3.connect(tmp_path / "spool" / "spool.db")
            db.execute("update message set crashes=5 where id=?", (number,))
            db.commit()
            db.close()
            host.answers.clear()
            async with part(tmp_path, smart_host(host.port)) as made:
                await made.until(lambda: len(host.messages) == 1)
                assert rows(made)["Poison"]["MessageCount"] == 1
                [left] = await made.queues.list_messages("Poison")
                assert left["Status"] == "Suspended" and left["Queue"] == "EXCSERVER\\Poison"
                assert "POISONMESSAGE" in [e[0] for e in await made.events()]
                await made.queues.resume_message(left["Identity"])
                await made.quiet()
                assert len(host.messages) == 2
                assert "Poison" not in rows(made)
    run(work())


def test_a_thousand_messages_wait_as_numbers_and_all_leave(tmp_path):
    async def work():
        from relayengine.queue import queues as module

        before = module.MESSAGES
        module.MESSAGES = 100
        try:
            async with Host() as host, part(tmp_path, smart_host(host.port)) as made:
                await made.send("a@akkaya.local", "first@x.test")
                await made.quiet()
                await made.queues.suspend("1")
                for n in range(1000):
                    await made.send("a@akkaya.local", f"r{n}@x.test")
                assert made.queues._in_memory <= 102
                assert rows(made)["1"]["MessageCount"] == 1000
                await made.queues.resume("1")
                await made.quiet()
                assert len(set(host.said("RCPT"))) == 1001
                assert made.queues._in_memory == 0 and made.queues._memory == 0
        finally:
            module.MESSAGES = before
    run(work())
