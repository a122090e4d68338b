"""One HTTP request and its answer (RFC 9110), over TCP, TLS, a proxy or a Unix socket. Knows no cmdlet and no redirects."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

CHUNK = 1 << 16


class Failure(Exception):
    """The request got no answer; `kind` is what .NET would call it: ConnectionError, NameResolutionError, Timeout, SecureConnectionError."""

    def __init__(self, message: str, kind: str = "ConnectionError") -> None:
        super().__init__(message)
        self.message = message
        self.kind = kind


class Way(NamedTuple):
    """How to reach a server.

    connect_timeout and timeout are seconds, None for no end; context is the TLS context; proxy is a URL
    """

    connect_timeout: float | None = None
    timeout: float | None = None
    context: ssl.SSLContext | None = None
    proxy: str | None = None
    proxy_headers: tuple[tuple[str, str], ...] = ()
    unix_socket: str | None = None
    http_10: bool = False


class Request(NamedTuple):
    """What is asked. `chunked` sends the body in chunks (Transfer-Encoding)."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None = None
    chunked: bool = False


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

    def header(self, name: str) -> str | None:
        """The values of a header, joined; None where it is missing."""
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(found) if found else None

    def pieces(self) -> Iterator[bytes]:
        """The body as it comes. Raises Failure when it breaks off."""
        decoder = self._decoder()
        try:
            while data := self._response.read(CHUNK):
                if decoder is None:
                    yield data
                elif made := decoder(data, False):
                    yield made
            if decoder is not None and (made := decoder(b"", True)):
                yield made
        except TimeoutError:
            raise Failure("The operation has timed out.", "Timeout") from None
        except (OSError, http.client.HTTPException) as error:
            raise Failure(f"The response ended prematurely. ({error})") from None
        finally:
            self.close()

    def body(self) -> bytes:
        """The whole body."""
        if self._body is None:
            self._body = b"".join(self.pieces())
        return self._body

    def close(self) -> None:
        self._connection.close()

    def _decoder(self) -> Any:
        import zlib

        kind = (self.header("Content-Encoding") or "").strip().lower()
        if kind not in ("gzip", "x-gzip", "deflate"):
            return None
        worker = zlib.decompressobj(47 if kind != "deflate" else 15)
        state = {"raw": False}

        def decode(data: bytes, last: bool) -> bytes:
            nonlocal worker
            if last:
                return worker.flush()
            try:
                return worker.decompress(data)
            except zlib.error:
                if kind != "deflate" or state["raw"]:
                    raise Failure("The content could not be decompressed.") from None
                # Some servers send bare deflate data without the header of zlib.
                state["raw"], worker = True, zlib.decompressobj(-15)
                return worker.decompress(data)

        return decode


def send(request: Request, way: Way) -> Answer:
    """Sends one request and reads the head of its answer. Raises Failure."""
    parts = urlsplit(request.url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    shown = f"{host}:{port}"
    try:
        connection, path = _connection(request, way, host, port, secure, path)
        if way.http_10:
            connection._http_vsn, connection._http_vsn_str = 10, "HTTP/1.0"  # type: ignore[attr-defined]
        if connection.sock is not None:
            connection.sock.settimeout(way.timeout)
        _put(connection, request, path, parts.netloc.rpartition("@")[2])
        return Answer(request, connection.getresponse(), connection)
    except Failure:
        raise
    except socket.gaierror as error:
        text = {socket.EAI_NONAME: "Name or service not known", socket.EAI_AGAIN: "Temporary failure in name resolution"}.get(error.errno, error.strerror)
        raise Failure(f"{text} ({shown})", "NameResolutionError") from None
    except TimeoutError:
        raise Failure(f"The request timed out. ({shown})", "Timeout") from None
    except ssl.SSLError as error:
        raise Failure(f"The SSL connection could not be established, see inner exception. ({error.reason or error})", "SecureConnectionError") from None
    except ConnectionRefusedError:
        raise Failure(f"Connection refused ({shown})") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Failure(f"{getattr(error, 'strerror', None) or error} ({shown})") from None


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
    if request.chunked:
        connection.putheader("Transfer-Encoding", "chunked")
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
