"""Requests to put delivered messages in again: which they take, that they can be stopped, and that they go on after a restart."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from host import Host
from parts import Clock, Part, part, smart_host

from relayengine.queue import resubmitting
from relayengine.queue.safetynet import Wish
from relayengine.supervisor import _resubmits


async def over(made: Part, number: int) -> dict:
    await made.until(lambda: next(r for r in made.queues.resubmits.list() if r["number"] == number)["state"] == "Completed", what="the end of the request")
    await made.quiet()
    return next(r for r in made.queues.resubmits.list() if r["number"] == number)


def everything(clock: Clock, **more: object) -> Wish:
    return Wish(clock.now - 1000, clock.now + 1, **more)


def test_conditions_and_another_recipient(tmp_path: Path) -> None:
    async def work() -> None:
        clock = Clock()
        async with Host() as host, part(tmp_path, smart_host(host.port), clock=clock, tick=False) as made:
            await made.send("a@akkaya.local", "b@x.test", "c@x.test")
            await made.send("", "b@x.test")
            await made.quiet()
            assert (await made.queues.resubmits.add(everything(clock, recipient="C@x.test")))["state"] == "Running"
            assert (await over(made, 1))["done"] == 1
            assert host.messages and len(host.messages) == 3
            await made.queues.resubmits.add(everything(clock, sender="<>"))
            assert (await over(made, 2))["done"] == 1
            await made.queues.resubmits.add(everything(clock, resubmit_to="test@x.test"))
            assert (await over(made, 3))["done"] == 2
            assert sum("RCPT TO:<test@x.test>" in line for line in host.lines) == 2
            await made.queues.resubmits.add(everything(clock, mailboxes=True))
            assert (await over(made, 4))["done"] == 0
            await made.queues.resubmits.add(everything(clock, message_id="<one@test>"), test_only=True)
            row = await over(made, 5)
            assert (row["found"], row["done"]) == (2, 0)
            await made.queues.resubmits.add(everything(clock, message_id="<other@test>"))
            assert (await over(made, 6))["found"] == 0
    asyncio.run(work())


def test_what_counts_is_when_it_was_delivered(tmp_path: Path) -> None:
    async def work() -> None:
        clock = Clock()
        async with Host() as host, part(tmp_path, smart_host(host.port), clock=clock, tick=False) as made:
            number = await made.spool.commit((await received(made, clock.now - 5000)), b"Subject: x\r\n\r\nx\r\n")
            made.queues.accept(number, await received(made, clock.now - 5000), b"Subject: x\r\n\r\nx\r\n")
            await made.quiet()
            await made.queues.resubmits.add(Wish(clock.now - 6000, clock.now - 4000))
            assert (await over(made, 1))["done"] == 0
            await made.queues.resubmits.add(Wish(clock.now - 10, clock.now + 1))
            assert (await over(made, 2))["done"] == 1
    asyncio.run(work())


async def received(made: Part, at: float):
    from relayengine.mail import Envelope, Recipient

    return Envelope("a@akkaya.local", (Recipient("b@x.test"),), size=17, received_at=at)


def test_a_request_goes_on_after_a_restart_and_puts_nothing_in_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work() -> None:
        clock = Clock()
        async with Host() as host:
            async with part(tmp_path, smart_host(host.port), clock=clock, tick=False) as made:
                for n in range(20):
                    await made.send("a@akkaya.local", f"b{n}@x.test")
                await made.quiet()
                resubmit, stop_at = made.queues.resubmit_one, asyncio.Event()
                done = 0

                async def slowly(*given):
                    nonlocal done
                    if done == 7:
                        stop_at.set()
                        await asyncio.sleep(3600)
                    done += 1
                    return await resubmit(*given)

                monkeypatch.setattr(made.queues, "resubmit_one", slowly)
                await made.queues.resubmits.add(everything(clock))
                await stop_at.wait()
                await made.until(lambda: len(host.messages) == 27)
            async with part(tmp_path, smart_host(host.port), clock=clock, tick=False) as made:
                row = await over(made, 1)
                assert (row["found"], row["done"]) == (20, 20)
                assert len(host.messages) == 40
                for n in range(20):
                    assert sum(f"RCPT TO:<b{n}@x.test>" in line for line in host.lines) == 2
            async with part(tmp_path, smart_host(host.port), clock=clock, tick=False) as made:
                assert [r["state"] for r in made.queues.resubmits.list()] == ["Completed"]
                await made.queues.resubmits.remove(1)
                assert (await made.queues.resubmits.add(everything(clock)))["number"] == 2
                await over(made, 2)
            async with part(tmp_path, smart_host(host.port), clock=clock, tick=False) as made:
                assert [r["number"] for r in made.queues.resubmits.list()] == [2]
    asyncio.run(work())


def test_pausing_going_on_and_removing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work() -> None:
        clock = Clock()
        async with Host() as host, part(tmp_path, smart_host(host.port), clock=clock, tick=False) as made:
            for n in range(6):
                await made.send("a@akkaya.local", f"b{n}@x.test")
            await made.quiet()
            resubmits, resubmit, go = made.queues.resubmits, made.queues.resubmit_one, asyncio.Semaphore(2)

            async def when_told(*given):
                await go.acquire()
                return await resubmit(*given)

            monkeypatch.setattr(made.queues, "resubmit_one", when_told)
            await resubmits.add(everything(clock))
            await made.until(lambda: resubmits.list()[0]["done"] == 2)
            await resubmits.enable(1, False)
            go.release()  # the one it was at
            await made.until(lambda: not resubmits._runs)
            assert (resubmits.list()[0]["state"], resubmits.list()[0]["done"]) == ("Paused", 3)
            assert resubmitting.Request.read((await made.spool.notes(resubmitting.NAME))["resubmit:1"]).state == "Paused"
            await resubmits.enable(1, True)
            for _ in range(2):
                go.release()
            await made.until(lambda: resubmits.list()[0]["done"] == 5)
            await resubmits.remove(1)
            go.release()
            await made.until(lambda: not resubmits._runs)
            assert resubmits.list() == [] and await made.spool.notes(resubmitting.NAME) == {}
            with pytest.raises(LookupError, match="no resubmit request 1"):
                await resubmits.enable(1, True)
    asyncio.run(work())


@pytest.mark.parametrize(("start", "end", "said"), [(-5, -10, "must be before"), (-5, 100, "in the past"), (-5, -5, "must be before")])
def test_times_that_are_no_past_span(tmp_path: Path, start: float, end: float, said: str) -> None:
    async def work() -> None:
        clock = Clock()
        async with part(tmp_path, smart_host(1), clock=clock, tick=False) as made:
            with pytest.raises(ValueError, match=said):
                await made.queues.resubmits.add(Wish(clock.now + start, clock.now + end))
    asyncio.run(work())


def test_the_shares_of_several_workers_are_one_request() -> None:
    one = {"number": 1, "state": "Completed", "found": 3, "done": 3, "problem": ""}
    other = {"number": 1, "state": "Running", "found": 4, "done": 1, "problem": "disk"}
    assert _resubmits([one, other]) == [{"number": 1, "state": "Running", "found": 7, "done": 4, "problem": "disk"}]
