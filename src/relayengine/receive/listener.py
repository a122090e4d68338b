"""Listeners: a socket for every binding there should be, opened and closed as settings change; and why one cannot be.

A binding of one address where its port is also bound for all is served by the socket for all: which connector is meant is found by
the local address of each connection.
"""

import asyncio
import errno
import os
import socket
import sys
from collections.abc import Iterable
from ipaddress import ip_address

from relayengine.receive.door import Door
from relayengine.receive.session import Session
from relayengine.settings.snapshot import Settings

Place = tuple[str, int]
_BACKLOG = 1024


def wanted(settings: Settings) -> dict[Place, list[str]]:
    """The addresses and ports to listen on, each with the connectors it is for."""
    places: dict[Place, list[str]] = {}
    chosen = [ip_address(a) for a in settings.server.listen_addresses]
    for connector in settings.receive_connectors:
        if not connector.enabled:
            continue
        for binding in connector.bindings:
            addresses = [binding.address]
            if binding.every_address and chosen:
                addresses = [a for a in chosen if a.version == binding.address.version]
            for address in addresses:
                places.setdefault((str(address), binding.port + settings.server.port_offset), []).append(settings.identity(connector))
    return {place: names for place, names in places.items() if not _covered(place, places)}


def _covered(place: Place, places: Iterable[Place]) -> bool:
    every = "::" if ":" in place[0] else "0.0.0.0"
    return place[0] != every and (every, place[1]) in places


class Listeners:
    """The sockets of one worker."""

    def __init__(self, door: Door, *, shared: bool = False) -> None:
        self._door = door
        self._shared = shared
        self._servers: dict[Place, asyncio.Server] = {}
        self.problems: dict[Place, str] = {}

    @property
    def open(self) -> list[Place]:
        """Where it listens."""
        return sorted(self._servers)

    async def apply(self, settings: Settings) -> list[str]:
        """Opens and closes what is needed for a snapshot; what could not be done, with the cure, a text each."""
        places = wanted(settings)
        for place in [p for p in self._servers if p not in places]:
            self._servers.pop(place).close()
        self.problems = {}
        for place, names in places.items():
            if place not in self._servers:
                try:
                    self._servers[place] = await self._listen(place)
                except OSError as error:
                    if not _no_ipv6(place, error, places):
                        self.problems[place] = _told(place, names, error, settings)
        return [*self.problems.values()]

    async def _listen(self, place: Place) -> asyncio.Server:
        family = socket.AF_INET6 if ":" in place[0] else socket.AF_INET
        listening = socket.socket(family, socket.SOCK_STREAM)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if self._shared:
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            if family == socket.AF_INET6:
                listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            listening.bind(place)
            listening.setblocking(False)
            return await self._door.loop.create_server(lambda: Session(self._door), sock=listening, backlog=_BACKLOG)
        except BaseException:
            listening.close()
            raise

    async def close(self) -> None:
        """Stops listening."""
        for server in self._servers.values():
            server.close()
        self._servers = {}


def _no_ipv6(place: Place, error: OSError, places: Iterable[Place]) -> bool:
    """Whether a machine without IPv6 is all that is wrong, and IPv4 serves the same port."""
    return error.errno in (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL) and place[0] == "::" and ("0.0.0.0", place[1]) in places


def _told(place: Place, names: list[str], error: OSError, settings: Settings) -> str:
    where = f"[{place[0]}]:{place[1]}" if ":" in place[0] else f"{place[0]}:{place[1]}"
    which = ", ".join(dict.fromkeys(names))
    if error.errno == errno.EACCES:
        return (f"{which} cannot listen on {where}: ports below 1024 need a privilege. Shortest cure: PortOffset = 10000 under [Server] in "
                f"the settings file ({place[1]} becomes {place[1] + 10000}, at once); or as root: setcap cap_net_bind_service=+ep "
                f"{os.path.realpath(sys.executable)}; or run it as a service of the system, which may bind them")
    if error.errno == errno.EADDRINUSE:
        return (f"{which} cannot listen on {where}: another program has that port. See which with: ss -ltnp 'sport = :{place[1]}'; "
                "stop it, or give the connector another binding")
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{which} cannot listen on {where}: this machine has no address {place[0]}; correct the connector's Bindings"
    return f"{which} cannot listen on {where}: {error.strerror}"
