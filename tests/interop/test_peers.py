"""Mail servers on both sides of the relay: what comes through is what was sent, over TLS where both can, and no line end is bare."""

from __future__ import annotations

import re
import smtplib
import time
import uuid

import pytest
from peers import ALL, does_tls

BODY = ("Dots:\r\n.\r\n..two\r\n.three\r\n\r\nLong: " + "x" * 900 + "\r\nÄöü and 文字 in UTF-8\r\n\t tab \r\n").encode()


def written(mark: str) -> bytes:
    return (f"From: a@inside.example\r\nTo: b@else.example\r\nSubject: {mark}\r\nMIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n").encode() + BODY


def body(wire: bytes) -> bytes:
    """The body of what the sink kept, its doubled dots taken away."""
    return re.sub(rb"(?m)^\.\.", b".", wire.partition(b"\r\n\r\n")[2])


def send(port: int, to: str, mark: str) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as smtp:
        smtp.sendmail("a@inside.example", [to], written(mark), ["BODY=8BITMIME"])


@pytest.mark.parametrize("name", ALL)
def test_as_next_hop(world, name):
    peer, mark = world.peer(name), uuid.uuid4().hex
    send(world.house.relay, f"b@{peer.domain}", mark)
    message = world.arrived(mark)
    assert message.recipients == [f"b@{peer.domain}"] and message.sender == "a@inside.example"
    assert body(message.data) == BODY
    received = re.findall(rb"(?mi)^Received:(?:.*\r\n(?:[ \t].*\r\n)*)", message.data)
    if name != "opensmtpd" or does_tls(peer.port):
        assert re.search(rb"(?i)ESMTPS|TLS", received[0]), received  # the newest is the peer's


@pytest.mark.parametrize("name", ALL)
def test_as_client(world, name):
    peer, mark = world.peer(name), uuid.uuid4().hex
    send(peer.port, "b@else.example", mark)
    message = world.arrived(mark)
    assert message.recipients == ["b@else.example"]
    assert body(message.data) == BODY
    received = re.findall(rb"(?mi)^Received:(?:.*\r\n(?:[ \t].*\r\n)*)", message.data)
    assert b"with ESMTPS" in received[0] and b"relay.example" in received[0], received


def test_many_recipients_of_one_message_at_once(world):
    """Postfix as a client splits and joins recipients; each hears its own fate."""
    peer, mark = world.peer("postfix"), uuid.uuid4().hex
    to = [f"r{n}@else.example" for n in range(30)]
    with smtplib.SMTP("127.0.0.1", peer.port, timeout=20) as smtp:
        smtp.sendmail("a@inside.example", to, written(mark))
    world.arrived(mark)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        got = [r for m in list(world.sink.messages) if mark.encode() in m.data for r in m.recipients]
        if len(got) == 30:
            break
        time.sleep(0.05)
    assert sorted(got) == sorted(to)


def test_dovecot_keeps_mail_by_lmtp(world):
    peer, mark = world.peer("dovecot"), uuid.uuid4().hex
    send(world.house.relay, "bob@inside.example", mark)
    end = time.monotonic() + 15
    found: list[bytes] = []
    while not found and time.monotonic() < end:
        found = [f.read_bytes() for f in (peer.folder / "mail").rglob("*") if f.is_file() and f.parent.name in ("new", "cur") and mark.encode() in f.read_bytes()]
        time.sleep(0.05)
    assert len(found) == 1, world.house.errors()
    assert found[0].replace(b"\r\n", b"\n").partition(b"\n\n")[2] == BODY.replace(b"\r\n", b"\n")


def test_aiosmtpd_as_next_hop(world):
    mark = uuid.uuid4().hex
    send(world.house.relay, "b@aiosmtpd.onward.example", mark)
    end = time.monotonic() + 10
    while time.monotonic() < end and not any(mark.encode() in e.content for e in world.aiosmtpd):
        time.sleep(0.02)
    content = next(e.content for e in world.aiosmtpd if mark.encode() in e.content)
    assert content.partition(b"\r\n\r\n")[2] == BODY


def test_nothing_bare_has_left(world):
    assert world.sink.bare_line_ends() == 0
