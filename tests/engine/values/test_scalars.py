"""Values: parse reads what str writes, and says what would have been right."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relayengine.values.address import Address, AddressSpace, ProxyAddress, good_local_part
from relayengine.values.domain import Domain, canonical
from relayengine.values.duration import Duration
from relayengine.values.network import Binding, IPRange, NameServer, SmartHost
from relayengine.values.options import AuthMechanisms, ErrorPolicies, MessageRateSource, PermissionGroups, ServerRole, SizeMode
from relayengine.values.problem import BadValue
from relayengine.values.reply import Reply
from relayengine.values.size import ByteSize
from relayengine.values.unlimited import UNLIMITED, Unlimited

READ = [
    (ByteSize, "36MB", "36 MB (37,748,736 bytes)"), (ByteSize, "256 KB (262,144 bytes)", "256 KB (262,144 bytes)"), (ByteSize, "0", "0 B (0 bytes)"),
    (ByteSize, "35.5 mb", "35.5 MB (37,224,448 bytes)"), (ByteSize, "1000", "1000 B (1,000 bytes)"), (ByteSize, 1024, "1 KB (1,024 bytes)"),
    (Duration, "00:10:00", "00:10:00"), (Duration, "2.00:00:00", "2.00:00:00"), (Duration, "5", "5.00:00:00"), (Duration, "1:2", "01:02:00"),
    (Duration, "00:00:01.5", "00:00:01.5000000"), (Duration, "-00:00:01", "-00:00:01"),
    (Binding, "0.0.0.0:25", "0.0.0.0:25"), (Binding, "[::]:587", "[::]:587"), (Binding, "[2001:DB8::1]:25", "[2001:db8::1]:25"),
    (IPRange, "192.168.1.10", "192.168.1.10"), (IPRange, " 192.168.1.0 - 192.168.1.255", "192.168.1.0-192.168.1.255"),
    (IPRange, "192.168.5.1/24", "192.168.5.1/24"), (IPRange, "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    (IPRange, "10.0.0.0(255.0.0.0)", "10.0.0.0/8"), (SmartHost, "Mail.Contoso.com", "mail.contoso.com"), (SmartHost, "10.1.1.1", "[10.1.1.1]"),
    (SmartHost, "[10.1.1.1]", "[10.1.1.1]"), (AddressSpace, "*", "SMTP:*;1"), (AddressSpace, "smtp:*.Contoso.com;5", "SMTP:*.contoso.com;5"),
    (AddressSpace, "--", "SMTP:--;1"), (AddressSpace, "X400:c=us;a=x;3".replace(";a=x", ""), "X400:c=us;3"),
    (Address, "User@Contoso.COM", "User@contoso.com"), (Address, '"a b"@contoso.com', '"a b"@contoso.com'), (Address, "a@bücher.example", "a@xn--bcher-kva.example"),
    (ProxyAddress, "SMTP:a@contoso.com", "SMTP:a@contoso.com"), (ProxyAddress, "a@contoso.com", "smtp:a@contoso.com"),
    (Domain, "*.Contoso.com", "*.contoso.com"), (Domain, "*", "*"), (Domain, "contoso.com.", "contoso.com"),
    (NameServer, "127.0.0.1", "127.0.0.1"), (NameServer, "127.0.0.1:5353", "127.0.0.1:5353"), (NameServer, "[::1]:54", "[::1]:54"),
    (AuthMechanisms, "BasicAuth, tls,Integrated", "Tls, Integrated, BasicAuth"), (AuthMechanisms, "None", "None"), (AuthMechanisms, 31, "Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer"),
    (PermissionGroups, "Anon", "AnonymousUsers"), (PermissionGroups, ["Partners", "ExchangeUsers"], "ExchangeUsers, Partners"),
    (ServerRole, "Frontend", "FrontendTransport"), (SizeMode, "EnabledwithoutValue", "EnabledWithoutValue"), (SizeMode, "Enabled", "Enabled"),
    (ErrorPolicies, "Default", "Default"), (MessageRateSource, "All", "All"), (MessageRateSource, "IPAddress", "IPAddress"),
]


@pytest.mark.parametrize(("kind", "text", "shown"), READ, ids=str)
def test_reads_and_prints(kind, text, shown) -> None:
    value = kind.parse(text)
    assert str(value) == shown
    assert kind.parse(shown) == value


WRONG = [
    (ByteSize, "huge", '"huge" is not a size such as 36MB'), (ByteSize, "-1", '"-1" is not a size such as 36MB'), (ByteSize, "٣MB", "is not a size"),
    (ByteSize, "9" * 30, "is not a size"), (Duration, "25:00:00", "is not a time span such as 00:10:00"), (Duration, "soon", '"soon" is not a time span'),
    (Binding, "0.0.0.0", "is not a binding such as 0.0.0.0:25"), (Binding, "0.0.0.0:0", "is not a binding"), (Binding, "::1:25", "is not a binding"),
    (Binding, "host:25", "is not a binding"), (IPRange, "192.168.1.9-192.168.1.1", "is not an address range such as 192.168.1.10"),
    (IPRange, "192.168.1.0/33", "is not an address range"), (IPRange, "1.1.1.1-::1", "is not an address range"), (IPRange, "300.1.1.1", "is not an address range"),
    (IPRange, "fe80::1%eth0", "is not an address range"), (SmartHost, "a b", "is not a smart host"), (SmartHost, "1.2.3", "is not a smart host"),
    (AddressSpace, "*;0", "is not a cost from 1 to 100"), (AddressSpace, "con*toso.com", "is not an address space"), (AddressSpace, "*;101", "is not a cost"),
    (Address, "nobody", "is not an address such as user@contoso.com"), (Address, "a@b@c.com", "is not an address"), (Address, "a@[127.0.0.1]", "is not an address"),
    (Domain, "a.*.com", "is not a domain"), (Domain, "-a.com", "is not a domain"), (Domain, "a..com", "is not a domain"), (Domain, "a" * 64 + ".com", "is not a domain"),
    (AuthMechanisms, "Basic, Magic", '"Basic" is not one of'), (AuthMechanisms, "Magic", "None, Tls, Integrated, BasicAuth"), (ServerRole, "Edge", "HubTransport, FrontendTransport"),
]


@pytest.mark.parametrize(("kind", "text", "said"), WRONG, ids=str)
def test_says_what_is_wrong(kind, text, said) -> None:
    with pytest.raises(BadValue) as error:
        kind.parse(text)
    assert said in str(error.value)
    assert str(error.value).isprintable()


def test_unlimited() -> None:
    limit = Unlimited[int]
    assert limit.parse("unlimited") is UNLIMITED and str(UNLIMITED) == "Unlimited" and limit.parse("7") == 7
    assert UNLIMITED > 10**30 and not UNLIMITED < 5 and 5 < UNLIMITED  # noqa: SIM300
    assert str(Unlimited[ByteSize].parse("35MB")) == "35 MB (36,700,160 bytes)"
    with pytest.raises(BadValue, match='"many" is neither a whole number nor Unlimited'):
        limit.parse("many")


def test_ranges() -> None:
    net = IPRange.parse("192.168.5.1/24")
    assert net.holds(ip_address("192.168.5.255")) and net.holds(ip_address("::ffff:192.168.5.9")) and not net.holds(ip_address("192.168.6.0"))
    assert net == IPRange.parse("192.168.5.0-192.168.5.255") and hash(net) == hash(IPRange.parse("192.168.5.0/24"))
    assert IPRange.parse("0.0.0.0-255.255.255.255").contains(net) and net.overlaps(IPRange.parse("192.168.5.200-192.168.6.4"))
    assert IPRange.parse("::/0").size == 2**128


def test_reply() -> None:
    reply = Reply(550, "5.7.54", "no\r\n250 yes\x1b[2J")
    assert reply.wire == b"550 5.7.54 no 250 yes [2J\r\n" and reply.plain == b"550 no 250 yes [2J\r\n"
    assert reply.permanent and not reply.temporary and not reply.ok
    many = Reply(250, "", "a", "b")
    assert many.wire == b"250-a\r\n250 b\r\n" and Reply.parse(str(many)) == many
    with pytest.raises(BadValue):
        Reply.parse("999 x")


@given(st.integers(0, 2**63 - 1))
def test_every_size_reads_back(size: int) -> None:
    assert ByteSize.parse(str(ByteSize(size))) == size == ByteSize.parse(ByteSize(size).short)


@given(st.timedeltas().map(lambda t: Duration.parse(t)))
def test_every_duration_reads_back(duration: Duration) -> None:
    assert Duration.parse(str(duration)) == duration


@given(st.ip_addresses(), st.integers(1, 65535))
def test_every_binding_reads_back(address, port: int) -> None:
    binding = Binding(address, port)
    assert Binding.parse(str(binding)) == binding


@given(st.ip_addresses(), st.integers(0, 128))
def test_every_range_reads_back(address, bits: int) -> None:
    span = IPRange.parse(f"{address}/{min(bits, address.max_prefixlen)}")
    assert IPRange.parse(str(span)) == span and span.holds(address) or address.version == 6 and address.ipv4_mapped


@given(st.text(max_size=80))
@settings(max_examples=300)
def test_no_text_makes_a_parser_fail_otherwise(text: str) -> None:
    for kind in (ByteSize, Duration, Binding, IPRange, SmartHost, AddressSpace, Address, ProxyAddress, Domain, NameServer, AuthMechanisms, ServerRole, Reply):
        try:
            value = kind.parse(text)
        except BadValue as bad:
            assert str(bad).isprintable() or kind is Reply
        else:
            assert kind.parse(str(value)) == value


@given(st.text(max_size=40))
def test_domains_have_one_form(text: str) -> None:
    try:
        name = canonical(text)
    except BadValue:
        return
    assert canonical(name) == name and name.isascii() and name == name.lower() and "@" not in name


def test_local_parts() -> None:
    for good in ("a", "a.b", "a+b=c", '"a b"', '"a\\"b"', "ü", "a" * 315):
        assert good_local_part(good), good
    for bad in ("", ".a", "a.", "a..b", "a b", '"', '""', '"a', 'a"b"', "a\u202e", "a@b", "a(b)", "a" * 316, "a\0"):
        assert not good_local_part(bad), bad
