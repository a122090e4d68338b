"""A token endpoint on this machine that answers as a test says and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl


class TokenEndpoint:
    """Gives token-1, token-2 and so on, each for `life` seconds, unless `answer` (a status and a body) says otherwise."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.life: object = 3600
        self.answer: tuple[int, str] | None = None
        self.more: dict[str, str] = {}
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # noqa: N802 - the name http.server calls
                endpoint.asked.append(dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode())))
                token = {"access_token": f"token-{len(endpoint.asked)}", "expires_in": endpoint.life, "token_type": "Bearer", **endpoint.more}
                status, body = endpoint.answer or (200, json.dumps(token))
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", f"http://127.0.0.1:{endpoint.port}/elsewhere")
                self.end_headers()
                self.wfile.write(body.encode())

            do_GET = do_POST

            def log_message(self, *what: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self.address = f"http://127.0.0.1:{self.port}/token"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
