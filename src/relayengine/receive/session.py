"""Session: one connection, from the greeting to the last reply. The byte parser and the command loop.

Everything that arrives is taken as bytes and cut at CRLF here; what a command means is in `verbs`, what it may do in `decide`, and the
message itself in `message`. Replies of pipelined commands leave in one write. While something is awaited (the spool, a password, a
tarpit) the session is busy and what arrives waits, within bounds.
"""

import asyncio
import select
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from relayengine.mail import Recipient
from relayengine.receive import handover, replies, securing, verbs
from relayengine.receive.auth import LONGEST_LINE, Exchange
from relayengine.receive.commands import Mail
from relayengine.receive.decide import Decision
from relayengine.receive.facts import Facts
from relayengine.receive.message import Incoming
from relayengine.values.reply import Reply
from relayengine.values.unlimited import UNLIMITED

if TYPE_CHECKING:
    from relayengine.receive.door import Door
    from relayengine.receive.view import View

_LINE_MOST = 2048
_LONG_LINE_MOST = 8000
_WAITING_MOST = 256 * 1024
_DISCARD_MOST = 1024 * 1024
_LINGER = 3.0
_SLOWEST = 64
_JUNK_MOST = 100


class Session(asyncio.Protocol):
    """One client."""

    __slots__ = ("door", "view", "facts", "transport", "buffer", "busy", "blocked", "closing", "incoming", "chunk_left", "chunk_last",
                 "auth", "out", "errors", "junk", "logon_failures", "mail", "recipients", "tried", "session_id", "log", "heard", "since",
                 "local", "remote", "client_ip", "client_port", "server_ip", "server_port", "awaiting_proxy", "discarded", "counted",
                 "began", "cipher", "first", "blocked_at", "drop_rest", "messages", "rest_waits", "ended", "expected")

    def __init__(self, door: "Door") -> None:
        self.door = door
        self.view: View = None  # type: ignore[assignment]
        self.facts: Facts = None  # type: ignore[assignment]
        self.transport: Any = None
        self.buffer = b""
        self.busy = False
        self.blocked = False
        self.closing = False
        self.incoming: Incoming | None = None
        self.chunk_left = -1
        """Octets of a BDAT chunk still to come; -1 for DATA or no message."""
        self.chunk_last = False
        self.auth: Exchange | None = None
        self.out: list[bytes] = []
        self.errors = self.junk = self.logon_failures = self.tried = self.discarded = self.messages = 0
        self.mail: Mail | None = None
        self.recipients: dict[str, Recipient] = {}
        self.session_id = ""
        self.log: Callable[[str, str, str], None] | None = None
        self.heard = self.since = self.began = self.blocked_at = 0.0
        self.local = self.remote = self.client_ip = self.server_ip = self.cipher = ""
        self.client_port = self.server_port = 0
        self.awaiting_proxy = False
        self.counted = False
        self.first = True
        self.drop_rest = False
        """Whether a command made what arrived behind it void."""
        self.rest_waits = self.ended = False
        """Whether something arrived behind the command under way."""
        self.expected = False
        """Whether the spool knows that a message is coming."""

    # ---- arriving

    def connection_made(self, transport: Any) -> None:
        """A client has connected."""
        self.transport = transport
        door = self.door
        self.heard = self.since = door.now()
        door.sessions.add(self)
        peer, here = transport.get_extra_info("peername"), transport.get_extra_info("sockname")
        if not peer or not here:
            transport.abort()
            return
        self.server_ip, self.server_port = door.address(here[0]), here[1]
        self.client_ip, self.client_port = door.address(peer[0]), peer[1]
        if door.speaks_proxy(self.client_ip):
            self.awaiting_proxy = True
        else:
            self.arrive()

    def arrive(self) -> None:
        """Finds the connector and greets, once it is known who the client is."""
        door = self.door
        view, refusal = door.enter(self)
        if view is None:
            self.transport.write(refusal.wire if refusal else replies.SERVICE_NOT_ACTIVE.wire)
            self.shut()
            return
        self.view = view
        self.session_id = next(door.session_ids)
        self.facts = view.facts(self.client_ip)
        if view.verbose and door.protocol_log is not None:
            self.local, self.remote = f"{self.server_ip}:{self.server_port}", f"{self.client_ip}:{self.client_port}"
            self.log = door.protocol_log.session(view.identity, self.session_id, self.local, self.remote)
            self.log("+", "", "")
            self.log("*", view.session_permissions(self.facts.rights), "Set Session Permissions")
        if view.implicit_tls:
            securing.begin_tls(self, greet=True)
            return
        if not self.awaiting_proxy and self._spoke_already():
            self.say(replies.TALKED_EARLY)
            self.shut()
            return
        self.greet()

    def greet(self) -> None:
        """Sends the first line."""
        greeting = self.view.greeting(self.door.clock())
        if self.log:
            self.log(">", greeting.decode("utf-8", "replace").rstrip(), "")
        self.transport.write(greeting)

    def _spoke_already(self) -> bool:
        raw = self.transport.get_extra_info("socket")
        try:
            poll = select.poll()
            poll.register(raw.fileno(), select.POLLIN)
            return any(event & select.POLLIN and not event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll(0))
        except (OSError, ValueError):
            return False

    # ---- reading

    def data_received(self, data: bytes) -> None:
        """Takes what has arrived."""
        self.heard = self.door.tick
        if self.closing:
            self.discarded += len(data)
            if self.discarded > _DISCARD_MOST:
                self.transport.abort()
            return
        self.buffer = self.buffer + data if self.buffer else data
        if self.busy or self.blocked:
            if len(self.buffer) > _WAITING_MOST:
                self.transport.pause_reading()
            return
        self.run()

    def run(self) -> None:
        """Works through what has arrived, as far as it goes, and sends the replies in one write."""
        try:
            while self.buffer and not (self.busy or self.blocked or self.closing):
                if self.incoming is not None and self.chunk_left < 0 and self.incoming.dots is not None:
                    if not self._data():
                        break
                elif self.chunk_left > 0:
                    self._chunk()
                elif self.awaiting_proxy:
                    if not verbs.proxy(self):
                        break
                elif not self._lines():
                    break
        except Exception:  # noqa: BLE001 - a client never hears of a mistake of ours
            self.door.failed(self)
            self.say(replies.LOCAL_ERROR)
            self.shut()
        self.flush()

    def _data(self) -> bool:
        incoming = self.incoming
        assert incoming is not None
        data, self.buffer = self.buffer, b""
        rest = incoming.feed_data(data)
        if rest is None:
            if incoming.fatal:
                self.say(incoming.failure or replies.TOO_BIG)
                self.shut()
            return False
        self.buffer = rest
        handover.end_of_message(self)
        return True

    def _chunk(self) -> None:
        piece = self.buffer[:self.chunk_left]
        self.buffer = self.buffer[len(piece):]
        self.chunk_left -= len(piece)
        if self.incoming is not None:
            self.incoming.feed_chunk(piece)
        if self.chunk_left == 0:
            handover.end_of_chunk(self)

    def _lines(self) -> bool:
        """Runs commands while there are whole lines and nothing else is to be read; whether the loop goes on."""
        buffer, position = self.buffer, 0
        find = buffer.find
        if self.first:
            self.first = False
            if buffer.startswith(b"\x16\x03"):
                self.shut()
                return False
        while not (self.busy or self.blocked or self.closing):
            end = find(b"\n", position)
            if end < 0:
                self.buffer = buffer[position:]
                self._check_line_length()
                return False
            line = buffer[position:end + 1]
            position = end + 1
            if self.discarded:
                self.discarded = 0
                self.error(replies.AUTH_TOO_LONG if self.auth else replies.LINE_TOO_LONG)
                self.auth = None
            elif len(line) > self._line_most():
                self.auth = None
                self.error(replies.LINE_TOO_LONG)
            elif line[-2:-1] != b"\r":
                self.say(replies.BARE_LF)
                self.shut()
            else:
                self.rest_waits = position < len(buffer)
                verbs.command(self, line[:-2])
                if self.drop_rest:
                    self.drop_rest = False
                    self.buffer = b""
                    return False
            if self.incoming is not None or self.chunk_left > 0:
                break
        self.buffer = buffer[position:]
        return True

    def _line_most(self) -> int:
        if self.auth is not None or self.facts.offered.extended and self.facts.sender is None:
            return LONGEST_LINE + 16
        return _LONG_LINE_MOST if self.view.connector.long_addresses_enabled else _LINE_MOST

    def _check_line_length(self) -> None:
        if len(self.buffer) > self._line_most():
            self.discarded += len(self.buffer)
            self.buffer = b""
            if self.discarded > _DISCARD_MOST:
                self.say(replies.LINE_TOO_LONG)
                self.shut()

    # ---- replying

    def say(self, reply: Reply) -> None:
        """Puts a reply behind those that wait to be sent."""
        view = self.view
        wire = reply.wire if view is None or view.enhanced else reply.plain
        self.out.append(wire)
        if self.log:
            text = wire[:-2].decode("utf-8", "replace")
            for line in (text,) if "\n" not in text else text.split("\r\n"):
                self.log(">", line, "")

    def flush(self) -> None:
        """Sends what waits."""
        if self.out:
            out, self.out = self.out, []
            self.transport.write(out[0] if len(out) == 1 else b"".join(out))

    def error(self, reply: Reply, tarpit: bool = False) -> None:
        """A protocol error: counted, and too many end the session (MaxProtocolErrors)."""
        self.errors += 1
        most = self.view.connector.max_protocol_errors
        if most is not UNLIMITED and self.errors > most:
            self.say(replies.TOO_MANY_ERRORS)
            self.shut()
        elif tarpit:
            self.refuse(reply)
        else:
            self.say(reply)

    def trifle(self) -> bool:
        """Counts a command that moves no mail; whether there were too many, which ends the session."""
        self.junk += 1
        if self.junk > _JUNK_MOST:
            self.say(replies.TOO_MANY_ERRORS)
            self.shut()
            return True
        return False

    def refuse(self, reply: Reply, wait: float | None = None) -> None:
        """A refusal. Who has not proved who it is waits for it (TarpitInterval)."""
        delay = self.view.tarpit if wait is None else wait
        if delay <= 0 or wait is None and (not self.facts.anonymous or not reply.permanent):
            self.say(reply)
            return
        if self.log:
            self.log("*", "", f"Tarpit for '0.{int(delay) // 3600:02}:{int(delay) // 60 % 60:02}:{int(delay) % 60:02}' due to '{reply}'")
        self.flush()
        self.busy = True
        self.door.loop.call_later(delay, self._waited, reply)

    def _waited(self, reply: Reply) -> None:
        if not self.closing:
            self.say(reply)
            self.go_on()

    def decided(self, decision: Decision) -> bool:
        """Says what was decided; whether it was a yes."""
        reply = decision.reply
        if reply.ok:
            self.say(reply)
            return True
        if reply.code in (500, 501, 503, 504, 555):
            self.error(reply)
        else:
            self.refuse(reply)
        return False

    def go_on(self) -> None:
        """Ends being busy and works on."""
        self.busy = False
        if self.closing:
            return
        if len(self.buffer) <= _WAITING_MOST:
            self.room(True)
        self.run()
        if self.ended and not self.busy:
            self.transport.close()

    def room(self, there_is: bool) -> None:
        """Asks the socket to go on, or to wait."""
        if not self.closing and self.transport is not None and not self.transport.is_closing():
            if there_is:
                self.transport.resume_reading()
            else:
                self.transport.pause_reading()

    # ---- ending

    def expect(self, coming: bool) -> None:
        """Tells the spool that a message is coming, or not any more."""
        if coming is not self.expected:
            self.expected = coming
            self.door.spool.expect(1 if coming else -1)

    def reset(self) -> None:
        """Forgets the message under way, whole (RFC 5321 §4.1.1.5)."""
        self.expect(False)
        if self.incoming is not None:
            self.incoming.give_up()
            self.incoming = None
        self.chunk_left = -1
        self.mail = None
        self.recipients = {}
        self.tried = 0
        self.facts.sender = None
        self.facts.recipients = 0

    def quit(self) -> None:
        """Ends the session as the client asked."""
        self.flush()
        self.closing = True
        if self.log:
            self.log("-", "", "Local")
        self.transport.close()

    def shut(self) -> None:
        """Ends the session from this side. What still arrives is read over for a moment, so that the last reply gets there."""
        if self.closing:
            return
        self.flush()
        self.closing = True
        self.discarded = 0
        self.heard = self.door.now()
        if self.log:
            self.log("-", "", "Local")
        self.room_for_last()

    def room_for_last(self) -> None:
        """Says that nothing more comes from here, and leaves the rest to the clock."""
        try:
            if self.transport.can_write_eof():
                self.transport.resume_reading()
                self.transport.write_eof()
                return
        except (OSError, RuntimeError, NotImplementedError):
            pass
        self.transport.close()

    def eof_received(self) -> bool:
        """The client sends no more; what it asked is still answered if something is awaited."""
        if self.closing or not self.busy:
            return False
        self.ended = True
        return True

    def connection_lost(self, error: Exception | None) -> None:
        """The connection is gone; an unfinished message is forgotten, one at the spool is not."""
        if self.log and not self.closing:
            self.log("-", "", "Remote")
        self.closing = True
        self.expect(False)
        self.buffer = b""
        if self.incoming is not None and not self.busy:
            self.incoming.give_up()
        if not self.busy:
            self.incoming = None
        self.door.leave(self)

    def pause_writing(self) -> None:
        """The client does not read its replies."""
        self.blocked, self.blocked_at = True, self.door.now()
        self.transport.pause_reading()

    def resume_writing(self) -> None:
        """The client reads again."""
        self.blocked = False
        if not self.closing:
            self.transport.resume_reading()
            if not self.busy:
                self.run()

    def check_time(self, now: float) -> None:
        """Ends a session that has been silent, or there, for too long. Called every second."""
        silent = now - self.heard - 1  # what was heard is known to the second
        if self.closing:
            if silent > _LINGER:
                self.transport.abort()
        elif self.blocked:
            if now - self.blocked_at > min(60.0, self.view.idle):
                self.transport.abort()
        elif self.awaiting_proxy or self.view is None:
            if silent > 10:
                self.transport.abort()
        elif self.busy:
            return
        elif silent > self.view.idle or self.incoming is None and now - self.since > self.view.longest or (
                self.incoming is not None and now - self.incoming.began > self.view.longest
                and self.incoming.size < _SLOWEST * (now - self.incoming.began)):
            self.say(replies.TIMEOUT)
            self.shut()
