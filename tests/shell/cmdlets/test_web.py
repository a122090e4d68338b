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
    ('irm "$u/brotli"; (iwr "$u/brotli").Headers.Keys -contains "Content-Encoding"', ["unpacked", "False"]),
    ('(iwr "$u/bytes").Content.Count', ["256"]),
    ('$r = iwr "$u/gb"; $r.Encoding.WebName; $r.Content -match "\u4e2d"', ["gb2312", "True"]),
    ('$r = iwr "$u/echo"; $r.BaseResponse.Content.Headers.ContentType.MediaType; "$($r.BaseResponse.Version)"; $r.BaseResponse.RequestMessage.RequestUri.AbsolutePath',
     ["application/json", "1.1", "/echo"]),
    ('$r = iwr "$u/html"; $r.InputFields.FindByName("n").value; $r.Links.GetType().Name', ["v", "WebCmdletElementCollection"]),
    ('(irm "$u/echo?q=h\u00e9 h").query', ["q=h%C3%A9%20h"]),
    ('$t = ConvertTo-SecureString t -AsPlainText -Force; $null = irm "$u/echo" -Authentication Bearer -Token $t -AllowUnencryptedAuthentication -SV s; '
     '(irm "$u/echo" -WebSession $s).headers.Authorization', ["Bearer t"]),
    ('(irm "$u/echo" -UserAgent ([Microsoft.PowerShell.Commands.PSUserAgent]::Opera)).headers."User-Agent" -match "^Opera/9"', ["True"]),
    ('(irm "$u/echo" -Headers @{ "If-Match" = "odd" } -SkipHeaderValidation).headers."If-Match"', ["odd"]),
    ('$m = [System.Net.Http.MultipartFormDataContent]::new(); $m.Add([System.Net.Http.StringContent]::new("v"), "n"); '
     '$x = irm "$u/echo" -Method Post -Body $m; $x.headers."Content-Type" -match "^multipart/form-data"; $x.body -match "form-data; name=n"', ["True", "True"]),
    ('(irm "$u/xml").a.b', ["1"]),
    ('(irm "$u/rss").title', ["one", "two"]),
    ('(irm "$u/page/1" -FollowRelLink).page', ["1", "2", "3"]),
    ('(irm "$u/page/1" -FollowRelLink -MaximumFollowRelLink 2).page', ["1", "2"]),
    ('$x = irm "$u/echo" -CustomMethod FROB -Headers @{ "X-My" = "v" } -UserAgent me; $x.method, $x.headers."X-My", $x.headers."User-Agent"', ["FROB", "v", "me"]),
    ('$null = irm "$u/echo" -StatusCodeVariable sc -ResponseHeadersVariable rh; $sc; $rh."Content-Type"', ["200", "application/json"]),
    ('(iwr "$u/missing" -SkipHttpErrorCheck).StatusCode', ["404"]),
    ('$c = [System.Net.Http.HttpClient]::new(); $c.DefaultRequestHeaders.Add("X-My", "v"); $x = $c.GetStringAsync("$u/echo").Result | ConvertFrom-Json; '
     '$x.headers."X-My"; "$($c.GetAsync("$u/missing").Result.StatusCode)"', ["v", "NotFound"]),
    ('$m = [System.Net.Http.HttpRequestMessage]::new([System.Net.Http.HttpMethod]::Put, "$u/echo"); $m.Content = [System.Net.Http.StringContent]::new("z"); '
     '$x = [System.Net.Http.HttpClient]::new().SendAsync($m).Result.Content.ReadAsStringAsync().Result | ConvertFrom-Json; $x.method; $x.body', ["PUT", "z"]),
    ('$w = [System.Net.WebClient]::new(); $w.DownloadString("$u/gzip"); ($w.UploadString("$u/echo", "abc") | ConvertFrom-Json).body', ["unpacked", "abc"]),
    ('$null = irm http://name.invalid/echo -Proxy $u -SV s; $s.Proxy.GetType().Name; (irm http://name.invalid/echo -WebSession $s).method', ["WebProxy", "GET"]),
    ('$c = [System.Net.Cookie]::new("n", "v"); $c.Expires = [datetime]"2099-01-01"; $c.Expires.Year; $c.Expired', ["2099", "False"]),
])
def test_answers(url: str, script: str, expected: list[str]) -> None:
    found = run(script, u=url)
    assert (found.ids, found.texts) == ([], expected)


@pytest.mark.parametrize(("script", "id"), [
    ('iwr "$u/missing"', "WebCmdletWebResponseException"),
    ('iwr "$u/redirect/3" -MaximumRedirection 1', "WebCmdletWebResponseException"),
    ("iwr http://127.0.0.1:1/", "WebCmdletWebResponseException"),
    ('iwr "$u/stall" -OperationTimeoutSeconds 1', "OperationTimeoutReached"),
    ('iwr "$u/slow" -TimeoutSec 1', "ConnectionTimeoutReached"),
    ("iwr file:///etc/passwd", "WebCmdletIEDomNotSupportedException"),
    ("iwr $u -HttpVersion 0.9", "WebCmdletIEDomNotSupportedException"),
    ("iwr $u -Headers @{ 'If-Match' = '*,*' }", "System.FormatException"),
    ("iwr $u -UserAgent 'not:one'", "System.FormatException"),
    ("iwr $u -Method Post -Body a -ContentType none", "WebCmdletContentTypeException"),
    ("iwr $u -Method Post -Body a -ContentType 'text/plain; charset=none'", "WebCmdletContentTypeException"),
    ("iwr $u -InFile variable:pid", "WebCmdletInFileNotFilesystemPathException"),
    ("iwr $u -InFile /tmp", "WebCmdletInFileNotFilePathException"),
    ("iwr $u -InFile none", "PathNotFound"),
    ("iwr $u -Resume -OutFile /tmp", "WebCmdletResumeNotFilePathException"),
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
    (tmp_path / "folder").mkdir()
    run('iwr "$u/part?x=1" -OutFile folder', folder=tmp_path, u=url)
    assert (tmp_path / "folder" / "part").read_bytes() == b"0123456789"
    (tmp_path / "part.bin").write_bytes(b"longer than the server's")
    assert run('(iwr "$u/part" -OutFile part.bin -Resume -PassThru).StatusCode', folder=tmp_path, u=url).texts == ["200"]
    (tmp_path / "part.bin").write_bytes(b"0123")
    run('iwr "$u/part" -OutFile part.bin -Resume; iwr "$u/part" -OutFile part.bin -Resume', folder=tmp_path, u=url)
    assert (tmp_path / "part.bin").read_bytes() == b"0123456789"


def test_waiting_can_be_stopped(url: str) -> None:
    script = """$p = [powershell]::Create().AddScript("Invoke-WebRequest $u/slow"); $null = $p.BeginInvoke(); Start-Sleep -Milliseconds 300
        (Measure-Command { $p.Stop() }).TotalSeconds -lt 2; "$($p.InvocationStateInfo.State)\""""
    assert run(script, u=url).texts == ["True", "Stopped"]
