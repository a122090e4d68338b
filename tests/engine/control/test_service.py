"""The relay as a service: an ordinary user, readiness, metrics, reload without a lost connection, an end that lets a message finish."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

from faults.rig import Rig, free_port  # noqa: E402


@pytest.fixture(params=[1, 2])
def service(request, tmp_path):
    """A relay with one worker or two, its metrics on a port, told to systemd's socket when it is ready."""
    metrics = free_port()
    rig = Rig(tmp_path / "settings", tmp_path / "data", server=f'MetricsAddress = "127.0.0.1:{metrics}"\nWorkers = {request.param}\n')
    rig.metrics = metrics
    notes = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notes.bind(str(tmp_path / "notify"))
    notes.settimeout(20)
    rig.start(environment={"NOTIFY_SOCKET": str(tmp_path / "notify")})
    rig.notes = notes
    yield rig
    rig.close()
    notes.close()


def get(rig: Rig, path: str) -> tuple[int, str]:
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{rig.metrics}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the metrics are not answered")


def test_it_says_how_it_is(service):
    assert service.notes.recv(100) == b"READY=1"
    assert all(r.startswith("250") for r in service.send(5)) and not service.lost(10)
    assert get(service, "/health") == (200, "works\n")
    assert get(service, "/ready") == (200, "ready\n")
    assert get(service, "/other")[0] == 404
    status, text = get(service, "/metrics")
    assert status == 200
    found = dict(re.findall(r"(?m)^(\w+) ([\d.]+)$", text))
    assert found["relay_messages_received_total"] == found["relay_recipients_delivered_total"] == "5"
    assert re.search(r'(?m)^relay_queue_messages\{queue="[^"]+",next_hop="\[127\.0\.0\.1\]",status="\w+"\} 0$', text)
    names = [line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")]
    assert len(names) == len(set(names)), "each metric is declared once"


def test_a_reload_loses_no_connection_and_an_end_lets_a_message_finish(service):
    with socket.create_connection(("127.0.0.1", service.port), 10) as s, s.makefile("rb") as lines:
        def say(text: str) -> str:
            s.sendall(text.encode() + b"\r\n")
            while (line := lines.readline().decode())[3:4] == "-":
                pass
            return line.strip()

        lines.readline()
        say("EHLO x")
        assert say("MAIL FROM:<a@inside.example>").startswith("250")
        other = free_port()
        text = service.settings.read_text().replace(f'Bindings = ["127.0.0.1:{service.port}"]', f'Bindings = ["127.0.0.1:{service.port}", "127.0.0.1:{other}"]\nBanner = "220 new"')
        service.settings.write_text(text)
        os.kill(service.process.pid, signal.SIGHUP)
        end = time.monotonic() + 10
        while time.monotonic() < end:
            try:
                with socket.create_connection(("127.0.0.1", other), 5) as new:
                    assert new.recv(100).startswith(b"220 new")
                    break
            except OSError:
                time.sleep(0.05)
        else:
            raise AssertionError("the new binding is not opened")
        assert say("RCPT TO:<b@outside.example>").startswith("250")
        assert say("DATA").startswith("354")
        s.sendall(b"Subject: last\r\nX-Mark: last\r\n\r\nhalf ")
        os.kill(service.process.pid, signal.SIGTERM)
        time.sleep(0.5)
        with pytest.raises(OSError), socket.create_connection(("127.0.0.1", service.port), 2) as late:
            assert not late.recv(100).startswith(b"220")
            raise ConnectionError
        reply = []
        threading.Timer(0.3, lambda: s.sendall(b"of it\r\n.\r\n")).start()
        reply.append(lines.readline())
        assert reply[0].startswith(b"250"), reply
    assert service.process.wait(60) == 0
    service.start()
    service.acked.add("last")
    assert not service.lost(10)


def test_root_becomes_an_ordinary_user_that_may_bind_low_ports(tmp_path):
    if os.geteuid():
        pytest.skip("only root can become somebody else")
    python = "/usr/bin/python3"
    if subprocess.run([python, "-c", "import sys; assert sys.version_info[:2] == %r" % (sys.version_info[:2],)], capture_output=True).returncode:
        pytest.skip("the system has no Python of this version that every user may run")
    packages = next(p for p in sys.path if p.endswith("site-packages"))
    if subprocess.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", python, "-c", "import relayengine, tomlkit"],
                      env={"PYTHONPATH": f"{ROOT}/src:{packages}"}, capture_output=True).returncode:
        pytest.skip("other users may not read this checkout")
    import tempfile

    with tempfile.TemporaryDirectory(prefix="service-") as folder:
        Path(folder).chmod(0o755)
        rig = Rig(Path(folder, "settings"), Path(folder, "data"))
        low = next(p for p in range(1023, 600, -1) if socket.socket().connect_ex(("127.0.0.1", p)))
        rig.settings.write_text(rig.settings.read_text().replace(f"127.0.0.1:{rig.port}", f"127.0.0.1:{low}"))
        rig.port = low
        with open(rig.folder / "errors", "ab") as errors:
            rig.process = subprocess.Popen([python, "-m", "relayengine", "run", "--config", str(rig.settings), "--user", "nobody", "--log", "json"], stderr=errors,
                                           env={**os.environ, "PYTHONPATH": f"{ROOT}/src:{packages}"}, start_new_session=True)
        try:
            end = time.monotonic() + 20
            while not rig.answers() and time.monotonic() < end:
                time.sleep(0.05)
            assert rig.send(1)[0].startswith("250"), rig.errors()
            status = Path(f"/proc/{rig.process.pid}/status").read_text()
            assert re.search(r"(?m)^Uid:(\t65534){4}$", status) and re.search(r"(?m)^CapEff:\t0{13}400$", status) and re.search(r"(?m)^NoNewPrivs:\t1$", status)
            rig.stop()
            assert all(json.loads(line)["service"] == "relayengine" for line in rig.errors().splitlines())
        finally:
            rig.close()
