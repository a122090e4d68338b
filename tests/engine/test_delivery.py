"""What leaves, and what is made of the answers: real sockets, a host that behaves as each test wants."""

from __future__ import annotations

import asyncio
import ssl

import pytest
from relayengine.mail import Recipient
from engine.parts import BODY, part, smart_host
from engine.host import Host


def run(work):
    return asyncio.run(asyncio.wait_for(work, 60))


async def outcome(tmp_path, host: Host, *to: object, sender: str = "a@akkaya.local", body: bytes = BODY, connector: dict | None = None,
                  again: bool = False, **fields):
    """Sends one message by a host; returns the events other than RECEIVE, and the part after it has come to rest."""
    async with host, part(tmp_path, smart_host(host.port, **(connector or {}))) as made:
        await made.send(sender, *(to or ("b@example.net",)), body=body, **fields)
        queue = lambda: next(iter(made.queues.queues.values()))  # noqa: E731
        await made.until(lambda: not made.queues._tasks and not queue().flying and not queue().ready and not (
            queue().lane and queue().lane.connecting), what="rest")
        await asyncio.sleep(0.05)
        return [e for e in await made.events() if e[0] not in ("RECEIVE",)], made.queues.list_queues()[0]


def test_a_message_leaves_as_it_lies_in_the_spool_in_one_write_for_the_envelope(tmp_path):
    host = Host()
    events, queue = run(outcome(tmp_path, host))
    assert events == [("SEND", "b@example.net", "250 2.0.0 kept")]
    assert host.messages == [BODY]
    assert host.lines[:4] == ["EHLO EXCSERVER.akkaya.local", "MAIL FROM:<a@akkaya.local>", "RCPT TO:<b@example.net>", "DATA"]
    assert host.bare() == 0 and queue["MessageCount"] == 0


def test_a_host_without_extensions_is_spoken_to_step_by_step(tmp_path):
    host = Host({"EHLO": "502 5.5.1 what?"})
    events, _ = run(outcome(tmp_path, host))
    assert events == [("SEND", "b@example.net", "250 2.0.0 kept")]
    assert [line[:4] for line in host.lines[:5]] == ["EHLO", "HELO", "MAIL", "RCPT", "DATA"]


@pytest.mark.parametrize("extensions", ["PIPELINING", ""])
def test_each_recipient_has_an_outcome_of_its_own(tmp_path, extensions):
    host = Host({"RCPT 2": "550 5.1.1 unknown", "RCPT 3": "451 4.2.0 later"}, extensions)
    events, queue = run(outcome(tmp_path, host, "a@x.test", "b@x.test", "c@x.test", sender=""))
    assert sorted(events) == [("DEFER", "c@x.test", "451 4.2.0 later"), ("FAIL", "b@x.test", "550 5.1.1 unknown"),
                              ("SEND", "a@x.test", "250 2.0.0 kept")]
    assert queue["MessageCount"] == 1 and queue["DeferredMessageCount"] == 1


@pytest.mark.parametrize("extensions", ["PIPELINING", ""])
@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA", "END"])
@pytest.mark.parametrize("reply, event", [("550 5.7.1 never", "FAIL"), ("451 4.3.0 not now", "DEFER")])
def test_a_refusal_at_any_step_is_the_outcome(tmp_path, extensions, verb, reply, event):
    host = Host({verb: reply, "DATA": reply if verb == "DATA" else lambda line: "554 no valid recipients" if verb in ("MAIL", "RCPT") else "354 go"},
                extensions)
    events, _ = run(outcome(tmp_path, host, sender=""))
    assert events == [(event, "b@example.net", reply)]
    if verb in ("MAIL", "RCPT"):
        assert host.messages == []


def test_a_host_that_wants_data_though_it_refused_everybody_gets_a_lone_dot(tmp_path):
    host = Host({"RCPT": "550 5.1.1 no"})
    events, _ = run(outcome(tmp_path, host, sender=""))
    assert events == [("FAIL", "b@example.net", "550 5.1.1 no")]
    assert host.messages == [b""]


def test_a_host_that_vanishes_in_the_middle_of_data_gets_the_message_again(tmp_path):
    async def work():
        async with Host({"VANISH 1": "yes"}) as host:
            host.answers["VANISH 1"] = lambda line: "yes" if host.connections == 1 else "no"
            connector = smart_host(host.port)
            async with part(tmp_path, connector, TransportService={"QueueGlitchRetryInterval": "00:00:01"}) as made:
                await made.send("a@akkaya.local", "b@example.net")
                await made.quiet()
                assert host.messages == [BODY]
                assert [e[0] for e in await made.events()] == ["RECEIVE", "DEFER", "SEND"]
                assert (await made.events())[1][2] == "421 4.4.2 Connection dropped"
    run(work())


def test_a_lost_answer_after_the_dot_means_the_message_again_and_never_a_loss(tmp_path):
    async def work():
        async with Host() as host:
            host.answers["END"] = lambda line: "close" if host.connections == 1 else "250 2.0.0 kept"
            async with part(tmp_path, smart_host(host.port), TransportService={"QueueGlitchRetryInterval": "00:00:01"}) as made:
                await made.send("a@akkaya.local", "b@example.net")
                await made.quiet()
                assert host.messages == [BODY, BODY]
    run(work())


@pytest.mark.parametrize("verb", ["CONNECT", "EHLO", "MAIL"])
@pytest.mark.parametrize("how", ["421 4.3.2 closing", "close"])
def test_a_host_that_ends_before_a_message_has_judged_no_message(tmp_path, verb, how):
    host = Host({verb: how})
    events, queue = run(outcome(tmp_path, host))
    assert [e[0] for e in events] == ["DEFER"]
    assert queue["Status"] == "Retry" and queue["RetryCount"] == 1 and queue["MessageCount"] == 1
    assert "{LED=421 4." in queue["LastError"] and "{FQDN=[127.0.0.1]};{IP=127.0.0.1}]" in queue["LastError"]


@pytest.mark.parametrize("how", ["554 5.7.1 go away", "banana", "250 hello", "220-one\r\n250 two", "220 " + "x" * 5000])
def test_a_host_that_is_no_smtp_server_leaves_the_queue_in_retry(tmp_path, how):
    _, queue = run(outcome(tmp_path, Host({"CONNECT": how})))
    assert queue["Status"] == "Retry" and queue["MessageCount"] == 1


def test_what_a_host_says_can_neither_end_a_line_nor_reach_a_terminal(tmp_path):
    host = Host({"RCPT": "550 5.1.1 \x1b[2Jno\x00\udcff"})
    events, _ = run(outcome(tmp_path, host, sender=""))
    assert events == [("FAIL", "b@example.net", "550 5.1.1 \\x1b[2Jno\\x00\\xff")]


@pytest.mark.parametrize("garbage", ["999 what", "2X0 ok", "250-one\r\n550 two", "\r\n"])
def test_an_answer_that_is_no_reply_ends_the_conversation_and_the_message_waits(tmp_path, garbage):
    events, queue = run(outcome(tmp_path, Host({"END": garbage})))
    assert [e[0] for e in events] == ["DEFER"] and queue["MessageCount"] == 1


def test_too_many_recipients_at_once_are_no_refusal(tmp_path):
    limit = lambda line: "452 4.5.3 Too many recipients"  # noqa: E731
    host = Host({f"RCPT {n}": limit for n in (4, 5, 9)})
    events, queue = run(outcome(tmp_path, host, *[f"r{n}@x.test" for n in range(5)]))
    assert sorted(to for e in events if e[0] == "SEND" for to in e[1].split(";")) == [f"r{n}@x.test" for n in range(5)]
    assert len(host.messages) == 2 and queue["MessageCount"] == 0


def test_many_messages_share_a_connection_and_no_more_than_the_connector_says(tmp_path):
    async def work():
        async with Host() as host, part(tmp_path, smart_host(host.port, SmtpMaxMessagesPerConnection=5)) as made:
            for n in range(23):
                await made.send("a@akkaya.local", f"r{n}@x.test")
            await made.quiet()
            assert len(host.messages) == 23 and host.bare() == 0
            assert 5 <= host.connections <= 9
            assert sorted(line for line in host.said("RCPT")) == sorted(f"RCPT TO:<r{n}@x.test>" for n in range(23))
    run(work())


def test_a_refused_message_does_not_disturb_the_next_on_the_same_connection(tmp_path):
    async def work():
        answers = {"RCPT": lambda line: "550 5.1.1 no" if "bad" in line else "250 ok"}
        for extensions in ("PIPELINING", ""):
            async with Host(answers, extensions) as host, part(tmp_path / (extensions or "none"), smart_host(host.port)) as made:
                for n in range(12):
                    await made.send("", f"{'bad' if n % 3 == 1 else 'good'}{n}@x.test", body=b"m%d\r\n" % n)
                await made.quiet()
                assert sorted(m for m in host.messages if m) == sorted(b"m%d\r\n" % n for n in range(12) if n % 3 != 1)
    run(work())


@pytest.mark.parametrize("body, wire", [
    (b"a\nb\r\n", b"a\r\nb\r\n"), (b"a\rb\r\n", b"a\r\nb\r\n"), (b"a\n.\r\nb\r\n", b"a\r\n..\r\nb\r\n"), (b"a\r.\rb\r\n", b"a\r\n..\r\nb\r\n"),
    (b"a\r\r\nb\r\n", b"a\r\n\r\nb\r\n"), (b"no end", b"no end\r\n"), (b"", b""), (b"x\r\n\r\r\n", b"x\r\n\r\n\r\n"),
])
def test_no_bare_cr_or_lf_ever_leaves(tmp_path, body, wire):
    host = Host()
    run(outcome(tmp_path, host, body=body))
    assert host.messages == [wire] and host.bare() == 0


def test_an_address_with_a_line_end_in_it_is_not_sent(tmp_path):
    host = Host()
    events, _ = run(outcome(tmp_path, host, "\"b\r\nRCPT TO:<evil@x.test>\"@x.test", sender=""))
    assert events[0][0] == "FAIL" and "5.1.3" in events[0][2]
    assert not host.said("RCPT")


@pytest.mark.parametrize("extensions, fields, status", [
    ("SIZE_10", {}, "5.3.4"), ("PIPELINING", {"smtputf8": True}, "5.6.7"), ("PIPELINING", {"requiretls": True}, "5.7.30"),
])
def test_what_a_host_cannot_take_is_not_sent(tmp_path, extensions, fields, status):
    host = Host(extensions=extensions)
    events, _ = run(outcome(tmp_path, host, sender="", **fields))
    assert events[0][0] == "FAIL" and status in events[0][2] and not host.said("MAIL")


def test_parameters_go_along_where_they_are_understood(tmp_path):
    host = Host(extensions="PIPELINING SIZE_1000000 8BITMIME DSN SMTPUTF8")
    run(outcome(tmp_path, host, Recipient("b@x.test", "SUCCESS,DELAY", "rfc822;b+40@x.test"), "c@x.test", sender="ä@akkaya.local",
                body=b"\xc3\xa9\r\n", smtputf8=True, ret="HDRS", envid="Q+2B1"))
    assert host.said("MAIL") == ["MAIL FROM:<ä@akkaya.local> SIZE=4 SMTPUTF8 RET=HDRS ENVID=Q+2B1"]
    assert host.said("RCPT") == ["RCPT TO:<b@x.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b+40@x.test", "RCPT TO:<c@x.test>"]


def test_a_host_without_dsn_gets_no_dsn_parameters_and_success_is_reported_here(tmp_path):
    async def work():
        async with Host(extensions="PIPELINING") as host, part(tmp_path, smart_host(host.port)) as made:
            await made.send("administrator@akkaya.local", Recipient("b@x.test", "SUCCESS"))
            await made.quiet()
            assert host.said("RCPT") == ["RCPT TO:<b@x.test>"]
            [report] = made.mailbox("administrator@akkaya.local")
            assert b"Action: relayed" in report and b"Subject: Relayed: Test" in report
    run(work())


def test_when_all_hosts_are_down_the_next_one_is_named_and_the_queue_waits(tmp_path):
    async def work():
        async with Host() as host:
            host._server.close()
            await host._server.wait_closed()
            async with part(tmp_path, smart_host(host.port, SmartHosts=["127.0.0.1", "127.0.0.2"])) as made:
                await made.send("a@akkaya.local", "b@x.test")
                await made.until(lambda: made.queues.list_queues()[0]["Status"] == "Retry")
                row = made.queues.list_queues()[0]
                assert "Primary target IP address responded with" in row["LastError"]
                assert f"last endpoint attempted was 127.0.0.2:{host.port}" in row["LastError"]
                assert row["NextHopDomain"] == "[127.0.0.1],[127.0.0.2]"
    run(work())


def test_the_second_host_is_tried_when_the_first_is_down(tmp_path):
    async def work():
        async with Host() as host, part(tmp_path, smart_host(host.port, SmartHosts=["127.0.0.77", "127.0.0.1"])) as made:
            await made.send("a@akkaya.local", "b@x.test")
            await made.quiet()
            assert len(host.messages) == 1
    run(work())


@pytest.mark.parametrize("keep", [False, True])
@pytest.mark.parametrize("large", [False, True])
def test_fields_of_the_organisation_stay_inside(tmp_path, keep, large):
    async def work():
        from relayengine.mail import Envelope
        body = (b"From: a\r\nX-MS-Exchange-Organization-AuthAs: Internal\r\n folded\r\nX-Other: 1\r\nx-ms-exchange-FOREST-x: 2\r\n\r\n"
                b"X-MS-Exchange-Organization-SCL: in the body\r\n")
        async with Host() as host, part(tmp_path, smart_host(host.port, CloudServicesMailEnabled=keep)) as made:
            if large:
                writer = made.spool.writer()
                for at in range(0, len(body), 7):
                    await writer._sink.put_part(writer.number, writer.parts, body[at:at + 7])
                    writer.parts += 1
                writer.release()
                envelope = Envelope("a@akkaya.local", (Recipient("b@x.test"),), len(body), received_at=made.clock())
                made.queues.accept(await made.spool.commit(envelope, writer), envelope, writer)
            else:
                await made.send("a@akkaya.local", "b@x.test", body=body)
            await made.quiet()
            assert host.messages == [body if keep else b"From: a\r\nX-Other: 1\r\n\r\nX-MS-Exchange-Organization-SCL: in the body\r\n"]
    run(work())


# ---- TLS and logging on


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for host.test, signed by itself, and the context that serves it."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "host.test")])
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(datetime.now(UTC) - timedelta(1))
            .not_valid_after(datetime.now(UTC) + timedelta(1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("host.test")]), False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), True).sign(key, hashes.SHA256()))
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                                       serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return folder / "cert.pem", context


def test_tls_is_used_when_it_is_offered_whatever_the_certificate(tmp_path, certificate):
    host = Host(extensions="PIPELINING STARTTLS", context=certificate[1])
    events, _ = run(outcome(tmp_path, host))
    assert events[0][0] == "SEND"
    assert [line[:8] for line in host.lines[:3]] == ["EHLO EXC", "STARTTLS", "EHLO EXC"]


def test_tls_is_passed_over_where_the_connector_says_so(tmp_path, certificate):
    host = Host(extensions="PIPELINING STARTTLS", context=certificate[1])
    run(outcome(tmp_path, host, connector={"IgnoreSTARTTLS": True}))
    assert not host.said("STARTTLS") and len(host.messages) == 1


@pytest.mark.parametrize("settings", [{"RequireTLS": True}, {"RequireTLS": True, "TlsAuthLevel": "EncryptionOnly"}])
def test_required_tls_that_is_not_offered_means_waiting_and_never_clear_text(tmp_path, settings):
    host = Host()
    _, queue = run(outcome(tmp_path, host, connector=settings))
    assert queue["Status"] == "Retry" and "454 4.7.0" in queue["LastError"] and not host.said("MAIL")


@pytest.mark.parametrize("settings", [{"TlsAuthLevel": "CertificateValidation"}, {"TlsAuthLevel": "DomainValidation", "TlsDomain": "host.test"}])
def test_a_certificate_that_must_be_trusted_and_is_not_means_waiting(tmp_path, certificate, settings):
    host = Host(extensions="PIPELINING STARTTLS", context=certificate[1])
    _, queue = run(outcome(tmp_path, host, connector={"RequireTLS": True, **settings}))
    assert queue["Status"] == "Retry" and "454 4.7.5" in queue["LastError"] and "certificate" in queue["LastError"]
    assert not host.said("MAIL")


@pytest.mark.parametrize("domain, sent", [("host.test", True), ("other.test", False)])
def test_a_trusted_certificate_must_carry_the_name(tmp_path, certificate, monkeypatch, domain, sent):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    host = Host(extensions="PIPELINING STARTTLS", context=certificate[1])
    _, queue = run(outcome(tmp_path, host, connector={"RequireTLS": True, "TlsAuthLevel": "DomainValidation", "TlsDomain": domain}))
    assert bool(host.messages) is sent
    assert sent or "the certificate is not for other.test" in queue["LastError"]


def test_what_is_said_in_the_clear_after_starttls_is_never_believed(tmp_path, certificate):
    host = Host({"STARTTLS": "220 go\r\n250 fake"}, extensions="PIPELINING STARTTLS", context=certificate[1])
    _, queue = run(outcome(tmp_path, host, connector={"RequireTLS": True}))
    assert queue["Status"] == "Retry" and not host.said("MAIL")


BASIC = {"SmartHostAuthMechanism": "BasicAuth", "AuthenticationCredential": "relay"}


async def logged_on(tmp_path, host: Host, settings: dict):
    async with host, part(tmp_path, smart_host(host.port, **settings), passwords=lambda name: ("relay", "sécret")) as made:
        await made.send("a@akkaya.local", "b@x.test")
        await made.until(lambda: not made.waiting() or made.queues.list_queues()[0]["Status"] == "Retry")
        return made.queues.list_queues()[0]


@pytest.mark.parametrize("extensions, answers, secret", [
    ("AUTH_LOGIN_PLAIN", {"AUTH": "334 VXNlcm5hbWU6"}, "cmVsYXk="),
    ("AUTH_PLAIN", {}, "AUTH PLAIN AHJlbGF5AHPDqWNyZXQ="),
])
def test_logging_on_at_a_smart_host(tmp_path, extensions, answers, secret):
    host = Host(answers, extensions="PIPELINING " + extensions)
    queue = run(logged_on(tmp_path, host, BASIC))
    assert secret in host.lines and len(host.messages) == 1 and queue["MessageCount"] == 0


@pytest.mark.parametrize("extensions, answers, settings", [
    ("AUTH_LOGIN", {"AUTH": "535 5.7.8 no"}, BASIC), ("AUTH_GSSAPI", {}, BASIC), ("", {}, BASIC),
    ("AUTH_LOGIN", {}, {**BASIC, "SmartHostAuthMechanism": "BasicAuthRequireTLS"}),
])
def test_where_logging_on_fails_nothing_is_sent_and_the_queue_waits(tmp_path, extensions, answers, settings):
    host = Host(answers, extensions="PIPELINING " + extensions)
    queue = run(logged_on(tmp_path, host, settings))
    assert queue["Status"] == "Retry" and "454 4.7.0" in queue["LastError"] and not host.said("MAIL")
    if settings is not BASIC:
        assert not host.said("AUTH")


def test_an_offer_to_log_on_is_used_only_where_the_connector_says_so(tmp_path):
    host = Host(extensions="PIPELINING AUTH_PLAIN")
    run(outcome(tmp_path, host))
    assert not host.said("AUTH") and len(host.messages) == 1


def test_large_messages_are_read_from_the_spool_as_the_host_takes_them(tmp_path):
    async def work():
        async with Host() as host, part(tmp_path, smart_host(host.port)) as made:
            from relayengine.mail import Envelope
            line = b"..dots" + b"z" * 990 + b"\r\n"
            writer = made.spool.writer()
            for _ in range(3000):
                await writer.write(line)
            writer.release()
            envelope = Envelope("a@akkaya.local", (Recipient("b@x.test"),), 3000 * len(line), received_at=made.clock())
            number = await made.spool.commit(envelope, writer, head=b"H: 1\r\n\r\n")
            made.queues.accept(number, envelope, writer, head=b"H: 1\r\n\r\n")
            await made.quiet()
            assert host.messages == [b"H: 1\r\n\r\n" + line * 3000]
    run(work())


# ---- LMTP


def test_by_lmtp_each_recipient_has_an_answer_and_only_the_deferred_one_is_tried_again(tmp_path):
    async def work():
        ends = iter(["250 2.1.5 first", "451 4.2.0 busy", "550 5.2.1 gone", "250 2.1.5 second"])
        host = Host({"EHLO": "500 LMTP only", "END": lambda line: f"{next(ends)}\r\n{next(ends)}\r\n{next(ends)}" if len(host.messages) == 1 else next(ends)})
        boxes = [{"Name": n, "PrimarySmtpAddress": f"{n}@akkaya.local"} for n in ("ann", "bob", "cid")]
        async with host, part(tmp_path, Mailbox=boxes, Server={"MailboxLmtp": f"127.0.0.1:{host.port}"},
                              TransportService={"MessageRetryInterval": "00:00:01"}) as made:
            await made.send("", "ann@akkaya.local", "bob@akkaya.local", "cid@akkaya.local")
            await made.quiet()
            assert host.said("LHLO") and not host.said("EHLO")
            assert host.said("RCPT")[3:] == ["RCPT TO:<bob@akkaya.local>"]
            assert [(e[0], e[1]) for e in await made.events()] == [
                ("RECEIVE", "ann@akkaya.local;bob@akkaya.local;cid@akkaya.local"), ("DELIVER", "ann@akkaya.local"), ("FAIL", "cid@akkaya.local"),
                ("DEFER", "bob@akkaya.local"), ("DELIVER", "bob@akkaya.local")] or sorted(e[0] for e in await made.events()) == [
                "DEFER", "DELIVER", "DELIVER", "FAIL", "RECEIVE"]
    run(work())
