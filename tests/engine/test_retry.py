"""When it is tried again, when it is given up, what the sender is told meanwhile: with a clock that only the test moves."""

from __future__ import annotations

import asyncio

import pytest
from engine.host import Host
from engine.parts import Clock, part, smart_host
from hypothesis import given, strategies as st
from relayengine.mail import Recipient
from relayengine.queue import Ladder
from relayengine.queue.clock import Steady
from relayengine.queue.pressure import HIGH, MARKS, MEDIUM, NORMAL


def run(work):
    return asyncio.run(asyncio.wait_for(work, 60))


def test_the_ladder_is_four_minutes_then_half_an_hour_then_every_ten():
    ladder = Ladder()
    assert [ladder.after(n) for n in range(1, 14)] == [60] * 4 + [300] * 6 + [600] * 3


async def advance(made, clock: Clock, seconds: float) -> None:
    """Lets the clock go, a minute at a time at most, and everything happen that is due."""
    while seconds > 0:
        step = min(seconds, 60)
        clock.now += step
        seconds -= step
        await made.queues.check()
        for _ in range(40):
            await asyncio.sleep(0.002)
            if not made.queues._tasks and not any(q.lane and q.lane.connecting for q in made.queues.queues.values()):
                break
        await made.spool.flush()


async def settle(made) -> None:
    await made.until(lambda: not made.queues._tasks and not any(q.flying or q.lane and q.lane.connecting for q in made.queues.queues.values()),
                     what="rest")


def test_a_hop_that_is_down_is_tried_by_the_ladder_and_its_mail_leaves_when_it_is_back(tmp_path):
    async def work():
        clock = Clock()
        host = Host({"CONNECT": "421 4.3.2 not now"})
        async with host, part(tmp_path, smart_host(host.port), clock=clock, tick=False) as made:
            await made.send("a@akkaya.local", "b@x.test")
            await settle(made)
            tries = [0.0]
            start = clock.now
            seen = host.connections
            for _ in range(60):
                await advance(made, clock, 60)
                await settle(made)
                if host.connections > seen:
                    seen = host.connections
                    tries.append(clock.now - start)
            steps = [round(b - a) for a, b in zip(tries, tries[1:])]
            assert steps[:4] == [60] * 4 and steps[4:10] == [300] * 6 and set(steps[10:]) == {600}
            host.answers.clear()
            await advance(made, clock, 601)
            await made.until(lambda: not made.waiting())
            assert len(host.messages) == 1
            assert [e[0] for e in await made.events()] == ["RECEIVE", "DEFER", "SEND"]
    run(work())


def test_a_message_that_was_put_off_waits_the_message_retry_interval(tmp_path):
    async def work():
        clock = Clock()
        async with Host({"RCPT": "451 4.2.0 busy"}) as host, part(tmp_path, smart_host(host.port), clock=clock, tick=False) as made:
            await made.send("a@akkaya.local", "b@x.test")
            await settle(made)
            assert len(host.said("RCPT")) == 1
            await advance(made, clock, 14 * 60)
            assert len(host.said("RCPT")) == 1
            host.answers.clear()
            await advance(made, clock, 2 * 60)
            await made.until(lambda: not made.waiting())
            assert len([m for m in host.messages if m]) == 1
    run(work())


def test_mail_that_cannot_be_delivered_for_two_days_goes_back(tmp_path):
    async def work():
        clock = Clock()
        async with Host({"RCPT": "451 4.2.0 busy"}) as host, part(tmp_path, smart_host(host.port), clock=clock, tick=False) as made:
            await made.send("administrator@akkaya.local", "b@x.test", Recipient("quiet@x.test", "NEVER"))
            await settle(made)
            await advance(made, clock, 47.5 * 3600)
            assert made.waiting() == 1
            await advance(made, clock, 3600)
            await made.until(lambda: not made.waiting() and len(made.mailbox("administrator@akkaya.local")) == 2)
            delay, failure = made.mailbox("administrator@akkaya.local")
            assert b"Action: delayed" in delay and b"Status: 4.2.0" in delay and b"Will-Retry-Until:" in delay
            assert b"Diagnostic-Code: smtp;550 4.4.7 QUEUE.Expired; message expired" in failure
            assert b"Action: failed" in failure and b"quiet@x.test" not in failure + delay
            assert ("FAIL", "b@x.test;quiet@x.test", "550 4.4.7 QUEUE.Expired; message expired") in await made.events()
    run(work())


def test_a_delay_is_told_once_and_never_to_an_empty_sender(tmp_path):
    async def work():
        clock = Clock()
        async with Host({"CONNECT": "421 no"}) as host, part(tmp_path, smart_host(host.port), clock=clock, tick=False) as made:
            await made.send("administrator@akkaya.local", "b@x.test")
            await made.send("", "c@x.test")
            await made.send("administrator@akkaya.local", Recipient("d@x.test", "FAILURE"))
            await settle(made)
            await advance(made, clock, 9 * 3600)
            await made.until(lambda: made.waiting() == 3)
            [notice] = made.mailbox("administrator@akkaya.local")
            assert b"Subject: Delivery delayed: Test" in notice and b"b@x.test" in notice
    run(work())


def test_a_report_that_cannot_be_delivered_is_not_reported(tmp_path):
    async def work():
        async with Host({"RCPT": "550 5.1.1 no"}) as host, part(tmp_path, smart_host(host.port)) as made:
            await made.send("forged@outside.test", "b@x.test")
            await made.quiet()
            assert [e[0] for e in await made.events()] == ["RECEIVE", "FAIL", "DSN", "FAIL"] or sorted(
                e[0] for e in await made.events()) == ["DSN", "FAIL", "FAIL", "RECEIVE"]
            assert host.said("MAIL") == ["MAIL FROM:<forged@outside.test>", "MAIL FROM:<>"]
    run(work())


def test_what_waits_is_taken_up_again_after_a_restart(tmp_path):
    async def work():
        async with Host({"CONNECT": "421 no"}) as host:
            async with part(tmp_path, smart_host(host.port)) as made:
                for n in range(30):
                    await made.send("a@akkaya.local", f"r{n}@x.test", "administrator@akkaya.local")
                await made.until(lambda: made.queues.list_queues()[0]["Status"] == "Retry")
                await made.until(lambda: len(made.mailbox("administrator@akkaya.local")) == 30)
            host.answers.clear()
            async with part(tmp_path, smart_host(host.port)) as made:
                await made.quiet()
                assert sorted(host.said("RCPT")) == sorted(f"RCPT TO:<r{n}@x.test>" for n in range(30))
                assert len(made.mailbox("administrator@akkaya.local")) == 30
    run(work())


def test_a_new_connector_frees_what_was_unreachable(tmp_path):
    from relayengine.settings.testing import settings

    async def work():
        async with Host() as host, part(tmp_path) as made:
            await made.send("a@akkaya.local", "b@x.test")
            assert [row["MessageCount"] for row in made.queues.list_queues() if row["Identity"] == "EXCSERVER\\Unreachable"] == [1]
            made.queues.take_settings(settings(data=str(tmp_path), SendConnector=[smart_host(host.port)]))
            await made.quiet()
            assert len(host.messages) == 1
    run(work())


def test_a_changed_connector_is_used_for_what_waits(tmp_path):
    from relayengine.settings.testing import settings

    async def work():
        async with Host({"CONNECT": "421 no"}) as bad, Host() as good, part(tmp_path, smart_host(bad.port)) as made:
            for n in range(5):
                await made.send("a@akkaya.local", f"b{n}@x.test", f"c{n}@y.test")
            await made.until(lambda: made.queues.list_queues()[0]["Status"] == "Retry")
            made.queues.take_settings(settings(data=str(tmp_path), SendConnector=[smart_host(good.port, "other")]))
            await made.quiet()
            assert len(good.said("RCPT")) == 10
    run(work())


class TestSteady:
    def steady(self):
        self.wall, self.mono = Clock(1000.0), Clock(50.0)
        return Steady(self.wall, self.mono)

    def go(self, seconds: float) -> None:
        self.wall.now += seconds
        self.mono.now += seconds

    def test_it_goes_with_the_clocks(self):
        steady = self.steady()
        self.go(60)
        assert steady.now() == pytest.approx(1060)

    def test_a_jump_of_days_moves_it_at_twice_the_pace_at_most(self):
        steady = self.steady()
        self.wall.now += 5 * 86400
        assert steady.now() == 1000
        self.go(60)
        assert steady.now() == pytest.approx(1120)

    def test_a_jump_back_does_not_move_it_back(self):
        steady = self.steady()
        self.wall.now -= 7200
        self.go(60)
        assert steady.now() == pytest.approx(1060)

    @given(st.lists(st.tuples(st.floats(0, 1000), st.floats(-1e6, 1e6))))
    def test_it_never_goes_back_and_never_runs(self, steps):
        steady = self.steady()
        last = steady.now()
        for passed, jump in steps:
            self.go(passed)
            self.wall.now += jump
            now = steady.now()
            assert last <= now <= last + 2 * passed + 1.001
            last = now


def test_five_days_of_a_wrong_clock_expire_nothing(tmp_path):
    async def work():
        wall, mono = Clock(), Clock(0.0)
        async with Host({"CONNECT": "421 no"}) as host, part(tmp_path, smart_host(host.port), clock=wall, tick=False) as made:
            made.queues.monotonic = mono
            made.queues._steady = Steady(wall, mono)
            await made.send("a@akkaya.local", "b@x.test")
            await settle(made)
            wall.now += 5 * 86400
            for _ in range(5):
                mono.now += 60
                wall.now += 60
                await made.queues.check()
                await settle(made)
            assert made.waiting() == 1
    run(work())


@pytest.mark.parametrize("values, levels", [
    ([50, 95.9, 96, 95, 94.1, 94, 50], [NORMAL, NORMAL, MEDIUM, MEDIUM, MEDIUM, NORMAL, NORMAL]),
    ([99, 98, 97.1, 97, 95, 93], [HIGH, HIGH, HIGH, MEDIUM, MEDIUM, NORMAL]),
    ([97, 99.5, 96, 94], [MEDIUM, HIGH, MEDIUM, NORMAL]),
])
def test_back_pressure_has_a_memory(values, levels):
    level, found = NORMAL, []
    for value in values:
        level = MARKS["UsedDiskSpace"].level(value, level)
        found.append(level)
    assert found == levels


def test_delivered_mail_is_kept_for_a_while_and_put_in_again_on_demand(tmp_path):
    async def work():
        clock = Clock()
        async with Host() as host, part(tmp_path, smart_host(host.port), clock=clock, tick=False) as made:
            await made.send("a@akkaya.local", "b@x.test", "c@x.test")
            await settle(made)
            clock.now += 100
            await made.send("other@akkaya.local", "b@x.test")
            await settle(made)
            await made.spool.flush()
            assert len(host.messages) == 2
            assert await made.queues.resubmit(clock.now - 200, clock.now + 1, sender="A@akkaya.local") == 1
            assert await made.queues.resubmit(clock.now - 200, clock.now + 1, recipient="c@x.test") == 1
            assert await made.queues.resubmit(clock.now - 50, clock.now + 1) == 1
            assert await made.queues.resubmit(clock.now + 50, clock.now + 100) == 0
            await settle(made)
            assert len(host.messages) == 5
            assert host.said("RCPT").count("RCPT TO:<c@x.test> NOTIFY=NEVER") == 2
            assert [e[0] for e in await made.events()].count("RESUBMIT") == 3
            with pytest.raises(ValueError, match="after its start"):
                await made.queues.resubmit(5, 5)
        clock.now += 10
        async with part(tmp_path, smart_host(1), clock=clock, tick=False) as made:
            assert made.waiting() == 0
            assert len(await made.spool.kept("1", ())) == 5
            clock.now += 2 * 86400
            await made.queues._sweeper.check()
            assert await made.spool.kept("1", ()) == []
    run(work())


def test_no_more_delivered_mail_is_kept_than_there_is_room_for(tmp_path):
    async def work():
        clock = Clock()
        async with Host() as host, part(tmp_path, smart_host(host.port), clock=clock, tick=False) as made:
            made.spool.hold_most = 3
            for n in range(8):
                await made.send("a@akkaya.local", f"b{n}@x.test")
            await settle(made)
            await made.spool.flush()
            await made.queues._sweeper.check()
            assert len(await made.spool.kept("1", ())) == 3
    run(work())
