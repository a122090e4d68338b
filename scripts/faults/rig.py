"""A relay to break: started on a data directory of one's choice, sent to one message after another, and judged by what arrives.

Every message has a mark of its own. Acknowledged means that its 250 came; lost means that, after the fault is over and the relay has
been started again, it does not arrive at the next hop. Knows no fault.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))


class CannotRun(Exception):
    """This machine does not allow what the proof needs; the text says what."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class NextHop:
    """Takes every message and keeps its mark; while `silent` it takes connections and says nothing."""

    def __init__(self, silent: bool = False) -> None:
        self.silent = silent
        self.marks: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            try:
                while self.silent:
                    time.sleep(0.05)
                connection.sendall(b"220 hop\r\n")
                for line in lines:
                    verb = line[:4].upper()
                    if verb == b"DATA":
                        connection.sendall(b"354 go\r\n")
                        data = b""
                        while not data.endswith(b"\r\n.\r\n"):
                            more = lines.readline()
                            if not more:
                                return
                            data += more
                        self.marks += [m.decode() for m in re.findall(rb"(?m)^X-Mark: (\S+)", data)[:1]]
                    connection.sendall(b"250-hop\r\n250 PIPELINING\r\n" if verb == b"EHLO" else b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
            except OSError:
                pass

    def close(self) -> None:
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._listener.close()


class Rig:
    """A relay, its settings in `folder`, its data in `data`."""

    def __init__(self, folder: Path, data: Path, *, silent: bool = False, more: str = "", server: str = "") -> None:
        from relayengine.settings.firstfile import first_file

        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.data = folder, data
        self.port = free_port()
        self.hop = NextHop(silent)
        text = re.sub(r"(?ms)^\[\[ReceiveConnector\]\].*?(?=^\[\[(?!ReceiveConnector)|\Z)", "",
                      first_file("RELAY", "relay.example", "inside.example", str(data)))
        text = text.replace("[TransportService]", '[TransportService]\nQueueGlitchRetryInterval = "00:00:01"\nTransientFailureRetryInterval = "00:00:01"\n'
                            'OutboundConnectionFailureRetryInterval = "00:00:01"\nMessageRetryInterval = "00:00:01"\n' + more, 1)
        text = text.replace("[Server]", "[Server]\n" + server, 1)
        text += f"""
[[ReceiveConnector]]
Name = "In"
TransportRole = "FrontendTransport"
Bindings = ["127.0.0.1:{self.port}"]
RemoteIPRanges = ["127.0.0.1"]
PermissionGroups = "AnonymousUsers"
AuthMechanism = "None"
MaxInboundConnectionPerSource = "Unlimited"
MaxInboundConnectionPercentagePerSource = 100
TarpitInterval = "00:00:00"

[[ADPermission]]
Identity = "In"
User = "NT AUTHORITY\\\\ANONYMOUS LOGON"
ExtendedRights = ["ms-Exch-SMTP-Accept-Any-Recipient"]

[[SendConnector]]
Name = "out"
AddressSpaces = ["*"]
SmartHosts = ["127.0.0.1"]
DNSRoutingEnabled = false
Port = {self.hop.port}
"""
        self.settings = folder / "relay.toml"
        self.settings.write_text(text)
        self.acked: set[str] = set()
        self.process: subprocess.Popen[bytes] | None = None
        self._marks = iter(range(1, 1 << 30))

    # ---- the relay

    def start(self, wrapper: tuple[str, ...] = (), environment: dict[str, str] | None = None, wait: bool = True) -> None:
        """Starts the relay, perhaps under another program; waits for its greeting."""
        path = f"{environment.pop('PYTHONPATH')}:" if environment and "PYTHONPATH" in environment else ""
        with open(self.folder / "errors", "ab") as errors:
            self.process = subprocess.Popen([*wrapper, sys.executable, "-m", "relayengine", "run", "--config", str(self.settings)], stderr=errors,
                                            env={**os.environ, **(environment or {}), "PYTHONPATH": f"{path}{ROOT / 'src'}"}, start_new_session=True)
        end = time.monotonic() + 40
        while wait and not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the relay does not start:\n{self.errors()}")
            time.sleep(0.03)

    def answers(self) -> bool:
        """Whether it greets."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), 2) as s:
                return s.recv(3) == b"220"
        except OSError:
            return False

    def errors(self) -> str:
        """What it wrote to standard error."""
        return (self.folder / "errors").read_text(errors="replace")

    def alive(self) -> bool:
        """Whether its process is there."""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """Ends it at once, as a power cut or the kernel would. Returns when its workers are gone too, which nobody else waits for."""
        if self.process is not None:
            group = self.process.pid
            try:
                os.killpg(group, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.process.wait()
            self.process = None
            end = time.monotonic() + 10
            while _alive(group) and time.monotonic() < end:
                time.sleep(0.01)

    def stop(self) -> None:
        """Ends it as a service is ended."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
            self.process = None

    # ---- messages

    def send(self, many: int = 1, size: int = 500, timeout: float = 20) -> list[str]:
        """Sends messages over one connection; the last reply to each, or "" from where the connection was gone."""
        replies: list[str] = []
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout) as s, s.makefile("rb") as lines:
                def say(data: bytes) -> str:
                    s.sendall(data)
                    while True:
                        line = lines.readline().decode("ascii", "replace")
                        if not line or line[3:4] != "-":
                            return line.strip()

                lines.readline()
                say(b"EHLO rig\r\n")
                for _ in range(many):
                    mark = f"m{next(self._marks)}"
                    answer = ""
                    for command in (b"MAIL FROM:<a@inside.example>\r\n", b"RCPT TO:<b@outside.example>\r\n", b"DATA\r\n"):
                        answer = say(command)
                        if answer[:1] not in ("2", "3"):
                            break
                    else:
                        answer = say(f"Subject: {mark}\r\nX-Mark: {mark}\r\n\r\n".encode() + b"x" * 70 * (size // 72 + 1) + b"\r\n.\r\n"
                                     if size < 900 else f"Subject: {mark}\r\nX-Mark: {mark}\r\n\r\n".encode() + (b"x" * 70 + b"\r\n") * (size // 72) + b".\r\n")
                        if answer.startswith("250"):
                            self.acked.add(mark)
                    replies.append(answer)
                    if not answer:
                        break
                    if not answer.startswith("250"):
                        say(b"RSET\r\n")
        except OSError:
            replies.append("")
        return replies

    def lost(self, seconds: float = 30) -> set[str]:
        """What was acknowledged and does not arrive at the next hop, now that it takes mail. The relay must run."""
        self.hop.silent = False
        end = time.monotonic() + seconds
        while self.acked - set(self.hop.marks) and time.monotonic() < end:
            time.sleep(0.05)
        return self.acked - set(self.hop.marks)

    def close(self) -> None:
        """Ends all."""
        self.kill()
        self.hop.close()


def _alive(group: int) -> bool:
    """Whether a process of a group still has its files: one that ended and was not fetched has none."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, _, its_group = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            except (OSError, ValueError):
                continue
            if its_group == str(group) and state not in "ZX":
                return True
    return False


def need_root() -> None:
    """CannotRun unless this is root."""
    if os.geteuid():
        raise CannotRun("it needs root")


def need(program: str, package: str) -> str:
    """The path of a program. CannotRun if it is not here."""
    import shutil

    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if not found:
        raise CannotRun(f"{program} is not here (Debian package {package})")
    return found


def run(*words: str) -> None:
    """Runs a program. CannotRun with what it said if it does not end well."""
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        raise CannotRun(f"{' '.join(words)}: {(done.stderr or done.stdout).strip()}")
