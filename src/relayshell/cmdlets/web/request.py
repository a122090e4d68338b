"""What Invoke-WebRequest and Invoke-RestMethod do alike: making requests, following, trying again, saving, reporting errors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from relayshell.cmdlets.web import bodies
from relayshell.cmdlets.web.asking import REDIRECTS, Asking, basic
from relayshell.cmdlets.web.contents import CONTENT_HEADERS, Content, MediaType, Multipart
from relayshell.cmdlets.web.exchange import Answer, Failure, Request
from relayshell.cmdlets.web.failures import judged, unanswered, unsupported
from relayshell.cmdlets.web.headers import wrong
from relayshell.cmdlets.web.messages import RequestMessage
from relayshell.cmdlets.web.parameters import refused
from relayshell.cmdlets.web.session import WebRequestSession
from relayshell.objects.text import to_text
from relayshell.providers.provider import ItemError


class RequestCmdlet(Asking):
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
