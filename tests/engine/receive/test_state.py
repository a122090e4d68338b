"""Any order of commands: a session's state is what a simple model says, nothing half, nothing left over, never a failure of ours."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent))
from receiving import ADMINISTRATOR, Relay, relay  # noqa: E402

FREE = {"": {"MaxInboundConnectionPerSource": "Unlimited", "MaxProtocolErrors": "Unlimited", "MessageRateLimit": "Unlimited"}}
STEPS = ("HELO h", "EHLO h", "EHLO a b", "MAIL good", "MAIL null", "MAIL bad", "RCPT good", "RCPT other", "RCPT refused", "RCPT bad", "DATA", "BDAT 3", "BDAT last",
         "BDAT empty", "RSET", "NOOP", "VRFY x", "JUNK", "HELP")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory):
    with relay(tmp_path_factory.mktemp("state"), FREE) as found:
        yield found


class Model:
    """What RFC 5321 and 3030 say of the order of commands, in a few lines."""

    def __init__(self) -> None:
        self.hello, self.extended, self.sender, self.to, self.tried, self.chunks = False, True, None, [], False, None
        self.accepted: list[tuple[str, list[str], bytes]] = []
        self.over = False

    def reset(self) -> None:
        self.sender, self.to, self.tried, self.chunks = None, [], False, None

    def accept(self, body: bytes) -> str:
        self.accepted.append((self.sender or "", self.to, body))
        self.reset()
        return "250"

    def step(self, step: str) -> tuple[bytes, str]:
        """The bytes to send, and how the reply begins."""
        verb, _, what = step.partition(" ")
        if verb in ("HELO", "EHLO"):
            self.reset()
            self.hello, self.extended = True, verb == "EHLO"
            return f"{step}\r\n".encode(), "250"
        if verb == "MAIL":
            line = {"good": b"MAIL FROM:<s@example.com>\r\n", "null": b"MAIL FROM:<>\r\n", "bad": b"MAIL FROM:<s@@x>\r\n"}[what]
            if not self.hello or self.sender is not None:
                return line, "503"
            if what == "bad":
                return line, "501"
            self.sender = "s@example.com" if what == "good" else ""
            return line, "250"
        if verb == "RCPT":
            address = {"good": ADMINISTRATOR, "other": "postmaster@akkaya.local", "refused": "x@example.com", "bad": "x@@y"}[what]
            line = f"RCPT TO:<{address}>\r\n".encode()
            if not self.hello or self.sender is None:
                return line, "503"
            self.tried = True
            if what == "bad":
                return line, "501"
            if self.chunks is not None:
                return line, "503"
            if what == "refused":
                return line, "550"
            if address not in self.to:
                self.to = [*self.to, address]
            return line, "250"
        if verb == "DATA":
            if self.chunks is not None:
                return b"DATA\r\n", "503"
            if not self.to:
                return b"DATA\r\n", "554" if self.sender is not None and self.tried else "503"
            return b"DATA\r\n", "354"
        if verb == "BDAT":
            line = {"3": b"BDAT 3\r\nx\r\n", "last": b"BDAT 3 LAST\r\ny\r\n", "empty": b"BDAT 0 LAST\r\n"}[what]
            if not self.extended:
                self.over = True
                return line, "503"
            if self.chunks is None and not self.to:
                self.reset()
                return line, "503"
            self.chunks = (self.chunks or b"") + {"3": b"x\r\n", "last": b"y\r\n", "empty": b""}[what]
            return line, "250" if what == "3" else self.accept(self.chunks)
        if verb == "RSET":
            self.reset()
        return f"{step}\r\n".encode(), {"VRFY": "252", "JUNK": "500", "HELP": "214"}.get(verb, "250")


@given(st.lists(st.sampled_from(STEPS), max_size=14), st.booleans())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_commands(house: Relay, steps: list[str], greet_first: bool) -> None:
    house.queue.messages.clear()
    model = Model()
    with house.client() as client:
        for step in (["EHLO first"] if greet_first else []) + steps:
            line, answer = model.step(step)
            client.send(line)
            reply = client.reply()
            if step == "EHLO a b":
                assert reply.startswith("250")
                continue
            assert reply.startswith(answer), (step, steps, reply, answer)
            if answer == "354":
                client.send(b"S: d\r\n\r\nbody\r\n.\r\n")
                assert client.reply().startswith(model.accept(b"data"))
            if model.over:
                assert client.closed()
                break
    assert not house.reports
    assert [(m.envelope.sender, m.to) for m in house.queue.messages] == [(s, t) for s, t, _ in model.accepted]


@given(st.lists(st.one_of(
    st.binary(max_size=60), st.sampled_from(STEPS).map(str.encode),
    st.sampled_from([b"MAIL FROM:<a@b.example>", b"RCPT TO:<administrator@akkaya.local>", b"EHLO x", b"DATA", b".", b"BDAT 5", b"STARTTLS x", b"AUTH LOGIN", b"AUTH PLAIN AGE="]),
), max_size=12), st.lists(st.integers(0, 600), max_size=4))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes(house: Relay, lines: list[bytes], cuts: list[int]) -> None:
    house.queue.messages.clear()
    data = b"\r\n".join(lines) + b"\r\n"
    client = house.client()
    try:
        at = 0
        for cut in [*sorted(min(c, len(data)) for c in cuts), len(data)]:
            client.send(data[at:cut])
            at = cut
        client.socket.shutdown(1)
        while client.line():
            pass
    except OSError:
        pass
    except UnicodeDecodeError:
        raise AssertionError("a reply was no text") from None
    finally:
        client.close()
    assert not house.reports, house.reports
    for message in house.queue.messages:
        assert message.wire.replace(b"\r\n", b"").count(b"\n") == 0 and message.wire.replace(b"\r\n", b"").count(b"\r") == 0
