"""The PROXY header a named proxy begins a connection with, versions 1 and 2 (HAProxy's PROXY protocol, §2)."""

import struct
from ipaddress import ip_address
from typing import NamedTuple

from relayengine.receive.connector import plain_address

_SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"
_LONGEST_V1 = 107
_LONGEST_V2 = 536


class Found(NamedTuple):
    """A header: how long it is, and whom it names ("" for the proxy itself). `bad`: it is none."""

    length: int
    address: str = ""
    port: int = 0
    bad: bool = False


_BAD = Found(0, bad=True)


def read_header(data: bytes) -> Found | None:
    """The header data begins with; None while it is not there whole."""
    if data[:12] == _SIGNATURE[: len(data[:12])]:
        return _second(data)
    if data[:6] == b"PROXY "[: len(data[:6])]:
        return _first(data)
    return _BAD


def _first(data: bytes) -> Found | None:
    end = data.find(b"\r\n", 0, _LONGEST_V1)
    if end < 0:
        return None if len(data) < _LONGEST_V1 else _BAD
    words = data[:end].decode("ascii", "replace").split(" ")
    if len(words) >= 2 and words[1] == "UNKNOWN":
        return Found(end + 2)
    try:
        _, family, source, target, port, _ = words
        address = ip_address(source)
        if family == f"TCP{4 if address.version == 4 else 6}" and ip_address(target).version == address.version and 0 < int(port) < 65536:
            return Found(end + 2, str(plain_address(source)), int(port))
    except ValueError:
        pass
    return _BAD


def _second(data: bytes) -> Found | None:
    if len(data) < 16:
        return None
    version, family, length = data[12], data[13], struct.unpack("!H", data[14:16])[0]
    if version >> 4 != 2 or version & 15 > 1 or 16 + length > _LONGEST_V2:
        return _BAD
    if len(data) < 16 + length:
        return None
    size = {0x11: 4, 0x21: 16}.get(family, 0)
    if version & 15 == 0 or not size:
        return Found(16 + length)
    if length < size * 2 + 4:
        return _BAD
    address = plain_address(str(ip_address(data[16:16 + size])))
    return Found(16 + length, str(address), struct.unpack("!H", data[16 + 2 * size:18 + 2 * size])[0])
