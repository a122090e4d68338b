"""System.Net.HttpListener: a script that answers HTTP requests, one connection for each (RFC 9112).

It knows plain HTTP alone; an https prefix is refused. What a script writes is kept until it closes the response.
"""

from __future__ import annotations

import io
import select
import socket
from typing import Any
from urllib.parse import urlsplit

from relayshell.cmdlets.web.clients import OldHeaders
from relayshell.objects.declare import declare
from relayshell.objects.dotnet.addresses import EndPoint, parse_address
from relayshell.objects.dotnet.encodings import UTF8, get_encoding
from relayshell.objects.dotnet.faults import fault, operation_fault
from relayshell.objects.dotnet.namevalues import NameValues, _parse_query
from relayshell.objects.dotnet.names import socket_fault
from relayshell.objects.dotnet.streams import Stream
from relayshell.objects.dotnet.uris import Uri
from relayshell.objects.numbers import Int64

_N = "System.Net.HttpListener"
_LONGEST_HEAD = 65536
_LONGEST_BODY = 1 << 28


def _listener_fault(message: str) -> Exception:
    return fault(_N + "Exception", message)


class Prefixes:
    """What addresses a listener answers for."""

    __slots__ = ("texts",)

    def __init__(self) -> None:
        self.texts: list[str] = []

    def add(self, text: str) -> None:
        """One more, such as http://localhost:8080/. Raises ArgumentException for another form."""
        parts = urlsplit(text or "")
        if parts.scheme not in ("http", "https"):
            raise fault("System.ArgumentException", "Only Uri prefixes starting with 'http://' or 'https://' are supported. (Parameter 'uriPrefix')")
        if not text.endswith("/"):
            raise fault("System.ArgumentException", "Only Uri prefixes ending in '/' are allowed. (Parameter 'uriPrefix')")
        if parts.scheme == "https":
            raise fault("System.PlatformNotSupportedException", f"The prefix {text} asks for TLS, which a listener here does not speak: give an http prefix.")
        self.texts.append(text)

    def places(self) -> set[tuple[str, int]]:
        """Where to listen: host and port of each."""
        found = set()
        for text in self.texts:
            host, _, port = text.split("/")[2].rpartition(":") if ":" in text.split("/")[2].rpartition("]")[2] else (text.split("/")[2], "", "80")
            found.add(({"localhost": "127.0.0.1", "+": "0.0.0.0", "*": "0.0.0.0"}.get(host, host.strip("[]")), int(port)))
        return found


class HttpListener:
    """Listens once Start was called."""

    def __init__(self) -> None:
        self.prefixes = Prefixes()
        self.sockets: list[socket.socket] = []
        self.values: dict[str, Any] = {"AuthenticationSchemes": None, "IgnoreWriteExceptions": False, "Realm": None}
        self.props: Any = None

    def start(self) -> None:
        """Begins to listen. Raises HttpListenerException where an address cannot be had."""
        if self.sockets:
            return
        for host, port in self.prefixes.places():
            made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
            try:
                made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                made.bind((host, port))
                made.listen(128)
            except OSError as error:
                made.close()
                self.stop()
                raise _listener_fault(error.strerror or str(error)) from None
            self.sockets.append(made)

    def stop(self) -> None:
        """Ends listening."""
        sockets, self.sockets = self.sockets, []
        for each in sockets:
            each.close()

    def context(self) -> Context:
        """The next request; waits for it, in short steps so that the pipeline can be stopped and the listener too."""
        if not self.sockets:
            raise operation_fault("Please call the Start() method before calling this method.")
        while self.sockets:
            try:
                ready = select.select(self.sockets, [], [], 0.05)[0]
                if not ready:
                    continue
                connection, peer = ready[0].accept()
            except (OSError, ValueError):
                break
            connection.settimeout(30)
            try:
                return Context(Request(connection, peer), connection)
            except (OSError, ValueError):
                # Whoever spoke no HTTP, or nothing: the next may.
                connection.close()
        raise _listener_fault("The I/O operation has been aborted because of either a thread exit or an application request.")

    def later(self, *callback: Any) -> Any:
        """GetContextAsync and BeginGetContext: a task that waits on a thread of its own."""
        from relayshell.objects.dotnet.threadtasks import ThreadTask

        return ThreadTask(self.context)


class Request:
    """One request, read whole. Raises ValueError for what is no HTTP."""

    def __init__(self, connection: socket.socket, peer: Any) -> None:
        self.local, self.peer = connection.getsockname()[:2], peer[:2]
        data = b""
        while b"\r\n\r\n" not in data:
            more = connection.recv(65536)
            if not more or len(data) > _LONGEST_HEAD:
                raise ValueError("no request")
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        self.method, self.target, self.version = first.split(" ", 2)
        self.headers = OldHeaders()
        for line in lines:
            self.headers.more(line)
        self.body = self._body(connection, body)
        self.host = self.headers.first("Host") or f"{self.local[0]}:{self.local[1]}"
        self.url = Uri(f"http://{self.host}{self.target}" if self.target.startswith("/") else self.target)
        self.stream = Stream(io.BytesIO(self.body), "System.IO.Stream", True, False)
        self.props: Any = None

    def _body(self, connection: socket.socket, body: bytes) -> bytes:
        if "100-continue" in (self.headers.first("Expect") or "").lower():
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        if "chunked" in (self.headers.first("Transfer-Encoding") or "").lower():
            return _chunks(connection, body)
        size = int(self.headers.first("Content-Length") or 0)
        if not 0 <= size <= _LONGEST_BODY:
            raise ValueError("too long")
        while len(body) < size and (more := connection.recv(65536)):
            body += more
        return body[:size]

    @property
    def encoding(self) -> Any:
        """That of the content, by its type."""
        name = (self.headers.first("Content-Type") or "").lower().partition("charset=")[2].strip('" ;')
        return get_encoding(name) if name else UTF8

    @property
    def query(self) -> NameValues:
        """The parts of the query."""
        return _parse_query(self.target.partition("?")[2])


def _chunks(connection: socket.socket, data: bytes) -> bytes:
    """A body in chunks (RFC 9112, section 7.1)."""
    body = b""
    while True:
        while b"\r\n" not in data:
            data += connection.recv(65536) or b"0\r\n"
        line, _, data = data.partition(b"\r\n")
        size = int(line.split(b";")[0], 16)
        if size == 0 or len(body) + size > _LONGEST_BODY:
            return body
        while len(data) < size + 2:
            more = connection.recv(65536)
            if not more:
                raise ValueError("a chunk ended early")
            data += more
        body, data = body + data[:size], data[size + 2:]


class Response:
    """What is answered; sent when it is closed, or its stream."""

    def __init__(self, connection: socket.socket, method: str) -> None:
        self.connection, self.method = connection, method
        self.status, self.reason = 200, ""
        self.headers = OldHeaders()
        self.values: dict[str, Any] = {"ContentEncoding": None, "KeepAlive": False, "SendChunked": False, "ProtocolVersion": None}
        self.sent = False
        self.stream = Stream(_Output(self), "System.IO.Stream", False, True)
        self.props: Any = None

    def close(self, *content: Any) -> None:
        """Sends what was written, or given here."""
        if content and content[0] is not None:
            self.stream.file.write(bytes(content[0]))
        self.stream.close()

    def send(self, body: bytes) -> None:
        """The answer, once."""
        if self.sent:
            return
        self.sent = True
        from http import HTTPStatus

        reason = self.reason or (HTTPStatus(self.status).phrase if self.status in HTTPStatus._value2member_map_ else "")
        lines = [f"HTTP/1.1 {self.status} {reason}", *(f"{name}: {value}" for name, value in self.headers.lines() if name.lower() not in ("content-length", "connection"))]
        if self.status >= 200 and self.status not in (204, 304):
            lines.append(f"Content-Length: {self.headers.first('Content-Length') if self.method == 'HEAD' and self.headers.first('Content-Length') else len(body)}")
        lines.append("Connection: close")
        try:
            self.connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + (b"" if self.method == "HEAD" else body))
        except OSError as error:
            raise socket_fault(error) from None
        finally:
            self.connection.close()


class _Output(io.BytesIO):
    """What a script writes."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response

    def close(self) -> None:
        if not self.closed:
            self.response.send(self.getvalue())
        super().close()


class Context:
    """A request and its response."""

    def __init__(self, request: Request, connection: socket.socket) -> None:
        self.request, self.response = request, Response(connection, request.method)
        self.props: Any = None


def _point(place: Any) -> EndPoint:
    return EndPoint(parse_address(place[0]), place[1])


def _length(self: Response, value: Any) -> None:
    self.headers.set("Content-Length", str(int(value)))


def _redirect(self: Response, url: str) -> None:
    self.status = 302
    self.headers.set("Location", url)


def _value(name: str) -> Any:
    return lambda self: self.values[name]


def _put(name: str) -> Any:
    return lambda self, value: self.values.__setitem__(name, value)


_KEPT = ("AuthenticationSchemes", "IgnoreWriteExceptions", "Realm")
declare(
    _N, HttpListener, new={"*": HttpListener, "()": HttpListener}, static_get={"IsSupported": lambda: True}, interfaces=("System.IDisposable",),
    get={"Prefixes": lambda self: self.prefixes, "IsListening": lambda self: bool(self.sockets), **{name: _value(name) for name in _KEPT}},
    set={name: _put(name) for name in _KEPT},
    methods={"Start": HttpListener.start, **dict.fromkeys(("Stop", "Close", "Abort", "Dispose"), HttpListener.stop), "GetContext": HttpListener.context,
             "GetContextAsync": HttpListener.later, "BeginGetContext": HttpListener.later, "EndGetContext": lambda self, task: task.result()},
    signatures=("()", "static bool IsSupported {get;}", _N + "PrefixCollection Prefixes {get;}", "bool IsListening {get;}",
                *(f"System.Object {name} {{get;set;}}" for name in _KEPT), *(f"void {name}()" for name in ("Start", "Stop", "Close", "Abort", "Dispose")),
                f"{_N}Context GetContext()", f"System.Threading.Tasks.Task[{_N}Context] GetContextAsync()",
                "System.IAsyncResult BeginGetContext(System.Object callback, System.Object state)", f"{_N}Context EndGetContext(System.Object asyncResult)"))
declare(
    _N + "PrefixCollection", Prefixes, enumerate=lambda self: iter(list(self.texts)), interfaces=("System.Collections.IEnumerable",),
    get={"Count": lambda self: len(self.texts)},
    methods={"Add": Prefixes.add, "Remove": lambda self, text: text in self.texts and self.texts.remove(text) is None, "Clear": lambda self: self.texts.clear(),
             "Contains": lambda self, text: text in self.texts},
    signatures=("int Count {get;}", "void Add(string uriPrefix)", "bool Remove(string uriPrefix)", "void Clear()", "bool Contains(string uriPrefix)"))
declare(_N + "Context", Context, get={"Request": lambda self: self.request, "Response": lambda self: self.response, "User": lambda self: None},
        signatures=(f"{_N}Request Request {{get;}}", f"{_N}Response Response {{get;}}", "System.Object User {get;}"))
declare(
    _N + "Request", Request,
    get={
        "HttpMethod": lambda self: self.method, "Url": lambda self: self.url, "RawUrl": lambda self: self.target, "Headers": lambda self: self.headers,
        "QueryString": lambda self: self.query, "InputStream": lambda self: self.stream, "HasEntityBody": lambda self: bool(self.body),
        "ContentEncoding": lambda self: self.encoding, "ContentType": lambda self: self.headers.first("Content-Type"),
        "ContentLength64": lambda self: Int64(len(self.body)), "UserAgent": lambda self: self.headers.first("User-Agent"),
        "UserHostName": lambda self: self.host, "UserHostAddress": lambda self: str(_point(self.local)), "LocalEndPoint": lambda self: _point(self.local),
        "RemoteEndPoint": lambda self: _point(self.peer), "IsLocal": lambda self: self.local[0] == self.peer[0], "KeepAlive": lambda self: False,
        "IsSecureConnection": lambda self: False, "IsAuthenticated": lambda self: False,
    },
    signatures=(
        *(f"string {name} {{get;}}" for name in ("HttpMethod", "RawUrl", "ContentType", "UserAgent", "UserHostName", "UserHostAddress")), "uri Url {get;}",
        "System.Net.WebHeaderCollection Headers {get;}", "System.Collections.Specialized.NameValueCollection QueryString {get;}", "System.IO.Stream InputStream {get;}",
        "System.Text.Encoding ContentEncoding {get;}", "long ContentLength64 {get;}", "System.Net.IPEndPoint LocalEndPoint {get;}",
        "System.Net.IPEndPoint RemoteEndPoint {get;}", *(f"bool {name} {{get;}}" for name in (
            "HasEntityBody", "IsLocal", "KeepAlive", "IsSecureConnection", "IsAuthenticated"))))
_SETTINGS = ("ContentEncoding", "KeepAlive", "SendChunked", "ProtocolVersion")
declare(
    _N + "Response", Response, interfaces=("System.IDisposable",),
    get={"StatusCode": lambda self: self.status, "StatusDescription": lambda self: self.reason, "Headers": lambda self: self.headers,
         "ContentType": lambda self: self.headers.first("Content-Type"), "OutputStream": lambda self: self.stream,
         "ContentLength64": lambda self: Int64(int(self.headers.first("Content-Length") or 0)), "RedirectLocation": lambda self: self.headers.first("Location"),
         **{name: _value(name) for name in _SETTINGS}},
    set={"StatusCode": lambda self, value: setattr(self, "status", int(value)), "StatusDescription": lambda self, value: setattr(self, "reason", value or ""),
         "ContentType": lambda self, value: self.headers.set("Content-Type", value), "ContentLength64": _length,
         "RedirectLocation": lambda self, value: self.headers.set("Location", value), **{name: _put(name) for name in _SETTINGS}},
    methods={**dict.fromkeys(("Close", "Dispose"), Response.close), "Abort": lambda self: self.connection.close(), "Redirect": _redirect,
             "AddHeader": lambda self, name, value: self.headers.set(name, value), "AppendHeader": lambda self, name, value: self.headers.more(name, value)},
    signatures=(
        "int StatusCode {get;set;}", "string StatusDescription {get;set;}", "System.Net.WebHeaderCollection Headers {get;}", "string ContentType {get;set;}",
        "System.IO.Stream OutputStream {get;}", "long ContentLength64 {get;set;}", "string RedirectLocation {get;set;}",
        *(f"System.Object {name} {{get;set;}}" for name in _SETTINGS), "void Close()", "void Close(byte[] responseEntity, bool willBlock)", "void Dispose()", "void Abort()",
        "void Redirect(string url)", "void AddHeader(string name, string value)", "void AppendHeader(string name, string value)"))
