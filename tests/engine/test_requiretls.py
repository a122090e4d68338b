"""REQUIRETLS (RFC 8689): taken over TLS, and handed on to hosts that are who they should be and promise the same, or not at all."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from engine.authorities import made, serving
from engine.host import Host
from engine.parts import part, smart_host
from engine.test_dane import DOMAIN, HOST, LEAF, ROOT, STRANGER, World
from relayengine.deliver.mtasts import Policies
from relayengine.dns import TLSA, TableResolver

sys.path.append(str(Path(__file__).parent))

from receiving import relay  # noqa: E402

STRONG = "PIPELINING STARTTLS REQUIRETLS"


def run(work):
    return asyncio.run(asyncio.wait_for(work, 60))


def test_it_is_offered_and_taken_over_tls_alone(tmp_path):
    with relay(tmp_path) as house, house.client() as client:
        assert "REQUIRETLS" not in client.say("EHLO x")
        assert client.say("MAIL FROM:<a@b.example> REQUIRETLS").startswith("5")
        client.starttls()
        assert client.say("EHLO x").split("\n")[-1] == "250 REQUIRETLS"
        assert client.say("MAIL FROM:<a@b.example> REQUIRETLS=yes").startswith("5")
        assert client.say("MAIL FROM:<a@b.example> REQUIRETLS requiretls").startswith("5")
        assert client.say("MAIL FROM:<a@b.example> requiretls").startswith("250")
        assert client.say("RCPT TO:<administrator@akkaya.local>").startswith("250")
        assert client.message(b"Subject: x\r\n\r\nx").startswith("250")
        assert house.queue.messages[-1].envelope.requiretls
        assert client.deliver().startswith("250") and not house.queue.messages[-1].envelope.requiretls


def test_a_connector_may_leave_it_out(tmp_path):
    with relay(tmp_path, {"Default Frontend": {"SmtpRequireTlsEnabled": False}}) as house, house.client() as client:
        client.say("EHLO x")
        client.starttls()
        assert "REQUIRETLS" not in client.say("EHLO x")
        assert client.say("MAIL FROM:<a@b.example> REQUIRETLS").startswith("5")


async def sent(folder: Path, host: Host, connector: dict, resolver=None, policy: str = "") -> list[tuple[str, str, str]]:
    async with host, part(folder, {**connector, "Port": host.port}, resolver=resolver, Server={"AllowedDestinations": ["127.0.0.0/8"]}) as here:
        here.queues.courier.policies = Policies(lambda: resolver, here.queues.monotonic, lambda domain: policy)
        await here.send("", f"b@{DOMAIN}", requiretls=True)
        await here.quiet()
        return [event for event in await here.events() if event[0] != "RECEIVE"]


OUT = {"Name": "out", "AddressSpaces": ["*"]}
SMART = smart_host(0)
NAMED = {"RequireTLS": True, "TlsAuthLevel": "DomainValidation", "TlsDomain": HOST}
POLICY = f"version: STSv1\r\nmode: enforce\r\nmx: {HOST}\r\nmax_age: 86400\r\n"


@pytest.mark.parametrize("connector, policy, secure, good", [
    (SMART | NAMED, "", False, True),
    (SMART, "", False, False),
    (SMART | {"RequireTLS": True}, "", False, False),
    (SMART | {"RequireTLS": True, "TlsAuthLevel": "CertificateValidation"}, "", False, False),
    (OUT | NAMED, "", False, True),
    (OUT | {"RequireTLS": True, "TlsAuthLevel": "DomainValidation"}, "", False, False),
    (OUT | {"RequireTLS": True, "TlsAuthLevel": "DomainValidation"}, "", True, True),
    (OUT, POLICY, False, True),
    (OUT, POLICY.replace("enforce", "testing"), False, False),
    (OUT, "", True, False),
])
@pytest.mark.parametrize("extensions", [STRONG, "PIPELINING STARTTLS"])
def test_only_a_host_that_is_beyond_doubt_gets_it(tmp_path, monkeypatch, connector, policy, secure, good, extensions):
    (tmp_path / "root.pem").write_bytes(ROOT.certificate.public_bytes(Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "root.pem"))
    resolver = TableResolver({DOMAIN: [(1, HOST)]}, {HOST: ["127.0.0.1"]}, texts={f"_mta-sts.{DOMAIN}": ["v=STSv1; id=1"]} if policy else {},
                             secure=[DOMAIN, HOST] if secure else [])
    host = Host(extensions=extensions, context=serving(tmp_path, LEAF, ROOT))
    [event] = run(sent(tmp_path, host, connector, resolver, policy))
    if good and extensions == STRONG:
        assert event[0] == "SEND" and host.said("MAIL") == ["MAIL FROM:<> REQUIRETLS"]
    else:
        assert event[0] == "FAIL" and "550 5.7.30 REQUIRETLS support required" in event[2] and not host.said("MAIL")


@pytest.mark.parametrize("records, sent_on", [((LEAF.tlsa(3, 1, 1),), True), ((TLSA(0, 0, 1, bytes(32)),), False), ((), False)])
def test_tlsa_records_put_a_host_beyond_doubt(tmp_path, records, sent_on):
    world = World(tmp_path, LEAF if sent_on else STRANGER, records=records, extensions=STRONG)

    async def work():
        async with world.host, world.names:
            at = f"_{world.host.port}._tcp.{HOST}"
            names = TableResolver({DOMAIN: [(1, HOST)]}, {HOST: ["127.0.0.1"]}, tlsa={at: records}, secure=[DOMAIN, HOST, at])
            async with part(tmp_path, OUT | {"Port": world.host.port}, resolver=names, Server={"AllowedDestinations": ["127.0.0.0/8"]}) as here:
                await here.send("", f"b@{DOMAIN}", requiretls=True)
                await here.quiet()
                assert bool(world.host.messages) is sent_on
                assert sent_on or any("5.7.30" in status for _, _, status in await here.events())
    run(work())


def test_a_report_asks_for_the_same(tmp_path):
    async def work():
        async with Host(extensions="PIPELINING") as host, part(tmp_path, smart_host(host.port)) as here:
            await here.send("a@else.test", f"b@{DOMAIN}", requiretls=True)
            await here.quiet()
            events = await here.events()
            assert [e[0] for e in events].count("FAIL") == 2 and not host.said("MAIL")  # the message, and then the report on it
    run(work())


def test_where_the_mailboxes_are_it_ends(tmp_path):
    async def work():
        async with Host(extensions="PIPELINING") as host, part(tmp_path, Server={"MailboxLmtp": f"127.0.0.1:{host.port}"}) as here:
            await here.send("a@else.test", "administrator@akkaya.local", requiretls=True)
            await here.quiet()
            assert len(host.messages) == 1
    run(work())


def test_an_old_certificate_is_no_proof(tmp_path, monkeypatch):
    (tmp_path / "root.pem").write_bytes(ROOT.certificate.public_bytes(Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "root.pem"))

    async def work():
        host = Host(extensions=STRONG, context=serving(tmp_path, made(HOST, ROOT, days=(-9, -3)), ROOT))
        async with host, part(tmp_path, SMART | NAMED | {"Port": host.port}) as here:
            await here.send("", f"b@{DOMAIN}", requiretls=True)
            await here.until(lambda: here.queues.list_queues()[0]["Status"] == "Retry")
            assert not host.said("MAIL")
    run(work())
