"""Counts and rates of connections, messages and failed logons, with the clock handed in.

Knows sources by their address alone. Nothing here grows without bound: what is old is forgotten, and there is a most of all.
"""

from collections.abc import Callable
from ipaddress import IPv6Address

from relayengine.receive import replies
from relayengine.receive.shared import SharedCounts
from relayengine.settings.receive_connector import ReceiveConnector
from relayengine.values.reply import Reply

_MOST_SOURCES = 65536
_LOGON_WINDOW = 600.0
_LOGON_FAILURES = 30
_ACCOUNT_FAILURES = 200


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
    """Failed logons of the last ten minutes, over all connections: who fails too often is not even checked for a while.

    Counted by source and account. A logon that succeeds forgives nothing, else an account of one's own would buy guesses at those of
    others; but who has logged on from a source before is not kept out by the failures of others. An account at which very many sources
    guess is closed to all who have not. IPv6 sources count by their /64: that is what one client has.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures: dict[str, tuple[dict[str, int], float]] = {}
        self._guessed: dict[str, tuple[int, float]] = {}
        self._welcome: dict[tuple[str, str], None] = {}

    def blocked(self, source: str, account: str = "") -> bool:
        """Whether a source has failed too often; `account` is the name of the mailbox it wants, "" if there is none."""
        now = self._clock()
        where = _client(source)
        counts, since = self._failures.get(where, ({}, 0.0))
        if now - since >= _LOGON_WINDOW:
            counts = {}
        if account and (where, account) in self._welcome:
            return counts.get(account, 0) >= _LOGON_FAILURES
        guesses, since = self._guessed.get(account, (0, 0.0))
        return sum(counts.values()) >= _LOGON_FAILURES or bool(account) and guesses >= _ACCOUNT_FAILURES and now - since < _LOGON_WINDOW

    def failed(self, source: str, account: str = "") -> None:
        """Notes a failed logon."""
        now = self._clock()
        where = _client(source)
        counts, since = self._failures.get(where, ({}, now))
        if now - since >= _LOGON_WINDOW:
            counts, since = {}, now
        counts[account] = counts.get(account, 0) + 1
        if len(self._failures) >= _MOST_SOURCES and where not in self._failures:
            del self._failures[next(iter(self._failures))]
        self._failures[where] = (counts, since)
        if account:
            guesses, since = self._guessed.get(account, (0, now))
            self._guessed[account] = (guesses + 1, since) if now - since < _LOGON_WINDOW else (1, now)

    def succeeded(self, source: str, account: str) -> None:
        """Remembers from where an account logs on."""
        key = (_client(source), account)
        self._welcome.pop(key, None)
        if len(self._welcome) >= _MOST_SOURCES:
            del self._welcome[next(iter(self._welcome))]
        self._welcome[key] = None


def _client(source: str) -> str:
    return str(IPv6Address(int(IPv6Address(source)) >> 64 << 64)) if ":" in source else source
