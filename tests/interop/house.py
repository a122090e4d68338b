"""The relay under test as a process: one door for anyone here, one for people who log on, one with TLS from the first byte."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from cell import free_port, wait_for
from relayengine.settings.firstfile import first_file
from relayengine.settings.store import Store

SOURCE = Path(__file__).parents[2] / "src"
USER, PASSWORD = "bob@inside.example", "correct horse 9"

_CONNECTOR = """
[[ReceiveConnector]]
Name = "{name}"
TransportRole = "FrontendTransport"
Bindings = ["127.0.0.1:{port}"]
RemoteIPRanges = ["127.0.0.1"]
PermissionGroups = "{groups}"
AuthMechanism = "{auth}"
MaxInboundConnectionPerSource = "Unlimited"
MaxInboundConnectionPercentagePerSource = 100
TarpitInterval = "00:00:00"
AuthTarpitInterval = "00:00:00"
ImplicitTlsEnabled = {implicit}
"""


class House:
    """The relay, and the ports it listens on."""

    def __init__(self, folder: Path, sink: int, onward: dict[str, int], mailboxes: str, relay: int) -> None:
        """`onward`: domains and the ports their mail goes to; everything else goes to the sink. `mailboxes`: an LMTP server, or "". `relay`: the port for anyone."""
        folder.mkdir(parents=True)
        self.relay, self.submit, self.implicit = relay, free_port(), free_port()
        text = re.sub(r"(?ms)^\[\[ReceiveConnector\]\].*?(?=^\[\[(?!ReceiveConnector)|\Z)", "", first_file("RELAY", "relay.example", "inside.example", str(folder)))
        text = text.replace("[Server]", f'[Server]\nMailboxLmtp = "{mailboxes}"', 1) if mailboxes else text
        for name, port, groups, auth, implicit in (
                ("Relay", self.relay, "AnonymousUsers", "Tls", False), ("Submit", self.submit, "ExchangeUsers", "Tls, BasicAuth, BasicAuthRequireTLS", False),
                ("Implicit", self.implicit, "ExchangeUsers", "Tls, BasicAuth, BasicAuthRequireTLS", True)):
            text += _CONNECTOR.format(name=name, port=port, groups=groups, auth=auth, implicit=str(implicit).lower())
        text += """
[[ADPermission]]
Identity = "Relay"
User = "NT AUTHORITY\\\\ANONYMOUS LOGON"
ExtendedRights = ["ms-Exch-SMTP-Accept-Any-Recipient"]

[[Mailbox]]
Name = "Bob"
PrimarySmtpAddress = "bob@inside.example"
"""
        for number, (domain, port) in enumerate({**onward, "*": sink}.items()):
            text += f'[[SendConnector]]\nName = "out{number}"\nAddressSpaces = ["{domain}"]\nSmartHosts = ["127.0.0.1"]\nDNSRoutingEnabled = false\nPort = {port}\n'
        path = folder / "relay.toml"
        path.write_text(text)
        Store(path).secrets.set_password("Bob", PASSWORD)
        self.log = folder / "errors"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen([sys.executable, "-m", "relayengine", "run", "--config", str(path)], stdout=log, stderr=log,
                                            env={**os.environ, "PYTHONPATH": str(SOURCE)})
        wait_for(self.relay, self.process, self.log)

    def errors(self) -> str:
        return self.log.read_text(errors="replace")

    def close(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
