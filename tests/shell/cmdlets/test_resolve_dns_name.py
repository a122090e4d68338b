"""Resolve-DnsName against a server of our own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import dns.message
import dns.rcode
import dns.rrset
import pytest
from scripts import run

RECORDS = {
    ("relay.example.", "A"): ["192.0.2.1"], ("relay.example.", "AAAA"): ["2001:db8::1"], ("example.", "MX"): ["10 relay.example.", "20 backup.example."],
    ("example.", "TXT"): ['"v=spf1 -all"'], ("1.2.0.192.in-addr.arpa.", "PTR"): ["relay.example."],
}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    listening = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listening.bind(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                data, who = listening.recvfrom(4096)
            except OSError:
                return
            query = dns.message.from_wire(data)
            answer = dns.message.make_response(query)
            question = query.question[0]
            name, kind = question.name.to_text(), dns.rdatatype.to_text(question.rdtype)
            found = RECORDS.get((name, kind))
            if found:
                answer.answer.append(dns.rrset.from_text(name, 300, "IN", kind, *found))
            elif not any(key[0] == name for key in RECORDS):
                answer.set_rcode(dns.rcode.NXDOMAIN)
            listening.sendto(answer.to_wire(), who)

    threading.Thread(target=serve, daemon=True).start()
    yield f"127.0.0.1:{listening.getsockname()[1]}"
    listening.close()


@pytest.mark.parametrize(("script", "expected"), [
    ("(Resolve-DnsName relay.example -Server $s).IPAddress", ["2001:db8::1", "192.0.2.1"]),
    ("Resolve-DnsName example MX -Server $s | ForEach-Object { \"$($_.Preference) $($_.NameExchange)\" } | Sort-Object", ["10 relay.example", "20 backup.example"]),
    ("(Resolve-DnsName example -Type TXT -Server $s).Strings", ["v=spf1 -all"]),
    ("(Resolve-DnsName 192.0.2.1 -Server $s).NameHost", ["relay.example"]),
    ("$r = Resolve-DnsName relay.example A -Server $s; $r.TTL; $r.Section; $r.Type", ["300", "Answer", "A"]),
])
def test_answers(server: str, script: str, expected: list[str]) -> None:
    found = run(script, s=server)
    assert (found.ids, found.texts) == ([], expected)


def test_a_name_that_is_not_there(server: str) -> None:
    found = run("Resolve-DnsName nosuch.example -Server $s", s=server)
    assert [each.partition(",")[0] for each in found.ids] == ["ERROR_9003"]
