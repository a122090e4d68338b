"""The way in by files: what becomes of a file, whole, broken, left over, or more than the limits allow."""

from __future__ import annotations

import asyncio

import pytest
from engine.host import Host
from engine.parts import Clock, part, smart_host
from hypothesis import given, strategies as st
from relayengine.mail.submission import BadFile, read_pickup, read_replay


def run(work):
    return asyncio.run(asyncio.wait_for(work, 60))


def read(text: bytes, **more):
    return read_pickup(text, fqdn="relay.test", number="1", now=1_700_000_000.0, **more)


def test_the_header_says_from_whom_and_to_whom():
    made = read(b"From: Ann <ann@x.test>\nTo: b@y.test, \"C, D\" <c@y.test>\nCc: b@y.test\nBcc: hidden@y.test\nReceived: from elsewhere\n"
                b"Resent-From: q@x.test\nSubject: S\nMessage-ID: <m@x>\nDate: Tue, 14 Nov 2023 22:13:20 +0000\n\nbody\n.\nend")
    assert made.sender == "ann@x.test" and made.recipients == ("b@y.test", "c@y.test", "hidden@y.test")
    assert made.content == (
        b"Received: from localhost by Pickup with Microsoft SMTP Server id 1; Tue, 14 Nov 2023 22:13:20 +0000\r\n"
        b"From: Ann <ann@x.test>\r\nTo: b@y.test, \"C, D\" <c@y.test>\r\nCc: b@y.test\r\nSubject: S\r\nMessage-ID: <m@x>\r\n"
        b"Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n\r\nbody\r\n.\r\nend\r\n")
    assert (made.message_id, made.subject) == ("<m@x>", "S")


def test_what_is_missing_is_added_and_hidden_recipients_stay_hidden():
    made = read(b"From: a@x.test\nBcc: b@y.test\n\nx\n")
    assert b"Message-ID: <" in made.content and b"Date: Tue, 14 Nov 2023" in made.content
    assert b"b@y.test" not in made.content and b"To: Undisclosed recipients:;\r\n" in made.content


@pytest.mark.parametrize("text, why", [
    (b"", "no header"), (b"\n\nx", "no header"), (b"To: b@y.test\n\n", "From"), (b"From: a@x.test\n\n", "no recipient"),
    (b"From: a@x.test, b@x.test\nTo: c@y.test\n\n", "Sender"), (b"From: a@x.test\nTo: nonsense\n\n", "nonsense"),
    (b"From: a@x.test\nTo: " + b"(" * 5000 + b"\n\n", "no recipient|cannot be read"),
    (b"From: a@x.test\nTo: b@y.test\n" + b"X: y\n" * 20000 + b"\n", "header has"),
    (b"From: a@x.test\nTo: " + b", ".join(b"r%d@y.test" % n for n in range(101)) + b"\n\n", "101 recipients"),
])
def test_a_file_that_is_no_message_is_refused_with_the_reason(text, why):
    with pytest.raises(BadFile, match=why):
        read(text)


def test_a_replay_file_says_it_in_fields_of_its_own():
    text = (b"X-Sender: <a@x.test> BODY=8BITMIME\r\nX-Receiver: <b@y.test> NOTIFY=NEVER\r\nX-Receiver: <c@y.test>\r\nX-CreatedBy: MSExchange15\r\n"
            b"X-HeloDomain: client\r\nX-SourceIPAddress: 10.0.0.1\r\nX-EndOfInjectedXHeaders: 1\r\nReceived: from before\r\n"
            b"X-MS-Exchange-Organization-SCL: -1\r\nFrom: a@x.test\r\nTo: z@z.test\r\n\r\nbody\r\n")
    made = read_replay(text, fqdn="relay.test", number="1", now=1_700_000_000.0)
    assert made.sender == "a@x.test" and made.recipients == ("b@y.test", "c@y.test") and made.client_ip == "10.0.0.1" and made.helo == "client"
    assert b"Received: from before" in made.content and b"X-MS-Exchange-Organization-SCL: -1" in made.content and b"X-Sender" not in made.content
    foreign = read_replay(text.replace(b"MSExchange15", b"Somebody"), fqdn="relay.test", number="1", now=1.0)
    assert b"Organization" not in foreign.content


@given(st.binary(max_size=2000))
def test_no_file_does_more_harm_than_being_refused(data):
    for reader in (read, lambda d: read_replay(d, fqdn="r", number="1", now=1.0)):
        try:
            made = reader(data)
        except BadFile:
            continue
        assert made.content.count(b"\r") == made.content.count(b"\n") == made.content.count(b"\r\n")
        assert all(c > " " for a in (made.sender, *made.recipients) for c in a)


def test_files_are_taken_delivered_and_gone_and_bad_ones_are_named_so(tmp_path):
    async def work():
        async with Host() as host, part(tmp_path, smart_host(host.port)) as made:
            pickup, replay = tmp_path / "pickup", tmp_path / "replay"
            pickup.mkdir()
            replay.mkdir()
            (pickup / "one.eml").write_bytes(b"From: a@akkaya.local\nTo: b@y.test\nSubject: by file\n\n.dot\n")
            (pickup / "left.tmp").write_bytes(b"From: a@akkaya.local\nTo: left@y.test\n\nx\n")
            (pickup / "bad.eml").write_bytes(b"nothing")
            (pickup / "other.txt").write_bytes(b"not ours")
            (tmp_path / "secret").write_bytes(b"From: a@akkaya.local\nTo: thief@y.test\n\nx\n")
            (pickup / "link.eml").symlink_to(tmp_path / "secret")
            (pickup / "hard.eml").hardlink_to(tmp_path / "secret")
            (pickup / "large.eml").write_bytes(b"From: a@akkaya.local\nTo: b@y.test\n\n" + b"x" * 11_000_000)
            (replay / "two.eml").write_bytes(b"X-Sender: <>\nX-Receiver: <r@y.test>\n\nx\n")
            for folder in made.queues._folders:
                folder._next = 0
            await made.queues.check()
            await made.quiet()
            assert sorted(host.said("RCPT")) == ["RCPT TO:<b@y.test>", "RCPT TO:<left@y.test>", "RCPT TO:<r@y.test>"]
            assert any(m.endswith(b"\r\n\r\n..dot\r\n") for m in host.messages)
            assert sorted(p.name for p in pickup.iterdir()) == ["bad.bad", "hard.eml", "large.bad", "link.eml", "other.txt"]
            events = await made.events()
            assert [e[0] for e in events].count("RECEIVE") == 3
            assert [e for e in events if e[0] == "BADMAIL"][0][2].startswith("it needs one address in From")
            assert {e["Source"] for e in made.tracking.search(event_id="RECEIVE")} == {"PICKUP", "REPLAY"}
    run(work())


def test_what_a_file_says_is_shown_without_what_terminals_obey():
    made = read(b"From: a@x.test\nTo: b@y.test\nSubject: =?utf-8?B?G10wO3B3bgc=?= \x1b[2J\xc2\x9b31m\nMessage-ID: <\x1b[2Jx@y>\n\nx\n")
    assert made.subject.isprintable() and made.message_id.isprintable()
    sent = read_replay(b"X-Sender: <>\nX-Receiver: <b@y.test>\nX-HeloDomain: a\x1bb\nX-SourceIPAddress: \x1b[2J\n\nx\n", fqdn="r", number="1", now=1.0)
    assert sent.helo == "ab" and sent.client_ip.isprintable()


def test_no_more_files_a_minute_than_the_setting_says(tmp_path):
    async def work():
        clock = Clock()
        async with Host() as host, part(tmp_path, smart_host(host.port), clock=clock, tick=False,
                                        TransportService={"PickupDirectoryMaxMessagesPerMinute": 3}) as made:
            (tmp_path / "pickup").mkdir(exist_ok=True)
            for n in range(7):
                (tmp_path / "pickup" / f"{n}.eml").write_bytes(b"From: a@akkaya.local\nTo: b@y.test\n\nx\n")
            for expected in (3, 6, 7):
                clock.now += 61
                for _ in range(3):
                    await made.queues.check()
                    clock.now += 6
                await made.until(lambda: not made.waiting())
                assert len(host.messages) == expected
    run(work())
