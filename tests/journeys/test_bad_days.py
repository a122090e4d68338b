"""Days on which things go wrong: a hand that slips in the settings file, a port that is taken, a next hop that refuses or vanishes, a
kill in the middle. Each gets a clear message, and nothing that was acknowledged is lost."""

from __future__ import annotations

import os
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from world.names import NameServer
from world.relay import Relay
from world.sink import Sink

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="the real ports 25 and 587 take an administrator")

PLACE = int("0" + os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw"))
"""The number of the process the tests run in: each has addresses of its own."""


@pytest.fixture
def home(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Relay]:
    """A relay on an address of its own, not started yet."""
    number = sum(map(ord, request.node.name)) % 200 + 2
    relay = Relay(tmp_path / "relay", f"127.{PLACE}.26.{number}")
    try:
        yield relay
    finally:
        relay.stop()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[tuple[Relay, Sink]]:
    """A relay that may send to example.com, and example.com's mail server."""
    names = NameServer({"example.com": [(10, "mx.example.com")]}, {"mx.example.com": f"127.{PLACE}.27.2"})
    sink = Sink(f"127.{PLACE}.27.2", 25)
    relay = Relay(tmp_path / "relay", f"127.{PLACE}.27.1", DNSServers=f'["{names.address}"]', AllowedDestinations='["127.0.0.0/8"]')
    relay.shell("New-SendConnector Internet -AddressSpaces '*' | Out-Null; "
                "Set-TransportService EXCSERVER -TransientFailureRetryInterval 00:00:01 -MessageRetryInterval 00:00:01 -QueueGlitchRetryInterval 00:00:01; "
                "Set-ReceiveConnector 'Default Frontend EXCSERVER' -TarpitInterval 00:00:00; "
                "Add-ADPermission 'Default Frontend EXCSERVER' -User 'NT AUTHORITY\\ANONYMOUS LOGON' -ExtendedRights ms-Exch-SMTP-Accept-Any-Recipient 3>$null | Out-Null")
    try:
        yield relay, sink
    finally:
        relay.stop()
        sink.close()
        names.close()


def send(relay: Relay, subject: str, to: str = "someone@example.com", sender: str = "administrator@akkaya.local") -> str:
    """The last reply to a message."""
    return relay.talk("ehlo scanner", f"mail from:<{sender}>", f"rcpt to:<{to}>", "data", f"Subject: {subject}", "", "x", ".")[-1]


def test_a_hand_edit_is_taken_up_and_a_broken_one_refused(home: Relay) -> None:
    home.start()
    good = home.config.read_text()

    def banner() -> str:
        with socket.create_connection((home.address, 25), 10) as wire:
            return wire.makefile("rb").readline().decode().rstrip()

    marked = good.replace('Name = "Default Frontend EXCSERVER"\n', 'Name = "Default Frontend EXCSERVER"\nBanner = "220 changed by hand"\n', 1)
    home.config.write_text(marked)
    home.wait_for(lambda: banner() == "220 changed by hand")

    line = marked.split("\n").index('Banner = "220 changed by hand"') + 1
    for broken, wrong, right in (
        (marked.replace('"220 changed by hand"', '"220 no end', 1), "this is not TOML", 'a line is a [table], Name = "value" or a # comment'),
        (marked.replace('"220 changed by hand"', '"Hello"', 1), 'Banner "Hello"', "must begin with 220"),
        (marked.replace('Banner = "220 changed by hand"', 'Baner = "220 x"', 1), "Baner is no setting of a ReceiveConnector", "did you mean Banner?"),
        (marked.replace('Banner = "220 changed by hand"', 'MaxMessageSize = "huge"', 1), '"huge" is not a size', "such as 36MB"),
    ):
        home.config.write_text(broken)
        shown = home.shell("Get-ReceiveConnector", fails=True)
        assert f"{home.config}, line {line}: " in shown and wrong in shown and right in shown, shown
        time.sleep(1.5)
        assert banner() == "220 changed by hand", "the last good settings stay in force"
        assert "last good settings stay in force" in home.shell("Get-Service | Out-Null; Get-RelayStatus | Format-List SettingsProblems", fails=True)
        # A change by cmdlet does not overwrite what the hand was at.
        assert "line" in home.shell("Set-ReceiveConnector 'Default EXCSERVER' -Comment x", fails=True)
        assert home.config.read_text() == broken
    home.config.write_text(good)
    home.wait_for(lambda: banner().startswith("220 EXCSERVER.akkaya.local Microsoft ESMTP"))


def test_comments_and_order_survive_changes(home: Relay) -> None:
    text = home.config.read_text().replace("[TransportConfig]", "# our limits, agreed in May\n[TransportConfig] # keep", 1)
    home.config.write_text(text)
    home.shell("Set-TransportConfig -MaxReceiveSize 20MB; Set-ReceiveConnector 'Default EXCSERVER' -Comment 'a # in it'")
    after = home.config.read_text()
    assert "# our limits, agreed in May\n[TransportConfig] # keep" in after
    kept = [line for line in text.split("\n") if line.startswith("#") or line.startswith("[")]
    assert [line for line in after.split("\n") if line.startswith("#") or line.startswith("[")] == kept
    assert home.shell("(Get-ReceiveConnector 'Default EXCSERVER').Comment").strip() == "a # in it"


def test_two_shells_never_lose_each_others_change(home: Relay) -> None:
    names = ["Default EXCSERVER", "Client Proxy EXCSERVER"]
    script = "foreach ($i in 1..15) {{ Set-ReceiveConnector '{0}' -RemoteIPRanges @{{Add=\"10.{1}.0.$i\"}} }}"
    running = [subprocess.Popen([sys.executable, "-m", "relayshell", "-NoProfile", "-Command", script.format(name, place)], env=home.environment,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for place, name in enumerate((*names, names[0]))]
    for each in running:
        said, _ = each.communicate(timeout=60)
        assert not said, said
    assert home.shell("(Get-ReceiveConnector 'Default EXCSERVER').RemoteIPRanges.Count").strip() == "32"
    assert home.shell("(Get-ReceiveConnector 'Client Proxy EXCSERVER').RemoteIPRanges.Count").strip() == "17"


def test_a_port_in_use_is_told_and_the_rest_goes_on(home: Relay) -> None:
    home.start()
    with socket.socket() as other:
        other.bind((home.address, 26))
        other.listen()
        shown = home.shell("New-ReceiveConnector Taken -Bindings 0.0.0.0:26 -RemoteIPRanges 127.0.0.0/8 -PermissionGroups AnonymousUsers | Out-Null", fails=True)
        assert f"could not open {home.address}:26" in shown and "another program has that port" in shown, shown
        assert send(home, "still here", "administrator@akkaya.local").startswith("250 2.6.0")
    # It is tried again by itself, or at the next change.
    home.shell("Set-ReceiveConnector Taken -Comment again 3>$null", fails=True)
    home.wait_for(lambda: "Success" in home.shell("Test-SmtpConnectivity Taken | ForEach-Object StatusCode"))


def test_ports_that_only_an_administrator_may_open(tmp_path: Path) -> None:
    setpriv = shutil.which("setpriv")
    if setpriv is None or int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text()) <= 25:
        pytest.skip("here everyone may open port 25, or setpriv is missing")
    relay = Relay(tmp_path / "relay", "127.0.26.250")
    words = [setpriv, "--bounding-set=-net_bind_service", "--inh-caps=-net_bind_service", sys.executable, "-m", "relayshell", "-NoProfile", "-Command"]

    def shell(text: str) -> str:
        done = subprocess.run([*words, text], env=relay.environment, capture_output=True, text=True, timeout=60)
        return done.stdout + done.stderr

    shown = shell("Test-SmtpConnectivity | ForEach-Object { \"$($_.Binding) $($_.StatusCode)\" }")
    assert "WARNING: The relay could not open" in shown and "127.0.26.250:25" in shown and "127.0.26.250:587" in shown
    assert "ports below 1024 need a privilege" in shown
    assert "Shortest cure: Set-RelayServer -PortOffset 10000 (" in shown and "setcap cap_net_bind_service" in shown
    assert "0.0.0.0:2525 Success" in shown and "0.0.0.0:25 Unable to connect" in shown
    assert "WARNING" not in shell("Set-RelayServer -PortOffset 10000; Get-Queue | Out-Null")
    assert "0.0.0.0:25 Success" in shell("Test-SmtpConnectivity | ForEach-Object { \"$($_.Binding) $($_.StatusCode)\" }")


def test_a_next_hop_that_refuses(world: tuple[Relay, Sink]) -> None:
    relay, sink = world
    relay.start()
    sink.answers["RCPT"] = "550 5.1.1 no such person"
    assert send(relay, "refused").startswith("250 2.6.0")
    (bounce,) = relay.wait_for(lambda: relay.inbox("administrator"))
    assert b"550 5.1.1 no such person" in bounce and b"Final-Recipient: rfc822;someone@example.com" in bounce.replace(b"; ", b";")
    events = relay.wait_for(lambda: "DSN" in (found := relay.shell("Get-MessageTrackingLog | ForEach-Object { \"$($_.EventId) $($_.RecipientStatus)\" }")) and found)
    assert "FAIL" in events and "550 5.1.1 no such person" in events
    sink.answers["RCPT"] = "451 4.3.2 come back later"
    assert send(relay, "put off").startswith("250 2.6.0")
    relay.wait_for(lambda: "451 4.3.2 come back later" in relay.shell("Get-Queue | ForEach-Object LastError") + relay.shell("Get-Message | ForEach-Object LastError"))
    del sink.answers["RCPT"]
    relay.shell("Get-Queue | Where-Object Status -eq Retry | Retry-Queue", fails=True)
    sink.wait_for(1)


def test_a_next_hop_that_vanishes_in_the_middle_of_the_message(world: tuple[Relay, Sink]) -> None:
    relay, sink = world
    relay.start()
    sink.vanish_in_data = 1
    assert send(relay, "again").startswith("250 2.6.0")
    relay.wait_for(lambda: sink.vanish_in_data == 0)
    (message,) = sink.wait_for(1, 30)
    assert b"Subject: again" in message.data
    time.sleep(1)
    assert len(sink.messages) == 1
    assert sink.bare_line_ends() == 0


def test_a_kill_between_the_250_and_the_delivery(world: tuple[Relay, Sink]) -> None:
    relay, sink = world
    relay.start()
    sink.answers["CONNECT"] = "421 4.3.2 not now"
    numbers = [f"number {number}" for number in range(20)]
    for subject in numbers:
        assert send(relay, subject).startswith("250 2.6.0")
    relay.stop(signal.SIGKILL)
    del sink.answers["CONNECT"]
    relay.start()
    found = sink.wait_for(20, 40)
    assert sorted(message.data.split(b"Subject: ")[1].split(b"\r\n")[0].decode() for message in found) == sorted(numbers)


def test_a_kill_under_load_loses_nothing_that_was_acknowledged(home: Relay) -> None:
    home.shell("Set-ReceiveConnector 'Default Frontend EXCSERVER' -MaxInboundConnectionPerSource Unlimited -MaxInboundConnectionPercentagePerSource 100")
    home.start()
    acknowledged: list[str] = []
    stop = threading.Event()

    def client(number: int) -> None:
        count = 0
        while not stop.is_set():
            try:
                with smtplib.SMTP(home.address, 25, timeout=10) as wire:
                    while not stop.is_set():
                        name = f"m{number}-{count}"
                        count += 1
                        wire.sendmail("scanner@example.org", ["administrator@akkaya.local"], f"Subject: {name}\r\n\r\nx\r\n")
                        acknowledged.append(name)
            except (OSError, smtplib.SMTPException):
                time.sleep(0.05)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(6)]
    for each in threads:
        each.start()
    try:
        for _ in range(3):
            before = len(acknowledged)
            home.wait_for(lambda: len(acknowledged) > before + 50)
            home.stop(signal.SIGKILL)
            home.start()
    finally:
        stop.set()
        for each in threads:
            each.join(20)

    def missing() -> set[str]:
        there = {message.split(b"Subject: ")[1].split(b"\n")[0].strip().decode() for message in home.inbox("administrator")}
        return set(acknowledged) - there

    assert len(acknowledged) > 150
    home.wait_for(lambda: not missing(), 40)


def test_no_password_no_relay(home: Relay) -> None:
    home.start()
    shown = home.shell("$c = [pscredential]::new('administrator', (ConvertTo-SecureString guess -AsPlainText -Force)); Send-MailMessage -SmtpServer EXCSERVER "
                       "-Port 587 -UseSsl -Credential $c -From administrator@akkaya.local -To x@example.com -Subject x", fails=True)
    assert "535 5.7.3 Authentication unsuccessful" in shown, shown
    shown = home.shell("Get-Credential administrator", fails=True, input="")
    assert "Traceback" not in shown
    assert "mandatory" in home.shell("New-Mailbox", "-NonInteractive", fails=True)


def test_a_relay_lives_while_any_shell_uses_it(home: Relay) -> None:
    environment = {**home.environment}
    environment.pop("RELAYSHELL_RELAY", None)

    def shell(text: str) -> subprocess.Popen[str]:
        return subprocess.Popen([sys.executable, "-m", "relayshell", "-NoProfile", "-Command", text], env=environment,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    together = [shell("$r = Get-RelayStatus; \"$($r.ProcessId) $($r.Listening.Count -gt 0)\"; Start-Sleep 2") for _ in range(3)]
    said = {each.communicate(timeout=60)[0] for each in together}
    assert len(said) == 1 and said.pop().endswith(" True\n"), "shells that start together share one relay, which listens"
    first = shell("(Get-RelayStatus).ProcessId; Start-Sleep -Milliseconds 2500")
    assert first.stdout
    number = first.stdout.readline().strip()
    second = shell("(Get-RelayStatus).ProcessId; Start-Sleep 5; (Get-RelayStatus).ProcessId; Stop-Service MSExchangeTransport; Get-Queue; (Get-Service MSExchangeTransport).Status")
    first.communicate(timeout=20)
    said, _ = second.communicate(timeout=30)
    lines = said.split("\n")
    assert lines[:2] == [number, number], "the second shell keeps the relay that the first began"
    assert "is not running" in said and "Start-Service MSExchangeTransport" in said and "Stopped" in said, said
    log = home.folder / "data" / "logs" / "service.log"
    home.wait_for(lambda: "relayengine has ended" in log.read_text())


def test_a_killed_engine_is_started_again_by_the_shell(home: Relay) -> None:
    environment = {**home.environment}
    environment.pop("RELAYSHELL_RELAY", None)
    text = "$p = (Get-RelayStatus).ProcessId; kill -9 $p; Start-Sleep -Milliseconds 500; (Get-Queue).Count; (Get-RelayStatus).ProcessId -ne $p"
    done = subprocess.run([sys.executable, "-m", "relayshell", "-NoProfile", "-Command", text], env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["2", "True"], done.stdout + done.stderr
