"""Mailboxes that forward: alone, with a copy kept, on to one another, in a circle."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from host import Host
from parts import part, smart_host

from relayengine.mail import Recipient
from relayengine.route.forwarding import onward
from relayengine.settings.testing import settings
from relayengine.spool import SpoolFull


def box(name: str, to: str = "", keep: bool = False) -> dict[str, Any]:
    return {"Name": name, "PrimarySmtpAddress": f"{name}@akkaya.local", **({"ForwardingSmtpAddress": to} if to else {}), "DeliverToMailboxAndForward": keep}


def test_what_is_only_forwarded_leaves_under_the_other_address(tmp_path: Path) -> None:
    async def work() -> None:
        boxes = [box("ann", "ann@x.test"), box("bob"), box("carl", "bob@akkaya.local")]
        async with Host() as host, part(tmp_path, smart_host(host.port), Mailbox=boxes) as made:
            await made.send("s@y.test", "ANN@Akkaya.local", "bob@akkaya.local", "carl@akkaya.local", "d@x.test")
            await made.quiet()
            assert sorted(line for line in host.lines if line.startswith("RCPT")) == ["RCPT TO:<ann@x.test>", "RCPT TO:<d@x.test>"]
            # Once, though it came to Bob by two ways.
            assert len(made.mailbox("bob@akkaya.local")) == 1 and not made.mailbox("ann@akkaya.local") and not made.mailbox("carl@akkaya.local")
    asyncio.run(work())


def test_a_kept_copy_and_a_forwarded_one(tmp_path: Path) -> None:
    async def work() -> None:
        boxes = [box("ann", "ann@x.test", True), box("eve", "fred@akkaya.local", True), box("fred", "eve@akkaya.local", True)]
        async with Host() as host, part(tmp_path, smart_host(host.port), Mailbox=boxes) as made:
            await made.send("s@y.test", Recipient("ann@akkaya.local", "NEVER"))
            await made.quiet()
            assert len(made.mailbox("ann@akkaya.local")) == 1 and len(host.messages) == 1
            assert [line for line in host.lines if line.startswith("RCPT")] == ["RCPT TO:<ann@x.test> NOTIFY=NEVER"]
            assert any(line.startswith("MAIL FROM:<s@y.test>") for line in host.lines)
            await made.send("s@y.test", "eve@akkaya.local")
            await made.quiet()
            assert (len(made.mailbox("eve@akkaya.local")), len(made.mailbox("fred@akkaya.local"))) == (1, 1)
    asyncio.run(work())


def test_a_copy_that_cannot_be_kept_is_made_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work() -> None:
        async with Host() as host, part(tmp_path, smart_host(host.port), Mailbox=[box("ann", "ann@x.test", True)],
                                        TransportService={"MessageRetryInterval": "00:00:01", "QueueGlitchRetryInterval": "00:00:01"}) as made:
            commit, failed = made.spool.commit, []

            async def full_once(envelope, *given, **named):
                if envelope.source == "MAILBOXRULE" and not failed:
                    failed.append(envelope)
                    raise SpoolFull("no room")
                return await commit(envelope, *given, **named)

            monkeypatch.setattr(made.spool, "commit", full_once)
            await made.send("s@y.test", "ann@akkaya.local")
            await made.until(lambda: host.messages)
            await made.quiet()
            assert failed and len(host.messages) == 1 and len(made.mailbox("ann@akkaya.local")) == 1
    asyncio.run(work())


def test_forwarding_set_while_mail_waits(tmp_path: Path) -> None:
    async def work() -> None:
        async with Host() as host, part(tmp_path, smart_host(host.port), Mailbox=[box("ann")]) as made:
            await made.send("s@y.test", "ann@akkaya.local")
            await made.quiet()
            next(iter(made.queues.queues.values())).suspended = True
            await made.send("s@y.test", "ann@akkaya.local")
            made.queues.take_settings(settings(data=str(tmp_path), Mailbox=[box("ann", "ann@x.test")], SendConnector=[smart_host(host.port)]))
            await made.until(lambda: len(host.messages) == 1)
            assert len(made.mailbox("ann@akkaya.local")) == 1
    asyncio.run(work())


@pytest.mark.parametrize(("address", "to"), [
    ("a@akkaya.local", "z@x.test"), ("b@akkaya.local", "z@x.test"), ("c@akkaya.local", "c@akkaya.local"), ("d@akkaya.local", "d@akkaya.local"),
    ("e@akkaya.local", "e@akkaya.local"), ("f@akkaya.local", "f@akkaya.local"), ("g@akkaya.local", "f@akkaya.local"), ("nobody@akkaya.local", "nobody@akkaya.local"),
    ("x@[127.0.0.1]", "x@[127.0.0.1]"), ("no address", "no address")])
def test_where_it_ends(address: str, to: str) -> None:
    made = settings(Mailbox=[
        box("a", "b@akkaya.local"), box("b", "z@x.test"), box("c", "d@akkaya.local"), box("d", "c@akkaya.local"), box("e", "e@akkaya.local"),
        box("f", "z@x.test", True), box("g", "F@akkaya.local")])
    assert onward(address, made).lower() == to
