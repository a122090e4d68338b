"""The outside world of the tests is real enough: its name server answers, its sink keeps what it is sent."""

from __future__ import annotations

import smtplib

import dns.resolver

from world.names import NameServer
from world.sink import Sink


def test_the_name_server_answers_mx_questions() -> None:
    names = NameServer({"example.com": [(10, "mx.example.com")]}, {"mx.example.com": "127.0.0.2"})
    try:
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], names.port
        assert [str(row.exchange) for row in resolver.resolve("example.com", "MX")] == ["mx.example.com."]
        assert [row.address for row in resolver.resolve("mx.example.com", "A")] == ["127.0.0.2"]
    finally:
        names.close()


def test_the_sink_sees_bare_line_ends() -> None:
    sink = Sink()
    with smtplib.SMTP("127.0.0.1", sink.port) as client:
        client.sendmail("a@example.org", ["b@example.com"], "Subject: x\r\n\r\nbody\r\n")
    (message,) = sink.wait_for(1)
    assert (message.sender, message.recipients) == ("a@example.org", ["b@example.com"])
    assert message.data == b"Subject: x\r\n\r\nbody\r\n"
    assert sink.bare_line_ends() == 0
    with smtplib.SMTP("127.0.0.1", sink.port) as client:
        client.sendmail("a@example.org", ["b@example.com"], b"one\ntwo\r\n")
    sink.wait_for(2)
    assert sink.bare_line_ends() == 1
    sink.close()
