"""The engine as a process: starts, answers, takes settings up, ends with its last lease, and loses nothing to kill -9."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))
from receiving import ADMINISTRATOR, Client, free_offset  # noqa: E402

from relayengine.control.client import NotRunning, Refused, connect, socket_path  # noqa: E402
from relayengine.control.messages import (  # noqa: E402
    AddResubmit,
    ExportMessage,
    ListMessages,
    ListQueues,
    ListResubmits,
    ListSessions,
    Look,
    RemoveMessage,
    RemoveResubmit,
    RetryQueue,
    SearchTracking,
    Status,
    Stop,
    decode_request,
    encode_request,
)
from relayengine.settings.kinds import find_kind  # noqa: E402
from relayengine.settings.store import Store  # noqa: E402

SOURCE = Path(__file__).parent.parent.parent.parent / "src"


class Engine:
    """A relayengine process on settings of its own."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder / "relay.toml")
        self.store.create("EXCSERVER", "EXCSERVER.akkaya.local", "akkaya.local")
        self.offset = free_offset()
        with self.store.edit() as edit:
            edit.set(edit.settings.server, port_offset=self.offset, listen_addresses=["127.0.0.1"])
            for connector in edit.settings.receive_connectors:
                edit.set(connector, tarpit_interval="00:00:00", max_inbound_connection_per_source="Unlimited", max_inbound_connection_percentage_per_source=100)
        self.process: subprocess.Popen[str] | None = None

    def start(self, *arguments: str) -> "Engine":
        self.process = subprocess.Popen(
            [sys.executable, "-m", "relayengine", "run", "--config", str(self.store.path), *arguments], env=os.environ | {"PYTHONPATH": str(SOURCE)},
            stderr=subprocess.PIPE, text=True)
        until = time.monotonic() + 20
        while time.monotonic() < until and self.process.poll() is None:
            try:
                connect(self.store.path).close()
                return self
            except NotRunning:
                time.sleep(0.03)
        raise AssertionError(f"the engine did not start: {self.process.communicate()[1]}")

    def ask(self, request: object) -> object:
        with connect(self.store.path) as control:
            return control.ask(request)

    def client(self, port: int = 25) -> Client:
        found = Client(port + self.offset)
        found.reply()
        return found

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self) -> int:
        self.process.terminate()
        return self.process.wait(20)


@pytest.fixture
def engine(tmp_path: Path):
    found = Engine(tmp_path)
    yield found
    if found.process is not None and found.process.poll() is None:
        found.process.kill()
        found.process.wait()


def test_requests_read_back() -> None:
    for request in (Status(), RetryQueue("S\\1", True), SearchTracking({"sender": "a"})):
        assert decode_request(encode_request(request)) == request
    for line in (b"", b"{}", b'{"request": "Nothing"}', b'{"request": "RetryQueue"}', b'{"request": "RetryQueue", "identity": 3}', b"[" * 100000, b"\xff"):
        with pytest.raises(ValueError):
            decode_request(line)


def test_a_life(engine: Engine) -> None:
    engine.start()
    path = socket_path(engine.store.path)
    assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o077 == 0
    status = engine.ask(Status())
    assert status.server == "EXCSERVER" and status.problems == [] and f"127.0.0.1:{25 + engine.offset}" in status.listening
    with engine.client() as client:
        client.say("EHLO x")
        assert client.deliver().startswith("250 2.6.0")
        assert engine.ask(ListSessions())[0]["connector"] == "EXCSERVER\\Default Frontend EXCSERVER"
    until = time.monotonic() + 10
    box = engine.store.path.parent / "data" / "mailboxes"
    while time.monotonic() < until and not list(box.glob("*/new/*")):
        time.sleep(0.05)
    assert b"hello" in next(box.glob("*/new/*")).read_bytes()
    events = [e["EventId"] for e in engine.ask(SearchTracking({"sender": "a@example.com"}))]
    assert events == ["RECEIVE", "DELIVER"]
    assert any(q["Identity"] == "EXCSERVER\\Submission" for q in engine.ask(ListQueues()))
    with pytest.raises(Refused) as refused:
        engine.ask(RetryQueue("77"))
    assert refused.value.kind == "NotFound"
    assert engine.end() == 0
    with pytest.raises(NotRunning):
        connect(engine.store.path)
    assert not path.exists()


def test_settings_are_taken_up(engine: Engine) -> None:
    engine.start()
    with engine.store.edit() as edit:
        edit.add(find_kind("ReceiveConnector"), name="More", bindings="127.0.0.1:26", remote_ip_ranges="127.0.0.1", permission_groups="AnonymousUsers")
        edit.set(edit.settings.receive_connectors[1], enabled=False)
    answer = engine.ask(Look())
    assert answer.taken and answer.problems == [] and {(c["kind"], c["what"]) for c in answer.changes} <= {("ReceiveConnector", "added"), ("ReceiveConnector", "changed")}
    with engine.client(26) as client:
        assert client.say("EHLO x").startswith("250")
    with pytest.raises(OSError):
        engine.client(465)
    text = engine.store.path.read_text()
    engine.store.path.write_text(text.replace('MaxSendSize = "10MB"', 'MaxSendSize = "vast"'))
    until = time.monotonic() + 5
    while time.monotonic() < until and not engine.ask(Status()).settings_problems:
        time.sleep(0.05)
    problem = engine.ask(Status()).settings_problems[0]
    assert re.search(r'relay.toml, line \d+: TransportConfig: MaxSendSize: "vast" is neither', problem)
    with engine.client(26) as client:
        assert client.say("EHLO x").startswith("250"), "the last good settings stay in force"
    engine.store.path.write_text(text.replace("AnonymousUsers\"\nRe", "AnonymousUsers\"\nRe"))
    assert engine.ask(Look()).taken and not engine.ask(Status()).settings_problems


def test_a_port_in_use_is_told_with_its_cure(engine: Engine) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 26 + engine.offset))
        other.listen()
        engine.start()
        with engine.store.edit() as edit:
            edit.add(find_kind("ReceiveConnector"), name="More", bindings="127.0.0.1:26", remote_ip_ranges="127.0.0.1")
        problem = engine.ask(Look()).problems[0]
        assert f"EXCSERVER\\More cannot listen on 127.0.0.1:{26 + engine.offset}: another program has that port" in problem and "ss -ltnp" in problem
        with engine.client() as client:
            assert client.say("NOOP").startswith("250")
    assert engine.ask(Look()).problems == []


def test_ports_that_need_a_privilege(engine: Engine) -> None:
    if os.geteuid() != 0 or int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text()) < 26:
        pytest.skip("needs root to become another user, and ports that are guarded")
    program = ("import os, asyncio, sys\nsys.path.insert(0, %r)\n"
               "from relayengine.receive.listener import Listeners\nfrom relayengine.settings.testing import settings\nwanted = settings(Server={'ListenAddresses': ['127.0.0.1']})\n"
               "os.setgid(65534); os.setuid(65534)\nclass Door: pass\n"
               "async def main():\n door = Door(); door.loop = asyncio.get_running_loop()\n"
               " print(*await Listeners(door).apply(wanted), sep='\\n')\n"
               "asyncio.run(main())") % str(SOURCE)
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)
    if "Permission denied" in told.stderr:
        pytest.skip("another user cannot read this Python")
    assert "EXCSERVER\\Default Frontend EXCSERVER cannot listen on 127.0.0.1:25: ports below 1024 need a privilege" in told.stdout
    assert "PortOffset = 10000 under [Server]" in told.stdout and "setcap" in told.stdout and ":2525:" not in told.stdout


def test_two_engines_on_one_spool(engine: Engine) -> None:
    engine.start()
    second = subprocess.run([sys.executable, "-m", "relayengine", "run", "--config", str(engine.store.path)], env=os.environ | {"PYTHONPATH": str(SOURCE)},
                            capture_output=True, text=True, timeout=30)
    assert second.returncode == 1 and "in use" in second.stderr and "Traceback" not in second.stderr
    assert engine.ask(Status()).server == "EXCSERVER"


def test_an_embedded_engine_ends_with_its_last_lease(engine: Engine) -> None:
    engine.start("--embedded")
    first, second = connect(engine.store.path), connect(engine.store.path)
    first.lease("one")
    second.lease("two")
    first.close()
    time.sleep(1.5)
    assert engine.process.poll() is None and second.is_open()
    second.close()
    assert engine.process.wait(20) == 0


def test_stop_and_check(engine: Engine) -> None:
    engine.start()
    engine.ask(Stop())
    assert engine.process.wait(20) == 0
    run = [sys.executable, "-m", "relayengine", "check", "--config", str(engine.store.path)]
    good = subprocess.run(run, env=os.environ | {"PYTHONPATH": str(SOURCE)}, capture_output=True, text=True, timeout=30)
    assert good.returncode == 0 and "no problems" in good.stdout
    engine.store.path.write_text("[Server\n")
    bad = subprocess.run(run, env=os.environ | {"PYTHONPATH": str(SOURCE)}, capture_output=True, text=True, timeout=30)
    assert bad.returncode == 1 and "line 1: this is not TOML" in bad.stderr and "Traceback" not in bad.stderr


def test_kill_9_loses_nothing_that_was_acknowledged(engine: Engine) -> None:
    """Killed in the middle of load, three times; every message that had its 250 is in a mailbox or in a queue in the end."""
    acknowledged: set[str] = set()
    for life in range(3):
        engine.start()
        began, n = time.monotonic(), 0
        try:
            with engine.client() as client:
                client.say("EHLO x")
                while True:
                    name = f"message-{life}-{n}"
                    n += 1
                    if not client.deliver(f"Subject: {name}\r\n\r\n{name}".encode()).startswith("250 2.6.0"):
                        break
                    acknowledged.add(name)
                    if time.monotonic() - began > 0.7:
                        os.kill(engine.process.pid, signal.SIGKILL)
        except (OSError, AssertionError):
            pass
        engine.process.wait(10)
    assert len(acknowledged) > 30
    engine.start()
    boxes = engine.store.path.parent / "data" / "mailboxes"
    until = time.monotonic() + 20
    found: set[str] = set()
    while time.monotonic() < until and not acknowledged <= found:
        time.sleep(0.2)
        found = {re.search(rb"Subject: (\S+)", f.read_bytes())[1].decode() for f in boxes.glob("*/new/*")}
    assert not acknowledged - found


def test_a_message_without_a_way_out_waits_and_can_be_taken(engine: Engine) -> None:
    with engine.store.edit() as edit:
        edit.add(find_kind("ADPermission"), identity="Default Frontend EXCSERVER", user="NT AUTHORITY\\ANONYMOUS LOGON", extended_rights=["ms-Exch-SMTP-Accept-Any-Recipient"])
    engine.start()
    with engine.client() as client:
        client.say("EHLO x")
        assert client.deliver(to="someone@example.com").startswith("250")
    until = time.monotonic() + 5
    while time.monotonic() < until and not engine.ask(ListMessages()):
        time.sleep(0.05)
    message = engine.ask(ListMessages())[0]
    assert message["FromAddress"] == "a@example.com"
    assert ADMINISTRATOR not in str(message)
    identity = message["Identity"]
    from relayengine.control.messages import SuspendMessage

    engine.ask(SuspendMessage(identity))
    assert "hello" in engine.ask(ExportMessage(identity))
    engine.ask(RemoveMessage(identity, False))
    assert engine.ask(ListMessages()) == []


def test_several_workers(engine: Engine) -> None:
    with engine.store.edit() as edit:
        edit.set(edit.settings.server, workers=2)
        edit.add(find_kind("ADPermission"), identity="Default Frontend EXCSERVER", user="NT AUTHORITY\\ANONYMOUS LOGON", extended_rights=["ms-Exch-SMTP-Accept-Any-Recipient"])
    engine.start("--embedded")
    lease = connect(engine.store.path)
    lease.lease()
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            if engine.ask(Status()).listening:
                break
        except Refused:
            pass
        time.sleep(0.1)
    status = engine.ask(Status())
    assert status.workers == 2 and status.leases == 1
    time.sleep(1)
    for _ in range(12):
        with engine.client() as client:
            client.say("EHLO x")
            assert client.deliver(to="someone@example.com").startswith("250")
    until = time.monotonic() + 5
    while time.monotonic() < until and len(engine.ask(ListMessages())) < 12:
        time.sleep(0.05)
    found = engine.ask(ListMessages())
    assert len({m["Identity"] for m in found}) == 12
    unreachable = [q for q in engine.ask(ListQueues()) if q["Identity"] == "EXCSERVER\\Unreachable"]
    assert len(unreachable) == 1 and unreachable[0]["MessageCount"] == 12
    for message in found:
        engine.ask(RemoveMessage(message["Identity"], False))
    assert engine.ask(ListMessages()) == []
    now = time.time()
    assert [engine.ask(AddResubmit(now - 100, now))["number"] for _ in range(2)] == [1, 2]
    engine.ask(RemoveResubmit(1))
    until = time.monotonic() + 5
    while time.monotonic() < until and engine.ask(ListResubmits())[0]["state"] != "Completed":
        time.sleep(0.05)
    assert [(r["number"], r["state"]) for r in engine.ask(ListResubmits())] == [(2, "Completed")]
    with pytest.raises(Refused, match="no resubmit request 7"):
        engine.ask(RemoveResubmit(7))
    with engine.store.edit() as edit:
        edit.set(edit.settings.receive_connectors[1], enabled=False)
    answer = engine.ask(Look())
    assert answer.taken and answer.problems == []
    victim = int(subprocess.run(["pgrep", "-P", str(engine.process.pid)], capture_output=True, text=True).stdout.split()[0])
    os.kill(victim, signal.SIGKILL)
    time.sleep(0.3)  # what the dead one had in hand is lost with it, as with any server
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with engine.client() as client:
            client.say("EHLO x")
            assert client.deliver().startswith("250"), "one worker serves while the other is away"
        if len(subprocess.run(["pgrep", "-P", str(engine.process.pid)], capture_output=True, text=True).stdout.split()) == 2:
            break
        time.sleep(0.1)
    assert engine.process.poll() is None
    lease.close()
    assert engine.process.wait(30) == 0


def test_workers_do_not_outlive_their_supervisor(engine: Engine) -> None:
    with engine.store.edit() as edit:
        edit.set(edit.settings.server, workers=2)
    engine.start()
    until = time.monotonic() + 20
    workers: list[str] = []
    while time.monotonic() < until and not all((socket_path(engine.store.path).with_name(f"control.sock.{n}")).exists() for n in range(2)):
        time.sleep(0.1)
    workers = subprocess.run(["pgrep", "-P", str(engine.process.pid)], capture_output=True, text=True).stdout.split()
    engine.kill()
    until = time.monotonic() + 20
    while time.monotonic() < until and any(Path(f"/proc/{w}/cmdline").exists() and b"relayengine" in Path(f"/proc/{w}/cmdline").read_bytes() for w in workers):
        time.sleep(0.1)
    assert len(workers) == 2 and time.monotonic() < until


def test_a_client_that_asks_without_end_keeps_nobody_waiting(engine):
    engine.start()
    greedy = []
    try:
        for _ in range(20):
            s = socket.socket(socket.AF_UNIX)
            s.connect(str(socket_path(engine.store.path)))
            s.settimeout(0.2)
            try:
                s.sendall(b'{"request": "Status"}\n' * 20_000)
            except TimeoutError:
                pass  # it is not read faster than it is answered
            greedy.append(s)
        began = time.monotonic()
        with engine.client() as client:
            client.say("EHLO x")
            assert client.deliver().startswith("250")
        assert time.monotonic() - began < 3
    finally:
        for s in greedy:
            s.close()


@pytest.mark.parametrize("line, said", [
    ('{"request": "AddResubmit", "start": 1.0, "end": NaN}', "no request"), ('{"request": "AddResubmit", "start": -Infinity, "end": 1.0}', "no request"),
    ('{"request": "SearchTracking", "criteria": {"__class__": 1}}', "__class__ is nothing to search by"), ('{"request": "SearchTracking", "criteria": [1]}', "is not dict")])
def test_what_is_no_question_is_refused(line, said):
    with pytest.raises(ValueError, match=said):
        decode_request(line.encode())
