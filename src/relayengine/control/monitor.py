"""Health, readiness and metrics over HTTP, for whoever watches over the service; off unless Server MetricsAddress says where.

GET /health: 200 while the process works at all. GET /ready: 200 while it takes mail, else 503 and why. GET /metrics: Prometheus's text
format 0.0.4. It answers these three, closes, and reads at most a few lines: it is no web server.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

Answer = tuple[dict[str, Any], list[dict[str, Any]]]
_LINES = 64
_PATIENCE = 5.0
_METRICS = (
    # name, kind, help, key of the status
    ("relay_sessions", "gauge", "Sessions there are.", "sessions"),
    ("relay_sessions_accepted_total", "counter", "Sessions accepted since the start.", "sessions_accepted"),
    ("relay_back_pressure", "gauge", "Back pressure: 0 none, 1 medium, 2 high.", "pressure"),
    ("relay_messages_received_total", "counter", "Messages taken responsibility for by SMTP since the start.", "messages_received"),
    ("relay_recipients_delivered_total", "counter", "Recipients delivered to since the start.", "recipients_delivered"),
    ("relay_recipients_deferred_total", "counter", "Attempts that ended in a delay since the start, by recipient.", "recipients_deferred"),
    ("relay_recipients_failed_total", "counter", "Recipients given up since the start.", "recipients_failed"),
    ("relay_spool_transactions_total", "counter", "Transactions of the spool that reached the disk since the start.", "transactions"),
    ("relay_start_time_seconds", "gauge", "When it started, as Unix time.", "started"),
)


def _quoted(text: object) -> str:
    return str(text).replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


def metrics(status: dict[str, Any], queues: list[dict[str, Any]]) -> str:
    """The metrics as text."""
    lines = []
    for name, kind, what, key in _METRICS:
        lines += [f"# HELP {name} {what}", f"# TYPE {name} {kind}", f"{name} {status.get(key, 0)}"]
    lines += ["# HELP relay_connections Connections of a receive connector.", "# TYPE relay_connections gauge"]
    lines += [f'relay_connections{{connector="{_quoted(name)}"}} {count}' for name, count in status["connections"].items()]
    lines += ["# HELP relay_queue_messages Messages in a queue.", "# TYPE relay_queue_messages gauge"]
    lines += [f'relay_queue_messages{{queue="{_quoted(q["Identity"])}",next_hop="{_quoted(q["NextHopDomain"])}",status="{_quoted(q["Status"])}"}} {q["MessageCount"]}'
              for q in queues]
    lines += ["# HELP relay_problems What of the settings could not be done.", "# TYPE relay_problems gauge",
              f"relay_problems {len(status['problems']) + len(status['settings_problems'])}", ""]
    return "\n".join(lines)


def ready(status: dict[str, Any]) -> tuple[bool, str]:
    """Whether it takes mail, and why not."""
    if not status["listening"]:
        return False, "it listens on no port: " + "; ".join(status["problems"])
    if status["pressure"] >= 2:
        return False, "back pressure is high"
    return True, "ready"


class Monitor:
    """The socket of the three answers."""

    def __init__(self, ask: Callable[[], Awaitable[Answer]]) -> None:
        """`ask` gives the status and the queues."""
        self._ask = ask
        self._server: asyncio.Server | None = None
        self._place = ""

    async def listen(self, place: str) -> str:
        """Listens at `127.0.0.1:9725`, or nowhere for ""; what is wrong, or ""."""
        if place == self._place:
            return ""
        await self.close()
        if not place:
            return ""
        host, _, port = place.rpartition(":")
        try:
            self._server = await asyncio.start_server(self._serve, host.strip("[]"), int(port), limit=8192)
        except OSError as error:
            return f"MetricsAddress {place}: {error.strerror}"
        self._place = place
        return ""

    async def close(self) -> None:
        """Listens no more."""
        self._place = ""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                request = (await reader.readline()).split()
                for _ in range(_LINES):
                    if not (await reader.readline()).strip():
                        break
                status, text = await self._answer(request)
                body = text.encode()
                writer.write(f"HTTP/1.1 {status}\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
                             "Connection: close\r\n\r\n".encode() + (b"" if request[:1] == [b"HEAD"] else body))
                await writer.drain()
        except (OSError, ValueError, TimeoutError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    async def _answer(self, request: list[bytes]) -> tuple[str, str]:
        if len(request) < 2 or request[0] not in (b"GET", b"HEAD"):
            return "405 Method Not Allowed", "GET /health, /ready or /metrics\n"
        path = request[1].partition(b"?")[0]
        if path == b"/health":
            return "200 OK", "works\n"
        if path not in (b"/ready", b"/metrics"):
            return "404 Not Found", "GET /health, /ready or /metrics\n"
        try:
            status, queues = await self._ask()
        except Exception as error:  # noqa: BLE001 - whoever watches hears that it could not be found out
            return "503 Service Unavailable", f"not ready: {type(error).__name__}: {error}\n"
        if path == b"/metrics":
            return "200 OK", metrics(status, queues)
        good, why = ready(status)
        return ("200 OK", "ready\n") if good else ("503 Service Unavailable", f"not ready: {why}\n")
