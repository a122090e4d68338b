"""What a server's certificates must be for its TLSA records to hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from engine.authorities import Made, made
from relayengine.deliver.proof import Proof, Unproven, prove, usable
from relayengine.dns import TLSA

HOST = "mx.d.test"
ROOT = made("Root", authority=True)
MIDDLE = made("Middle", ROOT, authority=True)
LEAF = made(HOST, MIDDLE)
OTHER = made("Other", authority=True)


def proved(chain: tuple[Made, ...], *records: TLSA, names: tuple[str, ...] = (HOST, "d.test"), now: datetime | None = None) -> TLSA:
    return prove([each.der for each in chain], Proof(HOST, names, usable(records)), now or datetime.now(UTC))


@pytest.mark.parametrize("selector", [0, 1])
@pytest.mark.parametrize("matching", [0, 1, 2])
@pytest.mark.parametrize("usage, whose", [(3, LEAF), (2, MIDDLE), (2, ROOT)])
def test_every_way_to_speak_of_a_certificate(usage, selector, matching, whose):
    record = whose.tlsa(usage, selector, matching)
    assert proved((LEAF, MIDDLE, ROOT), record) == record
    with pytest.raises(Unproven):
        proved((LEAF, MIDDLE, ROOT), OTHER.tlsa(usage, selector, matching))


@pytest.mark.parametrize("usage, whose", [(3, MIDDLE), (3, ROOT), (2, LEAF)])
def test_a_record_speaks_of_its_own_place_in_the_chain_alone(usage, whose):
    with pytest.raises(Unproven):
        proved((LEAF, MIDDLE, ROOT), whose.tlsa(usage, 1, 1))


def test_the_order_of_the_chain_makes_no_difference_and_strangers_in_it_none():
    assert proved((LEAF, OTHER, ROOT, MIDDLE), ROOT.tlsa(2, 0, 1))


def test_an_authority_that_is_not_shown_proves_nothing_unless_dns_gives_it_whole():
    with pytest.raises(Unproven, match="does not lead"):
        proved((LEAF, MIDDLE), ROOT.tlsa(2, 0, 1))
    assert proved((LEAF, MIDDLE), ROOT.tlsa(2, 0, 0))
    with pytest.raises(Unproven, match="does not lead"):
        proved((LEAF, ROOT), ROOT.tlsa(2, 0, 1))


def test_an_authority_that_is_shown_and_has_issued_nothing_proves_nothing():
    with pytest.raises(Unproven, match="does not lead"):
        proved((made(HOST), MIDDLE, ROOT), ROOT.tlsa(2, 0, 1))
    same_name = made("Root", authority=True)
    with pytest.raises(Unproven, match="does not lead"):
        proved((LEAF, MIDDLE, same_name), same_name.tlsa(2, 0, 1))


def test_names_and_dates_of_the_named_certificate_itself_do_not_count():
    old = made("elsewhere.test", days=(-9, -3))
    assert proved((old,), old.tlsa(3, 1, 1))
    usage = x509.KeyUsage(*[False] * 5, True, *[False] * 3)
    assert proved((odd := made("x", authority=True, extensions=((usage, True),)),), odd.tlsa(3, 0, 2))


def chained(**leaf) -> tuple[Made, ...]:
    return made(leaf.pop("name", HOST), MIDDLE, **leaf), MIDDLE, ROOT


@pytest.mark.parametrize("leaf, why", [
    ({"name": "other.test"}, "not for mx.d.test"),
    ({"names": ("other.test",)}, "not for mx.d.test"),
    ({"name": "x", "names": ("*.test",)}, "not for"),
    ({"name": "x", "names": ("m*.d.test",)}, "not for"),
    ({"days": (-9, -3)}, "out of date"),
    ({"days": (3, 9)}, "out of date"),
    ({"extensions": ((x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.CLIENT_AUTH]), False),)}, "not for servers"),
    ({"extensions": ((x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00"), True),)}, "critical"),
])
def test_below_an_authority_names_dates_and_purpose_count(leaf, why):
    with pytest.raises(Unproven, match=why) as raised:
        proved(chained(**leaf), ROOT.tlsa(2, 1, 1))
    assert raised.value.expired is (why == "out of date")


@pytest.mark.parametrize("leaf", [
    {"name": "d.test"}, {"name": "x", "names": ("*.d.test",)}, {"name": "x", "names": ("a.test", "MX.D.test")}, {"names": ()},
    {"extensions": ((x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.SERVER_AUTH]), True),)},
    {"extensions": ((x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00"), False),)},
])
def test_the_names_of_the_host_and_of_the_domain_will_do(leaf):
    assert proved(chained(**leaf), ROOT.tlsa(2, 1, 1))


def constrained(**limits) -> Made:
    return made("Limited", ROOT, authority=True, extensions=((x509.NameConstraints(
        *[[x509.DNSName(each) for each in limits[key]] if key in limits else None for key in ("permitted", "excluded")]), True),))


@pytest.mark.parametrize("middle, good", [
    (lambda: made("No authority", ROOT), False),
    (lambda: made("May not issue", ROOT, authority=True, extensions=((x509.KeyUsage(True, *[False] * 8), True),)), False),
    (lambda: made("May issue", ROOT, authority=True, extensions=((x509.KeyUsage(*[False] * 5, True, *[False] * 3), True),)), True),
    (lambda: made("Old", ROOT, authority=True, days=(-9, -3)), False),
    (lambda: made("Shallow", ROOT, authority=True, length=0), True),
    (lambda: constrained(permitted=["d.test"]), True),
    (lambda: constrained(permitted=["e.test"]), False),
    (lambda: constrained(excluded=["test"]), False),
    (lambda: constrained(excluded=["dd.test"]), True),
])
def test_what_stands_between_must_be_authorities_that_may(middle, good):
    between = middle()
    chain = made(HOST, between), between, ROOT
    if good:
        assert proved(chain, ROOT.tlsa(2, 1, 1))
    else:
        with pytest.raises(Unproven):
            proved(chain, ROOT.tlsa(2, 1, 1))


def test_no_more_authorities_than_one_allows():
    shallow = made("Shallow", authority=True, length=0)
    below = made("Below", shallow, authority=True)
    with pytest.raises(Unproven, match="more authorities"):
        proved((made(HOST, below), below, shallow), shallow.tlsa(2, 1, 1))


def test_one_record_that_holds_is_enough():
    assert proved((LEAF, MIDDLE, ROOT), OTHER.tlsa(2, 1, 1), made("x").tlsa(3, 1, 1), ROOT.tlsa(2, 0, 2)).usage == 2


def test_where_the_authority_is_out_of_date_a_later_day_says_so():
    with pytest.raises(Unproven) as raised:
        proved((LEAF, MIDDLE, ROOT), ROOT.tlsa(2, 1, 1), now=datetime.now(UTC) + timedelta(5))
    assert raised.value.expired


@pytest.mark.parametrize("record", [
    TLSA(0, 0, 1, bytes(32)), TLSA(1, 1, 1, bytes(32)), TLSA(255, 0, 1, bytes(32)), TLSA(3, 2, 1, bytes(32)), TLSA(3, 1, 3, bytes(32)),
    TLSA(3, 1, 1, b""), TLSA(3, 1, 1, bytes(31)), TLSA(3, 1, 1, bytes(33)), TLSA(3, 1, 2, bytes(32)), TLSA(3, 0, 0, b""),
    TLSA(3, 0, 0, b"no certificate"), TLSA(2, 1, 0, b"\x30\x03\x02\x01\x00"),
])
def test_records_that_mail_cannot_use_are_passed_over(record):
    assert usable([record]) == ()


def test_the_strongest_digest_counts_where_there_are_two():
    weak, strong, exact = LEAF.tlsa(3, 1, 1), LEAF.tlsa(3, 1, 2), LEAF.tlsa(3, 1, 0)
    assert usable([weak, strong, exact, weak]) == (strong, exact)
    assert usable([weak, LEAF.tlsa(3, 0, 2)]) == (weak, LEAF.tlsa(3, 0, 2))
    with pytest.raises(Unproven):
        proved((LEAF,), LEAF.tlsa(3, 1, 1), OTHER.tlsa(3, 1, 2))


@pytest.mark.parametrize("shown", [[], [b"garbage"], [b"\x30\x82\xff\xff"]])
def test_what_is_no_certificate_proves_nothing(shown):
    with pytest.raises(Unproven):
        prove(shown, Proof(HOST, (HOST,), (LEAF.tlsa(3, 1, 1),)), datetime.now(UTC))


def test_a_thousand_cross_signed_authorities_do_not_stop_anybody():
    import time

    many = [made("Same", authority=True) for _ in range(40)]
    began = time.monotonic()
    with pytest.raises(Unproven):
        proved((made(HOST, many[0]), *many), OTHER.tlsa(2, 1, 1))
    assert time.monotonic() - began < 5
