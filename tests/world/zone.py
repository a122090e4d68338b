"""A signed zone with its name server, and a resolver that checks the signatures: dnsmasq with the zone's key as its trust anchor."""

from __future__ import annotations

import asyncio
import subprocess
import threading
from pathlib import Path

import dns.dnssec
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset
import dns.zone
from cryptography.hazmat.primitives.asymmetric import ec

from world.names import DNSMASQ, free_port

_ROOT = ".,20326,8,2,E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D"
"""dnsmasq checks nothing without an anchor for the root, though it is never needed here."""


class SignedZone:
    """Serves a zone that it signs itself, and below it zones that it does not. `forged`: answers that go out changed, by name and kind."""

    def __init__(self, text: str, unsigned: dict[str, str], forged: dict[tuple[str, str], str]) -> None:
        self.zone = dns.zone.from_text(text, relativize=False)
        key = ec.generate_private_key(ec.SECP256R1())
        public = dns.dnssec.make_dnskey(key.public_key(), dns.dnssec.Algorithm.ECDSAP256SHA256, flags=257)
        with self.zone.writer() as change:
            dns.dnssec.sign_zone(self.zone, txn=change, keys=[(key, public)], lifetime=86400, add_dnskey=True, dnskey_ttl=300)
        anchor = dns.dnssec.make_ds(self.zone.origin, public, "SHA256")
        self.anchor = f"{self.zone.origin.to_text(omit_final_dot=True)},{anchor.key_tag},{int(anchor.algorithm)},{int(anchor.digest_type)},{anchor.digest.hex().upper()}"
        self.unsigned = [dns.zone.from_text(text, origin=name, relativize=False) for name, text in unsigned.items()]
        self.forged = forged

    def answer(self, wire: bytes) -> bytes:
        """The answer to a question, with signatures and proofs."""
        question = dns.message.from_wire(wire)
        made = dns.message.make_response(question)
        made.flags |= dns.flags.AA
        name, kind = question.question[0].name.canonicalize(), question.question[0].rdtype
        below = next((zone for zone in self.unsigned if name.is_subdomain(zone.origin)), None)
        zone = below if below is not None and kind != dns.rdatatype.DS else self.zone

        def put(section: list, at: dns.name.Name, what: int) -> bool:
            node = zone.nodes.get(at)
            for covers, each in ((dns.rdatatype.NONE, what), (what, dns.rdatatype.RRSIG)):
                found = node and node.get_rdataset(dns.rdataclass.IN, each, covers)
                if not found:
                    return covers != dns.rdatatype.NONE
                records = dns.rrset.RRset(at, dns.rdataclass.IN, each, covers)
                records.update(found)
                section.append(records)
            return True

        if not put(made.answer, name, kind):
            alias = zone.nodes.get(name) and zone.nodes[name].get_rdataset(dns.rdataclass.IN, dns.rdatatype.CNAME)
            if alias and put(made.answer, name, dns.rdatatype.CNAME):
                put(made.answer, alias[0].target, kind)
            else:
                put(made.authority, zone.origin, dns.rdatatype.SOA)
                before = max((each for each in zone.nodes if each <= name and each not in self._below()), default=zone.origin)
                put(made.authority, before, dns.rdatatype.NSEC)
                if name not in zone.nodes and not any(each.is_subdomain(name) for each in zone.nodes):
                    made.set_rcode(dns.rcode.NXDOMAIN)
                    if before != zone.origin:
                        put(made.authority, zone.origin, dns.rdatatype.NSEC)
        forged = self.forged.get((name.to_text(omit_final_dot=True), dns.rdatatype.to_text(kind)))
        if forged is not None:
            made.answer[0] = dns.rrset.from_text(name, 300, "IN", kind, forged)
        return made.to_wire()

    def _below(self) -> set[dns.name.Name]:
        return {each for each in self.zone.nodes for zone in self.unsigned if each.is_subdomain(zone.origin) and each != zone.origin}


class Validating:
    """The zone's server in a thread of its own, and dnsmasq before it; `port` is dnsmasq's."""

    def __init__(self, zone: SignedZone, log: Path) -> None:
        assert DNSMASQ
        self.zone = zone
        ready = threading.Event()
        self.loop = asyncio.new_event_loop()

        class Answers(asyncio.DatagramProtocol):
            def connection_made(self, transport: asyncio.DatagramTransport) -> None:
                self.transport = transport

            def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
                self.transport.sendto(zone.answer(data), address)

        async def listen() -> None:
            transport, _ = await self.loop.create_datagram_endpoint(Answers, ("127.0.0.1", 0))
            self.served = transport.get_extra_info("sockname")[1]
            ready.set()

        self.loop.create_task(listen())
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        ready.wait(5)
        self.port = free_port()
        origin = zone.zone.origin.to_text(omit_final_dot=True)
        with open(log, "wb") as output:
            self.process = subprocess.Popen(
                [DNSMASQ, "--keep-in-foreground", "--no-resolv", "--no-hosts", "--conf-file=/dev/null", "--pid-file=", "--bind-interfaces",
                 "--listen-address=127.0.0.1", "--user=root", f"--port={self.port}", "--dnssec", f"--trust-anchor={_ROOT}", f"--trust-anchor={zone.anchor}",
                 f"--server=/{origin}/127.0.0.1#{self.served}", "--log-queries", "--log-facility=-"], stdout=output, stderr=output)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.loop.call_soon_threadsafe(self.loop.stop)
