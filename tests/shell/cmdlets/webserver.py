"""A small web server for tests: says back what it was asked, redirects, refuses, challenges, sends feeds and links."""

from __future__ import annotations

import base64
import gzip
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


class Answering(BaseHTTPRequestHandler):
    """Answers by the path."""

    protocol_version = "HTTP/1.1"
    tries = 0

    def log_message(self, *args: Any) -> None:
        pass

    def answer(self, status: int, body: bytes = b"", kind: str = "text/plain", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            made = b""
            while size := int(self.rfile.readline(), 16):
                made += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return made
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def handle_any(self) -> None:
        path, query = urlsplit(self.path).path, urlsplit(self.path).query
        body = self.body()
        port = self.server.server_address[1]
        if path == "/echo":
            said = {"method": self.command, "query": query, "body": body.decode("utf-8", "replace"), "headers": dict(self.headers.items())}
            self.answer(200, json.dumps(said).encode(), "application/json")
        elif path == "/html":
            page = b'<html><body><a href="/x" class=\'c\'>X</a><img src="i.png"><input name="n" value="v"></body></html>'
            self.answer(200, page, "text/html; charset=utf-8", Set_Cookie="s=1; Path=/")
        elif path == "/missing":
            self.answer(404, b'{"error":"not here"}', "application/json")
        elif path.startswith("/redirect/"):
            left = int(path.rsplit("/", 1)[1])
            self.answer(302, b"", Location=f"/redirect/{left - 1}" if left > 1 else "/echo")
        elif path == "/see":
            self.answer(307, b"", Location="/echo")
        elif path == "/secret":
            wanted = "Basic " + base64.b64encode(b"me:pass").decode()
            if self.headers.get("Authorization") == wanted:
                self.answer(200, b"open")
            else:
                self.answer(401, b"no", WWW_Authenticate='Basic realm="r"')
        elif path == "/flaky":
            type(self).tries += 1
            self.answer(503 if type(self).tries < 3 else 200, b"at last")
        elif path == "/gzip":
            self.answer(200, gzip.compress(b"unpacked"), Content_Encoding="gzip")
        elif path == "/bytes":
            self.answer(200, bytes(range(256)), "application/octet-stream")
        elif path == "/xml":
            self.answer(200, b"<a><b>1</b></a>", "application/xml")
        elif path == "/rss":
            self.answer(200, b"<rss><channel><item><title>one</title></item><item><title>two</title></item></channel></rss>", "application/xml")
        elif path.startswith("/page/"):
            number = int(path.rsplit("/", 1)[1])
            links = {"Link": f'<http://localhost:{port}/page/{number + 1}>; rel="next"'} if number < 3 else {}
            self.answer(200, json.dumps({"page": number}).encode(), "application/json", **links)
        elif path == "/part":
            data = b"0123456789"
            asked = self.headers.get("Range")
            if asked:
                start = int(asked.removeprefix("bytes=").rstrip("-"))
                if start >= len(data):
                    self.answer(416, b"", Content_Range=f"bytes */{len(data)}")
                else:
                    self.answer(206, data[start:], "application/octet-stream", Content_Range=f"bytes {start}-9/10")
            else:
                self.answer(200, data, "application/octet-stream")
        elif path == "/stall":
            import time

            self.send_response(200)
            self.send_header("Content-Length", "10")
            self.end_headers()
            self.wfile.write(b"half")
            self.wfile.flush()
            time.sleep(3)
        elif path == "/gb":
            self.answer(200, '<meta charset="gb2312"><p>\u4e2d</p>'.encode("gb2312"), "text/html")
        elif path == "/brotli":
            import brotli

            self.answer(200, brotli.compress(b"unpacked"), Content_Encoding="br")
        elif path == "/slow":
            import time

            time.sleep(3)
            self.answer(200, b"late")
        else:
            self.answer(500, b"<html><b>broken</b></html>", "text/html")

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = do_FROB = handle_any


class WebServer:
    """Serves on a free port within `with`."""

    def __enter__(self) -> WebServer:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
