"""Reports: what RFC 3464 and RFC 3461 ask for, readable by the standard library's own parser, and nothing from outside breaks them."""

from __future__ import annotations

import email
import email.policy

import pytest
from hypothesis import given, strategies as st
from relayengine.mail import Envelope, Recipient
from relayengine.mail.bounce import Reported, Source, report, status_of
from relayengine.mail.words import WORDS

ORIGINAL = b"From: a@b.c\r\nX-MS-Exchange-Organization-AuthAs: Internal\r\nSubject: Hello\r\n\r\n.dot\r\nbody\r\n"


def made(reply: str = "550 5.1.1 User unknown", action: str = "failed", original: bytes = ORIGINAL, language: str | None = None,
         host: str = "mx.example.net", recipient: Recipient = Recipient("x@example.net"), **fields) -> bytes:
    envelope = Envelope("a@b.c", (recipient,), len(original), message_id="<1@b.c>", subject=fields.pop("subject", "Hello"),
                        received_at=1_700_000_000.0, helo="client.b.c", **fields)
    return report(envelope, [Reported(recipient, action, reply, host)], original,
                  Source("relay.b.c", "postmaster@b.c", "<r@relay.b.c>", 1_700_000_100.0, language, until=1_700_200_000.0))


def parsed(data: bytes):
    return email.message_from_bytes(data, policy=email.policy.default)


def fields(data: bytes) -> dict[str, str]:
    """The machine-readable part, both groups together."""
    status = list(parsed(data).iter_parts())[1]
    return {name.lower(): value for group in status.get_payload() for name, value in group.items()}


def test_a_report_has_its_three_parts_and_the_fields_of_rfc_3464():
    data = made(recipient=Recipient("x@example.net", orcpt="rfc822;X+2By@example.net"), envid="Q+3D1")
    message = parsed(data)
    assert message.get_content_type() == "multipart/report" and message["Content-Type"].params["report-type"] == "delivery-status"
    text, status, back = message.iter_parts()
    assert (text.get_content_type(), status.get_content_type(), back.get_content_type()) == (
        "text/plain", "message/delivery-status", "message/rfc822")
    found = fields(data)
    assert found["reporting-mta"] == "dns;relay.b.c"
    assert found["original-envelope-id"] == "Q=1"
    assert found["original-recipient"] == "rfc822;X+y@example.net"
    assert found["final-recipient"] == "rfc822;x@example.net"
    assert found["action"] == "failed" and found["status"] == "5.1.1"
    assert found["diagnostic-code"] == "smtp;550 5.1.1 User unknown"
    assert found["remote-mta"] == "dns;mx.example.net"
    assert message["To"] == "a@b.c" or "a@b.c" in message["To"]
    assert message["Auto-Submitted"] == "auto-replied" and message["In-Reply-To"] == "<1@b.c>"
    assert "x@example.net" in text.get_content() and "550 5.1.1 User unknown" in text.get_content()


def test_the_original_comes_back_whole_without_the_fields_of_the_organisation():
    data = made()
    assert b"From: a@b.c\r\nSubject: Hello\r\n\r\n.dot\r\nbody\r\n" in data
    assert b"X-MS-Exchange-Organization" not in data


@pytest.mark.parametrize("more", [{"ret": "HDRS"}, {"action": "delayed", "reply": "421 4.4.1 Connection timed out"}])
def test_only_the_header_comes_back_where_that_was_asked_or_nothing_failed(more):
    data = made(**more)
    assert list(parsed(data).iter_parts())[2].get_content_type() == "text/rfc822-headers"
    assert b"body" not in data


def test_a_delay_says_until_when():
    found = fields(made("421 4.4.1 Connection timed out", "delayed"))
    assert found["action"] == "delayed" and found["status"] == "4.4.1" and "will-retry-until" in found


@pytest.mark.parametrize("reply, action, expected", [
    ("550 5.1.1 x", "failed", "5.1.1"), ("550 x", "failed", "5.0.0"), ("550 4.4.7 QUEUE.Expired; message expired", "failed", "4.4.7"),
    ("421 x", "delayed", "4.0.0"), ("250 ok", "delivered", "2.0.0"), ("250 2.1.5 ok", "relayed", "2.1.5"), ("250 2.0.0 x", "failed", "5.0.0"),
    ("", "failed", "5.0.0"),
])
def test_the_status_is_the_replys_own_or_made_from_the_action(reply, action, expected):
    assert status_of(reply, action) == expected


@pytest.mark.parametrize("language, subject", [("fr-FR", "Non remis"), ("de", "Unzustellbar"), ("es-ES", "No se puede entregar"),
                                               ("tr-TR", "Teslim edilemedi"), ("xx", "Undeliverable"), (None, "Undeliverable")])
def test_reports_speak_the_language_they_are_asked_to(language, subject):
    assert parsed(made(language=language))["Subject"] == f"{subject}: Hello"


def test_every_language_has_every_sentence_with_the_same_blanks_to_fill():
    for language, sentences in WORDS.items():
        assert sentences.keys() == WORDS["en"].keys(), language
        for key, text in sentences.items():
            assert [p for p in ("{0}", "{1}") if p in text] == [p for p in ("{0}", "{1}") if p in WORDS["en"][key]], (language, key)


def test_an_original_with_octets_of_8_bits_is_returned_as_such():
    data = made(original="Subject: é\r\n\r\né\r\n".encode())
    back = list(parsed(data).iter_parts())[2]
    assert back["Content-Transfer-Encoding"] == "8bit"


def test_an_internationalised_message_gets_an_internationalised_report():
    data = made(recipient=Recipient("ä@example.net"), smtputf8=True)
    assert b"message/global-delivery-status" in data and "Final-Recipient: utf-8;ä@example.net".encode() in data


@given(st.text(max_size=3000), st.text(max_size=400), st.text(max_size=300))
def test_whatever_another_server_says_the_report_stays_whole(reply, host, subject):
    data = made(f"550 5.1.1 {reply}\r\n--boundary\r\nX-Evil: 1", host=host, subject=subject)
    assert data.count(b"\r\n") == data.count(b"\r") == data.count(b"\n")
    message = parsed(data)
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "message/delivery-status", "message/rfc822"]
    assert "x-evil" not in fields(data) and "X-Evil" not in message
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    assert not any(octet in data for octet in (b"\x1b", b"\x00"))
    assert data.isascii()
