"""Decisions: who may do what, in a table; rights from groups and entries; and the one connector for a client."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relayengine.receive.commands import Ehlo, Mail, Offered, Rcpt, Verb, read_mail, read_rcpt
from relayengine.receive.connector import reached
from relayengine.receive.decide import decide
from relayengine.receive.dotstream import END, ChunkStream, DotStream, clean
from relayengine.receive.facts import Facts
from relayengine.receive.header import sift
from relayengine.receive.limits import Connections, LogonGuard, Rate
from relayengine.receive.paths import read_path
from relayengine.receive.shared import SharedCounts
from relayengine.receive.permissions import NOBODY, RIGHTS, SECURED, log_name, rights, source_of, user
from relayengine.settings.testing import settings
from relayengine.values.reply import Reply

INSIDE, OUTSIDE = "administrator@akkaya.local", "someone@example.com"
TABLES = {
    "AcceptedDomain": [{"Name": "relay", "DomainName": "*.relay.example", "DomainType": "InternalRelay"}],
    "Mailbox": [{"Name": "Bob", "PrimarySmtpAddress": "bob@akkaya.local", "EmailAddresses": ["smtp:robert@akkaya.local"]},
                {"Name": "Boss", "PrimarySmtpAddress": "boss@akkaya.local", "RequireSenderAuthenticationEnabled": True, "GrantSendOnBehalfTo": ["Bob"]}],
    "ReceiveConnector": [
        {"Name": "Any", "Bindings": ["0.0.0.0:26"], "RemoteIPRanges": ["10.0.0.0/8"], "PermissionGroups": "AnonymousUsers", "TransportRole": "FrontendTransport"},
        {"Name": "Secured", "Bindings": ["0.0.0.0:27"], "RemoteIPRanges": ["10.0.0.0/8"], "PermissionGroups": "ExchangeServers", "AuthMechanism": "Tls, ExternalAuthoritative"},
        {"Name": "Shut", "Bindings": ["0.0.0.0:28"], "RemoteIPRanges": ["10.0.0.0/8"]},
        {"Name": "Outsiders", "Bindings": ["0.0.0.0:29"], "RemoteIPRanges": ["10.0.0.0/8"], "PermissionGroups": "AnonymousUsers"},
        {"Name": "Reserved", "Bindings": ["0.0.0.0:30"], "RemoteIPRanges": ["10.0.0.0/8"], "PermissionGroups": "ExchangeUsers, AnonymousUsers",
         "RejectReservedTopLevelRecipientDomains": True, "RejectReservedSecondLevelRecipientDomains": True, "RejectSingleLabelRecipientDomains": True,
         "DefaultDomain": "akkaya.local"}],
    "ADPermission": [
        {"Identity": "EXCSERVER\\Any", "User": "NT AUTHORITY\\ANONYMOUS LOGON", "ExtendedRights": ["Ms-Exch-SMTP-Accept-Any-Recipient"]},
        {"Identity": "Outsiders", "User": "Anonymous Logon", "ExtendedRights": ["ms-Exch-SMTP-Accept-Authoritative-Domain-Sender"], "Deny": True}],
}
S = settings(**TABLES)
BOB = user(S.mailbox("bob@akkaya.local"))
FRONT, CLIENT = "Default Frontend EXCSERVER", "Client Frontend EXCSERVER"


def connector(name: str):
    return next(c for c in S.receive_connectors if c.name == name)


# connector, who, sender, recipient, reply to MAIL, reply to RCPT
MATRIX = [
    (FRONT, NOBODY, OUTSIDE, INSIDE, "250 2.1.0", "250 2.1.5"), (FRONT, NOBODY, INSIDE, INSIDE, "250 2.1.0", "250 2.1.5"),
    (FRONT, NOBODY, "", INSIDE, "250 2.1.0", "250 2.1.5"), (FRONT, NOBODY, OUTSIDE, OUTSIDE, "250 2.1.0", "550 5.7.54"),
    (FRONT, NOBODY, INSIDE, OUTSIDE, "250 2.1.0", "550 5.7.54"), (FRONT, NOBODY, OUTSIDE, "x@a.relay.example", "250 2.1.0", "250 2.1.5"),
    (FRONT, NOBODY, OUTSIDE, "x@relay.example", "250 2.1.0", "250 2.1.5"), (FRONT, NOBODY, OUTSIDE, "x@norelay.example", "250 2.1.0", "550 5.7.54"),
    (FRONT, NOBODY, OUTSIDE, "nobody@akkaya.local", "250 2.1.0", "550 5.1.1"), (FRONT, NOBODY, OUTSIDE, "Robert@AKKAYA.local", "250 2.1.0", "250 2.1.5"),
    (FRONT, NOBODY, OUTSIDE, "boss@akkaya.local", "250 2.1.0", "550 5.7.1"), (FRONT, NOBODY, OUTSIDE, "postmaster@akkaya.local", "250 2.1.0", "250 2.1.5"),
    (FRONT, NOBODY, OUTSIDE, "Postmaster", "250 2.1.0", "250 2.1.5"), (FRONT, NOBODY, OUTSIDE, "administrator", "250 2.1.0", "501 5.1.3"),
    (FRONT, NOBODY, OUTSIDE, "x%example.com@a.relay.example", "250 2.1.0", "550 5.7.54"), (FRONT, NOBODY, OUTSIDE, "a@[127.0.0.1]", "250 2.1.0", "550 5.1.2"),
    (FRONT, NOBODY, "nobody", INSIDE, "501 5.1.7", ""), (FRONT, BOB, "bob@akkaya.local", INSIDE, "550 5.7.1", ""),
    (CLIENT, NOBODY, OUTSIDE, INSIDE, "530 5.7.57", ""), (CLIENT, BOB, "bob@akkaya.local", OUTSIDE, "250 2.1.0", "250 2.1.5"),
    (CLIENT, BOB, "robert@akkaya.local", OUTSIDE, "250 2.1.0", "250 2.1.5"), (CLIENT, BOB, "boss@akkaya.local", OUTSIDE, "250 2.1.0", "250 2.1.5"),
    (CLIENT, BOB, INSIDE, OUTSIDE, "550 5.7.60", ""), (CLIENT, BOB, OUTSIDE, OUTSIDE, "550 5.7.60", ""), (CLIENT, BOB, "", INSIDE, "250 2.1.0", "250 2.1.5"),
    (CLIENT, BOB, "bob@akkaya.local", "boss@akkaya.local", "250 2.1.0", "250 2.1.5"),
    ("Any", NOBODY, OUTSIDE, OUTSIDE, "250 2.1.0", "250 2.1.5"), ("Any", NOBODY, INSIDE, OUTSIDE, "250 2.1.0", "250 2.1.5"),
    ("Secured", SECURED, OUTSIDE, OUTSIDE, "250 2.1.0", "250 2.1.5"), ("Secured", NOBODY, OUTSIDE, OUTSIDE, "530 5.7.57", ""),
    ("Shut", NOBODY, OUTSIDE, INSIDE, "530 5.7.57", ""), ("Outsiders", NOBODY, OUTSIDE, INSIDE, "250 2.1.0", "250 2.1.5"),
    ("Outsiders", NOBODY, INSIDE, INSIDE, "550 5.7.60", ""), ("Outsiders", NOBODY, "x@relay.example", INSIDE, "250 2.1.0", "250 2.1.5"),
    ("Reserved", BOB, "bob@akkaya.local", "x@a.test", "250 2.1.0", "550 5.1.4"), ("Reserved", BOB, "bob", "x@example.com", "250 2.1.0", "550 5.1.5"),
    ("Reserved", BOB, "bob", "x@sub.example.com", "250 2.1.0", "550 5.1.5"), ("Reserved", BOB, "bob", "x@host", "250 2.1.0", "550 5.1.6"),
    ("Reserved", BOB, "bob", "administrator", "250 2.1.0", "250 2.1.5"),
]


@pytest.mark.parametrize(("name", "who", "sender", "recipient", "mail", "rcpt"), MATRIX)
def test_who_may_send_what_to_whom(name, who, sender, recipient, mail, rcpt) -> None:
    facts = Facts(S, connector(name), "10.0.0.1", principal=who, helo="client.example")
    decision = decide(S, facts, Mail(read_path(f"<{sender}>")))
    assert str(decision.reply).startswith(mail) and decision.rule
    if decision.ok:
        facts.sender = sender
        answer = decide(S, facts, Rcpt(read_path(f"<{recipient}>")))
        assert str(answer.reply).startswith(rcpt), answer
        assert answer.rule


def test_no_default_connector_relays_for_the_anonymous() -> None:
    plain = settings()
    for one in plain.receive_connectors:
        for sender in (INSIDE, OUTSIDE, ""):
            facts = Facts(plain, one, "203.0.113.5", helo="x")
            if decide(plain, facts, Mail(read_path(f"<{sender}>"))).ok:
                facts.sender = sender
                assert decide(plain, facts, Rcpt(read_path(f"<{OUTSIDE}>"))).reply.code == 550


def test_rights_and_where_they_come_from() -> None:
    front = connector(FRONT)
    assert rights(front, (), NOBODY) == {"smtp-submit", "smtp-accept-any-sender", "smtp-accept-authoritative-domain-sender", "accept-headers-routing"}
    any_ = connector("Any")
    entries = S.permissions_of(any_)
    assert "smtp-accept-any-recipient" in rights(any_, entries, NOBODY)
    assert source_of("smtp-accept-any-recipient", any_, entries, NOBODY) == "given to NT AUTHORITY\\ANONYMOUS LOGON"
    assert source_of("smtp-submit", any_, entries, NOBODY) == "given by permission group AnonymousUsers"
    outsiders = connector("Outsiders")
    assert source_of("smtp-accept-authoritative-domain-sender", outsiders, S.permissions_of(outsiders), NOBODY) == "denied to Anonymous Logon"
    assert source_of("bypass-anti-spam", front, (), NOBODY) == "not given to NT AUTHORITY\\ANONYMOUS LOGON"
    assert log_name("smtp-accept-any-recipient") == "SMTPAcceptAnyRecipient" and log_name("accept-headers-routing") == "AcceptRoutingHeaders"
    assert "ms-Exch-SMTP-Accept-Any-Recipient" in RIGHTS and str(any_.permission_groups) == "AnonymousUsers, Custom"


def test_the_connector_reached() -> None:
    s = settings(ReceiveConnector=[
        {"Name": n, "Bindings": ["0.0.0.0:25"], "RemoteIPRanges": [r], "TransportRole": "FrontendTransport", "Enabled": n != "off"}
        for n, r in (("net", "192.168.1.0-192.168.1.255"), ("one", "192.168.1.75"), ("off", "192.168.1.76"))])

    def name(peer: str, local: tuple[str, int] = ("10.0.0.1", 25)) -> str | None:
        found = reached(s.receive_connectors, local, peer)
        return found and found.name

    assert name("192.168.1.75") == "one" and name("192.168.1.100") == "net" and name("192.168.1.76") == "net" and name("8.8.8.8") == FRONT
    assert name("::ffff:192.168.1.75", ("::ffff:10.0.0.1", 25)) == "one" and name("2001:db8::1", ("2001:db8::2", 25)) == FRONT
    assert name("8.8.8.8", ("10.0.0.1", 26)) is None
    assert reached(s.receive_connectors, ("10.0.0.1", 10025), "192.168.1.75", 10000).name == "one"


def test_hello() -> None:
    facts = Facts(S, connector(FRONT), "10.0.0.1")
    for name, good in (("", True), ("a.example", True), ("[192.0.2.1]", True), ("[IPv6:::1]", True), ("HOST_1", True), ("a b", False), ("a" * 300, False), ("-", False), ("x<script>", False)):
        assert decide(S, facts, Ehlo(name, True)).ok == good, name
    assert decide(S, Facts(S, connector(FRONT).replace(require_ehlo_domain=True), "10.0.0.1"), Ehlo("", True)).reply.text == "Invalid domain name"
    for verb in ("STARTTLS", "AUTH", "DATA"):
        assert decide(S, facts, Verb(verb)).reply.code == 503


ALL = Offered()


@pytest.mark.parametrize("text", ["<a@b.example>", " a@b.example", "<>", "<@x.example,@y.example:a@b.example>", "<a@b.example> SIZE=5 BODY=8bitmime RET=full ENVID=a+2Bb AUTH=<>".replace("<>", "+3C+3E"),
                                  '<"a b>"@b.example>', "<ü@b.example> SMTPUTF8"])
def test_mail_that_is_read(text: str) -> None:
    assert isinstance(read_mail(text, ALL), Mail)


@pytest.mark.parametrize(("text", "code"), [("", "5.1.7"), ("<a@b.example", "5.1.7"), ("<a@b.example>x", "5.1.7"), ("<a@b.example> SIZE=x", "5.5.4"), ("<a@b.example> BODY=9", "5.5.4"),
                                            ("<a@b.example> X", "5.5.4"), ("<ü@b.example>", "5.6.7"), ("<a@b.example> ENVID=", "5.5.4"), ("<a@-b.example>", "5.1.7")])
def test_mail_that_is_not(text: str, code: str) -> None:
    reply = read_mail(text, ALL)
    assert isinstance(reply, Reply) and reply.status == code


@pytest.mark.parametrize(("text", "code"), [("<a@b.example> NOTIFY=NEVER,DELAY", "5.5.4"), ("<a@b.example> NOTIFY=SOMETIMES", "5.5.4"), ("<a@b.example> ORCPT=rfc822", "5.5.4"),
                                            ("<a@b.example> ORCPT=rfc822;a+0Ab", "5.5.4"), ("<a@b.example> SIZE=1", "5.5.4"), ("<>", "5.1.3")])
def test_rcpt_that_is_not(text: str, code: str) -> None:
    reply = read_rcpt(text, ALL, False)
    assert isinstance(reply, Reply) and reply.status == code


RAW = st.lists(st.sampled_from([b"\r", b"\n", b".", b"a", b"\r\n", b"\0", b"\r\n.", b"..", b"\n.\n"]), max_size=30).map(b"".join)


@given(RAW, st.lists(st.integers(0, 80), max_size=5))
def test_data_ends_once_and_leaves_clean(raw: bytes, cuts: list[int]) -> None:
    whole = raw + END
    places = sorted({min(c, len(whole)) for c in cuts}) + [len(whole)]
    stream, out, at, over = DotStream(), b"", 0, False
    for place in places:
        piece, over = stream.feed(whole[at:place])
        out, at = out + piece, place
        if over:
            break
    assert over
    once = DotStream()
    assert once.feed(whole) == (out, True) and once.bare == stream.bare and once.rest == stream.rest + whole[at:]
    assert clean(out) and END not in out and out.startswith(b"\r\n") and out.endswith(b"\r\n")
    if clean(raw) and END not in b"\r\n" + raw + b"\r\n":
        assert out == b"\r\n" + raw + b"\r\n"


@given(RAW, st.lists(st.integers(0, 80), max_size=5))
def test_chunks_leave_clean(raw: bytes, cuts: list[int]) -> None:
    places = sorted({min(c, len(raw)) for c in cuts}) + [len(raw)]
    stream, out, at = ChunkStream(), b"", 0
    for place in places:
        out, at = out + stream.feed(raw[at:place]), place
    out += stream.end()
    once = ChunkStream()
    assert once.feed(raw) + once.end() == out
    assert clean(out) and END not in out and out.endswith(b"\r\n")
    if clean(raw) and (not raw or raw.endswith(b"\r\n")):
        assert out[2:].replace(b"\r\n..", b"\r\n.").removeprefix(b".") == raw.removeprefix(b".") or raw.startswith(b".") or not raw


def sifted(header: bytes, held: str = "", **other):
    given_ = {"received": b"Received: us\r\n", "rights": frozenset(held.split()), "fqdn": "us.example", "max_hops": 3, "max_local_hops": 2, "submission": False,
              "new_id": "<new@us>", "date": "today"} | other
    return sift(header, **given_)


def test_headers() -> None:
    header = (b"Received: a by b; c\r\nReceived: d\r\n by us.example; e\r\nResent-To: x\r\nX-MS-Exchange-Organization-SCL: -1\r\nX-MS-Exchange-Forest-Y:\r\n z\r\n"
              b"Subject: =?utf-8?q?gr=C3=BC=C3=9Fe?=\r\n folded\r\nMessage-ID: <id@x>\r\nDate: d\r\nTo: t\r\n")
    full = sifted(header, "accept-headers-routing accept-headers-organization accept-headers-forest")
    assert full.head == b"Received: us\r\n" and full.skip == 0 and full.message_id == "<id@x>" and full.subject == "grüße folded"
    bare = sifted(header)
    assert bare.skip == len(header) and bare.head == (b"Received: us\r\nSubject: =?utf-8?q?gr=C3=BC=C3=9Fe?=\r\n folded\r\nMessage-ID: <id@x>\r\nDate: d\r\nTo: t\r\n")
    routed = sifted(header, "accept-headers-routing")
    assert b"Resent-To" in routed.head and b"Organization" not in routed.head and b"Forest" not in routed.head and b" z" not in routed.head
    assert sifted(b"To: x\r\n").head == b"Received: us\r\nMessage-ID: <new@us>\r\nDate: today\r\n"
    assert isinstance(sifted(b"received: x\r\n" * 4), Reply) and not isinstance(sifted(b"received: x\r\n" * 3), Reply)
    assert isinstance(sifted(b"Received: x by US.example; y\r\n" * 3), Reply) and not isinstance(sifted(b"Received: x by US.example; y\r\n" * 3, max_local_hops=0), Reply)
    assert sifted(b"no header\r\n").head.endswith(b"\r\n\r\n") and not sifted(b"").head.endswith(b"\r\n\r\n")


def test_counts_and_rates() -> None:
    now = [0.0]
    rate = Rate(lambda: now[0])
    assert [rate.take("a", 3) for _ in range(4)] == [True, True, True, False] and rate.take("b", 3)
    now[0] = 61
    assert rate.take("a", 3) and not rate.take("a", 3), "the last minute still counts"
    now[0] = 180
    assert [rate.take("a", 3) for _ in range(4)] == [True, True, True, False]
    guard = LogonGuard(lambda: now[0])
    for _ in range(29):
        guard.failed("a")
    assert not guard.blocked("a")
    guard.failed("a")
    assert guard.blocked("a") and not guard.blocked("b")
    now[0] += 601
    assert not guard.blocked("a")
    counted, one = Connections(), connector(FRONT).replace(max_inbound_connection=50, max_inbound_connection_per_source=20, max_inbound_connection_percentage_per_source=10)
    assert [counted.enter(one, "a") is None for _ in range(7)].count(True) == 4, "ten percent of the forty-six that are left"
    counted.leave(one, "a")
    assert counted.count(FRONT) == 3


def test_anonymous_clients_meet_the_limits_of_the_organization():
    s = settings(TransportConfig={"MaxReceiveSize": "1MB", "MaxRecipientEnvelopeLimit": 3}, **TABLES)
    for who, size, most in ((NOBODY, "552 5.3.4", 3), (user(s.mailbox("bob@akkaya.local")), "250 2.1.0", 200)):
        c = next(c for c in s.receive_connectors if c.name == "Reserved")
        facts = Facts(s, c, "10.0.0.1", principal=who, helo="x")
        mail = read_mail("<bob@akkaya.local> SIZE=2000000", facts.offered)
        assert str(decide(s, facts, mail).reply).startswith(size)
        facts.sender = "bob@akkaya.local"
        for facts.recipients in range(most + 1):
            reply = decide(s, facts, Rcpt(read_path("<bob@akkaya.local>"))).reply
            assert reply.code == (250 if facts.recipients < most else 452)
    assert "MaxReceiveSize" in decide(s, Facts(s, c, "10.0.0.1", helo="x"), mail).rule


def test_workers_share_what_a_source_has(tmp_path):
    one, two = (Connections(SharedCounts(tmp_path / "connections", n, 2)) for n in range(2))
    c = connector("Any").replace(max_inbound_connection_per_source=3, max_inbound_connection_percentage_per_source=100)
    assert [where.enter(c, "10.1.1.1") is None for where in (one, two, one, two, one)] == [True, True, True, False, False]
    assert two.enter(c, "10.1.1.2") is None
    one.leave(c, "10.1.1.1")
    assert two.enter(c, "10.1.1.1") is None
    again = Connections(SharedCounts(tmp_path / "connections", 0, 2))  # a worker that died held nothing any more
    assert again.enter(c, "10.1.1.1") is None and again.enter(c, "10.1.1.1") is not None
