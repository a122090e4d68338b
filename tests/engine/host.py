"""A mail host that does what a test says, step by step, and keeps every byte it was sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Host:
    """Answers each command by `answers` (a verb, or a verb and its count such as "RCPT 2"), else as a plain server does.

    An answer is a reply (its line ends are added), "close" (end the connection at once), "silent" (never answer), or a
    function of the command line that gives one of these.
    """

    def __init__(self, answers: dict[str, object] | None = None, extensions: str = "PIPELINING 8BITMIME DSN SMTPUTF8",
                 context: object = None, after_data: str = "") -> None:
        self.answers = answers or {}
        self.extensions = extensions.split()
        self.context = context
        self.lines: list[str] = []
        self.messages: list[bytes] = []
        self.octets = bytearray()
        self.connections = 0
        self.port = 0
        self.after_data = after_data
        self._writers: list[asyncio.StreamWriter] = []

    async def __aenter__(self) -> "Host":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=1 << 26)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._server.close()
        for writer in self._writers:
            if not writer.is_closing():  # aborting TLS that is closed fails in Python 3.11.2
                writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        self.connections += 1
        try:
            await self._converse(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            if writer.transport is None:
                writer._transport = self._plain
            writer.close()

    def _answer(self, counts: dict[str, int], verb: str, line: str, usual: str) -> str:
        counts[verb] = counts.get(verb, 0) + 1
        answer = self.answers.get(f"{verb} {counts[verb]}", self.answers.get(verb, usual))
        return answer(line) if isinstance(answer, Callable) else answer

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        counts: dict[str, int] = {}
        secured = False

        async def say(text: str) -> bool:
            if text == "close":
                writer.close()
                return False
            if text == "silent":
                await asyncio.sleep(3600)
            writer.write((text if text.endswith("\r\n") else text + "\r\n").encode("utf-8", "surrogateescape"))
            return True

        if not await say(self._answer(counts, "CONNECT", "", "220 host ESMTP")):
            return
        while line := await reader.readline():
            self.octets += line
            text = line.rstrip(b"\r\n").decode("utf-8", "surrogateescape")
            self.lines.append(text)
            verb = text[:8].upper() if text[:8].upper() == "STARTTLS" else text[:4].upper()
            if verb in ("EHLO", "LHLO"):
                offered = [e.replace("_", " ") for e in self.extensions if not (secured and e == "STARTTLS")]
                lines = ["host", *offered]
                usual = "\r\n".join(f"250{'-' if i < len(lines) - 1 else ' '}{each}" for i, each in enumerate(lines))
            elif verb == "DATA":
                usual = "354 go"
            elif verb == "STARTTLS":
                usual = "220 go"
            elif verb == "QUIT":
                usual = "221 bye"
            elif verb == "AUTH":
                usual = "235 2.7.0 in"
            else:
                usual = "250 2.0.0 ok"
            answer = self._answer(counts, verb, text, usual)
            if not await say(answer):
                return
            if verb == "QUIT":
                return
            if verb == "STARTTLS" and answer.startswith("220"):
                self._plain = writer.transport
                await writer.start_tls(self.context)
                if writer.transport is None:  # the client hung up before the handshake
                    return
                secured = True
            if verb == "AUTH" and answer.startswith("334"):
                for prompt in (None,) if "OAUTH" in text else (None, "334 UGFzc3dvcmQ6"):
                    if prompt:
                        await say(prompt)
                    self.lines.append((await reader.readline()).decode().strip())
                await say(self._answer(counts, "SECRET", text, "235 2.7.0 in"))
            if verb == "DATA" and answer.startswith("354"):
                if self._answer(counts, "VANISH", text, "no") == "yes":
                    self.octets += await reader.read(10)
                    writer.transport.abort()
                    return
                data = b""
                while not (data == b".\r\n" or data.endswith(b"\r\n.\r\n")):
                    more = await reader.readline()
                    if not more:
                        return
                    data += more
                self.octets += data
                self.messages.append(data[:-3])
                if not await say(self._answer(counts, "END", text, "250 2.0.0 kept")):
                    return
            await writer.drain()

    def bare(self) -> int:
        """How many CR or LF without the other came over the wire."""
        pairs = self.octets.count(b"\r\n")
        return self.octets.count(b"\r") + self.octets.count(b"\n") - 2 * pairs

    def said(self, verb: str) -> list[str]:
        """The commands that begin with a verb."""
        return [line for line in self.lines if line.upper().startswith(verb)]
