"""One conversation with one host, as a machine of states: many messages after each other, each in as few writes as may be.

With PIPELINING the envelope is one write (RFC 2920), and the next envelope travels with the final dot of this message.
Knows the protocol alone: what to send it asks for, and what became of it it says, by way of `Hooks`.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, Protocol

from relayengine.deliver.batch import Batch
from relayengine.deliver.narrowing import narrowed, narrowed_pieces, surveyed
from relayengine.deliver.outgoing import Outgoing
from relayengine.deliver.outcome import Outcome
from relayengine.deliver.replies import Garbled, ReplyReader, one_line
from relayengine.deliver.signing import Signer
from relayengine.deliver.turn import Turn, refusal, unconvertible
from relayengine.deliver.wire import CleanPieces, Extensions, Unsendable, clean, commands
from relayengine.mail.entities import Unreadable

COMMAND_TIMEOUT = 300.0
DATA_TIMEOUT = 180.0
END_TIMEOUT = 600.0
QUIT_TIMEOUT = 5.0
_HIGH_WATER = 256 * 1024
_JOINED_MOST = 16 * 1024
_ALWAYS_LOOKED_AT = 16 * 1024
"""Octets of content up to which looking for stray line ends once more costs next to nothing."""


class Log(Protocol):
    """Where the lines of a conversation go."""

    local: str

    def __call__(self, event: str, data: str, context: str = "") -> None:
        """One line: event ("+", "-", ">", "<", "*"), data, context."""



class Hooks(Protocol):
    """What a connection asks and tells."""

    def take(self) -> Batch | None:
        """The next batch for this host, or None."""

    def done(self, batch: Batch, outcomes: list[Outcome]) -> None:
        """What became of each recipient of a batch, in its order."""

    def give_back(self, batch: Batch) -> None:
        """A batch that was taken and not begun: nothing is known about it."""

    def idle(self, connection: "Connection") -> None:
        """It has nothing to do."""

    def gone(self, connection: "Connection", reason: str) -> None:
        """It is over; `reason` is "" when it ended as it should."""


class Lost(Exception):
    """The conversation broke off while somebody waited for an answer; the text is a reply such as 421 4.4.2."""


class Connection(asyncio.Protocol):
    """A conversation. While it opens, `command` is used; after `begin` it runs by itself."""

    def __init__(self, hooks: Hooks, host: str, address: str, now: Callable[[], float], *, lmtp: bool = False,
                 most: int = 0, outgoing: Outgoing | None = None, signer: Signer | None = None, log: Log | None = None) -> None:
        self.host = host
        self.address = address
        self.offered = Extensions()
        self.tls: str = ""
        self.session = ""
        self.proved = ""
        """How the host has proved who it is, in words, where DANE asked it to."""
        self.assured = False
        """Whether it is the right host beyond doubt, as REQUIRETLS asks."""
        self.messages = 0
        self.octets = 0
        self.deadline = 0.0
        """When the host must have answered; 0 when nothing is awaited."""
        self.idle_since = 0.0
        self.open = True
        self.pace = 1.0
        """Seconds the host takes from an envelope to its wish for the content, smoothed; a guess at first."""
        self._began = 0.0
        self._hooks = hooks
        self._now = now
        self._lmtp = lmtp
        self._most = most
        self._outgoing = outgoing or Outgoing(True, None)
        self._signer = signer or None
        self._log = log
        self._transport: Any = None
        self._replies = ReplyReader()
        self._waiter: asyncio.Future[tuple[int, list[str]]] | None = None
        self._early: list[tuple[int, list[str]]] = []
        self._running = False
        self._quitting = False
        self._turn: Turn | None = None
        self._next: Turn | None = None
        self._skip = 0
        self._reset = False
        self._feeding: asyncio.Task[None] | None = None
        self._room: asyncio.Event | None = None

    # ---- asyncio's side

    def connection_made(self, transport: Any) -> None:
        """The socket is there, or TLS has been put over it."""
        self._transport = transport
        transport.set_write_buffer_limits(high=_HIGH_WATER)

    def data_received(self, data: bytes) -> None:
        """Octets from the host."""
        try:
            replies = self._replies.feed(data)
        except Garbled as error:
            self.drop(f"421 4.4.2 Connection dropped: {error}")
            return
        for code, lines in replies:
            if self._log is not None:
                for number, line in enumerate(lines):
                    self._log("<", f"{code}{' ' if number == len(lines) - 1 else '-'}{line}", "")
            if self._running:
                self._answer(code, lines)
            elif self._waiter is not None and not self._waiter.done():
                self._waiter.set_result((code, lines))
            else:
                self._early.append((code, lines))

    def connection_lost(self, error: Exception | None) -> None:
        """The socket is gone."""
        self._over("" if self._quitting else "421 4.4.2 Connection dropped", remote=True)

    def pause_writing(self) -> None:
        """The host reads slowly."""
        if self._room is not None:
            self._room.clear()

    def resume_writing(self) -> None:
        """It has caught up."""
        if self._room is not None:
            self._room.set()

    # ---- opening

    async def command(self, line: bytes | None, timeout: float = COMMAND_TIMEOUT, shown: str = "") -> tuple[int, list[str]]:
        """Sends a command (None: only waits) and returns the reply. Raises Lost. `shown` hides a secret in the log."""
        if not self.open:
            raise Lost("421 4.4.2 Connection dropped")
        if line is not None:
            if self._early:
                raise Lost("421 4.4.2 Connection dropped: it answered before it was asked")
            if self._log is not None:
                self._log(">", shown or line.decode("utf-8", "replace"), "")
            self._transport.write(line + b"\r\n")
        if self._early:
            return self._early.pop(0)
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(timeout):
                return await self._waiter
        except TimeoutError:
            self.drop("421 4.4.1 Connection timed out")
            raise Lost("421 4.4.1 Connection timed out") from None
        finally:
            self._waiter = None

    async def secure(self, context: Any, name: str) -> None:
        """Puts TLS over the socket. What the host said in the clear after its 220 is a reason to stop (RFC 3207 §4.2)."""
        if self._early or self._replies.pending:
            raise Lost("421 4.7.0 Connection dropped: it answered in the clear after STARTTLS")
        loop = asyncio.get_running_loop()
        transport = await loop.start_tls(self._transport, self, context, server_hostname=name, ssl_handshake_timeout=30)
        self.connection_made(transport)
        self.tls = transport.get_extra_info("ssl_object").version() or "TLS"  # type: ignore[union-attr]

    @property
    def transport(self) -> Any:
        """The transport, for questions about its addresses and certificate."""
        return self._transport

    def begin(self) -> None:
        """The opening is over: from here on it takes batches by itself."""
        self._running = True
        self._advance()

    # ---- running

    def wake(self) -> None:
        """There may be a batch to take."""
        if self._running and self._turn is None and not self._quitting:
            self._advance()

    @property
    def will_take(self) -> bool:
        """Whether it will ask for another batch as soon as the host wants the content of this one."""
        turn = self._turn
        return (turn is not None and self._next is None and turn.at <= len(turn.lines) - 1 and self.offered.pipelining
                and not self._quitting and not self._full())

    @property
    def busy(self) -> bool:
        """Whether it is in the middle of a message."""
        return self._turn is not None

    def _advance(self) -> None:
        while True:
            if self._next is not None:
                self._turn = self._next
                self._next = None
                self.deadline = self._now() + COMMAND_TIMEOUT
                return
            turn = None if self._full() else self._taken()
            self._turn = turn
            if turn is None:
                self.deadline = 0.0
                if self._full():
                    self.quit()
                else:
                    self.idle_since = self._now()
                    self._hooks.idle(self)
                return
            self._begin(turn)
            return

    def _full(self) -> bool:
        return bool(self._most) and self.messages + (self._turn is not None) >= self._most

    def _taken(self) -> Turn | None:
        """The next batch that may be sent to this host as it is; those that may not are answered for at once."""
        while True:
            batch = self._hooks.take()
            if batch is None:
                return None
            try:
                rewriter = self._outgoing.rewriter
                content = None if self.offered.eight_bit else self._narrowed(batch)
                size = len(content) if content else batch.envelope.size
                lines = commands(batch, self.offered, size, rewriter.outward(batch.envelope.sender) if rewriter else None)
                reason = refusal(batch, self.offered, size, self.assured, self._lmtp)
            except Unsendable as error:
                reason = f"550 5.1.3 Invalid address: {error}"
            except Unreadable as error:
                reason = unconvertible(error)
            if not reason:
                return Turn(batch, lines, self.host, self.address, self.offered, self.proved, content)
            self._hooks.done(batch, Turn(batch, [], self.host, self.address, self.offered).all_refused(reason))

    def _narrowed(self, batch: Batch) -> bytes | None:
        """Short content in seven bits, where it has more; None where it may go as it is, or is long: `_feed` sees to that. Raises Unreadable."""
        content = batch.content
        if type(content) is not bytes or content.isascii() or batch.envelope.smtputf8:
            return None
        return narrowed(self._outgoing.changed(content))

    def _begin(self, turn: Turn, *before: bytes) -> None:
        """Sends an envelope, after what must go before it in the same write."""
        reset = b""
        if self._reset:
            self._reset = False
            self._skip += 1
            reset = b"RSET\r\n"
        self._began = self._now()
        lines = turn.lines if self.offered.pipelining else turn.lines[:1]
        self._write((*before, reset + b"\r\n".join(lines) + b"\r\n"), lines)

    def _write(self, pieces: tuple[bytes, ...], lines: list[bytes]) -> None:
        self.deadline = self._now() + COMMAND_TIMEOUT
        if self._log is not None:
            for line in lines:
                self._log(">", line.decode("utf-8", "replace"), "")
        self._put(pieces)

    def _put(self, pieces: tuple[bytes, ...]) -> None:
        """Sends pieces in one call to the system: what is short is joined, what is long is not copied."""
        if len(pieces) == 1:
            self._transport.write(pieces[0])
        elif len(pieces[0]) <= _JOINED_MOST:
            self._transport.write(b"".join(pieces))
        else:
            self._transport.writelines(pieces)

    def _answer(self, code: int, lines: list[str]) -> None:
        """One reply to what was sent."""
        if code == 421:
            self.drop(one_line(code, lines))
            return
        if self._skip:
            self._skip -= 1
            return
        turn = self._turn
        if turn is None:
            if self._quitting:
                self._transport.close()
            else:
                self.drop(f"421 4.4.2 Connection dropped: it answered {code} to nothing")
            return
        if self._feeding is not None and code < 400:
            self.drop("421 4.4.2 Connection dropped: it accepted a message it had not read to its end")
            return
        match turn.answered(code, lines, self._lmtp):
            case Turn.WAIT:
                if not self.offered.pipelining and turn.at < len(turn.lines):
                    self._write((turn.lines[turn.at] + b"\r\n",), turn.lines[turn.at:turn.at + 1])
            case Turn.CONTENT:
                self.pace += 0.2 * (self._now() - self._began - self.pace)
                self._send(turn)
            case Turn.NOTHING:
                self._write((b".\r\n",), [b"."])
            case Turn.OVER:
                self._reset = turn.needs_reset
                self.messages += 1
                self._turn = None
                self._hooks.done(turn.batch, turn.outcomes())
                if self._feeding is not None:
                    self.drop("")  # it has judged a message it had not read to its end: what is sent now would be content to it
                elif self.open:
                    self._advance()

    def _send(self, turn: Turn) -> None:
        """The content, the final dot, and the next envelope behind it."""
        content: Any = turn.content
        if content is None:
            content = turn.batch.content
            if type(content) is not bytes:
                content = content.whole
                if content is None or not (self.offered.eight_bit or content.isascii()):
                    self._feeding = asyncio.get_running_loop().create_task(self._feed(turn))
                    return
            content = self._outgoing.changed(content)
        if len(content) <= _ALWAYS_LOOKED_AT or not turn.batch.sealed:
            content = clean(content)
        if self._signer is not None:
            content = self._signer.of(content) + content
        self.octets += len(content)
        end = b".\r\n"
        if self._log is not None:
            self._log(">", f"<{len(content)} octets of content>", "")
        following = self._taken() if self.offered.pipelining and not self._quitting and not self._full() else None
        if following is None:
            self._put((content, end))
        else:
            self._next = following
            self._begin(following, content, end)
        self.deadline = self._now() + END_TIMEOUT

    async def _feed(self, turn: Turn) -> None:
        """Content that is read from the spool as the host takes it."""
        self._room = asyncio.Event()
        self._room.set()
        mended = CleanPieces()
        try:
            source = turn.batch.content.pieces  # type: ignore[union-attr]
            wide = self.offered.eight_bit or turn.batch.envelope.smtputf8
            findings = [] if wide else await surveyed(lambda: self._outgoing.changed_pieces(source()))

            def content() -> AsyncIterator[bytes]:
                changed = self._outgoing.changed_pieces(source())
                return narrowed_pieces(changed, findings) if findings else changed

            if self._signer is not None:
                self._transport.write(await self._signer.of_pieces(content()))
            async for piece in content():
                self.deadline = self._now() + DATA_TIMEOUT
                await self._room.wait()
                if not self.open or self._turn is not turn:
                    return
                self.octets += len(piece)
                self._transport.write(mended.next(piece))
            self.deadline = self._now() + END_TIMEOUT
            self._transport.write(mended.end() + b".\r\n")
        except Unreadable as error:  # the host waits for content it cannot have: only an end without the final dot undoes that
            self._turn = None
            self._hooks.done(turn.batch, turn.all_refused(unconvertible(error)))
            self.drop("")
        except Exception as error:  # the spool could not give it: half a message must never get its final dot
            self.drop(f"451 4.3.0 {error}")
        finally:
            self._room = None
            self._feeding = None

    # ---- ending

    def quit(self) -> None:
        """Says good-bye; the socket closes when the host has answered, or soon after."""
        if self.open and not self._quitting:
            self._quitting = True
            self.deadline = self._now() + QUIT_TIMEOUT
            if self._transport is not None:
                self._write((b"QUIT\r\n",), [b"QUIT"])
                self.deadline = self._now() + QUIT_TIMEOUT

    def check(self, now: float, keep_idle: float) -> None:
        """Called about once a second: ends what has waited too long, and what has had nothing to do."""
        if self.deadline and now > self.deadline:
            if self._quitting:
                self._transport.abort()
            else:
                self.drop("421 4.4.1 Connection timed out")
        elif self._running and self._turn is None and not self._quitting and now - self.idle_since > keep_idle:
            self.quit()

    def drop(self, reason: str) -> None:
        """Ends it here and now; what was in hand is accounted for."""
        transport = self._transport
        self._over(reason, remote=False)
        if transport is not None:
            transport.abort()

    def _over(self, reason: str, remote: bool) -> None:
        if not self.open:
            return
        self.open = False
        self.deadline = 0.0
        if self._log is not None:
            self._log("-", "", "Remote" if remote else "Local")
        if self._feeding is not None:
            self._feeding.cancel()
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(Lost(reason or "421 4.4.2 Connection dropped"))
        turn, following = self._turn, self._next
        self._turn = self._next = None
        if turn is None:
            reason = ""
        if following is not None:
            self._hooks.give_back(following.batch)
        if turn is not None:
            if turn.at == 0:
                self._hooks.give_back(turn.batch)
            else:
                self._hooks.done(turn.batch, turn.broken_off(reason or "421 4.4.2 Connection dropped"))
                reason = ""
        if self._running:
            self._hooks.gone(self, reason)
