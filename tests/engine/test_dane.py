"""DANE on the wire: a name server that says what is signed, hosts with real certificates, and what is sent to whom."""

from __future__ import annotations

import asyncio

import pytest
from engine.authorities import Made, made, serving
from engine.host import Host
from engine.parts import Clock, part, smart_host
from relayengine.deliver.dane import Invalid, Origin, proof_of
from relayengine.deliver.mtasts import Policies
from relayengine.dns import TLSA, TableResolver
from relayengine.dns.system import NetworkResolver
from relayengine.logs.connectivity import ConnectivityLog
from world.signed import SignedNames

DOMAIN, HOST = "d.test", "mx.d.test"
ROOT = made("Root", authority=True)
LEAF = made(HOST, ROOT)
OLD = made(HOST, ROOT, days=(-9, -3))
OTHER = made("other.test", ROOT)
STRANGER = made(HOST)
EVERYTHING = (DOMAIN, HOST)


def text(record: TLSA) -> str:
    octets = bytes(record[:3]) + record.data if record.usage >= 0 else record.data
    return f"\\# {len(octets)} {octets.hex()}"


class World:
    """A host with a certificate, and the names that lead to it."""

    def __init__(self, tmp_path, shown: Made = LEAF, *, records: tuple[TLSA, ...] = (LEAF.tlsa(3, 1, 1),), secure: tuple[str, ...] = EVERYTHING,
                 bogus: bool = False, tlsa_secure: bool = True, answers: dict | None = None, extensions: str = "PIPELINING STARTTLS",
                 names: dict | None = None) -> None:
        self.folder = tmp_path
        self.seen: list[str | None] = []
        context = serving(tmp_path, shown, ROOT)
        context.sni_callback = lambda connection, name, _: self.seen.append(name)
        self.host = Host(answers, extensions, context)
        self.names = SignedNames({(DOMAIN, "MX"): [f"10 {HOST}."], (HOST, "A"): ["127.0.0.1"], **(names or {})}, secure)
        self._records, self._bogus, self._tlsa_secure = records, bogus, tlsa_secure

    async def send(self, trusted: bool = True, policy: str = "", **connector) -> tuple[list, dict, list[str]]:
        """What became of a message: its events, its queue, and the connectivity log."""
        async with self.host, self.names:
            at = f"_{self.host.port}._tcp.{HOST}"
            if self._records:
                self.names.records[at, "TLSA"] = [text(record) for record in self._records]
            if self._bogus:
                self.names.bogus.add(at)
            if self._tlsa_secure:
                self.names.secure.add(at)
            resolver = NetworkResolver([("127.0.0.1", self.names.port)], **({} if trusted else {"trusted": lambda address: False}))
            out = {"Name": "out", "AddressSpaces": ["*"], "Port": self.host.port, **connector}
            async with part(self.folder, out, resolver=resolver, Server={"AllowedDestinations": ["127.0.0.0/8"]}) as made_part:
                log = made_part.queues.courier._connectivity = ConnectivityLog(self.folder / "connectivity")
                if policy:
                    self.names.records["_mta-sts." + DOMAIN, "TXT"] = ['"v=STSv1; id=1"']
                    made_part.queues.courier.policies = Policies(lambda: resolver, made_part.queues.monotonic, lambda domain: policy)
                await made_part.send("a@akkaya.local", f"b@{DOMAIN}")
                await made_part.until(lambda: not made_part.waiting() or made_part.queues.list_queues()[0]["Status"] == "Retry")
                await asyncio.sleep(0.02)
                events = await made_part.events()
                custom = [e["EventData"] for e in made_part.tracking.search() if e["EventId"] == "SEND"]
                log.close()
                lines = "".join(p.read_text() for p in (self.folder / "connectivity").glob("*"))
                return [e[0] for e in events][1:] + custom, made_part.queues.list_queues()[0], lines


def run(work):
    return asyncio.run(asyncio.wait_for(work, 30))


@pytest.mark.parametrize("records", [(LEAF.tlsa(3, 1, 1),), (LEAF.tlsa(3, 0, 2),), (ROOT.tlsa(2, 0, 1),), (ROOT.tlsa(2, 1, 0), OTHER.tlsa(3, 1, 1))])
def test_a_host_that_proves_itself_gets_the_mail(tmp_path, records):
    world = World(tmp_path, records=records)
    events, _, log = run(world.send())
    assert events[0] == "SEND" and f"S:Security=DANE: proved by TLSA {records[0]} of {HOST}" in str(events[1:])
    assert len(world.host.messages) == 1 and world.seen == [HOST]
    assert f",>,DANE: proved by TLSA {records[0]} of {HOST}" in log
    assert world.host.said("EHLO") and world.host.lines[1] == "STARTTLS"


@pytest.mark.parametrize("shown, records, status", [
    (STRANGER, (LEAF.tlsa(3, 1, 1),), "4.7.323 tlsa-invalid"),
    (LEAF, (STRANGER.tlsa(3, 1, 1),), "4.7.323 tlsa-invalid"),
    (STRANGER, (ROOT.tlsa(2, 1, 1),), "4.7.323 tlsa-invalid"),
    (OTHER, (ROOT.tlsa(2, 1, 1),), "4.7.323 tlsa-invalid"),
    (OLD, (ROOT.tlsa(2, 1, 1),), "4.7.322 certificate-expired"),
])
def test_a_host_that_does_not_gets_nothing_and_the_mail_waits(tmp_path, shown, records, status):
    world = World(tmp_path, shown, records=records)
    _, queue, log = run(world.send())
    assert not world.host.messages and queue["Status"] == "Retry" and status in queue["LastError"] and status in log
    assert world.host.connections == 1 and not world.host.said("MAIL")  # no second try in the clear


@pytest.mark.parametrize("shown", [OLD, OTHER])
def test_names_and_dates_of_a_certificate_that_dns_names_itself_do_not_count(tmp_path, shown):
    world = World(tmp_path, shown, records=(shown.tlsa(3, 1, 1),))
    assert run(world.send())[0][0] == "SEND"


@pytest.mark.parametrize("how", [{"extensions": "PIPELINING"}, {"answers": {"STARTTLS": "454 4.7.0 not now"}}, {"answers": {"EHLO": "502 what"}}])
@pytest.mark.parametrize("records", [(LEAF.tlsa(3, 1, 1),), (TLSA(255, 0, 1, bytes(32)),)])
def test_taking_starttls_away_stops_the_mail(tmp_path, how, records):
    world = World(tmp_path, records=records, **how)
    _, queue, _ = run(world.send())
    assert not world.host.messages and not world.host.said("MAIL") and "4.7.321 starttls-not-supported" in queue["LastError"]


def test_breaking_the_handshake_stops_the_mail(tmp_path):
    world = World(tmp_path)
    world.host.context.sni_callback = lambda *given: 40  # handshake failure
    _, queue, _ = run(world.send())
    assert not world.host.messages and not world.host.said("MAIL") and "4.7.5" in queue["LastError"]


@pytest.mark.parametrize("shown", [LEAF, STRANGER, OLD])
def test_records_that_cannot_be_used_ask_for_tls_with_whatever_certificate(tmp_path, shown):
    world = World(tmp_path, shown, records=(TLSA(0, 0, 1, bytes(32)), TLSA(3, 1, 1, b"\1"), TLSA(3, 9, 9, bytes(32)), TLSA(-1, 0, 0, b""), TLSA(-1, 0, 0, b"\3")))
    events, _, log = run(world.send())
    assert events[0] == "SEND" and world.host.lines[1] == "STARTTLS" and "whatever certificate" in log


def test_one_record_of_many_that_cannot_be_used_takes_nothing_away(tmp_path):
    world = World(tmp_path, records=(TLSA(-1, 0, 0, b"\3\1"), *(TLSA(3, 1, 1, n.to_bytes(32, "big")) for n in range(300)), LEAF.tlsa(3, 1, 1)))
    events, _, log = run(world.send())
    assert events[0] == "SEND" and "proved by TLSA 3 1 1" in log


def test_a_bogus_answer_about_tlsa_stops_the_mail(tmp_path):
    world = World(tmp_path, bogus=True)
    _, queue, log = run(world.send())
    assert world.host.connections == 0 and "4.7.324 dnssec-invalid" in queue["LastError"] and "4.7.324 dnssec-invalid" in log


@pytest.mark.parametrize("how", [{"secure": ()}, {"secure": (HOST,)}, {"secure": (DOMAIN,)}, {"tlsa_secure": False}, {"records": ()}])
def test_what_is_not_signed_from_end_to_end_asks_for_nothing(tmp_path, how):
    world = World(tmp_path, STRANGER, **how)
    events, _, log = run(world.send())
    assert events[0] == "SEND" and "DANE" not in log and len(world.host.messages) == 1


def test_what_a_resolver_that_is_not_trusted_calls_signed_is_not(tmp_path):
    world = World(tmp_path, STRANGER)
    assert run(world.send(trusted=False))[0][0] == "SEND"
    assert not any(kind == "TLSA" for _, kind in world.names.asked)


def test_a_connector_may_leave_dane_alone(tmp_path):
    assert run(World(tmp_path, STRANGER).send(SmtpDaneMode="None"))[0][0] == "SEND"


@pytest.mark.parametrize("how, sent", [({}, True), ({"records": ()}, False), ({"secure": ()}, False), ({"shown": STRANGER}, False),
                                       ({"tlsa_secure": False}, False)])
def test_or_insist_on_it(tmp_path, how, sent):
    world = World(tmp_path, **how)
    _, queue, _ = run(world.send(SmtpDaneMode="Mandatory"))
    assert bool(world.host.messages) is sent
    assert sent or ("4.7.323" if "shown" in how else "4.7.324 dnssec-invalid") in queue["LastError"]


def test_tlsa_records_go_before_a_policy_of_mta_sts(tmp_path):
    policy = "version: STSv1\r\nmode: enforce\r\nmx: elsewhere.test\r\nmax_age: 86400\r\n"
    assert run(World(tmp_path).send(policy=policy))[0][0] == "SEND"


def test_and_no_policy_makes_up_for_records_that_do_not_hold(tmp_path, monkeypatch):
    (tmp_path / "root.pem").write_bytes(ROOT.certificate.public_bytes(__import__("cryptography").hazmat.primitives.serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "root.pem"))
    policy = f"version: STSv1\r\nmode: enforce\r\nmx: {HOST}\r\nmax_age: 86400\r\n"
    (tmp_path / "one").mkdir(), (tmp_path / "two").mkdir()
    assert run(World(tmp_path / "one", records=()).send(policy=policy))[0][0] == "SEND"
    assert "4.7.323" in run(World(tmp_path / "two", records=(STRANGER.tlsa(3, 1, 1),)).send(policy=policy))[1]["LastError"]


def test_the_next_host_is_tried_when_one_does_not_prove_itself(tmp_path):
    names = {(DOMAIN, "MX"): [f"10 {HOST}.", "20 second.d.test."], ("second.d.test", "A"): ["127.0.0.1"]}
    world = World(tmp_path, STRANGER, names=names, secure=(*EVERYTHING, "second.d.test"))
    events, _, log = run(world.send())
    assert "SEND" in events and world.host.connections == 2 and "4.7.323" in log


@pytest.mark.parametrize("records, sent", [((LEAF.tlsa(3, 1, 1),), True), ((STRANGER.tlsa(3, 1, 1),), False)])
def test_a_smart_host_is_judged_by_its_own_name(tmp_path, records, sent):
    world = World(tmp_path, records=records, secure=(HOST,))
    _, queue, _ = run(world.send(SmartHosts=[HOST], DNSRoutingEnabled=False))
    assert bool(world.host.messages) is sent and (sent or "4.7.323" in queue["LastError"])


def test_a_host_that_is_an_alias_is_judged_by_the_name_it_stands_for(tmp_path):
    names = {(DOMAIN, "MX"): ["10 alias.d.test."], ("alias.d.test", "CNAME"): [f"{HOST}."]}
    world = World(tmp_path, names=names, secure=(*EVERYTHING, "alias.d.test"))
    assert run(world.send())[0][0] == "SEND" and world.seen == [HOST]


def asked(resolver: TableResolver, host: str, origin: Origin | None):
    return asyncio.run(proof_of(host, 25, origin, resolver))


GOOD = LEAF.tlsa(3, 1, 1)


def test_names_of_a_host():
    signed = TableResolver(hosts={"real.test": []}, names={"alias.test": "real.test"}, tlsa={"_25._tcp.real.test": [GOOD], "_25._tcp.alias.test": [GOOD]},
                           secure=["_25._tcp.real.test", "_25._tcp.alias.test", "alias.test"])
    made_proof = asked(signed, "alias.test", Origin(("d.test", "e.test"), "real.test", True))
    assert made_proof.server == "real.test" and made_proof.names == ("real.test", "alias.test", "d.test", "e.test")
    assert asked(signed, "alias.test", Origin((), "real.test", False)).server == "alias.test"  # a signed alias of a name that is not
    assert asked(signed, "real.test", Origin((), "real.test", False)) is None
    assert asked(signed, "real.test", None) is None
    signed.secure -= {"alias.test"}
    assert asked(signed, "alias.test", Origin((), "real.test", False)) is None
    signed.secure -= {"_25._tcp.real.test"}
    assert asked(signed, "alias.test", Origin((), "real.test", True)).server == "alias.test"
    signed.failing.add("_25._tcp.real.test")
    with pytest.raises(Invalid, match="4.7.324"):
        asked(signed, "alias.test", Origin((), "real.test", True))


def test_a_smart_host_given_by_address_is_asked_for_nothing(tmp_path):
    async def work():
        async with Host(extensions="PIPELINING") as host, part(tmp_path, smart_host(host.port)) as made_part:
            await made_part.send("a@akkaya.local", "b@d.test")
            await made_part.quiet()
            assert host.messages
    run(work())


@pytest.mark.parametrize("settings", [{"IgnoreSTARTTLS": True}, {"ForceHELO": True}, {"RequireTLS": True, "TlsAuthLevel": "CertificateValidation"}])
def test_what_cannot_go_with_mandatory_dane_is_said(settings):
    from relayengine.settings.testing import settings as made_settings

    with pytest.raises(ValueError, match="SmtpDaneMode Mandatory"):
        made_settings(SendConnector=[{"Name": "out", "AddressSpaces": ["*"], "SmtpDaneMode": "Mandatory", **settings}])


@pytest.mark.parametrize("records, status", [((STRANGER.tlsa(3, 1, 1),), "550 5.7.323 tlsa-invalid"), ((OTHER.tlsa(3, 1, 1), ROOT.tlsa(2, 1, 1)), "550 5.7.322 certificate-expired")])
def test_whoever_waited_in_vain_is_told_why(tmp_path, records, status):
    clock = Clock()

    async def work():
        host = Host(extensions="PIPELINING STARTTLS", context=serving(tmp_path, OLD, ROOT))
        async with host:
            at = f"_{host.port}._tcp.{HOST}"
            names = TableResolver({DOMAIN: [(1, HOST)]}, {HOST: ["127.0.0.1"]}, tlsa={at: records}, secure=[DOMAIN, HOST, at])
            out = {"Name": "out", "AddressSpaces": ["*"], "Port": host.port}
            async with part(tmp_path, out, resolver=names, clock=clock, Server={"AllowedDestinations": ["127.0.0.0/8"]}) as made_part:
                await made_part.send("administrator@akkaya.local", f"b@{DOMAIN}")
                await made_part.until(lambda: made_part.queues.list_queues()[0]["Status"] == "Retry")
                clock.now += 3 * 86400
                await made_part.until(lambda: made_part.mailbox("administrator@akkaya.local"))
                assert status in str([e for e in await made_part.events() if e[0] == "FAIL"])
                reports = made_part.mailbox("administrator@akkaya.local")
                assert any(status[4:11].encode() in each for each in reports)
    run(work())
