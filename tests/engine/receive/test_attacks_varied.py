"""Attacks beside those of the table: what stands near them, each with what was safe. Real sockets, as in test_attacks."""

from __future__ import annotations

import base64
import email
import sys
import time
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]
import test_attacks as known  # noqa: E402
from receiving import ADMINISTRATOR, PASSWORD, relay  # noqa: E402
from relayengine.receive.limits import LogonGuard  # noqa: E402
from relayengine.receive.paths import read_path  # noqa: E402

RELAYED = {"Name": "r", "DomainName": "r.example", "DomainType": "InternalRelay"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory):
    with relay(tmp_path_factory.mktemp("varied"), known.FREE, TransportConfig={"MaxReceiveSize": "Unlimited"}, AcceptedDomain=[RELAYED]) as found:
        yield found


@pytest.mark.parametrize("before", [
    ["MAIL FROM:<no address>", f"RCPT TO:<{ADMINISTRATOR}>", "DATA"],  # the sender refused, and so everything after it
    ["DATA"], ["MAIL FROM:<a@b.example>", "DATA"], ["MAIL FROM:<a@b.example>", f"RCPT TO:<{ADMINISTRATOR}>", "DATA now"],
    ["MAIL FROM:<a@b.example> BODY=BINARYMIME", f"RCPT TO:<{ADMINISTRATOR}>", "DATA"],
])
def test_a_message_behind_a_refused_data_is_never_read_as_commands(house, before):
    house.queue.messages.clear()
    with known.ready(house) as client:
        inside = f"MAIL FROM:<evil@b.example>\r\nRCPT TO:<{ADMINISTRATOR}>\r\nDATA\r\nevil\r\n.\r\n"
        client.send("\r\n".join([*before, inside]))
        answers = [client.reply() for _ in before]
        assert answers[-1][:3] in ("501", "503", "554") and client.closed()
        assert not house.queue.messages


def test_a_refused_data_alone_leaves_the_session_as_it_was(house):
    with known.ready(house) as client:
        assert client.say("DATA").startswith("503")
        assert client.deliver().startswith("250 2.6.0")


@pytest.mark.parametrize("line", [b"BDAT\t6 LAST", b"BDATA 6 LAST", b"BDAT 6 \x01LAST", b"BDAT 6 LAST\xff", b"BDAT 6; LAST"])
def test_a_chunk_whose_length_nobody_knows_is_never_read_as_commands(house, line):
    with known.ready(house) as client:
        client.many(f"MAIL FROM:<a@b.example>|RCPT TO:<{ADMINISTRATOR}>")
        client.send(line + b"\r\nNOOP\r\n")
        assert client.reply()[0] == "5" and client.closed()


@pytest.mark.parametrize("address", ['<r＠other.example@r.example>', '<"r﹫other.example"@r.example>', "<r％other.example@r.example>", "<other！r@r.example>"])
def test_a_look_alike_of_a_routing_character_routes_nothing(house, address):
    known.recipients(house, [address], "550 5.7.54", utf8=True)
    known.recipients(house, ["<r@r.example>", "<ü@r.example>"], "250", utf8=True)


def test_an_address_literal_is_an_address():
    for good in ("a@[127.0.0.1]", "a@[IPv6:::1]", "a@[ipv6:2001:db8::1]", "a@[x-tag:y]"):
        assert read_path(good).literal
    for bad in ("a@[300.1.1.1]", "a@[1.2.3]", "a@[IPv6:::1%eth0]", "a@[IPv6:zz]", "a@[IPv6:]", "a@[::1]", "a@[01.2.3.4]", "a@[]", "a@["):
        assert read_path(bad) is None, bad


def test_recipients_beyond_the_most_are_not_counted_for_ever(house):
    with known.ready(house) as client:
        client.say("MAIL FROM:<a@b.example>")
        last = ""
        for start in range(0, 8000, 1000):
            client.send("".join(f"RCPT TO:<u{n}@r.example>\r\n" for n in range(start, start + 1000)))
            for _ in range(1000):
                last = client.reply()
                if not last.startswith(("250", "452")):
                    break
            if not last.startswith(("250", "452")):
                break
        assert last.startswith("421 4.7.0") and start == 5000


@pytest.mark.parametrize("line", ["PROPFIND / HTTP/1.1", "get /x HTTP/1.0"])
def test_web_requests_of_any_method_end_the_session(house, line):
    with house.client() as client:
        assert client.say(line).startswith("421 5.7.0") and client.closed()


def test_an_account_of_ones_own_buys_no_guesses_at_others(house):
    house.door.logons = LogonGuard(house.door.now)
    with known.submission(house) as client:
        assert client.say(known.plain("", "administrator", PASSWORD)).startswith("235")
    for _ in range(15):
        with known.submission(house) as client:
            for guess in range(2):
                assert client.say(known.plain("", "nobody", str(guess))).startswith("535")
    with known.submission(house) as client:
        assert client.say(known.plain("", "nobody", "x")).startswith("454 4.7.0")
        assert client.say("AUTH LOGIN " + base64.b64encode(b"administrator").decode()).startswith("334")
        assert client.say(base64.b64encode(PASSWORD.encode()).decode()).startswith("235"), "who was here before is let in"
    house.door.logons = LogonGuard(house.door.now)


def test_failed_logons_are_counted_by_source_and_by_account():
    now = [0.0]
    guard = LogonGuard(lambda: now[0])
    for n in range(30):
        guard.failed(f"2001:db8::{n:x}", "a")
    assert guard.blocked("2001:db8::ffff:1", "b"), "all of a /64 are one client"
    assert not guard.blocked("2001:db8:0:1::1", "b")
    guard.succeeded("192.0.2.1", "a")
    for n in range(200):
        guard.failed(f"198.51.100.{n}", "a")
    assert guard.blocked("203.0.113.1", "a"), "many sources guess at one account"
    assert not guard.blocked("203.0.113.1", "b")
    assert not guard.blocked("192.0.2.1", "a"), "where it has logged on before it may"
    now[0] = 601.0
    assert not guard.blocked("203.0.113.1", "a") and not guard.blocked("2001:db8::1", "b")


def test_ipv4_in_the_clothes_of_ipv6_is_ipv4(tmp_path):
    """What a proxy says of a client is compared as what a socket says of it: else a range of IPv4 addresses is got around."""
    from relayengine.receive.proxy import read_header

    assert read_header(b"PROXY TCP6 ::ffff:192.0.2.1 ::2 1 2\r\n").address == "192.0.2.1"
    assert read_header(b"PROXY TCP6 fe80::1%eth0 ::2 1 2\r\n").address == "fe80::1"
    mapped = bytes(10) + b"\xff\xff" + bytes((192, 0, 2, 1))
    assert read_header(b"\r\n\r\n\0\r\nQUIT\n\x21\x21\0\x24" + mapped + bytes(16) + b"\0\1\0\2").address == "192.0.2.1"
    closed = {"": dict(known.FREE[""]), "Default Frontend": {"RemoteIPRanges": ["0.0.0.0/0"]}}
    with relay(tmp_path, closed, {"XClientSources": ["127.0.0.1"]}) as other, other.client() as client:
        client.say("EHLO x")
        assert client.say("XCLIENT ADDR=IPV6:::ffff:192.0.2.1").startswith("220") and {s.client_ip for s in other.door.sessions} == {"192.0.2.1"}


def nested(depth: int, body: bytes) -> bytes:
    opening = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth))
    return (b"MIME-Version: 1.0\r\n" + opening + b"Content-Transfer-Encoding: binary\r\n\r\n" + body
            + b"".join(b"\r\n--b%d--\r\n" % n for n in reversed(range(depth))))


@pytest.mark.parametrize("content", [
    nested(49, b"\r\n" * 4_000_000), nested(10, b"\r\n--" * 2_000_000), nested(1, b"\r\n--b0x" * 1_000_000), nested(1, b"\r\n--b0\r\n" * 1_000_000),
    nested(1, b"\r\n--b0--\r\n" * 800_000), b"Content-Type: " + b"\r\n " * 2_500_000], ids=["deep", "dashes", "near", "parts", "ends", "header"])
def test_binary_content_of_any_shape_keeps_nobody_waiting(content):
    from relayengine.receive.binarymime import to_lines

    began = time.monotonic()
    to_lines(content)
    assert time.monotonic() - began < 1.5


def test_binary_parts_become_base64_at_every_level_there_may_be():
    from relayengine.receive.binarymime import to_lines

    for depth in (0, 1, 5, 10):
        made = to_lines(nested(depth, b"a\nb\0\r\xff--"))
        assert email.message_from_bytes(made).as_bytes().count(b"Content-Transfer-Encoding: base64") == 1
        leaf = [part for part in email.message_from_bytes(made).walk() if not part.is_multipart()]
        assert [part.get_payload(decode=True) for part in leaf] == [b"a\nb\0\r\xff--"]
    assert to_lines(nested(12, b"a\nb")) is None and to_lines(nested(12, b"lines\r\n")) == nested(12, b"lines\r\n")


def test_binary_messages_share_the_memory_there_is_for_them(house):
    from relayengine.receive import message

    before, clients, answers = message._BINARY.left, [], []
    try:
        for _ in range(8):
            client = known.ready(house)
            clients.append(client)
            client.many(f"MAIL FROM:<a@b.example> BODY=BINARYMIME|RCPT TO:<{ADMINISTRATOR}>")
            client.send(b"BDAT 20000000\r\n" + b"\0" * 20_000_000)
            answers.append(client.reply()[:9])
        assert set(answers) == {"250 2.6.0", "452 4.3.1"} and 4 <= answers.count("250 2.6.0") <= 6
    finally:
        for client in clients:
            client.close()
    until = time.monotonic() + 10
    while message._BINARY.left != before and time.monotonic() < until:
        time.sleep(0.05)
    assert message._BINARY.left == before


OTHERS = "ceo@akkaya.local"


@pytest.mark.parametrize("header, goes", [
    ("From: Me <{me}>", True), ("From: \"{other}\" <{me}>", True), ("Subject: nobody", True), ("From: root", True), ("From: group:;", True), ("from: {ME}", True),
    ("From: {other}", False), ("From: {other}, {me}", False), ("From: {me}\r\nFrom: {other}", False), ("From : {other}", False), ("From:\r\n {other}", False),
    ("From: " + "(" * 2000 + "{other}", False), ("From: <{other}", False), ("From: {other}\r\nSender: {me}", True), ("From: {me}\r\nSender: {other}", False),
    ("From: {me}\r\nResent-From: {other}", False), ("From: {other}\r\nResent-From: {me}", True), ("From: \"{me}\" <{other}>", False),
    ("From: {other} <{me}>", False)])
def test_an_account_says_no_more_in_the_header_than_in_the_envelope(house, header, goes):
    with known.submission(house) as client:
        assert client.say(known.plain("", "administrator", PASSWORD)).startswith("235")
        said = header.replace("{me}", ADMINISTRATOR).replace("{ME}", ADMINISTRATOR.upper()).replace("{other}", OTHERS)
        reply = client.deliver(said.encode() + b"\r\n\r\nx", sender=ADMINISTRATOR, to="x@r.example")
        assert reply.startswith("250 2.6.0" if goes else "550 5.7.60"), reply
    with known.ready(house) as client:
        assert client.deliver(f"From: {OTHERS}\r\n\r\nx".encode()).startswith("250"), "who has not logged on says what the connector lets him"
