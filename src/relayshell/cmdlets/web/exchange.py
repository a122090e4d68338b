"""One HTTP request and its answer (RFC 9110), over TCP, TLS, a proxy or a Unix socket. Knows no cmdlet and no redirects."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from relayshell.cmdlets.web.patience import Line, connected
from relayshell.cmdlets.web.unpacking import decoder

CHUNK = 1 << 16


class Failure(Exception):
    """The request got no answer.

    kind   what .NET would call it: ConnectionError, NameResolutionError, SecureConnectionError, or Timeout (no head came in time),
           Silence (the content stopped coming)
    inner  what is behind it, in .NET's words; "" for nothing more
    """

    def __init__(self, message: str, kind: str = "ConnectionError", inner: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.kind = kind
        self.inner = inner


class Way(NamedTuple):
    """How to reach a server.

    connect_timeout is how many seconds may pass until the head of the answer has come, timeout how many between two pieces of its
    content, both None for no end; context is the TLS context; proxy is a URL
    """

    connect_timeout: float | None = None
    timeout: float | None = None
    context: ssl.SSLContext | None = None
    proxy: str | None = None
    proxy_headers: tuple[tuple[str, str], ...] = ()
    unix_socket: str | None = None
    http_10: bool = False


class Request(NamedTuple):
    """What is asked. A coding sends the body in chunks and says so; one beside `chunked` is named as it is given, the body sent as it is."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None = None
    coding: str | None = None


class Answer:
    """What came back. The body is read as it is asked for, content encodings taken off."""

    def __init__(self, request: Request, response: http.client.HTTPResponse, connection: http.client.HTTPConnection) -> None:
        self.request = request
        self.url = request.url
        self.status = response.status
        self.reason = response.reason or http.client.responses.get(response.status, "")
        self.version = response.version
        self.headers: list[tuple[str, str]] = response.getheaders()
        self._response = response
        self._connection = connection
        self._body: bytes | None = None
        self._decode = decoder((self.header("Content-Encoding") or "").strip().lower())
        if self._decode is not None:
            # What is given has been unpacked, so that these say nothing of it any more.
            self.headers = [pair for pair in self.headers if pair[0].lower() not in ("content-encoding", "content-length")]

    def header(self, name: str) -> str | None:
        """The values of a header, joined; None where it is missing."""
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(found) if found else None

    def pieces(self) -> Iterator[bytes]:
        """The body as it comes. Raises Failure when it breaks off."""
        decode = self._decode
        try:
            while data := self._response.read1(CHUNK):
                if decode is None:
                    yield data
                elif made := decode(data, False):
                    yield made
            if decode is not None and (made := decode(b"", True)):
                yield made
            if self._response.length:
                raise http.client.IncompleteRead(b"", self._response.length)
        except TimeoutError:
            raise Failure("The operation has timed out.", "Silence") from None
        except (OSError, http.client.HTTPException) as error:
            raise Failure("The response ended prematurely. (ResponseEnded)", inner=f"The response ended prematurely. ({error})") from None
        finally:
            self.close()

    def body(self) -> bytes:
        """The whole body."""
        if self._body is None:
            self._body = b"".join(self.pieces())
        return self._body

    def close(self) -> None:
        self._connection.close()


def send(request: Request, way: Way) -> Answer:
    """Sends one request and reads the head of its answer. Raises Failure."""
    parts = urlsplit(request.url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    shown = f"{host}:{port}"
    end = time.monotonic() + way.connect_timeout if way.connect_timeout else None
    try:
        connection, path = _connection(request, way, host, port, secure, path)
        if way.http_10:
            connection._http_vsn, connection._http_vsn_str = 10, "HTTP/1.0"  # type: ignore[attr-defined]
        own = connection.sock = Line(connection.sock)  # type: ignore[assignment]
        if end is not None:
            own.settimeout(max(end - time.monotonic(), 0.001))
        _put(connection, request, path, parts.netloc.rpartition("@")[2])
        response = connection.getresponse()
        own.settimeout(way.timeout)
        return Answer(request, response, connection)
    except Failure:
        raise
    except socket.gaierror as error:
        text = {socket.EAI_NONAME: "Name or service not known", socket.EAI_AGAIN: "Temporary failure in name resolution"}.get(error.errno, error.strerror)
        raise Failure(f"{text} ({shown})", "NameResolutionError", str(text)) from None
    except TimeoutError:
        raise Failure(f"The request timed out. ({shown})", "Timeout") from None
    except ssl.SSLError as error:
        raise Failure("The SSL connection could not be established, see inner exception.", "SecureConnectionError", _tls_words(error)) from None
    except ConnectionRefusedError:
        raise Failure(f"Connection refused ({shown})", inner="Connection refused") from None
    except http.client.HTTPException as error:
        raise Failure("An error occurred while sending the request.", inner=f"The response ended prematurely. ({error})") from None
    except (OSError, ValueError) as error:
        text = str(getattr(error, "strerror", None) or error)
        raise Failure(f"{text} ({shown})", inner=text) from None


def _tls_words(error: ssl.SSLError) -> str:
    """What is wrong with the TLS connection, in .NET's words where it has its own."""
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code == 62:
            return "The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch"
        kind = {10: "NotTimeValid", 18: "UntrustedRoot", 19: "UntrustedRoot", 20: "PartialChain", 21: "PartialChain"}.get(error.verify_code, error.verify_message)
        return f"The remote certificate is invalid because of errors in the certificate chain: {kind}"
    return f"Authentication failed, see inner exception. ({error.reason or error})"


def _connection(request: Request, way: Way, host: str, port: int, secure: bool, path: str) -> tuple[http.client.HTTPConnection, str]:
    """An open connection, and the path as it is to be asked there."""
    timeout = way.connect_timeout
    if way.unix_socket is not None:
        connection = http.client.HTTPConnection(host, port, timeout=timeout)
        connection.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.sock.settimeout(timeout)
        connection.sock.connect(way.unix_socket)
        if secure:
            assert way.context is not None
            connection.sock = way.context.wrap_socket(connection.sock, server_hostname=host)
        return connection, path
    if way.proxy:
        proxy = urlsplit(way.proxy if "://" in way.proxy else f"http://{way.proxy}")
        near, near_port = proxy.hostname or "", proxy.port or 8080
        if secure:
            made: http.client.HTTPConnection = http.client.HTTPSConnection(near, near_port, timeout=timeout, context=way.context)
            made.set_tunnel(host, port, dict(way.proxy_headers))
        else:
            made = http.client.HTTPConnection(near, near_port, timeout=timeout)
            path = request.url.partition("#")[0]
    elif secure:
        made = http.client.HTTPSConnection(host, port, timeout=timeout, context=way.context)
    else:
        made = http.client.HTTPConnection(host, port, timeout=timeout)
    made._create_connection = connected  # type: ignore[attr-defined]
    made.connect()
    return made, path


def _put(connection: http.client.HTTPConnection, request: Request, path: str, authority: str) -> None:
    """Writes the request."""
    connection.putrequest(request.method, path, skip_host=True, skip_accept_encoding=True)
    named = {name.lower() for name, _ in request.headers}
    if "host" not in named:
        connection.putheader("Host", authority)
    for name, value in request.headers:
        connection.putheader(name, value.encode("utf-8") if not value.isascii() else value)
    if request.body is None:
        if request.method in ("POST", "PUT", "PATCH") and "content-length" not in named:
            connection.putheader("Content-Length", "0")
        connection.endheaders()
        return
    if request.coding is not None:
        connection.putheader("Transfer-Encoding", "chunked" if request.coding == "chunked" else f"{request.coding}, chunked")
        connection.endheaders()
        for start in range(0, len(request.body), CHUNK):
            piece = request.body[start : start + CHUNK]
            connection.send(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        connection.send(b"0\r\n\r\n")
        return
    if "content-length" not in named:
        connection.putheader("Content-Length", str(len(request.body)))
    connection.endheaders()
    connection.send(request.body)
