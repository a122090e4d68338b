"""The relay beside Postfix on this machine, both in one run, and the ratios of what they did.

    scripts/bench relay [--quick] [--only relay|postfix] [--case NAME]
    scripts/bench relay --queued N         with N messages waiting for a host that does not answer, and with none (see queued.py)
    scripts/bench relay --latency RATE     how long clients wait for their 250 at so many messages a second, 20 kept sessions

Postfix runs from a configuration and a queue of its own in a temporary folder; the system's Postfix, if there is one, is left
alone. smtp-source is the load, smtp-sink the next hop. ACCEPT: every message has its 250; RELAY: every message is at the sink.
Absolute figures are this machine's at this moment; only the ratios mean something.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")

# name: sessions, octets, keep the connection, messages, the least ratio of RELAY that the goals of docs/performance.md name (0: none)
CASES = {
    "keep-50": (50, 1024, True, 12000, 6.0),
    "reconnect-50": (50, 1024, False, 6000, 4.0),
    "keep-10": (10, 1024, True, 10000, 0.0),
    "reconnect-10": (10, 1024, False, 6000, 0.0),
    "large-10": (10, 100 * 1024, True, 2000, 3.0),
    "one": (1, 1024, True, 2000, 2.0),
    "keep-100": (100, 1024, True, 12000, 0.0),
}
CPU, MEMORY = 4.0, 2.0
"""How many times less processor time a message shall take, and memory with a hundred sessions."""


def tool(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if not found:
        sys.exit(f"{name} is not here. On Debian: apt-get install postfix (scripts/test does it when it is root)")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as s:
                s.recv(100)
                s.sendall(b"QUIT\r\n")
                return
        except OSError:
            time.sleep(0.05)
    sys.exit(f"nothing answers on port {port}")


class Sink:
    """smtp-sink, and how many messages it has counted."""

    def __init__(self) -> None:
        self.port = free_port()
        self.count = 0
        words = [tool("smtp-sink"), "-c", f"127.0.0.1:{self.port}", "1024"]
        if os.geteuid() == 0:
            words[1:1] = ["-u", "nobody"]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        threading.Thread(target=self._read, daemon=True).start()
        wait_for(self.port)

    def _read(self) -> None:
        assert self.process.stdout
        rest = b""
        while data := os.read(self.process.stdout.fileno(), 65536):
            rest += data
            # "-c" rewrites one line: sess=12 quit=3 mesg=40
            found = re.findall(rb"mesg=(\d+)", rest)
            if found:
                self.count = int(found[-1])
            rest = rest[-200:]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parent = int(stat.rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(entry.name))
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        todo += children.get(one, [])
    return found


def used(pids: list[int]) -> tuple[float, int]:
    """Seconds of processor time, of ended children too, and octets of memory not shared with others."""
    seconds, memory = 0.0, 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            seconds += sum(int(fields[i]) for i in (11, 12, 13, 14)) / TICKS
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    memory += int(line.split()[1]) * 1024
        except (OSError, ValueError, IndexError):
            continue
    return seconds, memory


class Postfix:
    """A Postfix of its own in a folder."""

    name = "postfix"

    def __init__(self, folder: Path, sink: Sink) -> None:
        self.port = free_port()
        self.folder = folder
        config, queue, data = folder / "etc", folder / "queue", folder / "data"
        for each in (config, queue, data):
            each.mkdir(parents=True)
        for parent in folder.parents:  # Postfix's own users must get in
            if str(parent).startswith(tempfile.gettempdir()) and parent != Path(tempfile.gettempdir()):
                parent.chmod(0o755)
        folder.chmod(0o755)
        main = f"""compatibility_level = 3.6
queue_directory = {queue}
data_directory = {data}
command_directory = {Path(tool('postfix')).parent}
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = relay.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
relayhost = [127.0.0.1]:{sink.port}
smtpd_peername_lookup = no
smtpd_tls_security_level = none
smtp_tls_security_level = none
smtpd_client_connection_count_limit = 0
smtp_destination_concurrency_limit = 50
default_destination_concurrency_limit = 50
initial_destination_concurrency = 20
maillog_file = {folder / 'maillog'}
maillog_file_prefixes = {folder}
alias_maps =
alias_database =
"""
        (config / "main.cf").write_text(main)
        master = Path("/etc/postfix/master.cf.proto")
        if not master.exists():
            master = Path("/usr/share/postfix/master.cf.dist")
        lines = []
        for line in master.read_text().splitlines():
            if line.startswith("smtp      inet"):
                line = f"127.0.0.1:{self.port} inet n - n - - smtpd"
            elif line and not line.startswith(("#", " ", "\t")):
                fields = line.split()
                if len(fields) > 4 and fields[4] == "y":
                    fields[4] = "n"
                    line = " ".join(fields)
            lines.append(line)
        (config / "master.cf").write_text("\n".join(lines) + "\n")
        shutil.chown(data, "postfix")
        self.config = config
        self._command("check", quiet=True)
        self._command("start")
        wait_for(self.port)
        self.pid = int((queue / "pid" / "master.pid").read_text())

    def _command(self, verb: str, quiet: bool = False) -> None:
        done = subprocess.run([tool("postfix"), "-c", str(self.config), verb], capture_output=True, text=True)
        if done.returncode and not quiet:
            sys.exit(f"postfix {verb} failed:\n{done.stderr}{done.stdout}")

    def close(self) -> None:
        self._command("stop", quiet=True)


class Relay:
    """Our engine with its defaults: every log on, an anonymous connector for this machine, the sink as smart host."""

    name = "relay"

    def __init__(self, folder: Path, sink: Sink, workers: int = 0, dead: int = 0) -> None:
        """`dead`: a port at which nobody answers, where all goes but what is for live.example."""
        from relayengine.settings.firstfile import first_file

        self.port = free_port()
        folder.mkdir(parents=True, exist_ok=True)
        text = re.sub(r"(?ms)^\[\[ReceiveConnector\]\].*?(?=^# Where people|^\[\[|\Z)", "", first_file(
            "RELAY", "relay.example", "inside.example", str(folder)))
        text += f"""
[[ReceiveConnector]]
Name = "Default Frontend RELAY"
TransportRole = "FrontendTransport"
Bindings = ["127.0.0.1:{self.port}"]
RemoteIPRanges = ["127.0.0.1"]
PermissionGroups = "AnonymousUsers"
AuthMechanism = "Tls"
ProtocolLoggingLevel = "Verbose"
MaxInboundConnectionPerSource = "Unlimited"
MaxInboundConnectionPercentagePerSource = 100

[[ADPermission]]
Identity = "Default Frontend RELAY"
User = "NT AUTHORITY\\\\ANONYMOUS LOGON"
ExtendedRights = ["ms-Exch-SMTP-Accept-Any-Recipient"]

[[SendConnector]]
Name = "out"
AddressSpaces = ["{'live.example' if dead else '*'}"]
SmartHosts = ["127.0.0.1"]
DNSRoutingEnabled = false
Port = {sink.port}
"""
        if dead:
            text += f"""
[[SendConnector]]
Name = "dead"
AddressSpaces = ["*"]
SmartHosts = ["127.0.0.1"]
DNSRoutingEnabled = false
Port = {dead}
"""
        text = text.replace("[Server]\n", f"[Server]\nWorkers = {workers}\n", 1)
        path = folder / "relay.toml"
        path.write_text(text)
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{os.environ.get('PYTHONPATH', '')}"}
        self.output = open(folder / "output", "w")
        self.process = subprocess.Popen([sys.executable, "-m", "relayengine", "run", "--config", str(path)], env=environment,
                                        stdout=self.output, stderr=subprocess.STDOUT)
        self.pid = self.process.pid
        try:
            wait_for(self.port)
        except SystemExit:
            print((folder / "output").read_text(), file=sys.stderr)
            raise

    def close(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()


def load(port: int, sessions: int, octets: int, keep: bool, messages: int, domain: str = "outside.example") -> None:
    words = [tool("smtp-source"), "-s", str(sessions), "-l", str(octets), "-m", str(messages), "-f", "a@inside.example",
             "-t", f"b@{domain}"] + (["-d"] if keep else []) + [f"127.0.0.1:{port}"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300)
    if done.returncode:
        sys.exit(f"smtp-source failed: {done.stderr.strip()[:300]}")


def measure(server: Postfix | Relay, sink: Sink, case: tuple[int, int, bool, int, float]) -> dict[str, float]:
    sessions, octets, keep, messages, _ = case
    before = sink.count
    cpu, _ = used(tree(server.pid))
    peak = 0
    over = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not over.wait(0.3):
            peak = max(peak, used(tree(server.pid))[1])

    threading.Thread(target=watch, daemon=True).start()
    start = time.perf_counter()
    load(server.port, sessions, octets, keep, messages)
    accepted = time.perf_counter() - start
    end = time.monotonic() + 120
    while sink.count - before < messages and time.monotonic() < end:
        time.sleep(0.01)
    relayed = time.perf_counter() - start
    over.set()
    arrived = sink.count - before
    if arrived != messages:
        print(f"    {server.name}: {arrived} of {messages} messages arrived", file=sys.stderr)
    time.sleep(1.5)
    spent = used(tree(server.pid))[0] - cpu
    return {"accept": messages / accepted, "relay": arrived / relayed, "cpu": 1e6 * spent / messages, "memory": peak / 1e6}


def goal(least: float) -> str:
    """What is wanted of a ratio, in brackets; nothing if nothing is."""
    return f" (goal {least:.0f}x)" if least else ""


def waits(port: int, rate: int, seconds: int = 10, sessions: int = 20) -> list[float]:
    """Milliseconds from the final dot to its 250, of messages of 1 KiB sent at a steady rate; sorted."""
    import asyncio

    content = b"Subject: x\r\n\r\n" + (b"X" * 78 + b"\r\n") * 12 + b".\r\n"
    found: list[float] = []

    async def one(number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)

        async def say(data: bytes) -> None:
            writer.write(data)
            while (await reader.readline())[3:4] == b"-":
                pass

        await reader.readline()
        await say(b"EHLO bench.example\r\n")
        due = time.perf_counter() + number / rate
        for _ in range(rate * seconds // sessions):
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            due += sessions / rate
            for line in (b"MAIL FROM:<a@inside.example>\r\n", b"RCPT TO:<b@outside.example>\r\n", b"DATA\r\n"):
                await say(line)
            start = time.perf_counter()
            await say(content)
            found.append(1000 * (time.perf_counter() - start))
        await say(b"QUIT\r\n")
        writer.close()

    async def everybody() -> None:
        await asyncio.gather(*(one(number) for number in range(sessions)))

    asyncio.run(everybody())
    return sorted(found)


def main() -> None:
    options = argparse.ArgumentParser(prog="scripts/bench relay")
    options.add_argument("--quick", action="store_true", help="one run of each case instead of the median of three")
    options.add_argument("--workers", type=int, default=0, help="processes of the relay; 0 for one a processor")
    options.add_argument("--only", choices=("relay", "postfix"))
    options.add_argument("--case", action="append", choices=tuple(CASES))
    options.add_argument("--latency", type=int, metavar="RATE", help="messages a second")
    options.add_argument("--queued", type=int, metavar="N", help="messages that wait")
    given = options.parse_args()
    if given.queued:
        from queued import measure as measure_queued

        measure_queued(given.queued)
        return
    folder = Path(tempfile.mkdtemp(prefix="bench-relay-"))
    sink = Sink()
    servers: list[Postfix | Relay] = []
    try:
        if given.only != "relay":
            servers.append(Postfix(folder / "postfix", sink))
        if given.only != "postfix":
            servers.append(Relay(folder / "relay", sink, given.workers))
        if given.latency:
            print(f"{'milliseconds':14}{'median':>8}{'p95':>8}{'p99':>8}{'most':>8}", flush=True)
            for server in servers * (1 if given.quick else 3):
                found = waits(server.port, given.latency)
                row = [found[len(found) * at // 1000] for at in (500, 950, 990)] + [found[-1]]
                print(f"{server.name:14}" + "".join(f"{each:8.1f}" for each in row), flush=True)
            return
        print(f"{'case':14}{'server':9}{'accept/s':>10}{'relay/s':>10}{'CPU us':>9}{'MB':>7}   ratios: relay, CPU, memory", flush=True)
        for name in given.case or CASES:
            case = CASES[name]
            rows: dict[str, dict[str, float]] = {}
            runs = 1 if given.quick else 3
            samples: dict[str, list[dict[str, float]]] = {s.name: [] for s in servers}
            for _ in range(runs):
                for server in servers:
                    samples[server.name].append(measure(server, sink, case))
            for server in servers:
                rows[server.name] = row = {key: statistics.median(s[key] for s in samples[server.name]) for key in samples[server.name][0]}
                ratios = ""
                if server.name == "relay" and "postfix" in rows:
                    other = rows["postfix"]
                    ratios = (f"{row['relay'] / other['relay']:7.2f}x{goal(case[4])}{other['cpu'] / max(row['cpu'], 1):7.2f}x{goal(CPU)}"
                              f"{other['memory'] / max(row['memory'], 1):7.2f}x{goal(MEMORY if case[0] == 100 else 0)}")
                print(f"{name:14}{server.name:9}{row['accept']:10.0f}{row['relay']:10.0f}{row['cpu']:9.0f}{row['memory']:7.0f}   {ratios}",
                      flush=True)
    finally:
        for server in servers:
            server.close()
        sink.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
