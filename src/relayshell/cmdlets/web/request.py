"""What Invoke-WebRequest and Invoke-RestMethod do alike: making requests, following, trying again, saving, reporting errors."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from relayshell.cmdlets.web import bodies
from relayshell.cmdlets.web.answers import Message, RequestMessage, media_type, text_of
from relayshell.cmdlets.web.digest import digest_answer
from relayshell.cmdlets.web.exchange import Answer, Failure, Request, Way, send
from relayshell.cmdlets.web.parameters import WebCmdlet, refused
from relayshell.cmdlets.web.session import WebRequestSession
from relayshell.errors import ShellError
from relayshell.objects.errorrecord import ErrorDetails
from relayshell.objects.exceptions import NetException
from relayshell.objects.text import to_text
from relayshell.providers.provider import ItemError

REDIRECTS = (300, 301, 302, 303, 307, 308)


class RequestCmdlet(WebCmdlet):
    """Asks, follows redirections and tries again, as its parameters say; `respond` is given the answer."""

    def begin(self) -> None:
        self.posted: Any = None

    def process(self) -> None:
        if self.processor.expecting:
            # A piped body: all objects together, as they come; the last one counts.
            self.posted = self.body
        else:
            self._run()

    def end(self) -> None:
        if self.processor.expecting:
            self.body = self.posted
            self._run()

    def respond(self, answer: Answer) -> None:
        """Gives what the answer is worth."""
        raise NotImplementedError

    def _run(self) -> None:
        url = to_text(self.uri)
        if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", url):
            url = "http://" + url
        if urlsplit(url).scheme.lower() not in ("http", "https"):
            raise ItemError(f"The '{urlsplit(url).scheme}' scheme is not supported.", "WebCmdletWebResponseException", "InvalidOperation", None,
                            "System.NotSupportedException")
        self.check(url)
        self.session_kept = self._prepare_session()
        for _ in self.pages():
            answer = self._ask(self._first_request(url))
            self._judge(answer)
            self.respond(answer)
            self._tell_maximum(answer)
            following = self.next_page(answer)
            if following is None:
                break
            url = following

    def pages(self) -> Iterator[int]:
        """As many times as pages may be asked for."""
        return iter((0,))

    def next_page(self, answer: Answer) -> str | None:
        """The page to ask for next."""
        return None

    def _prepare_session(self) -> WebRequestSession:
        from relayshell.objects.psobject import unwrap

        kept = unwrap(self.web_session) if self.web_session is not None else WebRequestSession()
        if not isinstance(kept, WebRequestSession):
            raise refused(f"'{to_text(kept)}' is no web session: make one with -SessionVariable.", "SessionConflict")
        if self.user_agent is not None:
            kept.user_agent = self.user_agent
        if self.credential is not None and self.kind == "None":
            kept.credentials = self.credential
        if self.use_default_credentials:
            kept.use_default_credentials = True
        if self.proxy is not None:
            kept.proxy = self.proxy
        if self.certificate is not None:
            kept.certificates = self.certificate
        if self.maximum_redirection >= 0:
            kept.maximum_redirection = int(self.maximum_redirection)
        if self.is_given("maximum_retry_count"):
            kept.maximum_retries = int(self.maximum_retry_count)
        if self.is_given("retry_interval_sec"):
            kept.retry_interval = int(self.retry_interval_sec)
        for name, value in bodies.pairs_of(self.headers) or ():
            kept.headers[name] = value
        if self.session_variable:
            self.set_variable(self.session_variable, kept)
        return kept

    def set_variable(self, name: str, value: Any) -> None:
        """Sets a variable where the cmdlet was called."""
        self.processor.frame.scope.set(name.lower(), name, value)

    # The request

    def _first_request(self, url: str) -> Request:
        method = self.custom_method or ("Get" if self.method is None or to_text(self.method) == "Default" else to_text(self.method))
        method = method.upper() if self.custom_method is None else self.custom_method
        kept = self.session_kept
        headers = {to_text(name).lower(): (to_text(name), value) for name, value in kept.headers.items()}
        body, kind = None, self.content_type
        if self.form is not None:
            body, kind = bodies.multipart(self.form)
        elif self.in_file is not None:
            body = self._file()
        elif self.body is not None:
            pairs = bodies.pairs_of(self.body)
            if pairs is not None and method == "GET":
                url += ("&" if urlsplit(url).query else "?") + bodies.form_text(pairs)
            else:
                try:
                    body, own = bodies.body_bytes(self.body, kind)
                except LookupError:
                    raise refused(f"The charset of the content type '{kind}' is not known.", "EncodingException") from None
                kind = kind or own
        if kind is None and method == "POST" and "content-type" not in headers:
            kind = bodies.FORM
        made = [(name, to_text(value)) for name, value in headers.values()]
        if kind is not None:
            made = [(name, value) for name, value in made if name.lower() != "content-type"] + [("Content-Type", kind)]
        self._check_headers(made)
        if "user-agent" not in headers:
            made.append(("User-Agent", kept.user_agent))
        if "accept-encoding" not in headers:
            made.append(("Accept-Encoding", "gzip, deflate"))
        if self.kind in ("Bearer", "OAuth"):
            made.append(("Authorization", f"Bearer {self.token.text}"))
        elif self.kind == "Basic":
            made.append(("Authorization", basic(self.credential)))
        if self.disable_keep_alive:
            made.append(("Connection", "close"))
        coding = self.transfer_encoding
        if coding is not None and coding.lower() not in ("chunked", "identity"):
            raise refused(f"A body cannot be sent with the transfer encoding '{coding}' here: use chunked or identity.", "TransferEncoding")
        if self.resume:
            self.held = self._held()
            if self.held:
                made.append(("Range", f"bytes={self.held}-"))
        return Request(method, url, tuple(made), body, coding is not None and coding.lower() == "chunked" and body is not None)

    def _check_headers(self, headers: list[tuple[str, str]]) -> None:
        for name, value in headers:
            if not self.skip_header_validation and (not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name) or "\n" in value or "\r" in value):
                raise ItemError(f"The header '{name}: {value}' is not one that HTTP allows.", "System.FormatException", "NotSpecified", None, "System.FormatException")
            if "\n" in name + value or "\r" in name + value:
                raise ItemError(f"The header '{name}' must be one line.", "System.FormatException", "NotSpecified", None, "System.FormatException")

    def _file(self) -> bytes:
        from relayshell.providers.onefile import file_to_read

        path = file_to_read(self.session.places, self.in_file)
        try:
            with open(path, "rb") as file:
                return file.read()
        except OSError as error:
            raise refused(f"The file '{self.in_file}' cannot be read: {error.strerror}.", "InFileNotFilePath") from None

    def _held(self) -> int:
        """How much of the file is there already."""
        import os

        path = self.session.file_path(self.out_file)
        return os.path.getsize(path) if os.path.isfile(path) else 0

    held = 0

    # Asking

    def _way(self, url: str) -> Way:
        from relayshell.cmdlets.web.ways import proxy_for, tls_context

        kept = self.session_kept
        proxy, proxy_headers = None, ()
        if not self.no_proxy:
            proxy = to_text(kept.proxy) if kept.proxy is not None else proxy_for(url)
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

    def _wait(self, answer: Answer) -> float:
        asked = answer.header("Retry-After")
        if answer.status == 429 and asked is not None and asked.strip().isdigit():
            return int(asked)
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
            raise self._unanswered(failure, asked) from None
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

    # Judging

    def _unanswered(self, failure: Failure, request: Request) -> ItemError:
        if failure.kind == "Timeout":
            seconds = self.connection_timeout_seconds or self.operation_timeout_seconds
            id = "ConnectionTimeoutReached" if self.connection_timeout_seconds else "OperationTimeoutReached"
            return ItemError(f"The request was canceled due to the configured HttpClient.Timeout of {seconds} seconds elapsing.", id, "OperationTimeout",
                             RequestMessage(request), "System.Threading.Tasks.TaskCanceledException")
        return ItemError(failure.message, "WebCmdletWebResponseException", "InvalidOperation", RequestMessage(request), "System.Net.Http.HttpRequestException")

    def _judge(self, answer: Answer) -> None:
        """Raises for an answer that is an error."""
        if self.skip_http_error_check or 200 <= answer.status < 300:
            return
        if self.resume and answer.status == 416 and (answer.header("Content-Range") or "").endswith(f"/{self.held}"):
            return
        message = f"Response status code does not indicate success: {answer.status} ({answer.reason})."
        shown = Message(answer)
        exception = NetException("Microsoft.PowerShell.Commands.HttpResponseException", message, Response=shown, StatusCode=shown.status())
        error = ShellError(message, "WebCmdletWebResponseException", "InvalidOperation", RequestMessage(answer.request), exception=exception)
        try:
            details = self._details(answer)
        except Failure:
            details = ""
        if details:
            error.details = ErrorDetails(details)
        raise error

    @staticmethod
    def _details(answer: Answer) -> str:
        """What the answer says of the error: JSON laid out, pages without their tags."""
        text, _ = text_of(answer)
        kind = media_type(answer)
        if kind.endswith("json"):
            import json

            try:
                return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
            except ValueError:
                return text
        return re.sub(r"<[^>]*>", "", text) if "html" in kind else text

    def _tell_maximum(self, answer: Answer) -> None:
        if self.session_kept.maximum_redirection == 0 and answer.status in REDIRECTS:
            self.write_error(ItemError(
                "The maximum redirection count has been exceeded. To increase the number of redirections allowed, supply a higher value to the "
                "-MaximumRedirection parameter.", "MaximumRedirectExceeded", "InvalidOperation", RequestMessage(answer.request), "System.InvalidOperationException"))

    def save(self, answer: Answer) -> None:
        """Writes the content to -OutFile."""
        import os

        from relayshell.providers.filesystem import io_error

        path = self.session.file_path(self.out_file)
        if os.path.isdir(path):
            path = os.path.join(path, os.path.basename(urlsplit(answer.url).path) or "index.html")
        if self.resume and answer.status == 416:
            return
        try:
            with open(path, "ab" if self.resume and answer.status == 206 else "wb") as file:
                for piece in [answer.body()] if self.pass_thru else answer.pieces():
                    file.write(piece)
        except Failure as failure:
            raise self._unanswered(failure, answer.request) from None
        except OSError as error:
            raise io_error(error, path, "WebCmdletOutFileIOError") from None


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
