"""A mail server that takes everything and keeps every byte that came over the wire.

It can be told to refuse, to defer or to vanish in the middle of the message.
"""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass, field


@dataclass
class Received:
    """One message as it came: envelope, and the data still in its wire form, without the final dot."""

    sender: str
    recipients: list[str]
    data: bytes
    helo: str = ""


@dataclass
class Sink:
    """Listens on an address until closed. `answers` maps a verb to the reply line it gets instead of 250."""

    host: str = "127.0.0.1"
    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    vanish_in_data: int = 0            # how many times to drop the connection in the middle of the message
    messages: list[Received] = field(default_factory=list)
    wire: bytearray = field(default_factory=bytearray)     # everything clients sent

    def __post_init__(self) -> None:
        self._listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind((self.host, self.port))
        self._listener.listen(64)
        self.port = self._listener.getsockname()[1]
        self._arrived = threading.Condition()
        threading.Thread(target=self._accept, daemon=True).start()

    def wait_for(self, count: int, seconds: float = 15.0) -> list[Received]:
        """The messages, once there are `count` of them."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.messages) >= count, seconds):
                raise AssertionError(f"{len(self.messages)} of {count} messages after {seconds} s")
            return list(self.messages)

    def bare_line_ends(self) -> int:
        """How many CR or LF without the other came over the wire."""
        pairs = self.wire.count(b"\r\n")
        return self.wire.count(b"\r") - pairs + self.wire.count(b"\n") - pairs

    def close(self) -> None:
        # Closing alone leaves the port taken while a thread waits in accept.
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                self._converse(_Wire(connection, self.wire))
            except (OSError, EOFError):
                pass

    def _converse(self, wire: _Wire) -> None:
        helo, sender, recipients = "", "", []
        wire.send(self.answers.get("CONNECT", "220 sink ESMTP"))
        while True:
            line = wire.line()
            verb = line[:4].upper()
            if verb in self.answers:
                wire.send(self.answers[verb])
            elif verb in ("EHLO", "LHLO"):
                helo = line[5:]
                wire.send("250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 104857600")
            elif verb == "MAIL":
                sender, recipients = _path(line), []
                wire.send("250 2.1.0 ok")
            elif verb == "RCPT":
                recipients.append(_path(line))
                wire.send("250 2.1.5 ok")
            elif verb == "DATA":
                wire.send("354 go on")
                if self.vanish_in_data > 0:
                    self.vanish_in_data -= 1
                    wire.some()
                    return
                data = wire.data()
                with self._arrived:
                    self.messages.append(Received(sender, recipients, data, helo))
                    self._arrived.notify_all()
                wire.send("250 2.0.0 kept")
            elif verb == "QUIT":
                wire.send("221 2.0.0 bye")
                return
            else:
                wire.send("250 2.0.0 ok")


def _path(line: str) -> str:
    return line[line.index("<") + 1 : line.rindex(">")]


class _Wire:
    """Lines and data from a socket, all of it remembered."""

    def __init__(self, connection: socket.socket, record: bytearray) -> None:
        self.connection = connection
        self.record = record
        self.buffer = b""

    def send(self, line: str) -> None:
        self.connection.sendall(line.encode() + b"\r\n")

    def some(self) -> None:
        got = self.connection.recv(65536)
        if not got:
            raise EOFError
        self.record += got
        self.buffer += got

    def line(self) -> str:
        while b"\r\n" not in self.buffer:
            self.some()
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line.decode("utf-8", "surrogateescape")

    def data(self) -> bytes:
        while not (self.buffer.startswith(b".\r\n") or b"\r\n.\r\n" in self.buffer):
            self.some()
        if self.buffer.startswith(b".\r\n"):
            self.buffer = self.buffer[3:]
            return b""
        data, self.buffer = self.buffer.split(b"\r\n.\r\n", 1)
        return data + b"\r\n"
