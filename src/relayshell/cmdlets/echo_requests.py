"""Echo requests over ICMP (RFC 792) and ICMPv6 (RFC 4443), and the names and addresses of machines.

Ping sockets of the kernel need no rights where net.ipv4.ping_group_range allows them; raw sockets need root.
"""

from __future__ import annotations

import errno
import os
import socket
import struct
import time
from typing import NamedTuple

# socket.IP_MTU_DISCOVER and IP_PMTUDISC_DO, which Python does not name.
MTU_DISCOVER, ALWAYS_WHOLE = 10, 2
WORDS = {"TimedOut": "The request timed out.", "TtlExpired": "The time to live expired on the way.", "DestinationUnreachable": "The destination cannot be reached.",
         "PacketTooBig": "The packet is too big."}


class Echo(NamedTuple):
    """What came of one request: a name of IPStatus, who answered, and how long it took."""

    status: str
    address: str
    milliseconds: int

    @property
    def words(self) -> str:
        return WORDS.get(self.status, self.status)


def find(target: str, four: bool, six: bool) -> tuple[int, str]:
    """Family and address of a machine. Raises OSError (socket.gaierror) for a name that is not known."""
    family = socket.AF_INET if four and not six else socket.AF_INET6 if six and not four else socket.AF_UNSPEC
    found = socket.getaddrinfo(target, None, family, socket.SOCK_DGRAM)
    # Without a wish an IPv4 address is preferred, for machines that speak no IPv6 to the world.
    found.sort(key=lambda each: each[0] != socket.AF_INET and family == socket.AF_UNSPEC)
    return found[0][0], str(found[0][4][0])


def reverse(address: str) -> str:
    """The name of an address, or the address where it has none."""
    try:
        return socket.getnameinfo((address, 0), socket.NI_NAMEREQD)[0]
    except OSError:
        return address


def socket_status(error: int) -> str:
    """A name of SocketError."""
    return {0: "Success", errno.ECONNREFUSED: "ConnectionRefused", errno.EAGAIN: "TimedOut", errno.ETIMEDOUT: "TimedOut", errno.EHOSTUNREACH: "HostUnreachable",
            errno.ENETUNREACH: "NetworkUnreachable", errno.EACCES: "AccessDenied"}.get(error, "SocketError")


def echo(family: int, address: str, size: int, seconds: float, hops: int, whole: bool) -> Echo:
    """Sends one request and waits for what comes of it. Raises PermissionError where no such socket may be opened."""
    six = family == socket.AF_INET6
    protocol = socket.getprotobyname("ipv6-icmp") if six else socket.getprotobyname("icmp")
    try:
        sender, raw = socket.socket(family, socket.SOCK_RAW, protocol), True
    except PermissionError:
        sender, raw = socket.socket(family, socket.SOCK_DGRAM, protocol), False
    with sender:
        if six:
            sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, max(hops, 1))
        else:
            sender.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, max(hops, 1))
            if whole:
                sender.setsockopt(socket.IPPROTO_IP, MTU_DISCOVER, ALWAYS_WHOLE)
        own, number = os.getpid() & 0xFFFF, int.from_bytes(os.urandom(2), "big")
        begun = time.monotonic()
        try:
            sender.sendto(_packet(128 if six else 8, own, number, size, six), (address, 0))
        except OSError as error:
            if error.errno == errno.EMSGSIZE:
                return Echo("PacketTooBig", "", 0)
            return Echo("DestinationUnreachable", "", 0)
        while (left := begun + seconds - time.monotonic()) > 0:
            sender.settimeout(left)
            try:
                data, (who, *_) = sender.recvfrom(65535)
            except TimeoutError:
                break
            except OSError as error:
                return Echo("TtlExpired" if error.errno == errno.EHOSTUNREACH else "DestinationUnreachable", "", 0)
            took = int((time.monotonic() - begun) * 1000)
            found = _read(data[(data[0] & 15) * 4 :] if raw and not six else data, number, six)
            if found is not None:
                return Echo(found, who, took if found == "Success" else 0)
    return Echo("TimedOut", "", 0)


def _packet(kind: int, own: int, number: int, size: int, six: bool) -> bytes:
    """A request; the kernel fills in the checksum of ICMPv6."""
    body = bytes(97 + position % 23 for position in range(size))
    head = struct.pack("!BBHHH", kind, 0, 0, own, number)
    return head + body if six else struct.pack("!BBHHH", kind, 0, checksum(head + body), own, number) + body


def checksum(data: bytes) -> int:
    """The Internet checksum (RFC 1071)."""
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def _read(data: bytes, number: int, six: bool) -> str | None:
    """What an ICMP message says of our request; None when it is about another."""
    if len(data) < 8:
        return None
    kind = data[0]
    if kind == (129 if six else 0):
        return "Success" if struct.unpack("!H", data[6:8])[0] == number else None
    inner = data[8 + (40 if six else (data[8] & 15) * 4 if len(data) > 8 else 20) :]
    if len(inner) < 8 or struct.unpack("!H", inner[6:8])[0] != number:
        return None
    if kind == (3 if six else 11):
        return "TtlExpired"
    if kind == (2 if six else 256):
        return "PacketTooBig"
    return "DestinationUnreachable" if kind == (1 if six else 3) else None
