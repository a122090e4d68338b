"""Redirecting: what waits goes to another server, what comes later its usual way."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from host import Host
from parts import Clock, part, smart_host

from relayengine.queue.redirecting import connector_to


def test_what_waits_goes_to_the_target_and_what_comes_later_does_not(tmp_path: Path) -> None:
    async def work() -> None:
        clock = Clock()
        async with Host({"CONNECT": "421 no"}) as usual, Host() as target, part(
                tmp_path, smart_host(usual.port, AddressSpaces=["x.test"]), smart_host(usual.port, "two", AddressSpaces=["y.test"]), clock=clock, tick=False) as made:
            for n in range(12):
                await made.send("a@akkaya.local", f"b{n}@x.test", f"c{n}@y.test")
            await made.send("a@akkaya.local", "d@nowhere.test")
            await made.until(lambda: len(made.queues.queues) == 2 and all(q.retry_at for q in made.queues.queues.values()))
            held = (await made.queues.list_messages("1"))[3]["Identity"].rpartition("\\")[2]
            await made.queues.suspend_message(f"1\\{held}")
            assert await made.queues.redirect([f"127.0.0.1:{target.port}"]) == 24
            await made.until(lambda: len(target.messages) == 12 and not made.queues._moving)
            assert sum("RCPT" in line for line in target.lines) == 23
            await made.send("a@akkaya.local", "later@x.test")
            await made.queues.check()
            rows = {row["NextHopDomain"]: row for row in made.queues.list_queues()}
            assert [(row["DeliveryType"], row["MessageCount"]) for name, row in rows.items() if "SmtpRelay" in row["DeliveryType"]] == [("SmtpRelayToServers", 1)]
            assert rows["Unreachable Domain"]["MessageCount"] == 1
            assert made.queues.redirected is not None
            await made.queues.resume_message(held)
            await made.until(lambda: sum("RCPT" in line for line in target.lines) == 24)
            await made.until(lambda: len(made.queues.unreachable) + 1 == made.waiting())
            await made.queues.check()
            assert made.queues.redirected is None
            assert not any("later" in line for line in target.lines)
            assert {e[1] for e in await made.events() if e[0] == "SEND"}
    asyncio.run(work())


def test_a_target_that_does_not_answer_and_the_way_back(tmp_path: Path) -> None:
    async def work() -> None:
        clock = Clock()
        async with Host({"CONNECT": "421 no"}) as host, Host({"CONNECT": "421 no"}) as target, part(tmp_path, smart_host(host.port), clock=clock, tick=False) as made:
            for n in range(5):
                await made.send("a@akkaya.local", f"b{n}@x.test")
            await made.until(lambda: all(q.retry_at for q in made.queues.queues.values()))
            await made.queues.redirect([f"127.0.0.1:{target.port}"])
            await made.until(lambda: any(q.retry_at and len(q) == 5 for q in made.queues.queues.values() if "SmtpRelay" in q.hop.delivery_type.value))
            host.answers.clear()
            redirected = next(row["Identity"] for row in made.queues.list_queues() if row["DeliveryType"] == "SmtpRelayToServers")
            assert len(await made.queues.list_messages(redirected)) == 5
            await made.queues.retry(redirected, resubmit=True)
            assert made.queues.redirected is None
            usual = next(row["Identity"] for row in made.queues.list_queues() if row["DeliveryType"] == "SmartHostConnectorDelivery")
            await made.queues.retry(usual)
            await made.quiet()
            assert len(host.messages) == 5 and not target.messages
    asyncio.run(work())


@pytest.mark.parametrize(("targets", "hosts", "port"), [
    (["mail2.akkaya.local"], "mail2.akkaya.local", 25), (["10.0.0.9:2525"], "[10.0.0.9]", 2525), (["[2001:db8::1]:26"], "[2001:db8::1]", 26),
    (["2001:db8::1"], "[2001:db8::1]", 25), (["a.test", "b.test"], "a.test,b.test", 25)])
def test_targets(targets: list[str], hosts: str, port: int) -> None:
    made = connector_to(targets)
    assert (",".join(map(str, made.smart_hosts)), made.port) == (hosts, port)


@pytest.mark.parametrize("targets", [["a b"], [], ["a.test:25", "b.test:26"], ["-"]])
def test_what_is_no_target(targets: list[str]) -> None:
    with pytest.raises(ValueError):
        connector_to(targets)
