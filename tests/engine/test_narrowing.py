"""Mail with octets above 127 to a host that takes seven bits only, on the wire."""

from __future__ import annotations

import asyncio
import email

import pytest
from engine.host import Host
from engine.parts import part, smart_host
from engine.test_delivery import outcome, run
from engine.test_dkim import key, verifies  # noqa: F401 - a fixture
from engine.test_sevenbit import TEXT, leaves, mime, multipart, part as mime_part
from relayengine.deliver.wire import stuff, unstuff
from relayengine.mail import Envelope, Recipient

NARROW = "PIPELINING DSN SIZE_1000000"
LONG = mime("text/plain; charset=utf-8", body=TEXT * 4000)


def test_it_leaves_converted_whatever_its_sender_called_it(tmp_path):
    host, content = Host(extensions=NARROW), stuff(mime("text/plain; charset=utf-8"))
    events, _ = run(outcome(tmp_path, host, body=content))
    assert events == [("SEND", "b@example.net", "250 2.0.0 kept")]
    [received] = host.messages
    assert received.isascii() and leaves(unstuff(received)) == leaves(unstuff(content)) and host.bare() == 0
    assert email.message_from_bytes(received)["Content-Transfer-Encoding"] == "quoted-printable"
    assert host.said("MAIL") == [f"MAIL FROM:<a@akkaya.local> SIZE={len(received)}"]


async def sent(tmp_path, host: Host, content: bytes, large: bool, **tables) -> tuple[list, bytes]:
    async with host, part(tmp_path, smart_host(host.port), **tables) as made:
        envelope = Envelope("a@akkaya.local", (Recipient("b@x.test"),), len(content), body="8BITMIME", received_at=made.clock())
        wire: object = stuff(content)
        if large:
            wire = made.spool.writer()
            for at in range(0, len(stuff(content)), 30_001):
                await wire.write(stuff(content)[at:at + 30_001])
            wire.release()
        made.queues.accept(await made.spool.commit(envelope, wire), envelope, wire)
        await made.quiet()
        return await made.events(), unstuff(host.messages[0]) if host.messages else b""


@pytest.mark.parametrize("large", [False, True])
def test_what_was_converted_is_what_was_signed(tmp_path, key, large):  # noqa: F811
    config = {"DkimSigningConfig": [{"Domain": "akkaya.local", "Selector": "s1", "KeyPath": key[0]}]}
    content = b"X-MS-Exchange-Organization-SCL: 1\r\n" + (LONG if large else mime("text/plain; charset=utf-8")).replace(b"a@b.test", b"a@akkaya.local")
    _, received = asyncio.run(asyncio.wait_for(sent(tmp_path, Host(extensions=NARROW), content, large, **config), 60))
    assert received.isascii() and b"Organization" not in received and leaves(received) == leaves(content)
    assert verifies(received, key[1])


@pytest.mark.parametrize("large", [False, True])
def test_what_cannot_be_converted_comes_back(tmp_path, large):
    host = Host(extensions=NARROW)
    content = multipart("signed", mime_part("text/plain; charset=utf-8", TEXT * (4000 if large else 1)), mime_part("application/pgp-signature", b"x", "7bit"))
    events, received = asyncio.run(asyncio.wait_for(sent(tmp_path, host, content, large), 60))
    assert not received and "FAIL" in [e[0] for e in events]
    assert any(status.startswith("554 5.6.3 Conversion required but not supported") and "signed" in status for _, _, status in events)
    assert bool(host.said("MAIL")) is large and not host.messages


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("extensions", ["PIPELINING 8BITMIME", "8BITMIME"])
def test_a_host_that_takes_eight_gets_it_as_it_is(tmp_path, extensions, large):
    content = LONG if large else mime("text/plain; charset=utf-8")
    _, received = asyncio.run(asyncio.wait_for(sent(tmp_path, Host(extensions=extensions), content, large), 60))
    assert received == content


@pytest.mark.parametrize("large", [False, True])
def test_what_is_in_seven_bits_goes_as_it_is(tmp_path, large):
    content = mime("text/plain", "7bit", b"plain\r\n.\r\n" * (20_000 if large else 1))
    _, received = asyncio.run(asyncio.wait_for(sent(tmp_path, Host(extensions=NARROW), content, large), 60))
    assert received == content


def test_what_grows_beyond_what_the_host_takes_is_not_sent(tmp_path):
    content = stuff(mime("text/plain; charset=utf-8"))
    host = Host(extensions=f"PIPELINING SIZE_{len(content) + 10}")
    events, _ = run(outcome(tmp_path, host, body=content))
    assert events[0][0] == "FAIL" and "5.3.4" in events[0][2] and not host.said("MAIL")
