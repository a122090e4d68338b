"""Where a recipient goes: accepted domains, mailboxes, and the choice of a send connector."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from relayengine.route import DeliveryType, NextHop, Refused, Router, Unreachable, recipient_reply, route
from relayengine.settings.testing import settings


def connector(name: str, *spaces: str, **more):
    return {"Name": name, "AddressSpaces": list(spaces), **more}


def by(made, address: str, size: int = 1000) -> str:
    """The connector, or what else became of it."""
    answer = route(address, size, made)
    return answer.connector or answer.delivery_type.value if isinstance(answer, NextHop) else type(answer).__name__


SPACES = settings(SendConnector=[
    connector("all", "*"), connector("dear", "*;50"), connector("net", "*.example.net"), connector("eu", "*.eu.example.net"),
    connector("exact", "eu.example.net"), connector("b-same", "same.test"), connector("A-same", "same.test"),
    connector("cheap", "cost.test;1"), connector("costly", "cost.test;9"), connector("off", "off.test", Enabled=False),
    connector("small", "sizes.test", MaxMessageSize="64KB"), connector("tiny", "*.tiny.test", MaxMessageSize="10KB"),
])


@pytest.mark.parametrize("address, size, expected", [
    ("a@anything.test", 1, "all"),
    ("a@example.net", 1, "net"),
    ("a@x.example.net", 1, "net"),
    ("a@x.eu.example.net", 1, "eu"),
    ("a@eu.example.net", 1, "exact"),
    ("a@EU.Example.NET", 1, "exact"),
    ("a@eu.example.net.", 1, "exact"),
    ("a@notexample.net", 1, "all"),
    ("a@same.test", 1, "A-same"),
    ("a@cost.test", 1, "cheap"),
    ("a@off.test", 1, "all"),
    ("a@sizes.test", 60_000, "small"),
    ("a@sizes.test", 70_000, "all"),
    ("a@big.test", 40_000_000, "Refused"),
    ("a@b@odd.test", 1, "all"),
    ('"a@b"@odd.test', 1, "all"),
    ("a@[192.0.2.1]", 1, "all"),
    ("a@bad..name", 1, "Refused"),
    ("nodomain", 1, "Refused"),
])
def test_the_most_specific_space_wins_then_the_lowest_cost_then_the_lowest_name(address, size, expected):
    assert by(SPACES, address, size) == expected


def test_with_no_connector_mail_for_outside_is_unreachable():
    answer = route("a@example.com", 1, settings())
    assert isinstance(answer, Unreachable)
    assert answer.error == "A matching connector cannot be found to route the external recipient"


def test_a_message_too_large_for_every_connector_is_refused():
    made = settings(SendConnector=[connector("only", "*", MaxMessageSize="64KB")])
    answer = route("a@example.com", 100_000, made)
    assert isinstance(answer, Refused) and answer.reply.status == "5.3.4"


DOMAINS = settings(
    SendConnector=[connector("out", "*"), connector("inner", "inner.test", SmartHosts=["10.1.1.1"], DNSRoutingEnabled=False)],
    AcceptedDomain=[{"Name": "relay", "DomainName": "inner.test", "DomainType": "InternalRelay"},
                    {"Name": "wild", "DomainName": "*.wild.test", "DomainType": "ExternalRelay"},
                    {"Name": "subs", "DomainName": "subs.test", "MatchSubDomains": True}],
    Mailbox=[{"Name": "Ann", "PrimarySmtpAddress": "ann@akkaya.local", "EmailAddresses": ["smtp:ann@inner.test"]}])


@pytest.mark.parametrize("address, expected", [
    ("ann@akkaya.local", "SmtpDeliveryToMailbox"),
    ("ANN@AKKAYA.LOCAL", "SmtpDeliveryToMailbox"),
    ("nobody@akkaya.local", "Refused"),
    ("postmaster@akkaya.local", "SmtpDeliveryToMailbox"),
    ("Postmaster", "SmtpDeliveryToMailbox"),
    ("ann@inner.test", "SmtpDeliveryToMailbox"),
    ("other@inner.test", "inner"),
    ("x@a.wild.test", "out"),
    ("x@deep.subs.test", "Refused"),
    ("x@subs.test", "Refused"),
    ("x@elsewhere.test", "out"),
])
def test_recipients_of_our_domains_live_here_or_further_on_or_nowhere(address, expected):
    assert by(DOMAINS, address) == expected


@pytest.mark.parametrize("address, code", [
    ("nobody@akkaya.local", 550), ("ann@akkaya.local", None), ("postmaster@akkaya.local", None), ("other@inner.test", None),
    ("x@elsewhere.test", None), ("postmaster", None), ("nodomain", 550),
])
def test_only_authoritative_domains_know_who_is_not_there(address, code):
    reply = recipient_reply(address, DOMAINS)
    assert (reply.code if reply else None) == code


def test_smart_hosts_share_a_queue_whatever_the_domain():
    made = settings(SendConnector=[connector("sh", "*", SmartHosts=["10.1.1.1", "mail.test"], DNSRoutingEnabled=False)])
    one, other = route("a@x.test", 1, made), route("b@y.test", 1, made)
    assert one == other
    assert one.delivery_type is DeliveryType.SmartHostConnectorDelivery
    assert one.domain == "[10.1.1.1],mail.test"
    assert one.delivery_type.category == "External"


@given(st.sampled_from(["x@example.net", "ann@akkaya.local", "q@akkaya.local", "z@sizes.test", "a@a.wild.test", "e@other.test"]),
       st.sampled_from([1, 11_000, 65_000, 70_000, 40_000_000]), st.sampled_from([SPACES, DOMAINS]))
def test_a_router_answers_as_the_pure_function_does(address, size, made):
    router = ROUTERS.setdefault(id(made), Router(made))
    assert router.route(address, size) == route(address, size, made) == router.route(address, size)


ROUTERS: dict[int, Router] = {}
