"""Real signatures, a real resolver that checks them, and what the relay hears from it."""

from __future__ import annotations

import asyncio
import socket
import time

import pytest
from relayengine.deliver.dane import Invalid, proof_of
from relayengine.deliver.hosts import targets
from relayengine.dns import DnsFailure, NoSuchDomain
from relayengine.dns.system import NetworkResolver
from relayengine.settings.testing import settings
from world.names import DNSMASQ
from world.zone import SignedZone, Validating

RECORD = rf"\# 35 030101{'ab' * 32}"
ZONE = f"""$ORIGIN d.test.
$TTL 300
@ SOA ns hostmaster 1 3600 600 86400 300
@ NS ns
@ MX 10 mx
@ MX 20 alias
@ MX 30 bogus
@ MX 40 mx.u
ns A 127.0.0.1
mx A 127.0.0.1
alias CNAME mx
bogus A 127.0.0.1
forged A 127.0.0.1
u NS ns
_25._tcp.mx TLSA {RECORD}
_25._tcp.bogus TLSA {RECORD}
"""
UNSIGNED = f"""$TTL 300
@ SOA ns hostmaster 1 3600 600 86400 300
@ NS ns.d.test.
@ MX 10 mx
mx A 127.0.0.1
_25._tcp.mx TLSA {RECORD}
"""
FORGED = {("_25._tcp.bogus.d.test", "TLSA"): rf"\# 35 030101{'ff' * 32}", ("forged.d.test", "A"): "127.0.0.66"}

pytestmark = pytest.mark.skipif(DNSMASQ is None, reason="dnsmasq is not installed")


@pytest.fixture(scope="module")
def resolver(tmp_path_factory):
    served = Validating(SignedZone(ZONE, {"u.d.test.": UNSIGNED}, FORGED), tmp_path_factory.mktemp("dnssec") / "log")
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", served.port), 1).close()
            break
        except OSError:
            time.sleep(0.02)
    yield NetworkResolver([("127.0.0.1", served.port)], lifetime=5)
    served.close()


def ask(work):
    return asyncio.run(work)


def test_what_is_signed_is_heard_of_as_signed(resolver):
    found = ask(resolver.mx("d.test"))
    assert found.secure and found.name == "d.test" and len(found) == 4
    for host in ("mx.d.test", "alias.d.test"):
        addresses = ask(resolver.addresses(host))
        assert addresses == ["127.0.0.1"] and addresses.secure and addresses.name == "mx.d.test"
    tlsa = ask(resolver.tlsa("_25._tcp.mx.d.test"))
    assert tlsa.secure and [(str(each), each.data) for each in tlsa] == [("3 1 1", b"\xab" * 32)]
    alias = ask(resolver.aliases("alias.d.test"))
    assert alias == ["mx.d.test"] and alias.secure


def test_what_was_changed_on_the_way_is_no_answer(resolver):
    for work in (resolver.tlsa("_25._tcp.bogus.d.test"), resolver.addresses("forged.d.test")):
        with pytest.raises(DnsFailure):
            ask(work)


def test_what_is_not_signed_is_heard_of_as_not_signed(resolver):
    assert not ask(resolver.mx("u.d.test")).secure and ask(resolver.mx("u.d.test")) == [(10, "mx.u.d.test")]
    assert not ask(resolver.addresses("mx.u.d.test")).secure
    tlsa = ask(resolver.tlsa("_25._tcp.mx.u.d.test"))
    assert tlsa and not tlsa.secure


def test_what_is_not_there(resolver):
    with pytest.raises(NoSuchDomain):
        ask(resolver.tlsa("_25._tcp.nowhere.d.test"))


def test_what_each_exchanger_of_a_domain_must_prove(resolver):
    made = settings(SendConnector=[{"Name": "out", "AddressSpaces": ["*"]}], Server={"AllowedDestinations": ["127.0.0.0/8"]})

    async def work():
        found = {}
        for target in await targets("d.test", made.send_connectors[0], made, resolver, lambda hosts: None):
            try:
                found[target.host] = await proof_of(target.host, target.port, target.origin, resolver)
            except Invalid as error:
                found[target.host] = str(error)
        return found
    found = ask(work())
    assert found["mx.d.test"].names == ("mx.d.test", "d.test")
    assert found["alias.d.test"].server == "mx.d.test" and found["alias.d.test"].names == ("mx.d.test", "alias.d.test", "d.test")
    assert found["bogus.d.test"].startswith("450 4.7.324 dnssec-invalid")
    assert found["mx.u.d.test"] is None
