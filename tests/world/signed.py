"""A name server on loopback that answers like a resolver which checks signatures: whoever asks hears which answers are signed."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset


class SignedNames:
    """Answers over UDP and TCP, inside the test's own loop.

    records   (name, kind) -> the records' texts; aliases are followed
    secure    names whose records count as signed (AD, for those who ask for it)
    bogus     names whose signatures are wrong: SERVFAIL
    """

    def __init__(self, records: Mapping[tuple[str, str], Sequence[str]], secure: Collection[str] = (), bogus: Collection[str] = ()) -> None:
        self.records = dict(records)
        self.secure = set(secure)
        self.bogus = set(bogus)
        self.asked: list[tuple[str, str]] = []
        self.port = 0

    async def __aenter__(self) -> SignedNames:
        loop = asyncio.get_running_loop()
        self._tcp = await asyncio.start_server(self._stream, "127.0.0.1", 0)
        self.port = self._tcp.sockets[0].getsockname()[1]
        self._udp, _ = await loop.create_datagram_endpoint(lambda: _Datagrams(self), ("127.0.0.1", self.port))
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._udp.close()
        self._tcp.close()

    async def _stream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        size = int.from_bytes(await reader.readexactly(2), "big")
        answer = self.answer(await reader.readexactly(size)).to_wire()
        writer.write(len(answer).to_bytes(2, "big") + answer)
        writer.close()

    def answer(self, wire: bytes) -> dns.message.Message:
        """The answer to a question."""
        question = dns.message.from_wire(wire)
        made = dns.message.make_response(question, recursion_available=True)
        name, kind = question.question[0].name.to_text(omit_final_dot=True).lower(), question.question[0].rdtype
        self.asked.append((name, dns.rdatatype.to_text(kind)))
        secure = bool(question.flags & dns.flags.AD)
        for _ in range(8):
            secure = secure and name in self.secure
            if name in self.bogus:
                made.set_rcode(dns.rcode.SERVFAIL)
                return made
            alias = self.records.get((name, "CNAME"))
            at = dns.name.from_text(name)
            if alias and kind != dns.rdatatype.CNAME:
                made.answer.append(dns.rrset.from_text_list(at, 60, dns.rdataclass.IN, "CNAME", alias))
                name = alias[0].rstrip(".").lower()
                continue
            found = self.records.get((name, dns.rdatatype.to_text(kind)))
            if found:
                made.answer.append(dns.rrset.from_text_list(at, 60, dns.rdataclass.IN, kind, found))
            elif not any(each == name or each.endswith("." + name) for each, _ in self.records):
                made.set_rcode(dns.rcode.NXDOMAIN)
            break
        if secure:
            made.flags |= dns.flags.AD
        return made


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, names: SignedNames) -> None:
        self.names = names

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        answer = self.names.answer(data)
        wire = answer.to_wire()
        if len(wire) > 512:
            answer.answer.clear()
            answer.flags |= dns.flags.TC
            wire = answer.to_wire()
        self.transport.sendto(wire, address)
