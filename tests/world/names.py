"""A real DNS server on loopback: dnsmasq, told which names exist."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Mapping

DNSMASQ = shutil.which("dnsmasq", path="/usr/sbin:/usr/local/sbin:/usr/bin")


def free_port(kind: int = socket.SOCK_STREAM) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class NameServer:
    """Answers MX and address questions from a table; everything else does not exist.

    mail_hosts  domain -> [(preference, host)]
    addresses   host -> IPv4 address
    """

    def __init__(self, mail_hosts: Mapping[str, list[tuple[int, str]]], addresses: Mapping[str, str]) -> None:
        if DNSMASQ is None:
            raise RuntimeError("dnsmasq is not installed: scripts/test installs it (Debian package dnsmasq-base)")
        words = [
            DNSMASQ, "--keep-in-foreground", "--no-resolv", "--no-hosts", "--conf-file=/dev/null", "--pid-file=",
            "--bind-interfaces", "--listen-address=127.0.0.1", "--local=/#/", "--user=root",
        ]
        for domain, hosts in mail_hosts.items():
            words += [f"--mx-host={domain},{host},{preference}" for preference, host in hosts]
        words += [f"--host-record={host},{address}" for host, address in addresses.items()]
        said = ""
        for _ in range(5):
            # It listens over UDP and TCP; a port that was free a moment ago may not be any more.
            self.port = free_port()
            self.process = subprocess.Popen([*words, f"--port={self.port}"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            if self._answers():
                return
            self.close()
            said = self.process.stderr.read().decode()
        raise RuntimeError(f"dnsmasq did not start: {said}")

    def _answers(self) -> bool:
        """Whether it has begun to listen; False when it has ended, or does not begin."""
        until = time.monotonic() + 10
        while time.monotonic() < until and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.5).close()
            except OSError:
                time.sleep(0.02)
                continue
            return self.process.poll() is None
        return False

    @property
    def address(self) -> str:
        """As the relay's settings name a name server."""
        return f"127.0.0.1:{self.port}"

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
