"""Access tokens for smart hosts: where they come from, how long they are used, and what is told when there is none."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator

import pytest
from engine.authorities import made, serving
from engine.host import Host
from engine.parts import Clock, part, smart_host
from relayengine.deliver.tokens import Account, NoToken, Tokens
from relayengine.settings.testing import settings as made_settings
from world.tokenendpoint import TokenEndpoint

SERVER = made("smtp.test")
OAUTH = {"SmartHostAuthMechanism": "OAuth2", "AuthenticationCredential": "alarms@contoso.com", "OAuthClientId": "c", "OAuthTokenEndpoint": "https://t.test/"}
CLIENT = {"grant_type": "client_credentials", "client_id": "c", "client_secret": "s", "scope": "all"}


@pytest.fixture
def endpoint() -> Iterator[TokenEndpoint]:
    made_endpoint = TokenEndpoint()
    yield made_endpoint
    made_endpoint.close()


def run(work):
    return asyncio.run(asyncio.wait_for(work, 30))


def account(endpoint: TokenEndpoint, **more: str) -> Account:
    return Account("alarms@contoso.com", endpoint.address, "c", "s", scope="all")._replace(**more)


def test_a_token_is_fetched_once_and_again_a_quarter_of_an_hour_before_its_end(endpoint):
    async def work():
        clock = Clock(0)
        tokens = Tokens(lambda name: account(endpoint), clock, lambda name, fresh: None)
        assert await asyncio.gather(*(tokens.token("out") for _ in range(3))) == [("alarms@contoso.com", "token-1")] * 3
        clock.now = 2699
        assert await tokens.token("out") == ("alarms@contoso.com", "token-1")
        clock.now = 2700
        assert await tokens.token("out") == ("alarms@contoso.com", "token-2")
        tokens.forget("out")
        assert await tokens.token("out") == ("alarms@contoso.com", "token-3")
    run(work())
    assert endpoint.asked == [CLIENT] * 3


@pytest.mark.parametrize("life, used_at", [(600, 299), ("600", 299), ("soon", 2699), (-1, 2699), (10 ** 18, 2699), (None, 2699)])
def test_lives_of_tokens_as_endpoints_tell_them(endpoint, life, used_at):
    async def work():
        clock = Clock(0)
        tokens = Tokens(lambda name: account(endpoint), clock, lambda name, fresh: None)
        endpoint.life = life
        await tokens.token("out")
        clock.now = used_at
        assert (await tokens.token("out"))[1] == "token-1"
        clock.now += 2
        assert (await tokens.token("out"))[1] == "token-2"
    run(work())


def test_a_new_refresh_token_takes_the_place_of_the_old_one(endpoint):
    kept = {"out": "first"}

    async def work():
        clock = Clock(0)
        tokens = Tokens(lambda name: account(endpoint, secret="", scope="", refresh=kept[name]), clock, kept.__setitem__)
        endpoint.more = {"refresh_token": "second"}
        assert (await tokens.token("out"))[1] == "token-1"
        assert (await tokens.token("out"))[1] == "token-1", "the new refresh token is no reason to ask again"
        clock.now = 3000
        await tokens.token("out")
    run(work())
    assert kept == {"out": "second"}
    assert [each["refresh_token"] for each in endpoint.asked] == ["first", "second"] and endpoint.asked[0]["grant_type"] == "refresh_token"
    assert "client_secret" not in endpoint.asked[0]


@pytest.mark.parametrize("answer, told", [
    ((401, '{"error": "invalid_client", "error_description": "AADSTS7000222: The client secret keys are expired.\\r\\nTrace: 1"}'),
     "answered 401: invalid_client: AADSTS7000222: The client secret keys are expired. Trace: 1"),
    ((500, "oops"), "answered 500: no reason was given"),
    ((302, ""), "answered 302"),
    ((200, "<html>"), "no JSON object"),
    ((200, "[]"), "no JSON object"),
    ((200, '{"access_token": "a\\u0001b"}'), "without an access_token"),
    ((200, '{"error": "slow_down"}'), "answered: slow_down"),
])
def test_an_endpoint_that_gives_none_is_told_about_without_a_secret(endpoint, answer, told):
    endpoint.answer = answer
    with pytest.raises(NoToken) as problem:
        run(Tokens(lambda name: account(endpoint, secret="hush"), Clock(0), lambda name, fresh: None).token("out"))
    assert told in str(problem.value) and "hush" not in str(problem.value) and len(endpoint.asked) == 1


def test_no_proxy_reads_what_is_sent_in_the_clear(endpoint, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert run(Tokens(lambda name: account(endpoint), Clock(0), lambda name, fresh: None).token("out"))[1] == "token-1"


def test_an_endpoint_that_is_not_there_is_told_about(endpoint):
    endpoint.close()
    with pytest.raises(NoToken, match="cannot be asked: .*refused"):
        run(Tokens(lambda name: account(endpoint), Clock(0), lambda name, fresh: None).token("out"))


async def sent(tmp_path, host: Host, endpoint: TokenEndpoint, **connector):
    tokens = Tokens(lambda name: account(endpoint), Clock(0), lambda name, fresh: None)
    async with host, part(tmp_path, smart_host(host.port, **OAUTH, **connector), tokens=tokens) as found:
        await found.send("a@akkaya.local", "b@x.test")
        await found.until(lambda: not found.waiting() or found.queues.list_queues()[0]["Status"] == "Retry")
        return found.queues.list_queues()[0]


def host_with(tmp_path, offers: str, answers: dict | None = None) -> Host:
    return Host(answers, extensions=f"PIPELINING STARTTLS {offers}", context=serving(tmp_path, SERVER))


@pytest.mark.parametrize("offers, said", [
    ("AUTH_LOGIN_XOAUTH2", b"user=alarms@contoso.com\x01auth=Bearer token-1\x01\x01"),
    ("AUTH_OAUTHBEARER", b"n,a=alarms@contoso.com,\x01host=127.0.0.1\x01port=PORT\x01auth=Bearer token-1\x01\x01"),
])
def test_a_token_is_shown_to_the_smart_host_under_tls(tmp_path, endpoint, offers, said):
    host = host_with(tmp_path, offers)
    queue = run(sent(tmp_path, host, endpoint))
    assert queue["MessageCount"] == 0 and len(host.messages) == 1
    assert base64.b64decode(host.said("AUTH")[0].split()[2]) == said.replace(b"PORT", str(host.port).encode())


@pytest.mark.parametrize("offers, answers, told", [
    ("AUTH_XOAUTH2", {"AUTH": "535 5.7.139 Authentication unsuccessful"}, "535 5.7.139 Authentication unsuccessful"),
    ("AUTH_XOAUTH2", {"AUTH": "334 eyJzdGF0dXMiOiI0MDAifQ==", "SECRET": "535 5.7.8 no"}, '535 5.7.8 no ({"status":"400"})'),
    ("AUTH_LOGIN", {}, "no way to log on with a token"),
])
def test_a_token_that_is_refused_sends_nothing_and_the_queue_waits(tmp_path, endpoint, offers, answers, told):
    host = host_with(tmp_path, offers, answers)
    queue = run(sent(tmp_path, host, endpoint))
    assert queue["Status"] == "Retry" and told in queue["LastError"] and not host.said("MAIL")
    assert "token-1" not in queue["LastError"]


def test_a_token_is_never_shown_in_the_clear(tmp_path, endpoint):
    host = Host(extensions="PIPELINING AUTH_XOAUTH2")
    queue = run(sent(tmp_path, host, endpoint))
    assert "needs TLS" in queue["LastError"] and not host.said("AUTH") and not endpoint.asked


@pytest.mark.parametrize("wrong, told", [
    ({"OAuthTokenEndpoint": "http://login.test/token"}, "OAuthTokenEndpoint"), ({"OAuthTokenEndpoint": "login.test"}, "OAuthTokenEndpoint"),
    ({"OAuthTokenEndpoint": "http://127.0.0.1.evil.test/"}, "OAuthTokenEndpoint"), ({"OAuthTokenEndpoint": "http://localhost@evil.test/"}, "OAuthTokenEndpoint"),
    ({"OAuthClientId": None}, "needs OAuthClientId"), ({"AuthenticationCredential": None}, "needs AuthenticationCredential"),
    ({"IgnoreSTARTTLS": True}, "needs TLS"),
])
def test_settings_that_cannot_be_are_refused(wrong, told):
    with pytest.raises(ValueError, match=told):
        made_settings(SendConnector=[smart_host(25, **{**OAUTH, **wrong})])
