"""Asking a running engine, in plain synchronous code.

    with connect(settings_path) as engine:
        engine.ask(Status())
"""

import json
import os
import socket
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from relayengine.control.messages import Lease, encode_request
from relayengine.settings.places import control_socket


class Answer(dict[str, Any]):
    """An answer of several parts: `answer["problems"]` or `answer.problems`."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class NotRunning(ConnectionError):
    """No engine answers; the message names the socket."""


class Refused(Exception):
    """The engine could not do what was asked; the message is fit to show. `kind` is NotFound, BadRequest or Failed."""

    def __init__(self, text: str, kind: str) -> None:
        super().__init__(text)
        self.kind = kind


class Control:
    """A connection to an engine."""

    def __init__(self, path: Path, timeout: float = 10.0) -> None:
        self.path = path
        self._timeout = timeout
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(timeout)
        try:
            self._socket.connect(os.fspath(path))
        except (OSError, ValueError) as error:
            self._socket.close()
            raise NotRunning(f"no relay engine answers at {path}: {getattr(error, 'strerror', '') or error}") from None

    def ask(self, request: Any) -> Any:
        """The answer to a request. Refused if it could not be done, NotRunning if the engine is gone."""
        try:
            self._socket.sendall(encode_request(request))
            content = json.loads(self._line())
        except (OSError, ValueError) as error:
            raise NotRunning(f"the relay engine at {self.path} did not answer: {error}") from None
        if "error" in content:
            raise Refused(str(content["error"]), str(content.get("kind", "Failed")))
        answer = content.get("answer")
        return Answer(answer) if isinstance(answer, dict) else answer

    def lease(self, name: str = "") -> Any:
        """Keeps an embedded engine alive until this connection is closed."""
        return self.ask(Lease(name))

    def _line(self) -> bytes:
        pieces = []
        while True:
            piece = self._socket.recv(65536)
            if not piece:
                raise OSError("the connection was closed")
            pieces.append(piece)
            if piece.endswith(b"\n"):
                return b"".join(pieces)

    def is_open(self) -> bool:
        """Whether the engine still holds the other end."""
        try:
            self._socket.setblocking(False)
            try:
                return bool(self._socket.recv(1, socket.MSG_PEEK))
            except BlockingIOError:
                return True
            finally:
                self._socket.settimeout(self._timeout)
        except OSError:
            return False

    def close(self) -> None:
        """Ends the connection."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def socket_path(settings_path: Path | str) -> Path:
    """Where the engine of a settings file answers."""
    return control_socket(Path(settings_path))


def connect(settings_path: Path | str, timeout: float = 10.0) -> Control:
    """A connection to the engine of a settings file. NotRunning if there is none."""
    return Control(socket_path(settings_path), timeout)
