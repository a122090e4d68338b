"""Invoke-WebRequest and Invoke-RestMethod against a server of our own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from scripts import run
from webserver import Answering, WebServer

SECRET = "$c = [pscredential]::new('me', (ConvertTo-SecureString pass -AsPlainText -Force)); "


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with WebServer() as server:
        yield server.url


@pytest.mark.parametrize(("script", "expected"), [
    ('$r = Invoke-WebRequest "$u/html"; $r.StatusCode; $r.StatusDescription; $r.Links[0].href; $r.Images[0].src; $r.InputFields[0].value',
     ["200", "OK", "/x", "i.png", "v"]),
    ('$null = iwr "$u/html" -SessionVariable s; $s.Cookies.GetCookies($u)[0].Value; (irm "$u/echo" -WebSession $s).headers.Cookie', ["1", "s=1"]),
    ('(irm "$u/echo" -Method Post -Body @{ a = "1 2" }).body', ["a=1+2"]),
    ('(irm "$u/echo?z=1" -Body @{ a = "1 2" }).query', ["z=1&a=1+2"]),
    ('(irm "$u/echo" -Method Put -Body "h\u00e9" -ContentType text/plain).body', ["h\u00e9"]),
    ('("x" | irm "$u/echo" -Method Post).body', ["x"]),
    ('(irm "$u/echo" -Method Post -Body ([byte[]](72, 105))).body', ["Hi"]),
    ('(irm "$u/echo" -Method Post -Body abc -TransferEncoding chunked).body', ["abc"]),
    ('(irm "$u/redirect/3").method', ["GET"]),
    ('(irm "$u/redirect/1" -Method Post -Body x).method; (irm "$u/see" -Method Post -Body x).method', ["GET", "POST"]),
    ('(irm "$u/redirect/1" -Method Post -Body x -PreserveHttpMethodOnRedirect).method', ["POST"]),
    (SECRET + 'irm "$u/secret" -Credential $c -AllowUnencryptedAuthentication', ["open"]),
    (SECRET + 'irm "$u/secret" -Authentication Basic -Credential $c -AllowUnencryptedAuthentication', ["open"]),
    ('irm "$u/gzip"', ["unpacked"]),
    ('(iwr "$u/bytes").Content.Count', ["256"]),
    ('(irm "$u/xml").a.b', ["1"]),
    ('(irm "$u/rss").title', ["one", "two"]),
    ('(irm "$u/page/1" -FollowRelLink).page', ["1", "2", "3"]),
    ('(irm "$u/page/1" -FollowRelLink -MaximumFollowRelLink 2).page', ["1", "2"]),
    ('$x = irm "$u/echo" -CustomMethod FROB -Headers @{ "X-My" = "v" } -UserAgent me; $x.method, $x.headers."X-My", $x.headers."User-Agent"', ["FROB", "v", "me"]),
    ('$null = irm "$u/echo" -StatusCodeVariable sc -ResponseHeadersVariable rh; $sc; $rh."Content-Type"', ["200", "application/json"]),
    ('(iwr "$u/missing" -SkipHttpErrorCheck).StatusCode', ["404"]),
])
def test_answers(url: str, script: str, expected: list[str]) -> None:
    found = run(script, u=url)
    assert (found.ids, found.texts) == ([], expected)


@pytest.mark.parametrize(("script", "id"), [
    ('iwr "$u/missing"', "WebCmdletWebResponseException"),
    ('iwr "$u/redirect/3" -MaximumRedirection 1', "WebCmdletWebResponseException"),
    ("iwr http://127.0.0.1:1/", "WebCmdletWebResponseException"),
    ('iwr "$u/slow" -OperationTimeoutSeconds 1', "OperationTimeoutReached"),
    ("iwr $u -Body a -InFile b", "WebCmdletBodyConflictException"),
    ("iwr $u -PassThru", "WebCmdletOutFileMissingException"),
    ("iwr $u -Resume", "WebCmdletOutFileMissingException"),
    ("iwr $u -Authentication Basic", "WebCmdletAuthenticationCredentialNotSuppliedException"),
    ("iwr $u -Authentication Bearer", "WebCmdletAuthenticationTokenNotSuppliedException"),
    (SECRET + "iwr $u -Authentication Basic -Credential $c", "WebCmdletAllowUnencryptedAuthenticationRequiredException"),
    ("iwr $u -Headers @{ 'a b' = 1 }", "System.FormatException"),
])
def test_errors(url: str, script: str, id: str) -> None:
    found = run(script, u=url)
    assert [each.partition(",")[0] for each in found.ids] == [id]


def test_what_the_error_says(url: str) -> None:
    found = run('try { irm "$u/missing" } catch { $_.ErrorDetails.Message; $_.Exception.Response.StatusCode.value__; $_.Exception.Message }', u=url)
    assert found.texts == ['{\n  "error": "not here"\n}', "404", "Response status code does not indicate success: 404 (Not Found)."]


def test_tries_again(url: str) -> None:
    Answering.tries = 0
    assert run('irm "$u/flaky" -MaximumRetryCount 3 -RetryIntervalSec 1', u=url).texts == ["at last"]


def test_files(url: str, tmp_path) -> None:  # noqa: ANN001
    run('iwr "$u/part" -OutFile part.bin', folder=tmp_path, u=url)
    assert (tmp_path / "part.bin").read_bytes() == b"0123456789"
    (tmp_path / "part.bin").write_bytes(b"0123")
    run('iwr "$u/part" -OutFile part.bin -Resume; iwr "$u/part" -OutFile part.bin -Resume', folder=tmp_path, u=url)
    assert (tmp_path / "part.bin").read_bytes() == b"0123456789"
