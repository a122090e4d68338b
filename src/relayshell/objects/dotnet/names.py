"""System.Net.Dns, TcpClient and what scripts ask of the network around them."""

from __future__ import annotations

import socket
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.addresses import EndPoint, IPAddress, parse_address
from relayshell.objects.dotnet.faults import fault, operation_fault
from relayshell.objects.dotnet.results import array, byte_array, enum_of, string_array
from relayshell.objects.dotnet.streams import Stream
from relayshell.objects.numbers import Int64

_N = "System.Net."


def socket_fault(error: OSError, where: str = "") -> Exception:
    """System.Net.Sockets.SocketException in .NET's words."""
    if isinstance(error, socket.gaierror):
        message = "Name or service not known" if error.errno == socket.EAI_NONAME else "Resource temporarily unavailable" if error.errno == socket.EAI_AGAIN else str(error.strerror)
    elif isinstance(error, TimeoutError):
        message = "Connection timed out"
    else:
        message = error.strerror or str(error)
    return fault(_N + "Sockets.SocketException", f"{message} {where}".strip())


def _addresses(name: str, family: Any = None) -> list[IPAddress]:
    wanted = {2: socket.AF_INET, 23: socket.AF_INET6}.get(0 if family is None else int(family), socket.AF_UNSPEC)
    if not name:
        name = socket.gethostname()
    try:
        found = socket.getaddrinfo(name, None, wanted, socket.SOCK_STREAM)
    except OSError as error:
        raise socket_fault(error) from None
    unique = dict.fromkeys(row[4][0].partition("%")[0] for row in found)
    return [parse_address(text) for text in unique]


class HostEntry:
    """IPHostEntry."""

    __slots__ = ("name", "addresses", "aliases")

    def __init__(self, name: str = "", addresses: Any = (), aliases: Any = ()) -> None:
        self.name, self.addresses, self.aliases = name, list(addresses), list(aliases)


def host_entry(target: Any, family: Any = None) -> HostEntry:
    """GetHostEntry: forward for a name, backward for an address. Raises SocketException."""
    if isinstance(target, str):
        try:
            target = parse_address(target)
        except Exception:
            return HostEntry(socket.getfqdn(target) if target else socket.gethostname(), _addresses(target, family))
    try:
        name, aliases, _ = socket.gethostbyaddr(str(target))
    except OSError as error:
        raise socket_fault(error) from None
    return HostEntry(name, [target], aliases)


def _setter(name: str) -> Any:
    return lambda self, value: setattr(self, name, value)


declare(_N + "IPHostEntry", HostEntry, new={"()": HostEntry},
        get={"HostName": lambda self: self.name, "Aliases": lambda self: string_array(self.aliases), "AddressList": lambda self: array(_N + "IPAddress", self.addresses)},
        set={"HostName": _setter("name"), "Aliases": _setter("aliases"), "AddressList": _setter("addresses")})


def _list(target: str, family: Any = None) -> Any:
    return array(_N + "IPAddress", _addresses(target, family))


declare(_N + "Dns", statics={"GetHostName": lambda: socket.gethostname().partition(".")[0], "GetHostAddresses": _list, "GetHostEntry": host_entry, "GetHostByName": host_entry,
                             "GetHostByAddress": host_entry, "Resolve": host_entry})


class TcpClient:
    """A TCP connection."""

    __slots__ = ("socket", "stream", "values")

    def __init__(self, *args: Any) -> None:
        self.socket: socket.socket | None = None
        self.stream: Stream | None = None
        self.values: dict[str, Any] = {"NoDelay": False, "ReceiveTimeout": 0, "SendTimeout": 0, "ReceiveBufferSize": 65536, "SendBufferSize": 65536, "ExclusiveAddressUse": False}
        if len(args) == 2:
            self.connect(*args)

    def connect(self, *args: Any) -> None:
        """To a host or address and a port. Raises SocketException."""
        host, port = (args[0].address, args[0].port) if isinstance(args[0], EndPoint) else args
        limit = self.values["SendTimeout"]
        try:
            self.socket = socket.create_connection((str(host), port), limit / 1000 if limit else 100)
        except OSError as error:
            raise socket_fault(error, f"[::ffff:{host}]:{port}" if isinstance(host, IPAddress) else f"{host}:{port}") from None
        limit = self.values["ReceiveTimeout"]
        self.socket.settimeout(limit / 1000 if limit else None)

    def begin(self, *args: Any) -> Any:
        """BeginConnect: connects at once and remembers how that went."""
        from relayshell.objects.dotnet.tasks import Task
        task = Task()
        try:
            self.connect(*args[:2])
            task.finish(None)
        except Exception as error:
            task.fail(error)
        return task

    def get_stream(self) -> Stream:
        """GetStream. Raises InvalidOperationException when not connected."""
        if self.socket is None:
            raise operation_fault("The operation is not allowed on non-connected sockets.")
        if self.stream is None:
            self.stream = Stream(_SocketFile(self.socket), _N + "Sockets.NetworkStream")
        return self.stream

    def close(self) -> None:
        """Closes it."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None


class _SocketFile:
    """A socket as the file that Stream wants: reads give what has come, not all that was asked for."""

    live = True

    def __init__(self, connection: socket.socket) -> None:
        self.connection, self.closed = connection, False

    def read(self, count: int = -1) -> bytes:
        """What has come."""
        try:
            return self.connection.recv(65536 if count < 0 else count)
        except TimeoutError:
            raise fault("System.IO.IOException", "Unable to read data from the transport connection: Connection timed out.") from None

    def write(self, data: bytes) -> None:
        """All of it."""
        self.connection.sendall(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def seekable(self) -> bool:
        """It is not."""
        return False

    def close(self) -> None:
        """Ends the connection."""
        self.closed = True
        self.connection.close()


def _available(self: Stream) -> bool:
    return bool(self.waiting())


declare(_N + "Sockets.NetworkStream", Stream, dynamic=True, base="System.IO.Stream", get={"DataAvailable": _available}, signatures=("bool DataAvailable {get;}",))


def _value(name: str) -> Any:
    return lambda self: self.values[name]


def _put(name: str) -> Any:
    return lambda self, value: self.values.__setitem__(name, value)


_KEPT = ("NoDelay", "ReceiveTimeout", "SendTimeout", "ReceiveBufferSize", "SendBufferSize", "ExclusiveAddressUse")
declare(
    _N + "Sockets.TcpClient", TcpClient, new={"*": TcpClient, "()": TcpClient},
    get={"Available": lambda self: 0, "Client": lambda self: None, "Connected": lambda self: self.socket is not None, **{name: _value(name) for name in _KEPT}}, set={name: _put(name) for name in _KEPT},
    methods={"Connect": TcpClient.connect, "ConnectAsync": TcpClient.begin, "BeginConnect": TcpClient.begin, "EndConnect": lambda self, result: result.result(), "GetStream": TcpClient.get_stream,
             "Close": TcpClient.close, "Dispose": TcpClient.close},
)
_settings: dict[str, Any] = {"CheckCertificateRevocationList": False, "EnableDnsRoundRobin": False, "Expect100Continue": True, "ReusePort": False, "UseNagleAlgorithm": True,
                             "DefaultConnectionLimit": 2, "DnsRefreshTimeout": 120000, "MaxServicePointIdleTime": 100000, "MaxServicePoints": 0, "ServerCertificateValidationCallback": None}
_protocol = {"value": 0}
declare(
    _N + "ServicePointManager",
    static_get={**{name: (lambda name=name: _settings[name]) for name in _settings}, "SecurityProtocol": lambda: enum_of(_N + "SecurityProtocolType", _protocol["value"]),
                "EncryptionPolicy": lambda: None, "DefaultNonPersistentConnectionLimit": lambda: 4, "DefaultPersistentConnectionLimit": lambda: 2},
    static_set={**{name: (lambda value, name=name: _settings.update({name: value})) for name in _settings}, "SecurityProtocol": lambda value: _protocol.update(value=int(value))},
    statics={"SetTcpKeepAlive": lambda *args: None},
)


class Properties:
    """IPGlobalProperties."""

    __slots__ = ()


def _listeners(protocol: str) -> Any:
    def read(self: Properties) -> Any:
        out = []
        for name, width in ((protocol, 4), (protocol + "6", 16)):
            try:
                with open(f"/proc/net/{name}") as file:
                    rows = file.readlines()[1:]
            except OSError:
                continue
            for row in rows:
                fields = row.split()
                if protocol == "tcp" and fields[3] != "0A":
                    continue
                address, port = fields[1].split(":")
                raw = bytes.fromhex(address)
                raw = b"".join(raw[i:i + 4][::-1] for i in range(0, width, 4))
                import ipaddress
                out.append(EndPoint(IPAddress(ipaddress.ip_address(raw)), int(port, 16)))
        return array(_N + "IPEndPoint", out)
    return read


declare(_N + "NetworkInformation.IPGlobalProperties", Properties,
        get={"DhcpScopeName": lambda self: "", "DomainName": lambda self: socket.getfqdn().partition(".")[2], "HostName": lambda self: socket.gethostname().partition(".")[0], "IsWinsProxy": lambda self: False},
        methods={"GetActiveTcpListeners": _listeners("tcp"), "GetActiveUdpListeners": _listeners("udp")}, statics={"GetIPGlobalProperties": Properties})


class Ping:
    """Ping, by the system's own program."""

    __slots__ = ()


class PingReply:
    """What came of a ping."""

    __slots__ = ("status", "address", "time", "hops", "whole", "size")

    def __init__(self, status: int, address: IPAddress | None, time: int, hops: int = 128, whole: bool = False, size: int = 32) -> None:
        self.status, self.address, self.time, self.hops, self.whole, self.size = status, address, time, hops, whole, size


class PingOptions:
    """How a ping is sent: through how many routers at most, and whether it may be broken up."""

    __slots__ = ("hops", "whole")

    def __init__(self, hops: int = 128, whole: bool = False) -> None:
        self.hops, self.whole = hops, whole


def _ping(self: Ping, target: Any, timeout: Any = 5000, *rest: Any) -> PingReply:
    import re
    import subprocess
    address = target if isinstance(target, IPAddress) else _addresses(target)[0]
    seconds = max(1, (timeout if isinstance(timeout, int) else 5000) // 1000)
    try:
        found = subprocess.run(["ping", "-n", "-c", "1", "-W", str(seconds), "--", str(address)], capture_output=True, text=True, timeout=seconds + 5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return PingReply(11010, address, 0)
    took = re.search(r"time[=<]([\d.]+)", found.stdout)
    return PingReply(0 if found.returncode == 0 else 11010, address, round(float(took[1])) if took else 0)


_I = _N + "NetworkInformation."
declare(_I + "Ping", Ping, new={"*": Ping, "()": Ping}, methods={"Send": _ping, "Dispose": lambda self: None})
declare(_I + "PingReply", PingReply, get={"Status": lambda self: enum_of(_I + "IPStatus", self.status), "Address": lambda self: self.address, "RoundtripTime": lambda self: Int64(self.time),
                                                    "Options": lambda self: PingOptions(self.hops, self.whole), "Buffer": lambda self: byte_array(bytes(self.size))},
        signatures=(f"{_I}IPStatus Status {{get;}}", "ipaddress Address {get;}", "long RoundtripTime {get;}", f"{_I}PingOptions Options {{get;}}", "byte[] Buffer {get;}"))
declare(_I + "PingOptions", PingOptions, new={"*": PingOptions, "()": PingOptions},
        get={"Ttl": lambda self: self.hops, "DontFragment": lambda self: self.whole},
        set={"Ttl": lambda self, value: setattr(self, "hops", value), "DontFragment": lambda self, value: setattr(self, "whole", value)},
        signatures=("()", "(int ttl, bool dontFragment)", "int Ttl {get;set;}", "bool DontFragment {get;set;}"))
