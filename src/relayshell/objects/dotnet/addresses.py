"""IPAddress, IPEndPoint, IPNetwork and PhysicalAddress."""

from __future__ import annotations

import ipaddress
import re
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, fault, format_fault, null_fault, range_fault
from relayshell.objects.dotnet.results import byte_array, enum_of, to_bytes
from relayshell.objects.exceptions import NetException
from relayshell.objects.numbers import Int16, Int64

_N = "System.Net."


class IPAddress:
    """An IPv4 or IPv6 address over Python's own."""

    __slots__ = ("ip", "scope", "props")

    def __init__(self, ip: Any, scope: int = 0) -> None:
        self.ip, self.scope = ip, scope

    @property
    def v4(self) -> bool:
        """Whether it is IPv4."""
        return self.ip.version == 4

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IPAddress) and other.ip == self.ip and other.scope == self.scope

    def __hash__(self) -> int:
        return hash(self.ip)

    def __str__(self) -> str:
        if self.v4:
            return str(self.ip)
        text = f"::ffff:{self.ip.ipv4_mapped}" if self.ip.ipv4_mapped else str(ipaddress.IPv6Address(int(self.ip)))
        return f"{text}%{self.scope}" if self.scope else text

    def net_format(self, spec: str, culture: Any) -> str:
        """Formats are ignored."""
        return str(self)


def parse_address(text: str | None) -> IPAddress:
    """IPAddress.Parse, with the short forms of IPv4 (10.1, 0x7f.1, one number). Raises FormatException."""
    if text is None:
        raise null_fault("ipString")
    found = _read(text)
    if found is None:
        raise format_fault("An invalid IP address was specified.")
    return found


def _read(text: str) -> IPAddress | None:
    body = text
    if ":" in body:
        scope = 0
        if body.startswith("[") and "]" in body:
            body = body[1:body.index("]")]
        body, percent, zone = body.partition("%")
        if percent:
            scope = int(zone) if zone.isdecimal() else 0
        try:
            return IPAddress(ipaddress.IPv6Address(body.partition("/")[0]), scope)
        except ValueError:
            return None
    parts = body.split(".")
    if not 1 <= len(parts) <= 4:
        return None
    numbers = []
    for part in parts:
        if re.fullmatch("0[xX][0-9a-fA-F]+", part):
            numbers.append(int(part, 16))
        elif re.fullmatch("0[0-7]*", part):
            numbers.append(int(part, 8))
        elif re.fullmatch("[1-9][0-9]*", part, re.A):
            numbers.append(int(part))
        else:
            return None
    last = numbers.pop()
    if any(number > 255 for number in numbers) or last >= 1 << 8 * (4 - len(numbers)):
        return None
    value = last
    for place, number in enumerate(numbers):
        value |= number << 8 * (3 - place)
    return IPAddress(ipaddress.IPv4Address(value))


def _new(first: Any, scope: Any = 0) -> IPAddress:
    if isinstance(first, list):
        raw = to_bytes(first)
        if len(raw) not in (4, 16):
            raise argument_fault("An invalid IP address was specified.", "address")
        return IPAddress(ipaddress.ip_address(raw), int(scope))
    if not 0 <= first <= 0xFFFFFFFF:
        raise range_fault("Specified argument was out of the range of valid values.", "newAddress")
    return IPAddress(ipaddress.IPv4Address(int(first).to_bytes(4, "little")))


def _try(text: Any, result: Any) -> bool:
    result.value = _read(text) if text else None
    return result.value is not None


def _number(self: IPAddress) -> Int64:
    if not self.v4:
        raise fault("System.Net.Sockets.SocketException", "The attempted operation is not supported for the type of object referenced.")
    return Int64(int.from_bytes(self.ip.packed, "little"))


def family(self: IPAddress) -> Any:
    """InterNetwork or InterNetworkV6."""
    return enum_of("System.Net.Sockets.AddressFamily", 2 if self.v4 else 23)


def _to_v4(self: IPAddress) -> IPAddress:
    return self if self.v4 else IPAddress(ipaddress.IPv4Address(int(self.ip) & 0xFFFFFFFF))


def _to_v6(self: IPAddress) -> IPAddress:
    return self if not self.v4 else IPAddress(ipaddress.IPv6Address(0xFFFF << 32 | int(self.ip)))


def _within(network: str) -> Any:
    return lambda self: not self.v4 and self.ip in ipaddress.ip_network(network)


def _swap(value: int) -> Any:
    size = {Int16: 2, Int64: 8}.get(type(value), 4)
    return type(value)(int.from_bytes(int(value).to_bytes(size, "little", signed=True), "big", signed=True))


def _scope(self: IPAddress) -> Int64:
    if self.v4:
        raise fault("System.Net.Sockets.SocketException", "The attempted operation is not supported for the type of object referenced.")
    return Int64(self.scope)


def _set_scope(self: IPAddress, value: int) -> None:
    self.scope = int(value)


_KNOWN = {"Any": "0.0.0.0", "Loopback": "127.0.0.1", "Broadcast": "255.255.255.255", "None": "255.255.255.255", "IPv6Any": "::", "IPv6Loopback": "::1", "IPv6None": "::"}
declare(
    _N + "IPAddress", IPAddress, new={"*": _new},
    get={"AddressFamily": family, "ScopeId": _scope, "IsIPv6Multicast": _within("ff00::/8"), "IsIPv6LinkLocal": _within("fe80::/10"), "IsIPv6SiteLocal": _within("fec0::/10"),
         "IsIPv6Teredo": _within("2001::/32"), "IsIPv6UniqueLocal": _within("fc00::/7"), "IsIPv4MappedToIPv6": lambda self: not self.v4 and self.ip.ipv4_mapped is not None, "Address": _number},
    set={"ScopeId": _set_scope},
    methods={"ToString": str, "GetAddressBytes": lambda self: byte_array(self.ip.packed), "Equals": lambda self, other: self == other, "GetHashCode": lambda self: hash(self.ip) & 0x7FFFFFFF,
             "MapToIPv4": _to_v4, "MapToIPv6": _to_v6},
    statics={"Parse": parse_address, "TryParse": _try, "IsLoopback": lambda address: address.ip.is_loopback, "HostToNetworkOrder": _swap, "NetworkToHostOrder": _swap},
    static_get={name: (lambda text=text: IPAddress(ipaddress.ip_address(text))) for name, text in _KNOWN.items()},
    signatures=("static bool TryParse(string ipString, ref ipaddress address)",), parse=parse_address, to_text=str,
)


class EndPoint:
    """An address and a port."""

    __slots__ = ("address", "port")

    def __init__(self, address: Any, port: int) -> None:
        self.address = address if isinstance(address, IPAddress) else _new(address)
        if not 0 <= port <= 65535:
            raise range_fault("Specified argument was out of the range of valid values.", "port")
        self.port = port

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EndPoint) and other.address == self.address and other.port == self.port

    def __hash__(self) -> int:
        return hash((self.address, self.port))

    def __str__(self) -> str:
        return f"{self.address}:{self.port}" if self.address.v4 else f"[{self.address}]:{self.port}"


def parse_endpoint(text: str | None) -> EndPoint:
    """address, address:port or [v6]:port. Raises FormatException."""
    if text is None:
        raise null_fault("s")
    found = re.fullmatch(r"(\[[^\]]+\]|[^:]+|.*:.*:[^\[\]]*?)(?::(\d+))?", text)
    if text.count(":") > 1 and not text.startswith("["):
        address, port = _read(text), "0"
    else:
        address, port = (_read(found[1]), found[2] or "0") if found else (None, "0")
    if address is None or int(port) > 65535:
        raise format_fault("An invalid IPEndPoint was specified.")
    return EndPoint(address, int(port))


def _try_endpoint(text: Any, result: Any) -> bool:
    try:
        result.value = parse_endpoint(text)
        return True
    except NetException:
        result.value = None
        return False


def _setter(name: str) -> Any:
    return lambda self, value: setattr(self, name, value)


declare(_N + "IPEndPoint", EndPoint, new={"*": EndPoint}, get={"AddressFamily": lambda self: family(self.address), "Address": lambda self: self.address, "Port": lambda self: self.port},
        set={"Address": _setter("address"), "Port": _setter("port")},
        methods={"ToString": str, "Equals": lambda self, other: self == other, "GetHashCode": lambda self: hash(self) & 0x7FFFFFFF},
        statics={"Parse": parse_endpoint, "TryParse": _try_endpoint}, static_get={"MinPort": lambda: 0, "MaxPort": lambda: 65535},
        signatures=("static bool TryParse(string s, ref IPEndpoint result)",), parse=parse_endpoint, to_text=str)


class Network:
    """An address range in CIDR form."""

    __slots__ = ("net",)

    def __init__(self, net: Any) -> None:
        self.net = net

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Network) and other.net == self.net

    def __hash__(self) -> int:
        return hash(self.net)

    def __str__(self) -> str:
        return str(self.net)


def parse_network(text: str) -> Network:
    """base/length without host bits. Raises FormatException."""
    try:
        if "/" not in text:
            raise ValueError
        return Network(ipaddress.ip_network(text))
    except ValueError:
        raise format_fault("An invalid IP network was specified.") from None


def _new_network(address: IPAddress, length: int) -> Network:
    if not 0 <= length <= (32 if address.v4 else 128):
        raise range_fault("Specified argument was out of the range of valid values.", "prefixLength")
    try:
        return Network(ipaddress.ip_network((address.ip, length)))
    except ValueError:
        raise argument_fault("The specified baseAddress has non-zero bits after the network prefix.", "baseAddress") from None


def _try_network(text: Any, result: Any) -> bool:
    try:
        result.value = parse_network(text)
        return True
    except NetException:
        result.value = Network(ipaddress.ip_network("0.0.0.0/0"))
        return False


declare(_N + "IPNetwork", Network, new={"*": _new_network}, get={"BaseAddress": lambda self: IPAddress(self.net.network_address), "PrefixLength": lambda self: self.net.prefixlen},
        methods={"ToString": str, "Contains": lambda self, address: address.ip.version == self.net.version and address.ip in self.net, "Equals": lambda self, other: self == other,
                 "GetHashCode": lambda self: hash(self.net) & 0x7FFFFFFF},
        statics={"Parse": parse_network, "TryParse": _try_network, "op_Equality": lambda a, b: a == b, "op_Inequality": lambda a, b: a != b}, parse=parse_network, to_text=str)


class PhysicalAddress:
    """A hardware address."""

    __slots__ = ("raw",)

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PhysicalAddress) and other.raw == self.raw

    def __hash__(self) -> int:
        return hash(self.raw)

    def __str__(self) -> str:
        return self.raw.hex().upper()


def parse_physical(text: Any) -> PhysicalAddress:
    """001122334455, or with - or : or . between. Raises FormatException."""
    if text is None:
        return PhysicalAddress(b"")
    if not re.fullmatch(r"([0-9A-Fa-f]{2})*|[0-9A-Fa-f]{2}([-:][0-9A-Fa-f]{2})+|[0-9A-Fa-f]{4}(\.[0-9A-Fa-f]{4})+", text):
        raise format_fault(f"An invalid physical address was specified: '{text}'.")
    return PhysicalAddress(bytes.fromhex(re.sub("[-:.]", "", text)))


def _try_physical(text: Any, result: Any) -> bool:
    try:
        result.value = parse_physical(text)
        return True
    except NetException:
        result.value = None
        return False


declare(_N + "NetworkInformation.PhysicalAddress", PhysicalAddress, new={"*": lambda data: PhysicalAddress(to_bytes(data))},
        methods={"ToString": str, "GetAddressBytes": lambda self: byte_array(self.raw), "Equals": lambda self, other: self == other, "GetHashCode": lambda self: hash(self.raw) & 0x7FFFFFFF},
        statics={"Parse": parse_physical, "TryParse": _try_physical}, static_get={"None": lambda: PhysicalAddress(b"")}, parse=parse_physical, to_text=str)
