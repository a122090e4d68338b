"""A place where a mail server of Debian runs as if it were installed, and the system never notices.

Servers that cannot stand beside each other as packages (each wants to be the machine's mail server) are unpacked into a folder by
scripts/test. A cell is a mount namespace in which that folder lies over /usr and /etc, with users of its own and empty places for
queues, sockets and logs.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

PEERS = Path(os.environ.get("RELAYSHELL_PEERS", Path(sys.prefix) / "peers"))
_USERS = (("Debian-exim", 7101), ("opensmtpd", 7102), ("opensmtpq", 7103), ("dovecot", 7104), ("dovenull", 7105))


class NotHere(Exception):
    """A program is not here, or may not run; the text says which."""


def need(program: str) -> str:
    """The path of a program of the system."""
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if not found:
        raise NotHere(f"{program} is not installed; scripts/test installs it where it may")
    return found


def unpacked(program: str) -> str:
    """The path that an unpacked program has inside a cell."""
    if os.geteuid():
        raise NotHere("a cell takes root")
    if not (PEERS / program.lstrip("/")).exists():
        raise NotHere(f"{program} is not unpacked in {PEERS}; scripts/test does that where it may")
    return program


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path, seconds: float = 15) -> None:
    """Returns when something greets on a port."""
    end = time.monotonic() + seconds
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), 2) as s:
                if s.recv(10)[:1] == b"2":
                    return
        except OSError:
            pass
        if process.poll() is not None or time.monotonic() > end:
            raise NotHere(f"{process.args[-1]} does not answer: {log.read_text(errors='replace')[-600:]}")
        time.sleep(0.03)


class Process:
    """A server that runs in the foreground, in a cell or beside it, until it is closed."""

    def __init__(self, folder: Path, port: int, *words: str, cell: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.log = folder / "output"
        if cell:
            words = ("unshare", "-m", "bash", "-ec", _script(folder), "cell", *words)
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(words, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True)
        try:
            wait_for(port, self.process, self.log)
        except NotHere:
            self.close()
            raise

    def close(self) -> None:
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, number)
                self.process.wait(5)
                return
            except subprocess.TimeoutExpired:
                continue
            except ProcessLookupError:
                self.process.wait()
                return


def _script(folder: Path) -> str:
    etc = folder / "etc"
    etc.mkdir()
    for name in ("passwd", "group"):
        lines = [f"{user}:x:{number}:{number}::/nonexistent:/bin/false" if name == "passwd" else f"{user}:x:{number}:" for user, number in _USERS]
        (etc / name).write_text(Path("/etc", name).read_text() + "\n".join(lines) + "\n")
    return f"""
mount -t overlay -o lowerdir={PEERS}/usr:/usr none /usr
mount -t overlay -o lowerdir={etc}:/etc none /etc
for place in /var/spool /var/lib /var/log /run; do mount -t tmpfs none $place; done
mkdir -p /var/lib/opensmtpd/empty /var/spool/smtpd /run/dovecot
chmod 711 /var/spool/smtpd
exec "$@"
"""
