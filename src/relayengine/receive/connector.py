"""Which connector a client has reached: the one that listens where it came in and whose remote range fits it most closely. Pure."""

from collections.abc import Iterable
from ipaddress import ip_address

from relayengine.settings.receive_connector import ReceiveConnector
from relayengine.values.network import AnyAddress, Binding


def plain_address(text: str) -> AnyAddress:
    """An address from a socket: without a zone, and IPv4 where it is IPv4 mapped into IPv6."""
    address = ip_address(text.partition("%")[0])
    mapped = address.ipv4_mapped if address.version == 6 else None
    return mapped or address


def listens_at(binding: Binding, address: AnyAddress, port: int, offset: int = 0) -> bool:
    """Whether a binding stands for a local address and port."""
    return (binding.port + offset == port and
            (binding.address == address or binding.every_address and binding.address.version == address.version))


def reached(connectors: Iterable[ReceiveConnector], local: tuple[str, int], remote: str, offset: int = 0) -> ReceiveConnector | None:
    """The connector for a connection, or None when none is for it."""
    here, peer = plain_address(local[0]), plain_address(remote)
    best: tuple[int, ReceiveConnector] | None = None
    for connector in connectors:
        if connector.enabled and any(listens_at(b, here, local[1], offset) for b in connector.bindings):
            for span in connector.remote_ip_ranges:
                if span.holds(peer) and (best is None or span.size < best[0]):
                    best = (span.size, connector)
    return best[1] if best else None
