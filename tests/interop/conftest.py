"""The relay, its peers and the sink behind them: started once for the folder."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import peers  # noqa: E402
from cell import NotHere, free_port  # noqa: E402
from house import House  # noqa: E402
from world.sink import Received, Sink  # noqa: E402


class World:
    """All of them. `missing`: why a peer is not here."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sink = Sink()
        self.peers: dict[str, peers.Peer] = {}
        self.missing: dict[str, str] = {}
        self.open: list = []
        ports = {"aiosmtpd.onward.example": free_port()}
        engine = free_port()
        try:
            self.certificates = peers.certificate(folder)
        except NotHere as reason:
            self.missing = dict.fromkeys((*peers.ALL, "dovecot"), str(reason))
        for name, start in peers.ALL.items():
            if name not in self.missing:
                self._start(name, start, folder, engine, self.sink.port, self.certificates)
        self._start("dovecot", peers.dovecot, folder)
        self._aiosmtpd(ports["aiosmtpd.onward.example"])
        lmtp = f"127.0.0.1:{self.peers['dovecot'].port}" if "dovecot" in self.peers else ""
        self.house = House(folder / "relay", self.sink.port, {p.domain: p.port for p in self.peers.values() if p.name != "dovecot"} | ports, lmtp, engine)
        self.open.append(self.house)

    def _start(self, name: str, start, *arguments) -> None:  # noqa: ANN001
        try:
            self.peers[name] = start(*arguments)
            self.open.append(self.peers[name])
        except NotHere as reason:
            self.missing[name] = str(reason)

    def _aiosmtpd(self, port: int) -> None:
        from aiosmtpd.controller import Controller

        world = self
        self.aiosmtpd: list = []

        class Keeps:
            async def handle_DATA(self, server, session, envelope):  # noqa: ANN001, ANN202, N802
                world.aiosmtpd.append(envelope)
                return "250 kept"

        controller = Controller(Keeps(), hostname="127.0.0.1", port=port)
        controller.start()
        controller.close = controller.stop
        self.open.append(controller)

    def peer(self, name: str) -> peers.Peer:
        """A peer; the test is skipped if it is not here."""
        if name in self.missing:
            pytest.skip(self.missing[name])
        return self.peers[name]

    def arrived(self, mark: str, seconds: float = 60) -> Received:
        """The message with a mark, once it is at the sink; every byte the relay sent there was fit to leave."""
        import time

        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for message in list(self.sink.messages):
                if mark.encode() in message.data:
                    return message
            time.sleep(0.02)
        logs = [f"{p.name}: {log.read_text(errors='replace')[-1500:]}" for p in self.peers.values() for log in (p.process.log, p.folder / "maillog") if log.exists()]
        raise AssertionError("\n".join([f"{mark} does not arrive; the relay says: {self.house.errors()[-2000:]}", *logs]))

    def close(self) -> None:
        for each in reversed(self.open):
            each.close()
        self.sink.close()


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    # Not pytest's own temporary folder: the peers' users must get in, and pytest shuts others out of its folder at every start.
    folder = Path(tempfile.mkdtemp(prefix="interop-"))
    folder.chmod(0o755)
    found = None
    try:
        found = World(folder)
        yield found
    finally:
        if found is not None:
            found.close()
        shutil.rmtree(folder, ignore_errors=True)
