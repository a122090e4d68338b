"""Binding, IPRange and SmartHost: where connections come in, where they come from, and where they go."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Self

from relayengine.values.domain import canonical
from relayengine.values.problem import BadValue, quoted

AnyAddress = IPv4Address | IPv6Address


def read_ip(text: str) -> AnyAddress:
    """An address; ValueError otherwise. A zone (%eth0) is refused: it means nothing in a setting."""
    if "%" in text:
        raise ValueError(text)
    return ip_address(text.strip())


class Binding:
    """`0.0.0.0:25` or `[::]:25`: a local address and a port to listen on."""

    __slots__ = ("address", "port")
    shown_type = "IPBinding"
    example = "0.0.0.0:25"
    address: AnyAddress
    port: int

    def __init__(self, address: AnyAddress, port: int) -> None:
        object.__setattr__(self, "address", address)
        object.__setattr__(self, "port", port)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Binding does not change")

    @classmethod
    def parse(cls, text: object) -> Self:
        """Reads `address:port`, IPv6 addresses in brackets."""
        if isinstance(text, cls):
            return text
        host, colon, port = str(text).strip().rpartition(":")
        bracketed = host.startswith("[") and host.endswith("]")
        try:
            address = read_ip(host[1:-1] if bracketed else host)
            if colon and port.isascii() and port.isdigit() and 1 <= int(port[:9]) <= 65535 and bracketed == (address.version == 6):
                return cls(address, int(port))
        except ValueError:
            pass
        raise BadValue(f"{quoted(text)} is not a binding such as 0.0.0.0:25 or [::]:25")

    @property
    def every_address(self) -> bool:
        """Whether it stands for all local addresses of its family."""
        return self.address.is_unspecified

    def __str__(self) -> str:
        return f"[{self.address}]:{self.port}" if self.address.version == 6 else f"{self.address}:{self.port}"

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Binding) and (self.address, self.port) == (other.address, other.port)

    def __hash__(self) -> int:
        return hash((self.address, self.port))

    def __reduce__(self) -> tuple[type, tuple[AnyAddress, int]]:
        return type(self), (self.address, self.port)


class IPRange:
    """A single address, `a-b`, or `a/bits` where the host bits may be set and the whole net is meant.

    It prints in the form it was given in; two ranges are equal when they hold the same addresses.
    """

    __slots__ = ("version", "low", "high", "shown")
    shown_type = "IPRange"
    example = "192.168.1.10, 192.168.1.10-192.168.1.20 or 192.168.1.0/24"
    version: int
    low: int
    high: int
    shown: str

    def __init__(self, low: AnyAddress, high: AnyAddress, shown: str) -> None:
        put = object.__setattr__
        put(self, "version", low.version)
        put(self, "low", int(low))
        put(self, "high", int(high))
        put(self, "shown", shown)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("an IPRange does not change")

    @classmethod
    def parse(cls, text: object) -> Self:
        """Reads any of the three forms; `a(mask)` is read as its net too."""
        if isinstance(text, cls):
            return text
        given = str(text).strip()
        try:
            if "/" in given:
                address, _, bits = given.partition("/")
                if not re.fullmatch(r"\d{1,3}", bits.strip(), re.ASCII):
                    raise ValueError(bits)
                network = ip_network((read_ip(address), int(bits)), strict=False)
                return cls(network[0], network[-1], f"{read_ip(address)}/{int(bits)}")
            if given.endswith(")") and "(" in given:
                address, _, mask = given[:-1].partition("(")
                network = ip_network(f"{read_ip(address)}/{mask.strip()}", strict=False)
                return cls(network[0], network[-1], f"{read_ip(address)}/{network.prefixlen}")
            if "-" in given:
                first, _, last = given.partition("-")
                low, high = read_ip(first), read_ip(last)
                if low.version == high.version and int(low) <= int(high):
                    return cls(low, high, f"{low}-{high}")
                raise ValueError(given)
            only = read_ip(given)
            return cls(only, only, str(only))
        except ValueError:
            raise BadValue(f"{quoted(text)} is not an address range such as {cls.example}") from None

    @property
    def size(self) -> int:
        """How many addresses it holds."""
        return self.high - self.low + 1

    def holds(self, address: AnyAddress) -> bool:
        """Whether an address lies in it; an IPv4 address mapped into IPv6 counts as IPv4."""
        mapped = address.ipv4_mapped if address.version == 6 else None
        address = mapped or address
        return address.version == self.version and self.low <= int(address) <= self.high

    def contains(self, other: "IPRange") -> bool:
        """Whether every address of another range lies in it."""
        return self.version == other.version and self.low <= other.low and other.high <= self.high

    def overlaps(self, other: "IPRange") -> bool:
        """Whether some address lies in both."""
        return self.version == other.version and self.low <= other.high and other.low <= self.high

    def __str__(self) -> str:
        return self.shown

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IPRange) and (self.version, self.low, self.high) == (other.version, other.low, other.high)

    def __hash__(self) -> int:
        return hash((self.version, self.low, self.high))

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return type(self).parse, (self.shown,)


class SmartHost:
    """A host mail is handed to: a name, or an address, which prints in brackets."""

    __slots__ = ("host", "is_address")
    shown_type = "SmartHost"
    example = "mail.contoso.com or 192.168.1.5"
    host: str
    is_address: bool

    def __init__(self, host: str, is_address: bool) -> None:
        object.__setattr__(self, "host", host)
        object.__setattr__(self, "is_address", is_address)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a SmartHost does not change")

    @classmethod
    def parse(cls, text: object) -> Self:
        """Reads a host name, an address, or an address in brackets."""
        if isinstance(text, cls):
            return text
        given = str(text).strip()
        bare = given[1:-1].removeprefix("IPv6:") if given.startswith("[") and given.endswith("]") else given
        try:
            return cls(str(read_ip(bare)), True)
        except ValueError:
            pass
        try:
            name = canonical(given) if bare == given else ""
            if name and not re.fullmatch(r"[0-9.]+", name):
                return cls(name, False)
        except BadValue:
            pass
        raise BadValue(f"{quoted(text)} is not a smart host such as {cls.example}")

    def __str__(self) -> str:
        return f"[{self.host}]" if self.is_address else self.host

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SmartHost) and self.host == other.host

    def __hash__(self) -> int:
        return hash(self.host)

    def __reduce__(self) -> tuple[type, tuple[str, bool]]:
        return type(self), (self.host, self.is_address)


class IPAddress:
    """A single address in a setting; reads to the standard library's own."""

    shown_type = "IPAddress"
    example = "192.168.1.10"

    @classmethod
    def parse(cls, text: object) -> AnyAddress:
        """Reads an IPv4 or IPv6 address."""
        try:
            return read_ip(str(text))
        except ValueError:
            raise BadValue(f"{quoted(text)} is not an IP address such as {cls.example}") from None


class NameServer:
    """A DNS server: an address, with a port where it is not 53."""

    __slots__ = ("address", "port")
    shown_type = "IPAddress"
    example = "192.168.1.1 or 127.0.0.1:5353"
    address: str
    port: int

    def __init__(self, address: str, port: int = 53) -> None:
        object.__setattr__(self, "address", address)
        object.__setattr__(self, "port", port)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a NameServer does not change")

    @classmethod
    def parse(cls, text: object) -> Self:
        """Reads an address, or `address:port` as a binding is written."""
        if isinstance(text, cls):
            return text
        try:
            return cls(str(read_ip(str(text))))
        except ValueError:
            pass
        try:
            binding = Binding.parse(text)
            return cls(str(binding.address), binding.port)
        except BadValue:
            raise BadValue(f"{quoted(text)} is not a DNS server's address such as {cls.example}") from None

    def __str__(self) -> str:
        if self.port == 53:
            return self.address
        return f"[{self.address}]:{self.port}" if ":" in self.address else f"{self.address}:{self.port}"

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NameServer) and (self.address, self.port) == (other.address, other.port)

    def __hash__(self) -> int:
        return hash((self.address, self.port))

    def __reduce__(self) -> tuple[type, tuple[str, int]]:
        return type(self), (self.address, self.port)
