"""MTA-STS: policies read strictly, kept as long as they ask, and followed."""

from __future__ import annotations

import asyncio

import pytest
from engine.host import Host
from engine.parts import Clock, part
from engine.test_delivery import certificate  # noqa: F401 - a fixture
from relayengine.deliver.mtasts import BadPolicy, Policies, parse
from relayengine.dns import TableResolver

GOOD = "version: STSv1\r\nmode: enforce\r\nmx: mx.d.test\r\nmx: *.pool.d.test\r\nmax_age: 86400\r\n"


def test_a_policy_is_read():
    policy = parse(GOOD + "future: thing\r\n")
    assert policy.mode == "enforce" and policy.life == 86400
    assert policy.allows("MX.d.test.") and policy.allows("a.pool.d.test")
    assert not policy.allows("a.b.pool.d.test") and not policy.allows("pool.d.test") and not policy.allows("evil.test")


@pytest.mark.parametrize("text", ["", "version: STSv2\nmode: enforce\nmx: a.b\nmax_age: 1", GOOD.replace("enforce", "always"),
                                  GOOD.replace("86400", "-1"), GOOD.replace("86400", "forever"), GOOD.replace("mx: mx.d.test", "mx: *"),
                                  GOOD.replace("mx: mx.d.test", "mx: *.com"), "version: STSv1\nmode: enforce\nmax_age: 1"])
def test_what_is_no_policy_is_none(text):
    with pytest.raises(BadPolicy):
        parse(text)


def test_a_policy_asks_for_no_more_than_a_year_and_no_less_than_a_minute():
    assert parse(GOOD.replace("86400", "0")).life == 60
    assert parse(GOOD.replace("86400", "99999999999")).life < 31_600_000


def test_a_policy_once_had_stays_until_its_time_is_over():
    clock = Clock(0.0)
    resolver = TableResolver(texts={"_mta-sts.d.test": ["v=STSv1; id=1"]})
    answers = {"d.test": GOOD}
    asked = []

    def get(domain):
        asked.append(domain)
        if domain not in answers:
            raise OSError("no route")
        return answers[domain]

    async def work():
        policies = Policies(lambda: resolver, clock, get)
        assert (await policies.of("d.test")).mode == "enforce"
        assert (await policies.of("d.test")).mode == "enforce" and len(asked) == 1
        assert await policies.of("other.test") is None
        clock.now = 4000
        answers.clear()
        resolver._texts["_mta-sts.d.test"] = ["v=STSv1; id=2"]
        assert (await policies.of("d.test")).mode == "enforce" and len(asked) == 2
        clock.now = 5000
        resolver._texts.clear()
        assert (await policies.of("d.test")).mode == "enforce"
        clock.now = 90_000
        assert await policies.of("d.test") is None
    asyncio.run(work())


@pytest.mark.parametrize("policy, trusted, sent", [
    (GOOD.replace("mx.d.test", "host.test"), True, True), (GOOD.replace("mx.d.test", "host.test"), False, False),
    (GOOD, True, False), (GOOD.replace("enforce", "testing"), False, True),
])
def test_a_policy_in_force_decides_what_may_be_spoken_to(tmp_path, certificate, monkeypatch, policy, trusted, sent):  # noqa: F811
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))

    async def work():
        resolver = TableResolver({"d.test": [(1, "host.test")]}, {"host.test": ["127.0.0.1"]}, texts={"_mta-sts.d.test": ["v=STSv1; id=1"]})
        host = Host(extensions="PIPELINING STARTTLS", context=certificate[1])
        async with host, part(tmp_path, {"Name": "out", "AddressSpaces": ["*"], "Port": host.port}, resolver=resolver,
                              Server={"AllowedDestinations": ["127.0.0.0/8"]}) as made:
            made.queues.courier.policies = Policies(lambda: resolver, made.queues.monotonic, lambda domain: policy)
            await made.send("a@akkaya.local", "b@d.test")
            await made.until(lambda: not made.waiting() or made.queues.list_queues()[0]["Status"] == "Retry")
            assert bool(host.messages) is sent
            assert sent or "4.7.5" in made.queues.list_queues()[0]["LastError"]
    asyncio.run(asyncio.wait_for(work(), 30))
