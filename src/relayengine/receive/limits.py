"""Counts and rates of connections, messages and failed logons, with the clock handed in.

Knows sources by their address alone. Nothing here grows without bound: what is old is forgotten, and there is a most of all.
"""

from collections.abc import Callable

from relayengine.receive import replies
from relayengine.receive.shared import SharedCounts
from relayengine.settings.receive_connector import ReceiveConnector
from relayengine.values.reply import Reply

_MOST_SOURCES = 65536
_LOGON_WINDOW = 600.0
_LOGON_FAILURES = 30


class Connections:
    """The connections there are, by connector and by source."""

    def __init__(self, shared: SharedCounts | None = None) -> None:
        """`shared`: the counts of the other workers of this server, where there are any."""
        self._shared = shared
        self._by_connector: dict[str, int] = {}
        self._by_source: dict[tuple[str, str], int] = {}

    def enter(self, connector: ReceiveConnector, source: str) -> Reply | None:
        """Counts a connection, or says why it may not be: MaxInboundConnection, ...PerSource, ...PercentagePerSource."""
        name = connector.name
        there = self._by_connector.get(name, 0)
        most = connector.max_inbound_connection
        if isinstance(most, int) and there >= most:
            return replies.TOO_MANY_CONNECTIONS
        key = (name, source)
        own = mine = self._by_source.get(key, 0)
        if self._shared is not None:
            mine += self._shared.others(name, source)
        per_source = connector.max_inbound_connection_per_source
        if isinstance(per_source, int) and mine >= per_source:
            return replies.TOO_MANY_FROM_SOURCE
        if isinstance(most, int) and connector.max_inbound_connection_percentage_per_source < 100:
            free = most - there
            if mine >= max(1, free * connector.max_inbound_connection_percentage_per_source // 100):
                return replies.TOO_MANY_FROM_SOURCE
        self._by_connector[name] = there + 1
        self._by_source[key] = own + 1
        if self._shared is not None:
            self._shared.add(name, source, 1)
        return None

    def leave(self, connector: ReceiveConnector, source: str) -> None:
        """Counts a connection out."""
        name, key = connector.name, (connector.name, source)
        self._by_connector[name] = max(0, self._by_connector.get(name, 0) - 1)
        if self._by_source.get(key, 0) <= 1:
            self._by_source.pop(key, None)
        else:
            self._by_source[key] -= 1
        if self._shared is not None:
            self._shared.add(name, source, -1)

    def count(self, name: str) -> int:
        """How many connections a connector has."""
        return self._by_connector.get(name, 0)


class Rate:
    """So many a minute by source, counted in a window that moves by the second half of the last minute."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._now: dict[str, int] = {}
        self._before: dict[str, int] = {}
        self._minute = 0

    def take(self, source: str, most: int) -> bool:
        """Counts one more, unless that would be more than `most` in the last minute."""
        now = self._clock()
        minute = int(now // 60)
        if minute != self._minute:
            self._before = self._now if minute == self._minute + 1 else {}
            self._now, self._minute = {}, minute
        share = 1 - (now % 60) / 60
        count = self._now.get(source, 0)
        if count + int(self._before.get(source, 0) * share) >= most:
            return False
        if count or len(self._now) < _MOST_SOURCES:
            self._now[source] = count + 1
        return True


class LogonGuard:
    """Failed logons by source, over all connections: who fails too often is not even checked for a while."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures: dict[str, tuple[int, float]] = {}

    def blocked(self, source: str) -> bool:
        """Whether a source has failed too often in the last ten minutes."""
        count, since = self._failures.get(source, (0, 0.0))
        return count >= _LOGON_FAILURES and self._clock() - since < _LOGON_WINDOW

    def failed(self, source: str) -> None:
        """Notes a failed logon."""
        now = self._clock()
        count, since = self._failures.get(source, (0, now))
        if now - since >= _LOGON_WINDOW:
            count, since = 0, now
        if len(self._failures) >= _MOST_SOURCES and source not in self._failures:
            self._failures.clear()
        self._failures[source] = (count + 1, since)

    def succeeded(self, source: str) -> None:
        """Forgets the failures of a source."""
        self._failures.pop(source, None)
