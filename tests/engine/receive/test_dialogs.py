"""Conversations over real sockets: the article's, the tolerances, and every extension that is offered."""

from __future__ import annotations

import base64
import socket
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))
from receiving import ADMINISTRATOR, PASSWORD, Client, Relay, relay, settings  # noqa: E402


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory):
    with relay(tmp_path_factory.mktemp("relay"), {"": {"MaxInboundConnectionPerSource": "Unlimited", "MessageRateLimit": "Unlimited"}}) as found:
        yield found


@pytest.fixture
def mail(house: Relay):
    with house.client() as client:
        yield client
    house.queue.messages.clear()


def test_the_article_section_2(house: Relay, mail: Client) -> None:
    assert mail.say("helo") == "250 EXCSERVER.akkaya.local Hello [127.0.0.1]"
    assert mail.say("mail from: administrator@akkaya.local") == "250 2.1.0 Sender OK"
    assert mail.say("rcpt to: administrator@akkaya.local") == "250 2.1.5 Recipient OK"
    assert mail.say("Data") == "354 Start mail input; end with <CRLF>.<CRLF>"
    mail.send("Subject: Test email\r\n\r\nTesting\r\n.\r\n")
    reply = mail.reply()
    message = house.queue.messages[-1]
    assert reply == (f"250 2.6.0 {message.envelope.message_id} [InternalId={message.number}, Hostname=EXCSERVER.akkaya.local] "
                     "Queued mail for delivery")
    assert message.to == ["administrator@akkaya.local"]
    assert message.envelope.subject == "Test email"
    assert message.wire.endswith(b"Subject: Test email\r\n\r\nTesting\r\n")
    assert message.wire.startswith(b"Received: from ")


def test_the_article_section_3(mail: Client) -> None:
    mail.many("helo|mail from: administrator@akkaya.local")
    assert mail.say("rcpt to: someone@example.com.") == "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain"


def test_the_greeting_and_the_answer_to_ehlo(house: Relay) -> None:
    with house.client(greeted=False) as client:
        greeting = client.reply()
        assert greeting.startswith("220 EXCSERVER.akkaya.local Microsoft ESMTP MAIL Service ready at ")
        time.strptime(greeting.split(" ready at ")[1], "%a, %d %b %Y %H:%M:%S %z")
        assert client.say("EHLO client.example").split("\n") == [
            "250-EXCSERVER.akkaya.local Hello [127.0.0.1]", "250-SIZE 37748736", "250-PIPELINING", "250-DSN",
            "250-ENHANCEDSTATUSCODES", "250-STARTTLS", "250-8BITMIME", "250-BINARYMIME", "250-CHUNKING", "250 SMTPUTF8"]


def test_small_talk(mail: Client) -> None:
    assert mail.many("NOOP|noop anything|RSET|VRFY root|VRFY nobody|HELP") == [
        "250 2.0.0 OK", "250 2.0.0 OK", "250 2.0.0 Resetting", "252 2.1.5 Cannot VRFY user", "252 2.1.5 Cannot VRFY user",
        "214 2.0.0 This server supports HELO EHLO STARTTLS AUTH MAIL RCPT DATA BDAT RSET NOOP VRFY HELP QUIT"]
    assert mail.say("QUIT") == "221 2.0.0 Service closing transmission channel"
    assert mail.closed()


def test_out_of_order(mail: Client) -> None:
    assert mail.say("MAIL FROM:<a@b.example>") == "503 5.5.2 Send hello first"
    mail.say("EHLO x")
    assert mail.say("RCPT TO:<a@b.example>") == "503 5.5.2 Need mail command"
    assert mail.say("DATA") == "503 5.5.2 Need mail command"
    mail.say("MAIL FROM:<a@b.example>")
    assert mail.say("DATA") == "503 5.5.2 Need rcpt command"


def test_a_group_of_commands_in_one_segment(house: Relay, mail: Client) -> None:
    mail.say("EHLO x")
    mail.send(f"MAIL FROM:<a@b.example>\r\nRCPT TO:<{ADMINISTRATOR}>\r\nRCPT TO:<x@c.example>\r\nRCPT TO:<{ADMINISTRATOR.upper()}>\r\nDATA\r\n")
    assert [mail.reply()[:9] for _ in range(5)] == ["250 2.1.0", "250 2.1.5", "550 5.7.5", "250 2.1.5", "354 Start"]
    mail.send(f"S: 1\r\n\r\none\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<{ADMINISTRATOR}>\r\nDATA\r\n")
    assert [mail.reply()[:9] for _ in range(4)] == ["250 2.6.0", "250 2.1.0", "250 2.1.5", "354 Start"]
    mail.send(b"S: 2\r\n\r\ntwo\r\n.\r\n")
    assert mail.reply().startswith("250 2.6.0")
    assert [(m.envelope.sender, m.to, m.body) for m in house.queue.messages] == [
        ("a@b.example", [ADMINISTRATOR], b"one\r\n"), ("", [ADMINISTRATOR], b"two\r\n")]


def test_what_is_asked_about_reports_is_kept(house: Relay, mail: Client) -> None:
    mail.say("EHLO x")
    assert mail.say("MAIL FROM:<a@b.example> RET=HDRS ENVID=QQ314159 BODY=8BITMIME SIZE=1000").startswith("250")
    assert mail.say(f"RCPT TO:<{ADMINISTRATOR}> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Bob@b.example").startswith("250")
    mail.message(b"S: x\r\n\r\nx")
    envelope = house.queue.messages[-1].envelope
    assert (envelope.ret, envelope.envid, envelope.body) == ("HDRS", "QQ314159", "8BITMIME")
    assert (envelope.recipients[0].notify, envelope.recipients[0].orcpt) == ("SUCCESS,DELAY", "rfc822;Bob@b.example")


def test_chunks(house: Relay, mail: Client) -> None:
    mail.many(f"EHLO x|MAIL FROM:<a@b.example>|RCPT TO:<{ADMINISTRATOR}>")
    mail.send(b"BDAT 14\r\nSubject: x\r\n\r\nBDAT 5\r\n.dot\nBDAT 8 LAST\r\n\r\n.\r\nend")
    assert mail.reply() == "250 2.6.0 CHUNK received OK, 14 octets"
    assert mail.reply() == "250 2.6.0 CHUNK received OK, 19 octets"
    assert mail.reply().startswith("250 2.6.0 <")
    assert house.queue.messages[-1].body == b"..dot\r\n\r\n..\r\nend\r\n"


def test_binary_content_is_made_lines(house: Relay, mail: Client) -> None:
    body = bytes(range(256)) + b"\r\nMAIL FROM:<evil@x>\n.\r\n.\r\n"
    content = (b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b b\"\r\n\r\n--b b\r\n"
               b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n" + body + b"\r\n--b b--\r\n")
    mail.say("EHLO x")
    assert mail.say("MAIL FROM:<a@b.example> BODY=BINARYMIME").startswith("250")
    mail.say(f"RCPT TO:<{ADMINISTRATOR}>")
    assert mail.say("DATA").startswith("503")
    mail.send(b"BDAT %d LAST\r\n" % len(content) + content)
    assert mail.reply().startswith("250 2.6.0 <")
    import email

    message = email.message_from_bytes(house.queue.messages[-1].wire)
    assert message.get_payload()[0].get_payload(decode=True) == body


def test_a_large_message_goes_through_whole(house: Relay, mail: Client) -> None:
    body = b"".join(b"%06d .. \r\n.%06d\r\n" % (i, i) for i in range(40000))
    mail.say("EHLO x")
    mail.many(f"MAIL FROM:<a@b.example>|RCPT TO:<{ADMINISTRATOR}>|DATA")
    mail.send(b"Subject: large\r\n\r\n" + body.replace(b"\r\n.", b"\r\n..") + b".\r\n")
    assert mail.reply().startswith("250 2.6.0 <")
    message = house.queue.messages[-1]
    assert message.envelope.subject == "large"
    assert message.body.replace(b"\r\n..", b"\r\n.") == body


def test_logging_on_at_the_client_frontend(house: Relay) -> None:
    with house.client(587) as client:
        assert "AUTH" not in client.say("EHLO x")
        assert client.say("AUTH LOGIN") == "504 5.7.4 Unrecognized authentication type"
        assert client.say("MAIL FROM:<a@b.example>") == (
            "530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM")
        client.starttls()
        assert "250-AUTH LOGIN PLAIN" in client.say("EHLO x").split("\n")
        assert client.say("AUTH NTLM") == "504 5.7.4 Unrecognized authentication type"
        assert client.say("AUTH LOGIN") == "334 VXNlcm5hbWU6"
        assert client.say(base64.b64encode(b"administrator")) == "334 UGFzc3dvcmQ6"
        assert client.say(base64.b64encode(b"wrong")) == "535 5.7.3 Authentication unsuccessful"
        for name in ("Administrator", ADMINISTRATOR, "AKKAYA\\administrator"):
            with house.client(587) as other:
                other.say("EHLO x")
                other.starttls()
                other.say("EHLO x")
                plain = base64.b64encode(f"\0{name}\0{PASSWORD}".encode()).decode()
                assert other.say(f"AUTH PLAIN {plain}") == "235 2.7.0 Authentication successful"
                assert other.say("MAIL FROM:<ceo@akkaya.local>") == "550 5.7.60 SMTP; Client does not have permissions to send as this sender"
                assert other.say(f"MAIL FROM:<{ADMINISTRATOR}>") == "250 2.1.0 Sender OK"
                assert other.say("RCPT TO:<someone@example.com>") == "250 2.1.5 Recipient OK"
                assert other.message(b"Subject: x\r\nBcc: hidden@example.com\r\nTo: a@b.example\r\n\r\nx").startswith("250 2.6.0")
                message = house.queue.messages[-1]
                assert message.envelope.authenticated_as == "Administrator"
                assert b"hidden" not in message.wire and b"\r\nTo: a@b.example\r\n" in message.wire


def test_the_certificate_of_a_name_is_shown_at_once(house: Relay) -> None:
    from relayengine.tls.selfsigned import make_self_signed

    made = make_self_signed(house.certificates, "CN=mail.cozumpark.com, O=Portal", ["mail.cozumpark.com"])
    connector = next(c for c in house.settings.receive_connectors if c.name.startswith("Client Frontend"))
    before = house.settings
    changed = [c if c is not connector else c.replace(tls_certificate_name=made.tls_name.replace("<I>", "<i>"), fqdn="mail.cozumpark.com")
               for c in before.receive_connectors]
    try:
        new = settings(None, {"PortOffset": before.server.port_offset})
        new.secrets = before.secrets
        new.receive_connectors = tuple(changed)
        house.loop.call_soon_threadsafe(house.door.take, new)
        with house.client(587) as client:
            client.say("EHLO x")
            import hashlib

            assert hashlib.sha1(client.starttls("mail.cozumpark.com")).hexdigest().upper() == made.thumbprint  # noqa: S324
            assert client.say("EHLO x").startswith("250-mail.cozumpark.com Hello")
    finally:
        house.loop.call_soon_threadsafe(house.door.take, before)
        house.certificates.remove(made)


def test_a_session_keeps_the_settings_it_began_with(house: Relay, mail: Client) -> None:
    before = house.settings
    stricter = settings({"Default Frontend": {"PermissionGroups": "ExchangeServers"}}, {"PortOffset": before.server.port_offset})
    stricter.secrets = before.secrets
    try:
        mail.say("EHLO x")
        house.loop.call_soon_threadsafe(house.door.take, stricter)
        time.sleep(0.05)
        assert mail.say("MAIL FROM:<a@b.example>").startswith("250")
        with house.client() as other:
            other.say("EHLO x")
            assert other.say("MAIL FROM:<a@b.example>").startswith("530 5.7.57")
    finally:
        house.loop.call_soon_threadsafe(house.door.take, before)


def test_the_tarpit_delays_the_anonymous(tmp_path: Path) -> None:
    with relay(tmp_path, {"Default Frontend": {"TarpitInterval": "00:00:01"}}) as house, house.client() as client:
        client.many("EHLO x|MAIL FROM:<a@b.example>")
        began = time.monotonic()
        client.send("RCPT TO:<a@c.example>\r\nNOOP\r\n")
        assert client.reply().startswith("550 5.7.54")
        assert 0.9 < time.monotonic() - began < 3
        assert client.reply() == "250 2.0.0 OK"


def test_an_anonymous_connector_for_chosen_addresses(tmp_path: Path) -> None:
    """The article, section 5: a connector for one address that may relay; all others still may not."""
    connector = {"Name": "IP_Relay", "TransportRole": "FrontendTransport", "Bindings": ["0.0.0.0:25"], "RemoteIPRanges": ["127.0.0.7"],
                 "PermissionGroups": "AnonymousUsers", "TarpitInterval": "00:00:00"}
    right = {"Identity": "EXCSERVER\\IP_Relay", "User": "NT AUTHORITY\\Anonymous Logon", "ExtendedRights": ["MS-Exch-SMTP-Accept-Any-Recipient"]}
    with relay(tmp_path, ReceiveConnector=[connector], ADPermission=[right]) as house:
        for source, answer in (("127.0.0.7", "250 2.1.5 Recipient OK"), ("127.0.0.8", "550 5.7.54")):
            with house.client(source=source) as client:
                client.many("helo|mail from: administrator@akkaya.local")
                assert client.say("rcpt to: someone@example.com.").startswith(answer)


def test_implicit_tls_and_require_tls(tmp_path: Path) -> None:
    with relay(tmp_path, {"Client Proxy": {"ImplicitTlsEnabled": True}, "Default Frontend": {"RequireTLS": True}}) as house:
        with house.client(465, greeted=False) as client:
            client.wrap()
            assert client.reply().startswith("220 ")
            assert "STARTTLS" not in client.say("EHLO x")
        with house.client() as client:
            client.say("EHLO x")
            assert client.say("MAIL FROM:<a@b.example>") == "451 5.7.3 STARTTLS is required to send mail"
            client.starttls()
            client.say("EHLO x")
            assert client.say("MAIL FROM:<a@b.example>").startswith("250")


def test_limits_of_connections(tmp_path: Path) -> None:
    with relay(tmp_path, {"Default Frontend": {"MaxInboundConnectionPerSource": 2}}) as house:
        with house.client() as one, house.client() as two:
            with house.client(greeted=False) as three:
                assert three.reply().startswith("421 4.3.2 The maximum number of concurrent connections")
                assert three.closed()
            with house.client(source="127.0.0.9") as other:
                assert other.say("NOOP").startswith("250")
            two.say("QUIT")
            one.say("NOOP")
        time.sleep(0.1)
        assert house.door.connections.count("Default Frontend EXCSERVER") == 0
        with house.client() as again:
            assert again.say("NOOP").startswith("250")


def test_the_rate_of_messages(tmp_path: Path) -> None:
    with relay(tmp_path, {"Default Frontend": {"MessageRateLimit": 2}}) as house, house.client() as client:
        client.say("EHLO x")
        assert client.deliver().startswith("250") and client.deliver().startswith("250")
        assert client.say("MAIL FROM:<a@b.example>").startswith("421 4.4.2")
        assert client.closed()


def test_silence_ends_a_session(tmp_path: Path) -> None:
    with relay(tmp_path, {"Default Frontend": {"ConnectionInactivityTimeout": "00:00:01"}}) as house, house.client() as client:
        began = time.monotonic()
        assert client.reply() == "451 4.7.0 Timeout waiting for client input"
        assert client.closed() and time.monotonic() - began < 5


def test_back_pressure(house: Relay, mail: Client) -> None:
    mail.say("EHLO x")
    house.queue.short = 2
    try:
        assert mail.say("MAIL FROM:<a@b.example>") == "452 4.3.1 Insufficient system resources"
    finally:
        house.queue.short = 0
    assert mail.say("MAIL FROM:<a@b.example>").startswith("250")


def test_no_enhanced_codes_where_they_are_off(tmp_path: Path) -> None:
    with relay(tmp_path, {"Default Frontend": {"EnhancedStatusCodesEnabled": False, "Banner": "220 hello there"}}) as house:
        with house.client(greeted=False) as client:
            assert client.reply() == "220 hello there"
            assert "ENHANCED" not in client.say("EHLO x")
            assert client.say("MAIL FROM:<a@b.example>") == "250 Sender OK"


def test_the_proxy_header_and_xclient(tmp_path: Path) -> None:
    server = {"ProxyProtocolSources": ["127.0.0.2"], "XClientSources": ["127.0.0.3"]}
    with relay(tmp_path, server=server) as house:
        with house.client(greeted=False, source="127.0.0.2") as client:
            client.send("PROXY TCP4 192.0.2.9 127.0.0.1 4000 25\r\nEHLO x\r\n")
            client.reply()
            assert "Hello [192.0.2.9]" in client.reply()
        with house.client(greeted=False, source="127.0.0.2") as client:
            client.send(b"\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0c" + socket.inet_aton("192.0.2.10") + socket.inet_aton("127.0.0.1") + b"\x10\x00\x00\x19")
            client.reply()
            assert "Hello [192.0.2.10]" in client.say("EHLO x")
        with house.client(source="127.0.0.3") as client:
            client.say("EHLO x")
            assert client.say("XCLIENT ADDR=192.0.2.11 NAME=[UNAVAILABLE]").startswith("220 ")
            assert "Hello [192.0.2.11]" in client.say("EHLO x")


def test_all_the_ways_to_lose_the_client_leave_nothing(house: Relay) -> None:
    for data in (b"", b"EHLO x\r\n", b"EHLO x\r\nMAIL FROM:<a@b.example>\r\n", b"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<postmaster>\r\nDATA\r\nabc",
                 b"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<postmaster>\r\nDATA\r\nS: x\r\n\r\n" + b"x\r\n" * 100000, b"STARTTLS\r\n", b"AUTH LOGIN\r\n"):
        client = house.client()
        client.send(data)
        client.close()
    until = time.monotonic() + 5
    while house.door.sessions and time.monotonic() < until:
        time.sleep(0.05)
    assert not house.door.sessions and house.door.connections.count("Default Frontend EXCSERVER") == 0
    assert not house.queue.messages and not house.reports
