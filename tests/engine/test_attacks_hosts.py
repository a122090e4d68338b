"""Hosts that do not play by the rules: none of them gets a message counted as delivered that it has not taken, nor ends the engine."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

import pytest
from engine.parts import part, smart_host
from relayengine.mail import Envelope, Recipient

OPENED = [b"220 host\r\n", b"250-host\r\n250 PIPELINING\r\n"]
LINE = b"x" * 998 + b"\r\n"


@asynccontextmanager
async def host(script):
    """A server of which `script(reader, writer, number)` says what it does with its connection of that number."""
    seen = []

    async def serve(reader, writer):
        seen.append(writer)
        try:
            await script(reader, writer, len(seen))
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 26)
    try:
        yield server.sockets[0].getsockname()[1], seen
    finally:
        server.close()
        for writer in seen:
            writer.transport.abort()


async def large(made, to="b@x.test"):
    """Queues a message that is read from the spool while it is sent."""
    writer = made.spool.writer()
    for _ in range(3000):
        await writer.write(LINE)
    writer.release()
    envelope = Envelope("a@akkaya.local", (Recipient(to),), 3000 * len(LINE), received_at=made.clock())
    made.queues.accept(await made.spool.commit(envelope, writer, head=b"H: 1\r\n\r\n"), envelope, writer, head=b"H: 1\r\n\r\n")


async def opened(reader, writer):
    for answer in OPENED:
        writer.write(answer)
        await reader.readline() if answer is OPENED[0] else None
    for _ in ("MAIL", "RCPT", "DATA"):
        await reader.readline()
    writer.write(b"250 ok\r\n250 ok\r\n354 go\r\n")
    await reader.readexactly(2000)


@pytest.mark.parametrize("early, after", [(b"250 2.0.0 kept\r\n", "DEFER"), (b"550 5.7.1 no\r\n", "FAIL"), (b"451 4.7.1 later\r\n", "DEFER")])
def test_an_answer_before_the_end_of_a_message_ends_the_conversation(tmp_path, early, after):
    """What would be sent next on that connection would be content to the host; and half a message is not delivered by being praised."""
    got = bytearray()

    async def script(reader, writer, number):
        await opened(reader, writer)
        writer.write(early)
        while more := await reader.read(1 << 16):
            got.extend(more)

    async def work():
        async with host(script) as (port, _), part(tmp_path, smart_host(port, SmtpMaxMessagesPerConnection=20)) as made:
            await large(made)
            await large(made, "c@x.test")
            for _ in range(500):
                events = await made.events()
                if any(e[0] == after and "b@x.test" in e[1] for e in events):
                    break
                await asyncio.sleep(0.02)
            assert any(e[0] == after and "b@x.test" in e[1] for e in events), events
            assert not any(e[0] == "SEND" for e in events)
    asyncio.run(asyncio.wait_for(work(), 60))
    assert b"MAIL FROM" not in got


WAITS = {
    "a flood before it was asked": [b"220 x\r\n" * 5000],
    "a greeting with NUL": [b"220 \0\r\n\0\0\0\r\n"],
    "a greeting of 8-bit": [b"\xff\xfe220 x\r\n"],
    "HTTP": [b"HTTP/1.1 400 Bad Request\r\n\r\n"],
    "TLS in the clear": [b"\x15\x03\x01\x00\x02\x02\x46"],
    "no code": [b"hello\r\n"],
    "a code too long": [b"2200 x\r\n"],
    "a code too high": [b"620 x\r\n"],
    "codes that differ": [b"220-x\r\n250 y\r\n"],
    "a reply without its last line": [b"220-x\r\n"],
    "closes at once": [],
    "closes after EHLO": [OPENED[0]],
    "EHLO with 354": [OPENED[0], b"354 go\r\n"],
    "too many for one EHLO": [OPENED[0], b"250-x\r\n" * 1001 + b"250 x\r\n"],
    "answers to the next commands before they were sent": [OPENED[0], OPENED[1] + b"250 a\r\n250 b\r\n354 c\r\n250 d\r\n"],
    "354 to MAIL": [*OPENED, b"354 go\r\n354 go\r\n354 go\r\n"],
    "250 to DATA": [*OPENED, b"250 a\r\n250 b\r\n250 c\r\n"],
    "3xx to the content": [*OPENED, b"250 a\r\n250 b\r\n354 c\r\n", b"354 more\r\n"],
}


@pytest.mark.parametrize("answers", WAITS.values(), ids=WAITS)
def test_what_no_server_says_means_waiting(tmp_path, answers):
    async def script(reader, writer, number):
        for at, answer in enumerate(answers):
            writer.write(answer)
            if at < len(answers):
                await asyncio.wait_for(reader.read(1 << 16), 5)
        await asyncio.sleep(0.05)

    async def work():
        async with host(script) as (port, seen), part(tmp_path, smart_host(port)) as made:
            await made.send("a@akkaya.local", "b@x.test")
            await made.until(lambda: any(q["Status"] == "Retry" for q in made.queues.list_queues()) or any(
                q.delayed for q in made.queues.queues.values()), 20)
            assert made.waiting() == 1
            error = made.queues.list_queues()[0]["LastError"]
            assert error.isprintable() and len(error) < 2500
            assert not any(e[0] in ("SEND", "FAIL") for e in await made.events())
    asyncio.run(asyncio.wait_for(work(), 60))
