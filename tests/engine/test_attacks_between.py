"""The attacks that stand between receiving and sending, settings and both; and the proof that no id of the relay's areas is without a driver."""

from __future__ import annotations

import asyncio
import importlib
import json
import ssl
import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent / "receive")]

import test_attacks as received  # noqa: E402
from engine import test_attacks_onwards as onwards  # noqa: E402
from engine.host import Host  # noqa: E402
from engine.parts import part, smart_host  # noqa: E402
from receiving import ADMINISTRATOR, relay  # noqa: E402
from relayengine.settings.testing import settings  # noqa: E402
from relayengine.tls.selfsigned import ensure_default  # noqa: E402
from relayengine.tls.store import CertificateStore  # noqa: E402

ELSEWHERE = {
    "TLS-12": ("engine.receive.test_partners", "test_a_certificate_of_no_trusted_authority_ends_the_handshake"),
}


def bda_12(folder: Path) -> None:
    """BINARYMIME is made into lines where it comes in, or refused: no next hop ever sees it raw."""
    with relay(folder) as house, house.client() as client:
        client.say("EHLO x")
        head = b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        for content in (head + b"a\nb\rc\0d\r\n.\r\ne", b"Subject: no MIME\r\n\r\na\nb\0"):
            assert client.say("MAIL FROM:<a@b.example> BODY=BINARYMIME").startswith("250")
            assert client.say(f"RCPT TO:<{ADMINISTRATOR}>").startswith("250")
            client.send(b"BDAT %d LAST\r\n" % len(content) + content)
            assert client.reply()[:9] in ("250 2.6.0", "554 5.6.3")
        for message in house.queue.messages:
            received.assert_clean(message.wire)
            assert message.envelope.body != "BINARYMIME" and b"\0" not in message.wire


def tls_20(folder: Path) -> None:
    """A kept connection whose certificate nobody checked is never used for mail that asks for a checked one, though it leads to the same address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    house = CertificateStore(folder / "certificates")
    ensure_default(house, "HOST", "host.test")
    found = house.list()[0]
    context.load_cert_chain(house.pem_path(found), house.key_path(found))

    async def work() -> None:
        async with Host(extensions="PIPELINING STARTTLS", context=context) as host:
            strict = smart_host(host.port, "strict", RequireTLS=True, TlsAuthLevel="DomainValidation", TlsDomain="host.test") | {"AddressSpaces": ["strict.test"]}
            async with part(folder, smart_host(host.port), strict) as made:
                await made.send("a@akkaya.local", "b@any.test")
                await made.quiet()
                assert len(host.messages) == 1
                await made.send("a@akkaya.local", "b@strict.test")
                await made.until(lambda: any(q["Status"] == "Retry" for q in made.queues.list_queues()))
                assert host.said("RCPT") == ["RCPT TO:<b@any.test>"]

    asyncio.run(asyncio.wait_for(work(), 60))


def hdr_10(folder: Path) -> None:
    """There are no transport rules; what administrators can put into headers and replies holds no line end."""
    for kind, value in (("AddressRewriteEntry", {"Name": "x", "InternalAddress": "a@x.example\r\nBcc: v@x", "ExternalAddress": "b@y.example"}),
                        ("SendConnector", {"Name": "x", "AddressSpaces": ["*"], "Fqdn": "a\r\nMAIL FROM:<>"})):
        with pytest.raises(ValueError):
            settings(**{kind: [value]})


def syn_22(folder: Path) -> None:
    """A banner, a name or a comment with a line end in it is refused when it is set."""
    for name, value in (("Banner", "220 no\r\n250 yes"), ("Fqdn", "a\r\nb"), ("Banner", "220 \x1b[2J")):
        with pytest.raises(ValueError):
            settings(connectors={"Default Frontend": {name: value}})


def lop_08(folder: Path) -> None:
    """Nothing answers mail but reports of failures, and those say that they are automatic and have no sender who could be answered."""
    async def work() -> None:
        async with Host({"RCPT": "550 5.1.1 no"}) as host, part(folder, smart_host(host.port)) as made:
            for header in (b"Auto-Submitted: auto-replied", b"Precedence: bulk", b"List-Id: <x.test>"):
                await made.send("", "b@x.test", body=header + b"\r\n\r\nx\r\n")
                await made.send("administrator@akkaya.local", "administrator@akkaya.local", body=header + b"\r\n\r\nx\r\n")
            await made.quiet()
            assert host.said("MAIL") == ["MAIL FROM:<>"] * 3
            assert len(made.mailbox("administrator@akkaya.local")) == 3
            await made.send("administrator@akkaya.local", "b@x.test")
            await made.until(lambda: len(made.mailbox("administrator@akkaya.local")) == 4)
            report = next(m for m in made.mailbox("administrator@akkaya.local") if b"multipart/report" in m)
            assert b"Auto-Submitted: auto-replied" in report and b"Return-Path: <>" in report

    asyncio.run(asyncio.wait_for(work(), 60))


DRIVERS = {name.upper().replace("_", "-"): found for name, found in list(globals().items()) if len(name) == 6 and name[3] == "_"}


@pytest.mark.parametrize("name", sorted(DRIVERS))
def test_attack(name, tmp_path):
    DRIVERS[name](tmp_path)


@pytest.mark.parametrize("name", sorted(ELSEWHERE))
def test_the_drivers_are_there(name):
    module, function = ELSEWHERE[name]
    assert callable(getattr(importlib.import_module(module), function))


def test_every_attack_on_the_relay_has_a_driver():
    ids = {row["id"] for row in map(json.loads, (Path(__file__).parents[1] / "attacks" / "attacks.jsonl").read_text("utf-8").splitlines())
           if row["area"] in received.AREAS + tuple(onwards.AREAS)}
    beyond = {name.partition("_")[2].replace("_", "-").upper()[:6] for name in vars(onwards) if name.startswith("attack_")}
    assert ids - set(received.DRIVERS) - set(onwards.DRIVEN) - beyond - set(DRIVERS) - set(ELSEWHERE) - onwards.RECEIVED_OR_ORDERED == set()
