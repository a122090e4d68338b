"""The attacks of tests/attacks/attacks.jsonl that reach a listening server, each with a driver that judges what was safe.

Judged by replies, by what reached the queue (number, envelopes, bytes), by memory and by a session that still works. A test fails
if an id of these areas has no driver, so the table cannot rot.
"""

from __future__ import annotations

import base64
import json
import re
import socket
import ssl
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))
from receiving import ADMINISTRATOR, PASSWORD, Client, Relay, relay  # noqa: E402

TABLE = [json.loads(line) for line in (Path(__file__).parent.parent.parent / "attacks" / "attacks.jsonl").read_text("utf-8").splitlines()]
AREAS = ("smuggling", "BDAT", "TLS and STARTTLS", "authentication", "SMTP syntax and state", "addresses and relay", "headers and MIME",
         "resource abuse", "loops and bounces")
ELSEWHERE = {
    # What these ask of the sending side, of the queue, of cmdlets or of files is driven where that is tested.
    "SMG-16", "SMG-25", "BDA-12", "TLS-02", "TLS-12", "TLS-13", "TLS-14", "TLS-17", "TLS-18", "TLS-19", "TLS-20", 
    "HDR-10", "LOP-03", "LOP-05", "LOP-07", "LOP-08", "DOS-11", "SYN-22", "SYN-25",
}
DRIVERS: dict[str, Callable[[Relay], None]] = {}
FREE = {"": {"MaxInboundConnectionPerSource": "Unlimited", "MaxInboundConnectionPercentagePerSource": 100, "MessageRateLimit": "Unlimited",
             "MaxProtocolErrors": "Unlimited"}}


def attack(*ids: str):
    def keep(driver: Callable[[Relay], None]) -> Callable[[Relay], None]:
        for one in ids:
            assert one not in DRIVERS
            DRIVERS[one] = driver
        return driver
    return keep


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory):
    with relay(tmp_path_factory.mktemp("attacks"), FREE, TransportConfig={"MaxReceiveSize": "Unlimited"}) as found:
        yield found


IDS = [row["id"] for row in TABLE if row["area"] in AREAS and row["id"] not in ELSEWHERE]


def test_every_attack_has_a_driver() -> None:
    assert not set(IDS) - set(DRIVERS)


@pytest.mark.parametrize("name", IDS)
def test_attack(name: str, house: Relay) -> None:
    house.queue.messages.clear()
    house.reports.clear()
    DRIVERS[name](house)
    for message in house.queue.messages:
        assert_clean(message.wire)
    assert not house.reports, house.reports
    with house.client() as client:
        client.say("EHLO after")
        assert client.deliver().startswith("250 2.6.0"), "the server no longer works"


def assert_clean(wire: bytes) -> None:
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", wire), "a bare CR or LF would leave"
    assert b"\r\n.\r\n" not in wire, "an end of data would leave in the middle"
    assert wire.endswith(b"\r\n")


def ready(house: Relay, source: str | None = None) -> Client:
    client = house.client(source=source)
    client.say("EHLO attacker")
    return client


def rss() -> int:
    return int(re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[1]) * 1024


# ---- smuggling

EVIL = b"MAIL FROM:<evil@example.com>\r\nRCPT TO:<postmaster>\r\nDATA\r\nevil\r\n"


def smuggle(*ends: bytes) -> Callable[[Relay], None]:
    def driver(house: Relay) -> None:
        for end in ends:
            house.queue.messages.clear()
            with ready(house) as client:
                client.many(f"MAIL FROM:<a@example.com>|RCPT TO:<{ADMINISTRATOR}>|DATA")
                client.send(b"Subject: x\r\n\r\nline1" + end + EVIL + b"\r\n.\r\n")
                reply = client.reply()
                assert reply.startswith("250 2.6.0") or reply.startswith("550")
                assert client.say("NOOP") == "250 2.0.0 OK", "a second reply was there"
                assert len(house.queue.messages) <= 1
                for message in house.queue.messages:
                    assert message.envelope.sender == "a@example.com" and b"line1" in message.wire and b"evil@example.com" in message.body
                    assert_clean(message.wire)
    return driver


for _name, _ends in {
    "SMG-01": [b"\n.\n"], "SMG-02": [b"\n.\r\n"], "SMG-04": [b"\r.\r"], "SMG-05": [b"\r.\r\n"], "SMG-06": [b"\r\n.\r"], "SMG-07": [b"\r.\n"],
    "SMG-09": [b"\r\n.\r\r\n"], "SMG-10": [b"\r\n\0.\r\n"], "SMG-11": [b"\r\n.\0\r\n"], "SMG-13": [b"\r\n\r.\r\n"], "SMG-14": [b"\n\n.\r\n"],
    "SMG-15": [b"\x0b.\r\n", b"\x0c.\r\n", b"\x1c.\r\n", b"\x85.\r\n", b"\xc2\x85.\r\n", b"\xe2\x80\xa8.\r\n"],
    "SMG-23": [b"\n.\r\n", b"\r\n.\n"],
}.items():
    attack(_name)(smuggle(*_ends))


@attack("SMG-19")
def _(house: Relay) -> None:
    for pieces in ((b"\r\n", b".", b"\r\n"), (b"\r", b"\n.\r\n"), (b"\r\n.", b"\r", b"\n")):
        with ready(house) as client:
            client.many(f"MAIL FROM:<a@example.com>|RCPT TO:<{ADMINISTRATOR}>|DATA")
            client.send(b"Subject: x\r\n\r\nbody")
            for piece in pieces:
                time.sleep(0.05)
                client.send(piece)
            assert client.reply().startswith("250 2.6.0")
            assert house.queue.messages[-1].body == b"body\r\n"


@attack("SMG-20")
def _(house: Relay) -> None:
    with house.client() as client:
        client.send(b"EHLO x\nMAIL FROM:<a@b.example>\n")
        assert client.reply().startswith("500 5.5.2") and client.closed()


@attack("SMG-22")
def _(house: Relay) -> None:
    with house.client() as client:
        client.send(b"EHLO x\r\r\n")
        assert client.reply().startswith("501 5.5.2")


@attack("SMG-24")
def _(house: Relay) -> None:
    for first in (b"From someone Mon Jan 1\r\nSubject: x\r\n\r\nbody", b"x" * 5000 + b"\r\nSubject: x\r\n\r\nbody"):
        with ready(house) as client:
            assert client.deliver(first).startswith("250 2.6.0")
            message = house.queue.messages[-1]
            assert message.body.startswith(first[:10])


# ---- BDAT


@attack("BDA-02")
def _(house: Relay) -> None:
    with ready(house) as client:
        for before in ("NOOP", "MAIL FROM:<a@b.example>", "RCPT TO:<x@elsewhere.example>"):
            client.say(before)
            client.send(b"BDAT 6\r\nNOOP\r\nBDAT 6 LAST\r\nQUIT\r\n")
            assert client.reply().startswith("503") and client.reply().startswith("503")
            assert client.say("NOOP") == "250 2.0.0 OK"


@attack("BDA-04")
def _(house: Relay) -> None:
    with ready(house) as client:
        client.many(f"MAIL FROM:<a@b.example>|RCPT TO:<{ADMINISTRATOR}>")
        assert client.say("BDAT 99999999999999999999 LAST").startswith("552 5.3.4") and client.closed()


@attack("BDA-05")
def _(house: Relay) -> None:
    with ready(house) as client:
        client.many(f"MAIL FROM:<a@b.example>|RCPT TO:<{ADMINISTRATOR}>")
        client.send(b"BDAT 3\r\nabc")
        assert client.reply().startswith("250")
        assert client.say("DATA").startswith("503")
        assert client.say("RSET").startswith("250") and not house.queue.messages


@attack("BDA-06")
def _(house: Relay) -> None:
    with ready(house) as client:
        client.many(f"MAIL FROM:<a@b.example>|RCPT TO:<{ADMINISTRATOR}>")
        before = rss()
        last = ""
        for _ in range(30):
            try:
                client.send(b"BDAT 1\r\nx" * 1000)
                for _ in range(1000):
                    last = client.reply()
                    if not last.startswith("250"):
                        break
            except OSError:
                break
            if not last.startswith("250"):
                break
        assert last.startswith("421 4.7.0")
        assert rss() - before < 30_000_000


@attack("BDA-07")
def _(house: Relay) -> None:
    with ready(house) as client:
        client.many(f"MAIL FROM:<a@b.example>|RCPT TO:<{ADMINISTRATOR}>")
        assert client.say("BDAT 100000000 LAST").startswith("552 5.3.4")
    with ready(house) as client:
        client.many(f"MAIL FROM:<a@b.example>|RCPT TO:<{ADMINISTRATOR}>")
        client.send(b"BDAT 30000000 LAST\r\nSubject: x\r\n\r\n")
        before = rss()
        for _ in range(40):
            client.send(b"x" * 500_000)
        assert rss() - before < 120_000_000


@attack("BDA-09")
def _(house: Relay) -> None:
    with ready(house) as client:
        client.many(f"MAIL FROM:<a@b.example>|RCPT TO:<{ADMINISTRATOR}>")
        assert client.say("BDAT 0 LAST")[:3] in ("250", "554")


@attack("BDA-10")
def _(house: Relay) -> None:
    with house.client() as client:
        client.say("HELO x")
        client.many(f"MAIL FROM:<a@b.example>|RCPT TO:<{ADMINISTRATOR}>")
        client.send(b"BDAT 6 LAST\r\nQUIT\r\n")
        assert client.reply()[:3] in ("500", "502", "503") and client.closed()


@attack("BDA-11")
def _(house: Relay) -> None:
    with ready(house) as client:
        client.many(f"MAIL FROM:<a@b.example>|RCPT TO:<{ADMINISTRATOR}>")
        body = b"Subject: x\n\na\n.\nb\r.\rc"
        client.send(b"BDAT %d LAST\r\n" % len(body) + body)
        assert client.reply().startswith("250 2.6.0")
        assert house.queue.messages[-1].body == b"a\r\n..\r\nb . c\r\n"


# ---- TLS


@attack("TLS-01")
def _(house: Relay) -> None:
    with ready(house) as client:
        client.send(b"STARTTLS\r\nNOOP injected\r\nMAIL FROM:<i@x.example>\r\n")
        assert client.reply().startswith("220")
        try:
            client.wrap()
        except (ssl.SSLError, OSError):
            return
        assert client.say("MAIL FROM:<a@b.example>") == "503 5.5.2 Send hello first"


@attack("TLS-03")
def _(house: Relay) -> None:
    with ready(house) as client:
        client.many(f"MAIL FROM:<a@b.example>|RCPT TO:<{ADMINISTRATOR}>")
        if client.say("STARTTLS").startswith("220"):
            client.wrap()
        else:
            client.say("RSET")
            client.starttls()
        assert client.say("DATA").startswith("503")


@attack("TLS-05")
def _(house: Relay) -> None:
    with house.client() as client:
        assert client.say("STARTTLS").startswith("503")
        client.say("EHLO x")
        assert client.say("STARTTLS x").startswith("501")
        client.say("MAIL FROM:<a@b.example>")
        assert client.say("STARTTLS").startswith("503")
        client.say("RSET")
        client.starttls()
        client.say("EHLO x")
        assert client.say("STARTTLS").startswith("503")


@attack("TLS-06")
def _(house: Relay) -> None:
    with house.client() as client:
        client.send(bytes.fromhex("16030100c8010000c40303") + b"\0" * 200)
        assert client.closed()


@attack("TLS-08")
def _(house: Relay) -> None:
    for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        with ready(house) as client:
            assert client.say("STARTTLS").startswith("220")
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.maximum_version = version
            with pytest.raises((ssl.SSLError, OSError)):
                context.wrap_socket(client.socket)
    for cipher in ("NULL", "RC4", "3DES", "aNULL"):
        with ready(house) as client:
            assert client.say("STARTTLS").startswith("220")
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            try:
                context.set_ciphers(f"{cipher}:@SECLEVEL=0")
            except ssl.SSLError:
                continue
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            with pytest.raises((ssl.SSLError, OSError)):
                context.wrap_socket(client.socket)


@attack("TLS-09")
def _(house: Relay) -> None:
    strict = {name: dict(values) for name, values in FREE.items()} | {"Default Frontend": {"RequireTLS": True}}
    with relay(house.folder / f"strict{time.time()}", strict) as other, ready(other) as client:
        assert client.say("MAIL FROM:<a@b.example>") == "451 5.7.3 STARTTLS is required to send mail"
        assert client.say("NOOP").startswith("250")
        client.starttls()
        assert client.say("EHLO x").startswith("250")


@attack("TLS-10")
def _(house: Relay) -> None:
    for name in ("x" * 63 + ".example", "../../etc/passwd", "*", "MAIL.AKKAYA.LOCAL", "xn--bcher-kva.example"):
        with ready(house) as client:
            try:
                client.starttls(name)
            except (ValueError, UnicodeError, ssl.SSLError):
                continue  # this client's own library refuses to say such a name
            assert client.say("EHLO x").startswith("250")


# ---- authentication


def submission(house: Relay) -> Client:
    client = house.client(587)
    client.say("EHLO x")
    client.starttls()
    client.say("EHLO x")
    return client


def plain(*parts: str) -> str:
    return "AUTH PLAIN " + base64.b64encode("\0".join(parts).encode()).decode()


@attack("AUT-02", "AUT-11")
def _(house: Relay) -> None:
    house.door.logons._failures.clear()
    with submission(house) as client:
        assert client.say(plain("", "administrator", "1")).startswith("535")
        assert client.say(plain("", "administrator", "2")).startswith("535")
        assert client.say(plain("", "administrator", "3")).startswith("535 5.7.3")
        assert client.reply().startswith("421 4.7.0") and client.closed()
    for _ in range(9):
        with submission(house) as client:
            for n in range(3):
                client.say(plain("", "administrator", str(n)))
    with submission(house) as client:
        assert client.say(plain("", "administrator", PASSWORD)).startswith("454 4.7.0"), "one source may fail only so often"
    house.door.logons._failures.clear()


@attack("AUT-04")
def _(house: Relay) -> None:
    with submission(house) as client:
        assert client.say("AUTH PLAIN " + "A" * 12288)[:3] in ("535", "501")
    with submission(house) as client:
        assert client.say("AUTH PLAIN " + "A" * 12400).startswith("500 5.5.6")
    with submission(house) as client:
        before = rss()
        try:
            client.send("AUTH PLAIN ")
            for _ in range(100):
                client.send("A" * 100_000)
            client.send("\r\n")
            assert client.reply().startswith("500 5.5.6")
        except OSError:
            pass
        assert rss() - before < 20_000_000


@attack("AUT-06")
def _(house: Relay) -> None:
    with submission(house) as client:
        assert client.say("AUTH PLAIN ====").startswith("501 5.5.2")
        assert client.say("AUTH PLAIN *").startswith("501 5.7.0")
        client.say("AUTH LOGIN")
        assert client.say("*").startswith("501 5.7.0")
        client.say("AUTH PLAIN")
        assert client.say("").startswith("501 5.5.2")
        assert client.say("NOOP").startswith("250")


@attack("AUT-07")
def _(house: Relay) -> None:
    with submission(house) as client:
        assert client.say(plain("admin", "administrator", PASSWORD)).startswith("535")
        assert client.say(plain("administrator", "administrator", PASSWORD)).startswith("235")


@attack("AUT-08")
def _(house: Relay) -> None:
    with submission(house) as client:
        assert client.say(plain("", "administrator", PASSWORD)).startswith("235")
        assert client.say(plain("", "administrator", PASSWORD)).startswith("503")
    with ready(house) as client:
        client.starttls()
        client.say("EHLO x")
        client.say("MAIL FROM:<a@b.example>")
        assert client.say("AUTH LOGIN").startswith("503")
    with ready(house) as client:
        client.starttls()
        client.say("HELO x")
        assert client.say("AUTH LOGIN").startswith("503")


@attack("AUT-09")
def _(house: Relay) -> None:
    with submission(house) as client:
        client.say(plain("", "administrator", PASSWORD))
        assert client.say("MAIL FROM:<ceo@akkaya.local>").startswith("550 5.7.60")


@attack("AUT-10")
def _(house: Relay) -> None:
    with ready(house) as client:
        assert client.say("MAIL FROM:<a@b.example> AUTH=boss@corp+0D+0AX").startswith("501 5.5.4")


@attack("AUT-12")
def _(house: Relay) -> None:
    from test_oauth import KEYS, token, xoauth2

    keys = house.folder / "keys.json"
    keys.write_text(json.dumps(KEYS))
    with relay(house.folder / f"oauth{time.time()}", FREE, {"OAuthKeyFile": str(keys), "OAuthAudience": "relay"}) as other, submission(other) as client:
        lines: list[str] = []
        next(s for s in other.door.sessions if not s.closing).log = lambda event, data, context: lines.append(f"{event}{data}{context}")
        for value in (token(exp=1), token(aud="other"), token() + "x" * 8000):
            reply = client.say(xoauth2(value))
            assert json.loads(base64.b64decode(reply.removeprefix("334 ")))["status"] == "invalid_token"
            assert client.say("").startswith("535")
            assert not any(value[:40] in line or base64.b64encode(value.encode()).decode()[20:60] in line for line in lines) and lines
            client.close()
            client = submission(other)
        assert client.say(xoauth2(token())).startswith("235")


@attack("AUT-15")
def _(house: Relay) -> None:
    with submission(house) as client:
        assert client.say("AUTH SCRAM-SHA-256 biwsbj1hLHI9YQ==") == "504 5.7.4 Unrecognized authentication type"


@attack("AUT-13")
def _(house: Relay) -> None:
    for password in ("%s%n", "{0}{1}", "a\nb", "x" * 5000):
        with submission(house) as client:
            began = time.monotonic()
            assert client.say(plain("", "administrator", password)).startswith("535")
            assert time.monotonic() - began < 2
    with submission(house) as client:
        assert client.say(plain("", "administrator", "a\0b")).startswith("501")
    house.door.logons._failures.clear()


# ---- syntax and state


@attack("SYN-01")
def _(house: Relay) -> None:
    house.loop.call_soon_threadsafe(time.sleep, 0.3)  # what the client says is there before it can be greeted
    time.sleep(0.05)
    with house.client(greeted=False) as client:
        client.send(b"EHLO x\r\n")
        assert client.reply().startswith("554 5.5.0") and client.closed()


@attack("SYN-02")
def _(house: Relay) -> None:
    with house.client() as client:
        client.send(b"PROXY TCP4 10.0.0.1 10.0.0.2 1 25\r\n")
        assert client.reply().startswith("500")
    proxies = {name: dict(values) for name, values in FREE.items()}
    with relay(house.folder / f"proxy{time.time()}", proxies, {"ProxyProtocolSources": ["127.0.0.2"]}) as other:
        for header in (b"PROXY " + b"x" * 1_000_000, b"EHLO x\r\n", b"PROXY TCP4 300.1.1.1 1.1.1.1 1 1\r\n", b"\r\n\r\n\0\r\nQUIT\n\x21\x11\xff\xff" + b"x" * 600):
            with other.client(greeted=False, source="127.0.0.2") as client:
                try:
                    client.send(header)
                except OSError:
                    pass
                assert client.line() == ""


@attack("SYN-03")
def _(house: Relay) -> None:
    with ready(house) as client:
        assert client.say("XCLIENT ADDR=10.0.0.1").startswith("550 5.7.0")
        assert client.say("XFORWARD ADDR=10.0.0.1")[:3] in ("500", "550")
        assert client.say("XSHADOW x")[:3] in ("500", "550")


@attack("SYN-04")
def _(house: Relay) -> None:
    for request in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: 99\r\n\r\nEHLO x\r\nMAIL FROM:<a@b>\r\n"):
        with house.client() as client:
            client.send(request)
            assert client.reply()[:3] in ("421", "221") and client.closed()


@attack("SYN-06")
def _(house: Relay) -> None:
    with ready(house) as client:
        client.send(f"MAIL FROM:<a@b.example>\r\nRCPT TO:<{ADMINISTRATOR}>\r\nRCPT TO:<postmaster>\r\nRCPT TO:<x@c.example>\r\nDATA\r\n")
        assert [client.reply()[:3] for _ in range(5)] == ["250", "250", "250", "550", "354"]
        client.send(f"S: x\r\n\r\nx\r\n.\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<{ADMINISTRATOR}>\r\nDATA\r\n")
        assert [client.reply()[:3] for _ in range(4)] == ["250", "250", "250", "354"]


@attack("SYN-07")
def _(house: Relay) -> None:
    with house.client() as client:
        assert client.say("MAIL FROM:<a@b.example>").startswith("503")
        client.say("EHLO x")
        assert client.say("RCPT TO:<postmaster>").startswith("503")
        client.say("MAIL FROM:<a@b.example>")
        assert client.say("DATA").startswith("503")
        assert client.say("MAIL FROM:<c@d.example>").startswith("503")
        client.say("RCPT TO:<postmaster>")
        assert client.message(b"S: x\r\n\r\nx").startswith("250")
        assert house.queue.messages[-1].envelope.sender == "a@b.example"


@attack("SYN-08")
def _(house: Relay) -> None:
    with ready(house) as client:
        client.send(b"MAIL FROM:<a@b.example>\r\nRCPT TO:<x@c.example>\r\nDATA\r\nRSET\r\nMAIL FROM:<evil@x.example>\r\nRCPT TO:<postmaster>\r\nDATA\r\n")
        assert [client.reply()[:3] for _ in range(3)] == ["250", "550", "554"]
        assert client.closed() and not house.queue.messages


@attack("SYN-10")
def _(house: Relay) -> None:
    with ready(house) as client:
        client.many(f"MAIL FROM:<a@b.example>|RCPT TO:<{ADMINISTRATOR}>")
        client.say("VRFY müller@b.example".encode())
        assert client.message(b"S: x\r\n\r\nx").startswith("250")
        assert house.queue.messages[-1].to == [ADMINISTRATOR]


@attack("SYN-11")
def _(house: Relay) -> None:
    with ready(house) as client:
        client.many(f"MAIL FROM:<a@b.example>|RCPT TO:<{ADMINISTRATOR}>")
        assert client.say("EHLO x").startswith("250")
        assert client.say("DATA").startswith("503")


@attack("SYN-13")
def _(house: Relay) -> None:
    with ready(house) as client:
        assert client.say("NOOP " + "x" * 505).startswith("250")
        assert client.say("NOOP " + "x" * 506)[:3] in ("250", "500")
        client.many(f"MAIL FROM:<a@b.example>|RCPT TO:<{ADMINISTRATOR}>")
        assert client.say("NOOP " + "x" * 5000).startswith("500 5.5.6")
        assert client.say("NOOP").startswith("250")
    with ready(house) as client:
        client.send(b"NOOP " + b"x" * 500_000 + b"\r\n")
        assert client.reply().startswith("500 5.5.6")
        assert client.say("NOOP").startswith("250")
    with ready(house) as client:
        before = rss()
        try:
            for _ in range(100):
                client.send(b"x" * 100_000)
        except OSError:
            pass
        assert rss() - before < 20_000_000


@attack("SYN-14")
def _(house: Relay) -> None:
    with house.client() as client, ready(house) as other:
        for _ in range(50):
            client.say("EHLO x")
        assert client.say("MAIL FROM:<" + "a" * 900 + "@b.example>").startswith("501")
        assert other.say("NOOP " + "x" * 400).startswith("250")


def refused(house: Relay, commands: list[str | bytes], *answers: str) -> None:
    with ready(house) as client:
        for command in commands:
            assert client.say(command).startswith(answers), command
            client.say("RSET")


@attack("SYN-15")
def _(house: Relay) -> None:
    mail = "MAIL FROM:<a@b.example> "
    refused(house, [mail + "SIZE=abc", mail + "SIZE=-1", mail + "SIZE=1 SIZE=2", mail + "SIZE=١٢"], "501 5.5.4")
    refused(house, [mail + "SIZE=" + "1" * 26, mail + "SIZE=37748737"], "552 5.3.4")


@attack("SYN-16")
def _(house: Relay) -> None:
    mail = "MAIL FROM:<a@b.example> "
    refused(house, [mail + p for p in ("FOO=BAR", "BODY=x", "RET=XXX", "ENVID=a+0D+0Ab", "SMTPUTF8=1")], "555 5.5.4", "501 5.5.4")


@attack("SYN-18")
def _(house: Relay) -> None:
    with relay(house.folder / f"errors{time.time()}") as other:
        with ready(other) as client:
            assert [client.say(f"FOO{n}")[:9] for n in range(6)] == ["500 5.3.3"] * 5 + ["421 4.7.0"] and client.closed()
        for junk in ("NOOP", "RSET", "VRFY x", "HELP"):
            with ready(other) as client:
                answers = []
                while len(answers) < 150 and not answers[-1:] == ["421 4.7.0"]:
                    answers.append(client.say(junk)[:9])
                assert answers[-1] == "421 4.7.0" and len(answers) <= 101


@attack("SYN-19")
def _(house: Relay) -> None:
    with ready(house) as client:
        assert client.say("VRFY root") == client.say("VRFY nobody-such")
        assert client.say("EXPN staff").startswith("502") and client.say("ETRN x").startswith(("458", "502")) and client.say("TURN").startswith("502")


@attack("SYN-20")
def _(house: Relay) -> None:
    with ready(house) as client:
        for command in (b"FOO\x1b[2J", b"VRFY a\x1b[2J", b"\x1b]0;x\x07", b"EHLO a\x1bb", b"HELO a\0b"):
            reply = client.say(command)
            assert reply.isprintable() and reply[:1] == "5", reply


@attack("SYN-21")
def _(house: Relay) -> None:
    real = house.door.spool.submit

    def broken(*_: object) -> int:
        raise ValueError("x\r\n250 ok")

    house.door.spool.submit = broken
    try:
        with ready(house) as client:
            assert client.deliver() == "451 4.3.0 Local error in processing"
    finally:
        house.door.spool.submit = real
    assert house.reports
    house.reports.clear()


@attack("SYN-24")
def _(house: Relay) -> None:
    with house.client() as client:
        client.say("HELO x")
        assert client.say("AUTH LOGIN").startswith("503")
        assert client.say("MAIL FROM:<a@b.example> SIZE=10").startswith("555")


# ---- addresses


def recipients(house: Relay, addresses: list[str | bytes], *answers: str, utf8: bool = False) -> None:
    with ready(house) as client:
        client.say("MAIL FROM:<a@b.example>" + (" SMTPUTF8" if utf8 else ""))
        for address in addresses:
            command = b"RCPT TO:" + (address if isinstance(address, bytes) else address.encode())
            reply = client.say(command)
            assert reply.startswith(answers), (address, reply)


@attack("ADR-01")
def _(house: Relay) -> None:
    recipients(house, ["<r@other.example>"], "550 5.7.54")


@attack("ADR-02", "ADR-03")
def _(house: Relay) -> None:
    recipients(house, ["<r%other.example@akkaya.local>", "<other.example!r@akkaya.local>", "<other!r>"], "550", "501")


@attack("ADR-06")
def _(house: Relay) -> None:
    recipients(house, ["<r>", '<"r@other.example">', "<r@[127.0.0.1]>", "<r@localhost>", '<"r@other.example"@akkaya.local>', "<r@other.example@akkaya.local>",
                       "<@akkaya.local:r@other.example>", "<other.example!r>", "<r%other.example@[127.0.0.1]>", '<"r%other.example">',
                       "<other.example!r@[127.0.0.1]>", "<r@other.example@[127.0.0.1]>", "<r%other.example>"], "550", "501")


@attack("ADR-07")
def _(house: Relay) -> None:
    recipients(house, ["<r@[127.0.0.1]>", "<r@[10.0.0.1]>", "<r@[IPv6:::1]>", "<r@[169.254.169.254]>", "<r@[300.1.1.1]>", "<r@[x-tag:y]>"], "550 5.1.2", "501")


@attack("ADR-09")
def _(house: Relay) -> None:
    recipients(house, ["<administrator@akkaya.local:2525>", "<administrator@akkaya.local/x>", "<administrator@akkaya.local\\@evil>"], "501 5.1.3")


@attack("ADR-10")
def _(house: Relay) -> None:
    recipients(house, [f"<{'a' * 64}@akkaya.local>", f"<{'a' * 65}@akkaya.local>"], "250", "550 5.1.1", "501")
    recipients(house, [f"<{'a' * 400}@akkaya.local>", f"<a@{'b.' * 140}example>", f"<a@{'b' * 64}.example>", f"<a@{'b.' * 300}example>"], "501 5.1.3")


@attack("ADR-11", "ADR-12")
def _(house: Relay) -> None:
    recipients(house, [b'<"r\rr"@akkaya.local>', b'<"r\\\rr"@akkaya.local>', b'<"r\x00r"@akkaya.local>', b"<\xff\xfe@akkaya.local>"], "501", utf8=True)
    with ready(house) as client:
        client.say("MAIL FROM:<a@b.example>")
        client.send(b'RCPT TO:<"r\nr"@akkaya.local>\r\n')
        assert client.reply()[:3] in ("500", "501") and not house.queue.messages


@attack("ADR-13")
def _(house: Relay) -> None:
    wrong = ["<a@b", "<<a@b.c>>", "<a@b.c> junk", "Bob <a@b.c>", "<a(c)@b.c>", "<a b@c.d>", "<a@b .c>", '<"a@b.c>']
    recipients(house, wrong, "501")
    with ready(house) as client:
        for address in wrong:
            assert client.say("MAIL FROM:" + address).startswith("501")


@attack("ADR-14")
def _(house: Relay) -> None:
    recipients(house, ["<>", "<@>", '<""@akkaya.local>', ""], "501 5.1.3")


@attack("ADR-15")
def _(house: Relay) -> None:
    recipients(house, ["<Postmaster>", "<postmaster@akkaya.local>", "<POSTMASTER@AKKAYA.LOCAL>"], "250")


@attack("ADR-18")
def _(house: Relay) -> None:
    recipients(house, [b"<a\xc0\xae@akkaya.local>", b"<a\xed\xa0\x80@akkaya.local>", b"<a\xff@akkaya.local>", b"<a\xf5\x80\x80\x80@akkaya.local>"],
               "501 5.5.2", utf8=True)
    recipients(house, ["<a\ufdd0@akkaya.local>"], "501", "550", utf8=True)


@attack("ADR-19")
def _(house: Relay) -> None:
    recipients(house, ["<a\u202eb@akkaya.local>", "<a\u0085b@akkaya.local>", "<a\u200db@akkaya.local>"], "501", utf8=True)
    recipients(house, ["<r＠other.example@akkaya.local>", "<r@other．example>", "<r＠akkaya.local>"], "501", "550", utf8=True)
    recipients(house, ["<postmaster@ａkkaya．local>", "<postmaster@AKKAYA.LOCAL.>"], "250", utf8=True)


@attack("ADR-20")
def _(house: Relay) -> None:
    began = time.monotonic()
    recipients(house, ["<r@xn--a>", b"<r@xn--\xff>", "<r@" + "a" * 1500 + ".example>", "<r@" + "a." * 700 + "example>", "<r@" + "ü." * 500 + "example>"], "501", utf8=True)
    assert time.monotonic() - began < 2


@attack("ADR-21")
def _(house: Relay) -> None:
    with ready(house) as client:
        client.say("MAIL FROM:<a@b.example>")
        before = rss()
        client.send(f"RCPT TO:<{ADMINISTRATOR}>\r\n" * 2000)
        assert {client.reply()[:3] for _ in range(2000)} <= {"250", "452"}
        assert client.message(b"S: x\r\n\r\nx").startswith("250")
        assert house.queue.messages[-1].to == [ADMINISTRATOR] and rss() - before < 20_000_000
    with relay(house.folder / f"many{time.time()}", FREE, AcceptedDomain=[{"Name": "r", "DomainName": "r.example", "DomainType": "InternalRelay"}]) as other:
        with ready(other) as client:
            client.say("MAIL FROM:<a@b.example>")
            answers = [client.say(f"RCPT TO:<u{n}@r.example>")[:9] for n in range(202)]
            assert answers == ["250 2.1.5"] * 200 + ["452 4.5.3"] * 2
            assert client.message(b"S: x\r\n\r\nx").startswith("250") and len(other.queue.messages[-1].to) == 200


# ---- headers


@attack("HDR-01")
def _(house: Relay) -> None:
    for header in (b"X: y\r\n" * 100_000, b"X: " + b"y\r\n " * 1_200_000, b"X: " + b"y" * 300_000):
        with ready(house) as client:
            began = time.monotonic()
            assert client.deliver(header + b"\r\nbody").startswith("552 5.3.4 Header size")
            assert time.monotonic() - began < 5
            assert client.say("NOOP").startswith("250")
    with ready(house) as client:
        assert client.deliver(b"X: y\r\n" * 43_000 + b"\r\nbody").startswith("250")


def passes(house: Relay, *contents: bytes, seconds: float = 3) -> None:
    for content in contents:
        with ready(house) as client:
            began = time.monotonic()
            assert client.deliver(content)[:3] in ("250", "552", "550", "554")
            assert time.monotonic() - began < seconds


@attack("HDR-03", "HDR-04", "HDR-05", "HDR-06", "HDR-07", "HDR-15")
def _(house: Relay) -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(10_000))
    passes(house, nested, b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 100_000,
           b'Content-Type: multipart/mixed; boundary="' + b"(.*)+" * 2000 + b'"\r\n\r\n--x\r\n',
           b"Content-Type: a/b" + b"".join(b";\r\n p*%d=x" % n for n in range(10_000)) + b"\r\n\r\nx",
           b"From: " + b"(" * 800 + b"\r\n\r\nx", b"From: a@x, b@y\r\nFrom : x\r\nFrom: g: a@x;\r\nFrom:<a@x>@y\r\n\r\nx",
           b"Date: Mon, 1 Jan 99999999 00:00:00 +9999\r\nMessage-ID: <" + b'"x' * 5000 + b">\r\nReferences: " + b"<a@b>\r\n " * 20_000 + b"x\r\n\r\nx",
           b"Subject: =?utf-8?B?////?= =?x?Q?=zz?= =?utf-8?Q?a=0D=0Ab?=\r\n\r\nx")


@attack("HDR-08")
def _(house: Relay) -> None:
    with ready(house) as client:
        assert client.deliver(b"Subject: a\rBcc: v@x.example\r\n\r\nx").startswith("250")
        assert not re.search(rb"(?m)^Bcc:", house.queue.messages[-1].wire) and house.queue.messages[-1].to == [ADMINISTRATOR]


@attack("HDR-12")
def _(house: Relay) -> None:
    with submission(house) as client:
        client.say(plain("", "administrator", PASSWORD))
        assert client.deliver(b"Subject: x\r\nBcc: a@b.example,\r\n\tc@d.example\r\nTo: x@y.example\r\n\r\nx", sender=ADMINISTRATOR).startswith("250")
        wire = house.queue.messages[-1].wire
        assert b"Bcc" not in wire and b"c@d.example" not in wire and b"To: x@y.example" in wire


@attack("HDR-13")
def _(house: Relay) -> None:
    for content in (b" folded: first\r\nSubject: x\r\n\r\nx", b"\tx", b":\r\n\r\nx", b"no header at all", b"\r\nempty header", b""):
        with ready(house) as client:
            assert client.deliver(content).startswith("250")
            message = house.queue.messages[-1]
            head, _, body = message.wire.partition(b"\r\n\r\n")
            assert head.startswith(b"Received: ") and (content.strip() in body or not content.strip())


@attack("HDR-14")
def _(house: Relay) -> None:
    with ready(house) as client:
        reply = client.deliver(b"Subject: a\0b \x80\xff \xe9\r\n\r\n\0\xff")
        assert reply[:3] in ("250", "550")
        if reply.startswith("250"):
            assert b"a\0b \x80\xff \xe9" in house.queue.messages[-1].wire


@attack("HDR-17")
def _(house: Relay) -> None:
    before = rss()
    with ready(house) as client:
        assert client.deliver(b"Subject: x\r\n\r\n" + b"\r\n" * 4_000_000).startswith("250")
        house.queue.messages.clear()
    assert rss() - before < 60_000_000


@attack("HDR-18")
def _(house: Relay) -> None:
    with ready(house) as client:
        assert client.say("MAIL FROM:<a@b.example> SIZE=37748737").startswith("552 5.3.4")
    small = {name: dict(values) for name, values in FREE.items()}
    small[""]["MaxMessageSize"] = "65536B"
    with relay(house.folder / f"small{time.time()}", small) as other:
        with ready(other) as client:
            assert client.deliver(b"S: x\r\n\r\n" + b"x" * 65_600) == "552 5.3.4 Message size exceeds fixed maximum message size"
            assert client.deliver(b"S: x\r\n\r\n" + b"x" * 65_000).startswith("250")
        with ready(other) as client:
            client.many(f"MAIL FROM:<a@b.example>|RCPT TO:<{ADMINISTRATOR}>|DATA")
            sent, before = 0, rss()
            try:
                while sent < 300_000_000:
                    client.send(b"x" * 1_000_000)
                    sent += 1_000_000
                reply = client.reply()
            except OSError:
                reply = "552"
            assert reply.startswith("552") and sent < 300_000_000 and rss() - before < 20_000_000


# ---- abuse


@attack("DOS-01")
def _(house: Relay) -> None:
    with relay(house.folder / f"crowd{time.time()}") as other:
        clients = [other.client(greeted=False) for _ in range(60)]
        greetings = [c.reply()[:9] for c in clients]
        assert sum(g.startswith("220") for g in greetings) == 20 and greetings.count("421 4.3.2") == 40
        with ready(other, "127.0.0.55") as client:
            assert client.deliver().startswith("250")
        for client in clients:
            client.close()


@attack("DOS-03")
def _(house: Relay) -> None:
    slow = {name: dict(values) for name, values in FREE.items()} | {
        "Default Frontend": {"ConnectionTimeout": "00:00:02", "ConnectionInactivityTimeout": "00:00:01"}}
    with relay(house.folder / f"slow{time.time()}", slow) as other, ready(other) as client:
        client.many(f"MAIL FROM:<a@b.example>|RCPT TO:<{ADMINISTRATOR}>|DATA")
        for _ in range(20):
            client.send(b"x" * 998 + b"\r\n")
            time.sleep(0.2)
        client.send(b".\r\n")
        assert client.reply().startswith("250 2.6.0"), "an honest slow message was cut"


@attack("DOS-04")
def _(house: Relay) -> None:
    before = rss()
    with ready(house) as client:
        client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.socket.settimeout(1)
        sent = 0
        try:
            while sent < 20_000_000:
                client.send(b"RSET\r\n" * 10_000)
                sent += 60_000
        except OSError:
            pass
        assert rss() - before < 20_000_000


@attack("DOS-05", "DOS-06")
def _(house: Relay) -> None:
    import struct

    for command in (b"", b"EHLO x\r\n", b"EHLO x\r\nMAIL FROM:<a@b.example>\r\n", b"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<postmaster>\r\nDATA\r\nx\r\n"):
        for _ in range(20):
            client = house.client()
            client.send(command)
            client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.close()
    until = time.monotonic() + 8
    while house.door.sessions and time.monotonic() < until:
        time.sleep(0.05)
    assert not house.door.sessions and house.door.connections.count("Default Frontend EXCSERVER") == 0


@attack("DOS-07")
def _(house: Relay) -> None:
    before = rss()
    for _ in range(5):
        client = ready(house)
        client.many(f"MAIL FROM:<a@b.example>|RCPT TO:<{ADMINISTRATOR}>|DATA")
        client.send(b"S: x\r\n\r\n" + b"x" * 5_000_000)
        client.close()
    time.sleep(0.5)
    assert not house.queue.messages and rss() - before < 60_000_000


@attack("DOS-08")
def _(house: Relay) -> None:
    with ready(house) as client, submission(house) as own:
        own.say(plain("", "administrator", PASSWORD))
        house.queue.short = 1
        assert client.say("MAIL FROM:<a@b.example>").startswith("452 4.3.1")
        assert own.say(f"MAIL FROM:<{ADMINISTRATOR}>").startswith("250")
        own.say("RSET")
        house.queue.short = 2
        assert own.say(f"MAIL FROM:<{ADMINISTRATOR}>").startswith("452 4.3.1")
        house.queue.short = 0
        assert client.say("MAIL FROM:<a@b.example>").startswith("250")


@attack("LOP-01")
def _(house: Relay) -> None:
    for header in (b"Received: by x; y\r\n", b"received: from a\r\n\tby b; c\r\n"):
        with ready(house) as client:
            assert client.deliver(header * 60 + b"S: x\r\n\r\nx").startswith("250")
            assert client.deliver(header * 61 + b"S: x\r\n\r\nx").startswith("554 5.4.6 Hop count exceeded")
    with ready(house) as client:
        assert client.deliver(b"Received: from a by EXCSERVER.akkaya.local; c\r\n" * 6 + b"S: x\r\n\r\nx").startswith("554 5.4.6")


@attack("LOP-04")
def _(house: Relay) -> None:
    recipients(house, [f"<nobody{n}@akkaya.local>" for n in range(20)], "550 5.1.1 User unknown")
