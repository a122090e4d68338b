"""Test-Connection: echo requests (RFC 792, RFC 4443), connections to ports, routes and packet sizes."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from typing import Any

from relayshell.cmdlets.echo_requests import Echo, echo, find, reverse, socket_status
from relayshell.commands import Cmdlet, inset, param
from relayshell.commands.ranges import between
from relayshell.commands.validation import not_empty
from relayshell.objects.numbers import Int64, UInt32
from relayshell.providers.provider import ItemError

MODULE = "Microsoft.PowerShell.Management"
PING_EXCEPTION = "System.Net.NetworkInformation.PingException"


def address_of(text: str) -> Any:
    """An IPAddress."""
    from relayshell.objects.members import call_static
    from relayshell.objects.nettype import get_type

    return call_static(get_type("System.Net.IPAddress"), "Parse", [text.partition("%")[0]])


def status(kind: str, found: Echo, shown: str, **more: Any) -> Any:
    """One answer as the cmdlet gives it."""
    from relayshell.cmdlets.connection_results import KINDS
    from relayshell.objects.dotnet.names import PingReply
    from relayshell.objects.enums import EnumValue
    from relayshell.objects.nettype import find_type

    type_of_status = find_type("System.Net.NetworkInformation.IPStatus")
    state: Any = found.status
    if type_of_status is not None and found.status in type_of_status.enum_values:
        state = EnumValue(type_of_status, type_of_status.enum_values[found.status])
    sent = more.pop("sent", ())
    address, took = address_of(found.address) if found.address else None, Int64(found.milliseconds)
    reply = PingReply(int(getattr(state, "value", 11010)), address, int(found.milliseconds), *sent)
    return KINDS[kind](**{
        "Ping": UInt32(1), "Source": socket.gethostname(), "Destination": shown, "Address": address, "DisplayAddress": found.address or "*",
        "Latency": took, "Status": state, "Reply": reply, **more})


class TestConnection(
    Cmdlet, name="Test-Connection", default_set="DefaultPing", output=("Microsoft.PowerShell.Commands.TestConnectionCommand+PingStatus", "Microsoft.PowerShell.Commands.TestConnectionCommand+PingStatus", "System.Boolean", "Microsoft.PowerShell.Commands.TestConnectionCommand+PingMtuStatus", "System.Int32", "Microsoft.PowerShell.Commands.TestConnectionCommand+TraceStatus", "Microsoft.PowerShell.Commands.TestConnectionCommand+TcpPortStatus",), module=MODULE,
):
    """Asks whether machines are there.

    Example: whether a port answers

        PS> Test-Connection localhost -TcpPort 1 -TimeoutSeconds 1
        False
    """

    buffer_size: Any = param("How many bytes to send.", "int", 32, sets=("DefaultPing", "RepeatPing",), alias=("Size", "Bytes", "BS"), check=between(0, 65500))
    count: Any = param("How often.", "int", 4, sets=("DefaultPing", "TcpPort",), check=between(1, 2147483647))
    delay: Any = param("How many seconds between.", "int", 1, sets=("DefaultPing", "RepeatPing", "TcpPort",), check=between(1, 2147483647))
    detailed: Any = param("Tells of each connection.", "switch", sets=("TcpPort",))
    dont_fragment: Any = param("Forbids to break packets up.", "switch", sets=("DefaultPing", "RepeatPing",))
    ip_v4: Any = param("Asks by IPv4.", "switch", name="IPv4", sets=("DefaultPing", "MtuSizeDetect", "RepeatPing", "TcpPort", "TraceRoute",))
    ip_v6: Any = param("Asks by IPv6.", "switch", name="IPv6", sets=("DefaultPing", "MtuSizeDetect", "RepeatPing", "TcpPort", "TraceRoute",))
    max_hops: Any = param("How many routers at most.", "int", 128, sets=("DefaultPing", "RepeatPing", "TraceRoute",), alias=("Ttl", "TimeToLive", "Hops"), check=between(0, 128))
    mtu_size: Any = param("Finds out how large packets may be.", "switch", mandatory=True, sets=("MtuSizeDetect",), alias="MtuSizeDetect")
    ping: Any = param("Sends echo requests, as is done anyway.", "switch", sets=("DefaultPing", "RepeatPing",))
    quiet: Any = param("Tells only whether it is there.", "switch")
    repeat: Any = param("Goes on until stopped.", "switch", sets={"RepeatPing": inset(mandatory=True), "TcpPort": inset()}, alias="Continuous")
    resolve_destination: Any = param("Tells the names of addresses.", "switch", sets=("DefaultPing", "MtuSizeDetect", "RepeatPing", "TcpPort", "TraceRoute",))
    source: Any = param("Has no meaning without sessions on other machines.", "string", sets=("DefaultPing", "RepeatPing", "TcpPort", "TraceRoute",))
    target_name: Any = param("The machines.", "string[]", mandatory=True, position=0, pipeline=True, by_name=True, alias="ComputerName", check=not_empty())
    tcp_port: Any = param("Connects to this port instead.", "int", mandatory=True, sets=("TcpPort",), check=between(0, 65535))
    timeout_seconds: Any = param("How long to wait for an answer.", "int", 5, check=between(1, 2147483647))
    traceroute: Any = param("Tells the routers on the way.", "switch", mandatory=True, sets=("TraceRoute",))

    def process(self) -> None:
        if self.source is not None and self.source.lower() not in ("", "localhost", ".", socket.gethostname().lower()):
            raise ItemError(f"Asking from another machine ('{self.source}') is not offered: run this there with ssh.", "NotSupported", "NotImplemented",
                            self.source, "System.Management.Automation.PSNotSupportedException")
        for target in self.target_name:
            try:
                family, address = find(target, bool(self.ip_v4), bool(self.ip_v6))
            except OSError:
                if self.quiet:
                    self.write(False)
                    continue
                self.write_error(ItemError(f"Testing connection to computer '{target}' failed: Cannot resolve the target name.",
                                           "TestConnectionException", "ResourceUnavailable", target, PING_EXCEPTION))
                continue
            shown = reverse(address) if self.resolve_destination else target
            if self.parameter_set == "TcpPort":
                self._ports(target, family, address)
            elif self.parameter_set == "TraceRoute":
                self._trace(shown, family, address)
            elif self.parameter_set == "MtuSizeDetect":
                self._size(shown, family, address)
            else:
                self._pings(shown, family, address)

    def _rounds(self) -> Iterator[int]:
        number = 0
        while self.repeat or number < int(self.count):
            if number:
                time.sleep(int(self.delay))
            number += 1
            yield number

    def _ask(self, family: int, address: str, hops: int = 128, size: int | None = None, whole: bool = False) -> Echo:
        try:
            return echo(family, address, int(self.buffer_size) if size is None else size, float(self.timeout_seconds), hops, whole or bool(self.dont_fragment))
        except PermissionError:
            raise ItemError("Echo requests cannot be sent: this user may not open such sockets (net.ipv4.ping_group_range). -TcpPort needs no rights.",
                            "TestConnectionException", "PermissionDenied", address, PING_EXCEPTION) from None

    def _pings(self, shown: str, family: int, address: str) -> None:
        good = True
        for number in self._rounds():
            found = self._ask(family, address, int(self.max_hops))
            good = good and found.status == "Success"
            if not self.quiet:
                if found.status != "Success":
                    self.write_error(ItemError(f"Testing connection to computer '{shown}' failed: {found.words}", "TestConnectionException", "ResourceUnavailable",
                                               shown, PING_EXCEPTION))
                self.write(status("Ping", found, shown, sent=(int(self.max_hops), bool(self.dont_fragment), int(self.buffer_size)), Ping=UInt32(number), BufferSize=int(self.buffer_size)))
        if self.quiet:
            self.write(good)

    def _ports(self, target: str, family: int, address: str) -> None:
        for number in self._rounds():
            begun = time.perf_counter()
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.settimeout(float(self.timeout_seconds))
                error = probe.connect_ex((address, int(self.tcp_port)))
            took = int((time.perf_counter() - begun) * 1000)
            if not self.detailed:
                self.write(error == 0)
                if not self.repeat:
                    return
                continue
            from relayshell.cmdlets.connection_results import TcpPortStatus

            self.write(TcpPortStatus(
                Id=number, Source=socket.gethostname(), Target=target, TargetAddress=address_of(address), Port=int(self.tcp_port),
                Latency=Int64(took), Connected=error == 0, Status=socket_status(error)))

    def _trace(self, shown: str, family: int, address: str) -> None:
        reached = False
        for hop in range(1, (int(self.max_hops) or 128) + 1):
            for number in range(1, 4):
                found = self._ask(family, address, hop)
                name = reverse(found.address) if self.resolve_destination and found.address else found.address
                reached = reached or found.status == "Success"
                if not self.quiet:
                    self.write(status("Trace", found, shown, Hop=hop, Hostname=name or "0.0.0.0", Ping=UInt32(number), HopAddress=address_of(found.address or "0.0.0.0"),
                                      Target=shown, TargetAddress=address_of(address)))
            if reached:
                break
        if self.quiet:
            self.write(reached)

    def _size(self, shown: str, family: int, address: str) -> None:
        """Halves what is between the largest packet that passes and the smallest that does not."""
        low, high, last = 0, 65473, None
        while high - low > 1:
            middle = (low + high) // 2
            found = self._ask(family, address, size=middle, whole=True)
            if found.status == "Success":
                low, last = middle, found
            else:
                high = middle
        size = low + 28
        if self.quiet:
            self.write(size)
        elif last is None:
            self.write_error(ItemError(f"Testing connection to computer '{shown}' failed: it does not answer.", "TestConnectionException", "ResourceUnavailable",
                                       shown, PING_EXCEPTION))
        else:
            self.write(status("PingMtu", last, shown, MtuSize=size, BufferSize=low))

