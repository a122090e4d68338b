"""Mail exchangers in the right order, and a resolver that tells "not there" from "not now"."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, strategies as st
from relayengine.deliver.hosts import targets
from relayengine.deliver.outcome import HopDown
from relayengine.dns import MX, DnsFailure, LoopsBack, NoMailAccepted, NoSuchDomain, TableResolver, order
from relayengine.dns.system import NetworkResolver
from relayengine.settings.testing import settings
from world.names import DNSMASQ, NameServer


def keep(hosts: list[str]) -> None:
    """No shuffling."""


def turn(hosts: list[str]) -> None:
    hosts.reverse()


@pytest.mark.parametrize("records, expected", [
    ([], ["d.test"]),
    ([MX(10, "a"), MX(5, "b")], ["b", "a"]),
    ([MX(10, "a"), MX(10, "b"), MX(20, "c")], ["a", "b", "c"]),
    ([MX(10, "192.0.2.1"), MX(20, "b")], ["b"]),
    ([MX(10, "2001:db8::1")], []),
    ([MX(10, "a"), MX(20, "a")], ["a"]),
    ([MX(10, "a"), MX(20, "us.test"), MX(20, "b"), MX(30, "c")], ["a"]),
    ([MX(0, ""), MX(10, "a")], ["a"]),
])
def test_the_order_of_exchangers(records, expected):
    assert order("d.test", records, {"us.test"}, keep) == expected


def test_equal_preferences_are_shuffled_and_others_are_not():
    assert order("d", [MX(1, "a"), MX(1, "b"), MX(2, "c"), MX(2, "d")], (), turn) == ["b", "a", "d", "c"]


def test_a_null_mx_takes_no_mail():
    with pytest.raises(NoMailAccepted):
        order("d.test", [MX(0, "")], (), keep)


def test_being_the_best_exchanger_oneself_is_a_loop():
    with pytest.raises(LoopsBack):
        order("d.test", [MX(10, "us.test"), MX(20, "b")], {"us.test"}, keep)


@given(st.lists(st.builds(MX, st.integers(0, 65535), st.sampled_from(["a", "b", "c", "us.test", "192.0.2.9", ""])), max_size=60))
def test_no_exchanger_comes_before_a_more_preferred_one(records):
    try:
        found = order("d.test", records, {"us.test"}, keep)
    except (NoMailAccepted, LoopsBack):
        return
    best = {host: min(r.preference for r in records if r.host == host) for host in found if records}
    assert [best.get(h, 0) for h in found] == sorted(best.get(h, 0) for h in found)
    assert "us.test" not in found and len(found) <= 50


MADE = settings(SendConnector=[{"Name": "out", "AddressSpaces": ["*"]}], Server={"AllowedDestinations": ["10.9.0.0/16"]})


def found(domain: str, resolver: TableResolver):
    return asyncio.run(targets(domain, MADE.send_connectors[0], MADE, resolver, keep))


PUBLIC = {"mx.test": ["8.8.4.4", "2001:4860:4860::8844"]}


def test_the_addresses_of_each_host_are_tried():
    assert [t[:2] for t in found("d.test", TableResolver({"d.test": [(1, "mx.test")]}, PUBLIC))] == [
        ("mx.test", "8.8.4.4"), ("mx.test", "2001:4860:4860::8844")]


@pytest.mark.parametrize("resolver, status, permanent", [
    (TableResolver(), "5.4.4", True),
    (TableResolver({"d.test": [(0, ".")]}), "5.1.10", True),
    (TableResolver({"d.test": [(1, "excserver.akkaya.local")]}), "5.3.5", True),
    (TableResolver({"d.test": [(1, "mx.test")]}, failing=["d.test"]), "4.4.0", False),
    (TableResolver({"d.test": [(1, "mx.test")]}, PUBLIC, failing=["mx.test"]), "4.4.0", False),
    (TableResolver({"d.test": [(1, "gone.test")]}), "5.4.4", True),
    (TableResolver({"d.test": []}, {"d.test": []}), "5.4.4", True),
])
def test_what_dns_says_is_final_or_is_not(resolver, status, permanent):
    answer = found("d.test", resolver)
    assert isinstance(answer, HopDown) and status in answer.reply and answer.permanent is permanent


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "0.0.0.0", "::", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
                                     "fc00::7", "fe80::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "224.0.0.1", "100.64.0.1"])
def test_an_exchanger_in_a_private_network_is_not_dialled(address):
    answer = found("d.test", TableResolver({"d.test": [(1, "mx.test")]}, {"mx.test": [address]}))
    assert isinstance(answer, HopDown) and "5.4.6" in answer.reply and answer.permanent


def test_unless_the_settings_allow_it():
    assert found("d.test", TableResolver({"d.test": [(1, "mx.test")]}, {"mx.test": ["10.9.1.1"]}))[0].address == "10.9.1.1"


def test_a_public_exchanger_is_used_though_another_is_private():
    resolver = TableResolver({"d.test": [(1, "bad"), (2, "mx.test")]}, {"bad": ["127.0.0.1"], **PUBLIC})
    assert [t.host for t in found("d.test", resolver)] == ["mx.test", "mx.test"]


def test_a_thousand_exchangers_are_cut_off():
    resolver = TableResolver({"d.test": [(n, f"h{n}") for n in range(1000)]}, {f"h{n}": ["8.8.8.8"] for n in range(1000)})
    assert len(found("d.test", resolver)) == 20


@pytest.mark.skipif(DNSMASQ is None, reason="dnsmasq is not installed")
def test_a_real_name_server_is_asked():
    server = NameServer({"d.test": [(10, "mx1.d.test"), (20, "mx2.d.test")]}, {"mx1.d.test": "192.0.2.1", "alone.test": "192.0.2.2"})
    try:
        resolver = NetworkResolver([("127.0.0.1", server.port)])

        async def ask():
            assert await resolver.mx("d.test") == [MX(10, "mx1.d.test"), MX(20, "mx2.d.test")] or sorted(await resolver.mx("D.Test.")) == [
                MX(10, "mx1.d.test"), MX(20, "mx2.d.test")]
            assert await resolver.addresses("mx1.d.test") == ["192.0.2.1"]
            assert await resolver.mx("alone.test") == []
            assert await resolver.reverse("192.0.2.1") == "mx1.d.test"
            assert await resolver.reverse("192.0.2.77") == ""
            with pytest.raises(NoSuchDomain):
                await resolver.mx("nowhere.test")
        asyncio.run(ask())
    finally:
        server.close()


def test_a_silent_name_server_is_a_failure_for_now():
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        resolver = NetworkResolver([("127.0.0.1", silent.getsockname()[1])], lifetime=0.3)
        with pytest.raises(DnsFailure, match="no answer in time"):
            asyncio.run(resolver.mx("d.test"))


@pytest.mark.parametrize("name", ["a" * 64 + ".test", ".".join(["abcdefg"] * 40), "a..test"])
def test_a_name_that_cannot_be_does_not_exist(name):
    with pytest.raises(NoSuchDomain):
        asyncio.run(NetworkResolver([("127.0.0.1", 9)], lifetime=0.3).tlsa(name))
