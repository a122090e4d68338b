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
from relayshell.errors import ShellError
from relayshell.objects.membererrors import exception_of
from relayshell.objects.members import get_member, new_object
from relayshell.objects.nettype import get_type
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.providers.provider import ItemError


class RequestCmdlet(Asking):
    """Asks, follows redirections and tries again, as its parameters say; `respond` is given the answer."""

    def process(self) -> None:
        if self.is_given("body") and self.processor.expecting and self.body is None:
            return
        self._run()

    def respond(self, answer: Answer) -> None:
        """Gives what the answer is worth."""
        raise NotImplementedError

    def _run(self) -> None:
        url = self._address()
        self.check(url)
        self._check_files()
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

    def _address(self) -> str:
        """The URL to ask for, escaped; http where the scheme is left out. Raises for a scheme or a version that is not HTTP's."""
        given = to_text(get_member(self.uri, "OriginalString"))
        try:
            uri = self.uri if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", given) else new_object(get_type("System.Uri"), ["http://" + given])
        except ShellError as error:
            # The cmdlet made the address: its caller is told of the address, not of the constructor.
            inner = exception_of(error).inner
            raise error if inner is None else ShellError(inner.message, inner.type_name, exception=inner) from None
        scheme = to_text(get_member(uri, "Scheme"))
        if scheme not in ("http", "https"):
            raise unsupported(f"The '{scheme}' scheme is not supported.")
        if self.http_version is not None and to_text(self.http_version).startswith("0."):
            raise unsupported(f"Request HttpVersion {to_text(self.http_version)} is not supported: use 1.0 or 1.1.")
        return to_text(get_member(uri, "AbsoluteUri"))

    def pages(self) -> Iterator[int]:
        """As many times as pages may be asked for."""
        return iter((0,))

    def next_page(self, answer: Answer) -> str | None:
        """The page to ask for next."""
        return None

    def _prepare_session(self) -> WebRequestSession:
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
            kept.proxy = new_object(get_type("System.Net.WebProxy"), [self.proxy])
            kept.proxy.credentials = self.proxy_credential
        if self.certificate is not None:
            kept.certificates = self.certificate
        if self.maximum_redirection >= 0:
            kept.maximum_redirection = int(self.maximum_redirection)
        if self.is_given("maximum_retry_count"):
            kept.maximum_retries = int(self.maximum_retry_count)
        if self.is_given("retry_interval_sec"):
            kept.retry_interval = int(self.retry_interval_sec)
        for name, value in bodies.pairs_of(self.headers) or ():
            if value is not None:
                kept.put_header(name, to_text(value))
        if self.kind in ("Bearer", "OAuth"):
            kept.put_header("Authorization", f"Bearer {self.token.text}")
        elif self.kind == "Basic":
            kept.put_header("Authorization", basic(self.credential))
        if self.session_variable:
            self.set_variable(self.session_variable, kept)
        return kept

    def set_variable(self, name: str, value: Any) -> None:
        """Sets a variable where the cmdlet was called."""
        self.processor.frame.scope.set(name.lower(), name, value)

    # The request

    def _first_request(self, url: str) -> Request:
        method = self.custom_method or ("Get" if self.method is None or to_text(self.method) == "Default" else to_text(self.method))
        method, kept = method.upper(), self.session_kept
        headers = {name.lower(): (name, value) for name, value in kept.header_pairs()}
        url, body, kind = self._content(url, method, headers)
        if self.content_type is not None:
            kind = self.content_type
        if kind is not None:
            headers["content-type"] = ("Content-Type", kind)
        self._check_content_type(headers, body)
        headers.setdefault("user-agent", ("User-Agent", kept.user_agent))
        self._check_headers(list(headers.values()))
        made = list(headers.values())
        if "accept-encoding" not in headers:
            made.append(("Accept-Encoding", "gzip, deflate, br"))
        if self.disable_keep_alive:
            made.append(("Connection", "Close"))
        coding = self.transfer_encoding
        if self.resuming and self.held is not None:
            made.append(("Range", f"bytes={self.held}-"))
        return Request(method, url, tuple(made), body, None if coding is None or body is None else coding.lower())

    def _content(self, url: str, method: str, headers: dict[str, tuple[str, str]]) -> tuple[str, bytes | None, str | None]:
        """The URL, which takes up the fields of a body that is asked with; the body; and the content type that its kind asks for."""
        own = bodies.FORM if method == "POST" and "content-type" not in headers else None
        if self.form is not None:
            return url, *bodies.multipart(self.form)
        if self.in_file is not None:
            with open(self._in_path, "rb") as file:
                return url, file.read(), own
        body = unwrap(self.body)
        if isinstance(body, Content):
            for name, value in body.headers.lines() if isinstance(body, Multipart) else ():
                headers[name.lower()] = (name, value)
            return url, body.data(), None if isinstance(body, Multipart) else own
        if body is None:
            return url, None, own
        pairs = bodies.pairs_of(body)
        if pairs is not None and method == "GET":
            return url + ("&" if urlsplit(url).query else "?") + bodies.form_text(pairs), None, own
        try:
            return url, bodies.body_bytes(body, self.content_type or headers.get("content-type", ("", None))[1])[0], own
        except LookupError:
            raise self._bad_content_type() from None

    def _check_content_type(self, headers: dict[str, tuple[str, str]], body: bytes | None) -> None:
        if body is None or self.skip_header_validation or "content-type" not in headers:
            return
        try:
            MediaType.parse(headers["content-type"][1])
        except Exception:
            raise self._bad_content_type() from None

    @staticmethod
    def _bad_content_type() -> ItemError:
        return refused("The cmdlet cannot run because the -ContentType parameter is not a valid Content-Type header. Specify a valid Content-Type for "
                       "-ContentType, then retry. To suppress header validation, supply the -SkipHeaderValidation parameter.", "ContentType")

    def _check_headers(self, headers: list[tuple[str, str]]) -> None:
        for name, value in headers:
            torn = "\n" in name + value or "\r" in name + value
            if torn or not self.skip_header_validation and name.lower() not in CONTENT_HEADERS and wrong(name, value):
                raise ItemError(f"The format of value '{value}' is invalid.", "System.FormatException", "NotSpecified", None, "System.FormatException")

    # Files

    def _check_files(self) -> None:
        """Finds the file to send and the file that gets the content. Raises for what is no file."""
        import os

        if self.in_file is not None:
            self._in_path = self._found_file()
        if self.out_file is not None:
            places = self.session.places
            self._out_path = str(places.resolve(self.out_file, literal=True, missing_ok=True)[0].inner)
            self.resuming, self.held = False, None
            if self.resume:
                if os.path.isdir(self._out_path):
                    raise refused(f"The path '{self.out_file}' is a folder: -Resume needs the path of a file.", "ResumeNotFilePath")
                if os.path.exists(self._out_path):
                    self.resuming, self.held = True, os.path.getsize(self._out_path)

    def _found_file(self) -> str:
        """The one file that -InFile names."""
        import os

        found = self.session.places.resolve(self.in_file)
        if not found:
            raise refused(f"The path '{self.in_file}' leads to no file.", "InFileNoPathResolved")
        if found[0].provider.name != "FileSystem":
            raise refused(f"The path '{self.in_file}' is not a file system path. Please specify the path to a file in the file system.", "InFileNotFilesystemPath")
        if len(found) > 1:
            raise refused(f"The path '{self.in_file}' leads to several files: name one.", "InFileMultiplePathsResolved")
        path = str(found[0].inner)
        if os.path.isdir(path):
            raise refused(f"The path '{self.in_file}' is a folder. Please specify the path to a file.", "InFileNotFilePath")
        if not os.access(path, os.R_OK):
            raise refused(f"The file '{self.in_file}' may not be read.", "InFileNotFilePath")
        return path

    # Judging and saving

    def _judge(self, answer: Answer) -> None:
        """Raises for an answer that is an error. One that says there is nothing to resume is none."""
        if self.resuming and answer.status == 416:
            self.write_verbose(f"The local file is already complete and is not written: {self.out_file}")
            return
        if not self.skip_http_error_check and not 200 <= answer.status < 300:
            raise judged(answer)

    def _tell_maximum(self, answer: Answer) -> None:
        if self.session_kept.maximum_redirection == 0 and answer.status in REDIRECTS:
            self.write_error(ItemError(
                "The maximum redirection count has been exceeded. To increase the number of redirections allowed, supply a higher value to the "
                "-MaximumRedirection parameter.", "MaximumRedirectExceeded", "InvalidOperation", RequestMessage(answer.request), "System.InvalidOperationException"))

    def save(self, answer: Answer) -> None:
        """Writes the content to -OutFile; into a folder under the last part of the URL's path."""
        import os
        from urllib.parse import unquote

        from relayshell.providers.filesystem import io_error

        if self.resuming and answer.status == 416:
            return
        path = self._out_path
        if os.path.isdir(path):
            path = os.path.join(path, os.path.basename(unquote(urlsplit(answer.url).path)) or urlsplit(answer.url).hostname or "index.html")
        try:
            with open(path, "ab" if self.resuming and answer.status == 206 else "wb") as file:
                for piece in [answer.body()] if self.pass_thru else answer.pieces():
                    file.write(piece)
        except Failure as failure:
            raise unanswered(failure, answer.request, self) from None
        except OSError as error:
            raise io_error(error, path, "WebCmdletOutFileIOError") from None
