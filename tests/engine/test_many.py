"""Queues with much in them: lines of numbers, pages of messages, what goes on in parts."""

from __future__ import annotations

import asyncio
from pathlib import Path

from host import Host
from hypothesis import given, settings
from hypothesis import strategies as st
from parts import Clock, part, smart_host

from relayengine.queue import placing, sweep
from relayengine.queue.numbers import Numbers
from relayengine.spool import SpoolError

_NUMBER = st.integers(1, 60)
_STEPS = st.lists(st.one_of(
    st.tuples(st.just("add"), _NUMBER), st.tuples(st.just("add_all"), st.lists(_NUMBER, max_size=40)), st.tuples(st.just("take"), st.integers(0, 8)),
    st.tuples(st.just("remove"), _NUMBER), st.tuples(st.just("remove_all"), st.sets(_NUMBER, max_size=40))), max_size=30)


@settings(max_examples=300, deadline=None)
@given(_STEPS, st.integers(0, 60), st.integers(1, 9))
def test_a_line_of_numbers_is_a_sorted_set(steps, after, many):
    line, model = Numbers(), []
    for verb, what in steps:
        if verb == "add":
            line.add(what)
            model = sorted({*model, what})
        elif verb == "add_all":
            line.add_all(what)
            model = sorted({*model, *what})
        elif verb == "take":
            assert line.take(what) == model[:what]
            del model[:what]
        elif verb == "remove":
            assert line.remove(what) == (what in model)
            model = [each for each in model if each != what]
        else:
            line.remove_all(what)
            model = [each for each in model if each not in what]
        assert line.all().tolist() == model and len(line) == len(model)
        assert (after in line) == (after in model)
        assert line.beyond(after, many) == [each for each in model if each > after][:many]


def test_messages_come_in_pages_and_none_twice(tmp_path: Path) -> None:
    async def work() -> None:
        clock = Clock()
        async with Host({"CONNECT": "421 no"}) as host, part(
                tmp_path, smart_host(host.port, AddressSpaces=["x.test"]), smart_host(host.port, "two", AddressSpaces=["y.test"]),
                clock=clock, tick=False) as made:
            for n in range(25):
                await made.send("a@akkaya.local", f"b{n}@x.test", *([f"c{n}@y.test"] if n % 2 else []), *([f"d{n}@z.test"] if n % 3 == 0 else []))
            await made.until(lambda: not any(q.lane.busy or q.lane.connecting for q in made.queues.queues.values()))
            whole = [row["Identity"] for row in await made.queues.list_messages()]
            assert len(whole) == len(set(whole)) == 25 + 12 + 9
            for many in (1, 2, 7, 46, 100):
                found: list[str] = []
                while page := await made.queues.list_messages("", many, found[-1] if found else ""):
                    assert len(page) <= many
                    found += [row["Identity"] for row in page]
                assert found == whole
            assert [r["Identity"] for r in await made.queues.list_messages("2", 5, whole[30])] == [each for each in whole if "\\2\\" in each and whole.index(each) > 30][:5]
            assert [r["Identity"] for r in await made.queues.list_messages(identity=whole[3])] == [whole[3]]
    asyncio.run(work())


def test_what_the_spool_holds_is_placed_in_parts_beside_receiving(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(placing, "PAGE", 7)
    monkeypatch.setattr(placing, "AT_START", 10)

    async def work() -> None:
        clock = Clock()
        async with part(tmp_path, clock=clock, tick=False) as made:
            for n in range(60):
                await made.send("a@akkaya.local", *(f"b{n}.{m}@x.test" for m in range(1 + n % 10)))
        async with part(tmp_path, clock=clock, tick=False) as made:
            assert 0 < len(made.queues.unreachable) < 30
            await made.send("a@akkaya.local", "new@x.test")
            page, failed = made.spool.page, []

            async def failing(*given):
                if len(failed) < 2:
                    failed.append(given)
                    raise SpoolError("the disk")
                return await page(*given)

            monkeypatch.setattr(made.spool, "page", failing)
            await made.until(lambda: len(made.queues.unreachable) >= 61)
            assert len({row["Identity"] for row in await made.queues.list_messages()}) == 61 == len(made.queues.unreachable)
    asyncio.run(work())


def test_routing_again_in_parts(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(placing, "AGAIN_AT_ONCE", 7)

    async def work() -> None:
        clock = Clock()
        async with Host({"CONNECT": "421 no"}) as host, part(
                tmp_path, smart_host(host.port, AddressSpaces=["x.test"]), smart_host(host.port, "two", AddressSpaces=["y.test"]), clock=clock, tick=False) as made:
            for n in range(30):
                await made.send("a@akkaya.local", f"b{n}@x.test", f"c{n}@y.test")
            await made.until(lambda: all(q.retry_at for q in made.queues.queues.values()))
            await made.queues.suspend_message("1\\" + (await made.queues.list_messages("1"))[4]["Identity"].rpartition("\\")[2])
            before = {name: (len(q), sorted(q.held)) for name, q in made.queues._all()}
            for _ in range(3):
                await made.queues.retry("1", resubmit=True)
                assert {name: (len(q), sorted(q.held)) for name, q in made.queues._all()} == before
    asyncio.run(work())


def test_many_expire_in_several_looks(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(sweep, "_EXPIRED_MOST", 60)
    monkeypatch.setattr(sweep, "_PAGE", 50)

    async def work() -> None:
        clock = Clock()
        async with Host({"CONNECT": "421 no"}) as host, part(tmp_path, smart_host(host.port), clock=clock, tick=False) as made:
            for n in range(250):
                await made.send("", f"b{n}@x.test")
            await made.until(lambda: all(q.retry_at for q in made.queues.queues.values()))
            clock.now += 3 * 86400
            await made.send("", "young@x.test")
            left = []
            for _ in range(5):
                await made.queues._sweeper.check()
                left.append(made.waiting())
            assert left == sorted(left, reverse=True) and left[0] > 100 and left[-1] == 1
            assert [e[0] for e in await made.events()].count("FAIL") == 250
    asyncio.run(work())
