"""How a web cmdlet asks: its way to the server, redirections followed, challenges answered, refusals tried again."""

from __future__ import annotations

import base64
import re
import time
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

from relayshell.cmdlets.web.answers import media_type
from relayshell.cmdlets.web.digest import digest_answer
from relayshell.cmdlets.web.exchange import Answer, Failure, Request, Way, send
from relayshell.cmdlets.web.failures import unanswered
from relayshell.cmdlets.web.messages import RequestMessage
from relayshell.cmdlets.web.parameters import WebCmdlet
from relayshell.cmdlets.web.session import WebRequestSession
from relayshell.objects.text import to_text
from relayshell.providers.provider import ItemError

REDIRECTS = (300, 301, 302, 303, 307, 308)


class Asking(WebCmdlet):
    """Asks until there is an answer to give. `session_kept` is the web session; `held` how many bytes of -Resume's file are there."""

    session_kept: WebRequestSession
    held = 0
    resuming = False

    def _way(self, url: str) -> Way:
        from relayshell.cmdlets.web.ways import proxy_for, tls_context

        kept = self.session_kept
        proxy, proxy_headers = None, ()
        if not self.no_proxy:
            proxy = (to_text(kept.proxy) or None) if kept.proxy is not None else proxy_for(url)
            if self.proxy_credential is not None:
                proxy_headers = (("Proxy-Authorization", basic(self.proxy_credential)),)
        context = tls_context(bool(self.skip_certificate_check), self.ssl_protocol, kept.certificates) if url.startswith("https:") else None
        return Way(float(self.connection_timeout_seconds or 0) or None, float(self.operation_timeout_seconds or 0) or None, context, proxy, proxy_headers,
                   to_text(self.unix_socket) if self.unix_socket is not None else None,
                   self.http_version is not None and to_text(self.http_version) == "1.0")

    def _ask(self, request: Request) -> Answer:
        """The last answer, redirections and refusals seen to."""
        kept = self.session_kept
        left = 50 if kept.maximum_redirection < 0 else kept.maximum_redirection
        tries, challenged = kept.maximum_retries, False
        while True:
            answer = self._once(request)
            for name, value in answer.headers:
                if name.lower() == "set-cookie":
                    kept.cookies.take(answer.url, value)
            where = answer.header("Location")
            if answer.status in REDIRECTS and where and left > 0:
                left -= 1
                answer.close()
                request = self._redirected(request, answer.status, urljoin(request.url, where))
            elif answer.status == 416 and self.resuming and self._total(answer) not in (None, self.held):
                # The file here is longer than the server's: it is fetched anew.
                self.write_verbose("The remote server indicated it could not resume downloading. The local file will be overwritten.")
                self.resuming = False
                answer.close()
                request = request._replace(headers=tuple(pair for pair in request.headers if pair[0].lower() != "range"))
            elif answer.status == 401 and kept.credentials is not None and not challenged:
                challenged = True
                line = self._challenge(answer, request)
                if line is None:
                    return answer
                answer.close()
                request = request._replace(headers=(*request.headers, ("Authorization", line)))
            elif tries > 0 and (answer.status == 304 or 400 <= answer.status <= 599):
                tries -= 1
                answer.close()
                wait = self._wait(answer)
                self.write_verbose(f"Retrying after interval of {wait} seconds. Status code for previous attempt: {answer.reason}")
                time.sleep(wait)
            else:
                return answer

    @staticmethod
    def _total(answer: Answer) -> int | None:
        """How long the whole content is, as Content-Range says; None where it does not."""
        found = re.search(r"/(\d+)$", answer.header("Content-Range") or "")
        return int(found[1]) if found else None

    def _wait(self, answer: Answer) -> float:
        asked = answer.header("Retry-After")
        if answer.status == 429 and asked is not None:
            if asked.strip().isdigit():
                return int(asked)
            try:
                return max(parsedate_to_datetime(asked).timestamp() - time.time(), 0.0)
            except (TypeError, ValueError):
                pass
        return int(self.session_kept.retry_interval)

    def _once(self, request: Request) -> Answer:
        kept = self.session_kept
        headers = list(request.headers)
        cookies = kept.cookies.given(request.url)
        if cookies and all(name.lower() != "cookie" for name, _ in headers):
            headers.append(("Cookie", "; ".join(map(str, cookies))))
        way = self._way(request.url)
        if way.proxy and not request.url.startswith("https:"):
            headers += way.proxy_headers
        asked = request._replace(headers=tuple(headers))
        self.write_verbose(f"Requested HTTP/1.1 {request.method} with {len(request.body or b'')}-byte payload")
        try:
            answer = send(asked, way)
        except Failure as failure:
            raise unanswered(failure, asked, self) from None
        length = answer.header("Content-Length")
        self.write_verbose(f"Received HTTP/{answer.version // 10}.{answer.version % 10} response of content type {media_type(answer) or 'unknown'}"
                           f" of {f'size {length} bytes' if length else 'unknown size'}")
        return answer

    def _redirected(self, request: Request, status: int, url: str) -> Request:
        if request.url.startswith("https:") and url.startswith("http:") and not self.allow_insecure_redirect:
            raise ItemError("Cannot follow an insecure redirection by default. Reissue the command specifying the -AllowInsecureRedirect switch.",
                            "InsecureRedirection", "InvalidOperation", RequestMessage(request), "System.InvalidOperationException")
        headers = request.headers
        if not self.preserve_authorization_on_redirect:
            headers = tuple(pair for pair in headers if pair[0].lower() != "authorization")
        become_get = status == 303 and request.method != "HEAD" or status in (300, 301, 302) and request.method == "POST"
        if become_get and not self.preserve_http_method_on_redirect:
            headers = tuple(pair for pair in headers if pair[0].lower() not in ("content-type", "content-length"))
            return Request("GET", url, headers)
        return request._replace(url=url, headers=headers)

    def _challenge(self, answer: Answer, request: Request) -> str | None:
        """The Authorization that answers a WWW-Authenticate header, or None where none of ours does."""
        asked = answer.header("WWW-Authenticate") or ""
        name, secret = secrets(self.session_kept.credentials)
        if re.search(r"\bDigest\b", asked, re.I):
            return digest_answer(asked, name, secret, request.method, request.url)
        return basic(self.session_kept.credentials) if re.search(r"\bBasic\b", asked, re.I) else None


def secrets(credential: Any) -> tuple[str, str]:
    """User name and password of a PSCredential or a NetworkCredential."""
    from relayshell.objects.members import call_method, get_member
    from relayshell.objects.typeof import type_of

    if type_of(credential).full_name.endswith("PSCredential"):
        credential = call_method(credential, "GetNetworkCredential", [])
    return to_text(get_member(credential, "UserName")), to_text(get_member(credential, "Password"))


def basic(credential: Any) -> str:
    """An Authorization header (RFC 7617)."""
    name, secret = secrets(credential)
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()
